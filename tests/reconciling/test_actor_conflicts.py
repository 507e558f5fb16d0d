"""Merges join on: what is forbidden is forbidden by way of a third actor, too, and nobody undoes a merge unseen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_actors import ids, named, resolved

from dissensus.model.findings import Place
from dissensus.model.spans import Span
from dissensus.reconciling.actors._changes import ActorChange, ActorRef, Decided, ForbidMerge, MergeActors, RenameActor
from dissensus.reconciling.actors._conflicts import Joined, conflict, joins
from dissensus.reconciling.actors._decisions import apply_decisions

RENN, VELDEN, CALLAS, ORSE = (
    ActorRef(f"person:{name.lower()}", name) for name in ("Ada Renn", "Bo Velden", "Cy Callas", "Dov Orse")
)
APART = Decided(1, ForbidMerge(RENN, VELDEN))
FIRST = Decided(2, MergeActors((CALLAS, RENN)))


def test_a_merge_by_way_of_a_third_actor_is_refused_with_both_decisions() -> None:
    assert conflict(MergeActors((CALLAS, VELDEN)), [APART, FIRST]) == (APART, FIRST)


def test_a_merge_that_goes_by_two_others_names_them_all() -> None:
    second = Decided(3, MergeActors((ORSE, CALLAS)))
    assert conflict(MergeActors((ORSE, VELDEN)), [APART, FIRST, second]) == (APART, FIRST, second)


def test_to_forbid_what_several_merges_made_one_names_these() -> None:
    second = Decided(3, MergeActors((CALLAS, VELDEN)))
    assert conflict(APART.change, [FIRST, second]) == (FIRST, second)


def test_merges_that_do_not_meet_contradict_nothing() -> None:
    assert conflict(MergeActors((ORSE, VELDEN)), [APART, FIRST]) == ()


def test_an_older_contradiction_is_not_held_against_a_new_merge() -> None:
    """Decisions of two people that came together later contradict one another already."""
    standing = [APART, Decided(2, MergeActors((RENN, VELDEN)))]
    assert conflict(MergeActors((CALLAS, ORSE)), standing) == ()


@pytest.mark.parametrize("kind", ["local", "homonym", "surname", "split"])
def test_actors_who_share_their_name_with_others_are_told_apart_by_their_ids(kind: str) -> None:
    mine, other = ActorRef(f"{kind}:a", "company"), ActorRef(f"{kind}:b", "company")
    assert conflict(MergeActors((CALLAS, other)), [Decided(1, ForbidMerge(CALLAS, mine))]) == ()
    assert conflict(MergeActors((CALLAS, mine)), [Decided(1, ForbidMerge(CALLAS, mine))]) != ()


def test_a_phrase_under_another_id_is_the_same_by_its_place() -> None:
    place = Place("a", Span(3, 10), "company")
    before, now = (ActorRef(f"local:{name}", "company", (), (place,)) for name in ("a:1:company", "a:3:company"))
    assert conflict(MergeActors((CALLAS, now)), [Decided(1, ForbidMerge(CALLAS, before))]) != ()


_refs = st.sampled_from([RENN, VELDEN, CALLAS, ORSE])
_pairs = st.tuples(_refs, _refs).filter(lambda pair: pair[0] != pair[1])


@given(st.lists(_pairs, max_size=6), _pairs)
def test_the_search_and_the_union_agree_with_a_closure_by_hand(pairs, apart) -> None:
    """Merges join two exactly when one is reached from the other by them, however they are looked for."""
    merges = [MergeActors(pair) for pair in pairs]
    reached = {apart[0]}
    for _ in pairs:
        reached |= {ref for pair in pairs if reached & {*pair} for ref in pair}
    forbid = ForbidMerge(*apart)
    union = Joined([forbid])
    refused = [union.enter(merge) for merge in merges]
    assert joins(merges, forbid) == (apart[1] in reached) == (forbid in refused)


# applied


@pytest.fixture
def after():
    """Actors of one document each, after changes."""
    people = [(ref.id, [ref.name]) for ref in (RENN, VELDEN, CALLAS)]
    resolution, documents = resolved(*((f"d{n}", [each, each]) for n, each in enumerate(people)))

    def apply(*changes: ActorChange):
        decided = [Decided(number, change) for number, change in enumerate(changes, 1)]
        return apply_decisions(resolution, (), decided, lambda: documents)

    return apply


def test_the_merge_that_would_do_what_is_forbidden_is_not_made_and_told(after) -> None:
    result = after(APART.change, MergeActors((CALLAS, RENN)), MergeActors((CALLAS, VELDEN)))
    assert ids(result.resolution) == [VELDEN.id, CALLAS.id]
    assert set(result.unapplied) == {3}
    assert "'Ada Renn' and 'Bo Velden' must stay apart" in result.notices[0]


def test_the_same_decision_from_two_logs_is_made_once(after) -> None:
    result = after(RenameActor(RENN, "A. R."), RenameActor(RENN, "A. R."))
    assert named(result.resolution, RENN.id).name == "A. R."
    assert result.notices == ()


@pytest.mark.parametrize(
    ("forbid", "undone"),
    [(ForbidMerge(RENN, VELDEN), False), (ForbidMerge(VELDEN, RENN), True)],
    ids=["the machine's part leaves", "the merged one leaves"],
)
def test_a_merge_that_a_forbidden_one_takes_apart_is_told(forbid: ForbidMerge, undone: bool) -> None:
    """The machine joins Callas and Velden itself, and no decision says what is forbidden: who is named second goes.

    Where it is the one whom people merged, their merge is undone, and they are told.
    """
    resolution, documents = resolved(
        ("d1", [(RENN.id, [RENN.name])]),
        ("d2", [(CALLAS.id, ["Cyrus Callas"])]),
        ("d3", [(CALLAS.id, [VELDEN.name])]),
    )
    changes = [Decided(1, forbid), Decided(2, MergeActors((CALLAS, RENN)))]
    result = apply_decisions(resolution, (), changes, lambda: documents)
    assert result.resolution.links["d3"] != result.resolution.links["d1"]
    assert ("must stay apart" in result.unapplied.get(2, "")) == undone
    assert bool(result.notices) == undone
