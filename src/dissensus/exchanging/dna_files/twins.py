"""Statements that a file under construction has already, by what they say."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from dissensus.exchanging.dna_files.layout import DATA_TABLES

Said = tuple[int, int, int, int, int, frozenset[tuple[int, int | str]]]
"""Statement type, document, coder, start, stop, and the values: variable with entity, number or long text."""


def statements_of(connection: sqlite3.Connection, documents: Collection[int]) -> set[Said]:
    """What the statements of some documents say.

    Args:
        connection: to the file.
        documents: numbers of the documents.
    """
    wanted = set(documents)
    query = "SELECT ID, StatementTypeId, DocumentId, Coder, Start, Stop FROM STATEMENTS"
    places = {own: tuple(place) for own, *place in connection.execute(query) if place[1] in wanted}
    values: dict[int, set[tuple[int, int | str]]] = {own: set() for own in places}
    for kind, table in DATA_TABLES.items():
        column = "Entity" if kind == "short text" else "Value"
        query = f"SELECT StatementId, VariableId, {column} FROM {table}"  # noqa: S608  # ours
        for statement, variable, value in connection.execute(query):
            if statement in values:
                values[statement].add((variable, value))
    return {(*place, frozenset(values[own])) for own, place in places.items()}
