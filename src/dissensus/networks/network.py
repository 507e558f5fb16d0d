"""What comes out: a network as a sparse matrix with its names, or the list of statements."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.options import NetworkOptions

MOST_CELLS = 200_000_000
"""A table of more cells than this (1.6 GB of numbers) is refused: 14,142 names in one mode."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Ties between actors, or of actors with claims.

    Attributes:
        rows: R names, by UTF-16 code unit.
        columns: C names; the same as ``rows`` for a one-mode network.
        matrix: R x C weights; 0 where there is no tie.
        options: what was asked for, after what could not be combined was replaced.
        statements: how many statements it is made of.
        integer: the weights are whole numbers by their nature.
        start, middle, stop: times it stands for, in seconds since 1970 (UTC).
        warnings: what was replaced and why, a sentence each.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    matrix: csr_array
    options: NetworkOptions
    statements: int
    integer: bool
    start: int
    middle: int
    stop: int
    warnings: tuple[str, ...] = ()

    @property
    def one_mode(self) -> bool:
        """Rows and columns are the same nodes."""
        return self.options.mode == "one-mode"

    def dense(self) -> NDArray[np.float64]:
        """The matrix as R x C numbers.

        Raises:
            NetworkError: more than 200 million cells (NET005); ``matrix`` has the ties alone.
        """
        check_cells(len(self.rows), len(self.columns))
        return np.asarray(self.matrix.toarray(), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class EventList:
    """The statements that are left after all filters, in their order, with what was asked for."""

    statements: CodedStatements
    options: NetworkOptions
    warnings: tuple[str, ...] = ()


def check_cells(rows: int, columns: int) -> None:
    """Refuses a table of all cells that would not fit into memory.

    Raises:
        NetworkError: more than `MOST_CELLS` (NET005).
    """
    if rows * columns > MOST_CELLS:
        raise NetworkError(
            f"a table of {rows:,} by {columns:,} has more than {MOST_CELLS:,} cells; this needs all of them",
            code="NET005",
        )
