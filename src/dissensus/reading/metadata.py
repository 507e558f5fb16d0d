"""``metadata.csv`` (or ``metadata.tsv``) beside the files: a row tells about one file."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from dissensus.model.errors import ReadingError
from dissensus.model.options import ReadingOptions
from dissensus.reading.columns import MAX_NAMES_SHOWN, map_columns
from dissensus.reading.decoding import open_text
from dissensus.reading.delimited import Delimited, read_delimited
from dissensus.reading.files import InputFile
from dissensus.reading.formats.protocol import RawProblem

NAMES = ("metadata.csv", "metadata.tsv")
"""Names of metadata files, lower case; the first that is there is read."""

_COLUMNS_NEEDED = (
    "Give it a column 'file' with the path of each file from its folder, or a column 'id' with the id of each document"
)
_Fault = tuple[str, Literal["error", "warning"]]
_FILE = {"file": ("file", "filename", "file_name", "path")}


@dataclass(frozen=True, slots=True)
class About:
    """What one row tells of a document: fields, other columns, and the row it stands in."""

    fields: Mapping[str, str]
    columns: Mapping[str, str]
    row: int


@dataclass(slots=True)
class Metadata:
    """All rows of one metadata file.

    Attributes:
        folder: the folder it stands in; it tells of files there and below.
        origin: its name for messages.
        by_file: relative path with ``/`` to the row.
        by_id: id to the row, for rows that name no file.
        problems: what is wrong with the metadata file, in the order of its rows.
        used: ids of rows without a file that some document took.
        listed: names in the folders that rows told of, with and without endings.
    """

    folder: Path
    origin: str
    by_file: dict[str, About] = field(default_factory=dict)
    by_id: dict[str, About] = field(default_factory=dict)
    problems: list[RawProblem] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    listed: dict[Path, frozenset[str]] = field(default_factory=dict)

    def of_file(self, relative: str) -> About | None:
        """The row that names a file by its path from the metadata file's folder, with or without its ending."""
        path = PurePosixPath(_key(relative))
        return self.by_file.get(str(path)) or self.by_file.get(str(path.with_suffix("")))

    def of_id(self, identifier: str) -> About | None:
        """The row that names no file but this id."""
        found = self.by_id.get(_key(identifier))
        if found is not None:
            self.used.add(_key(identifier))
        return found

    def unused(self) -> Iterator[RawProblem]:
        """A problem for each row without a file whose id no document has."""
        for identifier, about in self.by_id.items():
            if identifier not in self.used:
                yield RawProblem(
                    "READ020", f"it tells of {identifier!r}, but no such document is there", f"row {about.row}"
                )


def read_metadata(path: Path, origin: str, options: ReadingOptions, *, complain: bool) -> Metadata:
    """Read a metadata file; whatever is wrong with it is kept in ``problems``.

    Args:
        path: the file.
        origin: its name for messages.
        options: which columns are which fields, and the largest file.
        complain: whether rows about files that are not there are problems (not when single files were given).
    """
    metadata = Metadata(path.parent, origin)
    try:
        stream, _, warnings = open_text(InputFile(path, options.max_bytes))
        with stream:
            metadata.problems.extend(warnings)
            _take_rows(metadata, read_delimited(stream, _FILE), options, complain)
    except ReadingError as error:
        metadata.problems.append(
            RawProblem(error.code, f"the metadata was not read: {error.found}", remedy=error.remedy)
        )
    return metadata


def _take_rows(metadata: Metadata, table: Delimited, options: ReadingOptions, complain: bool) -> None:
    asked = {name: column for name, column in options.columns.items() if name != "text"}
    mapped = map_columns(table.names, asked, _FILE)
    if "file" not in mapped.fields and "id" not in mapped.fields:
        shown = ", ".join(table.names[:MAX_NAMES_SHOWN]) or "none"
        found = f"it has no column 'file' and no column 'id'; its columns are: {shown}"
        raise ReadingError(found, code="READ020", remedy=_COLUMNS_NEEDED)
    used = set(mapped.fields.values())
    for row in table.rows:
        label = f"row {row.number}"
        if row.fault:
            metadata.problems.append(RawProblem("READ019", row.fault, label))
            continue
        fields = {name: row.values[column].strip() for name, column in mapped.fields.items()}
        file = _key(fields.pop("file", ""))
        fields = {name: value for name, value in fields.items() if value and name != "text"}
        columns = {name: value for name, value in row.values.items() if name not in used and value.strip()}
        about = About(fields, columns, row.number)
        problem = _keep(metadata, file, about, complain)
        if problem:
            metadata.problems.append(RawProblem("READ020", problem[0], label, problem[1]))


def _keep(metadata: Metadata, file: str, about: About, complain: bool) -> _Fault | None:
    """Keep a row under its file or id; what is wrong with it and how bad that is, or None."""
    identifier = _key(about.fields.get("id", ""))
    if not file and not identifier:
        return "the row names neither a file nor an id", "error"
    rows, key = (metadata.by_file, file) if file else (metadata.by_id, identifier)
    if key in rows:
        return f"{key!r} stands here and in row {rows[key].row}; the first row counts", "warning"
    rows[key] = about
    if file and complain and not _is_there(metadata, file):
        return f"it tells of {file!r}, but no such file is there", "error"
    return None


def _is_there(metadata: Metadata, file: str) -> bool:
    path = PurePosixPath(file)
    if path.is_absolute() or ".." in path.parts or "\x00" in file:
        return False
    parent = metadata.folder.joinpath(*path.parts[:-1])
    if parent not in metadata.listed:
        try:
            names = [_key(name) for name in os.listdir(parent)]  # noqa: PTH208 - names are wanted, not paths
        except OSError:
            names = []
        metadata.listed[parent] = frozenset(names) | {PurePosixPath(name).stem for name in names}
    return path.name in metadata.listed[parent]


def _key(name: str) -> str:
    """A name as it is compared: systems write accents in two ways, and Windows parts folders by a backslash."""
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/").removeprefix("./"))
