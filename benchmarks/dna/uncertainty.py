"""Speed of the bootstrap, and how often its intervals hold the true value, by simulation.

python benchmarks/dna/uncertainty.py [--data-sets 200] [--replicates 200] [--jobs 2] [--seed 20310504]
    [--parts speed main others normalized duplicates coder]

Exits 1 when a measure is under its floor in floors.json. "main" has ties of 40, 150 and 600 documents of two debates,
and polarization; "others" are fewer documents and other ways of drawing, "normalized" other ties.

The debate is made up anew for each data set: documents with a few statements, each document by two of twelve actors
in two camps, who support the claims of their own camp and oppose the other's with 85 % of their statements. Some actors
and claims are far more frequent than others. The second debate has three camps, and among the others is one of actors
without camps (made_up.py). True values are means over many such debates. Names that a data set lacks are not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "src"), str(Path(__file__).resolve().parents[1])]

from dissensus.model.coded_statements import Column  # noqa: E402
from dissensus.networks.bootstrap import bootstrap, edge_intervals  # noqa: E402
from dissensus.networks.bootstrap_replicates import BootstrapOptions, DuplicateRule, Over  # noqa: E402
from dissensus.networks.bootstrap_statistics import BestCamps  # noqa: E402
from dissensus.networks.building import build  # noqa: E402
from dissensus.networks.coder_error import CoderReliability  # noqa: E402
from dissensus.networks.intervals import IntervalMethod  # noqa: E402
from dissensus.networks.network import Network  # noqa: E402
from dissensus.networks.options import Duplicates, NetworkOptions  # noqa: E402
from dissensus.networks.polarization import polarization, score  # noqa: E402
from dna.made_up import Debate, Floats, misread, own_minds, three_camps, two_camps  # noqa: E402

LEVEL = 0.9
LEAST_TIES = 5
"""Of a class that has a floor; the intervals of fewer tell little."""
LIMIT_SECONDS = 60.0
"""For 1,000 replicates over 10,000 statements on two cores."""
COUNTED: tuple[IntervalMethod, ...] = ("percentile", "basic", "centred", "bca")
"""Intervals from counted cells; "fitted" is the one from fitted cells."""
TWO_MODE, ONE_MODE = (0.0, 1.0, 2.0, 5.0, np.inf), (0.0, 15.0, 25.0, np.inf)
"""Bounds of classes of ties by expected statements: of the cell, or of the rarer of two actors."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Ties of some networks, and polarization of congruence and conflict where these are the last two.

    Attributes:
        debate: what all names are.
        options: by name, of networks whose ties are taken.
        camps: two more networks have polarization taken, of the true camps and of the best ones.
    """

    debate: Debate
    options: dict[str, NetworkOptions]
    camps: bool

    def asked(self) -> list[NetworkOptions]:
        average = NetworkOptions(normalization="average", duplicates=next(iter(self.options.values())).duplicates)
        pair = [replace(average, aggregation="congruence"), replace(average, aggregation="conflict")]
        return [*self.options.values(), *(pair if self.camps else [])]

    def __call__(self, *networks: Network) -> Floats:
        ties = [self.ties(network) for network in networks[: len(self.options)]]
        if self.camps:
            near, far = networks[-2:]
            fixed = score(self.full(near), self.full(far), self.debate.camp)
            ties.append(np.array([fixed, polarization(near, far).score]))
        return np.concatenate(ties)

    def full(self, network: Network, values: Floats | None = None) -> Floats:
        """The matrix on all names, also those that a data set lacks."""
        names, claims = self.debate.actor_names, self.debate.claim_names
        rows = [names.index(name) for name in network.rows]
        columns = rows if network.one_mode else [claims.index(name) for name in network.columns]
        matrix = np.zeros((len(names), len(names) if network.one_mode else len(claims)))
        matrix[np.ix_(rows, columns)] = network.dense() if values is None else values
        return matrix

    def ties(self, network: Network, values: Floats | None = None) -> Floats:
        matrix = self.full(network, values)
        return matrix[np.triu_indices(len(matrix), 1)] if network.one_mode else matrix.ravel()

    def given(self, networks: Sequence[Network]) -> NDArray[np.bool_]:
        """Which numbers are of names that a data set has."""
        known = [self.ties(each, np.ones(each.matrix.shape)) > 0 for each in networks[: len(self.options)]]
        return np.concatenate([*known, np.ones(2 if self.camps else 0, dtype=bool)])

    def classes(self, documents: int) -> dict[str, NDArray[np.bool_]]:
        """Which numbers are in which class, by name."""
        actors, cells = documents * 3.0 * self.debate.actors, documents * 3.0 * self.debate.cells
        rarer = np.minimum.outer(actors, actors)[np.triu_indices(len(actors), 1)]
        sizes = [cells.ravel() if o.mode == "two-mode" else rarer for o in self.options.values()]
        found, start, total = {}, 0, sum(map(len, sizes)) + (2 if self.camps else 0)
        for (name, options), size in zip(self.options.items(), sizes, strict=True):
            for low, high in pairwise(TWO_MODE if options.mode == "two-mode" else ONE_MODE):
                which = np.zeros(total, dtype=bool)
                which[start : start + len(size)] = (size > low) & (size <= high)
                if which.any():
                    span = f"{low:g} and more" if high == np.inf else f"{low:g} to {high:g}"
                    found[f"{name}, {span}"] = which
            start += len(size)
        for k, name in enumerate(("given camps", "the best camps") if self.camps else ()):
            found[f"polarization of {name}"] = np.arange(total) == start + k
        return found


def usual(duplicates: Duplicates) -> dict[str, NetworkOptions]:
    base = NetworkOptions(duplicates=duplicates)
    return {
        "two-mode, subtract": replace(base, mode="two-mode", aggregation="subtract"),
        "one-mode, congruence": replace(base, aggregation="congruence"),
        "one-mode, subtract, average": replace(base, aggregation="subtract", normalization="average"),
    }


def normalized() -> dict[str, NetworkOptions]:
    """What else can be fitted."""
    two, one = NetworkOptions(mode="two-mode"), NetworkOptions()
    return {
        "two-mode, ignore": replace(two, aggregation="ignore"),
        "two-mode, subtract, activity": replace(two, aggregation="subtract", normalization="activity"),
        "one-mode, ignore, average": replace(one, aggregation="ignore", normalization="average"),
        "one-mode, conflict": replace(one, aggregation="conflict"),
        "one-mode, subtract, cosine": replace(one, aggregation="subtract", normalization="cosine"),
    }


def expected(rng: np.random.Generator, statistics: Statistics, documents: int, times: int) -> Floats:
    """Mean statistics over many debates."""
    debate, asked, total = statistics.debate, statistics.asked(), np.zeros(1)
    for _ in range(times):
        data = debate.coded(debate.drawn(rng, documents))
        total = total + statistics(*(build(data, each) for each in asked))
    return np.asarray(total / times)


class Held:
    """Whether intervals held the true value, and how wide they were, by method."""

    def __init__(self, statistics: Statistics, documents: int, truth: Floats) -> None:
        self._classes, self._truth = statistics.classes(documents), truth
        self._hits: dict[str, list[Floats]] = {}
        self._widths: dict[str, list[Floats]] = {}

    def add(
        self, method: str, ends: tuple[Floats, Floats], given: NDArray[np.bool_], truth: Floats | None = None
    ) -> None:
        true = self._truth if truth is None else truth
        low, high = ends
        hit = (low <= true + 1e-9) & (true <= high + 1e-9)
        self._hits.setdefault(method, []).append(np.where(given & ~np.isnan(low), hit, np.nan))
        self._widths.setdefault(method, []).append(np.where(given, high - low, np.nan))

    def told(self, title: str) -> dict[str, dict[str, float]]:
        """Print the share that held and the mean width, by class and method.

        Returns:
            These shares, of classes of enough ties.
        """
        hits = {name: np.stack(rows) for name, rows in self._hits.items()}
        widths = {name: np.stack(rows) for name, rows in self._widths.items()}
        print(
            f"\n{title}: share of {len(next(iter(hits.values())))} x n intervals that hold the true value; mean width"
        )
        print(f"{'':44s}{'n':>5s}{'absent':>8s}" + "".join(f"{name:>17s}" for name in hits))
        shares: dict[str, dict[str, float]] = {}
        for label, which in self._classes.items():
            known = {name: rows[:, which] for name, rows in hits.items() if not np.isnan(rows[:, which]).all()}
            shares[label] = {name: float(np.nanmean(rows)) for name, rows in known.items()}
            absent = float(np.isnan(next(iter(known.values()))).mean())
            wide = [f"{share:7.3f}{np.nanmean(widths[name][:, which]):10.2f}" for name, share in shares[label].items()]
            print(f"{label:44s}{int(which.sum()):>5d}{absent:8.3f}{''.join(wide)}", flush=True)
        return {
            label: share
            for label, share in shares.items()
            if "polarization" in label or self._classes[label].sum() >= LEAST_TIES
        }


def coverage(
    debate: Debate,
    sizes: tuple[int, int, int],
    documents: int,
    *,
    duplicates: Duplicates = "include",
    over: Over = "documents",
    rule: DuplicateRule = "once",
    options: dict[str, NetworkOptions] | None = None,
    camps: bool = True,
) -> dict[str, dict[str, float]]:
    """Simulate; ``sizes`` are data sets, replicates and the seed."""
    data_sets, replicates, seed = sizes
    rng = np.random.default_rng(seed)
    statistics = Statistics(debate, options or usual(duplicates), camps)
    held = Held(statistics, documents, expected(rng, statistics, documents, max(10 * data_sets, 400)))
    asked, ties = statistics.asked(), replace(statistics, camps=False)
    for number in range(data_sets):
        data = debate.coded(debate.drawn(rng, documents))
        given = statistics.given([build(data, each) for each in asked])
        drawing = BootstrapOptions(over=over, duplicates=rule, replicates=replicates, seed=number, jackknife=50)
        result = bootstrap(data, asked, statistics, drawing)
        for method in COUNTED:
            held.add(method, result.interval(LEVEL, method), given)
        if rule == "once":
            fitted = bootstrap(data, ties.asked(), ties, drawing, cells="fitted").interval(LEVEL)
            missing = np.full(len(given) - len(fitted[0]), np.nan)
            held.add("fitted", (np.append(fitted[0], missing), np.append(fitted[1], missing)), given)
    return held.told(f"{debate.name}, {documents} documents, drawn by {over}, duplicates {duplicates} ({rule})")


def by_default(shares: dict[str, dict[str, float]]) -> list[float]:
    """Of the intervals that are made by default: fitted ones of ties, centred ones of polarization."""
    return [share["centred" if label.startswith("polarization") else "fitted"] for label, share in shares.items()]


def coder_coverage(
    debate: Debate, data_sets: int, replicates: int, documents: int, *, evenly: bool, sure: bool
) -> None:
    rng = np.random.default_rng(20310505)
    statistics = Statistics(debate, usual("include"), camps=True)
    asked = statistics.asked()
    truth = expected(rng, statistics, documents, max(10 * data_sets, 400))
    held = Held(statistics, documents, truth)
    for number in range(data_sets):
        table = debate.drawn(rng, documents)
        own = statistics(*(build(debate.coded(table), each) for each in asked))
        codings, _, confidence = misread(rng, debate, table, evenly=evenly, sure=sure)
        _, counts, _ = misread(rng, debate, debate.drawn(rng, 100), evenly=evenly, sure=sure)
        data = debate.coded(codings, "machine", confidence)
        reliability = CoderReliability("machine", ("0", "1"), counts)
        given = statistics.given([build(data, each) for each in asked])
        drawings: tuple[tuple[str, Over, tuple[CoderReliability, ...], Floats], ...] = (
            ("no correction", "documents", (), truth),
            ("coder alone", "nothing", (reliability,), own),
            ("with documents", "documents", (reliability,), truth),
        )
        for name, over, coders, true in drawings:
            drawing = BootstrapOptions(over=over, replicates=replicates, seed=number, coders=coders)
            held.add(name, bootstrap(data, asked, statistics, drawing).interval(LEVEL), given, true)
    spread = "evenly over cells" if evenly else "like the true ones"
    surer = "confidence tells something" if sure else "confidence is always 0.9"
    held.told(f"{documents} documents coded by a machine, what is not there spread {spread}, {surer}")


def speed(jobs: int) -> float:
    rng = np.random.default_rng(1)
    count = 10_000
    table = {
        "actor": rng.integers(0, 100, count),
        "claim": rng.integers(0, 50, count),
        "side": rng.integers(0, 2, count),
        "document": np.sort(rng.integers(0, 2_000, count)),
    }
    data = replace(
        two_camps().coded(table),
        variables={
            "organization": Column.of("organization", "short text", [f"Actor {k:03d}" for k in table["actor"]]),
            "concept": Column.of("concept", "short text", [f"Claim {k:03d}" for k in table["claim"]]),
            "agreement": Column.of("agreement", "boolean", table["side"].tolist()),
        },
    )
    asked = NetworkOptions(aggregation="subtract", normalization="average", duplicates="document")
    print(f"\n{count:,} statements in 2,000 documents, 100 actors, 50 claims, 1,000 replicates")
    machine = CoderReliability("machine", ("0", "1"), np.array([[80, 6, 40], [9, 120, 50], [14, 18, 0]]))
    rows: tuple[tuple[str, BootstrapOptions], ...] = (
        ("by document, 1 process", BootstrapOptions()),
        (f"by document, {jobs} processes", BootstrapOptions(jobs=jobs)),
        ("by document, cells counted, 1 process", BootstrapOptions(cells="counted")),
        ("by statement, 1 process", BootstrapOptions(over="statements")),
        ("documents then statements, 1 process", BootstrapOptions(over="both")),
        ("with errors of the coder, 1 process", BootstrapOptions(coders=(machine,))),
        ("duplicates removed in each replicate, 1 process", BootstrapOptions(duplicates="again")),
    )
    took = [timed(f"all 4,950 ties, {name}", partial(edge_intervals, data, asked, drawing)) for name, drawing in rows]
    average = NetworkOptions(normalization="average", duplicates="document")
    pair = [replace(average, aggregation="congruence"), replace(average, aggregation="conflict")]
    camps = timed(
        f"polarization of the best camps, {jobs} processes",
        partial(bootstrap, data, pair, BestCamps(), BootstrapOptions(jobs=jobs)),
    )
    return max(*took, camps)


def timed(name: str, run: Callable[[], object]) -> float:
    """Seconds by the clock; prints these and of all processes together: a busy machine has more of the first."""
    start, before = time.perf_counter(), os.times()
    run()
    after = os.times()
    busy = sum(after[:4]) - sum(before[:4])
    seconds = time.perf_counter() - start
    print(f"{name:72s}{seconds:8.1f} s{busy:8.1f} s of processors", flush=True)
    return seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data-sets", type=int, default=200)
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--loyal", type=float, default=0.85, help="share of statements in line with the camp")
    parser.add_argument("--seed", type=int, default=20310504, help="of the debates")
    parser.add_argument("--shared", type=Path, help="not used: all data are simulated")
    parser.add_argument(
        "--parts", nargs="+", default=["speed", "coverage", "second", "normalized", "duplicates", "coder"]
    )
    given = parser.parse_args()
    debate, other = two_camps(given.loyal), three_camps()
    sizes = (given.data_sets, given.replicates, given.seed)
    measured: dict[str, float] = {}

    def measure(name: str, shares: dict[str, dict[str, float]]) -> None:
        held = by_default(shares)
        measured[f"least_coverage{name}"], measured[f"room_to_full_coverage{name}"] = min(held), 1.0 - max(held)

    if "speed" in given.parts:
        measured["limit_to_seconds"] = LIMIT_SECONDS / speed(given.jobs)
    if "main" in given.parts:
        measure("", coverage(debate, sizes, 150))
        measure("_40", coverage(debate, sizes, 40, camps=False))
        measure("_600", coverage(debate, sizes, 600, camps=False))
        for documents in (40, 150, 600):
            measure(f"_second_{documents}", coverage(other, sizes, documents, camps=False))
    if "others" in given.parts:
        for documents in (40, 150, 600):
            coverage(own_minds(), sizes, documents, camps=False)
        coverage(debate, sizes, 20)
        coverage(debate, sizes, 40)
        coverage(debate, sizes, 600)
        coverage(debate, sizes, 150, duplicates="document", camps=False)
        coverage(debate, sizes, 150, over="statements")
        coverage(debate, sizes, 150, over="both")
    if "normalized" in given.parts:
        for documents in (40, 150, 600):
            coverage(debate, sizes, documents, options=normalized(), camps=False)
    if "duplicates" in given.parts:
        coverage(debate, sizes, 150, duplicates="month")
        coverage(debate, sizes, 150, duplicates="month", rule="again")
    if "coder" in given.parts:
        coder_coverage(debate, *sizes[:2], 150, evenly=False, sure=False)
        coder_coverage(debate, *sizes[:2], 150, evenly=False, sure=True)
        coder_coverage(debate, *sizes[:2], 150, evenly=True, sure=True)
    floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["uncertainty"]
    under = {name: value for name, value in measured.items() if value < floors[name]}
    for name, value in measured.items():
        print(f"{name:36s}{value:8.3f}  floor {floors[name]:.3f}{'  UNDER' if name in under else ''}")
    return 1 if under else 0


if __name__ == "__main__":
    raise SystemExit(main())
