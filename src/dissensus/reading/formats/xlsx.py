"""Excel workbooks: a row of any sheet that has a column with text is a document."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from typing import Any

from dissensus.model.errors import ReadingError
from dissensus.model.options import ReadingOptions
from dissensus.reading.archives import check_archive
from dissensus.reading.columns import as_words, map_table, row_document
from dissensus.reading.delimited import MAX_COLUMNS
from dissensus.reading.files import InputFile
from dissensus.reading.formats.protocol import RawDocument, RawProblem

CELL_LIMIT = 32_767
"""Most characters that Excel keeps in a cell; a text of just this length was cut by it (Excel specifications)."""


class XlsxFormat:
    """``.xlsx``, with a header row; formulas give the value that was stored with them."""

    id = "xlsx.v1"
    extensions = (".xlsx",)
    content = frozenset({"xlsx"})
    isolated = True
    rows = True

    def read(self, file: InputFile, options: ReadingOptions, /) -> Iterator[RawDocument | RawProblem]:
        data = file.content()
        check_archive(data, ("xl/", "docProps/", "_rels/", "[Content_Types]"))
        from defusedxml import DefusedXmlException
        from openpyxl.reader.excel import load_workbook

        try:
            book = load_workbook(  # type: ignore[no-untyped-call]
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
        except DefusedXmlException as error:
            raise ReadingError("it declares entities, which can unpack without end", code="READ006") from error
        lacking: ReadingError | None = None
        with_text = 0
        for number, sheet in enumerate(book.worksheets):
            # A workbook may declare a size that it does not have; the rows themselves tell.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)
            header = next((row for row in rows if any(cell not in (None, "") for cell in row)), None)
            if header is None:
                continue
            names = _names(header)
            try:
                mapped, missing = map_table(names, options.columns)
            except ReadingError as error:
                lacking = lacking or error
                continue
            with_text += 1
            yield from missing
            sheet_name = f"{sheet.title} " if number else ""
            for place, row in zip(itertools.count(1), rows, strict=False):
                values = dict(zip(names, map(as_words, row), strict=False))
                if not any(values.values()):
                    continue
                label = f"{sheet_name}row {place}"
                found = row_document(values, mapped, label, None)
                yield found
                if isinstance(found, RawDocument) and len(found.text) == CELL_LIMIT:
                    yield RawProblem(
                        "READ027",
                        f"the text has just {CELL_LIMIT:,} characters: Excel cut it there",
                        label,
                        "warning",
                        "Export the texts as CSV or JSON lines from where they were kept",
                    )
        if not with_text:
            raise lacking or ReadingError("the workbook holds no rows", code="READ002")


def _names(header: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(as_words(cell).strip() or f"column {place}" for place, cell in enumerate(header, 1))
