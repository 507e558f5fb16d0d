"""How far outlets agree, in their own voice, on the claims of the codebook."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

import pyarrow as pa

from dissensus.comparing._columns import EVIDENCE
from dissensus.comparing._holdings import OUTLET, Holding, evidence_column, holdings_of
from dissensus.comparing._scope import Scope
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions
from dissensus.model.tables import Table

FEWEST_CLAIMS = 5
"""Fewest shared claims for which agreement is corrected for chance: with four and as many sides of each kind, one
difference more moves the value by 0.44. A matter of arithmetic, not set on data."""

_DESCRIPTION = (
    "One row for each two outlets that both take a side, in their own voice, on at least one claim; ambivalent is no"
    " side. shared: on how many claims; agreed, disagreed: on how many of them they stand on the same and on different"
    " sides; share_agreed: agreed / shared. alpha: agreement corrected for chance (Krippendorff's alpha for two,"
    " nominal values): 1 is agreement on all, 0 as much as chance would give, below 0 less. Only from"
    f" {FEWEST_CLAIMS} shared claims; why_no_alpha says why it is empty. Chance is judged by how often the two support"
    " and oppose, which depends on how the claims are worded: read it beside the counts. agreed_on, disagreed_on: ids"
    " of the claims. evidence: the first passage of each of the two on each shared claim, in the order of claims."
    " Articles without an outlet are left out."
)
_SCHEMA = pa.schema(
    [
        ("outlet", pa.string()),
        ("other", pa.string()),
        ("shared", pa.int64()),
        ("agreed", pa.int64()),
        ("disagreed", pa.int64()),
        ("share_agreed", pa.float64()),
        ("alpha", pa.float64()),
        ("why_no_alpha", pa.string()),
        ("agreed_on", pa.list_(pa.string())),
        ("disagreed_on", pa.list_(pa.string())),
        ("evidence", EVIDENCE),
    ]
)


def compare_position_agreement(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """Agreement of each two outlets over the claims on which both take a side in their own voice.

    Returns:
        One row a pair, by names: outlet, other, shared, agreed, disagreed, share_agreed (0 to 1), alpha (or null),
        why_no_alpha (null where there is one), agreed_on, disagreed_on (ids of claims), evidence.
    """
    return position_agreement_of(Scope(findings, options))


def position_agreement_of(scope: Scope) -> Table:
    """`compare_position_agreement` on prepared findings."""
    claims = scope.findings.claims
    ids: list[str] = [] if claims is None else claims["id"].to_pylist()
    sides: defaultdict[int, dict[int, Holding]] = defaultdict(dict)
    for holding in holdings_of(scope):
        if holding.kind == OUTLET and holding.stance != "ambivalent" and scope.outlets[holding.outlet] is not None:
            sides[holding.outlet][holding.claim] = holding
    rows: list[dict[str, Any]] = []
    for one, other in combinations(sorted(sides), 2):
        shared = sorted(sides[one].keys() & sides[other].keys())
        if not shared:
            continue
        same = [claim for claim in shared if sides[one][claim].stance == sides[other][claim].stance]
        different = [claim for claim in shared if claim not in same]
        supporting = sum(sides[outlet][claim].stance == "supports" for outlet in (one, other) for claim in shared)
        alpha, why = alpha_of(len(shared), len(different), supporting)
        rows.append(
            {
                "outlet": scope.outlets[one],
                "other": scope.outlets[other],
                "shared": len(shared),
                "agreed": len(same),
                "disagreed": len(different),
                "share_agreed": len(same) / len(shared),
                "alpha": alpha,
                "why_no_alpha": why,
                "agreed_on": [ids[claim] for claim in same],
                "disagreed_on": [ids[claim] for claim in different],
                "evidence": _evidence(scope, [sides[outlet][claim] for claim in shared for outlet in (one, other)]),
            }
        )
    title = "How far outlets agree in their own voice"
    return Table("position_agreement", title, _DESCRIPTION, pa.Table.from_pylist(rows, _SCHEMA))


def alpha_of(shared: int, disagreed: int, supporting: int) -> tuple[float | None, str | None]:
    """Krippendorff's alpha of two holders with two nominal values, or why there is none.

    alpha = 1 - Do / De, with the observed disagreement Do = disagreed / shared and the expected one
    De = 2 s (n - s) / (n (n - 1)), where s of the n = 2 shared values are on one side (K. Krippendorff, "Content
    Analysis", chapter 12: the two-value, two-observer case without missing values).

    Args:
        shared: claims on which both take a side.
        disagreed: how many of them they differ on.
        supporting: of the 2 x shared sides, how many support.
    """
    if shared < FEWEST_CLAIMS:
        return None, f"fewer than {FEWEST_CLAIMS} shared claims"
    values = 2 * shared
    expected = 2 * supporting * (values - supporting) / (values * (values - 1))
    if not expected:
        return None, "both take the same side on every shared claim, so chance would give the same"
    return 1 - (disagreed / shared) / expected, None


def _evidence(scope: Scope, holdings: list[Holding]) -> list[dict[str, Any]]:
    """The first passage of each; after a change, the first that shows the later side."""
    evidence: list[dict[str, Any]] = []
    for holding in holdings:
        coding = holding.codings[holding.earlier]
        [first] = evidence_column(scope, [[coding]]).to_pylist()
        shown = next((at for at, each in enumerate(coding.shown) if each.side == holding.stance), 0)
        before = sum(len(each.pieces) for each in coding.shown[:shown])
        evidence += first[before : before + len(coding.shown[shown].pieces)]
    return evidence
