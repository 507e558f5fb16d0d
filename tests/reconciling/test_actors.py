"""Which entities of several documents become one actor, and which do not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.model.annotations import ActorKind, Mention
from dissensus.model.findings import Actor, DocumentMentions, Resolution
from dissensus.model.spans import Span
from dissensus.reconciling.actors import RuleActorResolver
from dissensus.reconciling.actors._names import person_name, plain_key

_HERE = Span(0, 1)


def named(
    name: str, kind: ActorKind = "person", *, entity: int = 0, words: str | None = None
) -> tuple[Mention, str, str]:
    """A mention by name with its words and head."""
    return Mention(_HERE, _HERE, kind, "name", name=name, entity=entity), words or name, name


def nominal(words: str, head: str, kind: ActorKind = "group", *, entity: int = 0) -> tuple[Mention, str, str]:
    """A nominal mention with its words and head."""
    return Mention(_HERE, _HERE, kind, "nominal", entity=entity), words, head


def document(document_id: str, *mentions: tuple[Mention, str, str]) -> DocumentMentions:
    """A document of the given mentions."""
    return DocumentMentions(
        document_id,
        tuple(m for m, _, _ in mentions),
        tuple(words for _, words, _ in mentions),
        tuple(head for _, _, head in mentions),
    )


def resolve(*documents: DocumentMentions) -> Resolution:
    """The resolution by the default rules."""
    return RuleActorResolver()(documents)


def actor_of(resolution: Resolution, document_id: str, entity: int = 0) -> Actor:
    """The actor that an entity is."""
    found = resolution.links[document_id][entity]
    return next(actor for actor in resolution.actors if actor.id == found)


def one_actor(*pairs: tuple[Mention, str, str]) -> bool:
    """Whether mentions, each in a document of its own, are one actor."""
    resolution = resolve(*(document(f"d{i}", pair) for i, pair in enumerate(pairs)))
    return len({resolution.links[f"d{i}"][0] for i in range(len(pairs))}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (named("José Almeida"), named("Jose Almeida")),
        (named("Sergey Orlov"), named("Sergei Orlov")),
        (named("Alexey Orlov"), named("Aleksei Orlov")),
        (named("John F. Kellaway"), named("John Kellaway")),
        (named("Dr. Anna Lund"), named("ANNA LUND")),
        (named("Anna Lund"), named("Lund")),
        (named("A. Lund"), named("Anna Lund")),
        (named("van der Holm"), named("Peter van der Holm")),
        (named("Robert Kellaway Jr."), named("Robert Kellaway")),
        (named("D’Orlo Union", "organisation"), named("D'Orlo Union", "organisation")),
        (named("the Harbour Council", "organisation"), named("Harbour Council", "organisation")),
        (named("Labour Organization", "organisation"), named("Labor Organisation", "organisation")),
        (named("People’s Republic of Orlo", "state"), named("Orlo People's Republic", "state")),
        (named("Kiev", "place"), named("Kyiv", "place")),
        (named("Moscow", "state"), named("Kremlin", "state")),
        (named("UK", "state"), named("Great Britain", "state")),
        (named("Moscow", "state"), named("Russia", "state")),
        (
            nominal("the Danish government", "government", "state"),
            nominal("Denmark’s government", "government", "state"),
        ),
        (nominal("the Copenhagen regime", "regime", "state"), nominal("a junta in Denmark", "junta", "state")),
        (nominal("Danish dockers", "dockers"), nominal("the Danish dockers", "dockers")),
        (nominal("the Danish working class", "working class"), nominal("Danish workers", "workers")),
        (nominal("the Danish people", "people"), named("Danes", "group")),
    ],
)
def test_variants_are_one_actor(one: tuple[Mention, str, str], other: tuple[Mention, str, str]) -> None:
    """Spelling, titles, surnames, initials, seats and demonyms do not make a second actor."""
    assert one_actor(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (named("Anna Lund"), named("Peter Lund")),
        (named("George W. Kellaway"), named("George H. Kellaway")),
        (named("Moscow", "place"), named("Moscow", "state")),
        (named("Russia", "state"), named("Belarus", "state")),
        (named("Washington", "state"), named("Denzel Washington")),
        (nominal("the Danish dockers", "dockers"), nominal("the Polish dockers", "dockers")),
        (nominal("a spokesman for Denmark", "spokesman", "person"), named("Denmark", "state")),
        (named("Denmark", "state"), nominal("the Danish government", "government", "state")),
    ],
)
def test_weak_evidence_does_not_merge(one: tuple[Mention, str, str], other: tuple[Mention, str, str]) -> None:
    """Different given names, middle names, a city as a city, and descriptions stay apart."""
    assert not one_actor(one, other)


def test_state_and_government_join_on_demand() -> None:
    """With governments not apart, a state and its government are one actor."""
    documents = [
        document("a", named("Denmark", "state")),
        document("b", nominal("the Danish government", "government", "state")),
    ]
    links = RuleActorResolver(governments_apart=False)(documents).links
    assert links["a"] == links["b"]


def test_lone_surname_of_two_people_stays_alone() -> None:
    """A surname with two candidates is joined with neither."""
    resolution = resolve(
        document("a", named("Anna Lund")), document("b", named("Peter Lund")), document("c", named("Lund"))
    )
    assert actor_of(resolution, "c").id == "surname:lund"


def test_surname_goes_to_the_full_name_of_its_document() -> None:
    """Inside a document the full name decides, whatever other documents say."""
    resolution = resolve(
        document("a", named("Anna Lund"), named("Lund")), document("b", named("Peter Lund"), named("Lund"))
    )
    assert actor_of(resolution, "a").aliases == ("Anna Lund", "Lund")


def test_acronym_defined_in_one_text_holds_in_the_others() -> None:
    """An acronym joins the one long name that a text gives for it."""
    long = named("Organisation for Harbours", "organisation", words="the Organisation for Harbours (OFH)")
    resolution = resolve(document("a", long), document("b", named("OFH", "organisation")))
    assert actor_of(resolution, "b").name == "Organisation for Harbours"


def test_acronym_with_two_long_names_stays_alone() -> None:
    """An acronym that two texts define differently joins neither."""
    resolution = resolve(
        document("a", named("Harbour Board", "organisation", words="the Harbour Board (HAB)")),
        document("b", named("Hill and Bridge", "organisation", words="Hill and Bridge (HAB)")),
        document("c", named("HAB", "organisation")),
    )
    assert actor_of(resolution, "c").id == "name:hab"


def test_bare_label_used_once_is_not_resolved() -> None:
    """One bare phrase is no actor."""
    assert resolve(document("a", nominal("the miners", "miners"))).links["a"] == (None,)


def test_bare_label_used_twice_is_an_actor_of_its_document() -> None:
    """Bare phrases do not merge across documents."""
    twice = [nominal("the miners", "miners"), nominal("the miners", "miners")]
    resolution = resolve(document("a", *twice), document("b", *twice))
    assert resolution.links["a"] != resolution.links["b"]


def test_most_mentions_decide_the_kind_of_a_full_name() -> None:
    """A full name taken once for an organisation and twice for a person is the person."""
    resolution = resolve(
        document("a", named("Ilse Brandt")),
        document("b", named("Ilse Brandt")),
        document("c", named("Ilse Brandt", "organisation")),
    )
    assert [actor.kind for actor in resolution.actors] == ["person"]


def test_an_entity_that_a_statement_names_as_speaker_is_an_actor_of_its_document() -> None:
    """A phrase used once is no actor by itself, but its words must be counted under somebody when it speaks."""
    mention, words, head = nominal("One woman", "woman", "person")
    silent = DocumentMentions("d0", (mention,), (words,), (head,))
    speaking = DocumentMentions("d1", (mention,), (words,), (head,), speaking=frozenset({0}))
    resolution = resolve(silent, speaking)
    assert resolution.links["d0"] == (None,)
    assert actor_of(resolution, "d1").name == "One woman"


def test_speaker_without_a_name_is_an_actor_of_its_document() -> None:
    """A bare phrase that speaks is an actor, so that its words can be counted."""
    mention = Mention(_HERE, _HERE, "group", "nominal", entity=0, speaker_only=True)
    assert resolve(document("a", (mention, "the deal", "deal"))).links["a"] == ("local:a:0:the-deal",)


def test_rules_are_recorded() -> None:
    """An actor tells by which rule its names were joined."""
    resolution = resolve(document("a", named("Anna Lund")), document("b", named("Lund")))
    assert actor_of(resolution, "b").rules == ("surname with one candidate in all documents",)


def test_canonical_name_is_the_usual_full_one() -> None:
    """The name shown is the most frequent full name."""
    resolution = resolve(
        document("a", named("Anna Lund"), named("Lund"), named("Lund")), document("b", named("Anna Maria Lund"))
    )
    assert [actor.name for actor in resolution.actors] == ["Anna Maria Lund"]


def test_entity_of_pronouns_alone_is_not_resolved() -> None:
    """Pronouns identify nobody."""
    pronoun = Mention(_HERE, _HERE, "person", "pronoun", entity=0)
    assert resolve(document("a", (pronoun, "they", "they"))).links["a"] == (None,)


def test_document_without_mentions_has_no_links() -> None:
    """An empty document is no error."""
    assert resolve(document("a")).links["a"] == ()


def test_each_link_is_an_actor() -> None:
    """Links refer to actors of the resolution; ids are unique."""
    resolution = resolve(
        document("a", named("Anna Lund"), named("Oslo", "place", entity=1)), document("b", named("Lund"))
    )
    ids = [actor.id for actor in resolution.actors]
    linked = {found for links in resolution.links.values() for found in links if found is not None}
    assert ids == sorted(set(ids))
    assert linked <= set(ids)


_GIVEN = st.sampled_from(["Anna", "Peter", "A.", "Jo Maria", ""])
_SURNAME = st.sampled_from(["Lund", "Orlov", "Kellaway"])
_PERSON = st.builds(lambda given, last: named(f"{given} {last}".strip()), _GIVEN, _SURNAME)
_OTHER = st.sampled_from(
    [
        named("Norway", "state"),
        named("Harbour Council", "organisation"),
        nominal("the Danish dockers", "dockers"),
        nominal("the miners", "miners"),
        named("OFH", "organisation", words="Harbour Council (OFH)"),
    ]
)
_DOCUMENTS = st.lists(st.one_of(_PERSON, _OTHER), max_size=8).map(
    lambda each: [document(f"d{i}", mention) for i, mention in enumerate(each)]
)
_UNRELATED = [
    document("x0", named("Ingrid Solberg")),
    document("x1", named("Solberg"), named("Bridge Union", "organisation", entity=1, words="Bridge Union (BU)")),
    document("x2", nominal("Finnish pilots", "pilots"), named("BU", "organisation", entity=1)),
]


def _by_id(actors: Iterable[Actor]) -> dict[str, Actor]:
    return {actor.id: actor for actor in actors}


def test_place_here_and_organisation_there_is_a_place() -> None:
    """The parse takes unknown places for organisations, so a third of the documents tells that a name is a place."""
    resolution = resolve(
        document("a", named("Orlovka", "organisation")),
        document("b", named("Orlovka", "organisation")),
        document("c", named("Orlovka", "place")),
    )
    assert [actor.kind for actor in resolution.actors] == ["place"]


def test_organisation_that_is_seldom_a_place_stays_one() -> None:
    """One mistake among many does not make an organisation a place."""
    organisations = [document(f"o{i}", named("Meridian", "organisation")) for i in range(4)]
    resolution = resolve(*organisations, document("p", named("Meridian", "place")))
    assert [actor.kind for actor in resolution.actors] == ["organisation"]


def test_acronym_is_no_place_by_one_document() -> None:
    """Acronyms are organisations' names as a rule."""
    resolution = resolve(document("a", named("OFH", "organisation")), document("b", named("OFH", "place")))
    assert [actor.kind for actor in resolution.actors] == ["organisation"]


