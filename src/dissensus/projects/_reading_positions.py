"""Positions as they are read from a project, and the key under which people decide about them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from dissensus.model.claims import Bearing, Position, Utterance
from dissensus.projects._rows import spans_of_text
from dissensus.projects.documents import BATCH
from dissensus.projects.records import canonical_json, record_key
from dissensus.projects.schema import coders, position_evidence, positions


def position_key(text_digest: str, claim_id: str, holder: str | None) -> str:
    """Key of a position in the log of decisions: of the text, the claim and the holder, so it is stable over runs.

    Args:
        text_digest: digest of the document's text.
        claim_id: the claim's id in the codebook.
        holder: id of the actor, or None in the outlet's own voice.
    """
    return record_key("position", canonical_json([text_digest, claim_id, holder]))


def read_positions(connection: Connection, ids: Mapping[int, str], coder: str) -> dict[str, list[Position]]:
    """Positions by document id, in the order they were stored.

    Args:
        connection: to the project.
        ids: document ids by the numbers of their annotations.
        coder: name of the machine coder.
    """
    query = (
        select(positions, coders.c.name)
        .join(coders, coders.c.pk == positions.c.coder_pk)
        .where(positions.c.annotation_pk.in_(list(ids)), coders.c.name == coder)
        .order_by(positions.c.pk)
    )
    held = connection.execute(query).mappings().all()
    told: dict[int, list[Any]] = {}
    for low in range(0, len(held), BATCH):
        keys = [row["pk"] for row in held[low : low + BATCH]]
        asked = select(position_evidence).where(position_evidence.c.position_pk.in_(keys))
        for each in connection.execute(asked.order_by(position_evidence.c.position_pk, position_evidence.c.evidence)):
            told.setdefault(each.position_pk, []).append(each)
    found: dict[str, list[Position]] = {}
    for row in held:
        document_id = ids[row["annotation_pk"]]
        bearings = tuple(
            Bearing(
                Utterance(
                    document_id,
                    each.statement,
                    row["holder"],
                    row["holder"] is None,
                    each.act,
                    each.mode,
                    spans_of_text(each.spans),
                    each.words,
                    each.read,
                ),
                row["claim"],
                each.side,
                each.confidence,
                tuple(json.loads(each.rules)),
            )
            for each in told[row["pk"]]
        )
        found.setdefault(document_id, []).append(
            Position(
                document_id,
                row["holder"],
                row["holder"] is None,
                row["claim"],
                row["stance"],
                row["confidence"],
                bearings,
            )
        )
    return found
