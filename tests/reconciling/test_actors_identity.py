"""Ids and links stay: what other documents, their order and other canonical names change, and what they do not."""

from __future__ import annotations

from actor_mentions import actor_of, named, person, phrase, resolve, told
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.model.findings import DocumentMentions, Resolution

_NAMES = [
    person("Anna Lund"),
    person("Lund"),
    person("A. Lund"),
    person("Jo Anna Lund"),
    person("Peter Lund", "Danish minister"),
    person("Peter Lund", "Peruvian striker"),
    person("Pete Lund"),
    person("Anna"),
    person("Orlov", "minister"),
    person("Sergey Orlov"),
    person("Sergei Orlow"),
    named("Norway", "state"),
    named("Oslo", "state"),
    named("Oslo", "place"),
    named("Harbour Council"),
    named("Harbour Council", phrase="the Harbour Council (HAC)"),
    named("HAC"),
    named("Council"),
    named("UN"),
    phrase("the Danish dockers"),
    phrase("the dockers"),
    phrase("the Danish minister", "person"),
    phrase("a woman", "person"),
    phrase("the Norwegian government", "state"),
]
_UNRELATED = [
    person("Ingrid Solberg", "Finnish coach"),
    person("Solberg"),
    person("Olle Berg"),
    named("Bridge Union", phrase="the Bridge Union (BRU)"),
    named("BRU"),
    named("Bridge"),
    named("Finland", "state"),
    phrase("the Finnish pilots"),
    phrase("the pilots"),
    phrase("the Finnish coach", "person"),
]


def _documents(words: list[list[int]], prefix: str, names: list) -> list[DocumentMentions]:  # type: ignore[type-arg]
    return [told(f"{prefix}{i}", *(names[n] for n in each)) for i, each in enumerate(words)]


def _lists(names: list, most: int) -> st.SearchStrategy[list[list[int]]]:  # type: ignore[type-arg]
    each = st.lists(st.integers(0, len(names) - 1), max_size=6, unique=True)
    return st.lists(each, max_size=most)


def _same_for(documents: list[DocumentMentions], before: Resolution, after: Resolution) -> None:
    found = {actor.id: actor for actor in after.actors}
    assert all(found[actor.id] == actor for actor in before.actors)
    assert all(after.links[document.document_id] == before.links[document.document_id] for document in documents)
    known = {document.document_id for document in documents}
    told_of = tuple(a for a in after.affiliations if a.evidence.document_id in known)
    assert told_of == before.affiliations


@settings(max_examples=200, deadline=None)
@given(words=_lists(_NAMES, 7), others=_lists(_UNRELATED, 4), first=st.booleans())
def test_unrelated_documents_change_nothing(words: list[list[int]], others: list[list[int]], first: bool) -> None:
    """Documents that share no name leave every actor, link and affiliation as it was, wherever their ids sort."""
    documents = _documents(words, "m", _NAMES)
    unrelated = _documents(others, "a" if first else "z", _UNRELATED)
    _same_for(documents, resolve(*documents), resolve(*documents, *unrelated))


@settings(max_examples=100, deadline=None)
@given(words=_lists(_NAMES, 7), data=st.data())
def test_order_of_documents_changes_nothing(words: list[list[int]], data: st.DataObject) -> None:
    """Documents may come in any order."""
    documents = _documents(words, "m", _NAMES)
    assert resolve(*data.draw(st.permutations(documents))) == resolve(*documents)


@settings(max_examples=100, deadline=None)
@given(words=_lists(_NAMES, 7))
def test_each_link_and_affiliation_is_an_actor_of_its_own_id(words: list[list[int]]) -> None:
    """Ids are unique and sorted, and nothing refers to an actor that is not there."""
    resolution = resolve(*_documents(words, "m", _NAMES))
    ids = [actor.id for actor in resolution.actors]
    assert ids == sorted(set(ids))
    linked = {found for links in resolution.links.values() for found in links} - {None}
    affiliated = {i for a in resolution.affiliations for i in (a.person_id, a.organisation_id)} - {None}
    assert linked | affiliated <= set(ids)


@settings(max_examples=100, deadline=None)
@given(words=_lists(_NAMES, 7))
def test_every_alias_but_the_name_has_one_merge_with_its_words(words: list[list[int]]) -> None:
    """Each merge explains one alias, and its evidence stands in the documents."""
    documents = {document.document_id: document for document in _documents(words, "m", _NAMES)}
    for actor in resolve(*documents.values()).actors:
        explained = [merge.name for merge in actor.merges]
        assert len(explained) == len(set(explained))
        assert set(explained) == set(actor.aliases) - {actor.name}
        for merge in actor.merges:
            assert merge.into == actor.name
            assert 0 < merge.confidence <= 1
            assert 1 <= len(merge.evidence) <= 3
            for place in merge.evidence:
                assert any(
                    place.words in words and mention.span.start <= place.span.start
                    for mention, words in zip(
                        documents[place.document_id].mentions, documents[place.document_id].words, strict=True
                    )
                )


def test_id_stays_when_the_canonical_name_changes() -> None:
    """A name that becomes more usual is shown, and the id is the same."""
    before = resolve(told("a", person("Anna Lund")))
    after = resolve(told("a", person("Anna Lund")), *(told(f"b{i}", person("Anna Maria Lund")) for i in range(3)))
    assert actor_of(before, "a").name != actor_of(after, "a").name
    assert actor_of(before, "a").id == actor_of(after, "a").id


def test_id_of_a_name_of_two_kinds_does_not_depend_on_their_number() -> None:
    """Whether more documents take a name for a person's or an organisation's decides the kind, not the id."""
    people = [told(f"p{i}", person("Ilse Brandt")) for i in range(3)]
    others = [told(f"o{i}", named("Ilse Brandt")) for i in range(3)]
    few, many = resolve(*people, others[0]), resolve(people[0], *others)
    assert actor_of(few, "p0").kind != actor_of(many, "p0").kind
    assert actor_of(few, "p0").id == actor_of(many, "p0").id


def test_full_name_gives_its_id_to_the_surname() -> None:
    """A document with the full name joins what was a lone surname, and the full name's id is left."""
    lone = told("a", person("Lund"))
    full = told("b", person("Anna Lund"))
    assert actor_of(resolve(lone), "a").id == "surname:lund"
    assert actor_of(resolve(lone, full), "a").id == actor_of(resolve(full), "b").id


def test_id_of_a_phrase_does_not_depend_on_how_many_other_entities_are_found() -> None:
    """Another version of the annotating steps finds more entities in the same text: the phrase keeps its id."""
    dockers = [phrase("the dockers", entity=0), phrase("The dockers", entity=0)]
    few = told("a", *dockers)
    more = told("a", phrase("the dockers", entity=3), phrase("The dockers", entity=3), person("Anna Lund", entity=1))
    assert actor_of(resolve(few), "a").id == actor_of(resolve(more), "a", 3).id


def test_two_phrases_of_the_same_words_in_one_document_have_an_id_each() -> None:
    """The place in the text tells them apart."""
    words = [phrase("the dockers", entity=0), phrase("The dockers", entity=0)]
    others = [phrase("the  dockers", entity=1), phrase("The  dockers", entity=1)]
    resolution = resolve(told("a", *words, *others))
    assert len({*resolution.links["a"]}) == 2
