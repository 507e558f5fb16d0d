"""Documents as the network learns them: pieces, mentions, pairs, and what the gold says of each."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.mentions._entities import number_entities
from dissensus.annotating.mentions._nominals import phrase_at
from dissensus.annotating.mentions._words import words
from dissensus.annotating.mentions.coreference.candidates import in_order, nouns_of, pronouns_of
from dissensus.annotating.mentions.coreference.network import KINDS
from dissensus.annotating.mentions.coreference.pairs import Pairs, pairs_of
from dissensus.annotating.mentions.coreference.resolving import windows_for_coreference
from dissensus.annotating.mentions.coreference.rows import Rows, rows_of
from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements.engine.reader import pieces_of
from dissensus.annotating.statements.engine.tokens import Tokens as Pieced
from dissensus.annotating.statements.engine.tokens import tokens_of as pieced
from dissensus.annotating.statements.engine.windows import Window
from dissensus.model.annotations import ActorKind, Mention
from dissensus.model.states import state_facts
from dissensus.models.pieces import Pieces
from training.coreference.corpora import Gold, Read

Ints = NDArray[np.int64]
NOT_ACTORS = 0.15
"""Share of the head nouns of GUM that are no actors which become mentions in training, as some will be found so."""
_GUM_KINDS = {"person": 1, "organization": 2, "place": 3}


@dataclass(slots=True)
class Learned:
    """One document.

    Attributes:
        read: the document.
        windows: pieces, case, quotation and layout of each window.
        window: number of the window that owns each token.
        mentions: in text order.
        rows: what is known of each mention.
        pairs: what is ranked.
        at: for each mention its window, the piece of its head and that of its first word.
        gold: for each mention the number of its gold entity, -1 for none.
        selected: for each mention whether it stands where the gold tells all.
        nouns: numbers of head nouns that may be taken for actors.
        kinds: window, piece and class of tokens whose kind is known.
        missed: gold entities of gold mentions that none of ours is, by the numbers of ``gold``.
        pronoun: for GAP, the mention that is asked about, -1 where it is none.
        names: for GAP, for each name the mentions there, and the rules' entities of them.
    """

    read: Read
    windows: list[tuple[Ints, Ints, Ints, Ints]]
    pieces: Pieced
    cut: list[Window]
    window: Ints
    nouns: list[int]
    mentions: list[Mention] = field(default_factory=list)
    rows: Rows | None = None
    pairs: Pairs | None = None
    at: Ints = field(default_factory=lambda: np.zeros((0, 3), dtype=np.int64))
    gold: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    selected: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    kinds: list[tuple[int, int, int]] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    pronoun: int = -1
    names: tuple[tuple[list[int], list[int]], ...] = ()

    def place(self, position: int) -> tuple[int, int]:
        """Window and piece in it of the token at a position."""
        token = min(int(np.searchsorted(self.pieces.end, position, "right")), len(self.pieces) - 1)
        window = int(self.window[token])
        return window, int(self.pieces.first[token] - self.pieces.first[self.cut[window].start]) + 1


def learned(read: Read, pieces: Pieces, *, drawn: random.Random | None = None) -> Learned:
    """A document ready to be learned; with ``drawn`` its gold's head nouns, and some others, are mentions."""
    taken = pieced(read.text, pieces, quotations_of(read.text))
    cut = windows_for_coreference(taken)
    owner = np.zeros(len(taken), dtype=np.int64)
    for number, window in enumerate(cut):
        owner[window.own_start : window.own_end] = number
    document = Learned(
        read, [pieces_of(taken, window)[:4] for window in cut], taken, cut, owner, nouns_of(read.tokens, read.mentions)
    )
    more: list[tuple[int, ActorKind]] = []
    if read.corpus == "gum":
        more = _kinds(document, drawn)
    elif read.corpus == "ecb":
        heads = {gold.head_end for gold in read.gold}
        more = [(i, "group") for i in document.nouns if read.tokens.end[i] in heads]
    fill(document, more)
    return document


