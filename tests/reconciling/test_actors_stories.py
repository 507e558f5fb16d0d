"""What documents of one story tell of each other's phrases: who is the suspect, whose lawyer, which robbers."""

from __future__ import annotations

import pytest
from actor_mentions import Words, named, person, phrase, resolve, same, told
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.reconciling.actors._phrases import singular

STORY = (person("Ilse Brandt"), named("Tern Island Trust"), named("Varnholm Ferry Union"))
THEIR = Words("her", "person", "pronoun", entity=0)


def _rules(document_id: str, number: int, *documents: object) -> set[str]:
    resolution = resolve(*documents)  # type: ignore[arg-type]
    found = resolution.links[document_id][number]
    return {rule for actor in resolution.actors if actor.id == found for rule in actor.rules}


def test_phrase_is_the_person_of_whom_another_document_of_the_story_tells_it() -> None:
    """One report names Ada Holm and a suspect, the other calls her so."""
    resolution = resolve(
        told("a", person("Ada Holm"), phrase("the suspect", "person"), *STORY),
        told("b", person("Ada Holm", entity=0), phrase("the suspect", "person", entity=0), *STORY),
    )
    assert same(resolution, ("a", 0), ("a", 1), ("b", 0))


def test_phrase_joins_the_person_who_is_named_elsewhere_only() -> None:
    """A report without the name of the suspect means the one whom the other report names."""
    resolution = resolve(
        told("a", phrase("the suspect", "person"), *STORY),
        told("b", person("Ada Holm", entity=0), phrase("the suspect", "person", entity=0), *STORY),
    )
    assert same(resolution, ("a", 0), ("b", 0))


def test_join_of_a_phrase_with_a_person_says_why() -> None:
    """The rule tells that another document describes the person so."""
    rules = _rules(
        "a",
        0,
        told("a", person("Ada Holm"), phrase("the suspect", "person"), *STORY),
        told("b", person("Ada Holm", entity=0), phrase("the suspect", "person", entity=0), *STORY),
    )
    assert "described so in another document of the same story" in rules


def test_phrase_told_of_two_people_is_nobodys() -> None:
    """Two suspects are named, so that "the suspect" may be either, and they stay two."""
    resolution = resolve(
        told("a", phrase("the suspect", "person"), *STORY),
        told("b", person("Ada Holm", entity=0), phrase("the suspect", "person", entity=0), *STORY),
        told("c", person("Bo Lund", entity=0), phrase("the suspect", "person", entity=0), *STORY),
    )
    assert not same(resolution, ("b", 0), ("c", 0))
    assert not same(resolution, ("a", 0), ("b", 0))
    assert not same(resolution, ("a", 0), ("c", 0))


def test_chain_of_phrases_joins_no_two_people() -> None:
    """One phrase is like Ada Holm's, another like Bo Lund's: where the phrases are alike, the people stay two."""
    resolution = resolve(
        told("a", phrase("the suspect", "person", entity=0), phrase("the baker", "person", entity=0), *STORY),
        told("b", person("Ada Holm", entity=0), phrase("the suspect", "person", entity=0), *STORY),
        told("c", person("Bo Lund", entity=0), phrase("the baker", "person", entity=0), *STORY),
    )
    assert not same(resolution, ("b", 0), ("c", 0))


def test_phrase_without_a_story_is_nobodys() -> None:
    """Another document's suspect is another one."""
    resolution = resolve(
        told("a", phrase("the suspect", "person"), person("Olle Berg")),
        told("b", person("Ada Holm", entity=0), phrase("the suspect", "person", entity=0), *STORY),
    )
    assert resolution.links["a"][0] is None


def test_another_one_is_not_the_person_beside() -> None:
    """Who names Ada Holm and then speaks of another guard, or a third one, means somebody else."""
    told_of = told("b", person("Ada Holm", entity=0), phrase("the guard", "person", entity=0), *STORY)
    for words in ("another guard", "the third guard"):
        resolution = resolve(told("a", person("Ada Holm"), phrase(words, "person"), *STORY), told_of)
        assert not same(resolution, ("a", 0), ("a", 1))


def test_organisation_is_no_person_described_so() -> None:
    """ "The star" that is a ship or a paper does not join the singer."""
    resolution = resolve(
        told("a", phrase("the star", "organisation"), *STORY),
        told("b", person("Ada Holm", entity=0), phrase("the star", "person", entity=0), *STORY),
    )
    assert not same(resolution, ("a", 0), ("b", 0))


@pytest.mark.parametrize(("one", "other"), [("the lawyer", "the attorney"), ("the robbers", "the thieves")])
def test_nouns_of_one_meaning_are_one_in_a_story(one: str, other: str) -> None:
    """Outlets choose other words for the same people."""
    first = told("a", phrase(one), *STORY, published="2024-05-01")
    second = told("b", phrase(other), *STORY, published="2024-05-01")
    assert same(resolve(first, second), ("a", 0), ("b", 0))


