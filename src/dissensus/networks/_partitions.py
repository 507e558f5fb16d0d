"""Partitions of one graph by many methods and sizes, and the choice among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dissensus.model.errors import NetworkError
from dissensus.networks._cut_methods import CUT_METHODS, modularity

DEFAULT_METHODS = (
    "single", "average", "complete", "ward", "k-means", "pam", "spectral", "concor", "fast greedy", "walktrap",
    "leading eigenvector", "edge betweenness",
)  # fmt: skip
"""Those of rDNA."""
EQUAL = 1e-12
"""Modularities this near to each other are the same."""


@dataclass(frozen=True, slots=True)
class Partition:
    """One partition: its method, number of parts, modularity, and the part of each node from 0 on."""

    method: str
    size: int
    modularity: float
    labels: tuple[int, ...]


def partitions(
    similarity: NDArray[np.float64], methods: Sequence[str], sizes: Iterable[int], seed: int
) -> tuple[list[Partition], list[tuple[str, str]]]:
    """Every method at every size, and for each that failed its name and why (once a method).

    Args:
        similarity: T x T weights from 0 to 1, the diagonal 1.
        methods: names of ``CUT_METHODS``.
        sizes: numbers of parts.
        seed: of methods that draw.

    Raises:
        NetworkError: an unknown method (NET002).
    """
    unknown = [name for name in methods if name not in CUT_METHODS]
    if unknown:
        raise NetworkError(f"{unknown[0]!r} is no method; there are {', '.join(CUT_METHODS)}", code="NET002")
    wanted = list(sizes)
    found: list[Partition] = []
    failures: dict[str, str] = {}
    for name in methods:
        for size in wanted:
            try:
                labels = CUT_METHODS[name](similarity, size, seed)
            except NetworkError as error:
                failures.setdefault(name, error.found)
                continue
            found.append(Partition(name, size, modularity(similarity, labels), tuple(labels.tolist())))
    return found, list(failures.items())


def best_of(found: Sequence[Partition]) -> Partition | None:
    """The partition of the highest modularity; of equal ones the one with fewer parts, then the first."""
    if not found:
        return None
    highest = max(each.modularity for each in found)
    return min((each for each in found if each.modularity >= highest - EQUAL), key=lambda each: each.size)
