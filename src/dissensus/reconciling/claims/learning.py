"""Learning from people: a light classifier of one project over the pair model, and what is most worth asking.

The pair model's answer is the offset of a regularised multinomial logistic regression over the embeddings, so that
without a label nothing changes, and each label moves what is like it. What people teach is mostly about one claim ("in
this project a call for talks counts as support of P03"), so each claim has weights of its own for the texts; those of
claims that mean about the same are drawn together, as in Gaussian process classification with a product of a
claim kernel and a text kernel (Bonilla, Chai and Williams, NIPS 2007; Rasmussen and Williams 2006, chapter 3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dissensus.model.claims import PairScorer, TextEmbedder
from dissensus.model.errors import ReconcilingError
from dissensus.reconciling.claims._learning_fit import CLASSES, Design, Floats, fit, softmax

Answer = Literal["supports", "opposes", "neither"]
ANSWERS: tuple[Answer, ...] = ("supports", "opposes", "neither")
"""What a text may do to a claim, in the order of the pair model's columns."""

CERTAIN = 1e-4
"""Least probability that the pair model's answer counts as: it may be sure and wrong, and labels must reach it."""
TEXT_SCALE, CLAIM_BIAS = 4.0, 0.5
"""Prior deviation of a claim's weights for texts, and of what it adds to each answer."""
SHARED_TEXT, SHARED_LIKENESS, SHARED_PRIOR, SHARED_FLAG, SHARED_BIAS = 1.0, 1.0, 0.1, 0.5, 0.5
"""The same for the weights that all claims share: of texts, of the likeness of claim and text, of the pair model's
scores, of flags, and of the answers."""
ALIKE_CLAIMS = 0.3
"""How much of a claim's weights comes from claims of like meaning. This and the scales above were set on the train part
of IBM Debater's claim stance data, with texts of other topics as neithers; the answers hardly depend on them."""
DIVERSITY = 0.9
"""Share of its worth that a question loses when one of the same batch is just like it; set there, too."""
GREEDY = 200
"""Questions whose worth is counted anew after each one before it; the rest follow by their worth alone."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Claims with texts, in rows, as the classifier sees them.

    Attributes:
        ids: a name of each row; ties are broken by it.
        claim_ids: the claim of each row.
        prior: the pair model's probabilities of supports, opposes and neither, N x 3.
        claims: vectors of length 1 of the claims, N x D.
        texts: vectors of length 1 of the texts, N x D.
        flags: what else is known of each row ("denies", "a question asserts less"); empty, or one tuple a row.
    """

    ids: tuple[str, ...]
    claim_ids: tuple[str, ...]
    prior: Floats
    claims: Floats
    texts: Floats
    flags: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        rows = {len(self.ids), len(self.claim_ids), len(self.prior), len(self.claims), len(self.texts)}
        rows |= {len(self.flags)} if self.flags else set()
        if len(rows) > 1 or self.prior.shape[1:] != (CLASSES,) or self.claims.shape != self.texts.shape:
            raise ReconcilingError("the parts of the pairs differ in rows or columns", code="REC040")

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: Sequence[int]) -> Pairs:
        """Some of the rows, in the order asked."""
        kept = list(rows)
        return Pairs(
            tuple(self.ids[k] for k in kept),
            tuple(self.claim_ids[k] for k in kept),
            self.prior[kept],
            self.claims[kept],
            self.texts[kept],
            tuple(self.flags[k] for k in kept) if self.flags else (),
        )


def pairs_of(
    rows: Sequence[tuple[str, str, str, str]],
    scorer: PairScorer,
    embedder: TextEmbedder,
    flags: Sequence[Sequence[str]] = (),
) -> Pairs:
    """Pairs with the pair model's answers and the vectors of their texts.

    Args:
        rows: id of the row, id of the claim, the claim, the text.
        scorer: the pair model.
        embedder: texts as vectors.
        flags: what else is known of each row; empty for nothing.
    """
    prior = np.asarray(scorer([(claim, text) for _, _, claim, text in rows]), dtype=np.float64)
    return Pairs(
        tuple(row[0] for row in rows),
        tuple(row[1] for row in rows),
        prior.reshape(-1, CLASSES),
        *vectors_of([row[2] for row in rows], [row[3] for row in rows], embedder),
        tuple(tuple(each) for each in flags),
    )


