"""Whether an utterance holds the words that carry a wording: who speaks of something else takes no side on it.

A pair model trained on arguments about a known topic takes a side too easily where the topic is another one. So an
utterance must hold the weightiest words of a wording, or words that mean about the same, as the coding of positions
asks of the claims of a codebook (`grounding`). Words weigh the more the rarer they are in English and among the
utterances.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dissensus.model.claims import TextEmbedder, Utterance
from dissensus.model.states import folded, state_facts
from dissensus.reconciling.claims._polarity import wants
from dissensus.reconciling.claims.grounding import (
    CARRYING,
    LEAST_LIKE,
    STATE_WEIGHT,
    STEM,
    content_words,
    kind_of,
    rarity,
)

MOST_VOCABULARY = 20_000
"""Words whose meaning is compared, the most frequent; a rarer one is matched by its letters alone."""
BLOCK = 512
COVER = 0.35
"""Share of the weight of a wording's four weightiest words that an utterance must cover to speak of it."""
SURE, SURE_COVER = 0.6, 0.2
"""The pair model's probability that makes up for a smaller cover, and the least cover then."""
FULL = 0.5
"""Cover from which more makes an utterance no more about a wording."""
TOLD_COVER = 0.6
"""Cover from which a sentence or phrase that only tells something asserts a wording that says that something is so.
This and the numbers above were set by eye on the example articles and on five articles on one war."""
SHORTEST = 30
"""Characters of a sentence in the outlet's own voice that may want something."""
ONE_STEM, ONE_STATE = 0.85, 0.9
TAKING_SIDES = frozenset({"deserve", "deserves", "support", "there"})
"""Words of wordings that say nothing of what they are about."""


class Carrying:
    """The words of utterances and wordings, and how alike they are.

    Args:
        texts: the utterances as they are read.
        wordings: all that will be asked about.
        embedder: single words as vectors.
    """

    def __init__(self, texts: Sequence[str], wordings: Sequence[str], embedder: TextEmbedder) -> None:
        self._texts = [frozenset(content_words(text)) for text in texts]
        self._often = Counter(word for words in self._texts for word in words)
        asked = {word for wording in wordings for word in content_words(wording)}
        counts = self._often + Counter(sorted(asked))
        known = sorted(sorted(counts), key=lambda word: -counts[word])[:MOST_VOCABULARY]
        known.sort()
        blocks = [embedder(known[start : start + BLOCK]) for start in range(0, len(known), BLOCK)]
        self._vectors = np.concatenate(blocks) if blocks else np.zeros((0, 1), np.float32)
        self._place = {word: number for number, word in enumerate(known)}

    def weights(self, wording: str) -> dict[str, float]:
        """Weight of each word that carries a wording, the weightiest first; empty where none does."""
        words = [word for word in dict.fromkeys(content_words(wording)) if word not in TAKING_SIDES]
        found = {}
        for word in words:
            spread = math.log(1 + len(self._texts) / max(1, self._often[word]))
            found[word] = rarity(word) * spread * (STATE_WEIGHT if _state(word) else 1.0)
        return dict(sorted(found.items(), key=lambda item: (-round(item[1], 6), item[0])))

    def covers(self, wording: str, numbers: Sequence[int]) -> list[float]:
        """Share of a wording's weight that each of some texts covers, 0 to 1 and more where it has many words."""
        weights = self.weights(wording)
        full = sum(list(weights.values())[:CARRYING])
        if not full:
            return [0.0] * len(numbers)
        held = sorted({word for number in numbers for word in self._texts[number]})
        likeness = {word: self._likeness(word, held) for word in weights}
        found = []
        for number in numbers:
            words = self._texts[number]
            sums = sum(
                weight * _share(max((likeness[word].get(other, 0.0) for other in words), default=0.0))
                for word, weight in weights.items()
            )
            found.append(round(sums / full, 4))
        return found

    def _likeness(self, word: str, others: Sequence[str]) -> dict[str, float]:
        """Likeness of a word to others, where it is enough for both to mean about the same."""
        found: dict[str, float] = {}
        row = self._meaning(word, others)
        state = _state(word)
        for other, like in zip(others, row, strict=True):
            its_state = _state(other) if state or like >= LEAST_LIKE else None
            if word == other:
                found[other] = 1.0
            elif state or its_state:
                if state == its_state:
                    found[other] = ONE_STATE
            elif word.startswith("anti-") != other.startswith("anti-"):
                continue
            else:
                like = max(like, ONE_STEM) if _one_stem(word, other) else like
                if like >= LEAST_LIKE:
                    found[other] = like
        return found

    def _meaning(self, word: str, others: Sequence[str]) -> list[float]:
        place = self._place.get(word)
        places = [self._place.get(other, -1) for other in others]
        if place is None or not others:
            return [0.0] * len(others)
        row: NDArray[np.float32] = np.round(self._vectors[np.maximum(places, 0)] @ self._vectors[place], 4)
        return [float(like) if at >= 0 else 0.0 for like, at in zip(row, places, strict=True)]


def speaks_of(wording: str, utterance: Utterance, cover: float, confidence: float) -> bool:
    """Whether an utterance may bear on a wording.

    Args:
        wording: a proposed claim.
        utterance: what is said.
        cover: see `Carrying.covers`.
        confidence: probability of the likelier side.
    """
    if cover < COVER and not (confidence >= SURE and cover >= SURE_COVER):
        return False
    if utterance.statement is not None:
        return True
    # What should be is not shown by telling what is.
    if len(utterance.read) >= SHORTEST and wants(utterance.read):
        return True
    return kind_of(wording) == "holds" and cover >= TOLD_COVER


def _share(likeness: float) -> float:
    return min(1.0, (likeness - 0.5) / 0.4) if likeness >= LEAST_LIKE else 0.0


def _state(word: str) -> str | None:
    """Code of the state that a word names; "us" in small letters is none."""
    fact = None if word == "us" else state_facts().by_word.get(folded(word))
    return None if fact is None else fact.code


def _one_stem(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    shared = max(STEM, round(0.6 * shorter))
    return shorter >= STEM and one[:shared] == other[:shared]
