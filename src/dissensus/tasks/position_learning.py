"""What of a project's positions is most worth asking people about, and learning from what they answered."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dissensus.model.claims import Bearing, Claim, Codebook, Position, Side
from dissensus.model.errors import ReconcilingError
from dissensus.projects import Project
from dissensus.reconciling.claims.coding import (
    CALLED,
    DENIED,
    MIN_BEARING,
    MIN_NARRATION,
    ClaimCoder,
    positions_of,
    weighed,
)
from dissensus.reconciling.claims.learning import Answer, Pairs, ProjectModel, learn, rank, vectors_of
from dissensus.tasks._common import Watcher, recorded_versions, unwatched
from dissensus.tasks.position_coding import (
    SET_ASIDE,
    KnownPosition,
    answered,
    codebook_of,
    flags_of,
    known_positions,
    shown_key,
)
from dissensus.tasks.positions import Models, code_digest, remembered_coding, shipped_models

if TYPE_CHECKING:
    from dissensus.model.claims import TextEmbedder
    from dissensus.projects.positions import PositionVerdict

MOST_COMPARED = 500
"""Positions, the most uncertain ones, that are compared with each other so that a batch does not ask the same twice."""
AROUND = 120
"""Characters of the text that stand on either side of the words that a person is asked about."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in their context: what stands before, the words, what stands after, and their side."""

    before: str
    words: str
    after: str
    start: int
    side: Side
    confidence: float
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A position that people are asked about.

    Attributes:
        key: names it; as short as can be.
        known: what the machine proposes.
        claim: the claim.
        holder: name of the actor, or None in the outlet's own voice.
        outlet: of the document, or None.
        published: date of the document, or None.
        quotes: the evidence, in text order.
    """

    key: str
    known: KnownPosition
    claim: Claim
    holder: str | None
    outlet: str | None
    published: str | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """What learning did.

    Attributes:
        decisions: positions on which people agree and that it learned from.
        labels: pairs of a claim and a text that they make.
        rescored: positions that nobody decided about.
        changed: of these, how many have another stance now.
        set_aside: of these, how many are taken out now and were not before.
        brought_back: how many were taken out and are not now.
        digest: of what was learned.
    """

    decisions: int
    labels: int
    rescored: int
    changed: int
    set_aside: int
    brought_back: int
    digest: str


def next_questions(
    project: Project, most: int = 10, *, coder: str | None = None, embedder: TextEmbedder | None = None
) -> list[Question]:
    """The positions that are most worth asking people about.

    A position counts the more the less sure the machine is of it, and the fewer others of its holder (in the own
    voice: of its outlet) on the same claim say the same: a cell of the matrix that rests on one changes with it.

    Args:
        project: the project.
        most: how many.
        coder: leave out what this person decided; None leaves out what anybody did.
        embedder: texts as vectors; None for the shipped one.

    Raises:
        ReconcilingError: REC044, the project has no codebook or no positions.
    """
    codebook = codebook_of(project)
    known = known_positions(project)
    if not known:
        raise ReconcilingError(_nothing_proposed(project), code="REC044")
    done = answered(project, coder)
    waiting = [each for key, each in known.items() if key not in done]
    outlets = {document.id: document for document in project.documents()}

    def cell(each: KnownPosition) -> tuple[str, str, str]:
        position = each.position
        holder = position.holder if position.holder is not None else f"\0{outlets[position.document_id].outlet}"
        return holder, position.claim_id, position.stance

    alike = Counter(cell(each) for each in known.values() if not each.set_aside)
    weights = {each.key: 1.0 / math.sqrt(max(1, alike[cell(each)])) for each in waiting}
    # Rounded, so that what is equally uncertain goes by its key and not by the last digit of a product.
    worth = {each.key: round((1 - abs(2 * each.position.confidence - 1)) * weights[each.key], 9) for each in waiting}
    waiting = sorted(waiting, key=lambda each: (-worth[each.key], each.key))[: max(MOST_COMPARED, most)]
    claims = {claim.id: claim for claim in codebook.claims}
    strongest = [max(each.bearings, key=lambda b: b.confidence) for each in waiting]
    if not waiting or most <= 0:
        return []
    vectors = vectors_of(
        [claims[each.position.claim_id].text for each in waiting],
        [each.utterance.read for each in strongest],
        embedder or shipped_models().embedder,
    )
    pairs = Pairs(
        tuple(each.key for each in waiting),
        tuple(each.position.claim_id for each in waiting),
        np.full((len(waiting), 3), 1 / 3),
        *vectors,
    )
    sure = np.array([each.position.confidence for each in waiting])
    order = rank(np.stack([sure, 1 - sure], axis=1), pairs, [weights[each.key] for each in waiting], most)
    names = {actor.id: actor.name for actor in project.actors()}
    found = []
    for place in order:
        each = waiting[place]
        document = outlets[each.position.document_id]
        found.append(
            Question(
                shown_key(each.key, set(known)),
                each,
                claims[each.position.claim_id],
                None if each.position.holder is None else names.get(each.position.holder, each.position.holder),
                document.outlet,
                document.published.value if document.published else None,
                tuple(_quote(document.text, bearing) for bearing in each.bearings),
            )
        )
    return found


def _quote(text: str, bearing: Bearing) -> Quote:
    spans = bearing.utterance.spans
    start, end = spans[0].start, spans[-1].end
    return Quote(
        text[max(0, start - AROUND) : start],
        bearing.utterance.words,
        text[end : end + AROUND],
        start,
        bearing.side,
        bearing.confidence,
        bearing.rules,
    )


def labels_of(verdict: PositionVerdict) -> list[tuple[int, Answer, float]]:
    """What a decided position says of its evidence: number of the evidence, the answer, and how much it counts.

    A position that is none shows that no evidence bears on the claim. One with a side shows that an evidence read so is
    right; where there are several, one of them may be enough, so they share the weight. Evidence on the other side may
    be right or not, and is left out unless there is no other. Of disputed ones nothing is learned.
    """
    sides = [each.get("side") for each in verdict.value.get("evidence", ())]
    if verdict.decided == "disputed" or not sides:
        return []
    if verdict.stance is None:
        return [(number, "neither", 1.0) for number in range(len(sides))]
    if verdict.stance == "ambivalent":
        both: list[tuple[int, Answer, float]] = []
        if {"supports", "opposes"} <= set(sides):
            both = [(n, "supports" if side == "supports" else "opposes", 1.0) for n, side in enumerate(sides) if side]
        return both
    answer: Answer = "supports" if verdict.stance == "supports" else "opposes"
    so = [number for number, side in enumerate(sides) if side == answer] or list(range(len(sides)))
    return [(number, answer, 1.0 / len(so)) for number in so]


def learn_project(project: Project, *, models: Models | None = None, watch: Watcher = unwatched) -> Learned:
    """Train the project's classifier on all decisions about positions, and score anew what nobody decided about.

    What people decided about stays as it is. Evidence that does not reach the coder's thresholds any more is kept
    apart, so that the next learning can bring it back; with no decision left all is as the pair model says.

    Args:
        project: the project.
        models: embedder and pair model; None for the shipped ones.
        watch: told about progress.

    Raises:
        ReconcilingError: REC044, the project has no codebook or no positions.
    """
    codebook = codebook_of(project)
    known = known_positions(project)
    if not known:
        raise ReconcilingError(_nothing_proposed(project), code="REC044")
    options = remembered_coding(project)
    models = models or shipped_models(options.jobs)
    verdicts = project.position_verdicts()
    coder = ClaimCoder(codebook, models.embedder, models.scorer)
    watch("learning", 0, None)
    model, decisions = trained(verdicts, codebook, coder, models)
    open_ones = [each for key, each in known.items() if key not in verdicts]
    scored = _scored(open_ones, model, codebook, coder, models)
    steps = {"claims.code": code_digest(), models.scorer.name: models.scorer.digest}
    steps |= {models.embedder.name: models.embedder.digest, "claims.learned": model.digest}
    version = f"{code_digest()}+{models.scorer.digest[:16]}+learned.{model.digest}"
    with project.start_run("learn", {"labels": model.labels}, recorded_versions() | steps) as run:
        kept, aside = _sorted_out(known, verdicts, scored, codebook, options.min_position)
        coded = project.coded_digests()
        for name, some in ((None, kept), (SET_ASIDE, aside)):
            found = {document_id: (digest, some.get(document_id, ())) for document_id, digest in coded.items()}
            project.store_positions(found, version, run.id, **({} if name is None else {"coder": name}))
    after = known_positions(project)
    both = [(each, after[each.key]) for each in open_ones if each.key in after]
    return Learned(
        decisions,
        model.labels,
        len(open_ones),
        sum(a.position.stance != b.position.stance for a, b in both),
        sum(b.set_aside and not a.set_aside for a, b in both),
        sum(a.set_aside and not b.set_aside for a, b in both),
        model.digest,
    )


def trained(
    verdicts: Mapping[str, PositionVerdict], codebook: Codebook, coder: ClaimCoder, models: Models
) -> tuple[ProjectModel, int]:
    """The classifier of what people decided, and how many positions taught it; each evidence is in the log itself."""
    claims = {claim.id: claim for claim in codebook.claims}
    rows: list[tuple[str, Claim, str, tuple[str, ...]]] = []
    answers: list[Answer] = []
    importance: list[float] = []
    taught = 0
    for key, verdict in sorted(verdicts.items()):
        claim = claims.get(str(verdict.value.get("claim")))
        told = labels_of(verdict) if claim is not None else []
        taught += bool(told)
        for number, answer, weight in told:
            evidence: Mapping[str, Any] = verdict.value["evidence"][number]
            assert claim is not None
            read = str(evidence.get("read", evidence["words"]))
            rows.append((f"{key} {number:04d}", claim, read, tuple(evidence.get("flags", ()))))
            answers.append(answer)
            importance.append(weight)
    pairs = _pairs(rows, coder, models)
    return learn(pairs, answers, importance), taught


def _pairs(rows: Sequence[tuple[str, Claim, str, tuple[str, ...]]], coder: ClaimCoder, models: Models) -> Pairs:
    sides = coder.sides([(claim, read) for _, claim, read, _ in rows])
    # Each side is that of its best wording, so together they may pass 1.
    neither = np.maximum(0.0, 1.0 - sides.sum(axis=1, keepdims=True))
    prior = np.hstack([sides, neither])
    prior /= np.maximum(1.0, prior.sum(axis=1, keepdims=True))
    vectors = vectors_of([claim.text for _, claim, _, _ in rows], [read for _, _, read, _ in rows], models.embedder)
    ids, claim_ids = tuple(row[0] for row in rows), tuple(row[1].id for row in rows)
    return Pairs(ids, claim_ids, prior, *vectors, tuple(row[3] for row in rows))


def _scored(
    waiting: Iterable[KnownPosition], model: ProjectModel, codebook: Codebook, coder: ClaimCoder, models: Models
) -> dict[str, list[Bearing]]:
    """All evidence of positions with the side and confidence that it has now, by the position's key."""
    claims = {claim.id: claim for claim in codebook.claims}
    listed = [(each.key, bearing) for each in waiting for bearing in each.bearings]
    rows = [
        (f"{number:08d}", claims[bearing.claim_id], bearing.utterance.read, flags_of(bearing))
        for number, (_, bearing) in enumerate(listed)
    ]
    if model.labels:
        sides = model(_pairs(rows, coder, models))[:, :2]
    else:
        sides = coder.sides([(claim, read) for _, claim, read, _ in rows])
    found: dict[str, list[Bearing]] = {}
    for (key, bearing), (supports, opposes) in zip(listed, sides, strict=True):
        if {CALLED, DENIED} & set(bearing.rules):
            found.setdefault(key, []).append(bearing)  # a rule read it, not the model that learns
            continue
        side: Side = "supports" if supports >= opposes else "opposes"
        confidence = round(float(max(supports, opposes)) * weighed(bearing.utterance)[0], 4)
        found.setdefault(key, []).append(replace(bearing, side=side, confidence=confidence))
    return found


