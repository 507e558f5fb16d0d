"""Documents that tell the same story, and the phrases without a name that they share."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dissensus.model.documents import PartialDate
from dissensus.model.states import state_facts
from dissensus.reconciling.actors import _rules as rules
from dissensus.reconciling.actors._context import near
from dissensus.reconciling.actors._joins import Joins
from dissensus.reconciling.actors._names import variants, words_of
from dissensus.reconciling.actors._records import Key, Phrase, Record
from dissensus.reconciling.actors._rules import Rule

_RARE = 40
"""Documents; a name that stands in more tells no story. Bounds the work."""
_SHARED = 3
"""Rare names that two documents of one story share; set on the train topics of ECB+."""
_SHARE = 0.25
"""Share of the names of the one with fewer names that they share; set on the train topics of ECB+."""
_SHARED_LEAST = 2
"""As `_SHARED`, for equal phrases, for whose somebody is, and for people whom both name; set on the same topics."""
_SHARE_LEAST = 0.15
"""As `_SHARE`, for these; set on the same topics."""
_SHARE_UNDATED = 0.5
"""As `_SHARE`, for groups of which a document has no date; set on the train topics of ECB+ and by eye: articles on one
subject share a third of their names, and their "workers" are others each time."""
_DAYS = 7
"""Days between the publication of two documents of one story; a judgement."""
_NAMED = frozenset({"person", "homonym", "surname", "name", "state", "group"})
_PEOPLE = frozenset({"person", "homonym", "surname"})
_OWNERS = frozenset({"person", "homonym", "surname", "name", "state"})
_EMPTY = frozenset(
    (
        "one",
        "other",
        "some",
        "someone",
        "somebody",
        "anyone",
        "anybody",
        "everyone",
        "everybody",
        "co",
        "those",
        "thing",
        "nobody",
        "none",
        "anything",
        "nothing",
        "everything",
    )
)
"""Nouns that tell nothing of who is meant."""
_MOST_IN_SLOT = 20
"""Entities of one document that one noun stands for; more are not compared, which bounds the work."""
_LONGEST_ID = 60
"""Characters of a phrase that stand in an id."""

_Node = tuple[str, int]
"""An entity by its document and number."""
_Slot = tuple[str, bool, Key | None]
"""What entities are compared by: noun, whether it is a plural, and whose they are."""
_Held = dict[int, tuple[Record, list[Phrase]]]
_Slots = dict[_Slot, _Held]


def join_stories(
    joins: Joins,
    documents: Mapping[str, Sequence[Record]],
    published: Mapping[str, PartialDate | None],
) -> None:
    """Join phrases of documents that tell the same story, with one another and with the person whom they describe.

    An entity without a name that was no actor alone becomes one with its fellows. The id is that of the person, else
    that of the phrase with a name in it, else the first one's by document id and place. Never do two named actors
    join: where phrases could be two people's, they are nobody's.
    """
    found = _Found(joins, published)
    slots = _slots(joins, documents)
    named: dict[str, frozenset[Key]] = {}
    for one, other, close, mostly in _near(joins, documents, published, slots):
        dated = published.get(one) is not None and published.get(other) is not None
        for document in (one, other):
            if document not in named:
                ends = {joins.end_of(record) for record in documents[document]}
                named[document] = frozenset(end for end in ends if end is not None and end[0] in _PEOPLE)
        for slot in sorted(slots[one].keys() & slots[other].keys(), key=repr):
            held = (slots[one][slot], slots[other][slot])
            for mine, theirs, rule in _alike(slot, *held, joins, named, close=close, mostly=mostly):
                if dated or mostly or rule is rules.STORY_OWNED or "group" not in {mine.kind, theirs.kind}:
                    found.note(mine, theirs, rule)
    found.join(documents)


class _Found:
    """What is alike, and what becomes of it.

    Args:
        joins: what has joined so far.
        published: dates of the documents.
    """

    def __init__(self, joins: Joins, published: Mapping[str, PartialDate | None]) -> None:
        self._joins = joins
        self._published = published
        self._dates: dict[_Node, tuple[dt.date, dt.date]] = {}
        self._alike: dict[tuple[_Node, _Node], Rule] = {}
        self._whose: defaultdict[_Node, dict[Key, Rule]] = defaultdict(dict)
        self._parent: dict[_Node, _Node] = {}
        self._person: dict[_Node, Key | None] = {}
        self._label: dict[_Node, Key] = {}
        self._why: dict[_Node, Rule] = {}

    def note(self, mine: Record, theirs: Record, rule: Rule) -> None:
        """Keep that two entities are alike, the best rule of all."""
        ends = [self._joins.end_of(record) for record in (mine, theirs)]
        people = [end for end in ends if end is not None and end[0] in _PEOPLE]
        if people:
            record = theirs if ends[0] == people[0] else mine
            noted = self._whose[record.document, record.number]
            if people[0] not in noted or rule.confidence > noted[people[0]].confidence:
                noted[people[0]] = rule
            return
        pair = ((mine.document, mine.number), (theirs.document, theirs.number))
        if pair not in self._alike or rule.confidence > self._alike[pair].confidence:
            self._alike[pair] = rule

    def join(self, documents: Mapping[str, Sequence[Record]]) -> None:
        """Join all, the surest first."""
        for node, people in self._whose.items():
            self._person[node] = min(people) if len(people) == 1 else None
            self._why[node] = people[min(people)]
        for node in {node for pair in self._alike for node in pair}:
            end = self._joins.end_of(documents[node[0]][node[1]])
            if end is not None and end[0] == "group":
                self._label[node] = end
        for (one, other), rule in sorted(self._alike.items(), key=lambda item: (-item[1].confidence, item[0])):
            self._unite(self._root(one), self._root(other), rule)
        groups: defaultdict[_Node, list[_Node]] = defaultdict(list)
        for node in sorted({*self._parent, *self._parent.values(), *self._whose}):
            groups[self._root(node)].append(node)
        for root, nodes in groups.items():
            into = self._person.get(root) or self._label.get(root)
            if into is None:
                into = _local(documents[nodes[0][0]][nodes[0][1]], self._joins)
            for node in nodes:
                if len(nodes) > 1 or self._person.get(root) is not None:
                    self._move(documents[node[0]][node[1]], into, self._why.get(node, rules.STORY))

    def _root(self, node: _Node) -> _Node:
        while node in self._parent:
            above = self._parent[node]
            self._parent[node] = self._parent.get(above, above)
            node = above
        return node

    def _dates_of(self, root: _Node) -> tuple[dt.date, dt.date] | None:
        """The latest first and the earliest last day on which documents of a group may have been published."""
        published = self._published.get(root[0])
        if root not in self._dates and published is not None:
            self._dates[root] = (published.first_day, published.last_day)
        return self._dates.get(root)

    def _unite(self, one: _Node, other: _Node, rule: Rule) -> None:
        into, left = sorted((one, other))
        for anchors in (self._person, self._label):
            if into in anchors and left in anchors and anchors[into] != anchors[left]:
                return
        if into == left:
            return
        dates = [each for node in (into, left) if (each := self._dates_of(node)) is not None]
        if dates:
            latest, earliest = max(date for date, _ in dates), min(date for _, date in dates)
            if latest - earliest > dt.timedelta(days=_DAYS):
                return  # a week after a week is another story
            self._dates[into] = (latest, earliest)
        self._parent[left] = into
        self._why.setdefault(left, rule)
        self._why.setdefault(into, rule)
        if left in self._person:
            self._person[into] = self._person[left]
        if left in self._label:
            self._label[into] = self._label[left]

    def _move(self, record: Record, into: Key, rule: Rule) -> None:
        key = _local(record, self._joins)
        if key == into:
            return
        records = self._joins.records[key]
        if len(records) == 1:
            self._joins.join(key, into, rule)
        else:
            self._joins.move(key, [record], into, rule)


def _local(record: Record, joins: Joins) -> Key:
    """The key of a phrase in its own document, made where there was none."""
    key = joins.end_of(record)
    if key is not None:
        return key
    words = record.story or (() if record.phrase is None else tuple(words_of(record.phrase.words[:_LONGEST_ID])))
    place = 0 if record.phrase is None else record.phrase.start
    made: Key = ("local", (record.document, str(place), *words))
    if made in joins.records:  # two phrases in one place
        made = ("local", (record.document, f"{place}-{record.number}", *words))
    record.key = made
    record.told = () if record.phrase is None else (record.phrase,)
    joins.records[made] = [record]
    return made


def _slots(joins: Joins, documents: Mapping[str, Sequence[Record]]) -> dict[str, _Slots]:
    """Entities by noun, number and owner, where several documents have such ones: phrases and people with a role."""
    counts: defaultdict[_Slot, int] = defaultdict(int)
    by_document: dict[str, _Slots] = {}
    governments = {known for word in state_facts().government for known in (word, variants().heads.get(word, word))}
    for document, records in documents.items():
        slots: _Slots = {}
        for record in records:
            if not record.phrases:
                continue
            end = joins.end_of(record)
            if end is not None and end[0] not in _PEOPLE and end[0] not in {"local", "group"}:
                continue
            for phrase in record.phrases:
                owner = None
                if phrase.owner is not None:
                    owner = joins.end_of(records[phrase.owner])
                    if owner is None or owner[0] not in _OWNERS:
                        continue
                if (
                    phrase.head in _EMPTY
                    or phrase.head in governments
                    or (phrase.head == "person" and not phrase.words)
                    or (phrase.plural and end is not None and end[0] in _PEOPLE)
                ):
                    continue
                slot = (phrase.head, phrase.plural, owner)
                slots.setdefault(slot, {}).setdefault(record.number, (record, []))[1].append(phrase)
        for slot in slots:
            counts[slot] += 1
        if slots:
            by_document[document] = slots
    return {
        document: kept
        for document, slots in by_document.items()
        if (kept := {slot: held for slot, held in slots.items() if counts[slot] > 1})
    }


def _alike(
    slot: _Slot,
    one: _Held,
    other: _Held,
    joins: Joins,
    named: Mapping[str, frozenset[Key]],
    *,
    close: bool,
    mostly: bool,
) -> Iterator[tuple[Record, Record, Rule]]:
    """Entities of two documents that are alike in one slot."""
    if max(len(one), len(other)) > _MOST_IN_SLOT:
        return
    alone = len(one) == len(other) == 1

    def counted(a: Record, b: Record) -> bool:
        numbers = [_numbers(held[record.number][1]) for held, record in ((one, a), (other, b))]
        return bool(numbers[0]) and numbers[0] == numbers[1]  # "23 pirates", "23 Somali pirates"

    pairs = [(a, b, _relation(p, q)) for a, p in one.values() for b, q in other.values()]
    equal = [(a, b) for a, b, same in pairs if same == "equal"]
    once = len({id(a) for a, _ in equal}) == len({id(b) for _, b in equal}) == len(equal)
    for a, b, same in pairs:
        ends = [joins.end_of(a), joins.end_of(b)]
        people = [end is not None and end[0] in _PEOPLE for end in ends]
        if all(people) or (ends[0] is not None and ends[0] == ends[1]):
            continue
        if any(people) and (b if people[0] else a).kind in {"organisation", "state"}:
            continue
        labelled = [end is not None and end[0] == "group" for end in ends]
        if any(labelled) and (any(people) or (slot[1] and not counted(a, b) and not (mostly and alone))):
            continue  # "the president of Romania" and "Ukrainian workers" say themselves who is meant
        if slot[2] is not None:
            if alone:
                yield a, b, rules.STORY_OWNED
        elif any(people):
            person, document = (ends[0], b.document) if people[0] else (ends[1], a.document)
            beside = person in named[document]
            said = (other if people[0] else one)[b.number if people[0] else a.number][1]
            if beside and same != "none" and ((same == "equal" and alone) or any(phrase.definite for phrase in said)):
                yield a, b, rules.STORY_BESIDE
            elif same == "equal" and alone:
                yield a, b, rules.STORY_PERSON
        elif same == "equal" and once:
            yield a, b, rules.STORY
        elif same == "closer" and alone and close and (slot[1] or not any(labelled)):
            yield a, b, rules.STORY_HEAD


def _numbers(phrases: Iterable[Phrase]) -> set[str]:
    """Words of phrases that count."""
    known = variants().numbers
    return {word for phrase in phrases for word in phrase.words if word in known or word.isdecimal()}


def _relation(one: Sequence[Phrase], other: Sequence[Phrase]) -> str:
    """Whether phrases of one noun are equal, one says the other more closely, or neither."""
    found = "none"
    for p in one:
        for q in other:
            if p.words == q.words:
                return "equal"
            mine, theirs = set(p.words), set(q.words)
            numbers = [_numbers([each]) for each in (p, q)]
            if all(numbers) and numbers[0] != numbers[1]:
                continue  # "three people" are not "two people"
            if mine <= theirs or theirs <= mine:
                found = "closer"
    return found


def _near(
    joins: Joins,
    documents: Mapping[str, Sequence[Record]],
    published: Mapping[str, PartialDate | None],
    wanted: Mapping[str, object],
) -> Iterator[tuple[str, str, bool, bool]]:
    """Pairs of documents that share enough rare names, the first before the second, whether many, and whether most."""
    where: defaultdict[Key, list[str]] = defaultdict(list)
    names: dict[str, list[Key]] = {}
    # Names are counted over all documents: else one that shares no name would change whose phrases are compared.
    for document, records in documents.items():
        found = {end for r in records if (end := joins.end_of(r)) is not None and end[0] in _NAMED}
        if document in wanted:
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
                    if other > document and other in names:
                        shared[other] += 1
        for other, count in sorted(shared.items()):
            if count < _SHARED_LEAST or not near(published.get(document), published.get(other), _DAYS):
                continue
            least = min(len(names[document]), len(names[other]))
            if count >= _SHARE_LEAST * least:
                close = count >= _SHARED and count >= _SHARE * least
                yield document, other, close, close and count >= _SHARE_UNDATED * least
