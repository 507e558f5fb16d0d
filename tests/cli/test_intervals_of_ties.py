"""``dissensus network --bootstrap``: which cells intervals are made of, and what is told of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import dissensus


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty documents of one statement each; the anglers never speak on the levy."""
    lines = ["time,document_id,organization,concept,agreement"]
    for day in range(1, 31):
        actor, side = (("Union", 0), ("Board", 1), ("Anglers", 0))[day % 3]
        concept = "Build the dam." if actor == "Anglers" or day % 2 else "Raise the levy."
        lines.append(f"2031-01-{day:02},d{day},{actor},{concept},{side}")
    path = tmp_path_factory.mktemp("debate") / "debate.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def asked(table: Path, *words: str) -> dict[str, object]:
    answer = dissensus("network", table, "--mode", "two-mode", "--aggregation", "subtract", *words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_cells_are_fitted_by_default_and_counted_if_asked(table: Path) -> None:
    fitted = asked(table, "--bootstrap", "60")
    counted = asked(table, "--bootstrap", "60", "--cells", "counted")
    assert (fitted["method"], counted["method"]) == ("fitted", "bca")
    assert fitted["matrix"] == counted["matrix"]
    assert fitted["statements_behind"][0] == [10, 0]
    assert counted["low"][0][1] == counted["high"][0][1] == 0
    assert fitted["low"][0][1] < 0


def test_the_same_seed_gives_the_same_intervals(table: Path) -> None:
    assert asked(table, "--bootstrap", "20", "--seed", "4") == asked(table, "--bootstrap", "20", "--seed", "4")


def test_lines_tell_what_intervals_were_made_of_and_why(table: Path) -> None:
    words = ("network", table, "--mode", "two-mode", "--bootstrap", "20")
    assert "intervals   of fitted cells" in dissensus(*words).out
    combined = dissensus(*words, "--aggregation", "combine")
    assert "intervals   of counted cells (bca), because “combine”" in combined.out


def test_thirty_documents_are_few_for_counted_cells_alone(table: Path) -> None:
    words = ("network", table, "--mode", "two-mode", "--bootstrap", "20")
    assert "few" not in dissensus(*words).err
    assert "30 documents are few" in dissensus(*words, "--cells", "counted").err


def test_ten_documents_are_few_for_all(table: Path) -> None:
    short = table.with_name("short.csv")
    short.write_text("\n".join(table.read_text(encoding="utf-8").splitlines()[:11]) + "\n", encoding="utf-8")
    assert "10 documents are few" in dissensus("network", short, "--mode", "two-mode", "--bootstrap", "20").err


def test_cells_that_cannot_be_fitted_are_an_error_if_asked_for(table: Path) -> None:
    answer = dissensus("network", table, "--normalization", "jaccard", "--bootstrap", "20", "--cells", "fitted")
    assert (answer.code, answer.err.partition(":")[0]) == (2, "error NET002")


def test_an_unknown_kind_of_cells_is_one_clear_error(table: Path) -> None:
    answer = dissensus("network", table, "--bootstrap", "20", "--cells", "guessed")
    assert (answer.code, answer.err.partition(":")[0]) == (2, "error USE005")
