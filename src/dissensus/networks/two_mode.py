"""Two-mode networks: names of variable 1 by names of variable 2 (Leifeld 2017, Discourse Network Analysis)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dissensus.model.errors import NetworkError
from dissensus.networks.counting import Counts
from dissensus.networks.options import RIGHT, Aggregation, Compatibility, Normalization

MOST_LEVELS = 52
"""More levels than this have no exact code in one number of 64 bits."""


def two_mode(
    counts: Counts, aggregation: Aggregation, normalization: Normalization, compatible: Compatibility = RIGHT
) -> csr_array:
    """R x C weights.

    "ignore" counts statements; "subtract" takes disagreement from agreement, or sums an integer qualifier; "combine"
    codes which levels occur as a binary number (a boolean: 1 agreement alone, 2 disagreement alone, 3 both).
    "activity" divides by the row's total of statements, "prominence" by the column's ("combine": by how many cells
    of the row or column are not 0).

    Raises:
        NetworkError: "combine" with more than 52 levels (NET005), or with "prominence" where DNA fails (NET003).
    """
    matrix = _aggregated(counts, aggregation)
    if normalization == "no":
        return matrix
    if aggregation == "combine":
        filled = (matrix != 0).astype(np.float64)
        by_row, by_column = np.asarray(filled.sum(axis=1)), np.asarray(filled.sum(axis=0))
        if compatible.transposed_prominence and normalization == "prominence":
            if len(by_row) != len(by_column):
                raise NetworkError("DNA fails at “combine” with “prominence” for these names", code="NET003")
            by_column = by_row
    else:
        by_row = counts.activity()
        by_column = np.bincount(counts.j, weights=counts.n, minlength=len(counts.columns))
    # Each cell is divided, not multiplied by a reciprocal: the two differ in the last digit.
    cells = matrix.tocoo()
    divisor = by_row[cells.coords[0]] if normalization == "activity" else by_column[cells.coords[1]]
    return csr_array((divided(cells.data, divisor), cells.coords), shape=matrix.shape)


def divided(values: NDArray[np.float64], by: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quotients; 0 where the divisor is 0."""
    return np.divide(values, by, out=np.zeros(len(values)), where=by != 0)


def _aggregated(counts: Counts, aggregation: Aggregation) -> csr_array:
    if aggregation == "subtract" and counts.kind in {"boolean", "integer"}:
        return _clean(counts.by_column(level_values(counts)))
    if aggregation != "combine":
        return _clean(counts.by_column())
    size = len(counts.levels)
    if size > MOST_LEVELS:
        raise NetworkError(f"the qualifier has {size} levels, too many to combine into one number", code="NET005")
    there = Counts(counts.rows, counts.columns, counts.levels, counts.kind, counts.i, counts.j, counts.k,
                   (counts.n > 0).astype(np.float64), counts.statements)  # fmt: skip
    return _clean(there.by_column(np.exp2(np.arange(size - 1, -1, -1, dtype=np.float64))))


def level_values(counts: Counts) -> NDArray[np.float64]:
    """What each level counts when subtracting: 1 and -1 for a boolean, the number itself for an integer (L)."""
    if counts.kind == "boolean":
        return np.array([-1.0, 1.0])
    return np.array([float(level) for level in counts.levels], dtype=np.float64)  # type: ignore[arg-type]


def _clean(matrix: csr_array) -> csr_array:
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return matrix
