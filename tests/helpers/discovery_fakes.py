"""Stand-ins for the models of discovery, and utterances built by hand."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dissensus.model.claims import Utterance
from dissensus.model.spans import Span
from dissensus.reconciling.claims.discovery.values import Candidate

_WORD = re.compile(r"[a-z]+")
_LITTLE = frozenset({"the", "a", "be", "is", "should", "must", "to", "of", "will", "that", "we", "and"})
_AGAINST = frozenset({"not", "no", "never", "against", "reject"})


def _content(text: str) -> set[str]:
    return set(_WORD.findall(text.lower())) - _LITTLE - _AGAINST


def _denied(text: str) -> bool:
    return bool(_AGAINST & set(_WORD.findall(text.lower())))


class WordEmbedder:
    """Texts as the words they hold: texts with the same content words have the same vector."""

    name = "words"
    digest = "0"

    def __call__(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        table = np.zeros((len(texts), 256), np.float32)
        for row, text in enumerate(texts):
            for word in _content(text):
                table[row, zlib.crc32(word.encode()) % 256] += 1
            table[row, 255] += 0.01
        return table / np.linalg.norm(table, axis=1, keepdims=True)


class WordScorer:
    """Supports where all content words of the claim stand in the text, opposes where one of both is denied, too."""

    name = "words"
    digest = "0"

    def __init__(self) -> None:
        self.read = 0

    def __call__(self, pairs: Sequence[tuple[str, str]], /) -> NDArray[np.float32]:
        self.read += len(pairs)
        rows = []
        for claim, text in pairs:
            if not _content(claim) <= _content(text):
                rows.append((0.05, 0.05, 0.9))
            elif _denied(claim) == _denied(text):
                rows.append((0.9, 0.05, 0.05))
            else:
                rows.append((0.05, 0.9, 0.05))
        return np.array(rows, np.float32).reshape(-1, 3)


def utterance(document: str, words: str, holder: str | None = None, start: int = 0, act: str = "says") -> Utterance:
    """An utterance of an actor, or of the outlet where no holder is given."""
    return Utterance(
        document,
        None if holder is None else 0,
        holder,
        holder is None,
        act,  # type: ignore[arg-type]
        "own_voice" if holder is None else "indirect",
        (Span(start, start + len(words)),),
        words,
        words,
    )


def candidate(said: Utterance, text: str) -> Candidate:
    """A wording that stands in the words of an utterance."""
    return Candidate(text, said, "verbatim")
