"""Neighbouring pieces that are one expression, and the modifiers before a piece."""

from __future__ import annotations

from dataclasses import replace

from dissensus.annotating.times._lexicon import CLASSES, PARTS_OF_DAY
from dissensus.annotating.times._rules import Piece
from dissensus.annotating.times._senses import Sense, at_clock, days_later, week
from dissensus.annotating.times._tokens import Tokens

_BETWEEN_DAY_AND_CLOCK = frozenset({",", "at", "on", "around", "about", "by"})
_NARROWED = frozenset({"weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century"})
_EARLY, _MIDDLE, _LATE = "early", "middle", "late"
_EDGES = {
    "early": _EARLY, "earlier": _EARLY, "beginning": _EARLY, "start": _EARLY, "mid": _MIDDLE, "middle": _MIDDLE,
    "late": _LATE, "later": _LATE, "end": _LATE, "close": _LATE,
}  # fmt: skip


def joined(tokens: Tokens, pieces: list[Piece]) -> list[Piece]:
    """Parts of the day, clock times and modifiers drawn to the day they belong to; overlaps removed, in text order."""
    result: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.first, -p.after)):
        piece = _with_part(tokens, piece)
        if result:
            both = _day_and_clock(tokens, result[-1], piece)
            if both is not None:
                result[-1] = both
                continue
            if piece.first < result[-1].after:
                continue
        result.append(_with_modifier(tokens, piece, result[-1].after if result else 0))
    return result


def _with_part(tokens: Tokens, piece: Piece) -> Piece:
    """A day and the part of it that follows: "Wednesday night"."""
    code = tokens.code(piece.after)
    if piece.sense.grain != "day" or code != CLASSES["part"]:
        return piece
    return Piece(piece.first, piece.after + 1, at_clock(piece.sense, PARTS_OF_DAY[tokens.word(piece.after)]))


def _day_and_clock(tokens: Tokens, left: Piece, right: Piece) -> Piece | None:
    """A day and a time side by side, or None: "5 p.m. on Wednesday", "Wednesday at 5 p.m."."""
    gap = [tokens.word(index) for index in range(left.after, right.first)]
    if len(gap) > 2 or any(word not in _BETWEEN_DAY_AND_CLOCK for word in gap):
        return None
    for date, clock in ((left.sense, right.sense), (right.sense, left.sense)):
        in_day = date.grain == "day" or (
            date.grain == "clock" and date.start is not None and (date.value or "T")[-3:-1] == "TN"
        )
        plain = (
            clock.kind == "time"
            and clock.grain == "clock"
            and clock.start is None
            and (clock.value or "").startswith("T")
        )
        if plain and (in_day or (date.grain == "clock" and date.start is not None)):
            value = None if date.value is None else date.value[:10] + (clock.value or "")
            return Piece(left.first, right.after, Sense(value, "time", date.start, date.end, date.anchored, "clock"))
    return None


def _with_modifier(tokens: Tokens, piece: Piece, floor: int) -> Piece:
    """A wider span and narrower days: "early May", "mid-June", "the end of 2014", "late on Thursday"."""
    if piece.sense.kind not in {"date", "time"} or not piece.sense.grain or piece.sense.grain == "clock":
        return piece
    index = piece.first - 1
    word = tokens.word(index)
    if word == "of" and tokens.word(index - 1) == "week" and piece.sense.grain == "day" and index - 1 >= floor:
        # "the week of June 6"
        sense = replace(week(piece.sense.start), anchored=piece.sense.anchored) if piece.sense.value else piece.sense
        first = index - 2 if tokens.word(index - 2) == "the" and index - 2 >= floor else index - 1
        return Piece(first, piece.after, sense)
    edge = ""
    if word in {"-", "–", "‑"} and tokens.word(index - 1) in {"mid", "early", "late"}:
        index -= 1
        edge = _EDGES[tokens.word(index)]
    elif word in {"early", "late", "mid", "earlier", "later"}:
        edge = _EDGES[word]
    elif word in {"in", "on"} and tokens.word(index - 1) in {"early", "late", "earlier", "later"}:
        index -= 1
        edge = _EDGES[tokens.word(index)]
    elif word == "of" or (word == "the" and tokens.word(index - 1) == "of"):
        index -= 1 if word == "of" else 2
        edge = _EDGES.get(tokens.word(index), "") if tokens.code(index) == CLASSES["edge"] else ""
        if edge and tokens.word(index - 1) == "the":
            index -= 1
    if not edge or index < floor:
        return piece
    if tokens.word(index - 1) == "the" and index - 1 >= floor:
        index -= 1
    return Piece(index, piece.after, _narrowed(piece.sense, edge))


def _narrowed(sense: Sense, edge: str) -> Sense:
    """The first, middle or last third of the days, the borders belonging to both."""
    if sense.grain not in _NARROWED or sense.start is None or sense.end is None:
        return sense
    third = (sense.end - sense.start).days // 3
    start, end = sense.start, sense.end
    if edge in {_MIDDLE, _LATE}:
        start = days_later(sense.start, third if edge == _MIDDLE else 2 * third) or start
    if edge in {_EARLY, _MIDDLE}:
        end = days_later(sense.end, -third if edge == _MIDDLE else -2 * third) or end
    return replace(sense, start=start, end=end)
