"""A project of eight short articles with the outlet's own position in each, and models that count words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dissensus.model.annotations import Annotation
from dissensus.model.claims import Bearing, Claim, Codebook, Position, Utterance
from dissensus.model.documents import Document, PartialDate
from dissensus.model.spans import Span
from dissensus.projects import Project
from dissensus.tasks.positions import Models

CODEBOOK = Codebook((Claim("C1", "The dam should be built."), Claim("C2", "The ferry should stop.")))
DAM, BOATS = "The Orrin dam must rise soon", "Old boats race on our river"
WIDTH = 64


class WordVectors:
    """Texts as their words, each in a place that its letters tell."""

    name, digest = "words", "w1"

    def __call__(self, texts: Sequence[str], /):
        table = np.full((len(texts), WIDTH), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().replace(".", "").split():
                table[row, sum(ord(letter) * (place + 1) for place, letter in enumerate(word)) % WIDTH] += 1
        return table / np.linalg.norm(table, axis=1, keepdims=True)


class OneAnswer:
    """A pair model that says the same of every pair."""

    name, digest = "one-answer", "o1"

    def __init__(self, *probabilities: float) -> None:
        self._row = probabilities

    def __call__(self, pairs: Sequence[tuple[str, str]], /):
        return np.array([self._row] * len(pairs), dtype=np.float32).reshape(-1, 3)


MODELS = Models(WordVectors(), OneAnswer(0.88, 0.04, 0.08))


def make(path: Path) -> Path:
    """The project: even articles are about the dam, odd ones about boats; all are taken for support of C1."""
    with Project.create(path) as project:
        project.store_codebook(CODEBOOK)
        documents = [
            Document(
                f"d{number}",
                f"{(DAM, BOATS)[number % 2]}, writes paper {number}. Rain came.",
                outlet=f"Paper {number}",
                published=PartialDate("2031-05-07"),
            )
            for number in range(8)
        ]
        for document in documents:
            project.add_document(document)
        with project.start_run("annotate", {}, {}) as run:
            project.store_annotations([Annotation(document.id, words=9) for document in documents], "p1", run.id)
        with project.start_run("positions", {}, {}) as run:
            project.store_positions({d.id: ("c1", [_position(d)]) for d in documents}, "v1", run.id)
    return path


def _position(document: Document) -> Position:
    words = document.text[: document.text.index(",")]
    told = Utterance(document.id, 0, None, True, "says", "own_voice", (Span(0, len(words)),), words, words)
    return Position(document.id, None, True, "C1", "supports", 0.88, (Bearing(told, "C1", "supports", 0.88),))
