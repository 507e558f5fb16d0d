"""Names of one actor in several spellings and forms, and names that only look like it."""

from __future__ import annotations

import pytest
from actor_mentions import actor_of, named, person, phrase, resolve, same, told

from dissensus.reconciling.actors._names import person_name, plain_key, same_given

AROUND = (person("Ilse Brandt"), named("Tern Island Trust"), named("Varnholm Ferry Union"))
"""Other names that two documents share."""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskiy"),
        ("Viktor Yanukovych", "Viktor Yanukovich"),
        ("Yulia Tymoshenko", "Yulia Timoshenko"),
        ("Nikol Lukashenka", "Nikol Lukashenko"),
        ("Deputy Ada Holm", "Ada Holm"),
        ("Coroner Ada Holm", "Ada Holm"),
        ("Omar Mohammed", "Omar Muhammad"),
    ],
)
def test_spellings_of_a_person_are_equal(one: str, other: str) -> None:
    """Transliterations and titles make no second person."""
    assert person_name(one) == person_name(other)


def test_the_spelling_of_slavic_names_is_no_rule_for_others() -> None:
    """An inner y is an i only in names with a Slavic ending."""
    assert person_name("Ada Smyth") != person_name("Ada Smith")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lugansk", "Luhansk"),
        ("Sebastopol", "Sevastopol"),
        ("Sebastapol", "Sevastopol"),
        ("Meridian Corp.", "Meridian"),
        ("Meridian Ltd", "the Meridian"),
        ("Calif.", "California"),
    ],
)
def test_spellings_of_other_names_are_equal(one: str, other: str) -> None:
    """Known spellings of places, legal forms and articles make no second name."""
    assert plain_key(one) == plain_key(other)


@pytest.mark.parametrize(("one", "other"), [("bill", "william"), ("kate", "catherine"), ("betty", "bettie")])
def test_forms_of_a_given_name_are_known(one: str, other: str) -> None:
    """Short forms, and -y beside -ie, are forms of one name."""
    assert same_given(one, other)


def test_bill_and_bob_are_two_names() -> None:
    """Short forms of different names are not one."""
    assert not same_given("bill", "bob")


def test_short_form_joins_the_full_given_name() -> None:
    """Bill Holm is William Holm, whose id stays."""
    resolution = resolve(told("a", person("Bill Holm")), told("b", person("William Holm")))
    assert actor_of(resolution, "a").id == actor_of(resolution, "b").id == "person:william-holm"


def test_all_forms_of_a_given_name_are_one_person() -> None:
    """Bill, Billy and William Holm."""
    resolution = resolve(
        told("a", person("Bill Holm")), told("b", person("Billy Holm")), told("c", person("William Holm"))
    )
    assert same(resolution, ("a", 0), ("b", 0), ("c", 0))


def test_two_forms_of_a_given_name_in_one_document_are_two_people() -> None:
    """A document that names both does not mean one person."""
    resolution = resolve(told("a", person("Bill Holm"), person("William Holm")))
    assert not same(resolution, ("a", 0), ("a", 1))


def test_short_form_of_two_full_names_stays_alone() -> None:
    """Sam Holm may be Samuel or Samantha."""
    resolution = resolve(
        told("a", person("Sam Holm")), told("b", person("Samuel Holm")), told("c", person("Samantha Holm"))
    )
    assert len(resolution.actors) == 3


def test_initial_before_the_given_name_may_be_left_out() -> None:
    """J. Anna Holm is Anna Holm."""
    assert same(resolve(told("a", person("J. Anna Holm")), told("b", person("Anna Holm"))), ("a", 0), ("b", 0))


def test_one_letter_joins_where_the_documents_share_other_names() -> None:
    """A misspelt given name in a story about the same people is the same person."""
    resolution = resolve(told("a", person("Jermayne Holm"), *AROUND), told("b", person("Jerymayne Holm"), *AROUND))
    assert same(resolution, ("a", 0), ("b", 0))


def test_one_letter_without_shared_names_is_weak() -> None:
    """Martin and Marvin Holm are two people as long as nothing else connects them."""
    resolution = resolve(told("a", person("Martin Holm")), told("b", person("Marvin Holm")))
    assert not same(resolution, ("a", 0), ("b", 0))


def test_one_letter_in_one_document_is_two_people() -> None:
    """A document that names Martin and Marvin Holm means two people, whatever else it shares."""
    resolution = resolve(
        told("a", person("Martin Holm"), person("Marvin Holm"), *AROUND), told("b", person("Marvin Holm"), *AROUND)
    )
    assert not same(resolution, ("a", 0), ("a", 1))


def test_known_institution_is_one_under_acronym_and_name() -> None:
    """News do not spell out the UN."""
    resolution = resolve(told("a", named("UN")), told("b", named("United Nations")))
    assert actor_of(resolution, "a").name == actor_of(resolution, "b").name == "United Nations"


def test_word_that_is_an_acronym_of_nobody_stays_a_word() -> None:
    """The WHO is an institution, "who" as a name of a band written small is not."""
    assert not same(resolve(told("a", named("who")), told("b", named("WHO"))), ("a", 0), ("b", 0))


