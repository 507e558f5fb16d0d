r"""Values and texts as DNA shows them.

Its window makes every end of a line one character, and counts statements in what it shows: Java's `DefaultEditorKit`
reads a text so. A text with "\r\n" that was written as it is would be marked in wrong places.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dissensus.exchanging.dna_files.layout import SHORT
from dissensus.model.offsets import Utf16Offsets

ELLIPSIS = "…"
"""Last character of a short value that was cut."""


def cut(value: str) -> str:
    """A short value as DNA takes it: of a longer one as many characters as fit with a sign that it was cut."""
    return value if len(value) <= SHORT else value[: SHORT - 1] + ELLIPSIS


class ShownText:
    r"""A text as it is written for DNA, and where its characters stand in it.

    Attributes:
        text: the text with every end of a line as "\n".
    """

    def __init__(self, text: str, *, kept: bool = False) -> None:
        """Args: the text; and whether it stays as it is, because a file of DNA has it so."""
        self._dropped = [] if kept else [found.start() for found in re.finditer("\r\n", text)]
        self.text = text if kept else text.replace("\r\n", "\n").replace("\r", "\n")
        self._units = Utf16Offsets(self.text)

    def unit(self, position: int) -> int:
        """Where DNA counts what stands at a code point of the text that was given, in UTF-16 units."""
        return self._units.to_utf16(position - bisect_left(self._dropped, position))
