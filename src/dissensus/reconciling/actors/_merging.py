"""Joining keys across documents where exactly one candidate exists, and naming what results."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dissensus.model.annotations import ActorKind
from dissensus.model.states import StateFacts, folded
from dissensus.reconciling.actors._entities import Described, Key, is_short
from dissensus.reconciling.actors._names import romanised, words_of

_Join = Callable[[Key, Key, str], None]
_PLACE_SHARE = 3
"""One in so many entities taken for a place makes a name of one word a place's; set by eye on news articles."""


@dataclass(slots=True)
class Gathered:
    """What all documents told about one key."""

    kinds: Counter[ActorKind] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    rules: set[str] = field(default_factory=set)

    def add(self, found: Described) -> None:
        """Count one in-document entity."""
        self.kinds[found.kind] += 1
        self.names.update(found.names)
        self.labels.update(found.labels)
        self.rules |= found.rules

    def join(self, other: Gathered, rule: str = "") -> None:
        """Take over what was told about another key, and note the rule that joined them."""
        self.kinds.update(other.kinds)
        self.names.update(other.names)
        self.labels.update(other.labels)
        self.rules |= other.rules
        if rule:
            self.rules.add(rule)


def merge(gathered: dict[Key, Gathered], acronyms: Mapping[str, set[Key]]) -> dict[Key, Key]:
    """Join keys in place; key to the key that it went into. Blocks are the surnames and the acronyms."""
    target: dict[Key, Key] = {}

    def join(key: Key, into: Key, rule: str) -> None:
        if key != into:
            gathered.setdefault(into, Gathered()).join(gathered[key], rule)
            target[key] = into

    _join_mistaken(gathered, join)
    by_surname = _join_full_names(gathered, target, join)
    for keys in by_surname.values():
        _join_initials(keys, join)
    lone_words = _lone_words(gathered)
    for key in [key for key in gathered if key[0] == "surname"]:
        candidates = [other for other in by_surname.get(key[1][0], ()) if other not in target]
        if len(candidates) == 1:
            join(key, candidates[0], "surname with one candidate in all documents")
        elif not candidates and len(lone_words.get(key[1][0], ())) == 1:
            join(key, lone_words[key[1][0]][0], "same name, of another kind elsewhere")
    for acronym, keys_of in sorted(acronyms.items()):
        short: Key = ("name", (acronym,))
        long = {key for key in keys_of if key != short and key[0] == "name"}
        if len(long) == 1 and short in gathered:
            into = _end(min(long), target)
            if into != short and short not in target:
                join(short, into, "acronym defined in the text")
    return {key: _end(key, target) for key in target}


def _lone_words(gathered: Mapping[Key, Gathered]) -> dict[str, list[Key]]:
    """Names of one word that some documents took for no person's, by the spelling of surnames; no acronyms."""
    found: defaultdict[str, list[Key]] = defaultdict(list)
    for key in sorted(gathered):
        if key[0] == "name" and len(key[1]) == 1 and not all(is_short(name) for name in gathered[key].names):
            found[romanised(key[1][0])].append(key)
    return dict(found)


def kind_of(key: Key, found: Gathered) -> ActorKind:
    """The kind that most in-document entities have.

    A name of one word is a place already where a third of them are: the parse takes unknown places for organisations
    or people much more often than the other way round.
    """
    most = min(found.kinds, key=lambda kind: (-found.kinds[kind], kind))
    lone = key[0] == "name" and len(key[1]) == 1 and not all(is_short(name) for name in found.names)
    if lone and most in {"organisation", "person"} and found.kinds["place"] * _PLACE_SHARE >= found.kinds.total():
        return "place"
    return most


def _join_mistaken(gathered: dict[Key, Gathered], join: _Join) -> None:
    """Join a full name that some documents took for a person's and some for an organisation's; most mentions decide."""
    for key in [key for key in sorted(gathered) if key[0] == "name" and len(key[1]) > 1]:
        first, *middle, last = (romanised(part) for part in key[1])
        person: Key = ("person", (first, last, *middle))
        if person in gathered:
            people, others = gathered[person].names.total(), gathered[key].names.total()
            from_key, into = (key, person) if people >= others else (person, key)
            join(from_key, into, "same full name, of another kind elsewhere")


def _join_full_names(
    gathered: dict[Key, Gathered], target: Mapping[Key, Key], join: _Join
) -> defaultdict[str, list[Key]]:
    """Join names that differ by middle names which agree; surname to the keys that are left."""
    blocks: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in sorted(gathered):
        if key[0] == "person" and key not in target:
            blocks[key[1][0], key[1][1]].append(key)
    by_surname: defaultdict[str, list[Key]] = defaultdict(list)
    for (first, last), keys in blocks.items():
        if _one_person([key[1][2:] for key in keys]):
            into: Key = ("person", (first, last))
            for key in keys:
                join(key, into, "middle name left out" if len(keys) > 1 else "")
            by_surname[last].append(into)
        else:
            by_surname[last].extend(keys)
    return by_surname


def _join_initials(keys: list[Key], join: _Join) -> None:
    """Join "A. Orlova" with the one full name that fits."""
    full = [key for key in keys if len(key[1][0]) > 1]
    for key in keys:
        fitting = [other for other in full if other[1][0].startswith(key[1][0])]
        if len(key[1][0]) == 1 and len(fitting) == 1:
            join(key, fitting[0], "initial for given name")


def _end(key: Key, target: Mapping[Key, Key]) -> Key:
    while key in target:
        key = target[key]
    return key


def _one_person(middles: list[tuple[str, ...]]) -> bool:
    """Whether no two middle names contradict each other; "F." agrees with "Fitzgerald", "W." and "H." do not agree."""
    told = sorted({middle for middle in middles if middle}, key=lambda m: (len(m), m))
    if len(told) > _MOST_MIDDLES:
        return False
    return all(_agree(a, b) for i, a in enumerate(told) for b in told[i + 1 :])


_MOST_MIDDLES = 12
"""More different middle names under one name are several people; bounds the comparison."""


def _agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return any(x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]) for x in a for y in b)


def identity(key: Key, facts: StateFacts) -> str:
    """The actor's id: class and words of its key; it depends on nothing else, and no two keys share one."""
    group, parts = key
    if group == "local":
        return f"local:{parts[0]}:{parts[1]}:{'-'.join(parts[2:])}"
    if group in {"state", "government", "people"}:
        parts = tuple(words_of(facts.names[parts[0]]))
    return f"{group}:{'-'.join(parts)}"


def canonical_name(key: Key, found: Gathered, facts: StateFacts) -> str:
    """The name to show: the usual full one; ties go to the longer, then to the first by letters."""
    group, parts = key
    if group == "state":
        return facts.names[parts[0]]
    if group == "government":
        return f"Government of {facts.names[parts[0]]}"
    names = found.names or found.labels
    wanted = {name: count for name, count in names.items() if _is_full(name, group)} or dict(names)
    if not wanted:
        return " ".join(parts)
    best = min(wanted, key=lambda name: (-wanted[name], -len(name), name))
    return best[4:] if best[:4].lower() == "the " and len(best) > 4 else best


def _is_full(name: str, group: str) -> bool:
    if group == "person":
        first = folded(name).split()[:1]
        return " " in name and bool(first) and len(first[0].rstrip(".")) > 1
    return not is_short(name)
