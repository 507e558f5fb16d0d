"""What machine coders propose, document by document; incremental, and each write checked against the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, exists, func, insert, select

from dissensus.model.annotations import Annotation
from dissensus.model.documents import Document, Problem
from dissensus.model.errors import ProjectError
from dissensus.model.findings import DocumentMentions
from dissensus.model.records import Coder
from dissensus.projects import _rows as rows_
from dissensus.projects.documents import BATCH, DocumentStore, _with_text
from dissensus.projects.records import MACHINE
from dissensus.projects.schema import (
    annotations_table,
    coders,
    documents,
    failures,
    mentions,
    problems,
    runs,
    statements,
    texts,
)
from dissensus.projects.schema import times as times_table

_PARTS = ((times_table, "time"), (mentions, "mention"), (statements, "statement"))


class AnnotationStore(DocumentStore):
    """The proposals of machine coders about single documents.

    A machine coder is its name and the digest of its pipeline; every document has at most one annotation by a name.
    """

    def coder(self, name: str, kind: str, version: str = "") -> Coder:
        """Enter a coder, a person or a machine; entering one again is without effect.

        Raises:
            ProjectError: PRO010, the kind is neither "person" nor "machine", or the name is empty.
        """
        if kind not in {"person", "machine"} or not name.strip():
            raise ProjectError(f"a coder needs a name and a kind: {name!r}, {kind!r}", code="PRO010")
        coder = Coder(name, "person" if kind == "person" else "machine", version)
        with self._write() as connection:
            coder_key(connection, coder)
        return coder

    def coders(self) -> tuple[Coder, ...]:
        """All coders in the order they came."""
        with self._read() as connection:
            found = connection.execute(select(coders).order_by(coders.c.pk)).mappings()
            return tuple(Coder(row["name"], row["kind"], row["version"]) for row in found)

    def pending(self, pipeline_digest: str, *, batch: int = BATCH, coder: str = MACHINE) -> Iterator[Document]:
        """Documents, in reading order, that have no annotation under this digest: new, changed, or a step changed.

        Documents that failed in the run under way are passed over; the next run tries them again. Safe while
        `store_annotations` writes: documents are read ``batch`` at a time and no transaction is open in between.
        """
        for rows in self._batches(self._pending(pipeline_digest, coder), batch):
            for row in rows:
                yield rows_.document_of(row)

    def count_pending(self, pipeline_digest: str, *, coder: str = MACHINE) -> int:
        """Number of documents that `pending` would give."""
        pending = self._pending(pipeline_digest, coder).where(documents.c.current).subquery()
        with self._read() as connection:
            return connection.execute(select(func.count()).select_from(pending)).scalar_one()

    def _pending(self, pipeline_digest: str, coder: str) -> Any:  # noqa: ANN401  # a Select of no one shape
        machine = (
            select(coders.c.pk)
            .where(coders.c.name == coder, coders.c.kind == "machine", coders.c.version == pipeline_digest)
            .scalar_subquery()
        )
        done = exists().where(
            annotations_table.c.document_pk == documents.c.pk, annotations_table.c.coder_pk == machine
        )
        query = _with_text().where(~done)
        if self._run is not None:
            query = query.where(
                ~exists().where(
                    failures.c.document_pk == documents.c.pk,
                    failures.c.coder_pk == machine,
                    failures.c.run_pk == self._run.id,
                )
            )
        return query

    def store_annotations(
        self, items: Sequence[Annotation], pipeline_digest: str, run_id: int, *, coder: str = MACHINE
    ) -> None:
        """Store annotations in one transaction, in place of the coder's older ones of the same documents.

        Every span must lie in the document's text, in order and without overlap; the exact words are taken from the
        text and stored. If one annotation is refused, none of them is stored. Decisions are never touched.

        Args:
            items: the annotations.
            pipeline_digest: digest of the steps that made them; the version of the machine coder.
            run_id: the run that made them.
            coder: name of the machine coder.

        Raises:
            EvidenceError: EVI001, a span does not hold in the text; EVI002, an index, date or confidence is not one.
            ProjectError: PRO009, no such document or run.
        """
        with self._write() as connection:
            check_run(connection, run_id)
            coder_pk = coder_key(connection, Coder(coder, "machine", pipeline_digest))
            batches: dict[Table, list[dict[str, Any]]] = {table: [] for table, _ in _PARTS}
            for item in items:
                document_pk, text = _current(connection, item.document_id)
                checked = rows_.AnnotationRows(item, text)
                _forget(connection, document_pk, coder)
                key = connection.execute(
                    insert(annotations_table).values(
                        document_pk=document_pk, coder_pk=coder_pk, run_pk=run_id, words=item.words
                    )
                ).inserted_primary_key
                assert key is not None
                for table, part in zip(batches, (checked.times, checked.mentions, checked.statements), strict=True):
                    for row in part:
                        row["annotation_pk"] = key[0]
                    batches[table].extend(part)
            for table, rows in batches.items():
                if rows:
                    connection.execute(insert(table), rows)

    def mark_failed(
        self,
        document_id: str,
        pipeline_digest: str,
        problem: Problem,
        run_id: int | None = None,
        *,
        coder: str = MACHINE,
    ) -> None:
        """Record that a document cannot be annotated under this digest: not tried again in this run, but in the next.

        What the coder proposed for it before goes, since it does not hold under this digest.

        Args:
            document_id: the document.
            pipeline_digest: digest of the steps that failed.
            problem: what happened; it is listed by ``problems("annotating")`` until the document is annotated.
            run_id: the run; None takes the one under way.
            coder: name of the machine coder.

        Raises:
            ProjectError: PRO009, no such document, no such run, or none under way.
        """
        if run_id is None:
            if self._run is None:
                raise ProjectError("no run is under way", code="PRO009")
            run_id = self._run.id
        with self._write() as connection:
            check_run(connection, run_id)
            document_pk, _ = _current(connection, document_id)
            coder_pk = coder_key(connection, Coder(coder, "machine", pipeline_digest))
            _forget(connection, document_pk, coder)
            problem_pk = self.add_problem(problem, run_id, "annotating")
            connection.execute(
                insert(failures).values(
                    document_pk=document_pk, coder_pk=coder_pk, run_pk=run_id, problem_pk=problem_pk
                )
            )

    def annotation(self, document_id: str, *, coder: str = MACHINE) -> Annotation | None:
        """The current annotation of a document, or None when it has none.

        Raises:
            ProjectError: PRO009, no such document.
        """
        with self._read() as connection:
            document_pk, _ = _current(connection, document_id)
            query = _of_coder(select(annotations_table.c.pk, annotations_table.c.words), coder)
            row = connection.execute(query.where(annotations_table.c.document_pk == document_pk)).first()
            if row is None:
                return None
            parts = read_parts(connection, [row.pk])
        return _annotation(document_id, row.words, parts.get(row.pk, {}))

    def annotations(self, *, coder: str = MACHINE) -> Iterator[tuple[str, Annotation]]:
        """Document id and annotation of all annotated documents, in reading order; safe while others write."""
        for row, parts in self._parts(coder, _PARTS):
            yield row["id"], _annotation(row["id"], row["words"], parts)

    def document_mentions(self, *, coder: str = MACHINE) -> Iterator[DocumentMentions]:
        """The mentions of all annotated documents in reading order, as an ActorResolver reads them."""
        for document, parts in self._parts(coder, ((mentions, "mention"), (statements, "statement"))):
            rows = parts.get("mention", [])
            speakers = {row["speaker_mention"] for row in parts.get("statement", [])} - {None}
            yield DocumentMentions(
                document_id=document["id"],
                mentions=tuple(rows_.mention_of(row) for row in rows),
                words=tuple(row["words"] for row in rows),
                head_words=tuple(
                    row["words"][row["head_start"] - row["start"] : row["head_end"] - row["start"]] for row in rows
                ),
                speaking=frozenset(row["entity"] for row in rows if row["mention"] in speakers),
                published=rows_.published_of(document),
            )

    def count_annotated(self, *, coder: str = MACHINE) -> int:
        """Number of documents with an annotation."""
        query = _of_coder(select(func.count()).select_from(annotations_table), coder)
        with self._read() as connection:
            return int(connection.execute(query).scalar_one())

    def _parts(
        self, coder: str, wanted: Sequence[tuple[Table, str]]
    ) -> Iterator[tuple[rows_.Row, dict[str, list[rows_.Row]]]]:
        query = select(
            documents.c.id,
            documents.c.position,
            documents.c.published,
            documents.c.published_inferred,
            annotations_table.c.pk.label("annotation_pk"),
            annotations_table.c.words,
        ).join(annotations_table, annotations_table.c.document_pk == documents.c.pk)
        for batch in self._batches(_of_coder(query, coder), BATCH):
            keys = [row["annotation_pk"] for row in batch]
            with self._read() as connection:
                parts = read_parts(connection, keys, wanted)
            for row in batch:
                yield row, parts.get(row["annotation_pk"], {})


def _of_coder(query: Any, name: str) -> Any:  # noqa: ANN401  # a Select of no one shape
    machines = select(coders.c.pk).where(coders.c.name == name, coders.c.kind == "machine")
    return query.where(annotations_table.c.coder_pk.in_(machines))


def coder_key(connection: Connection, coder: Coder) -> int:
    """Key of a coder's row, which is made if there is none."""
    same = and_(coders.c.name == coder.name, coders.c.kind == coder.kind, coders.c.version == coder.version)
    known = connection.execute(select(coders.c.pk).where(same)).scalar()
    if known is not None:
        return int(known)
    key = connection.execute(
        insert(coders).values(name=coder.name, kind=coder.kind, version=coder.version)
    ).inserted_primary_key
    assert key is not None
    return int(key[0])


