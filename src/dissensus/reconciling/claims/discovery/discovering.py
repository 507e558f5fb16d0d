"""Claims out of what is said: candidates, what bears on each, the wordings that cover most, joined and ranked."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from dissensus.model.claims import PairScorer, TextEmbedder, Utterance
from dissensus.reconciling.claims.coding import weighed
from dissensus.reconciling.claims.discovery.carrying import FULL, TAKING_SIDES, Carrying, speaks_of
from dissensus.reconciling.claims.discovery.covering import Covering, choose
from dissensus.reconciling.claims.discovery.joining import Found, joined
from dissensus.reconciling.claims.discovery.neighbours import nearest, relatedness
from dissensus.reconciling.claims.discovery.neutral import words_of
from dissensus.reconciling.claims.discovery.ranking import holder_of, score_of, sides_of
from dissensus.reconciling.claims.discovery.values import Candidate, DiscoveredClaim, DiscoveryOptions, Member
from dissensus.reconciling.claims.grounding import content_words

READ_CHARACTERS = 600
"""Of an utterance the models read only so many characters; the pair model reads 128 pieces of words in any case."""
MOST_WORDINGS = 20_000
"""Candidates that are looked at; of more, those whose words most documents share."""
BATCH = 512
TWINS = 0.95
"""Likeness from which two wordings need not both be read by the pair model."""
LEAST_RELATED = 0.2
"""Pairs that are less likely about the same are not read by the pair model."""
LEAST_GAIN = 0.15
"""What a wording must add, times its quality: an utterance or two that bear on a demand, several on a report."""
GOOD_LENGTH = 9
"""Words of a wording that costs no quality; each word more costs a little."""
VAGUE = ("deserve support.", "deserves support.")
"""A side taken on somebody or something, with nothing said of it."""
FEWEST_CARRYING = 2
"""Words of its own that a wording has at least, to be told from others: "There should be a statement" has one."""
_FORESEES, _REPORT = 0.4, 0.15
"""Quality of a sentence that says what something is, can or will be, and of one that neither demands nor judges: more
often a report than a claim."""
_DEMANDS = re.compile(r"\bshould\b|\bdeserves? support\.$|\bwould be right\.$|\bneeds? to\b|\b(?:right|wrong) to\b")
_FORESEEING = re.compile(r"\b(?:will|would|can|could|may|might|is|are) (?!said\b)")
_QUALITY_LOADED, _QUALITY_COMPOSED, _QUALITY_WORD, _QUALITY_VAGUE = 0.8, 0.95, 0.97, 0.7
_POINTING, _QUALITY_POINTING = re.compile(r"\b(?:it|they|them|he|she|him|the others)\b", re.IGNORECASE), 0.6
DEFAULTS = DiscoveryOptions()


@dataclass(slots=True)
class _Wording:
    candidate: Candidate
    documents: int
    quality: float


def discover(
    utterances: Sequence[Utterance],
    candidates: Sequence[Candidate],
    embedder: TextEmbedder,
    scorer: PairScorer,
    outlets: Mapping[str, str | None],
    options: DiscoveryOptions = DEFAULTS,
) -> tuple[DiscoveredClaim, ...]:
    """Propose claims from what is said, both sides of one question as one claim.

    Key point analysis (Bar-Haim et al., ACL 2020; EMNLP 2020) picks short comments as key points and matches all
    others to them; here candidates are also composed, a match may be for or against, and a wording is worth more
    where both occur. Time grows with candidates x utterances for the vectors (a matrix product) and with
    ``options.pairs`` for the pair model; the result does not depend on the order of the input.

    Args:
        utterances: what is said, of all documents.
        candidates: wordings, see `composing.candidates`.
        embedder: texts as vectors.
        scorer: judges pairs of a wording and an utterance.
        outlets: outlet by document id.
        options: bounds.

    Returns:
        Claims by falling score, at most ``options.most``.
    """
    spoken = _in_order(utterances)
    wordings = _wordings(candidates)
    if not spoken or not wordings:
        return ()
    reads = [utterance.read[:READ_CHARACTERS] for utterance in spoken]
    text_vectors = _embedded(embedder, reads)
    vectors = _embedded(embedder, [wording.candidate.text for wording in wordings])
    near = nearest(vectors, text_vectors, options.neighbours, options.likeness)
    related = relatedness(vectors, text_vectors, near)
    related[related < LEAST_RELATED] = 0
    taken = _worth_reading(related, vectors, options.pairs)
    carrying = Carrying(reads, [wordings[row].candidate.text for row in taken], embedder)
    found_at = [(row, int(column)) for row in taken for column in np.flatnonzero(related[row])]
    pairs = [(row, int(near.texts[row, column])) for row, column in found_at]
    scores = _scored(scorer, [(wordings[row].candidate.text, reads[text]) for row, text in pairs])
    scores *= _about(pairs, scores, wordings, spoken, carrying, [float(related[at]) for at in found_at])
    members = _members(pairs, scores, options.confidence)
    rows = sorted(members)
    coverings = [_covering(wordings[row], members[row], spoken, outlets) for row in rows]
    chosen = [rows[number] for number in choose(coverings, len(spoken), 3 * options.most, LEAST_GAIN)]
    found = [
        Found(wordings[row].candidate, vectors[row], dict(members[row]), quality=wordings[row].quality)
        for row in chosen
    ]
    claims = [_claim(each, spoken, outlets) for each in joined(found, scorer)]
    claims = [claim for claim in claims if len(claim.outlets) >= options.min_outlets or options.min_outlets == 1]
    claims.sort(key=lambda claim: (-claim.score, -len(claim.members), claim.wording.text))
    return tuple(claims[: options.most])


def _key(utterance: Utterance) -> tuple[str, tuple[tuple[int, int], ...], int, str]:
    statement = -1 if utterance.statement is None else utterance.statement
    return utterance.document_id, tuple(utterance.spans), statement, utterance.read


def _in_order(utterances: Sequence[Utterance]) -> list[Utterance]:
    """Utterances by place, those without words left out."""
    return sorted((each for each in utterances if each.read.strip()), key=_key)


def _wordings(candidates: Sequence[Candidate]) -> list[_Wording]:
    """Each wording once, by text; of its sources the first verbatim one by place."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if len(set(content_words(candidate.text)) - TAKING_SIDES) < FEWEST_CARRYING:
            continue
        groups.setdefault(candidate.text.casefold(), []).append(candidate)
    found = []
    for text in sorted(groups):
        group = sorted(groups[text], key=lambda c: (c.origin != "verbatim", _key(c.utterance), c.text))
        documents = len({candidate.utterance.document_id for candidate in group})
        found.append(_Wording(group[0], documents, quality_of(group[0])))
    if len(found) > MOST_WORDINGS:
        shared = _sharing(found)
        order = sorted(range(len(found)), key=lambda number: (-shared[number], number))
        found = [found[number] for number in sorted(order[:MOST_WORDINGS])]
    return found


