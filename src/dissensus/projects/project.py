"""The project file: made, opened, migrated, checked and closed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from sqlalchemy import delete, func, insert, select, text

from dissensus.model.annotations import ACTS, MODES
from dissensus.model.documents import Problem
from dissensus.model.errors import REMEDIES, EvidenceError, ProjectError
from dissensus.model.spans import digest_of, words_at
from dissensus.projects import _migrating
from dissensus.projects._database import check_signature, connect, translated
from dissensus.projects._digest import content_digest
from dissensus.projects._foreign import ForeignStore
from dissensus.projects._lock import RunLock
from dissensus.projects._rows import Row, spans_of_text
from dissensus.projects._who import refuse_untrue
from dissensus.projects.annotations import read_parts
from dissensus.projects.records import canonical_json
from dissensus.projects.schema import annotations_table, documents, mentions, settings, statements, texts, times

SUFFIX = ".dissensus"
"""Ending of project files."""


class Project(ForeignStore):
    """A project: one file with documents, proposals, decisions, agreed codings and the runs that made them.

    Use `create`, `open` or `open_or_create`, best in a ``with`` statement. Reading and deciding are possible while a
    run of another process writes; a second run is refused (PRO004). Do not take an open project across a fork.
    """

    @classmethod
    def create(cls, path: Path | str) -> Self:
        """Make a new project file; folders on the way are made.

        The file appears under its name when it is whole, so an interruption leaves none.

        Raises:
            ProjectError: PRO002, something is there; PRO004, another process makes it; PRO006, it cannot be written.
        """
        path = Path(path)
        if os.path.lexists(path):
            raise ProjectError(f"{str(path)!r} exists", code="PRO002")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ProjectError(f"the folder {str(path.parent)!r} cannot be made", code="PRO006") from error
        lock = RunLock(path)
        lock.acquire("create")
        try:
            _make(path)
        finally:
            lock.release()
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | str, *, migrate: bool = True) -> Self:
        """Open a project file.

        Args:
            path: the file.
            migrate: bring a file of an older version up to date, after copying it beside itself. Without, such a file
                is refused.

        Raises:
            ProjectError: PRO001, not a project; PRO003, written by a newer version; PRO004, it must be migrated and a
                run is under way; PRO005, damaged; PRO006, it cannot be read or written; PRO012, older, and ``migrate``
                is off.
        """
        path = Path(path)
        check_signature(path)
        engine = connect(path)
        try:
            revision = _migrating.revision_of(engine, path)
            if not _migrating.is_newest(revision):
                _bring_up_to_date(path, engine, revision, migrate=migrate)
        except BaseException:
            engine.dispose()
            raise
        return cls(path, engine)

    @classmethod
    def open_or_create(cls, path: Path | str) -> Self:
        """Open the project at a path, or make it if nothing is there. Raises what `open` and `create` raise."""
        return cls.open(path) if os.path.lexists(path) else cls.create(path)

    def close(self) -> None:
        """Close the file; a run still under way counts as interrupted. Closing twice is without effect."""
        try:
            if self._run is not None:
                self._run.finish("interrupted")
        finally:
            self._lock.release()
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def settings(self) -> Mapping[str, Any]:
        """Remembered options by name (the mapping of columns, for instance), sorted by name."""
        with self._read() as connection:
            rows = connection.execute(select(settings).order_by(settings.c.key)).all()
        return MappingProxyType({row.key: json.loads(row.value) for row in rows})

    def set_setting(self, key: str, value: Any) -> None:  # noqa: ANN401  # any JSON
        """Remember an option for the next time; None forgets it.

        Raises:
            ProjectError: PRO010, the value is not JSON.
        """
        try:
            stored = canonical_json(value)
        except (TypeError, ValueError, RecursionError) as error:
            raise ProjectError(f"the setting {key!r} is not JSON ({error})", code="PRO010") from error
        with self._write() as connection:
            connection.execute(delete(settings).where(settings.c.key == key))
            if value is not None:
                connection.execute(insert(settings).values(key=key, value=stored))

    def counts(self) -> dict[str, int]:
        """How many documents, annotated documents, times, mentions, statements, ... the project has, by table."""
        from dissensus.projects.schema import (
            actor_merges,
            actors,
            affiliations,
            agreed_codings,
            claims,
            decisions,
            entity_actors,
            positions,
            problems,
            reprints,
        )

        found = (annotations_table, times, mentions, statements, problems, reprints)
        tables = (*found, actors, entity_actors, actor_merges, affiliations, claims, positions, decisions)
        counted = {"documents": self.count_documents()}
        with self._read() as connection:
            for table in (*tables, agreed_codings):
                counted[table.name] = connection.execute(select(func.count()).select_from(table)).scalar_one()
        return counted

    def content_digest(self) -> str:
        """SHA-256 of all that the project says: documents, problems, proposals, findings, decisions, agreed codings.

        Two projects with the same content have the same digest, however they were made: run numbers, moments, paths of
        files, the order of writes, older revisions and settings are left out.
        """
        with self._read() as connection:
            return content_digest(connection)

    def verify(self) -> tuple[Problem, ...]:
        """Check the whole file: its structure, the digest of each text, and of each record the words, mode and act.

        Empty when sound.
        """
        with self._read() as connection:
            for pragma in ("integrity_check(1)", "foreign_key_check"):
                answer = connection.execute(text(f"PRAGMA {pragma}")).first()
                if answer is not None and answer[0] != "ok":
                    return (_problem("PRO005", f"the file's structure is broken ({answer[0]})"),)
        found: list[Problem] = []
        query = select(
            documents.c.id,
            documents.c.position,
            texts.c.text,
            texts.c.digest,
            annotations_table.c.pk.label("annotation_pk"),
        ).join_from(documents, texts, texts.c.pk == documents.c.text_pk)
        query = query.join(annotations_table, annotations_table.c.document_pk == documents.c.pk, isouter=True)
        for batch in self._batches(query, 100, func.coalesce(annotations_table.c.pk, 0)):
            with self._read() as connection:
                parts = read_parts(connection, [row["annotation_pk"] for row in batch if row["annotation_pk"]])
            for row in batch:
                if digest_of(row["text"]) != row["digest"]:
                    found.append(_problem("PRO005", "the text differs from its digest", row["id"]))
                    continue
                records = parts.get(row["annotation_pk"], {})
                if not all(_holds(part, row["text"]) for kind in records.values() for part in kind):
                    found.append(_problem("EVI001", "words of a record do not stand in the text", row["id"]))
                for part in records.get("statement", []):
                    if part["mode"] not in MODES or part["act"] not in ACTS:
                        unknown = f"{part['mode']!r} is no mode or {part['act']!r} no act of a statement"
                        found.append(_problem("EVI002", unknown, row["id"]))
        found += self._untrue_positions()
        try:
            with self._read() as connection:
                refuse_untrue(connection, self.actors(), self.affiliations())
        except EvidenceError as error:
            found.append(_problem(error.code, f"a merge or an affiliation of actors: {error.found}"))
        except ProjectError:
            pass  # a document has left since the last comparison; the next one finds its actors anew
        return tuple(found)

    def _untrue_positions(self) -> list[Problem]:
        """A problem for each document with a position whose words do not stand in its text."""
        names = sorted({coder.name for coder in self.coders() if coder.kind == "machine"})
        untrue: dict[str, None] = {}
        for name in names:
            for document_id, held in self.positions(coder=name):
                told = self.document(document_id).text if held else ""
                for utterance in (b.utterance for position in held for b in position.bearings):
                    if words_at(told, utterance.spans) != utterance.words:
                        untrue[document_id] = None
        return [_problem("EVI001", "words of a position do not stand in the text", each) for each in untrue]


def _make(path: Path) -> None:
    building = path.with_name(f".{path.name}.new")
    with translated(path):
        try:
            for leftover in (building, building.with_name(building.name + "-journal")):
                leftover.unlink(missing_ok=True)
            engine = connect(building, create=True)
            try:
                with engine.connect().execution_options(writes=True) as connection, connection.begin():
                    _migrating.stamp_application(connection)
                    _migrating.upgrade_connection(connection)
            finally:
                engine.dispose()
            if os.path.lexists(path):
                raise ProjectError(f"{str(path)!r} exists", code="PRO002")
            building.rename(path)
        except OSError as error:
            raise ProjectError(f"{str(path)!r} cannot be written", code="PRO006") from error
        finally:
            building.unlink(missing_ok=True)


def _bring_up_to_date(path: Path, engine: Any, revision: str, *, migrate: bool) -> None:  # noqa: ANN401
    if not _migrating.is_known(revision):
        raise ProjectError(
            f"{str(path)!r} is at revision {revision!r}, which this version does not know", code="PRO003"
        )
    if not migrate:
        raise ProjectError(f"{str(path)!r} is at the older revision {revision!r}", code="PRO012")
    lock = RunLock(path)
    lock.acquire("migrate")
    try:
        revision = _migrating.revision_of(engine, path)  # another process may have migrated it meanwhile
        if not _migrating.is_newest(revision):
            _migrating.back_up(path, revision)
            _migrating.upgrade(engine, path)
    finally:
        lock.release()


def _holds(row: Row, told: str) -> bool:
    if "content" in row:
        return all(words_at(told, spans_of_text(row[p])) == row[f"{p}_words"] for p in ("speaker", "cue", "content"))
    return bool(told[row["start"] : row["end"]] == row["words"])


def _problem(code: str, found: str, document_id: str | None = None) -> Problem:
    return Problem(code, document_id or "", found, REMEDIES[code], "error", document_id)
