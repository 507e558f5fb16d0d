"""How sure is sure: calibration and thresholds from held-back articles, and how well they do on dev.

Nothing here needs PyTorch: readings go in, and the benchmark's own scorer says which of them are right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.statements.engine.confidence import FEATURES, Calibration, confidence_of, features_of
from dissensus.annotating.statements.engine.reader import Reading, spans_of_runs
from dissensus.annotating.statements.engine.tokens import Tokens

if TYPE_CHECKING:
    from training.statements.data import Article

FLOOR = 0.2
"""Least probability of an anchor that is read at all; what is read is then kept by its confidence. On the held-back
articles of PolNeAR train no lower one gave a higher F1, with two networks after one epoch each."""
GRID = tuple(round(0.10 + 0.02 * k, 2) for k in range(26))
"""Thresholds that are tried, of anchors or of confidence: 0.10 to 0.60 by 0.02."""
TOLERANCE = 0.005
"""Half a point of F1: thresholds that lose no more are as good as the best one, since between two samples of as many
articles as are held back the F1 moves by more."""
PENALTY = 3.0
"""Weight of the squared coefficients of standardised features, against a loss summed over all readings. Leaving out one
held-back article at a time, the log loss was lowest here, and from 0.1 to 10 within 0.001 of it (the same networks)."""
BINS = 10
"""Bins of the calibration error and of the reliability table."""
MIN_CONFIDENCES = tuple(round(0.1 * k, 1) for k in range(10))
"""Values of ``--min-confidence`` for which precision and recall are told: 0.0 to 0.9."""
SAMPLES = 1000
"""Samples of a bootstrap over articles."""
_STEPS = 100
"""Most Newton steps; ten are enough for any data met so far."""
_CONVERGED = 1e-10
"""Newton's method ends when no coefficient moves by more."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judged:
    """One article with its gold and what was read, both as the scorer sees them.

    Attributes:
        name: of the article.
        text: its text.
        tokens: its tokens for the engine.
        given: gold attributions with content, role to spans.
        gold: the same, role to the scorer's token numbers.
        modes: direct, mixed or indirect, of each gold attribution.
        readings: what was read.
        read: the same, role to the scorer's token numbers.
    """

    name: str
    text: str
    tokens: Tokens
    given: list[dict[str, list[tuple[int, int]]]]
    gold: list[dict[str, set[int]]]
    modes: list[str]
    readings: list[Reading]
    read: list[dict[str, set[int]]]


def as_prediction(tokens: Tokens, reading: Reading) -> dict[str, list[list[int]]]:
    """A reading as the scorer takes it: role to spans."""
    roles = (("source", reading.speaker), ("cue", reading.cue), ("content", reading.content))
    return {role: [[span.start, span.end] for span in spans_of_runs(tokens, runs)] for role, runs in roles}


def judged(
    articles: Sequence[Article],
    readings: Mapping[str, Sequence[Reading]],
    gold: Mapping[str, tuple[str, list[dict[str, list[tuple[int, int]]]]]],
    scorer: ModuleType,
) -> list[Judged]:
    """Articles with gold and readings as the scorer sees them.

    Args:
        articles: in the order in which they are to come out.
        readings: by name of the article.
        gold: by name of the article: its text and its attributions (``scorer.read_gold``); those without a content word
            are left out, as the scorer does.
        scorer: the scorer of the benchmark.
    """
    out = []
    for article in articles:
        text, attributions = gold[article.name]
        words = scorer.Tokens(text)
        given = [a for a in attributions if words.cover(a["content"])]
        read = list(readings[article.name])
        predictions = [as_prediction(article.tokens, r) for r in read]
        modes = [scorer.quote_class(text, a["content"]) for a in given]
        labelled, found = words.label(given), words.label(predictions)
        out.append(Judged(article.name, text, article.tokens, given, labelled, modes, read, found))
    return out


def matches(article: Judged, scorer: ModuleType, keep: Sequence[bool], kind: str = "match") -> list[tuple[int, int]]:
    """Pairs (gold, reading) that match when only the readings to keep are there."""
    kept = [p for p, stays in enumerate(keep) if stays]
    return [(g, kept[p]) for g, p in scorer.greedy(article.gold, [article.read[p] for p in kept], kind)]


