"""Decisions about positions, and what the machine learns from them."""

from __future__ import annotations

import json

import pytest
from project_of_positions import BOATS, CODEBOOK, DAM, MODELS, OneAnswer, WordVectors, make

from dissensus.model.claims import Claim, Codebook
from dissensus.model.errors import ProjectError, ReconcilingError
from dissensus.model.findings import Actor, Resolution
from dissensus.projects import Project
from dissensus.tasks import position_coding as task
from dissensus.tasks.position_coding import SET_ASIDE
from dissensus.tasks.position_learning import labels_of, learn_project, next_questions
from dissensus.tasks.positions import Models


@pytest.fixture(scope="session")
def coded(tmp_path_factory):
    return make(tmp_path_factory.mktemp("positions") / "work.dissensus")


@pytest.fixture
def project(coded, tmp_path):
    path = tmp_path / "work.dissensus"
    path.write_bytes(coded.read_bytes())
    with Project.open(path) as opened:
        yield opened


def key_of(project, document_id):
    return next(k for k, each in task.known_positions(project).items() if each.position.document_id == document_id)


def say(project, document_id, stance=None, coder="Ina"):
    return task.decide_position(project, coder, key_of(project, document_id), stance)


def found(project):
    return {row["document_id"]: row for row in project.findings().positions.to_pylist()}


def taught(project):
    """Two decisions of each kind: the dam is support, boats are none."""
    for document_id, stance in (("d0", None), ("d2", None), ("d1", "none"), ("d3", "none")):
        say(project, document_id, stance)
    return learn_project(project, models=MODELS)


def add(project, words=DAM, claim="C2", stance="opposes", holder="own voice", document_id="d0", coder="Ina"):
    return task.add_position(project, coder, document_id, claim, holder, stance, words)


# deciding


@pytest.mark.parametrize(
    ("stance", "decided", "shown"),
    [(None, "accepted", "supports"), ("opposes", "corrected", "opposes"), ("none", "rejected", "supports")],
)
def test_a_decision_stands_in_the_findings(project, stance, decided, shown):
    say(project, "d0", stance)
    assert (found(project)["d0"]["decided"], found(project)["d0"]["stance"]) == (decided, shown)


def test_two_people_who_differ_are_in_dispute_and_nobody_is_overwritten(project):
    assert not say(project, "d0").disputed
    assert say(project, "d0", "opposes", "Bo").disputed
    assert found(project)["d0"]["decided"] == "disputed"
    assert [(each.stance, each.standing, each.disputed) for each in task.position_decisions(project)] == [
        ("supports", True, True),
        ("opposes", True, True),
    ]


def test_ones_own_later_decision_takes_the_place_of_the_earlier(project):
    say(project, "d0")
    assert not say(project, "d0", "opposes").disputed
    assert found(project)["d0"]["stance"] == "opposes"


def test_the_same_decision_twice_is_refused(project):
    say(project, "d0")
    with pytest.raises(ReconcilingError, match="REC045"):
        say(project, "d0", "supports")


@pytest.mark.parametrize("key", ["", "zz", "ffffffffffffffffffffffffffffffff1"])
def test_a_key_that_means_no_position_is_refused(project, key):
    with pytest.raises(ReconcilingError, match="REC041"):
        task.decide_position(project, "Ina", key)


def test_a_key_that_means_several_positions_is_refused(project):
    firsts = [key[0] for key in task.known_positions(project)]
    several = next((first for first in firsts if firsts.count(first) > 1), None)
    assert several is not None, "eight keys of other texts are needed for this test"
    with pytest.raises(ReconcilingError, match="several"):
        task.decide_position(project, "Ina", several)


def test_an_unknown_stance_is_refused(project):
    with pytest.raises(ReconcilingError, match="REC041"):
        say(project, "d0", "maybe")


def test_a_decision_holds_when_the_document_is_coded_anew_without_the_position(project):
    say(project, "d0")
    with project.start_run("positions", {"again": 1}, {}) as run:
        project.store_positions({"d0": ("c2", [])}, "v2", run.id)
    assert found(project)["d0"]["decided"] == "accepted"
    assert say(project, "d1").number > 0


# adding


def test_what_the_machine_missed_is_added_with_its_words(project):
    add(project)
    row = next(row for row in project.findings().positions.to_pylist() if row["claim_id"] == "C2")
    assert (row["decided"], row["stance"], row["evidence"][0]["words"]) == ("added", "opposes", DAM)


def test_words_that_do_not_stand_in_the_document_are_refused(project):
    with pytest.raises(ReconcilingError, match="REC042"):
        add(project, words=BOATS)
    assert task.position_decisions(project) == ()