def test_one_robber_is_not_the_robbers() -> None:
    """A noun in the singular and one in the plural stay apart."""
    resolution = resolve(told("a", phrase("the robber"), *STORY), told("b", phrase("the robbers"), *STORY))
    assert resolution.links["a"][0] is None


def test_phrases_of_a_story_depend_on_no_document_that_shares_no_name() -> None:
    """Not even where names stand in as many documents as are compared at most."""
    around = (named("Sorn Bridge Mill"), named("Tarl Dock Board"))
    documents = [told(f"m{n:02}", *around, phrase("the plumber", "person"), published="2024-05-01") for n in range(40)]
    documents.append(told("x", *around, phrase("an old weaver", "person"), published="2024-05-01"))
    other = told("z", phrase("a young weaver", "person"), named("Quite Other Firm"), published="2024-05-01")
    before, after = resolve(*documents), resolve(*documents, other)
    assert {name: links for name, links in after.links.items() if name != "z"} == before.links


def test_story_ends_after_a_week_even_if_reports_follow_each_other() -> None:
    """From one report to the next it is five days, from the first to the last ten."""
    days = ("2024-05-01", "2024-05-06", "2024-05-11")
    one, two, three = (
        told(name, phrase("the miners"), *STORY, published=day) for name, day in zip("abc", days, strict=True)
    )
    resolution = resolve(one, two, three)
    assert same(resolution, ("a", 0), ("b", 0))
    assert not same(resolution, ("a", 0), ("c", 0))


@pytest.mark.parametrize("words", ["every miner", "no miner", "any miner", "each miner"])
def test_nobody_in_particular_is_nobody_of_another_document(words: str) -> None:
    """What is said of all or of none is said of no miner whom another report means."""
    one = told("a", phrase(words, "person"), *STORY, published="2024-05-01")
    other = told("b", phrase("the miner", "person"), *STORY, published="2024-05-03")
    assert not same(resolve(one, other), ("a", 0), ("b", 0))


def test_group_of_one_number_is_one_in_a_story() -> None:
    """ "23 pirates" of one report are the "23 Danish pirates" of the other."""
    one = told("a", phrase("23 pirates", "group"), *STORY, published="2024-05-01")
    other = told("b", phrase("23 Danish pirates", "group"), *STORY, published="2024-05-03")
    assert same(resolve(one, other), ("a", 0), ("b", 0))


def test_group_of_another_number_is_another_one() -> None:
    """Nor are "pirates" without a number those of one report with some, while other names differ."""
    one = told("a", phrase("25 pirates", "group"), *STORY, published="2024-05-01")
    other = told("b", phrase("23 Danish pirates", "group"), *STORY, published="2024-05-03")
    assert not same(resolve(one, other), ("a", 0), ("b", 0))


def test_other_numbers_stay_apart() -> None:
    """Three guards are not two guards, even where the rest agrees."""
    resolution = resolve(told("a", phrase("three old guards"), *STORY), told("b", phrase("two old guards"), *STORY))
    assert resolution.links["a"][0] is None


def test_relation_to_one_actor_joins_in_a_story() -> None:
    """ "Her lawyer" is one person where she is one."""
    brandt = person("Ilse Brandt", entity=0)
    resolution = resolve(
        told("a", brandt, phrase("her lawyer", "person", entity=1), THEIR, *STORY[1:]),
        told("b", brandt, phrase("her lawyer", "person", entity=1), THEIR, *STORY[1:]),
    )
    assert same(resolution, ("a", 1), ("b", 1))


def test_genitive_of_a_name_is_the_same_relation() -> None:
    """ "Brandt's attorney" is "her lawyer"."""
    resolution = resolve(
        told("a", person("Ilse Brandt", entity=0), phrase("her lawyer", "person", entity=1), THEIR, *STORY[1:]),
        told(
            "b",
            phrase("Brandt's attorney", "person", entity=1),
            person("Brandt", entity=0),
            person("Ilse Brandt", entity=0),
            *STORY[1:],
        ),
    )
    assert same(resolution, ("a", 1), ("b", 1))


def test_relation_to_another_actor_stays_apart() -> None:
    """Each has a lawyer of her own."""
    resolution = resolve(
        told("a", person("Ada Holm", entity=0), phrase("her lawyer", "person", entity=1), THEIR, *STORY),
        told("b", person("Eva Lund", entity=0), phrase("her lawyer", "person", entity=1), THEIR, *STORY),
    )
    assert not same(resolution, ("a", 1), ("b", 1))


