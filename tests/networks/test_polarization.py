"""Polarization: what its numbers mean, that the best division is found, and DNA's score."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_by_hand import one_mode, two_mode

from dissensus.model.errors import NetworkError
from dissensus.networks._polarization_objectives import most_modularity
from dissensus.networks._polarization_search import number_of_divisions
from dissensus.networks.options import DNA
from dissensus.networks.polarization import (
    PolarizationOptions,
    polarization,
    polarization_series,
    polarize,
    score,
    signed_modularity,
)

THREE = np.kron(np.eye(2), np.ones((3, 3)))
SEPARATE = np.array([0, 0, 0, 1, 1, 1])


def without_diagonal(matrix: np.ndarray) -> np.ndarray:
    copied = np.array(matrix, dtype=np.float64)
    np.fill_diagonal(copied, 0.0)
    return copied


AGREE, DISAGREE = without_diagonal(THREE), 1.0 - THREE
"""Two camps of three: everybody agrees inside and disagrees across."""


def drawn(seed: int, n: int, density: float = 0.7) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    pair = []
    for _ in range(2):
        ties = np.triu(random.uniform(size=(n, n)) * (random.uniform(size=(n, n)) < density), 1)
        pair.append(ties + ties.T)
    return pair[0], pair[1]


class TestMeaning:
    def test_opposed_camps_have_one(self) -> None:
        found = polarize(AGREE, DISAGREE, "abcdef")
        assert found.memberships.tolist() == SEPARATE.tolist()
        assert (found.score, found.congruence_inside, found.conflict_across) == (1.0, 1.0, 1.0)
        assert found.members() == (("a", "b", "c"), ("d", "e", "f"))

    def test_consensus_has_zero_and_one_camp(self) -> None:
        found = polarize(without_diagonal(np.ones((5, 5))), np.zeros((5, 5)), "abcde")
        assert (found.score, found.memberships.tolist()) == (0.0, [0] * 5)

    def test_a_debate_without_ties_has_zero_and_no_camps(self) -> None:
        found = polarize(np.zeros((3, 3)), np.zeros((3, 3)), "abc")
        assert (found.score, found.memberships.tolist()) == (0.0, [-1, -1, -1])

    def test_an_actor_without_ties_has_no_camp_and_changes_nothing(self) -> None:
        wider = [np.pad(each, (0, 1)) for each in (AGREE, DISAGREE)]
        found = polarize(wider[0], wider[1], "abcdef-")
        assert found.memberships.tolist() == [*SEPARATE.tolist(), -1]
        assert found.score == 1.0

    @given(st.integers(0, 10_000), st.floats(0.01, 100))
    def test_multiplied_ties_and_doubled_actors_change_nothing(self, seed: int, times: float) -> None:
        g, f = drawn(seed, 6)
        doubled = [np.kron(each, np.ones((2, 2))) * times for each in (g, f)]
        labels = [0, 1, 1, 0, 0, 1]
        assert score(*doubled, np.repeat(labels, 2)) == pytest.approx(score(g, f, labels))

    def test_a_small_camp_polarizes_less_than_an_equal_one(self) -> None:
        def divided(first: int) -> float:
            camp = np.arange(8) < first
            same = (camp[:, None] == camp[None, :]).astype(float)
            return polarize(without_diagonal(same), 1.0 - same, "abcdefgh").score

        assert 0 < divided(2) < divided(3) < divided(4) == 1.0

    @pytest.mark.parametrize("k", [2, 3, 4, 5])
    def test_opposed_camps_have_one_however_many_they_are_and_may_be(self, k: int) -> None:
        same = np.kron(np.eye(k), np.ones((3, 3)))
        names = [f"n{n:02d}" for n in range(3 * k)]
        for asked in (k, k + 2):
            for conflict in (1.0 - same, (1.0 - same) / 7, np.zeros_like(same)):
                found = polarize(without_diagonal(same), conflict, names, PolarizationOptions(asked, search="greedy"))
                assert found.score == pytest.approx(1, abs=1e-12)
                assert len(found.members()) == k

    def test_camps_that_were_allowed_but_not_found_change_nothing(self) -> None:
        g, f = AGREE + 0.2 * DISAGREE, DISAGREE + 0.1 * AGREE
        scores = [polarize(g, f, "abcdef", PolarizationOptions(k)).score for k in (2, 3, 6)]
        assert scores == pytest.approx([scores[0]] * 3, abs=1e-12)
        assert 0 < scores[0] < 1

    def test_a_third_camp_that_fights_nobody_is_as_separate(self) -> None:
        """All congruence is inside and all conflict across, though only two of three camps fight."""
        same = np.kron(np.eye(3), np.ones((3, 3)))
        conflict = np.zeros((9, 9))
        conflict[:3, 3:6] = conflict[3:6, :3] = 1
        found = polarize(without_diagonal(same), conflict, "abcdefghi", PolarizationOptions(3))
        assert (found.score, len(found.members())) == (pytest.approx(1, abs=1e-12), 3)

    @pytest.mark.parametrize("weight", [0.0, 0.3, 4.0])
    def test_two_camps_are_divided_by_one_half_whatever_there_is_of_congruence_and_conflict(
        self, weight: float
    ) -> None:
        g, f = drawn(4, 8)
        f *= weight
        labels = np.array([0, 1, 0, 0, 1, 1, 0, 1])
        assert score(g, f, labels) == 2 * signed_modularity(g, f, labels)

    def test_three_camps_are_divided_by_what_they_could_reach(self) -> None:
        """By hand: shares of conflict 1/2, 1/4, 1/4, so S = 3/8; g = 2, f = 4: (2 * 2/3 + 4 * 3/8) / 6 = 17/36."""
        g, f = np.zeros((4, 4)), np.zeros((4, 4))
        g[0, 1] = g[1, 0] = 1
        f[0, 2] = f[2, 0] = f[0, 3] = f[3, 0] = 1
        labels = np.array([0, 0, 1, 2])
        assert most_modularity(g, f, labels) == pytest.approx(17 / 36)
        assert score(g, f, labels) == pytest.approx(signed_modularity(g, f, labels) * 36 / 17)

    @settings(max_examples=300)
    @given(
        st.integers(0, 10_000),
        st.integers(1, 9),
        st.sampled_from((0.0, 0.01, 1.0, 100.0)),
        st.sampled_from((0.0, 1.0)),
        st.integers(0, 10_000),
    )
    def test_signed_modularity_is_never_above_its_bound(
        self, seed: int, n: int, weight: float, agreed: float, camps: int
    ) -> None:
        """Also where camps hardly disagree inside, which comes near the bound."""
        g, f = drawn(seed, n, density=0.4)
        labels = np.random.default_rng(camps).integers(0, 4, size=n)
        same = labels[:, None] == labels[None, :]
        g, f = g * np.where(same, 1.0, 1.0 - agreed), f * weight * np.where(same, 1.0 - agreed, 1.0)
        assert signed_modularity(g, f, labels) <= most_modularity(g, f, labels) + 1e-12

    @given(st.integers(0, 10_000), st.integers(2, 8), st.integers(2, 5))
    def test_the_best_division_lies_between_nothing_and_one(self, seed: int, n: int, k: int) -> None:
        g, f = drawn(seed, n, density=0.5)
        found = polarize(g, f, "abcdefgh"[:n], PolarizationOptions(k))
        assert 0 <= found.score <= 1
        assert found.score > 0 or len(found.members()) <= 1

    def test_agreement_by_mere_chance_stands_above_zero(self) -> None:
        scores = [polarize(*drawn(seed, 8), "abcdefgh").score for seed in range(5)]
        assert min(scores) > 0.05

    def test_everybody_in_one_camp_is_worth_nothing(self) -> None:
        g, f = drawn(3, 8)
        assert signed_modularity(g, f, np.zeros(8, dtype=int)) == pytest.approx(0)

    @given(st.integers(0, 10_000), st.lists(st.integers(0, 3), min_size=7, max_size=7))
    def test_no_division_is_worth_more_than_one(self, seed: int, labels: list[int]) -> None:
        g, f = drawn(seed, 7)
        assert score(g, f, labels) <= 1 + 1e-9
        assert 0 <= score(g, f, labels, objective="ideal") <= 1

    def test_signed_modularity_is_the_formula_of_gomez_jensen_and_arenas(self) -> None:
        g, f = drawn(1, 6)
        labels = [0, 1, 0, 2, 1, 0]
        value = 0.0
        for i, j in product(range(6), repeat=2):
            if labels[i] == labels[j]:
                expected = g[i].sum() * g[j].sum() / g.sum() - f[i].sum() * f[j].sum() / f.sum()
                value += g[i, j] - f[i, j] - expected
        assert signed_modularity(g, f, np.array(labels)) == pytest.approx(value / (g.sum() + f.sum()))

    def test_the_ideal_is_reached_by_opposed_camps_alone(self) -> None:
        assert score(AGREE, DISAGREE, SEPARATE, objective="ideal") == 1.0
        assert score(AGREE, DISAGREE, [0, 1, 0, 1, 0, 1], objective="ideal") < 0.5
        found = polarize(AGREE, DISAGREE, "abcdef", PolarizationOptions(objective="ideal"))
        assert (found.score, found.memberships.tolist()) == (1.0, SEPARATE.tolist())


class TestSearch:
    @pytest.mark.parametrize("k", [2, 3])
    @pytest.mark.parametrize("seed", range(10))
    def test_the_exact_search_finds_the_best_of_all_divisions(self, k: int, seed: int) -> None:
        g, f = drawn(seed, 6)
        best = max(signed_modularity(g, f, np.array(labels)) for labels in product(range(k), repeat=6))
        found = polarize(g, f, "abcdef", PolarizationOptions(k))
        assert signed_modularity(g, f, found.memberships) == pytest.approx(best)
        assert found.score == pytest.approx(score(g, f, found.memberships))

    @pytest.mark.parametrize("search", ["greedy", "genetic"])
    @pytest.mark.parametrize("k", [2, 3])
    @pytest.mark.parametrize("seed", range(6))
    def test_the_other_searches_find_what_the_exact_one_finds(self, search: str, k: int, seed: int) -> None:
        g, f = drawn(seed, 10)
        exact, other = (polarize(g, f, "abcdefghij", PolarizationOptions(k, search=s)) for s in ("exact", search))
        assert other.score == pytest.approx(exact.score)
        assert other.memberships.tolist() == exact.memberships.tolist()

    @pytest.mark.parametrize("search", ["exact", "greedy", "genetic"])
    def test_balanced_camps_differ_by_at_most_one(self, search: str) -> None:
        g, f = drawn(5, 10)
        found = polarize(g, f, "abcdefghij", PolarizationOptions(3, search=search, balanced=True))  # type: ignore[arg-type]
        assert sorted(np.bincount(found.memberships).tolist()) == [3, 3, 4]

    @pytest.mark.parametrize("objective", ["signed modularity", "ideal"])
    @pytest.mark.parametrize("seed", range(5))
    def test_exchanges_find_the_best_balanced_division(self, objective: str, seed: int) -> None:
        g, f = drawn(seed, 9)
        exact, greedy = (
            polarize(g, f, "abcdefghi", PolarizationOptions(3, objective, search, balanced=True))  # type: ignore[arg-type]
            for search in ("exact", "greedy")
        )
        assert greedy.score == pytest.approx(exact.score)

    def test_the_ideal_balanced_division_is_the_best_of_all(self) -> None:
        g, f = drawn(2, 6)
        best = max(score(g, f, labels, objective="ideal") for labels in product(range(2), repeat=6) if sum(labels) == 3)
        assert polarize(g, f, "abcdef", PolarizationOptions(objective="ideal")).score == pytest.approx(best)

    def test_it_says_how_many_searches_reached_the_score(self) -> None:
        g, f = np.kron(AGREE, np.ones((4, 4))), np.kron(DISAGREE, np.ones((4, 4)))
        found = polarize(g, f, [f"n{k}" for k in range(24)])
        assert (found.algorithm, found.starts) == ("greedy", 22)
        assert 1 <= found.reached <= 22

    def test_too_many_divisions_are_not_all_tried(self) -> None:
        with pytest.raises(NetworkError, match="too many"):
            polarize(*drawn(0, 20), [str(k) for k in range(20)], PolarizationOptions(search="exact"))

    @pytest.mark.parametrize(("n", "k", "number"), [(4, 2, 8), (5, 3, 41), (3, 5, 5), (17, 2, 65_536)])
    def test_divisions_are_counted(self, n: int, k: int, number: int) -> None:
        assert number_of_divisions(n, k) == number

    @pytest.mark.parametrize(
        "wrong", [{"camps": 1}, {"restarts": -1}, {"objective": "misfit"}, {"search": "blind"}], ids=str
    )
    def test_options_that_do_not_exist_are_refused(self, wrong: dict) -> None:
        with pytest.raises(NetworkError):
            PolarizationOptions(**wrong)

    @pytest.mark.parametrize(
        ("g", "f"),
        [(AGREE, DISAGREE[:3, :3]), (-AGREE, DISAGREE), (np.triu(AGREE), DISAGREE), (AGREE * np.nan, DISAGREE)],
        ids=["shapes", "negative", "not symmetric", "not a number"],
    )
    def test_matrices_that_do_not_fit_are_refused(self, g: np.ndarray, f: np.ndarray) -> None:
        with pytest.raises(NetworkError):
            polarize(g, f, "abcdef")


class TestInvariance:
    @pytest.mark.parametrize("n", [8, 20])
    @settings(max_examples=25)
    @given(data=st.data())
    def test_names_and_order_change_nothing(self, n: int, data: st.DataObject) -> None:
        g, f = drawn(data.draw(st.integers(0, 1000)), n)
        order = data.draw(st.permutations(range(n)))
        names = [f"n{k:02d}" for k in range(n)]
        options = PolarizationOptions(restarts=3)
        plain = polarize(g, f, names, options)
        block = np.ix_(order, order)
        renamed = polarize(g[block], f[block], data.draw(st.permutations(names)), options)
        assert renamed.score == pytest.approx(plain.score, abs=1e-12)
        assert {frozenset(order[k] for k in np.flatnonzero(renamed.memberships == c)) for c in range(2)} == {
            frozenset(np.flatnonzero(plain.memberships == c)) for c in range(2)
        }

    def test_camps_are_numbered_by_the_first_name(self) -> None:
        found = polarize(AGREE, DISAGREE, "fedcba")
        assert found.memberships.tolist() == [1, 1, 1, 0, 0, 0]

    @pytest.mark.parametrize("search", ["greedy", "genetic"])
    def test_the_same_seed_gives_the_same_result(self, search: str) -> None:
        g, f = drawn(9, 25)
        options = PolarizationOptions(3, search=search, restarts=2, seed=4)  # type: ignore[arg-type]
        first, second = (polarize(g, f, [str(k) for k in range(25)], options) for _ in range(2))
        assert first.memberships.tolist() == second.memberships.tolist()


class TestNetworks:
    def test_actors_of_one_network_alone_have_no_ties_in_the_other(self) -> None:
        agree = one_mode([[0, 1], [1, 0]], ["a", "b"], middle=5)
        conflict = one_mode([[0, 1, 0], [1, 0, 0], [0, 0, 0]], ["b", "c", "x"])
        found = polarization(agree, conflict)
        assert found.names == ("a", "b", "c", "x")
        assert found.memberships.tolist() == [0, 0, 1, -1]
        assert (found.start, found.middle, found.stop) == (4, 5, 6)

    def test_a_two_mode_network_is_refused(self) -> None:
        with pytest.raises(NetworkError, match="one-mode"):
            polarization(two_mode(np.eye(2)), two_mode(np.eye(2)))

    def test_camps_keep_their_numbers_over_time(self) -> None:
        """The camp of c and d keeps 1 when a and b have left and it has the first name."""
        camps = np.kron(np.eye(2), [[0, 1], [1, 0]])
        across = np.kron([[0, 1], [1, 0]], np.ones((2, 2)))
        first = one_mode(camps, "abcd"), one_mode(across, "abcd")
        second = one_mode(camps, "cdef"), one_mode(across, "cdef")
        series = polarization_series([first, second])
        assert [each.memberships.tolist() for each in series] == [[0, 0, 1, 1], [1, 1, 0, 0]]

    def test_no_windows_give_no_series(self) -> None:
        assert polarization_series([]) == ()


class TestDna:
    def test_its_score_is_lowest_for_the_true_split(self) -> None:
        """By hand: cells inside are 1 and should be 6/12 * 12/12, across 1 and 9/18 * 18/18: 30 halves in all."""
        assert score(AGREE, DISAGREE, SEPARATE, normalized=False, compatible=DNA) == 7.5
        assert score(AGREE, DISAGREE, SEPARATE, normalized=True, compatible=DNA) == 0.25
        others = [labels for labels in product(range(2), repeat=6) if sum(labels) == 3]
        values = [score(AGREE, DISAGREE, labels, normalized=False, compatible=DNA) for labels in others]
        assert min(values) == 7.5
        assert max(values) > 7.5

    @pytest.mark.parametrize("search", ["greedy", "genetic"])
    def test_its_optimiser_looks_for_the_highest(self, search: str) -> None:
        found = polarize(
            AGREE, DISAGREE, "abcdef", PolarizationOptions(search=search, normalized=False, compatible=DNA)
        )  # type: ignore[arg-type]
        others = [labels for labels in product(range(2), repeat=6) if sum(labels) == 3]
        values = [score(AGREE, DISAGREE, labels, normalized=False, compatible=DNA) for labels in others]
        assert found.objective == "misfit"
        assert found.score == max(values)
        assert sorted(np.bincount(found.memberships).tolist()) == [3, 3]

    def test_camps_of_different_size_have_different_ideal_ties(self) -> None:
        """By hand for sizes 2 and 1: W = 2, one pair inside of ideal 2/2 * 4/2, four cells across of 2/4 * 2/4."""
        g = np.array([[0, 1, 1], [1, 0, 0], [1, 0, 0]], dtype=float)
        f = np.array([[0, 0, 0], [0, 0, 1], [0, 1, 0]], dtype=float)
        inside = 2 * abs(1 - 2)
        across = 2 * (1 + abs(0 - 0.25)) + 2 * (0 + abs(1 - 0.25))
        assert score(g, f, [0, 0, 1], normalized=False, compatible=DNA) == (inside + across) / 2

    def test_negative_ties_count_by_their_size_as_in_its_windows(self) -> None:
        both = AGREE - DISAGREE
        assert score(both, both, SEPARATE, normalized=True, compatible=DNA) == pytest.approx(
            (12 * (abs(1 - 30 / 24) + 1) + 18 * (1 + abs(-1 - 0.5 * 30 / 18))) / 120
        )
