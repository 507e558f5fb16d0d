"""Titles and appositions that belong to a person's name: "Russian president, Vladimir Putin" is one mention."""

from __future__ import annotations

from collections.abc import Mapping

from dissensus.annotating.mentions._found import Found
from dissensus.annotating.mentions._segments import words_between
from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions._words import Words

_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS"})
_IN_TITLE = frozenset({"JJ", "NN", "NNS", "NNP", "NNPS", "HYPH", "POS", "VBN"})
_LONGEST_ROLE = 14
"""Tokens of a title or apposition that is read as a person's role."""


def add_role(tokens: Tokens, words: Words, name: Found, ends: Mapping[int, int]) -> None:
    """Join title or apposition with a person's name, in place; ``ends`` tells where the other names' tokens end."""
    first, head = name.head_first, name.head_last - 1
    role_first, role_last = first, first
    i = first - 1
    while i >= 0 and first - i <= _LONGEST_ROLE and tokens.tag[i] in _IN_TITLE and "\n" not in tokens.text[i]:
        if not tokens.within(i, (head,)):
            break
        i -= 1
    if any(_is_role(tokens, words, j) for j in range(i + 1, first)):
        role_first = i + 1
    elif tokens.dep[head] == "appos" and 0 <= first - tokens.head[head] <= _LONGEST_ROLE:
        title = _title(tokens, words, tokens.head[head])
        if title < first and tokens.low[first - 1] == "," and _role_within(tokens, words, title, first - 1):
            role_first, role_last = _left_of(tokens, title), first - 1
    if role_first < first:
        if role_first > 0 and tokens.tag[role_first - 1] in {"DT", "PRP$"}:
            role_first -= 1
        name.first = role_first
        name.role = words_between(
            tokens, role_first, role_last if role_last < first and role_last > role_first else first
        )
        return
    end = _apposition(tokens, words, name, ends)
    if end:
        name.role = words_between(tokens, name.head_last + 1, end)
        name.last = end


def _is_role(tokens: Tokens, words: Words, i: int) -> bool:
    return tokens.low[i].rstrip(".") in words.titles or tokens.low[i] in words.person_nouns


def _title(tokens: Tokens, words: Words, head: int) -> int:
    """The noun that an apposition is told of; the parse often takes the town in "the mayor of Orlovka, Ada Brand"."""
    if _is_role(tokens, words, head) or tokens.dep[head] != "pobj":
        return head
    noun = tokens.head[tokens.head[head]]
    return noun if noun < head and _is_role(tokens, words, noun) else head


def _role_within(tokens: Tokens, words: Words, title: int, last: int) -> bool:
    if _is_role(tokens, words, title):
        return True
    return tokens.low[title] == "one" and any(_is_role(tokens, words, i) for i in range(title, last))


def _left_of(tokens: Tokens, head: int) -> int:
    """First token of the noun phrase around a head, without relative clauses."""
    i = head - 1
    while i >= 0 and tokens.tag[i] in _IN_TITLE | {"DT", "PRP$", "CD"} and tokens.within(i, (head,)):
        i -= 1
    return i + 1


def _told_of(tokens: Tokens, i: int) -> int:
    """The token that a noun is an apposition of, -1 for none; "secretary" may hang on "League" in "of … League"."""
    if tokens.dep[i] == "appos":
        return tokens.head[i]
    up = tokens.head[i]
    of = i + 1 < len(tokens) and tokens.low[i + 1] == "of"
    return tokens.head[up] if of and up > i and tokens.dep[i] == "nmod" and tokens.dep[up] == "appos" else -1


def _apposition(tokens: Tokens, words: Words, name: Found, ends: Mapping[int, int]) -> int:
    """End of an apposition after a name ("X, the chairman of Y,"), or 0."""
    comma = name.head_last
    if comma + 1 >= len(tokens) or tokens.text[comma] != ",":
        return 0
    limit = min(len(tokens), comma + _LONGEST_ROLE)
    for i in range(comma + 1, limit):
        if tokens.sentence[i] != tokens.sentence[comma]:
            return 0
        if tokens.tag[i] in _NOUN and _is_role(tokens, words, i) and (told := _told_of(tokens, i)) >= 0:
            if told not in range(name.head_first, name.head_last):
                return 0
            end = i + 1
            while end < limit and tokens.tag[end] in _NOUN | {"IN", "DT", "JJ", "POS", "CC", "HYPH"}:
                if not tokens.within(end, (i,), 8) or tokens.ent[end] == "PERSON":
                    break
                end += 1
            while tokens.tag[end - 1] in {"IN", "DT", "CC", "POS", "HYPH", "JJ"}:
                end -= 1
            return max(end, ends.get(end - 1, end))  # no cut through "the Miners’ Union"
    return 0
