"""The spin glass: energies worked by hand, the least energy of all divisions, ties of both signs, planted camps."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score
from small_graphs import PLANTED, divisions, planted, random_ties, two_triangles

from dissensus.model.errors import NetworkError
from dissensus.networks._communities_labels import modularity, structural_order
from dissensus.networks._polarization_objectives import signed_modularity
from dissensus.networks.spin_glass import SPINS, annealed, couplings, energy, spin_glass

ALL = {n: divisions(n) for n in range(2, 9)}

BESIDE = np.array([[0.0, 1.0, -1.0, 0.0], [1.0, 0.0, 0.0, -1.0], [-1.0, 0.0, 0.0, 1.0], [0.0, -1.0, 1.0, 0.0]])
"""A square: two sides hold together, two push apart; each node has one tie of either sign."""


def by_definition(ties: np.ndarray, labels: np.ndarray, gamma: float, gamma_minus: float) -> float:
    """Minus, for each pair in one camp: its tie less what is expected of it, positive ties less negative."""
    value = 0.0
    for sign, weight in ((1.0, gamma), (-1.0, gamma_minus)):
        part = np.maximum(sign * ties, 0.0)
        strength, total = part.sum(axis=1), part.sum()
        for i in range(len(ties)):
            for j in range(i):
                if labels[i] == labels[j]:
                    expected = strength[i] * strength[j] / total if total > 0 else 0.0
                    value -= sign * (part[i, j] - weight * expected)
    return value


def test_the_energy_of_two_triangles_is_known_by_hand() -> None:
    """Each camp has 3 ties; of strengths 2, 2 and 3 among 14 the pairs let expect (4 + 6 + 6) / 14."""
    assert energy(two_triangles(), np.array([0, 0, 0, 1, 1, 1])) == pytest.approx(-2 * (3 - 16 / 14))
    assert spin_glass(two_triangles()).tolist() == [0, 0, 0, 1, 1, 1]


def test_the_energy_of_ties_of_both_signs_is_known_by_hand() -> None:
    """A tied pair has 1 - 1/4 of positive ties, and 0 - 1/4 of negative ones are taken off."""
    sides = np.array([0, 0, 1, 1])
    assert energy(BESIDE, sides) == pytest.approx(-2)
    assert energy(BESIDE, sides, gamma_minus=0.0) == pytest.approx(-1.5)
    assert energy(BESIDE, sides, gamma=0.0) == pytest.approx(-2.5)
    assert spin_glass(BESIDE).tolist() == sides.tolist()


@given(st.integers(2, 8), st.integers(0, 10_000), st.floats(0, 3), st.floats(0, 3), st.data())
def test_the_energy_is_that_of_the_definition(
    n: int, seed: int, gamma: float, gamma_minus: float, data: st.DataObject
) -> None:
    ties = random_ties(n, seed, signed=seed % 2 == 0)
    labels = np.array(data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)))
    assert energy(ties, labels, gamma, gamma_minus) == pytest.approx(
        by_definition(ties, labels, gamma, gamma_minus), abs=1e-9
    )


@given(st.integers(0, 10_000), st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_energy_and_signed_modularity_differ_by_a_constant(seed: int, labels: list[int]) -> None:
    ties = random_ties(8, seed, signed=True)
    agree, differ = np.maximum(ties, 0.0), np.maximum(-ties, 0.0)

    def both(camps: np.ndarray) -> float:
        return signed_modularity(agree, differ, camps) * float((agree + differ).sum()) / 2 + energy(ties, camps)

    assert both(np.array(labels)) == pytest.approx(both(np.arange(8)), abs=1e-9)


@pytest.mark.parametrize("signed", [False, True], ids=["positive", "both signs"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("n", range(2, 9))
def test_no_division_has_less_energy(n: int, seed: int, signed: bool) -> None:
    """By cooling alone too, which larger networks go through."""
    ties = random_ties(n, 100 * n + seed, share=0.8, signed=signed)
    pairs = couplings(ties)
    least = min(-float(pairs[each[:, None] == each[None, :]].sum()) / 2 for each in ALL[n])
    assert energy(ties, spin_glass(ties)) == pytest.approx(least, abs=1e-9)
    if pairs.any():
        assert energy(ties, annealed(pairs, n, 10, seed)) == pytest.approx(least, abs=1e-9)


@pytest.mark.parametrize(("gamma", "gamma_minus"), [(0.5, 1.0), (2.0, 1.0), (1.0, 0.3)])
def test_no_division_has_less_energy_with_other_weights(gamma: float, gamma_minus: float) -> None:
    ties = random_ties(7, 5, signed=True)
    least = min(by_definition(ties, each, gamma, gamma_minus) for each in ALL[7])
    found = spin_glass(ties, gamma=gamma, gamma_minus=gamma_minus)
    assert by_definition(ties, found, gamma, gamma_minus) == pytest.approx(least, abs=1e-9)


def test_the_karate_club_is_divided_as_well_as_can_be() -> None:
    """0.4198 is known to be the highest modularity of any division (G. Agarwal and D. Kempe 2008)."""
    ties = nx.to_numpy_array(nx.karate_club_graph(), weight=None)
    assert modularity(ties, spin_glass(ties)) == pytest.approx(0.4198, abs=5e-5)


@pytest.mark.parametrize("plan", PLANTED, ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_planted_camps_are_found(plan: tuple[int, int, float, float], seed: int) -> None:
    ties, camps = planted(*plan, seed)
    assert adjusted_rand_score(camps, spin_glass(ties, runs=3, seed=seed)) == 1.0


@pytest.mark.parametrize("seed", range(3))
def test_camps_that_only_push_each_other_away_are_found(seed: int) -> None:
    conflict, camps = planted(30, 3, 0.0, 0.7, seed)
    assert adjusted_rand_score(camps, spin_glass(-conflict, seed=seed)) == 1.0


@settings(max_examples=25)
@given(st.integers(2, 14), st.integers(0, 10_000), st.integers(1, 4))
def test_there_are_no_more_camps_than_spins(n: int, seed: int, spins: int) -> None:
    ties = random_ties(n, seed, signed=True)
    labels = spin_glass(ties, spins, runs=2)
    assert labels.max() < spins
    assert energy(ties, labels) <= energy(ties, np.zeros(n, dtype=int)) + 1e-9


def test_twenty_five_camps_are_the_most_unless_told_otherwise() -> None:
    pairs = np.kron(np.eye(30), np.array([[0.0, 1.0], [1.0, 0.0]]))
    assert spin_glass(pairs, runs=2).max() + 1 == SPINS == 25
    assert spin_glass(pairs, 40, runs=2).tolist() == np.repeat(np.arange(30), 2).tolist()


def test_more_of_what_is_expected_makes_smaller_camps() -> None:
    ties, _ = planted(40, 4, 0.8, 0.2, 0)
    camps = [int(spin_glass(ties, runs=3, gamma=gamma).max()) + 1 for gamma in (0.0, 1.0, 3.0)]
    assert camps[0] == 1
    assert camps[1] == 4
    assert camps[2] > 4


@settings(max_examples=25)
@given(st.permutations(range(11)), st.integers(0, 10_000))
def test_in_structural_order_the_order_given_changes_nothing(order: list[int], seed: int) -> None:
    ties = random_ties(11, seed, share=1.0, signed=True)
    names = [f"n{k}" for k in range(11)]

    def found(which: list[int]) -> set[frozenset[int]]:
        block = ties[np.ix_(which, which)]
        nodes = np.array(which)[structural_order(names, np.maximum(block, 0.0), np.maximum(-block, 0.0))]
        labels = spin_glass(ties[np.ix_(nodes, nodes)], runs=2)
        return {frozenset(nodes[labels == camp].tolist()) for camp in range(int(labels.max()) + 1)}

    assert found(order) == found(list(range(11)))


@settings(max_examples=25)
@given(st.integers(2, 12), st.integers(0, 10_000), st.floats(0.01, 100.0))
def test_the_unit_of_weights_and_the_diagonal_change_nothing(n: int, seed: int, unit: float) -> None:
    ties = random_ties(n, seed, signed=True)
    labels = spin_glass(ties, runs=2)
    other = unit * (ties + np.diag(np.arange(n)))
    assert energy(other, labels) == pytest.approx(unit * energy(ties, labels))
    assert energy(ties, spin_glass(other, runs=2)) == pytest.approx(energy(ties, labels))


def test_nodes_without_ties_stand_in_the_first_camp() -> None:
    assert spin_glass(np.pad(two_triangles(), (1, 1))).tolist() == [0, 0, 0, 0, 1, 1, 1, 0]
    many, _ = planted(20, 2, 0.9, 0.1, 0)
    assert spin_glass(np.pad(many, (0, 2)))[-2:].tolist() == [0, 0]


@pytest.mark.parametrize("n", [0, 1, 3])
def test_without_ties_all_is_one_camp(n: int) -> None:
    assert spin_glass(np.zeros((n, n))).tolist() == [0] * n
    assert energy(np.zeros((n, n)), np.zeros(n, dtype=int)) == 0.0


def test_the_same_seed_gives_the_same_camps() -> None:
    ties = random_ties(60, 1, share=0.2, signed=True)
    assert spin_glass(ties, runs=1, seed=7).tolist() == spin_glass(ties, runs=1, seed=7).tolist()


@pytest.mark.parametrize(
    "matrix",
    [np.ones((2, 3)), np.array([[0.0, 1.0], [-1.0, 0.0]]), np.array([[0.0, np.inf], [-np.inf, 0.0]])]
    + [np.full((2, 2), wrong) for wrong in (np.nan, -np.inf)],
    ids=["not square", "not symmetric", "two infinities", "not a number", "infinite"],
)
def test_what_has_no_energy_is_refused(matrix: np.ndarray) -> None:
    with pytest.raises(NetworkError):
        spin_glass(matrix)


@pytest.mark.parametrize("wrong", [{"spins": 0}, {"runs": 0}, {"gamma": -1.0}, {"gamma_minus": float("nan")}], ids=str)
def test_options_that_cannot_be_are_refused(wrong: dict) -> None:
    with pytest.raises(NetworkError):
        spin_glass(two_triangles(), **wrong)
