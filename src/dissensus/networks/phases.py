"""Phase transitions: which slices of a series belong together, and when a debate passes from one state to another.

After Masuda & Holme (2019), "Detecting sequences of system states in temporal networks", and rDNA's
dna_phaseTransitions, with the Laplacian and the smallest eigenvectors where those take others by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dissensus.model.errors import NetworkError
from dissensus.networks._embedding import embedded
from dissensus.networks._partitions import DEFAULT_METHODS, Partition, best_of, partitions
from dissensus.networks.distances import Distance, slice_distances
from dissensus.networks.network import Network
from dissensus.networks.options import RIGHT, Compatibility

MOST_SLICES = 2_000
"""Slices that are compared with each other; more make matrices and cuts slow."""


@dataclass(frozen=True, slots=True, eq=False)
class Phases:
    """States of a debate over T slices.

    Attributes:
        times: T mid-points in seconds since 1970 (UTC).
        states: T states, numbered from 0 in order of first appearance.
        transitions: positions of the slices at which another state begins.
        method, states_found, modularity: the partition that was chosen.
        distances: T x T distances, divided by the largest.
        candidates: all partitions that were found, best modularity first.
        failures: by method, why it gave no partition at some number of states.
        embedding: T x 2 coordinates by non-metric multidimensional scaling of the distances.
        stress: how badly the embedding keeps their order, from 0 to 1 (Kruskal's stress 1).
    """

    times: tuple[int, ...]
    states: tuple[int, ...]
    transitions: tuple[int, ...]
    method: str
    states_found: int
    modularity: float
    distances: NDArray[np.float64]
    candidates: tuple[Partition, ...]
    failures: tuple[tuple[str, str], ...]
    embedding: NDArray[np.float64]
    stress: float


def phase_transitions(
    networks: Iterable[Network],
    *,
    distance: Distance = "spectral",
    methods: Sequence[str] = DEFAULT_METHODS,
    least: int = 2,
    most: int = 6,
    seed: int = 0,
    compatible: Compatibility = RIGHT,
) -> Phases:
    """States of a debate by clustering its slices.

    Distances between slices are divided by the largest; 1 less the distance is the weight of the tie between two time
    points. Each method cuts this graph into each number of states; the cut of the highest modularity is taken, of
    equal ones that with fewer states, then the method named first.

    Args:
        networks: T slices, of ``windows.network_series``; kernels give the smoothest states.
        distance: how slices are compared.
        methods: names of ``_cut_methods.CUT_METHODS``.
        least: fewest states to try.
        most: most states to try; no more than T - 1 are tried.
        seed: of k-means and the embedding; same seed, same result.
        compatible: with ``degrees_for_spectrum`` distances as in DNA.

    Raises:
        NetworkError: fewer than three slices (NET004), more than 2,000 (NET005), an unknown method or distance
            (NET002), or no method found a partition (NET004).
    """
    slices = list(networks)
    if len(slices) < 3:
        raise NetworkError(f"{len(slices)} time slices have no phases", code="NET004")
    if len(slices) > MOST_SLICES:
        raise NetworkError(f"{len(slices):,} time slices are too many to compare", code="NET005")
    if not 1 <= least <= most:
        raise NetworkError(f"from {least} to {most} states cannot be", code="NET002")
    distances = slice_distances(slices, distance, compatible=compatible)
    largest = distances.max()
    if not np.isfinite(largest):
        raise NetworkError("slices have cells that are no number", code="NET002")
    if largest > 0:
        distances = distances / largest
    found, failures = partitions(1.0 - distances, methods, range(least, min(most, len(slices) - 1) + 1), seed)
    best = best_of(found)
    if best is None:
        raise NetworkError(f"no method found states: {failures[0][1] if failures else 'none was named'}", code="NET004")
    embedding, stress = embedded(distances, seed=seed)
    states = best.labels
    return Phases(
        tuple(each.middle for each in slices),
        states,
        tuple(t for t in range(1, len(states)) if states[t] != states[t - 1]),
        best.method,
        best.size,
        best.modularity,
        distances,
        tuple(sorted(found, key=lambda each: -each.modularity)),
        tuple(failures),
        embedding,
        stress,
    )
