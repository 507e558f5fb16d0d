"""The positions of a project as coded statements, and who holds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dissensus.model.coded_statements import CodedStatements, Column, Entity
from dissensus.model.errors import NetworkError
from dissensus.tasks._codings import Coding, Named, Said, codings_of, said_of

if TYPE_CHECKING:
    from dissensus.model.documents import Document
    from dissensus.model.findings import Actor, Affiliation
    from dissensus.projects import Project

POSITION = "position"
"""The statement type that a project's positions are."""
TIME_COLUMN = "time"
"""Name of the further metadata in which a document's moment stands where it is known, in ISO 8601."""
NO_CODEBOOK = (
    "the project has no codebook, and so no positions to make a network of; "
    "`dissensus positions PROJECT --codebook FILE` codes them"
)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a position.

    Attributes:
        person: name of the person; empty for an organisation and the outlet itself.
        organization: name of the organisation, or of the one that the person spoke for; empty if none is known.
        actor: the person, else the organisation, else the outlet.
        own_voice: it is the outlet itself.
    """

    person: str
    organization: str
    actor: str
    own_voice: bool


def coded_of_project(
    project: Project,
    statement_type: str | None = None,
    *,
    each_coder: bool = False,
    each_person: bool = False,
    passages: bool = False,
) -> CodedStatements:
    """The positions of a project as coded statements of the type "position".

    One statement for each position of a document: what the team agreed, else what people decided, else what the machine
    proposes; a position that is ambivalent gives two, one that agrees and one that does not, and one whose holder spoke
    for several organisations gives those of each. Variables: person,
    organization (the affiliation of a person; empty where none is known, and for an outlet in its own voice), actor
    (the holder: person, organisation, or the outlet in its own voice), outlet, voice ("own" or "ascribed"), concept
    (the claim's text), claim (its id), agreement (1 supports, 0 opposes). start and stop are of the first evidence,
    from its first to its last character. A document's moment is midnight (UTC) of the first day of its date, unless its
    metadata tell more; a document without a date takes the earliest moment of the others.

    Args:
        project: the project.
        statement_type: "position", or None; or a type of an imported file of DNA, whose statements are then given as
            they stand in that file.
        each_coder: one statement for each coder, and one for the team and one for the machine; see `codings_of`.
        each_person: one statement for each person where people decided and the team agreed on nothing.
        passages: also read the words.

    Raises:
        NetworkError: NET001, no such statement type.
    """
    if statement_type is not None and statement_type != POSITION:
        return _imported(project, statement_type, passages=passages)
    who = Holders(project)
    # The texts are of no use here, and may be large.
    bare = (replace(document, text="") for document in project.documents())
    documents = {document.id: (number, document) for number, document in enumerate(bare, 1)}
    times = moments(document for _, document in documents.values())
    codebook = project.codebook()
    claims = {claim.id: claim for claim in codebook.claims} if codebook else {}
    rows: list[tuple[Coding, int, Holder, Said]] = []
    for coding in codings_of(project, each_coder=each_coder, each_person=each_person):
        for said in said_of(coding):
            holder = who.of(coding, documents[coding.document_id][1], said.named)
            if holder is not None:
                rows += [(coding, int(side == "supports"), holder, said) for side in said.sides]
    spans = [(s.shown[0].spans[0].start, s.shown[0].spans[-1].end) if s.shown else (0, 0) for *_, s in rows]
    number = np.array([documents[coding.document_id][0] for coding, *_ in rows], dtype=np.int64)
    time = np.array([times[coding.document_id] for coding, *_ in rows], dtype=np.int64)
    start, stop = (np.array([span[k] for span in spans], dtype=np.int64) for k in (0, 1))
    order = np.lexsort((np.arange(len(rows)), stop, start, number, time))
    rows = [rows[k] for k in order.tolist()]
    own = [documents[coding.document_id][1] for coding, *_ in rows]
    texts: dict[str, list[str]] = {
        "person": [holder.person for _, _, holder, _ in rows],
        "organization": [holder.organization for _, _, holder, _ in rows],
        "actor": [holder.actor for _, _, holder, _ in rows],
        "outlet": [document.outlet or "" for document in own],
        "voice": ["own" if holder.own_voice else "ascribed" for _, _, holder, _ in rows],
        "concept": [claims[coding.claim].text for coding, *_ in rows],
        "claim": [coding.claim for coding, *_ in rows],
    }
    told: dict[str, Sequence[str]] = {
        "author": ["; ".join(document.authors) for document in own],
        "source": texts["outlet"],
        "section": [document.columns.get("section", "") for document in own],
        "type": [document.columns.get("type", "") for document in own],
        "id": [document.id for document in own],
        "title": [document.title or "" for document in own],
    }
    signs = np.array([side for _, side, *_ in rows], dtype=np.int32)
    return CodedStatements(
        statement_type=POSITION,
        ids=np.arange(1, len(rows) + 1, dtype=np.int64),
        time=time[order],
        document=number[order],
        start=start[order],
        stop=stop[order],
        variables={
            **{name: Column.of(name, "short text", values) for name, values in texts.items()},
            "agreement": Column("agreement", "boolean", signs, (0, 1)),
        },
        document_variables={name: Column.of(name, "short text", values) for name, values in told.items()},
        coder=Column.of("coder", "short text", [coding.coder for coding, *_ in rows]),
        confidence=np.array([coding.confidence for coding, *_ in rows], dtype=np.float64),
        status=Column.of("status", "short text", [coding.status for coding, *_ in rows]),
        entities={
            **who.entities(),
            "concept": {
                each.text: Entity(each.text, attributes={"id": each.id, "topic": each.topic})
                for each in claims.values()
            },
        },
        first_time=min(times.values(), default=None),
        last_time=max(times.values(), default=None),
        passages=[" … ".join(shown.words for shown in said.shown) for *_, said in rows] if passages else (),
        notices=() if codebook else (NO_CODEBOOK,),
    )


def _imported(project: Project, statement_type: str, *, passages: bool) -> CodedStatements:
    from dissensus.tasks._dna_kept import opened_import

    with opened_import(project) as database:
        if database is None:
            raise NetworkError(
                f"the project has no statement type {statement_type[:60]!r}",
                remedy=f"Its positions are of the type {POSITION!r}",
            )
        from dissensus.exchanging.dna_files.reading import coded_of

        return coded_of(database, statement_type, passages=passages)


class Holders:
    """Names of the holders of a project's positions."""

    def __init__(self, project: Project) -> None:
        self._actors: dict[str, Actor] = {actor.id: actor for actor in project.actors()}
        self._told: dict[str, list[Affiliation]] = {}
        for each in project.affiliations():
            if each.organisation_id is not None and not each.former:
                self._told.setdefault(each.person_id, []).append(each)

    def of(self, coding: Coding, document: Document, named: Named | None) -> Holder | None:
        """Who holds a position; None where the project does not have the actor any more.

        A person's organisation is the one that the decision tells, else that the same document tells, else the newest
        that an earlier one tells, else the oldest that a later one tells.

        Args:
            coding: the coding.
            document: in which it is.
            named: speaker and organisation that the decision names there (see `said_of`); None for none.
        """
        if coding.holder is None:
            return Holder("", "", document.outlet or "", own_voice=True)
        if named is not None:
            person, organization = named
            return Holder(person, organization, person or organization, own_voice=False)
        actor = self._actors.get(coding.holder)
        if actor is None:
            return None
        if actor.kind != "person":
            return Holder("", actor.name, actor.name, own_voice=False)
        return Holder(actor.name, self._organisation(actor.id, document), actor.name, own_voice=False)

    def _organisation(self, person_id: str, document: Document) -> str:
        told = self._told.get(person_id, [])
        here = [each for each in told if each.evidence.document_id == document.id]
        if not here:
            day = "" if document.published is None else document.published.value
            dated = sorted(
                (each for each in told if each.published is not None),
                key=lambda each: (each.published.value if each.published else "", each.evidence.document_id),
            )
            before = [each for each in dated if each.published is not None and each.published.value <= day]
            here = before[-1:] or dated[:1] or told[:1]
        for each in here:
            organisation = self._actors.get(each.organisation_id or "")
            if organisation is not None:
                return organisation.name
        return ""

    def entities(self) -> dict[str, dict[str, Entity]]:
        """What is known of actors, by variable and name."""
        found: dict[str, dict[str, Entity]] = {"person": {}, "organization": {}, "actor": {}}
        for actor in self._actors.values():
            entity = Entity(actor.name, attributes={"id": actor.id, "kind": actor.kind})
            for variable in ("person" if actor.kind == "person" else "organization", "actor"):
                found[variable].setdefault(actor.name, entity)
        return found


def moments(documents: Iterable[Document]) -> Mapping[str, int]:
    """Seconds since 1970 of each document by id; see `coded_of_project`."""
    known = {document.id: moment_of(document) for document in documents}
    dated = [moment for moment in known.values() if moment is not None]
    earliest = min(dated, default=0)
    return {key: earliest if moment is None else moment for key, moment in known.items()}


def moment_of(document: Document) -> int | None:
    """Seconds since 1970 of a document: its moment where its metadata tell it, else the first second of its date."""
    if document.published is None:
        return None
    first = document.published.first_day
    midnight = int((dt.datetime(first.year, first.month, first.day, tzinfo=dt.UTC) - _EPOCH).total_seconds())
    told = document.columns.get(TIME_COLUMN, "")
    try:
        moment = dt.datetime.fromisoformat(told)
    except ValueError:
        return midnight
    if moment.tzinfo is None:
        return midnight
    exact = int((moment - _EPOCH).total_seconds())
    # Metadata may be corrected later without this one: a moment on another day is not the document's any more.
    return exact if midnight <= exact < midnight + 86_400 else midnight
