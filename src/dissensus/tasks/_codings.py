"""The codings of a project one by one: who says that which holder takes which stance on which claim, where."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dissensus.model.claims import STANCES, Position, Stance
from dissensus.model.spans import Span, Spans

if TYPE_CHECKING:
    from dissensus.projects import Project

Status = Literal["agreed", "decided", "proposed"]
Named = tuple[str, str]
"""Names of the person who speaks and of the organisation; either may be empty."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Words that show a position.

    Attributes:
        spans: where they stand.
        words: the exact words.
        side: supports or opposes; None where nobody said which.
        named: speaker and organisation where they are others than the coding names, as of a person who speaks once for
            a party and once for a ministry.
    """

    spans: Spans
    words: str
    side: str | None
    named: Named | None = None


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder says of one position.

    Attributes:
        key: of the position, as decisions name it.
        document_id: the document.
        claim: the claim's id.
        holder: id of the actor; None in the outlet's own voice.
        stance: what the coder says.
        coder: the coder's name.
        status: agreed by the team, decided by a person, or proposed by the machine.
        confidence: 0 to 1; 1 where people decided.
        shown: the evidence; may be empty only where an agreed coding tells none.
        value: what a person's decision tells beside this.
    """

    key: str
    document_id: str
    claim: str
    holder: str | None
    stance: Stance
    coder: str
    status: Status
    confidence: float
    shown: tuple[Shown, ...]
    value: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What a coding says of a holder in the name of one organisation.

    Attributes:
        named: speaker and organisation; None where the coding names nobody.
        sides: supports, opposes, or both.
        shown: the evidence.
    """

    named: Named | None
    sides: tuple[str, ...]
    shown: tuple[Shown, ...]


def said_of(coding: Coding) -> tuple[Said, ...]:
    """What a coding says, apart for each organisation that its holder speaks for, in order of the evidence.

    An ambivalent coding has each of them on the sides that its own evidence shows; where the evidence as a whole does
    not show both sides, each on both.
    """
    own = _named(coding.value)
    groups: dict[Named | None, list[Shown]] = {}
    for each in coding.shown:
        groups.setdefault(each.named or own, []).append(each)
    both = STANCES[:2]
    told = {*both} <= {each.side for each in coding.shown}
    found = []
    for named, shown in (groups or {own: []}).items():
        sides: tuple[str, ...] = (coding.stance,)
        if coding.stance not in both:
            seen = {each.side for each in shown}
            sides = tuple(side for side in both if side in seen) if told and None not in seen else both
        found.append(Said(named, sides, tuple(shown)))
    return tuple(found)


def codings_of(
    project: Project, *, each_coder: bool = False, each_person: bool = False, beside: bool = True
) -> Iterator[Coding]:
    """The codings of a project on the claims of its codebook, by document in reading order, claim and holder.

    Of each position: what the team agreed; else what people decided; else what the machine proposes. What was rejected
    is left out. Where people differ in the stance or in the organisation, each is told; where they do not, the one who
    said it first.

    Args:
        project: the project.
        each_coder: tell every person's standing decision, also where they say the same, and beside them what the team
            agreed and what the machine proposes.
        each_person: where people decided and the team agreed on nothing, tell each of them, also where they say the
            same.
        beside: False, with ``each_coder``, to leave out what the team agreed where a person decided the same position,
            and the machine's proposal where people decided or agreed.
    """
    from dissensus.projects.records import MACHINE

    codebook = project.codebook()
    claims = {} if codebook is None else {claim.id: claim.text for claim in codebook.claims}
    place = {claim: k for k, claim in enumerate(claims)}
    said_now = project.said_of_positions()
    decided = {key: [(each.name, each.value, each.verdict) for each in all_said] for key, all_said in said_now.items()}
    # Coded before an actor became another: people's decisions stand under the holder's new id.
    left = {key for all_said in said_now.values() for each in all_said for key in each.keys} - set(said_now)
    agreed = {each.key: each for each in project.agreed() if each.kind == "position"}
    machine: dict[str, list[tuple[str, Position]]] = {}
    by_document: dict[str, set[str]] = {}
    told: dict[str, Mapping[str, Any]] = {}
    digests = {document.id: document.text_digest for document in project.documents()}
    from dissensus.projects.positions import position_key

    for document_id, held in project.positions():
        for position in held:
            if position.claim_id not in claims:
                continue
            key = position_key(digests[document_id], position.claim_id, position.holder)
            if key in left:
                continue
            machine.setdefault(key, []).append((document_id, position))
            by_document.setdefault(document_id, set()).add(key)
            told.setdefault(key, {"claim": position.claim_id, "holder": position.holder})
    for key, decisions in decided.items():
        for _, value, _ in decisions:
            of = str(value.get("document"))
            # Else it was decided on another revision of the text.
            if of in digests and key == position_key(digests[of], str(value.get("claim")), value.get("holder")):
                by_document.setdefault(of, set()).add(key)
                told.setdefault(key, value)
    for document_id in digests:
        keys = sorted(
            (key for key in by_document.get(document_id, ()) if told[key]["claim"] in place),
            key=lambda key: (place[told[key]["claim"]], told[key].get("holder") or "", key),
        )
        for key in keys:
            proposed = [_of_machine(key, each, MACHINE) for of, each in machine.get(key, ()) if of == document_id]
            people = [_of_person(key, document_id, proposed, *each) for each in decided.get(key, ())]
            said = [each for each in people if each is not None]
            team: list[Coding] = []
            if key in agreed and not (each_coder and key in decided and not beside):
                team += _of_team(key, document_id, agreed[key].value, agreed[key].settled_by, [*people, *proposed])
            if each_coder:
                alone = key not in decided and key not in agreed
                yield from (*team, *said, *(proposed if beside or alone else ()))
            elif key in agreed:
                yield from team
            elif key in decided:
                yield from said if each_person or _differ(people) else said[:1]
            else:
                yield from proposed


def _differ(people: Sequence[Coding | None]) -> bool:
    """Whether people say different things: in stance, or, of those who name an organisation, in that."""
    if len({None if each is None else each.stance for each in people}) > 1:
        return True
    told = [said_of(each) for each in people if each is not None]
    return len({frozenset((one.named, one.sides) for one in each) for each in told if each[0].named}) > 1


_Logged = tuple[str, Mapping[str, Any], str]
"""Name of the person, the value of the decision, its verdict."""


def _of_machine(key: str, position: Position, coder: str) -> Coding:
    shown = tuple(Shown(each.utterance.spans, each.utterance.words, each.side) for each in position.bearings)
    return Coding(
        key, position.document_id, position.claim_id, position.holder, position.stance, coder, "proposed",
        position.confidence, shown,
    )  # fmt: skip


def _of_person(
    key: str, document_id: str, proposed: Sequence[Coding], name: str, value: Mapping[str, Any], verdict: str
) -> Coding | None:
    stance = value.get("stance")
    if verdict == "reject" or stance not in STANCES:
        return None
    shown = shown_of(value) or next((each.shown for each in proposed), ())
    return Coding(
        key, document_id, str(value["claim"]), value.get("holder"), stance, name, "decided", 1.0, shown, value
    )


def _of_team(
    key: str, document_id: str, stored: str | None, settled_by: str, told: Sequence[Coding | None]
) -> Iterator[Coding]:
    value = {} if stored is None else json.loads(stored)
    stance = value.get("stance") if isinstance(value, dict) else None
    base = next((each for each in told if each is not None), None)
    if stance not in STANCES or base is None:
        return
    shown = shown_of(value) or base.shown
    yield Coding(
        key, document_id, base.claim, base.holder, stance, settled_by, "agreed", 1.0, shown, {**base.value, **value}
    )


def shown_of(value: Mapping[str, Any]) -> tuple[Shown, ...]:
    """The evidence that a decision's value tells."""
    return tuple(
        Shown(tuple(Span(*span) for span in each["spans"]), str(each["words"]), each.get("side"), _named(each))
        for each in value.get("evidence") or ()
        if each.get("spans")
    )


def _named(value: Mapping[str, Any]) -> Named | None:
    """Speaker and organisation, as a decision's value or a piece of its evidence names them."""
    told = value.get("named")
    if not isinstance(told, dict):
        return None
    return str(told.get("speaker") or ""), str(told.get("organisation") or "")
