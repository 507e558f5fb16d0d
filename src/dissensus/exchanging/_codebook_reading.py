"""The text of a codebook file to a codebook, each mistake refused with the line or row where it stands."""

from __future__ import annotations

import codecs
import io
import re
import tomllib
from collections.abc import Iterator, Mapping

from dissensus.exchanging._alias_reading import unguarded
from dissensus.exchanging._codebook_values import KEYS, check_keys, codebook_of, shown
from dissensus.model.claims import Codebook
from dissensus.model.errors import CodebookError, ReadingError
from dissensus.reading.delimited import read_delimited

_WIDE_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TABLE = re.compile(r"[ \t]*\[\[[ \t]*claim[ \t]*\]\]")
_NAMELESS = re.compile(r"column [0-9]+\Z")
_BETWEEN = re.compile(r"\\([\\|])|\|")
_COLUMNS = {name: (name,) for name in KEYS}


def decoded(data: bytes, origin: str) -> str:
    """The text of a file: UTF-8, with or without a byte order mark, or UTF-16 with one, as spreadsheets write it.

    Raises:
        CodebookError: REC020 it is neither.
    """
    wide = next((encoding for mark, encoding in _WIDE_MARKS if data.startswith(mark)), None)
    try:
        text = data.decode(wide or "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start : error.start + 1].hex().upper()
        raise unreadable(
            origin,
            f"it is not {wide or 'UTF-8'} (byte {byte} in line {line})",
            "Save it as UTF-8; in spreadsheets that is “CSV UTF-8”",
        ) from error
    if "\x00" in text:
        raise unreadable(origin, "NUL characters stand in it, as in UTF-16 without a mark or in a binary file")
    if not text.strip():
        raise unreadable(origin, "it is empty")
    return text


def unreadable(origin: str, why: str, remedy: str | None = None) -> CodebookError:
    """The error of a file that cannot be used at all."""
    return CodebookError(f"the codebook {origin} cannot be read: {why}", remedy=remedy)


def from_toml(text: str, origin: str) -> Codebook:
    """The codebook of a text in TOML.

    Raises:
        CodebookError: REC020 to REC026.
    """
    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise unreadable(origin, str(error)[:300] or "it is nested too deep") from error
    check_keys(table, ("title", "claim"), origin)
    found = table.get("claim", [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise CodebookError(
            f"{origin}: claim has {shown(found)} where tables must stand",
            code="REC022",
            remedy="Begin each claim with a line [[claim]], in two pairs of brackets",
        )
    lines = [number for number, line in enumerate(text.split("\n"), 1) if _TABLE.match(line)]
    told = len(lines) == len(found)
    placed = (
        (f"{origin}, line {lines[n]}" if told else f"{origin}, claim {n + 1}", each) for n, each in enumerate(found)
    )
    return codebook_of(placed, table.get("title", ""), origin)


def from_csv(text: str, origin: str) -> Codebook:
    """The codebook of a table with a header line; commas, semicolons, tabs or bars part the columns.

    Raises:
        CodebookError: REC020 to REC026.
    """
    try:
        table = read_delimited(io.StringIO(text, newline=""), _COLUMNS)
    except ReadingError as error:
        raise unreadable(origin, error.found) from error
    columns = {name: name.lower().replace(" ", "_") for name in table.names if not _NAMELESS.match(name)}
    check_keys(columns.values(), KEYS, f"{origin}, header")
    for needed in ("id", "claim"):
        if needed not in columns.values():
            raise CodebookError(
                f"{origin}, header: there is no column {needed!r} among {', '.join(table.names)[:200]}", code="REC021"
            )
    if len(set(columns.values())) < len(columns):
        raise CodebookError(f"{origin}, header: a column stands twice", code="REC021")

    def placed() -> Iterator[tuple[str, Mapping[str, object]]]:
        for row in table.rows:
            place = f"{origin}, row {row.number}"
            if row.fault:
                raise CodebookError(f"{place}: {row.fault}", remedy="Correct the row")
            if any(cell.strip() for name, cell in row.values.items() if name not in columns):
                raise CodebookError(f"{place}: a cell stands in a column without a name", code="REC021")
            cells = {columns[name]: unguarded(cell) for name, cell in row.values.items() if name in columns}
            if any(cell.strip() for cell in cells.values()):
                yield place, {name: _value(name, cell) for name, cell in cells.items() if cell.strip()}

    return codebook_of(placed(), "", origin)


def _value(name: str, cell: str) -> object:
    return split_wordings(cell) if name in {"supporting", "opposing"} else cell


def split_wordings(cell: str) -> list[str]:
    r"""Wordings of a cell, parted by ``|``; ``\|`` stands for a bar and ``\\`` for a backslash."""
    parts, start, current = [], 0, ""
    for match in _BETWEEN.finditer(cell):
        current += cell[start : match.start()]
        start = match.end()
        if match.group(1):
            current += match.group(1)
        else:
            parts.append(current)
            current = ""
    parts.append(current + cell[start:])
    return [part.strip() for part in parts if part.strip()]


def joined_wordings(wordings: tuple[str, ...]) -> str:
    """The cell that `split_wordings` parts into these wordings."""
    return " | ".join(wording.replace("\\", "\\\\").replace("|", "\\|") for wording in wordings)
