"""From a text to its expressions: scan, resolve at both ends of the publication date, join, and open intervals."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dissensus.annotating.times._grammar import GRAMMAR
from dissensus.annotating.times._intervals import with_borders
from dissensus.annotating.times._joining import joined
from dissensus.annotating.times._lexicon import BREAK
from dissensus.annotating.times._rules import Piece, View
from dissensus.annotating.times._senses import Sense
from dissensus.annotating.times._tokens import Tokens


def read(tokens: Tokens, today: dt.date | None, until: dt.date | None) -> list[Piece]:
    """The expressions of a text, by tokens.

    Args:
        tokens: the text.
        today: first day that the document may have been published on, or None when not known.
        until: last such day; where the meaning on the two days differs, the value is None and the days span both.
    """
    first, last = View(tokens, today), View(tokens, until)
    pieces: list[Piece] = []
    position, paragraph_end = 0, -1
    while (found := GRAMMAR.next(first, position)) is not None:
        match, function, early = found
        if match.start() > paragraph_end:
            first.last = last.last = None
            paragraph_end = tokens.codes.find(BREAK, match.start())
            paragraph_end = len(tokens) if paragraph_end < 0 else paragraph_end
            # The rule may have looked at a date of another paragraph.
            early = function(first, match) or early
        late = early if today == until else function(last, match) or early
        for one, other in zip(early, late, strict=False):
            pieces.append(Piece(one.first, one.after, _merged(one.sense, other.sense)))
            _remember(first, one.sense)
            _remember(last, other.sense)
        position = max(match.start() + 1, *(piece.after for piece in early))
    pieces = joined(tokens, pieces)
    return with_borders(tokens, pieces)


def _remember(view: View, sense: Sense) -> None:
    if sense.grain and sense.start is not None and sense.kind in {"date", "time"}:
        view.last = sense


def _merged(early: Sense, late: Sense) -> Sense:
    """One sense for a document whose publication day lies between two days."""
    if early == late:
        return early
    starts = [early.start, late.start]
    ends = [early.end, late.end]
    return replace(
        early,
        value=early.value if early.value == late.value else None,
        start=None if None in starts else min(d for d in starts if d),
        end=None if None in ends else max(d for d in ends if d),
    )
