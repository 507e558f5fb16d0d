"""Each automatic merge tells which rule joined which name to what, how sure it is, and where the name stands."""

from __future__ import annotations

from actor_mentions import actor_of, named, person, phrase, resolve, told

from dissensus.model.findings import Merge, Place
from dissensus.model.spans import Span


def test_surname_is_explained_with_its_places() -> None:
    """The rule, its confidence, and the first three places by document."""
    lone = [told(f"b{i}", person("Lund", "minister")) for i in range(4)]
    (merge,) = actor_of(resolve(told("a", person("Anna Lund")), *lone), "a").merges
    places = tuple(Place(f"b{i}", Span(9, 13), "Lund") for i in range(3))
    assert merge == Merge("Lund", "Anna Lund", "surname with one candidate in all documents", merge.confidence, places)


def test_seat_of_a_state_is_explained() -> None:
    """The Kremlin is Russia by a known fact."""
    resolution = resolve(told("a", named("Russia", "state")), told("b", named("Kremlin", "state")))
    assert [(merge.name, merge.rule) for merge in actor_of(resolution, "a").merges] == [
        ("Kremlin", "seat for the state")
    ]


def test_coreference_inside_a_document_is_a_reason() -> None:
    """A name that only one document's own reading joined says so."""
    resolution = resolve(told("a", named("Meridian", entity=0), named("Blue Fleet", entity=0)))
    assert [merge.rule for merge in resolution.actors[0].merges] == ["one actor inside a document"]


def test_reason_that_is_trusted_most_is_told() -> None:
    """A surname that one document puts beside the full name needs no weaker reason from the others."""
    resolution = resolve(told("a", person("Anna Lund", entity=0), person("Lund", entity=0)), told("b", person("Lund")))
    (merge,) = actor_of(resolution, "a").merges
    assert merge.rule == "surname after full name in one document"


def test_chain_of_reasons_is_as_weak_as_its_weakest() -> None:
    """A middle name left out is sure; that Bill Maria Lund is William Lund is as sure as the short form."""
    middle = resolve(told("a", person("Bill Lund")), told("b", person("Bill Maria Lund")))
    form = resolve(told("a", person("William Lund")), told("b", person("Bill Lund")))
    full = [told(f"a{i}", person("William Lund")) for i in range(2)]
    chain = resolve(*full, told("b", person("Bill Lund")), told("c", person("Bill Maria Lund")))
    sure, less = (actor_of(each, "a").merges[0].confidence for each in (middle, form))
    assert sure > less
    assert {merge.name: merge.confidence for merge in actor_of(chain, "b").merges}["Bill Maria Lund"] == less


def test_phrase_of_one_story_is_explained() -> None:
    """A phrase without a name tells that the documents tell the same story."""
    around = (person("Ilse Brandt"), named("Tern Island Trust"), named("Varnholm Ferry Union"))
    one = told("a", phrase("the miners"), *around, published="2024-05-01")
    resolution = resolve(one, told("b", phrase("The miners"), *around, published="2024-05-02"))
    rules = {merge.rule for merge in actor_of(resolution, "a").merges}
    assert rules == {"same words in documents that tell the same story"}


def test_label_with_other_words_is_the_actors_because_of_its_document() -> None:
    """The words say nothing for the join, so the reason must not claim that they do."""
    one = told(
        "a", phrase("Danish dockers", entity=0), phrase("Danish dockers", entity=0), phrase("Swedish dockers", entity=0)
    )
    [actor] = [actor for actor in resolve(one).actors if actor.name == "Danish dockers"]
    assert {merge.name: merge.rule for merge in actor.merges} == {"Swedish dockers": "one actor inside a document"}
