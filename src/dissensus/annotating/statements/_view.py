"""A parse as plain lists: one pass over the tokens, then everything is list access."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dissensus.model.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dissensus.annotating.statements._found import Found
    from dissensus.annotating.statements._marks import Quotation

_CLOSED_OFF = frozenset({"punct", ""})
LONGEST_CLIMB = 200
"""Most steps taken from a token to its heads; no parse of a sentence of our corpora is deeper, hostile ones may be."""


class View:
    """Tokens of a parsed text as lists, by token number.

    Attributes:
        text: the text.
        start: first position of each token.
        end: position after each token.
        low: lower-cased form.
        tag: fine part-of-speech tag (Penn Treebank).
        dep: dependency label to the head.
        head: number of the head; a root is its own head.
        children: numbers of the dependents, in order.
        sentence: number of the sentence.
        bounds: first token and token after the last, by sentence.
        inside: quotations, and for each token which of them is around it; kept by ``_once``.
        linked: quotations, and whose they are; kept by ``_once``.
    """

    def __init__(self, doc: Doc) -> None:
        from spacy import attrs

        self.inside: tuple[list[Quotation], list[int]] | None = None
        self.linked: tuple[list[Quotation], list[Found]] | None = None

        self.doc = doc
        self.text = doc.text
        size = len(doc)
        keys = [attrs.IDX, attrs.LENGTH, attrs.LOWER, attrs.TAG, attrs.DEP]
        columns = doc.to_array(keys).T.tolist() if size else [[], [], [], [], []]
        strings = doc.vocab.strings
        names: dict[int, str] = {0: ""}
        for column in columns[2:]:
            for key in set(column):
                if key not in names:
                    names[key] = strings[key]
        self.start: list[int] = columns[0]
        self.end: list[int] = [a + b for a, b in zip(columns[0], columns[1], strict=True)]
        self.low: list[str] = [names[key] for key in columns[2]]
        self.tag: list[str] = [names[key] for key in columns[3]]
        self.dep: list[str] = [names[key] for key in columns[4]]
        self.head: list[int] = [token.head.i for token in doc]
        self.children: list[list[int]] = [[] for _ in range(size)]
        for i, head in enumerate(self.head):
            if head != i:
                self.children[head].append(i)
        self.sentence: list[int] = [0] * size
        self.bounds: list[tuple[int, int]] = []
        for number, sentence in enumerate(doc.sents if size and doc.has_annotation("SENT_START") else ()):
            self.bounds.append((sentence.start, sentence.end))
            self.sentence[sentence.start : sentence.end] = [number] * (sentence.end - sentence.start)

    def __len__(self) -> int:
        return len(self.low)

    def edges(self, i: int) -> tuple[int, int]:
        """First token of the subtree of a token, and the token after its last."""
        token = self.doc[i]
        return token.left_edge.i, token.right_edge.i + 1

    def child(self, i: int, *labels: str) -> int | None:
        """The first dependent with one of the labels."""
        for c in self.children[i]:
            if self.dep[c] in labels:
                return c
        return None

    def within(self, i: int, ancestor: int) -> bool:
        """Whether a token stands in the subtree of another (or is it)."""
        for _ in range(LONGEST_CLIMB):
            if i == ancestor:
                return True
            if self.head[i] == i:
                return False
            i = self.head[i]
        return False

    def span(self, first: int, after: int) -> Span | None:
        """Characters of the tokens, without white space, commas and the like at the ends; None if nothing is left."""
        while first < after and not self._is_word(first):
            first += 1
        while after > first and not self._is_word(after - 1):
            after -= 1
        if first >= after:
            return None
        end = self.end[after - 1]
        if after < len(self) and self.low[after] == ")" and "(" in self.low[first:after]:
            opened = self.low[first:after].count("(") - self.low[first:after].count(")")
            end = self.end[after] if opened == 1 else end
        return Span(self.start[first], end)

    def _is_word(self, i: int) -> bool:
        low = self.low[i]
        return any(map(str.isalnum, low)) or low in _SIGNS

    def token_at(self, position: int) -> int:
        """Number of the first token that ends after a position (may equal the number of tokens)."""
        from bisect import bisect_right

        return bisect_right(self.end, position)


_SIGNS = frozenset("$£€%#@&+=<>")
