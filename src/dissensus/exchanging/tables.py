"""Tables of findings and comparisons as CSV, Parquet or JSON Lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dissensus.model.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

CSV_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell; such text gets an apostrophe before it."""


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=1000):
        yield from batch.to_pylist()


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _cell(value: object) -> object:
    value = _plain(value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(CSV_FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value


def write_csv(table: pa.Table, path: Path) -> None:
    """UTF-8 with a mark, so that spreadsheets read it; lists (evidence) as JSON in their cell."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.column_names)
        for row in _rows(table):
            writer.writerow([_cell(value) for value in row.values()])


def write_parquet(table: pa.Table, path: Path) -> None:
    """Parquet with the table's own types; evidence stays a list of structs."""
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd")


def write_jsonl(table: pa.Table, path: Path) -> None:
    """One JSON object a row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in _rows(table):
            file.write(json.dumps(_plain(row), ensure_ascii=True) + "\n")


TABLE_FORMATS: dict[str, Callable[[pa.Table, Path], None]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "jsonl": write_jsonl,
}
"""Writer by the format's id, which is the ending of its files."""


def check_format(format_id: str) -> None:
    """Refuse a format that is not there, before any work is done.

    Raises:
        UsageError: no such format.
    """
    if format_id not in TABLE_FORMATS:
        known = ", ".join(sorted(TABLE_FORMATS))
        raise UsageError(f"no table format {format_id!r}; known are {known}", code="USE005")


def write_table(table: pa.Table, path: Path, format_id: str) -> None:
    """Write a table in the named format.

    Raises:
        UsageError: no such format.
    """
    check_format(format_id)
    TABLE_FORMATS[format_id](table, path)
