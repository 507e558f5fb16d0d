"""Mentions and actors: on the gold seeds, GUM, GAP and ECB+, and what they cost.

    python benchmarks/actors/run.py [--shared ../shared] [--part all]

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

from actors import ecb_scores, gap, gum_scores, seeds, speed  # noqa: E402
from actors.floors import MEASURES, below, unknown  # noqa: E402

DATA = {
    "seeds": ("seeds", "gold", "bench/seeds/score.py"),
    "gum": ("data/coreference/gum",),
    "gap": ("data/coreference/gap",),
    "ecb": ("data/ecbplus",),
    "speed": ("seeds",),
}
"""Part to what it reads in the folder of benchmark data."""


def arguments_of(words: list[str] | None = None) -> argparse.Namespace:
    """The command line's options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared")
    parser.add_argument("--part", choices=(*MEASURES, "all"), default="all", help="only this one")
    parser.add_argument("--limit", type=int, help="only so many documents or examples of GUM, GAP and ECB+; no floors")
    parser.add_argument("--gum-split", choices=("test", "train", "all"), default="test", help="floors are of test")
    parser.add_argument("--gap-split", choices=gap.PARTS, default="validation", help="floors are of validation")
    parser.add_argument("--missed", type=int, default=12, help="how many of the most missed heads of GUM to print")
    parser.add_argument("--jsonl", type=Path, help="score this output of `dissensus annotate --jsonl` on the seeds")
    parser.add_argument("--entities", type=int, default=100_000, help="generated entities to resolve")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    """Print the tables, the measures and the floors."""
    arguments = arguments_of(words)
    shared, limit = arguments.shared, arguments.limit
    parts = list(MEASURES) if arguments.part == "all" else [arguments.part]
    missing = [name for part in parts for name in DATA[part] if not (shared / name).exists()]
    if missing:
        print(f"no {', '.join(missing)} in {shared}; name the folder of data with --shared", file=sys.stderr)
        return 2
    measure: dict[str, Callable[[], dict[str, float]]] = {
        "seeds": lambda: seeds.run(shared, arguments.jsonl),
        "gum": lambda: gum_scores.run(shared, arguments.gum_split, limit, arguments.missed),
        "gap": lambda: gap.run(shared, arguments.gap_split, limit),
        "ecb": lambda: ecb_scores.run(shared, limit),
        "speed": lambda: speed.run(shared, arguments.entities),
    }
    unjudged = {"gum", "gap", "ecb"} if limit is not None else set()
    unjudged |= {"gum"} if arguments.gum_split != "test" else set()
    unjudged |= {"gap"} if arguments.gap_split != "validation" else set()
    floors: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    wrong = unknown(floors)
    for part in parts:
        print(f"-- {part}", flush=True)
        measured = measure[part]()
        print()
        judged = {} if part in unjudged else floors
        for name, value in measured.items():
            floor = "" if name not in judged else f"   floor {judged[name]}"
            print(f"{name:28} {value:12.4f}{floor}", flush=True)
        print()
        wrong += below(measured, judged, part)
    for each in wrong:
        print(f"UNDER: {each}" if "under" in each else each, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