def test_words_before_a_full_name_may_be_left_out() -> None:
    """The parse took a team, a role and a name for one name."""
    resolution = resolve(told("a", named("Rovers GM Pete Lund"), *STORY), told("b", person("Pete Lund"), *STORY))
    assert same(resolution, ("a", 0), ("b", 0))


def test_words_before_a_full_name_without_shared_names_are_weak() -> None:
    """What is named after a person is not that person."""
    resolution = resolve(told("a", named("Varnholm School Pete Lund")), told("b", person("Pete Lund")))
    assert not same(resolution, ("a", 0), ("b", 0))


def test_first_of_three_names_may_be_left_out() -> None:
    """William Mark Holm is called by his second name."""
    resolution = resolve(told("a", person("William Mark Holm"), *STORY), told("b", person("Mark Holm"), *STORY))
    assert same(resolution, ("a", 0), ("b", 0))


def test_short_form_beside_the_full_one_joins_where_most_documents_use_one() -> None:
    """A headline has Fred Holm and the text Frederick Holm; other documents of the story have one or the other."""
    resolution = resolve(
        told("a", person("Fred Holm"), person("Frederick Holm"), *STORY),
        told("b", person("Fred Holm"), *STORY),
        told("c", person("Frederick Holm"), *STORY),
    )
    assert same(resolution, ("b", 0), ("c", 0))


def test_surname_goes_to_the_one_with_whom_it_shares_far_more_names() -> None:
    """One common name does not outweigh three others."""
    resolution = resolve(
        told("a", person("Holm"), *STORY, named("Harbour Council")),
        told("b", person("Ada Holm"), *STORY),
        told("c", person("Bo Holm"), named("Harbour Council")),
    )
    assert same(resolution, ("a", 0), ("b", 0))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("thieves", ("robber", True)),
        ("attorney", ("lawyer", False)),
        ("policemen", ("police", True)),
        ("police", ("police", True)),
        ("boss", ("boss", False)),
        ("families", ("family", True)),
        ("witnesses", ("witness", True)),
        ("people", ("person", True)),
    ],
)
def test_noun_in_the_singular(word: str, expected: tuple[str, bool]) -> None:
    """Nouns are compared in the singular, those of one meaning as one."""
    assert singular(word) == expected


_NAMES = [
    *STORY,
    person("Ada Holm", entity=0),
    phrase("the suspect", "person", entity=0),
    phrase("the suspect", "person"),
    phrase("the gunman", "person"),
    person("Bo Lund", entity=1),
    phrase("the gunman", "person", entity=1),
    phrase("the lawyer", "person"),
    phrase("her lawyer", "person", entity=2),
    phrase("the Norwegian dockers"),
    phrase("the dockers"),
    phrase("two dockers"),
    phrase("the striking dockers"),
]
_UNRELATED = [
    person("Ingrid Solberg", entity=0),
    phrase("the suspect", "person", entity=0),
    phrase("the gunman", "person"),
    phrase("the dockers"),
    named("Bridge Union"),
    named("Elm Street Choir"),
]


def _lists(most: int, names: int) -> st.SearchStrategy[list[list[int]]]:
    return st.lists(st.lists(st.integers(0, names - 1), max_size=8, unique=True), max_size=most)


@settings(max_examples=150, deadline=None)
@given(words=_lists(6, len(_NAMES)), others=_lists(4, len(_UNRELATED)), data=st.data())
def test_stories_depend_on_no_order_and_on_no_unrelated_document(
    words: list[list[int]], others: list[list[int]], data: st.DataObject
) -> None:
    """Documents in any order, with others that share no name, give the same actors and links."""
    documents = [told(f"m{i}", *(_NAMES[n] for n in each)) for i, each in enumerate(words)]
    unrelated = [told(f"z{i}", *(_UNRELATED[n] for n in each)) for i, each in enumerate(others)]
    before = resolve(*documents)
    after = resolve(*data.draw(st.permutations([*documents, *unrelated])))
    found = {actor.id: actor for actor in after.actors}
    assert all(found[actor.id] == actor for actor in before.actors)
    assert all(after.links[document.document_id] == before.links[document.document_id] for document in documents)


@settings(max_examples=150, deadline=None)
@given(words=_lists(6, len(_NAMES)))
def test_no_phrase_joins_two_people(words: list[list[int]]) -> None:
    """Ada Holm and Bo Lund are two, whatever is told of them."""
    documents = [told(f"m{i}", *(_NAMES[n] for n in each)) for i, each in enumerate(words)]
    for actor in resolve(*documents).actors:
        assert not {"Ada Holm", "Bo Lund"} <= set(actor.aliases)
        assert not {"Ada Holm", "Ilse Brandt"} <= set(actor.aliases)
