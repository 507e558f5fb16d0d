"""Planted camps: how often polarization and communities find the camps that made the statements.

python benchmarks/dna/planted.py [--seeds 50]

Camps take sides on claims; each actor makes statements on claims drawn at random (small debates: one on every claim);
a share of statements has its agreement flipped. Per method: share of seeds whose camps are found exactly, mean and
least adjusted Rand index (L. Hubert and P. Arabie 1985) with the planted camps, seconds a network. "Who knows the
sides" puts each actor into the camp whose sides most of its statements take: what noise leaves to be found. Exits 1
when polarization, by either search, or the best of the communities misses a camp without noise, or stays on average at
10 % under 0.9 (under 0.02 less than who knows the sides, where that is lower). Then what polarization's score and its
chance level are by noise.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dissensus.model.coded_statements import CodedStatements, Column
from dissensus.networks.building import build
from dissensus.networks.communities import CommunityOptions, communities
from dissensus.networks.options import NetworkOptions
from dissensus.networks.polarization import PolarizationOptions, polarization
from dissensus.networks.polarization_chance import polarization_by_chance

DAY = 86_400


@dataclass(frozen=True)
class Plan:
    """A debate to plant."""

    actors: int
    claims: int
    camps: int
    statements: int
    """By each actor; 0 for one on every claim."""

    @property
    def name(self) -> str:
        told = f"{self.statements} statements each" if self.statements else "a statement on each"
        return f"{self.actors} actors, {self.claims} claims, {self.camps} camps, {told}"


FLOOR = 0.9
SLACK = 0.02
"""How far under somebody who knows the sides a method may stay where noise leaves less than the floor to be found."""
DEALT = 50
"""Draws for the chance level of one debate."""

JUDGED = ("polarization, exact or greedy", "polarization, genetic", "communities, best")
"""Methods that must keep the floors; the others are shown beside them."""

PLANS = (Plan(40, 12, 2, 12), Plan(40, 12, 3, 12), Plan(8, 6, 2, 0), Plan(9, 6, 3, 0))


def planted(plan: Plan, noise: float, seed: int) -> tuple[CodedStatements, dict[str, int]]:
    """Statements, and the camp of each actor. A camp supports its own share of the claims and is against the others."""
    random = np.random.Generator(np.random.PCG64(seed))
    actors = [f"Actor {k:02d}" for k in random.permutation(plan.actors).tolist()]
    camp_of = {actor: k % plan.camps for k, actor in enumerate(actors)}
    rows: list[tuple[str, int, int]] = []
    for actor in actors:
        drawn = random.integers(plan.claims, size=plan.statements) if plan.statements else np.arange(plan.claims)
        for claim in drawn.tolist():
            side = int(claim % plan.camps == camp_of[actor])
            rows.append((actor, claim, side ^ int(random.random() < noise)))
    count = len(rows)
    numbers = np.arange(count, dtype=np.int64)
    blank = Column.of("", "short text", [""] * count)
    coded = CodedStatements(
        statement_type="statement",
        ids=numbers + 1,
        time=numbers * DAY,
        document=numbers + 1,
        start=np.zeros(count, dtype=np.int64),
        stop=np.ones(count, dtype=np.int64),
        variables={
            "organization": Column.of("organization", "short text", [row[0] for row in rows]),
            "concept": Column.of("concept", "short text", [f"Claim {row[1]:02d}" for row in rows]),
            "agreement": Column.of("agreement", "boolean", [row[2] for row in rows]),
        },
        document_variables={
            name: blank if name != "id" else Column.of("id", "short text", [str(k + 1) for k in range(count)])
            for name in ("author", "source", "section", "type", "id", "title")
        },
        coder=blank,
        confidence=np.ones(count),
        status=Column.of("status", "short text", ["decided"] * count),
    )
    return coded, camp_of


def by_known_sides(plan: Plan, coded: CodedStatements) -> dict[str, int]:
    """Each actor's camp by somebody who knows the camps' sides; of equal ones the first."""
    who, claim, agrees = (coded.variables[name] for name in ("organization", "concept", "agreement"))
    camps = {}
    for code, actor in enumerate(who.values):
        own = who.codes == code
        claims = np.array([int(str(value)[-2:]) for value in claim.values])[claim.codes[own]]
        sides = np.array(agrees.values)[agrees.codes[own]]
        fits = [int(((claims % plan.camps == camp) == sides).sum()) for camp in range(plan.camps)]
        camps[str(actor)] = int(np.argmax(fits))
    return camps


def found_by_all(plan: Plan, coded: CodedStatements) -> dict[str, tuple[dict[str, int], float]]:
    """By method: the camps that it finds, and its seconds."""

    def network(**options: str) -> NetworkOptions:
        return NetworkOptions(**({"normalization": "average"} | options))  # type: ignore[arg-type]

    found = {"who knows the sides": (by_known_sides(plan, coded), 0.0)}
    agree = build(coded, network(aggregation="congruence"))
    conflict = build(coded, network(aggregation="conflict"))
    ways = {
        "polarization, exact or greedy": PolarizationOptions(plan.camps),
        "polarization, genetic": PolarizationOptions(plan.camps, search="genetic"),
        "polarization, ideal": PolarizationOptions(plan.camps, objective="ideal"),
    }
    for name, way in ways.items():
        began = time.perf_counter()
        result = polarization(agree, conflict, way)
        found[name] = (dict(zip(result.names, result.memberships.tolist(), strict=True)), time.perf_counter() - began)
    began = time.perf_counter()
    result_of = communities(
        build(coded, network(aggregation="subtract")),
        build(coded, network(mode="two-mode", aggregation="combine", normalization="no")),
        CommunityOptions(),
    )
    spent = time.perf_counter() - began
    best = result_of.best
    if best is not None:
        found["communities, best"] = (dict(zip(result_of.names, best.memberships.tolist(), strict=True)), spent)
    for each in result_of.divisions:
        camps = dict(zip(result_of.names, each.memberships.tolist(), strict=True))
        found[f"communities, {each.method}"] = (camps, 0.0)
    return found


def measured(plan: Plan, noise: float, seeds: int, log: Callable[[str], None] = print) -> dict[str, list[float]]:
    """Adjusted Rand index by method, a number for each seed; a seed in which a method failed counts as 0."""
    from sklearn.metrics import adjusted_rand_score

    rand: dict[str, list[float]] = defaultdict(lambda: [0.0] * seeds)
    spent: dict[str, float] = defaultdict(float)
    for seed in range(seeds):
        coded, camp_of = planted(plan, noise, seed)
        names = sorted(camp_of)
        for method, (camps, seconds) in found_by_all(plan, coded).items():
            truth, labels = [camp_of[n] for n in names], [camps[n] for n in names]
            rand[method][seed] = float(adjusted_rand_score(truth, labels))
            spent[method] += seconds
    for method, values in rand.items():
        exact = sum(value == 1.0 for value in values) / seeds
        told = f", {spent[method] / seeds:.3f} s" if spent[method] else ""
        log(f"  {method:<38} exact {exact:>4.0%}  mean {np.mean(values):.3f}  least {min(values):.3f}{told}")
    return dict(rand)


def missed(rand: Mapping[str, Sequence[float]], noise: float) -> list[str]:
    """Methods under their floor, of those that are judged.

    Args:
        rand: adjusted Rand index by method, a number for each seed.
        noise: share of statements that are flipped.
    """
    least = min(FLOOR, float(np.mean(rand["who knows the sides"])) - SLACK)
    return [each for each in JUDGED if (noise == 0 and min(rand[each]) < 1) or np.mean(rand[each]) < least]


def levels(plan: Plan, noise: float, seeds: int) -> None:
    """Prints the mean score of polarization, its chance level and the excess."""
    options = NetworkOptions(normalization="average")
    found = [
        polarization_by_chance(planted(plan, noise, seed)[0], options, replicates=DEALT, seed=seed)
        for seed in range(seeds)
    ]
    score, chance, excess = (
        np.mean([getattr(each, what) for each in values])
        for what, values in (("score", [f.found for f in found]), ("mean", found), ("excess", found))
    )
    print(
        f"{plan.name}, {noise:.0%} flipped: score {score:.2f}, by chance {chance:.2f}, excess {excess:.2f}", flush=True
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=50)
    arguments = parser.parse_args()
    under = []
    for plan in PLANS:
        for noise in (0.0, 0.1):
            print(f"{plan.name}, {noise:.0%} flipped, {arguments.seeds} seeds", flush=True)
            rand = measured(plan, noise, arguments.seeds)
            under += [f"{method}: {plan.name}, {noise:.0%} flipped" for method in missed(rand, noise)]
    for plan in (PLANS[0], replace(PLANS[0], statements=48), PLANS[2]):
        for noise in (0.0, 0.1, 0.3, 0.5):
            levels(plan, noise, min(arguments.seeds, 10))
    print("\n".join(f"under its floor: {each}" for each in under) or "every floor is kept", file=sys.stderr)
    return 1 if under else 0


if __name__ == "__main__":
    raise SystemExit(main())
