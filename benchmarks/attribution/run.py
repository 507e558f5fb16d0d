"""Attributions on PolNeAR: our rules beside peers, with intervals, and floors that may only rise.

    python benchmarks/attribution/run.py [--shared ../shared] [--split dev] [--jsonl FILE] [--bootstrap 1000]

Reads PolNeAR from SHARED/data/polnear/SPLIT and scores with SHARED/bench/attribution/score.py, which is imported by its
path. With ``--jsonl`` an existing output of ``dissensus annotate --jsonl`` is scored instead of a fresh run: the only
conversion is to rename "speaker" to "source" and to leave out statements in own voice, which the gold has not.

Exit code 1 when a measure of ours lies under its floor in floors.json.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
Predictions = dict[str, list[dict[str, Any]]]
_REPORTING = frozenset(
    [
        "say",
        "says",
        "said",
        "tell",
        "tells",
        "told",
        "add",
        "adds",
        "added",
        "write",
        "writes",
        "wrote",
        "ask",
        "asks",
        "asked",
        "claim",
        "claims",
        "claimed",
    ]
)


def load_scorer(shared: Path) -> ModuleType:
    """The scorer of the shared folder as a module."""
    path = shared / "bench" / "attribution" / "score.py"
    spec = importlib.util.spec_from_file_location("attribution_score", path)
    if spec is None or spec.loader is None or not path.is_file():
        sys.exit(f"no scorer at {path}; give its folder with --shared")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def renamed(statements: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Statements of our JSON lines for the scorer: "speaker" becomes "source", own voice is left out."""
    return [
        {"source": s["speaker"], "cue": s["cue"], "content": s["content"]}
        for s in statements
        if s["mode"] != "own_voice"
    ]


def read_jsonl(path: Path) -> Predictions:
    """Predictions from the output of ``dissensus annotate --jsonl``."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    return {record["id"]: renamed(record["statements"]) for record in records}


def run_ours(texts: dict[str, str]) -> tuple[Predictions, dict[str, float]]:
    """Our pipeline (language and statements), with CPU seconds of each."""
    from dissensus.annotating.language import LanguageStep
    from dissensus.annotating.statements import StatementsStep
    from dissensus.annotating.steps import Draft
    from dissensus.model.documents import Document

    language, step = LanguageStep(), StatementsStep()
    step(language(Draft(Document("warm-up", "“It is warm,” she said."))))
    predictions: Predictions = {}
    parse = statements = 0.0
    for name, text in texts.items():
        start = time.process_time()
        draft = language(Draft(Document(name, text)))
        middle = time.process_time()
        found = step(draft).statements
        statements += time.process_time() - middle
        parse += middle - start
        predictions[name] = renamed(
            {"speaker": s.speaker, "cue": s.cue, "content": s.content, "mode": s.mode} for s in found
        )
    words = sum(len(text.split()) for text in texts.values())
    speed = {
        "words": float(words),
        "words_per_second": words / (parse + statements),
        "words_per_second_step": words / statements,
        "parse_to_step": parse / statements,
    }
    return predictions, speed


def run_baseline(texts: dict[str, str]) -> Predictions:
    """What a few lines give: the clausal complement of a reporting verb, and its subject."""
    from dissensus.annotating.language import LanguageStep

    language = LanguageStep()
    predictions: Predictions = {}
    for name, text in texts.items():
        found = []
        for token in language.parse(text):
            if token.lower_ not in _REPORTING:
                continue
            clause = next((c for c in token.children if c.dep_ == "ccomp"), None)
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            if clause is None or subject is None:
                continue
            parts = [[tree.left_edge.idx, tree.right_edge.idx + len(tree.right_edge)] for tree in (clause, subject)]
            found.append({"content": [parts[0]], "source": [parts[1]], "cue": [[token.idx, token.idx + len(token)]]})
        predictions[name] = found
    return predictions


def run_quote_marks(texts: dict[str, str]) -> Predictions:
    """The floor: each text in double quotation marks is content, without a speaker."""
    marks = re.compile(r"“[^“”\n]*”|\"[^\"\n]*\"|''[^'\n]*''")
    return {
        name: [{"content": [list(m.span())], "source": [], "cue": []} for m in marks.finditer(text)]
        for name, text in texts.items()
    }


def run_textacy(texts: dict[str, str]) -> Predictions:
    """textacy's direct quotations by paragraph; a paragraph that it refuses has no prediction."""
    from textacy.extract import direct_quotations

    from dissensus.annotating.language import load_language_model

    nlp = load_language_model()
    predictions: Predictions = {}
    for name, text in texts.items():
        found = []
        for paragraph in re.finditer(r"[^\n]+", text):
            base = paragraph.start()
            try:
                quotes = list(direct_quotations(nlp(paragraph.group())))
            except ValueError:
                continue
            for quote in quotes:
                spans = {
                    "content": [[base + quote.content.start_char, base + quote.content.end_char]],
                    "source": [[base + t.idx, base + t.idx + len(t)] for t in quote.speaker],
                    "cue": [[base + t.idx, base + t.idx + len(t)] for t in quote.cue],
                }
                found.append(spans)
        predictions[name] = found
    return predictions


