"""From utterances to what bears on a claim, and from that to positions."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from dissensus.model.claims import Bearing, Claim, Codebook, PairScorer, Position, Side, Stance, TextEmbedder, Utterance
from dissensus.model.documents import PartialDate
from dissensus.reconciling.claims._polarity import denied, wants
from dissensus.reconciling.claims._slogans import READ_SO, PlainPairs, called_for, slogans_in
from dissensus.reconciling.claims.grounding import Ground, kind_of
from dissensus.reconciling.claims.retrieval import STRONG_COVER, Candidate, Shortlist

MIN_BEARING = 0.5
"""Probability of a side from which an utterance bears on a claim."""
MIN_NARRATION = 0.6
"""The same for a sentence or a phrase that is no statement by itself."""
BOTH_SIDES = 0.5
"""Share of the weaker side's weight in the stronger one's from which a document shows both."""
NARRATED = 0.5
"""Weight of a sentence or a phrase that is no statement beside one of a statement."""
ASSERTED_COVER = 0.35
"""Cover from which words that call something what a claim says it is assert the claim."""
FULL_COVER = 0.45
"""Cover from which a text speaks of a claim without its weightiest word."""
ALL_COVER = 0.6
"""The same for claims that do not say what something is ("... had a part in ...")."""
STRONG = 0.7
"""The pair model's confidence that makes up for a small cover."""
MOST_WORDINGS = 8
"""Wordings of support, and of opposition, that are read with a text, the nearest to it; all are searched for."""
SHORTEST = 30
"""Characters of a sentence that may want something; phrases are read for what they call things."""
ASSERTED, OVERRULING = 0.75, 0.85
"""Confidence of such an assertion, and the pair model's from which a statement is taken as that reads it. This and the
thresholds above were set on the two gold seeds and the example articles."""
ASKED = "a question asserts less"
CALLED = "called so in passing"
DENIED = "called so, and denied or set in quotes"
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
        min_narration: the same for what the outlet asserts beside its statements and slogans.
        min_position: least confidence of a position.
    """

    def __init__(
        self,
        codebook: Codebook,
        embedder: TextEmbedder,
        scorer: PairScorer,
        *,
        min_bearing: float = MIN_BEARING,
        min_narration: float = MIN_NARRATION,
        min_position: float = 0.0,
    ) -> None:
        self.codebook = codebook
        self._shortlist = Shortlist(codebook, embedder)
        self._kinds = [kind_of(claim.text) for claim in codebook.claims]
        self._scorer, self._embedder = scorer, embedder
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._least = (min_bearing, min_narration)
        self._min_position = min_position

    def bearings(self, utterances: Sequence[Utterance], published: PartialDate | None = None) -> tuple[Bearing, ...]:
        """What of one document bears on which claim, in the order of the utterances.

        Args:
            utterances: of one document.
            published: its date; claims that are valid from a later one are left out.
        """
        claims = self.codebook.claims
        listed = self._shortlist([utterance.read for utterance in utterances])
        asked = [
            (utterances[number], candidate)
            for number, found in enumerate(listed)
            for candidate in found
            if is_valid(claims[candidate.claim], published)
        ]
        sides = self.sides([(claims[candidate.claim], utterance.read) for utterance, candidate in asked])
        found = []
        for (utterance, candidate), (supports, opposes) in zip(asked, sides, strict=True):
            bearing = self._judged(utterance, candidate, float(supports), float(opposes))
            if bearing is not None:
                found.append(bearing)
        return tuple(found)

    def _judged(self, utterance: Utterance, candidate: Candidate, supports: float, opposes: float) -> Bearing | None:
        """What an utterance says on a claim of its list; None where it says nothing."""
        claim, ground = self.codebook.claims[candidate.claim], candidate.ground
        side: Side = "supports" if supports >= opposes else "opposes"
        confidence = max(supports, opposes)
        weight, rules = weighed(utterance)
        slogans = slogans_in(utterance.read)
        if slogans:
            rules = (*rules, READ_SO)
        # In reported speech the labels are as a rule the reporter's, not the speaker's.
        called = utterance.own_voice or utterance.mode in ("direct", "mixed")
        holds = called and self._kinds[candidate.claim] == "holds"
        if holds and ground.cover >= (ASSERTED_COVER if ground.called else ALL_COVER):
            # Who calls it so holds that it is so, whatever else the sentence says.
            turned = denied(utterance.read, ground.called)
            told: Side = "opposes" if turned else "supports"
            if told == side or confidence < OVERRULING:
                confidence = max(ASSERTED, confidence if told == side else 0.0)
                side, rules = told, (*rules, DENIED if turned else CALLED)
        elif not self._wanted(utterance, ground, confidence):
            return None
        confidence = round(confidence * weight, 4)
        told_only = utterance.statement is None and not called_for(utterance.read)
        if confidence < self._least[told_only]:
            return None
        return Bearing(utterance, claim.id, side, confidence, tuple(sorted(rules)))

    @staticmethod
    def _wanted(utterance: Utterance, ground: Ground, confidence: float) -> bool:
        """Whether an utterance speaks of a claim closely enough for the pair model to be believed."""
        if utterance.statement is None and not called_for(utterance.read):
            if utterance.spans[0].end - utterance.spans[0].start < SHORTEST:
                return False
            if not wants(utterance.read):
                return False  # what should be is not shown by telling what is
        if ground.first or ground.cover >= FULL_COVER:
            return True
        return confidence >= STRONG and ground.cover >= STRONG_COVER

    def sides(self, asked: Sequence[tuple[Claim, str]]) -> NDArray[np.float64]:
        """Probabilities of support and opposition, N x 2, of claims and texts; by the best of the claim's wordings."""
        pairs = PlainPairs()
        owner, turned = [], []
        for number, ((claim, text), (supporting, opposing)) in enumerate(
            zip(asked, self._wordings(asked), strict=True)
        ):
            wordings = [(claim.text, False), *((each, False) for each in supporting)]
            for wording, back in (*wordings, *((each, True) for each in opposing)):
                pairs.add(wording, text)
                owner.append(number)
                turned.append(back)
        scores = pairs.scores(self._scorer)
        best = np.zeros((len(asked), 2))
        for number, back, score in zip(owner, turned, scores, strict=True):
            supports, opposes = (score[1], score[0]) if back else (score[0], score[1])
            best[number] = np.maximum(best[number], (supports, opposes))
        return best

    def __call__(self, utterances: Sequence[Utterance], published: PartialDate | None = None) -> tuple[Position, ...]:
        """The positions that one document shows, by claim in the codebook's order, own voice first, then by holder."""
        found = positions_of(self.bearings(utterances, published), self.codebook)
        return tuple(position for position in found if position.confidence >= self._min_position)

    def _wordings(self, asked: Sequence[tuple[Claim, str]]) -> Iterator[Sequence[Sequence[str]]]:
        """Wordings of support and opposition to read with each text: all, or the nearest to it, in the book's order."""
        many = {text for claim, text in asked if max(len(claim.supporting), len(claim.opposing)) > MOST_WORDINGS}
        texts = sorted(many)
        vectors = dict(zip(texts, self._embedder(texts), strict=True)) if texts else {}
        for claim, text in asked:
            told = (claim.supporting, claim.opposing)
            if max(map(len, told)) <= MOST_WORDINGS:
                yield told
                continue
            if claim.id not in self._vectors:
                self._vectors[claim.id] = self._embedder([*claim.supporting, *claim.opposing])
            # Rounded: the last digits of a product depend on how many texts come together.
            near = np.round(self._vectors[claim.id] @ vectors[text], 4)
            split = len(claim.supporting)
            yield [
                [wordings[k] for k in sorted(np.argsort(-each, kind="stable")[:MOST_WORDINGS])]
                for wordings, each in zip(told, (near[:split], near[split:]), strict=True)
            ]


