"""Sentences of a text by its marks alone: no parse is at hand here, and a border too many costs little."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dissensus.model.spans import Span

LONGEST = 1_500
"""Characters of a sentence; longer ones are cut at a space."""
_PARAGRAPH = re.compile(r"[^\n]+")
_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}(?=\s+[\"'“‘«(\[]{0,3}[A-Z0-9À-ÖØ-Þ])")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon|Jr|Sr|vs|No|Nos|Inc|Ltd|Co|Corp|Jan|Feb|Mar|"
    r"Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|e\.g|i\.e|etc|a\.m|p\.m)|\b[A-Z])\.$"
)


def sentences(text: str) -> Iterator[Span]:
    """Spans of sentences, without the blanks around them, in order.

    Args:
        text: any text; a line break ends a sentence.
    """
    for paragraph in _PARAGRAPH.finditer(text):
        low = paragraph.start()
        for end in _END.finditer(text, paragraph.start(), paragraph.end()):
            if _SHORT.search(text, max(low, end.start() - 8), end.start() + 1):
                continue
            yield from _cut(text, low, end.end())
            low = end.end()
        yield from _cut(text, low, paragraph.end())


def _cut(text: str, low: int, high: int) -> Iterator[Span]:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    while high - low > LONGEST:
        at = text.rfind(" ", low + 1, low + LONGEST)
        at = at if at > low else low + LONGEST
        yield Span(low, at)
        low = at
        while low < high and text[low].isspace():
            low += 1
    if high > low:
        yield Span(low, high)
