"""A project of three short annotated articles, made without a language model."""

from __future__ import annotations

import re
from pathlib import Path

from dissensus.model.annotations import Annotation, Mention
from dissensus.model.documents import Document, PartialDate
from dissensus.model.spans import Span
from dissensus.projects import Project

TEXTS = {
    "d1": ("Bugle", "Ada Vell opened the dam. Vell spoke for an hour. The Dam Board listened."),
    "d2": ("Post", "Bo Brask opened the dam. Brask left early. The Dam Board was away."),
    "d3": ("Post", "Ada Vell and Bo Brask met. <b>Ivo</b> Kell was there."),
}
PEOPLE = ("Ada Vell", "Vell", "Bo Brask", "Brask", "<b>Ivo</b> Kell")


def annotate(project: Project, digest: str = "p1") -> None:
    """Store the mentions of all articles, as steps of this digest find them."""
    with project.start_run("annotate", {"digest": digest}, {}) as run:
        for document in project.documents():
            project.store_annotations([_annotation(document)], digest, run.id)


def make(path: Path, digest: str = "p1") -> Path:
    """The project, annotated and not yet compared."""
    with Project.create(path) as project:
        for name, (outlet, text) in TEXTS.items():
            project.add_document(Document(name, text, outlet=outlet, published=PartialDate("2031-05-07")))
        annotate(project, digest)
    return path


def _annotation(document: Document) -> Annotation:
    found = []
    entities: dict[str, int] = {}
    for match in re.finditer("|".join((*PEOPLE, "Dam Board")), document.text):
        span = Span(*match.span())
        words = match.group()
        entity = entities.setdefault(words.split()[-1], len(entities))
        kind = "organisation" if words == "Dam Board" else "person"
        found.append(Mention(span, span, kind, "name", words, None, entity))  # type: ignore[arg-type]
    return Annotation(document.id, mentions=tuple(found), words=len(document.text.split()))
