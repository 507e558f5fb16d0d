"""Scores of predictions on PolNeAR by the shared scorer, as lines of a table."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import ModuleType
from typing import Any

from attribution.readers import Found, ours_as_found

Predictions = dict[str, list[Found]]
Gold = dict[str, tuple[str, list[dict[str, Any]]]]
SWEPT = tuple(round(0.1 * k, 1) for k in range(10))
"""Values of the least confidence for which ``--sweep`` prints scores."""
BINS = 10
"""Bins of equal width of the calibration error."""
HEAD = (
    f"{'':22}{'match P':>19}{'match R':>19}{'match F1':>19}{'direct / mixed / indirect':>28}{'exact content F1':>19}"
    f"{'given':>8}"
)


def load_scorer(shared: Path) -> ModuleType:
    """The scorer of the shared folder as a module."""
    path = shared / "bench" / "attribution" / "score.py"
    spec = importlib.util.spec_from_file_location("attribution_score", path)
    if spec is None or spec.loader is None or not path.is_file():
        sys.exit(f"no scorer at {path}; give its folder with --shared")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_gold(scorer: ModuleType, folder: Path, limit: int | None) -> Gold:
    """The articles of a split with their attributions; the first ``limit`` by name."""
    gold: Gold = scorer.read_gold(str(folder))
    return dict(list(gold.items())[:limit])


def read_jsonl(path: Path, names: Iterable[str]) -> Predictions:
    """Predictions for some articles from the output of ``dissensus annotate --jsonl``.

    An id is the name of the article's file, with or without ".txt".

    Raises:
        SystemExit: it is no such output, or holds none of the articles.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines if line.strip()]
        found = {record["id"].removesuffix(".txt"): ours_as_found(record["statements"]) for record in records}
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path} is no output of `dissensus annotate --jsonl`: {error}"
        raise SystemExit(message) from error
    wanted = {name: found[name] for name in names if name in found}
    if not wanted:
        message = f"{path} holds none of the articles"
        raise SystemExit(message)
    return wanted


def at_least(predictions: Mapping[str, Sequence[Found]], confidence: float) -> Predictions:
    """Only what is at least so confident; what has no confidence stays."""
    return {name: [f for f in found if f.get("confidence", 1.0) >= confidence] for name, found in predictions.items()}


def without_nested(predictions: Mapping[str, Sequence[Found]]) -> Predictions:
    """Only what stands in no other statement."""
    return {name: [f for f in found if not f.get("nested", False)] for name, found in predictions.items()}


def row(label: str, result: Mapping[str, Any]) -> str:
    """One line of the table, under ``HEAD``."""
    metrics = result["metrics"]

    def cell(name: str) -> str:
        value = metrics[name]["value"]
        interval = "-".join(f"{100 * bound:.1f}" for bound in metrics[name].get("ci95", ()))
        return f"{100 * value:.1f}{interval and f' [{interval}]'}".rjust(19)

    modes = (f"{100 * metrics[f'match_recall_{mode}']['value']:.1f}" for mode in ("direct", "mixed", "indirect"))
    return (
        f"{label:22}{cell('match_p')}{cell('match_r')}{cell('match_f1')}{' / '.join(modes):>28}"
        f"{cell('exact_content_f1')}{result['pred']:>8}"
    )


def values_of(result: Mapping[str, Any]) -> dict[str, float]:
    """Metric name to value."""
    return {name: float(entry["value"]) for name, entry in result["metrics"].items()}


def sweep(scorer: ModuleType, gold: Gold, predictions: Predictions, label: str) -> list[str]:
    """Match scores at each least confidence, as lines."""
    lines = [f"{label}: match at each --min-confidence", f"{'':6}{'P':>8}{'R':>8}{'F1':>8}{'given':>8}"]
    for confidence in SWEPT:
        result = scorer.evaluate(gold, at_least(predictions, confidence), 0)
        p, r, f1 = (100 * result["metrics"][f"match_{part}"]["value"] for part in ("p", "r", "f1"))
        lines.append(f"{confidence:<6.1f}{p:8.1f}{r:8.1f}{f1:8.1f}{result['pred']:>8}")
    return lines


def calibration_error(scorer: ModuleType, gold: Gold, predictions: Predictions) -> float:
    """Expected calibration error (Guo et al., ICML 2017, section 2): confidence against being a match.

    The distance of the mean confidence from the share that match, in bins of equal width, weighted by how many
    statements each bin has; 0 to 1, 0 where nothing was given.
    """
    counts, right, confidence = [0] * BINS, [0] * BINS, [0.0] * BINS
    for name, (text, attributions) in gold.items():
        tokens = scorer.Tokens(text)
        found = predictions.get(name, [])
        wanted = tokens.label([a for a in attributions if tokens.cover(a["content"])])
        matched = {p for _, p in scorer.greedy(wanted, tokens.label(found), "match")}
        for p, one in enumerate(found):
            place = min(int(BINS * one["confidence"]), BINS - 1)
            counts[place] += 1
            right[place] += p in matched
            confidence[place] += one["confidence"]
    total = sum(counts)
    return sum(abs(c - r) for c, r in zip(confidence, right, strict=True)) / total if total else 0.0


def below_floor(
    values: Mapping[str, float], floors: Mapping[str, float], label: str, unmeasured: AbstractSet[str]
) -> list[str]:
    """What fell under its floor, or has one and is nothing that this benchmark measures.

    Args:
        values: what was measured.
        floors: the floors.
        label: of whom.
        unmeasured: what a run may leave unmeasured; its floors are not judged then.
    """
    broken = []
    for name, floor in floors.items():
        if name not in values and name not in unmeasured:
            broken.append(f"{label}: the floor {name} is of nothing that is measured")
        elif name in values and values[name] < floor:
            broken.append(f"{label}: {name} {values[name]:.4f} is under its floor {floor}")
    return broken
