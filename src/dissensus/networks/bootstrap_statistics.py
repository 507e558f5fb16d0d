"""What is computed from each replicate: density, strengths, polarization, communities; and how stable these are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.bootstrap import Bootstrap, bootstrap
from dissensus.networks.bootstrap_replicates import BY_DOCUMENT, BootstrapOptions
from dissensus.networks.building import build
from dissensus.networks.communities import CommunityOptions, communities
from dissensus.networks.network import Network
from dissensus.networks.options import NetworkOptions
from dissensus.networks.polarization import PolarizationOptions, polarization, score
from dissensus.networks.sensitivity import Partition
from dissensus.networks.sensitivity_measures import adjusted_rand

Floats = NDArray[np.float64]
SWIFT_CAMPS = PolarizationOptions(restarts=2)
"""Two camps, with fewer random starts than for a single network: a thousand replicates are searched."""
SWIFT_COMMUNITIES = CommunityOptions(methods=("leiden",), runs=1)


def density(network: Network) -> float:
    """Share of the possible ties that there are; not a number for a network without possible ties."""
    ties = network.matrix.count_nonzero()
    size = len(network.rows)
    possible = size * (size - 1) if network.one_mode else size * len(network.columns)
    return ties / possible if possible else float("nan")


def strengths(network: Network) -> Floats:
    """Sum of the absolute weights of each row (R)."""
    return np.asarray(abs(network.matrix).sum(axis=1), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class GivenCamps:
    """Polarization of congruence and conflict for camps that stay the same in all replicates.

    Attributes:
        camps: camp by name; others are left out.
    """

    camps: Mapping[str, int]

    def __call__(self, congruence: Network, conflict: Network) -> float:
        return score(congruence.dense(), conflict.dense(), [self.camps.get(name, -1) for name in congruence.rows])


@dataclass(frozen=True, slots=True)
class BestCamps:
    """Polarization of congruence and conflict for the best camps of each replicate."""

    options: PolarizationOptions = SWIFT_CAMPS

    def __call__(self, congruence: Network, conflict: Network) -> float:
        return polarization(congruence, conflict, self.options).score


@dataclass(frozen=True, slots=True)
class BestCommunities:
    """Communities of a one-mode network by the best of some methods; -1 for who has none."""

    options: CommunityOptions = field(default=SWIFT_COMMUNITIES)

    def __call__(self, network: Network, profiles: Network | None = None) -> Sequence[int]:
        same = profiles is not None and profiles.rows == network.rows
        found = communities(network, profiles if same else None, self.options)
        best = found.best
        return [-1] * len(network.rows) if best is None else [int(label) for label in best.memberships]


@dataclass(frozen=True, slots=True, eq=False)
class CommunityStability:
    """How often nodes are together in replicates.

    Attributes:
        names: n nodes.
        memberships: n communities in the data.
        together: n x n shares of the replicates in which both have the same community, of those in which both have
            one; not a number where there are none.
        own: n mean shares of a node with the others of its community in the data; not a number for a node alone.
        rand: R adjusted Rand indices of each replicate's communities with those of the data.
    """

    names: tuple[str, ...]
    memberships: NDArray[np.int64]
    together: Floats
    own: Floats
    rand: Floats


def community_stability(
    coded: CodedStatements,
    options: NetworkOptions,
    partition: Partition | None = None,
    drawing: BootstrapOptions = BY_DOCUMENT,
    *,
    profiles: NetworkOptions | None = None,
) -> CommunityStability:
    """Communities found anew in each replicate; for errors see `bootstrap`.

    Args:
        coded: the statements.
        options: of the network.
        partition: gives a community for each row of a network; None for Leiden's method.
        drawing: what to draw.
        profiles: of a two-mode network with the same rows, which the partition then takes second.
    """
    result = bootstrap(
        coded,
        options if profiles is None else (options, profiles),
        partial(_labels, partition or BestCommunities()),
        drawing,
    )
    known = result.observed.astype(np.int64)
    drawn = result.draws.astype(np.int64)
    same, both = np.zeros((len(known), len(known))), np.zeros((len(known), len(known)))
    for labels in drawn:
        placed = labels >= 0
        pair = placed[:, None] & placed[None, :]
        both += pair
        same += pair & (labels[:, None] == labels[None, :])
    together = np.divide(same, both, out=np.full(same.shape, np.nan), where=both > 0)
    rand = np.array([_rand(known, labels) for labels in drawn])
    return CommunityStability(build(coded, options).rows, known, together, _own(known, together), rand)


def _labels(partition: Callable[..., Sequence[int]], network: Network, *profiles: Network) -> Floats:
    labels = np.asarray(partition(network, *profiles), dtype=np.float64)
    if labels.shape != (len(network.rows),):
        raise NetworkError(f"communities gave {labels.size} labels for {len(network.rows)} nodes", code="NET002")
    return labels


def _rand(known: NDArray[np.int64], labels: NDArray[np.int64]) -> float:
    placed = (known >= 0) & (labels >= 0)
    return adjusted_rand(known[placed].tolist(), labels[placed].tolist())


def _own(known: NDArray[np.int64], together: Floats) -> Floats:
    fellows = (known[:, None] == known[None, :]) & (known >= 0)[:, None] & ~np.isnan(together)
    np.fill_diagonal(fellows, val=False)
    number = fellows.sum(axis=1)
    total = np.where(fellows, together, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, number, out=np.full(len(known), np.nan), where=number > 0))


def polarization_bootstrap(
    coded: CodedStatements,
    options: NetworkOptions,
    drawing: BootstrapOptions = BY_DOCUMENT,
    *,
    camps: Mapping[str, int] | None = None,
    search: PolarizationOptions = SWIFT_CAMPS,
) -> Bootstrap:
    """Replicates of polarization; for errors see `bootstrap`.

    Args:
        coded: the statements.
        options: of the network; its aggregation is not looked at.
        drawing: what to draw.
        camps: camp by name, the same in all replicates; None to look for the best camps in each.
        search: how to look for them.
    """
    pair = [replace(options, mode="one-mode", aggregation=each) for each in ("congruence", "conflict")]
    return bootstrap(
        coded,
        pair,
        BestCamps(search) if camps is None else GivenCamps(dict(camps)),
        drawing,
    )
