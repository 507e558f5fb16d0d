"""Order of rows and columns in which camps stand together, for any network.

The order is that of the first axis of what is beyond expectation: each cell less what its row's and column's sums let
expect, positive and negative ties apart as in signed modularity, divided by the roots of the sums of sizes. For a
two-mode matrix without negative cells this is the first axis of correspondence analysis (M. Greenacre, "Theory and
Applications of Correspondence Analysis", 1984); for a one-mode one it is the leading eigenvector of the modularity
matrix (M. Newman 2006), scaled by the nodes' strengths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from dissensus.model.coded_statements import text_order
from dissensus.model.errors import NetworkError
from dissensus.networks._communities_labels import CLOSE, Matrix
from dissensus.networks.network import Network

_DIGITS = 6
"""Places to which an axis is rounded before it is sorted, so that ties fall to the names on every machine."""


@dataclass(frozen=True, slots=True, eq=False)
class Seriation:
    """Rows and columns in order.

    Attributes:
        rows: R row numbers in order.
        columns: C column numbers in order; the same as ``rows`` for a one-mode network.
        row_axis: R places on the axis, -1 to 1, by row number (not in order); 0 for a row without ties.
        column_axis: C places on it.
        parts: how many parts without ties between them the network has; they stand one after the other.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    row_axis: NDArray[np.float64]
    column_axis: NDArray[np.float64]
    parts: int


def seriation(network: Network) -> Seriation:
    """Order of a network's rows and columns; see `seriate` and `seriate_one_mode`."""
    if network.one_mode:
        return seriate_one_mode(network.dense(), network.rows)
    return seriate(network.dense(), network.rows, network.columns)


def seriate(matrix: NDArray[np.floating], rows: Sequence[str], columns: Sequence[str]) -> Seriation:
    """Order of the rows and columns of a two-mode matrix.

    Args:
        matrix: R x C weights of any sign; 0 where there is no tie.
        rows: R names, which decide ties; the end of the axis at which the first of them stands comes first.
        columns: C names.

    Returns:
        The order. Of parts without ties between them the one with most ties comes first, the first name's if equal;
        rows and columns without ties come last, by name.

    Raises:
        NetworkError: shapes do not fit, or a weight is not finite.
    """
    weights = _checked(matrix, (len(rows), len(columns)))
    count = len(rows)
    joined = np.zeros((count + len(columns),) * 2, dtype=bool)
    joined[:count, count:] = weights != 0
    axis = np.zeros(len(joined))
    parts = _parts(joined, rows)
    for members in parts:
        r, c = members[members < count], members[members >= count] - count
        left, right = _two_mode_axis(weights[np.ix_(r, c)])
        turn = _turn(left, [rows[i] for i in r.tolist()])
        axis[members] = np.concatenate([left, right]) * turn
    row_order = _ordered(parts, axis, rows, 0)
    column_order = _ordered(parts, axis, columns, count)
    return Seriation(row_order, column_order, axis[:count], axis[count:], len(parts))


def seriate_one_mode(matrix: NDArray[np.floating], names: Sequence[str]) -> Seriation:
    """Order of the nodes of a one-mode matrix, symmetric, of any sign; the diagonal is left out.

    Raises:
        NetworkError: shapes do not fit, the matrix is not symmetric, or a weight is not finite.
    """
    weights = _checked(matrix, (len(names), len(names)))
    if len(weights) and np.abs(weights - weights.T).max() > CLOSE * max(np.abs(weights).max(), CLOSE):
        raise NetworkError("nodes are put in order by a symmetric matrix", code="NET002")
    np.fill_diagonal(weights, 0.0)
    axis = np.zeros(len(names))
    parts = _parts(weights != 0, names)
    for members in parts:
        place = _one_mode_axis(weights[np.ix_(members, members)])
        axis[members] = place * _turn(place, [names[i] for i in members.tolist()])
    order = _ordered(parts, axis, names, 0)
    return Seriation(order, order, axis, axis.copy(), len(parts))