def vectors_of(claims: Sequence[str], texts: Sequence[str], embedder: TextEmbedder) -> tuple[Floats, Floats]:
    """Vectors of claims and of texts, each N x D; what occurs twice is embedded once."""
    listed = list(dict.fromkeys([*claims, *texts]))
    place = {text: number for number, text in enumerate(listed)}
    table = np.asarray(embedder(listed), dtype=np.float64)
    if not listed:
        return np.zeros((0, 0)), np.zeros((0, 0))
    return table[[place[claim] for claim in claims]], table[[place[text] for text in texts]]


@dataclass(frozen=True, slots=True)
class ProjectModel:
    """What the pair model and the people of a project say together; call it with pairs.

    Attributes:
        labels: how many labels it has learned from.
        digest: digest of ids, claims, answers and importance, 16 hexadecimal digits; equal ones give equal models.
    """

    labels: int
    digest: str
    _claim_ids: tuple[str, ...] = ()
    _flags: tuple[str, ...] = ()
    _claims: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    _shared: Floats = field(default_factory=lambda: np.zeros((0, CLASSES)))
    _own: Floats = field(default_factory=lambda: np.zeros((0, 0, CLASSES)))

    def __call__(self, pairs: Pairs) -> Floats:
        """Probabilities of supports, opposes and neither, N x 3; without labels the pair model's own."""
        if not self.labels or not len(pairs):
            return pairs.prior.copy()
        shared, own, offset = _columns(pairs, self._flags)
        scores = offset + shared @ self._shared
        rows: dict[str, list[int]] = {}
        for row, claim_id in enumerate(pairs.claim_ids):
            rows.setdefault(claim_id, []).append(row)
        for claim_id, some in rows.items():
            likeness = ALIKE_CLAIMS * (self._claims @ pairs.claims[some[0]])
            likeness[[known == claim_id for known in self._claim_ids]] += 1 - ALIKE_CLAIMS
            scores[some] += own[some] @ np.tensordot(likeness, self._own, axes=1)
        return softmax(scores)


def learn(examples: Pairs, answers: Sequence[Answer], importance: Sequence[float] | None = None) -> ProjectModel:
    """Train the classifier of a project on what people answered.

    The same labels give the same model, in whatever order they come.

    Args:
        examples: the pairs that people answered, with ids that differ.
        answers: their answers.
        importance: how much each counts, above 0; 1 without it.

    Raises:
        ReconcilingError: REC040, the parts differ in length, two rows have one id, an answer is not one, or an
            importance is not above 0.
    """
    counted = np.ones(len(examples)) if importance is None else np.asarray(importance, dtype=np.float64)
    if len(answers) != len(examples) or len(counted) != len(examples):
        raise ReconcilingError("there is not one answer for each pair", code="REC040")
    if len(set(examples.ids)) < len(examples) or not set(answers) <= set(ANSWERS):
        raise ReconcilingError("two pairs have one id, or an answer is none", code="REC040")
    if not (np.isfinite(counted).all() and (counted > 0).all()):
        raise ReconcilingError("an answer counts for nothing", code="REC040")
    order = sorted(range(len(examples)), key=lambda k: examples.ids[k])
    examples, counted = examples.take(order), counted[order]
    labels = np.array([ANSWERS.index(answers[k]) for k in order], dtype=np.intp)
    digest = _digest(examples, labels, counted)
    if not len(examples):
        return ProjectModel(0, digest)
    claim_ids = tuple(sorted(set(examples.claim_ids)))
    flags = tuple(sorted({flag for each in examples.flags for flag in each}))
    vectors = np.stack([examples.claims[examples.claim_ids.index(claim_id)] for claim_id in claim_ids])
    place = {claim_id: number for number, claim_id in enumerate(claim_ids)}
    covariance = ALIKE_CLAIMS * (vectors @ vectors.T) + (1 - ALIKE_CLAIMS) * np.eye(len(claim_ids))
    factor: Floats = np.linalg.cholesky(covariance)
    shared, own, offset = _columns(examples, flags)
    group = np.array([place[claim_id] for claim_id in examples.claim_ids], dtype=np.intp)
    for_all, free = fit(Design(shared, own, group, factor, offset), labels, counted)
    # What a claim gets is its covariance with the known ones times this, whether or not it is one of them.
    spread = np.tensordot(np.linalg.inv(factor.T), free, axes=1)
    return ProjectModel(len(examples), digest, claim_ids, flags, vectors, for_all, spread)


