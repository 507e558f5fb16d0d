"""What a format gives and the protocol that every format fulfils."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from dissensus.model.options import ReadingOptions
from dissensus.reading.files import InputFile

FIELDS = ("id", "title", "outlet", "authors", "published", "date_precision", "url", "language")
"""Names of the fields that a file, a row, a file name or metadata.csv may tell of a document."""


@dataclass(frozen=True, slots=True)
class RawProblem:
    """Something wrong with a file or one row of it.

    Attributes:
        code: code of the error catalogue.
        found: what was found.
        row: which row ("row 3"), or "" for the file.
        severity: "error" when the row was not read.
        remedy: what to do; None for the catalogue's.
    """

    code: str
    found: str
    row: str = ""
    severity: Literal["error", "warning"] = "error"
    remedy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """A document as its file tells it, before metadata from elsewhere and before any check.

    Attributes:
        text: the text, as it will stay.
        bytes_digest: SHA-256 of the file's bytes, of the row's canonical JSON for tables.
        row: which row ("row 3"), or "" for the file.
        fields: what the file or row says itself, by the names in FIELDS; several authors are parted by ";".
        columns: all other columns.
        encoding: encoding of the text, or None where the format knows none.
        warnings: what should be looked at.
    """

    text: str
    bytes_digest: str
    row: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    warnings: tuple[RawProblem, ...] = ()


class Format(Protocol):
    """One file format.

    Attributes:
        id: versioned name, such as "text.v1"; recorded with every document.
        extensions: file endings, lower case with the dot.
        content: what the content of such a file may be, as ``content.kind_of`` names it; "" stands for text.
        isolated: whether it runs in the helper process, because a library stands behind it that may hang or crash.
        rows: whether a file holds many documents.
    """

    @property
    def id(self) -> str: ...
    @property
    def extensions(self) -> tuple[str, ...]: ...
    @property
    def content(self) -> frozenset[str]: ...
    @property
    def isolated(self) -> bool: ...
    @property
    def rows(self) -> bool: ...

    def read(self, file: InputFile, options: ReadingOptions, /) -> Iterator[RawDocument | RawProblem]:
        """The documents in the file, and what is wrong with single rows.

        Raises:
            ReadingError: the file cannot be read (further).
        """
        ...
