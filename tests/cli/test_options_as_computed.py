"""What the analyses say that they computed is what they computed, not what was asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import dissensus

NOTHING_DIVIDED = "“activity” does not go with one-mode networks; nothing is divided."
NOTHING_COMBINED = "“combine” does not go with one-mode networks; “ignore” is used instead."
FEW = ("--chains", "2", "--draws", "20", "--burn-in", "20", "--thin", "1")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six actors in two camps, four claims, five months."""
    lines = ["time,document_id,organization,concept,agreement"]
    for month in range(1, 6):
        for place, actor in enumerate(("Ants", "Bees", "Crows", "Ducks", "Eels", "Foxes")):
            claim = f"Claim {'abcd'[(month + place) % 4]}."
            lines.append(f"2031-{month:02}-{1 + place:02},d{month}{actor},{actor},{claim},{int(place > 2)}")
    path = tmp_path_factory.mktemp("options") / "debate.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def computed(*words: str | Path) -> tuple[str, str, dict[str, Any]]:
    """The line that says what was computed, all notices, and the options of the JSON."""
    told, plain = dissensus(*words), dissensus(*words, "--json")
    assert told.code == plain.code == 0, told.err
    options: dict[str, Any] = json.loads(plain.out)["options"]
    return told.out.splitlines()[0], told.err, options


@pytest.mark.parametrize("command", ["polarization", "backbone", "phases", "communities", "centrality", "network"])
def test_a_normalization_of_other_networks_is_told_and_not_claimed(command: str, table: Path) -> None:
    line, notices, options = computed(command, table, "--normalization", "activity")
    assert "not normalized" in line
    assert options["normalization"] == "no"
    assert notices.count(NOTHING_DIVIDED) == 1


@pytest.mark.parametrize("command", ["backbone", "phases", "centrality", "sensitivity"])
def test_an_aggregation_of_other_networks_is_told_and_not_claimed(command: str, table: Path) -> None:
    line, notices, options = computed(command, table, "--aggregation", "combine")
    assert "combine" not in line
    assert options["aggregation"] == "ignore"
    assert notices.count(NOTHING_COMBINED) == 1


def test_a_fixed_backbone_tells_what_was_replaced(table: Path) -> None:
    words = ("--method", "fixed", "--size", "2", "--iterations", "20", "--aggregation", "combine")
    _, notices, options = computed("backbone", table, *words)
    assert (options["mode"], options["aggregation"]) == ("one-mode", "ignore")
    assert NOTHING_COMBINED in notices


@pytest.mark.parametrize(
    ("words", "mode", "aggregation"),
    [
        (("polarization",), "one-mode", "congruence & conflict"),
        (("polarization", "--time-window", "months", "--window-size", "3"), "one-mode", "congruence & conflict"),
        (
            ("polarization", "--time-window", "months", "--window-size", "2", "--compatible", "dna"),
            "one-mode",
            "subtract",
        ),
        (("communities", "--method", "leiden"), "one-mode", "subtract"),
        (("scale", *FEW), "two-mode", "combine"),
        (("bars", "--mode", "one-mode", "--aggregation", "subtract"), "event-list", "ignore"),
    ],
)
def test_the_json_has_the_networks_that_an_analysis_makes(
    words: tuple[str, ...], mode: str, aggregation: str, table: Path
) -> None:
    line, _, options = computed(words[0], table, *words[1:])
    assert (options["mode"], options["aggregation"]) == (mode, aggregation)
    assert mode == "event-list" or aggregation in line


def test_sensitivity_has_the_options_of_its_reference(table: Path) -> None:
    words = ("--normalization", "activity", "--try-duplicates", "include", "--no-camps")
    values = json.loads(dissensus("sensitivity", table, *words, "--json").out)
    assert values["options"]["normalization"] == values["reference"]["normalization"] == "no"


def test_phases_tell_the_slices_that_they_take_of_themselves(table: Path) -> None:
    line, _, options = computed("phases", table)
    assert "windows of 12 months, gaussian kernel" in line
    assert (options["time_window"], options["window_size"], options["kernel"]) == ("months", 12, "gaussian")
    line, notices, options = computed("phases", table, "--window-size", "6")
    assert "windows of 6 months, gaussian kernel" in line
    assert "no effect" not in notices


@pytest.mark.parametrize("command", ["centrality", "sensitivity", "backbone", "bars", "scale"])
def test_windows_that_are_not_made_are_not_claimed(command: str, table: Path) -> None:
    few = FEW if command == "scale" else ()
    line, notices, options = computed(command, table, *few, "--time-window", "years", "--window-size", "2")
    assert "windows" not in line
    assert (options["time_window"], options["window_size"]) == ("no", 1)
    assert notices.count("--time-window has no effect here") == 1


def test_bars_of_names_without_statements_are_had_and_claimed(table: Path) -> None:
    words = ("bars", table, "--exclude", "organization=Ants", "--isolates", "--json")
    answer = dissensus(*words)
    values = json.loads(answer.out)
    assert ("Ants" in values["rows"], values["options"]["isolates"]) == (True, True)
    assert "no effect" not in dissensus(*words[:-1]).err


def test_a_list_of_statements_has_neither_ties_nor_windows(table: Path) -> None:
    words = ("--mode", "event-list", "--normalization", "average", "--time-window", "months")
    line, notices, options = computed("network", table, *words)
    assert line == "computed    list of statements, all statements"
    assert (options["normalization"], options["time_window"]) == ("no", "no")
    assert "--normalization has no effect here" in notices
