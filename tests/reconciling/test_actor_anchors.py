"""A decision keeps places of its actors, and finds the same words in every later run, whatever their ids."""

from __future__ import annotations

from dataclasses import replace

from actor_mentions import Words, actor_of, named, person, phrase, resolve, told
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.model.findings import DocumentMentions, Place, Resolution
from dissensus.model.spans import Span
from dissensus.reconciling.actors._anchors import MOST_ANCHORS, anchored
from dissensus.reconciling.actors._changes import (
    ActorChange,
    ActorRef,
    Decided,
    ForbidMerge,
    MergeActors,
    RenameActor,
    SplitActor,
    change_of,
    plain_change,
    refs_of,
)
from dissensus.reconciling.actors._decisions import Applied, apply_decisions

DAY = "2031-05-07"


def ref(resolution: Resolution, document_id: str, entity: int = 0) -> ActorRef:
    return ActorRef.of(actor_of(resolution, document_id, entity))


def made(documents: list[DocumentMentions], change: ActorChange) -> ActorChange:
    """A change as it is kept: with the places of its actors."""
    return anchored(change, resolve(*documents).links, documents)


def applied(documents: list[DocumentMentions], *changes: ActorChange) -> Applied:
    decided = [Decided(number, change) for number, change in enumerate(changes, 1)]
    return apply_decisions(resolve(*documents), (), decided, lambda: documents)


def companies(entity: int = 0) -> list[Words]:
    return [phrase("the company", "organisation", entity), phrase("The company", "organisation", entity)]


MILL = told("a", *companies(), named("Tarl Mill"))
AIR = told("b", *companies(), named("Vex Air"))


def merged_company() -> ActorChange:
    resolution = resolve(MILL, AIR)
    return made([MILL, AIR], MergeActors((ref(resolution, "a", 1), ref(resolution, "a"))))


# which places are kept


def test_names_are_kept_before_phrases_and_no_more_than_a_few() -> None:
    documents = [told(f"d{i}", person("Ada Vell", entity=0), phrase("the first woman", "person", 0)) for i in range(9)]
    change = made(documents, RenameActor(ref(resolve(*documents), "d0"), "A. V."))
    (kept,) = refs_of(change)
    assert [place.words for place in kept.anchors] == ["Ada Vell"] * MOST_ANCHORS
    assert len({place.document_id for place in kept.anchors}) == MOST_ANCHORS


def test_an_actor_given_by_a_name_alone_is_kept_where_the_other_one_bears_it() -> None:
    documents = [told("a", person("Ada Vell", entity=0), person("Vell", entity=0)), told("b", person("Bo Krag"))]
    ada = ref(resolve(*documents), "a")
    change = made(documents, ForbidMerge(ada, ActorRef("", "Vell")))
    assert [place.words for place in refs_of(change)[1].anchors] == ["Vell"]


def test_places_come_back_from_plain_values() -> None:
    assert change_of(plain_change(merged_company())) == merged_company()


def test_places_have_the_form_of_evidence() -> None:
    """A project checks any object with document, spans and words against the text when a decision is written."""
    first = plain_change(merged_company())["actors"][1]["anchors"][0]
    assert first == {"document": "a", "spans": [[0, 11]], "words": "the company"}


# the same words


def test_the_words_of_another_document_are_never_taken_instead() -> None:
    edited = told("a", named("Tarl Mill"), named("Oll Works"))
    result = applied([edited, AIR], merged_company())
    assert result.resolution.links["b"] == resolve(edited, AIR).links["b"]
    assert "nobody's any more" in result.unapplied[1]


def test_words_that_moved_in_their_document_are_found() -> None:
    moved = told("a", named("An Added Council"), *companies(1), named("Tarl Mill"))
    result = applied([moved, AIR], merged_company())
    assert result.resolution.links["a"][1] == result.resolution.links["a"][3] == "name:tarl-mill"
    assert result.notices == ()


def test_other_numbers_of_entities_change_nothing() -> None:
    other = told("a", *companies(2), named("Tarl Mill", entity=0))
    result = applied([other, AIR], merged_company())
    assert result.resolution.links["a"][2] == result.resolution.links["a"][0]
    assert result.notices == ()