@pytest.mark.parametrize("words", ["", "   ", "x" * 6000])
def test_empty_and_endless_words_are_refused(project, words):
    with pytest.raises(ReconcilingError, match="REC042"):
        add(project, words=words)


def test_what_the_machine_found_is_not_added(project):
    with pytest.raises(ReconcilingError, match="REC045"):
        add(project, claim="C1", stance="supports")


@pytest.mark.parametrize(("name", "value"), [("claim", "C9"), ("stance", "none"), ("stance", "maybe")])
def test_what_is_added_has_a_claim_of_the_codebook_and_a_stance(project, name, value):
    with pytest.raises(ReconcilingError, match="REC041"):
        add(project, **{name: value})


def test_what_is_added_needs_a_known_holder_and_document(project):
    with pytest.raises(ReconcilingError, match="REC007"):
        add(project, holder="Nobody")
    with pytest.raises(ProjectError, match="PRO009"):
        add(project, document_id="d99")


def test_somebody_else_can_reject_what_one_person_added(project):
    key = add(project).key
    assert task.decide_position(project, "Bo", key, "none").disputed


# taking back


def test_undo_takes_the_last_own_decision_back(project):
    say(project, "d0")
    say(project, "d1", "none")
    say(project, "d2", "none", "Bo")
    task.undo_position(project, "Ina")
    assert [found(project)[d]["decided"] for d in ("d0", "d1", "d2")] == ["accepted", None, "rejected"]


def test_undo_by_number_waits_for_later_decisions_about_the_same(project):
    first = say(project, "d0").number
    say(project, "d0", "opposes")
    with pytest.raises(ReconcilingError, match="REC043"):
        task.undo_position(project, "Ina", first)


def test_somebody_elses_decision_is_not_taken_back(project):
    number = say(project, "d0").number
    with pytest.raises(ReconcilingError, match="REC043"):
        task.undo_position(project, "Bo", number)


def test_a_dispute_ends_when_one_side_takes_its_decision_back(project):
    say(project, "d0")
    say(project, "d0", "none", "Bo")
    assert not task.undo_position(project, "Bo").disputed
    assert found(project)["d0"]["decided"] == "accepted"


# asking


def test_what_is_decided_is_not_asked_but_of_whom_has_not_decided(project):
    say(project, "d0")

    def asked(**given):
        return {q.known.position.document_id for q in next_questions(project, 9, embedder=WordVectors(), **given)}

    assert asked() == {f"d{number}" for number in range(1, 8)}
    assert len(asked(coder="Bo")) == 8
    assert len(asked(coder="Ina")) == 7


def test_a_batch_asks_about_both_kinds_of_words_before_it_asks_again(project):
    documents = [q.known.position.document_id for q in next_questions(project, 2, embedder=WordVectors())]
    assert {int(name[1:]) % 2 for name in documents} == {0, 1}


def test_a_question_shows_the_exact_words_in_their_context(project):
    question = next_questions(project, 1, embedder=WordVectors())[0]
    quote = question.quotes[0]
    text = project.document(question.known.position.document_id).text
    assert quote.before + quote.words + quote.after == text
    assert question.known.key.startswith(question.key)


def test_a_project_without_codebook_or_positions_says_so(tmp_path):
    with Project.create(tmp_path / "new.dissensus") as project:
        with pytest.raises(ReconcilingError, match="REC044"):
            next_questions(project)
        project.store_codebook(CODEBOOK)
        with pytest.raises(ReconcilingError, match="REC044"):
            learn_project(project, models=MODELS)


# learning


def test_what_is_like_the_rejected_is_taken_out_and_the_rest_stays(project):
    learned = taught(project)
    assert (learned.decisions, learned.rescored, learned.set_aside) == (4, 4, 2)
    left = found(project)
    assert set(left) == {"d0", "d1", "d2", "d3", "d4", "d6"}
    assert left["d4"]["confidence"] > 0.88


def test_learning_leaves_decided_positions_as_they_were(project):
    before = found(project)
    taught(project)
    after = found(project)
    for document_id in ("d0", "d1", "d2", "d3"):
        assert after[document_id]["evidence"] == before[document_id]["evidence"]
        assert after[document_id]["confidence"] == before[document_id]["confidence"]


def test_what_was_taken_out_comes_back_when_the_decisions_are_taken_back(project):
    before = found(project)
    taught(project)
    for _ in range(4):
        task.undo_position(project, "Ina")
    learned = learn_project(project, models=MODELS)
    assert (learned.labels, learned.brought_back) == (0, 2)
    assert found(project) == before