def test_surname_that_is_a_place_elsewhere_joins_it() -> None:
    """A lone word without a full name anywhere is what other documents say."""
    assert one_actor(named("Varnholm"), named("Varnholm", "place"))


def test_surname_of_a_known_person_does_not_join_a_place() -> None:
    """Lund the woman is not Lund the town."""
    resolution = resolve(
        document("a", named("Anna Lund")), document("b", named("Lund")), document("c", named("Lund", "place"))
    )
    assert actor_of(resolution, "b").id == actor_of(resolution, "a").id != actor_of(resolution, "c").id


def test_one_mayor_of_two_towns_is_one_person() -> None:
    """A role does not tell people of one name apart."""
    assert one_actor(
        named("Helen Brand", words="the mayor of Varnholm, Helen Brand"),
        named("Helen Brand", words="the mayor of Orlovka, Helen Brand"),
    )


@settings(max_examples=150, deadline=None)
@given(documents=_DOCUMENTS)
def test_unrelated_documents_change_no_actor(documents: list[DocumentMentions]) -> None:
    """Adding documents with other names leaves every actor and every link as it was."""
    before, after = resolve(*documents), resolve(*documents, *_UNRELATED)
    found = _by_id(after.actors)
    assert all(found[actor.id] == actor for actor in before.actors)
    assert all(after.links[document_id] == links for document_id, links in before.links.items())


@settings(max_examples=100, deadline=None)
@given(documents=_DOCUMENTS, data=st.data())
def test_order_of_documents_does_not_matter(documents: list[DocumentMentions], data: st.DataObject) -> None:
    """Any order of the documents gives the same resolution."""
    assert resolve(*data.draw(st.permutations(documents))) == resolve(*documents)


@settings(max_examples=150, deadline=None)
@given(
    name=st.text(min_size=1, max_size=12),
    words=st.text(max_size=20),
    kind=st.sampled_from(["person", "organisation", "state", "group", "movement", "place"]),
)
def test_any_name_is_resolved_without_error(name: str, words: str, kind: ActorKind) -> None:
    """No Unicode crashes the rules; a name always gives an actor unless it is white space."""
    resolution = resolve(document("a", named(name, kind, words=words or name), nominal(words, name, entity=1)))
    assert (resolution.links["a"][0] is not None) == bool(name.strip())


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=15), st.text(max_size=15))
def test_names_without_letters_keep_apart(one: str, other: str) -> None:
    """Keys are never empty."""
    assert all(plain_key(one))
    assert person_name(other).last
