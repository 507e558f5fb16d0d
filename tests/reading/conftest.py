"""Helpers to write small files and read them; all texts are invented."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from dissensus.model.documents import Document, Problem
from dissensus.model.options import ReadingOptions
from dissensus.reading import read

ARTICLE = (
    "The harbour of Brandmoor stays open\n\n"
    "The council of Brandmoor said on Monday that the harbour would stay open through the winter. “We will not close"
    " it,” said Ada Quill, who leads the council, “because too many people live by it.” The fishermen of Low Ness"
    " disagreed and demanded that the dredging should stop until the quarrel over the new pier has been settled.\n"
)


class Result:
    """What came out of reading, in order and sorted by sort."""

    def __init__(self, items: list[Document | Problem]) -> None:
        self.items = items
        self.documents = [item for item in items if isinstance(item, Document)]
        self.problems = [item for item in items if isinstance(item, Problem)]
        self.codes = [problem.code for problem in self.problems]
        self.errors = [problem.code for problem in self.problems if problem.severity == "error"]

    @property
    def document(self) -> Document:
        assert len(self.documents) == 1, self.items
        return self.documents[0]

    @property
    def problem(self) -> Problem:
        assert len(self.problems) == 1, self.items
        return self.problems[0]


@pytest.fixture
def article() -> str:
    return ARTICLE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


@pytest.fixture
def put(folder: Path) -> Callable[..., Path]:
    """Write a file into the folder: put("a.txt", "words" or bytes)."""

    def write(name: str, content: str | bytes = ARTICLE) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


@pytest.fixture
def outcome(folder: Path) -> Callable[..., Result]:
    """Read the folder, or the paths given, with the options given."""

    def run(*paths: Path, **options: object) -> Result:
        return Result(list(read(list(paths) or [folder], ReadingOptions.of(options))))

    return run


@pytest.fixture
def pdf_of() -> Callable[..., bytes]:
    """A PDF with paragraphs, made by ReportLab: pdf_of("one", "two", columns=2, title=..., password=...)."""

    def make(*paragraphs: str, columns: int = 1, **document: str) -> bytes:
        from reportlab.lib.pdfencrypt import StandardEncryption
        from reportlab.lib.styles import getSampleStyleSheet
        from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

        password = document.pop("password", None)
        buffer = io.BytesIO()
        width = 500 / columns
        frames = [Frame(50 + place * width, 50, width - 10, 700) for place in range(columns)]
        made = BaseDocTemplate(
            buffer, encrypt=StandardEncryption(password, "owner") if password else None, invariant=1, **document
        )
        made.addPageTemplates(PageTemplate(frames=frames))
        style = getSampleStyleSheet()["BodyText"]
        made.build([Paragraph(words, style) for words in paragraphs])
        return buffer.getvalue()

    return make


@pytest.fixture
def docx_of() -> Callable[..., bytes]:
    """A Word file with paragraphs, the first of them in the style Title if told."""

    def make(*paragraphs: str, title: str | None = None) -> bytes:
        import docx

        document = docx.Document()
        if title is not None:
            document.add_paragraph(title, style="Title")
        for words in paragraphs:
            document.add_paragraph(words)
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    return make


@pytest.fixture
def xlsx_of() -> Callable[..., bytes]:
    """A workbook: xlsx_of([["id", "text"], ["a", "words"]], second sheet ...)."""

    def make(*sheets: list[list[object]]) -> bytes:
        import openpyxl

        book = openpyxl.Workbook()
        book.remove(book.active)
        for rows in sheets:
            sheet = book.create_sheet()
            for row in rows:
                sheet.append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return make


@pytest.fixture
def page_of() -> Callable[..., str]:
    """A saved web page with an article of three paragraphs."""

    def make(head: str = "", extra: str = "") -> str:
        paragraphs = "".join(f"<p>{words}</p>" for words in ARTICLE.split("\n") if words)
        return (
            f"<!DOCTYPE html><html lang='en'><head>{head}</head><body><nav><a href='/'>Home</a> Sport</nav><article>"
            f"<h1>Harbour stays open</h1>{paragraphs}{extra}</article><footer>Copyright 2011</footer></body></html>"
        )

    return make
