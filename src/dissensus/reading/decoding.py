"""Bytes to text: strict UTF-8 first, then byte order marks, then a guess that is reported; never a lost character.

A file with a single encoding is decoded strictly. A file in which UTF-8 and other bytes stand side by side is refused
(READ028): any choice would turn some of its words into others without a trace.
"""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from typing import IO, NamedTuple, TextIO, cast

from dissensus.model.errors import ReadingError
from dissensus.reading.files import InputFile
from dissensus.reading.formats.protocol import RawProblem

GUESS_BYTES = 1_000_000
"""How much of a text its encoding is guessed from; the whole is decoded strictly afterwards."""

GUESS_LEAST = 32
"""Bytes below which statistics tell nothing of an encoding: eight bytes of noise are words in some encoding every
fourth time, thirty-two were in none of those tried."""

WESTERN_SHARE = 0.06
"""Share of bytes outside ASCII up to which a text counts as English with typographic quotes, dashes and some accents,
so that Windows-1252 (or Mac Roman) is taken: statistics fail on so few bytes. English full of quotations has 0.045 or
less; set on invented texts in 15 encodings, on which statistics took 5 of 6 western ones for another."""

MIXED_LATIN, MIXED_OTHER = 0.1, 0.5
"""Sound UTF-8 characters per undecodable byte from which a text counts as mixed: in texts mostly of ASCII, and in
others. By chance, pairs look like UTF-8 up to 0.06 in the former ("CAFÉ” ") and 0.33 in the latter (EUC-JP); set on
invented texts in 15 encodings."""

LATIN_SHARE = 0.3
"""Share of bytes outside ASCII below which a text counts as mostly of ASCII; western texts have less than 0.2, Russian,
Greek and Asian ones more than 0.8. Set on the same texts."""

CONTROL_SHARE = 0.02
"""Share of control bytes from which what is not UTF-8 counts as binary. Texts in 15 encodings had none, noise one byte
in nine; set on invented texts and on pieces of programs, fonts, pictures and tables of numbers."""

WORDY_SHARE = 0.7
"""Share of letters, digits and white space below which a text whose encoding was guessed counts as binary: what is no
text becomes a jumble of signs in any encoding. Set on the same; the texts had 0.85 or more, noise about a half."""

