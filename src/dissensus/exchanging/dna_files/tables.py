"""Making DNA's tables in a database and filling them: for a file that is written, and for one that is being read."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from dissensus.exchanging.dna_files.layout import LAYOUT_OF, LAYOUTS, Field, folded, quoted, table_key
from dissensus.exchanging.dna_files.opening import TableShape

_PLAIN_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,40}(?: ?\([0-9]{1,9}(?:, ?[0-9]{1,9})?\))?\Z")


def whole_shape(name: str, found: TableShape | None = None) -> TableShape:
    """The shape that one of DNA's tables is written in: DNA's own columns, then those that only a file has."""
    layout = LAYOUT_OF[name]
    own = {folded(each.name) for each in layout.fields}
    told = tuple((each.name, "INTEGER" if each.type == "number" else "TEXT") for each in layout.fields)
    more = () if found is None else tuple(each for each in found.columns if folded(each[0]) not in own)
    return TableShape(name, told + more)


def make_table(connection: sqlite3.Connection, shape: TableShape, *, short: bool = True) -> None:
    """Make a table: one of DNA's with all its conditions, any other with its columns, their types and its key alone.

    Args:
        connection: to the database.
        shape: the table.
        short: refuse short values that are too long for DNA.
    """
    layout = LAYOUT_OF.get(shape.name)
    if layout is None:
        parts = [
            f"{quoted(name)} {_type(declared)}{' NOT NULL' if name in shape.not_null else ''}"
            for name, declared in shape.columns
        ]
        if shape.keys:
            parts.append(f"PRIMARY KEY ({', '.join(map(quoted, shape.keys))})")
        connection.execute(f"CREATE TABLE {quoted(shape.name)} ({', '.join(parts)})")
        return
    known = {each.name: each for each in layout.fields}
    parts = []
    for name, declared in shape.columns:
        if name not in known:
            parts.append(f"{quoted(name)} {_type(declared)}".strip())
            continue
        key = " PRIMARY KEY" if name == layout.fields[0].name else ""
        parts.append(known[name].definition(short=short) + key)
    parts += [f"CHECK ({each})" for each in layout.checks]
    if layout.unique:
        parts.append(f"UNIQUE ({', '.join(map(quoted, layout.unique))})")
    parts += [
        f"FOREIGN KEY ({quoted(each.name)}) REFERENCES {quoted(each.points_at)} ({quoted('ID')}) ON DELETE CASCADE"
        for each in layout.fields
        if each.points_at
    ]
    connection.execute(f"CREATE TABLE {quoted(shape.name)} ({', '.join(parts)})")


def _type(declared: str) -> str:
    """A declared type as it may stand in SQL: what is no plain one is quoted, which keeps its meaning."""
    return declared if not declared or _PLAIN_TYPE.match(declared) else quoted(declared)


def fill(connection: sqlite3.Connection, shape: TableShape, rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows, one cell a column of the shape."""
    places = ", ".join("?" * len(shape.columns))
    names = ", ".join(quoted(name) for name, _ in shape.columns)
    connection.executemany(f"INSERT INTO {quoted(shape.name)} ({names}) VALUES ({places})", rows)  # noqa: S608  # quoted


def make_all(connection: sqlite3.Connection, found: Sequence[TableShape], *, short: bool = True) -> list[TableShape]:
    """Make all of DNA's tables and whatever else a file has; gives their shapes, DNA's first and in DNA's order."""
    by_name = {table_key(shape.name): shape for shape in found}
    shapes = [whole_shape(layout.name, by_name.get(layout.name)) for layout in LAYOUTS]
    shapes += [shape for shape in found if table_key(shape.name) not in LAYOUT_OF]
    for shape in shapes:
        make_table(connection, shape, short=short)
    return shapes


def default_of(field: Field) -> int | str | None:
    """What stands in a column that a file does not have."""
    if field.default is not None or field.null:
        return field.default
    return 0 if field.type == "number" else ""
