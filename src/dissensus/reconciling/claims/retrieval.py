"""Which claims an utterance may bear on: a shortlist by likeness of meaning and by rare words in common."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dissensus.model.claims import Claim, Codebook, TextEmbedder

LEAST_LIKENESS = 0.30
"""Cosine from which a claim is looked at, whatever its words; set on the examples and the training sets."""
LEXICAL = 0.25
"""What a full overlap of rare words adds to the cosine."""
SHORTLIST = 4
"""Claims that are read with one utterance, at most."""
_WORD = re.compile(r"[^\W\d_]{3,}|\d{4}")
_COMMON = frozenset(
    {
        "the", "and", "for", "that", "should", "not", "from", "with", "are", "was", "were", "been", "has", "have", "had",
        "will", "would", "into", "its", "their", "our", "his", "her", "they", "them", "who", "which", "this", "these",
        "those", "what", "when", "where", "more", "than", "but", "all", "any", "can", "may", "must", "does", "did",
        "about",
    }
)  # fmt: skip


class Shortlist:
    """A codebook, made ready to be searched.

    Args:
        codebook: the claims.
        embedder: texts as vectors.
        most: claims of an utterance, at most.
        least: likeness from which a claim is on the list.
    """

    def __init__(
        self, codebook: Codebook, embedder: TextEmbedder, *, most: int = SHORTLIST, least: float = LEAST_LIKENESS
    ) -> None:
        self._embedder = embedder
        self.most, self.least = most, least
        wordings = [wordings_of(claim) for claim in codebook.claims]
        self._vectors = embedder([text for texts in wordings for text in texts])
        self._claim = np.repeat(np.arange(len(wordings)), [len(texts) for texts in wordings])
        self._count = len(wordings)
        kept = [frozenset(word for text in texts for word in _stems(text)) for texts in wordings]
        often = Counter(word for words in kept for word in words)
        self._weight = {word: math.log((1 + len(kept)) / count) for word, count in often.items()}
        self._words: dict[str, list[int]] = {}
        for number, words in enumerate(kept):
            for word in sorted(words):
                self._words.setdefault(word, []).append(number)

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        """For each text the numbers of the claims to read it with, best first."""
        if not texts or not self._count:
            return [[] for _ in texts]
        scores = self.likeness(texts)
        found = []
        for row in scores:
            best = sorted(np.flatnonzero(row >= self.least).tolist(), key=lambda k: (-float(row[k]), k))
            found.append(best[: self.most])
        return found

    def likeness(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Likeness of each text to each claim, N x claims: cosine with its nearest wording, and words in common."""
        near = self._embedder(texts) @ self._vectors.T
        scores = np.full((len(texts), self._count), -1.0, dtype=np.float32)
        for claim in range(self._count):
            scores[:, claim] = near[:, self._claim == claim].max(axis=1)
        for number, text in enumerate(texts):
            shared = np.zeros(self._count)
            for word in sorted(_stems(text)):
                for claim in self._words.get(word, ()):
                    shared[claim] += self._weight[word]
            scores[number] += LEXICAL * (shared / (shared + 4.0))
        # Rounded: the last digits of a matrix product depend on how many texts come together.
        return np.round(scores, 4)


def wordings_of(claim: Claim) -> list[str]:
    """The texts that stand for a claim."""
    return [claim.text, *claim.supporting, *claim.opposing]


def _stems(text: str) -> set[str]:
    """Words by their first letters: crude, but it joins "recognise" and "recognition"."""
    return {word[:6] for word in _WORD.findall(text.lower()) if word not in _COMMON}
