"""The confidence of a reading."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dissensus.annotating.statements.engine.confidence import FEATURES, Calibration, confidence_of, features_of
from dissensus.annotating.statements.engine.reader import Reading
from dissensus.annotating.statements.engine.tokens import Tokens

SURE = Calibration(intercept=-0.5, likely=0.8, certain=0.4, speaker=1.0, cue=0.3, length=-0.1, quoted=0.6)
probability = st.floats(0, 1)
coefficient = st.floats(-1000, 1000)


def tokens(*quote: int) -> Tokens:
    """Tokens of which only the class of quotation matters."""
    classes = np.array(quote, dtype=np.int64)
    return Tokens(*[classes] * len(dataclasses.fields(Tokens)))


def reading(likely: float = 0.5, certain: float = 0.5, **runs: Any) -> Reading:
    runs = {"speaker": ((0, 1),), "cue": ((1, 2),), "content": ((2, 4),), **runs}
    return Reading(anchor=1, likely=likely, certain=certain, **runs)


FOUR = tokens(0, 0, 1, 0)


def test_without_a_fit_the_confidence_is_the_probability_of_the_anchor() -> None:
    assert confidence_of(reading(likely=0.3), FOUR, Calibration()) == 0.3


def test_the_features_of_a_reading_are_what_they_say() -> None:
    expected = (0.0, math.log(0.25), 1.0, 1.0, math.log(2), 0.5)
    assert features_of(reading(0.5, 0.25), FOUR) == pytest.approx(expected)


def test_a_reading_without_speaker_or_cue_has_neither_feature() -> None:
    values = dict(zip(FEATURES, features_of(reading(speaker=(), cue=()), FOUR), strict=True))
    assert (values["speaker"], values["cue"]) == (0.0, 0.0)


def test_content_in_several_runs_is_counted_as_a_whole() -> None:
    values = dict(zip(FEATURES, features_of(reading(content=((0, 2), (3, 5))), tokens(1, 3, 0, 0, 0)), strict=True))
    assert values["length"] == pytest.approx(math.log(4))
    assert values["quoted"] == 0.5


@pytest.mark.parametrize(
    ("more", "less"),
    [(reading(certain=0.9), reading(certain=0.2)), (reading(), reading(speaker=())), (reading(), reading(cue=()))],
)
def test_each_feature_moves_the_confidence_by_the_sign_of_its_coefficient(more: Reading, less: Reading) -> None:
    assert confidence_of(more, FOUR, SURE) > confidence_of(less, FOUR, SURE)


def test_the_logistic_function_is_as_worked_by_hand() -> None:
    only = Calibration(intercept=1.0, likely=0.0)
    assert confidence_of(reading(), FOUR, only) == round(1 / (1 + math.exp(-1)), 4)


@given(probability, probability, probability, st.floats(0, 1000))
def test_a_likelier_anchor_is_never_less_sure(one: float, other: float, certain: float, weight: float) -> None:
    low, high = sorted((one, other))
    fitted = dataclasses.replace(SURE, likely=weight)
    assert confidence_of(reading(low, certain), FOUR, fitted) <= confidence_of(reading(high, certain), FOUR, fitted)


@given(probability, probability, st.tuples(*[coefficient] * 7))
def test_any_calibration_gives_a_rounded_number_between_its_bounds(
    likely: float, certain: float, values: tuple[float, ...]
) -> None:
    names = [field.name for field in dataclasses.fields(Calibration)]
    given_values = dict(zip(names, values, strict=True))
    fitted = Calibration(**{**given_values, "likely": abs(given_values["likely"])})
    sure = confidence_of(reading(likely, certain), FOUR, fitted)
    assert 0.01 <= sure <= 0.99
    assert sure == round(sure, 4)


def test_a_calibration_comes_back_from_its_json_as_it_was() -> None:
    assert Calibration.from_dict(json.loads(json.dumps(SURE.as_dict()))) == SURE


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"likely": -0.1}, "less sure"),
        ({"cue": float("nan")}, "cue is nan"),
        ({"cue": float("inf")}, "cue is inf"),
        ({"length": 1e300}, "length is 1e"),
        ({"quoted": "much"}, "quoted is not a number but 'much'"),
        ({"quoted": True}, "quoted is not a number but True"),
        ({"colour": 1.0}, "unknown coefficient colour"),
    ],
)
def test_a_wrong_coefficient_is_named(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Calibration.from_dict({**SURE.as_dict(), **change})


def test_missing_coefficients_are_named() -> None:
    values = SURE.as_dict()
    del values["cue"], values["length"]
    with pytest.raises(ValueError, match="no coefficient for cue, length"):
        Calibration.from_dict(values)


@pytest.mark.parametrize("values", [None, [], "likely", 3])
def test_what_is_no_object_is_no_calibration(values: object) -> None:
    with pytest.raises(ValueError, match="expected an object"):
        Calibration.from_dict(values)
