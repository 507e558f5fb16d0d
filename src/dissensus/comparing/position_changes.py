"""Positions that differ: over time, and between the accounts of several outlets."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pyarrow as pa

from dissensus.comparing._holdings import (
    ACTOR,
    ASCRIBED,
    Coding,
    Holding,
    bearings_column,
    confidence_of,
    evidence_column,
    holder_columns,
    holdings_of,
)
from dissensus.comparing._scope import Scope, table_of
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions
from dissensus.model.tables import Table

_CHANGES = (
    "One row for each holder and claim where every article up to some day shows one side and every later one the other"
    " (articles that show both may lie between; they stand with the earlier ones). All articles must be dated, and the"
    " days of the two sides must not overlap; otherwise the position is ambivalent and not here. The days are those of"
    " publication: the holder may have changed earlier. before and after: the sides, each with the first and last day,"
    " the articles and the confidence. by_one_outlet: for an actor, whether at least one outlet tells both sides, in"
    " this order; where it is false, the outlets may simply differ. bearings and evidence: all passages, by date."
)
_DIVERGENT = (
    "One row for each actor and claim on which outlets ascribe different positions to the actor. supporting, opposing"
    " and ambivalent: the outlets that ascribe each (after a change, the later position); opposite: whether one"
    " ascribes support and another opposition; confidence: the lesser of the confidences of the two most certain"
    " different accounts. Which account is right, if either, is not told here. Articles without an outlet are left out."
    " bearings and evidence: all passages, outlet by outlet."
)


def compare_position_changes(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """Positions that turned from one side to the other.

    Returns:
        One row a holder and claim, in the order of claims: claim_id, claim, holder, outlet, actor_id, actor, kind,
        before, after (supports or opposes), before_first, before_last, after_first, after_last (date32),
        before_documents, after_documents, before_confidence, after_confidence, by_one_outlet (null unless holder is
        actor), bearings, evidence (by date).
    """
    return position_changes_of(Scope(findings, options))


def compare_divergent_ascriptions(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """Actors to whom outlets ascribe different positions.

    Returns:
        One row an actor and claim, opposite accounts first: claim_id, claim, actor_id, actor, kind, supporting,
        opposing, ambivalent (lists of outlets, by name), opposite, confidence, documents, bearings, evidence.
    """
    return divergent_ascriptions_of(Scope(findings, options))


def position_changes_of(scope: Scope) -> Table:
    """`compare_position_changes` on prepared findings."""
    holdings = holdings_of(scope)
    changed = [holding for holding in holdings if holding.earlier]
    tell = {(each.claim, each.actor, each.stance) for each in changed if each.kind == ASCRIBED}
    before = [each.codings[: each.earlier] for each in changed]
    after = [each.codings[each.earlier :] for each in changed]
    codings = [each.codings for each in changed]
    arrow = table_of(
        [
            *holder_columns(scope, changed),
            ("before", pa.array([part[0].stance for part in before], pa.string())),
            ("after", pa.array([part[-1].stance for part in after], pa.string())),
            *(
                (f"{name}_{which}", pa.array([_day(part, which) for part in parts], pa.date32()))
                for name, parts in (("before", before), ("after", after))
                for which in ("first", "last")
            ),
            *(
                (f"{name}_documents", pa.array([len(part) for part in parts], pa.int64()))
                for name, parts in (("before", before), ("after", after))
            ),
            *(
                (
                    f"{name}_confidence",
                    pa.array([confidence_of(part, part[end].stance) for part in parts], pa.float64()),
                )
                for name, parts, end in (("before", before, 0), ("after", after, -1))
            ),
            (
                "by_one_outlet",
                pa.array(
                    [(each.claim, each.actor, each.stance) in tell if each.kind == ACTOR else None for each in changed],
                    pa.bool_(),
                ),
            ),
            ("bearings", bearings_column(scope, codings)),
            ("evidence", evidence_column(scope, codings)),
        ]
    )
    return Table("position_changes", "Positions that changed", _CHANGES, arrow)


def _day(codings: tuple[Coding, ...], which: str) -> date:
    # What has no date shows no change (see `dissensus.comparing._holdings`).
    if which == "first":
        return min(each.first for each in codings if each.first)
    return max(each.last for each in codings if each.last)


def divergent_ascriptions_of(scope: Scope) -> Table:
    """`compare_divergent_ascriptions` on prepared findings."""
    by_actor: defaultdict[tuple[int, int], list[Holding]] = defaultdict(list)
    for holding in holdings_of(scope):
        if holding.kind == ASCRIBED and scope.outlets[holding.outlet] is not None:
            by_actor[holding.claim, holding.actor].append(holding)
    found = [accounts for accounts in by_actor.values() if len({each.stance for each in accounts}) > 1]
    found.sort(key=lambda accounts: (not _opposite(accounts), accounts[0].claim, scope.actor_rank[accounts[0].actor]))
    columns = dict(holder_columns(scope, [accounts[0] for accounts in found]))
    codings = [[coding for each in accounts for coding in each.codings] for accounts in found]
    names = pa.list_(pa.string())
    arrow = table_of(
        [
            *((name, columns[name]) for name in ("claim_id", "claim", "actor_id", "actor", "kind")),
            *(
                (
                    name,
                    pa.array(
                        [
                            [scope.outlets[each.outlet] for each in accounts if each.stance == stance]
                            for accounts in found
                        ],
                        names,
                    ),
                )
                for name, stance in (("supporting", "supports"), ("opposing", "opposes"), ("ambivalent", "ambivalent"))
            ),
            ("opposite", pa.array([_opposite(accounts) for accounts in found], pa.bool_())),
            ("confidence", pa.array([_confidence(accounts) for accounts in found], pa.float64())),
            ("documents", pa.array([len(row) for row in codings], pa.int64())),
            ("bearings", bearings_column(scope, codings)),
            ("evidence", evidence_column(scope, codings)),
        ]
    )
    return Table("divergent_ascriptions", "Different positions ascribed to one actor", _DIVERGENT, arrow)


def _opposite(accounts: list[Holding]) -> bool:
    return {"supports", "opposes"} <= {each.stance for each in accounts}


def _confidence(accounts: list[Holding]) -> float:
    """Two different accounts are there as surely as the less sure of them."""
    best: dict[str, float] = {}
    for each in accounts:
        best[each.stance] = max(best.get(each.stance, 0.0), each.confidence)
    pairs = [best["supports"], best["opposes"]] if _opposite(accounts) else sorted(best.values())[-2:]
    return min(pairs)
