"""Mentions and actors on the gold seeds, and how the resolution grows with the number of entities.

    python benchmarks/actors/run.py [--shared ../shared] [--jsonl FILE] [--entities 100000]

* seeds: the default pipeline and resolver on the seed articles, scored by SHARED/bench/seeds/score.py on the two
  annotated ones; with ``--jsonl`` an existing output of ``dissensus annotate --jsonl`` is scored instead;
* speed: time of the two steps beside the parse, and memory and time of the resolution of generated entities, with the
  factor by which its time grows when the entities double.

Exits 1 when a measure is under its floor in ``floors.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
HERE = Path(__file__).resolve().parent
GOLD_DOCUMENTS = ("001", "003")


def annotate(shared: Path, target: Path) -> dict[str, float]:
    """Write the annotations of all seeds as the public JSON lines; return the time of the steps beside the parse."""
    from dissensus.annotating.pipeline import default_pipeline
    from dissensus.annotating.steps import Draft
    from dissensus.model.documents import Document
    from dissensus.model.findings import DocumentMentions
    from dissensus.reconciling.actors import RuleActorResolver

    pipeline = default_pipeline()
    spent: dict[str, float] = {}
    drafts = []
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        draft = Draft(Document(id=path.stem, text=text))
        for step in pipeline.steps:
            begin = time.process_time()
            draft = step(draft)
            spent[step.name] = spent.get(step.name, 0.0) + time.process_time() - begin
        drafts.append(draft)
    resolution = RuleActorResolver()(
        DocumentMentions(
            draft.document.id,
            draft.mentions,
            tuple(draft.document.text[m.span.start : m.span.end] for m in draft.mentions),
            tuple(draft.document.text[m.head.start : m.head.end] for m in draft.mentions),
        )
        for draft in drafts
    )
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
    parse = next(seconds for name, seconds in spent.items() if name.startswith("language"))
    ours = sum(seconds for name, seconds in spent.items() if name.startswith(("mentions", "entities")))
    return {"parse_to_steps": parse / ours}


def score(shared: Path, annotations: Path) -> dict[str, Any]:
    """What the shared scorer says about the annotated seeds."""
    scorer = shared / "bench" / "seeds" / "score.py"
    command = [sys.executable, str(scorer), str(shared / "gold"), str(annotations), "--docs", *GOLD_DOCUMENTS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def generated(count: int, seed: int = 1) -> Iterator[Any]:
    """Documents of twenty entities each: people by full name or surname, organisations, states and groups."""
    from dissensus.model.annotations import Mention
    from dissensus.model.findings import DocumentMentions
    from dissensus.model.spans import Span

    rng = random.Random(seed)
    here = Span(0, 1)
    syllables = ["ka", "lo", "mi", "ren", "sta", "vol", "dor", "bel", "sin", "tam"]

    def word() -> str:
        return "".join(rng.choices(syllables, k=3)).capitalize()

    for number in range(count // 20):
        mentions, words = [], []
        for entity in range(20):
            sort = rng.random()
            if sort < 0.5:
                name = f"{word()} {word()}" if rng.random() < 0.7 else word()
                mentions.append(Mention(here, here, "person", "name", name=name, entity=entity))
            elif sort < 0.8:
                name = f"{word()} {rng.choice(['Council', 'Party', 'Union'])}"
                mentions.append(Mention(here, here, "organisation", "name", name=name, entity=entity))
            else:
                name = f"{rng.choice(['Danish', 'Norwegian', 'Finnish'])} {rng.choice(['dockers', 'miners', 'pilots'])}"
                mentions.append(Mention(here, here, "group", "nominal", entity=entity))
            words.append(name)
        heads = tuple(name.split()[-1] for name in words)
        yield DocumentMentions(f"d{number:07}", tuple(mentions), tuple(words), heads)


def scaling(entities: int) -> dict[str, float]:
    """Time and memory of resolving generated entities; how the time grows when they double."""
    from dissensus.reconciling.actors import RuleActorResolver

    resolver = RuleActorResolver()
    seconds = {}
    for count in (entities // 2, entities):
        documents = list(generated(count))
        begin = time.process_time()
        resolver(documents)
        seconds[count] = time.process_time() - begin
    tracemalloc.start()
    resolution = resolver(generated(entities))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    growth = seconds[entities] / seconds[entities // 2]
    return {
        "entities": float(entities),
        "actors": float(len(resolution.actors)),
        "seconds": seconds[entities],
        "entities_per_second": entities / seconds[entities],
        "double_to_growth": 2 / growth,
        "peak_megabytes": peak / 1e6,
    }


def main() -> int:
    """Print the measures and the floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared")
    parser.add_argument("--jsonl", type=Path, help="output of `dissensus annotate --jsonl` on the seeds")
    parser.add_argument("--entities", type=int, default=100_000)
    arguments = parser.parse_args()
    if not (arguments.shared / "gold").is_dir():
        print(f"no benchmark data in {arguments.shared}; name the folder with --shared", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        annotations = arguments.jsonl or Path(folder) / "annotations.jsonl"
        speed = annotate(arguments.shared, Path(folder) / "annotations.jsonl")
        scored = score(arguments.shared, annotations)
    measures = {
        **{f"seeds_{name}": value for name, value in scored["mentions"].items()},
        "seeds_speakers_right": scored["speakers"]["right"],
        **speed,
        **scaling(arguments.entities),
    }
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    under = []
    for name, value in measures.items():
        floor = floors.get(name)
        print(f"{name:28} {value:12.4f}" + ("" if floor is None else f"   floor {floor}"))
        if floor is not None and value < floor:
            under.append(name)
    if under:
        print(f"under the floor: {', '.join(under)}", file=sys.stderr)
    return 1 if under else 0


if __name__ == "__main__":
    raise SystemExit(main())
