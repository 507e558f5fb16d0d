"""Offices that documents tell: whose, in what, until when."""

from __future__ import annotations

import pytest
from actor_mentions import Words, named, person, phrase, resolve, told

from dissensus.model.documents import PartialDate
from dissensus.model.findings import Affiliation, DocumentMentions
from dissensus.model.spans import Span
from dissensus.reconciling.actors._affiliations import affiliations
from dissensus.reconciling.actors._records import Office


def only(*documents: DocumentMentions) -> Affiliation:
    """The one affiliation that documents tell."""
    (found,) = resolve(*documents).affiliations
    return found


def test_word_for_a_people_names_the_state() -> None:
    """A "Norwegian fisheries minister" holds an office of Norway."""
    found = only(told("a", person("Ada Holm", "Norwegian fisheries minister")))
    assert (found.person_id, found.organisation_id, found.role) == (
        "person:ada-holm",
        "state:norway",
        "fisheries minister",
    )


def test_state_known_by_its_people_only_is_an_actor() -> None:
    """The organisation of an affiliation is always in the list of actors, with the words that named it."""
    resolution = resolve(told("a", person("Ada Holm", "Norwegian fisheries minister")))
    state = next(actor for actor in resolution.actors if actor.id == "state:norway")
    assert (state.name, state.kind, state.aliases) == ("Norway", "state", ("Norwegian",))


def test_state_that_is_named_is_not_told_twice() -> None:
    """The state of an office is the one that other documents name."""
    resolution = resolve(told("a", person("Ada Holm", "Norwegian minister")), told("b", named("Norway", "state")))
    assert [actor.id for actor in resolution.actors].count("state:norway") == 1


def test_organisation_named_in_an_apposition() -> None:
    """The name in "Ada Holm, head of the Miners Union" is whose office it is."""
    words = Words("Ada Holm, head of the Miners Union", "person", "name", "Ada Holm", "head of the Miners Union")
    found = only(told("a", words, named("Miners Union", phrase="the Miners Union")))
    assert (found.organisation_id, found.role) == ("name:miners-union", "head")


def test_organisation_named_before_the_office() -> None:
    """A "Miners Union spokeswoman" speaks for the union."""
    found = only(told("a", person("Ada Holm", "Miners Union spokeswoman"), named("Miners Union")))
    assert (found.organisation_id, found.role) == ("name:miners-union", "spokeswoman")


def test_place_of_an_office_when_no_organisation_is_named() -> None:
    """A mayor belongs to the town."""
    words = Words("Ada Holm, the mayor of Varnholm", "person", "name", "Ada Holm", "the mayor of Varnholm")
    found = only(told("a", words, named("Varnholm", "place")))
    assert (found.organisation_id, found.role) == ("name:varnholm", "mayor")


@pytest.mark.parametrize("role", ["former president", "ex-president", "ousted president"])
def test_office_that_is_over(role: str) -> None:
    """Words that say so make it a former office, and are no part of its name."""
    found = only(told("a", person("Ada Holm", role)))
    assert (found.former, found.role) == (True, "president")


def test_office_that_is_not_over() -> None:
    """An office is held unless the words say otherwise."""
    assert not only(told("a", person("Ada Holm", "president"))).former


def test_office_told_by_a_phrase_for_a_named_person() -> None:
    """A phrase that the document refers to the same person tells an office, too."""
    found = only(
        told("a", person("Ada Holm", entity=0), Words("the Norwegian minister", "person", "nominal", entity=0))
    )
    assert (found.person_id, found.organisation_id, found.role) == ("person:ada-holm", "state:norway", "minister")


def test_affiliation_is_dated_by_its_document_and_shows_its_words() -> None:
    """An office holds as the document tells it, with the document's date."""
    found = only(told("a", person("Ada Holm", "president"), published="2014-03"))
    assert found.published == PartialDate("2014-03")
    assert (found.evidence.document_id, found.evidence.words) == ("a", "president Ada Holm")


