"""Quality on the example articles does not fall below the floors, and floors only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dissensus.model.options import STATEMENT_READERS

HERE = Path(__file__).resolve().parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


READERS = sorted(FLOORS["floors"])


@pytest.fixture(scope="session")
def measured(measure, scoring):
    found = {}
    for reader in READERS:
        texts, predicted = measure.annotations(reader)
        assert set(texts) == set(predicted)
        found[reader] = measure.score(scoring, texts, predicted).measures()
    return found


@pytest.mark.parametrize(("reader", "name"), [(r, name) for r in READERS for name in sorted(FLOORS["floors"][r])])
def test_no_measure_falls_below_its_floor(measured, reader, name):
    assert measured[reader][name] >= FLOORS["floors"][reader][name], "see tests/examples/measure.py --show"


@pytest.mark.parametrize("reader", STATEMENT_READERS)
def test_every_measure_of_every_reader_has_a_floor(measured, reader):
    assert set(measured[reader]) == set(FLOORS["floors"][reader])


def test_the_floors_were_measured_on_these_articles_and_this_gold(measure):
    assert FLOORS["gold_digest"] == measure.gold_digest(), "measure again: tests/examples/measure.py --update"


def test_an_update_never_lowers_a_floor(measure):
    old = {"gold_digest": "d", "floors": {"r": {"a": 0.9, "b": 0.5}}}
    assert measure.raised(old, {"r": {"a": 0.8, "b": 0.8}}, "d")["floors"] == {"r": {"a": 0.9, "b": 0.79}}


def test_floors_of_other_gold_are_forgotten(measure):
    old = {"gold_digest": "d", "floors": {"r": {"a": 0.9}}}
    assert measure.raised(old, {"r": {"a": 0.8}}, "other")["floors"] == {"r": {"a": 0.79}}
