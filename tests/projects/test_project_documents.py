"""Documents and problems: fixed texts, revisions, order, round trips."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dissensus.model.documents import Document, PartialDate, Problem
from dissensus.model.errors import ProjectError
from dissensus.projects import Project

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def test_a_document_comes_back_as_it_went_in(project, document):
    assert project.add_document(document) == "added"
    assert project.document("orrin-1") == document
    assert list(project.documents()) == [document]


def test_adding_again_is_without_effect(project, document):
    project.add_document(document)
    digest = project.content_digest()
    assert project.add_document(replace(document)) == "same"
    assert project.content_digest() == digest


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Another text."},
        {"title": "Other"},
        {"published": PartialDate("2031-05")},
        {"published": PartialDate("2031-05-07", inferred=True)},
        {"authors": ()},
        {"columns": {}},
        {"language": "en"},
    ],
)
def test_a_change_of_text_or_metadata_is_a_new_revision(project, document, change):
    project.add_document(document)
    assert project.add_document(replace(document, **change)) == "changed"
    assert list(project.documents()) == [replace(document, **change)]


def test_a_change_of_provenance_alone_is_the_same_document(project, document):
    project.add_document(document)
    moved = replace(document, origin="moved/orrin-1.html", reader="html.v1", encoding=None, bytes_digest="11")
    assert project.add_document(moved) == "same"
    assert project.document("orrin-1") == moved


def test_the_text_of_an_older_revision_stays(project, path, document):
    project.add_document(document)
    project.add_document(replace(document, text="Another text."))
    with closing(sqlite3.connect(path)) as raw:
        query = "SELECT revision, current, text FROM documents JOIN texts ON texts.pk = text_pk ORDER BY revision"
        assert raw.execute(query).fetchall() == [(1, 0, document.text), (2, 1, "Another text.")]


def test_equal_texts_are_stored_once(project, path, document):
    project.add_document(document)
    project.add_document(replace(document, id="copy"))
    project.add_document(replace(document, title="Corrected"))
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM texts").fetchone() == (1,)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE texts SET text = 'changed'",
        "UPDATE texts SET digest = 'changed'",
        "DELETE FROM texts",
        "REPLACE INTO texts (pk, digest, text) SELECT pk, digest, 'changed' FROM texts",
        "INSERT OR REPLACE INTO texts (digest, text) SELECT digest, 'changed' FROM texts",
        "UPDATE OR REPLACE texts SET pk = pk + 1",
        "UPDATE documents SET text_pk = 2",
        "UPDATE documents SET id = 'other'",
        "DELETE FROM documents",
        "REPLACE INTO documents SELECT * FROM documents",
    ],
)
def test_source_texts_cannot_be_changed_by_raw_sql(project, path, document, sql):
    project.add_document(document)
    project.add_document(replace(document, id="orrin-2", text="Another text."))
    with closing(sqlite3.connect(path)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(sql)
    assert [d.text for d in project.documents()] == [document.text, "Another text."]


def test_a_change_of_a_text_through_the_project_is_told_as_such(project, document):
    from sqlalchemy import text

    project.add_document(document)
    with pytest.raises(ProjectError) as refused, project._write() as connection:
        connection.execute(text("UPDATE texts SET text = 'changed'"))
    assert refused.value.code == "PRO011"


def test_documents_keep_the_order_in_which_they_came(project, document):
    for name in "cab":
        project.add_document(replace(document, id=name))
    project.add_document(replace(document, id="a", title="Changed"))
    assert project.document_ids() == ["c", "a", "b"]


def test_positions_give_the_order_of_the_last_reading(project, document):
    for position, name in enumerate("ac"):
        project.add_document(replace(document, id=name), position)
    for position, name in enumerate("abc"):
        project.add_document(replace(document, id=name), position)
    assert project.document_ids() == ["a", "b", "c"]


def test_removed_documents_are_gone_and_can_come_back(project, document):
    project.add_document(document)
    project.add_document(replace(document, id="orrin-2"))
    assert project.remove_documents(["orrin-1", "unknown"]) == 1
    assert project.document_ids() == ["orrin-2"]
    assert project.count_documents() == 1
    with pytest.raises(ProjectError) as refused:
        project.document("orrin-1")
    assert refused.value.code == "PRO009"
    assert project.add_document(document) == "added"
    assert project.document("orrin-1") == document


def test_documents_can_be_added_while_they_are_read(project, document):
    for number in range(5):
        project.add_document(replace(document, id=f"{number}"))
    seen = []
    for found in project.documents():
        seen.append(found.id)
        if len(seen) < 10:
            project.add_document(replace(document, id=f"new {found.id}"))
    assert seen[:5] == list("01234")


def test_more_documents_than_one_batch_come_in_order_without_repetition(project, document):
    with project.transaction():
        for number in range(250):
            project.add_document(replace(document, id=f"{number:03}"), position=number // 7)
    assert [d.id for d in project.documents()] == [f"{number:03}" for number in range(250)]


def test_a_transaction_happens_as_a_whole_or_not_at_all(project, document):
    def read_two():
        with project.transaction():
            project.add_document(document)
            project.add_document(replace(document, id="bad", text="\ud800"))

    with pytest.raises(ProjectError):
        read_two()
    assert project.count_documents() == 0


def test_a_caught_error_inside_a_transaction_leaves_the_other_writes(project, document):
    with project.transaction():
        project.add_document(document)
        with pytest.raises(ProjectError):
            project.add_document(replace(document, id="bad", text="\ud800"))
    assert project.document_ids() == ["orrin-1"]


@pytest.mark.parametrize(
    "change", [{"text": "a\ud800b"}, {"title": "\udfff"}, {"columns": {"x": "\ud800"}}, {"id": "\ud800"}]
)
def test_a_lone_surrogate_is_refused_with_a_clear_error(project, document, change):
    with pytest.raises(ProjectError) as refused:
        project.add_document(replace(document, **change))
    assert refused.value.code == "PRO008"
    assert project.count_documents() == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Document,
        id=ANY_TEXT,
        text=ANY_TEXT,
        title=st.none() | ANY_TEXT,
        outlet=st.none() | ANY_TEXT,
        authors=st.lists(ANY_TEXT, max_size=3).map(tuple),
        published=st.none()
        | st.builds(PartialDate, st.sampled_from(["1999", "2014-04", "2014-04-17"]), inferred=st.booleans()),
        url=st.none() | ANY_TEXT,
        language=st.none() | ANY_TEXT,
        columns=st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=3),
        origin=ANY_TEXT,
        reader=ANY_TEXT,
        encoding=st.none() | ANY_TEXT,
        bytes_digest=ANY_TEXT,
    )
)
def test_any_unicode_comes_back_as_it_went_in(project, anything):
    project.add_document(anything)
    assert project.document(anything.id) == anything


@pytest.mark.parametrize("text", ["", "\x00", "a\x00b\r\nc\r", "\ufeff\u202e\u200b", "\U0001f600\U0010ffff"])
def test_odd_texts_come_back_to_the_character(project, document, text):
    project.add_document(replace(document, text=text))
    assert project.document("orrin-1").text == text


@pytest.fixture
def run_id(project):
    with project.start_run("read", {}, {}) as run:
        yield run.id


def problem(code: str = "READ002", origin: str = "a.txt") -> Problem:
    return Problem(code, origin, "the file is empty", "Put text into it", "error")


def test_problems_come_back_in_order_by_stage(project, run_id):
    first, second = problem(), Problem("ANN001", "b", "no parse", "Report it", "warning", "b")
    project.add_problem(first, run_id)
    project.add_problem(second, run_id)
    assert project.problems() == (first, second)
    assert project.problems("reading") == (first,)
    assert project.problems("annotating") == (second,)


def test_an_equal_problem_is_recorded_once(project, run_id):
    assert project.add_problem(problem(), run_id) == project.add_problem(problem(), run_id)
    assert len(project.problems()) == 1


def test_clearing_forgets_one_stage_only(project, run_id):
    project.add_problem(problem(), run_id)
    project.add_problem(problem("ANN001"), run_id)
    project.clear_problems("reading")
    assert [p.code for p in project.problems()] == ["ANN001"]


def test_a_problem_of_an_unknown_run_is_refused(project):
    with pytest.raises(ProjectError) as refused:
        project.add_problem(problem(), 99)
    assert refused.value.code == "PRO009"


def test_a_file_name_that_is_no_unicode_can_be_told_of(project, run_id):
    project.add_problem(problem(origin="caf\udce9.txt"), run_id)
    assert project.problems()[0].origin == r"caf\udce9.txt"


def test_a_second_opening_sees_what_the_first_wrote(project, path, document):
    project.add_document(document)
    with Project.open(path) as other:
        assert other.document("orrin-1") == document
