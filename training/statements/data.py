"""Attributions of a brat-like corpus as token labels for each anchor."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements.engine.decode import CONTENT, CUE, SPEAKER
from dissensus.annotating.statements.engine.tokens import Tokens, tokens_of
from dissensus.models.pieces import Pieces

ROLES = {"source": SPEAKER, "cue": CUE, "content": CONTENT}
NO_ANCHOR, CUE_ANCHOR, CONTENT_ANCHOR = 0, 1, 2
HELD_BACK = 20
"""One article of train in so many is held back: to choose thresholds and to calibrate, never to learn from."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One attribution: its anchor token, the anchor's class and the label of each token that has one."""

    anchor: int
    kind: int
    labels: NDArray[np.int64]  # rows of (token, label)


@dataclass(frozen=True, slots=True)
class Article:
    """A text with the attributions of each of its annotators, the first one's first."""

    name: str
    text: str
    tokens: Tokens
    versions: tuple[tuple[Labelled, ...], ...]


def is_held_back(name: str) -> bool:
    """Whether an article of train is held back, by the digest of its name."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % HELD_BACK == 0


def read_articles(folder: Path, pieces: Pieces) -> list[Article]:
    """All articles of a part of the corpus (a folder with ``text`` and ``attributions``), by name."""
    files: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        files[path.name[:-4].rsplit("_", 1)[0]].append(path)
    articles = []
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        tokens = tokens_of(text, pieces, quotations_of(text))
        versions = tuple(
            tuple(found for a in read_attributions(ann) if (found := labelled(a, tokens)) is not None)
            for ann in files[path.stem]
        )
        articles.append(Article(path.stem, text, tokens, versions))
    return articles


def read_attributions(path: Path) -> list[dict[str, list[tuple[int, int]]]]:
    """The attributions in one standoff file, as role to spans."""
    spans: dict[str, list[tuple[int, int]]] = {}
    events: list[list[str]] = []
    with path.open(encoding="utf-8", newline="") as file:
        for line in file:
            columns = line.rstrip("\r\n").split("\t")
            if len(columns) < 2:
                continue
            if re.fullmatch(r"T\d+", columns[0]):
                ranges = columns[1].split(" ", 1)[1].split(";")
                spans[columns[0]] = [(int(a), int(b)) for a, b in (r.split() for r in ranges)]
            elif re.fullmatch(r"E\d+", columns[0]):
                events.append(columns[1].split())
    out = []
    for event in events:
        attribution: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for part in event:
            role, _, reference = part.partition(":")
            role = role.rstrip("0123456789").lower()
            if role in attribution:
                attribution[role] += spans[reference]
        out.append({role: sorted(found) for role, found in attribution.items()})
    return out


def labelled(attribution: dict[str, list[tuple[int, int]]], tokens: Tokens) -> Labelled | None:
    """Token labels of an attribution; None without content. A token of two roles keeps the one named last."""
    labels: dict[int, int] = {}
    firsts: dict[str, int] = {}
    for role in ("content", "source", "cue"):
        for start, end in attribution[role]:
            first, after = tokens.cover(start, end)
            if first >= after:
                continue
            firsts[role] = min(firsts.get(role, first), first)
            for k in range(first, after):
                labels[k] = ROLES[role] + (k > first)
    if "content" not in firsts:
        return None
    kind, anchor = (CUE_ANCHOR, firsts["cue"]) if "cue" in firsts else (CONTENT_ANCHOR, firsts["content"])
    previous = None
    for k in sorted(labels):  # an inside label whose beginning another role has taken begins anew
        label = labels[k]
        if label % 2 == 0 and not (previous == k - 1 and labels[k - 1] in (label, label - 1)):
            labels[k] = label - 1
        previous = k
    return Labelled(anchor, kind, np.array(sorted(labels.items()), dtype=np.int64).reshape(-1, 2))
