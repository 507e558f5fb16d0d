"""Files of other programs inside a project."""

from __future__ import annotations

import sqlite3
import tracemalloc
from contextlib import closing

import pytest

from dissensus.model.documents import Document
from dissensus.model.errors import EvidenceError, ProjectError
from dissensus.model.findings import Resolution
from dissensus.model.records import Coder, Decision
from dissensus.projects import ForeignFile, ForeignTable
from dissensus.projects.records import canonical_json

FILE = ForeignFile(0, "dna", "gulls", "d1", "3.0")
ROWS = [
    (1, "text", b"\x00\xff", 0.1, None, -(2**63)),
    (2, 'quote " and {"text": "x"}', b"", float("inf"), "", 2**63 - 1),
]
SHAPE = {"columns": [["a", "INTEGER"]]}


def keep(project, rows=ROWS, digest="d1", text=None):
    with project.start_run("import", {}, {}) as run:
        return project.store_foreign(
            ForeignFile(0, "dna", "gulls", digest, "3.0"), [(ForeignTable(0, "T", SHAPE, text), rows)], run.id
        )


def test_rows_come_back_as_they_were_with_their_types(project):
    (table,) = project.foreign_tables(keep(project))
    found = list(project.foreign_rows(table))
    assert found == ROWS
    assert [[type(cell) for cell in row] for row in found] == [[type(cell) for cell in row] for row in ROWS]
    assert (table.name, table.shape) == ("T", SHAPE)


def test_many_rows_come_in_their_order(project, monkeypatch):
    monkeypatch.setattr("dissensus.projects._foreign._CHUNK", 3)
    (table,) = project.foreign_tables(keep(project, [(k,) for k in range(9)]))
    assert [row[0] for row in project.foreign_rows(table)] == list(range(9))


def test_long_rows_are_taken_in_and_given_back_a_few_at_a_time(project, monkeypatch):
    monkeypatch.setattr("dissensus.projects._foreign._CHARACTERS", 500_000)
    tracemalloc.start()
    try:
        (table,) = project.foreign_tables(keep(project, ((k, f"{k:02d}" * 100_000) for k in range(40))))
        found = [(number, len(text)) for number, text in project.foreign_rows(table)]
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()
    assert found == [(k, 200_000) for k in range(40)]


def test_texts_of_many_documents_are_given_one_at_a_time(project):
    texts = [f"{k:02d}" * 100_000 for k in range(40)]
    for k, text in enumerate(texts):
        project.add_document(Document(f"d{k}", text))
    (table,) = project.foreign_tables(keep(project, [(text,) for text in texts], text=0))
    del texts
    tracemalloc.start()
    try:
        lengths = [len(text) for (text,) in project.foreign_rows(table)]
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
    assert lengths == [200_000] * 40


def test_texts_of_documents_are_stored_once(project, path, document):
    project.add_document(document)
    (table,) = project.foreign_tables(keep(project, [(1, document.text)], text=1))
    assert list(project.foreign_rows(table)) == [(1, document.text)]
    with closing(sqlite3.connect(path)) as raw:
        (cells,) = raw.execute("SELECT cells FROM foreign_rows").fetchone()
    assert document.text_digest in cells
    assert document.text not in cells


def test_a_text_that_no_document_has_is_told(project):
    (table,) = project.foreign_tables(keep(project, [("lost",)], text=0))
    with pytest.raises(ProjectError) as refused:
        list(project.foreign_rows(table))
    assert refused.value.code == "PRO005"


def test_files_are_listed_oldest_first(project):
    keep(project)
    keep(project, digest="d2")
    assert [(each.name, each.digest) for each in project.foreign_files("dna")] == [("gulls", "d1"), ("gulls", "d2")]
    assert project.foreign_files("other") == ()


def test_the_same_file_twice_is_refused(project):
    keep(project)
    with pytest.raises(ProjectError) as refused:
        keep(project)
    assert refused.value.code == "PRO011"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE foreign_rows SET cells = '[]'",
        "DELETE FROM foreign_tables",
        "INSERT OR REPLACE INTO foreign_files SELECT * FROM foreign_files",
    ],
)
def test_what_was_taken_in_is_never_changed(project, path, change):
    keep(project)
    with closing(sqlite3.connect(path)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(change)


def test_a_file_is_part_of_the_content(project):
    before = project.content_digest()
    keep(project)
    assert project.content_digest() != before


def decision(verdict="correct", words="the dam", start=35):
    value = {"document": "orrin-1", "evidence": [{"spans": [[start, start + len(words)]], "words": words}]}
    stored = None if verdict == "undo" else canonical_json(value)
    return Decision(Coder("Ina", "person"), "position", "k", verdict, "null", stored)


def test_many_decisions_are_checked_one_by_one_and_all_or_none_kept(project, document):
    project.add_document(document)
    good = decision(start=document.text.index("the dam"))
    project.decide_all([good, good])
    assert len(project.decisions()) == 2
    for bad, error in ((decision(words="no dam"), EvidenceError), (decision("undo"), ProjectError)):
        with pytest.raises(error):
            project.decide_all([good, bad])
    assert len(project.decisions()) == 2


def test_texts_in_which_people_were_named_are_read_one_at_a_time(project, monkeypatch):
    for k in range(30):
        text = f"Ada of the Union. {k:02d}" * 10_000
        project.add_document(Document(f"d{k}", text))
        named = {"speaker": "Ada", "organisation": "Union", "organisation_id": "u"}
        shown = [{"spans": [[0, 17]], "words": "Ada of the Union."}]
        value = {"document": f"d{k}", "holder": "a", "named": named, "evidence": shown}
        project.decide(Decision(Coder("Ina", "person"), "position", f"k{k}", "correct", "null", canonical_json(value)))
    kept = []
    monkeypatch.setattr(
        "dissensus.projects._foreign.RecordStore.store_resolution", lambda _, told, *__, **___: kept.append(told)
    )
    tracemalloc.start()
    try:
        project.store_resolution(Resolution((), {}), 1)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
    assert [len(each.affiliations) for each in kept] == [30]
