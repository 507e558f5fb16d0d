"""The codebook of a project, and the positions that machine coders propose for it; each checked against the text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from dissensus.model.annotations import ACTS, MODES
from dissensus.model.claims import STANCES, Bearing, Claim, Codebook, Position
from dissensus.model.documents import PartialDate
from dissensus.model.errors import EvidenceError, ProjectError
from dissensus.model.records import Coder
from dissensus.model.spans import Evidence
from dissensus.projects._log import (
    PositionSaid,
    PositionVerdict,
    decisions_on_other_wordings,
    position_verdicts,
    said_of_positions,
)
from dissensus.projects._reading_positions import position_key, read_positions
from dissensus.projects._rows import text_of_spans
from dissensus.projects.annotations import _of_coder, check_run, coder_key
from dissensus.projects.documents import BATCH
from dissensus.projects.findings import FindingStore
from dissensus.projects.records import MACHINE, canonical_json
from dissensus.projects.schema import (
    annotations_table,
    claims,
    coded,
    coders,
    documents,
    position_evidence,
    positions,
    texts,
)

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["PositionSaid", "PositionStore", "PositionVerdict", "position_key"]


class PositionStore(FindingStore):
    """The codebook and the positions of a project."""

    def store_codebook(self, codebook: Codebook) -> None:
        """Store a codebook in place of the older one. Positions and decisions stay.

        Raises:
            ProjectError: PRO010, two claims have one id.
        """
        if len({claim.id for claim in codebook.claims}) < len(codebook.claims):
            raise ProjectError("two claims of the codebook have one id", code="PRO010")
        rows = [
            {
                "id": claim.id,
                "claim": claim.text,
                "definition": claim.definition,
                "supporting": canonical_json(list(claim.supporting)),
                "opposing": canonical_json(list(claim.opposing)),
                "topic": claim.topic,
                "valid_from": claim.valid_from.value if claim.valid_from else None,
            }
            for claim in codebook.claims
        ]
        with self._write() as connection:
            connection.execute(delete(claims))
            if rows:
                connection.execute(insert(claims), rows)

    def codebook(self) -> Codebook | None:
        """The codebook, or None where the project has none."""
        with self._read() as connection:
            rows = connection.execute(select(claims).order_by(claims.c.pk)).mappings().all()
        return Codebook(tuple(_claim(row) for row in rows)) if rows else None

    def position_table(self, *, coder: str = MACHINE) -> pa.Table | None:
        """The positions of a coder as `Findings.positions` has those of the machine; None without a codebook."""
        from dissensus.projects._position_tables import position_tables

        order = _of_coder(
            select(annotations_table.c.pk, documents.c.id)
            .join(documents, documents.c.pk == annotations_table.c.document_pk)
            .where(documents.c.current)
            .order_by(documents.c.position, documents.c.id),
            MACHINE,
        )
        with self._read() as connection:
            ids = {row.pk: row.id for row in connection.execute(order)}
            return position_tables(connection, ids, coder).get("positions")

    def coded_digests(self, *, coder: str = MACHINE) -> dict[str, str]:
        """Document id to the digest under which its positions were coded; documents not coded are missing."""
        query = (
            select(documents.c.id, coded.c.digest)
            .join_from(coded, annotations_table, annotations_table.c.pk == coded.c.annotation_pk)
            .join(documents, documents.c.pk == annotations_table.c.document_pk)
            .join(coders, coders.c.pk == coded.c.coder_pk)
            .where(documents.c.current, coders.c.name == coder)
        )
        with self._read() as connection:
            return {row.id: row.digest for row in connection.execute(query)}

    def store_positions(
        self,
        found: Mapping[str, tuple[str, Sequence[Position]]],
        version: str,
        run_id: int,
        *,
        coder: str = MACHINE,
    ) -> None:
        """Store the positions of documents, in one transaction, in place of the coder's older ones. Decisions stay.

        Args:
            found: document id to the digest of what its positions were made from, and the positions.
            version: version of the coder: a digest of codebook, models and rules.
            run_id: the run that made them.
            coder: name of the machine coder.

        Raises:
            EvidenceError: EVI001, the words of an evidence do not stand in the text; EVI002, a position without
                evidence, or a value that is not one.
            ProjectError: PRO009, no such run, or a document without annotation.
        """
        with self._write() as connection:
            check_run(connection, run_id)
            coder_pk = coder_key(connection, Coder(coder, "machine", version))
            known = _annotated(connection, list(found))
            number = connection.execute(select(func.coalesce(func.max(positions.c.pk), 0))).scalar_one()
            rows: list[dict[str, Any]] = []
            evidence: list[dict[str, Any]] = []
            for document_id, (digest, held) in found.items():
                if document_id not in known:
                    raise ProjectError(f"document {document_id!r} has no annotation", code="PRO009")
                annotation_pk, text = known[document_id]
                same = select(coders.c.pk).where(coders.c.name == coder, coders.c.kind == "machine")
                connection.execute(
                    delete(coded).where(coded.c.annotation_pk == annotation_pk, coded.c.coder_pk.in_(same))
                )
                connection.execute(
                    insert(coded).values(annotation_pk=annotation_pk, coder_pk=coder_pk, digest=digest, run_pk=run_id)
                )
                for position in held:
                    number += 1
                    _refuse_untrue(position, document_id, text)
                    rows.append(
                        {
                            "pk": number,
                            "annotation_pk": annotation_pk,
                            "coder_pk": coder_pk,
                            "claim": position.claim_id,
                            "holder": position.holder,
                            "stance": position.stance,
                            "confidence": position.confidence,
                        }
                    )
                    evidence += [_evidence(number, place, b) for place, b in enumerate(position.bearings)]
            if rows:
                connection.execute(insert(positions), rows)
                connection.execute(insert(position_evidence), evidence)

    def position_verdicts(self) -> dict[str, PositionVerdict]:
        """What people decided about positions, by the position's key; each person's last standing decision counts."""
        with self._read() as connection:
            return position_verdicts(connection)

    def said_of_positions(self) -> dict[str, list[PositionSaid]]:
        """What each person says of a position, by the key that the position has now, who decided first first.

        A decision on an actor that a later merge made another follows its words to that actor. One on a claim that the
        codebook words otherwise now does not count; `decisions_on_other_wordings` tells how many these are.
        """
        with self._read() as connection:
            return said_of_positions(connection)

    def decisions_on_other_wordings(self) -> dict[str, int]:
        """How many decisions do not count because their claim is worded otherwise now, by the claim's id."""
        with self._read() as connection:
            return decisions_on_other_wordings(connection)

    def positions(self, *, coder: str = MACHINE) -> Iterator[tuple[str, tuple[Position, ...]]]:
        """Document id and its positions, for each coded document in reading order; safe while others write."""
        query = (
            select(documents.c.id, documents.c.position, annotations_table.c.pk.label("annotation_pk"))
            .join_from(coded, annotations_table, annotations_table.c.pk == coded.c.annotation_pk)
            .join(documents, documents.c.pk == annotations_table.c.document_pk)
            .join(coders, coders.c.pk == coded.c.coder_pk)
            .where(coders.c.name == coder)
        )
        for batch in self._batches(query, BATCH, annotations_table.c.pk):
            ids = {row["annotation_pk"]: row["id"] for row in batch}
            with self._read() as connection:
                found = read_positions(connection, ids, coder)
            for row in batch:
                yield row["id"], tuple(found.get(row["id"], ()))


