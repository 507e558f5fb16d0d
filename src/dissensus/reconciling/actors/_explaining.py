"""What results for each actor: id, canonical name, kind, and why each of its names is its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dissensus.model.annotations import ActorKind
from dissensus.model.findings import Actor, Merge, Place
from dissensus.model.spans import Span
from dissensus.model.states import StateFacts, folded
from dissensus.reconciling.actors import _rules as rules
from dissensus.reconciling.actors._entities import is_short
from dissensus.reconciling.actors._joins import Joins
from dissensus.reconciling.actors._merging import short_only
from dissensus.reconciling.actors._names import words_of
from dissensus.reconciling.actors._records import Key, Record, Told
from dissensus.reconciling.actors._rules import Rule

_PLACES = 3
"""Places that a merge shows."""
_PLACE_SHARE = 3
"""One in so many entities taken for a place makes a name of one word a place's; set by eye on news articles."""
_UNTOLD = frozenset({rules.SPELLING.words, rules.LABEL.words, rules.STATE_NAME.words})
"""Rules that are no news: the names are equal but for their spelling."""


def actor_of(key: Key, records: Sequence[Record], joins: Joins, facts: StateFacts) -> Actor:
    """The actor of all records that have come to a key."""
    names: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    for record in records:
        for told in record.told:
            (labels if told.label else names)[told.words] += told.times
    name = canonical_name(key, names or labels, facts)
    merges, used = _merges(name, records, joins)
    return Actor(
        id=identity(key, facts),
        name=name,
        kind=kind_of(key, records, facts),
        aliases=tuple(sorted({*names, *labels})),
        rules=tuple(sorted(used - _UNTOLD)),
        merges=merges,
    )


def _merges(name: str, records: Sequence[Record], joins: Joins) -> tuple[tuple[Merge, ...], set[str]]:
    """A merge for each name but the canonical one, by the rule that is trusted most, and all rules that were used."""
    best: dict[str, Rule] = {}
    places: dict[str, list[tuple[str, Told]]] = {}
    used: set[str] = set()
    for record in records:
        joined = joins.rule_of(record)
        if joined is not None:
            used.add(joined.words)
        for told in record.told:
            rule = told.rule if joined is None or told.rule.confidence < joined.confidence else joined
            if told.words != name:
                used.add(told.rule.words)
            if told.words not in best or (rule.confidence, rule.words) > (
                best[told.words].confidence,
                best[told.words].words,
            ):
                best[told.words] = rule
            found = places.setdefault(told.words, [])
            if len(found) < _PLACES:
                found.append((record.document, told))
    merges = [
        Merge(
            name=words,
            into=name,
            rule=rule.words,
            confidence=rule.confidence,
            evidence=tuple(Place(document, Span(t.start, t.end), t.shown) for document, t in places[words]),
        )
        for words, rule in best.items()
        if words != name
    ]
    return tuple(sorted(merges, key=lambda merge: (merge.rule, merge.name))), used


def demonym(state: str, words: Mapping[str, Sequence[Place]], facts: StateFacts) -> Actor:
    """A state that is known only by a word for its people in somebody's office."""
    name = facts.names[state]
    rule = rules.STATE_PEOPLE
    return Actor(
        id=identity(("state", (state,)), facts),
        name=name,
        kind="organisation" if state in facts.organisations else "state",
        aliases=tuple(sorted(words)),
        rules=(rule.words,),
        merges=tuple(
            Merge(alias, name, rule.words, rule.confidence, tuple(words[alias][:_PLACES])) for alias in sorted(words)
        ),
    )


def kind_of(key: Key, records: Sequence[Record], facts: StateFacts) -> ActorKind:
    """The kind that most in-document entities have.

    A name of one word is a place already where a third of them are: the parse takes unknown places for organisations
    or people much more often than the other way round. A person is judged where the full name stands.
    """
    if key[0] == "state" and key[1][0] in facts.organisations:
        return "organisation"
    if key[0] == "person":
        # The full name tells more than a lone surname, which the parse may take for an organisation's or a place's.
        records = [r for r in records if any(" " in told.words and not told.label for told in r.told)] or records
    kinds = Counter(record.kind for record in records)
    most = min(kinds, key=lambda kind: (-kinds[kind], kind))
    if key[0] == "name" and len(key[1]) == 1 and most in {"organisation", "person"} and not short_only(records):
        return "place" if kinds["place"] * _PLACE_SHARE >= kinds.total() else most
    return most


def identity(key: Key, facts: StateFacts) -> str:
    """The actor's id: class and words of its key; it depends on nothing else, and no two keys share one.

    The key of a phrase without a name has its document and its place there, which are the same however many other
    entities the annotating steps find.
    """
    group, parts = key
    if group == "local":
        return f"local:{parts[0]}:{parts[1]}:{'-'.join(parts[2:])}"
    if group in {"state", "government", "people"}:
        parts = tuple(words_of(facts.names[parts[0]]))
    return f"{group}:{'-'.join(parts)}"


def canonical_name(key: Key, names: Mapping[str, int], facts: StateFacts) -> str:
    """The name to show: the usual full one; ties go to the longer, then to the first by letters."""
    group, parts = key
    if group == "state":
        return facts.names[parts[0]]
    if group == "government":
        return f"Government of {facts.names[parts[0]]}"
    wanted = {name: count for name, count in names.items() if _is_full(name, group)} or dict(names)
    if not wanted:
        return " ".join(parts)
    best = min(wanted, key=lambda name: (-wanted[name], -len(name), name))
    return best[4:] if best[:4].lower() == "the " and len(best) > 4 else best


def _is_full(name: str, group: str) -> bool:
    if group in {"person", "homonym"}:
        first = folded(name).split()[:1]
        return " " in name and bool(first) and len(first[0].rstrip(".")) > 1
    return not is_short(name)
