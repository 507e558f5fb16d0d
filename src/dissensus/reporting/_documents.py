"""One document of the report: its text with every statement marked, and the list of its statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dissensus.model.annotations import Annotation
from dissensus.model.documents import Document
from dissensus.model.findings import Findings
from dissensus.model.keeping import kept_statements
from dissensus.model.options import ComparingOptions
from dissensus.model.spans import words_at
from dissensus.reporting._text import Mark, depth_of, marked, marks_of, plain

LONGEST_LISTED = 300
"""Most characters of a statement's content in the list below its article; the article holds all of it."""


@dataclass(frozen=True, slots=True)
class ListedStatement:
    """One statement in the list below its article."""

    number: int
    place: str
    speaker: str
    resolved: bool
    cue: str
    content: str
    mode: str
    act: str
    confidence: float
    depth: int


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document as the page shows it.

    Attributes:
        id: id of its place in the page.
        row: its row of the documents table.
        title: heading.
        url: address as text; never a link.
        text: its text with marks.
        statements: its statements.
    """

    id: str
    row: Mapping[str, Any]
    title: str
    authors: tuple[str, ...]
    url: str | None
    text: Markup
    statements: list[ListedStatement]


@dataclass(frozen=True, slots=True)
class Speakers:
    """Names of the speakers of statements, by document and statement."""

    names: Mapping[tuple[str, int], str]

    @classmethod
    def of(cls, findings: Findings, document_ids: Iterable[str]) -> Speakers:
        """The names of the resolved speakers of some documents."""
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = pa.array(sorted(document_ids), pa.string())
        rows = findings.statements.filter(pc.is_in(findings.statements["document_id"], value_set=wanted))
        by_id = dict(zip(findings.actors["id"].to_pylist(), findings.actors["name"].to_pylist(), strict=True))
        columns = (rows[name].to_pylist() for name in ("document_id", "statement", "speaker_actor_id"))
        return cls(
            {
                (document, number): by_id[actor]
                for document, number, actor in zip(*columns, strict=True)
                if actor in by_id
            }
        )


def document_view(
    number: int,
    row: Mapping[str, Any],
    document: Document,
    annotation: Annotation,
    speakers: Speakers,
    spans: set[tuple[int, int]],
    options: ComparingOptions,
) -> DocumentView:
    """Mark a document's text.

    Args:
        number: its number in the page.
        row: its row of the documents table.
        document: the document.
        annotation: its annotation, nested statements without parents that do not count.
        speakers: names of resolved speakers.
        spans: other places that quotes lead to.
        options: which statements count.
    """
    key, text, statements = f"d{number}", document.text, annotation.statements
    chosen = list(kept_statements(statements, options.min_confidence, own_voice=options.own_voice))
    marks = marks_of(statements, chosen)
    anchors: list[tuple[int, Markup]] = []
    listed = []
    for at in chosen:
        statement = statements[at]
        name = speakers.names.get((document.id, at))
        words = words_at(text, statement.speaker)
        own = statement.mode == "own_voice"
        speaker = name or words or (document.outlet or "the outlet" if own else "speaker not named")
        listed.append(
            ListedStatement(
                at + 1,
                f"{key}s{at}",
                speaker,
                name is not None,
                words_at(text, statement.cue),
                _cut(words_at(text, statement.content)),
                statement.mode,
                statement.act,
                statement.confidence,
                min(depth_of(statements, at), 3),
            )
        )
        anchors.append(
            (
                statement.content[0].start,
                Markup(
                    '<a class="mk" id="{0}s{1}" href="#{0}l{1}" data-n="{2}" aria-label="Statement {2}: {3}"></a>'
                ).format(key, at, at + 1, plain(speaker, 80)),
            )
        )
    for start, end in sorted(spans):
        marks.append(Mark(start, end, "hit"))
    # Two passages may begin at one place; an id stands once.
    anchors += [
        (at, Markup('<span class="at" id="{}p{}"></span>').format(key, at)) for at in sorted({at for at, _ in spans})
    ]
    anchors.sort(key=lambda anchor: anchor[0])
    return DocumentView(
        key,
        row,
        document.title or document.id,
        document.authors,
        document.url,
        marked(text, 0, len(text), marks, anchors),
        listed,
    )


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_LISTED else words[: LONGEST_LISTED - 1] + "…"