WORDY_CHARACTERS = 20_000
"""How many characters of a text are looked at to tell whether it is one."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0e-\x19\x1c-\x1f\x7f]")
"""Control bytes of no text encoding: not those of line and page ends, of the end of a file, and of shifting (ESC)."""

_NO_TEXT = "it is binary: its bytes make no words in any encoding"
_OF_FILES = re.compile(
    r"cp125\d|cp(?:437|85\d|86[1-35-9]|874|932|949|950)|iso8859|iso2022|koi8|mac|shift|euc|gb|big5|hz"
)
"""Encodings that text files come in, by Python's names. Not among them: those of mainframes and of single machines, and
UTF-16 and UTF-32, which are read by their mark or their zeros; without these any bytes fit by chance."""

_ESCAPED = re.compile(r"[\udc80-\udcff]")
_OUTSIDE_ASCII = re.compile(rb"[\x80-\xff]+")
_MAC_QUOTES = re.compile(rb"[\xd2\xd4][A-Za-z]|[a-z.,!?][\xd3\xd5]")
_WINDOWS_QUOTES = re.compile(rb"[\x91-\x94]")
_WIDE = re.compile(r"[^\x00-\x7f\udc80-\udcff]")


class Decoded(NamedTuple):
    """A text, its encoding by Python's name, and what should be looked at."""

    text: str
    encoding: str
    warnings: tuple[RawProblem, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of some bytes. A byte order mark is not part of the text; everything else is, newlines included.

    Args:
        data: the bytes.
        declared: encoding that the file itself names (HTML), tried after UTF-8.

    Raises:
        ReadingError: READ003 binary, READ028 mixed encodings or none that fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError as error:
                raise _undecodable(data, error, encoding) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess(data, error, declared)
    if "\x00" in text:
        wide = _utf16_without_mark(data)
        if wide is None:
            raise ReadingError("NUL bytes stand in it, as in a binary file", code="READ003")
        return wide
    return Decoded(text, "utf-8")


def _guess(data: bytes, error: UnicodeDecodeError, declared: str | None) -> Decoded:
    if b"\x00" in data:
        wide = _utf16_without_mark(data)
        if wide is None:
            raise ReadingError("NUL bytes stand in it, as in a binary file", code="READ003") from error
        return wide
    if len(_CONTROL.findall(data)) > CONTROL_SHARE * len(data):
        raise ReadingError(_NO_TEXT, code="READ003") from error
    loose = data.decode("utf-8", "surrogateescape")
    broken, sound = len(_ESCAPED.findall(loose)), len(_WIDE.findall(loose))
    outside = sum(map(len, _OUTSIDE_ASCII.findall(data)))
    limit = MIXED_LATIN if outside < LATIN_SHARE * len(data) else MIXED_OTHER
    if sound >= limit * broken and not declared:
        raise _undecodable(data, error, "utf-8") from error
    for encoding in _candidates(data, outside, declared):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        found = f"the text is not UTF-8; it was read as {encoding}, which is a guess"
        if encoding == declared:
            return Decoded(text, encoding)
        if not _is_wordy(text):
            raise ReadingError(_NO_TEXT, code="READ003") from error
        return Decoded(text, encoding, (RawProblem("READ009", found, severity="warning"),))
    raise _undecodable(data, error, "utf-8") from error


def _is_wordy(text: str) -> bool:
    """Whether most characters are letters (with their marks), digits or white space.

    Signs of ASCII do not count either way: pages are full of markup and scripts, tables of contents full of dots.
    """
    sample = [c for c in text[:WORDY_CHARACTERS] if not c.isascii() or c.isalnum() or c.isspace()]
    wordy = sum(c.isalnum() or c.isspace() or unicodedata.category(c).startswith("M") for c in sample)
    return wordy >= WORDY_SHARE * len(sample)


def _candidates(data: bytes, outside_ascii: int, declared: str | None) -> list[str]:
    candidates = [declared] if declared else []
    if outside_ascii <= WESTERN_SHARE * len(data):
        mac = len(_MAC_QUOTES.findall(data)) > len(_WINDOWS_QUOTES.findall(data))
        candidates += ["mac-roman"] if mac else ["cp1252"]
    if len(data) < GUESS_LEAST:
        return candidates
    from charset_normalizer import from_bytes

    names = (codecs.lookup(match.encoding).name for match in from_bytes(data[:GUESS_BYTES]))
    best = next((name for name in names if _OF_FILES.match(name)), None)
    if best is not None:
        candidates.append(best)
    return candidates


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """The text if every second byte is nearly always NUL, as in western text in UTF-16."""
    sample = data[:GUESS_BYTES]
    half = len(sample) // 2
    if half < 4 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 0.7 * half and others == 0:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if not _is_wordy(text):
                continue
            found = f"the text is not UTF-8; it was read as {encoding}, which is a guess"
            return Decoded(text, encoding, (RawProblem("READ009", found, severity="warning"),))
    return None


def _undecodable(data: bytes, error: UnicodeDecodeError, encoding: str) -> ReadingError:
    line = data.count(b"\n", 0, error.start) + 1
    byte = data[error.start : error.start + 1].hex().upper() or "end of file"
    return ReadingError(
        f"the text mixes encodings or is damaged: it is {encoding} only up to byte {byte} in line {line}",
        code="READ028",
    )


def open_text(file: InputFile) -> tuple[TextIO, str, tuple[RawProblem, ...]]:
    """The file as a stream of text with its newlines untouched; held in memory only when it is not UTF-8.

    Raises:
        ReadingError: as ``decode`` and ``InputFile.open``.
    """
    if _is_utf8(file):
        stream = io.TextIOWrapper(cast(IO[bytes], file.open()), encoding="utf-8-sig", newline="")
        return stream, "utf-8", ()
    decoded = decode(file.content())
    return io.StringIO(decoded.text, newline=""), decoded.encoding, decoded.warnings


def _is_utf8(file: InputFile) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open() as stream:
        try:
            while block := stream.read(1_000_000):
                if b"\x00" in block:
                    return False
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
