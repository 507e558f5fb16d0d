"""Positions on the gold seeds by the shared scorer, and the confusion by claim."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

GOLD_DOCUMENTS = ("001", "003")
SIDES = {"support": 1, "supports": 1, "oppose": -1, "opposes": -1}
SIGNS = {1: "+", -1: "-", 0: "±", None: " "}


def code(shared: Path, folder: Path) -> tuple[Path, Path]:
    """Annotations and positions of the seeds, as the command line writes them."""
    annotations, positions = folder / "annotations.jsonl", folder / "positions.jsonl"
    command = [sys.executable, "-m", "dissensus"]
    subprocess.run([*command, "annotate", str(shared / "seeds"), "--jsonl", str(annotations), "-q"], check=True)
    codebook = str(shared / "gold" / "codebook.csv")
    told = [*command, "positions", str(shared / "seeds"), "--codebook", codebook, "--jsonl", str(positions), "-q"]
    subprocess.run(told, check=True)
    return annotations, positions


def confusion(shared: Path, positions: Path) -> None:
    """Print for each claim what the gold says and what was found, in own voice."""
    gold = json.loads((shared / "gold" / "positions.json").read_text(encoding="utf-8"))
    wanted = {
        (each["doc"], each["proposition"]): each
        for each in gold["codings"]
        if each["holder"] == "own-voice" and each["doc"] in GOLD_DOCUMENTS
    }
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for line in positions.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        if told["holder"] == "own voice" and told["document"][:3] in GOLD_DOCUMENTS:
            found[told["document"][:3], told["claim"]] = told
    print("claim  " + "  ".join(f"{document}: gold ours" for document in GOLD_DOCUMENTS))
    for proposition in gold["propositions"]:
        cells = []
        for document in GOLD_DOCUMENTS:
            want, got = wanted.get((document, proposition["id"])), found.get((document, proposition["id"]))
            sign = None if want is None else SIDES.get(want["stance"], 0)
            mark = SIGNS[sign] + ("" if want is None or want["explicitness"] == "explicit" else "(implicit)")
            cells.append(f"{mark:>12} {SIGNS[None if got is None else SIDES.get(got['stance'], 0)]:>3}")
        print(f"{proposition['id']:6} {'  '.join(cells)}   {proposition['short']}")


def run(shared: Path, show: bool = False) -> dict[str, float]:
    """Score the seeds, return the measures that floors are of."""
    with tempfile.TemporaryDirectory() as folder:
        annotations, positions = code(shared, Path(folder))
        scorer = shared / "bench" / "seeds" / "score.py"
        command = [sys.executable, str(scorer), str(shared / "gold"), str(annotations), "--positions", str(positions)]
        done = subprocess.run([*command, "--docs", *GOLD_DOCUMENTS], capture_output=True, text=True, check=True)
        told = json.loads(done.stdout)["positions_own_voice"]
        confusion(shared, positions)
        if show:
            print(positions.read_text(encoding="utf-8"))
    return {
        "seeds_positions_found": float(told["found"] or 0),
        "seeds_positions_right_side": float(told["right_side_of_found"] or 0),
        "seeds_positions_precision": float(told["precision"] or 0),
    }
