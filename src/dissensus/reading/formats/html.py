"""Saved web pages: the article's text by trafilatura, without menus, comments, scripts and advertisements.

Trafilatura (Barbaresi 2021, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and
Extraction", ACL-IJCNLP system demonstrations) finds the text; what the page declares about itself is read first, and
trafilatura's own findings on title, author, outlet and address fill what is missing, never the date.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator

from dissensus.model.errors import ReadingError
from dissensus.model.options import ReadingOptions
from dissensus.reading.decoding import decode
from dissensus.reading.files import InputFile
from dissensus.reading.formats._foreign import Element
from dissensus.reading.formats._page import page_fields
from dissensus.reading.formats.protocol import RawDocument, RawProblem

MAX_DEPTH = 2_000
"""Deepest nesting of elements that is read: trafilatura and the parser work recursively on the tree. Pages of the wild
stay below 100."""

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_DROPPED = ("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "canvas")


class HtmlFormat:
    """``.html``, ``.htm``, ``.xhtml``."""

    id = "html.v1"
    extensions = (".html", ".htm", ".xhtml")
    content = frozenset({"html", ""})
    isolated = True
    rows = False

    def read(self, file: InputFile, options: ReadingOptions, /) -> Iterator[RawDocument | RawProblem]:  # noqa: ARG002
        data = file.content()
        markup, encoding, warnings = decode(data, _declared_encoding(data))
        if not markup.strip():
            raise ReadingError("the file holds white space only", code="READ002")
        tree = _tree_of(markup)
        fields = page_fields(tree)
        for element in list(tree.iter(*_DROPPED)):
            element.drop_tree()
        text = _article_text(tree, fields)
        if not text.strip():
            raise ReadingError("no article text was found on the page", code="READ017")
        yield RawDocument(
            text=text,
            bytes_digest=hashlib.sha256(data).hexdigest(),
            fields=fields,
            encoding=encoding,
            warnings=warnings,
        )


def _declared_encoding(data: bytes) -> str | None:
    match = _XML_ENCODING.search(data[:1_000]) or _CHARSET.search(data[:20_000])
    if match is None:
        return None
    try:
        found = codecs.lookup(match.group(1).decode("ascii"))
    except LookupError:
        return None
    # Browsers read these three as Windows-1252 (WHATWG Encoding Standard), and pages are written for browsers.
    name = "cp1252" if found.name in {"iso8859-1", "ascii", "cp1252"} else found.name
    return None if name in {"utf-8", "utf-16", "utf-32"} or not _is_text_encoding(name) else name


def _is_text_encoding(name: str) -> bool:
    try:
        return isinstance(b"a".decode(name), str)
    except (LookupError, ValueError):
        return False


def _tree_of(markup: str) -> Element:
    from lxml import etree, html

    parser = html.HTMLParser(  # type: ignore[no-untyped-call]
        remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True, no_network=True
    )
    try:
        tree = html.document_fromstring(  # type: ignore[no-untyped-call]
            _XML_DECLARATION.sub("", markup).encode("utf-8", "surrogatepass"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadingError("no article text was found on the page", code="READ017") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log) or _depth(tree) > MAX_DEPTH:
        raise ReadingError(f"its elements are nested more than {MAX_DEPTH:,} deep", code="READ005")
    return tree


def _depth(tree: Element) -> int:
    from lxml import etree

    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _article_text(tree: Element, fields: dict[str, str]) -> str:
    import trafilatura

    found = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2199-12-31"},
    )
    if found is None or isinstance(found, dict):
        return ""
    for name, value in (
        ("title", found.title),
        ("authors", found.author),
        ("outlet", found.sitename),
        ("url", found.url),
    ):
        if value:
            fields.setdefault(name, value)
    return str(found.text or "")