def row(label: str, result: dict[str, Any]) -> str:
    """One line of the table."""
    metrics = result["metrics"]

    def cell(name: str) -> str:
        low, high = metrics[name].get("ci95", (metrics[name]["value"],) * 2)
        return f"{100 * metrics[name]['value']:5.1f} [{100 * low:.1f}-{100 * high:.1f}]"

    modes = " / ".join(
        f"{100 * metrics[f'match_recall_{mode}']['value']:.1f}" for mode in ("direct", "mixed", "indirect")
    )
    return (
        f"{label:22} match F1 {cell('match_f1')}  P {100 * metrics['match_p']['value']:.1f}"
        f"  R {100 * metrics['match_r']['value']:.1f}  exact content F1 {cell('exact_content_f1')}"
        f"  match recall direct / mixed / indirect {modes}"
    )


def below_floor(values: dict[str, float], floors: dict[str, float]) -> list[str]:
    """What fell under its floor."""
    return [
        f"{name} {values[name]:.4f} is under its floor {floor}"
        for name, floor in floors.items()
        if values[name] < floor
    ]


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 when a floor is broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parents[1] / ".." / "shared")
    parser.add_argument("--split", default="dev", choices=("dev", "train"))
    parser.add_argument("--jsonl", type=Path, help="score this output of `dissensus annotate --jsonl`")
    parser.add_argument("--bootstrap", type=int, default=1000)
    parser.add_argument("--no-peers", action="store_true")
    given = parser.parse_args(arguments)

    scorer = load_scorer(given.shared)
    gold = scorer.read_gold(str(given.shared / "data" / "polnear" / given.split))
    texts = {name: text for name, (text, _) in gold.items()}

    speed: dict[str, float] = {}
    if given.jsonl is not None:
        ours = read_jsonl(given.jsonl)
    else:
        ours, speed = run_ours(texts)
    result = scorer.evaluate(gold, ours, given.bootstrap)
    print(scorer.report(result))
    print()
    print(row("dissensus rules", result))
    if not given.no_peers:
        peers: list[tuple[str, Callable[[dict[str, str]], Predictions]]] = [
            ("ccomp baseline", run_baseline),
            ("text in marks", run_quote_marks),
        ]
        if importlib.util.find_spec("textacy") is not None:
            peers.append(("textacy by paragraph", run_textacy))
        for label, run in peers:
            print(row(label, scorer.evaluate(gold, run(texts), given.bootstrap)))
    if speed:
        print(
            f"one core: {speed['words_per_second']:,.0f} words/s with the parse, {speed['words_per_second_step']:,.0f}"
            f" words/s the step alone (the parse takes {speed['parse_to_step']:.0f} times as long)"
        )
    values = {name: entry["value"] for name, entry in result["metrics"].items()} | speed
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))[given.split]
    broken = below_floor(values, {name: floor for name, floor in floors.items() if name in values})
    for line in broken:
        print(line, file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