def _sorted_out(
    known: Mapping[str, KnownPosition],
    verdicts: Mapping[str, PositionVerdict],
    scored: Mapping[str, Sequence[Bearing]],
    codebook: Codebook,
    min_position: float,
) -> tuple[dict[str, list[Position]], dict[str, list[Position]]]:
    """Positions by document, as they stand now, and what is taken out of them."""
    kept: dict[str, list[Position]] = {}
    aside: dict[str, list[Position]] = {}
    for key, each in known.items():
        document_id = each.position.document_id
        if key in verdicts:
            (aside if each.set_aside else kept).setdefault(document_id, []).append(each.position)
            if each.left_out:
                aside.setdefault(document_id, []).extend(positions_of(each.left_out, codebook))
            continue
        least = [MIN_NARRATION if b.utterance.statement is None else MIN_BEARING for b in scored[key]]
        enough = [b for b, low in zip(scored[key], least, strict=True) if b.confidence >= low]
        standing = [p for p in positions_of(enough, codebook) if p.confidence >= min_position]
        kept.setdefault(document_id, []).extend(standing)
        out = [b for b in scored[key] if not standing or b not in enough]
        aside.setdefault(document_id, []).extend(positions_of(out, codebook))
    return kept, aside


def _nothing_proposed(project: Project) -> str:
    if project.position_verdicts():
        return "people have coded in the project, and the machine has proposed nothing yet"
    return "the project has no positions"
