"""A language model as a coder: positions that it proposes, each with the words that show it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dissensus.exchanging.language_model.batching import Applies, batches
from dissensus.exchanging.language_model.checking import Refused
from dissensus.exchanging.language_model.client import LanguageModelClient, Unanswered, Usage
from dissensus.exchanging.language_model.prompts import POSITIONS_PROMPT
from dissensus.exchanging.language_model.settings import LanguageModelSettings
from dissensus.model.claims import Bearing, Codebook, Position, Stance, Utterance
from dissensus.model.spans import digest_of


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a language model proposes, apart from what anybody else does.

    Attributes:
        coder: its name, "llm:" and the model's name.
        version: its version, as `coder_version` tells.
        positions: by document, holder and claim, in the order of utterances and codebook.
        refused: proposals that do not hold, questions without an answer, and utterances that were not asked about.
        usage: what the client's asking took until then.
        kind: a machine, as the trained models are.
    """

    coder: str
    version: str
    positions: tuple[Position, ...]
    refused: tuple[Refused, ...]
    usage: Usage
    kind: Literal["machine"] = "machine"

    def reasons(self) -> dict[str, int]:
        """How many were refused for what, the most frequent first."""
        counted = Counter(each.reason for each in self.refused)
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def coder_version(settings: LanguageModelSettings) -> str:
    """Version of the coder: a digest of the prompt's version, the model and the settings that bear on its answers."""
    asked = settings.answering() | {"prompt": POSITIONS_PROMPT}
    return digest_of(json.dumps(asked, sort_keys=True, ensure_ascii=True))


def propose_positions(
    utterances: Sequence[Utterance],
    codebook: Codebook,
    client: LanguageModelClient,
    *,
    names: Mapping[str, str] | None = None,
    applies: Applies | None = None,
    watch: Callable[[int, int], None] | None = None,
) -> Proposed:
    """Ask a model which claims the utterances support or oppose.

    Args:
        utterances: of any documents; those without holder that are not the outlet's own are left out.
        codebook: the claims.
        client: asks the model.
        names: name of an actor by id, as the model shall see it; one without is called by the id.
        applies: whether a document is coded for a claim; None for always.
        watch: told how many questions are done, and of how many.

    Returns:
        Positions whose bearings have as evidence only the words that the model quoted and that stand in the text. A
        holder whose words in one document are on both sides is ambivalent.

    Raises:
        LanguageModelError: as `LanguageModelClient.ask`; answers that came before are in the cache.
    """
    asked, refused = batches(utterances, codebook, names or {}, applies)
    bearings: list[Bearing] = []
    for done, batch in enumerate(asked):
        if watch is not None:
            watch(done, len(asked))
        reading = client.ask(batch.question)
        if isinstance(reading, Unanswered):
            refused.append(Refused(batch.document_id, "no answer that can be used", reading.reason))
            continue
        bearings += reading.value.bearings
        refused += reading.value.refused
    if watch is not None:
        watch(len(asked), len(asked))
    return Proposed(
        coder=client.name,
        version=coder_version(client.settings),
        positions=_positions(bearings, utterances, codebook),
        refused=tuple(refused),
        usage=replace(client.usage),
    )


def _positions(
    bearings: Sequence[Bearing], utterances: Sequence[Utterance], codebook: Codebook
) -> tuple[Position, ...]:
    documents = {each: place for place, each in enumerate(dict.fromkeys(u.document_id for u in utterances))}
    holders = {each: place for place, each in enumerate(dict.fromkeys((u.own_voice, u.holder) for u in utterances))}
    claims = {claim.id: place for place, claim in enumerate(codebook.claims)}
    groups: dict[tuple[int, int, int], list[Bearing]] = {}
    for bearing in bearings:
        said = bearing.utterance
        key = (documents[said.document_id], holders[said.own_voice, said.holder], claims[bearing.claim_id])
        groups.setdefault(key, []).append(bearing)
    return tuple(_position(groups[key]) for key in sorted(groups))


def _position(bearings: Sequence[Bearing]) -> Position:
    ordered = tuple(sorted(dict.fromkeys(bearings), key=lambda each: (each.utterance.spans, each.side)))
    sides = {each.side for each in ordered}
    first = ordered[0]
    stance: Stance = first.side if len(sides) == 1 else "ambivalent"
    return Position(
        document_id=first.utterance.document_id,
        holder=None if first.utterance.own_voice else first.utterance.holder,
        own_voice=first.utterance.own_voice,
        claim_id=first.claim_id,
        stance=stance,
        confidence=max(each.confidence for each in ordered),
        bearings=ordered,
    )
