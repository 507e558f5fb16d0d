"""Who speaks in a paragraph below a byline, a caption or a heading that kept the model from telling."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements._overlap import touch
from dissensus.annotating.statements.engine.borders import mended
from dissensus.annotating.statements.engine.reader import read_tokens, spans_of_runs
from dissensus.annotating.statements.engine.tokens import tokens_of
from dissensus.annotating.statements.engine.weights import Model
from dissensus.model.spans import Span

LONGEST = 1_500
"""Most characters of a paragraph that is read a second time; bounds the time, since speakers are lost in short ones."""
_ENDED = re.compile(r"[.?!…:;,]['\"”’)\]]{0,3}$")


def complete_below(text: str, items: Sequence[Found], model: Model) -> None:
    """Fill in speakers of readings that have a cue, and a line above that ends no sentence; changed in place.

    The models learned from articles without bylines and take one for the beginning of the sentence below. Read as a
    text of its own, the paragraph has none.

    Args:
        text: the text.
        items: what the model read in it.
        model: the model.
    """
    read: dict[int, list[tuple[list[Span], list[Span]]]] = {}
    for found in items:
        if found.speaker is not None or not found.cue:
            continue
        place = _below(text, found.cue[0].start)
        if place is None:
            continue
        if place.start not in read:
            read[place.start] = _readings(text, place, model)
        for cue, speaker in read[place.start]:
            if touch(cue, found.cue):
                if not touch(speaker, [*found.content, *found.cue]):
                    found.speaker = min(speaker, key=lambda s: abs(s.start - found.cue[0].start))
                break


def _below(text: str, at: int) -> Span | None:
    """The line of a position, where it is short enough and the one above ends no sentence."""
    start = text.rfind("\n", max(0, at - LONGEST), at) + 1
    end = text.find("\n", at, start + LONGEST)
    if end < 0:
        end = min(len(text), start + LONGEST)
    if not start or (end < len(text) and text[end] != "\n"):
        return None
    above = text[max(0, start - LONGEST) : start].rstrip()
    return None if not above or _ENDED.search(above[-5:]) else Span(start, end)


def _readings(text: str, place: Span, model: Model) -> list[tuple[list[Span], list[Span]]]:
    """Cue and speaker of what a line says when nothing stands above it, of those that have both."""
    part = text[place.start : place.end]
    tokens = tokens_of(part, model.pieces, quotations_of(part))
    found = mended(tokens, read_tokens(tokens, model.network, threshold=model.manifest.threshold))
    return [
        (_moved(spans_of_runs(tokens, one.cue), place.start), _moved(spans_of_runs(tokens, one.speaker), place.start))
        for one in found
        if one.cue and one.speaker
    ]


def _moved(spans: Sequence[Span], by: int) -> list[Span]:
    return [Span(start + by, end + by) for start, end in spans]
