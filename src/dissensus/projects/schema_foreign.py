"""The tables of a project file that keep files of other programs; `schema` has all the others, and these with them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from dissensus.projects._metadata import metadata

foreign_files = Table(
    "foreign_files",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("format", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("version", Text, nullable=False),
    Column("run_pk", Integer, ForeignKey("runs.pk"), nullable=False),
)

foreign_tables = Table(
    "foreign_tables",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("file_pk", Integer, ForeignKey("foreign_files.pk"), nullable=False),
    Column("name", Text, nullable=False),
    Column("shape", Text, nullable=False),
    UniqueConstraint("file_pk", "name"),
)

foreign_rows = Table(
    "foreign_rows",
    metadata,
    Column("table_pk", Integer, ForeignKey("foreign_tables.pk"), primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("cells", Text, nullable=False),
    sqlite_with_rowid=False,
)
