"""Which findings share words: overlaps of spans, and an index to look them up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from dissensus.annotating.statements._found import Found
from dissensus.model.spans import Span

BUCKET = 512
"""Characters of a text that share a place in the index; its size changes no result."""


FEW = 8
"""Spans up to which all pairs are looked at, which is faster than sorting them; it changes no result."""


def touch(a: Sequence[Span], b: Sequence[Span]) -> bool:
    """Whether some of the spans share a character."""
    if len(a) <= FEW or len(b) <= FEW:
        return any(x.start < y.end and y.start < x.end for x in a for y in b)
    meeting = _Sorted(b).meeting
    return any(True for x in a for _ in meeting(x))


def length(spans: Sequence[Span]) -> int:
    """Characters of spans that do not overlap."""
    return sum(end - start for start, end in spans)


def shared(a: Sequence[Span], b: Sequence[Span]) -> int:
    """Characters that two lists of spans share."""
    if len(a) <= FEW or len(b) <= FEW:
        return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    meeting = _Sorted(b).meeting
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in meeting(x))


def less(content: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """Spans without the holes, and without what is left between them that has no words."""
    meeting = _Sorted(holes).meeting if len(content) > FEW and len(holes) > FEW else None
    left: list[Span] = []
    for span in content:
        parts = [span]
        for hole in holes if meeting is None else meeting(span):
            parts = [
                Span(*part)
                for start, end in parts
                for part in ((start, min(end, hole.start)), (max(start, hole.end), end))
                if part[0] < part[1]
            ]
        left += parts
    return left


class _Sorted:
    """Spans in order, to find those that share characters with another one without looking at all of them."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._furthest = list(accumulate((end for _, end in self._spans), max))

    def meeting(self, span: Span) -> Iterator[Span]:
        """The spans that share a character with one, the last first."""
        k = bisect_left(self._starts, span.end) - 1
        while k >= 0 and self._furthest[k] > span.start:
            if self._spans[k].end > span.start:
                yield self._spans[k]
            k -= 1


def same(a: Found, b: Found) -> bool:
    """Whether the contents share at least half of their characters."""
    both = shared(a.content, b.content)
    return 2 * both >= length(a.content) + length(b.content) - both


class Covered:
    """Which positions of a text are content already."""

    def __init__(self, spans: Sequence[Span], length: int) -> None:
        self._mark = bytearray(length)
        for start, end in spans:
            self._mark[start:end] = b"\x01" * (end - start)

    def share(self, spans: Sequence[Span]) -> float:
        """Share of the spans' characters that are content, 0 to 1."""
        total = sum(end - start for start, end in spans)
        return sum(sum(self._mark[start:end]) for start, end in spans) / total if total else 0.0


class Near:
    """Findings by where their cue and content stand, so that a long text takes time linear in its length."""

    def __init__(self, items: Iterable[Found]) -> None:
        self._at: dict[int, list[tuple[int, Found]]] = {}
        self._count = 0
        for found in items:
            self.add(found)

    def add(self, found: Found) -> None:
        """Put one more finding in; one that has grown may be put in again."""
        for bucket in sorted({k for span in (*found.cue, *found.content) for k in _buckets(span)}):
            self._at.setdefault(bucket, []).append((self._count, found))
        self._count += 1

    def to(self, spans: Sequence[Span]) -> list[Found]:
        """All that may share words with some spans, in the order in which they were put in."""
        near = {n: found for span in spans for k in _buckets(span) for n, found in self._at.get(k, ())}
        found = {id(near[n]): near[n] for n in sorted(near)}
        return list(found.values())


def _buckets(span: Span) -> range:
    return range(span.start // BUCKET, span.end // BUCKET + 1)
