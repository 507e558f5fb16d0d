"""What people decide is laid over what the machine proposes, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_actors import document, ids, named, resolved, seen, shuffled

from dissensus.exchanging.alias_files import parse_aliases, toml_of
from dissensus.model.errors import ReconcilingError
from dissensus.model.findings import Affiliation, Place, Resolution
from dissensus.model.spans import Span
from dissensus.reconciling.actors._aliases import Alias, AliasEntry
from dissensus.reconciling.actors._changes import (
    ActorRef,
    Decided,
    ForbidMerge,
    MergeActors,
    RenameActor,
    SplitActor,
    change_of,
    plain_change,
)
from dissensus.reconciling.actors._conflicts import conflict
from dissensus.reconciling.actors._decisions import apply_decisions
from dissensus.reconciling.actors._entries import entries_of

ADA, TOM, BELL = "person:ada-vell", "person:tom-vell", "person:bell"


@pytest.fixture
def machine():
    """Ada Vell in three documents, one of which means Tom; Bell, who is Ada before her marriage; the Dam Board."""
    return resolved(
        ("d1", [(ADA, ["Ada Vell", "Vell", "he"]), ("name:dam-board", ["Dam Board"])]),
        ("d2", [(ADA, ["Tom Vell", "Vell"]), (BELL, ["Ada Bell"]), (None, ["the mayor"])]),
        ("d3", [(ADA, ["Vell"]), (None, ["the mayor"]), ("name:dam-board", ["the Board"])]),
    )


@pytest.fixture
def after(machine):
    """The machine's resolution after changes and a file of names."""
    resolution, documents = machine

    def apply(*changes, entries=(), outlets=None):
        decided = [Decided(number, change) for number, change in enumerate(changes, 1)]
        return apply_decisions(resolution, entries, decided, lambda: documents, lambda: outlets or {})

    return apply


def ref(resolution: Resolution, actor_id: str) -> ActorRef:
    return ActorRef.of(named(resolution, actor_id))


def test_without_decisions_the_resolution_is_given_back_and_no_document_is_read(machine):
    def read():
        raise AssertionError

    assert apply_decisions(machine[0], (), (), read).resolution is machine[0]


def test_a_merge_gives_the_first_actor_all_names_and_entities_of_the_second(machine, after):
    result = after(MergeActors((ref(machine[0], ADA), ref(machine[0], BELL)))).resolution
    assert ids(result) == ["name:dam-board", ADA]
    assert result.links["d2"] == (ADA, ADA, None)
    assert named(result, ADA).aliases == ("Ada Bell", "Ada Vell", "Tom Vell", "Vell")


def test_a_merge_explains_itself_with_the_place_of_the_name(machine, after):
    actor = named(after(MergeActors((ref(machine[0], ADA), ref(machine[0], BELL)))).resolution, ADA)
    (merge,) = actor.merges
    assert (merge.name, merge.into, merge.rule, merge.confidence) == ("Ada Bell", "Ada Vell", "decision", 1.0)
    assert merge.evidence == (Place("d2", Span(14, 22), "Ada Bell"),)
    assert actor.rules == ("decision",)


def test_a_split_by_name_takes_the_entities_that_bear_it_and_not_the_main_name(machine, after):
    result = after(SplitActor(ref(machine[0], ADA), ("Tom Vell",))).resolution
    (new,) = set(ids(result)) - {ADA, BELL, "name:dam-board"}
    assert [links[0] for links in result.links.values()] == [ADA, new, ADA]
    assert (named(result, new).name, named(result, new).aliases) == ("Tom Vell", ("Tom Vell", "Vell"))
    assert named(result, ADA).aliases == ("Ada Vell", "Vell")


def test_a_split_by_document_takes_all_of_the_actor_in_it(machine, after):
    result = after(SplitActor(ref(machine[0], ADA), (), ("d3",), "Vell of Norrick")).resolution
    new = result.links["d3"][0]
    assert new != ADA
    assert named(result, new).name == "Vell of Norrick"
    assert result.links["d2"][0] == ADA


