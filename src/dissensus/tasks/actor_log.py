"""The log of decisions about actors: which stand, and which of them apply to what was found last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dissensus.projects import LoggedDecision, Project
from dissensus.reconciling.actors.correcting import ActorChange, Applied, Decided, change_of, told

_SETTING = "actor_decisions"
"""Under what a project keeps which decisions applied last."""

NOT_YET = "the next comparison applies it"
"""Why a decision does not apply that was made while another run was under way."""


@dataclass(frozen=True, slots=True)
class ActorDecision(LoggedDecision):
    """A decision about actors.

    Attributes:
        applies: the actors are as it says; False where it does not stand, or its words or actors are not found.
        why_not: why a decision that stands does not apply; else empty.
    """

    applies: bool = True
    why_not: str = ""


def standing_decisions(project: Project) -> tuple[Decided, ...]:
    """Changes of actors that stand: neither undone by who made them nor rejected by somebody else since.

    A rejection counts against what was decided before it: who decides the same again afterwards has the last word.
    """
    log = [logged for logged in project.decisions() if logged.standing and logged.decision.kind == "actor"]
    rejected: dict[str, int] = {}
    for logged in log:
        if logged.decision.verdict == "reject":
            rejected[logged.decision.key] = logged.id
    found = []
    for logged in log:
        decision = logged.decision
        if decision.verdict != "correct" or logged.id < rejected.get(decision.key, 0):
            continue
        change = change_of(json.loads(decision.new_value or "null"))
        if change is not None:
            found.append(Decided(logged.id, change))
    return tuple(found)


def actor_decisions(project: Project) -> tuple[ActorDecision, ...]:
    """All decisions that changed who is who, or took such a change back, the oldest first."""
    standing = {decided.number for decided in standing_decisions(project)}
    kept: Mapping[str, Any] = project.settings().get(_SETTING, {})
    upto, unapplied = kept.get("upto"), kept.get("unapplied", {})
    found = []
    for logged in project.decisions():
        if logged.decision.kind != "actor" or _change(logged) is None:
            continue
        stands = logged.id in standing if logged.decision.verdict == "correct" else True
        why_not = ""
        if stands and upto is not None and logged.id > upto:
            why_not = NOT_YET
        elif stands:
            why_not = str(unapplied.get(str(logged.id), ""))
        taken_back = logged.decision.verdict == "reject" and not logged.standing
        found.append(
            ActorDecision(
                logged.id,
                logged.decision,
                logged.made,
                logged.standing,
                stands and not taken_back and not why_not,
                why_not,
            )
        )
    return tuple(found)


def remember_applied(project: Project, upto: int, applied: Applied) -> None:
    """Keep which decisions apply to what was found, and whom they are about.

    Args:
        project: the project.
        upto: number of the last decision that was taken into account.
        applied: what came of them.
    """
    kept = {
        "upto": upto,
        "unapplied": {str(number): why for number, why in sorted(applied.unapplied.items())},
        "about": {str(number): list(ids) for number, ids in sorted(applied.about.items())},
    }
    project.set_setting(_SETTING, kept if upto else None)
    project.set_setting("actor_notices", list(applied.notices) or None)


def decisions_about(project: Project) -> Mapping[int, frozenset[str]]:
    """Ids of the actors that each decision was about when the actors were found last, by its number."""
    kept: Mapping[str, Any] = project.settings().get(_SETTING, {})
    return {int(number): frozenset(map(str, ids)) for number, ids in kept.get("about", {}).items()}


def notices_of(project: Project) -> tuple[str, ...]:
    """A line for each decision about actors that does not apply to what was found last."""
    return tuple(project.settings().get("actor_notices", ()))


def _change(logged: LoggedDecision) -> ActorChange | None:
    """The change that a decision makes or takes back; None where it is about something else."""
    made = logged.decision.verdict == "correct"
    return change_of(json.loads((logged.decision.new_value if made else logged.decision.old_value) or "null"))


def told_decision(logged: LoggedDecision) -> str:
    """A decision about actors in words."""
    change = _change(logged)
    what = "?" if change is None else told(change)
    return what if logged.decision.verdict == "correct" else f"take back: {what}"
