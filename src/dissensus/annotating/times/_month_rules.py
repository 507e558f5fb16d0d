"""Rules for months and seasons."""

from __future__ import annotations

import re

from dissensus.annotating.times._dates import MONTH_NUMBER, bare_month, glued, month_group, nearest_season, year_given
from dissensus.annotating.times._direction import direction
from dissensus.annotating.times._lexicon import CLASSES, NAMED_MONTHS, SEASONS, words
from dissensus.annotating.times._rules import Meaning, Piece, View, rule
from dissensus.annotating.times._senses import UNKNOWN, Sense, month, season


@rule("(?P<m>{MON})(?:(?:{comma}{and}?|{JOIN}){MON}){1,11}{comma}?{TAIL}")
def _months_of_a_year(view: View, match: re.Match[str]) -> Meaning:
    _, given = year_given(view, match)
    explicit = match.start("y") >= 0
    tokens, pieces = view.tokens, []
    heads = [index for index in range(match.start(), match.end()) if tokens.word(index) in MONTH_NUMBER]
    for place, head in enumerate(heads):
        sense = month(given, MONTH_NUMBER[tokens.word(head)]) if given else UNKNOWN
        sense = Sense(sense.value, "date", sense.start, sense.end, not explicit, "month")
        after = match.end() if place == len(heads) - 1 else head + 1
        if place < len(heads) - 1 and tokens.word(after) == ".":
            after += 1
        pieces.append(Piece(head, after, sense))
    return pieces


@rule("(?P<m>{MON}){TAIL}")
def _month_and_year(view: View, match: re.Match[str]) -> Meaning:
    if glued(view.tokens, *match.span()):
        return None
    _, given = year_given(view, match)
    sense = month(given, month_group(view, match)) if given else UNKNOWN
    return [Piece(*match.span(), Sense(sense.value, "date", sense.start, sense.end, match.start("y") < 0, "month"))]


_BEFORE_NAME_LIKE = words("in since until till during last next this early late mid through throughout every each")
_BEFORE_MONTH_OR_NAME = words("by before after from between around about least to for and or of")
"""Prepositions that stand before a name ("by June", "to April") as often as before a month."""
_BACK_TO = words(
    "back dates dated date up prior moved postponed delayed pushed deferred extended returned down adjourned put"
)
_CLOSED = frozenset(CLASSES[name] for name in ("comma", "dot", "stop", "break", "mark", "close", "hyphen")) | {""}
_BEHIND_MONTH = words("when at the and or but as in to until that with because while he she it they we there")
_HELD = words(
    "election elections primary vote poll polls summit meeting talks deadline referendum protests march strike"
)


@rule("(?P<m>[{month}{month_name}])", "(?P<m>{month_abbr}){dot}")
def _bare_month(view: View, match: re.Match[str]) -> Meaning:
    tokens, first = view.tokens, match.start()
    number, before, after = month_group(view, match), tokens.word(first - 1), tokens.word(match.end())
    named = NAMED_MONTHS.get((tokens.word(first), after))
    if named:
        return [Piece(*match.span(), month(*named))]
    if glued(tokens, *match.span()):
        return None
    if tokens.codes[first] != CLASSES["month"] and not _is_month(view, match, before, after):
        return None
    if before in {"every", "each"}:
        return [Piece(first - 1, match.end(), Sense(f"XXXX-{number:02d}", "set"))]
    return [Piece(*match.span(), bare_month(view, number, first, match.end()))]


def _is_month(view: View, match: re.Match[str], before: str, after: str) -> bool:
    """A word that is also a name or verb ("May", "March", "June", "August", "Jan.") is a month here."""
    tokens, first = view.tokens, match.start()
    if before == "of" and tokens.code(first - 2) in {CLASSES["edge"], CLASSES["unit"]}:
        return True  # "the start of March", "the month of May"
    if before == "the" and tokens.code(first + 1) == CLASSES["lower"]:
        return tokens.word(first) != "may" or after in _HELD  # "the March rally", but "the May government"
    if before in {"-", "–", "‑"} and tokens.word(first - 2) in {"mid", "early", "late"}:
        return True
    if before in _BEFORE_MONTH_OR_NAME and before not in _BEFORE_NAME_LIKE:
        return _is_month_after_preposition(view, first, match.end())
    if before not in _BEFORE_NAME_LIKE:
        return False
    return tokens.code(match.end()) != CLASSES["upper"] and not (before == "this" and after == "be")


_MONTHLIKE = frozenset(CLASSES[name] for name in ("month", "month_name", "month_abbr"))


def _is_month_after_preposition(view: View, first: int, after: int) -> bool:
    """Months are "by June," and "from March to August", but not "by June Harker" and "after May resigned"."""
    tokens, before = view.tokens, view.tokens.word(first - 1)
    following = tokens.code(after)
    if tokens.text[tokens.starts[first]].islower():
        return False
    if before in {"to", "and", "or"} and tokens.code(first - 2) in _MONTHLIKE:
        return following != CLASSES["upper"]  # "from May to June"
    if before == "to" and tokens.word(first - 2) not in _BACK_TO:
        return False
    if before in {"and", "or", "about", "for"} or (before == "of" and tokens.word(first - 2) not in {"as", "out"}):
        return False
    if before == "least" and tokens.word(first - 2) != "at":
        return False
    if following in _CLOSED or tokens.word(after) in _BEHIND_MONTH:
        # "after May, who": a person; "after May and June": months.
        return not (tokens.word(after + 1) in {"who", "whose"} or (tokens.word(first) == "may" and before == "after"))
    return following in _MONTHLIKE


@rule("{the}?(?P<s>{season}){comma}?{of}?(?:(?P<y>{year}){NONOUN}|(?P<r>[{last}{this}{next}{that}]){year_unit})")
def _season_of_year(view: View, match: re.Match[str]) -> Meaning:
    _, given = year_given(view, match)
    word = view.word(match, "s")
    if word in {"fall", "spring"} and view.tokens.word(match.start() - 1) in {"to", "will", "would", "could", "may"}:
        return None
    sense = season(given, SEASONS[word]) if given else UNKNOWN
    return [Piece(*match.span(), Sense(sense.value, "date", sense.start, sense.end, match.start("y") < 0, "season"))]


_BEFORE_SEASON = words("in during since until by through throughout")


@rule("{the}?(?P<s>{season})")
def _bare_season(view: View, match: re.Match[str]) -> Meaning:
    tokens = view.tokens
    first = match.start()
    before = tokens.word(first - 1)
    if before in {"early", "late", "mid"}:
        before = tokens.word(first - 2)
    if before not in _BEFORE_SEASON or glued(tokens, *match.span()):
        return None
    after = tokens.word(match.end())
    if after in {"of", "-", "from", "to"} or tokens.code(match.end()) in {CLASSES["lower"], CLASSES["upper"]}:
        return None
    word = view.word(match, "s")
    if word == "fall" and tokens.word(first) != "the":
        return None
    return [Piece(*match.span(), nearest_season(view.today, SEASONS[word], direction(tokens, *match.span()) or "past"))]
