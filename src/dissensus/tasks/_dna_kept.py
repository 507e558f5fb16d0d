"""Imported files of DNA as a project keeps them, seen again as they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dissensus.exchanging.dna_files.layout import LAYOUT_OF, table_key
from dissensus.exchanging.dna_files.opening import DnaDatabase, TableShape
from dissensus.exchanging.dna_files.tables import fill, make_table, scratch
from dissensus.projects import ForeignTable, Project
from dissensus.tasks._dna_codings import FORMAT


@contextmanager
def opened_import(project: Project, name: str | None = None) -> Iterator[DnaDatabase | None]:
    """DNA's tables of the file that was imported last, or last under a name, as they were; None where there is none.

    They stand in a private file, removed afterwards, and are never in memory as a whole.
    """
    files = [each for each in project.foreign_files(FORMAT) if name is None or each.name == name]
    if not files:
        yield None
        return
    with scratch() as connection:
        shapes: dict[str, TableShape] = {}
        connection.execute("BEGIN")
        for table in project.foreign_tables(files[-1].id):
            shape = shape_of(table)
            # What DNA does not know is never asked for here, and may be large.
            if table_key(shape.name) not in LAYOUT_OF:
                continue
            make_table(connection, shape, short=False)
            fill(connection, shape, project.foreign_rows(table))
            shapes[table_key(shape.name)] = shape
        connection.execute("COMMIT")
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
