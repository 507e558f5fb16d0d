"""Annotations as plain objects of the public schema."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest

from dissensus.exchanging.annotations_jsonl import annotation_object, write_annotations
from dissensus.model.annotations import Annotation, Mention, Statement
from dissensus.model.documents import Document
from dissensus.model.spans import Span

DOCUMENT = Document("d", "Kell said Orsen promised a dam. It must go, she demanded.")


def said(words: str, confidence: float, parent: int | None = None, act: str = "says", mode: str = "indirect"):
    start = DOCUMENT.text.index(words)
    content = (Span(start, start + len(words)),)
    return Statement((), (), content, mode, confidence, parent=parent, act=act)


STATEMENTS = (
    said("Orsen promised a dam", 0.4, mode="mixed"),
    said("a dam", 0.9, parent=0, act="promises"),
    said("It must go", 0.7, act="demands", mode="own_voice"),
    said("go", 0.5, parent=2),
)


def written(statements: tuple[Statement, ...] = STATEMENTS, **options: float) -> list[dict[str, object]]:
    """The statements as they are read back from the file."""
    file = io.StringIO()
    write_annotations([annotation_object(DOCUMENT, Annotation("d", statements=statements), (), {}, **options)], file)
    return json.loads(file.getvalue())["statements"]


def test_the_act_stands_right_after_the_mode():
    first = written()[1]
    assert list(first)[:5] == ["speaker", "cue", "content", "mode", "act"]
    assert first["act"] == "promises"


def mention_written(**traits: str) -> dict[str, object]:
    found = Mention(Span(0, 4), Span(0, 4), "person", "name", "Kell", **traits)
    return annotation_object(DOCUMENT, Annotation("d", mentions=(found,)), (), {})["mentions"][0]


def test_number_and_gender_stand_last_in_a_mention():
    told = mention_written(number="singular", gender="feminine")
    assert list(told.items())[-2:] == [("number", "singular"), ("gender", "feminine")]


def test_number_and_gender_that_nothing_shows_are_null():
    told = mention_written()
    assert (told["number"], told["gender"]) == (None, None)


def test_without_a_least_confidence_every_statement_is_written():
    assert [one["statement"] for one in written((replace(STATEMENTS[0], confidence=0.0),))] == [0]
    assert [one["statement"] for one in written()] == [0, 1, 2, 3]


@pytest.mark.parametrize(("least", "kept"), [(0.4, [0, 1, 2, 3]), (0.5, [1, 2, 3]), (0.6, [1, 2]), (1.0, [])])
def test_statements_below_are_left_out_and_keep_the_number_they_have_in_the_document(least, kept):
    assert [one["statement"] for one in written(min_confidence=least)] == kept


def test_a_parent_is_the_place_of_the_outer_statement_among_those_that_are_written():
    assert [one["parent"] for one in written()] == [None, 0, None, 2]
    # The first is left out: the second stands alone, and the outer one of the last moves up.
    assert [one["parent"] for one in written(min_confidence=0.5)] == [None, None, 1]


def test_own_voice_is_held_to_the_same_confidence_as_others():
    assert [one["mode"] for one in written(min_confidence=0.7)] == ["indirect", "own_voice"]
    assert [one["mode"] for one in written(min_confidence=0.8)] == ["indirect"]
