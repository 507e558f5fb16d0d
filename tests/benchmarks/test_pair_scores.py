"""The figures of the benchmark of claims, against cases worked by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from claims import pair_scores, speed


def test_the_area_is_the_share_of_pairs_in_the_right_order():
    scores, label = np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1])
    assert pair_scores.roc_auc(scores, label) == pytest.approx(0.75)


def test_ties_count_half():
    assert pair_scores.roc_auc(np.array([0.5, 0.5]), np.array([0, 1])) == pytest.approx(0.5)


def test_average_precision_is_the_mean_at_each_true_one():
    scores, label = np.array([0.9, 0.8, 0.7]), np.array([1, 0, 1])
    assert pair_scores.average_precision(scores, label) == pytest.approx((1 + 2 / 3) / 2)


def test_folds_are_of_topics_and_weigh_the_same():
    right = np.array([1.0, 1.0, 1.0, 0.0])
    assert pair_scores.by_folds(right, ["a", "a", "a", "b"], folds=2) == pytest.approx(0.5)


def test_the_best_threshold_may_point_either_way():
    threshold, above = pair_scores.best_threshold(np.array([0.1, 0.2, 0.8, 0.9]), np.array([1, 1, 0, 0]))
    assert not above
    assert 0.2 < threshold <= 0.8


def test_the_interval_holds_the_mean():
    right = np.array([1.0] * 80 + [0.0] * 20)
    low, high = pair_scores.interval(right)
    assert low < 0.8 < high


def test_generated_statements_differ():
    assert len(set(speed.sayings(500))) == 500
    assert len({text for _, text in speed.claims()}) == 50