def test_the_main_name_split_off_leaves_the_actor_another_name(machine, after):
    result = after(SplitActor(ref(machine[0], ADA), ("Ada Vell",))).resolution
    assert named(result, ADA).name == "Vell"
    assert [links[0] == ADA for links in result.links.values()] == [False, True, True]


def test_a_renamed_actor_keeps_its_id_and_its_old_name_as_an_alias(machine, after):
    result = after(RenameActor(ref(machine[0], "name:dam-board"), "Dam Authority", "state")).resolution
    board = named(result, "name:dam-board")
    assert (board.name, board.kind) == ("Dam Authority", "state")
    assert "Dam Board" in board.aliases


def test_a_forbidden_merge_that_the_machine_makes_is_taken_apart_by_the_words(machine, after):
    result = after(ForbidMerge(ActorRef(ADA, "Ada Vell"), ActorRef(TOM, "Tom Vell"))).resolution
    assert [links[0] for links in result.links.values()] == [ADA, TOM, ADA]
    assert named(result, TOM).name == "Tom Vell"


def test_a_forbidden_merge_leaves_actors_that_are_apart_as_they_are(machine, after):
    result = after(ForbidMerge(ref(machine[0], ADA), ref(machine[0], BELL))).resolution
    assert seen(result) == seen(machine[0])
    assert result.links == machine[0].links


def test_a_merge_of_what_must_stay_apart_is_not_made_and_told_in_one_line(machine, after):
    pair = ref(machine[0], ADA), ref(machine[0], BELL)
    applied = after(MergeActors(pair), ForbidMerge(*pair))
    assert BELL in ids(applied.resolution)
    (notice,) = applied.notices
    assert notice.startswith("decision 1 (merge 'Ada Bell' into 'Ada Vell') does not apply")
    assert "\n" not in notice


def test_decisions_build_on_one_another_in_the_order_of_the_log(machine, after):
    forbid = ForbidMerge(ActorRef(ADA, "Ada Vell"), ActorRef(TOM, "Tom Vell"))
    result = after(forbid, MergeActors((ActorRef(TOM, "Tom Vell"), ref(machine[0], BELL)))).resolution
    assert result.links["d2"] == (TOM, TOM, None)


def test_a_decision_about_an_actor_that_is_gone_is_told_and_the_others_go_on(machine, after):
    gone = MergeActors((ref(machine[0], ADA), ActorRef("person:ivo", "Ivo Orsen")))
    applied = after(gone, RenameActor(ref(machine[0], BELL), "Bell"))
    assert applied.notices == (
        "decision 1 (merge 'Ivo Orsen' into 'Ada Vell') does not apply: no actor is called 'Ivo Orsen' any more",
    )
    assert named(applied.resolution, BELL).name == "Bell"


def test_an_actor_whose_id_is_gone_is_found_by_its_name(after):
    result = after(RenameActor(ActorRef("name:ada-bell", "Ada Bell"), "Bell")).resolution
    assert named(result, BELL).name == "Bell"


@pytest.mark.parametrize(
    "change",
    [SplitActor(ActorRef(ADA, "Ada Vell"), ("Nobody",)), SplitActor(ActorRef(BELL, "Ada Bell"), ("Ada Bell",))],
    ids=["no such words", "nothing left"],
)
def test_a_split_that_moves_nothing_or_everything_changes_nothing_and_is_told(machine, after, change):
    applied = after(change)
    assert seen(applied.resolution) == seen(machine[0])
    assert len(applied.notices) == 1


def test_the_order_of_documents_changes_nothing(machine):
    resolution, documents = machine
    decided = [
        Decided(1, SplitActor(ref(resolution, ADA), ("Tom Vell",))),
        Decided(2, MergeActors((ref(resolution, ADA), ref(resolution, BELL)))),
    ]
    entries = (AliasEntry("Mayor", aliases=(Alias("the mayor", ("d2",)), Alias("Dam Board"))),)
    one = apply_decisions(resolution, entries, decided, lambda: documents)
    other = apply_decisions(resolution, entries, decided[::-1], lambda: shuffled(documents))
    assert one == other


