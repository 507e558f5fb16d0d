"""Spans and evidence: where in a text something stands, and its exact words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dissensus.model.errors import EvidenceError


class Span(NamedTuple):
    """A stretch of a document's text.

    Attributes:
        start: first position, counted in Python code points from 0.
        end: position after the last one; ``start < end``.
    """

    start: int
    end: int


Spans = tuple[Span, ...]
"""One or more spans in text order that do not overlap; empty where a part is missing."""


def spans_of(pairs: Iterable[Sequence[int]]) -> Spans:
    """Spans from pairs of numbers, sorted; pairs that touch or overlap are joined."""
    joined: list[Span] = []
    for start, end in sorted((int(p[0]), int(p[1])) for p in pairs):
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return tuple(joined)


def words_at(text: str, spans: Spans) -> str:
    """The words that the spans cover, parts of a discontinuous one joined by " … "."""
    return " … ".join(text[start:end] for start, end in spans)


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends (may be empty if it held nothing else)."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words of a document that a record rests on.

    Attributes:
        document_id: the document.
        spans: where the words stand, in code points; may be discontinuous.
        words: the exact words, parts joined by " … ".
    """

    document_id: str
    spans: Spans
    words: str

    @classmethod
    def take(cls, document_id: str, text: str, spans: Spans) -> Evidence:
        """Evidence with the words that the text has at the spans.

        Raises:
            EvidenceError: the spans are empty, out of order or outside the text.
        """
        evidence = cls(document_id, spans, words_at(text, spans))
        evidence.check(text)
        return evidence

    def check(self, text: str) -> None:
        """Refuse evidence that does not hold in the text.

        Raises:
            EvidenceError: a span is empty, out of order or outside the text, or the words differ.
        """
        if not self.spans:
            raise EvidenceError(f"evidence in document {self.document_id!r} has no span")
        reached = 0
        for start, end in self.spans:
            if not reached <= start < end <= len(text):
                raise EvidenceError(
                    f"span {start}-{end} is empty, out of order or outside document {self.document_id!r}"
                    f" ({len(text)} characters)"
                )
            reached = end
        found = words_at(text, self.spans)
        if found != self.words:
            raise EvidenceError(
                f"the words {self.words[:60]!r} do not stand at {self.spans[0].start} in document"
                f" {self.document_id!r}; found {found[:60]!r}"
            )


def digest_of(content: str | bytes) -> str:
    """SHA-256 of a text (as UTF-8) or of bytes, in hexadecimal."""
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest()
