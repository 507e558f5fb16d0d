"""Who stands where: positions of single documents brought together for each holder and claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa

from dissensus.comparing._columns import EVIDENCE, JOINT, positions_in
from dissensus.comparing._scope import Scope
from dissensus.model.claims import STANCES, Stance
from dissensus.model.errors import EvidenceError

OUTLET, ASCRIBED, ACTOR = HOLDERS = ("outlet", "ascribed", "actor")
"""Kinds of holder: an outlet in its own voice; an actor as one outlet ascribes it; an actor as all outlets do."""

BY_PERSON = ("accepted", "corrected", "added")
"""Decisions after which a position is a person's."""

BEARINGS = pa.list_(
    pa.struct(
        [
            ("document_id", pa.string()),
            ("statement", pa.int64()),
            ("side", pa.string()),
            ("confidence", pa.float64()),
            ("decided", pa.string()),
            ("rules", pa.list_(pa.string())),
            ("pieces", pa.int64()),
        ]
    )
)
"""Type of every ``bearings`` column: one entry for each utterance, over the pieces of ``evidence`` in their order."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One utterance that bears on a claim.

    Attributes:
        statement: index of the statement in its document, or None.
        side: "supports" or "opposes".
        confidence: 0 to 1.
        rules: what else decided.
        pieces: start, end and words of its contiguous pieces.
    """

    statement: int | None
    side: str
    confidence: float
    rules: tuple[str, ...]
    pieces: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """The position of one document.

    Attributes:
        document: row in the documents.
        outlet: code of the outlet.
        actor: row in the actors, -1 in own voice.
        claim: row in the claims.
        stance: "supports", "opposes" or "ambivalent".
        confidence: 0 to 1; 1 where a person decided.
        decided: see `dissensus.model.findings.Findings`.
        first: first day that it may have been published; None without a date.
        last: last day.
        shown: the evidence; never empty.
    """

    document: int
    outlet: int
    actor: int
    claim: int
    stance: Stance
    confidence: float
    decided: str | None
    first: date | None
    last: date | None
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """The position of one holder on one claim, over documents.

    Attributes:
        kind: one of `HOLDERS`.
        outlet: code of the outlet; -1 for an actor over all outlets.
        actor: row in the actors; -1 for an outlet.
        claim: row in the claims.
        stance: the position; after a change the later one.
        confidence: see `confidence_of`.
        codings: the documents' positions, by date, those without one last.
        earlier: the number of codings from before a change; 0 where there was none.
    """

    kind: str
    outlet: int
    actor: int
    claim: int
    stance: Stance
    confidence: float
    codings: tuple[Coding, ...]
    earlier: int = 0

    @property
    def shown(self) -> int:
        """How many utterances show it."""
        return sum(len(coding.shown) for coding in self.codings)


def confidence_of(codings: Iterable[Coding], stance: Stance) -> float:
    """How sure it is that a holder takes a stance, from documents that each show it.

    For a side it is 1 - (1 - c1)(1 - c2)..., with the confidences of the documents that show that side: at least one
    of them is right, if their mistakes are independent (the noisy-or of J. Pearl, "Probabilistic Reasoning in
    Intelligent Systems", 1988, section 4.3.2). For ambivalent it is the lesser of the two sides' values: both must be
    there. A document that is ambivalent itself shows both sides.

    It is no calibrated probability. Mistakes are not independent (documents copy one another's words, and a model makes
    one mistake often), so with many documents it is too bold; and that the documents show a position does not say
    that the holder holds it.
    """
    shown: dict[str, list[float]] = {"supports": [], "opposes": []}
    for coding in codings:
        for side, values in shown.items():
            if coding.stance in (side, "ambivalent"):
                values.append(1 - coding.confidence)
    sure = {side: 1 - prod(values) for side, values in shown.items()}
    return min(sure.values()) if stance == "ambivalent" else sure[stance]


