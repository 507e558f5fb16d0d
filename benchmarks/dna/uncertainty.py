"""Speed of the bootstrap, and how often its intervals hold the true value, by simulation.

python benchmarks/dna/uncertainty.py [--data-sets 200] [--replicates 400] [--jobs 2]
    [--parts speed main coverage duplicates coder]

Exits 1 when a measure is under its floor in floors.json. "main" is the first simulation of "coverage" alone.

The debate is made up anew for each data set: documents with a few statements, each document by two of twelve actors
in two camps, who support the claims of their own camp and oppose the other's with 85 % of their statements. Some actors
and claims are far more frequent than others. True values are means over many such debates.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from dissensus.model.coded_statements import CodedStatements, Column
from dissensus.networks.bootstrap import bootstrap, edge_intervals
from dissensus.networks.bootstrap_replicates import BootstrapOptions, DuplicateRule, Over
from dissensus.networks.bootstrap_statistics import BestCamps
from dissensus.networks.building import build
from dissensus.networks.coder_error import CoderReliability
from dissensus.networks.intervals import IntervalMethod
from dissensus.networks.network import Network
from dissensus.networks.options import Duplicates, NetworkOptions
from dissensus.networks.polarization import polarization, score

Floats = NDArray[np.float64]
ACTORS, CLAIMS = 12, 8
ACTOR_SHARE, CLAIM_SHARE = (np.linspace(2.0, 0.3, size) for size in (ACTORS, CLAIMS))
ACTOR_SHARE, CLAIM_SHARE = ACTOR_SHARE / ACTOR_SHARE.sum(), CLAIM_SHARE / CLAIM_SHARE.sum()
CAMP, SIDE = np.arange(ACTORS) % 2, np.arange(CLAIMS) % 2
LOYAL = [0.85]
LEVEL = 0.9
LIMIT_SECONDS = 60.0
"""For 1,000 replicates over 10,000 statements on two cores."""
METHODS: tuple[IntervalMethod, ...] = ("percentile", "basic", "centred", "bca")
ACTOR_NAMES = tuple(f"Actor {k:02d}" for k in range(ACTORS))
CLAIM_NAMES = tuple(f"Claim {k:02d}" for k in range(CLAIMS))
Table = dict[str, NDArray[np.int64]]


def debate(rng: np.random.Generator, documents: int) -> Table:
    """Actor, claim, side and document of each statement; two actors a document, one to about seven statements."""
    size = 1 + rng.poisson(2.0, documents)
    document = np.repeat(np.arange(documents), size)
    first = rng.choice(ACTORS, documents, p=ACTOR_SHARE)
    second = rng.choice(ACTORS, documents, p=ACTOR_SHARE)
    actor = np.where(rng.random(len(document)) < 0.5, first[document], second[document])
    claim = rng.choice(CLAIMS, len(document), p=CLAIM_SHARE)
    loyal = rng.random(len(document)) < LOYAL[0]
    side = np.where(loyal, CAMP[actor] == SIDE[claim], CAMP[actor] != SIDE[claim]).astype(np.int64)
    return {"actor": actor, "claim": claim, "side": side, "document": document}


def coded(table: Table, coder: str = "machine", confidence: Floats | None = None) -> CodedStatements:
    """The same as coded statements; documents are a day apart."""
    count = len(table["actor"])
    zeros, ones = np.zeros(count, dtype=np.int32), np.ones(count, dtype=np.int64)
    return CodedStatements(
        "statement",
        np.arange(1, count + 1),
        table["document"] * 86_400,
        table["document"],
        np.arange(count, dtype=np.int64),
        np.arange(count, dtype=np.int64) + 1,
        {
            "organization": Column("organization", "short text", table["actor"].astype(np.int32), ACTOR_NAMES),
            "concept": Column("concept", "short text", table["claim"].astype(np.int32), CLAIM_NAMES),
            "agreement": Column("agreement", "boolean", table["side"].astype(np.int32), (0, 1)),
        },
        {},
        Column("coder", "short text", zeros, (coder,)),
        ones.astype(np.float64) if confidence is None else confidence,
        Column("status", "short text", zeros, ("proposed",)),
    )


def full(network: Network) -> Floats:
    """The matrix on all names, also those that a data set lacks."""
    rows = [ACTOR_NAMES.index(name) for name in network.rows]
    columns = rows if network.one_mode else [CLAIM_NAMES.index(name) for name in network.columns]
    matrix = np.zeros((ACTORS, ACTORS if network.one_mode else CLAIMS))
    matrix[np.ix_(rows, columns)] = network.dense()
    return matrix


def statistics(*networks: Network) -> Floats:
    """Two-mode ties, three kinds of one-mode ties, polarization of the true camps and of the best ones."""
    two, congruence, subtract, near, far = networks
    upper = np.triu_indices(ACTORS, 1)
    fixed = score(full(near), full(far), CAMP)
    best = polarization(near, far).score
    return np.concatenate([full(two).ravel(), full(congruence)[upper], full(subtract)[upper], [fixed, best]])


def parts() -> dict[str, slice]:
    pairs = ACTORS * (ACTORS - 1) // 2
    cells = ACTORS * CLAIMS
    return {
        "two-mode, subtract": slice(0, cells),
        "one-mode, congruence": slice(cells, cells + pairs),
        "one-mode, subtract, average": slice(cells + pairs, cells + 2 * pairs),
        "polarization of given camps": slice(cells + 2 * pairs, cells + 2 * pairs + 1),
        "polarization of the best camps": slice(cells + 2 * pairs + 1, cells + 2 * pairs + 2),
    }


def options(duplicates: Duplicates) -> tuple[NetworkOptions, ...]:
    base = NetworkOptions(duplicates=duplicates)
    average = replace(base, normalization="average")
    return (
        replace(base, mode="two-mode", aggregation="subtract"),
        replace(base, aggregation="congruence"),
        replace(average, aggregation="subtract"),
        replace(average, aggregation="congruence"),
        replace(average, aggregation="conflict"),
    )


def expected(rng: np.random.Generator, documents: int, times: int, asked: Sequence[NetworkOptions]) -> Floats:
    """Mean statistics over many debates."""
    total = sum((statistics(*(build(data, each) for each in asked))
                 for data in (coded(debate(rng, documents)) for _ in range(times))), np.zeros(1))  # fmt: skip
    return np.asarray(total / times)


BY_DEFAULT: tuple[tuple[str, float, IntervalMethod], ...] = (
    ("two-mode, subtract", 5.0, "bca"),
    ("one-mode, congruence", 0.0, "bca"),
    ("one-mode, subtract, average", 0.0, "bca"),
    ("polarization of given camps", 0.0, "centred"),
    ("polarization of the best camps", 0.0, "centred"),
)
"""Statistics that have a floor, from how many statements, with the interval that is theirs by default."""


def told(title: str, statements: Floats, hits: dict[str, list[NDArray[np.bool_]]]) -> dict[str, float]:
    """Print coverage by statistic and by expected statements (two-mode: of the cell; else of the rarer actor).

    Returns:
        Coverage of each of `BY_DEFAULT`.
    """
    print(f"\n{title}: share of {len(next(iter(hits.values())))} x n intervals that hold the true value")
    print(f"{'':44s}{'n':>5s}" + "".join(f"{name:>12s}" for name in hits))
    for name, where in parts().items():
        bounds = (0.0, 1.0, 2.0, 5.0, 1e9) if name.startswith("two") else (0.0, 15.0, 25.0, 1e9)
        for low, high in [(0.0, 1e9)] if "polar" in name else list(pairwise(bounds)):
            chosen = (statements[where] > low) & (statements[where] <= high)
            if not chosen.any():
                continue
            label = name if high - low >= 1e9 else f"{name}, {low:g} to {high:g} statements"
            label = label.replace(" to 1e+09", " and more")
            shares = [np.stack(hit)[:, where][:, chosen].mean() for hit in hits.values()]
            print(f"{label:48s}{int(chosen.sum()):>3d}" + "".join(f"{share:12.3f}" for share in shares))
    of = parts()
    return {
        name: float(np.stack(hits[method])[:, of[name]][:, statements[of[name]] > least].mean())
        for name, least, method in BY_DEFAULT
        if method in hits
    }


def volume(documents: int) -> Floats:
    """Expected statements behind each statistic: of the cell, or of the rarer of two actors."""
    total = documents * 3.0
    cells = total * np.outer(ACTOR_SHARE, CLAIM_SHARE).ravel()
    rarer = np.minimum.outer(total * ACTOR_SHARE, total * ACTOR_SHARE)[np.triu_indices(ACTORS, 1)]
    return np.concatenate([cells, rarer, rarer, [total, total]])


def coverage(
    data_sets: int, replicates: int, documents: int, duplicates: Duplicates, over: Over, rule: DuplicateRule
) -> dict[str, float]:
    rng = np.random.default_rng(20310504)
    asked = options(duplicates)
    truth = expected(rng, documents, max(10 * data_sets, 400), asked)
    hits: dict[str, list[NDArray[np.bool_]]] = {method: [] for method in METHODS}
    for number in range(data_sets):
        data = coded(debate(rng, documents))
        drawing = BootstrapOptions(over=over, duplicates=rule, replicates=replicates, seed=number, jackknife=50)
        result = bootstrap(data, asked, statistics, drawing)
        for method in METHODS:
            low, high = result.interval(LEVEL, method)
            hits[method].append((low <= truth + 1e-9) & (truth <= high + 1e-9))
    title = f"{documents} documents, drawn by {over}, duplicates {duplicates} ({rule})"
    return told(title, volume(documents), hits)


def misread(
    rng: np.random.Generator, table: Table, *, evenly: bool, sure: bool
) -> tuple[Table, NDArray[np.int64], Floats]:
    """What a machine makes of it: 30 % missed of support and 45 % of opposition, 6 and 10 % on the wrong side, and 12 %
    of all that it says is not there. Returns its codings, counts as in a file of reliability, and confidences."""
    side, count = table["side"], len(table["side"])
    found = rng.random(count) >= np.where(side == 1, 0.30, 0.45)
    wrong = rng.random(count) < np.where(side == 1, 0.06, 0.10)
    said = np.where(wrong, 1 - side, side)
    extra = rng.poisson(0.12 / 0.88 * found.sum())
    actor = rng.integers(0, ACTORS, extra) if evenly else rng.choice(ACTORS, extra, p=ACTOR_SHARE)
    claim = rng.integers(0, CLAIMS, extra) if evenly else rng.choice(CLAIMS, extra, p=CLAIM_SHARE)
    invented = rng.choice(2, extra)
    document = rng.choice(table["document"], extra)
    counts = np.zeros((3, 3), dtype=np.int64)
    np.add.at(counts, (side[found], said[found]), 1)
    np.add.at(counts, (np.full(extra, 2), invented), 1)
    np.add.at(counts, (side[~found], np.full(int((~found).sum()), 2)), 1)
    result = {
        "actor": np.concatenate([table["actor"][found], actor]),
        "claim": np.concatenate([table["claim"][found], claim]),
        "side": np.concatenate([said[found], invented]),
        "document": np.concatenate([table["document"][found], document]),
    }
    right = np.concatenate([~wrong[found], np.zeros(extra, dtype=bool)])
    # Right codings tend to be surer; the measure itself is too sure of itself.
    confidence = (
        np.where(right, rng.beta(9, 1.5, len(right)), rng.beta(5, 2.5, len(right)))
        if sure
        else np.full(len(right), 0.9)
    )
    order = np.argsort(result["document"], kind="stable")
    return {name: values[order] for name, values in result.items()}, counts, confidence[order]


def coder_coverage(data_sets: int, replicates: int, documents: int, *, evenly: bool, sure: bool) -> None:
    rng = np.random.default_rng(20310505)
    asked = options("include")
    truth = expected(rng, documents, max(10 * data_sets, 400), asked)
    hits: dict[str, list[NDArray[np.bool_]]] = {}
    for number in range(data_sets):
        table = debate(rng, documents)
        own = statistics(*(build(coded(table), each) for each in asked))
        codings, _, confidence = misread(rng, table, evenly=evenly, sure=sure)
        _, counts, _ = misread(rng, debate(rng, 100), evenly=evenly, sure=sure)
        data = coded(codings, "machine", confidence)
        reliability = CoderReliability("machine", ("0", "1"), counts)
        drawings: tuple[tuple[str, Over, tuple[CoderReliability, ...], Floats], ...] = (
            ("no correction", "documents", (), truth),
            ("coder alone", "nothing", (reliability,), own),
            ("with documents", "documents", (reliability,), truth),
        )
        for name, over, coders, true in drawings:
            drawing = BootstrapOptions(over=over, replicates=replicates, seed=number, coders=coders)
            low, high = bootstrap(data, asked, statistics, drawing).interval(LEVEL)
            hits.setdefault(name, []).append((low <= true + 1e-9) & (true <= high + 1e-9))
    spread = "evenly over cells" if evenly else "like the true ones"
    surer = "confidence tells something" if sure else "confidence is always 0.9"
    told(f"{documents} documents coded by a machine, what is not there spread {spread}, {surer}",
         volume(documents), hits)  # fmt: skip


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
        coded(table),
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
        ("by statement, 1 process", BootstrapOptions(over="statements")),
        ("documents then statements, 1 process", BootstrapOptions(over="both")),
        ("with errors of the coder, 1 process", BootstrapOptions(coders=(machine,))),
        ("duplicates removed in each replicate, 1 process", BootstrapOptions(duplicates="again")),
    )
    took = [timed(f"all 4,950 ties, {name}", partial(edge_intervals, data, asked, drawing)) for name, drawing in rows]
    pair = options("document")[3:]
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
    parser.add_argument("--replicates", type=int, default=400)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--loyal", type=float, default=LOYAL[0], help="share of statements in line with the camp")
    parser.add_argument("--shared", type=Path, help="not used: all data are simulated")
    parser.add_argument("--parts", nargs="+", default=["speed", "coverage", "duplicates", "coder"])
    given = parser.parse_args()
    LOYAL[0] = given.loyal
    sizes = (given.data_sets, given.replicates)
    measured: dict[str, float] = {}
    if "speed" in given.parts:
        measured["limit_to_seconds"] = LIMIT_SECONDS / speed(given.jobs)
    if "coverage" in given.parts or "main" in given.parts:
        held = coverage(*sizes, 150, "include", "documents", "once")
        measured["least_coverage"], measured["room_to_full_coverage"] = min(held.values()), 1.0 - max(held.values())
    if "coverage" in given.parts:
        coverage(*sizes, 150, "document", "documents", "once")
        coverage(*sizes, 150, "include", "statements", "once")
        coverage(*sizes, 150, "include", "both", "once")
        coverage(*sizes, 600, "include", "documents", "once")
        coverage(*sizes, 40, "include", "documents", "once")
    if "duplicates" in given.parts:
        coverage(*sizes, 150, "month", "documents", "once")
        coverage(*sizes, 150, "month", "documents", "again")
    if "coder" in given.parts:
        coder_coverage(*sizes, 150, evenly=False, sure=False)
        coder_coverage(*sizes, 150, evenly=False, sure=True)
        coder_coverage(*sizes, 150, evenly=True, sure=True)
    floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["uncertainty"]
    under = {name: value for name, value in measured.items() if value < floors[name]}
    for name, value in measured.items():
        print(f"{name:32s}{value:8.3f}  floor {floors[name]:.3f}{'  UNDER' if name in under else ''}")
    return 1 if under else 0


if __name__ == "__main__":
    raise SystemExit(main())
