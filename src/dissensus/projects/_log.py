"""The log of decisions as it is read: which stand, and what those about a position say together."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, select

from dissensus.model.claims import STANCES
from dissensus.model.records import Coder, Decision, RecordKind
from dissensus.projects._moved import holders_now
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


@dataclass(frozen=True, slots=True)
class PositionSaid:
    """What one person says of a position now.

    Attributes:
        name: of the person.
        verdict: as in `Decision`.
        value: what the decision tells; the holder is the actor as the project knows it now.
        first: what was there before the decision; empty where a person added the position.
    """

    name: str
    verdict: str
    value: Mapping[str, Any]
    first: Mapping[str, Any]


def said_of_positions(connection: Connection) -> dict[str, list[PositionSaid]]:
    """What people say of positions, by the key that each position has now; who decided first comes first.

    Each person's last standing decision counts. A decision holds for the claim as it was worded then: where the
    codebook words the claim of this id otherwise now, the decision stays in the log and does not count. Where two
    actors on whom a person decided are one now, both decisions count, unless the person decided on the one since.
    """
    worded = {row.id: row.claim for row in connection.execute(select(claims.c.id, claims.c.claim))}
    latest: dict[str, dict[str, LoggedDecision]] = {}
    for logged in logged_decisions(connection, kind="position"):
        if logged.standing and not _reworded(logged.decision, worded):
            latest.setdefault(logged.decision.key, {})[logged.decision.coder.name] = logged
    moved = holders_now(
        connection, ((key, _value(each.decision)) for key, said in latest.items() for each in said.values())
    )
    found: dict[str, list[PositionSaid]] = {}
    for key, said in latest.items():
        place, holder = moved.get(key, (key, None))
        for name, logged in said.items():
            if holder is None or name not in latest.get(place, {}):
                found.setdefault(place, []).append(_said(logged.decision, holder))
    return found


def position_verdicts(connection: Connection) -> dict[str, PositionVerdict]:
    """What people decided about positions, by key; see `said_of_positions`."""
    return {key: _together(said) for key, said in said_of_positions(connection).items()}


def decisions_on_other_wordings(connection: Connection) -> dict[str, int]:
    """How many standing decisions do not count because the codebook words their claim otherwise now, by claim."""
    worded = {row.id: row.claim for row in connection.execute(select(claims.c.id, claims.c.claim))}
    logged = logged_decisions(connection, kind="position")
    return dict(
        Counter(_value(each.decision)["claim"] for each in logged if each.standing and _reworded(each.decision, worded))
    )


def _value(decision: Decision) -> dict[str, Any]:
    return json.loads(decision.old_value if decision.new_value is None else decision.new_value) or {}


def _said(decision: Decision, holder: str | None) -> PositionSaid:
    value, first = _value(decision), json.loads(decision.old_value) or {}
    if holder is not None:
        value = value | {"holder": holder}
    return PositionSaid(decision.coder.name, decision.verdict, value, first)


def _reworded(decision: Decision, worded: Mapping[str, str]) -> bool:
    value = _value(decision)
    return bool(
        value.get("claim_text") and worded.get(value.get("claim", ""), value["claim_text"]) != value["claim_text"]
    )


def _together(said: Sequence[PositionSaid]) -> PositionVerdict:
    values = [each.value for each in said]
    stances = {
        None if each.verdict == "reject" or each.value.get("stance") not in STANCES else each.value["stance"]
        for each in said
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
    if not last.first:
        return PositionVerdict("added", stance, value)
    return PositionVerdict("accepted" if last.first.get("stance") == stance else "corrected", stance, value)


def _decision(row: RowMapping) -> Decision:
    coder = Coder(row["name"], row["coder_kind"], row["version"])
    return Decision(coder, row["kind"], row["key"], row["verdict"], row["old_value"], row["new_value"], row["note"])