def _annotated(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Number of the annotation and text of each document that has one."""
    found: dict[str, tuple[int, str]] = {}
    for low in range(0, len(ids), BATCH):
        query = _of_coder(
            select(documents.c.id, annotations_table.c.pk, texts.c.text)
            .join_from(annotations_table, documents, documents.c.pk == annotations_table.c.document_pk)
            .join(texts, texts.c.pk == documents.c.text_pk)
            .where(documents.c.current, documents.c.id.in_(ids[low : low + BATCH])),
            MACHINE,
        )
        found |= {row.id: (row.pk, row.text) for row in connection.execute(query)}
    return found


def _refuse_untrue(position: Position, document_id: str, text: str) -> None:
    if not position.bearings:
        raise EvidenceError(f"a position on {position.claim_id!r} has no evidence", code="EVI002")
    if position.stance not in STANCES or not 0 <= position.confidence <= 1:
        raise EvidenceError(f"{position.stance!r} with {position.confidence!r} is no position", code="EVI002")
    if position.own_voice != (position.holder is None):
        raise EvidenceError("a position is in own voice or an actor's", code="EVI002")
    for bearing in position.bearings:
        told = bearing.utterance
        if (told.document_id, told.holder, bearing.claim_id) != (document_id, position.holder, position.claim_id):
            raise EvidenceError("evidence of a position is of another document, holder or claim", code="EVI002")
        if bearing.side not in STANCES[:2] or told.act not in ACTS or told.mode not in MODES:
            raise EvidenceError(f"{bearing.side!r}, {told.act!r} or {told.mode!r} is not known", code="EVI002")
        Evidence(document_id, told.spans, told.words).check(text)


def _evidence(position: int, number: int, bearing: Bearing) -> dict[str, Any]:
    told = bearing.utterance
    return {
        "position_pk": position,
        "evidence": number,
        "statement": told.statement,
        "act": told.act,
        "mode": told.mode,
        "side": bearing.side,
        "confidence": bearing.confidence,
        "spans": text_of_spans(told.spans),
        "words": told.words,
        "read": told.read,
        "rules": canonical_json(list(bearing.rules)),
    }


def _claim(row: RowMapping) -> Claim:
    return Claim(
        row["id"],
        row["claim"],
        row["definition"],
        tuple(json.loads(row["supporting"])),
        tuple(json.loads(row["opposing"])),
        row["topic"],
        PartialDate(row["valid_from"]) if row["valid_from"] else None,
    )
