"""Ideological scaling of simulated actors whose positions are known: rank correlation, coverage, convergence, time.

python benchmarks/dna/scaling.py [--data-sets 20] [--draws 500] [--thin 4]

Positions of actors and discriminations of claims are normal; the latent answer has a standard normal error. Who answers
which claim is drawn, some actors answering far more than others. Coverage is that of 95 % intervals of highest density;
true positions are standardised over the actors, as the estimates are, and in two dimensions the estimates are rotated
onto them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import orthogonal_procrustes
from scipy.stats import spearmanr

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from dissensus.networks.intervals import highest_density
from dissensus.networks.scaling import scale
from dissensus.networks.scaling_data import CATEGORIES, ScalingData, ScalingKind

Floats = NDArray[np.float64]
CASES: tuple[tuple[int, int, int, ScalingKind, float], ...] = (
    (30, 20, 1, "binary", 0.5),
    (100, 40, 1, "binary", 0.7),
    (100, 40, 1, "ordinal", 0.7),
    (100, 60, 2, "binary", 0.5),
    (100, 60, 2, "ordinal", 0.5),
)
"""Actors, claims, dimensions, kind of answers, share of cells without an answer."""


def simulated(
    rng: np.random.Generator, actors: int, claims: int, dimensions: int, kind: ScalingKind, silent: float
) -> tuple[ScalingData, Floats]:
    theta = rng.standard_normal((actors, dimensions))
    theta -= theta.mean(axis=0)
    values, axes = np.linalg.eigh(theta.T @ theta / actors)
    theta = theta @ axes @ np.diag(values**-0.5)
    beta, alpha = rng.standard_normal((claims, dimensions)), 0.5 * rng.standard_normal(claims)
    latent = theta @ beta.T - alpha + rng.standard_normal((actors, claims))
    answers = (latent > 0).astype(np.int8)
    if kind == "ordinal":
        answers += latent > 0.7
    mute = rng.beta(4 * silent, 4 * (1 - silent), actors)
    answers[rng.random(answers.shape) < mute[:, None]] = -1
    # Who has no two answers would be dropped from the data, so nobody may have fewer.
    for actor in np.flatnonzero((answers >= 0).sum(axis=1) < 2):
        answers[actor, :2] = latent[actor, :2] > 0
    names = tuple(f"Actor {k:03d}" for k in range(actors)), tuple(f"Claim {k:03d}" for k in range(claims))
    return ScalingData(*names, CATEGORIES[kind], answers), theta


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data-sets", type=int, default=20)
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--thin", type=int, default=4)
    parser.add_argument("--shared", type=Path, help="not used: all data are simulated")
    given = parser.parse_args()
    print(f"{given.data_sets} data sets each; 4 chains of {given.draws} draws, every {given.thin}. of the rounds")
    print("actors claims dim kind     silent   rank corr. (least)   coverage  R-hat > 1.05  seconds  of processor")
    measured: dict[str, list[float]] = {"rank_correlation": [], "least_coverage": [], "converged": []}
    for actors, claims, dimensions, kind, silent in CASES:
        rng = np.random.default_rng(20310506)
        ranks, inside, apart, seconds, busy = [], [], [], 0.0, 0.0
        for number in range(given.data_sets):
            data, theta = simulated(rng, actors, claims, dimensions, kind, silent)
            start, before = time.perf_counter(), os.times()
            found = scale(data, dimensions=dimensions, burn_in=500, draws=given.draws, thin=given.thin, seed=number)
            seconds += time.perf_counter() - start
            busy += sum(os.times()[:2]) - sum(before[:2])
            turn, _ = orthogonal_procrustes(found.positions.mean, theta)
            mean = found.positions.mean @ turn
            low, high = highest_density(found.draws @ turn, 0.95)
            ranks.append([float(spearmanr(mean[:, k], theta[:, k])[0]) for k in range(dimensions)])
            inside.append(((low <= theta) & (theta <= high)).mean())
            apart.append((found.positions.r_hat > 1.05).mean())
        print(
            f"{actors:6d} {claims:6d} {dimensions:3d} {kind:8s} {silent:6.1f}"
            f"   {np.mean(ranks):10.3f} ({np.min(ranks):.3f}) {np.mean(inside):10.3f} {np.mean(apart):13.3f}"
            f" {seconds / given.data_sets:8.1f} {busy / given.data_sets:8.1f}",
            flush=True,
        )
        measured["rank_correlation"].append(float(np.mean(ranks)))
        measured["least_coverage"].append(float(np.mean(inside)))
        measured["converged"].append(1.0 - float(np.mean(apart)))
    floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["scaling"]
    worst = {name: min(values) for name, values in measured.items()}
    for name, value in worst.items():
        print(f"{name:20s}{value:8.3f}  floor {floors[name]:.3f}{'' if value >= floors[name] else '  UNDER'}")
    return 1 if any(value < floors[name] for name, value in worst.items()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
