"""PDF files, by pdfplumber: the text in the order of the file's own flow, lines joined to paragraphs."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from typing import Any

from dissensus.model.errors import ReadingError
from dissensus.model.options import ReadingOptions
from dissensus.reading.files import InputFile
from dissensus.reading.formats._foreign import Pdf
from dissensus.reading.formats._lines import Line, Word, lines_of, paragraphs_of, without_running_heads
from dissensus.reading.formats.protocol import RawDocument, RawProblem

MAX_PAGES = 1_000
"""Most pages that are read; an article has fewer than a hundred."""

_UNKNOWN = re.compile(r"\(cid:\d+\)")
_END = re.compile(rb"%%EOF[\x00\s]*\Z")


class PdfFormat:
    """``.pdf``."""

    id = "pdf.v1"
    extensions = (".pdf",)
    content = frozenset({"pdf"})
    isolated = True
    rows = False

    def read(self, file: InputFile, options: ReadingOptions, /) -> Iterator[RawDocument | RawProblem]:
        data = file.content()
        # pdfminer reads what is left of a cut file as if it were whole.
        if b"%%EOF" not in data[-2_048:] and not _END.search(data[-65_536:]):
            raise ReadingError("the PDF is cut off: its end is missing", code="READ005")
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfplumber.utils.exceptions import PdfminerException

        try:
            with pdfplumber.open(io.BytesIO(data)) as pdf:
                yield self._document(pdf, data, options)
        except PdfminerException as error:
            cause = error.args[0] if error.args else None
            if isinstance(cause, PDFPasswordIncorrect):
                raise ReadingError("the PDF is locked by a password", code="READ018") from error
            name = type(cause).__name__
            raise ReadingError(f"the PDF is damaged ({name})", code="READ005") from error

    def _document(self, pdf: Pdf, data: bytes, options: ReadingOptions) -> RawDocument:
        if not pdf.pages:
            raise ReadingError("the PDF has no pages", code="READ005")
        if len(pdf.pages) > MAX_PAGES:
            raise ReadingError(f"the PDF has {len(pdf.pages):,} pages; at most {MAX_PAGES:,} are read", code="READ021")
        pages: list[list[Line]] = []
        pictures: list[int] = []
        characters = 0
        for number, page in enumerate(pdf.pages, 1):
            lines = lines_of(_words(page), number)
            characters += sum(len(line.text) for line in lines)
            if characters > options.max_characters:
                raise ReadingError(f"it holds more than {options.max_characters:,} characters", code="READ021")
            if not lines and page.images:
                pictures.append(number)
            pages.append(lines)
            page.close()
        if characters == 0:
            if pictures:
                raise ReadingError("the PDF is a scan: it holds pictures of pages but no text", code="READ016")
            raise ReadingError("the PDF holds no text", code="READ002")
        text = "\n".join(paragraphs_of(without_running_heads(pages)))
        warnings: tuple[RawProblem, ...] = ()
        if pictures:
            listed = ", ".join(map(str, pictures[:10]))
            found = f"{len(pictures)} of {len(pages)} pages are scans without text (page {listed})"
            warnings += (RawProblem("READ016", found, severity="warning"),)
        if unknown := len(_UNKNOWN.findall(text)):
            found = f"{unknown} characters have no letter in the PDF's fonts and stand as (cid:...)"
            warnings += (RawProblem("READ027", found, severity="warning"),)
        return RawDocument(
            text=text,
            bytes_digest=hashlib.sha256(data).hexdigest(),
            fields=_fields(pdf.metadata or {}, pages),
            warnings=warnings,
        )


def _words(page: Pdf) -> Iterator[Word]:
    for word in page.extract_words(use_text_flow=True, x_tolerance_ratio=0.15):
        yield Word(word["text"], float(word["x0"]), float(word["x1"]), float(word["top"]), float(word["bottom"]))


def _fields(told: dict[str, Any], pages: list[list[Line]]) -> dict[str, str]:
    """Title and author of the file's properties, where they also stand in it: programs fill them with file names."""
    words = " ".join(line.text for lines in pages[:2] for line in lines)
    fields = {}
    for field, name in (("title", "Title"), ("authors", "Author")):
        value = told.get(name)
        if isinstance(value, str) and len(value.strip()) > 3 and " ".join(value.split()) in words:
            fields[field] = " ".join(value.split())
    return fields
