"""Concepts of a project of the Discourse Network Analyzer become a draft codebook."""

from __future__ import annotations

import sqlite3

import pytest
from dna_project import make

from dissensus.exchanging import dna_concepts
from dissensus.exchanging.codebook_files import codebook_text, read_codebook
from dissensus.exchanging.dna_concepts import DnaConcept, read_dna_concepts
from dissensus.model.errors import CodebookError

CODED = [("Build the dam", 1), ("Tax diesel", 0), ("Tax diesel", 1), ("Tax diesel", 0)]


def test_the_most_coded_concept_is_the_first_claim(tmp_path):
    found = read_dna_concepts(make(tmp_path / "a.dna", CODED))
    assert [(claim.id, claim.text) for claim in found.codebook.claims] == [
        ("C001", "Tax diesel"),
        ("C002", "Build the dam"),
    ]


def test_it_is_counted_how_often_a_concept_is_agreed_and_disagreed_with(tmp_path):
    assert read_dna_concepts(make(tmp_path / "a.dna", CODED)).counts["C001"] == DnaConcept(3, 1, 2)


def test_the_counts_stand_as_a_comment_above_the_claim(tmp_path):
    found = read_dna_concepts(make(tmp_path / "a.dna", CODED))
    text = codebook_text(found.codebook, "toml", found.notes)
    assert '# coded in 3 statements of the DNA project: 1 agree, 2 disagree\n[[claim]]\nid = "C001"' in text


def test_concepts_that_are_coded_equally_often_stand_in_order_of_their_words(tmp_path):
    found = read_codebook(make(tmp_path / "a.dna", [("b", 1), ("a", 1), ("c", 1)]))
    assert [claim.text for claim in found.claims] == ["a", "b", "c"]


def test_a_concept_without_a_statement_is_kept_at_the_end(tmp_path):
    found = read_dna_concepts(make(tmp_path / "a.dna", CODED, ["Ask the town"]))
    assert found.codebook.claims[-1].text == "Ask the town"
    assert found.notes["C003"] == ("coded in 0 statements of the DNA project",)


def test_the_empty_concept_means_not_coded_and_is_left_out(tmp_path):
    found = read_codebook(make(tmp_path / "a.dna", [*CODED, ("", 1)]))
    assert len(found.claims) == 2


def test_concepts_that_differ_in_white_space_only_are_one(tmp_path):
    found = read_dna_concepts(make(tmp_path / "a.dna", [("Tax  diesel", 1), ("Tax diesel ", 0)]))
    assert found.counts == {"C001": DnaConcept(2, 1, 1)}


def test_another_variable_can_be_named(tmp_path):
    found = read_dna_concepts(make(tmp_path / "a.dna", CODED), "Frame")
    assert [claim.text for claim in found.codebook.claims] == ["Thrift"]


def test_of_a_project_without_booleans_the_concepts_are_read_all_the_same(tmp_path):
    found = read_dna_concepts(make(tmp_path / "a.dna", CODED, more="DROP TABLE DATABOOLEAN"))
    assert found.counts["C001"] == DnaConcept(3, 0, 0)


def test_the_project_is_not_changed(tmp_path):
    path = make(tmp_path / "a.dna", CODED)
    before = path.read_bytes()
    read_dna_concepts(path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.dna"]


def test_an_unknown_variable_is_told_with_those_that_there_are(tmp_path):
    with pytest.raises(CodebookError, match="no short-text variable 'issue'; there are 'person', 'concept', 'frame'"):
        read_dna_concepts(make(tmp_path / "a.dna", CODED), "issue")


def test_a_name_is_never_run_as_sql(tmp_path):
    path = make(tmp_path / "a.dna", [("x'; DROP TABLE ENTITIES; --", 1)])
    assert read_codebook(path).claims[0].text == "x'; DROP TABLE ENTITIES; --"
    with pytest.raises(CodebookError, match="no short-text variable"):
        read_dna_concepts(path, "concept' OR '1'='1")


def test_a_path_with_signs_of_a_uri_is_opened_as_it_is(tmp_path):
    path = make(tmp_path / "a?mode=rwc#50%25.dna", CODED)
    assert len(read_codebook(path).claims) == 2


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "it is no SQLite database"),
        (b"<?xml version='1.0'?>", "it is no SQLite database"),
        (b"SQLite format 3\x00" + b"\xff" * 5000, "cannot be used"),
    ],
)
def test_what_is_no_database_is_refused(tmp_path, content, found):
    path = tmp_path / "a.dna"
    path.write_bytes(content)
    with pytest.raises(CodebookError, match=found) as error:
        read_codebook(path)
    assert error.value.code == "REC027"


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(CodebookError, match="there is no such file"):
        read_codebook(tmp_path / "none.dna")
    (tmp_path / "folder.dna").mkdir()
    with pytest.raises(CodebookError, match="it is no file"):
        read_codebook(tmp_path / "folder.dna")


def test_another_database_is_told_from_a_project(tmp_path):
    path = tmp_path / "a.dna"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE x(y)")
    connection.close()
    with pytest.raises(CodebookError, match="it has no table VARIABLES"):
        read_codebook(path)


def test_a_view_in_the_place_of_a_table_is_refused(tmp_path):
    numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    endless = f"{numbers} SELECT x AS ID, 2 AS VariableId, x AS Value FROM n"
    path = make(tmp_path / "a.dna", CODED, more=f"DROP TABLE ENTITIES; CREATE VIEW ENTITIES AS {endless}")
    with pytest.raises(CodebookError, match="it has no table ENTITIES"):
        read_codebook(path)


def test_a_computed_column_is_refused(tmp_path):
    columns = "ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT AS (hex(ID)) VIRTUAL"
    path = make(tmp_path / "a.dna", CODED, more=f"DROP TABLE ENTITIES; CREATE TABLE ENTITIES({columns})")
    with pytest.raises(CodebookError, match="computed columns"):
        read_codebook(path)


def test_a_query_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(dna_concepts, "MAX_INSTRUCTIONS", 1_000)
    monkeypatch.setattr(dna_concepts, "_STEP", 10)
    with pytest.raises(CodebookError, match="interrupted"):
        read_codebook(make(tmp_path / "a.dna", [(f"concept {n}", 1) for n in range(200)]))


def test_a_project_that_is_open_elsewhere_is_refused(tmp_path):
    path = make(tmp_path / "a.dna", CODED)
    (tmp_path / "a.dna-journal").write_bytes(b"x")
    with pytest.raises(CodebookError, match="it is open in another program"):
        read_codebook(path)


def test_a_value_that_is_no_text_is_refused(tmp_path):
    path = make(tmp_path / "a.dna", CODED, more="UPDATE ENTITIES SET Value = x'ff00' WHERE ID = 10")
    with pytest.raises(CodebookError, match="is no text"):
        read_codebook(path)


def test_a_text_that_is_not_utf_8_is_refused(tmp_path):
    path = make(tmp_path / "a.dna", CODED, more="UPDATE ENTITIES SET Value = CAST(x'ff41' AS TEXT) WHERE ID = 10")
    with pytest.raises(CodebookError, match="decode"):
        read_codebook(path)


def test_too_many_concepts_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(dna_concepts, "MAX_CLAIMS", 3)
    with pytest.raises(CodebookError, match="more than 3 values"):
        read_codebook(make(tmp_path / "a.dna", [(f"concept {n}", 1) for n in range(4)]))


def test_a_project_without_concepts_is_told(tmp_path):
    with pytest.raises(CodebookError, match="has no values"):
        read_codebook(make(tmp_path / "a.dna", []))