def test_an_affiliation_follows_the_words_that_tell_it(machine):
    resolution, documents = machine
    told = Affiliation(ADA, "name:dam-board", "chair", Place("d2", Span(0, 8), "Tom Vell"))
    resolution = Resolution(resolution.actors, resolution.links, (told,))
    split = Decided(1, SplitActor(ref(resolution, ADA), ("Tom Vell",)))
    result = apply_decisions(resolution, (), [split], lambda: documents).resolution
    assert result.affiliations[0].person_id == result.links["d2"][0] != ADA


# the file of names


def test_an_entry_joins_the_actors_that_its_names_are(after):
    result = after(entries=(AliasEntry("Ada Bell-Vell", "person", None, (Alias("Ada Vell"), Alias("Ada Bell"))),))
    actor = named(result.resolution, "alias:ada-bell-vell")
    assert {ADA, BELL}.isdisjoint(ids(result.resolution))
    assert result.resolution.links["d2"][:2] == (actor.id, actor.id)
    assert {(merge.name, merge.rule) for merge in actor.merges} == {
        ("Ada Vell", "alias file"),
        ("Ada Bell", "alias file"),
    }


def test_an_entry_with_the_id_of_an_actor_keeps_it(after):
    result = after(entries=(AliasEntry("Ada V.", None, ADA),)).resolution
    assert named(result, ADA).name == "Ada V."


def test_an_alias_takes_its_entities_from_an_actor_of_another_name(after):
    result = after(entries=(AliasEntry("Tom Vell"),)).resolution
    assert [links[0] for links in result.links.values()] == [ADA, "alias:tom-vell", ADA]


def test_a_label_that_nobody_resolved_becomes_the_entrys_in_the_documents_it_names(after):
    result = after(entries=(AliasEntry("Ada Vell", None, ADA, (Alias("the mayor", ("d3",)),)),)).resolution
    assert (result.links["d2"][2], result.links["d3"][1]) == (None, ADA)


def test_an_outlet_gives_an_alias_its_scope(after):
    entries = (AliasEntry("Mayor", aliases=(Alias("the mayor", (), ("Bugle",)),)),)
    result = after(entries=entries, outlets={"d2": "Bugle", "d3": "Post"}).resolution
    assert (result.links["d2"][2], result.links["d3"][1]) == ("alias:mayor", None)


def test_names_to_keep_apart_split_what_the_machine_joined(after):
    result = after(entries=(AliasEntry("Ada Vell", None, ADA, (), ("Tom Vell",)),)).resolution
    assert [links[0] == ADA for links in result.links.values()] == [True, False, True]


def test_a_decision_against_the_file_is_not_applied_and_told(machine, after):
    merge = MergeActors((ref(machine[0], ADA), ref(machine[0], BELL)))
    applied = after(merge, entries=(AliasEntry("Ada Vell", None, ADA, (), ("Ada Bell",)),))
    assert BELL in ids(applied.resolution)
    assert "must stay apart" in applied.notices[0]


def test_an_entry_that_no_text_names_makes_no_actor(machine, after):
    assert seen(after(entries=(AliasEntry("Ivo Orsen"),)).resolution) == seen(machine[0])


# written and read again


def test_a_written_file_gives_the_same_actors_when_it_is_read(machine):
    resolution, documents = machine
    decided = [
        Decided(1, ForbidMerge(ActorRef(ADA, "Ada Vell"), ActorRef(TOM, "Tom Vell"))),
        Decided(2, MergeActors((ActorRef(ADA, "Ada Vell"), ref(resolution, BELL)))),
        Decided(3, RenameActor(ref(resolution, "name:dam-board"), "Dam Authority", "state")),
        Decided(4, SplitActor(ActorRef(ADA, "Ada Vell"), (), ("d3",), "Vell")),
    ]
    wanted = apply_decisions(resolution, (), decided, lambda: documents).resolution
    entries, left_out = entries_of(wanted, documents)
    again = apply_decisions(resolution, parse_aliases(toml_of(entries), "toml"), (), lambda: documents).resolution
    assert left_out == ()
    assert seen(again) == seen(wanted)
    assert again.links == wanted.links


