"""The corpora that the model learns from, annotated by the steps before it; what was annotated is kept in a file.

GUM (persons, organizations and places, singletons too), GAP (which of two names a pronoun means) and ECB+ (people and
organisations in selected sentences). The readers are those of the benchmark, which imports nothing heavy.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dissensus.annotating.mentions import MentionsStep
from dissensus.annotating.mentions._tokens import Tokens, tokens_of
from dissensus.annotating.steps import Draft, code_digest
from dissensus.model.annotations import Mention, Statement
from dissensus.model.documents import Document

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from actors.ecb import DEV_TOPICS, read_ecb
from actors.gap import Example, read_gap
from actors.gum import read_gum

Corpus = Literal["gum", "gap", "ecb"]
ECB_TOPICS = tuple(topic for topic in range(1, 36) if topic not in (*DEV_TOPICS, 15, 17))
"""Topics of ECB+ that are learned from; there are no topics 15 and 17."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold mention: positions in the text, and its entity in the document.

    Attributes:
        entity: id of the entity.
        start: first position.
        end: position after the last.
        head_start: of the head.
        head_end: of the head.
        root: where the head's first word begins.
        kind: "person", "organization" or "place"; "" where the corpus does not tell.
    """

    entity: str
    start: int
    end: int
    head_start: int
    head_end: int
    root: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A text as the steps before the model leave it, and its gold.

    Attributes:
        corpus: where it comes from.
        name: of the document.
        text: its text.
        tokens: its parse.
        mentions: names, phrases, speakers.
        statements: who says what.
        gold: gold mentions; none for GAP.
        selected: stretches of the text that are annotated; all of it where there are none.
        example: for GAP, the pronoun and the two names.
    """

    corpus: Corpus
    name: str
    text: str
    tokens: Tokens
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    gold: tuple[Gold, ...] = ()
    selected: tuple[tuple[int, int], ...] = ()
    example: Example | None = None


def read(data: Path, corpus: Corpus, part: str, kept: Path) -> list[Read]:
    """A part of a corpus, annotated; what was annotated by the same code is taken from the file.

    Args:
        data: folder with ``coreference/gum``, ``coreference/gap`` and ``ecbplus``.
        corpus: which.
        part: "train" or "test" of GUM, "development" or "validation" of GAP, "train" of ECB+.
        kept: folder for what was annotated.
    """
    digest = hashlib.sha256(f"{code_digest()} {corpus} {part}".encode()).hexdigest()[:12]
    path = kept / f"{corpus}-{part}-{digest}.pickle"
    if path.is_file():
        with path.open("rb") as file:
            found: list[Read] = pickle.load(file)  # noqa: S301 - written below
        return found
    found = list(_annotated(_items(data, corpus, part), corpus))
    kept.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        pickle.dump(found, file)
    return found


@dataclass(frozen=True, slots=True)
class _Item:
    name: str
    text: str
    gold: tuple[Gold, ...] = ()
    selected: tuple[tuple[int, int], ...] = ()
    example: Example | None = None


def _items(data: Path, corpus: Corpus, part: str) -> Iterable[_Item]:
    if corpus == "gum":
        for gum in read_gum(data / "coreference" / "gum", part):
            yield _Item(
                gum.name,
                gum.text,
                tuple(
                    Gold(m.cluster, m.start, m.end, m.head_start, m.head_end, m.root_start, m.kind)
                    for m in gum.mentions
                ),
            )
    elif corpus == "gap":
        path = data / "coreference" / "gap" / f"gap-{part}.tsv"
        for number, example in enumerate(read_gap(path)):
            yield _Item(f"{part}-{number}", example.text, example=example)
    else:
        for ecb in read_ecb(data / "ecbplus", ECB_TOPICS):
            last = max((end for _, end in ecb.selected), default=0)
            gold = tuple(
                Gold(m.entity, m.start, m.end, m.head_start, m.head_end, m.head_start)
                for m in ecb.mentions
                if m.end <= last
            )
            yield _Item(ecb.name, ecb.text[:last], gold, ecb.selected)


def _annotated(items: Iterable[_Item], corpus: Corpus) -> Iterable[Read]:
    from dissensus.annotating.language import LanguageStep
    from dissensus.annotating.statements import StatementsStep

    steps = (LanguageStep(), MentionsStep(), StatementsStep(own_voice=False, nested=True))
    for item in items:
        draft = Draft(Document(item.name, item.text))
        for step in steps:
            draft = step(draft)
        yield Read(
            corpus,
            item.name,
            item.text,
            tokens_of(draft.parsed),
            draft.mentions,
            draft.statements,
            item.gold,
            item.selected,
            item.example,
        )
