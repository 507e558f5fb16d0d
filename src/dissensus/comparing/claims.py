"""The claims of the codebook: who is on which side, how contested each is, and who is silent on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import log1p
from typing import Any

import pyarrow as pa

from dissensus.comparing._columns import EVIDENCE
from dissensus.comparing._holdings import ACTOR, ASCRIBED, OUTLET, Coding, codings_of, evidence_column, holdings_of
from dissensus.comparing._scope import Scope
from dissensus.model.claims import STANCES
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions
from dissensus.model.tables import Table

CLAIM_SILENCES = ("tells of no position", "takes none itself")
"""The two sorts of silence: no article of the outlet has any position on the claim; it ascribes some to actors, and
takes none in its own voice though another outlet does."""

_HOW = ("supporting", "opposing", "ambivalent")

CLAIM_EVIDENCE = 50
"""Most passages in the evidence of one claim or silence; the counts stay true, and ``positions`` holds all."""

_CLAIMS = (
    "One row for each claim of the codebook, in its order. outlets_supporting, outlets_opposing, outlets_ambivalent:"
    " known outlets by their position in their own voice; actors_...: actors by what all outlets tell; documents,"
    " statements: articles and passages that show a position. contested: 2 min(S, O) / (S + O + 1), where S and O are"
    " the outlets and actors on each side, an ambivalent one half on each: 0 where all are on one side, towards 1 the"
    " more there are on both and the more even they are (one against one gives 0.67, five against five 0.91)."
    " silent_outlets: known outlets none of whose articles has any position on it. evidence: the first"
    f" {CLAIM_EVIDENCE} passages by date; none where nobody takes a position."
)
_SILENCES = (
    "One row for each claim and outlet that is silent on it while others are not. silence: tells of no position (none"
    " of its articles has any, in its own voice or ascribed), or takes none itself (it ascribes positions to actors,"
    " and other outlets take one in their own voice). others, other_outlets: the outlets that do; documents_here: the"
    " outlet's articles; documents_elsewhere: the others' articles that do; surprise: n * -ln(1 - p), how improbable"
    " the silence is at the others' rate, as in silences. A reprint counts once with its original for the others, but"
    " an outlet that printed it is not silent about what stands in it. Articles without an outlet are in neither part."
    f" evidence: the others' first {CLAIM_EVIDENCE} passages."
)
_CLAIMS_SCHEMA = pa.schema(
    [
        ("claim_id", pa.string()),
        ("claim", pa.string()),
        ("topic", pa.string()),
        ("definition", pa.string()),
        *((f"{who}_{how}", pa.int64()) for who in ("outlets", "actors") for how in _HOW),
        ("documents", pa.int64()),
        ("statements", pa.int64()),
        ("contested", pa.float64()),
        ("silent_outlets", pa.list_(pa.string())),
        ("evidence", EVIDENCE),
    ]
)
_SILENCES_SCHEMA = pa.schema(
    [
        ("claim_id", pa.string()),
        ("claim", pa.string()),
        ("outlet", pa.string()),
        ("silence", pa.string()),
        ("others", pa.int64()),
        ("other_outlets", pa.list_(pa.string())),
        ("documents_here", pa.int64()),
        ("documents_elsewhere", pa.int64()),
        ("surprise", pa.float64()),
        ("evidence", EVIDENCE),
    ]
)


def compare_claims(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """The claims of the codebook and how contested they are; empty without one.

    Returns:
        One row a claim, in the codebook's order: claim_id, claim, topic, definition, outlets_supporting,
        outlets_opposing, outlets_ambivalent, actors_supporting, actors_opposing, actors_ambivalent, documents,
        statements, contested (0 to 1), silent_outlets (list), evidence.
    """
    return claims_of(Scope(findings, options))


def compare_claim_silences(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """Claims on which other outlets have positions and this one is silent.

    Returns:
        One row a claim and outlet, in the order of claims, the most notable outlet first: claim_id, claim, outlet,
        silence (see `CLAIM_SILENCES`), others, other_outlets (list), documents_here, documents_elsewhere, surprise,
        evidence (the others' words).
    """
    return claim_silences_of(Scope(findings, options))


def claims_of(scope: Scope) -> Table:
    """`compare_claims` on prepared findings."""
    claims = scope.findings.claims
    listed: list[dict[str, Any]] = [] if claims is None else claims.to_pylist()
    sides: Counter[tuple[int, str, str]] = Counter()
    for holding in holdings_of(scope):
        if holding.kind != ASCRIBED and (holding.kind == ACTOR or scope.outlets[holding.outlet] is not None):
            sides[holding.claim, holding.kind, holding.stance] += 1
    told = _by_claim(scope, counted=True)
    printed = _by_claim(scope, counted=False)
    rows = []
    for claim, row in enumerate(listed):
        counts = {
            f"{who}_{how}": sides[claim, kind, stance]
            for who, kind in (("outlets", OUTLET), ("actors", ACTOR))
            for how, stance in zip(_HOW, STANCES, strict=True)
        }
        has = {coding.outlet for coding in printed[claim]}
        rows.append(
            {
                "claim_id": row["id"],
                "claim": row["claim"],
                "topic": row["topic"] or None,
                "definition": row["definition"] or None,
                **counts,
                "documents": len({coding.document for coding in told[claim]}),
                "statements": sum(len(coding.shown) for coding in told[claim]),
                "contested": _contested(counts),
                "silent_outlets": [name for code, name in enumerate(scope.outlets) if name and code not in has],
                "evidence": _first_passages(scope, told[claim]),
            }
        )
    return Table("claims", "The claims", _CLAIMS, pa.Table.from_pylist(rows, _CLAIMS_SCHEMA))


def _contested(counts: dict[str, int]) -> float:
    both = counts["outlets_ambivalent"] + counts["actors_ambivalent"]
    supporting = counts["outlets_supporting"] + counts["actors_supporting"] + both / 2
    opposing = counts["outlets_opposing"] + counts["actors_opposing"] + both / 2
    return 2 * min(supporting, opposing) / (supporting + opposing + 1)


def _by_claim(scope: Scope, *, counted: bool) -> defaultdict[int, list[Coding]]:
    """Codings a claim, by date; of all documents or of those that count."""
    found: defaultdict[int, list[Coding]] = defaultdict(list)
    for coding in codings_of(scope):
        if not counted or scope.counted[coding.document]:
            found[coding.claim].append(coding)
    place = scope.documents["position"].to_pylist()
    for codings in found.values():
        codings.sort(
            key=lambda each: (
                each.first is None,
                each.first,
                place[each.document],
                each.shown[0].pieces[0],
                each.actor,
            )
        )
    return found


def _first_passages(scope: Scope, codings: list[Coding]) -> list[dict[str, Any]]:
    chosen, room = [], CLAIM_EVIDENCE
    for coding in codings:
        if len(coding.shown) > room:
            break
        chosen.append(coding)
        room -= len(coding.shown)
    [evidence] = evidence_column(scope, [chosen]).to_pylist()
    return list(evidence)


def claim_silences_of(scope: Scope) -> Table:
    """`compare_claim_silences` on prepared findings."""
    claims = scope.findings.claims
    listed: list[dict[str, Any]] = [] if claims is None else claims.select(["id", "claim"]).to_pylist()
    known = [code for code, name in enumerate(scope.outlets) if name is not None]
    codes = scope.document_outlet.tolist()
    printed = Counter(codes)
    size = Counter(code for code, counted in zip(codes, scope.counted.tolist(), strict=True) if counted)
    told, every = _by_claim(scope, counted=True), _by_claim(scope, counted=False)
    rows = []
    for claim, row in enumerate(listed):
        has = {coding.outlet for coding in every[claim]}
        takes = {coding.outlet for coding in every[claim] if coding.actor < 0}
        found = []
        for code in known:
            if code in takes:
                continue
            own = code in has
            others = [
                coding
                for coding in told[claim]
                if coding.outlet != code and coding.outlet in known and (not own or coding.actor < 0)
            ]
            outlets = sorted({coding.outlet for coding in others})
            if len(outlets) < max(scope.options.silence_outlets, 1):
                continue
            documents = len({coding.document for coding in others})
            rest = sum(size[other] for other in known if other != code)
            part = (documents + 0.5) / (rest + 1)
            found.append(
                {
                    "claim_id": row["id"],
                    "claim": row["claim"],
                    "outlet": scope.outlets[code],
                    "silence": CLAIM_SILENCES[own],
                    "others": len(outlets),
                    "other_outlets": [scope.outlets[other] for other in outlets],
                    "documents_here": printed[code],
                    "documents_elsewhere": documents,
                    "surprise": printed[code] * -log1p(-min(part, 1 - 1e-9)),
                    "evidence": _first_passages(scope, others),
                }
            )
        rows += sorted(found, key=lambda each: (-round(each["surprise"], 9), each["outlet"]))
    return Table(
        "claim_silences", "Claims on which outlets are silent", _SILENCES, pa.Table.from_pylist(rows, _SILENCES_SCHEMA)
    )
