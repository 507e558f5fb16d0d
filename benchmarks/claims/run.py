"""Claims and positions: the pair model, slogans, the seeds, and what coding costs.

    python benchmarks/claims/run.py [--shared ../shared] [--part all]

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

from claims import pair_scores, seed_positions, slogans, speed  # noqa: E402

DATA = {"pairs": ("data/stance",), "slogans": (), "seeds": ("seeds", "gold", "bench/seeds/score.py"), "speed": ()}
"""Part to what it reads in the folder of benchmark data."""


def main(words: list[str] | None = None) -> int:
    """Print the tables, the measures and the floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared")
    parser.add_argument("--part", choices=(*DATA, "all"), default="all", help="only this one")
    parser.add_argument("--statements", type=int, default=2_000, help="statements to code for the rate")
    parser.add_argument("--show", action="store_true", help="print the positions found in the seeds")
    arguments = parser.parse_args(words)
    parts = list(DATA) if arguments.part == "all" else [arguments.part]
    missing = [name for part in parts for name in DATA[part] if not (arguments.shared / name).exists()]
    if missing:
        print(f"no {', '.join(missing)} in {arguments.shared}; name the folder with --shared", file=sys.stderr)
        return 2
    measure: dict[str, Callable[[], dict[str, float]]] = {
        "pairs": lambda: pair_scores.run(arguments.shared),
        "slogans": slogans.run,
        "seeds": lambda: seed_positions.run(arguments.shared, arguments.show),
        "speed": lambda: speed.run(arguments.statements),
    }
    floors: dict[str, dict[str, float]] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    under = []
    for part in parts:
        print(f"-- {part}", flush=True)
        measured = measure[part]()
        print()
        for name, value in measured.items():
            floor = floors.get(part, {}).get(name)
            print(f"{name:28} {value:10.4f}" + ("" if floor is None else f"   floor {floor}"), flush=True)
        print()
        for name, floor in floors.get(part, {}).items():
            if name not in measured:
                under.append(f"{name} has a floor but was not measured")
            elif measured[name] < floor:
                under.append(f"{name} {measured[name]:.4f} is under its floor {floor}")
    for each in under:
        print(f"UNDER: {each}", file=sys.stderr)
    return 1 if under else 0


if __name__ == "__main__":
    raise SystemExit(main())
