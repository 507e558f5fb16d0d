"""Connections to the project file, transactions, and what goes wrong in them told in our own errors."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from dissensus.model.errors import ProjectError
from dissensus.projects.schema import APPLICATION_ID

BUSY_SECONDS = 30.0
"""How long a write waits for another process's transaction; ours last well under a second."""

_SIGNATURE = b"SQLite format 3\x00"
_HEAD_BYTES = 100
_PROGRAM = slice(68, 72)
"""Where a file's header tells whose it is."""


def check_signature(path: Path) -> None:
    """Refuse what is not a SQLite file before any library touches it.

    Raises:
        ProjectError: PRO001, nothing there, not a database, or another program's; PRO006, it may not be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise ProjectError(f"there is no project at {str(path)!r}") from error
    except IsADirectoryError as error:
        raise ProjectError(f"{str(path)!r} is a folder, not a project file") from error
    except OSError as error:
        if path.is_dir():
            raise ProjectError(f"{str(path)!r} is a folder, not a project file") from error
        raise ProjectError(f"{str(path)!r} cannot be read", code="PRO006") from error
    if not head.startswith(_SIGNATURE):
        raise ProjectError(f"{str(path)!r} is not a Dissensus project")
    # Opening a file sets its journal mode: another program's must not be opened at all.
    if len(head) == _HEAD_BYTES and int.from_bytes(head[_PROGRAM], "big") != APPLICATION_ID:
        raise ProjectError(f"{str(path)!r} is a database of another program")


def connect(path: Path, *, create: bool = False) -> Engine:
    """An engine over a SQLite file; write-ahead log unless the file is being created."""
    uri = f"{path.resolve().as_uri()}?mode={'rwc' if create else 'rw'}"

    def open_connection() -> sqlite3.Connection:
        # isolation_level=None: transactions begin where we say, with the kind of lock that we say.
        raw = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
        try:
            for pragma in (
                "foreign_keys = ON",
                "trusted_schema = OFF",  # a project file may come from somebody else
                "cell_size_check = ON",
                # In WAL mode NORMAL leaves no commit half done: a killed process loses nothing, since its writes are
                # with the operating system; a power cut may undo the last commits as a whole, and the next run does
                # them again.
                "synchronous = NORMAL",
                "journal_mode = DELETE" if create else "journal_mode = WAL",
            ):
                raw.execute(f"PRAGMA {pragma}").fetchall()
        except sqlite3.Error:
            raw.close()
            raise
        return raw

    engine = create_engine("sqlite://", creator=open_connection, poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer asks for its lock at once: waiting later, after having read, would fail rather than wait.
        immediate = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


_CODES = {
    "SQLITE_NOTADB": ("PRO001", "is not a Dissensus project"),
    "SQLITE_CORRUPT": ("PRO005", "is damaged"),
    "SQLITE_FORMAT": ("PRO005", "is damaged"),
    "SQLITE_IOERR": ("PRO006", "cannot be read or written"),
    "SQLITE_FULL": ("PRO006", "cannot grow: the disk is full"),
    "SQLITE_READONLY": ("PRO006", "may not be written"),
    "SQLITE_CANTOPEN": ("PRO006", "cannot be opened"),
    "SQLITE_PERM": ("PRO006", "may not be opened"),
    "SQLITE_AUTH": ("PRO006", "may not be opened"),
    "SQLITE_BUSY": ("PRO004", "is in use by another run"),
    "SQLITE_LOCKED": ("PRO004", "is in use by another run"),
    "SQLITE_CONSTRAINT_FOREIGNKEY": ("PRO009", "holds no such document or run"),
    "SQLITE_CONSTRAINT": ("PRO010", "refuses the record"),
    "SQLITE_TOOBIG": ("PRO010", "refuses the record: it is too long"),
    "SQLITE_ERROR": ("PRO005", "lacks a part"),
}


def error_of(error: BaseException | None, path: Path) -> ProjectError:
    """Our error for one of the database's."""
    name = getattr(error, "sqlite_errorname", None) or "SQLITE_ERROR"
    if name == "SQLITE_CONSTRAINT_TRIGGER":
        return ProjectError(f"{path.name}: {error}", code="PRO011")
    while name not in _CODES and "_" in name:
        name = name.rpartition("_")[0]
    code, what = _CODES.get(name, _CODES["SQLITE_ERROR"])
    return ProjectError(f"{str(path)!r} {what} ({error})", code=code)


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of the database and of the disk as ProjectError."""
    try:
        yield
    except DBAPIError as error:
        raise error_of(error.orig, path) from error
    except sqlite3.Error as error:
        raise error_of(error, path) from error
    except UnicodeEncodeError as error:
        raise ProjectError("a text holds half a character (a lone surrogate)", code="PRO008") from error


class Store:
    """Transactions over one engine; base of the parts of a project."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self._path = path
        self._engine = engine
        self._local = threading.local()

    @property
    def path(self) -> Path:
        """The project file."""
        return self._path

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Join all writes inside into one transaction: all of them happen or, after an error, none.

        A write that is refused inside leaves nothing behind; if its error is caught, the others still happen.
        """
        with self._write():
            yield

    @contextlib.contextmanager
    def _write(self) -> Iterator[Connection]:
        joined: Connection | None = getattr(self._local, "connection", None)
        if joined is not None:
            # A savepoint: a caller may catch the error of one write and go on with the transaction.
            with joined.begin_nested():
                yield joined
            return
        with (
            translated(self._path),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            self._local.connection = connection
            try:
                yield connection
            finally:
                self._local.connection = None

    @contextlib.contextmanager
    def _read(self) -> Iterator[Connection]:
        joined: Connection | None = getattr(self._local, "connection", None)
        if joined is not None:
            yield joined
            return
        with translated(self._path), self._engine.connect() as connection, connection.begin():
            yield connection
