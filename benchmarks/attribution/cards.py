"""Speed, memory and scores of the product as rows of a model's card.

Training reads them from ``speed-NAME.json`` and ``product-NAME.json`` beside its results.
"""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from attribution.memory import LONGEST, MIB, Used
from attribution.readers import OURS, PLAIN, WHOLE
from attribution.timing import Timed

Rows = list[dict[str, str]]
SCORES = ("match_f1", "match_recall_direct", "match_recall_mixed", "match_recall_indirect", "exact_content_f1")
"""Measures of the product that a card has."""
PLAIN_NAME = "plain en_core_web_sm"
"""What the plain pipeline is called in a card; the one that is timed has its weights under another name."""


def machine() -> str:
    """One core of how many, the processor's own name, and whether it has instructions for sums of int8 products."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        told = ""
    model = re.search(r"^model name\s*: (.+)$", told, re.MULTILINE)
    name = model.group(1).strip() if model else platform.processor() or platform.machine()
    quick = ", with VNNI" if re.search(r"^flags\s*:.*vnni", told, re.MULTILINE) else ""
    return f"one of {os.cpu_count() or 1} cores ({name}{quick})"


def rows_of(
    name: str, timed: Timed, used: Mapping[str, Used], *, nested: bool, articles: int, split: str, by: str
) -> Rows:
    """The rows of one model, each with ``what`` was measured and its ``value`` as it is printed.

    Args:
        name: the model.
        timed: the run.
        used: memory by reader; what is not there has no row.
        nested: whether the model read statements inside of statements, too.
        articles: how many articles the run had.
        split: of which part of the corpus.
        by: what the run was measured on, as :func:`machine` tells it.
    """
    inside = "statements, statements inside of statements included" if nested else "outermost statements"
    found = [
        (f"words a second, from raw text to {inside}", f"{timed.rate(name):,.0f}"),
        (f"times {PLAIN_NAME}", f"{timed.ratio(name, PLAIN):.2f}"),
    ]
    if WHOLE in timed.seconds and name == OURS[0]:
        whole = f"{timed.rate(WHOLE):,.0f} and {timed.ratio(WHOLE, PLAIN):.2f}"
        found.append(("the same two with parse and all other steps, as `dissensus annotate` runs it", whole))
    if name in used:
        memory = f"{used[name].load / MIB:.0f} MiB and {used[name].read / MIB:.0f} MiB"
        found.append((f"memory: loading, and reading {min(LONGEST, articles)} long articles", memory))
        found.append(("loading, processor time", f"{used[name].seconds:.2f} s"))
    rounds = len(timed.seconds[PLAIN])
    turns = f"{by}, in turn with {PLAIN_NAME} in the same run, on {articles} articles of {split}"
    found.append(("measured on", turns + (f", median of {rounds} rounds" if rounds > 1 else "")))
    return [{"what": what, "value": value} for what, value in found]


def product_of(name: str, values: Mapping[str, Mapping[str, float]], *, nested: bool) -> list[dict[str, object]]:
    """What the product scores with one model: on the text alone and, with the default one, as a whole.

    Args:
        name: the model.
        values: values of metrics by reader; what is not there has no row.
        nested: whether the model alone read statements inside of statements, too.
    """
    labels = {
        name: "text alone, with statements inside of statements" if nested else "text alone, outermost statements"
    }
    if name == OURS[0]:
        labels[WHOLE] = "whole pipeline (`dissensus annotate`), with statements inside of statements"
    return [{"what": label, **{n: values[who][n] for n in SCORES}} for who, label in labels.items() if who in values]


def write_product(folder: Path, name: str, rows: Sequence[Mapping[str, object]]) -> Path:
    """Write the scores of the product with a model where training looks for them; the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"product-{name}.json"
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def write_rows(folder: Path, name: str, rows: Rows) -> Path:
    """Write the rows of a model where training looks for them; the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"speed-{name}.json"
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
