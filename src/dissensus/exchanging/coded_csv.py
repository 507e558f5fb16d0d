"""Coded statements from a CSV table: one row a statement, as the flat table of an export has them.

Columns that are known: ``statement_id``, ``statement_type``, ``time``, ``document_id``, ``document_title``,
``document_author``, ``document_source``, ``document_section``, ``document_type``, ``coder``, ``confidence``,
``status``, ``start``, ``stop`` and ``text``; ``date`` or ``published`` stand in for ``time``, and ``document`` for
``document_id``, where those are not there. All these are known in capitals, too ("Date"), and variables keep their
names as they are written. A column "variable: attribute" tells an attribute of that variable's
values. Every other column is a variable.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dissensus.exchanging.tables import CSV_FORMULA_STARTS
from dissensus.model.coded_statements import CodedStatements, Column, Entity, VariableKind
from dissensus.model.errors import NetworkError, ReadingError

MAX_BYTES = 2_000_000_000
"""Largest table that is read."""
MAX_ROWS = 5_000_000
"""Most statements of a table."""
SHORT = 190
"""A variable with longer values is long text (`networks.variables.LONGEST_NAME`)."""

_DOCUMENT = ("author", "source", "section", "type", "title")
_KNOWN = {
    "statement_id", "statement_type", "time", "document_id", "coder", "confidence", "status", "start", "stop", "text",
    *(f"document_{name}" for name in _DOCUMENT),
}  # fmt: skip
_ALSO = {"time": ("date", "published"), "document_id": ("document",)}
"""Other names of columns that say what a known one says; such a column is a variable, too."""
_YES_NO = {"1": "1", "0": "0", "true": "1", "false": "0", "yes": "1", "no": "0"}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def read_coded_csv(path: Path, statement_type: str | None = None) -> CodedStatements:
    """Coded statements of a CSV table in UTF-8 with a header line; commas, semicolons, tabs or bars between columns.

    ``time`` is ISO 8601 (a day, or a moment; UTC where no zone is told); it is told of all rows or of none, and then
    all are of one moment. Documents are told apart by ``document_id``, as it is written ("007" and "7" are two);
    without it all rows are of one document. A variable whose cells are all 0, 1, true, false, yes or no is boolean, one
    of whole numbers an integer, one with cells of more than 190 characters long text; an empty cell of a text is the
    empty value, of another kind no value. An apostrophe before a character that begins a formula is taken away, as it
    was put there on writing.

    Args:
        path: the table.
        statement_type: only rows whose ``statement_type`` is this; None for all, which must then be of one type.

    Raises:
        NetworkError: NET009, the table cannot be read, or a cell is not what its column says.
    """
    names, columns = _cells(path)
    written = _written(names)
    told_by = next((written[name] for name in ("time", *_ALSO["time"]) if name in written), "time")
    columns = {next((k for k in _KNOWN if written.get(k) == name), name): cells for name, cells in columns.items()}
    names = tuple(columns)
    for known, others in _ALSO.items():
        other = next((written[name] for name in others if name in written), None)
        if known not in columns and other is not None:
            columns[known] = columns[other]
    numbers: Sequence[int] = range(1, len(next(iter(columns.values()))) + 1)
    if "statement_type" in columns:
        numbers = _of_type(columns["statement_type"], statement_type, path.name)
        columns = {name: [cells[number - 1] for number in numbers] for name, cells in columns.items()}
    elif statement_type is not None:
        raise _wrong(path.name, "it has no column statement_type")
    count = len(next(iter(columns.values())))
    kinds = {name: ": " in name and name.partition(": ")[0] in columns for name in names if name not in _KNOWN}
    variables = {name: _variable(name, columns[name], path.name) for name, attribute in kinds.items() if not attribute}
    if not variables:
        raise _wrong(path.name, "it has no column that is a variable")
    time = _times(columns.get("time", [""] * count), numbers, path.name, told_by)
    ids = _integers(columns.get("statement_id"), range(1, count + 1), path.name, "statement_id")
    document_names = columns.get("document_id", [""] * count)
    document = _documents(document_names)
    zeros = [0] * count
    start, stop = (_integers(columns.get(name), zeros, path.name, name) for name in ("start", "stop"))
    order = np.lexsort((ids, stop, start, document, time))
    listed = order.tolist()
    told: dict[str, Column] = {
        name: Column.of(name, "short text", columns.get(f"document_{name}", [""] * count)) for name in _DOCUMENT
    }
    told["id"] = Column.of("id", "short text", document_names)
    coded = CodedStatements(
        statement_type=columns["statement_type"][0] if "statement_type" in columns and count else "table",
        ids=ids[order],
        time=time[order],
        document=document[order],
        start=start[order],
        stop=stop[order],
        variables={name: column.take(order) for name, column in variables.items()},
        document_variables={n: told[n].take(order) for n in ("author", "source", "section", "type", "id", "title")},
        coder=Column.of("coder", "short text", columns.get("coder", [""] * count)).take(order),
        confidence=_confidence(columns.get("confidence", [""] * count), path.name)[order],
        status=Column.of("status", "short text", [c or "decided" for c in columns.get("status", [""] * count)]).take(
            order
        ),
        entities=_entities(columns, variables, [name for name, attribute in kinds.items() if attribute]),
        first_time=int(time.min()) if count else None,
        last_time=int(time.max()) if count else None,
        passages=[columns["text"][k] for k in listed] if "text" in columns else (),
    )
    if any(first == second for first, second in pairwise(sorted(coded.ids.tolist()))):
        raise _wrong(path.name, "two rows have one statement_id")
    return coded


def _wrong(file: str, why: str) -> NetworkError:
    return NetworkError(f"the table {file} cannot be used: {why}", code="NET009")


def _cells(path: Path) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    from dissensus.reading.delimited import read_delimited

    try:
        if path.stat().st_size > MAX_BYTES:
            raise _wrong(path.name, f"it has more than {MAX_BYTES:,} bytes")
        with path.open(encoding="utf-8-sig", newline="") as stream:
            table = read_delimited(stream, {name: (name,) for name in _KNOWN})
            names = tuple(_bare(name) for name in table.names)
            if not names or len(set(names)) < len(names):
                raise _wrong(path.name, "its columns have no names, or two have one name")
            columns: dict[str, list[str]] = {name: [] for name in names}
            filled = [columns[name].append for name in names]
            seen: dict[str, str] = {}
            for row in table.rows:
                if row.fault:
                    raise _wrong(path.name, f"row {row.number}: {row.fault}")
                if row.number > MAX_ROWS:
                    raise _wrong(path.name, f"it has more than {MAX_ROWS:,} rows")
                for add, given in zip(filled, table.names, strict=True):
                    cell = row.values.get(given, "")
                    add(seen.setdefault(cell, _bare(cell)) if len(cell) < SHORT else _bare(cell))
    except OSError as error:
        raise _wrong(path.name, error.strerror or str(error)) from error
    except UnicodeError as error:
        raise _wrong(path.name, "it is not UTF-8") from error
    except ReadingError as error:
        raise _wrong(path.name, error.found) from error
    return names, columns


def _written(names: Sequence[str]) -> dict[str, str]:
    """Known names that a table has, with how it writes them; that in small letters before others."""
    known = _KNOWN.union(*_ALSO.values())
    found = {name.casefold(): name for name in reversed(names) if name.casefold() in known}
    return found | {name: name for name in names if name in known}


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(CSV_FORMULA_STARTS) else cell


def _of_type(types: Sequence[str], wanted: str | None, file: str) -> list[int]:
    """Numbers of the rows of one statement type, counted from 1."""
    known = sorted(set(types))
    if wanted is None and len(known) > 1:
        raise _wrong(file, f"it has several statement types and none is named: {', '.join(known)[:200]}")
    if wanted is not None and wanted not in known:
        raise _wrong(file, f"it has no statement type {wanted[:60]!r}; it has {', '.join(known)[:200]}")
    return [number for number, each in enumerate(types, 1) if wanted in (None, each)]


def _variable(name: str, cells: Sequence[str], file: str) -> Column:
    cells = ["" if not cell.strip() else cell for cell in cells]
    distinct = set(cells)
    told = distinct - {""}
    _check_spoilt(name, cells, file)
    kind: VariableKind = "short text"
    if told and all(cell.strip().casefold() in _YES_NO for cell in told):
        kind = "boolean"
    elif told and all(_is_integer(cell) for cell in told):
        kind = "integer"
    elif any(len(cell) > SHORT for cell in told):
        kind = "long text"
    if kind.endswith("text"):
        return Column.of(name, kind, cells)
    number = {cell: int(_YES_NO[cell.strip().casefold()] if kind == "boolean" else cell) for cell in told}
    values = (0, 1) if kind == "boolean" else tuple(sorted(set(number.values())))
    place = {value: k for k, value in enumerate(values)}
    codes = {"": -1} | {cell: place[value] for cell, value in number.items()}
    return Column(name, kind, np.fromiter((codes[cell] for cell in cells), np.int32, len(cells)), values)


def _check_spoilt(name: str, cells: Sequence[str], file: str) -> None:
    """Refuse a column of yes and no that a few other cells would turn into texts, so that disagreement got lost."""
    other = [number for number, cell in enumerate(cells, start=1) if cell and not _is_yes_or_no(cell)]
    coded = sum(bool(cell) for cell in cells) - len(other)
    if other and coded and len(other) * _SPOILT <= coded:
        raise _wrong(
            file,
            f"row {other[0]} has {cells[other[0] - 1][:40]!r} in {name}, where {coded:,} other cells are 0 or 1; "
            "correct or empty it",
        )


_SPOILT = 3
"""A column of yes and no has at least so many such cells for each other one."""


def _is_yes_or_no(cell: str) -> bool:
    return cell.strip().casefold() in _YES_NO


def _is_integer(cell: str) -> bool:
    bare = cell.strip()
    digits = bare[1:] if bare[:1] in {"-", "+"} else bare
    return digits.isascii() and digits.isdigit() and len(digits) <= 10 and abs(int(digits)) < 2**31


def _integers(cells: Sequence[str] | None, default: Sequence[int] | range, file: str, name: str) -> NDArray[np.int64]:
    if cells is None:
        return np.array(default, dtype=np.int64)
    bad = next((cell for cell in cells if not _is_integer(cell)), None)
    if bad is not None:
        raise _wrong(file, f"{bad[:40]!r} in the column {name} is no whole number")
    return np.array([int(cell) for cell in cells], dtype=np.int64)


def _documents(cells: Sequence[str]) -> NDArray[np.int64]:
    """A number for each document: its id where all are numbers and no two ids the same one, else its place among them.

    Ids that are numbers come in their order, others as they appear.
    """
    distinct = list(dict.fromkeys(cells))
    number = {cell: place for place, cell in enumerate(distinct, 1)}
    if all(_is_integer(cell) for cell in distinct):
        number = {cell: int(cell) for cell in distinct}
        if len(set(number.values())) < len(distinct):
            distinct.sort(key=lambda cell: (int(cell), cell))
            number = {cell: place for place, cell in enumerate(distinct, 1)}
    return np.array([number[cell] for cell in cells], dtype=np.int64)


def _times(cells: Sequence[str], numbers: Sequence[int], file: str, column: str) -> NDArray[np.int64]:
    """Seconds since 1970 of each row; all 0 where no row tells its time."""
    if not any(cells):
        return np.zeros(len(cells), dtype=np.int64)
    empty = next((number for cell, number in zip(cells, numbers, strict=True) if not cell), None)
    if empty is not None:
        raise _wrong(file, f"row {empty} tells no time and others do; tell the time of every row, or of none")
    return np.array([_seconds(cell, file, column) for cell in cells], dtype=np.int64)


def _seconds(cell: str, file: str, column: str) -> int:
    try:
        moment = dt.datetime.fromisoformat(cell.strip())
    except ValueError:
        raise _wrong(
            file, f"{cell[:40]!r} in the column {column} is neither a day nor a moment, such as 2031-05-07"
        ) from None
    moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment
    return int((moment - _EPOCH).total_seconds())


def _confidence(cells: Sequence[str], file: str) -> NDArray[np.float64]:
    def value(cell: str) -> float:
        try:
            number = float(cell) if cell else 1.0
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            raise _wrong(file, f"{cell[:40]!r} in the column confidence is not from 0 to 1")
        return number

    return np.array([value(cell) for cell in cells], dtype=np.float64)


def _entities(
    columns: Mapping[str, Sequence[str]], variables: Mapping[str, Column], attributes: Sequence[str]
) -> dict[str, dict[str, Entity]]:
    """What attribute columns tell of values; the first row that tells something of a value counts."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for title in attributes:
        name, _, attribute = title.partition(": ")
        if name not in variables or variables[name].kind != "short text":
            continue
        for value, cell in zip(columns[name], columns[title], strict=True):
            own = found.setdefault(name, {}).setdefault(value, {})
            if not own.get(attribute):
                own[attribute] = cell
    return {
        name: {value: Entity(value, attributes=told) for value, told in sorted(values.items())}
        for name, values in found.items()
    }
