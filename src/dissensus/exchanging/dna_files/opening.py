"""Opening a file of DNA so that nothing in it is run, nothing beside it is written, and reading it comes to an end.

The file is opened read-only. Of its schema only ordinary tables are read; views, triggers, virtual tables and computed
columns are never evaluated: the database refuses everything but plain reading. Names are always quoted, values bound.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dissensus.exchanging.dna_files.layout import LAYOUT_OF, NEEDED, folded, quoted, table_key
from dissensus.model.errors import DnaFileError

MAX_BYTES = 4_000_000_000
"""Largest file that is opened."""
MAX_VALUE_BYTES = 64_000_000
"""Longest value, row or schema line; the longest document that is read."""
MAX_TOTAL_BYTES = 8_000_000_000
"""Most characters of values read in one go: pages of a hostile file may tell the same value again and again."""
MAX_ROWS = 20_000_000
"""Most rows of one table."""
MAX_TABLES = 200
"""Most tables that are read; DNA has 16."""
MAX_COLUMNS = 200
"""Most columns of a table."""
MAX_INSTRUCTIONS = 40_000_000_000
"""Instructions of SQLite's machine after which a file is given up; one of a million statements takes 200 million."""
WAIT_SECONDS = 2.0
"""How long another program's write is waited for."""

_STEP = 1_000_000
_ROWS_AT_ONCE = 2_000
_LONG_ROWS_AT_ONCE = 8
_SHORT_BYTES = 100_000
"""Longest row of a query for numbers and short values; with the rows at once it bounds what a fetch takes."""
_SIZED = {str, bytes}
_UNSIZED = {int, float, type(None)}
_MAGIC = b"SQLite format 3\x00"
_WAL = 2
_HEADER = 100
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PROTOCOL")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR", "SQLITE_FORMAT")
_LARGE = ("SQLITE_TOOBIG", "SQLITE_NOMEM", "SQLITE_INTERRUPT")
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
_FUNCTIONS = {"count", "min", "max"}
_IN_PLACE = ("view", "virtual table")


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table of a file.

    Attributes:
        name: as the file spells it.
        columns: name and declared type of each column, in order.
        not_null: columns that take no NULL.
        keys: columns of the primary key, in its order.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    not_null: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