def test_a_phrase_that_the_parse_cuts_otherwise_is_found() -> None:
    longer = told("a", *companies(), named("Tarl Mill"))
    cut = replace(
        longer,
        mentions=tuple(
            replace(mention, span=Span(mention.span.start + 4, mention.span.end)) if mention.entity == 0 else mention
            for mention in longer.mentions
        ),
        words=tuple(words[4:] if "company" in words else words for words in longer.words),
    )
    result = applied([cut, AIR], merged_company())
    assert result.resolution.links["a"] == ("name:tarl-mill", "name:tarl-mill")


def test_words_that_are_several_actors_in_their_document_tell_nothing() -> None:
    """The phrase stands elsewhere now, and twice for different actors: the decision waits for people."""
    two = told("a", named("Tarl Mill"), *companies(1))
    more = tuple(replace(m, span=Span(m.span.start + 90, m.span.end + 90), entity=2) for m in two.mentions[1:])
    second = replace(
        two,
        mentions=(*two.mentions, *more),
        words=(*two.words, *two.words[1:]),
        head_words=(*two.head_words, *two.head_words[1:]),
    )
    result = applied([second, AIR], merged_company())
    assert set(result.unapplied) == {1}
    assert result.resolution == resolve(second, AIR)


def test_an_earlier_document_of_the_same_story_takes_no_decision_away() -> None:
    """The id of the phrase becomes that of the first document; the decision holds for the actor of its words."""
    story = [named("Sorn Bridge Mill"), named("Tarl Dock Board"), *(phrase("an old weaver", "person", 9),) * 2]
    later = [told(name, *story, published=DAY) for name in ("m", "n")]
    weaver = ref(resolve(*later), "m", 9)
    change = made(later, RenameActor(weaver, "The Weaver of Sorn"))
    everything = [told("a", *story, published=DAY), *later]
    assert actor_of(resolve(*everything), "m", 9).id != weaver.id
    result = applied(everything, change)
    assert actor_of(result.resolution, "m", 9).name == "The Weaver of Sorn"
    assert result.notices == ()


def test_words_that_are_nobodys_now_become_the_actor_again() -> None:
    """The annotating steps find the phrase once only, so that it is no actor by itself any more."""
    once = told("a", phrase("the company", "organisation", 0), named("Tarl Mill"))
    assert resolve(once).links["a"][0] is None
    result = applied([once, AIR], merged_company())
    assert result.resolution.links["a"] == ("name:tarl-mill", "name:tarl-mill")


# names that the machine takes for somebody else's


LONE, OTHER = told("c", person("Lund")), told("d", named("Tarl Mill"))
ANNA = told("e", person("Anna Lund"))


def test_a_surname_does_not_follow_into_a_full_name_that_comes_later() -> None:
    change = made([LONE, OTHER], RenameActor(ref(resolve(LONE, OTHER), "c"), "Bo Lund (miner)"))
    result = applied([LONE, OTHER, ANNA], change)
    assert actor_of(result.resolution, "c").name == "Bo Lund (miner)"
    assert actor_of(result.resolution, "e").name == "Anna Lund"
    assert result.notices == (
        "decision 1 (call 'Lund' 'Bo Lund (miner)'): its words stay 'Lund', though they are taken for 'Anna Lund' now",
    )


def test_a_surname_that_people_called_by_the_full_name_follows_it() -> None:
    change = made([LONE, OTHER], RenameActor(ref(resolve(LONE, OTHER), "c"), "Anna Lund, miner"))
    result = applied([LONE, OTHER, ANNA], change)
    assert result.resolution.links["c"] == result.resolution.links["e"]
    assert actor_of(result.resolution, "e").name == "Anna Lund, miner"


def test_a_surname_merged_with_somebody_brings_nobody_else_along() -> None:
    bo = told("b", person("Bo Krag"))
    change = made([LONE, bo], MergeActors((ref(resolve(LONE, bo), "b"), ref(resolve(LONE, bo), "c"))))
    result = applied([LONE, bo, ANNA], change)
    assert [links[0] for links in result.resolution.links.values()] == [
        "person:bo-krag",
        "person:bo-krag",
        "person:anna-lund",
    ]


def test_a_merge_that_the_machine_makes_itself_later_stays_made() -> None:
    """Lund is merged with an Anna whom articles then name in full: the words need not leave her."""
    anna = told("a", named("Anna Lund of Tarl", "person"))
    change = made([LONE, OTHER], RenameActor(ref(resolve(LONE, OTHER), "c"), "Lund"))
    joined = made(
        [LONE, anna, ANNA], MergeActors((ref(resolve(LONE, anna, ANNA), "e"), ref(resolve(LONE, anna, ANNA), "a")))
    )
    result = applied([LONE, OTHER, anna, ANNA], change, joined)
    assert result.resolution.links["a"] == result.resolution.links["e"]


