"""Which claims an utterance may bear on: a shortlist by the words that carry a claim, and by likeness of meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dissensus.model.claims import Codebook, TextEmbedder
from dissensus.reconciling.claims._slogans import plain, slogans_in
from dissensus.reconciling.claims.grounding import Ground, Grounding

LEAST_COVER = 0.2
"""Cover of a claim's carrying words from which a text is about it at all; set on the examples and two gold seeds."""
STRONG_COVER = 0.3
"""Cover from which a text without the weightiest of these words may bear on it: a strong answer of the pair model then
counts."""
LEAST_SCORE = 0.5
"""Cosine and cover together, or cover alone, from which a claim is on the list; set on the same."""
SHORTLIST = 4
"""Claims that are read with one utterance, at most."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim on the list of a text.

    Attributes:
        claim: its number in the codebook.
        ground: how far the text covers it.
    """

    claim: int
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
        """For each text the claims to read it with, in the codebook's order.

        A text becomes a vector only where its likeness to a claim decides: where a cover alone is too low for the list,
        or where more claims are covered than the list has room for. A claim that cannot bear takes room all the same,
        since a text that speaks of many things speaks of each the less. A slogan is searched for as the plain sentence
        that it stands for, and only with claims on what it is about.
        """
        slogans = {number: each for number, text in enumerate(texts) if (each := slogans_in(text))}
        found: list[list[Candidate]] = [[] for _ in texts]
        if self._vectors is None:
            return found
        things = {number: [each.about for each in slogan] for number, slogan in slogans.items()}
        told = {number: plain(slogan) for number, slogan in slogans.items()}
        read = [f"{text} {told[number]}" if number in told else text for number, text in enumerate(texts)]
        grounds = self._grounding(read, things)
        covered = [
            [Candidate(claim, ground) for claim, ground in enumerate(each) if ground.cover >= LEAST_COVER]
            for each in grounds
        ]
        asked = [number for number, each in enumerate(covered) if self._is_open(each)]
        likeness = dict(zip(asked, self._likeness([told.get(n, texts[n]) for n in asked]), strict=True))
        for number, candidates in enumerate(covered):
            listed = candidates
            if number in likeness:
                # Rounded: the last digits of a product depend on how many texts come together.
                score = {c.claim: round(float(likeness[number][c.claim]), 4) + c.ground.cover for c in candidates}
                listed = [c for c in candidates if max(score[c.claim], c.ground.cover) >= self.least]
                listed = sorted(listed, key=lambda c: (-round(score[c.claim], 4), c.claim))[: self.most]
            found[number] = sorted((c for c in listed if may_bear(c.ground)), key=lambda c: c.claim)
        return found

    def _is_open(self, candidates: Sequence[Candidate]) -> bool:
        """Whether likeness decides which of the claims that a text covers are on its list."""
        useful = [each for each in candidates if may_bear(each.ground)]
        return bool(useful) and (len(candidates) > self.most or any(each.ground.cover < self.least for each in useful))

    def _likeness(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Cosine of each text with the nearest wording of each claim, N x claims."""
        if not texts or self._vectors is None:
            return np.zeros((len(texts), len(self._firsts)), dtype=np.float32)
        near: NDArray[np.float32] = np.maximum.reduceat(self._embedder(texts) @ self._vectors.T, self._firsts, axis=1)
        return near


def may_bear(ground: Ground) -> bool:
    """Whether a text that covers a claim so far bears on it if the pair model says so."""
    return ground.first or ground.cover >= STRONG_COVER