def _kinds(document: Learned, drawn: random.Random | None) -> list[tuple[int, ActorKind]]:
    """Fill in the kinds that the gold tells of head nouns; gives those that become mentions."""
    read = document.read
    by_root = {gold.root: _GUM_KINDS[gold.kind] for gold in read.gold}
    by_end = {gold.head_end: _GUM_KINDS[gold.kind] for gold in read.gold}
    more: list[tuple[int, ActorKind]] = []
    for i in document.nouns:
        start, end = read.tokens.start[i], read.tokens.end[i]
        kind = by_root.get(start) or by_end.get(end) or 0
        document.kinds.append((*document.place(start), kind))
        if drawn is not None and (kind or drawn.random() < NOT_ACTORS):
            more.append((i, KINDS[kind] if kind else "organisation"))  # type: ignore[arg-type]
    for mention in read.mentions:
        if mention.form != "pronoun":
            kind = by_root.get(mention.head.start) or by_end.get(mention.head.end) or 0
            document.kinds.append((*document.place(mention.head.start), kind))
    return more


def fill(document: Learned, more: list[tuple[int, ActorKind]]) -> None:
    """Make the mentions, with phrases of further head nouns, and all that follows from them."""
    read = document.read
    tokens, lists, facts = read.tokens, words(), state_facts()
    every = [*read.mentions, *(found.mention(tokens) for found in pronouns_of(tokens, read.mentions))]
    taken = {mention.span for mention in every}
    for i, kind in more:
        mention = phrase_at(tokens, lists, i, kind).mention(tokens)
        if mention.span not in taken:
            taken.add(mention.span)
            every.append(mention)
    numbered = number_entities(read.text, tokens, every, read.statements, lists, facts)
    document.mentions, statements = in_order(numbered, read.statements)
    rows = rows_of(read.text, tokens, document.mentions, statements, [m.entity for m in document.mentions], lists)
    document.rows, document.pairs = rows, pairs_of(rows)
    places = []
    for head, first in zip(rows.head.tolist(), rows.first.tolist(), strict=True):
        window, piece = document.place(head)
        other, of_first = document.place(first)
        places.append((window, piece, of_first if other == window and of_first <= piece else piece))
    document.at = np.array(places, dtype=np.int64).reshape(-1, 3)
    spans = read.selected or ((0, len(read.text)),)
    document.selected = np.array(
        [any(low <= m.span.start < high for low, high in spans) for m in document.mentions], dtype=np.bool_
    )
    if read.example is not None:
        _ask(document, rows)
    else:
        _align(document)


def _ask(document: Learned, rows: Rows) -> None:
    example = document.read.example
    assert example is not None
    mentions = document.mentions
    for i, mention in enumerate(mentions):
        if mention.form == "pronoun" and mention.span.start == example.pronoun[0]:
            document.pronoun = i
    names = []
    for start, end in example.names:
        there = [i for i, m in enumerate(mentions) if m.form != "pronoun" and m.head.start < end and m.head.end > start]
        named = [i for i in there if mentions[i].name is not None] or there
        names.append((there, sorted({int(rows.given[i]) for i in named})))
    document.names = tuple(names)


def _align(document: Learned) -> None:
    """Which gold mention each of ours is: of the same span (a possessive ending may be left out), else by the head."""
    read = document.read
    by_span = {(gold.start, gold.end): n for n, gold in enumerate(read.gold)}
    numbers: dict[str, int] = {}
    found: list[int] = []
    taken: set[int] = set()
    for mention in document.mentions:
        start, end = mention.span
        n = by_span.get((start, end))
        if n is None and read.text[end : end + 2] in {"'s", "’s"}:
            n = by_span.get((start, end + 2))
        if n is None:
            alike = [(_share(mention, g), -k) for k, g in enumerate(read.gold) if _same_head(mention, g)]
            n = -max(alike)[1] if alike else None
        if n is None:
            found.append(-1)
        else:
            taken.add(n)
            found.append(numbers.setdefault(read.gold[n].entity, len(numbers)))
    document.gold = np.array(found, dtype=np.int64)
    document.missed = [
        numbers.setdefault(gold.entity, len(numbers)) for n, gold in enumerate(read.gold) if n not in taken
    ]


def _same_head(mention: Mention, gold: Gold) -> bool:
    head = mention.head
    return head.start <= gold.root < head.end or (
        gold.head_end == head.end and gold.head_start < head.end and head.start < gold.head_end
    )


def _share(mention: Mention, gold: Gold) -> float:
    start, end = mention.span
    both = min(end, gold.end) - max(start, gold.start)
    return both / (max(end, gold.end) - min(start, gold.start)) if both > 0 else 0.0
