"""Where nodes stand: by stress for ties of any sign, in two columns for two modes; the same on every run."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import bmat, coo_array, csr_array
from scipy.sparse.csgraph import connected_components, shortest_path

from dissensus.networks.network import Network

Points = NDArray[np.float64]
MOST_NODES = 600
"""Largest component that is laid out by stress, whose cost grows with the cube; larger ones stand on a spiral."""

ROUNDS = 300
"""Most rounds of stress."""

SETTLED = 3e-5
"""Part by which stress falls in a round when it has settled; Gansner, Koren & North stop at 1e-4."""

Places = NDArray[np.int64]
NEAR, LOOKS = 25.0, 8
"""While boxes are pushed apart: how near (points) pairs are looked at for how many rounds."""

PATIENCE = 100
"""Rounds of pushing apart before a figure begins to grow."""

_WEAKEST = 0.25
_BOTH = 0.35
_BY_FOES = 1.3
_FAR = 1.15
_GOLDEN = np.pi * (3 - np.sqrt(5))


def signed_ties(network: Network) -> csr_array:
    """Ties by node, n x n and symmetric: positive for what binds, negative for what divides.

    n is R for one mode, R + C for two. The codes of "combine" become 1, -1 and a little over 0 (both); "conflict"
    becomes negative. Ties of nodes with themselves are left out.
    """
    held = network.matrix.tocoo()
    weight = held.data.astype(np.float64)
    if network.options.aggregation == "combine" and network.options.normalization == "no":
        weight = np.select([weight == 1, weight == 2, weight == 3], [1.0, -1.0, _BOTH], weight)
    elif network.options.aggregation == "conflict":
        weight = -weight
    row, column, count = held.row, held.col, len(network.rows)
    if network.one_mode:
        there = (weight != 0) & np.isfinite(weight) & (row != column)
        row, column, weight = row[there], column[there], weight[there]
        return csr_array(coo_array((weight, (row, column)), shape=(count, count)))
    there = (weight != 0) & np.isfinite(weight)
    row, column, weight = row[there], column[there] + count, weight[there]
    count += len(network.columns)
    both = (np.concatenate([row, column]), np.concatenate([column, row]))
    return csr_array(coo_array((np.concatenate([weight, weight]), both), shape=(count, count)))


def components_of(ties: csr_array) -> tuple[list[NDArray[np.int64]], NDArray[np.int64]]:
    """Nodes of each component, the largest first (of equal ones that of the first node), and nodes without a tie."""
    _, label = connected_components(ties, directed=False)
    groups = [np.flatnonzero(label == each) for each in range(int(label.max(initial=-1)) + 1)]
    groups.sort(key=lambda nodes: (-len(nodes), int(nodes[0])))
    alone = [int(nodes[0]) for nodes in groups if len(nodes) == 1]
    return [nodes for nodes in groups if len(nodes) > 1], np.array(sorted(alone), dtype=np.int64)


def stress_layout(ties: csr_array) -> Points:
    """Places of the nodes of one component, n x 2, the wider way across; two strongly tied nodes are about 1 apart.

    Weighted stress (Gansner, Koren & North 2005). A strong positive tie is short (1), a weak one long (4), and so on
    along paths; by the theory of balance (Cartwright & Harary 1956) a path with an even number of negative ties binds
    too, and a pair whose shortest path has an odd number asks for more than the longest distance of those that are
    bound. Where all ties of a one-mode network are negative they bind. Begins with classical scaling, without chance.

    Args:
        ties: n x n, symmetric, from `signed_ties`.
    """
    count = ties.shape[0]
    if count == 1:
        return np.zeros((1, 2))
    if count > MOST_NODES:
        return spiral(count)
    wanted = _distances(ties)
    places = _scaled(wanted)
    weight = wanted**-2
    np.fill_diagonal(weight, 0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.inv(laplacian + 1 / count)
    weighted = -weight * wanted
    before = np.inf
    for _ in range(ROUNDS):
        apart = np.hypot(*(places[:, None, axis] - places[None, :, axis] for axis in (0, 1)))
        missed = apart - wanted
        stress = float(np.einsum("ij,ij,ij->", weight, missed, missed))
        if before - stress < SETTLED * before:
            break
        before = stress
        pull = weighted / np.maximum(apart, 1e-9)
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        places = inverse @ (pull @ places)
    return _upright(places)


def spiral(count: int) -> Points:
    """Points at about 1 from each other on a spiral of golden angles, n x 2."""
    number = np.arange(count)
    radius = np.sqrt(number + 0.5) * 0.7
    return np.column_stack([radius * np.cos(number * _GOLDEN), radius * np.sin(number * _GOLDEN)])


def positions_of(network: Network) -> Points:
    """Places of all nodes from 0 to 1, (R or R + C) x 2: components side by side, the rest in last rows."""
    ties = signed_ties(network)
    groups, alone = components_of(ties)
    places = np.zeros((ties.shape[0], 2))
    boxes = []
    for nodes in groups:
        local = stress_layout(ties[nodes][:, nodes])
        local -= local.min(axis=0)
        places[nodes] = local
        boxes.append(tuple((local.max(axis=0) + 2).tolist()))
    corners, _, height = shelves(boxes)
    for nodes, corner in zip(groups, corners, strict=True):
        places[nodes] += np.array(corner) + 1
    if len(alone):
        wide = max(1, int(np.ceil(np.sqrt(ties.shape[0]))))
        number = np.arange(len(alone))
        places[alone] = np.column_stack([1 + 2 * (number % wide), height + 1 + 2 * (number // wide)])
    largest = float(places.max(initial=0.0)) + 1
    return places / largest


def shelves(boxes: list[Any], shape: float = 1.4) -> tuple[list[tuple[float, float]], float, float]:
    """Corners (x, y) of boxes set side by side on shelves, the whole about ``shape`` times as wide as high.

    Args:
        boxes: widths and heights, the largest first.
        shape: width by height that is wished for.

    Returns:
        Corners in the boxes' order, and width and height of the whole.
    """
    area = sum(width * height for width, height in boxes)
    limit = max([float(np.sqrt(area * shape)), *(width for width, _ in boxes)], default=0.0)
    corners, x, y, high, widest = [], 0.0, 0.0, 0.0, 0.0
    for width, height in boxes:
        if x > 0 and x + width > limit:
            x, y, high = 0.0, y + high, 0.0
        corners.append((x, y))
        x, high = x + width, max(high, height)
        widest = max(widest, x)
    return corners, widest, y + high


def without_overlaps(places: Points, boxes: Points, rounds: int = 400) -> Points:
    """The places moved as little as needed so that the boxes around them do not overlap.

    Each round pushes every pair that overlaps apart, half each, across where they overlap least; where that does not
    end soon, all places are drawn apart from their middle a little.

    Args:
        places: n x 2.
        boxes: n x 4, how far each node's box reaches to the left, right, bottom and top of its place.
        rounds: most rounds; a few overlaps may be left after the last.
    """
    moved = places.copy()
    count = len(moved)
    if count < 2:
        return moved
    every = np.triu_indices(count, 1)
    first, second = every
    looked = 0
    for number in range(rounds):
        if number >= PATIENCE:
            centre = moved.mean(axis=0)
            moved = centre + (moved - centre) * 1.01
        if looked == 0:
            # For some rounds only pairs are looked at that are near enough to meet.
            first, second = (side[_overlaps(moved, boxes + NEAR, *every)[1]] for side in every)
        depths, met = _overlaps(moved, boxes, first, second)
        hit = np.flatnonzero(met)
        if not len(hit):
            if looked == 0:
                break
            looked = 0
            continue
        looked = (looked + 1) % LOOKS
        depth = depths[hit]
        low = moved - boxes[:, [0, 2]]
        high = moved + boxes[:, [1, 3]]
        one, two = first[hit], second[hit]
        middle = (low + high) / 2
        side = np.where(middle[two] >= middle[one], 1.0, -1.0)
        across = (depth[:, 0] <= depth[:, 1]).astype(int)
        push = np.zeros((len(hit), 2))
        axis = np.where(across == 1, 0, 1)
        rows = np.arange(len(hit))
        push[rows, axis] = (depth[rows, axis] / 2 + 0.05) * side[rows, axis]
        step = np.zeros_like(moved)
        np.add.at(step, two, push)
        np.add.at(step, one, -push)
        often = np.bincount(np.concatenate([one, two]), minlength=count)
        moved += step / np.sqrt(np.maximum(often, 1))[:, None]
    return moved


def _overlaps(places: Points, boxes: Points, first: Places, second: Places) -> tuple[Points, NDArray[np.bool_]]:
    """By pair how deep the boxes overlap each way, and whether they do."""
    low, high = places - boxes[:, [0, 2]], places + boxes[:, [1, 3]]
    depths = np.minimum(high[first], high[second]) - np.maximum(low[first], low[second])
    return depths, np.asarray((depths > 1e-9).all(axis=1), dtype=bool)


def two_column_orders(matrix: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Orders of rows and columns, from the top, in which ties of agreement run across and few of them cross.

    With negative cells the first pair of singular vectors, which parts two camps; else the first dimension of
    correspondence analysis (Benzecri 1973). Parts that no tie joins stand below each other, rows and columns without a
    tie last.

    Args:
        matrix: R x C, negative for disagreement.
    """
    rows, columns = matrix.shape
    there_row, there_column = (np.flatnonzero(np.abs(matrix).sum(axis=axis) > 0) for axis in (1, 0))
    row_order: list[int] = []
    column_order: list[int] = []
    for left, right in _blocks(matrix):
        first, second = _block_orders(matrix[np.ix_(left, right)])
        row_order += left[first].tolist()
        column_order += right[second].tolist()
    return (
        np.array([*row_order, *np.setdiff1d(np.arange(rows), there_row)], dtype=np.int64),
        np.array([*column_order, *np.setdiff1d(np.arange(columns), there_column)], dtype=np.int64),
    )


