"""Which claims an utterance may bear on: a shortlist by the words that carry a claim, and by likeness of meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dissensus.model.claims import Codebook, TextEmbedder
from dissensus.reconciling.claims._slogans import plain, slogans_in
from dissensus.reconciling.claims.grounding import Ground, Grounding

LEAST_COVER = 0.2
"""Cover of a claim's carrying words from which a text may bear on it at all; set on the examples and two gold seeds."""
LEAST_SCORE = 0.5
"""Cosine and cover together from which a claim is on the list; set on the same."""
SHORTLIST = 4
"""Claims that are read with one utterance, at most."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim on the list of a text.

    Attributes:
        claim: its number in the codebook.
        score: cosine of the text with its nearest wording, plus cover.
        ground: how far the text covers it.
    """

    claim: int
    score: float
    ground: Ground


class Shortlist:
    """A codebook, made ready to be searched.

    Args:
        codebook: the claims.
        embedder: texts as vectors.
        most: claims of an utterance, at most.
        least: score from which a claim is on the list.
    """

    def __init__(
        self, codebook: Codebook, embedder: TextEmbedder, *, most: int = SHORTLIST, least: float = LEAST_SCORE
    ) -> None:
        self._embedder = embedder
        self.most, self.least = most, least
        self._grounding = Grounding(codebook, embedder)
        wordings = [(claim.text, *claim.supporting, *claim.opposing) for claim in codebook.claims]
        self._vectors = embedder([text for texts in wordings for text in texts]) if wordings else None
        self._firsts = np.cumsum([0, *(len(texts) for texts in wordings)])[:-1]

    def __call__(self, texts: Sequence[str]) -> list[list[Candidate]]:
        """For each text the claims to read it with, best first; only texts that cover a claim become vectors.

        A slogan is searched for as the plain sentence that it stands for, and only with claims on what it is about.
        """
        slogans = {number: each for number, text in enumerate(texts) if (each := slogans_in(text))}
        found: list[list[Candidate]] = [[] for _ in texts]
        if self._vectors is None:
            return found
        things = {number: [each.about for each in slogan] for number, slogan in slogans.items()}
        told = {number: plain(slogan) for number, slogan in slogans.items()}
        read = [f"{text} {told[number]}" if number in told else text for number, text in enumerate(texts)]
        grounds = self._grounding(read, things)
        asked = [number for number, each in enumerate(grounds) if any(g.cover >= LEAST_COVER for g in each)]
        if not asked:
            return found
        near = self._embedder([told.get(number, texts[number]) for number in asked]) @ self._vectors.T
        best = np.maximum.reduceat(near, self._firsts, axis=1)
        for row, number in zip(best, asked, strict=True):
            listed = []
            for claim, ground in enumerate(grounds[number]):
                if ground.cover < LEAST_COVER:
                    continue
                # Rounded: the last digits of a product depend on how many texts come together.
                score = round(float(row[claim]), 4) + ground.cover
                if score >= self.least:
                    listed.append(Candidate(claim, round(score, 4), ground))
            found[number] = sorted(listed, key=lambda each: (-each.score, each.claim))[: self.most]
        return found
