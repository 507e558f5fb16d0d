"""Concepts of a project of the Discourse Network Analyzer become a draft codebook."""

from __future__ import annotations

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


def test_of_a_statement_type_without_agreement_the_concepts_are_read_all_the_same(tmp_path):
    more = ("UPDATE VARIABLES SET Variable = 'strength' WHERE ID = 3",)
    found = read_dna_concepts(make(tmp_path / "a.dna", CODED, more=more))
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
        (b"", "a.dna is no SQLite database"),
        (b"<?xml version='1.0'?>", "a.dna is no SQLite database"),
        (b"SQLite format 3\x00" + b"\xff" * 5000, "a.dna is cut short"),
    ],
)
def test_what_is_no_database_is_refused(tmp_path, content, found):
    path = tmp_path / "a.dna"
    path.write_bytes(content)
    with pytest.raises(CodebookError, match=found) as error:
        read_codebook(path)
    assert error.value.code == "REC027"


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(CodebookError, match=r"there is no file none\.dna"):
        read_codebook(tmp_path / "none.dna")
    (tmp_path / "folder.dna").mkdir()
    with pytest.raises(CodebookError, match=r"folder\.dna is no file"):
        read_codebook(tmp_path / "folder.dna")


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (
            ("DROP TABLE ENTITIES", "CREATE VIEW ENTITIES AS SELECT 1 AS ID"),
            "ENTITIES of a.dna is a view where a table must be",
        ),
        (
            ("DROP TABLE ENTITIES", "CREATE TABLE ENTITIES (ID, VariableId, Value TEXT AS (hex(ID)) VIRTUAL)"),
            "computed columns",
        ),
        (("DROP TABLE VARIABLES",), "it has no table VARIABLES"),
        (("UPDATE ENTITIES SET ChildOf = ID WHERE ID = 10",), "the entity 10 of a.dna is, over others, a child of"),
        (("UPDATE ENTITIES SET Value = x'ff00' WHERE ID = 10",), "raw bytes .* where a text must be"),
        (
            ("UPDATE ENTITIES SET Value = CAST(x'ff41' AS TEXT) WHERE ID = 10",),
            "a.dna is damaged: a text in it is not UTF",
        ),
    ],
)
def test_a_file_is_refused_for_what_the_reader_of_networks_refuses_it_for(tmp_path, more, found):
    with pytest.raises(CodebookError, match=found) as error:
        read_codebook(make(tmp_path / "a.dna", CODED, more=more))
    assert error.value.code == "REC027"
    assert error.value.remedy.startswith(("Close the file in DNA", "Correct the record", "Get the file again"))


def test_a_project_that_was_not_closed_is_refused(tmp_path):
    path = make(tmp_path / "a.dna", CODED)
    (tmp_path / "a.dna-wal").write_bytes(b"x")
    with pytest.raises(CodebookError, match="is open in another program, or was not closed") as error:
        read_codebook(path)
    assert error.value.remedy.startswith("Close the program")


def test_too_many_concepts_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(dna_concepts, "MAX_CLAIMS", 3)
    with pytest.raises(CodebookError, match="more than 3 values"):
        read_codebook(make(tmp_path / "a.dna", [(f"concept {n}", 1) for n in range(4)]))


def test_a_project_without_concepts_is_told(tmp_path):
    with pytest.raises(CodebookError, match="has no values"):
        read_codebook(make(tmp_path / "a.dna", []))
