"""What components keep in a Doc: plain values in ``doc.user_data``, records in ``doc._``, and groups of spans."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dissensus.model.annotations import Mention, Statement, TimeExpression
from dissensus.model.documents import PartialDate
from dissensus.model.errors import UsageError
from dissensus.model.spans import Span, Spans

if TYPE_CHECKING:
    from spacy.tokens import Doc


def _spans(plain: Iterable[Sequence[int]]) -> Spans:
    return tuple(Span(*pair) for pair in plain)


def _time_of(row: Sequence[Any]) -> TimeExpression:
    return TimeExpression(Span(*row[0]), *row[1:])


def _mention_of(row: Sequence[Any]) -> Mention:
    return Mention(Span(*row[0]), Span(*row[1]), *row[2:])


def _statement_of(row: Sequence[Any]) -> Statement:
    # A Doc that was stored before statements told their act has rows of nine values.
    speaker, cue, content, mode, confidence, mention, parent, time, about, *act = row
    return Statement(
        _spans(speaker), _spans(cue), _spans(content), mode, confidence, mention, parent, time, tuple(about), *act
    )


def _read(doc: Doc, key: str, build: Callable[[Sequence[Any]], Any]) -> tuple[Any, ...]:
    return tuple(build(row) for row in doc.user_data.get(key, ()))


def _write(doc: Doc, key: str, records: Iterable[Any]) -> None:
    doc.user_data[key] = [list(dataclasses.astuple(record)) for record in records]


def _get_times(doc: Doc) -> tuple[TimeExpression, ...]:
    return _read(doc, "dissensus_times", _time_of)


def _set_times(doc: Doc, times: Iterable[TimeExpression]) -> None:
    _write(doc, "dissensus_times", times)


def _get_mentions(doc: Doc) -> tuple[Mention, ...]:
    return _read(doc, "dissensus_mentions", _mention_of)


def _set_mentions(doc: Doc, mentions: Iterable[Mention]) -> None:
    _write(doc, "dissensus_mentions", mentions)


def _get_statements(doc: Doc) -> tuple[Statement, ...]:
    return _read(doc, "dissensus_statements", _statement_of)


def _set_statements(doc: Doc, statements: Iterable[Statement]) -> None:
    _write(doc, "dissensus_statements", statements)


def declare_extensions() -> None:
    """Declare the ``doc._`` extensions, once; an extension of that name which is there already is kept."""
    from spacy.tokens import Doc

    if not Doc.has_extension("dissensus_published"):
        Doc.set_extension("dissensus_published", default=None)
    for name, getter, setter in (
        ("dissensus_times", _get_times, _set_times),
        ("dissensus_mentions", _get_mentions, _set_mentions),
        ("dissensus_statements", _get_statements, _set_statements),
    ):
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=getter, setter=setter)


def published(doc: Doc) -> PartialDate | None:
    """The publication date that was set on a Doc.

    Raises:
        UsageError: USE005 it is no date.
    """
    value = doc._.dissensus_published
    if value is None:
        return None
    try:
        return PartialDate(str(value))
    except ValueError as error:
        raise UsageError(f"doc._.dissensus_published: {error}", code="USE005") from error


def set_spans(doc: Doc, key: str, label: str, spans: Iterable[tuple[int, Span]]) -> None:
    """Fill a span group with the spans widened to whole tokens; ``id`` links each to its record."""
    found = []
    for number, (start, end) in spans:
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is not None:
            span.id = number
            found.append(span)
    doc.spans[key] = found
