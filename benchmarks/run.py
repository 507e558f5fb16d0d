"""All benchmarks, one after the other; exits 1 when one is under its floor.

python benchmarks/run.py [--shared ../shared] [--quick]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BENCHMARKS = ("attribution", "times", "actors", "claims", "dna", "speed")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parents[1] / "shared")
    parser.add_argument("--quick", action="store_true", help="leave out the run over 20,000 documents")
    arguments = parser.parse_args()
    if not arguments.shared.is_dir():
        print(f"no benchmark data in {arguments.shared}; name the folder with --shared", file=sys.stderr)
        return 2
    worst = 0
    for name in BENCHMARKS:
        print(f"== {name}", flush=True)
        command = [sys.executable, str(HERE / name / "run.py"), "--shared", str(arguments.shared)]
        if name == "attribution":
            command.append("--seeds")
        if name == "speed" and arguments.quick:
            command.append("--skip-memory")
        commands = [command]
        if name == "dna":
            alone = [
                sys.executable,
                str(HERE / name / "uncertainty.py"),
                "--data-sets",
                "100",
                "--parts",
                "speed",
                "main",
            ]
            scaling = [sys.executable, str(HERE / name / "scaling.py"), "--data-sets", "10"]
            commands += [[sys.executable, str(HERE / name / "planted.py")], scaling, alone]
        worst = max(worst, *(subprocess.run(each, check=False).returncode for each in commands))
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
