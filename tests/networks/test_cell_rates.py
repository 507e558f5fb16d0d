"""Fitted cells: what is to be expected also where nothing was found, and that nothing but the statements matters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from coded_by_hand import coded

from dissensus.model.coded_statements import Column
from dissensus.model.errors import NetworkError
from dissensus.networks.bootstrap import bootstrap, edge_intervals, edge_weights
from dissensus.networks.bootstrap_replicates import BootstrapOptions, Replicates, unfitting
from dissensus.networks.building import build
from dissensus.networks.cell_rates import CellRates
from dissensus.networks.options import NetworkOptions

TWO = NetworkOptions(mode="two-mode", aggregation="subtract")
IGNORE = NetworkOptions(mode="two-mode", aggregation="ignore")
ONE = NetworkOptions(aggregation="subtract", normalization="average")
FITTED = BootstrapOptions(cells="fitted", replicates=200)


def said(documents=40, seed=1, actors="ABCDEF", claims="wxyz", camp="ABC", loyal=0.9, statements=3):
    """Two camps that differ on every claim; each document is of one actor."""
    rng = np.random.default_rng(seed)
    given = []
    for document in range(documents):
        actor = actors[rng.integers(len(actors))]
        for _ in range(statements):
            side = int((actor in camp) == (rng.random() < loyal))
            given.append((actor, claims[rng.integers(len(claims))], side, f"2031-{1 + document % 12:02}-04", document))
    return given


def debate(documents=40, **changes):
    return coded(*said(documents, **changes))


def draws(data, options=IGNORE, drawing=FITTED):
    return bootstrap(data, options, edge_weights, drawing).draws


def test_a_cell_without_statements_has_an_interval_of_more_than_nothing():
    data = coded(*[("A", "x", 1, "2031-01-01", d) for d in range(6)], *[("B", "y", 1, "2031-01-01", d) for d in (7, 8)])
    found = edge_intervals(data, IGNORE, replicates=200)
    nothing = found.statements == 0
    assert nothing.sum() == 2
    assert (found.high[nothing] > 0.3).all()
    assert (found.low[nothing] >= 0).all()


def test_counted_cells_say_nothing_of_a_cell_without_statements():
    data = coded(*[("A", "x", 1, "2031-01-01", d) for d in range(6)], *[("B", "y", 1, "2031-01-01", d) for d in (7, 8)])
    found = edge_intervals(data, IGNORE, replicates=200, cells="counted")
    assert found.method == "bca"
    assert (found.high[found.statements == 0] == 0).all()


def test_the_mean_of_many_statements_is_what_was_counted():
    data = debate(documents=1500)
    mean, counted = (x.reshape(6, 4) for x in (draws(data).mean(axis=0), build(data, IGNORE).dense()))
    assert (abs(mean - counted) < 2 * np.sqrt(counted)).all()
    np.testing.assert_allclose(mean.sum(axis=1), counted.sum(axis=1), rtol=0.02)
    np.testing.assert_allclose(mean.sum(axis=0), counted.sum(axis=0), rtol=0.02)


def test_a_row_of_one_column_keeps_it_where_rows_are_of_their_own_mind():
    given = [("ABCD"[d % 4], "wxyz"[d % 4], 1, "2031-01-01", d) for d in range(200)]
    mean = draws(coded(*given)).mean(axis=0).reshape(4, 4)
    assert (np.diag(mean) > 40).all()
    assert mean.sum() - np.trace(mean) < 20


def test_what_a_camp_says_is_expected_of_its_quiet_member():
    quiet = [("Q", claim, 1, "2031-01-01", 900 + k) for k, claim in enumerate("wxy")]
    found = edge_intervals(coded(*said(documents=200, loyal=1.0), *quiet), TWO, replicates=300)
    place = found.rows.index("Q"), found.columns.index("z")
    assert found.weight[place] == 0
    assert found.positive[place] > 0.9


@pytest.mark.parametrize("over", ["documents", "statements", "both"])
def test_replicates_are_the_same_in_a_short_and_in_a_long_bootstrap_and_in_two_processes(over):
    drawing = BootstrapOptions(cells="fitted", over=over, replicates=4)
    short = draws(debate(), ONE, drawing)
    np.testing.assert_array_equal(short, draws(debate(), ONE, replace(drawing, replicates=9))[:4])
    np.testing.assert_array_equal(short, draws(debate(), ONE, replace(drawing, jobs=2)))


def test_another_seed_gives_other_replicates():
    assert not np.allclose(draws(debate()), draws(debate(), drawing=replace(FITTED, seed=1)))


def test_other_names_change_nothing():
    data = debate()
    column = data.variables["organization"]
    other_name = dict(zip("ABCDEF", "ptsqur", strict=True))
    renamed = Column.of("organization", "short text", [other_name[column.values[code]] for code in column.codes])
    other = replace(data, variables={**data.variables, "organization": renamed})
    drawing = replace(FITTED, replicates=20)
    plain, again = edge_intervals(data, ONE, drawing), edge_intervals(other, ONE, drawing)
    order = [again.rows.index(other_name[name]) for name in plain.rows]
    assert order != sorted(order)
    np.testing.assert_allclose(plain.low, again.low[np.ix_(order, order)], atol=1e-9)
    np.testing.assert_allclose(plain.high, again.high[np.ix_(order, order)], atol=1e-9)


def test_the_order_of_statements_and_the_numbers_of_documents_change_nothing():
    data = debate()
    shuffled = data.take(np.random.default_rng(1).permutation(len(data)))
    drawing = replace(FITTED, replicates=5)
    np.testing.assert_array_equal(draws(data, ONE, drawing), draws(shuffled, ONE, drawing))
    renumbered = replace(data, document=data.document * 3 + 7)
    np.testing.assert_array_equal(draws(data, ONE, drawing), draws(renumbered, ONE, drawing))


def test_several_networks_of_a_replicate_are_of_the_same_rates():
    pair = [replace(ONE, aggregation=each, normalization="no") for each in ("congruence", "conflict", "ignore")]

    def left_over(congruence, conflict, both):
        return abs(congruence.dense() + conflict.dense() - both.dense()).max()

    assert bootstrap(debate(), pair, left_over, replace(FITTED, replicates=10)).draws.max() < 1e-9


def test_statements_that_hang_together_tell_less():
    rng = np.random.default_rng(3)
    given = [("AB"[rng.integers(2)], "xy"[rng.integers(2)], 1, "2031-01-01", d) for d in range(60)]
    alone = coded(*[(a, c, 1, day, 4 * d + k) for a, c, _, day, d in given for k in range(4)])
    fourfold = coded(*[one for one in given for _ in range(4)])
    widths = [np.diff(np.quantile(draws(data), [0.05, 0.95], axis=0), axis=0).mean() for data in (alone, fourfold)]
    assert widths[1] > 1.5 * widths[0]


def test_how_many_statements_fall_together_is_learnt():
    row = np.array([0, 0, 0, 1])
    learnt = CellRates.of(row, np.zeros(4, dtype=int), np.array([1, 1, 0, 1]), np.array([7, 7, 7, 8]), (2, 1, 2))
    assert learnt.of_cell == (9 + 1) / 4
    assert learnt.of_level == (4 + 1 + 1) / 4


def test_a_network_without_a_qualifier_and_one_of_graded_agreement_can_be_fitted():
    none = replace(IGNORE, qualifier=None)
    data = debate(documents=600)
    counted = build(data, none).dense().ravel()
    assert (abs(draws(data, none).mean(axis=0) - counted) < 2 * np.sqrt(counted)).all()
    column = data.variables["agreement"]
    grades = Column("agreement", "integer", column.codes, tuple(4 * value - 2 for value in column.values))
    graded = replace(data, variables={**data.variables, "agreement": grades})
    found = edge_intervals(graded, TWO, replicates=100)
    assert found.method == "fitted"
    assert ((found.low < found.weight) & (found.weight < found.high)).mean() > 0.9


def test_isolates_have_intervals_from_nothing_to_something():
    data = debate()
    options = replace(IGNORE, isolates=True, exclude_values={"concept": ("w",)})
    only = coded(*[("A", "x", 1, "2031-01-01", d) for d in range(9)], ("Z", "w", 1, "2031-01-01", 99))
    found = edge_intervals(only, options, replicates=100)
    assert found.rows == ("A", "Z")
    assert (found.low >= 0).all()
    assert edge_intervals(data, options, replicates=10).method == "fitted"


def test_one_name_alone_can_be_fitted():
    data = coded(*[("A", "x", d % 2, "2031-01-01", d) for d in range(8)])
    found = edge_intervals(data, IGNORE, replicates=200)
    assert found.low[0, 0] < 8 < found.high[0, 0]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"aggregation": "combine"}, "at all"),
        ({"normalization": "prominence"}, "prominence"),
        ({"mode": "one-mode", "normalization": "jaccard"}, "jaccard"),
        ({"mode": "one-mode", "normalization": "true jaccard"}, "true jaccard"),
        ({"variable2": "organization"}, "same"),
    ],
)
def test_where_cells_cannot_be_fitted_they_are_counted_and_it_is_told(changes, told):
    options = replace(TWO, **changes)
    found = edge_intervals(debate(), options, replicates=20)
    assert found.method == "bca"
    assert told in found.unfitted
    with pytest.raises(NetworkError, match="cannot be fitted") as caught:
        edge_intervals(debate(), options, replicates=20, cells="fitted")
    assert caught.value.code == "NET002"


def test_too_many_cells_are_counted():
    given = [(f"a{k:03}", f"c{k:03}", 1, "2031-01-01", k) for k in range(600)]
    assert "720,000" in unfitting(coded(*given), TWO, BootstrapOptions())


def test_duplicates_removed_again_are_counted():
    assert "again" not in unfitting(debate(), TWO, BootstrapOptions())
    assert unfitting(debate(), TWO, BootstrapOptions(duplicates="again"))


def test_a_method_of_interval_asks_for_counted_cells():
    assert edge_intervals(debate(), TWO, replicates=20, method="percentile").method == "percentile"
    fitted = bootstrap(debate(), TWO, edge_weights, replace(FITTED, replicates=20))
    with pytest.raises(NetworkError, match="percentiles"):
        fitted.interval(0.9, "centred")


def test_an_unknown_kind_of_cells_is_refused():
    with pytest.raises(NetworkError) as caught:
        BootstrapOptions(cells="guessed")
    assert caught.value.code == "NET002"


def test_certain_ties_are_those_whose_interval_lies_on_their_side():
    found = edge_intervals(debate(documents=120, loyal=1.0), ONE, replicates=100)
    certain = found.certain()
    assert certain[0, 1] == found.weight[0, 1] > 0
    assert certain[0, 5] == found.weight[0, 5] < 0
    turned = replace(found, weight=-found.weight)
    assert not turned.certain().any()


def test_fitted_intervals_of_sparse_ties_hold_the_expectation_where_counted_ones_do_not():
    # 18 actors, 5 claims and 30 documents of two statements: two thirds of a statement are expected in each cell.
    held = {"fitted": [], "counted": []}
    for seed in range(12):
        data = debate(
            documents=30, seed=seed, actors="ABCDEFGHIJKLMNOPQR", claims="vwxyz", camp="ACEGIKMOQ", statements=2
        )
        for cells, hits in held.items():
            found = edge_intervals(data, IGNORE, replicates=100, seed=seed, cells=cells)
            hits.append(((found.low <= 2 / 3) & (found.high >= 2 / 3)).mean())
    assert np.mean(held["counted"]) < 0.6
    assert 0.85 <= np.mean(held["fitted"]) <= 0.99


def test_a_replicate_has_about_as_many_statements_as_the_data():
    source = Replicates(debate(documents=300), [IGNORE], FITTED)
    assert np.mean([source.drawn(r)[0].statements for r in range(20)]) == pytest.approx(900, rel=0.05)
