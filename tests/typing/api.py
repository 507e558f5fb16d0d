"""Calls as users write them; never run, only checked by mypy, so that the public types stay usable."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dissensus
from dissensus import (
    AnnotatingOptions,
    Annotation,
    ComparingOptions,
    Comparison,
    Document,
    Draft,
    PartialDate,
    Pipeline,
    Problem,
    Project,
    ReadingOptions,
    Result,
    Step,
    Table,
)

result: Result = dissensus.run("articles", Path("out"), comparing=ComparingOptions(count_reprints=True))
failed: int = result.failed
comparison: Comparison = result.comparison
table: Table = comparison["quotations"]
names: list[str] = table.column_names
html: str = table._repr_html_()

with Project.open_or_create("p.dissensus") as project:
    dissensus.read_articles(project, [Path("articles")], ReadingOptions(day_first=True))
    summary = dissensus.annotate_project(project, AnnotatingOptions(jobs=2))
    words: int = summary.words
    for document_id, annotation in project.annotations():
        text: str = project.document(document_id).text
        spoken: list[str] = [text[start:end] for s in annotation.statements for start, end in s.content]

items: Iterator[Document | Problem] = dissensus.read([Path("articles")])
pipeline: Pipeline = dissensus.default_pipeline()
outcome: Annotation | Problem = dissensus.annotate_document(
    pipeline, Document(id="a", text="b", published=PartialDate("2019-06"))
)


def shout(draft: Draft) -> Draft:
    """A step of a user's own, as a plain function."""
    return draft.with_parts(times=())


class Shouting:
    """A step of a user's own, as a class."""

    name = "shouting.v1"
    requires: frozenset[str] = frozenset()
    assigns: frozenset[str] = frozenset({"times"})
    digest = ""

    def __call__(self, draft: Draft, /) -> Draft:
        return shout(draft)


step: Step = Shouting()
mine: Pipeline = Pipeline([*pipeline.steps, step])
