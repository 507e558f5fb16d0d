"""Who is who: list and explain the actors of a project, and decide about them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dissensus.model.errors import ProjectError, ReconcilingError
from dissensus.model.findings import Actor, ActorResolver, Affiliation, Resolution
from dissensus.model.options import ReconcilingOptions
from dissensus.model.records import Coder, Decision
from dissensus.projects import LoggedDecision, Project, record_key
from dissensus.projects.records import canonical_json
from dissensus.reconciling.actors._aliases import AliasEntry, compared, read_alias_file
from dissensus.reconciling.actors._changes import (
    ActorChange,
    ActorRef,
    Decided,
    ForbidMerge,
    MergeActors,
    change_of,
    check_name,
    checked,
    conflict,
    joins,
    plain_change,
    refs_of,
    told,
)
from dissensus.reconciling.actors._decisions import Applied, apply_decisions
from dissensus.tasks._common import recorded_versions
from dissensus.tasks.actor_changes import find_actor, forbid_of, merge_of, rename_of, split_of

__all__ = ["find_actor", "forbid_of", "merge_of", "rename_of", "split_of"]

MOST_NEAR = 10
"""Most other actors of a like name that an explanation lists."""


@dataclass(frozen=True, slots=True)
class ActorLine:
    """One actor with what it counts.

    Attributes:
        actor: the actor.
        mentions: how often it is mentioned.
        documents: in how many documents.
        outlets: in which outlets, sorted; None last where a document has none.
    """

    actor: Actor
    mentions: int
    documents: int
    outlets: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Another actor of a like name.

    Attributes:
        actor: the other one.
        shared: the word that both names have.
        why: why the two are not one actor.
    """

    actor: Actor
    shared: str
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of why an actor is what it is.

    Attributes:
        line: the actor and its counts.
        in_documents: document id to number of mentions, by id.
        affiliations: its offices, or those of others in it.
        near: other actors of a like name.
        decisions: decisions about it, the oldest first.
    """

    line: ActorLine
    in_documents: Mapping[str, int]
    affiliations: tuple[Affiliation, ...]
    near: tuple[Near, ...]
    decisions: tuple[LoggedDecision, ...]


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


# the decisions that stand


def standing_decisions(project: Project) -> tuple[Decided, ...]:
    """Changes of actors that stand: neither undone by who made them nor rejected by somebody else since."""
    rejected = {
        logged.decision.key
        for logged in project.decisions()
        if logged.standing and logged.decision.kind == "actor" and logged.decision.verdict == "reject"
    }
    found = []
    for logged in project.decisions():
        decision = logged.decision
        if not logged.standing or decision.kind != "actor" or decision.verdict != "correct":
            continue
        change = change_of(json.loads(decision.new_value or "null"))
        if change is not None and decision.key not in rejected:
            found.append(Decided(logged.id, change))
    return tuple(found)


def actor_decisions(project: Project) -> tuple[LoggedDecision, ...]:
    """All decisions that changed who is who, or took such a change back, the oldest first."""
    return tuple(
        logged for logged in project.decisions() if logged.decision.kind == "actor" and _change(logged) is not None
    )


def _change(logged: LoggedDecision) -> ActorChange | None:
    """The change that a decision makes or takes back; None where it is about something else."""
    made = logged.decision.verdict == "correct"
    return change_of(json.loads((logged.decision.new_value if made else logged.decision.old_value) or "null"))


def told_decision(logged: LoggedDecision) -> str:
    """A decision about actors in words."""
    change = _change(logged)
    what = "?" if change is None else told(change)
    return what if logged.decision.verdict == "correct" else f"take back: {what}"


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
    applied = apply_to(project, default_resolver(resolver)(project.document_mentions()), entries)
    project.store_resolution(applied.resolution, run_id)
    project.set_setting("actor_notices", list(applied.notices) or None)
    return applied.notices


def default_resolver(resolver: ActorResolver | None = None) -> ActorResolver:
    """The resolver that is given, else the one that comes with the package."""
    if resolver is not None:
        return resolver
    from dissensus.reconciling.actors import RuleActorResolver

    return RuleActorResolver()


def list_actors(
    project: Project,
    *,
    kinds: Iterable[str] = (),
    min_mentions: int = 1,
    outlets: Iterable[str] = (),
) -> tuple[ActorLine, ...]:
    """The actors with their counts, the most mentioned first.

    Args:
        project: the project; nothing in it is changed.
        kinds: kinds of actors; empty for all.
        min_mentions: least number of mentions; with outlets, of mentions in them.
        outlets: outlets in which the actor is mentioned; empty for all, and then all mentions count.
    """
    wanted, wanted_kinds = set(outlets), set(kinds)
    outlet_of = {document.id: document.outlet for document in project.documents()}
    counts: dict[str, dict[str, int]] = {}
    for actor_id, document_id, count in project.actor_uses():
        if not wanted or outlet_of.get(document_id) in wanted:
            counts.setdefault(actor_id, {})[document_id] = count
    lines = [_line(actor, counts.get(actor.id, {}), outlet_of) for actor in project.actors()]
    kept = [
        line
        for line in lines
        if line.mentions >= min_mentions
        and (not wanted_kinds or line.actor.kind in wanted_kinds)
        and (not wanted or line.documents)
    ]
    return tuple(sorted(kept, key=lambda line: (-line.mentions, line.actor.name, line.actor.id)))


def _line(actor: Actor, counts: Mapping[str, int], outlet_of: Mapping[str, str | None]) -> ActorLine:
    outlets = sorted({outlet_of.get(document_id) for document_id in counts}, key=lambda name: (name is None, name))
    return ActorLine(actor, sum(counts.values()), len(counts), tuple(outlets))


def explain_actor(project: Project, name: str) -> Explanation:
    """Why an actor is what it is.

    Raises:
        ReconcilingError: REC007, nobody is called so; REC008, several are.
    """
    actors = project.actors()
    actor = find_actor(actors, name)
    counts = {document: count for actor_id, document, count in project.actor_uses() if actor_id == actor.id}
    outlet_of = {document.id: document.outlet for document in project.documents()}
    standing = standing_decisions(project)
    numbers = {decided.number for decided in standing if _is_about(decided.change, actor)}
    return Explanation(
        _line(actor, counts, outlet_of),
        counts,
        tuple(told for told in project.affiliations() if actor.id in {told.person_id, told.organisation_id}),
        _near(actor, actors, standing),
        tuple(logged for logged in project.decisions() if logged.id in numbers),
    )


def _is_about(change: ActorChange, actor: Actor) -> bool:
    return any(ref.is_of(actor) for ref in refs_of(change))


def _near(actor: Actor, actors: Sequence[Actor], standing: Sequence[Decided]) -> tuple[Near, ...]:
    """Other actors whose name ends in the same word, or is an alias of this one."""
    words = {compared(name).split()[-1] for name in (actor.name, *actor.aliases)}
    found = []
    for other in actors:
        if other.id == actor.id or other.kind != actor.kind:
            continue
        shared = compared(other.name).split()[-1]
        if shared not in words:
            continue
        pair = MergeActors((ActorRef.of(actor), ActorRef.of(other)))
        forbidding = next((d for d in standing if isinstance(d.change, ForbidMerge) and joins(pair, d.change)), None)
        why = f"decision {forbidding.number} keeps them apart" if forbidding else "no rule joined them"
        found.append(Near(other, shared, why))
    return tuple(found[:MOST_NEAR])


def notices_of(project: Project) -> tuple[str, ...]:
    """A line for each decision about actors that does not apply to what was found last."""
    return tuple(project.settings().get("actor_notices", ()))


def decide(
    project: Project, coder: str, change: ActorChange, *, note: str = "", resolver: ActorResolver | None = None
) -> Made:
    """Enter a decision about actors in the log, and apply it.

    Raises:
        ReconcilingError: REC003, REC010: a name is empty, or nothing would change; REC009, another decision or the
            alias file says the opposite.
    """
    change = checked(change)
    standing = standing_decisions(project)
    options = ReconcilingOptions.of(remembered_reconciling(project))
    key = record_key("actor", canonical_json(plain_change(change)))
    logged = {each.id: each for each in project.decisions()}
    for decided in standing:
        if logged[decided.number].decision.key == key:
            raise ReconcilingError(f"decision {decided.number} says so already", code="REC010")
    other = conflict(change, standing)
    if other is not None:
        who = logged[other.number].decision.coder.name
        raise ReconcilingError(
            f"decision {other.number} by {who} says the opposite ({told(other.change)})", code="REC009"
        )
    _refuse_against_file(change, alias_entries(options))
    old = {"actors": [_old(project, each) for each in refs_of(change)]}
    person = Coder(check_name(coder), "person")
    number = project.decide(
        Decision(person, "actor", key, "correct", canonical_json(old), canonical_json(plain_change(change)), note)
    )
    return _refreshed(project, number, told(change), options, resolver)


def take_back(
    project: Project, coder: str, number: int, *, note: str = "", resolver: ActorResolver | None = None
) -> Made:
    """Take a decision back by a later one: "undo" of one's own, "reject" of somebody else's.

    Raises:
        ReconcilingError: REC011, no such decision about actors stands.
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
    value = found.decision.new_value or found.decision.old_value
    done = project.decide(Decision(person, "actor", found.decision.key, "undo" if own else "reject", value, None, note))
    options = ReconcilingOptions.of(remembered_reconciling(project))
    return _refreshed(project, done, f"take back decision {number}: {told_decision(found)}", options, resolver)


def _old(project: Project, ref: ActorRef) -> dict[str, Any]:
    actor = next((actor for actor in project.actors() if actor.id == ref.id), None)
    return {"id": ref.id, "name": ref.name, "kind": None if actor is None else actor.kind}


def _refuse_against_file(change: ActorChange, entries: Sequence[AliasEntry]) -> None:
    for entry in entries:
        own = {compared(alias.name) for alias in entry.names} | {compared(entry.name)}
        if isinstance(change, MergeActors):
            for name in entry.apart:
                forbid = ForbidMerge(ActorRef(entry.actor_id, entry.name), ActorRef("", name))
                if joins(change, forbid):
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
