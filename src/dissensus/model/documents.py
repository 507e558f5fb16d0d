"""Documents, their dates with precision, and problems found while reading them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dissensus.model.spans import digest_of

Precision = Literal["year", "month", "day"]

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day; never filled up.

    Attributes:
        value: "2014", "2014-04" or "2014-04-21".
        inferred: the date was worked out by somebody, not stated by the outlet.
    """

    value: str
    inferred: bool = False

    def __post_init__(self) -> None:
        match = _PARTIAL.match(self.value)
        if not match:
            raise ValueError(f"{self.value!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = match.groups()
        dt.date(int(year), int(month or 1), int(day or 1))

    @property
    def precision(self) -> Precision:
        return {4: "year", 7: "month"}.get(len(self.value), "day")  # type: ignore[return-value]

    @property
    def first_day(self) -> dt.date:
        """The first day that the date may mean."""
        year, month, day = self._parts()
        return dt.date(year, month or 1, day or 1)

    @property
    def last_day(self) -> dt.date:
        """The last day that the date may mean."""
        year, month, day = self._parts()
        month = month or 12
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])

    def _parts(self) -> tuple[int, int | None, int | None]:
        parts = [int(part) for part in self.value.split("-")] + [None, None]
        return parts[0], parts[1], parts[2]  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Document:
    """One article. Its text is fixed at import and never changed.

    Attributes:
        id: stable and unique in a project.
        text: the article's text; all positions are code points in it.
        title: headline, or None.
        outlet: who published it, or None when not known.
        authors: names as printed.
        published: publication date with its precision, or None when not known.
        url: where it was published, or None.
        language: ISO 639-1 code, or None when not known.
        columns: all other metadata, by name.
        origin: the file (and row) it was read from, relative to the folder that was read.
        reader: id of the format module that read it, with its version.
        encoding: encoding of the file's text as read or guessed, or None where the format knows no encodings.
        bytes_digest: SHA-256 of the original bytes (of the row for tables).
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    url: str | None = None
    language: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    reader: str = ""
    encoding: str | None = None
    bytes_digest: str = ""

    @property
    def text_digest(self) -> str:
        """SHA-256 of the text as UTF-8."""
        return digest_of(self.text)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one input, kept as data.

    Attributes:
        code: code of the error catalogue.
        origin: the file (and row) it was found in.
        found: what was found.
        remedy: what to do.
        severity: "error" (not read, or not annotated) or "warning" (read; look at it).
        document_id: the document, where there is one.
    """

    code: str
    origin: str
    found: str
    remedy: str
    severity: Literal["error", "warning"] = "error"
    document_id: str | None = None
