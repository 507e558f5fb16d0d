"""Claims and positions as Arrow tables, with what people decided about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, select

from dissensus.model.claims import Position
from dissensus.projects._log import PositionVerdict, position_verdicts
from dissensus.projects._reading_positions import position_key, read_positions
from dissensus.projects.documents import BATCH
from dissensus.projects.records import MACHINE
from dissensus.projects.schema import actors, annotations_table, claims, documents, texts

_CLAIMS = pa.schema([(name, pa.string()) for name in ("id", "claim", "topic", "definition")])
_EVIDENCE = pa.struct(
    [
        ("statement", pa.int32()),
        ("side", pa.string()),
        ("confidence", pa.float64()),
        ("start", pa.list_(pa.int32())),
        ("end", pa.list_(pa.int32())),
        ("words", pa.string()),
        ("rules", pa.list_(pa.string())),
    ]
)
_POSITIONS = pa.schema(
    [
        ("document_id", pa.string()),
        ("holder_actor_id", pa.string()),
        ("own_voice", pa.bool_()),
        ("claim_id", pa.string()),
        ("stance", pa.string()),
        ("confidence", pa.float64()),
        ("decided", pa.string()),
        ("evidence", pa.list_(_EVIDENCE)),
    ]
)


def position_tables(connection: Connection, ids: Mapping[int, str], coder: str) -> dict[str, pa.Table]:
    """The tables ``claims`` and ``positions`` of the findings; none where the project has no codebook.

    Positions on claims that the codebook does not have any more, and of actors that are not there any more, are left
    out.

    Args:
        connection: to the project.
        ids: document ids by the numbers of their annotations, in reading order.
        coder: name of the machine coder.
    """
    rows = connection.execute(select(claims).order_by(claims.c.pk)).mappings().all()
    if not rows:
        return {}
    told = {"id": "id", "claim": "claim", "topic": "topic", "definition": "definition"}
    table = pa.table([pa.array([row[told[f.name]] for row in rows], f.type) for f in _CLAIMS], schema=_CLAIMS)
    place = {row["id"]: number for number, row in enumerate(rows)}
    holders = {None, *connection.execute(select(actors.c.id)).scalars()}
    # People decide about what the machine proposes; what another coder says stands beside it as it is.
    verdicts = position_verdicts(connection) if coder == MACHINE else {}
    told_by_people: dict[str, list[tuple[str, PositionVerdict]]] = {}
    for decided, verdict in sorted(verdicts.items()):
        if verdict.decided != "rejected" and verdict.value.get("evidence"):
            told_by_people.setdefault(verdict.value["document"], []).append((decided, verdict))
    batches: list[pa.RecordBatch] = []
    keys = list(ids)
    for low in range(0, len(keys), BATCH):
        some = {key: ids[key] for key in keys[low : low + BATCH]}
        digests = _digests(connection, list(some))
        found = read_positions(connection, some, coder)
        lines = []
        for document_id in some.values():
            held = [_line(position, digests[document_id], verdicts) for position in found.get(document_id, ())]
            known = {(line["claim_id"], line["holder_actor_id"]) for line in held}
            held += [
                line
                for line in _added(document_id, digests[document_id], told_by_people.get(document_id, ()))
                if (line["claim_id"], line["holder_actor_id"]) not in known
            ]
            held = [line for line in held if line["claim_id"] in place and line["holder_actor_id"] in holders]
            lines += sorted(held, key=lambda line: (place[line["claim_id"]], line["holder_actor_id"] or ""))
        batches.append(pa.RecordBatch.from_pylist(lines, schema=_POSITIONS))
    return {"claims": table, "positions": pa.Table.from_batches(batches, schema=_POSITIONS)}


def _digests(connection: Connection, keys: Sequence[int]) -> dict[str, str]:
    query = (
        select(documents.c.id, texts.c.digest)
        .join_from(annotations_table, documents, documents.c.pk == annotations_table.c.document_pk)
        .join(texts, texts.c.pk == documents.c.text_pk)
        .where(annotations_table.c.pk.in_(keys))
    )
    return {row.id: row.digest for row in connection.execute(query)}


def _line(position: Position, text_digest: str, verdicts: Mapping[str, PositionVerdict]) -> dict[str, Any]:
    verdict = verdicts.get(position_key(text_digest, position.claim_id, position.holder))
    stance = position.stance
    return {
        "document_id": position.document_id,
        "holder_actor_id": position.holder,
        "own_voice": position.own_voice,
        "claim_id": position.claim_id,
        "stance": stance if verdict is None or verdict.stance is None else verdict.stance,
        "confidence": position.confidence,
        "decided": None if verdict is None else verdict.decided,
        "evidence": [
            {
                "statement": each.utterance.statement,
                "side": each.side,
                "confidence": each.confidence,
                "start": [span.start for span in each.utterance.spans],
                "end": [span.end for span in each.utterance.spans],
                "words": each.utterance.words,
                "rules": list(each.rules),
            }
            for each in position.bearings
        ],
    }


def _added(document_id: str, text_digest: str, told: Sequence[tuple[str, PositionVerdict]]) -> Iterator[dict[str, Any]]:
    """Positions that only people told; a machine that finds one later does not take it from them."""
    for key, verdict in told:
        value = verdict.value
        if key != position_key(text_digest, value["claim"], value.get("holder")):
            continue  # decided on another revision of the text
        yield {
            "document_id": document_id,
            "holder_actor_id": value.get("holder"),
            "own_voice": value.get("holder") is None,
            "claim_id": value["claim"],
            "stance": verdict.stance or value["stance"],
            "confidence": 1.0,
            "decided": verdict.decided,
            "evidence": [
                {
                    "statement": None,
                    "side": each.get("side", "opposes" if value["stance"] == "opposes" else "supports"),
                    "confidence": 1.0,
                    "start": [span[0] for span in each["spans"]],
                    "end": [span[1] for span in each["spans"]],
                    "words": each["words"],
                    "rules": ["added by a person"],
                }
                for each in value["evidence"]
            ],
        }
