"""One-mode networks: names of variable 1, tied by what they say of the same names of variable 2 (Leifeld 2017)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, eye_array, kron

from dissensus.model.errors import NetworkError
from dissensus.networks.counting import Counts
from dissensus.networks.network import MOST_CELLS, check_cells
from dissensus.networks.options import RIGHT, Aggregation, Compatibility, Normalization
from dissensus.networks.two_mode import divided

MOST_TIES = MOST_CELLS
"""More ties than this, both directions counted, would not fit into memory."""

BLOCK = 20_000_000
"""How many ties are looked at together where they are counted first."""


def one_mode(
    counts: Counts, aggregation: Aggregation, normalization: Normalization, compatible: Compatibility = RIGHT
) -> csr_array:
    """R x R weights, symmetric, nothing on the diagonal.

    "ignore" multiplies how often two names are tied to the same column; "congruence" and "conflict" do so by level and
    weigh by how near or far the levels are (equal or not for texts); "subtract" takes conflict from congruence.
    "average" divides by the mean of the two names' statements, "jaccard" by what either says and both say together,
    "true jaccard" takes for every cell whether it occurs at all and divides by the size of the union, "cosine" divides
    by the lengths of the two profiles.

    Levels of numbers are more or less near each other. The length of a profile and the union then count near levels as
    the ties do: with s the congruence of two names, or of a name with itself, the union is s(i, i) + s(j, j) - s(i, j)
    (the coefficient of Tanimoto for a scalar product, Rogers & Tanimoto 1960; Ralaivola et al. 2005, "Graph kernels for
    chemical informatics"). For booleans it is the number of cells that either fills. Nearness on a line is a positive
    definite kernel, so that congruence is at most 1, and 1 for profiles that are the same.

    Args:
        counts: what was counted.
        aggregation: how.
        normalization: what to divide by.
        compatible: what to compute as DNA does ("cosine", the order of sums).

    Raises:
        NetworkError: more than 200 million ties, both directions counted (NET005); conflict between texts, and integers
            under ``sums_in_order``, take all pairs.
    """
    if normalization == "true jaccard":
        counts = Counts(counts.rows, counts.columns, counts.levels, counts.kind, counts.i, counts.j, counts.k,
                        (counts.n > 0).astype(np.float64), counts.statements)  # fmt: skip
    x = counts.by_level()
    _check_ties(counts.by_column())
    if aggregation == "ignore":
        total = counts.by_column()
        if normalization == "true jaccard":
            total = (total > 0).astype(np.float64)
        weights = total @ total.T
    else:
        weights = _by_level(counts, x, aggregation, in_order=compatible.sums_in_order)
    ties = coo_array(weights)
    off = (ties.coords[0] != ties.coords[1]) & (ties.data != 0)
    i, j, data = ties.coords[0][off], ties.coords[1][off], ties.data[off]
    if normalization != "no":
        profile = counts.by_column() if aggregation == "ignore" else x
        data = divided(
            data,
            _divisor(counts, profile, aggregation, normalization, i, j, product=compatible.activity_product_cosine),
        )
    size = len(counts.rows)
    return csr_array((data, (i, j)), shape=(size, size))


def _by_level(counts: Counts, x: csr_array, aggregation: Aggregation, *, in_order: bool) -> csr_array:
    if counts.kind in {"boolean", "integer"}:
        far = level_distance(counts)
        if in_order and counts.kind == "integer":
            return _added_in_order(counts, x, far, aggregation)
        near = 1.0 - far
        spread = {"congruence": near, "conflict": far}.get(aggregation, near - far)
        made = csr_array(x @ kron(eye_array(len(counts.columns)), csr_array(spread), format="csr") @ x.T)
        # Sums of fractions differ in the last digit by their order.
        return csr_array((made + made.T) / 2) if counts.kind == "integer" else made
    together = csr_array(x @ x.T)
    if aggregation == "congruence":
        return together
    apart = _unshared(counts, x)
    return csr_array(apart) if aggregation == "conflict" else csr_array(together.toarray() - apart)


def _added_in_order(counts: Counts, x: csr_array, far: NDArray[np.float64], aggregation: Aggregation) -> csr_array:
    """The same sums, one product at a time: column by column, level by level (R x R)."""
    size, levels = len(counts.rows), len(counts.levels)
    check_cells(size, max(size, x.shape[1]))
    total = np.zeros((size, size))
    table = x.toarray().reshape(size, len(counts.columns), levels)
    for j in range(len(counts.columns)):
        for k in range(levels):
            for other in range(levels):
                both = np.outer(table[:, j, k], table[:, j, other])
                if aggregation != "conflict":
                    total += both * (1.0 - far[k, other])
                if aggregation != "congruence":
                    total += both * (far[k, other] if aggregation == "conflict" else -far[k, other])
    return csr_array(total)


def level_distance(counts: Counts) -> NDArray[np.float64]:
    """How far apart two levels are, from 0 to 1 by the range of those that occur (L x L).

    Raises:
        NetworkError: a table of levels by columns times levels would not fit into memory (NET005).
    """
    check_cells(len(counts.levels), len(counts.levels) * max(len(counts.columns), 1))
    value = np.array([float(level) for level in counts.levels], dtype=np.float64)  # type: ignore[arg-type]
    span = float(np.ptp(value)) if len(value) else 0.0
    apart = np.abs(value[:, None] - value[None, :])
    return apart / span if span else apart


def _unshared(counts: Counts, x: csr_array) -> NDArray[np.float64]:
    """What either of two names says that the other never says (R x R)."""
    if len(counts.rows) ** 2 > MOST_TIES:
        raise NetworkError(f"conflict between texts of {len(counts.rows):,} names would tie every two", code="NET005")
    alone = counts.activity()[:, None] - (x @ (x > 0).astype(np.float64).T).toarray()
    return np.asarray(alone + alone.T)


def _divisor(
    counts: Counts,
    x: csr_array,
    aggregation: Aggregation,
    normalization: Normalization,
    i: NDArray[np.int64],
    j: NDArray[np.int64],
    *,
    product: bool,
) -> NDArray[np.float64]:
    """What the tie of names i and j (E each) is divided by."""
    activity = counts.activity()
    if normalization == "average":
        return (activity[i] + activity[j]) / 2
    if normalization == "cosine" and product:
        return activity[i] * activity[j]
    graded = aggregation != "ignore" and counts.kind in {"boolean", "integer"}
    if normalization == "cosine":
        length = np.sqrt(_with_itself(counts, x) if graded else np.asarray(x.multiply(x).sum(axis=1), dtype=np.float64))
        return np.asarray(length[i] * length[j])
    if normalization == "true jaccard" and graded:
        itself = _with_itself(counts, x)
        return itself[i] + itself[j] - _cells(_by_level(counts, x, "congruence", in_order=False), i, j)
    if normalization == "true jaccard" and aggregation == "ignore":
        x = (x > 0).astype(np.float64)
        activity = np.asarray(x.sum(axis=1), dtype=np.float64)
    else:
        x = counts.by_level()
    return said_by_either(x, x, activity, i, j)


def _with_itself(counts: Counts, x: csr_array) -> NDArray[np.float64]:
    """The congruence of each name with itself, levels of numbers being more or less near (R)."""
    near = csr_array(1.0 - level_distance(counts))
    itself = x.multiply(x @ kron(eye_array(len(counts.columns)), near, format="csr")).sum(axis=1)
    return np.asarray(itself, dtype=np.float64)


def said_by_either(
    x: csr_array, pairs: csr_array, activity: NDArray[np.float64], i: NDArray[np.int64], j: NDArray[np.int64]
) -> NDArray[np.float64]:
    """What either of the names i and j (E each) says that the other never says, and what both say together.

    Args:
        x: R x S, how often each says what.
        pairs: R x S, of whose products what both say together is the sum.
        activity: R totals of x.
        i: the first names of the pairs that are asked for.
        j: the second.
    """
    shared = csr_array(x @ (x > 0).astype(np.float64).T)
    alone = (activity[i] - _cells(shared, i, j)) + (activity[j] - _cells(shared, j, i))
    return np.asarray(alone + _cells(csr_array(pairs @ pairs.T), i, j))


def _cells(matrix: csr_array, i: NDArray[np.int64], j: NDArray[np.int64]) -> NDArray[np.float64]:
    """What stands in row i, column j (E each), without a table of all cells."""
    if not matrix.nnz:
        return np.zeros(len(i))
    matrix.sum_duplicates()
    width = matrix.shape[1]
    rows = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr))
    there = rows * width + matrix.indices
    asked = i.astype(np.int64) * width + j
    place = np.minimum(np.searchsorted(there, asked), len(there) - 1)
    return np.where(there[place] == asked, matrix.data[place], 0.0)


def _check_ties(said: csr_array) -> None:
    """Refuses names of whom too many pairs say something of the same (R x C) before they are multiplied."""
    size = said.shape[0]
    if size**2 <= MOST_TIES or int((np.bincount(said.indices).astype(np.int64) ** 2).sum()) <= MOST_TIES:
        return
    pattern = said.astype(bool)
    columns = csr_array(pattern.T)
    ties, step = 0, max(BLOCK // size, 1)
    for begin in range(0, size, step):
        ties += (pattern[begin : begin + step] @ columns).nnz
        if ties > MOST_TIES:
            raise NetworkError(f"{size:,} names would have more than {MOST_TIES:,} ties", code="NET005")
