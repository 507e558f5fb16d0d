"""A text as word pieces with what a model of pieces cannot see: case, quotation marks, paragraphs and sentences.

Words and punctuation are those of the vocabulary's own tokenizer; every position is one of the text itself.
"""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.statements._marks import Quotation, quotations_of
from dissensus.models.pieces import LONGEST_WORD, Pieces

CASES = 6
"""Number of case classes: none, small, capitalised, capitals, mixed, with a digit."""
QUOTES = 6
"""Number of quotation classes: outside, opening mark, inside, closing mark, inside a nested one, inside an open one."""
LAYOUTS = 3
"""Number of layout classes: within a sentence, first of a sentence, first of a paragraph."""
PARAGRAPH = 2
"""The last of them."""
MOST_PIECES_OF_A_WORD = 16
"""Further pieces of a word say nothing about who speaks; they are left out, so that no word fills a window."""
WORD, COMMA, ASKING, COLON, DASH = range(5)
"""Kinds of tokens: words and all else, commas, question and exclamation marks, colons, dashes."""
_KINDS = {",": COMMA, "?": ASKING, "!": ASKING, ":": COLON, "—": DASH, "–": DASH, "―": DASH, "-": DASH, "−": DASH}
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_SENTENCE_END = frozenset(".?!…")
_CLOSER = frozenset("”’»\"')]")

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, as arrays of one length (N tokens; P pieces).

    Attributes:
        start: first position of each token, in code points.
        end: position after each.
        piece: number in the vocabulary of each piece (P).
        first: number of the first piece of each token, and P at the end (N + 1).
        case: class of case.
        quote: class of quotation.
        layout: class of layout.
        sentence: number of the sentence.
        paragraph: number of the paragraph.
        quotation: number of the outermost quotation around, or -1.
        kind: kind of token.
    """

    start: Ints
    end: Ints
    piece: Ints
    first: Ints
    case: Ints
    quote: Ints
    layout: Ints
    sentence: Ints
    paragraph: Ints
    quotation: Ints
    kind: Ints

    def __len__(self) -> int:
        return len(self.start)

    def cover(self, start: int, end: int) -> tuple[int, int]:
        """First token that overlaps positions [start, end), and the token after the last; equal when none does."""
        return int(np.searchsorted(self.end, start, "right")), int(np.searchsorted(self.start, end, "left"))


@functools.lru_cache(maxsize=1)
def tokens_of_text(text: str, pieces: Pieces) -> Tokens:
    """The same with the text's own quotations; kept for the last text, which the next step reads too."""
    return tokens_of(text, pieces, quotations_of(text))


def tokens_of(text: str, pieces: Pieces, quotations: Iterable[Quotation]) -> Tokens:
    """Take a text apart into words, punctuation and their pieces.

    Args:
        text: any text; an empty one has no tokens.
        pieces: the vocabulary.
        quotations: the text's quotations, outer ones before those inside them.
    """
    start: list[int] = []
    end: list[int] = []
    words: list[str] = []
    piece: list[int] = []
    first: list[int] = []
    paragraph: list[int] = []
    number = 0
    reached = 0
    of_word = pieces.of_word
    for match in pieces.words.finditer(text):
        word = match.group()
        found = of_word(word)
        if not found:
            continue
        low = match.start()
        if low > reached + 1 or (low > reached and text[reached] != " "):
            number += not _BREAKS.isdisjoint(text[reached:low])
        reached = match.end()
        start.append(low)
        end.append(reached)
        words.append(word)
        first.append(len(piece))
        piece += found[:MOST_PIECES_OF_A_WORD]
        paragraph.append(number)
    first.append(len(piece))
    layout, sentence = _sentences(words, paragraph)
    quote, quotation = _quoted(start, end, quotations)
    case = [case_of(word[:LONGEST_WORD]) for word in words]
    kind = [_KINDS.get(word, WORD) for word in words]
    columns = (start, end, piece, first, case, quote, layout, sentence, paragraph, quotation, kind)
    return Tokens(*(np.array(column, dtype=np.int64) for column in columns))


@functools.lru_cache(maxsize=50_000)
def case_of(word: str) -> int:
    """Class of case of a word."""
    if any(map(str.isdigit, word)):
        return 5
    if word.islower():
        return 1
    if not word.isupper():
        return (2 if word[1:].islower() and word[:1].isupper() else 4) if word.isalpha() else 0
    return 2 if len(word) == 1 else 3


def _sentences(words: list[str], paragraph: list[int]) -> tuple[list[int], list[int]]:
    """Layout class and sentence number of each token. Sentences are rough: they only choose borders of windows."""
    layout: list[int] = []
    sentence: list[int] = []
    number = -1
    ended = False
    before = -1
    for k, word in enumerate(words):
        if paragraph[k] != before:
            before = paragraph[k]
            number += 1
            layout.append(PARAGRAPH)
        elif ended and word[0] not in _CLOSER and not word[0].islower() and word[0] not in _SENTENCE_END:
            number += 1
            layout.append(1)
        else:
            layout.append(0)
        ended = word in _SENTENCE_END or (ended and layout[-1] == 0 and word[0] in _CLOSER)
        sentence.append(number)
    return layout, sentence


def _quoted(start: list[int], end: list[int], quotations: Iterable[Quotation]) -> tuple[list[int], list[int]]:
    """Quotation class of each token and the number of the outermost quotation around it."""
    quote = [0] * len(start)
    around = [-1] * len(start)
    for number, quotation in enumerate(quotations):
        inside = 2 if quotation.depth == 0 else 4
        if not quotation.closed and quotation.depth == 0:
            inside = 5
        for low, high in quotation.spans:
            first, after = bisect_right(end, low), bisect_left(start, high)
            if first >= after:
                continue
            quote[first:after] = [inside] * (after - first)
            if quotation.depth == 0:
                around[first:after] = [number] * (after - first)
                quote[first] = 1
                if quotation.closed and high == quotation.end and after - 1 > first:
                    quote[after - 1] = 3
    return quote, around
