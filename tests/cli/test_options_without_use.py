"""Options that change nothing, choices that cannot be told apart, and results of which nothing is left to show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import dissensus

from dissensus.networks.scaling import HIGHEST_R_HAT

ROWS = [f"{actor},{claim},{int(actor in 'AB')}" for actor in "ABCD" for claim in ("x", "y")]
FEW = ("--chains", "2", "--draws", "10", "--burn-in", "0", "--thin", "1")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two camps of two, without times and documents."""
    path = tmp_path / "bare.csv"
    path.write_text("\n".join(["organization,concept,agreement", *ROWS]) + "\n", encoding="utf-8")
    return path


def refused(*words: object) -> str:
    answer = dissensus(*words)
    assert (answer.code, answer.out) == (2, "")
    (line,) = answer.err.splitlines()
    return line


def test_duplicates_by_month_of_a_table_without_times_are_noted_in_one_line(table: Path) -> None:
    answer = dissensus("network", table, "--duplicates", "month")
    assert answer.err == "note: No statement tells its time: duplicates count as if all were of one month.\n"


def test_sensitivity_offers_no_choices_that_cannot_be_told_apart(table: Path) -> None:
    answer = dissensus("sensitivity", table, "--json")
    assert {each["duplicates"] for each in json.loads(answer.out)["settings"]} == {"include", "acrossrange"}


def test_sensitivity_of_one_statement_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("organization,concept,agreement\nA,x,1\n", encoding="utf-8")
    assert "the statements tie nothing, so there is no network to compare" in refused(
        "sensitivity", tmp_path / "one.csv"
    )


def test_no_correlation_is_told_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("organization,concept,agreement\nA,x,1\n", encoding="utf-8")
    answer = dissensus("sensitivity", tmp_path / "one.csv", "--mode", "two-mode")
    assert answer.code == 0
    assert "nan" not in answer.out
    assert "no setting has weights that tell a correlation" in answer.out


def test_the_only_method_that_cannot_take_a_number_of_camps_is_a_wrong_use(table: Path) -> None:
    told = refused("communities", table, "--method", "spinglass", "--camps", "2")
    assert "--camps 2 is given, and spinglass finds its own number of camps" in told


def test_the_only_method_that_cannot_be_cut_so_often_is_an_error(table: Path) -> None:
    assert "4 actors cannot be cut into 9 camps" in refused("communities", table, "--method", "ward", "--camps", "9")


def test_communities_without_camps_make_no_figure(tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("organization,concept,agreement\nA,x,1\nB,y,0\n", encoding="utf-8")
    told = refused("communities", tmp_path / "none.csv", "--out", tmp_path / "camps.svg")
    assert "no camps were found, so there is nothing to draw" in told
    assert not (tmp_path / "camps.svg").exists()


def test_the_figure_of_camps_has_a_title(table: Path, tmp_path: Path) -> None:
    words = ("communities", table, "--method", "leiden", "--out", tmp_path / "camps.svg", "--title", "Two sides")
    assert dissensus(*words).code == 0
    assert "<title>Two sides</title>" in (tmp_path / "camps.svg").read_text(encoding="utf-8")


def test_columns_of_a_one_mode_network_are_noted(table: Path, tmp_path: Path) -> None:
    answer = dissensus("network", table, "--layout", "columns", "--out", tmp_path / "n.svg")
    assert "note: --layout columns has no effect: a one-mode network has no two columns" in answer.err
    two = dissensus("network", table, "--mode", "two-mode", "--layout", "columns", "--out", tmp_path / "n.svg")
    assert "--layout" not in two.err


@pytest.mark.parametrize("out", [None, "scale.json"])
def test_options_of_a_figure_that_is_not_drawn_are_noted(table: Path, tmp_path: Path, out: str | None) -> None:
    target = () if out is None else ("--out", tmp_path / out)
    answer = dissensus("scale", table, *FEW, "--draw", "traces", "--title", "T", *target)
    assert answer.code == 0, answer.err
    for option in ("--draw", "--title"):
        assert f"note: {option} has no effect: no figure is drawn" in answer.err


@pytest.mark.parametrize("command", ["bars", "backbone", "centrality", "communities", "polarization", "sensitivity"])
def test_a_title_without_a_figure_is_noted(table: Path, command: str) -> None:
    answer = dissensus(command, table, "--title", "T")
    assert answer.code == 0, answer.err
    assert "note: --title has no effect: no figure is drawn" in answer.err


def test_chains_that_disagree_are_not_said_to_have_converged(table: Path) -> None:
    worst = 0.0
    for seed in range(4):
        answer = dissensus("scale", table, *FEW, "--seed", str(seed))
        values = json.loads(dissensus("scale", table, *FEW, "--seed", str(seed), "--json").out)
        apart = values["convergence"]["r_hat"] > HIGHEST_R_HAT
        worst = max(worst, values["convergence"]["r_hat"])
        assert ("not converged: R-hat at most" in answer.out) == apart
        assert ("\nconverged   R-hat at most" in answer.out) != apart
    assert worst > HIGHEST_R_HAT
