"""Communities by many methods: the same camps whatever names, failures told, the best chosen."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_by_hand import one_mode, two_mode

from dissensus.model.errors import NetworkError
from dissensus.networks import _communities_graphs
from dissensus.networks.communities import (
    METHODS,
    PROFILE_METHODS,
    CommunityOptions,
    agreement_profiles,
    communities,
    communities_series,
    jaccard_similarity,
)

CAMPS = [0, 0, 0, 0, 1, 1, 1, 1]


def debate(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A signed network of two camps of four, a little uneven, and the profiles that go with it."""
    random = np.random.default_rng(seed)
    camps = np.array(CAMPS)
    uneven = random.uniform(0, 0.2, size=(8, 8))
    ties = np.where(camps[:, None] == camps[None, :], 1.0, -0.5) + uneven + uneven.T
    ties[3, 4] = ties[4, 3] = 0.3
    np.fill_diagonal(ties, 0.0)
    sides = np.where(camps[:, None] == np.arange(6)[None, :] % 2, 1.0, -1.0)
    sides[np.arange(8), np.arange(8) % 6] = 0.0
    return ties, sides


@pytest.mark.parametrize("method", METHODS)
def test_every_method_finds_the_camps(method: str) -> None:
    ties, sides = debate()
    found = communities(one_mode(ties), two_mode(sides), CommunityOptions(most=3)).division(method)
    assert found.memberships.tolist() == CAMPS
    assert found.camps == 2
    assert 0.4 < found.modularity <= 0.5
    assert 0.4 < found.signed_modularity <= 0.5


def test_every_method_of_dna_is_there() -> None:
    """Those of dna_multiclust, as we call them."""
    assert set(METHODS) >= {
        "single", "average", "complete", "ward", "k-means", "pam", "structural equivalence", "concor",
        "concor of profiles", "louvain", "fast greedy", "walktrap", "leading eigenvector", "edge betweenness",
        "infomap", "label propagation", "spinglass",
    }  # fmt: skip


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_infomap_and_spinglass_are_best_at_what_they_look_for(seed: int) -> None:
    """Of all methods the shortest code of positive ties, and the highest signed modularity of all."""
    random = np.random.default_rng(seed)
    ties = np.triu(random.normal(size=(7, 7)), 1)
    found = communities(one_mode(ties + ties.T), None, CommunityOptions(runs=3))
    lengths = [each.codelength for each in found.divisions]
    signed = [each.signed_modularity for each in found.divisions]
    assert found.division("infomap").codelength <= min(lengths) + 1e-9
    assert found.division("spinglass").signed_modularity >= max(signed) - 1e-9


def test_negative_ties_change_spinglass_and_not_infomap() -> None:
    """Two groups of three agree a little across; when they fight as well, only spinglass parts them."""
    camps = np.array([0, 0, 0, 1, 1, 1])
    alike = np.where(camps[:, None] == camps[None, :], 1.0, 0.9)
    np.fill_diagonal(alike, 0.0)
    fought = np.where((camps[:, None] != camps[None, :]) & (np.arange(6)[:, None] % 3 != np.arange(6) % 3), -0.9, alike)
    options = CommunityOptions(methods=("infomap", "spinglass"))
    found = communities(one_mode(fought), None, options)
    positive = communities(one_mode(np.maximum(fought, 0.0)), None, options)
    assert found.division("infomap").memberships.tolist() == positive.division("infomap").memberships.tolist()
    assert found.division("spinglass").memberships.tolist() == camps.tolist()
    assert found.division("spinglass").signed_modularity > positive.division("spinglass").signed_modularity


@pytest.mark.parametrize("judge", ["modularity", "signed modularity"])
def test_the_best_has_the_highest_modularity(judge: str) -> None:
    found = communities(one_mode(debate()[0]), None, CommunityOptions(judge=judge))  # type: ignore[arg-type]
    highest = max(each.modularity if judge == "modularity" else each.signed_modularity for each in found.divisions)
    assert found.best is not None
    assert (found.best.modularity if judge == "modularity" else found.best.signed_modularity) == highest


def test_methods_of_profiles_fail_aloud_without_them() -> None:
    found = communities(one_mode(debate()[0]))
    assert {each.method for each in found.failures} == set(PROFILE_METHODS)
    assert all("profiles" in each.reason for each in found.failures)


def test_a_given_number_of_camps_is_met_or_the_failure_told() -> None:
    ties, sides = debate()
    found = communities(one_mode(ties), two_mode(sides), CommunityOptions(camps=3))
    # Signed modularity may leave a camp empty where a third one would only cost.
    assert {each.camps for each in found.divisions if each.method != "signed modularity"} == {3}
    reasons = {each.method: each.reason for each in found.failures}
    assert all("own number" in reasons[method] for method in ("leiden", "infomap", "spinglass"))
    assert "not into 3" in reasons["concor"]
    assert set(reasons) | {each.method for each in found.divisions} == set(METHODS)


def test_an_actor_whom_a_method_cannot_see_has_no_camp() -> None:
    """The last actor has conflicts only, and no statements: methods of both signs see it, Leiden and Ward do not."""
    ties, sides = debate()
    wider = np.pad(ties, (0, 1))
    wider[8, :4] = wider[:4, 8] = -1.0
    found = communities(one_mode(wider), two_mode(np.pad(sides, ((0, 1), (0, 0)))))
    for method in ("leiden", "infomap", "ward"):
        assert found.division(method).memberships.tolist() == [*CAMPS, -1]
    for method in ("signed modularity", "spinglass"):
        assert found.division(method).memberships.tolist() == [*CAMPS, 1]


