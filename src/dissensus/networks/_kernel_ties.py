"""Ties of one-mode networks whose statements have weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, eye_array, kron

from dissensus.networks.counting import Counts
from dissensus.networks.network import check_cells
from dissensus.networks.one_mode import level_distance, one_mode, said_by_either
from dissensus.networks.options import NetworkOptions

_NUMBERS = ("boolean", "integer")


def weighted_ties(root: Counts, plain: Counts, everything: Counts, options: NetworkOptions) -> csr_array:
    """R x R ties of a slice.

    Args:
        root: the slice's array with square roots of weights, so that a product of two cells is the sum over pairs of
            statements of the geometric mean of their weights.
        plain: the same with the weights themselves: the slice's activity.
        everything: counts of the whole range without weights.
        options: settled options.
    """
    compatible = options.compatible
    if compatible.kernel_index_of_level:
        ties = ties_as_dna(root, options)
        ties = ties if compatible.kernel_diagonal else _off_diagonal(ties)
    else:
        ties = _ties(root, plain, options)
        ties = csr_array(ties + diags_array(_with_itself(root, options))) if compatible.kernel_diagonal else ties
    # Sums of fractions in another order differ in the last digit; a tie is the same from both sides.
    ties = csr_array((ties + ties.T) / 2)
    if options.normalization == "no":
        return ties
    if compatible.kernel_reciprocal_average:
        return csr_array(ties.multiply(csr_array(_reciprocals(everything))))
    return _normalized(ties, root, plain, options)


def ties_as_dna(root: Counts, options: NetworkOptions) -> csr_array:
    """Ties by the place of levels among those that occur, texts all alike, as DNA computes them (R x R).

    With a single level of a number the distance of levels is 0 / 0: all ties but those of "ignore" are no number.

    Raises:
        NetworkError: names or claims would need a table of more than 200 million cells (NET005).
    """
    size = len(root.levels)
    place = np.arange(size, dtype=np.float64)
    near = np.ones((size, size))
    if root.kind in _NUMBERS:
        with np.errstate(invalid="ignore"):
            near = 1.0 - np.abs(place[:, None] - place[None, :]) / (size - 1.0)
    spread = {"congruence": near, "conflict": 1.0 - near, "subtract": 2.0 * near - 1.0}
    if options.aggregation not in spread:
        total = root.by_column()
        return csr_array(total @ total.T)
    wide_as = len(root.columns) * size
    check_cells(max(len(root.rows), wide_as), max(len(root.rows), wide_as))
    x = root.by_level().toarray()
    wide = np.kron(np.eye(len(root.columns)), spread[options.aggregation])
    return csr_array(x @ wide @ x.T)


def _ties(root: Counts, plain: Counts, options: NetworkOptions) -> csr_array:
    aggregation = options.aggregation
    if root.kind in _NUMBERS or aggregation not in {"conflict", "subtract"}:
        return one_mode(root, aggregation, "no")
    # What one says and the other never does is no product: its weight is the statement's own.
    apart = one_mode(plain, "conflict", "no")
    return apart if aggregation == "conflict" else csr_array(one_mode(root, "congruence", "no") - apart)


def _with_itself(root: Counts, options: NetworkOptions) -> NDArray[np.float64]:
    """The tie of each actor with itself (R); what it says and never says is nothing."""
    aggregation = options.aggregation
    x = root.by_column() if aggregation == "ignore" else root.by_level()
    if aggregation == "ignore" or root.kind not in _NUMBERS:
        tied = x if aggregation != "conflict" else x * 0.0
    else:
        far = level_distance(root)
        spread = {"congruence": 1.0 - far, "conflict": far}.get(aggregation, 1.0 - 2.0 * far)
        tied = x @ kron(eye_array(len(root.columns)), csr_array(spread), format="csr")
    return np.asarray(x.multiply(tied).sum(axis=1), dtype=np.float64)


def _normalized(ties: csr_array, root: Counts, plain: Counts, options: NetworkOptions) -> csr_array:
    aggregation, normalization = options.aggregation, options.normalization
    numbers = root.kind in _NUMBERS or aggregation == "ignore"
    if normalization == "true jaccard" or (normalization == "cosine" and numbers):
        return one_mode(root, aggregation, normalization, options.compatible)
    cells = ties.tocoo()
    i, j = cells.coords
    activity = plain.activity()
    if normalization == "average":
        by = (activity[i] + activity[j]) / 2
    elif normalization == "cosine":
        length = np.sqrt(np.bincount(root.i, weights=root.n**2, minlength=len(root.rows)))
        by = length[i] * length[j]
    else:
        by = said_by_either(plain.by_level(), root.by_level(), activity, i, j)
    data = np.divide(cells.data, by, out=np.zeros(len(by)), where=by != 0)
    return csr_array((data, (i, j)), shape=ties.shape)


def _reciprocals(everything: Counts) -> NDArray[np.float64]:
    """DNA's divisor: the sum over cells of two divided by what both actors say there (R x R)."""
    size = len(everything.rows)
    check_cells(size, max(size, len(everything.columns) * len(everything.levels)))
    cells = everything.by_level().toarray()
    found = np.zeros((size, size))
    for cell in cells.T:
        both = cell[:, None] + cell[None, :]
        found += np.divide(2.0, both, out=np.zeros_like(both), where=both > 0)
    return found


def _off_diagonal(matrix: csr_array) -> csr_array:
    cells = matrix.tocoo()
    off = cells.coords[0] != cells.coords[1]
    return csr_array((cells.data[off], (cells.coords[0][off], cells.coords[1][off])), shape=matrix.shape)
