"""What a decision must be before it enters the log."""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import Connection, select

from dissensus.model.errors import EvidenceError, ProjectError
from dissensus.model.records import Decision
from dissensus.model.spans import Evidence, Span
from dissensus.projects.schema import documents, texts

MAX_VALUE_CHARACTERS = 1_000_000
"""Longest JSON of a decision's value: far above any record, and a bound on what a hostile caller can store."""

MAX_DEPTH = 20
"""Deepest nesting in a decision's value."""


def json_of(value: str, what: str) -> object:
    """What a text says as JSON.

    Raises:
        ProjectError: PRO010, it is none, or too long.
    """
    if len(value) > MAX_VALUE_CHARACTERS:
        raise ProjectError(f"{what} is longer than {MAX_VALUE_CHARACTERS} characters", code="PRO010")
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise ProjectError(f"{what} is not JSON", code="PRO010") from error


def check_form(decision: Decision) -> None:
    """Refuse a decision that is not a person's, or whose values do not fit its verdict.

    Raises:
        ProjectError: PRO010.
    """
    if decision.coder.kind != "person":
        raise ProjectError(f"{decision.coder.name!r} is a machine; machines propose, people decide", code="PRO010")
    if decision.verdict not in {"accept", "correct", "reject", "undo"}:
        raise ProjectError(f"{decision.verdict!r} is not a verdict", code="PRO010")
    json_of(decision.old_value, "the old value")
    if decision.new_value is not None:
        json_of(decision.new_value, "the new value")
    if decision.verdict == "correct" and decision.new_value is None:
        raise ProjectError("a correction needs a new value", code="PRO010")
    if decision.verdict in {"reject", "undo"} and decision.new_value is not None:
        raise ProjectError(f"the verdict {decision.verdict!r} takes no new value", code="PRO010")


TextOf = Callable[[str], str | None]
"""Gives the newest text of a document by its id; None where there is no such document."""


def check_evidence(text_of: TextOf, value: object, document_id: str | None = None, depth: int = 0) -> None:
    """Refuse a value whose evidence, at any depth, does not stand in its document's text.

    Args:
        text_of: gives the texts.
        value: what is decided, out of its JSON.
        document_id: the document that the value is about, where the value itself names none.
        depth: how deep in the whole it stands.

    Raises:
        ProjectError: PRO009, no such document; PRO010, it is nested too deep.
        EvidenceError: EVI001, the words are not there.
    """
    if depth > MAX_DEPTH:
        raise ProjectError(f"the new value is nested deeper than {MAX_DEPTH}", code="PRO010")
    if isinstance(value, list):
        for item in value:
            check_evidence(text_of, item, document_id, depth + 1)
    if not isinstance(value, dict):
        return
    if isinstance(value.get("document"), str):
        document_id = value["document"]
    if value.get("spans"):
        _check_words(text_of, document_id, value["spans"], value.get("words"))
    for item in value.values():
        check_evidence(text_of, item, document_id, depth + 1)


def _check_words(text_of: TextOf, document_id: str | None, pairs: object, words: object) -> None:
    if document_id is None:
        raise EvidenceError("the new value has spans but names no document")
    if not isinstance(words, str):
        raise EvidenceError("the new value has spans but not their words")
    if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
        raise EvidenceError("the spans of the new value are not pairs of numbers")
    spans = tuple(Span(*pair) for pair in pairs)
    text = text_of(document_id)
    if text is None:
        raise ProjectError(f"no document {document_id!r} in the project", code="PRO009")
    Evidence(document_id, spans, words).check(text)


def newest_text(connection: Connection, document_id: str) -> str | None:
    """The text of a document's newest revision; None where there is no such document."""
    return connection.execute(
        select(texts.c.text)
        .join(documents, documents.c.text_pk == texts.c.pk)
        .where(documents.c.id == document_id)
        .order_by(documents.c.revision.desc())
        .limit(1)
    ).scalar()


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(type(position) is int for position in pair)
