"""A parse as plain lists: the rules visit every token several times, and lists are faster than token objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KEY = "dissensus.mentions.tokens"
_QUOTED = 60
"""Tokens before a "’" among which its opening mark is looked for."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one document, by number.

    Attributes:
        text: exact words.
        low: lower case.
        tag: Penn tags.
        dep: dependency labels.
        head: number of the head token (of itself for a root).
        ent: label of the named entity, "" outside.
        ent_first: whether the token begins an entity.
        start: first position in the text.
        end: position after the last one.
        sentence: number of the sentence.
    """

    text: list[str]
    low: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    ent: list[str]
    ent_first: list[bool]
    start: list[int]
    end: list[int]
    sentence: list[int]

    def __len__(self) -> int:
        return len(self.text)

    def within(self, token: int, ancestors: tuple[int, ...], steps: int = 4) -> bool:
        """Whether one of the tokens is reached from a token by going up at most so many heads."""
        for _ in range(steps):
            if token in ancestors:
                return True
            up = self.head[token]
            if up == token:
                return False
            token = up
        return token in ancestors


def _mend_apostrophes(tokens: Tokens) -> None:
    """Tag "’" after a plural as a possessive, which the tagger often takes for a closing quotation mark, in place."""
    for i, word in enumerate(tokens.text):
        if word != "’" or tokens.tag[i] == "POS" or not 0 < i < len(tokens) - 1:
            continue
        after = i + 1
        follows = tokens.start[after] > tokens.end[i] and tokens.tag[after][:2] in {"NN", "JJ"}
        if not (follows and tokens.end[i - 1] == tokens.start[i] and tokens.low[i - 1].endswith("s")):
            continue
        before = tokens.text[max(0, i - _QUOTED) : i]
        if tokens.tag[i - 1] in {"NNS", "NNPS", "NNP"} and before.count("‘") <= before.count("’"):
            tokens.tag[i] = "POS"


def tokens_of(doc: Doc) -> Tokens:
    """The lists of a parse; kept with the parse, as two steps need them."""
    kept = doc.user_data.get(_KEY)
    if isinstance(kept, Tokens):
        return kept
    text = [token.text for token in doc]
    tags, deps, ents = doc.to_array(["TAG", "DEP", "ENT_TYPE"]).T.tolist()
    iobs, heads, starts, firsts = doc.to_array(["ENT_IOB", "HEAD", "IDX", "SENT_START"]).astype("int64").T.tolist()
    strings = doc.vocab.strings
    known = {number: strings[number] if number else "" for number in {*tags, *deps, *ents}}
    sentence: list[int] = []
    number = -1
    for first in firsts:
        number += first == 1 or number < 0
        sentence.append(number)
    found = Tokens(
        text=text,
        low=[word.lower() for word in text],
        tag=[known[x] for x in tags],
        dep=[known[x] for x in deps],
        head=[i + up for i, up in enumerate(heads)],
        ent=[known[x] for x in ents],
        ent_first=[x == 3 for x in iobs],
        start=starts,
        end=[start + len(word) for start, word in zip(starts, text, strict=True)],
        sentence=sentence,
    )
    _mend_apostrophes(found)
    doc.user_data[_KEY] = found
    return found
