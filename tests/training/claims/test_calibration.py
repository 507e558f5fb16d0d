"""Answers become probabilities, and how far they are to be trusted is told. Needs PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
from training.claims.__main__ import Judge
from training.claims.calibration import Bin
from training.claims.data import NEITHER, OPPOSES, SUPPORTS, Pair

from training.claims import calibration


def test_a_reliability_diagram_worked_by_hand():
    probabilities = np.array([[0.72, 0.28], [0.78, 0.22], [0.05, 0.95], [0.0, 1.0]])
    label = np.array([0, 1, 1, 1])
    low, high = calibration.reliability(probabilities, label)
    assert low == Bin(pytest.approx(0.75), 0.5, 2)
    assert high == Bin(pytest.approx(0.975), 1.0, 2)
    assert calibration.expected_error(probabilities, label) == pytest.approx((0.25 * 2 + 0.025 * 2) / 4)


def test_nothing_answered_is_no_error():
    assert calibration.reliability(np.zeros((0, 3)), np.zeros(0, dtype=np.int64)) == []
    assert calibration.expected_error(np.zeros((0, 3)), np.zeros(0, dtype=np.int64)) == 0.0


def test_the_temperature_of_answers_that_are_too_sure_is_above_one():
    drawn = np.random.default_rng(4)
    label = drawn.integers(0, 3, 3000)
    logits = drawn.normal(size=(3000, 3))
    logits[np.arange(3000), label] += 1.5
    weight = np.ones(3000)
    fair = calibration.fit_stance(logits, label, weight)
    sure = calibration.fit_stance(3 * logits, label, weight)
    assert sure["temperature"] == pytest.approx(3 * fair["temperature"], rel=0.01)


def test_the_card_tells_each_set_and_all_together():
    """A model that always opposes with 0.6 is right where a set opposes."""
    judge = object.__new__(Judge)

    def pairs(label: int, count: int) -> list[Pair]:
        return [Pair(f"c{n}", "t", "stance", label, "", "s") for n in range(count)]

    judge.dev = {"kpa": pairs(OPPOSES, 3)}
    judge.made, judge.news, judge.unrelated = pairs(SUPPORTS, 1), pairs(NEITHER, 2), pairs(NEITHER, 4)
    found = judge.of_three_classes(lambda texts: np.tile([0.3, 0.6, 0.1], (len(texts), 1)))
    assert {name: found[name]["right"] for name in ("kpa", "own", "news", "other topics")} == {
        "kpa": 1.0,
        "own": 0.0,
        "news": 0.0,
        "other topics": 0.0,
    }
    assert found["other topics"] == {"pairs": 4, "right": 0.0, "error": pytest.approx(0.6)}
    assert found["all"] == {"pairs": 10, "error": pytest.approx(0.3)}
    assert found["bins"] == [{"confidence": pytest.approx(0.6), "right": 0.3, "count": 10}]
