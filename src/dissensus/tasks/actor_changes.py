"""What people decide about actors, from the names that they give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from dissensus.model.annotations import ActorKind
from dissensus.model.errors import ReconcilingError
from dissensus.model.findings import Actor, Resolution
from dissensus.projects import Project
from dissensus.reconciling.actors.correcting import (
    ActorRef,
    Decided,
    ForbidMerge,
    MergeActors,
    RenameActor,
    SplitActor,
    apply_decisions,
    check_name,
    checked,
    compared,
)

MOST_CANDIDATES = 6
"""Most actors that the message about an ambiguous name lists."""


def find_actor(actors: Sequence[Actor], name: str) -> Actor:
    """The actor that a user means: by id, then by name, then by alias.

    Raises:
        ReconcilingError: REC007, nobody is called so; REC008, several are.
    """
    key = compared(name)
    found = (
        [actor for actor in actors if actor.id == name]
        or [actor for actor in actors if compared(actor.name) == key]
        or [actor for actor in actors if any(compared(alias) == key for alias in actor.aliases)]
    )
    if not found:
        raise ReconcilingError(f"no actor is called {name[:80]!r}", code="REC007")
    if len(found) > 1:
        listed = "; ".join(f"{actor.name[:60]} ({actor.kind}): {actor.id}" for actor in found[:MOST_CANDIDATES])
        more = f"; and {len(found) - MOST_CANDIDATES} more" if len(found) > MOST_CANDIDATES else ""
        raise ReconcilingError(f"{len(found)} actors are called {name[:80]!r}: {listed}{more}", code="REC008")
    return found[0]


def merge_of(project: Project, names: Sequence[str]) -> MergeActors:
    """The merge of the named actors into the first of them.

    Raises:
        ReconcilingError: REC007, REC008: a name means nobody or several; REC010, all names mean one actor.
    """
    actors = project.actors()
    found = list(dict.fromkeys(find_actor(actors, name) for name in names))
    if len(found) < 2:
        raise ReconcilingError(f"all of these names mean {found[0].name!r} already", code="REC010")
    return MergeActors(tuple(ActorRef.of(actor) for actor in found))


def forbid_of(project: Project, first: str, second: str) -> ForbidMerge:
    """The decision that two must not be one; where they are one now, the words of each name come apart.

    Raises:
        ReconcilingError: REC007, REC008: a name means nobody or several; REC010, both names are the same.
    """
    actors = project.actors()
    one, other = find_actor(actors, first), find_actor(actors, second)
    if one.id != other.id:
        return ForbidMerge(ActorRef.of(one), ActorRef.of(other))
    if compared(first) == compared(second):
        raise ReconcilingError("both names are the same", code="REC010")
    main = first if compared(first) in {compared(one.name), one.id} else second
    refs = [ActorRef(one.id if name == main else "", one.name if name == one.id else name) for name in (first, second)]
    return ForbidMerge(refs[0], refs[1])


def rename_of(project: Project, name: str, new_name: str, kind: str | None) -> RenameActor:
    """The decision on an actor's name and kind.

    Raises:
        ReconcilingError: REC007, REC008: the name means nobody or several; REC010, it is so already.
    """
    actor = find_actor(project.actors(), name)
    wanted = next((each for each in get_args(ActorKind) if each == kind), None)
    if check_name(new_name) == actor.name and wanted in {None, actor.kind}:
        raise ReconcilingError(f"{actor.id!r} is called so already", code="REC010")
    return RenameActor(ActorRef.of(actor), check_name(new_name), wanted)


def split_of(
    project: Project, name: str, names: Sequence[str], documents: Sequence[str], called: str | None
) -> SplitActor:
    """The split of an actor.

    Raises:
        ReconcilingError: REC007, REC008: the name means nobody or several; REC010, the actor has no such words, or
            nothing would be left of it.
        ProjectError: PRO009, no such document.
    """
    actor = find_actor(project.actors(), name)
    known = {compared(alias) for alias in (actor.name, *actor.aliases)}
    for each in names:
        if compared(each) not in known:
            raise ReconcilingError(f"{each[:80]!r} is no name of {actor.name!r}", code="REC010")
    for document_id in documents:
        project.document(document_id)
    change = SplitActor(
        ActorRef.of(actor),
        tuple(map(check_name, names)),
        tuple(documents),
        None if called is None else check_name(called),
    )
    checked(change)
    resolution = Resolution(project.actors(), project.actor_links())
    applied = apply_decisions(resolution, (), [Decided(0, change)], project.document_mentions)
    if applied.unapplied:
        raise ReconcilingError(applied.unapplied[0], code="REC010")
    return change
