"""Making DNA's tables in a database and filling them: for a file that is written, and for one that is being read."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from dissensus.exchanging.dna_files.layout import LAYOUT_OF, LAYOUTS, SHORT, Field, folded, quoted, table_key
from dissensus.exchanging.dna_files.opening import TableShape

_PLAIN_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,40}(?: ?\([0-9]{1,9}(?:, ?[0-9]{1,9})?\))?\Z")


@contextmanager
def scratch() -> Iterator[sqlite3.Connection]:
    """An empty database in a private folder that is removed afterwards, so that no file fills the memory."""
    with (
        tempfile.TemporaryDirectory(prefix="dissensus-") as folder,
        closing(sqlite3.connect(Path(folder) / "copy.dna", isolation_level=None)) as connection,
    ):
        for setting in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "temp_store = FILE"):
            connection.execute(f"PRAGMA {setting}").fetchall()
        yield connection


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


_RULES = {
    "Start": "Start is not before Stop",
    "Coder": "Coder and OtherCoder are one",
    "TargetVariableId": "SourceVariableId and TargetVariableId are one",
    "LENGTH": f"a short text has more than {SHORT} characters",
}
"""What it means that a condition of DNA's tables does not hold, by its first name."""


def broken_rule(error: sqlite3.Error) -> str:
    """Which rule of DNA's tables a row breaks, in a user's words."""
    told = str(error)
    kind, _, what = told.partition(" constraint failed: ")
    columns = " and ".join(each.strip().rpartition(".")[2] for each in what.split(","))[:200]
    if kind == "UNIQUE":
        return f"two rows have the same {columns}"
    if kind == "NOT NULL":
        return f"nothing stands in {columns}"
    if kind == "CHECK":
        # Versions of SQLite tell the whole condition, or its first name.
        first = re.search(r"\w+", what)
        name = first.group() if first else ""
        return _RULES.get(name, f"what stands in {name} is none of what may" if name else told[:200])
    return "a number stands where none may, or none where one must" if "mismatch" in told else told[:200]


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
