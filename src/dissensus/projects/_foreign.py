"""Files of other programs inside the project: their tables row by row, and what people coded in them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from dissensus.model.annotations import ActorKind
from dissensus.model.errors import EvidenceError, ProjectError
from dissensus.model.findings import Actor, Affiliation, Place, Resolution
from dissensus.model.spans import Evidence, Span, digest_of
from dissensus.projects._log import standing_values
from dissensus.projects._rows import published_of
from dissensus.projects.annotations import check_run
from dissensus.projects.decisions import RecordStore
from dissensus.projects.records import MACHINE, Cell, ForeignFile, ForeignTable
from dissensus.projects.schema import documents, texts
from dissensus.projects.schema_foreign import foreign_files, foreign_rows, foreign_tables

_CHUNK = 5_000
"""Most rows of a table that are held at once."""
_CHARACTERS = 8_000_000
"""Characters of stored rows after which no further one is held with them."""


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
                stored = ((number, _stored(row, table.text)) for number, row in enumerate(rows, start=1))
                for page in _pages(stored):
                    told_rows = [{"table_pk": table_pk, "row": number, "cells": cells} for number, cells in page]
                    connection.execute(insert(foreign_rows), told_rows)
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
                after = query.where(foreign_rows.c.row > last).order_by(foreign_rows.c.row)
                with connection.execute(after) as found:
                    page = next(_pages((row, cells) for row, cells in found), [])
            for _, cells in page:
                # One at a time: a row of a few characters may stand for a long text.
                yield _read(cells, table.text, self._text_of)
            if not page:
                return
            last = page[-1][0]

    def _text_of(self, digest: str) -> str:
        with self._read() as connection:
            found = connection.execute(select(texts.c.text).where(texts.c.digest == digest)).scalar()
        if found is None:
            raise ProjectError("a text of an imported file is not in the project", code="PRO005")
        return str(found)

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


def _pages(rows: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Rows many at a time, as long as they are short."""
    page: list[tuple[int, str]] = []
    characters = 0
    for row in rows:
        page.append(row)
        characters += len(row[1])
        if len(page) == _CHUNK or characters >= _CHARACTERS:
            yield page
            page, characters = [], 0
    if page:
        yield page


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


def _read(stored: str, text: int | None, text_of: Callable[[str], str]) -> tuple[Cell, ...]:
    cells = json.loads(stored)
    if text is None and "{" not in stored:
        return tuple(cells)
    return tuple(_cell(each, text_of) if isinstance(each, dict) else each for each in cells)


def _cell(told: Mapping[str, str], text_of: Callable[[str], str]) -> Cell:
    if "bytes" in told:
        return base64.b64decode(told["bytes"])
    if "real" in told:
        return float.fromhex(told["real"])
    return text_of(told["text"])


def _with_named(connection: Connection, resolution: Resolution) -> Resolution:
    """A resolution with the actors that standing decisions name and it lacks, and the affiliations they tell."""
    actors = {actor.id: actor for actor in resolution.actors}
    before = len(actors)
    told: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for stored in standing_values(connection, "position"):
        if '"named"' not in stored:
            continue
        value = json.loads(stored)
        holder, named = value.get("holder"), value.get("named") or {}
        if holder:
            _add(actors, holder, named.get("speaker") or named.get("organisation"), bool(named.get("speaker")))
        # Who speaks for several organisations has them told with the evidence.
        for each in (value, *(value.get("evidence") or ())):
            named = each.get("named") or {}
            organisation = named.get("organisation_id")
            if organisation:
                _add(actors, organisation, named.get("organisation"), person=False)
            shown = each if "spans" in each else next(iter(value.get("evidence") or ()), None)
            if holder and organisation and named.get("speaker") and shown:
                told.setdefault((value["document"], holder, organisation), shown)
    if not told and len(actors) == before:
        return resolution
    known = {(each.evidence.document_id, each.person_id, each.organisation_id) for each in resolution.affiliations}
    wanted = sorted(key for key in told if key not in known)
    more = []
    for document_id, keys in groupby(wanted, key=lambda key: key[0]):
        # One at a time: a text may be long.
        row = _current(connection, document_id)
        more += [each for key in keys if (each := _affiliation(row, key, told[key])) is not None]
    return replace(
        resolution,
        actors=tuple(actors[key] for key in sorted(actors)),
        affiliations=(*resolution.affiliations, *more),
    )


def _add(actors: dict[str, Actor], actor_id: str, name: object, person: bool) -> None:
    if actor_id not in actors and isinstance(name, str) and name:
        kind: ActorKind = "person" if person else "organisation"
        actors[actor_id] = Actor(actor_id, name, kind, (name,), ("named by a person",))


def _current(connection: Connection, document_id: str) -> RowMapping | None:
    query = select(documents.c.id, texts.c.text, documents.c.published, documents.c.published_inferred)
    query = query.join(texts, documents.c.text_pk == texts.c.pk).where(
        documents.c.current, documents.c.id == document_id
    )
    return connection.execute(query).mappings().first()


def _affiliation(row: RowMapping | None, key: tuple[str, str, str], told: Mapping[str, Any]) -> Affiliation | None:
    """What a coded passage tells of a person's organisation; None where the document is not as it was then."""
    document_id, person, organisation = key
    if row is None:
        return None
    span = Span(*told["spans"][0])
    words = row["text"][span.start : span.end]
    try:
        Evidence(document_id, tuple(Span(*each) for each in told["spans"]), told["words"]).check(row["text"])
    except EvidenceError:
        return None
    return Affiliation(person, organisation, None, Place(document_id, span, words), published_of(row))
