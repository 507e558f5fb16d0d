"""Documents and problems: fixed texts, revisions of what is told about them, reading order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, delete, func, insert, select, tuple_, update

from dissensus.model.documents import Document, PartialDate, Problem
from dissensus.model.errors import ProjectError
from dissensus.projects import _rows as rows_
from dissensus.projects.records import Stage
from dissensus.projects.runs import RunStore
from dissensus.projects.schema import affiliations, annotations_table, documents, failures, problems, reprints, texts

BATCH = 100
"""Documents read at a time; no transaction is held open between batches."""

_STAGES: dict[str, Stage] = {"READ": "reading", "ANN": "annotating", "EVI": "annotating"}


class DocumentStore(RunStore):
    """The documents of a project and the problems found with inputs."""

    def add_document(self, document: Document, position: int | None = None) -> Literal["added", "changed", "same"]:
        """Take a document in.

        A text is stored once and never changed. When text or metadata differ from what is stored under the id, a new
        revision becomes the current one; the older stays, because decisions may point at it, and its proposals go.
        Where only the provenance differs (origin, reader, encoding, digest of the bytes), the document is the same.

        Args:
            document: the document.
            position: place in the reading order, from 0. None keeps a known document's place and puts a new one last.
                Give it in every reading and the order is the one of the last reading, whatever was read before.

        Raises:
            ProjectError: PRO008, a lone surrogate in the text or metadata.
        """
        rows_.refuse_unstorable(document)
        row = rows_.row_of_document(document)
        with self._write() as connection:
            stored = (
                connection.execute(_with_text().where(documents.c.id == document.id, documents.c.current))
                .mappings()
                .first()
            )
            if stored is None:
                self._insert(
                    connection, document, row, self._end_position(connection) if position is None else position
                )
                return "added"
            place = stored["position"] if position is None else position
            if document.text == stored["text"] and all(
                row[name] == stored[name] for name in row if name not in rows_.PROVENANCE
            ):
                changes = {name: row[name] for name in rows_.PROVENANCE if row[name] != stored[name]}
                if place != stored["position"]:
                    changes["position"] = place
                if changes:
                    connection.execute(update(documents).where(documents.c.pk == stored["pk"]).values(changes))
                return "same"
            _retire(connection, [stored["pk"]])
            self._insert(connection, document, row, place)
            return "changed"

    @staticmethod
    def _end_position(connection: Connection) -> int:
        last = connection.execute(select(func.max(documents.c.position)).where(documents.c.current)).scalar()
        return 0 if last is None else last + 1

    @staticmethod
    def _insert(connection: Connection, document: Document, row: dict[str, Any], position: int) -> None:
        digest = document.text_digest
        text_pk = connection.execute(select(texts.c.pk).where(texts.c.digest == digest)).scalar()
        if text_pk is None:
            key = connection.execute(insert(texts).values(digest=digest, text=document.text)).inserted_primary_key
            assert key is not None
            text_pk = key[0]
        revision = connection.execute(
            select(func.coalesce(func.max(documents.c.revision), 0) + 1).where(documents.c.id == document.id)
        ).scalar_one()
        connection.execute(
            insert(documents).values(**row, revision=revision, current=True, position=position, text_pk=text_pk)
        )

    def remove_documents(self, ids: Iterable[str]) -> int:
        """Take documents out of the project: they are no longer read, annotated or compared.

        Documents that vanish from the folder stay until they are removed. Their texts stay in the file, because
        decisions may point at them; their proposals go. Adding the document again makes a new revision.

        Returns:
            how many were there.
        """
        with self._write() as connection:
            keys = [
                pk
                for document_id in ids
                for pk in connection.execute(
                    select(documents.c.pk).where(documents.c.id == document_id, documents.c.current)
                ).scalars()
            ]
            _retire(connection, keys)
        return len(keys)

    def document(self, document_id: str) -> Document:
        """The current revision of a document.

        Raises:
            ProjectError: PRO009, no such document.
        """
        with self._read() as connection:
            row = (
                connection.execute(_with_text().where(documents.c.id == document_id, documents.c.current))
                .mappings()
                .first()
            )
        if row is None:
            raise ProjectError(f"no document {document_id!r} in the project", code="PRO009")
        return rows_.document_of(row)

    def documents(self) -> Iterator[Document]:
        """The current revisions in reading order; safe while others write."""
        for batch in self._batches(_with_text(), BATCH):
            for row in batch:
                yield rows_.document_of(row)

    def texts(self) -> Iterator[tuple[str, str, PartialDate | None]]:
        """Id, text and publication date of each document in reading order, as a ReprintFinder reads them."""
        for document in self.documents():
            yield document.id, document.text, document.published

    def document_ids(self) -> list[str]:
        """Ids of the documents in reading order."""
        order = select(documents.c.id).where(documents.c.current).order_by(documents.c.position, documents.c.id)
        with self._read() as connection:
            return list(connection.execute(order).scalars())

    def document_origins(self) -> dict[str, str]:
        """Origin of each current document, by id."""
        with self._read() as connection:
            query = select(documents.c.id, documents.c.origin).where(documents.c.current)
            return {row.id: row.origin for row in connection.execute(query)}

    def count_documents(self) -> int:
        """Number of documents."""
        with self._read() as connection:
            return connection.execute(
                select(func.count()).select_from(documents).where(documents.c.current)
            ).scalar_one()

    def _batches(
        self, query: Select[Any], size: int, then: ColumnElement[int] | None = None
    ) -> Iterator[list[RowMapping]]:
        """Rows of a query over ``documents`` in reading order; each batch is a short transaction of its own.

        The query gives ``position`` and ``id``; ``then`` is a column that tells its rows of one document apart.
        """
        then = documents.c.pk if then is None else then
        order = (documents.c.position, documents.c.id, then)
        query = query.add_columns(then.label("batch_pk")).where(documents.c.current).order_by(*order).limit(size)
        reached: tuple[int, str, int] | None = None
        while True:
            page = query if reached is None else query.where(tuple_(*order) > tuple_(*reached))
            with self._read() as connection:
                rows = list(connection.execute(page).mappings())
            if rows:
                yield rows
                reached = (rows[-1]["position"], rows[-1]["id"], rows[-1]["batch_pk"])
            if len(rows) < size:
                return

    def add_problem(self, problem: Problem, run_id: int, stage: Stage | None = None) -> int:
        """Record a problem; one that is there already is not recorded again.

        Args:
            problem: the problem.
            run_id: the run that met it.
            stage: what was being done; None tells it from the code.

        Returns:
            its number.

        Raises:
            ProjectError: PRO009, no such run.
        """
        if stage is None:
            stage = _STAGES.get(problem.code.rstrip("0123456789"), "reconciling")
        row = rows_.row_of_problem(problem, stage)
        with self._write() as connection:
            known = connection.execute(
                select(problems.c.pk).where(problems.c.stage == stage, problems.c.digest == row["digest"])
            ).scalar()
            if known is not None:
                return int(known)
            key = connection.execute(insert(problems).values(**row, run_pk=run_id)).inserted_primary_key
            assert key is not None
            return int(key[0])

    def problems(self, stage: Stage | None = None) -> tuple[Problem, ...]:
        """The problems recorded, of one stage or of all, in the order they were met."""
        query = select(problems).order_by(problems.c.pk)
        if stage is not None:
            query = query.where(problems.c.stage == stage)
        with self._read() as connection:
            return tuple(rows_.problem_of(row) for row in connection.execute(query).mappings())

    def clear_problems(self, stage: Stage, origins: Collection[str] | None = None) -> None:
        """Forget a stage's problems; what begins anew meets them anew.

        Args:
            stage: the stage.
            origins: only those met in these folders or files (first part of a problem's origin); None for all.
        """
        with self._write() as connection:
            rows = connection.execute(select(problems.c.pk, problems.c.origin).where(problems.c.stage == stage))
            keys = [row.pk for row in rows if origins is None or row.origin.split("/")[0] in origins]
            for start in range(0, len(keys), BATCH):
                connection.execute(delete(problems).where(problems.c.pk.in_(keys[start : start + BATCH])))


def _with_text() -> Select[Any]:
    return select(documents, texts.c.text).join(texts, texts.c.pk == documents.c.text_pk)


def _retire(connection: Connection, keys: list[int]) -> None:
    """Make revisions no longer current, and drop what was found about them."""
    for pk in keys:
        failed = select(failures.c.problem_pk).where(failures.c.document_pk == pk)
        connection.execute(delete(problems).where(problems.c.pk.in_(failed)))
        connection.execute(delete(annotations_table).where(annotations_table.c.document_pk == pk))
        connection.execute(delete(affiliations).where(affiliations.c.document_pk == pk))
        connection.execute(delete(reprints).where((reprints.c.document_pk == pk) | (reprints.c.original_pk == pk)))
        connection.execute(update(documents).where(documents.c.pk == pk).values(current=False))
