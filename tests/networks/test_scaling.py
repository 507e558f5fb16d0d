"""Ideological scaling on simulated actors whose positions are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.linalg import orthogonal_procrustes
from scipy.stats import spearmanr

from dissensus.model.errors import NetworkError
from dissensus.networks.scaling import Scaling, scale
from dissensus.networks.scaling_data import CATEGORIES, ScalingData

QUICK = {"burn_in": 200, "draws": 200, "thin": 3}


def answered(actors, claims, dimensions=1, kind="binary", silent=0.3, seed=1):
    """Answers of actors at known positions (mean 0, covariance 1), and these positions."""
    rng = np.random.default_rng(seed)
    theta = rng.standard_normal((actors, dimensions))
    theta -= theta.mean(axis=0)
    values, axes = np.linalg.eigh(theta.T @ theta / actors)
    theta = theta @ axes @ np.diag(values**-0.5)
    beta = rng.standard_normal((claims, dimensions)) * 1.5
    latent = theta @ beta.T - 0.5 * rng.standard_normal(claims) + rng.standard_normal((actors, claims))
    given = (latent > 0).astype(np.int8)
    if kind == "ordinal":
        given += latent > 0.8
    given[rng.random(given.shape) < silent] = -1
    names = tuple(f"Actor {k:02}" for k in range(actors)), tuple(f"Claim {k:02}" for k in range(claims))
    return ScalingData(*names, CATEGORIES[kind], given), theta


@pytest.fixture(scope="module")
def line() -> tuple[Scaling, np.ndarray]:
    data, theta = answered(30, 25)
    return scale(data, seed=3, **QUICK), theta[:, 0]


def test_positions_on_a_line_are_found_in_their_order(line):
    scaling, theta = line
    assert abs(spearmanr(scaling.positions.mean[:, 0], theta)[0]) > 0.9


def test_intervals_hold_most_true_positions(line):
    scaling, theta = line
    sign = np.sign(np.corrcoef(scaling.positions.mean[:, 0], theta)[0, 1])
    inside = (scaling.positions.low[:, 0] <= sign * theta) & (sign * theta <= scaling.positions.high[:, 0])
    assert inside.mean() >= 0.85


def test_intervals_are_no_wider_than_they_must_be(line):
    scaling, _ = line
    width = (scaling.positions.high - scaling.positions.low).mean()
    assert width < 1.5


def test_each_draw_is_standardised(line):
    scaling, _ = line
    np.testing.assert_allclose(scaling.draws.mean(axis=1), 0.0, atol=1e-9)
    np.testing.assert_allclose(scaling.draws.std(axis=1), 1.0, atol=1e-9)


def test_chains_agree(line):
    scaling, _ = line
    assert scaling.positions.r_hat.max() < 1.1
    assert (scaling.positions.effective > 40).all()


def test_ordinal_answers_give_positions_in_their_order():
    data, theta = answered(30, 25, kind="ordinal")
    scaling = scale(data, seed=3, **QUICK)
    assert abs(spearmanr(scaling.positions.mean[:, 0], theta[:, 0])[0]) > 0.9
    assert scaling.cuts.mean.shape == (25, 1)


def test_cut_points_of_ordinal_answers_are_found():
    data, _ = answered(80, 12, kind="ordinal", silent=0.0)
    scaling = scale(data, seed=3, **QUICK)
    assert np.abs(scaling.cuts.mean.mean() - 0.8) < 0.2


def test_two_dimensions_are_found_up_to_their_rotation():
    data, theta = answered(50, 40, dimensions=2, silent=0.0)
    scaling = scale(data, dimensions=2, seed=3, **QUICK)
    turn, _ = orthogonal_procrustes(scaling.positions.mean, theta)
    for k in range(2):
        assert np.corrcoef((scaling.positions.mean @ turn)[:, k], theta[:, k])[0, 1] > 0.9


def test_the_first_of_two_dimensions_is_the_one_along_which_claims_tell_most():
    data, _ = answered(40, 30, dimensions=2)
    beta = scale(data, dimensions=2, seed=3, **QUICK).discriminations.mean
    assert (beta[:, 0] ** 2).sum() >= (beta[:, 1] ** 2).sum()


def test_parameters_give_the_probabilities_of_the_answers():
    from scipy.special import ndtr

    data, _ = answered(60, 20, silent=0.0)
    scaling = scale(data, seed=3, **QUICK)
    beta, alpha = scaling.discriminations.mean[:, 0], scaling.difficulties.mean
    chance = ndtr(scaling.positions.mean @ beta[None, :] - alpha)
    np.testing.assert_allclose(chance.mean(axis=0), data.values.mean(axis=0), atol=0.08)


def test_the_same_seed_gives_the_same_numbers():
    data, _ = answered(10, 8)
    few = {"burn_in": 20, "draws": 20, "thin": 1}
    np.testing.assert_array_equal(scale(data, seed=5, **few).draws, scale(data, seed=5, **few).draws)
    assert not np.array_equal(scale(data, seed=5, **few).draws, scale(data, seed=6, **few).draws)


@pytest.mark.parametrize("name", ["Actor 03", "Actor 08"])
def test_the_actor_that_is_named_stands_on_the_positive_side(name):
    data, _ = answered(12, 10)
    scaling = scale(data, positive=(name,), burn_in=50, draws=50, thin=1)
    assert scaling.positions.mean[data.actors.index(name), 0] > 0


def test_chains_that_are_too_short_are_told():
    data, _ = answered(20, 15)
    assert any("effective" in line for line in scale(data, burn_in=0, draws=10, thin=1).warnings)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"dimensions": 3}, "NET002"),
        ({"chains": 1}, "NET002"),
        ({"level": 1.0}, "NET002"),
        ({"positive": ("Nobody",)}, "NET002"),
        ({"positive": ("Actor 00", "Actor 01")}, "NET002"),
        ({"draws": 100_000_000}, "NET005"),
    ],
)
def test_options_that_make_no_sense_are_refused(given, code):
    data, _ = answered(5, 5)
    with pytest.raises(NetworkError) as caught:
        scale(data, **given)
    assert caught.value.code == code


def test_two_actors_are_too_few():
    data, _ = answered(5, 5)
    with pytest.raises(NetworkError) as caught:
        scale(replace(data, actors=data.actors[:2], values=data.values[:2]))
    assert caught.value.code == "NET004"
