"""Cells of a DNA file that must be numbers or texts: anything may stand in a column of SQLite."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dissensus.exchanging.dna_files.layout import MAX_SHORT
from dissensus.exchanging.dna_files.opening import DnaDatabase
from dissensus.model.errors import DnaFileError

LARGEST = 2**62
"""Largest number that is taken for one at all."""
_SHOWN = 40
"""Characters of a text that an error shows."""


def number(
    database: DnaDatabase, table: str, column: str, cell: object, bounds: tuple[int, int] = (-LARGEST, LARGEST)
) -> int:
    """A cell that must be a whole number between two bounds, both included.

    Raises:
        DnaFileError: DNA004, it is none.
    """
    if not isinstance(cell, int):
        raise refused(database, table, column, cell, "whole number")
    if not bounds[0] <= cell <= bounds[1]:
        raise out_of_bounds(database, table, column, cell, bounds)
    return cell


def text(database: DnaDatabase, table: str, column: str, cell: object) -> str:
    """A cell that must be text without half characters.

    Raises:
        DnaFileError: DNA004, it is none.
    """
    if not isinstance(cell, str):
        raise refused(database, table, column, cell, "text")
    return cell


def short(database: DnaDatabase, table: str, column: str, cell: object) -> str:
    """A cell that must be a text of at most 10,000 characters.

    Raises:
        DnaFileError: DNA004, it is none; DNA007, it is longer.
    """
    found = text(database, table, column, cell)
    if len(found) > MAX_SHORT:
        raise DnaFileError(
            f"a value in {table}.{column} of {database.file} has more than {MAX_SHORT:,} characters", code="DNA007"
        )
    return found


def numbers(
    database: DnaDatabase,
    table: str,
    columns: tuple[str, ...],
    *,
    where: tuple[str, object] | None = None,
    null: Mapping[str, int] | None = None,
) -> tuple[NDArray[np.int64], ...]:
    """Columns of whole numbers, each as N numbers in the order of the table.

    Args:
        database: the open file.
        table: name of the table, in capitals.
        columns: names of the columns.
        where: a column and the value it must have.
        null: columns in which NULL may stand, with the number that it becomes.

    Raises:
        DnaFileError: DNA004, a cell is no number.
    """
    instead = null or {}
    gathered: list[list[NDArray[np.int64]]] = [[np.zeros(0, np.int64)] for _ in columns]
    for batch in database.batches(table, columns, where):
        for part, name, cells in zip(gathered, columns, zip(*batch, strict=True), strict=True):
            kinds = set(map(type, cells))
            if name in instead:
                kinds.discard(type(None))
                cells = tuple(instead[name] if cell is None else cell for cell in cells)
            if not kinds <= {int}:
                raise refused(database, table, name, next(c for c in cells if c.__class__ is not int), "whole number")
            part.append(np.array(cells, dtype=np.int64))
    return tuple(np.concatenate(part) for part in gathered)


def refused(database: DnaDatabase, table: str, column: str, cell: object, wanted: str) -> DnaFileError:
    """The error that tells of a cell that is not what it must be."""
    return DnaFileError(
        f"{database.file} has {described(cell)} in {table}.{column}, where a {wanted} must be", code="DNA004"
    )


def out_of_bounds(database: DnaDatabase, table: str, column: str, cell: int, bounds: tuple[int, int]) -> DnaFileError:
    """The error that tells of a number that is too small or too large."""
    return DnaFileError(
        f"{database.file} has {described(cell)} in {table}.{column}, where it must be from {bounds[0]} to {bounds[1]}",
        code="DNA004",
    )


def described(cell: object) -> str:
    """What stands in a cell, in a user's words."""
    if cell is None:
        return "nothing"
    if isinstance(cell, str):
        return f"the text {cell[:_SHOWN]!r}{'…' if len(cell) > _SHOWN else ''}"
    if isinstance(cell, bytes):
        return f"raw bytes ({len(cell):,} of them)"
    return f"the number {cell}"
