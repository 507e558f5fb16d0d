"""The three kinds of record: proposals, decisions, agreed codings."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from dissensus.model.errors import EvidenceError, ProjectError
from dissensus.model.findings import Actor, Reprint, Resolution
from dissensus.model.records import AgreedCoding, Coder, Decision
from dissensus.projects import Project, record_key

INA = Coder("Ina Kolt", "person")
BEN = Coder("Ben Ruud", "person")


@pytest.fixture
def coded(project, document, annotation) -> Project:
    """A project with one annotated document."""
    project.add_document(document)
    annotate(project, annotation)
    return project


def annotate(project, annotation, digest="p1"):
    with project.start_run("annotate", {"digest": digest}, {}) as run:
        project.store_annotations([annotation], digest, run.id)


def decision(verdict="reject", coder=INA, key="k", new=None, kind="statement"):
    return Decision(coder, kind, key, verdict, '{"mode":"direct"}', None if new is None else json.dumps(new))


def test_each_record_of_an_annotation_is_a_proposal_with_evidence(coded, document):
    for kind, words in [
        ("statement", ["the dam at Orrin is safe", "“It is not,”"]),
        ("mention", ["Mayor Ada Vell", "Tom Brask"]),
        ("time", ["on Monday"]),
    ]:
        proposals = list(coded.proposals(kind))
        assert [p.evidence.words for p in proposals] == words
        for proposal in proposals:
            proposal.evidence.check(document.text)
            assert (proposal.kind, proposal.coder) == (kind, Coder("dissensus", "machine", "p1"))


def test_a_proposed_statement_tells_mode_and_act(coded):
    values = [json.loads(proposal.value) for proposal in coded.proposals("statement")]
    assert [(value["mode"], value["act"]) for value in values] == [("indirect", "demands"), ("direct", "says")]


def test_the_key_of_a_statement_does_not_depend_on_its_act(coded, annotation):
    """A decision finds its statement again when the machine reads another act."""
    before = [p.key for p in coded.proposals("statement")]
    denied = tuple(replace(statement, act="denies") for statement in annotation.statements)
    annotate(coded, replace(annotation, statements=denied), "p2")
    assert [p.key for p in coded.proposals("statement")] == before


def test_a_key_is_stable_over_runs_and_differs_between_records(coded, annotation):
    before = [p.key for kind in ("statement", "mention", "time") for p in coded.proposals(kind)]
    annotate(coded, replace(annotation, words=1), "p2")
    assert [p.key for kind in ("statement", "mention", "time") for p in coded.proposals(kind)] == before
    assert len(set(before)) == 5


def test_a_key_depends_on_the_text_and_not_on_the_document_id(coded, document, annotation):
    before = [p.key for p in coded.proposals("statement")]
    coded.add_document(replace(document, id="renamed"))
    coded.remove_documents(["orrin-1"])
    annotate(coded, replace(annotation, document_id="renamed"), "p3")
    assert [p.key for p in coded.proposals("statement")] == before


def test_the_key_tells_mode_places_and_text_apart():
    spans = [((0, 4),), (), ((5, 9),)]
    keys = {
        record_key("statement", "t", spans, "direct"),
        record_key("statement", "t", spans, "mixed"),
        record_key("statement", "t", spans[::-1], "direct"),
        record_key("statement", "u", spans, "direct"),
        record_key("mention", "t", spans, "direct"),
    }
    assert len(keys) == 5


def test_actors_and_reprints_are_proposals_too(coded, document):
    coded.add_document(replace(document, id="copy"))
    with coded.start_run("compare", {}, {}) as run:
        coded.store_resolution(Resolution((Actor("a1", "Ada Vell", "person"),), {}), run.id)
        coded.store_reprints([Reprint("copy", "orrin-1", 0.9)], run.id)
    (actor,), (reprint,) = coded.proposals("actor"), coded.proposals("reprint")
    assert json.loads(actor.value)["name"] == "Ada Vell"
    assert json.loads(reprint.value) == {"document": "copy", "original": "orrin-1", "similarity": 0.9}


def test_the_log_keeps_decisions_in_order(project):
    first, second = decision("accept"), decision("reject", BEN, "other")
    assert project.decide(first) < project.decide(second)
    assert [logged.decision for logged in project.decisions()] == [first, second]
    assert [logged.decision for logged in project.decisions("k")] == [first]


def test_an_undo_is_itself_a_decision_and_takes_back_the_last_of_that_coder(project):
    project.decide(decision("accept"))
    project.decide(decision("reject", BEN))
    project.decide(decision("reject"))
    project.decide(decision("undo"))
    assert [logged.standing for logged in project.decisions("k")] == [True, True, False, False]
    project.decide(decision("undo"))
    assert [logged.standing for logged in project.decisions("k")] == [False, True, False, False, False]


def test_nothing_to_undo_is_told(project):
    project.decide(decision("accept", BEN))
    with pytest.raises(ProjectError) as refused:
        project.decide(decision("undo"))
    assert refused.value.code == "PRO010"


def test_decisions_outlive_a_new_annotation(coded, annotation):
    key = next(iter(coded.proposals("statement"))).key
    coded.decide(decision("reject", key=key))
    before = coded.decisions()
    annotate(coded, replace(annotation, statements=()), "p2")
    assert coded.decisions() == before


def test_decisions_outlive_a_changed_and_a_removed_document(coded, document):
    coded.decide(decision())
    before = coded.decisions()
    coded.add_document(replace(document, text="Another text."))
    coded.remove_documents(["orrin-1"])
    assert coded.decisions() == before


@pytest.mark.parametrize("table", ["decisions", "agreed_codings"])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {} SET key = 'other'",
        "DELETE FROM {}",
        "REPLACE INTO {} SELECT * FROM {}",
    ],
)
def test_decisions_and_agreed_codings_cannot_be_edited_by_raw_sql(project, path, table, sql):
    number = project.decide(decision())
    project.agree(AgreedCoding("statement", "k", None, (number,), "Ina Kolt"))
    with closing(sqlite3.connect(path)) as raw, pytest.raises(sqlite3.IntegrityError, match="only added to"):
        raw.execute(sql.format(table, table))


def test_a_correction_whose_words_stand_in_the_text_is_taken(coded, span, document):
    words = "Ada Vell"
    new = {"document": "orrin-1", "speaker": {"spans": [list(span(document.text, words))], "words": words}}
    coded.decide(decision("correct", new=new))
    assert json.loads(coded.decisions()[0].decision.new_value) == new


@pytest.mark.parametrize(
    "part",
    [
        {"spans": [[6, 14]], "words": "Eda Vell"},
        {"spans": [[6, 9999]], "words": "Ada Vell"},
        {"spans": [[6, 14]]},
        {"spans": [[6, 14.5]], "words": "Ada Vell"},
        {"spans": [[True, 14]], "words": "ayor Ada Vell"},
        {"spans": [[6]], "words": "Ada Vell"},
        {"spans": "6-14", "words": "Ada Vell"},
        {"spans": {"start": 6}, "words": "Ada Vell"},
    ],
)
@pytest.mark.parametrize("nested", [False, True])
def test_a_correction_whose_words_do_not_stand_there_is_refused(coded, part, nested):
    new = {"document": "orrin-1", "parts": [{"speaker": part}]} if nested else {"document": "orrin-1", **part}
    with pytest.raises(EvidenceError) as refused:
        coded.decide(decision("correct", new=new))
    assert refused.value.code == "EVI001"
    assert coded.decisions() == ()


def test_evidence_without_a_document_is_refused(coded):
    with pytest.raises(EvidenceError):
        coded.decide(decision("correct", new={"spans": [[6, 14]], "words": "Ada Vell"}))


def test_evidence_in_a_document_that_is_not_there_is_refused(coded):
    with pytest.raises(ProjectError) as refused:
        coded.decide(decision("correct", new={"document": "none", "spans": [[6, 14]], "words": "Ada Vell"}))
    assert refused.value.code == "PRO009"


@pytest.mark.parametrize(
    "wrong",
    [
        decision("accept", Coder("dissensus", "machine", "p1")),
        decision("correct"),
        decision("reject", new={}),
        decision("maybe"),
        Decision(INA, "statement", "k", "accept", "not JSON"),
        Decision(INA, "statement", "k", "correct", "{}", "[" * 100_000),
        Decision(INA, "statement", "k", "correct", "{}", "[" * 50 + "]" * 50),
        Decision(INA, "statement", "k", "correct", "{}", f'"{"x" * 1_000_001}"'),
    ],
)
def test_a_decision_that_is_none_is_refused(project, wrong):
    with pytest.raises(ProjectError) as refused:
        project.decide(wrong)
    assert refused.value.code == "PRO010"
    assert project.decisions() == ()


def test_agreed_codings_rest_on_decisions_and_the_last_one_holds(project):
    first = project.decide(decision("accept"))
    second = project.decide(decision("reject", BEN))
    project.agree(AgreedCoding("statement", "k", '{"mode":"direct"}', (first,), "Ina Kolt"))
    last = AgreedCoding("statement", "k", None, (first, second), "Ina Kolt and Ben Ruud")
    project.agree(last)
    assert project.agreed() == (last,)


@pytest.mark.parametrize(
    "wrong",
    [
        AgreedCoding("statement", "k", "not JSON", (1,), "Ina"),
        AgreedCoding("statement", "k", None, (2,), "Ina"),
        AgreedCoding("mention", "k", None, (1,), "Ina"),
        AgreedCoding("statement", "other", None, (1,), "Ina"),
        AgreedCoding("statement", "k", None, (1,), " "),
    ],
)
def test_an_agreed_coding_that_rests_on_nothing_is_refused(project, wrong):
    assert project.decide(decision()) == 1
    with pytest.raises(ProjectError) as refused:
        project.agree(wrong)
    assert refused.value.code == "PRO010"


def test_coders_are_entered_once(project):
    assert project.coder("Ina Kolt", "person") == INA
    project.coder("Ina Kolt", "person")
    project.decide(decision())
    assert project.coders() == (INA,)


@pytest.mark.parametrize("wrong", [("Ina", "robot"), (" ", "person")])
def test_a_coder_without_name_or_kind_is_refused(project, wrong):
    with pytest.raises(ProjectError) as refused:
        project.coder(*wrong)
    assert refused.value.code == "PRO010"
