"""Quality on the example articles does not fall below the floors, and floors only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def measured(measure, scoring):
    texts, predicted = measure.annotations()
    assert set(texts) == set(predicted)
    return measure.score(scoring, texts, predicted).measures()


@pytest.mark.parametrize("name", sorted(FLOORS["floors"]))
def test_no_measure_falls_below_its_floor(measured, name):
    assert measured[name] >= FLOORS["floors"][name], f"{name} fell; see tests/examples/measure.py --show"


def test_every_measure_has_a_floor(measured):
    assert set(measured) == set(FLOORS["floors"])


def test_the_floors_were_measured_on_these_articles_and_this_gold(measure):
    assert FLOORS["gold_digest"] == measure.gold_digest(), "measure again: tests/examples/measure.py --update"


def test_an_update_never_lowers_a_floor(measure):
    old = {"gold_digest": "d", "floors": {"a": 0.9, "b": 0.5}}
    assert measure.raised(old, {"a": 0.8, "b": 0.8}, "d")["floors"] == {"a": 0.9, "b": 0.79}


def test_floors_of_other_gold_are_forgotten(measure):
    old = {"gold_digest": "d", "floors": {"a": 0.9}}
    assert measure.raised(old, {"a": 0.8}, "other")["floors"] == {"a": 0.79}
