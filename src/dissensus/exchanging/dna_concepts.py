"""Concepts of a project of the Discourse Network Analyzer (DNA) as a draft codebook.

DNA 3 keeps a project in one SQLite file (``.dna``). A concept is a value of a short-text variable, by default
"concept"; each statement points at one, and may have a boolean "agreement".
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dissensus.exchanging._codebook_values import MAX_CLAIMS, codebook_of, shortened
from dissensus.model.claims import Codebook
from dissensus.model.errors import CodebookError

DEFAULT_VARIABLE = "concept"
"""Name of the variable in the statement type that every new project of DNA has."""

MAX_ROW_BYTES = 1_000_000
"""Longest value or schema line that is read; DNA itself keeps values below 191 characters."""

MAX_INSTRUCTIONS = 2_000_000_000
"""Instructions of SQLite's machine after which a file is given up; 300,000 statements take 11 million."""

_STEP = 1_000_000
_TABLES = ("VARIABLES", "ENTITIES", "DATASHORTTEXT")
_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class DnaConcept:
    """How often a concept is coded.

    Attributes:
        statements: statements that it is coded in.
        agreeing: of these, with agreement 1.
        disagreeing: of these, with agreement 0; both are 0 where no boolean variable is called "agreement".
    """

    statements: int
    agreeing: int
    disagreeing: int


@dataclass(frozen=True, slots=True)
class DnaConcepts:
    """The concepts of a DNA project.

    Attributes:
        codebook: a claim each, the most coded first, ties in order of their words; ids C001, C002, ...
        counts: by claim id.
    """

    codebook: Codebook
    counts: Mapping[str, DnaConcept]

    @property
    def notes(self) -> dict[str, Sequence[str]]:
        """Comments for `write_codebook`: how often each is coded."""
        found: dict[str, Sequence[str]] = {}
        for claim_id, count in self.counts.items():
            line = f"coded in {count.statements} statement{'' if count.statements == 1 else 's'} of the DNA project"
            if count.agreeing or count.disagreeing:
                line += f": {count.agreeing} agree, {count.disagreeing} disagree"
            found[claim_id] = (line,)
        return found


def read_dna_concepts(path: Path, variable: str = DEFAULT_VARIABLE) -> DnaConcepts:
    """The distinct values of a variable of a DNA project, with how often each is coded.

    The file is opened read-only and nothing in it is run: views, triggers and virtual tables in the place of DNA's
    tables are refused. The empty value, which means "not coded" in DNA, is left out; a value that no statement has is
    kept, with a count of 0. Values that differ in white space only are one.

    Args:
        path: a project of DNA 3 in SQLite.
        variable: name of a short-text variable, compared without case; statement types that share it are counted
            together.

    Raises:
        CodebookError: REC027 the file is missing, is open in DNA, or is no such project, or the variable is not there
            or has no values; REC025, REC026 a value is too long or has characters that may not stand in a claim.
    """
    _check_file(path)
    try:
        with closing(_opened(path)) as connection, _bounded(connection):
            _check_tables(connection, path)
            variables = _variables(connection, variable, path)
            totals: dict[str, list[int]] = {}
            for value, *numbers in _counted(connection, variables):
                if not isinstance(value, str):
                    raise _unusable(path, "a value of the variable is no text")
                words = " ".join(value.split())
                if words:
                    total = totals.setdefault(words, [0, 0, 0])
                    for place, number in enumerate(numbers):
                        total[place] += number
                if len(totals) > MAX_CLAIMS:
                    raise CodebookError(
                        f"{path.name}: the variable {shortened(variable)} has more than {MAX_CLAIMS:,} values",
                        code="REC025",
                    )
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        raise _unusable(path, str(error)[:200]) from error
    if not totals:
        raise _unusable(path, f"the variable {shortened(variable)} has no values")
    ordered = sorted(totals.items(), key=lambda item: (-item[1][0], item[0]))
    width = max(3, len(str(len(ordered))))
    ids = [f"C{number:0{width}d}" for number in range(1, len(ordered) + 1)]
    placed = (
        (f"{path.name}, {shortened(words)}", {"id": claim_id, "claim": words})
        for claim_id, (words, _) in zip(ids, ordered, strict=True)
    )
    counts = {claim_id: DnaConcept(*total) for claim_id, (_, total) in zip(ids, ordered, strict=True)}
    return DnaConcepts(codebook_of(placed, "", path.name), counts)