def holdings_of(scope: Scope) -> list[Holding]:
    """All positions over documents, in the order of claims, kinds of holder and names; made once.

    Raises:
        EvidenceError: a position's document is not there, it has no evidence or an unknown stance, or words do not
            fit their spans.
    """
    kept: list[Holding] | None = scope.kept.get("holdings")
    if kept is not None:
        return kept
    groups: defaultdict[tuple[int, int, int, int], list[Coding]] = defaultdict(list)
    for coding in codings_of(scope):
        if not scope.counted[coding.document]:
            continue
        if coding.actor < 0:
            groups[coding.claim, 0, coding.outlet, -1].append(coding)
        else:
            groups[coding.claim, 1, coding.outlet, coding.actor].append(coding)
            groups[coding.claim, 2, -1, coding.actor].append(coding)
    rank = [*scope.actor_rank.tolist(), -1]
    ordered = sorted(groups, key=lambda key: (key[0], key[1], rank[key[3]], key[2]))
    place: list[int] = scope.documents["position"].to_pylist()
    for codings in groups.values():
        codings.sort(key=lambda each: (each.first or date.max, each.last or date.max, place[each.document]))
    made = [_brought_together(scope, groups[key], HOLDERS[key[1]], key) for key in ordered]
    scope.kept["holdings"] = made
    return made


def _brought_together(scope: Scope, codings: list[Coding], kind: str, key: tuple[int, int, int, int]) -> Holding:
    claim, _, outlet, actor = key
    stances = {coding.stance for coding in codings}
    # Documents without an outlet may be by several, of whom none need have changed its mind.
    one_holder = kind == ACTOR or scope.outlets[outlet] is not None
    earlier = _changed_at(codings) if one_holder and {"supports", "opposes"} <= stances else 0
    stance: Stance = codings[-1].stance if earlier else "ambivalent"
    if len(stances) == 1:
        [stance] = stances
    confidence = confidence_of(codings[earlier:], stance)
    return Holding(kind, outlet, actor, claim, stance, confidence, tuple(codings), earlier)


def _changed_at(codings: Sequence[Coding]) -> int:
    """Where codings by date turn from one side to the other for good; 0 where they do not, or it is not certain.

    All documents must be dated, and the days that each side may have been published on lie apart. What is ambivalent
    may stand between the sides only; it is counted with the earlier one.
    """
    if any(coding.first is None or coding.last is None for coding in codings):
        return 0
    turns = [each.stance for each in codings]
    side, other = turns[0], turns[-1]
    if "ambivalent" in (side, other) or side == other:
        return 0
    last_early = len(turns) - 1 - turns[::-1].index(side)
    first_late = turns.index(other)
    if last_early > first_late:
        return 0
    parts = codings[: last_early + 1], codings[last_early + 1 : first_late], codings[first_late:]
    filled = [part for part in parts if part]
    if any(each.stance == "ambivalent" for each in (*parts[0], *parts[2])):
        return 0
    for before, after in pairwise(filled):
        if max(each.last or date.max for each in before) >= min(each.first or date.min for each in after):
            return 0
    return first_late


def codings_of(scope: Scope) -> list[Coding]:
    """The positions of documents that the options keep, those in reprints too; made once.

    Rejected ones are left out, and so are words of statements that the options leave out, unless a person decided.
    """
    kept: list[Coding] | None = scope.kept.get("codings")
    if kept is None:
        kept = scope.kept["codings"] = list(_codings(scope))
    return kept