def test_same_office_in_two_documents_is_told_twice() -> None:
    """Each document dates the office anew."""
    resolution = resolve(
        told("a", person("Ada Holm", "president"), published="2014"),
        told("b", person("Ada Holm", "president"), published="2016"),
    )
    assert [found.published for found in resolution.affiliations] == [PartialDate("2014"), PartialDate("2016")]


def test_same_office_in_one_document_is_told_once() -> None:
    """Repeating a title adds nothing."""
    twice = [person("Ada Holm", "president", entity=0), person("Ada Holm", "president", entity=0)]
    assert len(resolve(told("a", *twice)).affiliations) == 1


@pytest.mark.parametrize("role", ["Mr", "Ms.", "mother", "The man"])
def test_courtesy_and_kinship_are_no_office(role: str) -> None:
    """Neither "Mr Holm" nor "mother Ada Holm" holds an office."""
    assert resolve(told("a", person("Ada Holm", role))).affiliations == ()


def test_affiliation_follows_the_resolution_of_the_person() -> None:
    """An office told of a surname belongs to the full name that the surname is."""
    resolution = resolve(told("a", person("Ada Holm")), told("b", person("Holm", "president")))
    assert [found.person_id for found in resolution.affiliations] == ["person:ada-holm"]


def test_phrase_for_nobody_named_tells_no_affiliation() -> None:
    """An office without a person is none."""
    assert resolve(told("a", phrase("the Norwegian minister", "person"))).affiliations == ()


CHAIR = Words("Its chair, Ada Holm", "person", "name", "Ada Holm", "Its chair")


def test_possessive_of_an_organisation_tells_whose_office_it_is() -> None:
    """In "Its chair, Ada Holm" the office is that of the union that the pronoun means."""
    its = Words("Its", "group", "pronoun", entity=0)
    found = only(told("a", named("Miners Union", entity=0), CHAIR, its))
    assert (found.organisation_id, found.role) == ("name:miners-union", "chair")


def test_possessive_of_a_person_names_no_organisation() -> None:
    """In "His spokeswoman, Ada Holm" the office is told, and no organisation."""
    words = Words("His spokeswoman, Ada Holm", "person", "name", "Ada Holm", "His spokeswoman")
    found = only(told("a", person("Bo Krag", entity=0), words, Words("His", "person", "pronoun", entity=0)))
    assert (found.organisation_id, found.role) == (None, "spokeswoman")


def test_possessive_that_means_nobody_known_names_no_organisation() -> None:
    """A pronoun that nothing but itself is told of is no organisation, whatever it was taken for."""
    found = only(told("a", named("Miners Union"), CHAIR, Words("Its", "organisation", "pronoun")))
    assert found.organisation_id is None


def test_pronoun_that_is_not_at_the_beginning_is_not_whose_office_it_is() -> None:
    """In "the chair of it, Ada Holm" nothing tells that "it" is the office's."""
    words = Words("The chair after it, Ada Holm", "person", "name", "Ada Holm", "The chair after it")
    it = Words("it", "organisation", "pronoun", entity=0)
    assert only(told("a", named("Miners Union", entity=0), words, it)).organisation_id is None


def office(document: str = "a") -> Office:
    """What a document tells of its first entity."""
    span = Span(0, 5)
    return Office(document, 0, None, None, None, "owner", former=False, span=span, words="owner", published=None)


@pytest.mark.parametrize(("kind", "count"), [("person", 1), ("organisation", 0), ("group", 0)])
def test_only_persons_hold_offices(kind: str, count: int) -> None:
    """What all documents together take for an organisation holds none, whatever one document took it for."""
    assert len(affiliations([office()], lambda document, entity: "x", {}, {"x": kind})) == count  # type: ignore[dict-item]


def test_company_that_one_document_takes_for_a_person_holds_no_office() -> None:
    """The owner of a terminal is a company where all other documents take it for one."""
    words = Words("the owner, Orrin Port Holdings", "person", "name", "Orrin Port Holdings", "the owner")
    others = [told(name, named("Orrin Port Holdings")) for name in "bcd"]
    assert resolve(told("a", words), *others).affiliations == ()
