"""Proposals with their keys, the log of what people decided, and what the team agreed: three records, never one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import insert, select

from dissensus.model.errors import ProjectError
from dissensus.model.records import AgreedCoding, Coder, Decision, RecordKind
from dissensus.model.spans import Evidence, Spans
from dissensus.projects import _rows as rows_
from dissensus.projects._checking import check_evidence, check_form, json_of, newest_text
from dissensus.projects._log import logged_decisions
from dissensus.projects.annotations import coder_key, read_parts
from dissensus.projects.documents import BATCH
from dissensus.projects.positions import PositionStore
from dissensus.projects.records import MACHINE, LoggedDecision, Proposal, canonical_json, record_key
from dissensus.projects.runs import now
from dissensus.projects.schema import (
    agreed_codings,
    annotations_table,
    coders,
    decisions,
    documents,
    mentions,
    reprints,
    statements,
    texts,
    times,
)

_TEXTS = 16
"""How many documents' texts are kept at hand while many decisions are checked."""


class RecordStore(PositionStore):
    """The three kinds of record of a project."""

    def proposals(self, kind: RecordKind) -> Iterator[Proposal]:
        """What the machine coders propose, with the key of each record, in reading order; safe while others write."""
        if kind == "actor":
            yield from self._actor_proposals()
        elif kind == "reprint":
            yield from self._reprint_proposals()
        else:
            yield from self._part_proposals(kind)

    def _part_proposals(self, kind: RecordKind) -> Iterator[Proposal]:
        table = {"statement": statements, "mention": mentions, "time": times}[kind]
        read = {"statement": _statement, "mention": _mention, "time": _time}[kind]
        query = (
            select(
                documents.c.id,
                documents.c.position,
                texts.c.digest,
                annotations_table.c.pk.label("annotation_pk"),
                coders.c.name,
                coders.c.kind,
                coders.c.version,
            )
            .join(texts, texts.c.pk == documents.c.text_pk)
            .join(annotations_table, annotations_table.c.document_pk == documents.c.pk)
            .join(coders, coders.c.pk == annotations_table.c.coder_pk)
        )
        for batch in self._batches(query, BATCH, annotations_table.c.pk):
            with self._read() as connection:
                parts = read_parts(connection, [row["annotation_pk"] for row in batch], ((table, kind),))
            for row in batch:
                coder = Coder(row["name"], row["kind"], row["version"])
                for part in parts.get(row["annotation_pk"], {}).get(kind, []):
                    spans, main, mode, value = read(part)
                    key = record_key(kind, row["digest"], spans, mode)
                    value = {"document": row["id"], **value}
                    evidence = Evidence(row["id"], *main)
                    yield Proposal(kind, key, coder, row["id"], evidence, canonical_json(value))

    def _actor_proposals(self) -> Iterator[Proposal]:
        coder = self._reconciler()
        for actor in self.actors():
            value = {
                "id": actor.id,
                "name": actor.name,
                "kind": actor.kind,
                "aliases": list(actor.aliases),
                "rules": list(actor.rules),
            }
            yield Proposal("actor", record_key("actor", actor.id), coder, None, None, canonical_json(value))

    def _reprint_proposals(self) -> Iterator[Proposal]:
        coder = self._reconciler()
        original, original_text = documents.alias(), texts.alias()
        query = (
            select(
                documents.c.id,
                texts.c.digest,
                original.c.id.label("original_id"),
                original_text.c.digest.label("original_digest"),
                reprints.c.similarity,
            )
            .join_from(reprints, documents, documents.c.pk == reprints.c.document_pk)
            .join(texts, texts.c.pk == documents.c.text_pk)
            .join(original, original.c.pk == reprints.c.original_pk)
            .join(original_text, original_text.c.pk == original.c.text_pk)
            .order_by(documents.c.id)
        )
        with self._read() as connection:
            rows = connection.execute(query).mappings().all()
        for row in rows:
            value = {"document": row["id"], "original": row["original_id"], "similarity": row["similarity"]}
            key = record_key("reprint", f"{row['digest']} {row['original_digest']}")
            yield Proposal("reprint", key, coder, row["id"], None, canonical_json(value))

    @staticmethod
    def _reconciler() -> Coder:
        return Coder(MACHINE, "machine")

    def decide(self, decision: Decision) -> int:
        """Append a person's decision to the log. Nothing in the log is ever changed; to take one back, decide "undo".

        Where ``new_value`` carries evidence (an object with "spans" and "words" inside one with "document", at any
        depth), the words must stand there in the document's text.

        Returns:
            the decision's number.

        Raises:
            ProjectError: PRO010, the coder is a machine, a value is not JSON, is missing or too many, or nothing stands
                that could be undone; PRO009, evidence in a document that is not there.
            EvidenceError: EVI001, the words of the new value do not stand in the text.
        """
        check_form(decision)
        with self._write() as connection:
            coder_pk = coder_key(connection, decision.coder)
            if decision.verdict == "undo" and not any(
                logged.standing and logged.decision.coder == decision.coder and logged.decision.kind == decision.kind
                for logged in self.decisions(decision.key)
            ):
                raise ProjectError("no decision of this coder stands that could be undone", code="PRO010")
            if decision.new_value is not None:
                check_evidence(lambda each: newest_text(connection, each), json.loads(decision.new_value))
            key = connection.execute(insert(decisions).values(**_row(decision, coder_pk, now()))).inserted_primary_key
            assert key is not None
            return int(key[0])

    def decide_all(self, found: Sequence[Decision]) -> None:
        """Append many decisions to the log, in one transaction; each is checked as `decide` checks it. None undoes.

        Raises:
            ProjectError: PRO009, PRO010; EvidenceError: EVI001, as of `decide`.
        """
        with self._write() as connection:
            keys: dict[Coder, int] = {}
            made = now()

            @lru_cache(maxsize=_TEXTS)
            def text_of(document_id: str) -> str | None:
                return newest_text(connection, document_id)

            rows = []
            for decision in found:
                check_form(decision)
                if decision.verdict == "undo":
                    raise ProjectError("decisions are taken back one by one", code="PRO010")
                if decision.new_value is not None:
                    check_evidence(text_of, json.loads(decision.new_value))
                if decision.coder not in keys:
                    keys[decision.coder] = coder_key(connection, decision.coder)
                rows.append(_row(decision, keys[decision.coder], made))
            for begin in range(0, len(rows), BATCH):
                connection.execute(insert(decisions), rows[begin : begin + BATCH])

    def decisions(self, key: str | None = None) -> tuple[LoggedDecision, ...]:
        """The log of decisions, of one record or of all, the oldest first; each tells whether it stands.

        An undo takes back the last standing decision of the same coder about the same record.
        """
        with self._read() as connection:
            return logged_decisions(connection, key)

    def agree(self, coding: AgreedCoding) -> int:
        """Record what the team settled on for one record; a later one about the same record takes its place.

        Returns:
            its number.

        Raises:
            ProjectError: PRO010, the value is not JSON, nobody settled it, or a decision it rests on is not one about
                this record.
        """
        if coding.value is not None:
            json_of(coding.value, "the agreed value")
        if not coding.settled_by.strip():
            raise ProjectError("an agreed coding names who settled it", code="PRO010")
        with self._write() as connection:
            about = {logged.id for logged in self.decisions(coding.key) if logged.decision.kind == coding.kind}
            strange = sorted(set(coding.decision_ids) - about)
            if strange:
                raise ProjectError(f"decision {strange[0]} is not about the record {coding.key!r}", code="PRO010")
            key = connection.execute(
                insert(agreed_codings).values(
                    kind=coding.kind,
                    key=coding.key,
                    value=coding.value,
                    decision_ids=" ".join(map(str, coding.decision_ids)),
                    settled_by=coding.settled_by,
                    made=now(),
                )
            ).inserted_primary_key
            assert key is not None
            return int(key[0])

    def agreed(self) -> tuple[AgreedCoding, ...]:
        """The agreed codings that hold, the last one for each record, sorted by kind and key."""
        with self._read() as connection:
            rows = connection.execute(select(agreed_codings).order_by(agreed_codings.c.pk)).mappings().all()
        last = {(row["kind"], row["key"]): row for row in rows}
        return tuple(
            AgreedCoding(
                row["kind"],
                row["key"],
                row["value"],
                tuple(int(number) for number in row["decision_ids"].split()),
                row["settled_by"],
            )
            for _, row in sorted(last.items())
        )


