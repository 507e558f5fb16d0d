"""Imported files of DNA as a project keeps them, seen again as they were."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from dissensus.exchanging.dna_files.layout import table_key
from dissensus.exchanging.dna_files.opening import DnaDatabase, TableShape
from dissensus.exchanging.dna_files.tables import fill, make_table
from dissensus.projects import ForeignTable, Project
from dissensus.tasks._dna_codings import FORMAT


@contextmanager
def opened_import(project: Project, name: str | None = None) -> Iterator[DnaDatabase | None]:
    """The file of DNA that was imported last, or last under a name, as it was; None where there is none."""
    files = [each for each in project.foreign_files(FORMAT) if name is None or each.name == name]
    if not files:
        yield None
        return
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        shapes: dict[str, TableShape] = {}
        for table in project.foreign_tables(files[-1].id):
            shape = shape_of(table)
            make_table(connection, shape, short=False)
            fill(connection, shape, project.foreign_rows(table))
            shapes[table_key(shape.name)] = shape
        yield DnaDatabase(files[-1].name, connection, shapes, [])


def shape_of(table: ForeignTable) -> TableShape:
    """The shape of a table that a project keeps."""
    told = table.shape
    return TableShape(
        table.name,
        tuple((str(name), str(declared)) for name, declared in told["columns"]),
        tuple(told["not_null"]),
        tuple(told["keys"]),
    )


def version_of(database: DnaDatabase) -> str:
    """Version of DNA that made a file, as it tells."""
    told = dict(database.rows("SETTINGS", ("Property", "Value")))
    return str(told.get("version", ""))
