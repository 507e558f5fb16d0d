"""A file of DNA copied aside and checked row by row, so that what is taken from it is whole or nothing is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dissensus.exchanging.dna_files._cells import out_of_bounds, refused
from dissensus.exchanging.dna_files._parents import check_parents
from dissensus.exchanging.dna_files.layout import (
    EARLIEST,
    LARGEST_INTEGER,
    LATEST,
    LAYOUT_OF,
    MAX_SHORT,
    Field,
    folded,
    quoted,
    table_key,
)
from dissensus.exchanging.dna_files.opening import DnaDatabase, TableShape, limited, opened, translated
from dissensus.exchanging.dna_files.tables import broken_rule, default_of, fill, make_all, scratch
from dissensus.model.errors import DnaFileError


@contextmanager
def copied(path: Path) -> Iterator[DnaDatabase]:
    """A checked copy of a file of DNA, in a private folder that is removed afterwards.

    The copy has all of DNA's tables, the file's further tables and columns, and no view, trigger or index of the file.

    Raises:
        DnaFileError: DNA001, DNA002, DNA003, DNA007, as of `opened`; DNA004, a record in it cannot be.
    """
    with scratch() as connection:
        with opened(path) as database:
            connection.execute("BEGIN")
            shapes = _copy(database, connection)
            connection.execute("COMMIT")
            others, moved = list(database.others), database.moved_dates
        copy = DnaDatabase(path.name, connection, {table_key(shape.name): shape for shape in shapes}, others)
        copy.moved_dates = moved
        check_parents(copy)
        _check_places(copy)
        _check_references(connection, path.name)
        yield copy


def _copy(database: DnaDatabase, connection: sqlite3.Connection) -> list[TableShape]:
    shapes = make_all(connection, list(database.tables.values()), short=False)
    for shape in shapes:
        there = database.tables.get(table_key(shape.name))
        if there is None:
            continue
        try:
            fill(connection, shape, _rows(database, shape, there))
        except sqlite3.IntegrityError as error:
            raise DnaFileError(
                f"the table {shape.name[:60]} of {database.file} has a row that cannot be: {broken_rule(error)}",
                code="DNA004",
            ) from error
        except sqlite3.Error as error:
            raise DnaFileError(f"{database.file} cannot be copied aside ({str(error)[:200]})", code="DNA007") from error
    return shapes


def _rows(database: DnaDatabase, shape: TableShape, there: TableShape) -> Iterator[Sequence[Any]]:
    name = table_key(shape.name)
    spelled = {folded(column): column for column, _ in there.columns}
    layout = LAYOUT_OF.get(name)
    fields = {} if layout is None else {each.name: each for each in layout.fields}
    found = [column for column, _ in shape.columns if folded(column) in spelled]
    lacking = {
        place: default_of(fields[column])
        for place, (column, _) in enumerate(shape.columns)
        if folded(column) not in spelled
    }
    checks = [(place, fields[column]) for place, column in enumerate(found) if column in fields]
    bounds = [(place, *_bounds(name, field)) for place, field in checks if field.type == "number"]
    short = [place for place, field in checks if field.short]
    seen: set[tuple[type, ...]] = set()
    for row in database.rows(name, tuple(spelled[folded(column)] for column in found)):
        kinds = tuple(map(type, row))
        if kinds not in seen:
            _check_kinds(database, name, row, checks)
            seen.add(kinds)
        for place, low, high in bounds:
            cell = row[place]
            if cell is not None and not low <= cell <= high:
                raise out_of_bounds(database, name, found[place], cell, (low, high))
        for place in short:
            if len(row[place] or "") > MAX_SHORT:
                raise DnaFileError(
                    f"a value in {name}.{found[place]} of {database.file} has more than {MAX_SHORT:,} characters",
                    code="DNA007",
                )
        if lacking:
            cells = list(row)
            for place, value in lacking.items():
                cells.insert(place, value)
            yield cells
        else:
            yield row


def _bounds(table: str, field: Field) -> tuple[int, int]:
    if table == "DOCUMENTS" and field.name == "Date":
        return EARLIEST, LATEST
    low = -LARGEST_INTEGER - 1 if field.lowest is None else field.lowest
    return low, LARGEST_INTEGER if field.highest is None else field.highest


def _check_kinds(database: DnaDatabase, table: str, row: Sequence[Any], checks: Sequence[tuple[int, Field]]) -> None:
    for place, field in checks:
        cell = row[place]
        if cell is None and field.null:
            continue
        if not isinstance(cell, int if field.type == "number" else str):
            raise refused(database, table, field.name, cell, "whole number" if field.type == "number" else "text")


def _check_places(database: DnaDatabase) -> None:
    """Refuse statements that stand in no document, or end behind its text; their start was checked with the rows."""
    units = {
        number: len(text) + (0 if text.isascii() else sum(each > "\uffff" for each in text))
        for number, text in database.rows("DOCUMENTS", ("ID", "Text"))
    }
    for own, document, stop in database.rows("STATEMENTS", ("ID", "DocumentId", "Stop")):
        if document not in units:
            raise DnaFileError(
                f"the statement {own} of {database.file} stands in document {document}, which is not there",
                code="DNA004",
            )
        if stop > units[document]:
            raise DnaFileError(
                f"the statement {own} of {database.file} ends at {stop}, behind the text of document {document}",
                code="DNA004",
            )


def _check_references(connection: sqlite3.Connection, file: str) -> None:
    """Refuse rows of DNA's tables that point at a row which is not there, of whatever statement type they are."""
    with translated(file):
        limited(connection)
        try:
            found = connection.execute("PRAGMA main.foreign_key_check").fetchone()
            if found is None:
                return
            table, row, parent, number = found
            keys = connection.execute(f"PRAGMA main.foreign_key_list({quoted(table)})").fetchall()
        finally:
            connection.set_progress_handler(None, 0)
    column = next((each[3] for each in keys if each[0] == number), "a column")
    raise DnaFileError(
        f"the row {row} of {table} in {file} points with {column} at a row of {parent} that is not there", code="DNA004"
    )
