"""The log of decisions as it is read: which stand, and what those about a position say together."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, select

from dissensus.model.claims import STANCES
from dissensus.model.records import Coder, Decision, RecordKind
from dissensus.projects._moved import holders_now
from dissensus.projects.records import LoggedDecision
from dissensus.projects.schema import claims, coders, decisions

_AT_ONCE = 500
"""Decisions whose values are read at a time."""

Decided = Literal["accepted", "corrected", "rejected", "added", "disputed"]


@dataclass(frozen=True, slots=True)
class PositionVerdict:
    """What people say of a position, all taken together.

    Attributes:
        decided: "disputed" where they differ.
        stance: theirs; None where it is rejected or disputed.
        value: the newest value that tells of the position: document, claim, holder and, for an added one, evidence.
        keys: under which the log has the decisions; more than the position's own where actors became one.
    """

    decided: Decided
    stance: str | None
    value: Mapping[str, Any]
    keys: tuple[str, ...] = ()


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
    stands = _standing((row["pk"], row["coder_pk"], row["kind"], row["key"], row["verdict"]) for row in rows)
    return tuple(LoggedDecision(row["pk"], _decision(row), row["made"], row["pk"] in stands) for row in rows)


def _standing(log: Iterable[tuple[int, int, str, str, str]]) -> set[int]:
    """Numbers of the decisions that stand, of number, coder, kind, key and verdict of each, the oldest first."""
    stacks: dict[tuple[int, str, str], list[int]] = {}
    for number, coder, kind, key, verdict in log:
        stack = stacks.setdefault((coder, kind, key), [])
        if verdict != "undo":
            stack.append(number)
        elif stack:
            stack.pop()
    return {number for stack in stacks.values() for number in stack}


def standing_values(connection: Connection, kind: RecordKind) -> Iterator[str]:
    """What each standing decision of one kind tells, as JSON, the oldest first; few are in memory at a time."""
    d = decisions.c
    light = select(d.pk, d.coder_pk, d.kind, d.key, d.verdict).where(d.kind == kind).order_by(d.pk)
    stands = sorted(_standing((r.pk, r.coder_pk, r.kind, r.key, r.verdict) for r in connection.execute(light)))
    for low in range(0, len(stands), _AT_ONCE):
        query = select(decisions.c.old_value, decisions.c.new_value).where(
            decisions.c.pk.in_(stands[low : low + _AT_ONCE])
        )
        for told in connection.execute(query.order_by(decisions.c.pk)).all():
            yield told.old_value if told.new_value is None else told.new_value


@dataclass(frozen=True, slots=True)
class PositionSaid:
    """What one person says of a position now.

    Attributes:
        name: of the person.
        verdict: as in `Decision`.
        value: what the decision tells; the holder is the actor as the project knows it now.
        before: the stance that was there before the decision; None where a person added the position.
        keys: of the positions in the log that it is about; several where actors who were two then are one now.
    """

    name: str
    verdict: str
    value: Mapping[str, Any]
    before: str | None
    keys: tuple[str, ...]


def said_of_positions(connection: Connection) -> dict[str, list[PositionSaid]]:
    """What people say of positions, by the key that each position has now; who decided first comes first.

    Each person's last standing decision counts. A decision holds for the claim as it was worded then: where the
    codebook words the claim of this id otherwise now, the decision stays in the log and does not count. Where two
    actors on whom a person decided are one now, what was said alike is joined and what differs stands side by side,
    unless a later decision is about all the words of the earlier.
    """
    worded = {row.id: row.claim for row in connection.execute(select(claims.c.id, claims.c.claim))}
    latest: dict[tuple[str, str], PositionSaid] = {}
    order: dict[tuple[str, str], int] = {}
    for logged in logged_decisions(connection, kind="position"):
        decision = logged.decision
        if logged.standing:
            value = _value(decision)
            if not _reworded(value, worded):
                at = (decision.key, decision.coder.name)
                before = _before(decision, value)
                latest[at] = PositionSaid(decision.coder.name, decision.verdict, value, before, (decision.key,))
                order[at] = logged.id
    moved = holders_now(connection, ((key, each.value) for (key, _), each in latest.items()))
    found: dict[str, list[PositionSaid]] = {}
    if not moved:
        for (key, _), said in latest.items():
            found.setdefault(key, []).append(said)
        return found
    first: dict[tuple[str, str], int] = {}
    met: dict[tuple[str, str], list[PositionSaid]] = {}
    for at in sorted(latest, key=order.__getitem__):
        said, (place, holder) = latest[at], moved.get(at[0], (at[0], None))
        if holder is not None:
            said = replace(said, value={**said.value, "holder": holder})
        here = place, said.name
        first.setdefault(here, len(first))
        met[here] = [*(each for each in met.get(here, ()) if not _covers(said, each)), said]
    for place, name in first:
        found.setdefault(place, []).extend(_joined(met[place, name]))
    return found


def _covers(later: PositionSaid, earlier: PositionSaid) -> bool:
    return _words(earlier) <= _words(later)


def _words(said: PositionSaid) -> set[str]:
    return {json.dumps(each.get("spans")) for each in said.value.get("evidence") or ()}


def _joined(said: Sequence[PositionSaid]) -> Sequence[PositionSaid]:
    """One saying where all are alike, with the words of all; else each."""
    alike = {(each.verdict == "reject", each.value.get("stance")) for each in said}
    if len(said) == 1 or (len(alike) > 1 and not all(each.verdict == "reject" for each in said)):
        return said
    evidence = {json.dumps(e.get("spans")): e for each in said for e in each.value.get("evidence") or ()}
    value = {**said[-1].value, "evidence": list(evidence.values())}
    return [replace(said[-1], value=value, keys=tuple(key for each in said for key in each.keys))]


def position_verdicts(connection: Connection) -> dict[str, PositionVerdict]:
    """What people decided about positions, by key; see `said_of_positions`."""
    return {key: _together(said) for key, said in said_of_positions(connection).items()}


def decisions_on_other_wordings(connection: Connection) -> dict[str, int]:
    """How many standing decisions do not count because the codebook words their claim otherwise now, by claim."""
    worded = {row.id: row.claim for row in connection.execute(select(claims.c.id, claims.c.claim))}
    standing = (_value(each.decision) for each in logged_decisions(connection, kind="position") if each.standing)
    return dict(Counter(value["claim"] for value in standing if _reworded(value, worded)))


def _value(decision: Decision) -> dict[str, Any]:
    return json.loads(decision.old_value if decision.new_value is None else decision.new_value) or {}


def _before(decision: Decision, value: Mapping[str, Any]) -> str | None:
    old = value if decision.new_value is None else json.loads(decision.old_value) or {}
    return str(old.get("stance", "")) if old else None


def _reworded(value: Mapping[str, Any], worded: Mapping[str, str]) -> bool:
    told = value.get("claim_text")
    return bool(told and worded.get(value.get("claim", ""), told) != told)


def _together(said: Sequence[PositionSaid]) -> PositionVerdict:
    values = [each.value for each in said]
    keys = tuple(dict.fromkeys(key for each in said for key in each.keys))
    stances = {
        None if each.verdict == "reject" or each.value.get("stance") not in STANCES else each.value["stance"]
        for each in said
    }
    last, value = said[-1], values[-1]
    if len(stances) > 1:
        told = next(
            (each for each in reversed(values) if each.get("evidence") and each.get("stance") in STANCES), value
        )
        return PositionVerdict("disputed", None, told, keys)
    stance = stances.pop()
    if stance is None:
        return PositionVerdict("rejected", None, value, keys)
    if last.before is None:
        return PositionVerdict("added", stance, value, keys)
    return PositionVerdict("accepted" if last.before == stance else "corrected", stance, value, keys)


def _decision(row: RowMapping) -> Decision:
    coder = Coder(row["name"], row["coder_kind"], row["version"])
    return Decision(coder, row["kind"], row["key"], row["verdict"], row["old_value"], row["new_value"], row["note"])
