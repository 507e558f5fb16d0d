"""The sets that the pair model is trained on, as pairs of a claim and a text with what holds between them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dissensus.reconciling.claims._sentences import sentences

Task = Literal["stance", "point", "weakens"]
TASKS: tuple[Task, ...] = ("stance", "point", "weakens")
SUPPORTS, OPPOSES, NEITHER = 0, 1, 2
STANCES = {"supports": SUPPORTS, "opposes": OPPOSES, "neither": NEITHER}
STANCE_SETS = ("perspectrum", "kpa", "iam", "ibm")
_RELATIONS = {"entailment": SUPPORTS, "contradiction": OPPOSES, "neutral": NEITHER}
_INFERENCE = ("snli.dev", "snli.test", "sick.train", "foolmetwice.dev", "foolmetwice.test")
CLAIMDIFF_HELD = 5
"""Every fifth topic of ClaimDiff, by the digest of its name, is held back."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and a text.

    Attributes:
        claim: the claim, or a key point, or the first of two claims.
        text: the text that is judged by it.
        task: what is told of the pair.
        label: 0 supports, 1 opposes, 2 neither for "stance"; 1 or 0 for the others.
        topic: what it is about, so that topics can be held back whole.
        name: the set.
    """

    claim: str
    text: str
    task: Task
    label: int
    topic: str
    name: str


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def stances(data: Path, name: str, part: str) -> list[Pair]:
    """Pairs of a set of stances; none where the set has no such part."""
    path = data / "stance" / f"{name}.{part}.jsonl"
    if not path.is_file():
        return []
    found = [each for each in _lines(path) if each["stance"] in STANCES]
    return [Pair(x["claim"], x["text"], "stance", STANCES[x["stance"]], str(x.get("topic", "")), name) for x in found]


def points(data: Path, part: str) -> list[Pair]:
    """Arguments and key points of KPA: the same point or not."""
    return [
        Pair(x["claim"], x["text"], "point", int(x["relation"] == "same_point"), str(x["topic"]), "kpa_matching")
        for x in _lines(data / "stance" / f"kpa_matching.{part}.jsonl")
    ]


def inference(data: Path) -> list[Pair]:
    """Premises and hypotheses: entailment supports the hypothesis, contradiction opposes it."""
    found: list[Pair] = []
    for name in _INFERENCE:
        found += [
            Pair(x["hypothesis"], x["premise"], "stance", _RELATIONS[x["label"]], "", name)
            for x in _lines(data / "inference" / f"{name}.jsonl")
            if x["label"] in _RELATIONS
        ]
    return found


def claimdiff(data: Path, *, held: bool) -> list[Pair]:
    """Pairs of claims of two outlets on one story: whether the second weakens the first; by topics."""
    found = []
    for x in _lines(data / "stance" / "claimdiff_weak.train.jsonl"):
        digest = hashlib.sha256(str(x["topic"]).encode()).digest()
        if (digest[0] % CLAIMDIFF_HELD == 0) == held:
            found.append(Pair(x["claim"], x["text"], "weakens", int(x["relation"]), str(x["topic"]), "claimdiff"))
    return found


def news(data: Path) -> list[str]:
    """Sentences of the news articles of PolNeAR's training part: texts that as a rule bear on none of the claims."""
    found = []
    for path in sorted((data / "polnear" / "train" / "text").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        found += [text[start:end] for start, end in sentences(text) if 30 <= end - start <= 300]
    return found
