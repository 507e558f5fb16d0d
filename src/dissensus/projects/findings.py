"""What is found across documents: reprints, actors, and the Arrow tables that comparisons read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, delete, func, insert, select

from dissensus.model.errors import ProjectError
from dissensus.model.findings import Actor, Affiliation, Findings, Reprint, Resolution
from dissensus.projects import _who
from dissensus.projects.annotations import AnnotationStore, _of_coder, check_run
from dissensus.projects.records import MACHINE, canonical_json
from dissensus.projects.schema import (
    actor_merges,
    actors,
    affiliations,
    annotations_table,
    documents,
    entity_actors,
    mentions,
    reprints,
)

_CHUNK = 50_000


class FindingStore(AnnotationStore):
    """The findings of a project."""

    def store_reprints(self, found: Iterable[Reprint], run_id: int) -> None:
        """Store the reprints in place of the older ones.

        Raises:
            ProjectError: PRO009, no such document or run; PRO010, a document named twice or as its own original.
        """
        with self._write() as connection:
            check_run(connection, run_id)
            keys = _keys_of_documents(connection)
            rows = []
            for reprint in found:
                for document_id in (reprint.document_id, reprint.original_id):
                    if document_id not in keys:
                        raise ProjectError(f"no document {document_id!r} in the project", code="PRO009")
                rows.append(
                    {
                        "document_pk": keys[reprint.document_id],
                        "original_pk": keys[reprint.original_id],
                        "similarity": reprint.similarity,
                        "run_pk": run_id,
                    }
                )
            connection.execute(delete(reprints))
            if rows:
                connection.execute(insert(reprints), rows)

    def reprints(self) -> tuple[Reprint, ...]:
        """The reprints, sorted by document id."""
        original = documents.alias()
        query = (
            select(documents.c.id, original.c.id.label("original_id"), reprints.c.similarity)
            .join_from(reprints, documents, documents.c.pk == reprints.c.document_pk)
            .join(original, original.c.pk == reprints.c.original_pk)
            .order_by(documents.c.id)
        )
        with self._read() as connection:
            return tuple(Reprint(*row) for row in connection.execute(query))

    def store_resolution(self, resolution: Resolution, run_id: int, *, coder: str = MACHINE) -> None:
        """Store actors with their merges and affiliations, and which entity is which, in place of the older resolution.

        Raises:
            ProjectError: PRO009, no such run, or a document that has no annotation; PRO010, a link or an affiliation to
                an actor that the resolution lacks, or an actor given twice.
            EvidenceError: EVI001, words of a merge or an affiliation do not stand in the text.
        """
        with self._write() as connection:
            check_run(connection, run_id)
            _who.refuse_untrue(connection, resolution.actors, resolution.affiliations)
            query = _of_coder(
                select(documents.c.id, annotations_table.c.pk)
                .join(annotations_table, annotations_table.c.document_pk == documents.c.pk)
                .where(documents.c.current),
                coder,
            )
            keys = {row.id: row.pk for row in connection.execute(query)}
            for table in (entity_actors, affiliations, actor_merges, actors):
                connection.execute(delete(table))
            numbers: dict[str, int] = {}
            rows = []
            for number, actor in enumerate(resolution.actors, start=1):
                numbers[actor.id] = number
                rows.append(
                    {
                        "pk": number,
                        "id": actor.id,
                        "name": actor.name,
                        "kind": actor.kind,
                        "aliases": canonical_json(list(actor.aliases)),
                        "rules": canonical_json(list(actor.rules)),
                        "run_pk": run_id,
                    }
                )
            if rows:
                connection.execute(insert(actors), rows)
            merges = [row for actor in resolution.actors for row in _who.merge_rows(numbers[actor.id], actor)]
            if merges:
                connection.execute(insert(actor_merges), merges)
            told = list(
                _who.affiliation_rows(resolution.affiliations, numbers, _keys_of_documents(connection))
                if resolution.affiliations
                else ()
            )
            if told:
                connection.execute(insert(affiliations), told)
            links: list[dict[str, int]] = []
            for document_id, entities in resolution.links.items():
                if document_id not in keys:
                    raise ProjectError(f"document {document_id!r} has no annotation", code="PRO009")
                for entity, actor_id in enumerate(entities):
                    if actor_id is None:
                        continue
                    if actor_id not in numbers:
                        raise ProjectError(f"the resolution lacks the actor {actor_id!r}", code="PRO010")
                    links.append({"annotation_pk": keys[document_id], "entity": entity, "actor_pk": numbers[actor_id]})
                if len(links) >= _CHUNK:
                    connection.execute(insert(entity_actors), links)
                    links = []
            if links:
                connection.execute(insert(entity_actors), links)

    def actors(self) -> tuple[Actor, ...]:
        """The actors, sorted by id."""
        with self._read() as connection:
            merges = _who.read_merges(connection)
            rows = connection.execute(select(actors).order_by(actors.c.id)).mappings()
            return tuple(
                Actor(
                    row["id"],
                    row["name"],
                    row["kind"],
                    tuple(json.loads(row["aliases"])),
                    tuple(json.loads(row["rules"])),
                    merges.get(row["pk"], ()),
                )
                for row in rows
            )

    def affiliations(self) -> tuple[Affiliation, ...]:
        """What documents tell of persons' offices, by document id and place."""
        with self._read() as connection:
            rows = connection.execute(_who.affiliations_query()).mappings()
            return tuple(_who.affiliation_of(row) for row in rows)

    def actor_uses(self, *, coder: str = MACHINE) -> Iterator[tuple[str, str, int]]:
        """Actor id, document id and number of mentions, for each actor in each document, by both."""
        query = _of_coder(
            select(actors.c.id, documents.c.id.label("document_id"), func.count())
            .join_from(entity_actors, actors, actors.c.pk == entity_actors.c.actor_pk)
            .join(annotations_table, annotations_table.c.pk == entity_actors.c.annotation_pk)
            .join(documents, documents.c.pk == annotations_table.c.document_pk)
            .join(
                mentions,
                (mentions.c.annotation_pk == entity_actors.c.annotation_pk)
                & (mentions.c.entity == entity_actors.c.entity),
            )
            .group_by(actors.c.id, documents.c.id)
            .order_by(actors.c.id, documents.c.id),
            coder,
        )
        with self._read() as connection:
            for actor_id, document_id, count in connection.execute(query):
                yield actor_id, document_id, int(count)

    def actor_links(self, *, coder: str = MACHINE) -> dict[str, tuple[str | None, ...]]:
        """Document id to the actor ids of its entities, by entity number; documents in reading order.

        None stands where an entity was not resolved; unresolved ones after the last resolved one are left off, and so
        are documents in which none is resolved.
        """
        query = _of_coder(
            select(documents.c.id, entity_actors.c.entity, actors.c.id.label("actor_id"))
            .join_from(entity_actors, annotations_table, annotations_table.c.pk == entity_actors.c.annotation_pk)
            .join(documents, documents.c.pk == annotations_table.c.document_pk)
            .join(actors, actors.c.pk == entity_actors.c.actor_pk)
            .order_by(documents.c.position, documents.c.id, entity_actors.c.entity),
            coder,
        )
        links: dict[str, list[str | None]] = {}
        with self._read() as connection:
            for document_id, entity, actor_id in connection.execute(query):
                of_document = links.setdefault(document_id, [])
                of_document.extend([None] * (entity - len(of_document)))
                of_document.append(actor_id)
        return {document_id: tuple(actor_ids) for document_id, actor_ids in links.items()}

    def findings(self, *, coder: str = MACHINE) -> Findings:
        """All that comparisons read, as Arrow tables in reading order; see `dissensus.model.findings.Findings`.

        Repeating strings are dictionary-encoded; rows are turned into Arrow a batch at a time.
        """
        from dissensus.projects._tables import findings_of

        with self._read() as connection:
            return findings_of(connection, coder)


def _keys_of_documents(connection: Connection) -> dict[str, int]:
    return {
        row.id: row.pk for row in connection.execute(select(documents.c.id, documents.c.pk).where(documents.c.current))
    }