def _codings(scope: Scope) -> Iterator[Coding]:
    table, claims = scope.findings.positions, scope.findings.claims
    if table is None or claims is None:
        return
    claim_of = {identifier: row for row, identifier in enumerate(claims["id"].to_pylist())}
    documents = scope.documents_of(table, "position").tolist()
    actors = positions_in(table["holder_actor_id"], scope.actor_ids).tolist()
    days = [scope.documents[name].to_pylist() for name in ("published_first", "published_last")]
    left = _kept_statements(scope)
    for row, told in enumerate(table.to_pylist()):
        claim, document, decided = claim_of.get(told["claim_id"]), documents[row], told["decided"]
        # Decisions outlive a claim that is taken out of the codebook, and an actor whom a later run does not find.
        if claim is None or decided == "rejected" or (not told["own_voice"] and actors[row] < 0):
            continue
        if told["stance"] not in STANCES:
            raise EvidenceError(f"a position has the stance {told['stance']!r}, which is not known", code="EVI002")
        if not told["evidence"]:
            raise EvidenceError(f"a position on {told['claim_id']!r} in {told['document_id']!r} has no evidence")
        person = decided in BY_PERSON
        if not person and told["own_voice"] and not scope.options.own_voice:
            continue
        stance: Stance = told["stance"]
        shown = [
            _shown(each, told["document_id"], stance if person else "ambivalent")
            for each in told["evidence"]
            if person or left is None or each["statement"] is None or (document, each["statement"]) in left
        ]
        if len(shown) < len(told["evidence"]):
            sides = {each.side for each in shown}
            if len(sides) == 1:
                stance = "supports" if "supports" in sides else "opposes"
        if shown:
            yield Coding(
                document,
                int(scope.document_outlet[document]),
                -1 if told["own_voice"] else actors[row],
                claim,
                stance,
                1.0 if person else told["confidence"],
                decided,
                days[0][document],
                days[1][document],
                tuple(shown),
            )


def _kept_statements(scope: Scope) -> set[tuple[int, int]] | None:
    """Document and number of the statements that the options keep; None for all."""
    kept = scope.statements
    if kept.table.num_rows == scope.findings.statements.num_rows:
        return None
    return set(zip(kept.document.tolist(), kept.table["statement"].to_pylist(), strict=True))


def _shown(told: dict[str, Any], document_id: str, decided: Stance) -> Shown:
    """One piece of evidence; it is on the side that a person decided on, where one did."""
    pieces, at = [], 0
    for start, end in zip(told["start"], told["end"], strict=True):
        words = told["words"][at : at + end - start]
        if len(words) != end - start or end <= start:
            raise EvidenceError(
                f"the words of a position in document {document_id!r} do not fit the span {start}-{end}"
            )
        pieces.append((start, end, words))
        at += end - start + len(JOINT)
    side = told["side"] if decided == "ambivalent" else decided
    return Shown(told["statement"], side, told["confidence"], tuple(told["rules"] or ()), tuple(pieces))


def bearings_column(scope: Scope, rows: Iterable[Iterable[Coding]]) -> pa.Array:
    """A ``bearings`` column from the codings of each row."""
    ids = scope.document_ids
    values = [
        [
            {
                "document_id": ids[coding.document].as_py(),
                "statement": each.statement,
                "side": each.side,
                "confidence": each.confidence,
                "decided": coding.decided,
                "rules": list(each.rules),
                "pieces": len(each.pieces),
            }
            for coding in codings
            for each in coding.shown
        ]
        for codings in rows
    ]
    return pa.array(values, BEARINGS)


def evidence_column(scope: Scope, rows: Iterable[Iterable[Coding]]) -> pa.Array:
    """An ``evidence`` column from the codings of each row."""
    ids = scope.document_ids
    values = [
        [
            {"document_id": ids[coding.document].as_py(), "start": start, "end": end, "words": words}
            for coding in codings
            for each in coding.shown
            for start, end, words in each.pieces
        ]
        for codings in rows
    ]
    return pa.array(values, EVIDENCE)


def holder_columns(scope: Scope, holdings: Sequence[Holding]) -> list[tuple[str, pa.Array]]:
    """claim_id, claim, holder, outlet, actor_id, actor and kind."""
    claims = scope.findings.claims
    at = pa.array([holding.claim for holding in holdings], pa.int64())
    ids, names, kinds = scope.actor_columns(np.asarray([holding.actor for holding in holdings], dtype=np.int64))
    outlets = [None if holding.outlet < 0 else scope.outlets[holding.outlet] for holding in holdings]
    none = pa.nulls(0, pa.string())
    return [
        ("claim_id", none if claims is None else pa.array(claims["id"].to_pylist(), pa.string()).take(at)),
        ("claim", none if claims is None else pa.array(claims["claim"].to_pylist(), pa.string()).take(at)),
        ("holder", pa.array([holding.kind for holding in holdings], pa.string())),
        ("outlet", pa.array(outlets, pa.string())),
        ("actor_id", ids),
        ("actor", names),
        ("kind", kinds),
    ]
