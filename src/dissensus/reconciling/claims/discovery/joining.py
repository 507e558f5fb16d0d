"""Wordings that say the same, or the contrary, made one claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dissensus.model.claims import PairScorer
from dissensus.reconciling.claims.discovery.carrying import TAKING_SIDES
from dissensus.reconciling.claims.discovery.values import Candidate
from dissensus.reconciling.claims.grounding import content_words

ALIKE = 0.7
"""Likeness from which two wordings are asked about at all; set by eye with the shipped embedder on five articles on one
war."""
SAME = 0.6
"""Mean probability, asked both ways, from which two wordings are one claim or its contrary."""
SHARED = 0.6
"""Share of the words of the one with fewer that two wordings have in common; set by eye on five articles on one war,
where all that "deserves support" is alike."""


@dataclass(slots=True)
class Found:
    """A chosen wording on its way to a claim.

    Attributes:
        wording: the candidate.
        vector: of its text.
        members: number of an utterance to its side (+1, -1) and confidence.
        others: wordings joined to it.
        quality: how fit the wording is; of two that say the same the fitter one stays the main one.
    """

    wording: Candidate
    vector: NDArray[np.float32]
    members: dict[int, tuple[int, float]]
    others: list[Candidate] = field(default_factory=list)
    quality: float = 0.0


def joined(found: Sequence[Found], scorer: PairScorer) -> list[Found]:
    """The wordings with those joined to an earlier one that say the same or the contrary.

    Args:
        found: in the order of choice; an earlier one covers more and stays.
        scorer: asked both ways of each pair that is alike: a claim and what follows from it support each other one way
            only.
    """
    kept: list[Found] = []
    if not found:
        return kept
    vectors = np.stack([each.vector for each in found])
    alike = np.round(vectors @ vectors.T, 5)
    texts = [each.wording.text for each in found]
    words = [frozenset(content_words(text)) - TAKING_SIDES for text in texts]
    pairs = [
        (a, b)
        for b in range(len(found))
        for a in range(b)
        if alike[a, b] >= ALIKE and len(words[a] & words[b]) >= SHARED * min(len(words[a]), len(words[b]))
    ]
    asked = [(texts[a], texts[b]) for a, b in pairs] + [(texts[b], texts[a]) for a, b in pairs]
    scores = scorer(asked) if asked else np.zeros((0, 3), np.float32)
    mean = (scores[: len(pairs)] + scores[len(pairs) :]) / 2
    sides = {
        pair: (1 if supports >= opposes else -1)
        for pair, (supports, opposes, _) in zip(pairs, mean.tolist(), strict=True)
        if max(supports, opposes) >= SAME
    }
    into: dict[int, Found] = {}
    for number, each in enumerate(found):
        first = next((a for a in range(number) if a in into and (a, number) in sides), None)
        if first is None:
            into[number] = each
            kept.append(each)
            continue
        _take_in(into[first], each, sides[first, number])
    return kept


def _take_in(kept: Found, other: Found, side: int) -> None:
    if side > 0 and other.quality > kept.quality:
        kept.others.insert(0, kept.wording)
        kept.wording, kept.quality = other.wording, other.quality
    else:
        kept.others.append(other.wording)
    for number, (its_side, confidence) in other.members.items():
        before = kept.members.get(number)
        if before is None or confidence > before[1]:
            kept.members[number] = (its_side * side, confidence)
