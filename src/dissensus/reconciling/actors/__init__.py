"""Which in-document entities are the same actor: rules over names and what is told around them."""

from __future__ import annotations

from collections.abc import Iterable

from dissensus.model.findings import Actor, DocumentMentions, Place, Resolution
from dissensus.model.states import state_facts
from dissensus.reconciling.actors._affiliations import affiliations
from dissensus.reconciling.actors._context import Context
from dissensus.reconciling.actors._entities import describe_document
from dissensus.reconciling.actors._explaining import actor_of, demonym, identity
from dissensus.reconciling.actors._joins import Joins
from dissensus.reconciling.actors._merging import (
    merge_acronyms,
    merge_initials,
    merge_names,
    merge_parts,
    merge_small_letters,
)
from dissensus.reconciling.actors._names import variants
from dissensus.reconciling.actors._offices import offices_in
from dissensus.reconciling.actors._people import join_given_names, join_holders, join_surnames, part_namesakes
from dissensus.reconciling.actors._records import Key, Office, Record
from dissensus.reconciling.actors._stories import join_stories

__all__ = ["RuleActorResolver"]


class RuleActorResolver:
    """Resolve actors by rules that never merge on weak evidence.

    Names join when they are equal after folding case, diacritics, apostrophes, hyphens, "the", titles and known
    spellings, or are known names of one state or institution. A lone surname joins the full name of its document first,
    then the only candidate of all documents, then the one that its office or the names around it decide for. Initials,
    short forms of given names, acronyms and parts of longer names join where one candidate exists, and so does a full
    name with words before it that the parse took for a part of it. Namesakes of whom
    documents tell offices of different states or fields stay apart. A capital that acts and a seat name the state;
    words such as "regime" name its government. Labels without a name join across documents when they are identical and
    hold a name or a word for a people ("Ukrainian workers"); an office ("the Norwegian fisheries minister") is the one
    person of whom it is told; bare phrases ("the miners") join only between documents that tell the same story, and
    otherwise stay in their document, where they become an actor when they are used twice or speak. There equal phrases
    join, nouns of one meaning too, what is somebody's ("her lawyer") where it is the same actor's, and "the suspect"
    goes to the one person of whom another document of the story tells that; two named actors never join by a phrase.

    Identity: an actor's id is made of its own names, never of its canonical name, a count or another actor, and a
    document that shares no name or phrase with the others changes no actor and no link of theirs. A document that does
    may join two actors or tell an ambiguous name apart. Then the id that survives is that of the full name over that of
    the surname, the initial, the short form or the acronym; of the person where a name was taken for an organisation's,
    too; of the longer name over its part; of the first by letters where two full names differ by a letter; and of the
    first by document id and place for phrases without a name. Namesakes that are told apart lose the common id and get
    one each, with the state or field that tells them apart.

    The work is grouped by key (blocking), so that time and memory grow with entities and distinct names.

    Args:
        governments_apart: whether a government is an actor beside its state ("the Kiev regime" beside "Ukraine").
    """

    name = "actors-rules.v3"

    def __init__(self, *, governments_apart: bool = True) -> None:
        self._facts = state_facts()
        self._apart = governments_apart
        self.digest = f"{self._facts.digest}{variants().digest}{'' if governments_apart else '-joined'}"

    def __call__(self, documents: Iterable[DocumentMentions], /) -> Resolution:
        """Read the documents once; their order does not matter."""
        described: dict[str, list[Record]] = {}
        offices: dict[str, list[Office]] = {}
        published = {}
        kept: dict[Key, Key] = {}
        for document in documents:
            records = describe_document(document, self._facts)
            for record in records:
                key = record.key
                if key is not None:
                    if key[0] == "government" and not self._apart:
                        key = ("state", key[1])
                    record.key = kept.setdefault(key, key)
            described[document.document_id] = records
            published[document.document_id] = document.published
            if told := list(offices_in(document, self._facts)):
                offices[document.document_id] = told
        by_key: dict[Key, list[Record]] = {}
        described = dict(sorted(described.items()))
        for records in described.values():
            for record in records:
                if record.key is not None:
                    by_key.setdefault(record.key, []).append(record)
        joins = Joins(by_key)
        context = Context(joins, described)
        by_surname = merge_names(joins, context)
        merge_acronyms(joins)
        merge_small_letters(joins)
        join_surnames(joins, context, by_surname)
        join_given_names(joins, context)
        merge_parts(joins, context)
        merge_initials(joins, context)
        part_namesakes(joins, context)
        join_holders(joins, context, published)
        join_stories(joins, described, published)
        return self._result(joins, described, [o for _, told in sorted(offices.items()) for o in told])

    def _result(self, joins: Joins, described: dict[str, list[Record]], offices: list[Office]) -> Resolution:
        ids: dict[Key, str] = {}
        actors: list[Actor] = []
        for key, records in joins.records.items():
            records.sort(key=lambda record: (record.document, record.number))
            ids[key] = identity(key, self._facts)
            actors.append(actor_of(key, records, joins, self._facts))

        def entity(record: Record) -> str | None:
            key = joins.end_of(record)
            return None if key is None else ids[key]

        told: dict[str, dict[str, list[Place]]] = {}
        for office in offices:
            if office.state is not None and office.state_words is not None:
                place = Place(office.document, office.span, office.words)
                told.setdefault(office.state, {}).setdefault(office.state_words, []).append(place)
        states = {code: identity(("state", (code,)), self._facts) for code in told}
        known = set(ids.values())
        actors.extend(demonym(code, told[code], self._facts) for code, i in states.items() if i not in known)
        return Resolution(
            actors=tuple(sorted(actors, key=lambda actor: actor.id)),
            links={document: tuple(entity(record) for record in records) for document, records in described.items()},
            affiliations=affiliations(
                offices,
                lambda document, i: entity(described[document][i]),
                states,
                {actor.id: actor.kind for actor in actors},
            ),
        )
