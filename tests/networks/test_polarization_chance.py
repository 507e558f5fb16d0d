"""Polarization by chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from coded_by_hand import coded, seconds

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.building import build
from dissensus.networks.options import NetworkOptions
from dissensus.networks.polarization import polarization
from dissensus.networks.polarization_chance import polarization_by_chance

AVERAGE = NetworkOptions(normalization="average")


def debate(flipped: float, seed: int = 0) -> CodedStatements:
    """Ten actors, each once on each of eight claims; two camps, some statements flipped."""
    random = np.random.default_rng(seed)
    return coded(
        *[
            (f"n{k}", f"c{j}", int((k + j) % 2 == 0) ^ int(random.uniform() < flipped), "2020-01-01", k)
            for k in range(10)
            for j in range(8)
        ]
    )


def test_camps_are_far_above_chance() -> None:
    level = polarization_by_chance(debate(0.0), AVERAGE, replicates=30)
    assert level.found.score == pytest.approx(1.0)
    assert 0 < level.mean < 0.5
    assert level.excess == pytest.approx(1.0)
    assert level.share_as_high == pytest.approx(1 / 31)


def test_a_debate_without_camps_is_what_chance_makes() -> None:
    shares = [polarization_by_chance(debate(0.5, seed), AVERAGE, replicates=19).share_as_high for seed in range(12)]
    assert 0.2 < np.mean(shares) < 0.8


def test_where_all_agree_there_is_nothing_to_deal_out() -> None:
    some = coded(*[(name, "c", 1, "2020-01-01", 1) for name in "abc"])
    level = polarization_by_chance(some, AVERAGE, replicates=3)
    assert (level.found.score, level.mean, level.excess, level.share_as_high) == (0, 0, 0, 1)


def test_agreement_is_dealt_out_within_claims() -> None:
    """Where everybody agrees with one claim and nobody with the other, every draw is the debate itself."""
    some = coded(*[(name, claim, int(claim == "c"), "2020-01-01", 1) for name in "abcd" for claim in "cd"])
    level = polarization_by_chance(some, replace(AVERAGE, variable1="organization"), replicates=5)
    assert level.by_chance.tolist() == [level.found.score] * 5


def test_a_span_of_time_and_values_left_out_keep_the_scale_of_the_debate() -> None:
    """A statement of another year, and one that is left out, stretch the scale for the score and for chance alike."""
    said = [(f"n{k}", f"c{j}", (3 * k + 5 * j) % 4, "2020-01-01", k) for k in range(8) for j in range(5)]
    some = coded(*said, ("n1", "c1", 9, "2021-01-01", 90), ("far", "c1", -6, "2020-01-01", 91), qualifier="integer")
    year = replace(AVERAGE, stop=seconds("2020-12-31"), exclude_values={"organization": ("far",)})
    near, far = (build(some, replace(year, aggregation=each)) for each in ("congruence", "conflict"))
    level = polarization_by_chance(some, year, replicates=5)
    assert level.found.score == pytest.approx(polarization(near, far).score)
    alone = polarization_by_chance(coded(*said, qualifier="integer"), AVERAGE, replicates=5)
    assert level.mean != pytest.approx(alone.mean)


def test_the_same_seed_draws_the_same() -> None:
    first, second = (polarization_by_chance(debate(0.2), AVERAGE, replicates=4, seed=7) for _ in range(2))
    assert first.by_chance.tolist() == second.by_chance.tolist()


def test_duplicates_are_removed_once() -> None:
    twice = debate(0.1).take(np.repeat(np.arange(80), 2))
    once = polarization_by_chance(debate(0.1), AVERAGE, replicates=4)
    again = polarization_by_chance(twice, replace(AVERAGE, duplicates="document"), replicates=4)
    assert again.found.score == pytest.approx(once.found.score)
    assert again.by_chance == pytest.approx(once.by_chance)


def test_what_has_no_qualifier_is_refused() -> None:
    with pytest.raises(NetworkError, match="qualifier"):
        polarization_by_chance(debate(0.0), replace(AVERAGE, qualifier=None))
    with pytest.raises(NetworkError, match="draws"):
        polarization_by_chance(debate(0.0), AVERAGE, replicates=0)
