"""A resolution as entries of a file of names: read again, they give the same actors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from dissensus.model.findings import Actor, DocumentMentions, Resolution
from dissensus.reconciling.actors._aliases import MAX_NAME, Alias, AliasEntry, compared, spelled
from dissensus.reconciling.actors._facts import said_of


def entries_of(
    resolution: Resolution,
    documents: Iterable[DocumentMentions],
    wanted: Sequence[Actor] | None = None,
    machine: Resolution | None = None,
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
    bearers = Counter(compared(actor.name) for actor in (resolution.actors if wanted is None else wanted))
    entries, left_out = [], []
    for actor in resolution.actors if wanted is None else wanted:
        entry = _entry(actor, claims, holders, bearers, merged.get(actor.id, ()))
        if entry is None:
            left_out.append(actor.id)
        else:
            entries.append(entry)
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


def _entry(
    actor: Actor,
    claims: dict[str, set[str]],
    holders: dict[str, defaultdict[str, set[str | None]]],
    bearers: Counter[str],
    ids: tuple[str, ...],
) -> AliasEntry | None:
    own = compared(actor.name)
    aliases: list[Alias] = []
    seen: set[str] = set()
    for name in (actor.name, *actor.aliases):
        key = compared(name)
        if key in seen:
            continue
        seen.add(key)
        if not name or name != spelled(name) or len(name) > MAX_NAME:
            if key == own:
                return None
            continue
        where = holders[key]
        if claims[key] == {actor.id} and all(found == {actor.id} for found in where.values()):
            if key != own:
                aliases.append(Alias(name))
            continue
        documents = tuple(sorted(document for document, found in where.items() if found == {actor.id}))
        if documents:
            aliases.append(Alias(name, documents))
        elif key == own and bearers[own] < 2:
            return None
    return AliasEntry(actor.name, actor.kind, actor.id, tuple(aliases), (), ids)
