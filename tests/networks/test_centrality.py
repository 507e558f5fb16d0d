"""Centralities: known values, and all that are normalised within 0 and 1."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_by_hand import one_mode, two_mode

from dissensus.model.errors import NetworkError
from dissensus.networks.centrality import centralities, two_mode_centralities

STAR = [[0, 2, 2], [2, 0, 0], [2, 0, 0]]
NORMALISED = ("degree", "betweenness", "closeness", "harmonic", "eigenvector")


def drawn(seed: int, n: int = 7, density: float = 0.4) -> np.ndarray:
    random = np.random.default_rng(seed)
    ties = np.triu(random.normal(scale=5, size=(n, n)) * (random.uniform(size=(n, n)) < density), 1)
    return ties + ties.T


def test_the_middle_of_a_star_is_the_most_central() -> None:
    found = centralities(one_mode(STAR))
    assert found.of("a") == {
        "degree": 1,
        "strength_positive": 4,
        "strength_negative": 0,
        "betweenness": 1,
        "closeness": 1,
        "harmonic": 1,
        "eigenvector": 1,
    }
    assert found.of("b") == {
        "degree": 0.5,
        "strength_positive": 2,
        "strength_negative": 0,
        "betweenness": 0,
        "closeness": pytest.approx(2 / 3),
        "harmonic": 0.75,
        "eigenvector": pytest.approx(np.sqrt(0.5)),
    }


def test_negative_ties_have_a_strength_of_their_own_and_carry_no_paths() -> None:
    found = centralities(one_mode([[0, -3, 0], [-3, 0, 1], [0, 1, 0]]))
    assert found.measures["strength_negative"].tolist() == [3, 3, 0]
    assert found.of("a") | {"strength_negative": 0} == dict.fromkeys(found.measures, 0.0) | {"degree": 0.5}


@given(st.integers(0, 10_000), st.booleans())
def test_what_is_normalised_lies_between_nothing_and_one(seed: int, weighted: bool) -> None:
    """Also where the network falls apart and weights are above or below 1."""
    found = centralities(one_mode(drawn(seed)), weighted=weighted)
    for name in NORMALISED:
        assert found.measures[name].min() >= 0
        assert found.measures[name].max() <= 1 + 1e-12


@given(st.integers(0, 10_000))
def test_closeness_is_that_of_wasserman_and_faust(seed: int) -> None:
    ties = drawn(seed)
    positive = np.maximum(ties, 0)
    graph = nx.from_numpy_array(np.divide(positive.max(), positive, out=np.zeros_like(positive), where=positive > 0))
    theirs = nx.closeness_centrality(graph, distance="weight", wf_improved=True)
    assert centralities(one_mode(ties)).measures["closeness"] == pytest.approx([theirs[k] for k in range(7)])


@given(st.integers(0, 10_000), st.booleans())
def test_betweenness_is_that_of_networkx(seed: int, weighted: bool) -> None:
    """Whole weights, so that several paths are equally long."""
    ties = np.round(drawn(seed, density=0.6) / 3)
    positive = np.maximum(ties, 0)
    lengths = np.divide(positive.max(), positive, out=np.zeros_like(positive), where=positive > 0)
    graph = nx.from_numpy_array(np.round(lengths * 1000) if weighted else (positive > 0).astype(float))
    theirs = nx.betweenness_centrality(graph, weight="weight")
    found = centralities(one_mode(ties), weighted=weighted).measures["betweenness"]
    assert found == pytest.approx([theirs[k] for k in range(7)])


def test_a_stronger_tie_is_shorter() -> None:
    """From a to c the way over b (two strong ties) is shorter than the weak tie itself."""
    found = centralities(one_mode([[0, 10, 1], [10, 0, 10], [1, 10, 0]]))
    assert found.measures["betweenness"].tolist() == [0, 1, 0]
    assert centralities(one_mode([[0, 10, 1], [10, 0, 10], [1, 10, 0]]), weighted=False).measures[
        "betweenness"
    ].tolist() == [0, 0, 0]


def test_two_parts_that_are_the_same_are_equally_central() -> None:
    pair = np.kron(np.eye(2), [[0, 1], [1, 0]])
    assert centralities(one_mode(pair)).measures["eigenvector"] == pytest.approx(1)


def test_eigenvector_is_that_of_networkx_in_one_part() -> None:
    ties = np.abs(drawn(3, density=1.0))
    theirs = np.array(list(nx.eigenvector_centrality_numpy(nx.from_numpy_array(ties), weight="weight").values()))
    assert centralities(one_mode(ties)).measures["eigenvector"] == pytest.approx(theirs / theirs.max())


def test_an_actor_tied_to_all_claims_has_one_in_two_modes() -> None:
    """Borgatti and Everett: the most in two modes is a tie to all of the other mode."""
    rows, columns = two_mode_centralities(two_mode([[1, -1, 1], [1, 0, 0]]))
    assert rows.of("a")["degree"] == 1
    assert rows.of("a")["closeness"] == pytest.approx(1)
    assert rows.of("a")["strength_negative"] == 1
    assert rows.of("b")["degree"] == pytest.approx(1 / 3)
    assert rows.of("b")["closeness"] == pytest.approx((3 + 2) / (1 + 2 + 3 + 3))
    between = nx.bipartite.betweenness_centrality(nx.Graph([(0, "x"), (0, "y"), (0, "z"), (1, "x")]), [0, 1])
    assert columns.of("claim 0") == {
        "degree": 1,
        "strength_positive": 2,
        "strength_negative": 0,
        "betweenness": pytest.approx(between["x"]),
        "closeness": pytest.approx(1),
        "eigenvector": 1,
    }


@given(st.integers(0, 10_000), st.floats(0.1, 1.0))
def test_two_modes_lie_between_nothing_and_one(seed: int, density: float) -> None:
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(4, 6)) * (random.uniform(size=(4, 6)) < density)
    for mode in two_mode_centralities(two_mode(matrix)):
        for name in ("degree", "betweenness", "closeness", "eigenvector"):
            assert mode.measures[name].min() >= 0
            assert mode.measures[name].max() <= 1 + 1e-12


def every_two_mode(rows: int, columns: int) -> list[np.ndarray]:
    cells = itertools.product((0.0, 1.0), repeat=rows * columns)
    return [np.array(each).reshape(rows, columns) for each in cells]


@pytest.mark.parametrize("shape", [*itertools.product(range(1, 4), repeat=2), (1, 6), (6, 1)], ids=str)
def test_every_small_network_of_two_modes_lies_between_nothing_and_one(shape: tuple[int, int]) -> None:
    """Also those in which no node of a mode can stand between others."""
    for matrix in every_two_mode(*shape):
        for mode in two_mode_centralities(two_mode(matrix)):
            for name in ("degree", "betweenness", "closeness", "eigenvector"):
                assert np.isfinite(mode.measures[name]).all()
                assert mode.measures[name].min() >= 0
                assert mode.measures[name].max() <= 1 + 1e-12


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 2), (2, 1)])
def test_who_can_stand_between_nobody_has_no_betweenness(rows: int, columns: int) -> None:
    between = [each.measures["betweenness"] for each in two_mode_centralities(two_mode(np.ones((rows, columns))))]
    assert [each.tolist() for each in between] == [[float(columns > 1)] * rows, [float(rows > 1)] * columns]


@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(2, 5))
def test_two_mode_betweenness_is_that_of_networkx(seed: int, r: int, c: int) -> None:
    matrix = (np.random.default_rng(seed).uniform(size=(r, c)) < 0.5).astype(float)
    graph = nx.bipartite.from_biadjacency_matrix(two_mode(matrix).matrix)
    theirs = nx.bipartite.betweenness_centrality(graph, range(r))
    rows, columns = two_mode_centralities(two_mode(matrix))
    both = [*rows.measures["betweenness"], *columns.measures["betweenness"]]
    assert both == pytest.approx([theirs[k] for k in range(r + c)])


@given(st.integers(0, 10_000))
def test_two_mode_closeness_is_that_of_networkx_where_all_are_joined(seed: int) -> None:
    random = np.random.default_rng(seed)
    matrix = (random.uniform(size=(4, 5)) < 0.4).astype(float)
    matrix[0] = 1
    matrix[:, 0] = 1
    graph = nx.bipartite.from_biadjacency_matrix(two_mode(matrix).matrix)
    theirs = nx.bipartite.closeness_centrality(graph, range(4))
    rows, columns = two_mode_centralities(two_mode(matrix))
    assert rows.measures["closeness"] == pytest.approx([theirs[k] for k in range(4)])
    assert columns.measures["closeness"] == pytest.approx([theirs[4 + k] for k in range(5)])


def test_networks_of_the_other_mode_are_refused() -> None:
    with pytest.raises(NetworkError, match="two_mode"):
        centralities(two_mode(np.eye(2)))
    with pytest.raises(NetworkError, match="centralities"):
        two_mode_centralities(one_mode(STAR))


def test_empty_networks_have_empty_tables() -> None:
    assert centralities(one_mode(np.zeros((0, 0)))).names == ()
    rows, columns = two_mode_centralities(two_mode(np.zeros((0, 0))))
    assert (rows.names, columns.names) == ((), ())
