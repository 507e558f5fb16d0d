"""Parquet tables: a row is a document; read in batches."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from dissensus.model.errors import ReadingError
from dissensus.model.options import ReadingOptions
from dissensus.reading.columns import as_words, map_table, row_document
from dissensus.reading.files import InputFile
from dissensus.reading.formats.protocol import RawDocument, RawProblem

BATCH_ROWS = 256
"""Rows that are held at once."""

MAX_ROWS = 10_000_000
"""Most rows of a table: a file of some kilobytes can claim any number of equal ones."""


class ParquetFormat:
    """``.parquet``."""

    id = "parquet.v1"
    extensions = (".parquet",)
    content = frozenset({"parquet"})
    isolated = True
    rows = True

    def read(self, file: InputFile, options: ReadingOptions, /) -> Iterator[RawDocument | RawProblem]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        with file.open() as opened:
            try:
                table = pq.ParquetFile(opened)
            except (pa.ArrowException, OSError) as error:
                raise ReadingError("the table is damaged or cut off", code="READ005") from error
            rows = table.metadata.num_rows
            if rows == 0:
                raise ReadingError("the table has no rows", code="READ002")
            if rows > MAX_ROWS:
                raise ReadingError(f"the table claims {rows:,} rows; at most {MAX_ROWS:,} are read", code="READ006")
            names = tuple(table.schema_arrow.names)
            mapped, missing = map_table(names, options.columns)
            yield from missing
            numbers = itertools.count(1)
            for batch in table.iter_batches(batch_size=BATCH_ROWS, use_threads=False):
                for row in batch.to_pylist():
                    values = {name: as_words(value) for name, value in row.items()}
                    yield row_document(values, mapped, f"row {next(numbers)}", None)