def _two_mode_axis(block: Matrix) -> tuple[Matrix, Matrix]:
    beyond = _surplus(np.maximum(block, 0.0)) - _surplus(np.maximum(-block, 0.0))
    row_root = np.sqrt(np.abs(block).sum(axis=1))
    column_root = np.sqrt(np.abs(block).sum(axis=0))
    left, values, right = np.linalg.svd(beyond / row_root[:, None] / column_root[None, :], full_matrices=False)
    if values[0] <= CLOSE:
        return np.zeros(len(row_root)), np.zeros(len(column_root))
    # Where several axes are equally good, any turn of them is an answer: a fixed direction picks one.
    chosen = left[:, values >= values[0] - CLOSE]
    turn = _fixed(chosen)
    rows = chosen @ turn / row_root
    columns = right[values >= values[0] - CLOSE].T @ turn / column_root
    most = max(float(np.abs(rows).max()), float(np.abs(columns).max()))
    return _rounded(rows / most), _rounded(columns / most)


def _one_mode_axis(block: Matrix) -> Matrix:
    beyond = _surplus(np.maximum(block, 0.0)) - _surplus(np.maximum(-block, 0.0))
    root = np.sqrt(np.abs(block).sum(axis=1))
    values, vectors = np.linalg.eigh(beyond / root[:, None] / root[None, :])
    if values[-1] <= CLOSE:
        return np.zeros(len(block))
    chosen = vectors[:, values >= values[-1] - CLOSE]
    place = chosen @ _fixed(chosen) / root
    return _rounded(place / np.abs(place).max())


def _surplus(ties: Matrix) -> Matrix:
    """Ties less what the sums of rows and columns let expect."""
    total = float(ties.sum())
    return np.asarray(ties - np.outer(ties.sum(axis=1), ties.sum(axis=0)) / total) if total > 0 else ties


def _fixed(vectors: Matrix) -> Matrix:
    """A direction in the space of these columns that depends on the space alone."""
    turn = vectors.T @ np.cos(1.0 + np.sqrt(2.0) * np.arange(len(vectors)))
    return np.asarray(turn if np.linalg.norm(turn) > CLOSE else np.eye(len(turn))[0])


def _rounded(values: Matrix) -> Matrix:
    return np.asarray(np.round(values, _DIGITS) + 0.0)


def _turn(place: Matrix, names: Sequence[str]) -> float:
    """1 or -1, so that the first name that is not in the middle stands above it."""
    by_name = sorted(range(len(names)), key=lambda i: text_order(names[i]))
    return next((float(np.sign(place[i])) for i in by_name if place[i]), 1.0)


def _parts(joined: NDArray[np.bool_], rows: Sequence[str]) -> list[NDArray[np.int64]]:
    """Members of the parts that have ties, the one with most ties first."""
    count, part_of = connected_components(joined, directed=False)
    found = []
    for part in range(int(count)):
        members = np.flatnonzero(part_of == part)
        ties = int(joined[np.ix_(members, members)].sum())
        if ties:
            named = min(text_order(rows[i]) for i in members.tolist() if i < len(rows))
            found.append((-ties, named, members))
    return [members for _, _, members in sorted(found, key=lambda each: each[:2])]


def _ordered(parts: list[NDArray[np.int64]], axis: Matrix, names: Sequence[str], offset: int) -> tuple[int, ...]:
    """Numbers of those named, part by part from the upper end of the axis, then those without ties."""
    order: list[int] = []
    for members in parts:
        own = [i - offset for i in members.tolist() if 0 <= i - offset < len(names)]
        order += sorted(own, key=lambda i: (-axis[i + offset], text_order(names[i])))
    rest = set(range(len(names))) - set(order)
    return (*order, *sorted(rest, key=lambda i: text_order(names[i])))


def _checked(matrix: NDArray[np.floating], shape: tuple[int, int]) -> Matrix:
    weights = np.array(matrix, dtype=np.float64)
    if weights.shape != shape or not np.isfinite(weights).all():
        raise NetworkError(f"a matrix of {weights.shape} does not have {shape} known weights", code="NET002")
    return weights
