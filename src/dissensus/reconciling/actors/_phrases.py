"""Phrases that tell what somebody is ("the suspect", "Lund's lawyer"), made comparable between documents of a story."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dissensus.model.findings import DocumentMentions
from dissensus.reconciling.actors._names import variants, words_of
from dissensus.reconciling.actors._records import Phrase, Shown

_TOKEN = re.compile(r"\w+(?:['’-]\w+)*")
_GENITIVE = re.compile(r"\s*['’]s?\b\s*\Z|\s*['’]\s*\Z")
_CLAUSE = frozenset({"who", "that", "which", "whose"})
_NEW = frozenset({"a", "an", "other", "first", "second", "third", "fourth", "fifth"})
"""Words with which somebody else comes in, where the person is named beside."""
_NOBODY = frozenset(
    {"another", "any", "each", "either", "every", "neither", "no", "none", "nobody", "not", "whichever"}
)
"""First words of phrases that mean somebody else, or nobody in particular."""
_LONGEST = 8
"""Words; longer phrases are seldom repeated by another outlet."""
_MOST = 6
"""Different phrases kept of one entity; bounds the memory."""
_PLURALS = {
    "men": "man",
    "women": "woman",
    "people": "person",
    "children": "child",
    "thieves": "thief",
    "wives": "wife",
}
_CUT = (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"))


def singular(word: str) -> tuple[str, bool]:
    """A noun in the singular, words of one meaning as one, and whether it was a plural."""
    known = variants().roles
    base, plural = word, False
    if word in _PLURALS:
        base, plural = _PLURALS[word], True
    elif word.endswith("men") and len(word) > 4:
        base, plural = f"{word[:-3]}man", True
    elif word == "police":
        plural = True
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        ending, instead = next(((e, i) for e, i in _CUT if word.endswith(e)), ("s", ""))
        base, plural = word.removesuffix(ending) + instead, True
    return known.get(base, base), plural


def phrases_of(mentions: Sequence[tuple[Shown, int | None]]) -> tuple[Phrase, ...]:
    """The comparable phrases of one entity, in text order, each once.

    Args:
        mentions: the entity's, each with the number of the entity whose it is.
    """
    found: dict[Phrase, None] = {}
    for (mention, words, head), owner in mentions:
        phrase = None
        if mention.form == "nominal":
            phrase = _phrase(words, words_of(head)[-1], owner)
        elif mention.role and mention.kind == "person":
            phrase = _phrase(mention.role, _role_head(mention.role), owner)
        if phrase is not None:
            found[phrase] = None
            if len(found) == _MOST:
                break
    return tuple(found)


def owners(document: DocumentMentions) -> list[int | None]:
    """For each mention the entity that a possessive at its start names ("her lawyer", "Lund's lawyer")."""
    mentions, words = document.mentions, document.words
    found: list[int | None] = [None] * len(mentions)
    for i, inner in enumerate(mentions):
        genitive = inner.form == "pronoun" and words[i].lower() in variants().owned
        for j in (i - 1, i + 1, i - 2):
            if not 0 <= j < len(mentions) or mentions[j].entity == inner.entity or found[j] is not None:
                continue
            outer = mentions[j]
            if outer.span.start > inner.span.start or inner.span.end > outer.head.start:
                continue
            before = words[j][: inner.span.start - outer.span.start].strip().lower()
            between = words[j][inner.span.end - outer.span.start : outer.head.start - outer.span.start]
            ends = genitive or _GENITIVE.search(words[i]) or re.match(r"\s*['’](?:s\b|\s)", between)
            if before in {"", "the"} and ends:
                found[j] = inner.entity
    return found


def _role_head(role: str) -> str:
    words = words_of(role)
    cut = next((i for i, word in enumerate(words) if i and word in variants().small), len(words))
    return words[cut - 1]


def _phrase(words: str, head: str, owner: int | None) -> Phrase | None:
    known = variants()
    found = [word.lower() for word in _TOKEN.findall(words)]
    if not found or found[0] in _NOBODY or _CLAUSE & set(found):
        return None
    if found[0] in known.owned and owner is None:
        return None
    parts = words_of(words)
    if len(parts) > _LONGEST:
        return None
    base, plural = singular(head)
    left_out = (known.determiners - known.numbers) | known.small | known.owned | known.honorifics | {head}
    if parts[0] == "one":
        parts = parts[1:]
    rest = {known.spelling.get(part, part) for part in parts if part not in left_out}
    return Phrase(base, plural, () if owner is not None else tuple(sorted(rest)), owner, not _NEW & set(found))
