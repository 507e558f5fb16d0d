"""Bringing a project file to the newest revision of the schema, with a copy of it beside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from dissensus.model.errors import ProjectError
from dissensus.projects._database import error_of, translated
from dissensus.projects.schema import APPLICATION_ID, REVISION

MIGRATIONS = Path(__file__).with_name("migrations")
"""Folder of the Alembic scripts."""


def revision_of(engine: Engine, path: Path) -> str:
    """The revision of the schema in a project file.

    Raises:
        ProjectError: PRO001, a SQLite file of another program; PRO005, damaged.
    """
    with translated(path), engine.connect() as connection, connection.begin():
        if connection.execute(text("PRAGMA application_id")).scalar() != APPLICATION_ID:
            raise ProjectError(f"{str(path)!r} is a database of another program")
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if not isinstance(found, str):
        raise ProjectError(f"{str(path)!r} does not tell its version", code="PRO005")
    return found


def is_known(revision: str) -> bool:
    """Whether a migration of this name exists here; one that does not was made by a newer version."""
    from alembic.script import ScriptDirectory

    return revision in {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def upgrade(engine: Engine, path: Path) -> None:
    """Run all migrations that a file lacks, in one transaction: all or, after an error, none.

    Raises:
        ProjectError: PRO005, PRO006.
    """
    with translated(path), engine.connect().execution_options(writes=True) as connection, connection.begin():
        upgrade_connection(connection)


def upgrade_connection(connection: Connection) -> None:
    """Run all migrations that a database lacks inside the transaction under way."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(MIGRATIONS))

    def missing(revision: object, _: object) -> object:
        return script._upgrade_revs("head", revision)  # type: ignore[arg-type]  # noqa: SLF001  # what alembic's own command does

    with EnvironmentContext(Config(), script, fn=missing) as environment:
        environment.configure(connection=connection, transactional_ddl=False)
        environment.run_migrations()


def back_up(path: Path, revision: str) -> Path:
    """Copy a project file, with what its write-ahead log holds, to ``NAME.dissensus.REVISION.backup`` beside it.

    An older copy of that name is kept under a number.

    Raises:
        ProjectError: PRO006, the copy cannot be written.
    """
    copy = path.with_name(f"{path.name}.{revision}.backup")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.name}.{revision}.backup{number}")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        copy.unlink(missing_ok=True)
        raise error_of(error, path) from error
    return copy


def stamp_application(connection: Connection) -> None:
    """Mark a database as a Dissensus project."""
    connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))


def is_newest(revision: str) -> bool:
    """Whether nothing has to be migrated."""
    return revision == REVISION