def _columns(pairs: Pairs, flags: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """Scaled columns for all claims and for each, and the offset."""
    offset = np.log(np.clip(pairs.prior, CERTAIN, 1.0))
    offset -= offset.mean(axis=1, keepdims=True)
    likeness = (pairs.claims * pairs.texts).sum(axis=1, keepdims=True)
    one = np.ones((len(pairs), 1))
    columns = [SHARED_BIAS * one, SHARED_LIKENESS * likeness, SHARED_PRIOR * offset, SHARED_TEXT * pairs.texts]
    if flags:
        known = np.array([[flag in each for flag in flags] for each in pairs.flags or [()] * len(pairs)])
        columns.append(SHARED_FLAG * known.astype(np.float64))
    # All texts on a claim share what it is about; what is left of them tells one from the other.
    own = np.hstack([TEXT_SCALE * (pairs.texts - likeness * pairs.claims), CLAIM_BIAS * one])
    return np.hstack(columns), own, offset


def _digest(examples: Pairs, labels: NDArray[np.intp], counted: Floats) -> str:
    made = hashlib.sha256()
    for key, claim_id, label, weight in zip(examples.ids, examples.claim_ids, labels, counted, strict=True):
        made.update(f"{key}\0{claim_id}\0{label}\0{weight:.6f}\n".encode("utf-8", "surrogatepass"))
    return made.hexdigest()[:16]


def rank(
    probabilities: Floats, pairs: Pairs, weights: Sequence[float] | None = None, most: int | None = None
) -> tuple[int, ...]:
    """Rows in the order in which to ask people about them.

    What is worth asking is what the machine does not know (a small margin between the two likeliest answers: Scheffer,
    Decomain and Wrobel 2001), times what hangs on it, less what an earlier question of the same batch tells as well
    (Brinker 2003). Ties go by id, so the order of the rows is without effect.

    Args:
        probabilities: of the answers, N x 2 or more, such as a `ProjectModel` gives.
        pairs: the rows.
        weights: what hangs on each row, 0 or more; 1 without it.
        most: only so many; all without it.

    Returns:
        numbers of rows, the most worth asking first.

    Raises:
        ReconcilingError: REC040, the parts differ in length.
    """
    if len(probabilities) != len(pairs) or (weights is not None and len(weights) != len(pairs)):
        raise ReconcilingError("there are not probabilities and weights for each pair", code="REC040")
    if not len(pairs):
        return ()
    sides = np.sort(probabilities, axis=1)
    worth = 1.0 - (sides[:, -1] - sides[:, -2])
    if weights is not None:
        worth = worth * np.asarray(weights, dtype=np.float64)
    order = np.array(sorted(range(len(pairs)), key=lambda k: pairs.ids[k]), dtype=np.intp)
    worth = np.round(worth[order], 9)
    texts = pairs.texts - (pairs.claims * pairs.texts).sum(axis=1, keepdims=True) * pairs.claims
    texts = texts[order] / np.maximum(np.sqrt((texts[order] ** 2).sum(axis=1, keepdims=True)), 1e-9)
    claims = pairs.claims[order]
    numbers = {claim_id: number for number, claim_id in enumerate(sorted(set(pairs.claim_ids)))}
    same = np.array([numbers[pairs.claim_ids[k]] for k in order])
    wanted = len(pairs) if most is None else min(most, len(pairs))
    near, free, found = np.zeros(len(order)), np.ones(len(order), dtype=bool), []
    for _ in range(min(wanted, GREEDY)):
        best = int(np.argmax(np.where(free, np.round(worth * (1 - DIVERSITY * near), 9), -1.0)))
        free[best] = False
        found.append(best)
        claim_likeness = ALIKE_CLAIMS * (claims @ claims[best]) + (1 - ALIKE_CLAIMS) * (same == same[best])
        near = np.maximum(near, np.clip(claim_likeness * (texts @ texts[best]), 0.0, 1.0))
    left = sorted(np.flatnonzero(free).tolist(), key=lambda k: (-worth[k], k))
    return tuple(order[[*found, *left[: wanted - len(found)]]].tolist())
