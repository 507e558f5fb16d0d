"""What people said is written into a file of names: who must stay apart, and where a name counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_actors import resolved, seen

from dissensus.exchanging.alias_files import csv_of, parse_aliases, toml_of
from dissensus.reconciling.actors.correcting import (
    ActorRef,
    Alias,
    AliasEntry,
    Decided,
    ForbidMerge,
    MergeActors,
    RenameActor,
    SplitActor,
    apply_decisions,
    entries_of,
    kept_apart,
    waiting,
)

ADA, TOM, IVO = "person:ada-vell", "person:tom-vell", "person:ivo-orsen"
WRITTEN = {"toml": toml_of, "csv": csv_of}


def corpus():
    """Three people in two articles; the machine takes Tom Vell in the third for Ada Vell."""
    return resolved(
        ("d1", [(ADA, ["Ada Vell", "Vell"]), (IVO, ["Ivo Orsen"])]),
        ("d2", [(TOM, ["Tom Vell"]), (IVO, ["Orsen", "Ivo Orsen"])]),
        ("d3", [(ADA, ["Thomas Vell"])]),
    )


def refs(resolution):
    return {actor.id: ActorRef.of(actor) for actor in resolution.actors}


def forbidden(*pairs):
    return [Decided(number, ForbidMerge(*pair)) for number, pair in enumerate(pairs, 1)]


def applied(resolution, documents, entries, decided):
    return apply_decisions(resolution, entries, decided, lambda: documents).resolution


def again(resolution, documents, entries, decided, form="toml"):
    """What the machine's resolution becomes by the file that is written of what was decided."""
    now = applied(resolution, documents, entries, decided)
    apart, _ = kept_apart(now, lambda: documents, entries, decided)
    written, _ = entries_of(now, documents, None, resolution, apart)
    read = parse_aliases(WRITTEN[form]([*written, *waiting(now, entries)]), form)
    return now, read, applied(resolution, documents, read, ())


def told(entries, decided, *, wanted=None):
    resolution, documents = corpus()
    now = applied(resolution, documents, entries, decided)
    return kept_apart(now, lambda: documents, entries, decided, wanted)


def test_what_is_forbidden_is_a_name_that_the_first_one_must_stay_apart_from():
    known = refs(corpus()[0])
    assert told((), forbidden((known[ADA], known[IVO]))) == ({ADA: ("Ivo Orsen",)}, ())


def test_nothing_is_read_where_nothing_is_kept_apart():
    def read():
        raise AssertionError

    assert kept_apart(corpus()[0], read, (AliasEntry("Ada Vell"),), ()) == ({}, ())


def test_a_pair_that_is_forbidden_both_ways_is_written_once():
    known = refs(corpus()[0])
    apart, _ = told((), forbidden((known[ADA], known[IVO]), (known[IVO], known[ADA])))
    assert apart == {ADA: ("Ivo Orsen",)}


def test_a_name_of_the_file_stays_as_it_was_given_although_nobody_is_called_so():
    assert told((AliasEntry("Ada Vell", id=ADA, apart=("Una Vell",)),), ()) == ({ADA: ("Una Vell",)}, ())


def test_names_of_the_file_and_of_decisions_are_both_written():
    known = refs(corpus()[0])
    entries = (AliasEntry("Ada Vell", id=ADA, apart=("Una Vell",)),)
    assert told(entries, forbidden((known[ADA], known[IVO])))[0] == {ADA: ("Una Vell", "Ivo Orsen")}


def test_an_actor_that_was_renamed_is_kept_apart_under_its_new_name():
    known = refs(corpus()[0])
    decided = [*forbidden((known[ADA], known[IVO])), Decided(2, RenameActor(known[IVO], "Ivo the Elder"))]
    assert told((), decided)[0] == {ADA: ("Ivo the Elder",)}


def test_what_one_name_covered_is_written_as_two_that_stay_apart():
    """The machine took Thomas Vell for Ada Vell; somebody decided that they are two."""
    decided = forbidden((ActorRef(ADA, "Ada Vell"), ActorRef("", "Thomas Vell")))
    assert told((), decided)[0] == {ADA: ("Thomas Vell",)}


def test_where_the_first_one_is_not_written_the_other_one_tells_it():
    known = refs(corpus()[0])
    assert told((), forbidden((known[ADA], known[IVO])), wanted={IVO})[0] == {IVO: ("Thomas Vell",)}


def test_two_of_one_name_cannot_be_kept_apart_by_names_and_that_is_told():
    resolution, documents = resolved(("d1", [("person:a", ["Ada Vell"])]), ("d2", [("person:b", ["Ada Vell"])]))
    known = refs(resolution)
    decided = forbidden((known["person:a"], known["person:b"]))
    apart, untold = kept_apart(resolution, lambda: documents, (), decided)
    assert apart == {}
    assert untold == ("decision 1 (never merge 'Ada Vell' with 'Ada Vell'): no name tells the two apart",)


def test_a_pair_of_whom_neither_is_an_actor_any_more_is_told():
    decided = forbidden((ActorRef("person:gone", "Gone One"), ActorRef("person:lost", "Lost One")))
    assert told((), decided)[1] == (
        "decision 1 (never merge 'Gone One' with 'Lost One'): no actor is one of the two any more",
    )


def test_an_entry_that_nobody_is_yet_is_kept_with_its_names():
    entry = AliasEntry("Una Orrin", "person", None, (Alias("Orrin"),), ("Ada Vell",))
    resolution, _ = corpus()
    assert waiting(resolution, (entry, AliasEntry("Ada Vell", apart=("Una",)))) == (entry,)


