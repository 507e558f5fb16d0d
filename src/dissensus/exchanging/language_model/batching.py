"""Which utterances and claims go into one question: of one document, and so few that a small model can hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dissensus.exchanging.language_model.answers import Question, Reading
from dissensus.exchanging.language_model.checking import Checked, Refused, check_positions
from dissensus.exchanging.language_model.prompts import (
    POSITIONS_PROMPT,
    POSITIONS_SYSTEM,
    Passage,
    positions_schema,
    positions_user,
    speaker_names,
)
from dissensus.model.claims import Claim, Codebook, Utterance

MOST_UTTERANCES = 8
"""Most utterances of one question. Set for room in small models (4,096 tokens), on no data."""
MOST_CHARACTERS = 6_000
"""Most characters of the utterances of one question, about 1,500 tokens; a longer single one is refused."""
MOST_CLAIMS = 25
"""Most claims of one question; a longer codebook is asked in several."""

Applies = Callable[[str, Claim], bool]
"""Whether a document (by its id) is coded for a claim."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The utterances of one question, all of one document.

    Attributes:
        document_id: the document.
        utterances: with a holder or in the outlet's own voice, in the order given.
        claims: what they are asked for.
        question: what is put to the model.
    """

    document_id: str
    utterances: tuple[Utterance, ...]
    claims: tuple[Claim, ...]
    question: Question[Checked]


def batches(
    utterances: Sequence[Utterance],
    codebook: Codebook,
    names: Mapping[str, str],
    applies: Applies | None = None,
) -> tuple[list[Batch], list[Refused]]:
    """The questions about some utterances, and the utterances that none is asked about.

    Args:
        utterances: of any documents.
        codebook: the claims.
        names: name of an actor by id.
        applies: whether a document is coded for a claim; None for always.

    Returns:
        Batches by document in the order in which these first come, and what is left out: utterances whose speaker is
        not known, as they can give nobody a position, and those longer than `MOST_CHARACTERS`.
    """
    by_document: dict[str, list[Utterance]] = {}
    left_out = []
    for utterance in utterances:
        if utterance.holder is None and not utterance.own_voice:
            left_out.append(Refused(utterance.document_id, "speaker not known", utterance.words[:100]))
        elif len(utterance.words) > MOST_CHARACTERS:
            detail = f"{len(utterance.words)} characters; the most is {MOST_CHARACTERS}"
            left_out.append(Refused(utterance.document_id, "utterance too long", detail))
        else:
            by_document.setdefault(utterance.document_id, []).append(utterance)
    made = []
    for document_id, own in by_document.items():
        claims = [claim for claim in codebook.claims if applies is None or applies(document_id, claim)]
        called = speaker_names((_holder(each) for each in own), names)
        for part in _parts(own):
            for first in range(0, len(claims), MOST_CLAIMS):
                shown = tuple(claims[first : first + MOST_CLAIMS])
                made.append(Batch(document_id, part, shown, _question(document_id, part, shown, called)))
    return made, left_out


def _holder(utterance: Utterance) -> str | None:
    return None if utterance.own_voice else utterance.holder


def _parts(utterances: Sequence[Utterance]) -> list[tuple[Utterance, ...]]:
    parts: list[list[Utterance]] = []
    room = 0
    for utterance in utterances:
        if not parts or len(parts[-1]) >= MOST_UTTERANCES or len(utterance.words) > room:
            parts.append([])
            room = MOST_CHARACTERS
        parts[-1].append(utterance)
        room -= len(utterance.words)
    return [tuple(part) for part in parts]


def _question(
    document_id: str, utterances: Sequence[Utterance], claims: Sequence[Claim], called: Mapping[str | None, str]
) -> Question[Checked]:
    passages = [Passage(called[_holder(each)], each.act, each.words) for each in utterances]
    by_name: dict[str, list[Utterance]] = {}
    for passage, utterance in zip(passages, utterances, strict=True):
        by_name.setdefault(passage.speaker, []).append(utterance)
    claim_ids = [claim.id for claim in claims]

    def read(answer: dict[str, object]) -> Reading[Checked]:
        return check_positions(answer, by_name, claim_ids, document_id)

    return Question(
        prompt=POSITIONS_PROMPT,
        system=POSITIONS_SYSTEM,
        user=positions_user(claims, passages),
        schema_name="positions",
        schema=positions_schema(claims, passages),
        read=read,
        lead="positions",
    )
