"""How many decisions a project needs: what is most worth asking, against random order, by simulation."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dissensus.model.claims import PairScorer, TextEmbedder
from dissensus.reconciling.claims.learning import ANSWERS, Pairs, ProjectModel, learn, pairs_of, rank

ROOT = Path(__file__).resolve().parents[2]
SETS = (("kpa", "dev"), ("iam", "dev"), ("perspectrum", "dev"))
BATCH = 10
"""Questions between two trainings."""
GOAL = 0.9
STEADY = 3
"""Batches whose mean accuracy must reach a goal, so that one lucky batch does not count."""
SAME_TOPIC = 0.6
"""Likeness of two claims from which texts on one are no neithers for the other."""
SHOWN = (0, 50, 100, 200)
DRAWS = 2_000
BINS = 10

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Pairs with the answers that a person would give."""

    pairs: Pairs
    answers: Places


@dataclass(frozen=True, slots=True)
class Course:
    """One simulated project.

    Attributes:
        accuracy: on the held-out half after 0, 10, 20 ... labels, as far as it was followed.
        full: with all labels of the other half.
        error: expected calibration error on the held-out half after 200 labels.
        seconds: of the longest training.
    """

    accuracy: tuple[float, ...]
    full: float
    error: float
    seconds: float

    def labels_to(self, goal: float) -> float:
        """Labels after which the mean accuracy of `STEADY` batches reaches a goal; infinite where it never does."""
        for number in range(len(self.accuracy)):
            if float(np.mean(self.accuracy[number : number + STEADY])) >= goal:
                return float(number * BATCH)
        return float("inf")


def labelled(lines: Sequence[dict[str, Any]], scorer: PairScorer, embedder: TextEmbedder) -> Labelled:
    """The pairs of a set, and for each claim as many texts of other topics, the most alike ones, as neithers."""
    told = {(x["claim"], x["text"]): x["stance"] for x in lines if x["stance"] in ANSWERS[:2]}
    claims, texts = list(dict.fromkeys(c for c, _ in told)), list(dict.fromkeys(t for _, t in told))
    vectors, others = np.asarray(embedder(claims)), np.asarray(embedder(texts))
    place = {claim: number for number, claim in enumerate(claims)}
    owners: dict[str, set[int]] = {}
    for claim, text in told:
        owners.setdefault(text, set()).add(place[claim])
    likeness, between = vectors @ others.T, vectors @ vectors.T
    rows = [(claim, text, ANSWERS.index(stance)) for (claim, text), stance in told.items()]
    for number, claim in enumerate(claims):
        wanted = sum(1 for each, _ in told if each == claim)
        order = (texts[k] for k in np.argsort(-likeness[number], kind="stable"))
        far = (t for t in order if all(between[number, owner] <= SAME_TOPIC for owner in owners[t]))
        rows += [(claim, text, 2) for text, _ in zip(far, range(wanted), strict=False)]
    asked = [(f"{k:06d}", f"c{place[claim]:04d}", claim, text) for k, (claim, text, _) in enumerate(rows)]
    return Labelled(pairs_of(asked, scorer, embedder), np.array([row[2] for row in rows], dtype=np.intp))


def kept(path: Path | None, make: Callable[[], Labelled]) -> Labelled:
    """What was made before and kept in a file; else it is made, and kept where there is a path."""
    if path is None or not path.is_file():
        made = make()
        if path is not None:
            pairs = made.pairs
            np.savez(path, ids=pairs.ids, claim_ids=pairs.claim_ids, prior=pairs.prior, claims=pairs.claims,
                     texts=pairs.texts, answers=made.answers)  # fmt: skip
        return made
    found = np.load(path)
    pairs = Pairs(
        tuple(found["ids"].tolist()),
        tuple(found["claim_ids"].tolist()),
        found["prior"],
        found["claims"],
        found["texts"],
    )
    return Labelled(pairs, found["answers"])


def without_pair_model(told: Labelled) -> Labelled:
    """The same where the machine knows nothing before the first label."""
    p = told.pairs
    return Labelled(Pairs(p.ids, p.claim_ids, np.full_like(p.prior, 1 / 3), p.claims, p.texts), told.answers)


def courses(told: Labelled, seeds: int) -> Iterator[tuple[Course, Course]]:
    """For each seed a project asked in random order and the same one asked by `rank`; halves drawn by the seed."""
    for seed in range(seeds):
        order = np.random.default_rng(seed).permutation(len(told.answers))
        half = len(order) // 2
        held, pool = order[:half], order[half:]
        yield course(told, held, pool, ranked=False), course(told, held, pool, ranked=True)


def course(told: Labelled, held: Places, pool: Places, *, ranked: bool) -> Course:
    """One simulated project: ask ten, train, ask again, until the goal is reached."""
    tested, gold = told.pairs.take(held.tolist()), told.answers[held]
    full = accuracy(trained(told, pool)(tested), gold)
    asked: list[int] = []
    left = pool.tolist()
    model = trained(told, pool[:0])
    found, longest, error = [accuracy(model(tested), gold)], 0.0, float("nan")
    goal = found[0] + GOAL * (full - found[0])
    while left:
        if ranked:
            rows = told.pairs.take(left)
            chosen = [left[k] for k in rank(model(rows), rows, most=BATCH)]
        else:
            chosen = left[:BATCH]
        asked += chosen
        gone = set(chosen)
        left = [k for k in left if k not in gone]
        began = time.perf_counter()
        model = trained(told, np.array(asked, dtype=np.intp))
        longest = max(longest, time.perf_counter() - began)
        answered = model(tested)
        found.append(accuracy(answered, gold))
        if len(asked) == SHOWN[-1]:
            error = calibration_error(answered, gold)
        if len(asked) >= SHOWN[-1] + BATCH and float(np.mean(found[-STEADY:])) >= goal:
            break
    return Course(tuple(found), full, error, longest)


