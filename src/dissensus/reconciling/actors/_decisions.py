"""People stay in charge: the alias file and the decisions of a project, applied to what the resolver proposes.

The resolver is run anew each time and never sees them; they are laid over its result, first the file, then the
decisions in the order in which they were made. So a decision survives every later run, and taking it back gives what
the machine proposes. An entity of one document moves as a whole: what one document takes for one is one.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dissensus.model.findings import Actor, DocumentMentions, Merge, Resolution
from dissensus.reconciling.actors._aliases import AliasEntry, AliasIndex, compared, spelled
from dissensus.reconciling.actors._changes import (
    ActorRef,
    Decided,
    ForbidMerge,
    MergeActors,
    RenameActor,
    SplitActor,
    joins,
    refs_of,
    told,
)
from dissensus.reconciling.actors._facts import Entity, State, best_name, hits, keys_of, with_merges

DECISION = "decision"
ALIAS_FILE = "alias file"
"""Rules of the merges that people made; their confidence is 1."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A resolution with what people decided.

    Attributes:
        resolution: actors, links and affiliations.
        notices: one line for each entry or decision that does not apply.
    """

    resolution: Resolution
    notices: tuple[str, ...] = ()


def apply_decisions(
    resolution: Resolution,
    entries: Sequence[AliasEntry],
    decided: Sequence[Decided],
    documents: Callable[[], Iterable[DocumentMentions]],
    outlets: Callable[[], Mapping[str, str | None]] = dict,
) -> Applied:
    """Apply a file of names and decisions to what a resolver gave; the order of documents does not matter.

    Args:
        resolution: what the resolver gave.
        entries: of the file of names (see `AliasIndex` for what is refused).
        decided: the decisions that stand.
        documents: gives the documents again, as the resolver read them; not read at all where nothing is decided.
        outlets: gives the outlet of each document by its id.
    """
    if not entries and not decided:
        return Applied(resolution)
    index = AliasIndex(entries)
    keys, ids = set(index.keys), set(index.ids)
    keys |= {compared(name) for entry in entries for name in entry.apart}
    for each in decided:
        for ref in refs_of(each.change):
            keys |= ref.keys
            ids.add(ref.id)
        if isinstance(each.change, SplitActor):
            keys |= {compared(name) for name in each.change.names}
    work = _Work(State(resolution, documents, keys, ids), index)
    work.alias_file(outlets())
    for each in sorted(decided, key=lambda each: each.number):
        work.decision(each, decided)
    for each in sorted(decided, key=lambda each: each.number):
        if isinstance(each.change, ForbidMerge):
            work.keep_apart(each.change.first, each.change.second)
    return Applied(work.state.resolution(), tuple(work.notices))


class _Work:
    def __init__(self, state: State, index: AliasIndex) -> None:
        self.state = state
        self._index = index
        self.notices: list[str] = []
        self._forbidden = [
            ForbidMerge(
                ActorRef(entry.actor_id, entry.name, tuple(alias.name for alias in entry.aliases)), ActorRef("", name)
            )
            for entry in index.entries
            for name in entry.apart
        ]

    # the alias file

    def alias_file(self, outlets: Mapping[str, str | None]) -> None:
        """Give entities to the actors of the file."""
        state, entries = self.state, self._index.entries
        homes = {actor_id: self._home(actor) for actor_id, actor in state.actors.items() if state.members.get(actor_id)}
        groups: defaultdict[str | None, defaultdict[int, list[Entity]]] = defaultdict(lambda: defaultdict(list))
        for entity in state.words:
            before = state.link(entity)
            home = None if before is None else homes.get(before)
            number = self._meant(entity, before, home, outlets.get(entity[0]))
            if number is not None:
                groups[before][number].append(entity)
        taken: defaultdict[int, list[tuple[Actor, list[Entity]]]] = defaultdict(list)
        for before in sorted(groups, key=lambda actor_id: actor_id or ""):
            home = None if before is None else homes.get(before)
            # What goes elsewhere goes first: the rest, with the actor's own names, is its home's.
            for number in sorted(groups[before], key=lambda number: (number == home, number)):
                entities = groups[before][number]
                wanted = {compared(alias.name) for alias in entries[number].names}
                if before is None:
                    part = self._part(entities, wanted, ())
                elif number == home:
                    part = state.actors[before]
                    state.drop(before)
                else:
                    part = self._leave(before, entities, wanted)
                taken[number].append((part, entities))
        for number, parts in sorted(taken.items()):
            self._enter(entries[number], parts)
        for forbid in self._forbidden:
            self.keep_apart(forbid.first, forbid.second)

    def _home(self, actor: Actor) -> int | None:
        """The entry that a whole actor of the resolver belongs to: it has the actor's id, or its name everywhere."""
        number = self._index.ids.get(actor.id)
        return self._index.everywhere(compared(actor.name)) if number is None else number

    def _meant(self, entity: Entity, before: str | None, home: int | None, outlet: str | None) -> int | None:
        """The entry that an entity belongs to, or None to leave it where it is.

        An actor's main name goes before aliases, then the more frequent words do.
        """
        own = None if before is None else compared(self.state.actors[before].name)
        votes: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
        stay = -1
        for said in self.state.words[entity]:
            for key in said.keys:
                number = self._index.find(key, entity[0], outlet)
                if number is None and key == own and home is None:
                    number = stay
                if number is not None:
                    main = number == stay or key == compared(self._index.entries[number].name)
                    votes[number][0] += main
                    votes[number][1] += 1
                    break
        if not votes:
            return home
        best = min(votes, key=lambda number: (-votes[number][0], -votes[number][1], number))
        return None if best == stay else best

    def _enter(self, entry: AliasEntry, taken: list[tuple[Actor, list[Entity]]]) -> None:
        """Make one actor of the parts that belong to an entry; a part without an id has left its actor."""
        state = self.state
        entities = [entity for _, found in taken for entity in found]
        whole = [part for part, _ in taken if part.id]
        same = next((part for part in whole if part.id == entry.actor_id), None)
        same = same or next((part for part in whole if compared(part.name) == compared(entry.name)), None)
        kind = entry.kind or (same.kind if same is not None else state.kind(entities))
        aliases = {name for part, _ in taken for name in part.aliases} | {part.name for part in whole} - {entry.name}
        aliases |= {alias.name for alias in entry.aliases} - {entry.name}
        merges = [merge for part in whole for merge in part.merges]
        explained = {merge.name for merge in merges}
        added = {part.name for part in whole} | {name for part, _ in taken if not part.id for name in part.aliases}
        reasons = [
            Merge(name, entry.name, ALIAS_FILE, 1.0, state.places(entities, compared(name)))
            for name in sorted(added - explained - {entry.name})
        ]
        rules = tuple(sorted({rule for part in whole for rule in part.rules}))
        actor = Actor(entry.actor_id, entry.name, kind, tuple(sorted(aliases)), rules, tuple(merges))
        if same is None or same.id != actor.id or reasons or (same.name, same.kind) != (entry.name, kind):
            actor = with_merges(actor, reasons, ALIAS_FILE)
        state.move(entities, actor.id)
        state.put(actor)

    # decisions

    def decision(self, decided: Decided, standing: Sequence[Decided]) -> None:
        """Apply one decision, or say why it does not apply."""
        change = decided.change
        if isinstance(change, MergeActors):
            problem = self._merge(change, standing)
        elif isinstance(change, SplitActor):
            problem = self._split(change)
        elif isinstance(change, RenameActor):
            problem = self._rename(change)
        else:
            self.keep_apart(change.first, change.second)
            problem = ""
        if problem:
            self.notices.append(f"decision {decided.number} ({told(change)}) does not apply: {problem}")

    def _one(self, ref: ActorRef) -> tuple[Actor | None, str]:
        found = self.state.find(ref.id, ref.name)
        if len(found) == 1:
            return self.state.actors[found[0]], ""
        if not found:
            return None, f"no actor is called {ref.name!r} any more"
        return None, f"several actors are called {ref.name!r} now ({', '.join(found[:4])})"

    def _merge(self, change: MergeActors, standing: Sequence[Decided]) -> str:
        forbids = [*self._forbidden, *(d.change for d in standing if isinstance(d.change, ForbidMerge))]
        for forbid in forbids:
            if joins(change, forbid):
                return f"{forbid.first.name!r} and {forbid.second.name!r} must stay apart"
        into, problem = self._one(change.actors[0])
        if into is None:
            return problem
        for ref in change.actors[1:]:
            other, other_problem = self._one(ref)
            if other is None:
                problem = problem or other_problem
            elif other.id != into.id:
                into = self._join(into, other)
        return problem

    def _join(self, into: Actor, other: Actor) -> Actor:
        state = self.state
        moved = list(state.members[other.id])
        merge = Merge(other.name, into.name, DECISION, 1.0, state.places(moved, compared(other.name)))
        aliases = {*into.aliases, *other.aliases, *({other.name} - {into.name})}
        joined = replace(into, aliases=tuple(sorted(aliases)), rules=tuple(sorted({*into.rules, *other.rules})))
        joined = with_merges(joined, [*other.merges, merge], DECISION)
        state.drop(other.id)
        state.move(moved, into.id)
        state.put(joined)
        return joined

    def _split(self, change: SplitActor) -> str:
        actor, problem = self._one(change.actor)
        if actor is None:
            return problem
        wanted = {compared(name) for name in change.names}
        own = compared(actor.name)
        leaving = [
            entity
            for entity in self.state.members[actor.id]
            if (not change.documents or entity[0] in change.documents)
            and (
                not wanted
                or (
                    hits(self.state.words[entity], wanted)
                    and (own in wanted or own not in keys_of(self.state.words[entity]))
                )
            )
        ]
        if not leaving:
            return "no words of the actor are left that it takes away"
        if len(leaving) == len(self.state.members[actor.id]):
            return "nothing would be left of the actor"
        self._apart(actor, leaving, wanted, split_id(change), change.called)
        return ""

    def _apart(self, actor: Actor, leaving: list[Entity], wanted: set[str], new_id: str, called: str | None) -> None:
        names, phrases = self.state.spellings(leaving)
        part = self._leave(actor.id, leaving, wanted)
        chosen = {name: count for name, count in names.items() if compared(name) in wanted}
        name = called or best_name(chosen or names, phrases)
        merges = [
            Merge(alias, name, DECISION, 1.0, self.state.places(leaving, compared(alias)))
            for alias in part.aliases
            if alias != name
        ]
        # What the texts tell of one mention is often wrong: the actor's kind holds unless no mention tells it.
        kinds = {said.kind for entity in leaving for said in self.state.words[entity]}
        kind = actor.kind if actor.kind in kinds else self.state.kind(leaving)
        new = Actor(new_id, name, kind, part.aliases)
        self.state.put(with_merges(new, merges, DECISION))
        self.state.move(leaving, new_id)

    def _rename(self, change: RenameActor) -> str:
        actor, problem = self._one(change.actor)
        if actor is None:
            return problem
        aliases = {*actor.aliases, *({actor.name} - {change.name})}
        renamed = replace(actor, name=change.name, kind=change.kind or actor.kind, aliases=tuple(sorted(aliases)))
        merges = []
        if actor.name != change.name:
            places = self.state.places(self.state.members[actor.id], compared(actor.name))
            merges.append(Merge(actor.name, change.name, DECISION, 1.0, places))
        self.state.put(with_merges(renamed, merges, DECISION))
        return ""

    def keep_apart(self, first: ActorRef, second: ActorRef) -> None:
        """Where two that must stay apart are one actor, the words of one of them leave it."""
        found = {actor_id for ref in (first, second) for actor_id in self.state.find(ref.id, ref.name)}
        for actor_id in sorted(found):
            actor = self.state.actors.get(actor_id)
            if actor is None or not (first.is_of(actor) and second.is_of(actor)):
                continue
            stays, leaves = (second, first) if self._is_main(second, first, actor) else (first, second)
            keys, others = leaves.keys - stays.keys, stays.keys - leaves.keys
            leaving = []
            for entity in self.state.members[actor_id]:
                mine = hits(self.state.words[entity], keys)
                if mine and mine > hits(self.state.words[entity], others):
                    leaving.append(entity)
            if leaving and len(leaving) < len(self.state.members[actor_id]):
                free = leaves.id and leaves.id not in self.state.actors
                new_id = leaves.id if free else split_id(SplitActor(stays, (leaves.name,)))
                self._apart(actor, leaving, set(keys), new_id, leaves.name)

    @staticmethod
    def _is_main(second: ActorRef, first: ActorRef, actor: Actor) -> bool:
        if actor.id in {first.id, second.id}:
            return actor.id == second.id and first.id != second.id
        return compared(second.name) == compared(actor.name)

    # parts of actors

    def _leave(self, actor_id: str, leaving: list[Entity], wanted: set[str]) -> Actor:
        """Take entities away from an actor, and what only they are called; gives them as an actor without an id."""
        state = self.state
        actor = state.actors[actor_id]
        part = self._part(leaving, wanted, actor.aliases)
        for entity in leaving:
            state.members[actor_id].pop(entity, None)
        staying = list(state.members[actor_id])
        if not staying:
            state.drop(actor_id)
            return part
        names, phrases = state.spellings(staying)
        lost = {*part.aliases} - {*names, *phrases}
        own, name = compared(actor.name), actor.name
        if own in self._keys(leaving) and own not in self._keys(staying):
            known = {spelling: count for spelling, count in names.items() if spelling in actor.aliases}
            name = best_name(known or names, phrases)
        aliases = tuple(alias for alias in actor.aliases if alias not in lost)
        merges = tuple(merge for merge in actor.merges if merge.name not in lost)
        state.put(replace(actor, name=name, aliases=aliases, merges=merges))
        return part

    def _keys(self, entities: Iterable[Entity]) -> set[str]:
        return {key for entity in entities for key in keys_of(self.state.words[entity])}

    def _part(self, entities: list[Entity], wanted: set[str], known: Sequence[str]) -> Actor:
        """Entities as an actor without an id: the names that they bear of those known or wanted."""
        names, phrases = self.state.spellings(entities)
        borne = [name for name in (*names, *phrases) if name in known or compared(name) in wanted]
        aliases = tuple(sorted(set(borne)))
        return Actor("", best_name(names, phrases), self.state.kind(entities), aliases)


def split_id(change: SplitActor) -> str:
    """The id of what a split makes: it depends on what was decided alone."""
    names = sorted({compared(name) for name in change.names})
    about = "\n".join([change.actor.id or change.actor.name, *names, "", *sorted(set(change.documents))])
    digest = hashlib.sha256(about.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    slug = spelled(names[0]).replace(" ", "-")[:60] if names else "documents"
    return f"split:{slug}-{digest}"
