"""Who is on which side of a claim, how contested it is, and in which order claims are shown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dissensus.model.claims import OWN_VOICE, Utterance
from dissensus.reconciling.claims.discovery.values import Member

ONE_SIDED = 0.3
"""What a holder of the stronger side counts beside one of the weaker: claims that all hold come after those that
divide, in order of how many hold them. Not fitted to data."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Who is on which side.

    Attributes:
        supporters: holders, sorted.
        opposers: holders, sorted.
        supporting: sum of what the supporters count.
        opposing: sum of what the opposers count.
        outlets: with a member, sorted.
    """

    supporters: tuple[str, ...]
    opposers: tuple[str, ...]
    supporting: float
    opposing: float
    outlets: tuple[str, ...]

    @property
    def contested(self) -> float:
        """What the weaker side counts."""
        return min(self.supporting, self.opposing)


def holder_of(utterance: Utterance, outlets: Mapping[str, str | None]) -> str | None:
    """Who says it, as one string: an actor's id, or the outlet in its own voice; None for a speaker not known."""
    if utterance.holder is not None:
        return utterance.holder
    if utterance.own_voice:
        return f"{outlets.get(utterance.document_id) or utterance.document_id} ({OWN_VOICE})"
    return None


def sides_of(members: Iterable[Member], outlets: Mapping[str, str | None]) -> Sides:
    """Who is on which side of a claim.

    A holder counts once, on the side that its words show more surely in sum, and as much as the surest of them: one
    wrong reading of many does not make an outlet disagree with itself.
    """
    sums: dict[str, dict[str, float]] = {}
    best: dict[str, dict[str, float]] = {}
    found = set()
    for member in members:
        outlet = outlets.get(member.utterance.document_id)
        if outlet is not None:
            found.add(outlet)
        holder = holder_of(member.utterance, outlets)
        if holder is None:
            continue
        total, top = sums.setdefault(holder, {}), best.setdefault(holder, {})
        total[member.side] = total.get(member.side, 0.0) + member.confidence
        top[member.side] = max(top.get(member.side, 0.0), member.confidence)
    supporters, opposers = [], []
    supporting = opposing = 0.0
    for holder in sorted(sums):
        total, top = sums[holder], best[holder]
        if total.get("supports", 0.0) >= total.get("opposes", 0.0):
            supporters.append(holder)
            supporting += top["supports"]
        else:
            opposers.append(holder)
            opposing += top["opposes"]
    return Sides(tuple(supporters), tuple(opposers), supporting, opposing, tuple(sorted(found)))


def score_of(sides: Sides) -> float:
    """What claims are ranked by: ``(weaker side + 0.3 x stronger side) x (1 + log2(outlets))``.

    The weaker side counts most, as in measures of polarisation that vanish when all agree (Esteban and Ray,
    Econometrica 1994); that several outlets speak to a claim makes it one that a comparison can use.
    """
    stronger = max(sides.supporting, sides.opposing)
    return (sides.contested + ONE_SIDED * stronger) * (1.0 + math.log2(max(1, len(sides.outlets))))
