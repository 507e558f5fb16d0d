"""Entities that leave an actor, as another one: what is left keeps the names and the evidence that are its own."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dissensus.model.findings import Actor, Merge, Place
from dissensus.reconciling.actors._aliases import compared, spelled
from dissensus.reconciling.actors._changes import SplitActor
from dissensus.reconciling.actors._facts import MOST_PLACES, Entity, State, best_name, keys_of, with_merges

DECISION = "decision"
"""Rule of the merges that people decided; their confidence is 1."""


def move_apart(
    state: State, actor: Actor, leaving: list[Entity], wanted: set[str], new_id: str, called: str | None
) -> Actor:
    """Make another actor of entities of an actor.

    Args:
        state: what is changed.
        actor: whom they leave.
        leaving: entities, some of the actor's but not all.
        wanted: compared names by which the new one goes.
        new_id: its id.
        called: its name, or None for the most frequent one.
    """
    names, phrases = state.spellings(leaving)
    leaving_part = leave(state, actor.id, leaving, wanted)
    chosen = {name: count for name, count in names.items() if compared(name) in wanted}
    name = called or best_name(chosen or names, phrases)
    merges = [
        Merge(alias, name, DECISION, 1.0, state.places(leaving, compared(alias)))
        for alias in leaving_part.aliases
        if alias != name
    ]
    # What the texts tell of one mention is often wrong: the actor's kind holds unless no mention tells it.
    kinds = {said.kind for entity in leaving for said in state.words[entity]}
    kind = actor.kind if actor.kind in kinds else state.kind(leaving)
    new = with_merges(Actor(new_id, name, kind, leaving_part.aliases), merges, DECISION)
    state.put(new)
    state.move(leaving, new_id)
    return new


def leave(state: State, actor_id: str, leaving: list[Entity], wanted: set[str]) -> Actor:
    """Take entities away from an actor, and what only they are called; gives them as an actor without an id."""
    actor = state.actors[actor_id]
    left = part(state, leaving, wanted, actor.aliases)
    for entity in leaving:
        state.members[actor_id].pop(entity, None)
    staying = list(state.members[actor_id])
    if not staying:
        state.drop(actor_id)
        return left
    names, phrases = state.spellings(staying)
    lost = {*left.aliases} - {*names, *phrases}
    own, name = compared(actor.name), actor.name
    if own in _keys(state, leaving) and own not in _keys(state, staying):
        known = {spelling: count for spelling, count in names.items() if spelling in actor.aliases}
        name = best_name(known or names, phrases)
    aliases = tuple(alias for alias in actor.aliases if alias not in lost)
    gone = _Gone(state, leaving, staying)
    merges = tuple(gone.told_by_the_rest(merge) for merge in actor.merges if merge.name not in lost)
    state.put(replace(actor, name=name, aliases=aliases, merges=merges))
    return left


class _Gone:
    """Entities that have left, and what stays of the evidence of merges."""

    def __init__(self, state: State, leaving: list[Entity], staying: list[Entity]) -> None:
        self._state = state
        self._documents = {document for document, _ in leaving}
        self._staying = staying
        self._spans: defaultdict[str, list[tuple[int, int, bool]]] = defaultdict(list)
        for entities, stays in ((staying, True), (leaving, False)):
            for entity in entities:
                if entity[0] in self._documents:
                    self._spans[entity[0]] += [(*said.span, stays) for said in state.words[entity]]

    def told_by_the_rest(self, merge: Merge) -> Merge:
        """A merge with places of what stays alone, and others of its name in the stead of those that left."""
        kept = [place for place in merge.evidence if not self._left(place)]
        if len(kept) == len(merge.evidence):
            return merge
        more = self._state.places(self._staying, compared(merge.name))
        found = sorted({*kept, *more}, key=lambda place: (place.document_id, place.span, place.words))
        return replace(merge, evidence=tuple(found[:MOST_PLACES]))

    def _left(self, place: Place) -> bool:
        """Whether the shortest mention that covers a place is of what left."""
        over = [
            (end - start, not stays, stays)
            for start, end, stays in self._spans.get(place.document_id, ())
            if start <= place.span.start and place.span.end <= end
        ]
        return bool(over) and not min(over)[2]


def _keys(state: State, entities: Iterable[Entity]) -> set[str]:
    return {key for entity in entities for key in keys_of(state.words[entity])}


def part(state: State, entities: Sequence[Entity], wanted: set[str], known: Sequence[str]) -> Actor:
    """Entities as an actor without an id: the names that they bear of those known or wanted."""
    names, phrases = state.spellings(entities)
    borne = [name for name in (*names, *phrases) if name in known or compared(name) in wanted]
    return Actor("", best_name(names, phrases), state.kind(entities), tuple(sorted(set(borne))))


def split_id(change: SplitActor) -> str:
    """The id of what a split makes: it depends on what was decided alone."""
    names = sorted({compared(name) for name in change.names})
    about = "\n".join([change.actor.id or change.actor.name, *names, "", *sorted(set(change.documents))])
    digest = hashlib.sha256(about.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    slug = spelled(names[0]).replace(" ", "-")[:60] if names else "documents"
    return f"split:{slug}-{digest}"