def check_run(connection: Connection, run_id: int) -> None:
    """Refuse a run that is not there.

    Raises:
        ProjectError: PRO009.
    """
    if connection.execute(select(runs.c.pk).where(runs.c.pk == run_id)).first() is None:
        raise ProjectError(f"no run {run_id} in the project", code="PRO009")


def _current(connection: Connection, document_id: str) -> tuple[int, str]:
    row = connection.execute(
        select(documents.c.pk, texts.c.text)
        .join(texts, texts.c.pk == documents.c.text_pk)
        .where(documents.c.id == document_id, documents.c.current)
    ).first()
    if row is None:
        raise ProjectError(f"no document {document_id!r} in the project", code="PRO009")
    return row.pk, row.text


def _forget(connection: Connection, document_pk: int, coder: str) -> None:
    """Drop what a machine coder said or failed to say about a document."""
    machines = select(coders.c.pk).where(coders.c.name == coder, coders.c.kind == "machine")
    mine = and_(failures.c.document_pk == document_pk, failures.c.coder_pk.in_(machines))
    connection.execute(delete(problems).where(problems.c.pk.in_(select(failures.c.problem_pk).where(mine))))
    connection.execute(delete(failures).where(mine))
    connection.execute(
        delete(annotations_table).where(
            annotations_table.c.document_pk == document_pk, annotations_table.c.coder_pk.in_(machines)
        )
    )


def read_parts(
    connection: Connection, keys: Sequence[int], wanted: Sequence[tuple[Table, str]] = _PARTS
) -> dict[int, dict[str, list[rows_.Row]]]:
    """Rows of times, mentions and statements of some annotations, by annotation and kind, in order."""
    parts: dict[int, dict[str, list[rows_.Row]]] = {}
    for table, name in wanted:
        query = select(table).where(table.c.annotation_pk.in_(keys)).order_by(table.c.annotation_pk, table.c[name])
        for row in connection.execute(query).mappings():
            parts.setdefault(row["annotation_pk"], {}).setdefault(name, []).append(row)
    return parts


def _annotation(document_id: str, words: int, parts: dict[str, list[rows_.Row]]) -> Annotation:
    return Annotation(
        document_id=document_id,
        times=tuple(rows_.time_of(row) for row in parts.get("time", [])),
        mentions=tuple(rows_.mention_of(row) for row in parts.get("mention", [])),
        statements=tuple(rows_.statement_of(row) for row in parts.get("statement", [])),
        words=words,
    )
