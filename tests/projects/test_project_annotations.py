"""Annotations: checked against the text, incremental, never at the cost of decisions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dissensus.model.annotations import ACTS, Annotation, Mention, Statement, TimeExpression
from dissensus.model.documents import Document, Problem
from dissensus.model.errors import EvidenceError, ProjectError
from dissensus.model.spans import Span


@pytest.fixture
def run(project):
    with project.start_run("annotate", {}, {}) as run:
        yield run


def pending(project, digest="p1"):
    return [document.id for document in project.pending(digest)]


def test_an_annotation_comes_back_as_it_went_in(project, document, annotation, run):
    project.add_document(document)
    project.store_annotations([annotation], "p1", run.id)
    assert project.annotation("orrin-1") == annotation
    assert list(project.annotations()) == [("orrin-1", annotation)]


def test_a_document_without_annotation_has_none(project, document):
    project.add_document(document)
    assert project.annotation("orrin-1") is None


def test_mentions_come_as_the_actor_resolution_reads_them(project, document, annotation, run):
    project.add_document(document)
    project.store_annotations([annotation], "p1", run.id)
    (found,) = project.document_mentions()
    assert found.mentions == annotation.mentions
    assert found.words == ("Mayor Ada Vell", "Tom Brask")
    assert found.head_words == ("Ada Vell", "Tom Brask")


def test_only_new_documents_are_pending(project, document, annotation, run):
    project.add_document(document)
    project.store_annotations([annotation], "p1", run.id)
    project.add_document(replace(document, id="orrin-2"))
    assert pending(project) == ["orrin-2"]
    assert project.count_pending("p1") == 1
    assert project.count_annotated() == 1


def test_a_changed_document_is_pending_again(project, document, annotation, run):
    project.add_document(document)
    project.store_annotations([annotation], "p1", run.id)
    project.add_document(replace(document, title="Changed"))
    assert pending(project) == ["orrin-1"]
    assert project.annotation("orrin-1") is None


def test_a_moved_file_is_not_annotated_again(project, document, annotation, run):
    project.add_document(document)
    project.store_annotations([annotation], "p1", run.id)
    project.add_document(replace(document, origin="moved.txt"))
    assert pending(project) == []


def test_a_changed_step_makes_all_documents_pending(project, document, annotation, run):
    project.add_document(document)
    project.store_annotations([annotation], "p1", run.id)
    assert pending(project, "p2") == ["orrin-1"]


def test_a_new_annotation_takes_the_place_of_the_older(project, document, annotation, run):
    project.add_document(document)
    project.store_annotations([annotation], "p1", run.id)
    shorter = replace(annotation, statements=())
    project.store_annotations([shorter], "p2", run.id)
    assert list(project.annotations()) == [("orrin-1", shorter)]
    assert project.counts()["mentions"] == 2


def test_machine_coders_of_other_names_stand_side_by_side(project, document, annotation, run):
    project.add_document(document)
    project.store_annotations([annotation], "p1", run.id)
    other = replace(annotation, mentions=(), statements=())
    project.store_annotations([other], "m1", run.id, coder="another model")
    assert project.annotation("orrin-1") == annotation
    assert project.annotation("orrin-1", coder="another model") == other
    assert {p.coder.name for p in project.proposals("time")} == {"dissensus", "another model"}


def test_documents_can_be_annotated_while_the_pending_ones_are_read(project, document, run):
    for number in range(7):
        project.add_document(replace(document, id=f"{number}"))
    seen = []
    for found in project.pending("p1", batch=2):
        seen.append(found.id)
        project.store_annotations([Annotation(found.id)], "p1", run.id)
    assert seen == list("0123456")
    assert pending(project) == []


def test_a_failed_document_is_tried_in_the_next_run_and_not_in_this(project, document):
    project.add_document(document)
    problem = Problem("ANN001", "orrin-1.txt", "no parse", "Report it", "error", "orrin-1")
    with project.start_run("annotate", {}, {}):
        project.mark_failed("orrin-1", "p1", problem)
        assert pending(project) == []
    assert project.problems("annotating") == (problem,)
    with project.start_run("annotate", {}, {}) as run:
        assert pending(project) == ["orrin-1"]
        project.store_annotations([Annotation("orrin-1")], "p1", run.id)
    assert project.problems("annotating") == ()


def test_a_document_that_fails_again_is_recorded_once(project, document):
    project.add_document(document)
    problem = Problem("ANN001", "orrin-1.txt", "no parse", "Report it", "error", "orrin-1")
    for _ in range(2):
        with project.start_run("annotate", {}, {}):
            project.mark_failed("orrin-1", "p1", problem)
    assert project.problems() == (problem,)


def test_a_failure_outside_a_run_is_refused(project, document):
    project.add_document(document)
    with pytest.raises(ProjectError) as refused:
        project.mark_failed("orrin-1", "p1", Problem("ANN001", "", "", ""))
    assert refused.value.code == "PRO009"


@pytest.mark.parametrize(
    "wrong",
    [
        {"times": (TimeExpression(Span(5, 5), None, "date"),)},
        {"times": (TimeExpression(Span(80, 9999), None, "date"),)},
        {"mentions": (Mention(Span(-3, 2), Span(0, 2), "person", "name"),)},
        {"statements": (Statement((), (), (Span(10, 20), Span(15, 25)), "direct", 1.0),)},
        {"statements": (Statement((), (), (Span(10, 20), Span(0, 5)), "direct", 1.0),)},
        {"statements": (Statement((), (Span(0, 9999),), (Span(10, 20),), "direct", 1.0),)},
        {"statements": (Statement((Span(0, 9999),), (), (Span(10, 20),), "direct", 1.0),)},
    ],
)
def test_spans_that_do_not_hold_in_the_text_are_refused(project, document, run, wrong):
    project.add_document(document)
    with pytest.raises(EvidenceError) as refused:
        project.store_annotations([Annotation("orrin-1", **wrong)], "p1", run.id)
    assert refused.value.code == "EVI001"


@pytest.mark.parametrize(
    "wrong",
    [
        {"statements": (Statement((), (), (), "direct", 1.0),)},
        {"statements": (Statement((), (), (Span(1, 2),), "direct", 1.5),)},
        {"statements": (Statement((), (), (Span(1, 2),), "direct", float("nan")),)},
        {"statements": (Statement((), (), (Span(1, 2),), "direct", 1.0, speaker_mention=0),)},
        {"statements": (Statement((), (), (Span(1, 2),), "direct", 1.0, parent=0),)},
        {"statements": (Statement((), (), (Span(1, 2),), "direct", 1.0, parent=1),)},
        {"statements": (Statement((), (), (Span(1, 2),), "direct", 1.0, time=-1),)},
        {"statements": (Statement((), (), (Span(1, 2),), "direct", 1.0, about=(3,)),)},
        {"mentions": (Mention(Span(0, 5), Span(3, 8), "person", "name"),)},
        {"times": (TimeExpression(Span(0, 2), "2031-02-30", "date", "2031-02-30"),)},
        {"times": (TimeExpression(Span(0, 2), "2031", "date", None, "2031"),)},
        {"times": (TimeExpression(Span(0, 2), "2031", "date", "2031-02-02", "2031-01-01"),)},
        {"times": (TimeExpression(Span(0, 2), "2031", "epoch"),)},
        {"mentions": (Mention(Span(0, 5), Span(0, 5), "person", "name", "Zelda"),)},
        {"mentions": (Mention(Span(0, 5), Span(0, 5), "alien", "name"),)},
        {"mentions": (Mention(Span(0, 5), Span(0, 5), "person", "shape"),)},
        {"mentions": (Mention(Span(0, 5), Span(0, 5), "person", "name", number="dual"),)},
        {"mentions": (Mention(Span(0, 5), Span(0, 5), "person", "name", gender="f"),)},
        {"statements": (Statement((), (), (Span(1, 2),), "shouted", 1.0),)},
        {"statements": (Statement((), (), (Span(1, 2),), "direct", 1.0, act="mutters"),)},
        {
            "statements": (
                Statement((), (), (Span(1, 2),), "direct", 1.0, parent=1),
                Statement((), (), (Span(1, 2),), "direct", 1.0, parent=0),
            )
        },
    ],
)
def test_records_that_do_not_fit_together_are_refused(project, document, run, wrong):
    project.add_document(document)
    with pytest.raises(EvidenceError) as refused:
        project.store_annotations([Annotation("orrin-1", **wrong)], "p1", run.id)
    assert refused.value.code == "EVI002"


def test_an_annotation_of_another_text_is_refused(project, document, run):
    project.add_document(document)
    with pytest.raises(EvidenceError, match="another text"):
        project.store_annotations([Annotation("orrin-1", text_digest="0" * 64)], "p1", run.id)


def test_a_lone_surrogate_in_a_name_is_refused(project, document, run):
    project.add_document(document)
    mention = Mention(Span(0, 2), Span(0, 2), "person", "name", name="\udc00")
    with pytest.raises(ProjectError) as refused:
        project.store_annotations([Annotation("orrin-1", mentions=(mention,))], "p1", run.id)
    assert refused.value.code == "PRO008"
    assert project.annotation("orrin-1") is None


def test_one_refused_annotation_refuses_the_batch_and_keeps_the_older_ones(project, document, annotation, run):
    project.add_document(document)
    project.add_document(replace(document, id="orrin-2"))
    project.store_annotations([annotation], "p1", run.id)
    bad = Annotation("orrin-2", times=(TimeExpression(Span(5, 5), None, "date"),))
    with pytest.raises(EvidenceError):
        project.store_annotations([replace(annotation, words=0), bad], "p2", run.id)
    assert list(project.annotations()) == [("orrin-1", annotation)]


def test_annotations_of_unknown_documents_and_runs_are_refused(project, document, annotation, run):
    with pytest.raises(ProjectError) as no_document:
        project.store_annotations([annotation], "p1", run.id)
    project.add_document(document)
    with pytest.raises(ProjectError) as no_run:
        project.store_annotations([annotation], "p1", run.id + 1)
    assert (no_document.value.code, no_run.value.code) == ("PRO009", "PRO009")


def test_the_exact_words_are_stored(project, path, document, annotation, run):
    import sqlite3
    from contextlib import closing

    project.add_document(document)
    project.store_annotations([annotation], "p1", run.id)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT words FROM times").fetchall() == [("on Monday",)]
        assert raw.execute("SELECT content_words, words FROM statements").fetchall() == [
            ("the dam at Orrin is safe", 6),
            ("“It is not,”", 3),
        ]


def test_verifying_finds_words_that_were_tampered_with(project, path, document, annotation, run):
    import sqlite3
    from contextlib import closing

    project.add_document(document)
    project.store_annotations([annotation], "p1", run.id)
    assert project.verify() == ()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE mentions SET words = 'Mayor Bda Vell' WHERE mention = 0")
        raw.commit()
    assert [(p.code, p.document_id) for p in project.verify()] == [("EVI001", "orrin-1")]


@pytest.mark.parametrize("change", ["act = 'mutters'", "mode = 'shouted'"])
def test_verifying_finds_an_act_or_mode_that_is_none(project, path, document, annotation, run, change):
    import sqlite3
    from contextlib import closing

    project.add_document(document)
    project.store_annotations([annotation], "p1", run.id)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"UPDATE statements SET {change} WHERE statement = 1")
        raw.commit()
    assert [(p.code, p.document_id) for p in project.verify()] == [("EVI002", "orrin-1")]


def test_the_act_is_part_of_the_content(new_project, document, annotation):
    """Two projects that differ in nothing but an act have different content."""
    digests = []
    for act in ("says", "denies", "denies"):
        project = new_project(f"{act}{len(digests)}")
        project.add_document(document)
        run = project.start_run("annotate", {}, {})
        changed = tuple(replace(statement, act=act) for statement in annotation.statements)
        project.store_annotations([replace(annotation, statements=changed)], "p1", run.id)
        digests.append(project.content_digest())
    assert digests[0] != digests[1] == digests[2]


def test_verifying_finds_a_text_that_was_tampered_with(project, path, document):
    import sqlite3
    from contextlib import closing

    project.add_document(document)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TRIGGER texts_no_update")
        raw.execute("UPDATE texts SET text = 'changed'")
        raw.commit()
    assert [(p.code, p.document_id) for p in project.verify()] == [("PRO005", "orrin-1")]


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@st.composite
def annotated(draw):
    """A text of any characters with records at any places in it."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))

    def span(first=0, last=None):
        end = len(text) if last is None else last
        start = draw(st.integers(first, end - 1))
        return Span(start, draw(st.integers(start + 1, end)))

    def spans(least):
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2 if least else 0, max_size=6)))
        return tuple(Span(*cuts[i : i + 2]) for i in range(0, len(cuts) - 1, 2))

    firsts = st.sampled_from([None, "0001-01-01", "2014-04-17"])
    lasts = st.sampled_from([None, "2014-04-17", "9999-12-31"])
    times = tuple(
        TimeExpression(span(), draw(st.none() | ANY_TEXT), "date", draw(firsts), draw(lasts), draw(st.booleans()))
        for _ in range(draw(st.integers(0, 2)))
    )
    mentions = []
    for _ in range(draw(st.integers(0, 2))):
        whole = span()
        name, role = draw(st.sampled_from([None, text[slice(*whole)]])), draw(st.none() | ANY_TEXT)
        mentions.append(
            Mention(whole, span(*whole), "group", "nominal", name, role, draw(st.integers(-1, 5)), draw(st.booleans()))
        )
    index = st.none() | st.integers(0, len(mentions) - 1) if mentions else st.none()
    confidence = st.floats(0, 1)
    statements = tuple(
        Statement(
            spans(0),
            spans(0),
            spans(1),
            draw(st.sampled_from(["direct", "own_voice"])),
            draw(confidence),
            draw(index),
            act=draw(st.sampled_from(ACTS)),
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    return text, times, tuple(mentions), statements


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(annotated())
def test_any_annotation_of_any_unicode_comes_back_as_it_went_in(project, found):
    text, times, mentions, statements = found
    if project._run is None:
        project.start_run("annotate", {}, {})
    project.add_document(Document("any", text))
    annotation = Annotation("any", times, mentions, statements, 3)
    project.store_annotations([annotation], "p1", project._run.id)
    assert project.annotation("any") == annotation
    assert project.findings().statements.num_rows == len(statements)
