"""Rules for years, quarters, decades and centuries."""

from __future__ import annotations

import re

from dissensus.annotating.times._dates import GLUE, glued, relative_year
from dissensus.annotating.times._lexicon import CLASSES, DECADE_WORDS, words
from dissensus.annotating.times._rules import Meaning, Piece, View, rule
from dissensus.annotating.times._senses import UNKNOWN, Sense, century, decade, interval, part_of_year, year
from dissensus.annotating.times._tokens import Tokens

_NOW_YEARS = range(1900, 2040)
"""Four digits in this range are a year unless something speaks against it; others need a preposition."""


@rule("(?P<a>{year})[{hyphen}{slash}](?P<b>[{year}{small}{number}])(?![{hyphen}{slash}]){NONOUN}")
def _years_from_to(view: View, match: re.Match[str]) -> Meaning:
    first, text = int(view.word(match, "a")), view.word(match, "b")
    before = view.tokens.glued_before(match.start())
    if (before and before in GLUE + "-–$€£,:") or len(text) not in {2, 4}:
        return None
    last = int(text) if len(text) == 4 else first // 100 * 100 + int(text)
    if not first < last <= first + 300:
        return None
    return [Piece(*match.span(), interval(year(first), year(last)))]


_NO_DECADE = words(
    "temperatures temperature degrees highs lows fahrenheit celsius his her hers their my our aged age ages"
)


