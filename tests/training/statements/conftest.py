"""A corpus in miniature: articles whose tokens are numbers, and a stand-in for the benchmark's scorer.

What needs PyTorch is collected where it is installed: only training needs it, neither the package nor its development.
"""

from __future__ import annotations

import dataclasses
import importlib.util
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from training.statements.calibration import Judged

from dissensus.annotating.statements.engine.reader import Reading
from dissensus.annotating.statements.engine.tokens import Tokens

collect_ignore = (
    []
    if importlib.util.find_spec("torch")
    else ["test_batches.py", "test_distilling.py", "test_matching.py", "test_plan.py", "test_slimming.py"]
)
WORDS = 60
"""Tokens of an article."""


def _labels(content: range, source: range = range(0), cue: range = range(0)) -> dict[str, set[int]]:
    return {"content": set(content), "source": set(source), "cue": set(cue)}


def _greedy(gold: list[dict[str, set[int]]], read: list[dict[str, set[int]]], kind: str) -> list[tuple[int, int]]:
    """One-to-one pairs, best Jaccard first, as the benchmark defines its match."""
    found = []
    for g, a in enumerate(gold):
        for p, b in enumerate(read):
            jaccard = len(a["content"] & b["content"]) / max(len(a["content"] | b["content"]), 1)
            speaker = bool(a["source"] & b["source"]) or not (a["source"] or b["source"])
            if jaccard >= 0.5 and (speaker or kind != "match"):
                found.append((-jaccard, g, p))
    pairs: list[tuple[int, int]] = []
    for _, g, p in sorted(found):
        if g not in {x for x, _ in pairs} and p not in {x for _, x in pairs}:
            pairs.append((g, p))
    return pairs


class _Words:
    """Every character is a word."""

    def __init__(self, text: str) -> None:
        self.size = len(text)

    def cover(self, spans: list[Any]) -> set[int]:
        return {k for start, end in spans for k in range(start, end)}

    def label(self, attributions: list[dict[str, Any]]) -> list[dict[str, set[int]]]:
        return [{role: self.cover(a[role]) for role in ("content", "source", "cue")} for a in attributions]


def _evaluate(gold: dict[str, Any], predictions: dict[str, Any], bootstrap: int) -> dict[str, Any]:
    right = given = read = 0
    for name, (text, attributions) in gold.items():
        words = _Words(text)
        right += len(_greedy(words.label(attributions), words.label(predictions[name]), "match"))
        given, read = given + len(attributions), read + len(predictions[name])
    p, r = right / max(read, 1), right / max(given, 1)
    scores = {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0}
    metrics = {f"match_{key}": {"value": value, "ci95": [value, value]} for key, value in scores.items()}
    return {"articles": len(gold), "gold": given, "pred": read, "bootstrap": bootstrap, "metrics": metrics}


@pytest.fixture
def scorer() -> Any:
    """What the training takes from the benchmark's scorer, over texts whose every character is a word."""
    return SimpleNamespace(Tokens=_Words, greedy=_greedy, quote_class=lambda *_: "direct", evaluate=_evaluate)


def _reading(labels: dict[str, set[int]], likely: float, certain: float) -> Reading:
    runs = {role: ((min(found), max(found) + 1),) if found else () for role, found in labels.items()}
    return Reading(0, likely, certain, runs["source"], runs["cue"], runs["content"])


class Corpus:
    """Makes judged articles."""

    labels = staticmethod(_labels)

    def tokens(self) -> Tokens:
        """One token a character, none quoted."""
        start, none = np.arange(WORDS), np.zeros(WORDS, dtype=np.int64)
        columns = {"start": start, "end": start + 1, "piece": none, "first": np.arange(WORDS + 1)}
        return Tokens(**{field.name: columns.get(field.name, none) for field in dataclasses.fields(Tokens)})

    def article(self, gold: list[dict[str, set[int]]], read: list[tuple[Any, ...]], name: str = "one") -> Judged:
        """An article with gold labels and, for each reading, its labels, ``likely`` and perhaps ``certain``."""
        readings = [_reading(labels, likely, *(certain or [0.9])) for labels, likely, *certain in read]
        given = [
            {role: [(min(found), max(found) + 1)] if found else [] for role, found in labels.items()} for labels in gold
        ]
        found = [labels for labels, *_ in read]
        modes = ["direct"] * len(gold)
        return Judged(name, "x" * WORDS, self.tokens(), given, gold, modes, readings, found)


@pytest.fixture
def corpus() -> Corpus:
    """The maker of articles."""
    return Corpus()
