"""The complete default pipeline on the seed articles, scored by the shared scorer on the two that have a gold."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

GOLD_DOCUMENTS = ("001", "003")
MEASURES = {
    "recall_tier1": "recall of the clear statements (tier 1)",
    "recall_tier12": "recall of the clear and arguable ones (tiers 1-2)",
    "precision": "precision",
    "distancing_left_alone": "words quoted at a distance that are no statement",
}


def annotate(folder: Path, statements: str) -> list[dict[str, Any]]:
    """What ``dissensus annotate FOLDER --jsonl`` writes with a reader of statements, whatever their confidence."""
    from dissensus.model.options import AnnotatingOptions
    from dissensus.tasks.running import annotate_without_project

    options = AnnotatingOptions(statements=statements)
    with annotate_without_project([folder], annotating=options, min_confidence=0.0) as (records, problems):
        found = list(records)
    for problem in problems:
        print(f"{problem.severity}: {problem.origin}: {problem.code}: {problem.found}", file=sys.stderr)
    return found


def read_records(path: Path) -> list[dict[str, Any]]:
    """An existing output of ``dissensus annotate --jsonl`` on the seeds.

    Raises:
        SystemExit: it is no such output, or lacks a document that has a gold.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines if line.strip()]
        missing = sorted(set(GOLD_DOCUMENTS) - {record["id"][:3] for record in records})
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path} is no output of `dissensus annotate --jsonl`: {error}"
        raise SystemExit(message) from error
    if missing:
        message = f"{path} lacks {', '.join(missing)}"
        raise SystemExit(message)
    return records


def score(shared: Path, records: Iterable[Mapping[str, Any]], least: float) -> dict[str, float]:
    """What the shared scorer says about statements that are at least so confident.

    The scorer is a program, which runs when it is imported; so it is run.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annotations.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for record in records:
                kept = [s for s in record["statements"] if s["confidence"] >= least]
                file.write(json.dumps({**record, "statements": kept}) + "\n")
        scorer = shared / "bench" / "seeds" / "score.py"
        command = [sys.executable, str(scorer), str(shared / "gold"), str(path), "--docs", *GOLD_DOCUMENTS]
        command += ["--texts", str(shared / "seeds")]
        result = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    measured = {**result["statements"], "distancing_left_alone": result["distancing_left_alone"]}
    return {name: float(measured[name] or 0.0) for name in (*MEASURES, "predicted")}


def table(values: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The measures of each reader of statements, as lines."""
    title = f"Seeds {' and '.join(GOLD_DOCUMENTS)}, the whole default pipeline"
    lines = [f"{title:55}" + "".join(f"{name:>10}" for name in values)]
    for measure, words in MEASURES.items():
        lines.append(f"{words:55}" + "".join(f"{100 * one[measure]:10.1f}" for one in values.values()))
    given = "".join(f"{one['predicted']:10.0f}" for one in values.values())
    return [*lines, f"{'statements given that are right or wrong':55}{given}"]


def sweep(shared: Path, records: list[dict[str, Any]], label: str, confidences: Iterable[float]) -> list[str]:
    """The measures at each least confidence, as lines."""
    lines = [
        f"seeds, {label}: at each --min-confidence",
        f"{'':6}{'R 1':>8}{'R 1-2':>8}{'P':>8}{'dist.':>8}{'given':>8}",
    ]
    for least in confidences:
        values = score(shared, records, least)
        cells = "".join(f"{100 * values[name]:8.1f}" for name in MEASURES)
        lines.append(f"{least:<6.1f}{cells}{values['predicted']:8.0f}")
    return lines
