"""The simulation of projects that learn from people."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.claims import learning_curve as curve
from project_of_positions import OneAnswer, WordVectors

from dissensus.reconciling.claims.learning import Pairs


def told(count=120, seed=0):
    random = np.random.default_rng(seed)
    texts = random.normal(size=(count, 8))
    texts /= np.linalg.norm(texts, axis=1, keepdims=True)
    claims = np.eye(8)[np.zeros(count, int)]
    pairs = Pairs(tuple(f"{k:04d}" for k in range(count)), ("C",) * count, np.full((count, 3), 1 / 3), claims, texts)
    return curve.Labelled(pairs, (texts[:, 1] > 0).astype(np.intp))


def test_a_course_rises_to_what_all_labels_give():
    random, ranked = next(iter(curve.courses(told(600), 1)))
    for each in (random, ranked):
        assert each.accuracy[0] < 0.7 < each.full
        assert np.mean(each.accuracy[-3:]) > each.accuracy[0] + 0.8 * (each.full - each.accuracy[0])


def test_labels_to_a_goal_are_those_from_which_it_lasts():
    course = curve.Course((0.5, 0.9, 0.5, 0.8, 0.8, 0.8), 0.9, 0.0, 0.0)
    assert course.labels_to(0.8) == 30
    assert course.labels_to(0.95) == float("inf")


def test_an_interval_holds_its_mean():
    mean, low, high = curve.interval([1.0, 2.0, 3.0, 4.0])
    assert low < mean == 2.5 < high


def test_calibration_error_of_what_is_always_sure_and_half_right_is_a_half():
    assert curve.calibration_error(np.array([[1.0, 0, 0]] * 4), np.array([0, 0, 1, 1])) == pytest.approx(0.5)


def test_neithers_are_texts_of_other_topics_as_many_as_each_claim_has():
    lines = [
        {"claim": "The dam is good.", "text": "Water is power", "stance": "supports"},
        {"claim": "The dam is good.", "text": "Fish will die", "stance": "opposes"},
        {"claim": "Cats outrank dogs.", "text": "Purring calms", "stance": "supports"},
        {"claim": "Cats outrank dogs.", "text": "Barking guards", "stance": "opposes"},
    ]
    made = curve.labelled(lines, OneAnswer(0.3, 0.3, 0.4), WordVectors())
    assert sorted(made.answers.tolist()) == [0, 0, 1, 1, 2, 2, 2, 2]
    assert made.pairs.claim_ids.count("c0000") == 4