def scored(articles: Sequence[Judged], scorer: ModuleType, keeps: Sequence[Sequence[bool]]) -> dict[str, float]:
    """Precision, recall and F1 of the match (``p``, ``r``, ``f1``) and the number of readings kept (``kept``)."""
    right = sum(len(matches(a, scorer, keep)) for a, keep in zip(articles, keeps, strict=True))
    kept, gold = sum(map(sum, keeps)), sum(len(a.gold) for a in articles)
    p, r = right / kept if kept else 0.0, right / gold if gold else 0.0
    return {"kept": kept, "p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0}


def reaching(scores: Sequence[Sequence[float]], least: float) -> list[list[bool]]:
    """Which readings of each article have a score of at least ``least``."""
    return [[score >= least for score in each] for each in scores]


def choose_threshold(
    articles: Sequence[Judged],
    scorer: ModuleType,
    scores: Sequence[Sequence[float]],
    *,
    grid: Sequence[float] = GRID,
    tolerance: float = TOLERANCE,
) -> dict[str, Any]:
    """The threshold of a score with the best match F1, away from the edges of what is as good.

    The plateau is the unbroken run of thresholds around the best one whose F1 is at most ``tolerance`` below; its
    middle is chosen (of two middles the lower), because the highest point of a flat curve is chance.

    Args:
        articles: with their readings.
        scorer: the scorer of the benchmark.
        scores: of each reading of each article: the anchor's probability, or the confidence.
        grid: thresholds to try, rising.
        tolerance: loss of F1 that is none.

    Returns:
        ``value``; ``f1`` there; ``plateau`` (its first and last threshold); ``tolerance``; ``best`` (threshold and F1
        of the highest point); ``worst`` (likewise of the lowest); ``articles``; and the ``curve`` (rows with
        ``threshold``, ``p``, ``r``, ``f1`` and ``kept``).
    """
    curve = [{"threshold": least, **scored(articles, scorer, reaching(scores, least))} for least in grid]
    f1 = [point["f1"] for point in curve]
    best, worst = f1.index(max(f1)), f1.index(min(f1))
    low = high = best
    while low > 0 and f1[low - 1] >= f1[best] - tolerance:
        low -= 1
    while high + 1 < len(f1) and f1[high + 1] >= f1[best] - tolerance:
        high += 1
    middle = (low + high) // 2
    return {
        "value": grid[middle],
        "f1": f1[middle],
        "plateau": [grid[low], grid[high]],
        "tolerance": tolerance,
        "best": {"threshold": grid[best], "f1": f1[best]},
        "worst": {"threshold": grid[worst], "f1": f1[worst]},
        "articles": len(articles),
        "curve": curve,
    }


@dataclass(frozen=True, slots=True)
class Samples:
    """Readings to learn from or to judge: R of them.

    Attributes:
        features: as ``features_of`` gives them, R x features.
        right: whether each matches a gold attribution, R.
        article: number of the article, R.
    """

    features: Floats
    right: Bools
    article: NDArray[np.int64]


def samples_of(articles: Sequence[Judged], scorer: ModuleType, keeps: Sequence[Sequence[bool]]) -> Samples:
    """The readings to keep, with whether each is right among them."""
    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    number: list[int] = []
    for n, (article, keep) in enumerate(zip(articles, keeps, strict=True)):
        hit = {p for _, p in matches(article, scorer, keep)}
        kept = [p for p, stays in enumerate(keep) if stays]
        rows += [features_of(article.readings[p], article.tokens) for p in kept]
        right += [p in hit for p in kept]
        number += [n] * len(kept)
    features = np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))
    return Samples(features, np.array(right, dtype=np.bool_), np.array(number, dtype=np.int64))


def fit(features: Floats, right: Bools, *, penalty: float = PENALTY) -> Calibration:
    """Logistic regression by Newton's method (iteratively reweighted least squares) with a small L2 penalty.

    Features are standardised for the fit, so that the penalty treats them alike, and coefficients are given for the
    features as they are. One that never varies gets 0; so does ``likely`` if more of it would mean less confidence.

    Args:
        features: R x features.
        right: whether the reading is right, R.
        penalty: of the squared coefficients; the intercept has none.

    Raises:
        ValueError: there is no right or no wrong reading, so that nothing can be learned.
    """
    if not right.any() or right.all():
        raise ValueError(
            f"{int(right.sum())} of {len(right)} readings are right: a calibration needs right and wrong ones"
        )
    mean, deviation = features.mean(0), features.std(0)
    active = deviation > 1e-9
    while True:
        scale = np.where(active, deviation, 1.0)
        standard = np.where(active, (features - mean) / scale, 0.0)
        found = _newton(standard, right.astype(np.float64), penalty)
        weights = np.where(active, found[1:] / scale, 0.0)
        if weights[FEATURES.index("likely")] >= 0:
            break
        active[FEATURES.index("likely")] = False
    intercept = float(found[0] - weights @ mean)
    coefficients = dict(zip(FEATURES, (round(float(w), 6) for w in weights), strict=True))
    return Calibration(intercept=round(intercept, 6), **coefficients)


