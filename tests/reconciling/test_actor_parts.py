"""Entities that leave an actor take their names and their evidence with them, and leave the rest its own."""

from __future__ import annotations

import pytest
from actor_mentions import actor_of, person, phrase, resolve, told
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_actors import named, resolved

from dissensus.reconciling.actors._anchors import anchored
from dissensus.reconciling.actors._changes import (
    ActorRef,
    Decided,
    ForbidMerge,
    MergeActors,
    RenameActor,
    SplitActor,
)
from dissensus.reconciling.actors._decisions import Applied, apply_decisions

ADA = ActorRef("person:ada-vell", "Ada Vell")


def applied(documents, *changes) -> Applied:
    resolution = resolve(*documents)
    decided = [Decided(n, anchored(change, resolution.links, documents)) for n, change in enumerate(changes, 1)]
    return apply_decisions(resolution, (), decided, lambda: documents)


def evidence(actor):
    return {merge.name: [place.document_id for place in merge.evidence] for merge in actor.merges}


# evidence


VELLS = [
    told("d1", person("Ada Vell", entity=0), person("Vell", entity=0)),
    told("d2", person("Vell")),
    told("d3", person("Vell")),
    told("d4", person("Vell")),
]


def test_after_a_split_the_evidence_of_names_is_that_of_who_stays() -> None:
    """The rule cited the first three documents; one of them left, and the fourth takes its place."""
    assert evidence(actor_of(resolve(*VELLS), "d1"))["Vell"] == ["d1", "d2", "d3"]
    result = applied(VELLS, SplitActor(ADA, (), ("d2",), "Another Vell")).resolution
    assert evidence(actor_of(result, "d1"))["Vell"] == ["d1", "d3", "d4"]
    assert evidence(actor_of(result, "d2"))["Vell"] == ["d2"]


def test_after_a_forbidden_merge_the_evidence_is_that_of_who_stays() -> None:
    result = applied(VELLS, ForbidMerge(ADA, ActorRef("", "Vell"))).resolution
    assert evidence(actor_of(result, "d1"))["Vell"] == ["d1"]
    assert [links[0] == ADA.id for links in result.links.values()] == [True, False, False, False]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["Ada Vell", "Vell", "A. Vell"]), min_size=1, max_size=3), min_size=2), st.data()
)
def test_all_evidence_of_an_actor_is_its_own(texts, data) -> None:
    """Whichever documents leave: the words that an actor cites belong to entities that are that actor."""
    documents = [told(f"d{i}", *(person(name, entity=0) for name in each)) for i, each in enumerate(texts)]
    actor = data.draw(st.sampled_from(resolve(*documents).actors))
    leaving = data.draw(st.lists(st.sampled_from([each.document_id for each in documents]), min_size=1, unique=True))
    result = applied(documents, SplitActor(ActorRef.of(actor), (), tuple(leaving))).resolution
    for each in result.actors:
        for merge in each.merges:
            assert merge.evidence
            for place in merge.evidence:
                assert result.links[place.document_id] == (each.id,)


# names


def test_a_forbidden_merge_leaves_articles_that_give_the_main_name() -> None:
    """An article that calls him President far more often than by his name is still about him."""
    documents = [
        told("d1", person("Adrian Callas", entity=0), *(phrase("the president", "person", 0) for _ in range(5))),
        told("d2", person("Adrian Callas", entity=0)),
    ]
    callas = ActorRef.of(actor_of(resolve(*documents), "d1"))
    result = applied(documents, ForbidMerge(callas, ActorRef("", "the president")))
    assert result.resolution == resolve(*documents)
    assert "no words tell" in result.unapplied[1]


def test_a_forbidden_merge_takes_articles_that_have_the_other_name_alone() -> None:
    resolution, documents = resolved(
        ("d1", [("person:callas", ["Adrian Callas", "President", "President"])]),
        ("d2", [("person:callas", ["President"])]),
        ("d3", [("person:callas", ["President", "President", "Callas"])]),
    )
    change = ForbidMerge(ActorRef("person:callas", "Adrian Callas"), ActorRef("", "President"))
    result = apply_decisions(resolution, (), [Decided(1, change)], lambda: documents)
    assert [links[0] == "person:callas" for links in result.resolution.links.values()] == [True, False, True]
    assert result.notices == ()


def test_a_merge_of_an_actor_renamed_to_the_same_name_tells_no_merge_with_itself() -> None:
    resolution, documents = resolved(("d", [("person:a", ["Ada Vell"]), ("person:b", ["Bo Krag"])]))
    ada, bo = ActorRef("person:a", "Ada Vell"), ActorRef("person:b", "Bo Krag")
    decided = [Decided(1, RenameActor(ada, "Bo Krag")), Decided(2, MergeActors((ada, bo)))]
    actor = named(apply_decisions(resolution, (), decided, lambda: documents).resolution, "person:a")
    assert [(merge.name, merge.into) for merge in actor.merges] == [("Ada Vell", "Bo Krag")]


@pytest.mark.parametrize("gone", ["first", "second"])
def test_a_forbidden_merge_of_somebody_who_is_gone_is_told(gone) -> None:
    pair = [ADA, ActorRef("person:ivo-kell", "Ivo Kell")]
    result = applied(VELLS, ForbidMerge(*(pair if gone == "second" else pair[::-1])))
    assert result.unapplied == {1: "no actor is called 'Ivo Kell' any more"}
