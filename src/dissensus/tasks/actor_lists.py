"""Who is who: the actors of a project with what they count, and why each is what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dissensus.model.annotations import Mention
from dissensus.model.findings import Actor, Affiliation, Place
from dissensus.projects import Project
from dissensus.reconciling.actors.correcting import (
    ActorChange,
    ActorRef,
    Decided,
    ForbidMerge,
    MergeActors,
    SplitActor,
    compared,
    joins,
    refs_of,
    split_id,
)
from dissensus.tasks.actor_changes import find_actor
from dissensus.tasks.actor_log import ActorDecision, actor_decisions, decisions_about, standing_decisions

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
    decisions: tuple[ActorDecision, ...]


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


@dataclass(frozen=True, slots=True)
class ActorMention:
    """One mention of an actor.

    Attributes:
        place: where it stands, with its exact words.
        mention: what was found there.
        outlet: of its document, or None.
    """

    place: Place
    mention: Mention
    outlet: str | None


def mentions_of_actor(project: Project, name: str, outlets: Collection[str] = ()) -> Iterator[ActorMention]:
    """All mentions of an actor, pronouns too, in reading order; nothing is left out that counts for it.

    Args:
        project: the project.
        name: the actor's name, another name of it, or its id.
        outlets: only in these; none for all.

    Raises:
        ReconcilingError: REC007, nobody is called so; REC008, several are.
    """
    actor = find_actor(project.actors(), name)
    links = {document: ids for document, ids in project.actor_links().items() if actor.id in ids}
    outlet_of = {document.id: document.outlet for document in project.documents()}
    for told in project.document_mentions():
        ids = links.get(told.document_id, ())
        outlet = outlet_of.get(told.document_id)
        if not ids or (outlets and outlet not in outlets):
            continue
        for mention, words in zip(told.mentions, told.words, strict=True):
            if mention.entity < len(ids) and ids[mention.entity] == actor.id:
                yield ActorMention(Place(told.document_id, mention.span, words), mention, outlet)


def actor_object(line: ActorLine) -> dict[str, Any]:
    """An actor with its counts as a plain object."""
    actor = line.actor
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "aliases": list(actor.aliases),
        "rules": list(actor.rules),
        "mentions": line.mentions,
        "documents": line.documents,
    }


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
    log = actor_decisions(project)
    about = decisions_about(project)
    numbers = {
        decided.number
        for decided in standing
        if (actor.id in about[decided.number] if decided.number in about else _is_about(decided.change, actor))
    }
    decided_by = {decision.id: decision.decision.coder.name for decision in log}
    return Explanation(
        _line(actor, counts, outlet_of),
        counts,
        tuple(told for told in project.affiliations() if actor.id in {told.person_id, told.organisation_id}),
        near_actors(actor, actors, standing, decided_by, about),
        tuple(decision for decision in log if decision.id in numbers),
    )


def _is_about(change: ActorChange, actor: Actor) -> bool:
    return any(ref.is_of(actor) for ref in refs_of(change))


def near_actors(
    actor: Actor,
    actors: Sequence[Actor],
    standing: Sequence[Decided],
    decided_by: Mapping[int, str],
    about: Mapping[int, frozenset[str]],
) -> tuple[Near, ...]:
    """Other actors whose name ends in the same word as a name of an actor, and why they are not the same.

    Args:
        actor: the actor.
        actors: all actors.
        standing: the decisions that stand.
        decided_by: who decided, by the decision's number.
        about: ids of the actors that a decision is about, by its number.

    Returns:
        Those that people parted first, then those that share most words with the actor's names, at most `MOST_NEAR`.
    """
    words = {compared(name).split()[-1] for name in (actor.name, *actor.aliases)}
    all_words = {word for name in (actor.name, *actor.aliases) for word in compared(name).split()}
    bearers = Counter(compared(other.name).split()[-1] for other in actors if not other.id.startswith("surname:"))
    found = []
    for other in actors:
        ending = compared(other.name).split()[-1]
        if other.id == actor.id or other.kind != actor.kind or ending not in words:
            continue
        number, did = _parted(actor, other, standing, about)
        if number:
            why = f"decision {number} by {decided_by[number]} {did}"
        else:
            why = f"no rule joined them: {_missing(actor, other, bearers[ending])}"
        shared = len(all_words & {*compared(other.name).split()})
        found.append(((not number, -shared, other.name, other.id), Near(other, ending, why)))
    return tuple(near for _, near in sorted(found, key=lambda each: each[0])[:MOST_NEAR])


def _parted(
    one: Actor, other: Actor, standing: Sequence[Decided], about: Mapping[int, frozenset[str]]
) -> tuple[int, str]:
    """The decision that parts two actors and what it does; 0 without one."""
    pair = MergeActors((ActorRef.of(one), ActorRef.of(other)))
    for decided in standing:
        change = decided.change
        known = {one.id, other.id} <= about.get(decided.number, frozenset())
        if isinstance(change, ForbidMerge) and (known or joins([pair], change)):
            return decided.number, "keeps them apart"
        if isinstance(change, SplitActor):
            new_id = split_id(change)
            if any(mine.id == new_id and change.actor.is_of(theirs) for mine, theirs in ((one, other), (other, one))):
                return decided.number, "split one off from the other"
    return 0, ""


def _missing(one: Actor, other: Actor, bearers: int) -> str:
    """What a rule would have needed to join two actors of a like name."""
    groups = {actor.id.partition(":")[0] for actor in (one, other)}
    if "surname" in groups:
        return (
            f"{bearers} actors have that surname, and no office or name beside it tells which is meant"
            if bearers > 1
            else "the surname alone does not tell enough"
        )
    if groups == {"homonym"}:
        return "they bear one name, and the articles tell of different offices or states"
    if "local" in groups:
        return "phrases without a name join only in articles that tell the same story in the same words"
    if groups == {"government", "state"}:
        return "a government is an actor beside its state"
    mine, theirs = ({*compared(actor.name).split()} for actor in (one, other))
    differing = " and ".join(
        f"{actor.name!r} has {', '.join(map(repr, sorted(words)))}"
        for actor, words in ((one, mine - theirs), (other, theirs - mine))
        if words
    )
    return f"only {differing}" if differing else "the articles do not tell that one name means one"
