"""What the texts say where an actor is in question: the words of single in-document entities, and a state to change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from dissensus.model.annotations import ActorKind
from dissensus.model.findings import Actor, Affiliation, DocumentMentions, Merge, Place, Resolution
from dissensus.model.spans import Span
from dissensus.reconciling.actors._aliases import compared, spelled

Entity = tuple[str, int]
"""Document id and number of the entity in it."""

MOST_PLACES = 3
"""Most places that a merge names as its evidence."""

LONGEST_LABEL = 300
"""Characters; longer phrases are descriptions, which are compared with no name."""


@dataclass(frozen=True, slots=True)
class Said:
    """One mention that is no pronoun.

    Attributes:
        names: the name in it and the whole phrase, or the phrase alone, with single spaces.
        keys: the same as they are compared.
        named: the mention is a name.
        span: where it stands.
        words: its words.
        kind: what sort of actor it was taken for.
    """

    names: tuple[str, ...]
    keys: tuple[str, ...]
    named: bool
    span: Span
    words: str
    kind: ActorKind


Words = tuple[Said, ...]
"""All that an entity is called, in text order."""


def said_of(document: DocumentMentions) -> dict[int, Words]:
    """What each entity of a document is called; entities of pronouns alone are left out."""
    found: defaultdict[int, list[Said]] = defaultdict(list)
    for mention, words in zip(document.mentions, document.words, strict=True):
        if mention.form == "pronoun":
            continue
        phrase = spelled(words) if len(words) <= LONGEST_LABEL else ""
        names = tuple(dict.fromkeys(name for name in (spelled(mention.name or ""), phrase) if name))
        if names:
            keys = tuple(compared(name) for name in names)
            found[mention.entity].append(Said(names, keys, bool(mention.name), mention.span, words, mention.kind))
    return {entity: tuple(said) for entity, said in found.items()}


def keys_of(words: Words) -> set[str]:
    """All compared names of an entity."""
    return {key for said in words for key in said.keys}


def hits(words: Words, keys: Collection[str]) -> int:
    """How many mentions of an entity bear one of some compared names."""
    return sum(1 for said in words if any(key in keys for key in said.keys))


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands now where a decision found the words of an actor.

    Attributes:
        entities: the entity whose words they are, or all with the same words where the place has others.
        moved: the words no longer stand at the place.
    """

    entities: tuple[Entity, ...]
    moved: bool


def standing_at(document_id: str, said: Mapping[int, Words], place: Place) -> Standing:
    """Whose the words of a place are now.

    First the mention with just these words there counts; then the shortest one that overlaps the place, has the same
    words where both stand, and ends with it or has the same name (another version of the annotating steps cut it
    otherwise); then, where the text has moved, all mentions of the same words.
    """
    exact, near, moved = [], [], []
    key = compared(spelled(place.words))
    for number, words in said.items():
        for each in words:
            same = each.words == place.words
            if each.span == place.span and same:
                exact.append(number)
            start, end = max(each.span.start, place.span.start), min(each.span.end, place.span.end)
            if start < end and (each.span.end == place.span.end or key in each.keys):
                mine = each.words[start - each.span.start : end - each.span.start]
                if mine == place.words[start - place.span.start : end - place.span.start]:
                    near.append((each.span.end - each.span.start, each.span.start, number))
            if same:
                moved.append(number)
    found = exact or ([min(near)[2]] if near else moved)
    entities = tuple((document_id, number) for number in sorted({*found}) if number >= 0)
    return Standing(entities, not exact and not near)


def _found(
    resolution: Resolution,
    documents: Iterable[DocumentMentions],
    keys: Collection[str],
    near: Collection[str],
    anchors: Mapping[str, Collection[Place]],
    standing: dict[Place, Standing],
) -> list[tuple[Entity, Words, str | None]]:
    """Entities that bear a name in question, stand at a place in question or belong to an actor in question.

    Each with its words and actor; what stands at the places is entered in ``standing``.
    """
    found: list[tuple[Entity, Words, str | None]] = []
    for document in documents:
        links = resolution.links.get(document.document_id, ())
        said = said_of(document)
        held: set[int] = set()
        for place in anchors.get(document.document_id, ()):
            standing[place] = standing_at(document.document_id, said, place)
            held |= {number for _, number in standing[place].entities}
        for entity in sorted({*said, *range(len(links))}):
            words = said.get(entity, ())
            actor_id = links[entity] if 0 <= entity < len(links) else None
            wanted = actor_id in near or entity in held or any(key in keys for each in words for key in each.keys)
            if entity >= 0 and wanted:
                found.append(((document.document_id, entity), words, actor_id))
    return found