def _newton(features: Floats, right: Floats, penalty: float) -> Floats:
    """Intercept and weights at the lowest penalised negative log likelihood; a step too far is halved."""
    x = np.column_stack((np.ones(len(features)), features))
    ridge = np.full(x.shape[1], penalty)
    ridge[0] = 0.0
    weights = np.zeros(x.shape[1])

    def loss(w: Floats) -> float:
        score = x @ w
        return float(np.logaddexp(0, score).sum() - right @ score + 0.5 * (ridge * w * w).sum())

    now = loss(weights)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(x @ weights)))
        gradient = x.T @ (chance - right) + ridge * weights
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(curvature + 1e-9 * np.eye(len(weights)), gradient)
        while loss(weights - step) > now and np.abs(step).max() > _CONVERGED:
            step = step / 2
        weights = weights - step
        now = loss(weights)
        if np.abs(step).max() <= _CONVERGED:
            break
    return weights


def equal_width(confidence: Floats, bins: int = BINS) -> list[tuple[float, float, NDArray[np.int64]]]:
    """Bins of one width over 0 to 1: low border, high border, numbers of the readings; the last bin holds 1 too."""
    which = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    return [(b / bins, (b + 1) / bins, np.flatnonzero(which == b)) for b in range(bins)]


def equal_mass(confidence: Floats, bins: int = BINS) -> list[tuple[float, float, NDArray[np.int64]]]:
    """Bins of one size (to one reading), by confidence: least, highest, numbers of the readings; none is empty."""
    order = np.argsort(confidence, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return [(float(confidence[part[0]]), float(confidence[part[-1]]), part) for part in parts]


BINNINGS = {"equal width": equal_width, "equal mass": equal_mass}
"""Ways to cut confidences into bins: of one width (Guo et al., ICML 2017) and of one number of readings (Nguyen and
O'Connor, "Posterior calibration and exploratory analysis for natural language processing models", EMNLP 2015)."""


def calibration_error(confidence: Floats, right: Bools, binning: str = "equal width", bins: int = BINS) -> float:
    """Expected calibration error: the mean over bins, weighted by readings, of |share right - mean confidence|.

    Definition: Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, section 2, with
    bins of one width; with ``equal mass`` the same over bins of one number of readings. 0 to 1; of no readings 0.
    """
    if not len(confidence):
        return 0.0
    gaps = (abs(float(right[part].sum() - confidence[part].sum())) for *_, part in BINNINGS[binning](confidence, bins))
    return sum(gaps) / len(confidence)


def reliability(confidence: Floats, right: Bools, binning: str = "equal width") -> list[dict[str, Any]]:
    """The reliability table: of each bin its borders, count, mean confidence and share right (None when empty)."""
    return [
        {
            "low": low,
            "high": high,
            "count": len(part),
            "confidence": float(confidence[part].mean()) if len(part) else None,
            "right": float(right[part].mean()) if len(part) else None,
        }
        for low, high, part in BINNINGS[binning](confidence, BINS)
    ]


def judge_confidence(
    confidence: Floats, right: Bools, article: NDArray[np.int64], *, samples: int = SAMPLES, seed: int = 0
) -> dict[str, Any]:
    """Calibration errors with 95% intervals, Brier score (mean squared error) and reliability tables.

    The intervals are of a percentile bootstrap over articles, whose numbers ``article`` gives. A calibration error
    cannot be below 0 and chance adds to it, so its interval lies rather too high than too low.
    """
    members = [np.flatnonzero(article == n) for n in range(int(article.max()) + 1)] if len(article) else []
    draw = np.random.default_rng(seed)
    errors: dict[str, list[float]] = {name: [] for name in BINNINGS}
    for _ in range(samples if members else 0):
        chosen = np.concatenate([members[n] for n in draw.integers(0, len(members), len(members))])
        for name in BINNINGS:
            errors[name].append(calibration_error(confidence[chosen], right[chosen], name))
    out: dict[str, Any] = {"readings": len(confidence), "right": float(right.mean()) if len(right) else 0.0}
    for name, drawn in errors.items():
        entry: dict[str, Any] = {"value": calibration_error(confidence, right, name)}
        if drawn:
            entry["ci95"] = [float(v) for v in np.percentile(drawn, (2.5, 97.5))]
        out[name] = entry
        out[f"table, {name}"] = reliability(confidence, right, name)
    out["brier"] = float(np.mean((confidence - right) ** 2)) if len(right) else 0.0
    return out


def confidences(articles: Sequence[Judged], calibration: Calibration) -> list[list[float]]:
    """Confidence of each reading of each article."""
    return [[confidence_of(r, article.tokens, calibration) for r in article.readings] for article in articles]


def by_min_confidence(
    articles: Sequence[Judged], scorer: ModuleType, scores: Sequence[Sequence[float]]
) -> list[dict[str, float]]:
    """Precision, recall and F1 of the match at each of ``MIN_CONFIDENCES``, with how many readings are kept."""
    return [{"min_confidence": least, **scored(articles, scorer, reaching(scores, least))} for least in MIN_CONFIDENCES]
