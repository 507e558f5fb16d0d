"""Documents of a DNA file without their texts, and offsets of statements in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dissensus.exchanging.dna_files._cells import LARGEST, number, short, text
from dissensus.exchanging.dna_files.layout import EARLIEST, LATEST
from dissensus.exchanging.dna_files.opening import DnaDatabase
from dissensus.model.coded_statements import Column
from dissensus.model.errors import DnaFileError, EvidenceError
from dissensus.model.offsets import Utf16Offsets

Offsets = Literal["utf-16", "code points"]
"""What the offsets of a file count: Java's units, as DNA sets them; or code points, as DNA's own export cuts texts."""
MAX_PASSAGES = 1_000_000_000
"""Most characters of all statements' words; statements may overlap, so a small file can tell much."""
_WIDE = re.compile("[\U00010000-\U0010ffff]")
_DOCUMENT_COLUMNS = ("Author", "Source", "Section", "Type", "Title")


class Documents:
    """The documents of a file without their texts, by number."""

    def __init__(self, database: DnaDatabase) -> None:
        self._database = database
        # All in one query: rows of several may come in different orders.
        rows = list(database.rows("DOCUMENTS", ("ID", "Date", *_DOCUMENT_COLUMNS)))
        ids, dates = (
            np.fromiter((number(database, "DOCUMENTS", name, row[k], bounds) for row in rows), np.int64, len(rows))
            for k, (name, bounds) in enumerate((("ID", (-LARGEST, LARGEST)), ("Date", (EARLIEST, LATEST))))
        )
        order = np.argsort(ids, kind="stable")
        self.ids, self.date = ids[order], dates[order]
        if len(np.unique(ids)) < len(ids):
            raise DnaFileError(f"two documents of {database.file} have one number", code="DNA004")
        self._told = {
            name: [short(database, "DOCUMENTS", name, row[k]) for row in rows]
            for k, name in enumerate(_DOCUMENT_COLUMNS, start=2)
        }
        self._order = order

    def places(self, wanted: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which document, counted from 0, each number is.

        Raises:
            DnaFileError: DNA004, no document has a number that is asked for.
        """
        if not len(wanted):
            return np.zeros(0, np.int64)
        found = np.searchsorted(self.ids, wanted)
        lost = (
            np.flatnonzero((found >= len(self.ids)) | (self.ids[np.minimum(found, len(self.ids) - 1)] != wanted))
            if len(self.ids)
            else np.arange(len(wanted))
        )
        if len(lost):
            raise DnaFileError(
                f"a statement of {self._database.file} stands in document {wanted[lost[0]]}, which is not there",
                code="DNA004",
            )
        return found

    def columns(self, place: NDArray[np.int64]) -> dict[str, Column]:
        """The documents' variables, one value a statement."""
        found = {}
        for name in _DOCUMENT_COLUMNS:
            of_document = Column.of(name.lower(), "short text", self._told[name])
            codes = np.empty_like(of_document.codes)
            codes[:] = of_document.codes[self._order]
            found[name.lower()] = Column(name.lower(), "short text", codes[place], of_document.values)
        numbered = Column.of("id", "short text", [str(each) for each in self.ids.tolist()])
        found["id"] = Column("id", "short text", numbered.codes[place], numbered.values)
        return {name: found[name] for name in ("author", "source", "section", "type", "id", "title")}

    def converted(
        self,
        ids: NDArray[np.int64],
        place: NDArray[np.int64],
        start: NDArray[np.int64],
        stop: NDArray[np.int64],
        *,
        offsets: Offsets,
        passages: bool,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], Sequence[str]]:
        """Offsets in code points, and the words there if wanted; texts are read one at a time.

        Raises:
            DnaFileError: DNA004, the text of a document is none, or a statement ends behind it; DNA007, the words would
                be more than `MAX_PASSAGES` characters; others as `DnaDatabase.rows`.
        """
        start, stop = start.copy(), stop.copy()
        if passages and int((stop - start).sum()) > MAX_PASSAGES:
            raise DnaFileError(
                f"the statements of {self._database.file} have more than {MAX_PASSAGES:,} characters", code="DNA007"
            )
        cut = [""] * len(ids) if passages else []
        order = np.argsort(place, kind="stable")
        bounds = np.searchsorted(place[order], np.arange(len(self.ids) + 1))
        own = {each: k for k, each in enumerate(self.ids.tolist())}
        for document_id, told in self._database.rows("DOCUMENTS", ("ID", "Text")):
            told = text(self._database, "DOCUMENTS", "Text", told)
            k = own[document_id]
            rows = order[bounds[k] : bounds[k + 1]]
            if not len(rows):
                continue
            utf16 = offsets == "utf-16" and not told.isascii() and _WIDE.search(told) is not None
            converter = Utf16Offsets(told) if utf16 else None
            units = converter.to_utf16(len(told)) if converter else len(told)
            beyond = rows[stop[rows] > units]
            if len(beyond):
                raise DnaFileError(
                    f"statement {ids[beyond[0]]} of {self._database.file} ends at {stop[beyond[0]]}, behind the text of"
                    f" document {document_id}",
                    code="DNA004",
                )
            for row in rows.tolist():
                if converter:
                    start[row], stop[row] = code_points(converter, int(start[row]), int(stop[row]))
                if passages:
                    cut[row] = told[start[row] : stop[row]]
        return start, stop, cut


def code_points(converter: Utf16Offsets, start: int, stop: int) -> tuple[int, int]:
    """A stretch counted in UTF-16 units, in code points; one that splits a character takes the whole of it."""
    return _whole(converter, start, -1), _whole(converter, stop, 1)


def _whole(converter: Utf16Offsets, position: int, step: int) -> int:
    try:
        return converter.to_code_points(position)
    except EvidenceError:
        return converter.to_code_points(position + step)
