"""Decisions about positions whose holder has become another actor since: people's codings follow the words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from dissensus.model.spans import Span, Spans
from dissensus.projects._reading_positions import position_key
from dissensus.projects._rows import spans_of_text
from dissensus.projects.annotations import _of_coder
from dissensus.projects.records import MACHINE
from dissensus.projects.schema import actors, annotations_table, documents, entity_actors, mentions, statements, texts


def holders_now(connection: Connection, told: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, tuple[str, str]]:
    """Where decisions belong whose holder is no actor any more, because a later merge or run gave the actor another id.

    The holder is who is the speaker now of the statement that the decision rests on; else the one actor who has the
    name that the holder had when the decision was made. Where neither tells one actor, the decision stays where it is.

    Args:
        connection: to the project.
        told: keys of positions, and what decisions about them tell.

    Returns:
        Key of a position to the key that the position has now, and the holder's id.
    """
    known = {
        row.id: {row.name, *json.loads(row.aliases)}
        for row in connection.execute(select(actors.c.id, actors.c.name, actors.c.aliases))
    }
    found: dict[str, tuple[str, str]] = {}
    for key, value in told:
        holder = value.get("holder")
        if not known or holder is None or holder in known or "named" in value or key in found:
            continue
        document = _document(connection, str(value.get("document")))
        if document is None or key != position_key(document.digest, str(value.get("claim")), holder):
            continue  # decided on another revision of the text
        now = _speakers(connection, document.pk, _spans(value))
        if len(now) != 1:
            now = {actor for actor, names in known.items() if value.get("holder_name") in names}
        if len(now) == 1:
            actor = now.pop()
            found[key] = position_key(document.digest, str(value["claim"]), actor), actor
    return found


def _document(connection: Connection, document_id: str) -> Row[tuple[int, str]] | None:
    query = (
        select(annotations_table.c.pk, texts.c.digest)
        .join(documents, documents.c.pk == annotations_table.c.document_pk)
        .join(texts, texts.c.pk == documents.c.text_pk)
        .where(documents.c.id == document_id, documents.c.current)
    )
    return connection.execute(_of_coder(query, MACHINE)).first()


def _spans(value: Mapping[str, Any]) -> list[Spans]:
    told = [each["spans"] for each in value.get("evidence") or () if each.get("spans")]
    return [tuple(Span(*pair) for pair in spans) for spans in told]


def _speakers(connection: Connection, annotation: int, shown: list[Spans]) -> set[str]:
    """Who says, as the actors are now, the shortest statement around each of the words."""
    query = (
        select(statements.c.content, actors.c.id)
        .join(
            mentions,
            (mentions.c.annotation_pk == statements.c.annotation_pk)
            & (mentions.c.mention == statements.c.speaker_mention),
        )
        .join(
            entity_actors,
            (entity_actors.c.annotation_pk == mentions.c.annotation_pk) & (entity_actors.c.entity == mentions.c.entity),
        )
        .join(actors, actors.c.pk == entity_actors.c.actor_pk)
        .where(statements.c.annotation_pk == annotation)
        .order_by(statements.c.statement)
    )
    said = [(spans_of_text(row.content), row.id) for row in connection.execute(query)] if shown else []
    found = set()
    for spans in shown:
        around = [each for each in said if each[0][0].start <= spans[0].start and spans[-1].end <= each[0][-1].end]
        if around:
            found.add(min(around, key=lambda each: each[0][-1].end - each[0][0].start)[1])
    return found
