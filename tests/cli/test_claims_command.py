"""``dissensus claims check`` and ``convert`` as users type them."""

from __future__ import annotations

import functools
import json

import pytest
from command import dissensus
from dna_project import make

from dissensus.annotating import language

LOADED = functools.cache(language.load_language_model)
GOOD = "id,claim\nP1,The dam should be built.\nP2,The mill is unsafe.\n"


@pytest.fixture(autouse=True)
def _one_language_model(monkeypatch):
    """The pipeline is loaded once for all commands of this file."""
    monkeypatch.setattr(language, "load_language_model", LOADED)


@pytest.fixture
def written(tmp_path):
    def write(body, name="c.csv"):
        path = tmp_path / name
        path.write_text(body, encoding="utf-8")
        return path

    return write


def test_a_codebook_without_a_fault_is_told_in_one_line(written):
    answer = dissensus("claims", "check", written(GOOD), "--no-models")
    assert (answer.code, answer.out, answer.err) == (0, "", "2 claims: nothing to mend\n")


def test_findings_are_lines_with_severity_code_ids_and_remedy(written):
    answer = dissensus("claims", "check", written(GOOD + "P3,The dam should not be built.\n"), "--no-models")
    assert answer.code == 0
    assert answer.out.startswith("warning contrary: P1, P3: P1 'The dam should be built.' and P3")
    assert "Keep one" in answer.out
    assert answer.err == "3 claims: 1 warning\n"


def test_warnings_fail_a_strict_check(written):
    answer = dissensus("claims", "check", written(GOOD + "P3,The dam at Orrin\n"), "--no-models", "--strict")
    assert answer.code == 2
    assert answer.out.startswith("warning fragment: P3:")


def test_two_claims_with_the_same_words_end_with_2(written):
    answer = dissensus("claims", "check", written(GOOD + "P3,The mill is unsafe.\n"), "--no-models", "--quiet")
    assert answer.code == 2
    assert answer.out.startswith("error near-identical: P2, P3:")
    assert answer.err == ""


def test_quiet_leaves_out_hints_and_warnings(written):
    answer = dissensus("claims", "check", written("id,claim\nP1,Should it be built?\n"), "--no-models", "--quiet")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_findings_as_json_are_plain_objects(written):
    path = written("id,claim\nP1,Should it be built?\n")
    answer = dissensus("claims", "check", path, "--no-models", "--json")
    found = json.loads(answer.out)
    assert (found["claims"], found["usable"]) == (1, True)
    assert found["issues"][0]["code"] == "question"
    assert sorted(found["issues"][0]) == ["claims", "code", "found", "remedy", "severity"]


def test_a_file_that_cannot_be_read_is_one_error_and_exit_code_2(written):
    answer = dissensus("claims", "check", written('[[claim]]\nid = "P1"\n', "c.toml"))
    assert answer.code == 2
    assert answer.err.startswith("error REC022: c.toml, line 1 (claim 'P1'): claim is missing.")


def test_what_a_terminal_would_obey_is_shown_as_signs(written):
    answer = dissensus("claims", "check", written("id,claim\n\u009bP1,The dam should be built.\n"))
    assert answer.code == 2
    assert "\u009b" not in answer.err + answer.out


def test_a_project_of_dna_is_checked_as_it_is(tmp_path):
    answer = dissensus("claims", "check", make(tmp_path / "a.dna", [("Carbon tax", 1)]), "--no-models")
    assert answer.code == 0
    assert answer.out.startswith("warning fragment: C001:")


def test_a_project_of_dna_becomes_a_codebook(tmp_path):
    project = make(tmp_path / "a.dna", [("Build the dam", 1)])
    answer = dissensus("claims", "convert", project, tmp_path / "c.toml")
    assert (answer.code, answer.out) == (0, f"{tmp_path / 'c.toml'}: 1 claim\n")
    assert 'claim = "Build the dam"' in (tmp_path / "c.toml").read_text(encoding="utf-8")


def test_a_table_becomes_toml_and_the_answer_is_an_object(written, tmp_path):
    answer = dissensus("claims", "convert", written(GOOD), tmp_path / "c.toml", "--json")
    assert json.loads(answer.out)["claims"] == 2


def test_a_codebook_that_is_there_is_not_replaced_without_force(written, tmp_path):
    out = written("# mine", "mine.toml")
    assert dissensus("claims", "convert", written(GOOD), out).code == 2
    assert out.read_text(encoding="utf-8") == "# mine"
    assert dissensus("claims", "convert", written(GOOD), out, "--force").code == 0


def test_another_ending_is_told(written, tmp_path):
    answer = dissensus("claims", "convert", written(GOOD), tmp_path / "c.xlsx")
    assert answer.code == 2
    assert "is written as .toml or .csv, not as .xlsx" in answer.err
