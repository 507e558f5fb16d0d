"""Whom a decision means now: by the words that it was made about, then by the id, by the name alone only at last."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dissensus.reconciling.actors._aliases import compared
from dissensus.reconciling.actors._changes import ActorRef
from dissensus.reconciling.actors._facts import Entity, State, keys_of

_WEAK = ("local:", "surname:", "split:")
"""Beginnings of ids of actors whose name others bear, too: such a name alone never tells who is meant."""
_WORD = re.compile(r"\w+")
_LISTED = 4
"""Most ids that a message lists."""


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a decision means.

    Attributes:
        actor_id: the actor; None where nobody is meant, or where the words are no actor's.
        problem: why nobody is meant; else empty.
        notice: how the actor was found, where people should look at it; else empty.
        own: entities that the decision is about and the machine takes for another one now, or for nobody: they are to
            leave ``actor_id`` and become what they were.
    """

    actor_id: str | None = None
    problem: str = ""
    notice: str = ""
    own: tuple[Entity, ...] = ()


class Finder:
    """Finds the actors of decisions in a state.

    A decision keeps places at which its actor was mentioned. The actor that has most of these words now is meant. Where
    the machine has since taken them for an actor of another name (a lone surname for a new person's), what is called as
    the decision's actor was leaves it: people decided who these words are, and nobody decided about the other one.
    Without such words the id decides; and where that is gone, the name, if it is one that tells who is meant. What a
    split made is there as long as the split is.
    """

    def __init__(self, state: State) -> None:
        self._state = state

    def find(self, ref: ActorRef) -> Found:
        """Whom a reference means."""
        if ref.id.startswith("split:") and self._state.now(ref.id) is None:
            return Found(problem=f"no decision makes {ref.name!r} an actor of its own any more")
        votes, voters = self._votes(ref)
        return self._by_words(ref, votes, voters) if votes else self._without_words(ref)

    def _by_words(self, ref: ActorRef, votes: Counter[str], voters: dict[str, list[Entity]]) -> Found:
        actors = self._state.actors
        best = self._most(ref, votes)
        if best is None:
            return Found(problem=f"its words are several actors' now ({_listed(votes)})")
        name = actors[best].name
        if best == ref.id:
            return Found(best)
        most = f"most words of {ref.name!r} that it was made about are {name!r} now ({best})"
        if ref.id in actors and (votes[ref.id] or not is_weak(ref.id)):
            return Found(ref.id, notice=most)
        known = compared(name) in ref.keys or best.startswith("local:")
        decided = any(self._state.proposed(entity) != best for entity in voters[best])
        if known or decided or not ref.id:
            return Found(best, notice=most if len(votes) > 1 else "")
        own = self.own_words(ref, best)
        if own and len(own) < len(self._state.members[best]):
            return Found(best, notice=f"its words stay {ref.name!r}, though they are taken for {name!r} now", own=own)
        return Found(best, notice=f"the words of {ref.name!r} are {name!r} now")

    def _without_words(self, ref: ActorRef) -> Found:
        now = self._state.now(ref.id)
        if now is not None:
            lost = "the words that it was made about are gone; what has the same id counts"
            return Found(now, notice=lost if ref.anchors and is_weak(ref.id) else "")
        free = tuple(
            entity
            for place in ref.anchors
            if (standing := self._state.standing.get(place)) is not None and not standing.moved
            for entity in standing.entities
            if self._state.link(entity) is None
        )
        if free:
            return Found(own=tuple(sorted({*free})))
        if is_weak(ref.id):
            return Found(problem=f"the words that it calls {ref.name!r} are nobody's any more")
        called = self._state.called(ref.name)
        if len(called) == 1:
            given = not ref.id or ref.id.startswith("alias:")
            return Found(
                called[0], notice="" if given else f"{ref.name!r} was found by the name alone, as {called[0]!r}"
            )
        if called:
            return Found(problem=f"several actors are called {ref.name!r} now ({_listed(called)})")
        return Found(problem=f"no actor is called {ref.name!r} any more")

    def holders(self, ref: ActorRef) -> list[str]:
        """The actors that a reference may mean, to see that none of them is somebody else, too."""
        found = self._meant(ref)
        if not found and not is_weak(ref.id):
            found |= {*self._state.called(ref.name)}
        return sorted(found)

    def is_in(self, ref: ActorRef, actor_id: str) -> bool:
        """Whether a reference means an actor, or one whose name the actor bears."""
        return actor_id in self._meant(ref) or (not is_weak(ref.id) and ref.is_of(self._state.actors[actor_id]))

    def _meant(self, ref: ActorRef) -> set[str]:
        """The actor that has most of the words, and the one that has the id."""
        votes, _ = self._votes(ref)
        best = self._most(ref, votes) if votes else None
        return {actor_id for actor_id in (best, self._state.now(ref.id)) if actor_id is not None}

    def anchored(self, ref: ActorRef, actor_id: str) -> set[Entity]:
        """Entities of an actor at the places of a reference."""
        return set(self._votes(ref)[1].get(actor_id, ()))

    def own_words(self, ref: ActorRef, actor_id: str) -> tuple[Entity, ...]:
        """Entities of another actor that are called as a reference's actor was, and nothing else.

        Phrases count where they stood when the decision was made; names everywhere but in documents that call the other
        actor by further names, too.
        """
        state = self._state
        there = self.anchored(ref, actor_id)
        called: dict[Entity, set[str]] = {entity: keys_of(state.words[entity]) for entity in state.members[actor_id]}
        main = compared(state.actors[actor_id].name)
        further: defaultdict[str, bool] = defaultdict(bool)
        for (document, _), keys in called.items():
            further[document] |= not keys <= ref.keys
        return tuple(
            entity
            for entity, keys in sorted(called.items())
            if main not in keys
            and (
                entity in there
                or (keys and keys <= ref.keys and not further[entity[0]] and not ref.id.startswith("local:"))
            )
        )

    def _votes(self, ref: ActorRef) -> tuple[Counter[str], dict[str, list[Entity]]]:
        """How many places each actor has now, and the entities there; what is several actors' counts for none."""
        votes: Counter[str] = Counter()
        voters: defaultdict[str, list[Entity]] = defaultdict(list)
        for place in ref.anchors:
            standing = self._state.standing.get(place)
            if standing is None:
                continue
            held = {self._state.link(entity) for entity in standing.entities}
            if len(held) == 1 and (actor_id := next(iter(held))) is not None:
                votes[actor_id] += 1
                voters[actor_id] += standing.entities
        return votes, voters

    def _most(self, ref: ActorRef, votes: Counter[str]) -> str | None:
        most = max(votes.values())
        first = sorted(actor_id for actor_id, count in votes.items() if count == most)
        if ref.id in first or (len(first) > 1 and ref.id in self._state.actors):
            return ref.id
        called = [actor_id for actor_id in first if compared(self._state.actors[actor_id].name) in ref.keys]
        return first[0] if len(first) == 1 else called[0] if len(called) == 1 else None


def is_weak(actor_id: str) -> bool:
    """Whether an id is of an actor whose name others bear, too."""
    return actor_id.startswith(_WEAK)


def names_within(shorter: str, longer: str) -> bool:
    """Whether all words of one name stand in another one."""
    return {*_WORD.findall(compared(shorter))} <= {*_WORD.findall(compared(longer))}


def _listed(ids: Iterable[str] | Collection[str]) -> str:
    found = sorted(ids)
    return ", ".join(found[:_LISTED]) + (f" and {len(found) - _LISTED} more" if len(found) > _LISTED else "")
