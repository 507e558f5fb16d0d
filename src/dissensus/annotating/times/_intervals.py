"""Prepositions that open or close the days of an expression: since, until, before, after, from-to, between-and."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from dissensus.annotating.times._lexicon import CLASSES, WEEKDAYS
from dissensus.annotating.times._rules import Piece
from dissensus.annotating.times._senses import Sense, day, days_later, month, moved
from dissensus.annotating.times._tokens import Tokens

_NOUNS = frozenset(CLASSES[name] for name in ("lower", "upper", "blob", "possessive", "hyphen"))
_TO = frozenset({"to", "through", "thru", "until", "till", "-", "–"})


def with_borders(tokens: Tokens, pieces: list[Piece]) -> list[Piece]:
    """The pieces, their first and last day opened by the preposition before them or shared with their partner."""
    pieces = _turned(tokens, pieces)
    result = list(pieces)
    for place, piece in enumerate(pieces):
        if not piece.sense.grain or piece.sense.start is None or piece.sense.end is None:
            continue
        partner = pieces[place + 1] if place + 1 < len(pieces) else None
        if partner is not None and _are_ends(tokens, piece, partner):
            start, end = piece.sense.start, partner.sense.end
            result[place] = replace(piece, sense=replace(piece.sense, end=end))
            result[place + 1] = replace(partner, sense=replace(partner.sense, start=start))
        elif result[place] is piece:
            result[place] = replace(piece, sense=_opened(tokens, piece))
    return _since_lengths(tokens, result)


def _turned(tokens: Tokens, pieces: list[Piece]) -> list[Piece]:
    """The pieces, "Friday" of "Monday to Friday" moved behind its Monday, "March" of "March to August" before it."""
    result = list(pieces)
    for place in range(len(pieces) - 1):
        left, right = pieces[place], pieces[place + 1]
        first, last = date_from(left.sense.value), date_from(right.sense.value)
        weekdays = tokens.word(left.first) in WEEKDAYS and tokens.word(right.first) in WEEKDAYS
        between = right.first - left.after == 1 and tokens.word(left.after) in _TO
        if weekdays and between and first and last and first > last and left.sense.anchored and right.sense.anchored:
            result[place + 1] = replace(right, sense=day(days_later(last, 7)).relative())
        elif _are_crossed_months(tokens, left, right) and left.sense.start:
            start = left.sense.start
            result[place] = replace(left, sense=month(start.year - 1, start.month).relative())
    return result


def _are_crossed_months(tokens: Tokens, left: Piece, right: Piece) -> bool:
    """Two months of one interval, the first in a year too late."""
    starts = left.sense.start, right.sense.start
    between = right.first - left.after == 1 and tokens.word(left.after) in _TO
    months = left.sense.grain == right.sense.grain == "month" and left.sense.anchored and right.sense.anchored
    return between and months and starts[0] is not None and starts[1] is not None and starts[0] > starts[1]


def _are_ends(tokens: Tokens, left: Piece, right: Piece) -> bool:
    """Two dates of one interval, each spelled out."""
    if right.sense.start is None or right.sense.end is None or left.sense.start is None or not right.sense.grain:
        return False
    gap = [tokens.word(index) for index in range(left.after, right.first)]
    if not gap or len(gap) > 2 or left.sense.start > right.sense.end or (len(gap) == 2 and gap[1] != "the"):
        return False
    before = _before(tokens, left)
    return gap[0] in _TO or (gap[0] == "and" and before == "between")


def _before(tokens: Tokens, piece: Piece) -> str:
    word = tokens.word(piece.first - 1)
    return tokens.word(piece.first - 2) if word == "the" else word


def _opened(tokens: Tokens, piece: Piece) -> Sense:
    sense, before = piece.sense, tokens.word(piece.first - 1)
    if before == "the" and sense.grain in {"decade", "century", "season"}:
        before = tokens.word(piece.first - 2)
    if sense.start is None or sense.end is None:
        return sense
    follows_noun = tokens.code(piece.after) in _NOUNS and tokens.code(piece.after) != ""
    if before in {"since", "from"}:
        if before == "from" and tokens.word(piece.after) not in {"on", "onward", "onwards"}:
            return sense
        return replace(sense, end=None)
    if before in {"until", "till", "by"}:
        return sense if follows_noun else replace(sense, start=None)
    if before in {"before", "after"} and not follows_noun:
        if before == "before":
            return replace(sense, start=None, end=days_later(sense.start, -1))
        return replace(sense, start=days_later(sense.end, 1), end=None)
    return sense


def date_from(value: str | None) -> dt.date | None:
    """The day that a value says, or None when it is not a day."""
    try:
        return dt.date.fromisoformat(value or "")
    except ValueError:
        return None


_COUNTED = re.compile(r"P([\d.]+)(D|W|M|Y|DE|CE)")


def _since_lengths(tokens: Tokens, pieces: list[Piece]) -> list[Piece]:
    """Days of a length with an origin: "a week since June 6" lasted them, "four months after June 6" leads to one."""
    result = list(pieces)
    for place in range(len(pieces) - 1):
        length, date = pieces[place], pieces[place + 1]
        counted = _COUNTED.fullmatch(length.sense.value or "") if length.sense.kind == "duration" else None
        if (
            counted is None
            or length.sense.start is not None
            or date.sense.grain != "day"
            or date.first - length.after != 1
        ):
            continue
        origin = date_from(date.sense.value)
        amount, unit, word = float(counted[1]), counted[2], tokens.word(length.after)
        if origin is None or word not in {"since", "from", "after", "before"}:
            continue
        there = moved(origin, -amount if word == "before" else amount, unit)
        start, end = (origin, there) if word in {"since", "from"} else (there, there)
        result[place] = replace(length, sense=replace(length.sense, start=start, end=end, anchored=date.sense.anchored))
    return result