def _row(decision: Decision, coder_pk: int, made: str) -> dict[str, Any]:
    told = ("kind", "key", "verdict", "old_value", "new_value", "note")
    return {"coder_pk": coder_pk, "made": made, **{name: getattr(decision, name) for name in told}}


_Read = tuple[list[Spans], tuple[Spans, str], str, dict[str, Any]]
"""Spans for the key, spans and words of the evidence, mode for the key, value."""


def _evidence(spans: Spans, words: str) -> dict[str, Any] | None:
    return {"spans": [list(span) for span in spans], "words": words} if spans else None


def _statement(row: rows_.Row) -> _Read:
    statement = rows_.statement_of(row)
    value = {
        "speaker": _evidence(statement.speaker, row["speaker_words"]),
        "cue": _evidence(statement.cue, row["cue_words"]),
        "content": _evidence(statement.content, row["content_words"]),
        "mode": statement.mode,
        "act": statement.act,
        "confidence": statement.confidence,
    }
    parts = [statement.speaker, statement.cue, statement.content]
    return parts, (statement.content, row["content_words"]), statement.mode, value


def _mention(row: rows_.Row) -> _Read:
    mention = rows_.mention_of(row)
    spans = (mention.span,)
    value = {"kind": mention.kind, "form": mention.form, "name": mention.name, "role": mention.role}
    return [spans], (spans, row["words"]), "", {**(_evidence(spans, row["words"]) or {}), **value}


def _time(row: rows_.Row) -> _Read:
    time = rows_.time_of(row)
    spans = (time.span,)
    value = {"value": time.value, "kind": time.kind, "start": time.start, "end": time.end}
    return [spans], (spans, row["words"]), "", {**(_evidence(spans, row["words"]) or {}), **value}
