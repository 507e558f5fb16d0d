"""Word documents: paragraphs in the order of the file, inserted changes read, deleted ones left out."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

from dissensus.model.errors import ReadingError
from dissensus.model.options import ReadingOptions
from dissensus.reading.archives import check_archive
from dissensus.reading.files import InputFile
from dissensus.reading.formats._foreign import Element
from dissensus.reading.formats.protocol import RawDocument, RawProblem

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PIECES = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


class DocxFormat:
    """``.docx``."""

    id = "docx.v1"
    extensions = (".docx",)
    content = frozenset({"docx"})
    isolated = True
    rows = False

    def read(self, file: InputFile, options: ReadingOptions, /) -> Iterator[RawDocument | RawProblem]:  # noqa: ARG002
        data = file.content()
        check_archive(data, ("word/", "docProps/", "_rels/", "[Content_Types]"))
        import docx

        document = docx.Document(io.BytesIO(data))
        paragraphs = list(_paragraphs(document.element.body))
        text = "\n".join(words for words, _ in paragraphs)
        if not text.strip():
            raise ReadingError("the document holds no text", code="READ002")
        fields = {}
        title = next((words.strip() for words, style in paragraphs if style == "Title" and words.strip()), "")
        told = document.core_properties
        if not title and told.title and told.title.strip() in text:
            title = told.title.strip()
        if title:
            fields["title"] = title
        # The property names whoever's Word it was; only a name that also stands in the article is its author.
        if told.author and len(told.author) > 3 and told.author in text:
            fields["authors"] = told.author
        yield RawDocument(text=text, bytes_digest=hashlib.sha256(data).hexdigest(), fields=fields)


def _paragraphs(body: Element) -> Iterator[tuple[str, str]]:
    """Words and style name of each paragraph with words, text boxes and table cells included."""
    for paragraph in body.iter(f"{_W}p"):
        if _is_fallback(paragraph):
            continue
        pieces: list[str] = []
        _collect(paragraph, pieces)
        words = "".join(pieces)
        if words.strip():
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            yield words, "" if style is None else str(style.get(f"{_W}val") or "")


def _is_fallback(paragraph: Element) -> bool:
    """Whether it stands in the copy of a drawing that is kept for old versions of Word."""
    return any(parent.tag == f"{_MC}Fallback" for parent in paragraph.iterancestors())


def _collect(element: Element, pieces: list[str]) -> None:
    for child in element:
        if child.tag in (f"{_W}p", f"{_MC}Fallback", f"{_W}del", f"{_W}moveFrom", f"{_W}pPr"):
            continue
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag in _PIECES:
            pieces.append(_PIECES[child.tag])
        else:
            _collect(child, pieces)
