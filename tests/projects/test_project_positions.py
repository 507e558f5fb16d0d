"""The codebook and positions in a project."""

from __future__ import annotations

import dataclasses

import pytest

from dissensus.model.claims import Bearing, Claim, Codebook, Position, Utterance
from dissensus.model.documents import PartialDate
from dissensus.model.errors import EvidenceError, ProjectError
from dissensus.model.records import Coder, Decision
from dissensus.model.spans import Span
from dissensus.projects.positions import position_key
from dissensus.projects.records import canonical_json

CODEBOOK = Codebook(
    (
        Claim("safe", "The dam is safe.", "not the road on it", ("sound as a bell",), ("about to burst",), "dam"),
        Claim("late", "The report came too late.", valid_from=PartialDate("2030")),
    )
)


@pytest.fixture
def filled(project, document, annotation):
    project.add_document(document)
    with project.start_run("annotate", {}, {}) as run:
        project.store_annotations([annotation], "p1", run.id)
    project.store_codebook(CODEBOOK)
    return project


def position(document, words="It is not", stance="opposes", holder=None, claim="safe", **more):
    start = document.text.index(words)
    told = Utterance(
        document.id, None, holder, holder is None, "says", "own_voice", (Span(start, start + len(words)),), words, words
    )
    side = "opposes" if stance == "opposes" else "supports"
    bearing = Bearing(told, claim, side, 0.8, ("a rule",))
    return dataclasses.replace(Position(document.id, holder, holder is None, claim, stance, 0.8, (bearing,)), **more)


def store(project, document, *found, digest="x"):
    with project.start_run("positions", {}, {}) as run:
        project.store_positions({document.id: (digest, found)}, "v1", run.id)


def rows(project):
    return project.findings().positions.to_pylist()


def decide(project, document, verdict, new=None, coder="Ina", old="opposes", claim="safe"):
    key = position_key(document.text_digest, claim, None)
    old_value = {} if old is None else {"document": document.id, "claim": claim, "holder": None, "stance": old}
    value = None if new is None else canonical_json({"document": document.id, "claim": claim, "holder": None, **new})
    person = Coder(coder, "person")
    return project.decide(Decision(person, "position", key, verdict, canonical_json(old_value), value))


def test_a_codebook_comes_back_as_it_was(filled):
    assert filled.codebook() == CODEBOOK


def test_a_project_without_a_codebook_has_none(project):
    assert project.codebook() is None


def test_a_newer_codebook_takes_the_place_of_the_older(filled):
    other = Codebook((Claim("new", "The dam should be closed."),))
    filled.store_codebook(other)
    assert filled.codebook() == other


def test_two_claims_of_one_id_are_refused(project):
    with pytest.raises(ProjectError):
        project.store_codebook(Codebook((Claim("a", "One."), Claim("a", "Two."))))


def test_positions_come_back_with_their_evidence(filled, document):
    told = position(document)
    store(filled, document, told)
    assert list(filled.positions()) == [(document.id, (told,))]


def test_words_that_differ_from_the_text_are_refused(filled, document):
    told = position(document)
    bearing = told.bearings[0]
    wrong = dataclasses.replace(bearing, utterance=dataclasses.replace(bearing.utterance, words="It was not"))
    with pytest.raises(EvidenceError):
        store(filled, document, dataclasses.replace(told, bearings=(wrong,)))
    assert list(filled.positions()) == []


def test_a_position_without_evidence_is_refused(filled, document):
    with pytest.raises(EvidenceError):
        store(filled, document, position(document, bearings=()))


def test_evidence_of_another_claim_is_refused(filled, document):
    with pytest.raises(EvidenceError):
        store(filled, document, position(document, claim_id="late"))


def test_coding_again_replaces_what_was_proposed(filled, document):
    store(filled, document, position(document))
    store(filled, document, position(document, "is safe", "supports"), digest="y")
    assert [row["stance"] for row in rows(filled)] == ["supports"]
    assert filled.coded_digests() == {document.id: "y"}


def test_a_document_annotated_anew_is_not_coded_any_more(filled, document, annotation):
    store(filled, document, position(document))
    with filled.start_run("annotate", {}, {}) as run:
        filled.store_annotations([annotation], "p2", run.id)
    assert filled.coded_digests() == {}
    assert rows(filled) == []


def test_findings_tell_claims_in_the_codebooks_order(filled):
    assert filled.findings().claims.to_pylist() == [
        {"id": "safe", "claim": "The dam is safe.", "topic": "dam", "definition": "not the road on it"},
        {"id": "late", "claim": "The report came too late.", "topic": "", "definition": ""},
    ]


def test_findings_of_a_project_without_a_codebook_have_no_positions(project):
    assert project.findings().positions is None


def test_findings_tell_words_and_places(filled, document):
    store(filled, document, position(document))
    (row,) = rows(filled)
    start = document.text.index("It is not")
    assert row["decided"] is None
    assert row["evidence"] == [
        {"statement": None, "side": "opposes", "confidence": 0.8, "start": [start], "end": [start + 9],
         "words": "It is not", "rules": ["a rule"]}
    ]  # fmt: skip


