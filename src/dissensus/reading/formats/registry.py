"""The formats, by file ending. The one place to add a format."""

from __future__ import annotations

from dissensus.reading.formats.csv import CsvFormat
from dissensus.reading.formats.docx import DocxFormat
from dissensus.reading.formats.html import HtmlFormat
from dissensus.reading.formats.jsonl import JsonLinesFormat
from dissensus.reading.formats.parquet import ParquetFormat
from dissensus.reading.formats.pdf import PdfFormat
from dissensus.reading.formats.protocol import Format
from dissensus.reading.formats.rtf import RtfFormat
from dissensus.reading.formats.text import TextFormat
from dissensus.reading.formats.xlsx import XlsxFormat

FORMATS: tuple[Format, ...] = (
    TextFormat(),
    HtmlFormat(),
    PdfFormat(),
    DocxFormat(),
    RtfFormat(),
    CsvFormat(),
    XlsxFormat(),
    JsonLinesFormat(),
    ParquetFormat(),
)
"""All formats, in the order in which they are documented."""

BY_EXTENSION: dict[str, Format] = {extension: one for one in FORMATS for extension in one.extensions}
"""The format by file ending."""

BY_ID: dict[str, Format] = {one.id: one for one in FORMATS}
"""The format by its versioned name."""
