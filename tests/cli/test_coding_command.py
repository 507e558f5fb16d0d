"""``dissensus coding`` as users type it."""

from __future__ import annotations

import json

import pytest
from command import dissensus
from project_of_positions import DAM, MODELS, WordVectors, make

from dissensus.tasks import position_learning


@pytest.fixture(scope="session")
def coded(tmp_path_factory):
    return make(tmp_path_factory.mktemp("coding") / "work.dissensus")


@pytest.fixture
def project(coded, tmp_path, monkeypatch):
    monkeypatch.setattr(position_learning, "shipped_models", lambda jobs=1: MODELS)
    path = tmp_path / "work.dissensus"
    path.write_bytes(coded.read_bytes())
    return path


def questions(project, *options):
    return json.loads(dissensus("coding", "next", project, "--json", *options).out)["questions"]


def test_next_shows_claim_holder_outlet_and_the_words_in_brackets(project):
    out = dissensus("coding", "next", project, "--most", "8").out
    assert "claim   C1: The dam should be built." in out
    assert "holder  own voice  (Paper 0, 2031-05-07, d0)" in out
    assert f"[{DAM}], writes paper 0." in out


def test_next_gives_as_many_as_asked(project):
    assert len(questions(project, "--most", "3")) == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("accept",), "own voice supports C1 in"),
        (("reject",), "own voice takes no side on C1 in"),
        (("correct", "--stance", "ambivalent"), "own voice is ambivalent on C1 in"),
    ],
)
def test_a_decision_is_told_in_words_and_not_asked_again(project, words, told):
    key = questions(project)[0]["key"]
    answer = dissensus("coding", words[0], project, key[:8], *words[1:], "--coder", "Ina")
    assert answer.code == 0
    assert told in answer.out
    assert key not in {each["key"] for each in questions(project, "--most", "8")}


def test_a_dispute_is_told(project):
    key = questions(project)[0]["key"]
    dissensus("coding", "accept", project, key, "--coder", "Ina")
    answer = dissensus("coding", "reject", project, key, "--coder", "Bo")
    assert "disputed" in answer.err
    assert dissensus("coding", "log", project).out.count("[disputed]") == 2


def test_add_undo_and_log(project):
    added = ("--document", "d0", "--claim", "C2", "--holder", "own voice", "--stance", "opposes", "--words", DAM)
    assert dissensus("coding", "add", project, *added, "--coder", "Ina", "--note", "seen").code == 0
    assert dissensus("coding", "undo", project, "--coder", "Ina").code == 0
    log = dissensus("coding", "log", project).out.splitlines()
    assert "(seen)  [taken back]" in log[0]
    assert "  undo  " in log[1]


def test_words_that_do_not_stand_there_are_wrong_use(project):
    added = ("--document", "d0", "--claim", "C2", "--holder", "own voice", "--stance", "opposes", "--words", "No.")
    answer = dissensus("coding", "add", project, *added, "--coder", "Ina")
    assert answer.code == 2
    assert "REC042" in answer.err


def test_learn_tells_what_it_did(project):
    for each in questions(project, "--most", "2"):
        dissensus("coding", "reject", project, each["key"], "--coder", "Ina")
    told = json.loads(dissensus("coding", "learn", project, "--json", "--quiet").out)
    assert (told["decisions"], told["rescored"]) == (2, 6)
    assert told["taken_out"] > 0


def test_when_all_is_decided_nobody_is_asked(project):
    for each in questions(project, "--most", "8"):
        dissensus("coding", "accept", project, each["key"], "--coder", "Ina")
    answer = dissensus("coding", "next", project)
    assert (answer.code, answer.out) == (0, "")
    assert "nobody needs to be asked" in answer.err


def test_without_a_name_the_one_who_is_logged_in_decides(project, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "kolt")
    dissensus("coding", "accept", project, questions(project)[0]["key"])
    assert "  kolt  accept  " in dissensus("coding", "log", project).out


def test_vectors_of_the_test_tell_dam_and_boats_apart():
    dam, boats = WordVectors()([DAM, "Old boats race on our river"])
    assert dam @ boats < 0.5
