"""Answers for scaling, from coded statements."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from coded_by_hand import coded

from dissensus.model.errors import NetworkError
from dissensus.networks.options import NetworkOptions
from dissensus.networks.scaling_data import scaling_data

ALL = {"drop_constant": False, "least_claims": 1, "least_actors": 1}
DAY = "2031-05-04"


def debate(**sides):
    """Statements from actor="claim+ claim- ...": one statement for each word."""
    return coded(
        *[(who, word[:-1], int(word[-1] == "+"), DAY, 1) for who, said in sides.items() for word in said.split()]
    )


OPTIONS = NetworkOptions()


def test_where_nothing_was_said_that_is_told_and_not_a_wrong_qualifier():
    with pytest.raises(NetworkError, match="there are no statements to scale") as refused:
        scaling_data(debate(), OPTIONS)
    assert refused.value.code == "NET004"


def test_claims_that_all_agree_on_are_told_to_tell_nothing():
    with pytest.raises(NetworkError, match="on 2 claims all agree, and unanimous claims tell nothing about positions"):
        scaling_data(debate(A="x+ y-", B="x+ y-"), OPTIONS)


def test_claims_are_not_called_unanimous_where_too_few_speak():
    with pytest.raises(NetworkError) as refused:
        scaling_data(debate(A="x+", B="y-"), OPTIONS)
    assert "unanimous" not in refused.value.found


def test_binary_answers_are_supports_opposes_and_missing_for_both_or_none():
    data = scaling_data(debate(A="x+ y-", B="x+ x- y+"), OPTIONS, **ALL)
    assert data.actors == ("A", "B")
    assert data.claims == ("x", "y")
    assert data.values.tolist() == [[1, 0], [-1, 1]]


def test_ordinal_answers_have_mixed_in_the_middle():
    data = scaling_data(debate(A="x+ y-", B="x+ x-"), OPTIONS, kind="ordinal", **ALL)
    assert data.categories == ("opposes", "mixed", "supports")
    assert data.values.tolist() == [[2, 0], [1, -1]]


@pytest.mark.parametrize(("kind", "silence"), [("binary", 0), ("ordinal", 1)])
def test_silence_can_be_an_answer(kind, silence):
    data = scaling_data(debate(A="x+ y-", B="x-"), OPTIONS, kind=kind, unmentioned="answer", **ALL)
    assert data.values[1, 1] == silence


@pytest.mark.parametrize(("threshold", "answer"), [(0.0, 1), (0.2, 1), (0.25, 2), (0.5, 2)])
def test_a_threshold_makes_almost_all_count_as_all(threshold, answer):
    data = scaling_data(debate(A="x+ x+ x+ x- y+", B="x- y-"), OPTIONS, kind="ordinal", threshold=threshold, **ALL)
    assert data.values[0, 0] == answer


@pytest.mark.parametrize(("threshold", "answer"), [(0.0, 1), (0.25, 0)])
def test_a_threshold_makes_almost_none_count_as_none(threshold, answer):
    data = scaling_data(debate(A="x- x- x- x+ y+", B="x- y-"), OPTIONS, kind="ordinal", threshold=threshold, **ALL)
    assert data.values[0, 0] == answer


def test_exactly_half_is_mixed_at_every_threshold():
    data = scaling_data(debate(A="x+ x- y+", B="x- y-"), OPTIONS, kind="ordinal", threshold=0.5, **ALL)
    assert data.values[0, 0] == 1


def test_claims_to_which_all_answer_alike_are_dropped():
    data = scaling_data(debate(A="x+ y+ z+", B="x- y+ z-", C="x- y+ z+"), OPTIONS)
    assert data.claims == ("x", "z")
    assert data.dropped_claims == ("y",)


def test_dropping_goes_on_until_nothing_is_left_to_drop():
    data = scaling_data(debate(A="x+ y+ z+", B="x- y-", C="x- y+", D="z- w+"), OPTIONS)
    # w has one actor; then D has one claim; then z has one actor.
    assert data.dropped_actors == ("D",)
    assert data.dropped_claims == ("w", "z")


def test_any_boolean_qualifier_will_do():
    given = debate(A="x+ y-", B="x- y+")
    renamed = dict(given.variables)
    renamed["blames"] = replace(renamed.pop("agreement"), name="blames")
    data = scaling_data(replace(given, variables=renamed), NetworkOptions(qualifier="blames"))
    np.testing.assert_array_equal(data.values, scaling_data(given, OPTIONS).values)


@pytest.mark.parametrize("qualifier", [None, "concept"])
def test_a_qualifier_that_is_no_boolean_is_refused(qualifier):
    with pytest.raises(NetworkError) as caught:
        scaling_data(debate(A="x+ y-", B="x- y+"), NetworkOptions(qualifier=qualifier))
    assert caught.value.code == "NET002"


@pytest.mark.parametrize("given", [{"kind": "metric"}, {"threshold": 0.6}, {"unmentioned": "0"}])
def test_options_without_meaning_are_refused(given):
    with pytest.raises(NetworkError) as caught:
        scaling_data(debate(A="x+ y-", B="x- y+"), OPTIONS, **given)
    assert caught.value.code == "NET002"


def test_too_little_to_scale_is_told():
    with pytest.raises(NetworkError) as caught:
        scaling_data(debate(A="x+", B="y+"), OPTIONS)
    assert caught.value.code == "NET004"
