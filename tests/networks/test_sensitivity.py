"""How much networks change with choices, and which choice matters most."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from coded_by_hand import coded
from small_networks import network

from dissensus.model.errors import NetworkError
from dissensus.networks import sensitivity as module
from dissensus.networks.building import build
from dissensus.networks.options import NetworkOptions
from dissensus.networks.sensitivity import Setting, Window, sensitivity
from dissensus.networks.sensitivity_measures import adjusted_rand, compared, variance_shares, without_weakest

ONE = NetworkOptions(aggregation="subtract")


def debate(seed=1):
    """Two camps; A repeats itself a lot within its documents."""
    rng = np.random.default_rng(seed)
    given = []
    for document in range(24):
        actor = "ABCD"[document % 4]
        side = int(actor in "AB")
        claims = ["xyz"[rng.integers(3)] for _ in range(3)]
        given += [(actor, claim, side, f"2031-{1 + document // 2:02}-04", document) for claim in claims]
        if actor == "A":
            given += [(actor, claims[0], side, f"2031-{1 + document // 2:02}-04", document)] * 6
    return coded(*given)


def by_sign(net):
    """A camp for each node: that of the first node, or the other."""
    dense = net.dense()
    return [0 if k == 0 or dense[0, k] > 0 else 1 for k in range(len(dense))]


def test_the_reference_is_no_change_from_itself():
    report = sensitivity(debate(), ONE, communities=by_sign)
    change = report.change(report.reference)
    assert (change.shared_nodes, change.same_sign, change.rand) == (1.0, 1.0, 1.0)
    assert change.correlation == pytest.approx(1.0)


def test_all_combinations_are_there_once_and_the_options_own_values_among_them():
    report = sensitivity(
        debate(), ONE, duplicates=("document", "year"), normalizations=("average",), weakest=(0.5,), windows=2
    )
    assert len(report.settings) == len(set(report.settings)) == 3 * 2 * 2 * 3
    assert report.reference in report.settings
    assert report.reference == Setting("include", "no", 0.0, 0.0, module.WHOLE)


def test_a_change_is_that_of_the_network_with_these_options():
    data = debate()
    report = sensitivity(data, ONE, duplicates=("document",), normalizations=("average",), weakest=(), windows=1)
    change = report.change(Setting("document", "average", 0.0, 0.0, module.WHOLE))
    one = build(data, ONE)
    other = build(data, replace(ONE, normalization="average", duplicates="document"))
    upper = np.triu_indices(4, 1)
    assert change.correlation == pytest.approx(np.corrcoef(one.dense()[upper], other.dense()[upper])[0, 1])
    assert change.statements == other.statements


def test_settings_are_computed_only_when_they_are_asked_for_and_once(monkeypatch):
    made = []
    real = module.weights_of
    monkeypatch.setattr(module, "weights_of", lambda *given: made.append(1) or real(*given))
    report = sensitivity(debate(), ONE, windows=1)
    assert made == []
    next(iter(report))
    assert len(made) == 1
    list(report)
    list(report)
    assert len(made) == len(report)


def test_each_setting_is_the_network_that_its_options_give():
    data = debate()
    report = sensitivity(data, NetworkOptions(aggregation="ignore"), weakest=())
    reference = build(data, NetworkOptions(aggregation="ignore"))
    for change in report:
        own = change.setting
        options = NetworkOptions(
            aggregation="ignore",
            normalization=own.normalization,
            duplicates=own.duplicates,
            start=own.window.start,
            stop=own.window.stop,
        )
        other = build(data, options)
        assert change.statements == other.statements
        np.testing.assert_equal((change.shared_nodes, change.correlation, change.same_sign), compared(reference, other))


def test_two_runs_give_the_same_table():
    tables = [[str(change) for change in sensitivity(debate(), ONE, windows=1, communities=by_sign)] for _ in range(2)]
    assert tables[0] == tables[1]


def test_duplicates_matter_most_where_one_actor_repeats_itself():
    report = sensitivity(debate(), ONE, normalizations=(), weakest=(0.1,), windows=1, duplicates=("document", "year"))
    ranking = report.ranking()
    assert [each.choice for each in ranking] == ["duplicates", "weakest"]
    assert ranking[0].shares["correlation"] > 0.7
    assert ranking[0].alone["correlation"] < 0.99


def test_shares_of_choices_do_not_add_up_to_more_than_all():
    ranking = sensitivity(debate(), ONE, duplicates=("document",), communities=by_sign).ranking()
    for measure in ("correlation", "same_sign"):
        assert sum(each.shares.get(measure, 0.0) for each in ranking) <= 1.0 + 1e-9


def test_polarization_is_compared_with_that_of_the_reference():
    report = sensitivity(
        debate(), ONE, duplicates=("document",), normalizations=(), weakest=(), windows=1,
        polarization=lambda near, far: near.dense().sum() - far.dense().sum(),
    )  # fmt: skip
    reference, other = list(report)
    assert reference.polarization_difference == 0.0
    assert other.polarization_difference == other.polarization - reference.polarization != 0.0


def test_windows_hold_equally_many_statements():
    counts = [
        change.statements
        for change in sensitivity(debate(), ONE, duplicates=(), normalizations=(), weakest=(), windows=2)
    ]
    assert counts[0] == sum(counts[1:])
    assert abs(counts[1] - counts[2]) <= 9


def test_a_window_of_ones_own_is_cut_out():
    data = debate()
    cut = Window("spring", int(data.time[0]), int(data.time[20]))
    report = sensitivity(data, ONE, duplicates=(), normalizations=(), weakest=(), windows=(cut,))
    assert list(report)[1].statements == (data.time <= data.time[20]).sum()


def test_statements_of_one_moment_are_not_parted():
    data = coded(*[(actor, "x", 1, "2031-01-01", 1) for actor in "ABCD"])
    assert len(sensitivity(data, ONE, duplicates=(), normalizations=(), weakest=(), windows=3)) == 1


def test_two_mode_networks_are_compared_too():
    report = sensitivity(debate(), NetworkOptions(mode="two-mode", aggregation="subtract"), windows=1)
    assert {change.setting.normalization for change in report} == {"no", "activity", "prominence"}
    assert min(change.correlation for change in report) < 1.0


@pytest.mark.parametrize(
    ("options", "given", "code"),
    [
        (ONE, {"weakest": (1.0,)}, "NET002"),
        (ONE, {"normalizations": ("activity",)}, "NET002"),
        (ONE, {"duplicates": ("day",)}, "NET002"),
        (ONE, {"windows": 0}, "NET002"),
        (ONE, {"confidences": tuple(np.linspace(0, 1, 1000))}, "NET005"),
        (NetworkOptions(mode="event-list"), {}, "NET002"),
        (NetworkOptions(mode="two-mode"), {"polarization": lambda *_: 0.0}, "NET002"),
    ],
)
def test_choices_that_make_no_sense_are_refused(options, given, code):
    with pytest.raises(NetworkError) as caught:
        sensitivity(debate(), options, **given)
    assert caught.value.code == code


def test_networks_with_other_nodes_are_compared_on_the_nodes_of_both():
    one = network("AB", None, [[0, 1], [1, 0]])
    other = network("BC", None, [[0, 2], [2, 0]])
    shared, correlation, same = compared(one, other)
    assert shared == 1 / 3
    assert correlation == pytest.approx(np.corrcoef([1, 0, 0], [0, 0, 2])[0, 1])
    assert same == 0.0


def test_ties_that_turn_their_sign_are_not_the_same():
    one = network("ABC", None, [[0, 1, -1], [1, 0, 2], [-1, 2, 0]])
    other = network("ABC", None, [[0, 1, 1], [1, 0, 0], [1, 0, 0]])
    assert compared(one, other)[2] == pytest.approx(1 / 3)


def test_an_empty_network_has_nothing_to_compare():
    one = network("AB", None, [[0, 1], [1, 0]])
    none = network((), None, np.zeros((0, 0)))
    shared, correlation, same = compared(one, none)
    assert (shared, same) == (0.0, 0.0)
    assert math.isnan(correlation)


def test_the_weakest_ties_are_left_out_by_absolute_weight():
    matrix = network("ABC", ["x", "y"], [[1, -2], [3, 0], [0, -4]]).matrix
    assert without_weakest(matrix, 0.5).toarray().tolist() == [[0, 0], [3, 0], [0, -4]]
    assert without_weakest(matrix, 0.0) is matrix


def test_ties_as_strong_as_the_weakest_that_stay_stay_too():
    matrix = network("AB", ["x", "y"], [[1, 1], [1, 2]]).matrix
    assert without_weakest(matrix, 0.5).count_nonzero() == 4


def test_adjusted_rand_is_that_of_an_independent_implementation():
    from sklearn.metrics import adjusted_rand_score

    rng = np.random.default_rng(1)
    for _ in range(50):
        one, other = rng.integers(0, 4, (2, rng.integers(2, 12)))
        assert adjusted_rand(one.tolist(), other.tolist()) == pytest.approx(adjusted_rand_score(one, other))


def test_variance_shares_are_those_of_sums_of_squares():
    assert variance_shares(["a", "a", "b", "b"], [1.0, 1.0, 3.0, 3.0]) == pytest.approx(1.0)
    assert variance_shares(["a", "b", "a", "b"], [1.0, 1.0, 3.0, 3.0]) == pytest.approx(0.0)
    assert variance_shares(["a", "b"], [1.0, 1.0]) is None
    assert variance_shares(["a", "b", "b"], [1.0, 3.0, math.nan]) == pytest.approx(1.0)


def test_the_farthest_value_of_a_choice_names_its_setting():
    report = sensitivity(debate(), ONE, normalizations=(), weakest=(0.1,), windows=2, communities=by_sign)
    for each in report.ranking():
        for measure, setting in each.farthest.items():
            assert getattr(report.change(setting), measure) == each.alone[measure]
            assert [c for c in module.CHOICES if getattr(setting, c) != getattr(report.reference, c)] == [each.choice]
    assert {each.choice for each in report.ranking() if "correlation" in each.farthest} >= {"duplicates", "window"}


def test_a_choice_that_moves_nothing_names_no_setting():
    data = coded(*[("AB"[n % 2], "x", 1, "2031-01-04", n) for n in range(8)])
    report = sensitivity(data, ONE, duplicates=("document",), normalizations=(), weakest=(), windows=1)
    assert [(each.choice, dict(each.farthest)) for each in report.ranking()] == [("duplicates", {})]