def test_edge_betweenness_gives_up_where_it_would_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others go on; a limit that the work of this network keeps changes nothing."""
    random = np.random.default_rng(0)
    ties = np.triu(random.uniform(size=(30, 30)) < 0.5, 1).astype(float)
    network = one_mode(ties + ties.T, [f"n{k:02d}" for k in range(30)])
    options = CommunityOptions(methods=("walktrap", "edge betweenness"))
    assert communities(network, None, options).failures == ()
    monkeypatch.setattr(_communities_graphs, "MOST_WORK_BY_BETWEENNESS", 1_000_000)
    found = communities(network, None, options)
    assert [each.method for each in found.divisions] == ["walktrap"]
    assert [each.method for each in found.failures] == ["edge betweenness"]
    assert "too long with 30 nodes" in found.failures[0].reason


def test_a_long_chain_is_refused_before_it_fills_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its shortest paths are as long as it is, and each length has a table of all pairs."""
    monkeypatch.setattr(_communities_graphs, "MOST_WORK_BY_BETWEENNESS", 50_000_000)
    chain = np.diag(np.ones(199), 1)
    tracemalloc.start()
    try:
        with pytest.raises(NetworkError, match="too long"):
            _communities_graphs.edge_betweenness(chain + chain.T, 2, 0)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_a_network_without_ties_has_no_best() -> None:
    found = communities(one_mode(np.zeros((3, 3))))
    assert found.best is None
    assert len(found.failures) == len(METHODS)
    with pytest.raises(NetworkError, match="no two actors"):
        found.division("leiden")


def test_an_empty_network_has_no_best() -> None:
    assert communities(one_mode(np.zeros((0, 0)))).best is None


def test_a_method_that_was_not_tried_says_so() -> None:
    with pytest.raises(NetworkError, match="not tried"):
        communities(one_mode(debate()[0]), None, CommunityOptions(methods=("leiden",))).division("ward")


@pytest.mark.parametrize(
    "wrong",
    [{"camps": 1}, {"most": 1}, {"runs": 0}, {"methods": ("astrology",)}, {"methods": ()}, {"judge": "taste"}],
    ids=str,
)
def test_options_that_do_not_exist_are_refused(wrong: dict) -> None:
    with pytest.raises(NetworkError):
        CommunityOptions(**wrong)


def test_networks_that_do_not_fit_are_refused() -> None:
    ties, sides = debate()
    for network, profiles in (
        (two_mode(sides), None),
        (one_mode(np.triu(ties)), None),
        (one_mode(ties), two_mode(sides[:7])),
        (one_mode(ties), one_mode(ties)),
    ):
        with pytest.raises(NetworkError):
            communities(network, profiles)


@settings(max_examples=15)
@given(st.permutations(range(8)), st.permutations("abcdefgh"), st.integers(0, 100))
def test_names_and_order_change_nothing(order: list[int], names: list[str], seed: int) -> None:
    ties, sides = debate(seed)
    ties += 0.8 * debate(seed + 1)[0][::-1, ::-1]
    plain = communities(one_mode(ties), two_mode(sides))
    moved = sorted(range(8), key=lambda k: names[k])
    order = [order[k] for k in moved]
    renamed = communities(one_mode(ties[np.ix_(order, order)], sorted(names)), two_mode(sides[order], sorted(names)))
    for each in plain.divisions:
        if each.method in PROFILE_METHODS:
            continue  # profiles of actors can be the same, and then names decide
        other = renamed.division(each.method)
        camps = {frozenset(np.flatnonzero(each.memberships == c).tolist()) for c in range(each.camps)}
        assert {
            frozenset(order[k] for k in np.flatnonzero(other.memberships == c)) for c in range(other.camps)
        } == camps


def test_profiles_tell_agreement_from_disagreement() -> None:
    codes = two_mode([[1, 2], [3, 0]], aggregation="combine")
    assert agreement_profiles(codes).tolist() == [[1, 0, 0, 1], [1, 0, 1, 0]]
    assert agreement_profiles(two_mode([[2, -1], [0, 0.5]])).tolist() == [[1, 0, 0, 1], [0, 1, 0, 0]]


def test_profiles_of_other_codes_are_refused() -> None:
    with pytest.raises(NetworkError, match="yes-or-no"):
        agreement_profiles(two_mode([[4.0, 1.0]], aggregation="combine"))


def test_jaccard_is_shared_by_either() -> None:
    assert jaccard_similarity(np.array([[1, 1, 0], [1, 0, 1], [0, 0, 0]])).tolist() == [
        [1, pytest.approx(1 / 3), 0],
        [pytest.approx(1 / 3), 1, 0],
        [0, 0, 1],
    ]


def test_a_series_has_one_result_a_window() -> None:
    ties, sides = debate()
    series = communities_series(
        [one_mode(ties, middle=1), one_mode(ties, middle=2)],
        [two_mode(sides), two_mode(sides)],
        CommunityOptions(methods=("ward", "leiden")),
    )
    assert [each.middle for each in series] == [1, 2]
    assert [each.best.memberships.tolist() for each in series if each.best] == [CAMPS, CAMPS]
    with pytest.raises(NetworkError, match="same windows"):
        communities_series([one_mode(ties)], [])
