"""Checks of a document's text: what makes it unreadable, and what should be looked at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from dissensus.model.errors import ReadingError
from dissensus.model.options import ReadingOptions
from dissensus.reading.formats.protocol import RawProblem

BINARY_SHARE = 0.1
"""Share of characters that stand for nothing (control characters, code points without a character, private ones) from
which a text counts as binary. Articles have none, or some private ones of a symbol font; programs have more than a
fifth."""

LOOKED_AT = 20_000
"""How many characters are looked at for code points without a character."""

MAX_VALUE = 2_000
"""Longest value of metadata that is kept, in characters."""

_CONTROL = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NO_CHARACTER = frozenset({"Cn", "Co"})
_INVISIBLE = re.compile(
    r"[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
    r"|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_UNTIDY = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\u202a-\u202e\u2066-\u2069]+")


def check_text(text: str, options: ReadingOptions) -> Iterator[RawProblem]:
    """What should be looked at in a text; the text itself is never changed.

    Raises:
        ReadingError: READ002 blank, READ003 binary, READ008 endless line, READ021 too long, READ027 halves of
            characters that no encoding can store.
    """
    if not text or text.isspace():
        raise ReadingError("it holds white space only" if text else "it is empty", code="READ002")
    if len(text) > options.max_characters:
        found = f"the text has {len(text):,} characters; at most {options.max_characters:,} are read"
        raise ReadingError(found, code="READ021")
    if len(text) > options.max_line:
        longest = max(map(len, text.splitlines()))
        if longest > options.max_line:
            found = f"a line has {longest:,} characters; at most {options.max_line:,} are read"
            raise ReadingError(found, code="READ008")
    if "\x00" in text:
        raise ReadingError("NUL characters stand in it, as in a binary file", code="READ003")
    if control := len(_CONTROL.findall(text)):
        if control > BINARY_SHARE * len(text):
            raise ReadingError("it is binary: too much of it is control characters", code="READ003")
        first = _CONTROL.search(text)
        found = f"{_times(control, 'control character')}, the first (U+{ord(first.group()):04X}) at {first.start()}"  # type: ignore[union-attr]
        yield RawProblem("READ010", found, severity="warning")
    if text.isascii():
        return
    if match := _SURROGATE.search(text):
        raise ReadingError(
            f"half of a character (U+{ord(match.group()):04X}) stands at {match.start()}", code="READ027"
        )
    sample = text[:LOOKED_AT]
    if sum(unicodedata.category(c) in _NO_CHARACTER for c in sample if not c.isascii()) > BINARY_SHARE * len(sample):
        raise ReadingError("it is binary: too much of it stands for no characters", code="READ003")
    if match := _INVISIBLE.search(text):
        number = len(_INVISIBLE.findall(text))
        found = f"{_times(number, 'invisible character')}, the first (U+{ord(match.group()):04X}) at {match.start()}"
        yield RawProblem("READ023", found, severity="warning")
    if lost := text.count("\ufffd"):
        found = f"{_times(lost, 'replacement character')} (U+FFFD), the first at {text.index(chr(0xFFFD))}"
        yield RawProblem("READ027", found, severity="warning")


def tidy(value: str) -> str:
    """A value of metadata on one line, without control and direction characters, at most MAX_VALUE long."""
    return _UNTIDY.sub(" ", value[: 2 * MAX_VALUE]).strip()[:MAX_VALUE]


def _times(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
