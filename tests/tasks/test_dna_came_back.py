"""A file that a project wrote, taken into the same project again and written once more."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from dna_file import tables_of
from project_of_positions import DAM, make

from dissensus.exchanging.dna_files.reading import read_coded
from dissensus.model.claims import Claim, Codebook
from dissensus.model.documents import Document
from dissensus.projects import Project
from dissensus.tasks.dna import import_dna
from dissensus.tasks.dna_export import export_dna
from dissensus.tasks.position_coding import add_position, decide_position, known_positions

LONG = "The dam " + "and the dam " * 20
ZOE = "Zoë " + "z" * 200


@pytest.fixture(scope="session")
def coded_project(tmp_path_factory):
    path = make(tmp_path_factory.mktemp("back") / "work.dissensus")
    with Project.open(path) as project:
        project.add_document(Document("win", "🌊 One.\r\nNo dam.\r\n", title="Windows " + "w" * 300, outlet=LONG))
        project.store_codebook(Codebook((Claim("C1", LONG + "A."), Claim("C2", LONG + "B."))))
        add_position(project, "Ina", "d0", "C2", "own voice", "supports", DAM)
        add_position(project, ZOE, "win", "C1", "own voice", "opposes", "No dam")
        decide_position(project, "Bo", next(iter(known_positions(project))), "ambivalent")
    return path


@pytest.fixture
def project(coded_project, tmp_path):
    path = tmp_path / "work.dissensus"
    path.write_bytes(coded_project.read_bytes())
    return path


def written(path, out):
    with Project.open(path) as project:
        return export_dna(project, out)


def test_nothing_is_written_twice(project, tmp_path):
    first = written(project, tmp_path / "out.dna")
    import_dna(tmp_path / "out.dna", project)
    second = written(project, tmp_path / "again.dna")
    assert tables_of(tmp_path / "again.dna") == tables_of(tmp_path / "out.dna")
    assert (second.documents, second.statements, second.since) == (first.documents, first.statements, 0)


def test_a_claim_that_is_too_long_for_dna_is_known_by_what_it_was_cut_to(project, tmp_path):
    with Project.open(project) as opened:
        opened.store_codebook(Codebook((Claim("C1", LONG + "A."), Claim("C2", "A short claim."))))
    written(project, tmp_path / "out.dna")
    assert import_dna(tmp_path / "out.dna", project).claims == 0


def test_of_two_claims_that_are_cut_alike_neither_is_guessed(project, tmp_path):
    written(project, tmp_path / "out.dna")
    assert import_dna(tmp_path / "out.dna", project).claims == 2


def test_what_was_coded_in_dna_meanwhile_stands_beside_it(project, tmp_path):
    first = written(project, tmp_path / "out.dna")
    with closing(sqlite3.connect(tmp_path / "out.dna")) as connection:
        connection.execute("UPDATE DATABOOLEAN SET Value = 1 - Value WHERE StatementId = 1")
        connection.execute("UPDATE DOCUMENTS SET Section = 'changed'")
        connection.commit()
    import_dna(tmp_path / "out.dna", project)
    second = written(project, tmp_path / "again.dna")
    assert second.documents == first.documents
    assert second.statements == first.statements + 1
    before, after = (read_coded(tmp_path / f"{name}.dna", passages=True) for name in ("out", "again"))
    assert after.passages.count(before.passages[0]) == before.passages.count(before.passages[0]) + 1


def test_a_document_with_another_title_is_another(project, tmp_path):
    first = written(project, tmp_path / "out.dna")
    with closing(sqlite3.connect(tmp_path / "out.dna")) as connection:
        connection.execute("UPDATE DOCUMENTS SET Title = 'Another' WHERE ID = 2")
        connection.commit()
    import_dna(tmp_path / "out.dna", project)
    assert written(project, tmp_path / "again.dna").documents == first.documents + 1


def test_a_long_value_of_the_file_is_found_again(tmp_path, project):
    written(project, tmp_path / "out.dna")
    import_dna(tmp_path / "out.dna", project)
    with Project.open(project) as opened:
        add_position(opened, ZOE, "d1", "C2", "own voice", "opposes", "Old boats race on our river")
    again = written(project, tmp_path / "again.dna")
    (names, before), (_, after) = (tables_of(tmp_path / f"{name}.dna")["ENTITIES"] for name in ("out", "again"))
    assert [row[names.index("Value")] for row in after] == [row[names.index("Value")] for row in before]
    assert len(tables_of(tmp_path / "again.dna")["CODERS"][1]) == len(tables_of(tmp_path / "out.dna")["CODERS"][1])
    assert again.since == 1
