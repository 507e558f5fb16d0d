"""Checking and converting codebooks as tasks."""

from __future__ import annotations

import numpy as np
import pytest
from dna_project import make

from dissensus.exchanging.codebook_files import read_codebook, write_codebook
from dissensus.model.claims import Claim, Codebook
from dissensus.model.errors import UsageError
from dissensus.tasks.codebooks import check_codebook_file, convert_codebook, issue_object

BOOK = Codebook((Claim("D1", "The dam is safe.", supporting=("It leaks.",)), Claim("D2", "The mill should close.")))


class Alike:
    name, digest = "alike", "0"

    def __call__(self, texts):
        return np.ones((len(texts), 1), np.float32)


class Opposed:
    name, digest = "opposed", "0"

    def __call__(self, pairs):
        return np.array([(0.0, 0.9, 0.1)] * len(pairs), np.float32)


@pytest.fixture
def codebook(tmp_path):
    path = tmp_path / "c.toml"
    write_codebook(BOOK, path)
    return path


def blank(text):
    import spacy

    return spacy.blank("en")(text)


def test_the_models_that_are_given_are_those_that_judge(codebook):
    checked = check_codebook_file(codebook, parse=blank, embedder=Alike(), scorer=Opposed())
    assert {issue.code for issue in checked.issues if issue.severity == "warning"} >= {"contrary", "wording-misread"}


def test_without_models_only_words_are_compared(codebook):
    checked = check_codebook_file(codebook, models=False)
    assert checked.codebook == BOOK
    assert checked.issues == ()
    assert checked.usable


def test_a_codebook_with_an_error_is_not_usable(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("id,claim\nA,The dam is safe.\nB,The dam is safe.\n", encoding="utf-8")
    checked = check_codebook_file(path, models=False)
    assert not checked.usable
    assert issue_object(checked.issues[0])["claims"] == ["A", "B"]


def test_a_table_becomes_toml_with_the_same_claims(tmp_path, codebook):
    convert_codebook(codebook, tmp_path / "new" / "c.csv")
    convert_codebook(tmp_path / "new" / "c.csv", tmp_path / "again.toml")
    assert read_codebook(tmp_path / "again.toml") == BOOK


def test_a_project_of_dna_becomes_toml_with_counts_as_comments(tmp_path):
    project = make(tmp_path / "a.dna", [("Tax diesel", 1)])
    convert_codebook(project, tmp_path / "c.toml")
    assert (tmp_path / "c.toml").read_text(encoding="utf-8") == (
        '# coded in 1 statement of the DNA project: 1 agree, 0 disagree\n[[claim]]\nid = "C001"\nclaim = "Tax diesel"\n'
    )


def test_another_variable_of_dna_can_be_named(tmp_path):
    project = make(tmp_path / "a.dna", [("Tax diesel", 1)])
    assert convert_codebook(project, tmp_path / "c.toml", variable="frame").claims[0].text == "Thrift"


def test_a_file_that_is_there_is_replaced_only_when_asked(tmp_path, codebook):
    out = tmp_path / "mine.toml"
    out.write_text("# written by hand", encoding="utf-8")
    with pytest.raises(UsageError, match="is there already"):
        convert_codebook(codebook, out)
    assert out.read_text(encoding="utf-8") == "# written by hand"
    convert_codebook(codebook, out, replace=True)
    assert read_codebook(out) == BOOK


def test_a_variable_is_refused_for_what_is_no_project_of_dna(tmp_path, codebook):
    with pytest.raises(UsageError, match="is no DNA project"):
        convert_codebook(codebook, tmp_path / "d.toml", variable="frame")