class State:
    """A resolution under change: actors, links, and the words of the entities that may be concerned.

    Args:
        resolution: where it starts.
        documents: gives all documents; they are read once, and again where an actor is met that no name told of.
        keys: compared names that are in question.
        ids: actors that are in question.
        anchors: places at which an actor that is in question was mentioned.
    """

    def __init__(
        self,
        resolution: Resolution,
        documents: Callable[[], Iterable[DocumentMentions]],
        keys: Collection[str],
        ids: Collection[str],
        anchors: Iterable[Place] = (),
    ) -> None:
        self.actors: dict[str, Actor] = {actor.id: actor for actor in resolution.actors}
        self._links: dict[str, list[str | None]] = {}
        self._base = resolution
        self.words: dict[Entity, Words] = {}
        self.members: defaultdict[str, dict[Entity, None]] = defaultdict(dict)
        near = {
            actor.id
            for actor in resolution.actors
            if actor.id in ids or any(compared(name) in keys for name in (actor.name, *actor.aliases))
        }
        places: defaultdict[str, list[Place]] = defaultdict(list)
        for anchor in anchors:
            places[anchor.document_id].append(anchor)
        self.standing: dict[Place, Standing] = {}
        self._became: dict[str, str] = {}
        found = _found(resolution, documents(), keys, near, places, self.standing)
        further = {actor_id for _, _, actor_id in found if actor_id is not None} - near
        if further:
            # Of an actor that changes, all entities must be known, those that bear no name in question, too.
            near |= further
            found = _found(resolution, documents(), keys, near, places, self.standing)
        for place, words, actor_id in sorted(found, key=lambda each: each[0]):
            self.words[place] = words
            if actor_id is not None:
                self.members[actor_id][place] = None
        self._names: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._aliases: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for actor_id in sorted(near):
            self._enter(self.actors[actor_id])

    def link(self, entity: Entity) -> str | None:
        """The actor that an entity is now."""
        document, number = entity
        links = self._links.get(document) or self._base.links.get(document, ())
        return links[number] if number < len(links) else None

    def proposed(self, entity: Entity) -> str | None:
        """The actor that the machine takes an entity for, whatever people decided."""
        document, number = entity
        links = self._base.links.get(document, ())
        return links[number] if number < len(links) else None

    def move(self, entities: Iterable[Entity], target: str) -> None:
        """Make entities another actor."""
        for document, number in entities:
            links = self._links.get(document)
            if links is None:
                links = self._links[document] = list(self._base.links.get(document, ()))
            links.extend([None] * (number + 1 - len(links)))
            before = links[number]
            if before is not None:
                self.members[before].pop((document, number), None)
            links[number] = target
            self.members[target][document, number] = None

    def _enter(self, actor: Actor) -> None:
        self._names[compared(actor.name)][actor.id] = None
        for name in actor.aliases:
            self._aliases[compared(name)][actor.id] = None

    def put(self, actor: Actor) -> None:
        """Enter or replace an actor."""
        self.drop(actor.id)
        self.actors[actor.id] = actor
        self._enter(actor)

    def drop(self, actor_id: str) -> None:
        """Take an actor out."""
        actor = self.actors.pop(actor_id, None)
        if actor is not None:
            self._names[compared(actor.name)].pop(actor_id, None)
            for name in actor.aliases:
                self._aliases[compared(name)].pop(actor_id, None)

    def become(self, actor_id: str, target: str) -> None:
        """Note that people made a whole actor another one."""
        if actor_id != target:
            self._became[actor_id] = target

    def now(self, actor_id: str) -> str | None:
        """The actor that has an id, or that people made of the one that had it; None where there is none."""
        seen: set[str] = set()
        while actor_id not in self.actors and actor_id in self._became and actor_id not in seen:
            seen.add(actor_id)
            actor_id = self._became[actor_id]
        return actor_id if actor_id in self.actors else None

    def called(self, name: str) -> list[str]:
        """Ids of the actors of a name, or else of those that bear it."""
        key = compared(name)
        return sorted(self._names[key]) or sorted(self._aliases[key])

    def places(self, entities: Iterable[Entity], key: str) -> tuple[Place, ...]:
        """Up to `MOST_PLACES` places where entities bear a compared name, in order of documents' ids."""
        found: list[Place] = []
        for entity in sorted(entities):
            for said in self.words.get(entity, ()):
                if key in said.keys:
                    found.append(Place(entity[0], said.span, said.words))
                    if len(found) == MOST_PLACES:
                        return tuple(found)
        return tuple(found)

    def spellings(self, entities: Iterable[Entity]) -> tuple[Counter[str], Counter[str]]:
        """How often entities bear each name, and each phrase."""
        names: Counter[str] = Counter()
        phrases: Counter[str] = Counter()
        for entity in entities:
            for said in self.words.get(entity, ()):
                if said.named:
                    names[said.names[0]] += 1
                phrases.update(said.names[1 if said.named else 0 :])
        return names, phrases

    def kind(self, entities: Iterable[Entity]) -> ActorKind:
        """The kind that most mentions of entities were taken for; of equals the first by letters."""
        kinds = Counter(said.kind for entity in entities for said in self.words.get(entity, ()))
        return min(kinds, key=lambda kind: (-kinds[kind], kind)) if kinds else "group"

    def resolution(self) -> Resolution:
        """What the state has become: actors that an entity still is, with links and affiliations that follow them."""
        links = {document: tuple(self._links.get(document, before)) for document, before in self._base.links.items()}
        links |= {document: tuple(found) for document, found in sorted(self._links.items()) if document not in links}
        return Resolution(
            tuple(actor for _, actor in sorted(self.actors.items())),
            links,
            tuple(each for each in map(self._affiliation, self._base.affiliations) if each is not None),
        )

    def _affiliation(self, told: Affiliation) -> Affiliation | None:
        person = self._moved(told.person_id, told.evidence)
        organisation = None if told.organisation_id is None else self._moved(told.organisation_id, told.evidence)
        if person is None or person == organisation:
            return None
        return replace(told, person_id=person, organisation_id=organisation)

    def _moved(self, actor_id: str, place: Place) -> str | None:
        """Whom the words of an affiliation mean now that entities have moved."""
        links = self._links.get(place.document_id)
        if links is None:
            return actor_id if actor_id in self.actors else None
        before = self._base.links.get(place.document_id, ())
        moved = {
            links[number]: None
            for number, was in enumerate(before)
            if was == actor_id and self._overlaps((place.document_id, number), place.span)
        }
        if not moved:
            moved = {links[number]: None for number, was in enumerate(before) if was == actor_id}
        found = sorted(each for each in moved if each is not None)
        return found[0] if found else actor_id if actor_id in self.actors else None

    def _overlaps(self, entity: Entity, span: Span) -> bool:
        return any(said.span.start < span.end and span.start < said.span.end for said in self.words.get(entity, ()))


def best_name(names: Mapping[str, int], phrases: Mapping[str, int]) -> str:
    """The name to show: the most frequent name, else phrase; of equals the longer one, then the first by letters."""
    from_which = names or phrases
    return min(from_which, key=lambda name: (-from_which[name], -len(name), name)) if from_which else "?"


def with_merges(actor: Actor, added: Iterable[Merge], rule: str) -> Actor:
    """An actor with further merges; the last told about a name holds."""
    by_name = {(merge.name, merge.into): merge for merge in actor.merges}
    by_name |= {(merge.name, merge.into): merge for merge in added}
    merges = sorted(by_name.values(), key=lambda merge: (merge.rule, merge.name, merge.into))
    return replace(actor, merges=tuple(merges), rules=tuple(sorted({*actor.rules, rule})))
