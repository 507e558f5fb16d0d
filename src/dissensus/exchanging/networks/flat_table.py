"""Everything in one table: a row for each statement with all variables, attributes, its document, coder and words."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO

import numpy as np

from dissensus.exchanging.networks._numbers import moment
from dissensus.exchanging.networks.csv_matrix import free_name, guarded
from dissensus.exchanging.networks.nodes import Entities
from dissensus.exchanging.networks.targets import binary_target, text_target
from dissensus.model.coded_statements import CodedStatements, Column, text_order

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 50_000
"""How many statements are held as rows while writing."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One column of the table: values by statement (numbers), or codes into few values, or texts."""

    name: str
    kind: str
    numbers: Any = None
    codes: Any = None
    values: Sequence[str | int | None] = ()
    texts: Sequence[str] = ()


def write_flat_csv(coded: CodedStatements, target: Path | TextIO, entities: Entities | None = None) -> None:
    """Write the table as CSV: UTF-8 with a mark, commas, cells guarded against formulas, booleans as 1 and 0.

    Columns: statement_id, statement_type, time (UTC); each variable, followed, where it is a short text, by the
    attributes of its values as "variable: attribute"; document_id and the document's variables as "document_title" and
    so on; coder, confidence, status, start, stop, text. A variable with one of the other names gets " (variable)"
    behind its own. A value that was never coded, or a time that nothing
    tells, is an empty cell.

    Args:
        coded: N statements; without passages the column "text" is empty.
        target: a path, or an open text stream.
        entities: attributes; None for those of the statements.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    columns = _fields(coded, coded.entities if entities is None else entities)
    with text_target(target, "utf-8-sig") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([guarded(each.name) for each in columns])
        for begin in range(0, len(coded), ROWS_AT_ONCE):
            part = slice(begin, begin + ROWS_AT_ONCE)
            writer.writerows(zip(*(_cells(each, part) for each in columns), strict=True))


def write_flat_parquet(coded: CodedStatements, target: Path | IO[bytes], entities: Entities | None = None) -> None:
    """Write the table as Parquet: the columns of `write_flat_csv` with types of their own.

    Times are timestamps in UTC, booleans are booleans, integers 64-bit, few-valued texts dictionaries; a value that was
    never coded, or a time that nothing tells, is null.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = _fields(coded, coded.entities if entities is None else entities)
    empty = [_array(each, slice(0, 0)) for each in columns]
    schema = pa.schema([(each.name, array.type) for each, array in zip(columns, empty, strict=True)])
    with binary_target(target) as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for begin in range(0, max(1, len(coded)), ROWS_AT_ONCE):
            part = slice(begin, begin + ROWS_AT_ONCE)
            writer.write_table(pa.table([_array(each, part) for each in columns], schema=schema))


def _fields(coded: CodedStatements, entities: Entities) -> list[_Field]:
    count = len(coded)
    documents = [
        _coded_field(f"document_{name}", column) for name, column in coded.document_variables.items() if name != "id"
    ]
    before = [
        _Field("statement_id", "integer", numbers=coded.ids),
        _Field("statement_type", "text", codes=np.zeros(count, np.int32), values=(coded.statement_type,)),
        _Field("time", "time", numbers=coded.time) if coded.timed else _Field("time", "no time", numbers=coded.time),
    ]
    after = [
        _coded_field("document_id", coded.document_variables["id"])
        if "id" in coded.document_variables
        else _Field("document_id", "integer", numbers=coded.document),
        *documents,
        _coded_field("coder", coded.coder),
        _Field("confidence", "real", numbers=coded.confidence),
        _coded_field("status", coded.status),
        _Field("start", "integer", numbers=coded.start),
        _Field("stop", "integer", numbers=coded.stop),
        _Field("text", "long text", texts=coded.passages if len(coded.passages) else [""] * count),
    ]
    taken = {each.name for each in (*before, *after)}
    between: list[_Field] = []
    for name, column in coded.variables.items():
        title = free_name(name, "variable", taken)
        between.append(_coded_field(title, column))
        if column.kind != "short text":
            continue
        known = [entities.get(name, {}).get(str(value)) for value in column.values]
        attributes = sorted({key for each in known if each for key in each.attributes}, key=text_order)
        for attribute in attributes:
            values = tuple(each.attributes.get(attribute, "") if each else "" for each in known)
            title = free_name(f"{name}: {attribute}", "attribute", taken)
            between.append(_Field(title, "text", codes=column.codes, values=values))
    return [*before, *between, *after]


def _coded_field(name: str, column: Column) -> _Field:
    kind = {"boolean": "boolean", "integer": "integer"}.get(column.kind, "text")
    return _Field(name, kind, codes=column.codes, values=column.values)


def _cells(each: _Field, part: slice) -> Iterator[str]:
    if each.codes is not None:
        shown = [*(guarded(str(v)) if each.kind == "text" else str(v) for v in each.values), ""]
        return (shown[code] for code in each.codes[part].tolist())
    if each.kind == "time":
        return (moment(seconds) + "Z" for seconds in each.numbers[part].tolist())
    if each.kind == "no time":
        return repeat("", len(each.numbers[part]))
    if each.kind == "long text":
        return (guarded(text) for text in each.texts[part])
    return (repr(number) for number in each.numbers[part].tolist())


def _array(each: _Field, part: slice) -> pa.Array:
    import pyarrow as pa

    if each.codes is not None:
        codes = each.codes[part]
        if each.kind == "text":
            values = pa.array([_storable(str(value)) for value in each.values], pa.string())
            return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32(), mask=codes < 0), values)
        kind = pa.bool_() if each.kind == "boolean" else pa.int64()
        values = pa.array([bool(v) if each.kind == "boolean" else int(v or 0) for v in each.values], kind)
        return values.take(pa.array(codes, pa.int32(), mask=codes < 0))
    if each.kind == "long text":
        return pa.array([_storable(text) for text in each.texts[part]], pa.string())
    if each.kind == "time":
        return pa.array(each.numbers[part], pa.int64()).cast(pa.timestamp("s", tz="UTC"))
    if each.kind == "no time":
        return pa.nulls(len(each.numbers[part]), pa.timestamp("s", tz="UTC"))
    return pa.array(each.numbers[part], pa.float64() if each.kind == "real" else pa.int64())


def _storable(text: str) -> str:
    """UTF-8 has no halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode()