def test_part_of_a_name_joins_where_the_documents_share_other_names() -> None:
    """The Terns are the Varnholm Terns in a report on the same match."""
    resolution = resolve(told("a", named("Terns"), *AROUND), told("b", named("Varnholm Terns"), *AROUND))
    assert same(resolution, ("a", 0), ("b", 0))


def test_part_of_a_name_alone_is_weak() -> None:
    """Other Terns may play elsewhere."""
    resolution = resolve(told("a", named("Terns")), told("b", named("Varnholm Terns")))
    assert not same(resolution, ("a", 0), ("b", 0))


def test_side_of_a_place_is_another_place() -> None:
    """North Varnholm is not Varnholm, whoever else is named beside both."""
    resolution = resolve(told("a", named("Varnholm"), *AROUND), told("b", named("North Varnholm"), *AROUND))
    assert not same(resolution, ("a", 0), ("b", 0))


def test_initials_join_a_name_where_the_documents_share_other_names() -> None:
    """An acronym that no text defines is the one name with these initials."""
    resolution = resolve(told("a", named("HBR"), *AROUND), told("b", named("Harbour Board of Rules"), *AROUND))
    assert same(resolution, ("a", 0), ("b", 0))


def test_the_article_before_a_name_tells_that_it_is_no_persons() -> None:
    """A team's name that the parse took for a person's is an organisation's: "the Varnholm Terns"."""
    resolution = resolve(told("a", person("Varnholm Terns", phrase="the Varnholm Terns")))
    assert [actor.kind for actor in resolution.actors] == ["organisation"]


def test_brussels_that_acts_is_the_european_union() -> None:
    """A seat names an organisation of states, which is no state."""
    resolution = resolve(told("a", named("Brussels", "state")), told("b", named("EU", "state")))
    assert actor_of(resolution, "a") == actor_of(resolution, "b")
    assert actor_of(resolution, "a").kind == "organisation"


def test_city_that_does_not_act_is_a_city() -> None:
    """Brussels as a place is not the European Union."""
    resolution = resolve(told("a", named("Brussels", "place")), told("b", named("EU", "state")))
    assert actor_of(resolution, "a").kind == "place"


def test_phrase_in_small_letters_is_the_name_of_the_same_words() -> None:
    """ "The Danish navy" is the Danish Navy of another outlet."""
    resolution = resolve(told("a", named("Danish Navy")), told("b", phrase("the Danish navy", "organisation")))
    assert same(resolution, ("a", 0), ("b", 0))
    assert "same words as the name, in small letters" in actor_of(resolution, "a").rules


def test_surname_that_the_parse_took_for_an_organisations_stays_the_persons() -> None:
    """Beside the full name in one entity, a surname of another kind makes no organisation."""
    one = told("a", person("Ilse Brandt", entity=0), named("Brandt", entity=0), named("Brandt", entity=0))
    resolution = resolve(one, told("b", person("Ilse Brandt")))
    assert same(resolution, ("a", 0), ("b", 0))
    assert actor_of(resolution, "a").kind == "person"


def test_full_name_with_another_name_than_its_surname_follows_the_majority() -> None:
    """A person's name that strayed into an organisation's entity does not make it a person."""
    one = told("a", person("Ilse Brandt", entity=0), named("Tern Trust", entity=0), named("Tern Trust", entity=0))
    assert actor_of(resolve(one), "a").kind == "organisation"


def test_first_word_of_a_business_is_the_business_where_the_documents_share_other_names() -> None:
    """ "Tarn" is short for "Tarn Port Holdings", as one outlet says it."""
    resolution = resolve(told("a", named("Tarn"), *AROUND), told("b", named("Tarn Port Holdings"), *AROUND))
    assert same(resolution, ("a", 0), ("b", 0))


@pytest.mark.parametrize("longer", ["Tarn Herald", "Tarn Fusion"])
def test_first_word_of_another_name_is_something_else(longer: str) -> None:
    """A town is not its newspaper, nor a firm its car."""
    resolution = resolve(told("a", named("Tarn"), *AROUND), told("b", named(longer), *AROUND))
    assert not same(resolution, ("a", 0), ("b", 0))


def test_first_word_of_two_businesses_is_neither() -> None:
    """Where two names begin so, nobody knows which is meant."""
    one = told("a", named("Tarn"), *AROUND)
    resolution = resolve(one, told("b", named("Tarn Holdings"), named("Tarn Shipping"), *AROUND))
    assert not same(resolution, ("a", 0), ("b", 0))
    assert not same(resolution, ("a", 0), ("b", 1))


def test_place_is_no_business_that_begins_with_its_name() -> None:
    """A town stays a town."""
    resolution = resolve(told("a", named("Tarn", "place"), *AROUND), told("b", named("Tarn Port Holdings"), *AROUND))
    assert not same(resolution, ("a", 0), ("b", 0))


def test_lone_surname_of_another_kind_makes_no_organisation_of_a_person() -> None:
    """Where the full name stands, a person is a person, whatever the parse takes the surname for."""
    full = told("a", person("Ilse Brandt"))
    alone = [told(name, person("Ilse Brandt", entity=0), named("Brandt", entity=0)) for name in "bc"]
    assert actor_of(resolve(full, *alone), "a").kind == "person"
