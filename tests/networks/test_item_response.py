"""The sampler and what is computed from its draws, beside what is known exactly."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import ndtr
from scipy.stats import norm

from dissensus.model.errors import NetworkError
from dissensus.networks._item_response import Answers, sample
from dissensus.networks.intervals import (
    bootstrap_interval,
    effective_sample_size,
    highest_density,
    split_r_hat,
)


def test_an_actor_without_answers_keeps_the_prior():
    values = np.array([[1, 0, 1], [0, 1, 0], [-1, -1, -1]], dtype=np.int8)
    draws = sample(Answers.of(values, 2), dimensions=1, chains=4, burn_in=50, draws=1000, thin=1, precision=1.0, seed=1)
    silent = draws.theta[:, :, 2, 0]
    assert abs(silent.mean()) < 0.08
    assert abs(silent.std() - 1.0) < 0.08


def test_an_item_with_one_answer_has_the_posterior_that_integration_gives():
    # P(supports) = Phi(-alpha + beta theta) with alpha, beta, theta ~ N(0, 1): one answer "supports".
    draws = sample(
        Answers.of(np.array([[1]], dtype=np.int8), 2),
        dimensions=1, chains=8, burn_in=100, draws=4000, thin=1, precision=1.0, seed=2,
    )  # fmt: skip

    def given_theta(theta: float) -> float:
        # -alpha + beta theta + e is normal with variance 2 + theta squared; the mean of -alpha given it is above 0:
        spread = np.sqrt(2.0 + theta**2)
        return norm.pdf(theta) * (2.0 / spread) * norm.pdf(0.0)

    expected = -quad(given_theta, -8, 8)[0]
    assert abs(draws.alpha.mean() - expected) < 0.04


def test_cut_points_with_one_item_have_the_shares_of_the_answers():
    # Actors that tell nothing apart: shares of answers are 0.5, 0.2 and 0.3 of 400.
    values = np.repeat(np.array([0, 1, 2], dtype=np.int8), [200, 80, 120])[:, None]
    draws = sample(Answers.of(values, 3), dimensions=1, chains=2, burn_in=300, draws=600, thin=2, precision=4.0, seed=3)
    slope, cut = draws.beta[:, :, 0, 0], draws.cuts[:, :, 0, 0]
    spread = np.sqrt(1.0 + slope**2)
    alpha = draws.alpha[:, :, 0]
    assert abs(ndtr(alpha / spread).mean() - 0.5) < 0.03
    assert abs((1 - ndtr((cut + alpha) / spread)).mean() - 0.3) < 0.03


def test_two_categories_and_three_of_which_one_never_comes_tell_the_same_of_order():
    values = np.array([[1, 1, 0, 1], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 1]], dtype=np.int8)
    few = {"dimensions": 1, "chains": 4, "burn_in": 200, "draws": 500, "thin": 2, "precision": 1.0, "seed": 4}
    both = [sample(Answers.of(values * step, 1 + step), **few).theta[..., 0] for step in (1, 2)]
    for theta in both:
        assert (theta[..., :2].mean(axis=-1) * theta[..., 2:].mean(axis=-1) < 0).mean() > 0.7


def test_highest_density_is_the_shortest_interval():
    draws = np.random.default_rng(1).exponential(size=20_000)
    low, high = highest_density(draws, 0.9)
    assert low < 0.01
    assert abs(high - np.log(10)) < 0.1


def test_highest_density_of_a_normal_distribution_is_symmetric():
    draws = np.random.default_rng(2).standard_normal((20_000, 2))
    low, high = highest_density(draws, 0.95)
    np.testing.assert_allclose([low, high], [[-1.96] * 2, [1.96] * 2], atol=0.12)


def test_r_hat_of_independent_draws_is_one():
    draws = np.random.default_rng(3).standard_normal((4, 500, 3))
    assert (split_r_hat(draws) < 1.01).all()


@pytest.mark.parametrize("kind", ["apart", "spread", "drift"])
def test_r_hat_sees_chains_that_differ(kind):
    draws = np.random.default_rng(4).standard_normal((4, 500))
    if kind == "apart":
        draws[0] += 2.0
    elif kind == "spread":
        draws[0] *= 5.0
    else:
        draws += np.linspace(0, 3, 500)
    assert split_r_hat(draws) > 1.1


def test_effective_draws_of_an_autoregression_are_what_theory_says():
    rng = np.random.default_rng(5)
    count, rho = 20_000, 0.8
    chain = np.zeros((2, count))
    noise = rng.standard_normal((2, count))
    for k in range(1, count):
        chain[:, k] = rho * chain[:, k - 1] + noise[:, k]
    assert effective_sample_size(chain) == pytest.approx(2 * count * (1 - rho) / (1 + rho), rel=0.15)


def test_effective_draws_of_independent_draws_are_their_number():
    draws = np.random.default_rng(6).standard_normal((4, 1000))
    assert effective_sample_size(draws) == pytest.approx(4000, rel=0.1)


def test_a_parameter_that_never_moves_is_no_failure():
    assert split_r_hat(np.ones((2, 10))) == 1.0
    assert effective_sample_size(np.ones((2, 10))) == 20.0


SKEWED = np.random.default_rng(7).exponential(size=(4000, 1))


def test_percentile_basic_and_centred_are_quantiles_of_the_same_draws():
    observed = np.array([0.5])
    low, high = bootstrap_interval(observed, SKEWED, level=0.8, method="percentile")
    np.testing.assert_allclose(bootstrap_interval(observed, SKEWED, level=0.8, method="basic"), (1.0 - high, 1.0 - low))
    shift = 0.5 - SKEWED.mean()
    np.testing.assert_allclose(
        bootstrap_interval(observed, SKEWED, level=0.8, method="centred"), (low + shift, high + shift)
    )


def test_bca_without_bias_and_skewness_is_the_percentile_interval():
    draws = np.random.default_rng(8).standard_normal((4001, 1))
    median = np.median(draws, axis=0)
    flat = np.array([[-1.0], [1.0]])
    np.testing.assert_allclose(
        bootstrap_interval(median, draws, method="bca", jackknife=flat),
        bootstrap_interval(median, draws, method="percentile"),
        atol=1e-9,
    )


def test_bca_moves_up_for_a_mean_of_skewed_data():
    rng = np.random.default_rng(9)
    data = rng.exponential(size=40)
    draws = data[rng.integers(0, 40, (4000, 40))].mean(axis=1)[:, None]
    left = ((data.sum() - data) / 39)[:, None]
    observed = np.array([data.mean()])
    plain = bootstrap_interval(observed, draws, method="percentile")
    moved = bootstrap_interval(observed, draws, method="bca", jackknife=left)
    assert moved[0] > plain[0]
    assert moved[1] > plain[1]


@pytest.mark.parametrize("given", [{"level": 0.0}, {"level": 1.0}, {"method": "bca"}, {"method": "exact"}])
def test_intervals_that_do_not_exist_are_refused(given):
    with pytest.raises(NetworkError) as caught:
        bootstrap_interval(np.array([1.0]), SKEWED, **given)
    assert caught.value.code == "NET002"