class DnaDatabase:
    """An open file of DNA; made by `opened`.

    Attributes:
        file: the file's name, for messages.
        tables: its ordinary tables by their name in capitals.
        others: names of what is in the file besides: views, triggers, virtual tables, indexes that somebody made.
        moved_dates: dates were taken for the days on which they are midnight where the coders were.
    """

    moved_dates = False

    def __init__(
        self, file: str, connection: sqlite3.Connection, tables: dict[str, TableShape], others: list[str]
    ) -> None:
        self.file = file
        self.tables = tables
        self.others = tuple(others)
        self._connection = connection
        self._read = 0

    def has(self, table: str, *columns: str) -> bool:
        """Whether a table, with these columns, is there."""
        shape = self.tables.get(table)
        return shape is not None and {folded(c) for c in columns} <= {folded(n) for n, _ in shape.columns}

    def rows(
        self, table: str, columns: tuple[str, ...] | None = None, where: tuple[str, object] | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Rows of a table as they stand in it, with values of SQLite's five types; text is checked to be UTF-8.

        Args:
            table: its name, in capitals.
            columns: which columns; None for all.
            where: a column and the value it must have.

        Raises:
            DnaFileError: DNA001, DNA002, DNA003, DNA007.
        """
        for batch in self.batches(table, columns, where):
            yield from batch

    def batches(
        self, table: str, columns: tuple[str, ...] | None = None, where: tuple[str, object] | None = None
    ) -> Iterator[list[tuple[Any, ...]]]:
        """As `rows`, many at a time.

        Raises:
            DnaFileError: DNA001, the table lacks a column, or what `translated` tells; so for DNA002 and DNA003;
                DNA007, there are more rows or characters than are read at one time.
        """
        shape = self.tables[table]
        names = tuple(name for name, _ in shape.columns) if columns is None else columns
        # SQLite takes a quoted name that is no column for a text.
        if not self.has(table, *names, *(() if where is None else (where[0],))):
            raise DnaFileError(f"{self.file} is no file of DNA: its table {table} lacks one of {', '.join(names)}")
        query = f"SELECT {', '.join(map(quoted, names))} FROM main.{quoted(shape.name)}"  # noqa: S608  # quoted
        bound: tuple[object, ...] = ()
        if where is not None:
            query += f" WHERE {quoted(where[0])} = ?"
            bound = (where[1],)
        with translated(self.file):
            count = 0
            long = _has_long(table, names)
            most = MAX_VALUE_BYTES if long else min(_SHORT_BYTES, MAX_VALUE_BYTES)
            # The first row is read with the query itself; and before each fetch, as queries may take turns.
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most)
            cursor = self._connection.execute(query, bound)
            while True:
                self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most)
                batch = cursor.fetchmany(_LONG_ROWS_AT_ONCE if long else _ROWS_AT_ONCE)
                if not batch:
                    break
                count += len(batch)
                for column in zip(*batch, strict=True):
                    if not _UNSIZED.issuperset(map(type, column)):
                        self._read += sum(len(cell) for cell in column if cell.__class__ in _SIZED)
                if count > MAX_ROWS:
                    raise DnaFileError(
                        f"the table {table} of {self.file} has more than {MAX_ROWS:,} rows", code="DNA007"
                    )
                if self._read > MAX_TOTAL_BYTES:
                    raise DnaFileError(f"{self.file} holds more than {MAX_TOTAL_BYTES:,} characters", code="DNA007")
                yield batch


def _has_long(table: str, names: tuple[str, ...]) -> bool:
    """Whether values of any length may rightly stand in these columns."""
    layout = LAYOUT_OF.get(table)
    if layout is None:
        return True
    fields = {folded(each.name): each for each in layout.fields}
    asked = [fields.get(folded(name)) for name in names]
    return any(each is None or (each.type == "text" and not each.short) for each in asked)


@contextmanager
def opened(path: Path) -> Iterator[DnaDatabase]:
    """Open a file of DNA 3 or 2 for reading; one of DNA 2 is shown as if DNA 3 had written it.

    Raises:
        DnaFileError: DNA001, it is no file of DNA; DNA002, it is damaged; DNA003, it is open in another program or was
            not closed; DNA007, it is too large.
    """
    immutable = _check_file(path)
    with translated(path.name), closing(_connected(path, immutable=immutable)) as connection:
        tables, others = _shapes(connection, path.name)
        _guard(connection)
        database = DnaDatabase(path.name, connection, tables, others)
        if _is_dna2(database):
            from dissensus.exchanging.dna_files.dna2 import as_dna3

            with as_dna3(database) as converted:
                yield converted
            return
        missing = [name for name in NEEDED if name not in tables]
        if missing:
            raise DnaFileError(f"{path.name} is no file of DNA 3: it has no table {missing[0]}")
        for name in NEEDED:
            needed = [field.name for field in LAYOUT_OF[name].fields if field.needed]
            if not database.has(name, *needed):
                raise DnaFileError(
                    f"{path.name} is no file of DNA 3: its table {name} lacks one of {', '.join(needed)}"
                )
        yield database


@contextmanager
def translated(file: str) -> Iterator[None]:
    """Tell what goes wrong in the database in our own errors.

    Raises:
        DnaFileError: DNA001, it is no file of DNA; DNA002, it is damaged; DNA003, another program has it open; DNA007,
            it holds more than is read at one time.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _error_of(error, file) from error
    except UnicodeError as error:
        raise DnaFileError(f"{file} is damaged: a text in it is not UTF-8", code="DNA002") from error
    except OverflowError as error:
        raise DnaFileError(f"{file} is damaged: a number in it is too large", code="DNA002") from error


def _error_of(error: sqlite3.Error, file: str) -> DnaFileError:
    name, told = getattr(error, "sqlite_errorname", None) or "", str(error)[:200]
    if name.startswith(_LOCKED):
        return DnaFileError(f"{file} is open in another program, or was not closed ({told})", code="DNA003")
    if name.startswith(_LARGE) or "interrupted" in told or "too big" in told:
        return DnaFileError(f"{file} holds more than is read at one time ({told})", code="DNA007")
    if "UTF-8" in told:
        return DnaFileError(f"{file} is damaged: a text in it is not UTF-8", code="DNA002")
    if name.startswith(_DAMAGED):
        return DnaFileError(f"{file} is damaged ({told})", code="DNA002")
    return DnaFileError(f"{file} is no file of DNA ({told})")


def _check_file(path: Path) -> bool:
    """Refuse what is no closed SQLite file; tells whether the file must be opened as one that does not change."""
    file = path.name
    try:
        if not path.is_file():
            raise DnaFileError(f"{file} is no file" if path.exists() else f"there is no file {file}")
        size = path.stat().st_size
        with path.open("rb") as content:
            head = content.read(_HEADER)
        if not head.startswith(_MAGIC) or len(head) < _HEADER:
            raise DnaFileError(f"{file} is no SQLite database")
        if size > MAX_BYTES:
            raise DnaFileError(f"{file} has more than {MAX_BYTES:,} bytes", code="DNA007")
        page = int.from_bytes(head[16:18], "big")
        page = 65_536 if page == 1 else page
        told = int.from_bytes(head[28:32], "big") * page
        if head[24:28] == head[92:96] and told > size:
            raise DnaFileError(f"{file} is cut short: {size:,} of {told:,} bytes are there", code="DNA002")
        beside = path.resolve()
        wal = beside.with_name(beside.name + "-wal")
        if wal.is_file() and wal.stat().st_size:
            raise DnaFileError(
                f"{file} is open in another program, or was not closed ({wal.name} is there)", code="DNA003"
            )
    except OSError as error:
        raise DnaFileError(f"{file} cannot be read ({error.strerror or error})") from error
    # A file with a write-ahead log can only be read with files made beside it, unless it is taken as fixed.
    return _WAL in (head[18], head[19])


def _connected(path: Path, *, immutable: bool) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if immutable else ''}"
    connection = sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        for name in ("DEFENSIVE", "ENABLE_TRIGGER", "ENABLE_VIEW"):
            number = getattr(sqlite3, f"SQLITE_DBCONFIG_{name}", None)
            if number is not None:  # from Python 3.12 on
                connection.setconfig(number, name == "DEFENSIVE")  # type: ignore[attr-defined]
        for setting in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {setting}").fetchall()
        limited(connection)
        # One transaction: whatever is read belongs together, and another program's writes do not come between.
        connection.execute("BEGIN")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def limited(connection: sqlite3.Connection) -> None:
    """Let a connection run so many instructions from now on and no more."""
    left = MAX_INSTRUCTIONS // _STEP

    def tick() -> int:
        nonlocal left
        left -= 1
        return int(left < 0)

    connection.set_progress_handler(tick, _STEP)