def test_an_entry_of_whose_names_an_actor_has_one_is_not_kept_beside_it():
    """It would give one name to two actors."""
    assert waiting(corpus()[0], (AliasEntry("Mrs Vell", aliases=(Alias("Ada Vell"),)),)) == ()


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_a_written_file_with_names_to_keep_apart_gives_the_same_actors(form):
    resolution, documents = corpus()
    known = refs(resolution)
    entries = (AliasEntry("Ivo Orsen", id=IVO, apart=("Una Orsen",)), AliasEntry("Nobody", apart=("Ivo Orsen",)))
    decided = forbidden((ActorRef(ADA, "Ada Vell"), ActorRef("", "Thomas Vell")), (known[ADA], known[TOM]))
    now, read, then = again(resolution, documents, entries, decided, form)
    assert (seen(then), then.links) == (seen(now), now.links)
    assert {entry.name: entry.apart for entry in read if entry.apart} == {
        "Ada Vell": ("Thomas Vell", "Tom Vell"),
        "Ivo Orsen": ("Una Orsen",),
        "Nobody": ("Ivo Orsen",),
    }


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_a_file_that_is_written_of_itself_is_the_same(form):
    resolution, documents = corpus()
    decided = forbidden((ActorRef(ADA, "Ada Vell"), ActorRef("", "Thomas Vell")))
    _, first, then = again(resolution, documents, (), decided, form)
    _, second, last = again(resolution, documents, first, (), form)
    assert second == first
    assert last.links == then.links


def test_a_pair_of_the_file_holds_against_a_later_article_that_would_join_them():
    """The file alone, without the decision, parts what the machine joins in an article that came later."""
    resolution, documents = corpus()
    _, read, _ = again(resolution, documents, (), forbidden((refs(resolution)[ADA], refs(resolution)[IVO])))
    later, with_later = resolved(
        ("d1", [(ADA, ["Ada Vell"])]), ("d2", [(ADA, ["Ivo Orsen"])]), ("d4", [(ADA, ["Ada Vell"])])
    )
    links = applied(later, with_later, read, ()).links
    assert links["d1"] == links["d4"] != links["d2"]


MAYOR = Alias("the mayor", (), ("Bugle",))
OUTLETS = {"d1": "Bugle", "d2": "Bugle", "d3": "Post"}


def scoped(alias, decided=(), called="the mayor"):
    """The alias of Ada Vell's entry as it is written of a file that has it, and whether the file gives the same."""
    resolution, documents = resolved(
        ("d1", [(ADA, ["Ada Vell"]), (None, [called])]),
        ("d2", [(TOM, ["Tom Vell"]), (None, [called])]),
        ("d3", [(IVO, ["Ivo Orsen"]), (None, [called])]),
    )
    file = (AliasEntry("Ada Vell", "person", ADA, (alias,)),)
    now = apply_decisions(resolution, file, decided, lambda: documents, lambda: OUTLETS).resolution
    written, _ = entries_of(now, documents, None, resolution, None, file, OUTLETS)
    then = apply_decisions(resolution, written, (), lambda: documents, lambda: OUTLETS).resolution
    assert (seen(then), then.links) == (seen(now), now.links)
    return next(entry for entry in written if entry.id == ADA).aliases


def test_a_name_that_counts_in_an_outlet_is_written_with_the_outlet():
    assert scoped(MAYOR) == (MAYOR,)


def test_a_name_that_counts_somewhere_and_stands_nowhere_yet_is_not_written_as_one_that_counts_everywhere():
    alias = Alias("the head", ("d2", "d9"), ("Post",))
    assert scoped(alias) == (alias,)


def test_an_outlet_in_which_a_decision_made_the_name_somebody_elses_is_written_as_its_documents():
    """In one article of the outlet the mayor is somebody else."""
    split = Decided(1, SplitActor(ActorRef(ADA, "Ada Vell"), (), ("d2",), "Another"))
    assert scoped(MAYOR, [split]) == (Alias("the mayor", ("d1",)),)


_PEOPLE = {ADA: ["Ada Vell", "Ada V."], TOM: ["Tom Vell", "T. Vell"], IVO: ["Ivo Orsen", "Orsen"]}
_entities = st.lists(
    st.sampled_from([(actor_id, [name]) for actor_id, names in _PEOPLE.items() for name in names]),
    min_size=1,
    max_size=4,
)
_pairs = st.tuples(st.sampled_from("mrf"), st.permutations([ADA, TOM, IVO]))


@given(st.lists(_entities, min_size=1, max_size=4), st.lists(_pairs, max_size=3))
def test_whatever_is_decided_of_people_of_different_names_a_written_file_gives_the_same_actors(found, chosen):
    resolution, documents = resolved(*((f"d{number}", entities) for number, entities in enumerate(found)))
    known = refs(resolution)
    decided = []
    for number, (action, (one, other, _)) in enumerate(chosen, 1):
        if one in known and other in known:
            pair = known[one], known[other]
            renamed = RenameActor(pair[0], f"Renamed {number}")
            change = MergeActors(pair) if action == "m" else ForbidMerge(*pair) if action == "f" else renamed
            decided.append(Decided(number, change))
    now, _, then = again(resolution, documents, (), decided)
    assert (seen(then), then.links) == (seen(now), now.links)
