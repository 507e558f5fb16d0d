"""Replicates of networks: what is drawn, that it is always the same, and that intervals hold what they should."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from coded_by_hand import coded

from dissensus.model.errors import NetworkError
from dissensus.networks.bootstrap import bootstrap, edge_intervals, edge_weights
from dissensus.networks.bootstrap_replicates import BootstrapOptions, Replicates
from dissensus.networks.bootstrap_statistics import (
    BestCamps,
    community_stability,
    density,
    polarization_bootstrap,
    strengths,
)
from dissensus.networks.building import build
from dissensus.networks.options import NetworkOptions

TWO = NetworkOptions(mode="two-mode", aggregation="ignore")
ONE = NetworkOptions(aggregation="subtract", normalization="average")


def debate(documents=30, seed=1, noise=0.1, camps=("AB", "CD")):
    """Two camps on three claims; each document has two to four statements of one actor."""
    rng = np.random.default_rng(seed)
    actors = [actor for camp in camps for actor in camp]
    given = []
    for document in range(documents):
        actor = actors[document % len(actors)]
        for _ in range(rng.integers(2, 5)):
            side = int(actor in camps[0]) if rng.random() >= noise else int(actor not in camps[0])
            given.append((actor, "xyz"[rng.integers(3)], side, f"2031-{1 + document % 12:02}-04", document))
    return coded(*given)


def total(network):
    return float(network.matrix.sum())


def test_a_replicate_has_as_many_statements_as_the_data():
    source = Replicates(debate(), [TWO], BootstrapOptions(over="statements"))
    assert {source.drawn(r)[0].statements for r in range(5)} == {build(debate(), TWO).statements}


def test_a_replicate_is_the_network_of_the_statements_that_were_drawn():
    data = debate()
    source = Replicates(data, [ONE], BootstrapOptions(over="statements", seed=4))
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(4, spawn_key=(2,))))
    rows = np.sort(rng.integers(0, len(data), len(data)))
    again = build(data.take(rows), ONE)
    assert again.rows == source.observed()[0].rows
    np.testing.assert_allclose(source.drawn(2)[0].dense(), again.dense(), atol=1e-12)


def test_documents_are_drawn_whole():
    data = coded(*[("A", "x", 1, "2031-01-01", 1)] * 3, ("B", "x", 1, "2031-01-02", 2))
    source = Replicates(data, [TWO], BootstrapOptions(over="documents"))
    seen = {tuple(source.drawn(r)[0].dense()[:, 0].tolist()) for r in range(40)}
    assert seen == {(6.0, 0.0), (3.0, 1.0), (0.0, 2.0)}


def test_documents_and_then_statements_keep_the_size_of_a_document():
    data = coded(
        ("A", "x", 1, "2031-01-01", 1), ("B", "x", 1, "2031-01-01", 1), ("C", "x", 1, "2031-01-02", 2)
    )  # fmt: skip
    source = Replicates(data, [TWO], BootstrapOptions(over="both"))
    seen = {tuple(source.drawn(r)[0].dense()[:, 0].tolist()) for r in range(200)}
    assert seen == {(a, 2.0 * times - a, 2.0 - times) for times in (0, 1, 2) for a in range(2 * times + 1)}


@pytest.mark.parametrize("over", ["statements", "documents", "both"])
def test_the_mean_of_replicates_is_the_network_itself(over):
    result = bootstrap(debate(), TWO, edge_weights, BootstrapOptions(over=over, replicates=600))
    np.testing.assert_allclose(result.draws.mean(axis=0), result.observed, rtol=0.25, atol=0.3)


def test_the_spread_over_statements_is_that_of_a_multinomial_count():
    result = bootstrap(debate(), TWO, edge_weights, BootstrapOptions(over="statements", replicates=2000))
    count = result.units
    expected = result.observed * (1 - result.observed / count)
    np.testing.assert_allclose(result.draws.var(axis=0), expected, rtol=0.2)


def test_several_networks_of_a_replicate_are_of_the_same_statements():
    pair = [replace(ONE, aggregation=each, normalization="no") for each in ("congruence", "conflict", "ignore")]

    def left_over(congruence, conflict, both):
        return abs(congruence.dense() + conflict.dense() - both.dense()).max()

    assert bootstrap(debate(), pair, left_over, BootstrapOptions(replicates=20)).draws.max() < 1e-12


def test_the_same_seed_gives_the_same_replicates_and_another_other_ones():
    first, same, other = (
        bootstrap(debate(), ONE, edge_weights, BootstrapOptions(replicates=10, seed=seed)).draws for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, same)
    assert not np.array_equal(first, other)


def test_a_replicate_is_the_same_in_a_short_and_in_a_long_bootstrap():
    short, long = (
        bootstrap(debate(), ONE, edge_weights, BootstrapOptions(replicates=count)).draws for count in (5, 12)
    )
    np.testing.assert_array_equal(short, long[:5])


def test_two_processes_give_the_replicates_of_one():
    pair = [replace(ONE, aggregation=each) for each in ("congruence", "conflict")]
    one, two = (
        bootstrap(debate(), pair, BestCamps(), BootstrapOptions(replicates=8, jobs=jobs)).draws for jobs in (1, 2)
    )
    np.testing.assert_array_equal(one, two)


def test_the_order_of_statements_changes_nothing():
    data = debate()
    shuffled = data.take(np.random.default_rng(1).permutation(len(data)))
    for over in ("statements", "documents", "both"):
        drawing = BootstrapOptions(over=over, replicates=5)
        np.testing.assert_array_equal(
            bootstrap(data, ONE, edge_weights, drawing).draws, bootstrap(shuffled, ONE, edge_weights, drawing).draws
        )


def test_other_numbers_of_documents_change_nothing():
    data = debate()
    drawing = BootstrapOptions(replicates=5)
    renumbered = replace(data, document=data.document * 3 + 7)
    np.testing.assert_array_equal(
        bootstrap(data, ONE, edge_weights, drawing).draws, bootstrap(renumbered, ONE, edge_weights, drawing).draws
    )


def test_who_is_not_drawn_is_an_isolate():
    data = coded(("A", "x", 1, "2031-01-01", 1), ("B", "x", 1, "2031-01-02", 2))
    source = Replicates(data, [TWO], BootstrapOptions())
    assert {source.drawn(r)[0].rows for r in range(10)} == {("A", "B")}


def test_duplicates_removed_once_count_as_often_as_they_are_drawn():
    data = coded(*[("A", "x", 1, "2031-01-01", document) for document in range(4)], ("B", "y", 1, "2031-01-01", 5))
    result = bootstrap(data, replace(TWO, duplicates="acrossrange"), edge_weights, BootstrapOptions(replicates=40))
    assert result.units == 2
    assert set(result.draws[:, 0]) == {0.0, 1.0, 2.0}


def test_duplicates_removed_again_never_count_twice():
    data = coded(*[("A", "x", 1, "2031-01-01", document) for document in range(4)], ("B", "y", 1, "2031-01-01", 5))
    drawing = BootstrapOptions(replicates=60, duplicates="again")
    result = bootstrap(data, replace(TWO, duplicates="acrossrange"), edge_weights, drawing)
    assert result.units == 5
    assert set(result.draws[:, 0]) <= {0.0, 1.0}
    assert result.draws[:, 0].mean() > 0.9


def test_duplicates_by_document_removed_again_are_those_removed_once():
    data = debate()
    once, again = (
        bootstrap(
            data, replace(TWO, duplicates="document"), edge_weights, BootstrapOptions(replicates=5, duplicates=way)
        )
        for way in ("once", "again")
    )
    np.testing.assert_array_equal(once.draws, again.draws)


def test_intervals_of_ties_have_the_shape_of_the_network():
    intervals = edge_intervals(debate(), ONE, BootstrapOptions(replicates=50))
    assert intervals.rows == intervals.columns == ("A", "B", "C", "D")
    np.testing.assert_array_equal(intervals.weight, build(debate(), ONE).dense())
    np.testing.assert_array_equal(intervals.low, intervals.low.T)
    assert (intervals.low <= intervals.high).all()


def test_ties_within_and_between_clear_camps_are_certain_of_their_sign():
    certain = edge_intervals(debate(documents=80, noise=0.0), ONE, BootstrapOptions(replicates=100)).certain()
    assert (certain[0, 1] > 0, certain[2, 3] > 0, certain[0, 2] < 0) == (True, True, True)


def test_ninety_percent_intervals_hold_the_expectation_about_nine_times_in_ten():
    # The expected number of statements of each cell is known: 60 documents with two statements on two claims each.
    hits = []
    for seed in range(50):
        rng = np.random.default_rng(seed)
        given = [("AB"[rng.integers(2)], "xy"[rng.integers(2)], 1, "2031-01-01", d) for d in range(60) for _ in "ab"]
        intervals = edge_intervals(coded(*given), TWO, BootstrapOptions(replicates=100, seed=seed))
        hits.append((intervals.low <= 30.0) & (intervals.high >= 30.0))
    assert 0.84 <= np.mean(hits) <= 0.96


@pytest.mark.parametrize("method", ["percentile", "basic", "centred", "bca"])
def test_each_kind_of_interval_lies_around_the_value(method):
    intervals = edge_intervals(debate(documents=80), TWO, BootstrapOptions(replicates=200), method=method)
    assert (intervals.low < intervals.weight).all()
    assert (intervals.weight < intervals.high).all()


def test_density_and_strengths_are_those_of_the_matrix():
    network = build(debate(), ONE)
    assert density(network) == np.count_nonzero(network.dense()) / 12
    np.testing.assert_allclose(strengths(network), np.abs(network.dense()).sum(axis=1))


def test_clear_camps_are_together_in_all_replicates_and_apart_from_the_others():
    data = debate(documents=80, noise=0.0, camps=("ABC", "DEF"))
    stability = community_stability(data, ONE, drawing=BootstrapOptions(replicates=20))
    expected = np.kron(np.eye(2), np.ones((3, 3)))
    np.testing.assert_array_equal(stability.together, expected)
    np.testing.assert_array_equal(stability.own, np.ones(6))
    np.testing.assert_array_equal(stability.rand, np.ones(20))


def test_noise_makes_communities_less_stable():
    clear, noisy = (
        community_stability(
            debate(documents=30, noise=noise, camps=("ABC", "DEF")), ONE, drawing=BootstrapOptions(replicates=30)
        ).rand.mean()
        for noise in (0.0, 0.4)
    )
    assert noisy < clear - 0.2


def test_polarization_of_clear_camps_has_an_interval_near_one():
    data = debate(documents=80, noise=0.0)
    result = polarization_bootstrap(data, NetworkOptions(normalization="average"), BootstrapOptions(replicates=50))
    low, high = result.interval(0.9)
    assert low > 0.8
    assert low <= float(result.observed) <= high


def test_polarization_of_given_camps_is_that_of_these_camps():
    data = debate(documents=80, noise=0.0)
    across = {"A": 0, "B": 1, "C": 0, "D": 1}
    wrong = polarization_bootstrap(data, NetworkOptions(), BootstrapOptions(replicates=20), camps=across)
    assert wrong.draws.max() < 0.3


@pytest.mark.parametrize(
    "given",
    [
        {"over": "words"},
        {"over": "nothing"},
        {"duplicates": "never"},
        {"replicates": 0},
        {"seed": -1},
        {"jobs": 0},
        {"jackknife": 1},
    ],
)
def test_options_without_meaning_are_refused(given):
    with pytest.raises(NetworkError) as caught:
        BootstrapOptions(**given)
    assert caught.value.code == "NET002"


def test_nothing_to_draw_from_is_told():
    with pytest.raises(NetworkError) as caught:
        bootstrap(debate(), replace(TWO, least_confidence=2.0), total)
    assert caught.value.code == "NET004"


def test_a_statistic_that_cannot_go_to_another_process_is_told():
    with pytest.raises(NetworkError, match="one process"):
        bootstrap(debate(), TWO, lambda _: 0.0, BootstrapOptions(replicates=4, jobs=2))


def test_too_many_numbers_are_refused_before_they_are_drawn():
    with pytest.raises(NetworkError) as caught:
        bootstrap(debate(), TWO, lambda _: np.zeros(1000), BootstrapOptions(replicates=1_000_000))
    assert caught.value.code == "NET005"


def test_a_statistic_that_changes_its_shape_is_told():
    shapes = iter(range(1, 10))
    with pytest.raises(NetworkError, match="shape"):
        bootstrap(debate(), TWO, lambda _: np.zeros(next(shapes)), BootstrapOptions(replicates=3))


def test_each_tie_tells_how_many_statements_it_rests_on():
    data = coded(*[("A", "x", 1, "2031-01-01", 1)] * 3, ("B", "x", 0, "2031-01-02", 2), ("B", "y", 1, "2031-01-02", 2))
    few = BootstrapOptions(replicates=5)
    assert edge_intervals(data, TWO, few).statements.tolist() == [[3, 0], [1, 1]]
    assert edge_intervals(data, ONE, few).statements.tolist() == [[0, 2], [2, 0]]


def test_bca_intervals_need_groups_that_were_left_out():
    result = bootstrap(debate(), TWO, edge_weights, BootstrapOptions(replicates=5))
    with pytest.raises(NetworkError, match="BCa"):
        result.interval(0.9, "bca")


def test_single_options_can_be_given_by_name():
    drawing = BootstrapOptions(over="statements", replicates=3, seed=2)
    by_name = bootstrap(debate(), TWO, edge_weights, drawing, seed=5)
    together = bootstrap(debate(), TWO, edge_weights, replace(drawing, seed=5))
    np.testing.assert_array_equal(by_name.draws, together.draws)


def test_the_best_camps_of_a_debate_without_camps_are_no_surer_than_their_expectation():
    # Every replicate is noisier than the data, and noise looks like camps: percentiles lie too high.
    data = debate(documents=60, noise=0.5, camps=("ABC", "DEF"))
    result = polarization_bootstrap(data, NetworkOptions(normalization="average"), BootstrapOptions(replicates=100))
    low, high = result.interval(0.9)
    assert low < result.observed < high
    assert result.draws.mean() > result.observed
