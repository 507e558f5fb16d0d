"""``dissensus import-dna`` and ``dissensus export --format dna``."""

from __future__ import annotations

import json

import pytest
from dna_file import make_dna, tables_of
from typer.testing import CliRunner

from dissensus.cli._app import make_app


@pytest.fixture
def file(tmp_path):
    return make_dna(tmp_path / "gulls.dna")


def run(*arguments):
    return CliRunner().invoke(make_app(), [str(each) for each in arguments])


def test_a_listing_shows_types_and_mapping_and_writes_nothing(file, tmp_path):
    shown = run("import-dna", file, "--list")
    assert "taken for: speaker = person, organisation = organization, claim = concept" in shown.stdout
    assert [each.name for each in tmp_path.iterdir()] == ["gulls.dna"]
    plain = json.loads(run("import-dna", file, "--list", "--json").stdout)
    assert plain["statement_types"][0]["variables"]["agreement"] == "boolean"
    assert plain["statement_types"][0]["mapping"]["claim"] == "concept"


def test_a_file_goes_in_and_comes_out_again(file, tmp_path):
    made = json.loads(run("import-dna", file, "--project", tmp_path / "p.dissensus", "--json").stdout)
    assert made["codings"] == {"added": 4, "changed": 0, "taken_back": 0, "unchanged": 0}
    assert made["left_out"] == {"name no claim": 1}
    told = json.loads(
        run("export", tmp_path / "p.dissensus", "--format", "dna", "--out", tmp_path / "out.dna", "--json").stdout
    )
    assert (told["documents"], told["statements"], told["since"]) == (3, 6, 0)
    assert tables_of(tmp_path / "out.dna") == tables_of(file)


def test_options_choose_the_variables(file, tmp_path):
    shown = run("import-dna", file, "-p", tmp_path / "p.dissensus", "--speaker", "none", "--position", "none", "-q")
    assert shown.exit_code == 0
    assert "speaker = none, organisation = organization, claim = concept, position = none" in shown.stdout
    assert shown.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import-dna", "{file}"), "USE005"),
        (("import-dna", "{file}", "-p", "{file}"), "PRO001"),
        (("import-dna", "{folder}/none.dna", "--list"), "DNA001"),
        (("import-dna", "{file}", "-p", "{folder}/p.dissensus", "--claim", "plot"), "DNA006"),
        (("import-dna", "{file}", "-p", "{folder}/p.dissensus", "--statement-type", "Story"), "DNA005"),
        (("export", "{folder}/p.dissensus", "--out", "{folder}/x", "--password", "x"), "USE005"),
    ],
)
def test_wrong_uses_are_told_by_code_and_leave_nothing(file, tmp_path, arguments, code):
    told = run(*(each.format(file=file, folder=tmp_path) for each in arguments))
    assert told.exit_code == 2 or told.exception is not None
    assert code in f"{told.stderr} {told.exception!s}"
    assert [each.name for each in tmp_path.iterdir()] == ["gulls.dna"]
