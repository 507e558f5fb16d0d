"""Delimited tables line by line: the delimiter found from the header, each faulty row told apart from the others."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from dissensus.model.errors import ReadingError
from dissensus.reading.columns import map_columns

DELIMITERS = (",", ";", "\t", "|")
"""Characters that may part columns; of those that do equally well the first is taken."""

MAX_COLUMNS = 2_000
"""Most columns of a table."""

MAX_HEADER = 100_000
"""Longest header line, in characters."""

_SEP_LINE = re.compile(r"sep=(.)\r?\n?\Z", re.IGNORECASE)

# The module's own limit stops in the midst of a quoted field and takes its rest for rows; the size of the file bounds
# a field as well.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        number: counted from 1, the header left out.
        values: column name to cell.
        fault: what is wrong with it; the values are empty then.
    """

    number: int
    values: Mapping[str, str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Delimited:
    """A table whose header has been read.

    Attributes:
        names: column names, in order; empty for an empty table.
        rows: the rows, read one by one.
    """

    names: tuple[str, ...]
    rows: Iterator[Row]


def read_delimited(stream: TextIO, extra: Mapping[str, tuple[str, ...]] | None = None) -> Delimited:
    """Read the header of a table with a header line, and prepare to read its rows.

    Args:
        stream: the text, newlines untouched.
        extra: fields beside those of documents that help to find the delimiter.

    Raises:
        ReadingError: READ005 the header is no header.
    """
    first = _header_line(stream)
    delimiter = ""
    if match := _SEP_LINE.match(first):  # Excel's own way to name the delimiter
        delimiter, first = match.group(1), _header_line(stream)
    if not first.strip():
        return Delimited((), iter(()))
    delimiter = delimiter or _delimiter_of(first, extra or {})
    reader = csv.reader(itertools.chain([first], stream), delimiter=delimiter, strict=True)
    try:
        header = next(reader)
    except csv.Error as error:
        raise ReadingError(f"its header line is damaged ({error})", code="READ005") from error
    if len(header) > MAX_COLUMNS:
        raise ReadingError(f"its header names {len(header):,} columns", code="READ005")
    names = _unique(header)
    return Delimited(names, _rows(reader, names))


def _header_line(stream: TextIO) -> str:
    line = stream.readline(MAX_HEADER)
    while line and not line.strip():
        line = stream.readline(MAX_HEADER)
    if len(line) >= MAX_HEADER:
        raise ReadingError(f"its first line is longer than {MAX_HEADER:,} characters", code="READ008")
    return line


def _delimiter_of(header: str, extra: Mapping[str, tuple[str, ...]]) -> str:
    """The delimiter under which the header holds most known column names, then most columns."""
    best, chosen = (-1, -1), ","
    for delimiter in DELIMITERS:
        try:
            names = next(csv.reader([header], delimiter=delimiter))
        except (csv.Error, StopIteration):
            continue
        score = (len(map_columns(names, {}, extra).fields), len(names))
        if score > best:
            best, chosen = score, delimiter
    return chosen


def _unique(header: list[str]) -> tuple[str, ...]:
    """Column names: nameless ones by their place, repeated ones with a number."""
    names: dict[str, None] = {}
    counts: dict[str, int] = {}
    for place, name in enumerate(header, 1):
        plain = name.strip() or f"column {place}"
        unique, count = plain, counts.get(plain, 1)
        while unique in names:
            count += 1
            unique = f"{plain} {count}"
        counts[plain] = count
        names[unique] = None
    return tuple(names)


def _rows(reader: Iterator[list[str]], names: tuple[str, ...]) -> Iterator[Row]:
    for number in itertools.count(1):
        try:
            cells = next(reader)
            while not any(cells):
                cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, {}, _fault_of(str(error)))
            continue
        # Spreadsheets write trailing empty cells or leave them out.
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            yield Row(number, {}, f"the row has {len(cells)} cells, the header {len(names)}")
        elif len(cells) == 1 and len(names) > 2:
            yield Row(number, {}, f"the row has one cell, the header {len(names)}")
        else:
            padded = cells + [""] * (len(names) - len(cells))
            yield Row(number, dict(zip(names, padded, strict=False)))


def _fault_of(message: str) -> str:
    if "end of data" in message:
        return "a quotation mark that begins in this row is never closed, so all that follows belongs to it"
    if "expected after" in message:
        return "a quotation mark stands in the midst of a cell; it must be written twice"
    return f"the row is damaged ({message})"