def test_a_written_file_of_what_the_machine_gave_changes_nothing_at_all(machine):
    resolution, documents = machine
    entries, _ = entries_of(resolution, documents)
    assert apply_decisions(resolution, entries, (), lambda: documents).resolution == resolution


_NAMES = ["Ada Vell", "Tom Vell", "Vell", "the mayor", "Ada Bell", "Ivo", "he", "<b>Ivo</b>", "Ivo\x1b[0m"]
_entities = st.lists(
    st.tuples(st.sampled_from([None, ADA, TOM, BELL]), st.lists(st.sampled_from(_NAMES), min_size=1, max_size=3)),
    min_size=1,
    max_size=4,
)


@given(
    st.lists(_entities, min_size=1, max_size=4),
    st.lists(
        st.tuples(st.sampled_from("mrfs"), st.sampled_from([ADA, TOM, BELL]), st.sampled_from([ADA, TOM, BELL])),
        max_size=4,
    ),
)
def test_whatever_is_decided_each_link_has_an_actor_and_each_actor_a_link(found, chosen):
    corpus = [(f"d{number}", entities) for number, entities in enumerate(found)]
    resolution, documents = resolved(*corpus)
    known = {actor.id: ActorRef.of(actor) for actor in resolution.actors}
    changes = []
    for action, one, other in chosen:
        first, second = known.get(one, ActorRef(one, one)), known.get(other, ActorRef(other, other))
        if action == "m" and one != other:
            changes.append(MergeActors((first, second)))
        elif action == "r":
            changes.append(RenameActor(first, "Renamed"))
        elif action == "f" and one != other:
            changes.append(ForbidMerge(first, second))
        else:
            changes.append(SplitActor(first, ("Vell",)))
    decided = [Decided(number, change) for number, change in enumerate(changes)]
    result = apply_decisions(resolution, (), decided, lambda: documents).resolution
    linked = {actor_id for links in result.links.values() for actor_id in links} - {None}
    assert linked == set(ids(result))
    assert [len(links) for links in result.links.values()] == [len(entities) for _, entities in corpus]


# the log's form


@pytest.mark.parametrize(
    "change",
    [
        MergeActors((ActorRef("a", "A", ("x",)), ActorRef("b", "B"))),
        SplitActor(ActorRef("a", "A"), ("x",), ("d1",), "New"),
        RenameActor(ActorRef("a", "A"), "B", "group"),
        ForbidMerge(ActorRef("a", "A"), ActorRef("", "B")),
    ],
)
def test_a_change_comes_back_from_plain_values(change):
    assert change_of(plain_change(change)) == change


@pytest.mark.parametrize("value", [None, 1, {"action": "paint"}, {"name": "x"}])
def test_what_is_no_change_is_passed_over(value):
    assert change_of(value) is None


def test_a_change_that_lacks_a_part_is_refused():
    with pytest.raises(ReconcilingError, match="lacks a part"):
        change_of({"action": "merge"})


def test_a_merge_contradicts_what_forbids_it_and_the_other_way_round():
    pair = ActorRef("a", "A"), ActorRef("b", "B")
    forbid, merge = Decided(3, ForbidMerge(*pair[::-1])), Decided(4, MergeActors(pair))
    assert conflict(MergeActors(pair), [forbid]) == (forbid,)
    assert conflict(ForbidMerge(*pair), [merge]) == (merge,)
    assert conflict(ForbidMerge(*pair), [Decided(5, RenameActor(pair[0], "X"))]) == ()


def test_documents_of_the_helper_hold_their_words_at_their_spans():
    found = document("d", (ADA, ["Ada Vell", "he"]))
    assert [mention.span for mention in found.mentions] == [Span(0, 8), Span(9, 11)]
