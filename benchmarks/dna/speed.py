"""What a network costs: duplicates removed and one-mode subtract, by number of statements, on one core.

    python benchmarks/dna/speed.py [statements]

Without a number, all sizes in one process each, and the ratios.
"""

from __future__ import annotations

import itertools
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
SIZES = (10_000, 100_000, 1_000_000)
ACTORS, CLAIMS, YEARS, BY_DOCUMENT = 500, 100, 3, 10
LIMIT_SECONDS, LIMIT_MEGABYTES = 5.0, 1_000.0
REPEATS = 3
"""Runs of each size, of which the quickest counts."""
DNA_TIMES = """DNA 3.1 with the same names, two cores: 5,000 statements, duplicates by document: 19.5 s for the filter;
20,000: not finished after 240 s; 50,000 with all duplicates kept: 10 s to load and 12 s for the one-mode network."""


def measured(statements: int) -> dict[str, float]:
    """Seconds (the quickest of three) of filter and network, and the peak of memory in megabytes, input included."""
    import numpy as np

    from dissensus.model.coded_statements import CodedStatements, Column
    from dissensus.networks.building import build
    from dissensus.networks.filtering import select
    from dissensus.networks.options import NetworkOptions

    random = np.random.Generator(np.random.PCG64(1))
    documents = statements // BY_DOCUMENT
    document = np.sort(random.integers(0, documents, statements))
    time_of = np.sort(random.integers(1_500_000_000, 1_500_000_000 + YEARS * 365 * 86_400, documents))

    def column(name: str, codes: np.typing.NDArray[np.int64], values: tuple[str, ...]) -> Column:
        return Column(name, "short text", codes.astype(np.int32), values)

    # As in debates, few speak often: shares fall with the rank.
    shares = 1 / np.arange(1, ACTORS + 1)
    actors = random.choice(ACTORS, statements, p=shares / shares.sum())
    same = np.zeros(statements, dtype=np.int32)
    variables = {
        "organization": column("organization", actors, tuple(f"Actor {k:03}" for k in range(ACTORS))),
        "concept": column(
            "concept", random.integers(0, CLAIMS, statements), tuple(f"Claim {k:03}" for k in range(CLAIMS))
        ),
        "agreement": Column("agreement", "boolean", random.integers(0, 2, statements).astype(np.int32), (0, 1)),
    }
    start = np.arange(statements, dtype=np.int64)
    coded = CodedStatements(
        "DNA Statement", start, time_of[document], document, start, start + 1, variables, {},
        Column("coder", "short text", same, ("one",)), np.ones(statements),
        Column("status", "short text", same, ("decided",)),
    )  # fmt: skip
    options = NetworkOptions(aggregation="subtract", duplicates="document")
    whole, filtering = [], []
    for _ in range(REPEATS):
        began = time.perf_counter()
        left = select(coded, options)
        filtering.append(time.perf_counter() - began)
        began = time.perf_counter()
        network = build(coded, options)
        whole.append(time.perf_counter() - began)
    assert network.statements == len(left.kept)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"statements": statements, "left": network.statements, "ties": network.matrix.nnz / 2,
            "filter": min(filtering), "seconds": min(whole), "megabytes": peak}  # fmt: skip


def run() -> dict[str, float]:
    """Print times and ratios, return the measures that floors are of."""
    print(f"{'statements':>11} {'left':>9} {'ties':>8} {'filter s':>9} {'all s':>8} {'peak MB':>8}")
    found = []
    for size in SIZES:
        output = subprocess.run(
            [sys.executable, __file__, str(size)], check=True, capture_output=True, text=True
        ).stdout
        each: dict[str, float] = json.loads(output)
        print(f"{size:11,} {each['left']:9,.0f} {each['ties']:8,.0f} {each['filter']:9.3f} {each['seconds']:8.3f} "
              f"{each['megabytes']:8.0f}", flush=True)  # fmt: skip
        found.append(each)
    for smaller, larger in itertools.pairwise(found):
        print(f"{larger['statements']:,.0f} to {smaller['statements']:,.0f} statements: "
              f"{larger['seconds'] / smaller['seconds']:.1f} times the time")  # fmt: skip
    print(DNA_TIMES)
    return {
        "limit_to_seconds": LIMIT_SECONDS / found[-1]["seconds"],
        "limit_to_megabytes": LIMIT_MEGABYTES / found[-1]["megabytes"],
        "ten_to_growth": 10 * found[-2]["seconds"] / found[-1]["seconds"],
    }


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    if len(sys.argv) > 1:
        print(json.dumps(measured(int(sys.argv[1]))))
    else:
        for name, value in run().items():
            print(f"{name:28} {value:10.2f}")
