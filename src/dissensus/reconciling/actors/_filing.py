"""The file of names, applied to what the resolver proposes: entities go to the actors of its entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from dissensus.model.findings import Actor, Merge
from dissensus.reconciling.actors._aliases import AliasEntry, AliasIndex, compared
from dissensus.reconciling.actors._facts import Entity, State, with_merges
from dissensus.reconciling.actors._parts import leave, part

ALIAS_FILE = "alias file"
"""Rule of the merges that a file of names makes; their confidence is 1."""


class Filing:
    """Applies a file of names.

    Args:
        state: what is changed.
        index: the entries.
    """

    def __init__(self, state: State, index: AliasIndex) -> None:
        self.state = state
        self._index = index

    def apply(self, outlets: Mapping[str, str | None]) -> set[int]:
        """Give entities to the actors of the file; gives the numbers of the entries that any belongs to."""
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
                    moved = part(state, entities, wanted, ())
                elif number == home:
                    moved = state.actors[before]
                    state.drop(before)
                else:
                    moved = leave(state, before, entities, wanted)
                taken[number].append((moved, entities))
        for number, parts in sorted(taken.items()):
            self._enter(entries[number], parts)
        return {*taken}

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
        for each in whole:
            state.become(each.id, actor.id)
        state.put(actor)
