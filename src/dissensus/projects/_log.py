"""The log of decisions as it is read: which stand, and what those about a position say together."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, select

from dissensus.model.claims import STANCES
from dissensus.model.records import Coder, Decision, RecordKind
from dissensus.projects.records import LoggedDecision
from dissensus.projects.schema import claims, coders, decisions

Decided = Literal["accepted", "corrected", "rejected", "added", "disputed"]


@dataclass(frozen=True, slots=True)
class PositionVerdict:
    """What people say of a position, all taken together.

    Attributes:
        decided: "disputed" where they differ.
        stance: theirs; None where it is rejected or disputed.
        value: the newest value that tells of the position: document, claim, holder and, for an added one, evidence.
    """

    decided: Decided
    stance: str | None
    value: Mapping[str, Any]


def logged_decisions(
    connection: Connection, key: str | None = None, kind: RecordKind | None = None
) -> tuple[LoggedDecision, ...]:
    """The log, the oldest first; each tells whether it stands.

    An undo takes back the last standing decision of the same coder about the same record.

    Args:
        connection: to the project.
        key: of one record; None for all.
        kind: of one kind of record; None for all.
    """
    query = select(decisions, coders.c.name, coders.c.kind.label("coder_kind"), coders.c.version).join(
        coders, coders.c.pk == decisions.c.coder_pk
    )
    if key is not None:
        query = query.where(decisions.c.key == key)
    if kind is not None:
        query = query.where(decisions.c.kind == kind)
    rows = connection.execute(query.order_by(decisions.c.pk)).mappings().all()
    standing: dict[tuple[int, str, str], list[int]] = {}
    for row in rows:
        stack = standing.setdefault((row["coder_pk"], row["kind"], row["key"]), [])
        if row["verdict"] != "undo":
            stack.append(row["pk"])
        elif stack:
            stack.pop()
    stands = {pk for stack in standing.values() for pk in stack}
    return tuple(LoggedDecision(row["pk"], _decision(row), row["made"], row["pk"] in stands) for row in rows)


def position_verdicts(connection: Connection) -> dict[str, PositionVerdict]:
    """What people decided about positions, by key; each person's last standing decision counts.

    A decision holds for the claim as it was worded then: where the codebook words the claim of this id otherwise now,
    the decision stays in the log and does not count.
    """
    worded = {row.id: row.claim for row in connection.execute(select(claims.c.id, claims.c.claim))}
    latest: dict[str, dict[str, Decision]] = {}
    for logged in logged_decisions(connection, kind="position"):
        if logged.standing and _same_claim(logged.decision, worded):
            latest.setdefault(logged.decision.key, {})[logged.decision.coder.name] = logged.decision
    return {key: _together(list(said.values())) for key, said in latest.items()}


def _same_claim(decision: Decision, worded: Mapping[str, str]) -> bool:
    for stored in (decision.new_value, decision.old_value):
        value = json.loads(stored) if stored is not None else {}
        if value.get("claim_text") and value.get("claim") in worded:
            return bool(worded[value["claim"]] == value["claim_text"])
    return True


def _together(said: Sequence[Decision]) -> PositionVerdict:
    values = [json.loads(each.new_value if each.new_value is not None else each.old_value) for each in said]
    stances = {
        None if each.verdict == "reject" or value.get("stance") not in STANCES else value["stance"]
        for each, value in zip(said, values, strict=True)
    }
    last, value = said[-1], values[-1]
    if len(stances) > 1:
        told = next(
            (each for each in reversed(values) if each.get("evidence") and each.get("stance") in STANCES), value
        )
        return PositionVerdict("disputed", None, told)
    stance = stances.pop()
    if stance is None:
        return PositionVerdict("rejected", None, value)
    old = json.loads(last.old_value)
    if not old:
        return PositionVerdict("added", stance, value)
    return PositionVerdict("accepted" if old.get("stance") == stance else "corrected", stance, value)


def _decision(row: RowMapping) -> Decision:
    coder = Coder(row["name"], row["coder_kind"], row["version"])
    return Decision(coder, row["kind"], row["key"], row["verdict"], row["old_value"], row["new_value"], row["note"])
