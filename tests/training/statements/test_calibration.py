"""Thresholds and calibration."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.statements.calibration import (
    by_min_confidence,
    calibration_error,
    choose_threshold,
    confidences,
    equal_mass,
    fit,
    judge_confidence,
    judged,
    reaching,
    reliability,
    samples_of,
)
from training.statements.diagram import reliability_diagram

from dissensus.annotating.statements.engine.confidence import FEATURES, Calibration

LIKELY = FEATURES.index("likely")


def simulated(weights: dict[str, float], intercept: float, count: int = 20_000) -> tuple[Any, Any]:
    """Features drawn at random, and right or wrong drawn by the logistic function of given weights."""
    draw = np.random.default_rng(7)
    features = draw.normal(size=(count, len(FEATURES)))
    score = intercept + features @ np.array([weights.get(name, 0.0) for name in FEATURES])
    return features, draw.random(count) < 1 / (1 + np.exp(-score))


def three(corpus: Any) -> list[Any]:
    """Two gold attributions; both read, one with doubt, and a false alarm."""
    labels = corpus.labels
    read = [(labels(range(10)), 0.9), (labels(range(20, 30)), 0.5), (labels(range(40, 50)), 0.2)]
    return [corpus.article([labels(range(10)), labels(range(20, 30))], read)]


def likely(articles: list[Any]) -> list[list[float]]:
    return [[reading.likely for reading in article.readings] for article in articles]


def test_the_fit_finds_the_coefficients_that_made_the_data() -> None:
    features, right = simulated({"likely": 1.2, "certain": -0.7, "quoted": 0.4}, -0.5)
    found = fit(features, right)
    assert found.intercept == pytest.approx(-0.5, abs=0.06)
    assert (found.likely, found.certain, found.quoted) == pytest.approx((1.2, -0.7, 0.4), abs=0.06)
    assert (found.speaker, found.cue, found.length) == pytest.approx((0, 0, 0), abs=0.06)


def test_the_fit_does_not_depend_on_the_units_of_a_feature() -> None:
    features, right = simulated({"likely": 1.0}, 0.0, 500)
    wide = features.copy()
    wide[:, FEATURES.index("length")] *= 100
    assert fit(wide, right).likely == pytest.approx(fit(features, right).likely, abs=1e-5)


def test_more_of_the_anchor_never_means_less_confidence() -> None:
    features, right = simulated({"likely": -1.0, "certain": 1.0}, 0.0)
    found = fit(features, right)
    assert found.likely == 0.0
    assert found.certain > 0.5


def test_a_feature_that_never_varies_gets_no_coefficient() -> None:
    features, right = simulated({"likely": 1.0}, 0.0, 500)
    features[:, FEATURES.index("cue")] = 1.0
    assert fit(features, right).cue == 0.0


def test_data_that_a_line_separates_still_give_finite_coefficients() -> None:
    features = np.zeros((20, len(FEATURES)))
    features[10:, LIKELY] = 5.0
    assert 0 < fit(features, np.arange(20) >= 10).likely < 100


@pytest.mark.parametrize("right", [True, False])
def test_nothing_can_be_learned_when_all_are_right_or_wrong(right: bool) -> None:
    with pytest.raises(ValueError, match="needs right and wrong ones"):
        fit(np.ones((4, len(FEATURES))), np.array([right] * 4))


def test_the_calibration_error_is_as_worked_by_hand() -> None:
    confidence = np.array([0.95, 0.95, 0.05, 0.05])
    right = np.array([True, False, False, False])
    assert calibration_error(confidence, right) == pytest.approx(0.5 * 0.45 + 0.5 * 0.05)


def test_the_calibration_error_of_bins_of_one_size_is_as_worked_by_hand() -> None:
    confidence = np.array([0.1, 0.6, 0.2, 0.7])
    right = np.array([True, True, False, False])
    expected = 0.5 * abs(0.5 - 0.15) + 0.5 * abs(0.5 - 0.65)
    assert calibration_error(confidence, right, "equal mass", bins=2) == pytest.approx(expected)


def test_confidences_that_are_right_as_often_as_they_say_have_no_error() -> None:
    confidence = np.array([0.25] * 4 + [0.75] * 4)
    right = np.array([True, False, False, False, True, True, True, False])
    assert calibration_error(confidence, right) == 0.0


def test_no_readings_have_no_error() -> None:
    assert calibration_error(np.array([]), np.array([], dtype=bool)) == 0.0


def test_the_reliability_table_counts_every_reading_once() -> None:
    rows = reliability(np.array([0.0, 0.1, 0.99, 1.0]), np.array([False, True, True, True]))
    assert [row["count"] for row in rows] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    assert (rows[2]["confidence"], rows[9]["right"]) == (None, 1.0)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_bins_of_one_mass_differ_by_at_most_one_reading_and_rise(values: list[float]) -> None:
    bins = equal_mass(np.array(values))
    sizes = [len(part) for *_, part in bins]
    assert max(sizes) - min(sizes) <= 1
    assert sum(sizes) == len(values)
    assert all(before[1] <= after[0] for before, after in pairwise(bins))


def test_the_fit_lowers_the_error_of_probabilities_that_are_too_bold() -> None:
    features, right = simulated({"likely": 0.5}, -1.0)
    found = fit(features, right)
    bold = 1 / (1 + np.exp(-features[:, LIKELY]))
    mended = 1 / (1 + np.exp(-(found.intercept + features[:, LIKELY] * found.likely)))
    assert calibration_error(mended, right) < 0.02 < calibration_error(bold, right)


def test_the_judgement_of_a_confidence_is_the_same_at_each_run() -> None:
    features, right = simulated({"likely": 1.0}, 0.0, 200)
    confidence = 1 / (1 + np.exp(-features[:, LIKELY]))
    article = np.arange(200) // 10
    first = judge_confidence(confidence, right, article, samples=50)
    assert first == judge_confidence(confidence, right, article, samples=50)
    low, high = first["equal width"]["ci95"]
    assert 0 <= low < high <= 1
    assert first["brier"] == pytest.approx(float(np.mean((confidence - right) ** 2)))


def test_the_threshold_is_the_middle_of_the_best_plateau(corpus: Any, scorer: Any) -> None:
    articles = three(corpus)
    chosen = choose_threshold(articles, scorer, likely(articles))
    assert chosen["plateau"] == [0.22, 0.5]
    assert (chosen["value"], chosen["f1"]) == (0.36, 1.0)


def test_the_curve_tells_how_flat_it_is(corpus: Any, scorer: Any) -> None:
    articles = three(corpus)
    chosen = choose_threshold(articles, scorer, likely(articles))
    assert chosen["best"] == {"threshold": 0.22, "f1": 1.0}
    assert chosen["worst"]["threshold"] == 0.52
    assert chosen["worst"]["f1"] == pytest.approx(2 / 3)
    assert chosen["curve"][0]["f1"] == pytest.approx(0.8)


def test_what_is_nearly_as_good_belongs_to_the_plateau(corpus: Any, scorer: Any) -> None:
    articles = three(corpus)
    chosen = choose_threshold(articles, scorer, likely(articles), tolerance=0.25)
    assert chosen["plateau"] == [0.1, 0.5]


def test_a_second_reading_of_one_attribution_is_wrong(corpus: Any, scorer: Any) -> None:
    labels = corpus.labels
    article = corpus.article([labels(range(10))], [(labels(range(8)), 0.9), (labels(range(10)), 0.3)])
    samples = samples_of([article], scorer, [[True, True]])
    assert samples.right.tolist() == [False, True]
    assert samples_of([article], scorer, [[True, False]]).right.tolist() == [True]


def test_a_reading_with_another_speaker_is_wrong(corpus: Any, scorer: Any) -> None:
    labels = corpus.labels
    article = corpus.article([labels(range(10), range(20, 22))], [(labels(range(10), range(30, 32)), 0.9)])
    assert samples_of([article], scorer, [[True]]).right.tolist() == [False]


def test_samples_know_their_article(corpus: Any, scorer: Any) -> None:
    articles = three(corpus) + three(corpus)
    samples = samples_of(articles, scorer, reaching(likely(articles), 0.4))
    assert samples.article.tolist() == [0, 0, 1, 1]
    assert samples.features.shape == (4, len(FEATURES))


def test_a_higher_least_confidence_gives_precision_for_recall(corpus: Any, scorer: Any) -> None:
    articles = three(corpus)
    rows = by_min_confidence(articles, scorer, confidences(articles, Calibration()))
    assert [row["kept"] for row in rows] == [3, 3, 3, 2, 2, 2, 1, 1, 1, 1]
    assert (rows[0]["p"], rows[0]["r"]) == (pytest.approx(2 / 3), 1.0)
    assert (rows[9]["p"], rows[9]["r"]) == (1.0, 0.5)


def test_gold_without_a_content_word_is_left_out_as_the_scorer_does(corpus: Any, scorer: Any) -> None:
    gold = {"one": ("x" * 60, [{"content": [], "source": [(0, 2)], "cue": []},
                               {"content": [(5, 9)], "source": [], "cue": []}])}  # fmt: skip
    article = SimpleNamespace(name="one", tokens=corpus.tokens())
    (found,) = judged([article], {"one": []}, gold, scorer)  # type: ignore[list-item]
    assert [a["content"] for a in found.gold] == [{5, 6, 7, 8}]


ROWS = reliability(np.array([0.15, 0.85, 0.85]), np.array([False, True, True]))


def test_the_diagram_says_in_words_what_it_shows() -> None:
    root = ET.fromstring(reliability_diagram(ROWS, title="Of <one> & all", note="Error 1.0."))
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == "Of <one> & all"
    assert root.findtext(f"{space}desc") == (
        "Error 1.0. confidence 0.15: 0% right of 1; confidence 0.85: 100% right of 2"
    )


def test_the_diagram_has_a_point_for_each_bin_that_is_not_empty() -> None:
    drawing = reliability_diagram(ROWS, title="t", note="n")
    assert drawing.count("<circle") == 2
    assert drawing == reliability_diagram(ROWS, title="t", note="n")


def test_a_diagram_of_nothing_is_a_drawing_too() -> None:
    empty = reliability(np.array([]), np.array([], dtype=bool))
    assert ET.fromstring(reliability_diagram(empty, title="t", note="n")).tag.endswith("svg")
