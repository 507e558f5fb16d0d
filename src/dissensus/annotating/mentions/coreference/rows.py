"""What is known of each mention, as arrays: form, kind, number, gender, role in the sentence, words, quotation."""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions._traits import DEFINITE, INDEFINITE, form_class, gender_class, number_class
from dissensus.annotating.mentions._words import Words
from dissensus.model.annotations import Mention, Statement
from dissensus.model.states import folded

Ints = NDArray[np.int64]
Masks = NDArray[np.uint64]

FORMS = 11
"""Classes of form, as `PRONOUNS` of the traits numbers them."""
KINDS = {"person": 0, "organisation": 1, "state": 2, "group": 3, "movement": 4, "place": 5}
ROLES = 8
_ROLES = {
    "nsubj": 0, "nsubjpass": 0, "agent": 0, "dobj": 1, "dative": 1, "poss": 2, "pobj": 3, "appos": 4, "attr": 5,
    "oprd": 5, "compound": 6, "nmod": 6, "amod": 6,
}  # fmt: skip
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself", "yourselves"})
_VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})
_CLIMB = 12


@dataclass(frozen=True, slots=True)
class Rows:
    """The mentions of a document in text order, as arrays of one length (M).

    Attributes:
        head: position in the text of the head's first letter.
        first: position of the span's first letter.
        token: number of the head's token in the parse.
        low: number of the first token of the span.
        high: number after its last token.
        form: class of form.
        kind: class of kind; 6 for a pronoun.
        number: 0 unknown, 1 singular, 2 plural.
        gender: 0 unknown, 1 male, 2 female, 3 neither.
        role: class of grammatical role.
        sentence: number of the sentence.
        paragraph: number of the line it stands in.
        label: number of the label that begins the line ("Quill: …"), -1 for none.
        asks: whether the line ends with a question mark.
        verb: token of the verb that governs it, -1 for none.
        quote: number of the statement in whose quoted content it stands, -1 outside.
        speaker: number of the mention that says the words it stands in, -1 for none.
        says: whether it is a statement's speaker.
        reflexive: whether it is a reflexive pronoun.
        whole: number of its words without a determiner, folded; equal words have one number.
        noun: number of its head word.
        last: number of its last word, for names; -1 else.
        begins: number of its first word, for names; -1 else.
        words: which words it holds, as a mask of 64 bits.
        given: number of the entity that the rules give it, -1 for none.
    """

    head: Ints
    first: Ints
    token: Ints
    low: Ints
    high: Ints
    form: Ints
    kind: Ints
    number: Ints
    gender: Ints
    role: Ints
    sentence: Ints
    paragraph: Ints
    label: Ints
    asks: Ints
    verb: Ints
    quote: Ints
    speaker: Ints
    says: Ints
    reflexive: Ints
    whole: Ints
    noun: Ints
    last: Ints
    begins: Ints
    words: Masks
    given: Ints

    def __len__(self) -> int:
        return len(self.head)


