"""Models of claims that anyone can compute by hand: shared words, and words of refusal."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

_WORD = re.compile(r"[a-z]{4,}")
_REFUSING = re.compile(r"\b(?:not|never|no|against|refus\w*|reject\w*|oppos\w*|den(?:y|ied|ies))\b", re.IGNORECASE)
WIDTH = 512


def words_of(text: str) -> set[str]:
    """Words that count, by their first five letters."""
    return {word[:5] for word in _WORD.findall(text.lower())} - {"should", "shoul", "that", "with", "from"}


class SharedWords:
    """Vectors with a one for each word."""

    name = "shared-words.v1"
    digest = "0" * 16

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        table = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in zip(table, texts, strict=True):
            for word in words_of(text):
                row[zlib.crc32(word.encode()) % WIDTH] = 1.0
            row /= max(1.0, float(np.sqrt((row * row).sum())))
        return table


class RefusingWords:
    """A text with at least half of the claim's words supports it with 0.9; with a word of refusal it opposes it."""

    name = "refusing-words.v1"
    digest = "1" * 16

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        self.asked += pairs
        table = np.zeros((len(pairs), 3), dtype=np.float32)
        for row, (claim, text) in zip(table, pairs, strict=True):
            wanted = words_of(claim)
            if len(wanted & words_of(text)) * 2 < len(wanted):
                row[:] = (0.05, 0.05, 0.9)
            elif bool(_REFUSING.search(text)) != bool(_REFUSING.search(claim)):
                row[:] = (0.05, 0.9, 0.05)
            else:
                row[:] = (0.9, 0.05, 0.05)
        return table
