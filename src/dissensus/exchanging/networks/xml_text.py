"""Text in XML: escaped, and without the characters that no XML file may hold."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INVISIBLE = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def valid(text: str) -> str:
    """The text with each character that XML 1.0 forbids replaced by U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


def content(text: str) -> str:
    """Text between tags; carriage returns are written as references, else a reader makes line feeds of them."""
    return valid(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def quoted(text: str) -> str:
    """Text of an attribute, with its quotation marks."""
    escaped = content(text).replace('"', "&quot;")
    for character, reference in _INVISIBLE.items():
        escaped = escaped.replace(character, reference)
    return f'"{escaped}"'