def positions_of(bearings: Iterable[Bearing], codebook: Codebook) -> tuple[Position, ...]:
    """Positions of one document: what one holder's utterances say on one claim, taken together.

    Each utterance weighs the negative logarithm of the probability that it is wrongly read, half of it where it is no
    statement; weights of one side add up. The stance is the heavier side's, or ambivalent where the other weighs at
    least half as much. The confidence is the probability that at least one utterance of the side is rightly read, were
    they independent, times the side's share of all weight; an ambivalent one's is that of the lighter side alone. It is
    an order of trust rather than a frequency.

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
        supports, opposes = (_weight(b for b in together if b.side == side) for side in ("supports", "opposes"))
        heavier, lighter = max(supports, opposes), min(supports, opposes)
        stance: Stance = "supports" if supports >= opposes else "opposes"
        confidence = (1 - math.exp(-heavier)) * heavier / (heavier + lighter)
        if lighter >= BOTH_SIDES * heavier:
            stance, confidence = "ambivalent", 1 - math.exp(-lighter)
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


def _weight(bearings: Iterable[Bearing]) -> float:
    return sum(
        -math.log(max(1e-6, 1 - bearing.confidence)) * (NARRATED if bearing.utterance.statement is None else 1.0)
        for bearing in bearings
    )


def _narrowest(bearings: Iterable[Bearing]) -> list[Bearing]:
    """Without sentences and phrases that hold a narrower one on the same claim in the same voice."""
    kept = list(bearings)
    holds: set[int] = set()

    def key(number: int) -> tuple[str, bool, str]:
        bearing = kept[number]
        return bearing.claim_id, bearing.utterance.own_voice, bearing.utterance.holder or ""

    for _, group in groupby(sorted(range(len(kept)), key=key), key=key):
        places = {n: (kept[n].utterance.spans[0].start, kept[n].utterance.spans[-1].end) for n in group}
        wide: set[tuple[int, int]] = set()
        nearest = math.inf
        # From the last beginning to the first: what ended earlier, of those seen, lies inside.
        for start, end in sorted(set(places.values()), key=lambda place: (-place[0], place[1])):
            if nearest <= end:
                wide.add((start, end))
            nearest = min(nearest, end)
        holds |= {n for n, place in places.items() if place in wide and kept[n].utterance.statement is None}
    return [bearing for number, bearing in enumerate(kept) if number not in holds]


def weighed(utterance: Utterance) -> tuple[float, tuple[str, ...]]:
    """What an utterance's form takes from the probability of a side, as a factor, and the rules that say so."""
    weight, rules = 1.0, []
    if _QUESTION.search(utterance.read):
        weight *= ASKED_WEIGHT
        rules.append(ASKED)
    if _CONDITION.match(utterance.read):
        weight *= CONDITIONAL_WEIGHT
        rules.append(CONDITIONAL)
    return weight, tuple(sorted(rules))


def is_valid(claim: Claim, published: PartialDate | None) -> bool:
    """Whether a document of a date is coded for a claim."""
    return claim.valid_from is None or published is None or published.last_day >= claim.valid_from.first_day
