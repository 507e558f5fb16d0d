"""Offices that a document tells of a person: "Norwegian minister Ada Brand", "Ada Brand, head of the Miners Union"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dissensus.model.annotations import ActorKind, Mention
from dissensus.model.findings import DocumentMentions
from dissensus.model.states import StateFacts, folded
from dissensus.reconciling.actors._names import office_key, variants
from dissensus.reconciling.actors._records import Office, Shown

_WORD = re.compile(r"[^\W_]+(?:['’.&-]+[^\W_]+)*\.?")
_ORGANISED = {"organisation": 0, "state": 1, "movement": 2, "group": 3, "place": 4}
"""Kinds that an office belongs to, the most likely first."""
_MOST_OFFICES = 4
"""Offices kept of one person in one document."""


def offices_of(mentions: Sequence[Shown], facts: StateFacts) -> tuple[tuple[tuple[str, ...], ...], frozenset[str]]:
    """Comparable words of a person's offices in one document, and the codes of the states that they name."""
    keys: list[tuple[str, ...]] = []
    codes: set[str] = set()
    for mention, words, _ in mentions:
        role = _role(mention, words)
        if role is None:
            continue
        states = _states(role, facts)
        codes.update(code for code, _ in states)
        key = office_key(role, frozenset(part for _, found in states for part in folded(found).split()))
        if key and key not in keys:
            keys.append(key)
    return tuple(sorted(keys)[:_MOST_OFFICES]), frozenset(codes)


def offices_in(document: DocumentMentions, facts: StateFacts) -> Iterator[Office]:
    """What a document tells of the offices of the people it names, in text order, each once."""
    people = {mention.entity for mention in document.mentions if mention.kind == "person" and mention.name}
    kinds = _kinds(document)
    seen: set[tuple[int, str, int | str | None]] = set()
    for i, (mention, words) in enumerate(zip(document.mentions, document.words, strict=True)):
        role = _role(mention, words) if mention.entity in people else None
        if role is None or mention.kind != "person":
            continue
        if not _has_office(role):
            continue
        inside = _organisation(document, i, kinds)
        organisation = None if inside is None else document.mentions[inside].entity
        states = _states(role, facts)
        state = states[0] if states and organisation is None else None
        named = None if inside is None else document.words[inside]
        office = _cut(role, named, [found for _, found in states])
        key = (mention.entity, folded(office), organisation if state is None else state[0])
        if key in seen:
            continue
        seen.add(key)
        yield Office(
            document=document.document_id,
            person=mention.entity,
            organisation=organisation,
            state=None if state is None else state[0],
            state_words=None if state is None else state[1],
            role=office or None,
            former=bool(variants().former & set(_plain_words(role))),
            span=mention.span,
            words=words,
            published=document.published,
        )


def _role(mention: Mention, words: str) -> str | None:
    """The words of an office: told with the name, or a definite phrase for somebody who is named elsewhere."""
    if mention.role:
        return mention.role if set(_plain_words(mention.role)) - variants().honorifics else None
    if mention.form != "nominal" or mention.kind != "person":
        return None
    first = words.split(maxsplit=1)[0].lower() if words.strip() else ""
    definite = first in {"the", "former"} or (words[:1].isupper() and first not in variants().determiners)
    return words if definite else None


def _plain_words(role: str) -> list[str]:
    found = [word.casefold().rstrip(".") for word in _WORD.findall(role)]
    return [part for word in found for part in (word.split("-", 1) if word.startswith("ex-") else [word])]


def _states(role: str, facts: StateFacts) -> list[tuple[str, str]]:
    """States that an office names: code and words."""
    found = [(m.group().removesuffix("'s").removesuffix("’s"), m.start()) for m in _WORD.finditer(role)]
    result = []
    position = 0
    while position < len(found):
        for size in (3, 2, 1):
            phrase = " ".join(word for word, _ in found[position : position + size])
            fact = facts.of(phrase) if phrase[0].isupper() and position + size <= len(found) else None
            if fact is not None:
                result.append((fact.code, phrase))
                position += size - 1
                break
        position += 1
    return result


def _has_office(words: str) -> bool:
    return any(word in variants().offices for word in _plain_words(words))


def _kinds(document: DocumentMentions) -> dict[int, ActorKind]:
    """What most names and phrases of each entity are taken for; entities of pronouns alone are left out."""
    counts: defaultdict[int, Counter[ActorKind]] = defaultdict(Counter)
    for mention in document.mentions:
        if mention.form != "pronoun":
            counts[mention.entity][mention.kind] += 1
    return {entity: min(found, key=lambda kind: (-found[kind], kind)) for entity, found in counts.items()}


def _organisation(document: DocumentMentions, of: int, kinds: Mapping[int, ActorKind]) -> int | None:
    """The mention inside a person's mention that its office belongs to: an organisation before a place, the longest.

    A possessive pronoun at its start ("its chair, Marta Velden") is whose office it is, where the document tells whom
    the pronoun means and that is no person.
    """
    mentions = document.mentions
    outer = mentions[of]
    best: tuple[int, int, int] | None = None
    for i in _inside(mentions, of):
        inner = mentions[i]
        apart = inner.span.end <= outer.head.start or inner.span.start >= outer.head.end
        kind: str | None = inner.kind
        if inner.form == "pronoun":
            owns = inner.span.start == outer.span.start and document.words[i].lower() in variants().owned
            kind = kinds.get(inner.entity) if owns else None
        if kind not in _ORGANISED or inner.entity == outer.entity:
            continue
        if apart and not _has_office(" ".join(document.words[i].split()[-1:])):
            rank = (_ORGANISED[kind] + (3 if inner.name is None else 0), inner.span.start - inner.span.end, i)
            best = rank if best is None else min(best, rank)
    return None if best is None else best[2]


def _inside(mentions: Sequence[Mention], of: int) -> Iterator[int]:
    """Mentions whose span lies in another one's; mentions are in text order."""
    outer = mentions[of].span
    i = of
    while i > 0 and mentions[i - 1].span.start >= outer.start:
        i -= 1
    while i < len(mentions) and mentions[i].span.start < outer.end:
        if i != of and mentions[i].span.end <= outer.end:
            yield i
        i += 1


def _cut(role: str, organisation: str | None, states: Sequence[str]) -> str:
    """The office alone: "Norwegian minister" is "minister", "head of the Miners Union" is "head"."""
    office = role
    for named in ([organisation] if organisation else []) + list(states):
        place = office.find(named)
        if place >= 0:
            before, after = office[:place], office[place + len(named) :]
            office = min((before, after), key=lambda part: (not _has_office(part), not part.strip(" ,'’s"), len(part)))
    words = _WORD.findall(office.removeprefix("'s").removeprefix("’s"))
    small = variants().small | {"a", "an", "the", "his", "her", "their", "its", "and"}
    while words and words[0].casefold() in small | {"s"} | variants().former | variants().passing:
        words = words[1:]
    while words and words[-1].casefold() in small:
        words = words[:-1]
    if words and words[0].casefold().startswith("ex-"):
        words[0] = words[0][3:]
    return " ".join(words)
