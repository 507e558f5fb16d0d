"""How often each node names each other with each level of the qualifier: what all networks are made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dissensus.model.coded_statements import CodedStatements, Column
from dissensus.networks.filtering import Rows, giving_levels
from dissensus.networks.options import NetworkOptions
from dissensus.networks.variables import node_column, qualifier_column


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """The array x[i, j, k] in coordinates: row i names column j with level k, n times.

    Attributes:
        rows: R names.
        columns: C names.
        levels: L levels of the qualifier in order; () of length 1 is (None,) where there is no qualifier.
        kind: data type of the qualifier; "none" without one.
        i, j, k: coordinates of the E cells that are not 0.
        n: their counts (E), or weights.
        statements: how many statements were counted.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    levels: tuple[str | int | None, ...]
    kind: str
    i: NDArray[np.int64]
    j: NDArray[np.int64]
    k: NDArray[np.int64]
    n: NDArray[np.float64]
    statements: int

    def by_level(self) -> csr_array:
        """R x (C * L): the columns of a name stand side by side, level by level."""
        size = len(self.columns) * len(self.levels)
        return csr_array((self.n, (self.i, self.j * len(self.levels) + self.k)), shape=(len(self.rows), size))

    def by_column(self, weight: NDArray[np.float64] | None = None) -> csr_array:
        """R x C: sums over the levels, each times its weight (L) if given."""
        n = self.n if weight is None else self.n * weight[self.k]
        return csr_array((n, (self.i, self.j)), shape=(len(self.rows), len(self.columns)))

    def activity(self) -> NDArray[np.float64]:
        """R totals."""
        return np.asarray(np.bincount(self.i, weights=self.n, minlength=len(self.rows)), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Which names and levels an array has: positions of the columns' values in it, or -1."""

    first: Column
    second: Column
    qualifier: Column | None
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    levels: tuple[str | int | None, ...]
    row_of: NDArray[np.int64]
    column_of: NDArray[np.int64]
    level_of: NDArray[np.int64]

    def counts(self, rows: Rows, weights: NDArray[np.float64] | None = None) -> Counts:
        """Count some statements (row numbers, any order; with weights if given) into this frame.

        Those whose names or level are not in the frame are passed over.
        """
        i = self.row_of[self.first.codes[rows]]
        j = self.column_of[self.second.codes[rows]]
        k = np.zeros(len(rows), dtype=np.int64) if self.qualifier is None else self.level_of[self.qualifier.codes[rows]]
        inside = (i >= 0) & (j >= 0) & (k >= 0)
        if not inside.all():
            i, j, k = i[inside], j[inside], k[inside]
            weights = None if weights is None else weights[inside]
        cell = (i * len(self.columns) + j) * len(self.levels) + k
        size = len(self.rows) * len(self.columns) * len(self.levels)
        if size <= max(len(cell) * DENSE_SHARE, DENSE_LEAST):
            total = np.bincount(cell, weights=weights, minlength=size)
            there = np.flatnonzero(np.bincount(cell, minlength=size) if weights is not None else total)
            n = total[there].astype(np.float64)
        else:
            there, place = np.unique(cell, return_inverse=True)
            n = np.bincount(place, weights=weights, minlength=len(there)).astype(np.float64)
        pair, k = np.divmod(there, len(self.levels))
        i, j = np.divmod(pair, max(len(self.columns), 1))
        kind = "none" if self.qualifier is None else self.qualifier.kind
        return Counts(self.rows, self.columns, self.levels, kind, i, j, k, n, int(inside.sum()))


DENSE_SHARE = 4
"""A table of all cells is used up to this many cells a statement; counting into it is several times faster."""
DENSE_LEAST = 1_000_000
"""And always up to this many cells."""


def frame(coded: CodedStatements, loaded: Rows, kept: Rows, options: NetworkOptions) -> Frame:
    """The names and levels of a network of the statements ``kept`` of those ``loaded``.

    Names are those that ``kept`` has, or with isolates ``loaded``; never the empty text. Levels are 0 and 1 for a
    boolean, for a document's variable those of ``kept``, else those of ``loaded`` and of other dates
    (`filtering.giving_levels`).
    """
    first = node_column(coded, options.variable1, of_document=options.variable1_document)
    second = node_column(coded, options.variable2, of_document=options.variable2_document)
    qualifier = qualifier_column(coded, options)
    named = loaded if options.isolates else kept
    row_of, rows = _present(first, named)
    column_of, columns = _present(second, named)
    levels: tuple[str | int | None, ...]
    if qualifier is None:
        level_of, levels = np.zeros(1, dtype=np.int64), (None,)
    elif qualifier.kind == "boolean":
        level_of = np.array([*(int(value) for value in qualifier.values), -1], dtype=np.int64)
        levels = (0, 1)
    else:
        found = kept if options.qualifier_document else giving_levels(coded, loaded, options)
        level_of, levels = _present(qualifier, found, with_empty=True)
    return Frame(first, second, qualifier, tuple(map(str, rows)), tuple(map(str, columns)), levels,
                 row_of, column_of, level_of)  # fmt: skip


def _present(
    column: Column, rows: Rows, *, with_empty: bool = False
) -> tuple[NDArray[np.int64], tuple[str | int, ...]]:
    """Position of each value among those that occur, -1 for others (and last, for no value); and these values."""
    occurs = np.zeros(len(column.values) + 1, dtype=bool)
    occurs[column.codes[rows]] = True
    occurs[-1] = False
    values: tuple[str | int, ...] = column.values
    if not with_empty and "" in values:
        occurs[values.index("")] = False
    place = np.where(occurs, np.cumsum(occurs) - 1, -1).astype(np.int64)
    return place, tuple(value for value, here in zip(values, occurs.tolist(), strict=False) if here)
