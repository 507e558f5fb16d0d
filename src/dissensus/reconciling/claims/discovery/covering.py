"""Choosing wordings: greedily the one that covers most of what is said and not yet covered."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

DIVIDING = 1.0
"""How much the weaker side of a wording counts on top: a wording that both sides speak to is worth twice as much for
what the weaker side says. Not fitted to data."""
COVERED = 0.2
"""What an utterance that another wording covers still counts: it may bear on several claims."""


@dataclass(frozen=True, slots=True)
class Covering:
    """What one wording covers.

    Attributes:
        quality: how fit the wording is, 0 to 1; weighs what it covers.
        members: (utterance, side, weight): number of the utterance, +1 for support and -1 for opposition, and what it
            counts.
    """

    quality: float
    members: tuple[tuple[int, int, float], ...]


def gain_of(covering: Covering, covered: Sequence[bool] | Sequence[int]) -> float:
    """What a wording adds to those that are chosen."""
    sides = {1: 0.0, -1: 0.0}
    for utterance, side, weight in covering.members:
        sides[side] += weight * (COVERED if covered[utterance] else 1.0)
    return covering.quality * (sides[1] + sides[-1] + DIVIDING * min(sides[1], sides[-1]))


def choose(coverings: Sequence[Covering], utterances: int, most: int, least: float) -> list[int]:
    """Numbers of the wordings chosen, in the order of choice.

    Greedy maximum coverage (Nemhauser, Wolsey and Fisher, Mathematical Programming 1978) with lazy evaluation
    (Minoux 1978). Gains only shrink as more is covered, so that a gain that is still the greatest after it was
    computed anew is the greatest of all.

    Args:
        coverings: what each wording covers; of equal gains the first one is taken.
        utterances: how many there are.
        most: most wordings to choose.
        least: a wording that adds less is not chosen, nor any after it.
    """
    covered = bytearray(utterances)
    heap = [(-gain_of(covering, covered), number) for number, covering in enumerate(coverings)]
    heapq.heapify(heap)
    chosen: list[int] = []
    while heap and len(chosen) < most:
        _, number = heapq.heappop(heap)
        gain = gain_of(coverings[number], covered)
        if heap and (-gain, number) > heap[0]:
            heapq.heappush(heap, (-gain, number))
            continue
        if gain < least:
            break
        chosen.append(number)
        for utterance, _, _ in coverings[number].members:
            covered[utterance] = 1
    return chosen
