"""Who is who: list and explain the actors of a project, and decide about them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dissensus.exchanging.alias_files import read_alias_file
from dissensus.model.errors import ProjectError, ReconcilingError
from dissensus.model.findings import ActorResolver, Resolution
from dissensus.model.options import ReconcilingOptions
from dissensus.model.records import Coder, Decision
from dissensus.projects import LoggedDecision, Project, record_key
from dissensus.projects.records import canonical_json
from dissensus.reconciling.actors.correcting import (
    ActorChange,
    ActorRef,
    AliasEntry,
    Applied,
    Decided,
    ForbidMerge,
    MergeActors,
    anchored,
    apply_decisions,
    bare,
    check_name,
    checked,
    compared,
    conflict,
    joins,
    plain_change,
    refs_of,
    told,
)
from dissensus.tasks._common import recorded_versions
from dissensus.tasks.actor_changes import find_actor, forbid_of, merge_of, rename_of, split_of
from dissensus.tasks.actor_lists import (
    ActorLine,
    ActorMention,
    Explanation,
    Near,
    actor_object,
    explain_actor,
    list_actors,
    mentions_of_actor,
)
from dissensus.tasks.actor_log import (
    ActorDecision,
    actor_decisions,
    notices_of,
    remember_applied,
    standing_decisions,
    told_decision,
)

__all__ = [
    "ActorDecision",
    "ActorLine",
    "ActorMention",
    "Explanation",
    "Near",
    "actor_decisions",
    "actor_object",
    "explain_actor",
    "find_actor",
    "forbid_of",
    "list_actors",
    "mentions_of_actor",
    "merge_of",
    "notices_of",
    "rename_of",
    "split_of",
    "standing_decisions",
    "told_decision",
]


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a decision.

    Attributes:
        number: its number in the log.
        told: what was decided, in words.
        applied: the actors are as decided now; False where another run was under way, after which they will be.
        notices: decisions and entries that do not apply, one line each.
    """

    number: int
    told: str
    applied: bool
    notices: tuple[str, ...]


# options and the alias file


def remembered_reconciling(project: Project) -> dict[str, Any]:
    """The options of bringing documents together that a project remembers; paths as the present folder sees them."""
    values = dict(project.settings().get("reconciling", {}))
    if values.get("aliases") is not None:
        values["aliases"] = os.path.normpath(project.path.parent / values["aliases"])
    return values


def remember_reconciling(project: Project, options: ReconcilingOptions) -> None:
    """Remember options; the path of the alias file as the project's folder sees it, so that both can move together."""
    values = options.as_dict()
    if options.aliases is not None:
        path, home = Path(options.aliases).resolve(), project.path.resolve().parent
        try:
            values["aliases"] = Path(os.path.relpath(path, home)).as_posix()
        except ValueError:  # another drive
            values["aliases"] = str(path)
    project.set_setting("reconciling", values)


def alias_entries(options: ReconcilingOptions) -> tuple[AliasEntry, ...]:
    """The entries of the alias file of some options; none without one.

    Raises:
        ReconcilingError: the file cannot be read or is wrong.
    """
    return () if options.aliases is None else read_alias_file(Path(options.aliases))


# resolving


def apply_to(project: Project, resolution: Resolution, entries: Sequence[AliasEntry]) -> Applied:
    """A resolver's result with the alias file and the decisions of the project."""
    return apply_decisions(
        resolution,
        entries,
        standing_decisions(project),
        project.document_mentions,
        lambda: {document.id: document.outlet for document in project.documents()},
    )


def resolve_actors(
    project: Project, run_id: int, options: ReconcilingOptions, resolver: ActorResolver | None = None
) -> tuple[str, ...]:
    """Resolve all actors anew, apply alias file and decisions, and store the result.

    Returns:
        A line for each decision or entry that does not apply.
    """
    entries = alias_entries(options)
    # Who decides meanwhile is told that the next comparison applies it.
    upto = max((logged.id for logged in project.decisions()), default=0)
    applied = apply_to(project, default_resolver(resolver)(project.document_mentions()), entries)
    project.store_resolution(applied.resolution, run_id)
    remember_applied(project, upto, applied)
    return applied.notices


def default_resolver(resolver: ActorResolver | None = None) -> ActorResolver:
    """The resolver that is given, else the one that comes with the package."""
    if resolver is not None:
        return resolver
    from dissensus.reconciling.actors import RuleActorResolver

    return RuleActorResolver()


