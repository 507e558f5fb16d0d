"""Small invented files of DNA, well formed and not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from dissensus.exchanging.dna_files.layout import LAYOUTS, quoted
from dissensus.exchanging.dna_files.passwords import hashed_password
from dissensus.exchanging.dna_files.tables import make_all

SAY = "The harbour must close, says Ada Orn. 🚢 Bo Lind wants it open. Nobody asked the gulls."
"""A text with a character that Java counts twice."""
RAIN = "Rain fell on Port Vell. Ada Orn wants the harbour closed. The Boat Union disagrees."
KIND = hashed_password("gulls", b"0123456789abcdef")


def utf16(text: str, words: str) -> tuple[int, int]:
    """Where words stand, as Java counts."""
    start = text.index(words)
    return len(text[:start].encode("utf-16-le")) // 2, len(text[: start + len(words)].encode("utf-16-le")) // 2


DOCUMENTS = [
    (1, "Ships", SAY, 1, "Ina Kolt; Per Ask", "Vell Daily", "Local", "seen twice", "news", 1_900_000_000),
    (2, "Rain", RAIN, 2, "", "Gull Post", "", "", "", 1_899_913_600),
    (3, "Nothing", "Not coded.", 1, "", "", "", "", "", 1_950_000_000),
]
STATEMENTS = [
    (1, 1, 1, *utf16(SAY, "The harbour must close"), 1),
    (2, 1, 1, *utf16(SAY, "Bo Lind wants it open"), 2),
    (3, 1, 2, *utf16(RAIN, "Ada Orn wants the harbour closed"), 2),
    (4, 1, 2, *utf16(RAIN, "The Boat Union disagrees"), 2),
    (5, 2, 2, *utf16(RAIN, "Rain fell"), 1),
    (6, 1, 2, *utf16(RAIN, "Rain fell on Port Vell"), 1),
]
ROWS: dict[str, list[tuple[Any, ...]]] = {
    "SETTINGS": [("version", "3.0.11"), ("date", "2024-08-01")],
    "CODERS": [
        (1, "Ina", 255, 255, 0, 0, 14, KIND, 300, 0, 0, 1, *[1] * 16),
        (2, "Bo", 0, 9, 255, 5, 16, KIND, None, 1, 1, 0, *[0] * 16),
    ],
    "DOCUMENTS": DOCUMENTS,
    "STATEMENTTYPES": [(1, "DNA Statement", 239, 208, 51), (2, "Weather", 10, 11, 12)],
    "VARIABLES": [
        (1, "person", "short text", 1),
        (2, "organization", "short text", 1),
        (3, "concept", "short text", 1),
        (4, "agreement", "boolean", 1),
        (5, "kind", "short text", 2),
        (6, "strength", "integer", 2),
        (7, "remark", "long text", 2),
    ],
    "VARIABLELINKS": [(1, 1, 2)],
    "REGEXES": [("harbou?r", 1, 2, 3)],
    "CODERRELATIONS": [(1, 1, 2, 1, 0, 1, 0)],
    "STATEMENTS": STATEMENTS,
    "DATABOOLEAN": [(1, 1, 4, 1), (2, 2, 4, 0), (3, 3, 4, 1), (4, 4, 4, 0), (5, 6, 4, 1)],
    "DATAINTEGER": [(1, 5, 6, -3)],
    "ENTITIES": [
        (1, 1, "", 0, 0, 0, None),
        (2, 2, "", 0, 0, 0, None),
        (3, 3, "", 0, 0, 0, None),
        (4, 1, "Ada Orn", 255, 0, 16, None),
        (5, 1, "Bo Lind", 0, 0, 0, None),
        (6, 2, "Boat Union", 0, 128, 0, None),
        (7, 2, "Boat Union, north", None, None, None, 6),
        (8, 3, "The harbour should be closed.", 1, 1, 1, None),
        (9, 5, "wet", 0, 0, 0, None),
        (10, 3, "Unused", 0, 0, 0, None),
    ],
    "DATASHORTTEXT": [
        (1, 1, 1, 4),
        (2, 1, 2, 2),
        (3, 1, 3, 8),
        (4, 2, 1, 5),
        (5, 2, 2, 6),
        (6, 2, 3, 8),
        (7, 3, 1, 4),
        (8, 3, 2, 6),
        (9, 3, 3, 8),
        (10, 4, 1, 1),
        (11, 4, 2, 6),
        (12, 4, 3, 8),
        (13, 5, 5, 9),
        (14, 6, 1, 1),
        (15, 6, 2, 2),
        (16, 6, 3, 3),
    ],
    "DATALONGTEXT": [(1, 5, 7, "a long remark")],
    "ATTRIBUTEVARIABLES": [(1, 1, "Type"), (2, 1, "Notes"), (3, 3, "Notes")],
    "ATTRIBUTEVALUES": [(1, 4, 1, "mayor"), (2, 4, 2, ""), (3, 8, 3, "Closed to all ships.")],
}
UNKNOWN = (
    'CREATE TABLE "Own Memos" (who TEXT NOT NULL, "when" INTEGER, thing BLOB, more)',
    """INSERT INTO "Own Memos" VALUES ('Ina', 7, x'00ff', 1.5), ('Bo; DROP TABLE CODERS', NULL, 'text', '12')""",
    "ALTER TABLE DOCUMENTS ADD COLUMN Rating REAL",
    "UPDATE DOCUMENTS SET Rating = 0.1 WHERE ID = 2",
)
"""A table and a column that DNA does not have."""


def make_dna(path: Path, *more: str, **rows: Iterable[tuple[Any, ...]]) -> Path:
    """A file with all that DNA knows; tables given by name have these rows, and more statements are run at the end."""
    with closing(sqlite3.connect(path)) as connection:
        make_all(connection, [])
        _fill(connection, rows)
        for each in more:
            connection.execute(each)
        connection.commit()
    return path


def make_loose(path: Path, *more: str, **rows: Iterable[tuple[Any, ...]]) -> Path:
    """The same without types, keys and conditions, so that anything can stand in it."""
    with closing(sqlite3.connect(path)) as connection:
        for layout in LAYOUTS:
            connection.execute(f"CREATE TABLE {layout.name} ({', '.join(map(quoted, layout.names))})")
        _fill(connection, rows)
        for each in more:
            connection.execute(each)
        connection.commit()
    return path


def _fill(connection: sqlite3.Connection, rows: dict[str, Iterable[tuple[Any, ...]]]) -> None:
    for name, standard in ROWS.items():
        for row in rows.get(name, standard):
            connection.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)


def changed(table: str, row: int, column: int, value: object) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of a table with one cell changed, to give to `make_loose`."""
    rows = [list(each) for each in ROWS[table]]
    rows[row][column] = value
    return {table: [tuple(each) for each in rows]}


def joined(**rows: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of all tables, those given and of the others those that point at nothing that is not there."""
    whole = {name: list(rows.get(name, standard)) for name, standard in ROWS.items()}
    for layout in LAYOUTS:
        points = [(place, each.points_at) for place, each in enumerate(layout.fields) if each.points_at]
        if layout.name not in rows:
            there = {to: {row[0] for row in whole[to]} | {None} for _, to in points if to is not None}
            whole[layout.name] = [
                row for row in whole[layout.name] if all(row[place] in there[to] for place, to in points if to)
            ]
    return whole


def tables_of(path: Path) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    """All tables of a file: names of columns, and rows with their types."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for name in names:
            cursor = connection.execute(f"SELECT * FROM {quoted(name)}")
            columns = [each[0] for each in cursor.description]
            found[name] = (columns, sorted(cursor.fetchall(), key=repr))
        return found
