"""The gold seeds: mentions, actors and speakers by the shared scorer."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from actors.reading import mentions_of, read_drafts

GOLD_DOCUMENTS = ("001", "003")


def annotate(shared: Path, target: Path) -> None:
    """Write what the default pipeline and the resolver make of all seeds as the public JSON lines."""
    from dissensus.model.documents import Document
    from dissensus.reconciling.actors import RuleActorResolver

    paths = sorted((shared / "seeds").glob("*.txt"))
    drafts = list(read_drafts(Document(id=path.stem, text=path.read_bytes().decode("utf-8")) for path in paths))
    resolution = RuleActorResolver()(mentions_of(draft) for draft in drafts)
    with target.open("w", encoding="utf-8") as file:
        for draft in drafts:
            links = resolution.links[draft.document.id]
            statements = [
                {
                    "speaker": [list(span) for span in statement.speaker],
                    "cue": [list(span) for span in statement.cue],
                    "content": [list(span) for span in statement.content],
                    "mode": statement.mode,
                    "speaker_actor": None
                    if statement.speaker_mention is None
                    else links[draft.mentions[statement.speaker_mention].entity],
                }
                for statement in draft.statements
            ]
            mentions = [
                {"span": list(mention.span), "kind": mention.kind, "actor": links[mention.entity]}
                for mention in draft.mentions
            ]
            line = {"id": draft.document.id, "statements": statements, "mentions": mentions, "times": []}
            file.write(json.dumps(line) + "\n")


def score(shared: Path, annotations: Path) -> dict[str, Any]:
    """What the shared scorer says about the annotated seeds."""
    scorer = shared / "bench" / "seeds" / "score.py"
    command = [sys.executable, str(scorer), str(shared / "gold"), str(annotations), "--docs", *GOLD_DOCUMENTS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def run(shared: Path, jsonl: Path | None = None) -> dict[str, float]:
    """Score the seeds, return the measures that floors are of.

    Args:
        shared: the folder with the benchmark data.
        jsonl: an existing output of ``dissensus annotate --jsonl`` to score instead.
    """
    with tempfile.TemporaryDirectory() as folder:
        annotations = jsonl
        if annotations is None:
            annotations = Path(folder) / "annotations.jsonl"
            annotate(shared, annotations)
        scored = score(shared, annotations)
    return {
        **{f"seeds_{name}": float(value) for name, value in scored["mentions"].items()},
        "seeds_speakers_right": float(scored["speakers"]["right"]),
    }
