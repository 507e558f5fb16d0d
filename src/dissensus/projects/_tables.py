"""Rows of the project to Arrow tables, a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, Select, and_, select

from dissensus.model.findings import Findings
from dissensus.projects._position_tables import position_tables
from dissensus.projects._rows import published_of, spans_of_text
from dissensus.projects._who import affiliations_query
from dissensus.projects.annotations import _of_coder
from dissensus.projects.schema import (
    actors,
    annotations_table,
    documents,
    entity_actors,
    mentions,
    reprints,
    statements,
    times,
)

BATCH_ROWS = 20_000
"""Rows that exist as Python objects at one time."""

_LABEL = pa.dictionary(pa.int32(), pa.string())
_SPANS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))
_DAY = pa.date32()
_Converters = dict[str, Callable[[Any], pa.Array]]


class _Keys:
    """Strings that SQL gives as a number: an index into a dictionary that all batches share."""

    def __init__(self, strings: list[str]) -> None:
        self._strings = pa.array(strings, pa.string())

    def column(self, numbers: list[int | None]) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int32()), self._strings)


def findings_of(connection: Connection, coder: str) -> Findings:
    """The findings of a project, read in one transaction."""
    order = _of_coder(
        select(annotations_table.c.pk, documents.c.id)
        .join(documents, documents.c.pk == annotations_table.c.document_pk)
        .where(documents.c.current)
        .order_by(documents.c.position, documents.c.id),
        coder,
    )
    keys: list[int] = []
    ids: list[str] = []
    for key, document_id in connection.execute(order):
        keys.append(key)
        ids.append(document_id)
    found = list(connection.execute(select(actors).order_by(actors.c.id)).mappings())
    reader = _Reader(
        connection, keys, _Keys(ids), {row["pk"]: n for n, row in enumerate(found)}, _Keys([a["id"] for a in found])
    )
    return Findings(
        documents=_documents(connection, coder),
        actors=_actors(found),
        mentions=reader.mentions(),
        statements=reader.statements(),
        times=reader.times(),
        affiliations=_affiliations(connection),
        **position_tables(connection, dict(zip(keys, ids, strict=True)), coder),
    )


def _documents(connection: Connection, coder: str) -> pa.Table:
    original = documents.alias()
    mine = _of_coder(select(annotations_table.c.document_pk, annotations_table.c.words), coder).subquery()
    query = (
        select(documents, mine.c.words, original.c.id.label("original_id"))
        .join_from(documents, mine, mine.c.document_pk == documents.c.pk)
        .join(reprints, reprints.c.document_pk == documents.c.pk, isouter=True)
        .join(original, original.c.pk == reprints.c.original_pk, isouter=True)
        .where(documents.c.current)
        .order_by(documents.c.position, documents.c.id)
    )
    columns: dict[str, list[Any]] = {name: [] for name in _DOCUMENTS.names}
    for position, row in enumerate(connection.execute(query).mappings()):
        published = published_of(row)
        for name in ("id", "title", "outlet", "published", "words", "original_id"):
            columns[name].append(row[name])
        columns["position"].append(position)
        columns["published_first"].append(published and published.first_day)
        columns["published_last"].append(published and published.last_day)
    return pa.table([pa.array(columns[f.name], f.type) for f in _DOCUMENTS], schema=_DOCUMENTS)


def _actors(found: list[Any]) -> pa.Table:
    columns = {
        "id": [row["id"] for row in found],
        "name": [row["name"] for row in found],
        "kind": [row["kind"] for row in found],
        "aliases": [json.loads(row["aliases"]) for row in found],
    }
    return pa.table([pa.array(columns[f.name], f.type) for f in _ACTORS], schema=_ACTORS)


def _affiliations(connection: Connection) -> pa.Table:
    rows = connection.execute(affiliations_query()).mappings().all()
    columns = {f.name: [row[f.name] for row in rows] for f in _AFFILIATIONS}
    return pa.table([pa.array(columns[f.name], f.type) for f in _AFFILIATIONS], schema=_AFFILIATIONS)


class _Reader:
    """The tables with one row for each part of an annotation."""

    def __init__(
        self, connection: Connection, keys: list[int], ids: _Keys, actor_of: dict[int, int], actor_ids: _Keys
    ) -> None:
        self._connection = connection
        self._keys = keys
        self._place = {key: n for n, key in enumerate(keys)}
        self._ids = ids
        self._actor_of = actor_of
        self._actor_ids = actor_ids

    def mentions(self) -> pa.Table:
        m = mentions.c
        query = select(
            m.annotation_pk,
            m.mention,
            m.start,
            m.end,
            m.words,
            m.kind,
            m.form,
            m.name,
            m.role,
            entity_actors.c.actor_pk,
            m.number,
            m.gender,
        ).join(
            entity_actors,
            and_(entity_actors.c.annotation_pk == m.annotation_pk, entity_actors.c.entity == m.entity),
            isouter=True,
        )
        convert: _Converters = {"document_id": self._document_ids, "actor_id": self._actors}
        return self._table(query, m.annotation_pk, m.mention, _MENTIONS, convert)

    def statements(self) -> pa.Table:
        s, m, t = statements.c, mentions.c, times.c
        query = (
            select(
                s.annotation_pk, s.statement, s.mode, s.act, s.confidence, s.parent, entity_actors.c.actor_pk,
                s.speaker_words, s.cue_words, s.content_words, s.speaker, s.cue, s.content, s.words, t.value,
                t.first, t.last,
            )
            .join(mentions, and_(m.annotation_pk == s.annotation_pk, m.mention == s.speaker_mention), isouter=True)
            .join(
                entity_actors,
                and_(entity_actors.c.annotation_pk == s.annotation_pk, entity_actors.c.entity == m.entity),
                isouter=True,
            )
            .join(times, and_(t.annotation_pk == s.annotation_pk, t.time == s.time), isouter=True)
        )  # fmt: skip
        convert: _Converters = {
            "document_id": self._document_ids,
            "speaker_actor_id": self._actors,
            "speaker": _spans,
            "cue": _spans,
            "content": _spans,
        }
        return self._table(query, s.annotation_pk, s.statement, _STATEMENTS, convert)

    def times(self) -> pa.Table:
        t = times.c
        query = select(t.annotation_pk, t.time, t.start, t.end, t.words, t.value, t.kind, t.first, t.last)
        return self._table(query, t.annotation_pk, t.time, _TIMES, {"document_id": self._document_ids})

    def _document_ids(self, keys: list[int]) -> pa.Array:
        return self._ids.column([self._place[key] for key in keys])

    def _actors(self, keys: list[int | None]) -> pa.Array:
        return self._actor_ids.column([None if key is None else self._actor_of[key] for key in keys])

    def _table(
        self,
        query: Select[Any],
        annotation: Any,  # noqa: ANN401  # a column of any table
        part: Any,  # noqa: ANN401
        schema: pa.Schema,
        convert: _Converters,
    ) -> pa.Table:
        batches = [
            pa.RecordBatch.from_arrays(
                [
                    convert[field.name](list(column)) if field.name in convert else _column(list(column), field.type)
                    for field, column in zip(schema, zip(*rows, strict=True), strict=True)
                ],
                schema=schema,
            )
            for rows in self._rows(query, annotation, part)
        ]
        return pa.Table.from_batches(batches, schema=schema).unify_dictionaries()

    def _rows(self, query: Select[Any], annotation: Any, part: Any) -> Iterator[list[Any]]:  # noqa: ANN401
        """Rows in reading order, at least BATCH_ROWS at a time but for the last; whole annotations each time."""
        rows: list[Any] = []
        for begin in range(0, len(self._keys), _KEYS_A_QUERY):
            keys = self._keys[begin : begin + _KEYS_A_QUERY]
            found = self._connection.execute(query.where(annotation.in_(keys)).order_by(annotation, part)).all()
            # Python's sort is stable and the rows are sorted already unless documents were annotated out of order.
            rows.extend(sorted(found, key=lambda row: self._place[row[0]]))
            if len(rows) >= BATCH_ROWS:
                yield rows
                rows = []
        if rows:
            yield rows


_KEYS_A_QUERY = 250
"""Annotations asked for at once: far below the number of parameters that databases allow."""


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    if kind == _LABEL:
        return pa.array(values, pa.string()).dictionary_encode()
    if kind == _DAY:
        return pa.array(values, pa.string()).cast(_DAY)
    return pa.array(values, kind)


def _spans(stored: list[str]) -> pa.Array:
    spans = [spans_of_text(text) for text in stored]
    offsets = [0]
    for parts in spans:
        offsets.append(offsets[-1] + len(parts))
    flat = [span for parts in spans for span in parts]
    values = pa.StructArray.from_arrays(
        [pa.array([span.start for span in flat], pa.int32()), pa.array([span.end for span in flat], pa.int32())],
        fields=list(_SPANS.value_type),
    )
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values, type=_SPANS)


_DOCUMENTS = pa.schema(
    [
        ("id", pa.string()),
        ("position", pa.int32()),
        ("title", pa.string()),
        ("outlet", pa.string()),
        ("published", pa.string()),
        ("published_first", _DAY),
        ("published_last", _DAY),
        ("words", pa.int32()),
        ("original_id", pa.string()),
    ]
)
_ACTORS = pa.schema(
    [("id", pa.string()), ("name", pa.string()), ("kind", pa.string()), ("aliases", pa.list_(pa.string()))]
)
_AFFILIATIONS = pa.schema(
    [
        ("person_id", pa.string()),
        ("organisation_id", pa.string()),
        ("role", pa.string()),
        ("former", pa.bool_()),
        ("document_id", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("words", pa.string()),
    ]
)
_MENTIONS = pa.schema(
    [
        ("document_id", _LABEL),
        ("mention", pa.int32()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("words", _LABEL),
        ("kind", _LABEL),
        ("form", _LABEL),
        ("name", _LABEL),
        ("role", _LABEL),
        ("actor_id", _LABEL),
        ("number", _LABEL),
        ("gender", _LABEL),
    ]
)
_STATEMENTS = pa.schema(
    [
        ("document_id", _LABEL),
        ("statement", pa.int32()),
        ("mode", _LABEL),
        ("act", _LABEL),
        ("confidence", pa.float64()),
        ("parent", pa.int32()),
        ("speaker_actor_id", _LABEL),
        ("speaker_words", _LABEL),
        ("cue_words", _LABEL),
        ("content_words", pa.string()),
        ("speaker", _SPANS),
        ("cue", _SPANS),
        ("content", _SPANS),
        ("words", pa.int32()),
        ("said_value", _LABEL),
        ("said_first", _DAY),
        ("said_last", _DAY),
    ]
)
_TIMES = pa.schema(
    [
        ("document_id", _LABEL),
        ("time", pa.int32()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("words", _LABEL),
        ("value", _LABEL),
        ("kind", _LABEL),
        ("first", _DAY),
        ("last", _DAY),
    ]
)
