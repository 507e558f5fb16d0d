"""The map equation: codelengths worked by hand, the shortest code of all divisions, planted camps."""

from __future__ import annotations

from math import log2

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score
from small_graphs import PLANTED, divisions, planted, random_ties, two_triangles

from dissensus.model.errors import NetworkError
from dissensus.networks._communities_labels import structural_order
from dissensus.networks.map_equation import codelength, infomap

ALL = {n: divisions(n) for n in range(2, 9)}


def entropy(shares: list[float]) -> float:
    total = sum(shares)
    return -sum(share / total * log2(share / total) for share in shares if share > 0)


def by_definition(ties: np.ndarray, labels: np.ndarray) -> float:
    """Equation 1 of 2008: the names of camps as often as camps change, and each camp's own names and its exit."""
    total = ties.sum()
    rates = ties.sum(axis=1) / total
    camps = [labels == camp for camp in np.unique(labels)]
    exits = [float(ties[np.ix_(camp, ~camp)].sum() / total) for camp in camps]
    told = sum(exits) * entropy(exits) if sum(exits) > 0 else 0.0
    for camp, leaving in zip(camps, exits, strict=True):
        used = leaving + float(rates[camp].sum())
        told += used * entropy([leaving, *rates[camp].tolist()]) if used > 0 else 0.0
    return told


def test_the_code_of_two_triangles_with_a_bridge_is_known_by_hand() -> None:
    """Camps change at 2 of 14 half-ties, 1 bit each; 8 of 14 names are used in each camp, by 1, 2, 2 and 3 of 8."""
    own = 3 / 8 * log2(8 / 3) + 2 / 8 * 2 + 2 / 8 * 2 + 1 / 8 * 3
    assert codelength(two_triangles(), np.array([0, 0, 0, 1, 1, 1])) == pytest.approx(2 / 14 + 2 * 8 / 14 * own)
    assert infomap(two_triangles()).tolist() == [0, 0, 0, 1, 1, 1]


def test_one_camp_has_the_entropy_of_visit_rates() -> None:
    rates = [2 / 14] * 4 + [3 / 14] * 2
    assert codelength(two_triangles(), np.zeros(6, dtype=int)) == pytest.approx(-sum(p * log2(p) for p in rates))


def test_each_node_alone_is_told_twice() -> None:
    """Every step names the camp, by its rate, and then the node or the exit, one bit each of the two."""
    rates = [2 / 14] * 4 + [3 / 14] * 2
    assert codelength(two_triangles(), np.arange(6)) == pytest.approx(-sum(p * log2(p) for p in rates) + 2)


@given(st.integers(2, 8), st.integers(0, 10_000), st.data())
def test_the_code_is_that_of_the_definition(n: int, seed: int, data: st.DataObject) -> None:
    ties = random_ties(n, seed)
    labels = np.array(data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)))
    if ties.any():
        assert codelength(ties, labels) == pytest.approx(by_definition(ties, labels), abs=1e-12)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("n", range(2, 9))
def test_no_division_has_a_shorter_code(n: int, seed: int) -> None:
    ties = random_ties(n, 100 * n + seed)
    least = min(by_definition(ties, each) for each in ALL[n]) if ties.any() else 0.0
    assert codelength(ties, infomap(ties)) == pytest.approx(least, abs=1e-9)


def test_the_karate_club_has_the_code_that_others_find() -> None:
    """4.3118 bits and three camps without weights, as the program of the method's authors has it."""
    ties = nx.to_numpy_array(nx.karate_club_graph(), weight=None)
    found = infomap(ties)
    assert codelength(ties, found) == pytest.approx(4.3118, abs=1e-4)
    assert found.max() + 1 == 3


@pytest.mark.parametrize("plan", PLANTED, ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_planted_camps_are_found(plan: tuple[int, int, float, float], seed: int) -> None:
    ties, camps = planted(*plan, seed)
    assert adjusted_rand_score(camps, infomap(ties, 3, seed)) == 1.0


@settings(max_examples=30)
@given(st.integers(2, 12), st.integers(0, 10_000))
def test_the_found_code_is_at_most_that_of_one_camp_and_of_single_nodes(n: int, seed: int) -> None:
    ties = random_ties(n, seed)
    found = codelength(ties, infomap(ties, 1))
    assert found <= codelength(ties, np.zeros(n, dtype=int)) + 1e-9
    assert found <= codelength(ties, np.arange(n)) + 1e-9


@settings(max_examples=30)
@given(st.integers(2, 10), st.integers(0, 10_000), st.floats(0.01, 100.0))
def test_the_unit_of_weights_and_the_diagonal_change_nothing(n: int, seed: int, unit: float) -> None:
    ties = random_ties(n, seed)
    labels = infomap(ties, 2)
    other = unit * (ties + np.diag(np.arange(n)))
    assert codelength(other, labels) == pytest.approx(codelength(ties, labels))
    assert codelength(ties, infomap(other, 2)) == pytest.approx(codelength(ties, labels))


@settings(max_examples=30)
@given(st.permutations(range(9)), st.integers(0, 10_000))
def test_in_structural_order_the_order_given_changes_nothing(order: list[int], seed: int) -> None:
    ties = random_ties(9, seed, share=1.0)
    names = [f"n{k}" for k in range(9)]

    def found(which: list[int]) -> set[frozenset[int]]:
        nodes = np.array(which)[structural_order(names, ties[np.ix_(which, which)])]
        labels = infomap(ties[np.ix_(nodes, nodes)], 2)
        return {frozenset(nodes[labels == camp].tolist()) for camp in range(int(labels.max()) + 1)}

    assert found(order) == found(list(range(9)))


def test_nodes_without_ties_stand_alone_and_cost_nothing() -> None:
    wider = np.pad(two_triangles(), (1, 1))
    assert infomap(wider).tolist() == [0, 1, 1, 1, 2, 2, 2, 3]
    assert codelength(wider, infomap(wider)) == pytest.approx(codelength(two_triangles(), np.repeat([0, 1], 3)))


def test_parts_without_ties_between_them_stay_apart() -> None:
    pairs = np.kron(np.eye(4), np.array([[0.0, 1.0], [1.0, 0.0]]))
    assert infomap(pairs).tolist() == [0, 0, 1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("n", [0, 1, 3])
def test_without_ties_there_is_nothing_to_tell(n: int) -> None:
    assert infomap(np.zeros((n, n))).tolist() == list(range(n))
    assert codelength(np.zeros((n, n)), np.zeros(n, dtype=int)) == 0.0


def test_the_same_seed_gives_the_same_camps() -> None:
    ties = random_ties(60, 1, share=0.2)
    assert infomap(ties, 1, 7).tolist() == infomap(ties, 1, 7).tolist()


def test_more_runs_are_never_worse() -> None:
    ties = random_ties(60, 2, share=0.1)
    lengths = [codelength(ties, infomap(ties, runs, 3)) for runs in (1, 3, 6)]
    assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize(
    "matrix",
    [
        np.ones((2, 3)),
        np.array([[0.0, -1.0], [-1.0, 0.0]]),
        np.array([[0.0, 1.0], [2.0, 0.0]]),
        np.full((2, 2), np.nan),
    ],
    ids=["not square", "negative", "not symmetric", "not a number"],
)
def test_what_no_walk_can_follow_is_refused(matrix: np.ndarray) -> None:
    with pytest.raises(NetworkError):
        infomap(matrix)


def test_no_run_is_refused() -> None:
    with pytest.raises(NetworkError):
        infomap(two_triangles(), runs=0)
