"""What one in-document entity tells about its actor: a key that is the same in every document, and its labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from dissensus.model.annotations import ActorKind, Mention
from dissensus.model.states import StateFacts
from dissensus.reconciling.actors._names import label_key, person_name, plain_key, variants, words_of

KeyClass = Literal["person", "surname", "state", "government", "people", "name", "group", "local"]
Key = tuple[KeyClass, tuple[str, ...]]

_ACRONYM = re.compile(r"\(((?=[^)]*[A-Z][^)]*[A-Z])\w[\w.&-]{1,11})\)\Z")
_TOKEN = re.compile(r"\w+(?:['’-]\w+)*")
_POSSESSIVE = re.compile(r"['’]s\Z")
_CLAUSE = frozenset({"who", "that", "which", "whose"})
_LONGEST_LABEL = 120
"""Characters; longer phrases are descriptions, not labels."""


@dataclass(slots=True)
class Described:
    """One in-document entity as the resolution across documents sees it.

    Attributes:
        key: None where nothing identifies it.
        kind: kind of most of its mentions.
        names: labels with their counts; names first choice for the canonical name.
        labels: nominal labels that identify it, with counts.
        acronym: an acronym that the document defines for it.
        rules: names of the rules that joined its names.
    """

    key: Key | None
    kind: ActorKind
    names: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    acronym: str | None = None
    rules: set[str] = field(default_factory=set)


def describe(
    document_id: str,
    number: int,
    mentions: Sequence[tuple[Mention, str, str]],
    facts: StateFacts,
    *,
    speaks: bool = False,
) -> Described:
    """The key and labels of one entity.

    Args:
        document_id: the document.
        number: the entity's number in it.
        mentions: each with the words of its span and of its head.
        facts: facts about states.
        speaks: whether a statement names it as its speaker.
    """
    kinds = Counter(mention.kind for mention, _, _ in mentions if mention.form != "pronoun")
    if not kinds:
        return Described(None, mentions[0][0].kind)
    kind = min(kinds, key=lambda k: (-kinds[k], k))
    found = Described(None, kind)
    named = [(m, " ".join((m.name or "").split())) for m, _, _ in mentions if (m.name or "").strip()]
    for _, name in named:
        found.names[name] += 1
    for mention, words, head in mentions:
        if mention.form == "nominal" and len(words) <= _LONGEST_LABEL and _identifies(words, head, mention.kind, facts):
            found.labels[" ".join(words.split())] += 1
    if named:
        people = [name for mention, name in named if mention.kind == "person"]
        if len(people) * 2 > len(named):
            _as_person(found, people)
        else:
            _as_named(found, mentions, facts)
        return found
    nominal = [(words, head, mention.kind) for mention, words, head in mentions if mention.form == "nominal"]
    found.key = _nominal_key(nominal, facts)
    speaks = speaks or any(mention.speaker_only for mention, _, _ in mentions)
    if found.key is None and (len(mentions) > 1 or speaks):
        first_words = nominal[0][0][:_LONGEST_LABEL]
        found.key = ("local", (document_id, str(number), *words_of(first_words)))
        found.names[" ".join(first_words.split())] += 1
    elif found.key is not None and found.key[0] == "government":
        found.rules.add("words for a state's government")
        for words, _, _ in nominal:
            if len(words) <= _LONGEST_LABEL:
                found.labels[" ".join(words.split())] += 1
    return found


def _as_person(found: Described, people: Sequence[str]) -> None:
    found.kind = "person"
    parsed = [person_name(name) for name in people]
    best = max(parsed, key=lambda p: (bool(p.first), len(p.first) > 1, len(p.middle), p.first, p.last))
    if best.first:
        found.key = ("person", (best.first, best.last, *best.middle))
        if any(not p.first for p in parsed):
            found.rules.add("surname after full name in one document")
        if len({p.middle for p in parsed if p.first}) > 1:
            found.rules.add("middle name left out")
    else:
        found.key = ("surname", (best.last,))


def _as_named(found: Described, mentions: Sequence[tuple[Mention, str, str]], facts: StateFacts) -> None:
    kinds = {name: mention.kind for mention, _, _ in mentions for name in [" ".join((mention.name or "").split())]}
    for name in sorted(found.names):
        fact = facts.of(name)
        if fact is None:
            continue
        if fact.how == "name":
            found.key = ("state", (fact.code,))
            found.kind = "state"
            return
        if fact.how == "people":
            found.key = ("people", (fact.code,))
            return
        if kinds.get(name) == "state":
            found.key = ("state", (fact.code,))
            found.kind = "state"
            found.rules.add(f"{fact.how} for the state")
            return
    for _, words, _ in mentions:
        acronym = _ACRONYM.search(words)
        if acronym:
            found.acronym = plain_key(acronym.group(1))[0]
    long = [name for name in found.names if not is_short(name)]
    short = [name for name in found.names if is_short(name)]
    if long and short:
        found.acronym = found.acronym or min(plain_key(name)[0] for name in short)
        found.rules.add("acronym defined in the text")
    chosen = min(long or short, key=lambda name: (-found.names[name], -len(name), name))
    found.key = ("name", plain_key(chosen))
    if found.kind == "person":
        found.kind = "organisation"


def is_short(name: str) -> bool:
    """An acronym: one word of capitals ("OSCE", "U.N.")."""
    bare = name.replace(".", "")
    return " " not in bare and 1 < len(bare) <= 12 and bare.upper() == bare and bare.lower() != bare


def _identifies(words: str, head: str, kind: ActorKind, facts: StateFacts) -> bool:
    """A label tells whom it means when a name or a word for a people stands in it, or when it names a system."""
    known = variants()
    found = _unowned(words)
    if not found or found[0].lower() in known.owned or _CLAUSE & set(found):
        return False
    if found[0].lower() in {"a", "an"} and kind in {"person", "organisation", "group"}:
        return False
    if words == head and words.lower().endswith("ism"):
        return True
    head_words = set(_TOKEN.findall(head))
    for position, word in enumerate(found):
        if word in head_words or word.lower() in known.determiners:
            continue
        if facts.of(word) is not None and word[0].isupper():
            return True
        if position > 0 and word[0].isupper() and not words.isupper():
            return True
    return False


def _nominal_key(nominal: Sequence[tuple[str, str, ActorKind]], facts: StateFacts) -> Key | None:
    """The key of an entity without a name, or None where its labels do not identify it."""
    identifying = [(words, head) for words, head, kind in nominal if _identifies(words, head, kind, facts)]
    counts: Counter[Key] = Counter()
    for words, head in identifying:
        if len(words) > _LONGEST_LABEL:
            continue
        codes = _codes(words, head, facts)
        last = words_of(head)[-1]
        if len(codes) == 1:
            code = min(codes)
            if last in facts.government:
                counts["government", (code,)] += 1
                continue
            kept = set(words_of(words)) - variants().determiners - variants().small - {last}
            if last in facts.people and len(kept) == 1:
                counts["people", (code,)] += 1
                continue
        counts["group", label_key(words, head)] += 1
    if not counts:
        return None
    return min(counts, key=lambda key: (key[0] == "group", -counts[key], key))


def _unowned(words: str) -> list[str]:
    """The words of a phrase without the possessive ending: "Denmark’s government" names Denmark."""
    return [_POSSESSIVE.sub("", word) for word in _TOKEN.findall(words)]


def _codes(words: str, head: str, facts: StateFacts) -> set[str]:
    found = [word for word in _unowned(words) if word not in head]
    codes = set()
    position = 0
    while position < len(found):
        for size in (3, 2, 1):
            phrase = found[position : position + size]
            fact = facts.of(" ".join(phrase)) if phrase[0][0].isupper() and len(phrase) == size else None
            if fact is not None:
                codes.add(fact.code)
                position += size - 1
                break
        position += 1
    return codes
