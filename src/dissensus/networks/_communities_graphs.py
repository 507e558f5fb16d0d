"""Methods that follow the ties of a weighted graph, each cut at k: fast greedy, walktrap, leading eigenvector, edge
betweenness.

All take n x n symmetric weights of at least 0 and leave the diagonal out. They cannot join parts without ties between
them, so a network of more than k parts raises `NetworkError`. No method here is random. Written from the papers
named at each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from dissensus.model.errors import NetworkError
from dissensus.networks._communities_labels import CLOSE, Labels, Matrix, canonical, checked, ties_of

Path = Callable[[NDArray[np.float64], int, int], dict[int, Labels]]

WALK_STEPS = 4
"""Length of the random walks of walktrap, as its authors recommend."""

MOST_TIES_BY_BETWEENNESS = 5_000
"""Ties up to which edge betweenness is computed: it looks at all shortest paths again after each tie it removes."""

MOST_WORK_BY_BETWEENNESS = 60_000_000_000
"""Products and sums after which edge betweenness gives up, some 12 seconds of one core. Each tie that it removes costs
the cubed nodes of the part that lost it, times the length of its longest shortest path, and a look over all pairs."""

LOOK_AT_PAIR = 128
"""What the look for the highest of all pairs costs a pair, in the same unit (measured with 400 nodes)."""


def fast_greedy(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """Joins the two camps that raise modularity most (or lower it least), until k are left.

    After A. Clauset, M. Newman and C. Moore, "Finding community structure in very large networks" (2004).
    """
    del seed
    return fast_greedy_path(matrix, k, k)[k]


def fast_greedy_path(matrix: NDArray[np.float64], least: int, most: int) -> dict[int, Labels]:
    """Camps of `fast_greedy` for every k from the least (or the number of parts without ties) to the most."""
    ties, least = _ties_for(matrix, least, most)
    shares = ties / max(ties.sum(), CLOSE)
    strength = shares.sum(axis=1)
    parts = [[node] for node in range(len(ties))]
    path = {len(parts): _labels(parts, len(ties))} if len(parts) <= most else {}
    while len(parts) > least:
        gain = np.where(shares > 0, 2.0 * (shares - np.outer(strength, strength)), -np.inf)
        a, b = _first_highest(gain)
        shares[a] += shares[b]
        shares[:, a] += shares[:, b]
        shares = np.delete(np.delete(shares, b, axis=0), b, axis=1)
        strength[a] += strength[b]
        strength = np.delete(strength, b)
        parts[a] += parts.pop(b)
        if len(parts) <= most:
            path[len(parts)] = _labels(parts, len(ties))
    return path


def walktrap(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """Joins neighbouring camps whose short random walks end alike, until k are left.

    After P. Pons and M. Latapy, "Computing communities in large networks using random walks" (2005): walks of 4 steps;
    each node has a loop, here of its ties' mean weight, as in their program; the pair to join is the one that raises
    the mean squared distance of nodes to their camps the least. Their program estimates some of these rises, here all
    are exact.
    """
    del seed
    return walktrap_path(matrix, k, k)[k]


def walktrap_path(matrix: NDArray[np.float64], least: int, most: int) -> dict[int, Labels]:
    """Camps of `walktrap` for every k from the least (or the number of parts without ties) to the most."""
    ties, least = _ties_for(matrix, least, most)
    count = (ties > 0).sum(axis=1)
    looped = ties + np.diag(np.where(count > 0, ties.sum(axis=1) / np.maximum(count, 1), 1.0))
    strength = looped.sum(axis=1)
    ends = np.linalg.matrix_power(looped / strength[:, None], WALK_STEPS) / np.sqrt(strength)[None, :]
    squares = (ends**2).sum(axis=1)
    apart = np.maximum(squares[:, None] + squares[None, :] - 2.0 * (ends @ ends.T), 0.0)
    neighbours = ties > 0
    sizes = np.ones(len(ties))
    parts = [[node] for node in range(len(ties))]
    path = {len(parts): _labels(parts, len(ties))} if len(parts) <= most else {}
    while len(parts) > least:
        rise = apart * (sizes[:, None] * sizes[None, :] / (sizes[:, None] + sizes[None, :]))
        a, b = _first_highest(np.where(neighbours, -rise, -np.inf))
        ends[a] = (sizes[a] * ends[a] + sizes[b] * ends[b]) / (sizes[a] + sizes[b])
        apart[a] = apart[:, a] = ((ends - ends[a]) ** 2).sum(axis=1)
        sizes[a] += sizes[b]
        neighbours[a] |= neighbours[b]
        neighbours[:, a] |= neighbours[:, b]
        neighbours[a, a] = False
        ends, sizes = np.delete(ends, b, axis=0), np.delete(sizes, b)
        apart = np.delete(np.delete(apart, b, axis=0), b, axis=1)
        neighbours = np.delete(np.delete(neighbours, b, axis=0), b, axis=1)
        parts[a] += parts.pop(b)
        if len(parts) <= most:
            path[len(parts)] = _labels(parts, len(ties))
    return path


def leading_eigenvector(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """Splits a camp in two by the signs of the leading eigenvector of its modularity matrix, until there are k.

    After M. Newman, "Finding community structure in networks using the eigenvectors of matrices" (2006), without the
    refinement of each split. Of the camps, the one whose split raises modularity most is split.

    Raises:
        NetworkError: no camp can be divided any more before there are k.
    """
    del seed
    ties = ties_of(matrix, k)
    total = max(float(ties.sum()), CLOSE)
    strength = ties.sum(axis=1)
    modular = (ties - np.outer(strength, strength) / total) / total
    parts = [list(range(len(ties)))]
    splits = [_split(modular, parts[0])]
    while len(parts) < k:
        best = int(np.argmax(np.round([gain for gain, _, _ in splits], 12)))
        gain, left, right = splits[best]
        if gain <= CLOSE:
            raise NetworkError(f"the leading eigenvector divides the network into {len(parts)}, no more", code="NET006")
        parts[best], splits[best] = left, _split(modular, left)
        parts.append(right)
        splits.append(_split(modular, right))
    return _labels(parts, len(ties))


def edge_betweenness(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """Takes away the tie that most shortest paths need, again and again, until there are k parts.

    After M. Girvan and M. Newman, "Community structure in social and biological networks" (2002), with weights as in
    M. Newman, "Analysis of weighted networks" (2004): paths are counted without weights and the count is divided by the
    tie's weight, so that weak ties go first. Of several such ties the first goes.

    Raises:
        NetworkError: there are more than `MOST_TIES_BY_BETWEENNESS` ties, or the ties that had to be removed took more
            than `MOST_WORK_BY_BETWEENNESS` (NET005).
    """
    del seed
    return edge_betweenness_path(matrix, k, k)[k]


def edge_betweenness_path(matrix: NDArray[np.float64], least: int, most: int) -> dict[int, Labels]:
    """Camps of `edge_betweenness` for every k from the least (or the number of parts without ties) to the most.

    Raises:
        NetworkError: there are more than `MOST_TIES_BY_BETWEENNESS` ties, or the ties that had to be removed took more
            than `MOST_WORK_BY_BETWEENNESS` (NET005); the matrix or the numbers of camps are not as `ties_of` wants them
            (NET002, NET006).
    """
    ties, least = _ties_for(matrix, least, most)
    number = int((ties > 0).sum()) // 2
    if number > MOST_TIES_BY_BETWEENNESS:
        raise NetworkError(f"edge betweenness would take too long with {number} ties", code="NET005")
    parts, labels = connected_components(ties > 0, directed=False)
    path = {least: canonical(labels)} if parts == least else {}
    carried = np.zeros_like(ties)
    changed = np.arange(len(ties))
    left = MOST_WORK_BY_BETWEENNESS
    while parts < most:
        # Only the part that lost a tie has other paths than before.
        block = np.ix_(changed, changed)
        carried[block], work = _paths(ties[block] > 0, left)
        left -= work + LOOK_AT_PAIR * len(ties) ** 2
        a, b = _first_highest(np.where(ties > 0, carried / np.where(ties > 0, ties, 1.0), -np.inf))
        ties[a, b] = ties[b, a] = 0.0
        carried[a, b] = carried[b, a] = 0.0
        changed = np.flatnonzero(labels == labels[a])
        parts, labels = connected_components(ties > 0, directed=False)
        if parts >= least:
            path[int(parts)] = canonical(labels)
    return path


def paths_through_ties(present: NDArray[np.bool_]) -> Matrix:
    """How many shortest paths between pairs of nodes go through each tie (a pair's paths share one count).

    U. Brandes, "A faster algorithm for betweenness centrality" (2001), for all sources at once, by matrices.

    Args:
        present: n x n, symmetric: where there is a tie.

    Returns:
        n x n; each unordered pair counts once.
    """
    return _paths(present, None)[0]


def _paths(present: NDArray[np.bool_], left: int | None) -> tuple[Matrix, int]:
    """The counts of `paths_through_ties` and how much work they were; refused if it is more than is left."""
    ties = present.astype(np.float64)
    frontier = np.eye(len(ties))
    reached = np.eye(len(ties), dtype=bool)
    levels = [frontier]
    while True:
        if left is not None and len(levels) * len(ties) ** 3 > left:
            raise NetworkError(f"edge betweenness would take too long with {len(ties)} nodes so tied", code="NET005")
        following = np.where(reached, 0.0, frontier @ ties)
        if not following.any():
            break
        reached |= following > 0
        levels.append(following)
        frontier = following
    through = np.zeros_like(ties)
    depends = np.zeros_like(ties)
    for depth in range(len(levels) - 1, 0, -1):
        paths, before = levels[depth], levels[depth - 1]
        shares = np.where(paths > 0, (1.0 + depends) / np.where(paths > 0, paths, 1.0), 0.0)
        through += ties * (before.T @ shares)
        depends = np.where(before > 0, before * (shares @ ties), 0.0)
    return np.asarray((through + through.T) / 2.0), len(levels) * len(ties) ** 3


def _ties_for(matrix: NDArray[np.floating], least: int, most: int) -> tuple[Matrix, int]:
    """The matrix as a graph, and the least number of camps that it can be joined to."""
    checked(matrix, least)
    ties = ties_of(matrix, most)
    return ties, max(least, int(connected_components(ties > 0, directed=False)[0]))


def _first_highest(values: Matrix) -> tuple[int, int]:
    """Row and column of the highest value above the diagonal; of those that are equal, the first in order."""
    upper = np.where(np.triu(np.ones_like(values, dtype=bool), 1), values, -np.inf)
    highest = upper.max()
    finite = np.abs(upper[np.isfinite(upper)]).max(initial=0.0)
    place = int(np.argmax(upper >= highest - CLOSE * finite))
    return place // len(values), place % len(values)


def _split(modular: Matrix, members: list[int]) -> tuple[float, list[int], list[int]]:
    """What splitting these nodes would add to modularity, and the two halves."""
    block = modular[np.ix_(members, members)]
    block = block - np.diag(block.sum(axis=1))
    values, vectors = np.linalg.eigh(block)
    if len(members) < 2 or values[-1] <= CLOSE * max(float(np.abs(values).max()), CLOSE):
        return 0.0, members, []
    leading = vectors[:, -1]
    # The axis is turned so that its first node stands above; values that are 0 but for arithmetic stand below.
    first = leading[np.argmax(np.abs(leading) > CLOSE)]
    side = leading * np.sign(first) > CLOSE
    sign = np.where(side, 1.0, -1.0)
    gain = float(sign @ block @ sign) / 2.0
    left = [node for node, above in zip(members, side.tolist(), strict=True) if above]
    right = [node for node, above in zip(members, side.tolist(), strict=True) if not above]
    return (gain, left, right) if left and right else (0.0, members, [])


def _labels(parts: list[list[int]], n: int) -> Labels:
    labels = np.zeros(n, dtype=np.int64)
    for number, members in enumerate(parts):
        labels[members] = number
    return canonical(labels)


PATHS: Mapping[str, Path] = MappingProxyType(
    {"fast greedy": fast_greedy_path, "walktrap": walktrap_path, "edge betweenness": edge_betweenness_path}
)
"""Methods whose camps for several k come from one course of joining or splitting."""
