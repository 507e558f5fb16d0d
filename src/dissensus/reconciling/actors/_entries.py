"""A resolution as entries of a file of names: read again, they give the same actors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dissensus.model.findings import Actor, DocumentMentions, Resolution
from dissensus.reconciling.actors._aliases import Alias, AliasEntry, compared, is_spelled
from dissensus.reconciling.actors._facts import said_of


def entries_of(
    resolution: Resolution,
    documents: Iterable[DocumentMentions],
    wanted: Sequence[Actor] | None = None,
    machine: Resolution | None = None,
    apart: Mapping[str, Sequence[str]] | None = None,
    given: Sequence[AliasEntry] = (),
    outlets: Mapping[str, str | None] | None = None,
) -> tuple[tuple[AliasEntry, ...], tuple[str, ...]]:
    """Entries for the actors of a resolution, by id.

    A name that is told of several actors, or also stands where nobody is resolved, counts only in the documents in
    which it is this actor's alone.

    Args:
        resolution: actors and links, as they stand.
        documents: all documents; read once.
        wanted: the actors to write; None for all.
        machine: what the machine gives when nobody decides; with it, the entries tell by their ids which of its actors
            were merged. None where nothing was decided.
        apart: by actor id the names that must stay apart from it (see `kept_apart`).
        given: entries of the file in use: a name that counts only in some documents or outlets there does so again.
        outlets: the outlet of each document by its id; without it, a name is told by documents alone.

    Returns:
        The entries, and the ids of actors that such a file cannot tell: their name is overlong or empty, or in every
        document that has it it is another one's, too.
    """
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for actor in resolution.actors:
        for name in (actor.name, *actor.aliases):
            claims[compared(name)].add(actor.id)
    holders: dict[str, defaultdict[str, set[str | None]]] = {key: defaultdict(set) for key in claims}
    for document in documents:
        links = resolution.links.get(document.document_id, ())
        for entity, words in said_of(document).items():
            actor_id = links[entity] if 0 <= entity < len(links) else None
            for key in {key for said in words for key in said.keys}:
                if key in holders:
                    holders[key][document.document_id].add(actor_id)
    merged = _merged(resolution, machine) if machine is not None else {}
    apart = apart or {}
    chosen = resolution.actors if wanted is None else wanted
    names = _Names(claims, holders, Counter(compared(actor.name) for actor in chosen), _scopes(given), outlets or {})
    entries, left_out = [], []
    for actor in chosen:
        aliases = names.aliases(actor)
        if aliases is None:
            left_out.append(actor.id)
        else:
            further, others = merged.get(actor.id, ()), tuple(apart.get(actor.id, ()))
            entries.append(AliasEntry(actor.name, actor.kind, actor.id, aliases, others, further))
    return tuple(entries), tuple(left_out)


def _merged(resolution: Resolution, machine: Resolution) -> dict[str, tuple[str, ...]]:
    """The machine's actors that are wholly another one now, by the id of that one."""
    now: defaultdict[str, set[str | None]] = defaultdict(set)
    for document, before in machine.links.items():
        for was, found in zip(before, resolution.links.get(document, ()), strict=False):
            if was is not None:
                now[was].add(found)
    there = {actor.id for actor in resolution.actors}
    merged: defaultdict[str, list[str]] = defaultdict(list)
    for was, targets in sorted(now.items()):
        if len(targets) == 1 and was not in there and (only := next(iter(targets))) is not None:
            merged[only].append(was)
    return {actor_id: tuple(ids) for actor_id, ids in merged.items()}


def _scopes(given: Sequence[AliasEntry]) -> dict[tuple[str, str], Alias]:
    """By actor id and compared name the names that count only in some documents or outlets."""
    return {
        (entry.actor_id, compared(alias.name)): alias
        for entry in given
        for alias in entry.aliases
        if not alias.everywhere
    }


@dataclass(frozen=True, slots=True)
class _Names:
    """What names tell of actors.

    Attributes:
        claims: by compared name the actors that have it.
        holders: by compared name and document the actors that are called so there, None for nobody's.
        bearers: how many of the actors that are written have a compared name as the name to show.
        scopes: names that the file in use lets count only somewhere, by actor id and compared name.
        outlets: the outlet of each document.
    """

    claims: Mapping[str, set[str]]
    holders: Mapping[str, Mapping[str, set[str | None]]]
    bearers: Counter[str]
    scopes: Mapping[tuple[str, str], Alias]
    outlets: Mapping[str, str | None]

    def aliases(self, actor: Actor) -> tuple[Alias, ...] | None:
        """The names that tell an actor, each with where it does; None where none does."""
        own = compared(actor.name)
        aliases: list[Alias] = []
        seen: set[str] = set()
        for name in (actor.name, *actor.aliases):
            key = compared(name)
            if key in seen:
                continue
            seen.add(key)
            if not is_spelled(name):
                if key == own:
                    return None
                continue
            scoped = self._as_given(actor.id, name)
            where = self.holders[key]
            if scoped is not None:
                aliases.append(scoped)
            elif self.claims[key] == {actor.id} and all(found == {actor.id} for found in where.values()):
                if key != own:
                    aliases.append(Alias(name))
            elif documents := self._documents(actor.id, key):
                aliases.append(Alias(name, tuple(documents)))
            elif key == own and self.bearers[own] < 2:
                return None
        return tuple(aliases)

    def _documents(self, actor_id: str, key: str) -> list[str]:
        """Documents in which whatever is called so is one actor."""
        return sorted(document for document, found in self.holders[key].items() if found == {actor_id})

    def _as_given(self, actor_id: str, name: str) -> Alias | None:
        """A name with the scope of the file in use, as far as it still holds, and where else it is the actor's."""
        key = compared(name)
        given = self.scopes.get((actor_id, key))
        if given is None:
            return None
        where = self.holders[key]
        outlets = tuple(
            outlet
            for outlet in given.outlets
            if all(found == {actor_id} for document, found in where.items() if self.outlets.get(document) == outlet)
        )
        free = {document for document in given.documents if document not in where}
        borne = [each for each in self._documents(actor_id, key) if self.outlets.get(each) not in outlets]
        alias = Alias(name, tuple(sorted({*free, *borne})), outlets)
        return None if alias.everywhere else alias