def test_a_surname_that_must_not_be_somebody_leaves_them_when_the_machine_joins_them() -> None:
    pair = [LONE, told("a", person("Peter Lund")), ANNA]
    peter, lone = (ref(resolve(*pair), name) for name in ("a", "c"))
    assert lone.id == "surname:lund"
    change = made(pair, ForbidMerge(peter, lone))
    later = [LONE, pair[1]]
    assert resolve(*later).links["c"] == resolve(*later).links["a"]
    result = applied(later, change)
    assert result.resolution.links["c"] != result.resolution.links["a"]


# decisions without places


def test_a_name_that_tells_who_is_meant_is_found_again_with_a_notice() -> None:
    result = applied([ANNA], RenameActor(ActorRef("homonym:anna-lund-minister", "Anna Lund"), "A. L."))
    assert actor_of(result.resolution, "e").name == "A. L."
    (notice,) = result.notices
    assert "'Anna Lund' was found by the name alone, as 'person:anna-lund'" in notice


def test_a_surname_or_a_phrase_is_not_found_by_its_name_alone() -> None:
    for actor_id in ("surname:lund", "local:x:5:lund"):
        result = applied([LONE, ANNA], RenameActor(ActorRef(actor_id, "Lund"), "Bo Lund"))
        assert result.resolution == resolve(LONE, ANNA)
        assert "nobody's any more" in result.unapplied[1]


def test_what_is_decided_about_a_part_waits_while_its_split_is_taken_back() -> None:
    """Nobody else is renamed or merged in its stead; with the split, all of it holds again."""
    documents = [told("a", person("Ada Vell")), told("b", person("Ada Vell")), told("c", person("Bo Krag"))]
    split = made(documents, SplitActor(ref(resolve(*documents), "a"), (), ("b",)))
    apart = applied(documents, split).resolution
    part, bo = ref(apart, "b"), ref(apart, "c")
    changes = [anchored(MergeActors((bo, part)), apart.links, documents), RenameActor(part, "A. V. the younger")]
    without = applied(documents, *changes)
    assert without.resolution == resolve(*documents)
    assert set(without.unapplied) == {1, 2}
    again = applied(documents, split, changes[0])
    assert again.resolution.links["b"] == again.resolution.links["c"] != again.resolution.links["a"]


def test_an_actor_that_an_earlier_decision_merged_is_found_by_its_id() -> None:
    document = told("h", person("Ada Vell"), person("Bo Krag"), person("Cy Lom"))
    ada = ActorRef("person:ada-vell", "Ada Vell")
    bo, cy = ActorRef("person:bo-krag", "Bo Krag"), ActorRef("person:cy-lom", "Cy Lom")
    result = applied([document], MergeActors((bo, ada)), MergeActors((ada, cy)))
    assert set(result.resolution.links["h"]) == {"person:bo-krag"}
    assert result.notices == ()


# unrelated documents


_SAID = [
    person("Anna Lund"),
    person("Lund"),
    person("Peter Lund"),
    named("Harbour Council"),
    named("Council"),
    phrase("the dockers", entity=20),
    phrase("The dockers", entity=20),
    phrase("a woman", "person"),
    phrase("the Danish dockers"),
]
_UNRELATED = [
    person("Ingrid Solberg"),
    named("Bridge Union"),
    phrase("the pilots", entity=20),
    phrase("The pilots", entity=20),
    named("Finland", "state"),
]


def _texts(most: int, said: int) -> st.SearchStrategy[list[list[int]]]:
    return st.lists(st.lists(st.integers(0, said - 1), max_size=6, unique=True), min_size=1, max_size=most)


