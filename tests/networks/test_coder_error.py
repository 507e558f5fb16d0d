"""A coder's measured reliability: its file, its posterior, and what it does to networks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from coded_by_hand import coded

from dissensus.model.errors import NetworkError
from dissensus.networks.bootstrap import bootstrap, edge_intervals, edge_weights
from dissensus.networks.bootstrap_replicates import BootstrapOptions, Replicates
from dissensus.networks.coder_error import CoderReliability, ErrorModel, read_reliability
from dissensus.networks.options import NetworkOptions

FILE = """
format = "dissensus coder reliability 1"
coder = "machine 1"
measured_on = "60 articles on the harbour of Nordhaven"

[said.supports]
supports = 80
opposes = 5
nothing = 15

[said.opposes]
supports = 2
opposes = 40
nothing = 8

[said.nothing]
supports = 20
opposes = 30
"""
TWO = NetworkOptions(mode="two-mode", aggregation="subtract")
COUNT = replace(TWO, aggregation="ignore")
PERFECT = CoderReliability("machine 1", ("0", "1"), np.array([[10**8, 0, 0], [0, 10**8, 0], [0, 0, 0]]))


def written(tmp_path, text):
    path = tmp_path / "reliability.toml"
    path.write_text(text, "utf-8")
    return path


def debate(times=60, coder="machine 1", confidence=()):
    given = [("A", "x", 1, "2031-01-01", d) for d in range(times)] + [
        ("B", "x", 0, "2031-01-02", d) for d in range(times)
    ]
    return coded(*given, coders=[coder] * len(given), confidence=confidence)


def test_a_file_is_read_into_counts_of_truth_by_what_was_said(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE))
    assert reliability.levels == ("0", "1")
    assert reliability.counts.tolist() == [[40, 5, 30], [2, 80, 20], [8, 15, 0]]
    assert reliability.measured_on.startswith("60 articles")


def test_precision_and_recall_are_near_the_shares_counted(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE))
    np.testing.assert_allclose(reliability.precision(), [0.8, 0.8], atol=0.02)
    np.testing.assert_allclose(reliability.recall(), [45 / 75, 82 / 102], atol=0.02)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("reliability 1", "reliability 2", "format"),
        ('coder = "machine 1"', "coder = 3", "coder"),
        ("supports = 80", "supports = -1", "whole numbers"),
        ("supports = 80", "supports = true", "whole numbers"),
        ("supports = 80", "supports = 0.8", "whole numbers"),
        ("nothing = 15", "neutral = 15", "neutral"),
        ("opposes = 30", "opposes = 30\nnothing = 4", "nothing.nothing"),
        ("[said.supports]", "[heard.supports]", "heard"),
        ("[said.nothing]", "[[said.nothing]]", "table"),
        ("opposes = 5", 'opposes = 5\n"0" = 5', "twice"),
        ("coder =", "coder", "no TOML"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path, old, new, told):
    with pytest.raises(NetworkError, match=told) as caught:
        read_reliability(written(tmp_path, FILE.replace(old, new, 1)))
    assert caught.value.code == "NET007"


def test_a_file_that_is_not_there_or_too_large_is_told(tmp_path):
    with pytest.raises(NetworkError, match="cannot be read"):
        read_reliability(tmp_path / "none.toml")
    with pytest.raises(NetworkError, match="larger"):
        read_reliability(written(tmp_path, FILE + "#" * 1_000_001))


@pytest.mark.parametrize(
    ("content", "told"), [(b"\xff\xfe", "is not UTF-8"), (b"a = " + b"[" * 5000, "nested too deep")]
)
def test_a_file_that_is_no_text_is_told_in_words(tmp_path, content, told):
    (tmp_path / "r.toml").write_bytes(content)
    with pytest.raises(NetworkError, match=told) as caught:
        read_reliability(tmp_path / "r.toml")
    assert caught.value.code == "NET007"


def test_without_counts_of_what_was_missed_nothing_is_missed(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE.partition("[said.nothing]")[0]))
    assert reliability.recall().tolist() == [1.0, 1.0]
    assert reliability.draw(np.random.default_rng(1)).recall.tolist() == [1.0, 1.0]


def test_draws_lie_around_the_posterior_means(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE))
    rng = np.random.default_rng(1)
    drawn = [reliability.draw(rng) for _ in range(2000)]
    for name, expected in (
        ("precision", reliability.precision()),
        ("recall", reliability.recall()),
        ("false", [8.5 / 51.5, 15.5 / 101.5]),
        ("sides", [[40.5 / 46, 5.5 / 46], [2.5 / 83, 80.5 / 83]]),
    ):
        np.testing.assert_allclose(np.mean([getattr(each, name) for each in drawn], axis=0), expected, atol=0.006)


def test_levels_of_a_network_are_put_in_its_order(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE))
    assert reliability.for_levels((1, 0)).counts.tolist() == [[80, 2, 20], [5, 40, 30], [15, 8, 0]]


def test_without_a_qualifier_all_sides_are_one(tmp_path):
    merged = read_reliability(written(tmp_path, FILE)).for_levels((None,))
    assert merged.counts.tolist() == [[127, 50], [23, 0]]


def test_what_is_truly_on_a_level_that_the_network_lacks_is_nothing_to_it(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE))
    assert reliability.for_levels(("1",)).counts.tolist() == [[80, 20], [20, 0]]


def test_a_level_that_was_not_measured_is_told(tmp_path):
    with pytest.raises(NetworkError) as caught:
        read_reliability(written(tmp_path, FILE)).for_levels((-2, 0, 1))
    assert caught.value.code == "NET007"


def two_camps(rng, loyal=0.9):
    """True sides of 900 statements of six actors on five claims, their cells, and what a machine makes of the sides."""
    actor, claim = rng.integers(0, 6, 900), rng.integers(0, 5, 900)
    side = np.where(rng.random(900) < loyal, actor < 3, actor >= 3).astype(np.int64)
    said = np.where(rng.random(900) < 0.15, 1 - side, side)
    counts = np.array([[170, 30, 0], [30, 170, 0], [0, 0, 0]])
    return actor, claim, side, said, CoderReliability("machine 1", ("0", "1"), counts)


def test_errors_that_make_camps_look_less_united_are_taken_back():
    rng = np.random.default_rng(1)
    actor, claim, side, said, reliability = two_camps(rng)
    cell = actor * 5 + claim
    model = ErrorModel.of(reliability, said, None, np.arange(30) // 5, np.arange(30) % 5)
    loyal = [
        ((truth == 1) == (actor < 3)).mean()
        for truth, _ in (model.draw(said, cell, np.arange(900), rng, missed=False) for _ in range(40))
    ]
    assert ((said == 1) == (actor < 3)).mean() < 0.82
    assert np.mean(loyal) == pytest.approx(((side == 1) == (actor < 3)).mean(), abs=0.04)


def test_without_sides_as_many_codings_are_right_as_was_measured_whatever_the_confidence_says(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE)).for_levels((None,))
    said, which, cell = np.zeros(600, dtype=np.int64), np.arange(600), np.arange(600) % 12
    rng = np.random.default_rng(1)
    for confidence in (np.full(600, 1.0), np.full(600, 0.3), rng.random(600), None):
        model = ErrorModel.of(reliability, said, confidence, np.arange(12) // 3, np.arange(12) % 3)
        right = np.mean([(model.draw(said, cell, which, rng, missed=False)[0] == 0).mean() for _ in range(100)])
        assert right == pytest.approx(127.5 / 151, abs=0.04)


def test_codings_of_less_confidence_are_wrong_more_often(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE)).for_levels((None,))
    said, which, cell = np.zeros(400, dtype=np.int64), np.arange(400), np.zeros(400, dtype=np.int64)
    model = ErrorModel.of(reliability, said, np.repeat([0.5, 0.95], 200), cell[:1], cell[:1])
    rng = np.random.default_rng(1)
    right = np.mean([model.draw(said, cell, which, rng, missed=False)[0] == 0 for _ in range(100)], axis=0)
    assert right[:200].mean() < 0.8 < 0.9 < right[200:].mean()


def test_missed_statements_are_added_in_the_proportion_of_recall(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE)).for_levels((None,))
    said, which, cell = np.zeros(1000, dtype=np.int64), np.arange(1000), np.arange(1000) % 20
    model = ErrorModel.of(reliability, said, None, np.arange(20) // 5, np.arange(20) % 5)
    rng = np.random.default_rng(1)
    draws = [model.draw(said, cell, which, rng, missed=True) for _ in range(100)]
    found = np.mean([(truth == 0).sum() for truth, _ in draws])
    assert np.mean([extra.sum() for _, extra in draws]) == pytest.approx(found * 50 / 127, rel=0.06)


def test_a_perfect_coder_changes_nothing():
    data = debate()
    result = bootstrap(data, TWO, edge_weights, BootstrapOptions(over="nothing", coders=(PERFECT,), replicates=5))
    np.testing.assert_array_equal(result.draws, np.tile(result.observed, (5, 1)))


def test_counts_are_corrected_for_what_is_wrong_and_what_was_missed(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE))
    options = replace(COUNT, qualifier=None)
    drawing = BootstrapOptions(over="nothing", coders=(reliability,), replicates=300)
    result = bootstrap(debate(200), options, edge_weights, drawing)
    assert result.observed.tolist() == [200.0, 200.0]
    np.testing.assert_allclose(result.estimate, 200 * (127.5 / 151) / (127.5 / 178), rtol=0.05)


def test_people_are_taken_at_their_word(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE))
    data = coded(
        *[("A", "x", 1, "2031-01-01", 1)] * 20, *[("B", "x", 1, "2031-01-01", 1)] * 20,
        coders=["machine 1"] * 20 + ["Mia"] * 20,
    )  # fmt: skip
    draws = bootstrap(
        data, TWO, edge_weights, BootstrapOptions(over="nothing", coders=(reliability,), replicates=20)
    ).draws
    assert set(draws[:, 1]) == {20.0}
    assert len(set(draws[:, 0])) > 5


def test_what_the_team_agreed_on_is_certain(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE))
    data = coded(
        *[("A", "x", 1, "2031-01-01", 1)] * 20, coders=["machine 1"] * 20, statuses=["agreed"] * 20
    )  # fmt: skip
    draws = bootstrap(
        data, TWO, edge_weights, BootstrapOptions(over="nothing", coders=(reliability,), replicates=20)
    ).draws
    assert set(draws[:, 0]) == {20.0}


@pytest.mark.parametrize(("scale", "over", "coded_by"), [(100, "nothing", True), (1, "statements", False)])
def test_errors_and_resampling_together_are_less_certain_than_either(tmp_path, scale, over, coded_by):
    # A good coder adds little to what resampling tells, a bad one much.
    counts = np.array([[40, 5, 30], [2, 80, 20], [8, 15, 0]]) + (scale - 1) * np.diag([40, 80, 0])
    reliability = CoderReliability("machine 1", ("0", "1"), counts)
    both, one = (
        edge_intervals(
            debate(), TWO, BootstrapOptions(over=way, coders=(reliability,) if errors else (), replicates=300)
        )
        for way, errors in (("statements", True), (over, coded_by))
    )
    assert (both.high - both.low).sum() > 1.2 * (one.high - one.low).sum()


def test_networks_of_one_replicate_see_the_same_truth(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE))
    source = Replicates(debate(), [TWO, COUNT], BootstrapOptions(over="nothing", coders=(reliability,)))
    for number in range(10):
        net, count = (network.dense() for network in source.drawn(number))
        assert ((count - np.abs(net)) % 2 == 0).all()
        assert (count >= np.abs(net)).all()


def test_with_errors_drawn_only_percentiles_make_sense(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE))
    result = bootstrap(debate(), TWO, edge_weights, BootstrapOptions(coders=(reliability,), replicates=10))
    with pytest.raises(NetworkError, match="percentiles"):
        result.interval(0.9, "centred")


def test_a_coder_who_coded_nothing_is_told(tmp_path):
    reliability = read_reliability(written(tmp_path, FILE))
    with pytest.raises(NetworkError, match="machine 1"):
        bootstrap(debate(coder="Mia"), TWO, edge_weights, BootstrapOptions(coders=(reliability,)))


def test_intervals_for_what_perfect_coding_would_give_hold_it_nine_times_in_ten():
    # The machine drops 3 of 10, turns 1 of 10 round; its reliability is measured on other statements.
    rng = np.random.default_rng(1)

    def machine(sides):
        found = rng.random(len(sides)) < 0.7
        said = np.where(rng.random(len(sides)) < 0.1, 1 - sides, sides)
        counts = np.zeros((3, 3), dtype=np.int64)
        np.add.at(counts, (sides, np.where(found, said, 2)), 1)
        return said[found], counts

    hits = []
    for seed in range(40):
        sides = rng.integers(0, 2, 120)
        said, _ = machine(sides)
        _, counts = machine(rng.integers(0, 2, 300))
        data = coded(*[("A", "x", int(side), "2031-01-01", 1) for side in said], coders=["machine 1"] * len(said))
        drawing = BootstrapOptions(
            over="nothing", coders=(CoderReliability("machine 1", ("0", "1"), counts),), replicates=120, seed=seed
        )
        intervals = edge_intervals(data, COUNT, drawing)
        hits.append(intervals.low[0, 0] <= len(sides) <= intervals.high[0, 0])
    assert np.mean(hits) >= 0.8