def test_positions_on_claims_that_left_the_codebook_are_left_out(filled, document):
    store(filled, document, position(document))
    filled.store_codebook(Codebook((CODEBOOK.claims[1],)))
    assert rows(filled) == []


def test_positions_of_actors_that_are_not_there_are_left_out(filled, document):
    store(filled, document, position(document, holder="nobody"))
    assert rows(filled) == []


@pytest.mark.parametrize(
    ("verdict", "new", "decided", "stance"),
    [
        ("accept", {"stance": "opposes"}, "accepted", "opposes"),
        ("correct", {"stance": "ambivalent"}, "corrected", "ambivalent"),
        ("reject", None, "rejected", "opposes"),
        ("correct", {"stance": "none"}, "rejected", "opposes"),
    ],
)
def test_what_a_person_decided_stands_beside_the_proposal(filled, document, verdict, new, decided, stance):
    store(filled, document, position(document))
    decide(filled, document, verdict, new)
    (row,) = rows(filled)
    assert (row["decided"], row["stance"]) == (decided, stance)
    assert next(filled.positions())[1][0].stance == "opposes"


def test_a_decision_outlives_coding_anew(filled, document):
    store(filled, document, position(document))
    decide(filled, document, "reject")
    store(filled, document, position(document), digest="y")
    assert rows(filled)[0]["decided"] == "rejected"


def test_two_people_who_differ_make_a_dispute(filled, document):
    store(filled, document, position(document))
    decide(filled, document, "reject")
    decide(filled, document, "accept", {"stance": "opposes"}, coder="Tom")
    (row,) = rows(filled)
    assert (row["decided"], row["stance"]) == ("disputed", "opposes")


def test_a_decision_taken_back_does_not_count(filled, document):
    store(filled, document, position(document))
    decide(filled, document, "reject")
    decide(filled, document, "undo")
    assert rows(filled)[0]["decided"] is None


def test_a_position_that_only_a_person_told_is_there_with_its_words(filled, document):
    store(filled, document)
    start = document.text.index("is safe")
    evidence = [{"spans": [[start, start + 7]], "words": "is safe"}]
    decide(filled, document, "correct", {"stance": "supports", "evidence": evidence}, old=None)
    (row,) = rows(filled)
    assert (row["decided"], row["stance"], row["evidence"][0]["words"]) == ("added", "supports", "is safe")


def test_added_words_that_do_not_stand_there_are_refused(filled, document):
    evidence = [{"spans": [[0, 7]], "words": "is safe"}]
    with pytest.raises(EvidenceError):
        decide(filled, document, "correct", {"stance": "supports", "evidence": evidence}, old=None)


def test_the_digest_of_the_content_tells_of_positions(filled, document):
    before = filled.content_digest()
    store(filled, document, position(document))
    assert filled.content_digest() != before


def test_verifying_finds_words_that_do_not_stand_in_the_text(filled, document, path):
    import sqlite3

    store(filled, document, position(document))
    assert filled.verify() == ()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE position_evidence SET words = 'It was not'")
    connection.close()
    assert [problem.code for problem in filled.verify()] == ["EVI001"]


def test_keys_differ_by_text_claim_and_holder():
    keys = {position_key(*each) for each in (("t", "c", None), ("u", "c", None), ("t", "d", None), ("t", "c", "h"))}
    assert len(keys) == 4


def test_a_decision_holds_for_the_claim_as_it_was_worded(filled, document):
    store(filled, document, position(document))
    decide(filled, document, "accept", {"stance": "opposes", "claim_text": "The dam is safe."})
    assert rows(filled)[0]["decided"] == "accepted"
    filled.store_codebook(Codebook((Claim("safe", "The dam is about to burst."),)))
    assert rows(filled)[0]["decided"] is None
    filled.store_codebook(CODEBOOK)
    assert rows(filled)[0]["decided"] == "accepted"


def test_an_added_position_that_another_person_rejects_is_shown_as_disputed(filled, document):
    store(filled, document)
    start = document.text.index("is safe")
    evidence = [{"spans": [[start, start + 7]], "words": "is safe"}]
    decide(filled, document, "correct", {"stance": "supports", "evidence": evidence}, old=None)
    decide(filled, document, "reject", coder="Tom", old="supports")
    (row,) = rows(filled)
    assert (row["decided"], row["stance"]) == ("disputed", "supports")


def test_another_coder_stands_beside_the_machine_and_decisions_are_about_the_machines(filled, document):
    store(filled, document, position(document))
    decide(filled, document, "reject")
    with filled.start_run("language model", {}, {}) as run:
        filled.store_positions({document.id: ("x", (position(document),))}, "v", run.id, coder="llm:tiny")
    assert [row["decided"] for row in rows(filled)] == ["rejected"]
    assert [row["decided"] for row in filled.position_table(coder="llm:tiny").to_pylist()] == [None]
