"""Actors, their reasons and decisions about them, as lines for people and as plain objects."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dissensus.model.findings import Affiliation, Merge, Place
    from dissensus.projects import LoggedDecision, Project
    from dissensus.tasks.actors import ActorLine, ActorMention, Explanation

AROUND = 60
"""Characters of the text that stand on either side of a piece of evidence."""


def line_object(line: ActorLine) -> dict[str, Any]:
    """An actor with its counts and outlets as a plain object."""
    from dissensus.tasks.actors import actor_object

    return actor_object(line) | {"outlets": list(line.outlets)}


def mention_lines(found: Iterable[ActorMention], project: Project) -> list[str]:
    """A line for each mention: document, position, form, and the words in the text around them."""
    lines = []
    text, of = "", None
    for each in found:
        if each.place.document_id != of:
            of = each.place.document_id
            text = project.document(of).text
        start, end = each.place.span
        lines.append(f"{of}  {start}-{end}  {each.mention.form}  {_around(each.place, text)}")
    return lines


def mention_object(each: ActorMention) -> dict[str, Any]:
    """A mention as a plain object."""
    place, mention = each.place, each.mention
    return {
        "document_id": place.document_id,
        "outlet": each.outlet,
        "start": place.span.start,
        "end": place.span.end,
        "words": place.words,
        "form": mention.form,
        "kind": mention.kind,
        "name": mention.name,
        "role": mention.role,
        "number": mention.number,
        "gender": mention.gender,
    }


def in_context(place: Place, project: Project) -> str:
    """The words of a place with what stands around them, in one line."""
    from dissensus.model.errors import ProjectError

    try:
        text = project.document(place.document_id).text
    except ProjectError:
        return place.words
    return _around(place, text)


def _around(place: Place, text: str) -> str:
    start, end = place.span
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    around = f"{'…' if start > AROUND else ''}{before}[{place.words}]{after}{'…' if end + AROUND < len(text) else ''}"
    return " ".join(around.split())


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def explanation_lines(explanation: Explanation, project: Project) -> list[str]:
    """An explanation for people."""
    line = explanation.line
    actor = line.actor
    outlets = ", ".join(name or "(outlet not known)" for name in line.outlets)
    lines = [
        f"{actor.name}  [{actor.kind}]  {actor.id}",
        f"{_counted(line.mentions, 'mention')} in {_counted(line.documents, 'document')}"
        + (f" of {outlets}" if outlets else "")
        + (
            f": {_some(f'{name} ({count})' for name, count in explanation.in_documents.items())}"
            if line.documents
            else ""
        ),
        "",
        "names",
    ]
    explained = {merge.name for merge in actor.merges}
    lines += [f"  {name}" for name in actor.aliases if name not in explained]
    for merge in actor.merges:
        lines.append(f"  {merge.name} -> {merge.into}: {merge.rule}, confidence {merge.confidence:.2f}")
        lines += [f"      {place.document_id}: {in_context(place, project)}" for place in merge.evidence]
    if explanation.affiliations:
        names = {each.id: each.name for each in project.actors()}
        lines += ["", "offices"]
        lines += [f"  {_office(told, names)}" for told in explanation.affiliations]
    if explanation.near:
        lines += ["", "not merged with"]
        lines += [
            f"  {near.actor.name}  {near.actor.id}: shares {near.shared!r}; {near.why}" for near in explanation.near
        ]
    if explanation.decisions:
        lines += ["", "decisions", *(f"  {each}" for each in decision_lines(_looked_up(explanation, project)))]
    return lines


def _some(parts: Iterable[str], most: int = 12) -> str:
    found = list(parts)
    return ", ".join(found[:most]) + (f" and {len(found) - most} more" if len(found) > most else "")


def _office(told: Affiliation, names: dict[str, str]) -> str:
    former = "former " if told.former else ""
    of = "" if told.organisation_id is None else f" of {names.get(told.organisation_id, told.organisation_id)}"
    when = "no date" if told.published is None else told.published.value
    person = names.get(told.person_id, told.person_id)
    return (
        f"{person}: {former}{told.role or 'member'}{of}, {when}, {told.evidence.document_id}: {told.evidence.words!r}"
    )


def explanation_object(explanation: Explanation, project: Project) -> dict[str, Any]:
    """An explanation as a plain object."""
    return {
        "actor": line_object(explanation.line),
        "documents": dict(explanation.in_documents),
        "merges": [merge_object(merge, project) for merge in explanation.line.actor.merges],
        "affiliations": [
            {
                "person": told.person_id,
                "organisation": told.organisation_id,
                "role": told.role,
                "former": told.former,
                "published": None if told.published is None else told.published.value,
                "evidence": place_object(told.evidence, project),
            }
            for told in explanation.affiliations
        ],
        "near": [
            {"id": near.actor.id, "name": near.actor.name, "shared": near.shared, "why": near.why}
            for near in explanation.near
        ],
        "decisions": [decision_object(logged) for logged in _looked_up(explanation, project)],
    }


def merge_object(merge: Merge, project: Project) -> dict[str, Any]:
    """A merge as a plain object."""
    return {
        "name": merge.name,
        "into": merge.into,
        "rule": merge.rule,
        "confidence": merge.confidence,
        "evidence": [place_object(place, project) for place in merge.evidence],
    }


def place_object(place: Place, project: Project) -> dict[str, Any]:
    """A place as a plain object."""
    return {
        "document": place.document_id,
        "start": place.span[0],
        "end": place.span[1],
        "words": place.words,
        "context": in_context(place, project),
    }


def decision_lines(found: Iterable[LoggedDecision], standing: Collection[int] | None = None) -> list[str]:
    """Decisions for people, one a line."""
    from dissensus.tasks.actors import told_decision

    return [
        f"{logged.id:>4}  {logged.made}  {logged.decision.coder.name}: {told_decision(logged)}"
        + (f" ({logged.decision.note})" if logged.decision.note else "")
        + ("" if _stands(logged, standing) else "  [taken back]")
        + (f"  [does not apply: {why_not}]" if (why_not := _applies(logged)[1]) else "")
        for logged in found
    ]


def _looked_up(explanation: Explanation, project: Project) -> list[LoggedDecision]:
    """The decisions of an explanation with whether they apply."""
    from dissensus.tasks.actors import actor_decisions

    log: dict[int, LoggedDecision] = {logged.id: logged for logged in actor_decisions(project)}
    return [log.get(logged.id, logged) for logged in explanation.decisions]


def _applies(logged: LoggedDecision) -> tuple[bool | None, str]:
    """Whether the actors are as a decision says, and why not; None where nobody looked."""
    from dissensus.tasks.actors import ActorDecision

    return (logged.applies, logged.why_not) if isinstance(logged, ActorDecision) else (None, "")


def _stands(logged: LoggedDecision, standing: Collection[int] | None) -> bool:
    """An undo stands for what it took back; it is nothing that could be taken back itself."""
    return (
        logged.decision.verdict == "undo"
        or standing is None
        or logged.id in standing
        or (logged.decision.verdict == "reject" and logged.standing)
    )


def decision_object(logged: LoggedDecision, standing: Collection[int] | None = None) -> dict[str, Any]:
    """A decision as a plain object."""
    from dissensus.tasks.actors import told_decision

    applies, why_not = _applies(logged)
    return {
        "number": logged.id,
        "made": logged.made,
        "by": logged.decision.coder.name,
        "verdict": logged.decision.verdict,
        "told": told_decision(logged),
        "note": logged.decision.note,
        "stands": _stands(logged, standing),
        "applies": applies,
        "why_not": why_not,
    }
