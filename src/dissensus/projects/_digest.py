"""One digest over everything that a project says, however it was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from dissensus.projects._who import affiliations_query
from dissensus.projects.annotations import read_parts
from dissensus.projects.documents import BATCH
from dissensus.projects.schema import (
    actor_merges,
    actors,
    agreed_codings,
    annotations_table,
    claims,
    coders,
    decisions,
    documents,
    entity_actors,
    failures,
    position_evidence,
    positions,
    problems,
    reprints,
    texts,
)
from dissensus.projects.schema_foreign import foreign_files

_DOCUMENT = ("id", "title", "outlet", "authors", "published", "published_inferred", "url", "language", "columns",
             "reader", "encoding", "bytes_digest")  # fmt: skip


def content_digest(connection: Connection) -> str:
    """SHA-256 over documents, problems, proposals, findings, decisions and agreed codings, in hexadecimal.

    Left out are run numbers, moments, file paths, the order in which rows came, older revisions and settings.
    """
    total = hashlib.sha256()
    for name, rows in (
        ("documents", _documents(connection)),
        ("problems", _problems(connection)),
        ("annotations", _annotations(connection)),
        ("failures", _failures(connection)),
        ("reprints", _reprints(connection)),
        ("actors", _actors(connection)),
        ("merges", _merges(connection)),
        ("affiliations", connection.execute(affiliations_query())),
        ("claims", _claims(connection)),
        ("positions", _positions(connection)),
        ("decisions", _decisions(connection)),
        ("agreed codings", _agreed(connection)),
        ("foreign files", _foreign(connection)),
    ):
        for row in rows:
            total.update(json.dumps([name, *row]).encode())
            total.update(b"\n")
    return total.hexdigest()


_Rows = Iterable[Iterable[Any]]


def _documents(connection: Connection) -> _Rows:
    query = select(*(documents.c[name] for name in _DOCUMENT), texts.c.digest)
    query = query.join(texts, texts.c.pk == documents.c.text_pk).where(documents.c.current).order_by(documents.c.id)
    return connection.execute(query)


def _problems(connection: Connection) -> _Rows:
    p = problems.c
    query = select(p.stage, p.code, p.severity, p.found, p.remedy, p.document_id)
    return sorted(map(list, connection.execute(query)), key=json.dumps)


def _annotations(connection: Connection) -> _Rows:
    query = (
        select(
            annotations_table.c.pk,
            documents.c.id,
            coders.c.name,
            coders.c.kind,
            coders.c.version,
            annotations_table.c.words,
        )
        .join(documents, documents.c.pk == annotations_table.c.document_pk)
        .join(coders, coders.c.pk == annotations_table.c.coder_pk)
        .order_by(documents.c.id, coders.c.name, coders.c.version)
    )
    heads = connection.execute(query).all()
    for begin in range(0, len(heads), BATCH):
        batch = heads[begin : begin + BATCH]
        keys = [row.pk for row in batch]
        parts = read_parts(connection, keys)
        links: dict[int, list[list[Any]]] = {}
        found = select(entity_actors.c.annotation_pk, entity_actors.c.entity, actors.c.id).join(
            actors, actors.c.pk == entity_actors.c.actor_pk
        )
        found = found.where(entity_actors.c.annotation_pk.in_(keys)).order_by(entity_actors.c.entity)
        for key, entity, actor_id in connection.execute(found):
            links.setdefault(key, []).append([entity, actor_id])
        for key, *head in batch:
            # The first column of a part's row is the annotation's number, which says nothing.
            told = {name: [list(row.values())[1:] for row in rows] for name, rows in parts.get(key, {}).items()}
            yield [*head, sorted(told.items()), links.get(key, [])]


def _failures(connection: Connection) -> _Rows:
    query = (
        select(documents.c.id, coders.c.name, coders.c.version)
        .join_from(failures, documents, documents.c.pk == failures.c.document_pk)
        .join(coders, coders.c.pk == failures.c.coder_pk)
        .order_by(documents.c.id, coders.c.name, coders.c.version)
    )
    return connection.execute(query)


def _reprints(connection: Connection) -> _Rows:
    original = documents.alias()
    query = (
        select(documents.c.id, original.c.id, reprints.c.similarity)
        .join_from(reprints, documents, documents.c.pk == reprints.c.document_pk)
        .join(original, original.c.pk == reprints.c.original_pk)
        .order_by(documents.c.id)
    )
    return connection.execute(query)


def _actors(connection: Connection) -> _Rows:
    a = actors.c
    return connection.execute(select(a.id, a.name, a.kind, a.aliases, a.rules).order_by(a.id))


def _merges(connection: Connection) -> _Rows:
    m = actor_merges.c
    query = select(actors.c.id, m.merge, m.name, m.into_name, m.rule, m.confidence, m.evidence)
    query = query.join_from(actor_merges, actors, actors.c.pk == m.actor_pk)
    return connection.execute(query.order_by(actors.c.id, m.merge))


def _claims(connection: Connection) -> _Rows:
    return connection.execute(select(*(column for column in claims.c if column.name != "pk")).order_by(claims.c.pk))


def _positions(connection: Connection) -> _Rows:
    p, e = positions.c, position_evidence.c
    told = [column for column in e if column.name not in {"position_pk", "evidence"}]
    query = (
        select(documents.c.id, coders.c.name, coders.c.version, p.claim, p.holder, p.stance, p.confidence, *told)
        .join_from(positions, position_evidence, e.position_pk == p.pk)
        .join(annotations_table, annotations_table.c.pk == p.annotation_pk)
        .join(documents, documents.c.pk == annotations_table.c.document_pk)
        .join(coders, coders.c.pk == p.coder_pk)
        .order_by(documents.c.id, coders.c.name, p.pk, e.evidence)
    )
    return connection.execute(query)


def _decisions(connection: Connection) -> _Rows:
    d = decisions.c
    query = (
        select(d.kind, d.key, coders.c.name, coders.c.version, d.verdict, d.old_value, d.new_value, d.note)
        .join(coders, coders.c.pk == d.coder_pk)
        .order_by(d.kind, d.key, coders.c.name, coders.c.version, d.pk)
    )
    return connection.execute(query)


def _agreed(connection: Connection) -> _Rows:
    # Decision numbers depend on the order of the log over all records; the decisions themselves are in the digest.
    c = agreed_codings.c
    return connection.execute(select(c.kind, c.key, c.value, c.settled_by).order_by(c.kind, c.key, c.pk))


def _foreign(connection: Connection) -> _Rows:
    c = foreign_files.c
    return connection.execute(select(c.format, c.name, c.version, c.digest).order_by(c.digest))
