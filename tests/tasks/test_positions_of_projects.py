"""Coding the positions of a project: what is coded when, and what is kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from plain_models import RefusingWords, SharedWords

from dissensus.model.annotations import Annotation, Mention, Statement
from dissensus.model.claims import Claim, Codebook
from dissensus.model.documents import Document, PartialDate
from dissensus.model.errors import CodebookError
from dissensus.model.findings import Actor, Resolution
from dissensus.model.options import CodingOptions
from dissensus.model.records import Coder, Decision
from dissensus.model.spans import Span
from dissensus.projects import Project
from dissensus.projects.positions import position_key
from dissensus.projects.records import canonical_json
from dissensus.tasks.positions import Models, code_project, position_objects, remembered_coding

CODEBOOK = Codebook((Claim("dam", "The dam at Orrin should be closed."), Claim("rail", "The railway should return.")))
TEXTS = {
    "d1": ("Bugle", "Ada Vell said the dam at Orrin must be closed. The council listened."),
    "d2": ("Post", "Ada Vell said the dam at Orrin must never be closed. We want the railway to return."),
}


def statement(text: str, words: str, mode: str, speaker: int | None = None) -> Statement:
    start = text.index(words)
    spans = (Span(0, 8),) if speaker is not None else ()
    return Statement(spans, (), (Span(start, start + len(words)),), mode, 0.9, speaker)  # type: ignore[arg-type]


def annotation(document: Document) -> Annotation:
    mention = Mention(Span(0, 8), Span(0, 8), "person", "name", "Ada Vell", None, 0)
    said = re.search(r"the dam at Orrin[^.]*", document.text)
    assert said
    found = [statement(document.text, said.group(), "indirect", 0)]
    if "railway" in document.text:
        found.append(statement(document.text, "We want the railway to return.", "own_voice"))
    return Annotation(document.id, mentions=(mention,), statements=tuple(found), words=14)


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "work.dissensus") as made:
        for name, (outlet, text) in TEXTS.items():
            made.add_document(Document(name, text, outlet=outlet, published=PartialDate("2031-05-07")))
        with made.start_run("annotate", {}, {}) as run:
            made.store_annotations([annotation(document) for document in made.documents()], "p", run.id)
            actor = Actor("ada", "Ada Vell", "person", ("Ada Vell",))
            made.store_resolution(Resolution((actor,), dict.fromkeys(TEXTS, ("ada",))), run.id)
        yield made


def models() -> Models:
    return Models(SharedWords(), RefusingWords())


def code(project: Project, codebook: Codebook | None = CODEBOOK, **options):
    return code_project(project, codebook, CodingOptions(**options), models=models())


def told(project: Project) -> list[tuple[str, str, str, str]]:
    return [(each["document"], each["holder"], each["claim"], each["stance"]) for each in position_objects(project)]


def test_positions_are_actors_and_outlets_own(project):
    code(project)
    assert told(project) == [
        ("d1", "Ada Vell", "dam", "supports"),
        ("d2", "Ada Vell", "dam", "opposes"),
        ("d2", "own voice", "rail", "supports"),
    ]


def test_every_position_has_its_words(project):
    code(project)
    for each in position_objects(project):
        text = project.document(each["document"]).text
        assert each["evidence"]
        for told_statement in each["statements"]:
            words = " … ".join(text[start:end] for start, end in told_statement["spans"])
            assert words == told_statement["words"]


def test_what_was_coded_before_is_not_coded_again(project):
    assert code(project).coded == 2
    again = models()
    summary = code_project(project, CODEBOOK, CodingOptions(), models=again)
    assert (summary.coded, summary.unchanged, summary.positions) == (0, 2, 3)
    assert again.scorer.asked == []  # type: ignore[attr-defined]


def test_another_codebook_is_coded_anew(project):
    code(project)
    assert code(project, Codebook(CODEBOOK.claims[:1])).coded == 2
    assert {claim for _, _, claim, _ in told(project)} == {"dam"}


def test_a_document_annotated_anew_is_coded_anew(project):
    code(project)
    with project.start_run("annotate", {}, {}) as run:
        project.store_annotations([annotation(project.document("d1"))], "p2", run.id)
    assert code(project).coded == 1


def test_the_projects_codebook_is_taken_where_none_is_given(project):
    code(project)
    assert code(project, None).unchanged == 2


def test_without_any_codebook_there_is_one_clear_error(project):
    with pytest.raises(CodebookError) as error:
        code(project, None)
    assert error.value.code == "REC029"


def test_the_least_confidence_is_remembered(project):
    code(project, min_position=0.95)
    assert told(project) == []
    assert remembered_coding(project).min_position == 0.95


def test_a_rejected_position_is_not_written(project):
    code(project)
    document = project.document("d1")
    key = position_key(document.text_digest, "dam", "ada")
    old = canonical_json({"document": "d1", "claim": "dam", "holder": "ada", "stance": "supports"})
    project.decide(Decision(Coder("Ina", "person"), "position", key, "reject", old))
    assert ("d1", "Ada Vell", "dam", "supports") not in told(project)


def test_the_number_of_threads_changes_nothing(project):
    code(project, jobs=1)
    before = project.content_digest()
    assert code(project, jobs=3).unchanged == 2
    assert project.content_digest() == before


def test_the_title_of_a_codebook_changes_nothing_that_is_coded(project):
    code(project, Codebook(CODEBOOK.claims, "A title"))
    assert code(project, None).coded == 0
