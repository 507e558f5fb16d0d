"""Lone surnames, given names and offices: whose they are; and two people of one name."""

from __future__ import annotations

from actor_mentions import actor_of, named, person, phrase, resolve, same, told


def test_surname_is_that_of_the_one_such_person_in_its_document() -> None:
    """The document decides before all others, even where they know more people of that name."""
    resolution = resolve(told("a", person("Ada Holm"), person("Holm")), told("b", person("Tom Holm")))
    assert same(resolution, ("a", 0), ("a", 1))


def test_surname_with_one_candidate_of_another_state_stays_alone() -> None:
    """The Peruvian judge Holm is not the Norwegian minister Ada Holm."""
    resolution = resolve(
        told("a", person("Holm", "Peruvian judge")), told("b", person("Ada Holm", "Norwegian minister"))
    )
    assert not same(resolution, ("a", 0), ("b", 0))


def test_office_decides_between_two_of_one_surname() -> None:
    """Defence minister Ivanov is the Ivanov of whom another document tells that office."""
    resolution = resolve(
        told("a", person("Igor Ivanov", "foreign minister")),
        told("b", person("Sergei Ivanov", "defence minister")),
        told("c", person("Ivanov", "Defence Minister")),
    )
    assert same(resolution, ("b", 0), ("c", 0))


def test_names_around_decide_between_two_of_one_surname() -> None:
    """Two names that only the documents of one candidate have tell who is meant."""
    around = (named("Tern Island Trust"), named("Varnholm Ferry Union"))
    resolution = resolve(
        told("a", person("Igor Ivanov"), *around),
        told("b", person("Sergei Ivanov")),
        told("c", person("Ivanov"), *around),
    )
    assert same(resolution, ("a", 0), ("c", 0))


def test_names_that_both_candidates_share_decide_nothing() -> None:
    """In a corpus about one conflict all are named everywhere."""
    around = (named("Tern Island Trust"), named("Varnholm Ferry Union"))
    resolution = resolve(
        told("a", person("Igor Ivanov"), *around),
        told("b", person("Sergei Ivanov"), *around),
        told("c", person("Ivanov"), *around),
    )
    assert actor_of(resolution, "c").id == "surname:ivanov"


def test_given_name_is_that_of_the_one_such_person_in_its_document() -> None:
    """A lone given name that no surname explains."""
    assert same(resolve(told("a", person("Ada Holm"), person("Ada"))), ("a", 0), ("a", 1))


def test_given_name_elsewhere_is_nobody() -> None:
    """Another document's Ada is another Ada as long as nothing connects them."""
    assert not same(resolve(told("a", person("Ada Holm")), told("b", person("Ada"))), ("a", 0), ("b", 0))


NORWAY = (named("Tern Island Trust"), named("Varnholm Ferry Union"), person("Ilse Brandt"))
PERU = (named("Lake Council"), named("Puno Weavers"), person("Luz Quispe"))


def test_namesakes_of_different_states_are_two_people() -> None:
    """A Norwegian minister and a Peruvian striker of one name, with nobody in common."""
    resolution = resolve(
        told("a", person("Ada Holm", "Norwegian minister"), *NORWAY),
        told("b", person("Ada Holm", "Peruvian striker"), *PERU),
    )
    assert not same(resolution, ("a", 0), ("b", 0))


def test_namesakes_of_different_fields_are_two_people() -> None:
    """A minister and a striker of one name, with nobody in common."""
    resolution = resolve(
        told("a", person("Ada Holm", "minister"), *NORWAY), told("b", person("Ada Holm", "striker"), *PERU)
    )
    assert not same(resolution, ("a", 0), ("b", 0))


def test_one_person_of_two_states_whose_documents_share_a_name_is_one() -> None:
    """Somebody may hold offices in two countries."""
    resolution = resolve(
        told("a", person("Ada Holm", "Norwegian minister"), *NORWAY),
        told("b", person("Ada Holm", "Peruvian governor"), *PERU, person("Ilse Brandt")),
    )
    assert same(resolution, ("a", 0), ("b", 0))


def test_document_of_a_namesake_goes_with_whom_it_shares_names() -> None:
    """A document that tells no office goes with the namesake whose other names it has."""
    resolution = resolve(
        told("a", person("Ada Holm", "Norwegian minister"), *NORWAY),
        told("b", person("Ada Holm", "Peruvian striker"), *PERU),
        told("c", person("Ada Holm"), *PERU),
    )
    assert same(resolution, ("b", 0), ("c", 0))


def test_document_of_a_namesake_that_tells_nothing_goes_with_nobody() -> None:
    """Without a hint the name is neither's."""
    resolution = resolve(
        told("a", person("Ada Holm", "Norwegian minister"), *NORWAY),
        told("b", person("Ada Holm", "Peruvian striker"), *PERU),
        told("c", person("Ada Holm")),
    )
    assert len({resolution.links[document][0] for document in "abc"}) == 3


def test_surname_of_two_people_of_one_name_is_in_the_document_of_one() -> None:
    """The surname follows the full name of its document."""
    resolution = resolve(
        told("a", person("Ada Holm", "Norwegian minister"), person("Holm"), *NORWAY),
        told("b", person("Ada Holm", "Peruvian striker"), *PERU),
    )
    assert same(resolution, ("a", 0), ("a", 1))