def _unusable(path: Path, why: str) -> CodebookError:
    return CodebookError(f"the DNA project {path.name} cannot be used: {why}", code="REC027")


def _check_file(path: Path) -> None:
    try:
        if not path.is_file():
            raise _unusable(path, "it is no file" if path.exists() else "there is no such file")
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise _unusable(path, "it is no SQLite database")
        # What is not yet in the file itself would be missed without a word, as it is opened as one that never changes.
        for ending in ("-wal", "-journal"):
            beside = path.with_name(path.name + ending)
            if beside.is_file() and beside.stat().st_size:
                raise _unusable(path, f"it is open in another program, or was not closed ({beside.name} is there)")
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_ROW_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        for setting in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON"):
            connection.execute(f"PRAGMA {setting}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def _bounded(connection: sqlite3.Connection) -> Iterator[None]:
    """End a query that runs without end, as a hostile file can make one do."""
    left = MAX_INSTRUCTIONS // _STEP

    def tick() -> int:
        nonlocal left
        left -= 1
        return int(left < 0)

    connection.set_progress_handler(tick, _STEP)
    yield
    connection.set_progress_handler(None, 0)


def _check_tables(connection: sqlite3.Connection, path: Path) -> None:
    found = {
        str(name).upper(): str(sql).lstrip().upper()
        for name, kind, sql in connection.execute("SELECT name, type, sql FROM sqlite_master")
        if kind == "table"
    }
    for name in (*_TABLES, *(each for each in ("DATABOOLEAN",) if each in found)):
        if not found.get(name, "").startswith("CREATE TABLE"):
            raise _unusable(path, f"it has no table {name}")
        columns = connection.execute("SELECT hidden FROM pragma_table_xinfo(?)", (name,))
        if any(hidden for (hidden,) in columns):
            raise _unusable(path, f"its table {name} has computed columns")


def _variables(connection: sqlite3.Connection, wanted: str, path: Path) -> list[tuple[int, int | None]]:
    """Ids of the variables of that name, each with the id of "agreement" in its statement type."""
    rows = connection.execute("SELECT ID, Variable, DataType, StatementTypeId FROM VARIABLES ORDER BY ID LIMIT 10000")
    short, agreement = [], {}
    for variable_id, name, data_type, statement_type in rows:
        if data_type == "short text":
            short.append((variable_id, str(name), statement_type))
        elif data_type == "boolean" and str(name).casefold() == "agreement":
            agreement[statement_type] = variable_id
    found = [(each, agreement.get(kind)) for each, name, kind in short if name.casefold() == wanted.casefold()]
    if not found:
        known = ", ".join(shortened(name) for name in dict.fromkeys(name for _, name, _ in short)) or "none"
        raise _unusable(path, f"it has no short-text variable {shortened(wanted)}; there are {known[:500]}")
    return found


def _counted(
    connection: sqlite3.Connection, variables: Sequence[tuple[int, int | None]]
) -> Iterator[tuple[object, int, int, int]]:
    has_boolean = bool(connection.execute("SELECT 1 FROM sqlite_master WHERE upper(name) = 'DATABOOLEAN'").fetchall())
    plain = """
        SELECT e.Value, count(d.ID), 0, 0 FROM ENTITIES e
        LEFT JOIN DATASHORTTEXT d ON d.Entity = e.ID AND d.VariableId = e.VariableId
        WHERE e.VariableId = ? GROUP BY e.ID ORDER BY e.ID"""
    joined = """
        SELECT e.Value, count(d.ID), coalesce(sum(b.Value = 1), 0), coalesce(sum(b.Value = 0), 0) FROM ENTITIES e
        LEFT JOIN DATASHORTTEXT d ON d.Entity = e.ID AND d.VariableId = e.VariableId
        LEFT JOIN DATABOOLEAN b ON b.StatementId = d.StatementId AND b.VariableId = ?
        WHERE e.VariableId = ? GROUP BY e.ID ORDER BY e.ID"""
    for variable, agreement in variables:
        if agreement is None or not has_boolean:
            yield from connection.execute(plain, (variable,))
        else:
            yield from connection.execute(joined, (agreement, variable))
