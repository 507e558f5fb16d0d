"""Networks of cells that are all filled are those that counts would give."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from dissensus.networks.building import weights_of
from dissensus.networks.counting import Counts
from dissensus.networks.options import DNA, NetworkOptions
from dissensus.networks.rate_networks import NORMALIZATIONS, weights_of_rates

LEVELS = {"boolean": (0, 1), "integer": (-2, 0, 1), "short text": ("a", "b", "c"), "none": (None,)}
TWO = list(itertools.product(["two-mode"], ["ignore", "subtract"], ["no", "activity"]))
ONE = list(
    itertools.product(["one-mode"], ["ignore", "congruence", "conflict", "subtract"], ["no", "average", "cosine"])
)


@pytest.mark.parametrize("kind", LEVELS)
@pytest.mark.parametrize(("mode", "aggregation", "normalization"), TWO + ONE)
def test_weights_of_rates_are_those_of_the_same_counts(kind, mode, aggregation, normalization):
    if mode == "one-mode" and kind in {"short text", "none"} and aggregation in {"conflict", "subtract"}:
        aggregation = "congruence"
    assert normalization in NORMALIZATIONS
    rates = np.random.default_rng(1).gamma(1.0, size=(5, 4, len(LEVELS[kind])))
    i, j, k = (axis.ravel() for axis in np.indices(rates.shape))
    counts = Counts(tuple("abcde"), tuple("wxyz"), LEVELS[kind], kind, i, j, k, rates.ravel(), 9)
    options = NetworkOptions(mode=mode, aggregation=aggregation, normalization=normalization)
    for each in (options, replace(options, compatible=DNA)):
        np.testing.assert_allclose(
            weights_of_rates(rates, counts, each), weights_of(counts, each).toarray(), rtol=1e-12, atol=1e-12
        )


def test_cosines_of_counts_are_expected_to_be_nearer_to_nothing_than_those_of_rates():
    rng = np.random.default_rng(4)
    rates = rng.gamma(1.0, size=(4, 6, 2))
    counts = Counts(tuple("abcd"), tuple("uvwxyz"), (0, 1), "boolean", *(np.zeros(0, dtype=int),) * 3, np.zeros(0), 0)
    options = NetworkOptions(aggregation="congruence", normalization="cosine")
    drawn = [weights_of_rates(rng.poisson(rates).astype(float), counts, options) for _ in range(4000)]
    upper = np.triu_indices(4, 1)
    mean = np.mean(drawn, axis=0)[upper]
    plain, told = (weights_of_rates(rates, counts, options, pair)[upper] for pair in ((0.0, 0.0), (1.0, 1.0)))
    assert abs(told - mean).max() < 0.8 * abs(plain - mean).max()


def test_names_without_anything_expected_have_ties_of_nothing():
    rates = np.zeros((3, 2, 2))
    rates[0] = 1.0
    counts = Counts(("a", "b", "c"), ("x", "y"), (0, 1), "boolean", *(np.zeros(0, dtype=int),) * 3, np.zeros(0), 0)
    for normalization in ("average", "cosine"):
        options = NetworkOptions(aggregation="subtract", normalization=normalization)
        assert not weights_of_rates(rates, counts, options).any()
