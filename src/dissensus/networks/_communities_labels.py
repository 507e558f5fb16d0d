"""Labels of camps: numbered the same way everywhere, and what a matrix must be like to be cut."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from dissensus.model.coded_statements import text_order
from dissensus.model.errors import NetworkError

Labels = NDArray[np.int64]
Matrix = NDArray[np.float64]

CLOSE = 1e-9
"""Numbers no further apart, relative to the largest, count as equal; a matter of arithmetic, not of data."""


def canonical(labels: NDArray[np.integer]) -> Labels:
    """The same parts, numbered 0, 1, ... by their first node."""
    _, first, inverse = np.unique(np.asarray(labels), return_index=True, return_inverse=True)
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    return np.asarray(number[inverse.reshape(-1)], dtype=np.int64)


def structural_order(names: Sequence[str], *matrices: NDArray[np.floating]) -> NDArray[np.int64]:
    """Nodes in an order that their ties decide, and their names only where ties cannot tell them apart.

    Nodes are told apart by the sums and squares of their ties, then again and again by their ties to nodes that were
    told apart (the refinement of B. Weisfeiler and A. Lehman 1968, with weights). So a method that goes through nodes
    in this order, or draws at random by it, finds the same camps whatever the nodes are called.

    Args:
        names: n names, all different.
        matrices: n x n each, symmetric.

    Returns:
        n positions.
    """
    n = len(names)
    by_name = np.array(sorted(range(n), key=lambda i: text_order(names[i])), dtype=np.int64)
    colour = np.zeros(n, dtype=np.int64)
    classes = 1
    while classes < n:
        weight = np.cos(1.0 + colour.astype(np.float64) * np.sqrt(2.0))
        marks = [colour.astype(np.float64)]
        for matrix in matrices:
            most = max(float(np.abs(matrix).max(initial=0.0)), CLOSE)
            scaled = np.asarray(matrix, dtype=np.float64) / most
            marks += [scaled @ weight, scaled**2 @ weight, scaled**3 @ weight]
        # Sums made in another order differ in their last digits only.
        _, colour = np.unique(np.round(np.array(marks).T, 8) + 0.0, axis=0, return_inverse=True)
        colour = colour.reshape(-1)
        found = int(colour.max(initial=0)) + 1
        if found == classes:
            break
        classes = found
    return np.asarray(by_name[np.argsort(colour[by_name], kind="stable")], dtype=np.int64)


def checked(matrix: NDArray[np.floating], k: int) -> Matrix:
    """The matrix as numbers, after a look at what every method takes for granted.

    Raises:
        NetworkError: it is not square, symmetric, finite and at least 0 everywhere, or k is not from 1 to its size.
    """
    found = np.asarray(matrix, dtype=np.float64)
    if found.ndim != 2 or found.shape[0] != found.shape[1]:
        raise NetworkError(f"camps are cut from a square matrix, not one of {found.shape}", code="NET002")
    if not np.isfinite(found).all() or (found < 0).any():
        raise NetworkError("camps are cut from similarities of at least 0, all of them known", code="NET002")
    if len(found) and np.abs(found - found.T).max() > CLOSE * found.max():
        raise NetworkError("camps are cut from a symmetric matrix", code="NET002")
    if not 1 <= k <= len(found):
        raise NetworkError(f"{len(found)} nodes cannot be cut into {k} camps", code="NET006")
    # The lower half is taken twice, so that the last digit of a sum made in another order cannot matter.
    return np.asarray(np.tril(found) + np.tril(found, -1).T)


def ties_of(matrix: NDArray[np.floating], k: int) -> Matrix:
    """The matrix as a graph: nothing on the diagonal, and parts without ties between them no more than k.

    Raises:
        NetworkError: it falls into more than k parts, so that a method that follows ties cannot come down to k.
    """
    ties = checked(matrix, k).copy()
    np.fill_diagonal(ties, 0.0)
    parts = int(connected_components(ties > 0, directed=False)[0])
    if parts > k:
        raise NetworkError(f"the network falls into {parts} parts without ties, more than {k} camps", code="NET006")
    return ties


def modularity(ties: NDArray[np.floating], labels: NDArray[np.integer], resolution: float = 1.0) -> float:
    """Share of ties within camps less what is expected from the nodes' strengths; 0 for a network without ties.

    After M. Newman and M. Girvan, "Finding and evaluating community structure in networks" (2004), with weights.

    Args:
        ties: n x n, symmetric, at least 0; the diagonal is left out.
        labels: n camps.
        resolution: weight of what is expected.
    """
    weights = np.array(ties, dtype=np.float64)
    np.fill_diagonal(weights, 0.0)
    total = weights.sum()
    if total <= 0:
        return 0.0
    member = np.asarray(labels)[:, None] == np.unique(labels)[None, :]
    strength = member.T.astype(np.float64) @ weights.sum(axis=1)
    within = float((weights * (np.asarray(labels)[:, None] == np.asarray(labels)[None, :])).sum())
    return float(within / total - resolution * ((strength / total) ** 2).sum())