def trained(told: Labelled, rows: Places) -> ProjectModel:
    return learn(told.pairs.take(rows.tolist()), [ANSWERS[k] for k in told.answers[rows]])


def accuracy(probabilities: NDArray[np.float64], gold: Places) -> float:
    return float((probabilities.argmax(axis=1) == gold).mean())


def calibration_error(probabilities: NDArray[np.float64], gold: Places) -> float:
    """Expected calibration error of the likeliest answer, in ten bins of equal width (Guo et al. 2017)."""
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == gold
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    return float(sum(abs(sure[place == k].sum() - right[place == k].sum()) for k in range(BINS)) / len(gold))


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Mean over seeds with its 95% interval by the bootstrap."""
    table = np.array(values)
    drawn = np.random.default_rng(0).integers(0, len(table), (DRAWS, len(table)))
    low, high = np.percentile(table[drawn].mean(axis=1), [2.5, 97.5])
    return float(table.mean()), float(low), float(high)


def summary(name: str, pairs: Sequence[tuple[Course, Course]], told: Labelled) -> dict[str, Any]:
    """The numbers of one set."""
    both = tuple(zip(*pairs, strict=True))
    start = [each.accuracy[0] for each in both[0]]
    goals = {
        "of full accuracy": [GOAL * each.full for each in both[0]],
        "of the gain": [s + GOAL * (each.full - s) for s, each in zip(start, both[0], strict=True)],
    }
    row: dict[str, Any] = {"set": name, "pairs": len(told.answers), "claims": len(set(told.pairs.claim_ids))}
    row["pair model"] = float(np.mean(start))
    row["all labels"] = float(np.mean([each.full for each in both[0]]))
    row["error"] = float(np.mean([each.error for each in both[1]]))
    row["seconds"] = max(each.seconds for each in (*both[0], *both[1]))
    for way, found in zip(("random", "ranked"), both, strict=True):
        row[way] = [float(np.mean([each.accuracy[n // BATCH] for each in found])) for n in SHOWN]
    for goal, wanted in goals.items():
        labels = [[each.labels_to(g) for each, g in zip(found, wanted, strict=True)] for found in both]
        row[goal] = {"random": interval(labels[0]), "ranked": interval(labels[1])}
        if min(labels[1]) > 0:
            row[goal]["ratio"] = interval([a / b for a, b in zip(*labels, strict=True)])
    return row


def told_lines(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    shown = " ".join(f"{n:>5}" for n in SHOWN)
    yield f"accuracy in per cent of supports, opposes, neither on the held-out half after {shown} labels, and all"
    for row in rows:
        for way in ("random", "ranked"):
            values = " ".join(f"{100 * value:5.1f}" for value in row[way])
            yield f"{row['set']:<34} {way:<7} {values} {100 * row['all labels']:5.1f}"
    yield "labels to 90% (mean over seeds, 95% interval), and how many times fewer"
    for row in rows:
        for goal in ("of full accuracy", "of the gain"):
            told = row[goal]
            random, ranked = (f"{m:5.0f} ({low:.0f}-{high:.0f})" for m, low, high in (told["random"], told["ranked"]))
            times = "{:.1f} ({:.1f}-{:.1f})".format(*told["ratio"]) if "ratio" in told else "-"
            yield f"{row['set']:<34} {goal:<17} random {random:<18} ranked {ranked:<18} {times}"
    for row in rows:
        yield (
            f"{row['set']:<34} calibration error after {SHOWN[-1]} labels {100 * row['error']:.1f}; "
            f"longest training {row['seconds']:.2f} s"
        )


def models(name: str) -> tuple[PairScorer, TextEmbedder]:
    """The shipped models, or those that the functions scorer() and embedder() of a module give."""
    if name == "shipped":
        from dissensus.reconciling.claims.embedding import load_embedder
        from dissensus.reconciling.claims.pairs import load_pair_scorer

        return load_pair_scorer(), load_embedder()
    module = importlib.import_module(name)
    return module.scorer(), module.embedder()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with data/stance")
    parser.add_argument("--models", default="shipped", help="shipped, or a module with scorer() and embedder()")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--sets", default=",".join(name for name, _ in SETS))
    parser.add_argument("--keep", type=Path, help="folder for the models' answers, to run again without them")
    parser.add_argument("--scratch", action="store_true", help="also without a pair model: labels and vectors alone")
    parser.add_argument("--json", type=Path, help="write the numbers there")
    given = parser.parse_args(arguments)
    made: list[tuple[PairScorer, TextEmbedder]] = []

    def make(path: Path) -> Labelled:
        if not made:
            made.append(models(given.models))
        with path.open(encoding="utf-8") as file:
            return labelled([json.loads(line) for line in file], *made[0])

    rows = []
    for name in given.sets.split(","):
        path = given.shared / "data" / "stance" / f"{name}.{dict(SETS).get(name, 'train')}.jsonl"
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
        told = kept(given.keep / f"{name}.npz" if given.keep else None, lambda path=path: make(path))  # type: ignore[misc]
        arms = [(name, told)]
        if given.scratch:
            arms.append((f"{name}, without the pair model", without_pair_model(told)))
        for label, arm in arms:
            rows.append(summary(label, list(courses(arm, given.seeds)), arm))
            sys.stderr.write(f"{label}: done\n")
    for line in told_lines(rows):
        print(line)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
