"""From utterances to what bears on a claim, and from that to positions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from dissensus.model.claims import Bearing, Claim, Codebook, PairScorer, Position, Side, Stance, TextEmbedder, Utterance
from dissensus.model.documents import PartialDate
from dissensus.reconciling.claims.retrieval import Shortlist

MIN_BEARING = 0.6
"""Probability of a side from which an utterance bears on a claim."""
MIN_NARRATION = 0.85
"""The same for a sentence or a phrase that is no statement by itself."""
BOTH_SIDES = 0.5
"""Share of the weaker side's weight in the stronger one's from which a document shows both."""
ASKED = "a question asserts less"
CONDITIONAL = "said under a condition"
_QUESTION = re.compile(r"\?[\"'”’»)\]]*\s*$")
_CONDITION = re.compile(r"^\W*(?:if|whether|unless|suppose|supposing|provided)\b", re.IGNORECASE)
ASKED_WEIGHT, CONDITIONAL_WEIGHT = 0.5, 0.7
"""What the probability is multiplied by; set by hand."""


class ClaimCoder:
    """The machine coder of positions: a shortlist of claims for each utterance, then the pair model.

    Args:
        codebook: the claims.
        embedder: texts as vectors, for the shortlist.
        scorer: the pair model.
        min_bearing: least probability of a side, for statements.
        min_narration: the same for what the outlet asserts beside its statements.
    """

    def __init__(
        self,
        codebook: Codebook,
        embedder: TextEmbedder,
        scorer: PairScorer,
        *,
        min_bearing: float = MIN_BEARING,
        min_narration: float = MIN_NARRATION,
    ) -> None:
        self.codebook = codebook
        self._shortlist = Shortlist(codebook, embedder)
        self._scorer = scorer
        self._least = (min_bearing, min_narration)

    def bearings(self, utterances: Sequence[Utterance], published: PartialDate | None = None) -> tuple[Bearing, ...]:
        """What of one document bears on which claim, in the order of the utterances.

        Args:
            utterances: of one document.
            published: its date; claims that are valid from a later one are left out.
        """
        claims = self.codebook.claims
        listed = self._shortlist([utterance.read for utterance in utterances])
        asked = [
            (number, claim)
            for number, found in enumerate(listed)
            for claim in found
            if _valid(claims[claim], published)
        ]
        sides = self.sides([(claims[claim], utterances[number].read) for number, claim in asked])
        found = []
        for (number, claim), (supports, opposes) in zip(asked, sides, strict=True):
            utterance = utterances[number]
            side: Side = "supports" if supports >= opposes else "opposes"
            weight, rules = _weighed(utterance)
            confidence = round(float(max(supports, opposes)) * weight, 4)
            if confidence >= self._least[utterance.statement is None]:
                found.append(Bearing(utterance, claims[claim].id, side, confidence, rules))
        return tuple(found)

    def sides(self, asked: Sequence[tuple[Claim, str]]) -> NDArray[np.float64]:
        """Probabilities of support and opposition, N x 2, of claims and texts; by the best of the claim's wordings."""
        pairs, owner, turned = [], [], []
        for number, (claim, text) in enumerate(asked):
            for wording in (claim.text, *claim.supporting, *claim.opposing):
                pairs.append((wording, text))
                owner.append(number)
                turned.append(wording in claim.opposing)
        scores = self._scorer(pairs)
        best = np.zeros((len(asked), 2))
        for number, back, score in zip(owner, turned, scores, strict=True):
            supports, opposes = (score[1], score[0]) if back else (score[0], score[1])
            best[number] = np.maximum(best[number], (supports, opposes))
        return best

    def __call__(self, utterances: Sequence[Utterance], published: PartialDate | None = None) -> tuple[Position, ...]:
        """The positions that one document shows, by claim in the codebook's order, own voice first, then by holder."""
        return positions_of(self.bearings(utterances, published), self.codebook)


def positions_of(bearings: Iterable[Bearing], codebook: Codebook) -> tuple[Position, ...]:
    """Positions of one document: what one holder's utterances say on one claim, taken together.

    The confidence of a side is the probability that at least one of its utterances is rightly read, were they
    independent; a position's is that of its side without the other's, an ambivalent one's that of the weaker side.

    Args:
        bearings: of one document.
        codebook: gives the order.
    """
    place = {claim.id: number for number, claim in enumerate(codebook.claims)}
    kept = _narrowest(bearings)

    def key(bearing: Bearing) -> tuple[int, bool, str]:
        return place[bearing.claim_id], not bearing.utterance.own_voice, bearing.utterance.holder or ""

    found = []
    for _, group in groupby(sorted(kept, key=key), key=key):
        together = sorted(group, key=lambda b: (b.utterance.spans[0].start, b.utterance.spans[-1].end))
        supports, opposes = (_any(b.confidence for b in together if b.side == side) for side in ("supports", "opposes"))
        stronger, weaker = max(supports, opposes), min(supports, opposes)
        stance: Stance = "supports" if supports >= opposes else "opposes"
        confidence = stronger * (1 - weaker)
        if weaker >= BOTH_SIDES * stronger:
            stance, confidence = "ambivalent", weaker
        first = together[0]
        found.append(
            Position(
                first.utterance.document_id,
                first.utterance.holder,
                first.utterance.own_voice,
                first.claim_id,
                stance,
                round(confidence, 4),
                tuple(together),
            )
        )
    return tuple(found)


def _any(probabilities: Iterable[float]) -> float:
    none = 1.0
    for probability in probabilities:
        none *= 1 - probability
    return 1 - none


def _narrowest(bearings: Iterable[Bearing]) -> list[Bearing]:
    """Without what holds a narrower one on the same claim in the same voice: one evidence is not counted twice."""
    kept = list(bearings)

    def holds(wide: Bearing, narrow: Bearing) -> bool:
        if wide is narrow or (wide.claim_id, wide.utterance.holder) != (narrow.claim_id, narrow.utterance.holder):
            return False
        if wide.utterance.own_voice != narrow.utterance.own_voice or wide.utterance.statement is not None:
            return False
        a, b = wide.utterance.spans, narrow.utterance.spans
        return a[0].start <= b[0].start and b[-1].end <= a[-1].end and a != b

    return [bearing for bearing in kept if not any(holds(bearing, other) for other in kept)]


def _weighed(utterance: Utterance) -> tuple[float, tuple[str, ...]]:
    weight, rules = 1.0, []
    if _QUESTION.search(utterance.read):
        weight *= ASKED_WEIGHT
        rules.append(ASKED)
    if _CONDITION.match(utterance.read):
        weight *= CONDITIONAL_WEIGHT
        rules.append(CONDITIONAL)
    return weight, tuple(sorted(rules))


def _valid(claim: Claim, published: PartialDate | None) -> bool:
    return claim.valid_from is None or published is None or published.last_day >= claim.valid_from.first_day