def _sharing(wordings: Sequence[_Wording]) -> list[float]:
    """How much each wording's words are shared by others: mean logarithm of how many have each of its long words."""
    counts: dict[str, int] = {}
    split = [sorted({word for word in words_of(each.candidate.text) if len(word) > 3}) for each in wordings]
    for words in split:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    common = len(wordings) / 20
    return [
        each.quality * sum(math.log(counts[w]) for w in words if counts[w] <= common) / max(1, len(words))
        for each, words in zip(wordings, split, strict=True)
    ]


def quality_of(candidate: Candidate) -> float:
    """How fit a wording is, 0 to 1: short, verbatim, without loaded words."""
    longer = max(0, len(words_of(candidate.text)) - GOOD_LENGTH)
    composed = _QUALITY_COMPOSED if candidate.origin == "composed" else 1.0
    vague = _QUALITY_VAGUE if candidate.text.endswith(VAGUE) else 1.0
    told = _told(candidate)
    points = _QUALITY_POINTING if _POINTING.search(candidate.text) else 1.0
    loaded = _QUALITY_LOADED ** len(candidate.loaded)
    return float(told * _QUALITY_WORD**longer * loaded * composed * vague * points)


def _told(candidate: Candidate) -> float:
    """What a wording is worth by its form: demands and judgements divide, predictions less, what happened least."""
    if _DEMANDS.search(candidate.text) or any("judge" in change or "label" in change for change in candidate.changes):
        return 1.0
    return _FORESEES if _FORESEEING.search(candidate.text) else _REPORT


