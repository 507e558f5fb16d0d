"""CSV and TSV: a row is a document. Commas, semicolons, tabs or bars part the columns; found from the first line."""

from __future__ import annotations

from collections.abc import Iterator

from dissensus.model.errors import ReadingError
from dissensus.model.options import ReadingOptions
from dissensus.reading.columns import map_table, row_document
from dissensus.reading.decoding import open_text
from dissensus.reading.delimited import read_delimited
from dissensus.reading.files import InputFile
from dissensus.reading.formats.protocol import RawDocument, RawProblem


class CsvFormat:
    """``.csv`` and ``.tsv``, with a header line."""

    id = "csv.v1"
    extensions = (".csv", ".tsv")
    content = frozenset({""})
    isolated = True
    rows = True

    def read(self, file: InputFile, options: ReadingOptions, /) -> Iterator[RawDocument | RawProblem]:
        stream, encoding, warnings = open_text(file)
        with stream:
            yield from warnings
            table = read_delimited(stream)
            if not table.names:
                raise ReadingError("the table is empty", code="READ002")
            mapped, missing = map_table(table.names, options.columns)
            yield from missing
            row = None
            for row in table.rows:
                label = f"row {row.number}"
                if row.fault:
                    yield RawProblem("READ019", row.fault, label)
                else:
                    yield row_document(row.values, mapped, label, encoding)
            if row is None:
                raise ReadingError("the table has a header but no rows", code="READ002")
