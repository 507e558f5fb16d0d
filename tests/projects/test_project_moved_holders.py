"""Decisions about positions follow their holder when a later merge makes another actor of it."""

from __future__ import annotations

import pytest

from dissensus.model.claims import Claim, Codebook
from dissensus.model.findings import Actor, Resolution
from dissensus.model.records import Coder, Decision
from dissensus.projects.positions import position_key
from dissensus.projects.records import canonical_json

SAID = "the dam at Orrin is safe"
"""What Ada Vell says in the text; it is the content of a statement."""
TOLD = "Tom Brask"
"""Words in no statement's content."""
VELL, BRASK = Actor("vell", "Ada Vell", "person"), Actor("brask", "Tom Brask", "person")
MERGED = Actor("mayor", "Mayor Vell", "person", ("Ada Vell", "Tom Brask"))


@pytest.fixture
def resolved(project, document, annotation):
    project.add_document(document)
    with project.start_run("annotate", {}, {}) as run:
        project.store_annotations([annotation], "p1", run.id)
    project.store_codebook(Codebook((Claim("safe", "The dam is safe."),)))
    resolve(project, document, (VELL, BRASK), ("vell", "brask"))
    return project


def resolve(project, document, actors, links):
    with project.start_run("reconcile", {}, {}) as run:
        project.store_resolution(Resolution(actors, {document.id: links}), run.id)


def merge(project, document):
    resolve(project, document, (MERGED,), ("mayor", "mayor"))


def decide(project, document, holder, stance="supports", words=SAID, coder="Ina", **more):
    start = document.text.index(words)
    evidence = {"spans": [[start, start + len(words)]], "words": words, "side": stance}
    value = {
        "document": document.id,
        "claim": "safe",
        "holder": holder,
        "stance": stance,
        "evidence": [evidence],
        **more,
    }
    key = position_key(document.text_digest, "safe", holder)
    return project.decide(Decision(Coder(coder, "person"), "position", key, "correct", "null", canonical_json(value)))


def held(project):
    table = project.findings().positions.to_pylist()
    return [(row["holder_actor_id"], row["stance"], row["decided"]) for row in table]


def test_a_decision_goes_with_the_speaker_of_its_words(resolved, document):
    decide(resolved, document, "vell")
    merge(resolved, document)
    assert held(resolved) == [("mayor", "supports", "added")]


def test_the_log_keeps_the_decision_as_it_was_made(resolved, document):
    decide(resolved, document, "vell")
    before = resolved.decisions()
    merge(resolved, document)
    assert resolved.decisions() == before


def test_words_that_nobody_says_go_with_the_name_that_the_holder_had(resolved, document):
    decide(resolved, document, "brask", words=TOLD, holder_name="Tom Brask")
    merge(resolved, document)
    assert held(resolved) == [("mayor", "supports", "added")]


def test_where_nothing_tells_the_holder_the_decision_stays_where_it_is(resolved, document):
    decide(resolved, document, "brask", words=TOLD)
    merge(resolved, document)
    assert held(resolved) == []


def test_a_name_of_two_actors_tells_nobody(resolved, document):
    decide(resolved, document, "brask", words=TOLD, holder_name="Tom Brask")
    resolve(resolved, document, (MERGED, Actor("other", "Tom Brask", "person")), ("mayor", "other"))
    assert held(resolved) == []


def test_two_decisions_that_meet_and_differ_are_in_dispute(resolved, document):
    decide(resolved, document, "vell")
    decide(resolved, document, "brask", "opposes", words=TOLD, holder_name="Tom Brask")
    merge(resolved, document)
    assert [each[2] for each in held(resolved)] == ["disputed"]


def test_a_decision_on_the_one_actor_goes_before_ones_own_on_its_parts(resolved, document):
    decide(resolved, document, "vell")
    merge(resolved, document)
    decide(resolved, document, "mayor", "opposes")
    assert held(resolved) == [("mayor", "opposes", "added")]


def test_a_decision_whose_holder_is_there_still_stays(resolved, document):
    decide(resolved, document, "brask")  # the words are Ada Vell's, but the person said who holds the position
    assert held(resolved) == [("brask", "supports", "added")]


def test_decisions_on_another_wording_are_counted(resolved, document):
    decide(resolved, document, "vell", claim_text="The dam was safe.")
    assert held(resolved) == []
    assert resolved.decisions_on_other_wordings() == {"safe": 1}


def test_decisions_on_this_wording_are_not_counted(resolved, document):
    decide(resolved, document, "vell", claim_text="The dam is safe.")
    assert resolved.decisions_on_other_wordings() == {}


def test_what_was_decided_before_on_the_actor_that_stays_does_not_hide_its_other_part(resolved, document):
    """Both were decided before the merge; the second decision is not about the words of the first."""
    decide(resolved, document, "vell")
    decide(resolved, document, "brask", "opposes", words=TOLD)
    resolve(resolved, document, (BRASK,), ("brask", "brask"))
    said = next(iter(resolved.said_of_positions().values()))
    assert [(each.value["holder"], each.value["stance"]) for each in said] == [
        ("brask", "supports"),
        ("brask", "opposes"),
    ]
    assert [each[2] for each in held(resolved)] == ["disputed"]


def test_what_was_said_alike_of_two_who_are_one_now_is_joined_with_all_its_words(resolved, document):
    decide(resolved, document, "vell")
    decide(resolved, document, "brask", words=TOLD)
    resolve(resolved, document, (BRASK,), ("brask", "brask"))
    ((said,),) = resolved.said_of_positions().values()
    assert [each["words"] for each in said.value["evidence"]] == [SAID, TOLD]
    assert len(said.keys) == 2
    assert held(resolved) == [("brask", "supports", "added")]
