"""What may refer beside names and listed nouns: pronouns, and head nouns that the network judges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dissensus.annotating.mentions._found import Found
from dissensus.annotating.mentions._moving import moved
from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions._traits import PRONOUNS
from dissensus.model.annotations import ActorKind, Mention, Statement
from dissensus.model.spans import Span

_PRONOUN_TAGS = frozenset({"PRP", "PRP$"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_WITHIN = frozenset({"compound", "amod", "nmod", "npadvmod"})
_FIRST_WORD = re.compile(r"\w+")
_QUANTIFIED = frozenset({
    "no", "nobody", "none", "neither", "every", "each", "any", "everyone", "everybody", "anyone", "anybody", "whoever",
})  # fmt: skip
_MANY = frozenset({"all", "many", "one", "a", "an", "both"})
_NOT = ("not ", "Not ", "n't ", "n’t ")
_OTHERS = frozenset({
    "one", "someone", "somebody", "anyone", "anybody", "everyone", "everybody", "nobody", "all", "both", "many",
    "others", "those", "most", "some", "who",
})  # fmt: skip


def pronouns_of(tokens: Tokens, mentions: Iterable[Mention]) -> list[Found]:
    """Pronouns that are no mentions yet; which actor they mean, if any, is open. Kinds follow from what they mean."""
    taken = {mention.span for mention in mentions}
    kinds: tuple[ActorKind, ...] = ("person", "person", "organisation", "group", "person", "person", "person")
    found = []
    for i, (low, tag) in enumerate(zip(tokens.low, tokens.tag, strict=True)):
        if tag in _PRONOUN_TAGS and low in PRONOUNS and Span(tokens.start[i], tokens.end[i]) not in taken:
            found.append(Found(i, i + 1, i, i + 1, kinds[PRONOUNS[low] - 4], "pronoun"))
    return found


def nouns_of(tokens: Tokens, mentions: Iterable[Mention]) -> list[int]:
    """Numbers of the head nouns (and words such as "someone") that stand in no mention's head, nor in an acronym.

    Behind a name without a role, a mention holds nothing but the name's acronym in brackets.
    """
    heads = sorted((m.head.start, m.span.end if m.form == "name" and m.role is None else m.head.end) for m in mentions)
    found = []
    at = 0
    for i in range(len(tokens)):
        noun = tokens.tag[i] in _NOUNS and not (
            tokens.dep[i] in _WITHIN and tokens.head[i] > i and tokens.tag[tokens.head[i]] in _NOUNS
        )
        if not noun and not (tokens.low[i] in _OTHERS and tokens.tag[i] in {"DT", "NN", "CD", "JJ", "PRP"}):
            continue
        if i + 1 < len(tokens) and tokens.text[i + 1] == "-" and tokens.end[i] == tokens.start[i + 1]:
            continue  # "state-owned"
        while at < len(heads) and heads[at][1] <= tokens.start[i]:
            at += 1
        if at == len(heads) or heads[at][0] >= tokens.end[i]:
            found.append(i)
    return found


def quantified(text: str, mention: Mention) -> bool:
    """Whether a phrase means nobody, or whoever there is, and so no actor: "no miner", "none of them", "not all"."""
    if mention.form != "nominal":
        return False
    first = _FIRST_WORD.match(text, mention.span.start)
    word = "" if first is None else first.group().lower()
    return word in _QUANTIFIED or (word in _MANY and text[: mention.span.start].endswith(_NOT))


def in_order(mentions: Sequence[Mention], statements: Sequence[Statement]) -> tuple[list[Mention], list[Statement]]:
    """Mentions in text order, longer ones first; the statements' numbers follow."""
    order = sorted(range(len(mentions)), key=lambda i: (mentions[i].span.start, -mentions[i].span.end, i))
    place = {old: new for new, old in enumerate(order)}
    return [mentions[i] for i in order], [moved(statement, place) for statement in statements]
