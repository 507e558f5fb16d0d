"""Plain text and Markdown: decoded and otherwise unchanged, so that offsets refer to the file as read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from dissensus.model.options import ReadingOptions
from dissensus.reading.decoding import decode
from dissensus.reading.files import InputFile
from dissensus.reading.formats.protocol import RawDocument, RawProblem


class TextFormat:
    """``.txt`` and ``.md``. Newlines stay as they are; a byte order mark is not part of the text."""

    id = "text.v1"
    extensions = (".txt", ".md", ".markdown")
    content = frozenset({""})
    isolated = False
    rows = False

    def read(self, file: InputFile, options: ReadingOptions, /) -> Iterator[RawDocument | RawProblem]:  # noqa: ARG002
        data = file.content()
        text, encoding, warnings = decode(data)
        yield RawDocument(
            text=text,
            bytes_digest=hashlib.sha256(data).hexdigest(),
            fields=_heading(text) if file.path.suffix.lower() != ".txt" else {},
            encoding=encoding,
            warnings=warnings,
        )


def _heading(text: str) -> dict[str, str]:
    """The title of a Markdown text, if its first line with words is a heading of the first level."""
    for line in text[:10_000].splitlines():
        if line.strip():
            title = line[2:].strip().rstrip("#").strip() if line.startswith("# ") else ""
            return {"title": title} if title else {}
    return {}
