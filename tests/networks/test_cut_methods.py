"""Every method of cutting: what it finds, what it refuses, and numbers known from elsewhere."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dissensus.model.errors import NetworkError
from dissensus.networks._communities_graphs import paths_through_ties
from dissensus.networks._cut_methods import (
    CUT_METHODS,
    canonical,
    concor_of_columns,
    k_means_of_points,
    modularity,
    structural_order,
)


def blocks(camps: list[int], inside: float = 1.0, across: float = 0.2, seed: int = 0) -> np.ndarray:
    """Similarities that are high within camps, a little uneven so that no two nodes are the same."""
    random = np.random.default_rng(seed)
    labels = np.array(camps)
    matrix = np.where(labels[:, None] == labels[None, :], inside, across)
    uneven = random.uniform(0, 0.05, size=matrix.shape)
    matrix = matrix + uneven + uneven.T
    np.fill_diagonal(matrix, 0.0)
    return matrix


def karate() -> np.ndarray:
    """Zachary's karate club without weights, on which all methods' authors show their results."""
    return nx.to_numpy_array(nx.karate_club_graph(), weight=None)


def best_of_karate(method: str) -> tuple[float, int]:
    ties = karate()
    found = []
    for k in range(2, 9):
        try:
            found.append((modularity(ties, CUT_METHODS[method](ties, k, 0)), k))
        except NetworkError:
            break
    return max(found)


@pytest.mark.parametrize("method", CUT_METHODS)
def test_two_blocks_are_cut_apart_and_numbered_by_their_first_node(method: str) -> None:
    camps = [1, 0, 0, 1, 0, 1, 1, 0]
    assert CUT_METHODS[method](blocks(camps), 2, 3).tolist() == [0, 1, 1, 0, 1, 0, 0, 1]


@pytest.mark.parametrize("method", sorted(set(CUT_METHODS) - {"concor"}))
def test_three_blocks_are_cut_apart(method: str) -> None:
    camps = [0, 1, 2] * 4
    assert CUT_METHODS[method](blocks(camps, across=0.05), 3, 3).tolist() == camps


def test_concor_splits_four_blocks_by_halves() -> None:
    camps = np.array([0, 1, 2, 3] * 3)
    matrix = blocks(camps.tolist(), across=0.0)
    matrix += 0.4 * (camps[:, None] // 2 == camps[None, :] // 2)
    assert CUT_METHODS["concor"](matrix, 4, 0).tolist() == camps.tolist()


@pytest.mark.parametrize("method", CUT_METHODS)
def test_the_same_seed_gives_the_same_labels(method: str) -> None:
    matrix = blocks([0, 1] * 6, inside=0.3, across=0.25, seed=4)
    first, second = (CUT_METHODS[method](matrix, 2, 5).tolist() for _ in range(2))
    assert first == second


@pytest.mark.parametrize("method", CUT_METHODS)
@pytest.mark.parametrize(
    ("matrix", "k"),
    [
        (np.ones((3, 2)), 1),
        (np.array([[0.0, -1.0], [-1.0, 0.0]]), 2),
        (np.array([[0.0, 1.0], [2.0, 0.0]]), 2),
        (np.array([[0.0, np.nan], [np.nan, 0.0]]), 2),
        (np.ones((3, 3)), 4),
        (np.ones((3, 3)), 0),
    ],
    ids=["not square", "negative", "not symmetric", "not a number", "more camps than nodes", "no camps"],
)
def test_what_cannot_be_cut_is_refused(method: str, matrix: np.ndarray, k: int) -> None:
    with pytest.raises(NetworkError):
        CUT_METHODS[method](matrix, k, 0)


@pytest.mark.parametrize("method", ["fast greedy", "walktrap", "leading eigenvector", "edge betweenness"])
def test_parts_without_ties_cannot_be_joined(method: str) -> None:
    with pytest.raises(NetworkError, match="3 parts"):
        CUT_METHODS[method](np.kron(np.eye(3), np.ones((2, 2))), 2, 0)


@pytest.mark.parametrize(
    ("method", "least", "most", "camps"),
    [
        ("fast greedy", 0.3806, 0.3808, 3),
        ("leading eigenvector", 0.3933, 0.3935, 4),
        ("edge betweenness", 0.4012, 0.4014, 5),
    ],
)
def test_the_karate_club_is_divided_as_by_other_implementations(
    method: str, least: float, most: float, camps: int
) -> None:
    value, k = best_of_karate(method)
    assert least < value < most
    assert k == camps


@given(st.integers(0, 10_000))
def test_fast_greedy_ends_where_networkx_ends(seed: int) -> None:
    random = np.random.default_rng(seed)
    matrix = np.triu(random.uniform(0.1, 1, size=(9, 9)), 1)
    matrix += matrix.T
    graph = nx.from_numpy_array(matrix)
    theirs = nx.community.greedy_modularity_communities(graph, weight="weight", cutoff=3, best_n=3)
    labels = CUT_METHODS["fast greedy"](matrix, 3, 0)
    assert {frozenset(np.flatnonzero(labels == c).tolist()) for c in range(3)} == {frozenset(t) for t in theirs}


@given(st.integers(0, 10_000), st.integers(2, 5))
def test_walktrap_joins_by_the_paper_s_definition(seed: int, k: int) -> None:
    """Equation 2 and theorem 3 of Pons and Latapy, computed anew for every pair before each step."""
    random = np.random.default_rng(seed)
    ties = np.triu(random.uniform(0.1, 1, size=(8, 8)), 1)
    ties += ties.T
    looped = ties + np.diag(ties.sum(axis=1) / 7)
    strength = looped.sum(axis=1)
    walk = np.linalg.matrix_power(np.diag(1 / strength) @ looped, 4)
    camps = [[node] for node in range(8)]
    while len(camps) > k:
        pairs = [(a, b) for a in range(len(camps)) for b in range(a + 1, len(camps))]

        def rise(pair: tuple[int, int]) -> float:
            one, other = camps[pair[0]], camps[pair[1]]
            apart = walk[one].mean(axis=0) - walk[other].mean(axis=0)
            return len(one) * len(other) / (len(one) + len(other)) * float((apart**2 / strength).sum())

        a, b = min(pairs, key=rise)
        camps[a] += camps.pop(b)
    labels = CUT_METHODS["walktrap"](ties, k, 0)
    assert {frozenset(np.flatnonzero(labels == c).tolist()) for c in range(k)} == {frozenset(camp) for camp in camps}


@given(st.integers(0, 10_000), st.floats(0.1, 0.9))
def test_paths_through_ties_are_those_of_networkx(seed: int, density: float) -> None:
    graph = nx.gnp_random_graph(9, density, seed=seed)
    through = paths_through_ties(nx.to_numpy_array(graph) > 0)
    for (i, j), value in nx.edge_betweenness_centrality(graph, normalized=False).items():
        assert through[i, j] == pytest.approx(value)


def test_pam_takes_the_medoids_of_least_distance() -> None:
    places = np.array([0.0, 1.0, 2.0, 10.0, 11.0, 30.0])
    similar = 30.0 - np.abs(places[:, None] - places[None, :])
    assert CUT_METHODS["pam"](similar, 3, 0).tolist() == [0, 0, 0, 1, 1, 2]


def test_linkage_takes_distances_back_from_similarities() -> None:
    """Single linkage follows a chain that complete linkage cuts in its middle."""
    places = np.array([0.0, 1.0, 2.1, 3.3, 4.6, 20.0])
    similar = 1.0 - np.abs(places[:, None] - places[None, :]) / 20.0
    assert CUT_METHODS["single"](similar, 2, 0).tolist() == [0, 0, 0, 0, 0, 1]
    assert CUT_METHODS["complete"](similar, 3, 0).tolist() == [0, 0, 1, 1, 1, 2]


def test_structural_equivalence_puts_together_who_has_the_same_neighbours() -> None:
    star_of_two = np.zeros((6, 6))
    star_of_two[:2, 2:] = star_of_two[2:, :2] = 1.0
    assert CUT_METHODS["structural equivalence"](star_of_two, 2, 0).tolist() == [0, 0, 1, 1, 1, 1]


def test_spectral_gives_a_part_without_ties_its_own_camp() -> None:
    assert CUT_METHODS["spectral"](np.kron(np.eye(2), np.ones((3, 3))), 2, 0).tolist() == [0, 0, 0, 1, 1, 1]


def test_k_means_refuses_fewer_different_points_than_clusters() -> None:
    with pytest.raises(NetworkError, match="fewer than 3"):
        k_means_of_points(np.array([[0.0], [0.0], [1.0]]), 3, 0)


def test_concor_refuses_three_camps_and_nodes_that_are_all_the_same() -> None:
    with pytest.raises(NetworkError, match="not into 3"):
        concor_of_columns(np.eye(4), 3)
    with pytest.raises(NetworkError, match="same profile"):
        concor_of_columns(np.outer([1.0, 2.0, 3.0], [1.0, 1.0]), 2)


def test_modularity_of_two_equal_parts_is_a_half() -> None:
    assert modularity(np.kron(np.eye(2), np.ones((3, 3))), np.array([0, 0, 0, 1, 1, 1])) == pytest.approx(0.5)


def test_modularity_is_that_of_networkx() -> None:
    matrix = blocks([0, 1, 2] * 3)
    labels = np.array([0, 0, 1, 1, 2, 2, 0, 1, 2])
    theirs = nx.community.modularity(nx.from_numpy_array(matrix), [np.flatnonzero(labels == c) for c in range(3)])
    assert modularity(matrix, labels) == pytest.approx(theirs)


def test_canonical_labels_count_from_the_first_node() -> None:
    assert canonical(np.array([7, 7, -1, 3, -1])).tolist() == [0, 0, 1, 2, 1]


@given(st.permutations(range(7)), st.integers(0, 1000))
def test_the_structural_order_does_not_depend_on_names(order: list[int], seed: int) -> None:
    matrix = blocks([0, 1, 0, 1, 1, 0, 1], seed=seed)
    plain = structural_order("abcdefg", matrix)
    moved = structural_order("gfedcba", matrix[np.ix_(order, order)])
    assert [order[k] for k in moved] == plain.tolist()


def test_nodes_with_the_same_ties_are_ordered_by_name() -> None:
    assert structural_order(["b", "c", "a"], np.ones((3, 3))).tolist() == [2, 0, 1]