def _guard(connection: sqlite3.Connection) -> None:
    def allowed(action: int, _first: str | None, second: str | None, *_: str | None) -> int:
        if action in _ALLOWED or (action == sqlite3.SQLITE_FUNCTION and second in _FUNCTIONS):
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    connection.set_authorizer(allowed)


def _shapes(connection: sqlite3.Connection, file: str) -> tuple[dict[str, TableShape], list[str]]:
    query = "SELECT type, name, sql FROM main.sqlite_master LIMIT ?"
    listed = connection.execute(query, (MAX_TABLES * 10,)).fetchall()
    tables: dict[str, TableShape] = {}
    others: list[str] = []
    for kind, name, sql in listed:
        if not isinstance(name, str) or not isinstance(kind, str):
            raise DnaFileError(f"{file} is damaged: its list of tables holds no names", code="DNA002")
        if folded(name).startswith("sqlite_"):
            continue
        if kind != "table" or not str(sql).lstrip().upper().startswith("CREATE TABLE"):
            others.append(f"{'virtual table' if kind == 'table' else kind} {name}")
            refuse_in_place(others[-1:], LAYOUT_OF, file)
            continue
        columns = connection.execute(
            'SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?)', (name,)
        ).fetchall()
        if any(hidden for *_, hidden in columns):
            raise DnaFileError(f"{file} is no file of DNA: its table {name[:60]} has computed columns")
        if not 0 < len(columns) <= MAX_COLUMNS or len(tables) >= MAX_TABLES:
            raise DnaFileError(f"{file} has more tables or columns than are read", code="DNA007")
        if table_key(name) in tables:
            raise DnaFileError(f"{file} is damaged: it has two tables {name[:60]}", code="DNA002")
        tables[table_key(name)] = TableShape(
            name,
            tuple((str(column), str(declared or "")) for column, declared, *_ in columns),
            tuple(str(column) for column, _, needed, *_ in columns if needed),
            tuple(str(c[0]) for c in sorted((c for c in columns if c[3]), key=lambda c: c[3])),
        )
    return tables, others


def refuse_in_place(others: Iterable[str], tables: Container[str], file: str) -> None:
    """Refuse a view or a virtual table that stands where a table must be: reading it would run what is in the file.

    Args:
        others: what is in the file beside tables, as `DnaDatabase` has it.
        tables: names of the tables, in capitals.
        file: the file's name.

    Raises:
        DnaFileError: DNA001.
    """
    for each in others:
        kind = next((kind for kind in _IN_PLACE if each.startswith(f"{kind} ")), None)
        if kind is not None and table_key(each.removeprefix(f"{kind} ")) in tables:
            raise DnaFileError(
                f"{each.removeprefix(f'{kind} ')} of {file} is a {kind} where a table must be, and nothing in a file is"
                " run"
            )


def _is_dna2(database: DnaDatabase) -> bool:
    return "ENTITIES" not in database.tables and database.has("DATASHORTTEXT", "StatementId", "VariableId", "Value")
