"""Measure the whole pipeline on the example articles: ``python tests/examples/measure.py [--show] [--update]``.

It is measured with each reader of statements: the trained models at the default least confidence, and the rules, whose
misses on these articles were mended, with all that they give.

``--show`` lists each miss and false alarm on stderr. ``--update`` raises the floors to just below what is measured now;
it lowers none, unless the articles or their gold changed (then the old floors measured something else).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
FLOORS = HERE / "floors.json"
SLACK = 0.01
"""How far below the measured share a floor is set: one finding in a hundred, for a new version of a library."""


def gold_digest() -> str:
    """SHA-256 of the articles and their gold: floors hold for these alone."""
    total = hashlib.sha256()
    for path in sorted([*(EXAMPLES / "articles").iterdir(), *(EXAMPLES / "gold").glob("*.json")]):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def annotations(reader: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Texts and annotations of the example articles by id, as ``dissensus annotate --jsonl`` writes them."""
    from dissensus.model.options import DEFAULT_MIN_CONFIDENCE, AnnotatingOptions, ReadingOptions
    from dissensus.reading import Document, read
    from dissensus.tasks.running import annotate_without_project

    texts = {item.id: item.text for item in read([EXAMPLES / "articles"]) if isinstance(item, Document)}
    least = 0.0 if reader == "rules" else DEFAULT_MIN_CONFIDENCE
    with annotate_without_project(
        [EXAMPLES / "articles"], ReadingOptions(), AnnotatingOptions(statements=reader), min_confidence=least
    ) as (items, _problems):
        return texts, {item["id"]: item for item in items}


def score(scoring: Any, texts: Mapping[str, str], predicted: Mapping[str, Any]) -> Any:
    """The tally over all articles, in the order of their ids."""
    tally = scoring.Tally()
    for name in sorted(texts):
        gold = json.loads((EXAMPLES / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        tally.add(texts[name], gold, predicted[name])
    return tally


def raised(old: Mapping[str, Any], measured: Mapping[str, Mapping[str, float]], digest: str) -> dict[str, Any]:
    """New floors by reader: none is lower than before, as long as articles and gold are the same."""
    before = old["floors"] if old.get("gold_digest") == digest else {}
    floors = {
        reader: {
            name: max(
                before.get(reader, {}).get(name, 0.0),
                math.floor((value - SLACK) * 100) / 100 if value > SLACK else 0.0,
            )
            for name, value in values.items()
        }
        for reader, values in measured.items()
    }
    return {"gold_digest": digest, "floors": floors}


def main() -> int:
    """Print what is measured as one JSON object."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="list misses and false alarms on stderr")
    parser.add_argument("--update", action="store_true", help="raise the floors")
    options = parser.parse_args()
    import scoring

    from dissensus.model.options import STATEMENT_READERS

    measured = {}
    for reader in STATEMENT_READERS:
        tally = score(scoring, *annotations(reader))
        measured[reader] = tally.measures()
        if options.show:
            sys.stderr.write("\n".join(f"{reader} {line}" for line in tally.misses) + "\n")
    sys.stdout.write(json.dumps(measured, indent=1) + "\n")
    if options.update:
        old = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
        FLOORS.write_text(json.dumps(raised(old, measured, gold_digest()), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
