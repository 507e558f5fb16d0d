"""Checks what a model proposes against the codebook and the words; what does not hold is refused with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from dissensus.exchanging.language_model.answers import AnswerError, Reading
from dissensus.exchanging.language_model.prompts import MOST_PROPOSALS
from dissensus.exchanging.language_model.quoting import narrowed
from dissensus.model.claims import STANCES, Bearing, Side, Utterance

Reason = Literal[
    "words not in the text",
    "unknown claim",
    "unknown holder",
    "unknown stance",
    "not in the form asked for",
    "too many proposals",
    "no answer that can be used",
    "utterance too long",
    "speaker not known",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
UNMEASURED_CONFIDENCE = 0.5
"""Confidence of what a language model proposes. It is no probability and was set on no data: a model does not tell one
that is calibrated, so all its proposals have the same one, and sorting by confidence cannot prefer any."""
UNMEASURED = "a language model's proposal; its confidence is not calibrated"
AMBIVALENT = "the language model takes these words for ambivalent"
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Refused:
    """A proposal, or a whole question, that was refused.

    Attributes:
        document_id: the document.
        reason: why, one of a few.
        detail: what was found, in words; cut to be read.
    """

    document_id: str
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of one answer.

    Attributes:
        bearings: that hold, in the order of the answer; an ambivalent proposal gives one for each side.
        refused: the proposals that do not.
    """

    bearings: tuple[Bearing, ...]
    refused: tuple[Refused, ...]


def check_positions(
    answer: Mapping[str, Any],
    utterances: Mapping[str, Sequence[Utterance]],
    claim_ids: Sequence[str],
    document_id: str,
) -> Reading[Checked]:
    """The proposals of an answer that hold.

    Args:
        answer: the parsed object.
        utterances: those that were shown, by the name of their speaker.
        claim_ids: the claims that were shown.
        document_id: the document they are from.

    Raises:
        AnswerError: "positions" is no list.
    """
    proposals = answer.get("positions")
    if not isinstance(proposals, list):
        raise AnswerError('"positions" is no list.')
    bearings: list[Bearing] = []
    refused: list[Refused] = []
    good = 0
    for proposal in proposals[:MOST_PROPOSALS]:
        outcome = _checked(proposal, utterances, claim_ids, document_id)
        if isinstance(outcome, Refused):
            refused.append(outcome)
            continue
        good += 1
        bearings.extend(each for each in outcome if each not in bearings)
    if len(proposals) > MOST_PROPOSALS:
        detail = f"{len(proposals)} in one answer; the first {MOST_PROPOSALS} were looked at"
        refused.append(Refused(document_id, "too many proposals", detail))
    faults = tuple(f"{each.reason}: {each.detail}." for each in refused)
    return Reading(Checked(tuple(bearings), tuple(refused)), good, faults)


def _checked(
    proposal: object, utterances: Mapping[str, Sequence[Utterance]], claim_ids: Sequence[str], document_id: str
) -> list[Bearing] | Refused:
    names = ("holder", "claim", "stance", "quote")
    values = [proposal.get(name) for name in names] if isinstance(proposal, dict) else [None]
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) < len(names):
        return Refused(document_id, "not in the form asked for", shown(str(proposal)))
    holder, claim, stance, quote = texts
    if claim not in claim_ids:
        return Refused(document_id, "unknown claim", shown(claim))
    if stance not in STANCES:
        return Refused(document_id, "unknown stance", shown(stance))
    if holder not in utterances:
        return Refused(document_id, "unknown holder", shown(holder))
    for utterance in utterances[holder]:
        evidence = narrowed(utterance, quote)
        if evidence is not None:
            return [_bearing(evidence, claim, side, stance) for side in _sides(stance)]
    return Refused(document_id, "words not in the text", f"{shown(holder)}: {shown(quote)}")


def _sides(stance: str) -> tuple[Side, ...]:
    return ("supports",) if stance == "supports" else ("opposes",) if stance == "opposes" else ("supports", "opposes")


def _bearing(utterance: Utterance, claim_id: str, side: Side, stance: str) -> Bearing:
    rules = (UNMEASURED, *([AMBIVALENT] if stance == "ambivalent" else []))
    return Bearing(utterance, claim_id, side, UNMEASURED_CONFIDENCE, tuple(sorted(rules)))


def shown(text: str) -> str:
    """A model's words cut and cleaned so that they can be shown and stored anywhere."""
    clean = "".join(character if character.isprintable() else " " for character in text[:_SHOWN])
    return " ".join(clean.split())