def test_learning_twice_is_as_once(project):
    first = taught(project)
    before = found(project)
    second = learn_project(project, models=MODELS)
    assert (second.digest, second.set_aside, second.changed) == (first.digest, 0, 0)
    assert found(project) == before


def test_learning_is_a_run_of_its_own_and_names_what_was_learned(project):
    learned = taught(project)
    run = project.runs()[-1]
    assert (run.command, run.status) == ("learn", "finished")
    assert run.versions["claims.learned"] == learned.digest


def test_what_was_taken_out_is_asked_about_too_and_can_be_accepted(project):
    taught(project)
    questions = {q.known.position.document_id: q for q in next_questions(project, 9, embedder=WordVectors())}
    assert questions["d5"].known.set_aside
    say(project, "d5")
    assert found(project)["d5"]["decided"] == "accepted"


def test_disputed_positions_teach_nothing(project):
    say(project, "d1", "none")
    say(project, "d1", "supports", "Bo")
    assert learn_project(project, models=MODELS).labels == 0


def test_added_positions_teach(project):
    add(project)
    assert learn_project(project, models=MODELS).labels == 1


def test_documents_coded_anew_forget_what_was_taken_out(project):
    taught(project)
    with project.start_run("positions", {"again": 1}, {}) as run:
        project.store_positions({"d5": ("c2", [])}, "v2", run.id)
    assert any(document_id == "d5" for document_id, _ in project.positions(coder=SET_ASIDE))
    assert all(each.position.document_id != "d5" for each in task.known_positions(project).values())


def test_a_side_that_people_turn_is_turned_in_what_is_like_it(project):
    for document_id in ("d0", "d2", "d4"):
        say(project, document_id, "opposes")
    learned = learn_project(project, models=Models(WordVectors(), OneAnswer(0.5, 0.45, 0.05)))
    assert learned.changed >= 1
    assert found(project)["d6"]["stance"] == "opposes"


# what a decision says of its evidence


class Verdict:
    def __init__(self, stance, *sides, decided="accepted"):
        self.stance, self.decided = stance, decided
        self.value = {"evidence": [{"side": side} if side else {} for side in sides]}


@pytest.mark.parametrize(
    ("verdict", "labels"),
    [
        (Verdict(None, "supports", "opposes"), [(0, "neither", 1.0), (1, "neither", 1.0)]),
        (Verdict("supports", "supports", "opposes"), [(0, "supports", 1.0)]),
        (Verdict("supports", "supports", "supports"), [(0, "supports", 0.5), (1, "supports", 0.5)]),
        (Verdict("opposes", "supports"), [(0, "opposes", 1.0)]),
        (Verdict("ambivalent", "supports", "opposes"), [(0, "supports", 1.0), (1, "opposes", 1.0)]),
        (Verdict("ambivalent", "supports"), []),
        (Verdict("ambivalent", None), []),
        (Verdict(None, "supports", decided="disputed"), []),
    ],
)
def test_a_decision_labels_the_evidence_that_it_speaks_of(verdict, labels):
    assert labels_of(verdict) == labels


def test_decisions_that_a_new_wording_leaves_behind_are_told(project):
    say(project, "d0")
    reworded = tuple(
        Claim("C1", "The dam should never be built.") if each.id == "C1" else each for each in CODEBOOK.claims
    )
    project.store_codebook(Codebook(reworded))
    assert [line[:24] for line in task.other_wordings(project)] == ["claim C1: 1 decision was"]


def test_a_decision_keeps_the_name_of_its_holder(project):
    with project.start_run("reconcile", {}, {}) as run:
        project.store_resolution(Resolution((Actor("vell", "Ada Vell", "person"),), {}), run.id)
    add(project, holder="Ada Vell")
    assert json.loads(project.decisions()[-1].decision.new_value)["holder_name"] == "Ada Vell"


@pytest.mark.parametrize("name", ["dissensus", "dissensus (machine)"])
def test_nobody_decides_under_the_machines_name(project, name):
    with pytest.raises(ReconcilingError, match="REC003"):
        say(project, "d0", coder=name)


def test_the_log_names_a_holder_who_is_another_actor_now(project):
    with project.start_run("reconcile", {}, {}) as run:
        project.store_resolution(Resolution((Actor("vell", "Ada Vell", "person"),), {}), run.id)
    add(project, holder="Ada Vell")
    with project.start_run("reconcile", {}, {}) as run:
        project.store_resolution(Resolution((Actor("mayor", "Mayor Vell", "person", ("Ada Vell",)),), {}), run.id)
    (logged,) = task.position_decisions(project)
    assert task.told_position(project, logged.value, logged.stance) == "Mayor Vell opposes C2 in d0"
    assert task.answered(project, "Ina") == {logged.decision.key, *project.said_of_positions()}
