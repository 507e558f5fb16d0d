"""Who supports and who opposes which claim: one row a holder and claim, and the same as a matrix.

A holder is an outlet in its own voice, an actor as one outlet ascribes it, or an actor as all outlets do. What an
outlet ascribes to an actor is the outlet's account: it need not be the actor's own position, and it is never the
outlet's.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from dissensus.comparing._holdings import (
    ACTOR,
    OUTLET,
    Holding,
    bearings_column,
    evidence_column,
    holder_columns,
    holdings_of,
)
from dissensus.comparing._scope import Scope, table_of
from dissensus.comparing._seriation import seriate
from dissensus.model.claims import STANCES
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions
from dissensus.model.tables import Table

SIGNS = {"supports": 1, "opposes": -1, "ambivalent": 0}
"""Stances as numbers."""

_POSITIONS = (
    "One row for each holder and claim of the codebook on which articles show a position. holder: outlet (in its own"
    " voice), ascribed (the actor's position as this outlet tells it) or actor (as all outlets tell it). stance:"
    " supports, opposes, or ambivalent where articles show both sides; where all later articles show the other side, it"
    " is the later one, and changed is true. confidence: 1 - (1 - c1)(1 - c2)... over the articles that show the side,"
    " for ambivalent the lesser of both sides; it takes their mistakes as independent, so it is no calibrated"
    " probability. documents, supporting, opposing and ambivalent: numbers of articles; supporting_statements and"
    " opposing_statements: of passages. first and last bound the days on which they were published (null where none is"
    " dated). accepted, corrected, added, disputed: in how many of the articles people decided so; what they rejected"
    " does not count. bearings: for each passage of the evidence, in its order, the statement (null where the passage"
    " is none), the side, the confidence, the decision, the rules that decided, and of how many pieces it is. A holder"
    " without a row on a claim has no position that was found."
)
_MATRIX = (
    "The positions of outlets (in their own voice) and actors (as all outlets tell) as a matrix, one row for each cell"
    " that is not empty. sign: 1 supports, 0 ambivalent, -1 opposes. row and column: places of holder and claim, from"
    " 0, in an order in which holders with like positions stand together, and so do claims with the same holders on the"
    " same sides: by the first axis of the matrix of signs times confidence (bipartite case of the signed normalised"
    " Laplacian; Kunegis and others, 2010). Which end comes first says nothing."
)


def compare_positions(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """Positions of outlets and actors on the claims of the codebook; empty without one.

    Returns:
        One row a holder and claim, in the order of claims, outlets before actors: claim_id, claim, holder (see
        `dissensus.comparing._holdings.HOLDERS`), outlet (null for an actor over all outlets, and when not known),
        actor_id, actor, kind (null for an outlet), stance, confidence, changed, documents, supporting, opposing,
        ambivalent, supporting_statements, opposing_statements, first, last (date32 or null), accepted, corrected,
        added, disputed, bearings, evidence (by date).

    Raises:
        EvidenceError: a position's document is not there, it has no evidence or an unknown stance, or words do not
            fit their spans.
    """
    return positions_of(Scope(findings, options))


def compare_claim_matrix(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """Outlets and actors by claims, ordered so that camps are visible; empty without a codebook.

    Returns:
        One row a holder and claim with a position, by place: row, column, holder (outlet or actor), outlet, actor_id,
        name (null for an unknown outlet), claim_id, claim, sign (-1, 0, 1), confidence, evidence.
    """
    return claim_matrix_of(Scope(findings, options))


def positions_of(scope: Scope) -> Table:
    """`compare_positions` on prepared findings."""
    holdings = holdings_of(scope)
    codings = [holding.codings for holding in holdings]
    firsts = [[each.first for each in row if each.first] for row in codings]
    lasts = [[each.last for each in row if each.last] for row in codings]
    stances = [[each.stance for each in row] for row in codings]
    decided = [[each.decided for each in row] for row in codings]
    sides = [[shown.side for each in row for shown in each.shown] for row in codings]
    arrow = table_of(
        [
            *holder_columns(scope, holdings),
            ("stance", pa.array([holding.stance for holding in holdings], pa.string())),
            ("confidence", pa.array([holding.confidence for holding in holdings], pa.float64())),
            ("changed", pa.array([holding.earlier > 0 for holding in holdings], pa.bool_())),
            ("documents", _numbers([len({each.document for each in row}) for row in codings])),
            *(
                (name, _numbers([row.count(stance) for row in stances]))
                for name, stance in zip(("supporting", "opposing", "ambivalent"), STANCES, strict=True)
            ),
            *(
                (f"{name}_statements", _numbers([row.count(side) for row in sides]))
                for name, side in (("supporting", "supports"), ("opposing", "opposes"))
            ),
            ("first", pa.array([min(row, default=None) for row in firsts], pa.date32())),
            ("last", pa.array([max(row, default=None) for row in lasts], pa.date32())),
            *(
                (name, _numbers([row.count(name) for row in decided]))
                for name in ("accepted", "corrected", "added", "disputed")
            ),
            ("bearings", bearings_column(scope, codings)),
            ("evidence", evidence_column(scope, codings)),
        ]
    )
    return Table("positions", "Who supports and who opposes what", _POSITIONS, arrow)


def _numbers(values: Sequence[int]) -> pa.Array:
    return pa.array(values, pa.int64())


def claim_matrix_of(scope: Scope) -> Table:
    """`compare_claim_matrix` on prepared findings."""
    cells = [holding for holding in holdings_of(scope) if holding.kind in (OUTLET, ACTOR)]
    holders = sorted({_holder(each) for each in cells}, key=lambda key: (key[0], _name(scope, key) or "\uffff", key))
    at = {key: row for row, key in enumerate(holders)}
    claims = scope.findings.claims
    ids: list[str] = [] if claims is None else claims["id"].to_pylist()
    signed = np.zeros((len(holders), len(ids)))
    weight = np.zeros_like(signed)
    for each in cells:
        place = at[_holder(each)], each.claim
        weight[place] = each.confidence
        signed[place] = SIGNS[each.stance] * each.confidence
    # Of equals outlets come first, then the names decide; of claims, the order of the codebook.
    row_order, column_order = seriate(
        signed, weight, [f"{row:09}" for row in range(len(holders))], [f"{column:09}" for column in range(len(ids))]
    )
    row_place = {row: place for place, row in enumerate(row_order)}
    column_place = {column: place for place, column in enumerate(column_order)}
    cells.sort(key=lambda each: (row_place[at[_holder(each)]], column_place[each.claim]))
    columns = dict(holder_columns(scope, cells))
    codings = [each.codings for each in cells]
    arrow = table_of(
        [
            ("row", _numbers([row_place[at[_holder(each)]] for each in cells])),
            ("column", _numbers([column_place[each.claim] for each in cells])),
            *((name, columns[name]) for name in ("holder", "outlet", "actor_id")),
            ("name", pa.array([_name(scope, _holder(each)) for each in cells], pa.string())),
            ("claim_id", columns["claim_id"]),
            ("claim", columns["claim"]),
            ("sign", _numbers([SIGNS[each.stance] for each in cells])),
            ("confidence", pa.array([each.confidence for each in cells], pa.float64())),
            ("evidence", evidence_column(scope, codings)),
        ]
    )
    return Table("claim_matrix", "Outlets and actors by claims", _MATRIX, arrow)


def _holder(holding: Holding) -> tuple[bool, int, int]:
    return holding.kind == ACTOR, holding.outlet, holding.actor


def _name(scope: Scope, key: tuple[bool, int, int]) -> str | None:
    is_actor, outlet, actor = key
    return scope.actor_names[actor] if is_actor else scope.outlets[outlet]
