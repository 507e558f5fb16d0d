"""Annotations as JSON Lines, one object a document: the public schema ``dissensus.annotation/1``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import IO, Any

from dissensus.model.annotations import Annotation, Mention, Statement
from dissensus.model.documents import Document
from dissensus.model.keeping import kept_statements
from dissensus.model.spans import Spans, words_at

FORMAT_ID = "annotations-jsonl.v1"
SCHEMA = "dissensus.annotation/1"
"""Name and version of the schema. Within version 1 keys are only added, never renamed or removed."""

ActorOf = Callable[[Mention], str | None]


def _pairs(spans: Spans) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _statement(
    number: int, statement: Statement, annotation: Annotation, text: str, actor_of: ActorOf, names: Mapping[str, str]
) -> dict[str, Any]:
    actor = None
    if statement.speaker_mention is not None:
        actor = actor_of(annotation.mentions[statement.speaker_mention])
    words = words_at(text, statement.speaker) or None
    return {
        "speaker": _pairs(statement.speaker),
        "cue": _pairs(statement.cue),
        "content": _pairs(statement.content),
        "mode": statement.mode,
        "act": statement.act,
        "speaker_name": names.get(actor, words) if actor is not None else words,
        "speaker_actor": actor,
        "confidence": round(statement.confidence, 4),
        "parent": statement.parent,
        "time": statement.time,
        "statement": number,
    }


def annotation_object(
    document: Document,
    annotation: Annotation,
    actor_ids: tuple[str | None, ...],
    names: Mapping[str, str],
    *,
    min_confidence: float = 0.0,
) -> dict[str, Any]:
    """One document's annotation as a plain object of the public schema.

    Args:
        document: the document; positions are code points of its text.
        annotation: its annotation.
        actor_ids: actor id by in-document entity number; None where an entity was not resolved.
        names: canonical name by actor id.
        min_confidence: statements below are left out; ``parent`` counts those that are written.
    """
    kept = kept_statements(annotation.statements, min_confidence)
    place = {number: at for at, number in enumerate(kept)}

    def actor_of(mention: Mention) -> str | None:
        return actor_ids[mention.entity] if 0 <= mention.entity < len(actor_ids) else None

    return {
        "schema": SCHEMA,
        "id": document.id,
        "text_digest": document.text_digest,
        "statements": [
            _statement(number, statement, annotation, document.text, actor_of, names)
            | {"parent": None if statement.parent is None else place[statement.parent]}
            for number, statement in kept.items()
        ],
        "mentions": [
            {
                "span": list(m.span),
                "kind": m.kind,
                "actor": actor_of(m),
                "form": m.form,
                "name": m.name,
                "role": m.role,
                "number": m.number,
                "gender": m.gender,
            }
            for m in annotation.mentions
        ],
        "times": [
            {"span": list(t.span), "value": t.value, "kind": t.kind, "first": t.start, "last": t.end}
            for t in annotation.times
        ],
    }


def write_annotations(objects: Iterable[Mapping[str, Any]], file: IO[str]) -> int:
    """Write one JSON object a line; returns how many."""
    written = 0
    for item in objects:
        # Lone U+2028 and the like split lines in some readers; ASCII output splits in none.
        file.write(json.dumps(item, ensure_ascii=True, separators=(",", ":")) + "\n")
        written += 1
    return written
