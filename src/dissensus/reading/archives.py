"""Looks into DOCX and XLSX files (ZIP archives) before a library opens them."""

from __future__ import annotations

import io
import zipfile

from dissensus.model.errors import ReadingError

MAX_UNPACKED = 600_000_000
"""Most bytes a file may unpack to; the largest workbook Excel can hold with short cells stays below."""

MAX_RATIO = 200
"""Most times its size that a large file may unpack to; deflate reaches 1,032 on repeated bytes, office XML 5 to 40."""

MIN_SUSPECT = 20_000_000
"""Unpacked bytes below which no ratio is suspicious: they cannot exhaust the memory."""

MAX_MEMBERS = 20_000
"""Most parts of an archive."""

_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


def check_archive(data: bytes, main: tuple[str, ...]) -> None:
    """Refuse archives that unpack to too much, are damaged, or declare entities.

    Args:
        data: the file.
        main: beginnings of the names of the parts that will be parsed.

    Raises:
        ReadingError: READ005 damaged, READ006 a bomb, READ018 encrypted parts.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
                raise ReadingError(f"it unpacks to {len(members):,} parts of {unpacked:,} bytes", code="READ006")
            if unpacked > MIN_SUSPECT and unpacked > MAX_RATIO * len(data):
                raise ReadingError(f"{len(data):,} bytes unpack to {unpacked:,}", code="READ006")
            for member in members:
                if member.flag_bits & 1:
                    raise ReadingError("parts of the file are locked by a password", code="READ018")
                if member.filename.startswith(main) and member.filename.endswith((".xml", ".rels")):
                    _check_declarations(archive, member)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, OverflowError) as error:
        raise ReadingError("the file is damaged or cut off", code="READ005") from error


def _check_declarations(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    # A document type must stand before the first element, so that its beginning is enough.
    with archive.open(member) as part:
        beginning = part.read(65_536)
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff"):
        beginning = beginning.decode("utf-16", "replace").encode()
    if any(word in beginning for word in _DECLARATIONS):
        raise ReadingError(
            f"its part {member.filename} declares entities, which can unpack without end", code="READ006"
        )
