"""Deciding about positions: what people accept, correct, reject and add, and what of it is in dispute."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dissensus.model.claims import OWN_VOICE, STANCES, Bearing, Codebook, Position
from dissensus.model.errors import ReconcilingError
from dissensus.model.records import Coder, Decision, Verdict
from dissensus.model.spans import Span
from dissensus.projects import LoggedDecision, Project
from dissensus.projects.positions import position_key
from dissensus.projects.records import MACHINE, canonical_json
from dissensus.reconciling.actors.correcting import check_name
from dissensus.tasks._dna_codings import MACHINE_CODER
from dissensus.tasks.actor_changes import find_actor

if TYPE_CHECKING:
    from dissensus.projects.positions import PositionVerdict

SET_ASIDE = f"{MACHINE}, set aside"
"""Name of the coder under which a project keeps what learning from people took out of the machine's positions, so that
later decisions can bring it back."""
NONE = "none"
"""Said in place of a stance: the holder takes none on the claim here."""
SHOWN_KEY = 8
"""Characters of a key that people see; more where two positions share them."""
MOST_CHARACTERS = 5_000
"""Longest words of a position that a person adds."""


@dataclass(frozen=True, slots=True)
class KnownPosition:
    """A position that a machine proposes.

    Attributes:
        key: names it in the log of decisions.
        position: as it stands in the project.
        set_aside: whether learning from people took it out.
        left_out: evidence that learning took out of it.
        claim_text: the claim as the codebook words it; a decision holds for this wording only.
    """

    key: str
    position: Position
    set_aside: bool = False
    left_out: tuple[Bearing, ...] = ()
    claim_text: str = ""

    @property
    def bearings(self) -> tuple[Bearing, ...]:
        """All evidence, what was taken out included."""
        return (*self.position.bearings, *self.left_out)


@dataclass(frozen=True, slots=True)
class PositionDecision(LoggedDecision):
    """A decision about a position.

    Attributes:
        value: what it is about and what it says: document, claim, holder, stance.
        stance: what the person says: supports, opposes, ambivalent or "none".
        disputed: people who decided about this position differ.
    """

    value: dict[str, Any]
    stance: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Coded:
    """What came of a decision.

    Attributes:
        number: its number in the log.
        key: of the position.
        told: what was decided, in words.
        disputed: somebody else decided otherwise; both stand.
    """

    number: int
    key: str
    told: str
    disputed: bool


def codebook_of(project: Project) -> Codebook:
    """The codebook of a project.

    Raises:
        ReconcilingError: REC044, it has none.
    """
    codebook = project.codebook()
    if codebook is None:
        raise ReconcilingError("the project has no codebook", code="REC044")
    return codebook


def known_positions(project: Project) -> dict[str, KnownPosition]:
    """What the machine proposes, with what learning took out, by key and in reading order.

    Claims that the codebook does not have any more are left out.
    """
    claims = {claim.id: claim.text for claim in codebook_of(project).claims}
    digests = {document.id: document.text_digest for document in project.documents()}
    found: dict[str, KnownPosition] = {}
    for document_id, held in project.positions():
        for position in held:
            if position.claim_id in claims:
                key = position_key(digests[document_id], position.claim_id, position.holder)
                found[key] = KnownPosition(key, position, claim_text=claims[position.claim_id])
    coded, aside = project.coded_digests(), project.coded_digests(coder=SET_ASIDE)
    for document_id, held in project.positions(coder=SET_ASIDE):
        if coded.get(document_id) != aside[document_id]:
            continue  # coded anew since: what was taken out then is no longer what the machine says
        for position in held:
            key = position_key(digests[document_id], position.claim_id, position.holder)
            if position.claim_id in claims and key in found:
                found[key] = replace(found[key], left_out=position.bearings)
            elif position.claim_id in claims:
                found[key] = KnownPosition(key, position, set_aside=True, claim_text=claims[position.claim_id])
    return found


def value_of(known: KnownPosition) -> dict[str, Any]:
    """A proposed position as it is kept in the log: with all that it rests on, so that it teaches alone."""
    position = known.position
    return {
        "document": position.document_id,
        "claim": position.claim_id,
        "claim_text": known.claim_text,
        "holder": position.holder,
        "stance": position.stance,
        "confidence": position.confidence,
        "evidence": [
            {
                "spans": [list(span) for span in each.utterance.spans],
                "words": each.utterance.words,
                "side": each.side,
                "read": each.utterance.read,
                "flags": list(flags_of(each)),
            }
            for each in known.bearings
        ],
    }


def flags_of(bearing: Bearing) -> tuple[str, ...]:
    """What else than its words is known of an evidence and may teach something: rules, act, mode."""
    told = bearing.utterance
    return tuple(sorted({*bearing.rules, f"act {told.act}", f"mode {told.mode}"}))


def decide_position(project: Project, coder: str, key: str, stance: str | None = None, *, note: str = "") -> Coded:
    """Enter in the log what a person says of a position; what others said stays.

    Args:
        project: the project.
        coder: who decides.
        key: the position's key, or as many of its first characters as tell it from the others.
        stance: supports, opposes, ambivalent, or "none": then the position is rejected. None accepts it as it is.
        note: why, in free words.

    Raises:
        ReconcilingError: REC041, no position or several have this key; REC045, the person said so already; REC003,
            nobody is named.
    """
    full, old = _find(project, key)
    wanted = old["stance"] if stance is None else stance
    new = None
    if wanted == NONE:
        verdict: Verdict = "reject"
    elif wanted == old["stance"]:
        verdict = "accept"
    else:
        verdict, new = "correct", old | {"stance": checked_stance(wanted)}
    return _enter(project, coder, full, verdict, old, new, note)


def checked_stance(stance: str) -> str:
    """A stance, or "none".

    Raises:
        ReconcilingError: REC041, it is neither.
    """
    if stance not in {*STANCES, NONE}:
        raise ReconcilingError(
            f"{stance[:40]!r} is no stance", code="REC041", remedy=f"Give one of {', '.join((*STANCES, NONE))}"
        )
    return stance


def add_position(
    project: Project,
    coder: str,
    document_id: str,
    claim_id: str,
    holder: str,
    stance: str,
    words: str,
    *,
    note: str = "",
) -> Coded:
    """Enter a position in the log that the machine missed.

    Args:
        project: the project.
        coder: who decides.
        document_id: the document.
        claim_id: the claim's id in the codebook.
        holder: an actor's name, other name or id; "own voice" for the outlet.
        stance: supports, opposes or ambivalent.
        words: the exact words that show it; where they stand more than once, the first place is taken.
        note: why, in free words.

    Raises:
        ProjectError: PRO009, no such document.
        ReconcilingError: REC007, REC008, no actor or several have this name; REC041, no such claim, or not a stance;
            REC042, the words do not stand in the document; REC045, the machine or somebody proposed it already.
    """
    text = project.document(document_id).text
    if claim_id not in {claim.id for claim in codebook_of(project).claims}:
        raise ReconcilingError(
            f"the codebook has no claim {claim_id[:40]!r}", code="REC041", remedy="Give an id of the codebook"
        )
    if checked_stance(stance) == NONE:
        raise ReconcilingError("a position that is added takes a stance", code="REC041", remedy="Give a stance")
    words = words.strip()
    start = text.find(words) if words and len(words) <= MOST_CHARACTERS else -1
    if start < 0:
        raise ReconcilingError(f"the words {words[:60]!r} do not stand in {document_id!r}", code="REC042")
    actor = None if holder.strip().lower() == OWN_VOICE else find_actor(project.actors(), holder).id
    key = position_key(project.document(document_id).text_digest, claim_id, actor)
    known, verdicts = known_positions(project), project.position_verdicts()
    if key in known or key in verdicts:
        raise ReconcilingError(
            "this holder's position on the claim in this document is there already",
            code="REC045",
            remedy=f"Accept, correct or reject it: its key is {shown_key(key, {*known, *verdicts})}",
        )
    evidence: dict[str, Any] = {"spans": [list(Span(start, start + len(words)))], "words": words, "read": words}
    if stance in STANCES[:2]:
        evidence["side"] = stance
    value = {"document": document_id, "claim": claim_id, "holder": actor, "stance": stance, "evidence": [evidence]}
    value["claim_text"] = next(claim.text for claim in codebook_of(project).claims if claim.id == claim_id)
    return _enter(project, coder, key, "correct", None, value, note)


def undo_position(project: Project, coder: str, number: int | None = None, *, note: str = "") -> Coded:
    """Take back one's own decision, the last one or the one of a number, by a later entry in the log.

    Raises:
        ReconcilingError: REC043, no such decision of this person stands, or a later one is about the same position.
    """
    person = Coder(check_name(coder), "person")
    own = [each for each in _logged(project) if each.standing and each.decision.coder == person]
    found = own[-1:] if number is None else [each for each in own if each.id == number]
    if not found:
        which = "no decision" if number is None else f"no decision {number}"
        raise ReconcilingError(
            f"{which} by {person.name} about a position stands",
            code="REC043",
            remedy=None if number is None else "What somebody else decided you do not take back: decide otherwise",
        )
    decision = found[0].decision
    later = [each.id for each in own if each.id > found[0].id and each.decision.key == decision.key]
    if later:
        raise ReconcilingError(
            f"decision {later[-1]} is about the same position and later",
            code="REC043",
            remedy="Take the later decision back first",
        )
    value = decision.new_value or decision.old_value
    made = project.decide(Decision(person, "position", decision.key, "undo", value, None, note))
    verdict = project.position_verdicts().get(decision.key)
    told = f"take back decision {found[0].id}"
    return Coded(made, decision.key, told, verdict is not None and verdict.decided == "disputed")


def position_decisions(project: Project) -> tuple[PositionDecision, ...]:
    """All decisions about positions, the oldest first."""
    now = {key: verdict for verdict in project.position_verdicts().values() for key in verdict.keys}
    found = []
    for each in _logged(project):
        decision = each.decision
        value = json.loads(decision.new_value or decision.old_value)
        verdict = now.get(decision.key)
        if verdict is not None:
            value["holder"] = verdict.value.get("holder")
        stance = NONE if decision.verdict == "reject" else str(value.get("stance", NONE))
        disputed = each.standing and verdict is not None and verdict.decided == "disputed"
        found.append(PositionDecision(each.id, decision, each.made, each.standing, value, stance, disputed))
    return tuple(found)


def other_wordings(project: Project) -> Iterator[str]:
    """A line for each claim about which people decided when the codebook worded it otherwise: these do not count."""
    for claim, count in sorted(project.decisions_on_other_wordings().items()):
        what = "1 decision was" if count == 1 else f"{count} decisions were"
        yield (
            f"claim {claim}: {what} made when the codebook worded it otherwise, and do{'es' * (count == 1)} not count;"
            " give the new wording an id of its own, or decide again"
        )


def answered(project: Project, coder: str | None = None) -> set[str]:
    """Keys of the positions on which this person, or anybody, decided: those they had then, and those they have now."""
    found: set[str] = set()
    for key, said in project.said_of_positions().items():
        for each in said:
            if coder is None or each.name == coder:
                found |= {key, *each.keys}
    return found


def told_position(project: Project, value: dict[str, Any], stance: str) -> str:
    """Who takes what stance on which claim, where, in words."""
    holder = value.get("holder")
    name = OWN_VOICE
    if holder is not None:
        known = value.get("holder_name") or holder
        name = next((actor.name for actor in project.actors() if actor.id == holder), str(known))
    says = "takes no side on" if stance == NONE else "is ambivalent on" if stance == "ambivalent" else stance
    return f"{name} {says} {value['claim']} in {value['document']}"


def shown_key(key: str, keys: Sequence[str] | set[str]) -> str:
    """As many of the first characters of a key as tell it from others, at least eight."""
    length = SHOWN_KEY
    while length < len(key) and sum(other.startswith(key[:length]) for other in keys) > 1:
        length += 1
    return key[:length]


def _logged(project: Project) -> Iterator[LoggedDecision]:
    return (each for each in project.decisions() if each.decision.kind == "position")


def _find(project: Project, key: str) -> tuple[str, dict[str, Any]]:
    """The key and the value of the one position that a person means."""
    known = known_positions(project)
    verdicts: dict[str, PositionVerdict] = project.position_verdicts()
    wanted = key.strip().lower()
    found = sorted(each for each in {*known, *verdicts} if wanted and each.startswith(wanted))
    if len(found) != 1:
        what = "several positions have keys" if found else "no position has a key"
        raise ReconcilingError(f"{what} that begin with {key[:40]!r}", code="REC041")
    full = found[0]
    return full, value_of(known[full]) if full in known else dict(verdicts[full].value)


def _enter(
    project: Project,
    coder: str,
    key: str,
    verdict: Verdict,
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
    note: str,
) -> Coded:
    person = Coder(check_name(coder), "person")
    if person.name in {MACHINE, MACHINE_CODER}:
        raise ReconcilingError(
            f"{person.name!r} is the machine's name", code="REC003", remedy="Give the name of the person who decides"
        )
    value = new or old or {}
    names = {actor.id: actor.name for actor in project.actors()}
    for told in (old, new):
        if told is not None and told.get("holder") in names:
            # So that the decision finds its holder again where a later merge gives the actor another id.
            told["holder_name"] = names[told["holder"]]
    stance = NONE if verdict == "reject" else str(value["stance"])
    last = [each for each in position_decisions(project) if each.standing and each.decision.key == key]
    own = [each for each in last if each.decision.coder == person]
    if own and own[-1].stance == stance:
        raise ReconcilingError(f"decision {own[-1].id} by {person.name} says so already", code="REC045")
    stored = None if new is None else canonical_json(new)
    number = project.decide(Decision(person, "position", key, verdict, canonical_json(old), stored, note))
    disputed = project.position_verdicts()[key].decided == "disputed"
    return Coded(number, key, told_position(project, value, stance), disputed)
