"""Rows that tell why a name is an actor's and what documents tell of offices; each of their words is checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from dissensus.model.errors import EvidenceError, ProjectError
from dissensus.model.findings import Actor, Affiliation, Merge, Place
from dissensus.model.spans import Evidence, Span
from dissensus.projects._rows import Row, published_of
from dissensus.projects.records import canonical_json
from dissensus.projects.schema import actor_merges, actors, affiliations, documents, texts

_KEYS_A_QUERY = 250
"""Documents whose texts are held at one time."""


def refuse_untrue(connection: Connection, found: Sequence[Actor], told: Sequence[Affiliation]) -> None:
    """Refuse merges and affiliations whose words do not stand where they say.

    Raises:
        EvidenceError: EVI001, the words do not stand there; EVI002, a confidence that is none.
        ProjectError: PRO009, the document is not there.
    """
    places: dict[str, list[Place]] = {}
    for actor in found:
        for merge in actor.merges:
            if not 0 <= merge.confidence <= 1:
                raise EvidenceError(f"the confidence {merge.confidence} of a merge is not from 0 to 1", code="EVI002")
            for place in merge.evidence:
                places.setdefault(place.document_id, []).append(place)
    for each in told:
        places.setdefault(each.evidence.document_id, []).append(each.evidence)
    wanted = sorted(places)
    for begin in range(0, len(wanted), _KEYS_A_QUERY):
        batch = wanted[begin : begin + _KEYS_A_QUERY]
        query = select(documents.c.id, texts.c.text).join(texts, texts.c.pk == documents.c.text_pk)
        query = query.where(documents.c.current, documents.c.id.in_(batch))
        there = {row.id: row.text for row in connection.execute(query)}
        for document_id in batch:
            if document_id not in there:
                raise ProjectError(f"no document {document_id!r} in the project", code="PRO009")
            for place in places[document_id]:
                Evidence(document_id, (place.span,), place.words).check(there[document_id])


def merge_rows(number: int, actor: Actor) -> Iterator[dict[str, Any]]:
    """Rows of ``actor_merges`` of one actor."""
    for position, merge in enumerate(actor.merges):
        yield {
            "actor_pk": number,
            "merge": position,
            "name": merge.name,
            "into_name": merge.into,
            "rule": merge.rule,
            "confidence": merge.confidence,
            "evidence": canonical_json([[p.document_id, *p.span, p.words] for p in merge.evidence]),
        }


def affiliation_rows(
    told: Iterable[Affiliation], numbers: Mapping[str, int], keys: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """Rows of ``affiliations``.

    Args:
        told: the affiliations.
        numbers: key of each actor by its id.
        keys: key of each document by its id.

    Raises:
        ProjectError: PRO010, an actor that the resolution lacks.
    """
    for each in told:
        for actor_id in (each.person_id, each.organisation_id):
            if actor_id is not None and actor_id not in numbers:
                raise ProjectError(f"the resolution lacks the actor {actor_id!r}", code="PRO010")
        yield {
            "person_pk": numbers[each.person_id],
            "organisation_pk": None if each.organisation_id is None else numbers[each.organisation_id],
            "role": each.role,
            "former": each.former,
            "document_pk": keys[each.evidence.document_id],
            "start": each.evidence.span[0],
            "end": each.evidence.span[1],
            "words": each.evidence.words,
            "published": None if each.published is None else each.published.value,
            "published_inferred": False if each.published is None else each.published.inferred,
        }


def read_merges(connection: Connection) -> dict[int, tuple[Merge, ...]]:
    """Merges by the key of their actor, in order."""
    found: dict[int, list[Merge]] = {}
    query = select(actor_merges).order_by(actor_merges.c.actor_pk, actor_merges.c.merge)
    for row in connection.execute(query).mappings():
        found.setdefault(row["actor_pk"], []).append(
            Merge(row["name"], row["into_name"], row["rule"], row["confidence"], tuple(places_of(row["evidence"])))
        )
    return {number: tuple(merges) for number, merges in found.items()}


def places_of(stored: str) -> Iterator[Place]:
    """Places of a row of ``actor_merges``."""
    for document_id, start, end, words in json.loads(stored):
        yield Place(document_id, Span(start, end), words)


def affiliations_query() -> Select[Any]:
    """Affiliations with the ids of their actors and document, by document and place."""
    person, organisation, a = actors.alias(), actors.alias(), affiliations.c
    return (
        select(
            person.c.id.label("person_id"),
            organisation.c.id.label("organisation_id"),
            a.role,
            a.former,
            documents.c.id.label("document_id"),
            a.start,
            a.end,
            a.words,
            a.published,
            a.published_inferred,
        )
        .join_from(affiliations, person, person.c.pk == a.person_pk)
        .join(organisation, organisation.c.pk == a.organisation_pk, isouter=True)
        .join(documents, documents.c.pk == a.document_pk)
        .order_by(documents.c.id, a.start, a.end, person.c.id, organisation.c.id, a.pk)
    )


def affiliation_of(row: Row) -> Affiliation:
    """The affiliation of a row of `affiliations_query`."""
    return Affiliation(
        row["person_id"],
        row["organisation_id"],
        row["role"],
        Place(row["document_id"], Span(row["start"], row["end"]), row["words"]),
        published_of(row),
        bool(row["former"]),
    )
