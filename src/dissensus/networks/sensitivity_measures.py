"""How far two networks, or two partitions, are alike; and what explains how far."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from dissensus.model.coded_statements import text_order
from dissensus.networks.network import Network

MEASURES = ("shared_nodes", "correlation", "same_sign", "rand", "polarization_difference")
"""Measures of change, by the names that `Change` has."""


def compared(one: Network, other: Network) -> tuple[float, float, float]:
    """Share of tied nodes in common, correlation of weights, and share of ties of the same sign.

    The two need not have the same nodes: the correlation goes over all pairs of the nodes of either (above the diagonal
    in one mode). Each is not a number where there is nothing to compare.
    """
    rows = _union(one.rows, other.rows)
    columns = rows if one.one_mode else _union(one.columns, other.columns)
    a, b = (_spread(network, rows, columns) for network in (one, other))
    size = len(rows) * (len(rows) - 1) // 2 if one.one_mode else len(rows) * len(columns)
    tied = [set(np.flatnonzero(np.bincount(x.coords[0], minlength=len(rows)))) for x in (a, b)]
    either = len(tied[0] | tied[1])
    shared = len(tied[0] & tied[1]) / either if either else float("nan")
    # In one mode every pair stands twice and the diagonal holds nothing, so that sums are halved.
    half = 0.5 if one.one_mode else 1.0
    together = csr_array(a.multiply(b)).sum() * half
    sums = np.array([a.sum(), b.sum()]) * half
    squares = np.array([(a.data**2).sum(), (b.data**2).sum()]) * half
    spread = squares - sums**2 / max(size, 1)
    correlation = float("nan")
    if size and (spread > 1e-12 * np.maximum(squares, 1e-300)).all():
        covariance = together - sums[0] * sums[1] / size
        correlation = float(np.clip(covariance / np.sqrt(spread[0] * spread[1]), -1.0, 1.0))
    signs = csr_array(a.sign()).multiply(csr_array(b.sign()))
    equal = int((coo_array(signs).data > 0).sum())
    ties = int(coo_array(abs(csr_array(a)) + abs(csr_array(b))).nnz)
    return shared, correlation, equal / ties if ties else float("nan")


def _union(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({*one, *other}, key=text_order))


def _spread(network: Network, rows: tuple[str, ...], columns: tuple[str, ...]) -> coo_array:
    """The network's ties on these names."""
    row = {name: k for k, name in enumerate(rows)}
    column = {name: k for k, name in enumerate(columns)}
    i = np.array([row[name] for name in network.rows], dtype=np.int64)
    j = np.array([column[name] for name in network.columns], dtype=np.int64)
    ties = coo_array(network.matrix)
    there = ties.data != 0
    if network.one_mode:
        there &= ties.coords[0] != ties.coords[1]
    place = (i[ties.coords[0][there]], j[ties.coords[1][there]])
    return coo_array((ties.data[there], place), shape=(len(rows), len(columns)))


def without_weakest(matrix: csr_array, share: float) -> csr_array:
    """A network without the weakest ties by absolute weight; those as strong as the weakest that stay, stay too."""
    if share <= 0.0:
        return matrix
    ties = coo_array(matrix)
    there = ties.data != 0
    strength = np.abs(ties.data[there])
    if not len(strength):
        return matrix
    least = np.sort(strength)[int(np.floor(share * len(strength)))]
    # Weights that differ in the last digit only are equal: sums of the same numbers in another order.
    kept = strength >= least * (1.0 - 1e-12)
    i, j = (axis[there][kept] for axis in ties.coords)
    return csr_array((ties.data[there][kept], (i, j)), shape=matrix.shape)


def adjusted_rand(one: Sequence[int], other: Sequence[int]) -> float:
    """Agreement of two partitions beyond chance: 1 for the same, about 0 for unrelated ones (Hubert & Arabie 1985).

    Not a number for fewer than two nodes; 1 if both put all nodes into one community, or each into its own.
    """
    count = len(one)
    if count < 2:
        return float("nan")
    _, a = np.unique(np.asarray(one), return_inverse=True)
    _, b = np.unique(np.asarray(other), return_inverse=True)
    table = np.bincount(a * (int(b.max()) + 1) + b)

    def pairs(sizes: NDArray[np.int64]) -> float:
        return float((sizes * (sizes - 1) // 2).sum())

    together, first, second = pairs(table), pairs(np.bincount(a)), pairs(np.bincount(b))
    expected = first * second / (count * (count - 1) / 2)
    most = (first + second) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def variance_shares(levels: Sequence[Hashable], values: Sequence[float]) -> float | None:
    """Share of the variance of the values that lies between the levels; None if they do not vary."""
    given = np.asarray(values, dtype=np.float64)
    there = ~np.isnan(given)
    known = given[there]
    total = float(((known - known.mean()) ** 2).sum()) if len(known) else 0.0
    if total <= 1e-15:
        return None
    place = {level: k for k, level in enumerate(dict.fromkeys(levels))}
    codes = np.array([place[level] for level in levels], dtype=np.int64)[there]
    size = np.bincount(codes, minlength=len(place))
    sums = np.bincount(codes, weights=known, minlength=len(place))
    means = np.divide(sums, size, out=np.zeros(len(place)), where=size > 0)
    between = float((size * (means - known.mean()) ** 2).sum())
    return min(between / total, 1.0)
