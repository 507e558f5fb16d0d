"""The floors of the benchmark of actors, and its command line."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def floors(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    return importlib.import_module("actors.floors")


def test_what_is_under_its_floor_is_named(floors: Any) -> None:
    measured = {"gap_f1": 0.7, "gap_ratio": 0.96, "gap_over_baseline": 0.1}
    assert floors.below(measured, {"gap_f1": 0.72, "gap_ratio": 0.95}, "gap") == [
        "gap_f1 0.7000 is under its floor 0.72"
    ]


def test_a_floor_of_another_part_is_not_judged(floors: Any) -> None:
    assert floors.below({"gum_average": 0.5}, {"gap_f1": 0.72}, "gum") == []


def test_a_floor_whose_measure_is_lacking_is_named(floors: Any) -> None:
    assert floors.below({}, {"gum_average": 0.5}, "gum") == ["gum_average has a floor but was not measured"]


def test_every_floor_is_of_something_that_is_measured(floors: Any, root: Path) -> None:
    kept = json.loads((root / "benchmarks" / "actors" / "floors.json").read_text(encoding="utf-8"))
    assert floors.unknown(kept) == []
    assert floors.unknown({"colour": 1.0}) == ["the floor colour is of nothing that is measured"]


def test_missing_data_are_named_and_end_with_2(root: Path, tmp_path: Path) -> None:
    script = root / "benchmarks" / "actors" / "run.py"
    command = [sys.executable, str(script), "--part", "gap", "--shared", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "data/coreference/gap" in done.stderr


def test_the_resolution_is_measured_on_generated_entities(floors: Any) -> None:
    measured = importlib.import_module("actors.speed").scaling(400)
    assert set(floors.MEASURES["speed"]) & measured.keys() == {"double_to_growth", "entities_per_second"}
    assert 0 < measured["actors"] <= 400


def test_the_cost_is_the_share_of_mentions_entities_and_actors(floors: Any) -> None:
    from dissensus.model.documents import Document

    document = Document(id="d", text="Ada Quill left Teral. “I slept,” she said.")
    measured = importlib.import_module("actors.speed").cost([document], rounds=1)
    assert 0 < measured["added_to_rest"] < 10
    assert measured["rest_to_added"] == pytest.approx(1 / measured["added_to_rest"])
