"""Documents that tell the same story, and the phrases without a name that they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dissensus.model.documents import PartialDate
from dissensus.reconciling.actors import _rules as rules
from dissensus.reconciling.actors._context import near
from dissensus.reconciling.actors._joins import Joins
from dissensus.reconciling.actors._records import Key, Record
from dissensus.reconciling.actors._rules import Rule

_RARE = 40
"""Documents; a name that stands in more tells no story. Bounds the work."""
_SHARED = 3
"""Rare names that two documents of one story share; set on the train topics of ECB+."""
_SHARE = 0.25
"""Share of the names of the one with fewer names that they share; set on the train topics of ECB+."""
_DAYS = 7
"""Days between the publication of two documents of one story; a judgement."""
_NAMED = frozenset({"person", "homonym", "surname", "name", "state", "group"})


def join_stories(
    joins: Joins,
    documents: Mapping[str, Sequence[Record]],
    published: Mapping[str, PartialDate | None],
) -> None:
    """Join equal phrases of documents that tell the same story.

    An entity without a name that was no actor alone becomes one with its fellows. The id is the first one's by
    document id and place.
    """
    wanted = _repeated(documents)
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while node in parent:
            node = parent[node]
        return node

    alike: dict[tuple[str, int], Rule] = {}
    for one, other in _near(joins, documents, published, wanted):
        for mine, theirs, rule in _pairs(wanted[one], wanted[other]):
            a, b = sorted((root((one, mine.number)), root((other, theirs.number))))
            if a != b:
                parent[b] = a
                alike[b] = rule
    groups: defaultdict[tuple[str, int], list[Record]] = defaultdict(list)
    for node in sorted(parent):
        groups[root(node)].append(documents[node[0]][node[1]])
    for (document, number), others in groups.items():
        into = _local(documents[document][number], joins)
        for record in others:
            joins.join(_local(record, joins), into, alike[record.document, record.number])


def _local(record: Record, joins: Joins) -> Key:
    """The key of a phrase in its own document, made where there was none."""
    if record.key is not None:
        return record.key
    made: Key = ("local", (record.document, str(record.number), *(record.story or ())))
    record.key = made
    record.told = () if record.phrase is None else (record.phrase,)
    joins.records[made] = [record]
    return made


def _repeated(documents: Mapping[str, Sequence[Record]]) -> dict[str, dict[str, list[Record]]]:
    """Entities without a name by the head of their phrase, where several documents have that head."""
    counts: defaultdict[str, int] = defaultdict(int)
    by_document: dict[str, dict[str, list[Record]]] = {}
    for document, records in documents.items():
        heads: dict[str, list[Record]] = {}
        for record in records:
            if record.story is not None:
                heads.setdefault(record.head, []).append(record)
        for head in heads:
            counts[head] += 1
        if heads:
            by_document[document] = heads
    return {
        document: found
        for document, heads in by_document.items()
        if (found := {head: records for head, records in heads.items() if counts[head] > 1})
    }


def _pairs(one: Mapping[str, list[Record]], other: Mapping[str, list[Record]]) -> Iterator[tuple[Record, Record, Rule]]:
    """Equal phrases, each once in its document; else two with one head, each alone with it, that agree."""
    for head, mine in one.items():
        theirs = other.get(head, [])
        equal = [(a, b) for a in mine for b in theirs if a.story == b.story]
        if len({id(a) for a, _ in equal}) == len({id(b) for _, b in equal}) == len(equal):
            for a, b in equal:
                yield a, b, rules.STORY
        if not equal and len(mine) == 1 and len(theirs) == 1:
            a_words, b_words = set(mine[0].story or ()), set(theirs[0].story or ())
            if a_words <= b_words or b_words <= a_words:
                yield mine[0], theirs[0], rules.STORY_HEAD


def _near(
    joins: Joins,
    documents: Mapping[str, Sequence[Record]],
    published: Mapping[str, PartialDate | None],
    wanted: Mapping[str, object],
) -> Iterator[tuple[str, str]]:
    """Pairs of documents that share enough rare names, the first before the second."""
    where: defaultdict[Key, list[str]] = defaultdict(list)
    names: dict[str, list[Key]] = {}
    for document in sorted(wanted):
        found = {end for r in documents[document] if (end := joins.end_of(r)) is not None and end[0] in _NAMED}
        names[document] = sorted(found)
        for key in found:
            where[key].append(document)
    # Which names are rare must not depend on the number of all documents: an unrelated one would change what is near.
    rare = {key for key, places in where.items() if 1 < len(places) <= _RARE}
    for document in sorted(wanted):
        shared: defaultdict[str, int] = defaultdict(int)
        for key in names[document]:
            if key in rare:
                for other in where[key]:
                    if other > document:
                        shared[other] += 1
        for other, count in sorted(shared.items()):
            if count < _SHARED or not near(published.get(document), published.get(other), _DAYS):
                continue
            least = min(len(names[document]), len(names[other]))
            if count >= _SHARE * least:
                yield document, other
