"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
import zipfile

from dissensus.model.errors import ReadingError
from dissensus.reading.files import HEAD_BYTES, InputFile

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"PAR1", "parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an XZ archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
)

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<[a-z!?/]", re.IGNORECASE)

NAMES = {
    "": "plain text",
    "html": "an HTML page",
    "pdf": "a PDF",
    "docx": "a Word document (DOCX)",
    "xlsx": "an Excel workbook (XLSX)",
    "rtf": "an RTF document",
    "parquet": "a Parquet table",
    "zip": "a ZIP archive",
    "ole": "an old Office file (.doc, .xls)",
}
"""Kinds of content in words; kinds that are not read carry their words as their name."""

READABLE = frozenset({"", "html", "pdf", "docx", "xlsx", "rtf", "parquet"})
"""Kinds of content that some format reads."""


def kind_of(head: bytes, file: InputFile | None = None) -> str:
    """What the first bytes of a file show it to be.

    Args:
        head: the first bytes, at most HEAD_BYTES are looked at.
        file: the file, to look into ZIP archives.

    Returns:
        A key of NAMES, or the words for something else; "" when nothing speaks against text.
    """
    for signature, kind in _SIGNATURES:
        # Letters alone prove nothing: an article may begin with the word "GIF89".
        if head.startswith(signature) and (kind == "rtf" or b"\x00" in head or not signature.isascii()):
            return kind
    if head.lstrip().startswith(b"%PDF-"):
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(file)
    if _HTML.match(head[:HEAD_BYTES]):
        return "html"
    return ""


def has_tags(head: bytes) -> bool:
    """Whether anything in the bytes looks like a tag of HTML."""
    return bool(_TAG.search(head.replace(b"\x00", b"")))


def is_locked_office_file(head: bytes, data: bytes) -> bool:
    """Whether an Office file is locked by a password: then an OLE container holds it encrypted."""
    return head.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in data


def _kind_of_zip(file: InputFile | None) -> str:
    if file is None:
        return "zip"
    try:
        with file.open() as opened, zipfile.ZipFile(opened) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return "damaged zip"
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "zip"


def check_content(file: InputFile, head: bytes, extension: str, allowed: frozenset[str]) -> None:
    """Refuse a file whose content is not what its ending says.

    Raises:
        ReadingError: READ002 no bytes at all, READ003 content that is never read, READ004 the ending belongs to
            another format, READ005 damaged, READ018 locked by a password.
    """
    if not head:
        raise ReadingError("the file is empty", code="READ002")
    kind = kind_of(head, file)
    if kind == "damaged zip":
        if allowed & {"docx", "xlsx"}:
            raise ReadingError(f"the {extension} file is damaged or cut off", code="READ005")
        kind = "zip"
    if "pdf" in allowed and b"%PDF-" in head[:1024]:
        return
    if kind in allowed:
        if kind == "" and "html" in allowed and not has_tags(head):
            raise ReadingError(f"the file ends in {extension} but holds plain text without tags", code="READ004")
        return
    if kind == "ole" and allowed & {"docx", "xlsx"} and is_locked_office_file(head, file.content()):
        raise ReadingError(f"the {extension} file is locked by a password", code="READ018")
    if kind == "" and not head.strip():
        raise ReadingError("the file holds white space only", code="READ002")
    if kind == "" and b"\x00" in head:
        raise ReadingError(f"the file ends in {extension} but is no {extension} file inside", code="READ005")
    words = NAMES.get(kind, kind)
    code = "READ004" if kind in READABLE else "READ003"
    raise ReadingError(f"the file ends in {extension} but holds {words}", code=code)
