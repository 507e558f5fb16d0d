"""Files of other programs inside the project: their tables row by row, and what people coded in them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from dissensus.model.annotations import ActorKind
from dissensus.model.errors import EvidenceError, ProjectError
from dissensus.model.findings import Actor, Affiliation, Place, Resolution
from dissensus.model.records import Decision
from dissensus.model.spans import Evidence, Span, digest_of
from dissensus.projects._log import logged_decisions
from dissensus.projects._rows import published_of
from dissensus.projects.annotations import check_run, coder_key
from dissensus.projects.decisions import RecordStore, _check_evidence, _check_form, _newest_text
from dissensus.projects.records import MACHINE
from dissensus.projects.runs import now
from dissensus.projects.schema import decisions, documents, foreign_files, foreign_rows, foreign_tables, texts

_CHUNK = 5_000
_TEXTS = 16
Cell = int | float | str | bytes | None
"""What stands in a column of a foreign table."""


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file of another program that was taken in.

    Attributes:
        id: its number in the project; rises with time.
        format: which program's, such as "dna".
        name: under which name its documents are known.
        digest: SHA-256 of its bytes.
        version: version of the program, as the file tells it.
    """

    id: int
    format: str
    name: str
    digest: str
    version: str


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A table of such a file.

    Attributes:
        id: its number in the project.
        name: its name.
        shape: plain values that tell its columns.
        text: place of the column whose texts are those of documents, or None; they are stored once.
    """

    id: int
    name: str
    shape: Mapping[str, Any]
    text: int | None = None


class ForeignStore(RecordStore):
    """The foreign files of a project."""

    def store_foreign(
        self,
        file: ForeignFile,
        tables: Iterable[tuple[ForeignTable, Iterable[Sequence[Cell]]]],
        run_id: int,
    ) -> int:
        """Store a file row by row; it is never changed. The documents' texts must be in the project already.

        Args:
            file: the file; its number is made here.
            tables: each table with its rows.
            run_id: the run that takes it in.

        Returns:
            its number.

        Raises:
            ProjectError: PRO009, no such run; PRO011, this very file was stored before.
        """
        with self._write() as connection:
            check_run(connection, run_id)
            told = {"format": file.format, "name": file.name, "digest": file.digest, "version": file.version}
            file_pk = _inserted(connection, foreign_files, {**told, "run_pk": run_id})
            for table, rows in tables:
                shape = json.dumps({"shape": dict(table.shape), "text": table.text}, ensure_ascii=False)
                table_pk = _inserted(
                    connection, foreign_tables, {"file_pk": file_pk, "name": table.name, "shape": shape}
                )
                chunk: list[dict[str, Any]] = []
                for number, row in enumerate(rows, start=1):
                    chunk.append({"table_pk": table_pk, "row": number, "cells": _stored(row, table.text)})
                    if len(chunk) == _CHUNK:
                        connection.execute(insert(foreign_rows), chunk)
                        chunk = []
                if chunk:
                    connection.execute(insert(foreign_rows), chunk)
        return file_pk

    def foreign_files(self, kind: str) -> tuple[ForeignFile, ...]:
        """The files of one format, the oldest first."""
        query = select(foreign_files).where(foreign_files.c.format == kind).order_by(foreign_files.c.pk)
        with self._read() as connection:
            return tuple(
                ForeignFile(row["pk"], row["format"], row["name"], row["digest"], row["version"])
                for row in connection.execute(query).mappings()
            )

    def foreign_tables(self, file_id: int) -> tuple[ForeignTable, ...]:
        """The tables of a file in its order."""
        query = select(foreign_tables).where(foreign_tables.c.file_pk == file_id).order_by(foreign_tables.c.pk)
        with self._read() as connection:
            rows = connection.execute(query).mappings().all()
        found = []
        for row in rows:
            told = json.loads(row["shape"])
            found.append(ForeignTable(row["pk"], row["name"], told["shape"], told["text"]))
        return tuple(found)

    def foreign_rows(self, table: ForeignTable) -> Iterator[tuple[Cell, ...]]:
        """The rows of a table in its order."""
        last = 0
        query = select(foreign_rows.c.row, foreign_rows.c.cells).where(foreign_rows.c.table_pk == table.id)
        while True:
            with self._read() as connection:
                page = query.where(foreign_rows.c.row > last).order_by(foreign_rows.c.row).limit(_CHUNK)
                rows = connection.execute(page).all()
                cells = [_read(row.cells, table.text, connection) for row in rows]
            yield from cells
            if len(rows) < _CHUNK:
                return
            last = rows[-1].row

    def decide_all(self, found: Sequence[Decision]) -> None:
        """Append many decisions to the log, in one transaction; each is checked as `decide` checks it. None undoes.

        Raises:
            ProjectError: PRO009, PRO010; EvidenceError: EVI001, as of `decide`.
        """
        with self._write() as connection:
            keys: dict[Any, int] = {}
            made = now()

            @lru_cache(maxsize=_TEXTS)
            def text_of(document_id: str) -> str | None:
                return _newest_text(connection, document_id)

            rows = []
            for decision in found:
                _check_form(decision)
                if decision.verdict == "undo":
                    raise ProjectError("decisions are taken back one by one", code="PRO010")
                if decision.new_value is not None:
                    _check_evidence(text_of, json.loads(decision.new_value), None, 0)
                if decision.coder not in keys:
                    keys[decision.coder] = coder_key(connection, decision.coder)
                rows.append(
                    {
                        "coder_pk": keys[decision.coder],
                        "kind": decision.kind,
                        "key": decision.key,
                        "verdict": decision.verdict,
                        "old_value": decision.old_value,
                        "new_value": decision.new_value,
                        "note": decision.note,
                        "made": made,
                    }
                )
            for begin in range(0, len(rows), _CHUNK):
                connection.execute(insert(decisions), rows[begin : begin + _CHUNK])

    def store_resolution(self, resolution: Resolution, run_id: int, *, coder: str = MACHINE) -> None:
        """Store actors, merges, affiliations and links in place of the older ones; whom people named stays among them.

        Raises:
            ProjectError: PRO009, PRO010; EvidenceError: EVI001, EVI002, as for every resolution.
        """
        with self._write() as connection:
            told = _with_named(connection, resolution)
        super().store_resolution(told, run_id, coder=coder)


def _inserted(connection: Connection, table: Any, values: Mapping[str, Any]) -> int:  # noqa: ANN401
    key = connection.execute(insert(table).values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def _stored(row: Sequence[Cell], text: int | None) -> str:
    return json.dumps([_plain(cell, place == text) for place, cell in enumerate(row)], ensure_ascii=False)


def _plain(cell: Cell, is_text: bool) -> Any:  # noqa: ANN401
    if isinstance(cell, bytes):
        return {"bytes": base64.b64encode(cell).decode()}
    if isinstance(cell, float):
        return {"real": cell.hex()}
    if is_text and isinstance(cell, str):
        return {"text": digest_of(cell)}
    return cell


def _read(stored: str, text: int | None, connection: Connection) -> tuple[Cell, ...]:
    cells = json.loads(stored)
    if text is None and "{" not in stored:
        return tuple(cells)
    return tuple(_cell(each, connection) if isinstance(each, dict) else each for each in cells)


def _cell(told: Mapping[str, str], connection: Connection) -> Cell:
    if "bytes" in told:
        return base64.b64decode(told["bytes"])
    if "real" in told:
        return float.fromhex(told["real"])
    found = connection.execute(select(texts.c.text).where(texts.c.digest == told["text"])).scalar()
    if found is None:
        raise ProjectError("a text of an imported file is not in the project", code="PRO005")
    return str(found)


def _with_named(connection: Connection, resolution: Resolution) -> Resolution:
    """A resolution with the actors that standing decisions name and it lacks, and the affiliations they tell."""
    actors = {actor.id: actor for actor in resolution.actors}
    before = len(actors)
    told: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for logged in logged_decisions(connection, kind="position"):
        decision = logged.decision
        if not logged.standing or '"named"' not in (decision.new_value or decision.old_value):
            continue
        value = json.loads(decision.old_value if decision.new_value is None else decision.new_value)
        named = value.get("named") or {}
        holder, organisation = value.get("holder"), named.get("organisation_id")
        if holder:
            _add(actors, holder, named.get("speaker") or named.get("organisation"), bool(named.get("speaker")))
        if organisation:
            _add(actors, organisation, named.get("organisation"), person=False)
        if holder and organisation and named.get("speaker") and value.get("evidence"):
            told.setdefault((value["document"], holder, organisation), value)
    if not told and len(actors) == before:
        return resolution
    known = {(each.evidence.document_id, each.person_id, each.organisation_id) for each in resolution.affiliations}
    wanted = sorted(key for key in told if key not in known)
    more = []
    for begin in range(0, len(wanted), _CHUNK // 10):
        batch = wanted[begin : begin + _CHUNK // 10]
        there = _current(connection, {document_id for document_id, _, _ in batch})
        more += [each for key in batch if (each := _affiliation(there.get(key[0]), key, told[key])) is not None]
    return replace(
        resolution,
        actors=tuple(actors[key] for key in sorted(actors)),
        affiliations=(*resolution.affiliations, *more),
    )


def _add(actors: dict[str, Actor], actor_id: str, name: object, person: bool) -> None:
    if actor_id not in actors and isinstance(name, str) and name:
        kind: ActorKind = "person" if person else "organisation"
        actors[actor_id] = Actor(actor_id, name, kind, (name,), ("named by a person",))


def _current(connection: Connection, ids: set[str]) -> dict[str, RowMapping]:
    query = select(documents.c.id, texts.c.text, documents.c.published, documents.c.published_inferred)
    query = query.join(texts, documents.c.text_pk == texts.c.pk).where(documents.c.current, documents.c.id.in_(ids))
    return {row["id"]: row for row in connection.execute(query).mappings()}


def _affiliation(row: RowMapping | None, key: tuple[str, str, str], value: Mapping[str, Any]) -> Affiliation | None:
    """What a coded passage tells of a person's organisation; None where the document is not as it was then."""
    document_id, person, organisation = key
    if row is None:
        return None
    told = value["evidence"][0]
    span = Span(*told["spans"][0])
    words = row["text"][span.start : span.end]
    try:
        Evidence(document_id, tuple(Span(*each) for each in told["spans"]), told["words"]).check(row["text"])
    except EvidenceError:
        return None
    return Affiliation(person, organisation, None, Place(document_id, span, words), published_of(row))