def test_office_of_one_person_is_that_person() -> None:
    """A document that does not name the minister means the one of whom another one tells the office."""
    resolution = resolve(
        told("a", person("Ada Holm", "Norwegian fisheries minister")),
        told("b", phrase("the Norwegian fisheries minister", "person")),
    )
    assert same(resolution, ("a", 0), ("b", 0))


def test_office_of_two_people_is_neither() -> None:
    """Two ministers are told of, so the office alone says nothing."""
    resolution = resolve(
        told("a", person("Ada Holm", "Norwegian fisheries minister")),
        told("b", person("Ilse Brandt", "Norwegian fisheries minister")),
        told("c", phrase("the Norwegian fisheries minister", "person")),
    )
    assert not same(resolution, ("a", 0), ("c", 0))
    assert not same(resolution, ("b", 0), ("c", 0))


def test_former_minister_is_not_the_minister() -> None:
    """The word "former" makes another office."""
    resolution = resolve(
        told("a", person("Ada Holm", "former Norwegian fisheries minister")),
        told("b", phrase("the Norwegian fisheries minister", "person")),
    )
    assert not same(resolution, ("a", 0), ("b", 0))


def test_office_years_later_is_somebody_elses() -> None:
    """A year is long enough for another holder."""
    resolution = resolve(
        told("a", person("Ada Holm", "Norwegian fisheries minister"), published="2014-03-01"),
        told("b", phrase("the Norwegian fisheries minister", "person"), published="2019-03-01"),
    )
    assert not same(resolution, ("a", 0), ("b", 0))


def test_office_in_the_document_of_its_holder_is_left_to_that_document() -> None:
    """Who names the minister and then speaks of a minister as of another one is believed."""
    minister = person("Ada Holm", "Norwegian fisheries minister")
    resolution = resolve(
        told("a", minister), told("b", person("Ada Holm"), phrase("the Norwegian fisheries minister", "person"))
    )
    assert not same(resolution, ("b", 0), ("b", 1))


STORY = (person("Ilse Brandt"), named("Tern Island Trust"), named("Varnholm Ferry Union"))


def test_bare_phrase_of_one_story_is_one_actor() -> None:
    """Two reports of one week that name the same three mean the same miners."""
    one = told("a", phrase("the miners"), *STORY, published="2024-05-01")
    other = told("b", phrase("the miners"), *STORY, published="2024-05-03")
    assert same(resolve(one, other), ("a", 0), ("b", 0))


FURTHER = tuple(person(name) for name in ("Ada Holm", "Bo Lund", "Cleo Rask", "Dag Moe"))
OTHERS = tuple(person(name) for name in ("Eva Krog", "Finn Dahl", "Gro Berg", "Hans Lie"))


def test_bare_group_of_articles_without_dates_stays_apart() -> None:
    """Articles on one subject share some names for years, and their miners are others each time."""
    resolution = resolve(
        told("a", phrase("the miners"), *STORY, *FURTHER), told("b", phrase("the miners"), *STORY, *OTHERS)
    )
    assert not same(resolution, ("a", 0), ("b", 0))


def test_bare_group_of_articles_that_share_most_names_is_one() -> None:
    """Where most names are the same, it is one event, told twice."""
    resolution = resolve(told("a", phrase("the miners"), *STORY), told("b", phrase("the miners"), *STORY))
    assert same(resolution, ("a", 0), ("b", 0))


def test_bare_phrase_of_one_story_said_more_closely_is_one_actor() -> None:
    """What one report calls "the miners" are "the striking miners" of the other."""
    one = told("a", phrase("the miners"), *STORY, published="2024-05-01")
    other = told("b", phrase("the striking miners"), *STORY, published="2024-05-03")
    assert same(resolve(one, other), ("a", 0), ("b", 0))


def test_bare_phrases_that_say_different_things_stay_apart() -> None:
    """Striking miners are not retired ones."""
    resolution = resolve(
        told("a", phrase("the retired miners"), *STORY), told("b", phrase("the striking miners"), *STORY)
    )
    assert not same(resolution, ("a", 0), ("b", 0))


def test_two_such_phrases_in_one_document_join_nothing() -> None:
    """Where a report has two women, "a woman" elsewhere may be either."""
    resolution = resolve(
        told("a", phrase("a woman", "person"), phrase("a woman", "person", entity=1), *STORY),
        told("b", phrase("a woman", "person"), *STORY),
    )
    assert resolution.links["b"][0] is None


def test_bare_phrase_of_a_later_story_stays_apart() -> None:
    """The same people may be news again in another year."""
    resolution = resolve(
        told("a", phrase("the miners"), *STORY, published="2014-03-01"),
        told("b", phrase("the miners"), *STORY, published="2016-03-01"),
    )
    assert resolution.links["a"][0] is None


def test_what_somebody_owns_joins_nothing() -> None:
    """There is another "his mother" for each he."""
    resolution = resolve(
        told("a", phrase("his mother", "person"), *STORY), told("b", phrase("his mother", "person"), *STORY)
    )
    assert resolution.links["a"][0] is None