def decide(
    project: Project, coder: str, change: ActorChange, *, note: str = "", resolver: ActorResolver | None = None
) -> Made:
    """Enter a decision about actors in the log, and apply it.

    Raises:
        ReconcilingError: REC003, REC010: a name is empty, or nothing would change; REC009, other decisions or the
            alias file say the opposite: a merge joins on, so that several merges together may do what is forbidden.
    """
    change = checked(change)
    standing = standing_decisions(project)
    options = ReconcilingOptions.of(remembered_reconciling(project))
    logged = {each.id: each for each in project.decisions()}
    for decided in standing:
        if bare(decided.change) == bare(change):
            raise ReconcilingError(f"decision {decided.number} says so already", code="REC010")
    change = anchored(change, project.actor_links(), project.document_mentions())
    against = conflict(change, standing)
    if against:
        shown = [f"decision {each.number} by {logged[each.number].decision.coder.name}" for each in against]
        words = [told(each.change) for each in against]
        given = "".join(f", given {who} ({what})" for who, what in zip(shown[1:], words[1:], strict=True))
        raise ReconcilingError(f"{shown[0]} says the opposite ({words[0]}){given}", code="REC009")
    _refuse_against_file(change, alias_entries(options), standing)
    old = {"actors": [_old(project, each) for each in refs_of(change)]}
    person = Coder(check_name(coder), "person")
    key = record_key("actor", canonical_json(plain_change(bare(change))))
    number = project.decide(
        Decision(person, "actor", key, "correct", canonical_json(old), canonical_json(plain_change(change)), note)
    )
    return _refreshed(project, number, told(change), options, resolver)


def take_back(
    project: Project, coder: str, number: int, *, note: str = "", resolver: ActorResolver | None = None
) -> Made:
    """Take a decision back by a later one: "undo" of one's own, "reject" of somebody else's.

    Raises:
        ReconcilingError: REC011, no such decision about actors stands, or who made it decided about the same later.
    """
    found = next((logged for logged in actor_decisions(project) if logged.id == number), None)
    standing = {decided.number for decided in standing_decisions(project)}
    if found is None or (number not in standing and not (found.standing and found.decision.verdict == "reject")):
        raise ReconcilingError(f"no decision {number} about actors stands", code="REC011")
    person = Coder(check_name(coder), "person")
    own = found.decision.coder == person
    if not own and found.decision.verdict == "reject":
        raise ReconcilingError(
            f"with decision {number} {found.decision.coder.name} took another one back",
            code="REC011",
            remedy="Decide anew what you want to stand",
        )
    if own:
        _refuse_out_of_order(project, found)
    value = found.decision.new_value or found.decision.old_value
    done = project.decide(Decision(person, "actor", found.decision.key, "undo" if own else "reject", value, None, note))
    options = ReconcilingOptions.of(remembered_reconciling(project))
    return _refreshed(project, done, f"take back decision {number}: {told_decision(found)}", options, resolver)


def _refuse_out_of_order(project: Project, found: LoggedDecision) -> None:
    """An undo takes back the last decision of its maker about the same: an earlier one must wait for its turn."""
    later = [
        logged.id
        for logged in project.decisions(found.decision.key)
        if logged.standing and logged.id > found.id and logged.decision.coder == found.decision.coder
    ]
    if later:
        raise ReconcilingError(
            f"decision {later[-1]} by {found.decision.coder.name} is about the same and later than {found.id}",
            code="REC011",
            remedy="Take the later decision back first",
        )


def _old(project: Project, ref: ActorRef) -> dict[str, Any]:
    actor = next((actor for actor in project.actors() if actor.id == ref.id), None)
    return {"id": ref.id, "name": ref.name, "kind": None if actor is None else actor.kind}


def _refuse_against_file(change: ActorChange, entries: Sequence[AliasEntry], standing: Sequence[Decided]) -> None:
    merges = [decided.change for decided in standing if isinstance(decided.change, MergeActors)]
    for entry in entries:
        own = {compared(alias.name) for alias in entry.names} | {compared(entry.name)}
        if isinstance(change, MergeActors):
            for name in entry.apart:
                forbid = ForbidMerge(ActorRef(entry.actor_id, entry.name), ActorRef("", name))
                if joins([*merges, change], forbid) and not joins(merges, forbid):
                    raise ReconcilingError(
                        f"the alias file keeps {entry.name!r} and {name!r} apart ({entry.place})", code="REC009"
                    )
        if isinstance(change, ForbidMerge) and {compared(ref.name) for ref in refs_of(change)} <= own:
            raise ReconcilingError(f"the alias file says that both are {entry.name!r} ({entry.place})", code="REC009")


def _refreshed(
    project: Project, number: int, what: str, options: ReconcilingOptions, resolver: ActorResolver | None
) -> Made:
    resolver = default_resolver(resolver)
    versions = recorded_versions() | {resolver.name: resolver.digest}
    try:
        with project.start_run("actors", {"decision": number}, versions) as run:
            notices = resolve_actors(project, run.id, options, resolver)
    except ProjectError as error:
        if error.code != "PRO004":
            raise
        return Made(number, what, applied=False, notices=())
    return Made(number, what, applied=True, notices=notices)
