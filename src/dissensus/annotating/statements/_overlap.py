"""Which findings share words: overlaps of spans, and an index to look them up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dissensus.annotating.statements._found import Found
from dissensus.model.spans import Span

BUCKET = 512
"""Characters of a text that share a place in the index; its size changes no result."""


def touch(a: Sequence[Span], b: Sequence[Span]) -> bool:
    """Whether some of the spans share a character."""
    return any(x.start < y.end and y.start < x.end for x in a for y in b)


def length(spans: Sequence[Span]) -> int:
    """Characters of spans that do not overlap."""
    return sum(end - start for start, end in spans)


def shared(a: Sequence[Span], b: Sequence[Span]) -> int:
    """Characters that two lists of spans share."""
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)


def less(content: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """Spans without the holes, and without what is left between them that has no words."""
    left = list(content)
    for hole in holes:
        left = [
            Span(*part)
            for start, end in left
            for part in ((start, min(end, hole.start)), (max(start, hole.end), end))
            if part[0] < part[1]
        ]
    return left


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
