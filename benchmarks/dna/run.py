"""Discourse networks against the reference results of Discourse Network Analyzer itself.

    python benchmarks/dna/run.py [--shared ../shared] [--part all] [--show]

Exits 1 when a measure is under its floor in ``floors.json``, 2 when data are missing. README.md tells what is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from dna import exported, inputs, records, speed  # noqa: E402

FILES = (
    "sample_networks", "sample_other", "synthetic_networks", "synthetic_edge_cases", "synthetic_windows",
    "events_windows", "synthetic_kernels", "synthetic_backbone_barplot", "synthetic_polarization",
    "planted_polarization", "synthetic_week_en_US",
)  # fmt: skip
INPUTS = (("synthetic", "DNA Statement"), ("synthetic", "Survey"), ("events", "DNA Statement"))
PARTS = ("inputs", "records", "exports", "speed")
MOST_SHOWN = 5


def main(words: list[str] | None = None) -> int:
    """Print the tables, the measures and the floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared")
    parser.add_argument("--part", choices=(*PARTS, "all"), default="all", help="only this one")
    parser.add_argument("--show", action="store_true", help="name every record that DNA fails at, and all differences")
    arguments = parser.parse_args(words)
    folder = arguments.shared / "bench" / "dna"
    parts = list(PARTS) if arguments.part == "all" else [arguments.part]
    if parts != ["speed"] and not folder.is_dir():
        print(f"no bench/dna in {arguments.shared}; name the folder with --shared", file=sys.stderr)
        return 2
    measure: dict[str, Callable[[], dict[str, float]]] = {
        "inputs": lambda: _inputs(folder),
        "records": lambda: _records(folder, arguments.show),
        "exports": lambda: _exports(folder),
        "speed": speed.run,
    }
    floors: dict[str, dict[str, float]] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    under = []
    for part in parts:
        print(f"-- {part}", flush=True)
        measured = measure[part]()
        print()
        for name, value in measured.items():
            floor = floors.get(part, {}).get(name)
            print(f"{name:28} {value:10.2f}" + ("" if floor is None else f"   floor {floor}"), flush=True)
        print()
        for name, floor in floors.get(part, {}).items():
            if name not in measured:
                under.append(f"{name} has a floor but was not measured")
            elif measured[name] < floor:
                under.append(f"{name} {measured[name]:.2f} is under its floor {floor}")
    for each in under:
        print(f"UNDER: {each}", file=sys.stderr)
    return 1 if under else 0


def _inputs(folder: Path) -> dict[str, float]:
    """Files of DNA and the same inputs as JSON: one for each that says the same."""
    measured = {}
    for stem, statement_type in INPUTS:
        first = inputs.coded_from_json(folder / f"{stem}_input.json", statement_type)
        second = inputs.coded_from_dna(folder / f"{stem}.dna", statement_type)
        differing = inputs.differences(first, second)
        print(f"{stem}.dna, {statement_type}: {len(second)} statements, {', '.join(differing) or 'no difference'}")
        measured[f"{stem} {statement_type}"] = float(not differing)
    return measured


def _records(folder: Path, show: bool) -> dict[str, float]:
    """Records with the same numbers, by file."""
    measured: dict[str, float] = {}
    differing = 0
    print(f"{'':28} {'records':>8} {'same':>6} {'DNA fails':>10} {'differ':>7}")
    for name in FILES:
        found = records.tally(folder, name)
        failing = sum(map(len, found.refused.values()))
        print(f"{name:28} {found.records:8} {found.reproduced:6} {failing:10} {len(found.wrong):7}", flush=True)
        for reason, numbers in found.refused.items():
            print(f"    DNA fails, refused here: {reason}; {_told(numbers, show)}")
        for number, what in found.wrong[: None if show else MOST_SHOWN]:
            print(f"    DIFFERS record {number}: {what}")
        differing += len(found.wrong)
        measured[name] = float(found.reproduced)
        if failing:
            measured[f"{name} failing"] = float(failing)
    measured["no_difference"] = float(not differing)
    return measured


def _told(numbers: list[int], show: bool) -> str:
    if show or len(numbers) <= MOST_SHOWN:
        return f"records {', '.join(map(str, numbers))}"
    return f"{len(numbers)} records from {numbers[0]} to {numbers[-1]}"


def _exports(folder: Path) -> dict[str, float]:
    """Files that are the same to the byte (GraphML but for random coordinates), by format."""
    measured: dict[str, float] = {}
    for name, difference in exported.compare(folder):
        print(f"{name:36} {difference or 'the same'}", flush=True)
        ending = Path(name).suffix[1:]
        measured[ending] = measured.get(ending, 0.0) + (not difference)
    return measured


if __name__ == "__main__":
    raise SystemExit(main())