def _blocks(matrix: NDArray[np.float64]) -> list[tuple[Places, Places]]:
    """Rows and columns of each part that no tie joins to another, in the order of their first rows."""
    rows, columns = matrix.shape
    tied = csr_array(matrix != 0)
    both = csr_array(bmat([[None, tied], [tied.T, None]])) if rows and columns else csr_array((rows, rows))
    _, label = connected_components(both, directed=False)
    blocks = [(np.flatnonzero(label[:rows] == k), np.flatnonzero(label[rows:] == k)) for k in dict.fromkeys(label)]
    return [(left, right) for left, right in blocks if len(left) and len(right)]


def _block_orders(inner: NDArray[np.float64]) -> tuple[Places, Places]:
    strength = np.abs(inner)
    by_row, by_column = strength.sum(axis=1), strength.sum(axis=0)
    if (inner < 0).any():
        table = inner / np.sqrt(np.outer(by_row, by_column))
    else:
        expected = np.outer(by_row, by_column) / strength.sum()
        table = (inner - expected) / np.sqrt(expected)
    left, _, right = np.linalg.svd(table, full_matrices=False)
    u = left[:, 0] / np.sqrt(by_row)
    v = right[0] / np.sqrt(by_column)
    # The sign of a singular vector is arbitrary: the first row stands in the upper half.
    if u[0] > 0:
        u, v = -u, -v
    # Nearly equal scores keep the order of names, whatever the last bits say.
    return np.argsort(np.round(u, 6), kind="stable"), np.argsort(np.round(v, 6), kind="stable")