def _embedded(embedder: TextEmbedder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of texts; equal ones are read once, in the order of the alphabet, so that their order changes nothing."""
    distinct = sorted(set(texts))
    blocks = [embedder(distinct[start : start + BATCH]) for start in range(0, len(distinct), BATCH)]
    table = np.concatenate(blocks).astype(np.float32)
    number = {text: index for index, text in enumerate(distinct)}
    return table[[number[text] for text in texts]]


def _worth_reading(related: NDArray[np.float32], vectors: NDArray[np.float32], pairs: int) -> list[int]:
    """Numbers of the wordings that the pair model reads: the densest surroundings first, of twins only one."""
    density = np.round(related.sum(axis=1, dtype=np.float64), 4)
    counts = (related > 0).sum(axis=1)
    order = np.lexsort((np.arange(len(density)), -density))
    taken: list[int] = []
    left = pairs
    kept = np.empty_like(vectors)
    for row in order:
        if counts[row] < 2 or counts[row] > left:
            continue
        if taken and float((kept[: len(taken)] @ vectors[row]).max()) >= TWINS:
            continue
        kept[len(taken)] = vectors[row]
        taken.append(int(row))
        left -= int(counts[row])
    return sorted(taken)


def _scored(scorer: PairScorer, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    """Probabilities of pairs; equal pairs are read once, in the order of the alphabet."""
    distinct = sorted(set(pairs))
    blocks = [scorer(distinct[start : start + BATCH]) for start in range(0, len(distinct), BATCH)]
    table = np.concatenate(blocks).astype(np.float32) if blocks else np.zeros((0, 3), np.float32)
    number = {pair: index for index, pair in enumerate(distinct)}
    return table[[number[pair] for pair in pairs]] if pairs else table


def _about(
    pairs: Sequence[tuple[int, int]],
    scores: NDArray[np.float32],
    wordings: Sequence[_Wording],
    spoken: Sequence[Utterance],
    carrying: Carrying,
    related: Sequence[float],
) -> NDArray[np.float32]:
    """How likely each pair is about the same, N x 1: what the probabilities of its sides are multiplied by.

    The geometric mean of relatedness and of how far the utterance holds the words that carry the wording; the words of
    which a wording is made are about it in any case.
    """
    factors = np.zeros((len(pairs), 1), np.float32)
    for row, group in groupby(range(len(pairs)), key=lambda number: pairs[number][0]):
        numbers = list(group)
        candidate = wordings[row].candidate
        covers = carrying.covers(candidate.text, [pairs[number][1] for number in numbers])
        for number, cover in zip(numbers, covers, strict=True):
            utterance = spoken[pairs[number][1]]
            spoken_of = speaks_of(candidate.text, utterance, cover, float(scores[number, :2].max()))
            if utterance == candidate.utterance:
                factors[number] = 1.0
            elif spoken_of:
                factors[number] = math.sqrt(related[number] * min(1.0, cover / FULL)) * weighed(utterance)[0]
    return factors


def _members(
    pairs: Sequence[tuple[int, int]], scores: NDArray[np.float32], least: float
) -> dict[int, dict[int, tuple[int, float]]]:
    """For each wording the utterances that bear on it: their side (+1, -1) and confidence."""
    members: dict[int, dict[int, tuple[int, float]]] = {}
    for (row, text), (supports, opposes, _) in zip(pairs, scores.tolist(), strict=True):
        confidence = max(supports, opposes)
        if confidence >= least:
            members.setdefault(row, {})[text] = (1 if supports >= opposes else -1, round(confidence, 4))
    return {row: each for row, each in members.items() if len(each) > 1}


def _covering(
    wording: _Wording,
    members: Mapping[int, tuple[int, float]],
    spoken: Sequence[Utterance],
    outlets: Mapping[str, str | None],
) -> Covering:
    """What a wording covers.

    Sure members count more than many unsure ones; of one holder's utterances on a side each counts half as much as the
    one before.
    """
    repeats: dict[tuple[str | None, int], int] = {}
    weighed = []
    for number, (side, confidence) in sorted(members.items(), key=lambda item: (-item[1][1], item[0])):
        holder = holder_of(spoken[number], outlets) or f"?{number}"
        seen = repeats.get((holder, side), 0)
        repeats[(holder, side)] = seen + 1
        weighed.append((number, side, confidence**2 * spoken[number].confidence * 0.5 ** min(seen, 20)))
    return Covering(wording.quality, tuple(weighed))


def _claim(found: Found, spoken: Sequence[Utterance], outlets: Mapping[str, str | None]) -> DiscoveredClaim:
    members = [
        Member(spoken[number], "supports" if side > 0 else "opposes", confidence)
        for number, (side, confidence) in sorted(found.members.items(), key=lambda item: (-item[1][1], item[0]))
    ]
    sides = sides_of(members, outlets)
    score = score_of(sides) * quality_of(found.wording)
    return DiscoveredClaim(
        wording=found.wording,
        others=tuple(dataclasses.replace(other) for other in found.others),
        members=tuple(members),
        supporters=sides.supporters,
        opposers=sides.opposers,
        outlets=sides.outlets,
        contested=round(sides.contested, 3),
        score=round(score, 3),
    )
