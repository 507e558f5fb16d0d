"""RTF documents, by striprtf."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator

from dissensus.model.errors import ReadingError
from dissensus.model.options import ReadingOptions
from dissensus.reading.files import InputFile
from dissensus.reading.formats.protocol import RawDocument, RawProblem

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_BRACE = re.compile(rb"\\[\\{}]|[{}]")


class RtfFormat:
    """``.rtf``."""

    id = "rtf.v1"
    extensions = (".rtf",)
    content = frozenset({"rtf"})
    isolated = True
    rows = False

    def read(self, file: InputFile, options: ReadingOptions, /) -> Iterator[RawDocument | RawProblem]:  # noqa: ARG002
        data = file.content()
        if not _is_whole(data):
            raise ReadingError("its groups are not closed: the file is cut off", code="READ005")
        from striprtf.striprtf import rtf_to_text

        encoding = _encoding_of(data)
        try:
            text = rtf_to_text(data.decode(encoding), encoding=encoding, errors="strict")  # type: ignore[no-untyped-call]
        except UnicodeError as error:
            raise ReadingError(f"characters stand in it that its encoding {encoding} lacks", code="READ028") from error
        if not text.strip():
            raise ReadingError("the document holds no text", code="READ002")
        yield RawDocument(text=text, bytes_digest=hashlib.sha256(data).hexdigest(), encoding=encoding)


def _is_whole(data: bytes) -> bool:
    """Whether every group that is opened is closed."""
    depth = 0
    for match in _BRACE.finditer(data):
        mark = match.group()
        depth += 1 if mark == b"{" else -1 if mark == b"}" else 0
    return depth <= 0


def _encoding_of(data: bytes) -> str:
    match = _CODE_PAGE.search(data[:5_000])
    if match:
        try:
            return codecs.lookup("cp" + match.group(1).decode()).name
        except LookupError:
            pass
        if match.group(1) == b"65001":
            return "utf-8"
    return "mac-roman" if b"\\mac" in data[:200] else "cp1252"