@settings(max_examples=150, deadline=None)
@given(_texts(4, len(_SAID)), _texts(3, len(_UNRELATED)), st.booleans(), st.data())
def test_unrelated_documents_change_nothing_that_was_decided(
    texts: list[list[int]], others: list[list[int]], first: bool, data: st.DataObject
) -> None:
    """Whatever is decided about whom: documents that share no name or phrase leave all of it as it was."""
    documents = [told(f"m{i}", *(_SAID[n] for n in each)) for i, each in enumerate(texts)]
    actors = resolve(*documents).actors
    changes: list[ActorChange] = []
    for _ in range(data.draw(st.integers(0, 3)) if actors else 0):
        one, other = (ActorRef.of(data.draw(st.sampled_from(actors))) for _ in range(2))
        kind = data.draw(st.sampled_from("mrsf"))
        change: ActorChange = RenameActor(one, "Renamed")
        if kind == "s":
            change = SplitActor(one, (), (data.draw(st.sampled_from(documents)).document_id,))
        elif one.id != other.id and kind in "mf":
            change = MergeActors((one, other)) if kind == "m" else ForbidMerge(one, other)
        changes.append(made(documents, change))
    before = applied(documents, *changes)
    unrelated = [told(f"{'a' if first else 'z'}{i}", *(_UNRELATED[n] for n in each)) for i, each in enumerate(others)]
    after = applied([*documents, *unrelated], *changes)
    assert {name: after.resolution.links[name] for name in before.resolution.links} == before.resolution.links
    assert set(before.resolution.actors) <= set(after.resolution.actors)
    assert (after.notices, after.unapplied) == (before.notices, before.unapplied)


@settings(max_examples=150, deadline=None)
@given(_texts(4, len(_SAID)), st.data())
def test_a_decision_holds_however_entities_are_numbered(texts: list[list[int]], data: st.DataObject) -> None:
    """Another version of the annotating steps numbers entities otherwise: who is who stays."""
    documents = [told(f"m{i}", *(_SAID[n] for n in each)) for i, each in enumerate(texts)]
    actors = resolve(*documents).actors
    if not actors:
        return
    change = made(documents, RenameActor(ActorRef.of(data.draw(st.sampled_from(actors))), "Renamed"))
    turned = [
        replace(each, mentions=tuple(replace(m, entity=40 - m.entity) for m in each.mentions)) for each in documents
    ]
    before, after = (
        [actor for actor in applied(each, change).resolution.actors if actor.name == "Renamed"]
        for each in (documents, turned)
    )
    assert [actor.id for actor in before] == [actor.id for actor in after] != []


@settings(max_examples=300, deadline=None)
@given(_texts(4, len(_SAID)), _texts(4, len(_SAID)), st.integers(0, 4), st.data())
def test_whatever_became_of_the_articles_the_actors_hold_together(
    texts: list[list[int]], later: list[list[int]], kept: int, data: st.DataObject
) -> None:
    """Articles that change or go: each link has an actor, each actor a link, and what it cites is its own."""
    documents = [told(f"m{i}", *(_SAID[n] for n in each)) for i, each in enumerate(texts)]
    changed = documents[:kept] + [told(f"m{i}", *(_SAID[n] for n in each)) for i, each in enumerate(later)][kept:]
    actors = resolve(*documents).actors
    changes: list[ActorChange] = []
    for _ in range(data.draw(st.integers(1, 4)) if actors else 0):
        one, other = (ActorRef.of(data.draw(st.sampled_from(actors))) for _ in range(2))
        kind = data.draw(st.sampled_from("mrsfn"))
        change: ActorChange = RenameActor(one, "Renamed")
        if kind == "s":
            change = SplitActor(one, (), (data.draw(st.sampled_from(documents)).document_id,))
        elif kind == "n" and one.names:
            change = ForbidMerge(one, ActorRef("", data.draw(st.sampled_from(one.names))))
        elif one.id != other.id and kind in "mf":
            change = MergeActors((one, other)) if kind == "m" else ForbidMerge(one, other)
        changes.append(made(documents, change))
    result = applied(changed, *changes)
    resolution = result.resolution
    linked = {actor_id for links in resolution.links.values() for actor_id in links} - {None}
    found = [actor.id for actor in resolution.actors]
    assert linked == set(found)
    assert len(set(found)) == len(found)
    mentions = {
        (document.document_id, mention.span, words): mention.entity
        for document in changed
        for mention, words in zip(document.mentions, document.words, strict=True)
    }
    for actor in resolution.actors:
        for place in (place for merge in actor.merges for place in merge.evidence):
            entity = mentions[place.document_id, place.span, place.words]
            assert resolution.links[place.document_id][entity] == actor.id
    assert applied(changed[::-1], *changes) == result


def test_a_place_is_compared_by_its_exact_words() -> None:
    """Other words at the same place are nobody's: the place is not followed blindly."""
    change = RenameActor(ActorRef("surname:krag", "Krag", (), (Place("c", Span(0, 4), "Krag"),)), "Bo Krag")
    result = applied([LONE], change)
    assert result.resolution == resolve(LONE)
    assert set(result.unapplied) == {1}
