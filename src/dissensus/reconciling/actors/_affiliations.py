"""Affiliations across documents: the offices that documents tell, with the actors that they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dissensus.model.annotations import ActorKind
from dissensus.model.findings import Affiliation, Place
from dissensus.reconciling.actors._records import Office


def affiliations(
    offices: Iterable[Office],
    actor_of: Callable[[str, int], str | None],
    state_ids: Mapping[str, str],
    kinds: Mapping[str, ActorKind] | None = None,
) -> tuple[Affiliation, ...]:
    """What documents tell of persons' offices, by document id and place.

    Args:
        offices: what the documents tell.
        actor_of: actor id of an entity of a document.
        state_ids: actor id of each state that offices name.
        kinds: kind of actors by id. Only persons hold offices: where all documents together take for something else
            what one document took for a person ("the terminal's owner, Meridian Port Holdings"), nothing is told.
    """
    found = []
    for office in offices:
        person = actor_of(office.document, office.person)
        organisation = None
        if office.organisation is not None:
            organisation = actor_of(office.document, office.organisation)
        elif office.state is not None:
            organisation = state_ids[office.state]
        if person is None or (organisation is None and office.role is None) or person == organisation:
            continue
        if kinds is not None and kinds.get(person) != "person":
            continue
        found.append(
            Affiliation(
                person_id=person,
                organisation_id=organisation,
                role=office.role,
                evidence=Place(office.document, office.span, office.words),
                published=office.published,
                former=office.former,
            )
        )
    return tuple(sorted(found, key=lambda a: (a.evidence.document_id, a.evidence.span, a.person_id)))
