"""Values of the vocabulary to rows and back. Whatever does not hold in the text is refused here."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, get_args

from sqlalchemy import RowMapping

from dissensus.model.annotations import (
    Act,
    ActorKind,
    Annotation,
    Gender,
    Mention,
    MentionForm,
    Mode,
    Number,
    Statement,
    TimeExpression,
    TimeKind,
)
from dissensus.model.documents import Document, PartialDate, Problem
from dissensus.model.errors import EvidenceError, ProjectError
from dissensus.model.spans import Evidence, Span, Spans, digest_of
from dissensus.projects.records import canonical_json

Row = RowMapping
"""A row by names of columns."""

_WORD = re.compile(r"\w+(?:[.,'’\-]\w+)*")
"""A word for counting: "don't", "co-author" and "1,200" are one."""

PROVENANCE = ("origin", "reader", "encoding", "bytes_digest")
"""Columns that tell where a document came from; they may be brought up to date without a new revision."""


def refuse_unstorable(document: Document) -> None:
    """Refuse texts that no file can hold.

    Raises:
        ProjectError: PRO008, a lone surrogate stands in the text or the metadata.
    """
    try:
        for value in (document.id, document.text, canonical_json(_metadata_of(document))):
            value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ProjectError(
            f"document {document.id!a} holds half a character (a lone surrogate) at {error.start}", code="PRO008"
        ) from error


def _metadata_of(document: Document) -> dict[str, Any]:
    published = document.published
    return {
        "title": document.title,
        "outlet": document.outlet,
        "authors": canonical_json(list(document.authors)),
        "published": None if published is None else published.value,
        "published_inferred": False if published is None else published.inferred,
        "url": document.url,
        "language": document.language,
        "columns": canonical_json(dict(document.columns)),
        "origin": document.origin,
        "reader": document.reader,
        "encoding": document.encoding,
        "bytes_digest": document.bytes_digest,
    }


def row_of_document(document: Document) -> dict[str, Any]:
    """Columns of ``documents`` that the document itself decides, but for its text."""
    return {"id": document.id, **_metadata_of(document)}


def document_of(row: Row) -> Document:
    """The document of a row of ``documents`` joined with its text.

    Raises:
        ProjectError: PRO005, the row does not hold a document.
    """
    try:
        return Document(
            id=row["id"],
            text=row["text"],
            title=row["title"],
            outlet=row["outlet"],
            authors=tuple(json.loads(row["authors"])),
            published=published_of(row),
            url=row["url"],
            language=row["language"],
            columns=json.loads(row["columns"]),
            origin=row["origin"],
            reader=row["reader"],
            encoding=row["encoding"],
            bytes_digest=row["bytes_digest"],
        )
    except (ValueError, TypeError) as error:
        raise ProjectError(f"the row of document {row['id']!r} is damaged ({error})", code="PRO005") from error


def published_of(row: Row) -> PartialDate | None:
    """The publication date of a row of ``documents``."""
    return None if row["published"] is None else PartialDate(row["published"], bool(row["published_inferred"]))


def row_of_problem(problem: Problem, stage: str) -> dict[str, Any]:
    """A row of ``problems``, but for its run."""
    row = {
        "code": problem.code,
        "severity": problem.severity,
        "origin": problem.origin,
        "found": problem.found,
        "remedy": problem.remedy,
        "document_id": problem.document_id,
    }
    # What was found may quote a broken file name; here, unlike in a text, a replacement character does no harm.
    clean = {k: v if v is None else v.encode("utf-8", "backslashreplace").decode("utf-8") for k, v in row.items()}
    return {**clean, "stage": stage, "digest": digest_of(canonical_json(clean))}


def problem_of(row: Row) -> Problem:
    """The problem of a row of ``problems``."""
    return Problem(row["code"], row["origin"], row["found"], row["remedy"], row["severity"], row["document_id"])


def text_of_spans(spans: Spans) -> str:
    """Spans as stored: "12-15 20-31"; empty for none."""
    return " ".join(f"{start}-{end}" for start, end in spans)


def spans_of_text(stored: str) -> Spans:
    """Spans from their stored form."""
    pairs = (pair.partition("-") for pair in stored.split())
    return tuple(Span(int(start), int(end)) for start, _, end in pairs)


@lru_cache(maxsize=4096)
def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def count_words(words: str) -> int:
    """Number of words in a stretch of text."""
    return sum(1 for _ in _WORD.finditer(words))


class AnnotationRows:
    """Rows of ``times``, ``mentions`` and ``statements`` of one annotation, checked against the document's text.

    Raises:
        EvidenceError: EVI001, spans that do not hold in the text; EVI002, an index, date or confidence that is not one.
    """

    def __init__(self, annotation: Annotation, text: str) -> None:
        self._document_id = annotation.document_id
        self._text = text
        self._annotation = annotation
        if annotation.text_digest and annotation.text_digest != digest_of(text):
            raise EvidenceError(f"the annotation of document {annotation.document_id!r} was made on another text")
        self._check_parents()
        self.times = [self._time(n, time) for n, time in enumerate(annotation.times)]
        self.mentions = [self._mention(n, mention) for n, mention in enumerate(annotation.mentions)]
        self.statements = [self._statement(n, statement) for n, statement in enumerate(annotation.statements)]

    def _words(self, spans: Spans) -> str:
        return Evidence.take(self._document_id, self._text, spans).words if spans else ""

    def _refuse(self, what: str) -> None:
        raise EvidenceError(f"{what} in the annotation of document {self._document_id!r}", code="EVI002")

    def _check_index(self, index: int | None, parts: Sequence[object], what: str) -> None:
        if index is not None and not 0 <= index < len(parts):
            self._refuse(f"{what} {index} is not there")

    def _check_kind(self, value: str, allowed: object, what: str) -> None:
        if value not in get_args(allowed):
            self._refuse(f"{value!r} is no {what}")

    def _check_parents(self) -> None:
        parents = [statement.parent for statement in self._annotation.statements]
        for number in range(len(parents)):
            seen: set[int] = set()
            current: int | None = number
            while current is not None and 0 <= current < len(parents):
                if current in seen:
                    self._refuse(f"statement {number} stands inside itself")
                seen.add(current)
                current = parents[current]

    def _time(self, number: int, time: TimeExpression) -> dict[str, Any]:
        self._check_kind(time.kind, TimeKind, "kind of time")
        for day in (time.start, time.end):
            if day is not None and not _is_day(day):
                self._refuse(f"{day!r} is not a day")
        if time.start is not None and time.end is not None and time.start > time.end:
            self._refuse(f"the time {number} ends before it begins")
        return {
            "time": number,
            "start": time.span[0],
            "end": time.span[1],
            "words": self._words((time.span,)),
            "value": time.value,
            "kind": time.kind,
            "first": time.start,
            "last": time.end,
            "anchored": time.anchored,
        }

    def _mention(self, number: int, mention: Mention) -> dict[str, Any]:
        words = self._words((mention.span,))
        self._check_kind(mention.kind, ActorKind, "kind of actor")
        self._check_kind(mention.form, MentionForm, "form of mention")
        if mention.number is not None:
            self._check_kind(mention.number, Number, "number")
        if mention.gender is not None:
            self._check_kind(mention.gender, Gender, "gender")
        if mention.name is not None and not set(_WORD.findall(mention.name)) <= set(_WORD.findall(words)):
            self._refuse(f"the name {mention.name[:60]!r} does not stand in the words {words[:60]!r}")
        if not mention.span[0] <= mention.head[0] < mention.head[1] <= mention.span[1]:
            self._refuse(f"the head {mention.head[0]}-{mention.head[1]} of mention {number} is not inside the mention")
        return {
            "mention": number,
            "start": mention.span[0],
            "end": mention.span[1],
            "words": words,
            "head_start": mention.head[0],
            "head_end": mention.head[1],
            "kind": mention.kind,
            "form": mention.form,
            "name": mention.name,
            "role": mention.role,
            "entity": mention.entity,
            "speaker_only": mention.speaker_only,
            "number": mention.number,
            "gender": mention.gender,
        }

    def _statement(self, number: int, statement: Statement) -> dict[str, Any]:
        found = self._annotation
        self._check_index(statement.parent, found.statements, "statement")
        self._check_index(statement.speaker_mention, found.mentions, "mention")
        self._check_index(statement.time, found.times, "time")
        for mention in statement.about:
            self._check_index(mention, found.mentions, "mention")
        self._check_kind(statement.mode, Mode, "mode")
        self._check_kind(statement.act, Act, "act")
        if not statement.content:
            self._refuse(f"statement {number} has no content")
        if not 0 <= statement.confidence <= 1:
            self._refuse(f"the confidence {statement.confidence} of statement {number} is not between 0 and 1")
        content_words = self._words(statement.content)
        return {
            "statement": number,
            "mode": statement.mode,
            "confidence": statement.confidence,
            "parent": statement.parent,
            "speaker_mention": statement.speaker_mention,
            "time": statement.time,
            "about": " ".join(map(str, statement.about)),
            "speaker": text_of_spans(statement.speaker),
            "speaker_words": self._words(statement.speaker),
            "cue": text_of_spans(statement.cue),
            "cue_words": self._words(statement.cue),
            "content": text_of_spans(statement.content),
            "content_words": content_words,
            "words": count_words(content_words),
            "act": statement.act,
        }


def time_of(row: Row) -> TimeExpression:
    """The time expression of a row of ``times``."""
    span = Span(row["start"], row["end"])
    return TimeExpression(span, row["value"], row["kind"], row["first"], row["last"], bool(row["anchored"]))


def mention_of(row: Row) -> Mention:
    """The mention of a row of ``mentions``."""
    return Mention(
        span=Span(row["start"], row["end"]),
        head=Span(row["head_start"], row["head_end"]),
        kind=row["kind"],
        form=row["form"],
        name=row["name"],
        role=row["role"],
        entity=row["entity"],
        speaker_only=bool(row["speaker_only"]),
        number=row["number"],
        gender=row["gender"],
    )


def statement_of(row: Row) -> Statement:
    """The statement of a row of ``statements``."""
    return Statement(
        speaker=spans_of_text(row["speaker"]),
        cue=spans_of_text(row["cue"]),
        content=spans_of_text(row["content"]),
        mode=row["mode"],
        confidence=row["confidence"],
        speaker_mention=row["speaker_mention"],
        parent=row["parent"],
        time=row["time"],
        about=tuple(int(index) for index in row["about"].split()),
        act=row["act"],
    )