def rows_of(
    text: str,
    tokens: Tokens,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    given: Sequence[int],
    words: Words,
) -> Rows:
    """The rows of mentions in text order.

    Args:
        text: the document's text.
        tokens: its parse.
        mentions: in text order (start, then longer ones first).
        statements: with their speakers' numbers in ``mentions``.
        given: the entity of each by rules, -1 for none.
        words: the lists.
    """
    numbers: dict[str, int] = {}
    said = _said(statements)
    starts = [start for start, _, _, _ in said]
    speaking = {statement.speaker_mention for statement in statements}
    lines = _Lines(text)
    columns: list[tuple[int, ...]] = []
    masks: list[int] = []
    for i, mention in enumerate(mentions):
        token = _token_at(tokens, mention.head.end - 1)
        low, high = _token_at(tokens, mention.span.start), _token_at(tokens, mention.span.end - 1) + 1
        plain = folded(text[mention.span.start : mention.span.end])
        head = folded(text[mention.head.start : mention.head.end])
        form = form_class(mention, plain)
        parts = plain.split()
        kept = parts[1:] if len(parts) > 1 and parts[0] in DEFINITE | INDEFINITE else parts
        quote, speaker = _quoted(said, starts, mention.span.start)
        if speaker == i:
            quote, speaker = -1, -1
        named = folded(mention.name or head)
        columns.append(
            (
                mention.head.start,
                mention.span.start,
                token,
                low,
                max(high, low + 1),
                form,
                6 if mention.form == "pronoun" else KINDS[mention.kind],
                number_class(mention, form, tokens, token, head, words),
                gender_class(mention, form, text, words),
                _ROLES.get(tokens.dep[token], 7) if len(tokens) else 7,
                tokens.sentence[token] if len(tokens) else 0,
                *lines.at(mention.span.start),
                _verb(tokens, token),
                quote,
                speaker,
                int(i in speaking),
                int(plain in _REFLEXIVE),
                numbers.setdefault(" ".join(kept), len(numbers)),
                numbers.setdefault(head.rsplit(" ", 1)[-1], len(numbers)),
                numbers.setdefault(named.rsplit(" ", 1)[-1], len(numbers)) if mention.name else -1,
                numbers.setdefault(named.split(" ", 1)[0], len(numbers)) if mention.name else -1,
                given[i],
            )
        )
        masks.append(sum({1 << (zlib.crc32(part.encode()) & 63) for part in kept}))
    table = dict(zip(_COLUMNS, np.array(columns, dtype=np.int64).reshape(-1, len(_COLUMNS)).T, strict=True))
    return Rows(**table, words=np.array(masks, dtype=np.uint64))


_COLUMNS = tuple(field.name for field in fields(Rows) if field.name != "words")


class _Lines:
    """The lines of a text: whether they begin with a label and end with a question."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._told: list[tuple[int, int]] = []
        labels: dict[str, int] = {}
        for line in LINE.finditer(text):
            words = line.group()
            label = _LABEL.match(words)
            number = -1 if label is None else labels.setdefault(label.group(1).lower(), len(labels))
            self._starts.append(line.start())
            self._told.append((number, int(words[-4:].rstrip(_CLOSING)[-1:] == "?")))

    def at(self, position: int) -> tuple[int, int, int]:
        """Number, label and question of the line that holds a position."""
        line = max(0, bisect_right(self._starts, position) - 1)
        return (line, *self._told[line]) if self._told else (0, -1, 0)


LINE = re.compile(r"^[^\S\n]*+\S[^\n]*", re.MULTILINE)
"""A line that is not blank; tried at the beginnings of lines alone, so that a long blank one takes linear time."""
_LABEL = re.compile(r"\W{0,4}([A-Z][\w.’' -]{0,30}):\s")
_CLOSING = " \t\r\u00a0\"'”’)"


def _token_at(tokens: Tokens, position: int) -> int:
    return max(0, bisect_right(tokens.start, position) - 1)


def _verb(tokens: Tokens, token: int) -> int:
    if not len(tokens):
        return -1
    for _ in range(_CLIMB):
        up = tokens.head[token]
        if up == token:
            return -1
        token = up
        if tokens.tag[token] in _VERBS:
            return token
    return -1


def _said(statements: Sequence[Statement]) -> list[tuple[int, int, int, int]]:
    """Start and end of each stretch of quoted words, its statement's number and that of the mention that says it."""
    return sorted(
        (start, end, i, -1 if statement.speaker_mention is None else statement.speaker_mention)
        for i, statement in enumerate(statements)
        if statement.mode in {"direct", "mixed"}
        for start, end in statement.content
    )


def _quoted(said: Sequence[tuple[int, int, int, int]], starts: Sequence[int], position: int) -> tuple[int, int]:
    at = bisect_right(starts, position)
    for start, end, i, speaker in reversed(said[max(0, at - 3) : at]):
        if start <= position < end:
            return i, speaker
    return -1, -1
