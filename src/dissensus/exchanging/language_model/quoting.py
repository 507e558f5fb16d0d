"""Where quoted words stand in an utterance: exactly, or but for white space and the shape of marks, or nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dissensus.model.claims import Utterance
from dissensus.model.errors import EvidenceError
from dissensus.model.spans import Span, Spans

LEAST_WORDS = 3
"""Fewest words of a quote, unless the utterance has fewer: two words stand in almost every text and show nothing."""
_GAP = " … "
_PLAIN = (
    dict.fromkeys(map(ord, "‘’‚‛′`´"), "'")
    | dict.fromkeys(map(ord, "“”„‟″«»"), '"')
    | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    | {ord("…"): "..."}
)
"""Marks that models write in another shape than the text has them."""
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_OUTER = " \t\n\r'\"‘’“”„«»"
_TAIL = ".…,;"


def narrowed(utterance: Utterance, quote: str) -> Utterance | None:
    """The utterance with nothing but the quoted words as its evidence; None when they do not stand in it.

    Raises:
        EvidenceError: the utterance's words do not fit its spans.
    """
    spans = locate(quote, utterance)
    return replace(utterance, spans=spans, words=_words(utterance, spans)) if spans else None


def locate(quote: str, utterance: Utterance) -> Spans:
    """The spans of the document where quoted words stand.

    The words as they are go first; then both sides with white space as one space, typographic marks as plain ones and
    invisible characters left out, mapped back to the exact places; then the same without marks around the quote. A
    match begins and ends at the edge of a word. Capitals count.

    Args:
        quote: the words; at least `LEAST_WORDS`.
        utterance: where they should stand; a quote may run over its gaps.

    Returns:
        Spans inside those of the utterance; empty when the words do not stand there or are too few.

    Raises:
        EvidenceError: the utterance's words do not fit its spans.
    """
    words = utterance.words
    if len(words) != sum(end - start for start, end in utterance.spans) + len(_GAP) * (len(utterance.spans) - 1):
        raise EvidenceError(f"an utterance of document {utterance.document_id!r} has words that do not fit its spans")
    if _count(quote) < min(LEAST_WORDS, _count(words)):
        return ()
    found = _within(quote, words) or _folded(quote, words)
    if found is None and (bare := quote.strip(_OUTER).rstrip(_TAIL).strip(_OUTER)) != quote:
        found = _folded(bare, words) if _count(bare) >= min(LEAST_WORDS, _count(words)) else None
    return () if found is None else _in_document(found, utterance.spans)


def _words(utterance: Utterance, spans: Spans) -> str:
    """The exact words of spans inside an utterance's."""
    pieces: list[str] = []
    begins = 0
    for start, end in utterance.spans:
        text = utterance.words[begins : begins + end - start]
        pieces.extend(text[first - start : last - start] for first, last in spans if start <= first and last <= end)
        begins += end - start + len(_GAP)
    return _GAP.join(pieces)


def _count(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _within(quote: str, words: str) -> tuple[int, int] | None:
    """The first place where a quote stands between edges of words."""
    start = words.find(quote) if quote else -1
    while start >= 0:
        end = start + len(quote)
        if not (_joined(words, start) or _joined(words, end)):
            return start, end
        start = words.find(quote, start + 1)
    return None


def _joined(words: str, position: int) -> bool:
    return 0 < position < len(words) and words[position - 1].isalnum() and words[position].isalnum()


def _folded(quote: str, words: str) -> tuple[int, int] | None:
    wanted = "".join(character for character, _ in _plain(quote)).strip()
    plain = list(_plain(words))
    found = _within(wanted, "".join(character for character, _ in plain))
    if found is None:
        return None
    start, end = found
    return plain[start][1], plain[end - 1][1] + 1


def _plain(text: str) -> Iterator[tuple[str, int]]:
    """The characters of a text in plain shape, each with its place in the text."""
    space = False
    for place, character in enumerate(text):
        if character in _UNSEEN:
            continue
        if character.isspace():
            if not space:
                yield " ", place
            space = True
            continue
        space = False
        for each in character.translate(_PLAIN):
            yield each, place


def _in_document(found: tuple[int, int], spans: Spans) -> Spans:
    start, end = found
    inside: list[Span] = []
    begins = 0
    for span in spans:
        length = span.end - span.start
        first, last = max(start, begins), min(end, begins + length)
        if first < last:
            inside.append(Span(span.start + first - begins, span.start + last - begins))
        begins += length + len(_GAP)
    return tuple(inside)
