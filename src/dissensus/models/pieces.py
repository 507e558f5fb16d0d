"""Word pieces: the vocabulary that the encoder was trained with, and how a word is taken apart into it.

WordPiece by greedy longest match (Wu et al. 2016, arXiv 1609.08144) over lower-cased words without accents, as BERT has
it (Devlin et al., NAACL 2019). The package that is usual for this brings a client for a model hub with it; nothing of
ours shall be able to reach a network.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping

from dissensus.model.errors import ModelError

UNKNOWN = 100
"""Number of the piece that stands for a word without pieces ([UNK])."""
BEGIN, END = 101, 102
"""Numbers of the pieces that mark the beginning and the end of a window ([CLS] and [SEP])."""
_MARKS = {UNKNOWN: "[UNK]", BEGIN: "[CLS]", END: "[SEP]"}
LONGEST_WORD = 100
"""Longer words are unknown, as in the pretrained vocabulary."""
LONGEST_WRITTEN = 400
"""Words with more characters, accents included, are unknown unread: to sort 100,000 accents takes minutes."""
MOST_KEPT = 50_000
"""Words whose pieces are remembered."""
_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002ceaf\U0002f800-\U0002fa1f"


def _punctuation() -> str:
    """Character class of all that stands as a word of its own: ASCII symbols and the punctuation of Unicode."""
    found = [chr(c) for c in range(33, 127) if not chr(c).isalnum()]
    found += [chr(c) for c in range(128, 0x20000) if unicodedata.category(chr(c)).startswith("P")]
    return "".join(re.escape(c) for c in found)


@functools.cache
def pieces_of_file(vocabulary: bytes) -> Pieces:
    """The vocabulary of a file with a piece a line; models with the same one share it.

    Raises:
        ModelError: as for :class:`Pieces`.
    """
    return Pieces(vocabulary.decode().split("\n")[:-1])


class Pieces:
    """A vocabulary of word pieces.

    Args:
        vocabulary: the pieces in the order of their numbers; pieces that go on a word begin with "##".

    Raises:
        ModelError: a piece that every vocabulary has is not in its place.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        numbers = {piece: number for number, piece in enumerate(vocabulary)}
        for number, piece in _MARKS.items():
            if numbers.get(piece) != number:
                raise ModelError(f"the vocabulary of the model of statements has no {piece} in its place")
        self._heads: Mapping[str, int] = numbers
        self._tails = {piece[2:]: number for piece, number in numbers.items() if piece.startswith("##")}
        self._longest = max(map(len, numbers))
        single = _punctuation() + _IDEOGRAPHS
        # What all but a few words are made of comes first: to look a character up in the large classes takes longer.
        self.words = re.compile(rf"[A-Za-z0-9]+(?:[^\s\0{single}]+)?|[{single}]|[^\s\0{single}]+")
        """Words of a text; the same for every vocabulary."""
        self._known: dict[str, tuple[int, ...]] = {}

    def of_word(self, word: str) -> tuple[int, ...]:
        """Numbers of the pieces of a word; none for a word of nothing but control characters and accents."""
        if len(word) > LONGEST_WRITTEN:
            return (UNKNOWN,)
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            found = self._known[word] = self._taken_apart(word)
        return found

    def _taken_apart(self, word: str) -> tuple[int, ...]:
        plain = unicodedata.normalize("NFD", word.lower())
        plain = "".join(c for c in plain if unicodedata.category(c) not in _LEFT_OUT)
        if not plain:
            return ()
        if len(plain) > LONGEST_WORD:
            return (UNKNOWN,)
        found: list[int] = []
        table: Mapping[str, int] = self._heads
        low = 0
        while low < len(plain):
            for high in range(min(len(plain), low + self._longest), low, -1):
                number = table.get(plain[low:high])
                if number is not None:
                    found.append(number)
                    low, table = high, self._tails
                    break
            else:
                return (UNKNOWN,)
        return tuple(found)


_LEFT_OUT = frozenset({"Mn", "Cc", "Cf", "Co", "Cs", "Cn"})
