"""Rows and columns of a signed matrix in an order in which camps stand together.

The order is that of the first axis of the matrix: the row values x and column values y that make
sum |w| (x - sign(w) y)^2 over the cells smallest, relative to the sum of the squares weighted by the cells of each row
and column. Two holders who support and oppose the same claims come to lie together, and two who differ far apart. It is
the bipartite case of the signed normalised Laplacian (J. Kunegis and others, "Spectral Analysis of Signed Graphs for
Clustering, Prediction and Visualization", SDM 2010), which for a matrix without negative cells is the co-clustering of
I. Dhillon ("Co-clustering Documents and Words Using Bipartite Spectral Graph Partitioning", KDD 2001), whose first
axis is that of correspondence analysis. It is solved by one singular vector of the matrix divided by the roots of
its margins. A missing cell takes no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]

_CLOSE = 1e-8
"""Eigenvalues no further apart count as equal; a matter of arithmetic, not of data."""

_DIGITS = 6
"""Places to which values are rounded before they are compared, so that ties fall to the names on every machine."""


def seriate(
    signed: NDArray[Any], weight: NDArray[Any], rows: Sequence[str], columns: Sequence[str]
) -> tuple[list[int], list[int]]:
    """Order of rows and columns.

    Args:
        signed: rows x columns, -1 to 1: the sign is the side, the size how much the cell says; 0 where it is on both
            sides or missing.
        weight: rows x columns, how much each cell counts, 0 where it is missing; at least the size of ``signed``.
        rows: names of the rows, which decide ties, and the end that the first of the names stands at.
        columns: names of the columns.

    Returns:
        Row numbers and column numbers in order. Parts that share no cell stand one after the other, the one with most
        cells first; rows and columns without a cell come last.
    """
    row_order: list[int] = []
    column_order: list[int] = []
    for row_part, column_part in _parts(weight, rows):
        x, y = _axis(signed[np.ix_(row_part, column_part)], weight[np.ix_(row_part, column_part)])
        named = sorted(range(len(row_part)), key=lambda i: (rows[row_part[i]], row_part[i]))
        sign = next((np.sign(x[i]) for i in named if x[i]), 1.0)
        row_order += _sorted(row_part, x * sign, rows)
        column_order += _sorted(column_part, y * sign, columns)
    row_order += sorted(set(range(len(rows))) - set(row_order), key=lambda i: (rows[i], i))
    column_order += sorted(set(range(len(columns))) - set(column_order), key=lambda i: (columns[i], i))
    return row_order, column_order


def _sorted(part: list[int], values: Values, names: Sequence[str]) -> list[int]:
    order = sorted(range(len(part)), key=lambda i: (-values[i], names[part[i]], part[i]))
    return [part[i] for i in order]


def _axis(signed: NDArray[Any], weight: NDArray[Any]) -> tuple[Values, Values]:
    """Values of rows and columns of one connected part."""
    row_root, column_root = np.sqrt(weight.sum(axis=1)), np.sqrt(weight.sum(axis=0))
    scaled = signed / row_root[:, None] / column_root[None, :]
    turned = scaled.shape[0] < scaled.shape[1]
    if turned:
        scaled = scaled.T
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    if values[-1] <= _CLOSE:
        return np.zeros(len(row_root)), np.zeros(len(column_root))
    # Where several axes are equally good, any turn of them is an answer: a fixed direction picks the same everywhere.
    best = vectors[:, values >= values[-1] - _CLOSE]
    fixed = best.T @ np.cos(1.0 + np.sqrt(2.0) * np.arange(len(best)))
    right = best @ (fixed if np.linalg.norm(fixed) > _CLOSE else np.eye(len(fixed))[0])
    left = scaled @ right
    x, y = (right, left) if turned else (left, right)
    return _rounded(x / row_root), _rounded(y / column_root)


def _rounded(values: Values) -> Values:
    most = np.abs(values).max(initial=0.0)
    rounded: Values = np.round(values / most, _DIGITS) + 0.0 if most > 0 else values
    return rounded


def _parts(weight: NDArray[Any], rows: Sequence[str]) -> list[tuple[list[int], list[int]]]:
    """Row numbers and column numbers of the parts that share no cell, the one with most cells first."""
    filled = weight > 0
    part_of = np.full(filled.shape[0], -1)
    parts: list[tuple[list[int], list[int]]] = []
    for start in range(filled.shape[0]):
        if part_of[start] >= 0 or not filled[start].any():
            continue
        mine: NDArray[Any] = np.arange(filled.shape[0]) == start
        while True:
            reached = np.asarray(filled[mine].any(axis=0))
            grown = np.asarray(filled[:, reached].any(axis=1))
            if (grown == mine).all():
                break
            mine = grown
        part_of[mine] = len(parts)
        parts.append((np.flatnonzero(mine).tolist(), np.flatnonzero(reached).tolist()))
    return sorted(parts, key=lambda part: (-int(filled[part[0]].sum()), min(rows[i] for i in part[0]), part[0][0]))