def _distances(ties: csr_array) -> NDArray[np.float64]:
    weight = ties.toarray()
    count = len(weight)
    if not (weight > 0).any():
        weight = -weight
    share = np.abs(weight) / np.abs(weight).max()
    length = 1 / (_WEAKEST + (1 - _WEAKEST) * share)
    friends, foes = np.where(weight > 0, length, 0), np.where(weight < 0, _BY_FOES * length, 0)
    # Every node stands twice: a path to the other's first self crosses an even number of negative ties.
    doubled = np.block([[friends, foes], [foes, friends]])
    found = np.asarray(shortest_path(doubled, directed=False))[:count]
    alike, unlike = found[:, :count], found[:, count:]
    near = alike <= unlike
    longest = float(alike[near].max())
    far = longest * (_FAR + np.where(weight < 0, 0.3 * share, 0))
    wanted = np.where(near, alike, far)
    np.fill_diagonal(wanted, 1)
    return np.asarray((wanted + wanted.T) / 2, dtype=np.float64)


def _scaled(wanted: NDArray[np.float64]) -> Points:
    """Classical scaling (Torgerson 1952), with a little spiral so that no two nodes begin in one place."""
    square = wanted**2
    np.fill_diagonal(square, 0)
    centred = square - square.mean(axis=0) - square.mean(axis=1)[:, None] + square.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    chosen = vectors[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 0))
    return np.asarray(_facing(chosen) + 0.1 * spiral(len(wanted)) / np.sqrt(len(wanted)), dtype=np.float64)


def _facing(places: Points) -> Points:
    """Mirrored so that the node farthest out on each axis is on its positive side."""
    farthest = places[np.abs(np.round(places, 9)).argmax(axis=0), [0, 1]]
    return places * np.where(farthest < 0, -1.0, 1.0)


def _upright(places: Points) -> Points:
    """Turned so that the widest direction lies across, the first node left and above."""
    centred = places - places.mean(axis=0)
    (xx, xy), (_, yy) = centred.T @ centred
    turn = 0.5 * np.arctan2(2 * xy, xx - yy)
    cosine, sine = np.cos(turn), np.sin(turn)
    turned = centred @ np.array([[cosine, -sine], [sine, cosine]])
    side = np.where(np.round(turned[0], 9) > 0, -1.0, 1.0) * np.array([1.0, -1.0])
    return np.asarray(np.round(turned * side, 6), dtype=np.float64)
