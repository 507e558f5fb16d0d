"""An empty project copied from one template, and small values to fill it with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dissensus.model.annotations import Annotation, Mention, Statement, TimeExpression
from dissensus.model.documents import Document, PartialDate
from dissensus.model.spans import Span
from dissensus.projects import Project

TEXT = "Mayor Ada Vell said on Monday that the dam at Orrin is safe. “It is not,” said Tom Brask."


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.dissensus"
    Project.create(path).close()
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(template, tmp_path / "work.dissensus"))


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with Project.open(path) as opened:
        yield opened


@pytest.fixture
def new_project(template: Path, tmp_path: Path) -> Iterator[Callable[[str], Project]]:
    opened: list[Project] = []

    def make(name: str) -> Project:
        opened.append(Project.open(shutil.copyfile(template, tmp_path / f"{name}.dissensus")))
        return opened[-1]

    yield make
    for project in opened:
        project.close()


@pytest.fixture
def document() -> Document:
    return Document(
        "orrin-1",
        TEXT,
        title="The dam",
        outlet="Orrin Bugle",
        authors=("Ina Kolt",),
        published=PartialDate("2031-05-07"),
        columns={"section": "local"},
        origin="orrin-1.txt",
        reader="text.v1",
        encoding="utf-8",
        bytes_digest="00",
    )


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def span() -> Callable[[str, str], Span]:
    return span_of


@pytest.fixture
def annotation() -> Annotation:
    """Two speakers, two statements and a day in TEXT."""

    def at(words: str) -> Span:
        return span_of(TEXT, words)

    return Annotation(
        "orrin-1",
        times=(TimeExpression(at("on Monday"), "2031-05-05", "date", "2031-05-05", "2031-05-05", anchored=True),),
        mentions=(
            Mention(at("Mayor Ada Vell"), at("Ada Vell"), "person", "name", "Ada Vell", "Mayor", 0),
            Mention(at("Tom Brask"), at("Tom Brask"), "person", "name", "Tom Brask", None, 1),
        ),
        statements=(
            Statement(
                (at("Mayor Ada Vell"),), (at("said"),), (at("the dam at Orrin is safe"),), "indirect", 0.75, 0, None, 0,
                act="demands",
            ),
            Statement((at("Tom Brask"),), (), (at("“It is not,”"),), "direct", 1.0, 1, None, None, (0,)),
        ),
        words=19,
    )  # fmt: skip
