"""Code points to UTF-16 units and back: the one place where positions are converted.

Python counts code points; browsers, Java and several exchange formats count UTF-16 units,
where a character beyond U+FFFF takes two.
"""

from __future__ import annotations

from bisect import bisect_left

from dissensus.model.errors import EvidenceError


class Utf16Offsets:
    """Converter for the positions of one text; both directions in O(log n) after O(n) set-up."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._wide = [i for i, character in enumerate(text) if ord(character) > 0xFFFF]
        self._wide_units = [position + n for n, position in enumerate(self._wide)]

    def to_utf16(self, position: int) -> int:
        """UTF-16 position of a code point position (0 to the length of the text)."""
        if not 0 <= position <= self._length:
            raise EvidenceError(f"position {position} is outside a text of {self._length} characters")
        return position + bisect_left(self._wide, position)

    def to_code_points(self, position: int) -> int:
        """Code point position of a UTF-16 position.

        Raises:
            EvidenceError: the position is outside the text or splits a character.
        """
        before = bisect_left(self._wide_units, position)
        found = position - before
        if not 0 <= found <= self._length or (before and self._wide_units[before - 1] + 1 == position):
            raise EvidenceError(f"UTF-16 position {position} is outside the text or inside a character")
        return found
