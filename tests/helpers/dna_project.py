"""A tiny project of the Discourse Network Analyzer, in the tables that hold its concepts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

TABLES = """
CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT NOT NULL);
CREATE TABLE VARIABLES(ID INTEGER NOT NULL PRIMARY KEY, Variable TEXT NOT NULL, DataType TEXT NOT NULL,
    StatementTypeId INTEGER);
CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL, Value TEXT NOT NULL DEFAULT '');
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL, VariableId INTEGER NOT NULL,
    Entity INTEGER NOT NULL);
CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL, VariableId INTEGER NOT NULL,
    Value INTEGER NOT NULL DEFAULT 1);
INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'concept', 'short text', 1),
    (3, 'agreement', 'boolean', 1), (4, 'frame', 'short text', 2);
INSERT INTO ENTITIES VALUES (1, 1, 'Ada Vell'), (2, 2, ''), (3, 4, 'Thrift');
"""


def make(path: Path, coded: Iterable[tuple[str, int]], unused: Iterable[str] = (), more: str = "") -> Path:
    """Write a project.

    Args:
        path: the file.
        coded: of each statement its concept and its agreement.
        unused: concepts without a statement.
        more: SQL to run at the end.
    """
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(TABLES)
        ids: dict[str, int] = {"": 2}
        for number, (concept, agreement) in enumerate([*coded, *((each, -1) for each in unused)], 10):
            if concept not in ids:
                ids[concept] = number
                connection.execute("INSERT INTO ENTITIES VALUES (?, 2, ?)", (number, concept))
            if agreement >= 0:
                connection.execute("INSERT INTO DATASHORTTEXT VALUES (?, ?, 2, ?)", (number, number, ids[concept]))
                connection.execute("INSERT INTO DATABOOLEAN VALUES (?, ?, 3, ?)", (number, number, agreement))
        connection.executescript(more)
        connection.commit()
    return path
