"""What the default pipeline finds in raw texts: the one way by which all parts of this benchmark read.

Every part scores the mentions and entities that `read_entities` or `read_drafts` gives, so that another engine behind
the default pipeline is measured by the same code.
"""

from __future__ import annotations

import functools
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dissensus.annotating.steps import Draft, Pipeline
    from dissensus.model.annotations import Mention
    from dissensus.model.documents import Document
    from dissensus.model.findings import DocumentMentions


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A mention that the pipeline found; offsets in code points of the text, ends exclusive.

    Attributes:
        start: of the mention.
        end: of the mention.
        head_start: of its head (of a name, the name itself).
        head_end: of the same.
        form: "name", "nominal" or "pronoun".
        kind: "person", "organisation", "state", "group", "movement" or "place".
    """

    start: int
    end: int
    head_start: int
    head_end: int
    form: str
    kind: str

    def heads_meet(self, start: int, end: int) -> bool:
        """Whether the head shares a letter with a stretch of the text."""
        return self.head_start < end and start < self.head_end


@functools.cache
def pipeline() -> Pipeline:
    """The default pipeline, loaded once."""
    from dissensus.annotating.pipeline import default_pipeline

    return default_pipeline()


class Clock:
    """CPU seconds of each step, summed over all that was read."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def spent(self, *prefixes: str) -> float:
        """Seconds of the steps whose names begin so."""
        return sum(seconds for name, seconds in self.seconds.items() if name.startswith(prefixes))

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


def read_drafts(documents: Iterable[Document], clock: Clock | None = None, label: str = "") -> Iterator[Draft]:
    """What all steps of the default pipeline make of each document, in order.

    Args:
        documents: what to read.
        clock: gets the steps' times.
        label: named in the progress on the error stream; "" for none.
    """
    from dissensus.annotating.steps import Draft

    steps = pipeline().steps
    began = time.monotonic()
    for number, document in enumerate(documents, 1):
        draft = Draft(document)
        for step in steps:
            begin = time.process_time()
            draft = step(draft)
            if clock is not None:
                clock.seconds[step.name] += time.process_time() - begin
        if label and number % 50 == 0:
            print(f"{label}: {number} read, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        yield draft


def entities_of(draft: Draft) -> list[list[Found]]:
    """The mentions by entity, singletons too; entities in order of their numbers, mentions in text order."""
    found: defaultdict[int, list[Found]] = defaultdict(list)
    for mention in draft.mentions:
        found[mention.entity].append(found_of(mention))
    return [found[entity] for entity in sorted(found)]


def found_of(mention: Mention) -> Found:
    """A mention of the pipeline as this benchmark compares it."""
    span, head = mention.span, mention.head
    return Found(span.start, span.end, head.start, head.end, mention.form, mention.kind)


def mentions_of(draft: Draft) -> DocumentMentions:
    """What the resolution of actors across documents reads of one document."""
    from dissensus.model.findings import DocumentMentions

    text = draft.document.text
    speakers = {statement.speaker_mention for statement in draft.statements} - {None}
    return DocumentMentions(
        document_id=draft.document.id,
        mentions=draft.mentions,
        words=tuple(text[m.span.start : m.span.end] for m in draft.mentions),
        head_words=tuple(text[m.head.start : m.head.end] for m in draft.mentions),
        speaking=frozenset(m.entity for i, m in enumerate(draft.mentions) if i in speakers),
        published=draft.document.published,
    )


def read_entities(texts: Sequence[str], label: str = "") -> list[list[list[Found]]]:
    """The clusters of mentions of each text, by the whole default pipeline.

    Args:
        texts: raw texts.
        label: named in the progress on the error stream; "" for none.
    """
    from dissensus.model.documents import Document

    documents = (Document(id=f"{number:05}", text=text) for number, text in enumerate(texts))
    return [entities_of(draft) for draft in read_drafts(documents, label=label)]