@rule(
    "{the}?(?P<e>{decade})",
    "(?P<t>{the})(?P<e>{decade_word})",
    "(?P<t>[{early}{late}{mid}]){hyphen}?(?P<e>{decade_word})",
)
def _decade(view: View, match: re.Match[str]) -> Meaning:
    tokens, head = view.tokens, match.start("e")
    text = view.word(match, "e").strip("'’‘")
    first = head if "t" in match.re.groupindex and tokens.word(match.start()) != "the" else match.start()
    around = {tokens.word(index) for index in [*range(head - 7, head), match.end(), match.end() + 1]}
    if around & _NO_DECADE:
        return None
    if text in DECADE_WORDS:
        return [Piece(first, match.end(), decade(190 + DECADE_WORDS[text]))]
    digits = text.rstrip("s").rstrip("'’")
    if glued(tokens, *match.span()) or tokens.glued_before(head) in {"$", "€", "£"}:
        return None
    if len(digits) == 4:
        return [Piece(first, match.end(), decade(int(digits) // 10))]
    marked = tokens.text[tokens.starts[head]] in "'’‘"
    if digits < "20" or (not marked and tokens.word(head - 1) not in {"the", "early", "late", "mid", "-"}):
        return None
    return [Piece(first, match.end(), decade(190 + int(digits) // 10))]


@rule(
    "{the}?(?P<o>{ordinal}|{ORDW})(?:(?:{and}|{to}|{or}|{comma}){the}?(?P<o2>{ordinal}|{ORDW}))?"
    "{hyphen}?(?P<c>[{century_unit}{units}])"
)
def _century(view: View, match: re.Match[str]) -> Meaning:
    first, second = view.number(match, "o"), view.number(match, "o2")
    if view.word(match, "c") not in {"century", "centuries"} or not first or view.tokens.word(match.end()) == "fox":
        return None
    if second:
        left = Piece(match.start(), match.end("o"), century(first))
        return [left, Piece(match.start("o2"), match.end(), century(second))]
    return [Piece(*match.span(), century(first))]


@rule(
    "{the}?(?P<o>{ordinal_word}|{ordinal}|{last}){hyphen}?(?P<u>{unit}|{half})"
    "(?:{of}?{the}?(?P<y>{year})|{of}{the}?(?P<r>[{last}{this}{next}{that}]?){year_unit})",
    "(?P<q>{quarter_blob})(?:{comma}?{of}?(?P<y>{year}))?",
)
def _part_of_year(view: View, match: re.Match[str]) -> Meaning:
    explicit = match.start("y") >= 0
    if "q" in match.re.groupindex:
        part, parts = int(view.word(match, "q")[1]), 4
        given = int(view.word(match, "y")) if explicit else relative_year(view, "this")
    else:
        parts = {"quarter": 4, "half": 2}.get(view.word(match, "u"), 0)
        part = parts if view.word(match, "o") == "last" else view.number(match, "o") or 0
        if not parts or not 1 <= part <= parts:
            return None
        relation = view.word(match, "r") if not explicit and match["r"] else "this"
        given = int(view.word(match, "y")) if explicit else relative_year(view, relation)
    sense = part_of_year(given, part, parts) if given else UNKNOWN
    grain = sense.grain or "quarter"
    return [Piece(*match.span(), Sense(sense.value, "date", sense.start, sense.end, not explicit, grain))]


@rule(
    "(?P<n>[{year}{number}{small}])(?P<e>{bc})",
    "(?P<e>{ad_before})(?P<n>[{year}{number}{small}])",
    "(?P<n>[{year}{number}{small}])(?P<e>[{ad}{ad_before}])",
)
def _era(view: View, match: re.Match[str]) -> Meaning:
    number = view.number(match, "n")
    if not number or number > 9999:
        return None
    if match["e"] == CLASSES["bc"]:
        return [Piece(*match.span(), Sense(f"BC{number:04d}", "date"))]
    return [Piece(*match.span(), year(number))]


_YEAR_PREPOSITIONS = words(
    "in since until till by before after from to of between during circa around early late mid year"
    " through for throughout"
)
_NUMBERED = words(
    "room flight page route bus no number model highway chapter box suite gate section boeing airbus"
    " article line platform channel verse paragraph lot street apartment building regiment form law bill"
    " resolution directive some nearly over almost least than exactly only approximately roughly another"
    " other these those additional up paid cost worth"
)
_JOINED_TO_YEAR = words("mid pre post early late election campaign may june november")


@rule("(?P<y>{year}){NONOUN}")
def _bare_year(view: View, match: re.Match[str]) -> Meaning:
    tokens, index = view.tokens, match.start()
    number, before, after = int(tokens.word(index)), tokens.word(index - 1), tokens.word(index + 1)
    following = tokens.code(index + 1)
    if before in _NUMBERED or _is_code(tokens, index) or following in {CLASSES["units"], CLASSES["countnoun"]}:
        return None
    # A round number before a plural is a count ("2000 posters"), unless the words before show the year.
    plural = following == CLASSES["lower"] and len(after) > 3 and after.endswith("s") and not after.endswith("ss")
    if before in {"and", "or"} and tokens.code(index - 2) == CLASSES["year"]:
        plural = False  # "the 2008 and 2012 campaigns"
    shown = before in {"the", "in", "since", "year", "during", "until"} or after.endswith(("tions", "sis"))
    if plural and not shown:
        return None
    if number not in _NOW_YEARS:
        count = number % 100 == 0 and before in {"of", "to", "by", "from", "around", "for"}
        unit = following in {CLASSES["money"], CLASSES["unit"]}
        if before not in _YEAR_PREPOSITIONS or plural or count or unit:
            return None
    return [Piece(*match.span(), year(number))]


def _is_code(tokens: Tokens, index: int) -> bool:
    """What touches the number shows that it is a price, an address, a score or part of a longer number."""
    before, behind = tokens.glued_before(index), tokens.glued_after(index)
    if before and before in GLUE + "$€£,:-–%" and not (before in "-–" and tokens.word(index - 2) in _JOINED_TO_YEAR):
        return True
    next_is_digit = tokens.text[tokens.ends[index] + 1 : tokens.ends[index] + 2].isdigit()
    return bool(behind) and (behind in "/\\_=@#~+*^%°€£$" or (behind in "-–:" and next_is_digit))
