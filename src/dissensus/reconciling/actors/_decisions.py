"""People stay in charge: the alias file and the decisions of a project, applied to what the resolver proposes.

The resolver is run anew each time and never sees them; they are laid over its result, first the file, then the
decisions in the order in which they were made. So a decision survives every later run, and taking it back gives what
the machine proposes. An entity of one document moves as a whole: what one document takes for one is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dissensus.model.findings import Actor, DocumentMentions, Merge, Resolution
from dissensus.reconciling.actors._aliases import AliasEntry, AliasIndex, compared
from dissensus.reconciling.actors._changes import (
    ActorRef,
    Decided,
    ForbidMerge,
    MergeActors,
    RenameActor,
    SplitActor,
    bare,
    refs_of,
    told,
)
from dissensus.reconciling.actors._conflicts import Joined
from dissensus.reconciling.actors._facts import Entity, State, hits, keys_of, with_merges
from dissensus.reconciling.actors._filing import Filing
from dissensus.reconciling.actors._finding import Finder, Found, is_weak, names_within
from dissensus.reconciling.actors._parts import DECISION, move_apart, part, split_id
from dissensus.reconciling.actors._unmet import unmet


@dataclass(frozen=True, slots=True)
class Applied:
    """A resolution with what people decided.

    Attributes:
        resolution: actors, links and affiliations.
        notices: one line for each entry or decision that does not apply, or not as it was meant.
        unapplied: why decisions do not apply, by their numbers.
        about: ids of the actors that decisions are about now, by their numbers.
    """

    resolution: Resolution
    notices: tuple[str, ...] = ()
    unapplied: Mapping[int, str] = field(default_factory=dict)
    about: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


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
    decided = _once(decided)
    for each in decided:
        for ref in refs_of(each.change):
            keys |= ref.keys
            ids.add(ref.id)
        if isinstance(each.change, SplitActor):
            keys |= {compared(name) for name in each.change.names}
    places = dict.fromkeys(place for each in decided for ref in refs_of(each.change) for place in ref.anchors)
    work = _Work(State(resolution, documents, keys, ids, places), index, decided)
    outlet_of = outlets()
    met = Filing(work.state, index).apply(outlet_of)
    work.forbidden_by_file()
    work.notices += unmet(entries, met, resolution.links, outlet_of, {actor.id for actor in resolution.actors})
    for each in decided:
        work.decision(each)
    work.forbidden()
    about = {each.number: work.about(each) for each in decided}
    return Applied(work.state.resolution(), tuple(dict.fromkeys(work.notices)), work.unapplied, about)


def _once(decided: Iterable[Decided]) -> list[Decided]:
    """The decisions in their order; of those that say the same the last one alone."""
    last = {bare(each.change): each for each in sorted(decided, key=lambda each: each.number)}
    return sorted(last.values(), key=lambda each: each.number)


@dataclass(slots=True)
class _Made:
    """A merge that was made, with the entities that each of its actors had."""

    decided: Decided
    parts: list[frozenset[Entity]]


class _Work:
    def __init__(self, state: State, index: AliasIndex, decided: Sequence[Decided]) -> None:
        self.state = state
        self._finder = Finder(state)
        self.notices: list[str] = []
        self.unapplied: dict[int, str] = {}
        self._of_file = [
            ForbidMerge(
                ActorRef(entry.actor_id, entry.name, tuple(alias.name for alias in entry.aliases)), ActorRef("", name)
            )
            for entry in index.entries
            for name in entry.apart
        ]
        self._forbids = [each for each in decided if isinstance(each.change, ForbidMerge)]
        self._joined = Joined([*self._of_file, *(d.change for d in self._forbids if isinstance(d.change, ForbidMerge))])
        self._made: list[_Made] = []

    def decision(self, decided: Decided) -> None:
        """Apply one decision, or say why it does not apply."""
        change = decided.change
        if isinstance(change, MergeActors):
            problem = self._merge(decided, change)
        elif isinstance(change, SplitActor):
            problem = self._split(decided, change)
        elif isinstance(change, RenameActor):
            problem = self._rename(decided, change)
        else:
            self._keep_apart(change)
            return
        if problem:
            self._untold(decided, problem)

    def forbidden_by_file(self) -> None:
        """Take apart what the file of names keeps apart."""
        for forbid in self._of_file:
            self._keep_apart(forbid)

    def forbidden(self) -> None:
        """Take apart what must stay apart and later decisions brought together."""
        for decided in self._forbids:
            assert isinstance(decided.change, ForbidMerge)
            problem = self._keep_apart(decided.change)
            if problem:
                self._untold(decided, problem)

    def about(self, decided: Decided) -> tuple[str, ...]:
        """Ids of the actors that a decision is about, as all decisions have left them."""
        found = {actor_id for ref in refs_of(decided.change) for actor_id in self._finder.holders(ref)}
        if isinstance(decided.change, SplitActor):
            found.add(split_id(decided.change))
        return tuple(sorted(found & self.state.actors.keys()))

    def _untold(self, decided: Decided, problem: str) -> None:
        self.notices.append(f"decision {decided.number} ({told(decided.change)}) does not apply: {problem}")
        self.unapplied[decided.number] = problem

    def _one(self, decided: Decided, ref: ActorRef, *, stays: Callable[[Actor], bool]) -> tuple[Actor | None, str]:
        """The actor that a reference means, with its words taken back from whom they are taken for.

        Args:
            decided: the decision, for notices.
            ref: the reference.
            stays: whether its words may stay with an actor of another name that has them now.
        """
        found = self._finder.find(ref)
        state = self.state
        if found.actor_id is None:
            if not found.own:
                return None, found.problem
            actor = replace(part(state, found.own, {*ref.keys}, ()), id=self._free(ref), name=ref.name)
            state.put(actor)
            state.move(found.own, actor.id)
            return actor, ""
        actor = state.actors[found.actor_id]
        if found.own and not stays(actor):
            self._note(decided, found)
            return move_apart(state, actor, list(found.own), {*ref.keys}, self._free(ref), ref.name), ""
        if not found.own:
            self._note(decided, found)
        return actor, ""

    def _note(self, decided: Decided, found: Found) -> None:
        if found.notice:
            self.notices.append(f"decision {decided.number} ({told(decided.change)}): {found.notice}")

    def _free(self, ref: ActorRef) -> str:
        """The id of an actor that a decision is about, or another one where that is somebody else's now."""
        return ref.id if ref.id and ref.id not in self.state.actors else split_id(SplitActor(ref, (ref.name,)))

    def _merge(self, decided: Decided, change: MergeActors) -> str:
        forbid = self._joined.enter(change)
        if forbid is not None:
            return f"{forbid.first.name!r} and {forbid.second.name!r} must stay apart"
        meant = [self._finder.find(ref).actor_id for ref in change.actors]

        def among(number: int) -> Callable[[Actor], bool]:
            others = {*meant[:number], *meant[number + 1 :]}
            return lambda actor: actor.id in others

        into, problem = self._one(decided, change.actors[0], stays=among(0))
        if into is None:
            return problem
        made = _Made(decided, [frozenset(self.state.members[into.id])])
        for number, ref in enumerate(change.actors[1:], 1):
            other, other_problem = self._one(decided, ref, stays=among(number))
            if other is None:
                problem = problem or other_problem
            elif other.id != into.id:
                into = self.state.actors[into.id]  # the other one's words may have left it
                made.parts.append(frozenset(self.state.members[other.id]))
                into = self._join(into, other)
        self._made.append(made)
        return problem

    def _join(self, into: Actor, other: Actor) -> Actor:
        state = self.state
        moved = list(state.members[other.id])
        merges = [*other.merges]
        if other.name != into.name:
            merges.append(Merge(other.name, into.name, DECISION, 1.0, state.places(moved, compared(other.name))))
        aliases = {*into.aliases, *other.aliases, *({other.name} - {into.name})}
        joined = replace(into, aliases=tuple(sorted(aliases)), rules=tuple(sorted({*into.rules, *other.rules})))
        joined = with_merges(joined, merges, DECISION)
        state.drop(other.id)
        state.move(moved, into.id)
        state.become(other.id, into.id)
        state.put(joined)
        return joined

    def _split(self, decided: Decided, change: SplitActor) -> str:
        actor, problem = self._one(decided, change.actor, stays=lambda _: False)
        if actor is None:
            return problem
        wanted = {compared(name) for name in change.names}
        own = compared(actor.name)
        words = self.state.words
        leaving = [
            entity
            for entity in self.state.members[actor.id]
            if (not change.documents or entity[0] in change.documents)
            and (not wanted or (hits(words[entity], wanted) and (own in wanted or own not in keys_of(words[entity]))))
        ]
        if not leaving:
            if wanted and any(hits(words[entity], wanted) for entity in self.state.members[actor.id]):
                return (
                    "each article with these words uses the actor's main name for the same one, too,"
                    " and one article's actor moves as a whole"
                )
            return "no words of the actor are left that it takes away"
        if len(leaving) == len(self.state.members[actor.id]):
            return "nothing would be left of the actor"
        move_apart(self.state, actor, leaving, wanted, split_id(change), change.called)
        return ""

    def _rename(self, decided: Decided, change: RenameActor) -> str:
        actor, problem = self._one(decided, change.actor, stays=lambda actor: names_within(actor.name, change.name))
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

    def _keep_apart(self, forbid: ForbidMerge) -> str:
        """Where two that must stay apart are one actor, the words of one of them leave it; or why they cannot."""
        first, second = forbid.first, forbid.second
        found = [self._finder.holders(ref) for ref in (first, second)]
        problem = ""
        for actor_id in sorted({*found[0], *found[1]}):
            actor = self.state.actors.get(actor_id)
            if actor is None or not all(self._finder.is_in(ref, actor_id) for ref in (first, second)):
                continue
            stays, leaves = (second, first) if self._is_main(second, first, actor) else (first, second)
            leaving = self._leaving(actor, stays, leaves)
            if leaving and len(leaving) < len(self.state.members[actor_id]):
                new_id = leaves.id if leaves.id and leaves.id not in self.state.actors else ""
                new_id = new_id or split_id(SplitActor(stays, (leaves.name,)))
                self._tell_undone(forbid, {*leaving}, {*self.state.members[actor_id]} - {*leaving})
                move_apart(self.state, actor, leaving, {*(leaves.keys - stays.keys)}, new_id, leaves.name)
            elif found[0] == found[1]:
                problem = f"no words tell {first.name!r} and {second.name!r} apart: both are {actor.name!r}"
        for ref, ids in zip((first, second), found, strict=True):
            if not ids:
                problem = problem or self._finder.find(ref).problem
        return problem

    def _leaving(self, actor: Actor, stays: ActorRef, leaves: ActorRef) -> list[Entity]:
        """Entities of an actor that are the one who leaves; what bears the main name of the one who stays stays."""
        main = {compared(stays.name), *({compared(actor.name)} - leaves.keys)}

        def of_main(key: str) -> bool:
            parts = any(names_within(key, name) for name in main)  # "Callas" of "Adrian Callas"
            return key in main or (parts and key not in leaves.keys and not names_within(key, leaves.name))

        own = {*self._finder.own_words(leaves, actor.id)} if is_weak(leaves.id) else set()
        own |= self._finder.anchored(leaves, actor.id) - self._finder.anchored(stays, actor.id)
        keys, others = leaves.keys - stays.keys, stays.keys - leaves.keys
        leaving = []
        for entity in self.state.members[actor.id]:
            words = self.state.words[entity]
            mine = 0 if is_weak(leaves.id) else hits(words, keys)
            if not any(map(of_main, keys_of(words))) and (entity in own or (mine and mine > hits(words, others))):
                leaving.append(entity)
        return leaving

    def _tell_undone(self, forbid: ForbidMerge, leaving: set[Entity], staying: set[Entity]) -> None:
        """Tell of merges that people decided and that a forbidden one takes apart again."""
        for made in self._made:
            gone = [part <= leaving for part in made.parts]
            stays = [not staying.isdisjoint(part) for part in made.parts]
            if any(gone) and any(stays):
                problem = f"{forbid.first.name!r} and {forbid.second.name!r} must stay apart"
                self._untold(made.decided, problem)

    @staticmethod
    def _is_main(second: ActorRef, first: ActorRef, actor: Actor) -> bool:
        if actor.id in {first.id, second.id}:
            return actor.id == second.id and first.id != second.id
        return compared(second.name) == compared(actor.name)
