"""Networks by hand and by their properties."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest
from coded_by_hand import coded, seconds
from hypothesis import given
from hypothesis import strategies as st

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.building import build, event_list
from dissensus.networks.options import DNA, RIGHT, NetworkOptions

DAY = "2020-01-01"
FEW = coded(
    ("A", "c", 1, DAY, 1),
    ("A", "c", 1, DAY, 2),
    ("A", "d", 0, DAY, 2),
    ("B", "c", 1, DAY, 3),
    ("B", "d", 1, DAY, 3),
    ("C", "c", 0, DAY, 4),
)


def weights(statements: CodedStatements, **options: object) -> list[list[float]]:
    return build(statements, NetworkOptions(**options)).dense().tolist()


class TestTwoMode:
    def test_ignore_counts_statements(self) -> None:
        assert weights(FEW, mode="two-mode") == [[2, 1], [1, 1], [1, 0]]

    def test_subtract_takes_disagreement_from_agreement(self) -> None:
        assert weights(FEW, mode="two-mode", aggregation="subtract") == [[2, -1], [1, 1], [-1, 0]]

    def test_combine_names_the_case(self) -> None:
        both = coded(("A", "c", 1, DAY, 1), ("A", "c", 0, DAY, 1), ("A", "d", 0, DAY, 1), ("B", "d", 1, DAY, 1))
        assert weights(both, mode="two-mode", aggregation="combine") == [[3, 2], [0, 1]]

    def test_activity_divides_by_the_row_and_prominence_by_the_column(self) -> None:
        by_row = weights(FEW, mode="two-mode", aggregation="subtract", normalization="activity")
        by_column = weights(FEW, mode="two-mode", aggregation="subtract", normalization="prominence")
        assert by_row == [[2 / 3, -1 / 3], [0.5, 0.5], [-1, 0]]
        assert by_column == [[0.5, -0.5], [0.25, 0.5], [-0.25, 0]]

    def test_an_integer_counts_by_its_value(self) -> None:
        some = coded(("A", "c", -2, DAY, 1), ("A", "c", 3, DAY, 1), ("B", "c", -2, DAY, 1), qualifier="integer")
        assert weights(some, mode="two-mode", aggregation="subtract") == [[1], [-2]]

    def test_combine_with_prominence_divides_by_the_column_and_fails_as_dna_does(self) -> None:
        some = {"mode": "two-mode", "aggregation": "combine", "normalization": "prominence"}
        assert weights(FEW, **some) == [[1 / 3, 1], [1 / 3, 0.5], [2 / 3, 0]]
        with pytest.raises(NetworkError, match="prominence"):
            weights(FEW, **some, compatible=DNA)

    def test_too_many_levels_to_combine_are_refused(self) -> None:
        some = coded(*(("A", "c", n, DAY, 1) for n in range(60)), qualifier="integer")
        with pytest.raises(NetworkError, match="60 levels"):
            weights(some, mode="two-mode", aggregation="combine")


class TestOneMode:
    def test_ignore_multiplies_counts(self) -> None:
        assert weights(FEW, aggregation="ignore") == [[0, 3, 2], [3, 0, 1], [2, 1, 0]]

    def test_congruence_and_conflict_go_by_agreement(self) -> None:
        assert weights(FEW, aggregation="congruence") == [[0, 2, 0], [2, 0, 0], [0, 0, 0]]
        assert weights(FEW, aggregation="conflict") == [[0, 1, 2], [1, 0, 1], [2, 1, 0]]
        assert weights(FEW, aggregation="subtract") == [[0, 1, -2], [1, 0, -1], [-2, -1, 0]]

    def test_integers_conflict_by_their_distance(self) -> None:
        some = coded(("A", "c", 0, DAY, 1), ("B", "c", 1, DAY, 1), ("C", "c", 4, DAY, 1), qualifier="integer")
        assert weights(some, aggregation="conflict") == [[0, 0.25, 1], [0.25, 0, 0.75], [1, 0.75, 0]]

    def test_texts_conflict_by_what_the_other_never_says(self) -> None:
        some = coded(("A", "c", "x", DAY, 1), ("A", "c", "y", DAY, 1), ("B", "c", "x", DAY, 1), qualifier="short text")
        assert weights(some, aggregation="congruence") == [[0, 1], [1, 0]]
        assert weights(some, aggregation="conflict") == [[0, 1], [1, 0]]

    def test_average_divides_by_the_mean_activity(self) -> None:
        assert weights(FEW, aggregation="congruence", normalization="average")[0][1] == 2 / 2.5

    def test_cosine_of_identical_profiles_is_one_and_dnas_is_not(self) -> None:
        some = coded(*((who, what, 1, DAY, 1) for who in "AB" for what in "cde"))
        assert weights(some, aggregation="congruence", normalization="cosine")[0][1] == pytest.approx(1)
        assert weights(some, aggregation="congruence", normalization="cosine", compatible=DNA)[0][1] == 3 / 9

    def test_jaccard_of_profiles_without_repetition_is_the_share_in_common(self) -> None:
        some = coded(("A", "c", 1, DAY, 1), ("A", "d", 1, DAY, 1), ("B", "c", 1, DAY, 1), ("B", "e", 1, DAY, 1))
        assert weights(some, aggregation="congruence", normalization="jaccard")[0][1] == 1 / 3
        assert weights(some, aggregation="congruence", normalization="true jaccard")[0][1] == 1 / 3

    def test_true_jaccard_does_not_grow_with_repetition(self) -> None:
        said = [("A", "c", 1, DAY, n) for n in range(5)]
        some = coded(*said, ("A", "d", 1, DAY, 1), ("B", "c", 1, DAY, 1))
        assert weights(some, aggregation="congruence", normalization="true jaccard")[0][1] == 1 / 2
        assert weights(some, aggregation="ignore", normalization="true jaccard")[0][1] == 1 / 2

    @pytest.mark.parametrize("normalization", ["cosine", "true jaccard"])
    def test_the_same_opinions_on_a_scale_have_congruence_one(self, normalization: str) -> None:
        said = [(who, what, level, DAY, 1) for who in "AB" for what in "cd" for level in (0, 1, 2)]
        some = coded(*said, ("C", "c", 5, DAY, 1), qualifier="integer")
        matrix = weights(some, aggregation="congruence", normalization=normalization)
        assert matrix[0][1] == pytest.approx(1)
        assert matrix[0][2] < 0.5

    def test_true_jaccard_of_one_level_each_is_their_nearness_in_their_union(self) -> None:
        some = coded(("A", "c", 0, DAY, 1), ("B", "c", 1, DAY, 1), ("C", "c", 4, DAY, 1), qualifier="integer")
        near = weights(some, aggregation="congruence", normalization="true jaccard")
        far = weights(some, aggregation="conflict", normalization="true jaccard")
        assert near == [pytest.approx(row) for row in ([0, 0.75 / 1.25, 0], [0.75 / 1.25, 0, 0.25 / 1.75],
                                                       [0, 0.25 / 1.75, 0])]  # fmt: skip
        assert far[0] == pytest.approx([0, 0.25 / 1.25, 1 / 2])


class TestNames:
    def test_isolates_return_as_empty_rows(self) -> None:
        options = {"mode": "two-mode", "exclude_values": {"organization": ("C",)}}
        assert build(FEW, NetworkOptions(**options)).rows == ("A", "B")
        network = build(FEW, NetworkOptions(**options, isolates=True))
        assert network.rows == ("A", "B", "C")
        assert network.dense()[2].tolist() == [0, 0]

    def test_names_are_sorted_by_code_unit(self) -> None:
        some = coded(*((who, "c", 1, DAY, 1) for who in ("ä", "b", "Z", "\U0001f600", "\ufb01")))
        assert build(some, NetworkOptions()).rows == ("Z", "b", "ä", "\U0001f600", "\ufb01")

    def test_a_documents_variable_can_be_a_node(self) -> None:
        some = coded(("A", "c", 1, DAY, 1), ("B", "c", 0, DAY, 2), outlets=["North", "South"])
        options = NetworkOptions(variable1="source", variable1_document=True, mode="two-mode", aggregation="subtract")
        network = build(some, options)
        assert network.rows == ("North", "South")
        assert network.dense().tolist() == [[1], [-1]]

    def test_no_qualifier_counts_all(self) -> None:
        assert weights(FEW, qualifier=None, mode="two-mode", aggregation="subtract") == [[2, 1], [1, 1], [1, 0]]


class TestOptions:
    def test_what_does_not_go_together_is_replaced_and_told(self) -> None:
        network = build(FEW, NetworkOptions(mode="two-mode", aggregation="congruence", normalization="jaccard"))
        assert (network.options.aggregation, network.options.normalization) == ("ignore", "no")
        assert len(network.warnings) == 2

    @pytest.mark.parametrize(
        "wrong",
        [{"mode": "three-mode"}, {"aggregation": "sum"}, {"duplicates": "day"}, {"normalization": "l2"},
         {"time_window": "days", "window_size": 0}, {"start": 5, "stop": 4}],
    )  # fmt: skip
    def test_unknown_values_are_refused(self, wrong: dict[str, object]) -> None:
        with pytest.raises(NetworkError) as caught:
            build(FEW, NetworkOptions(**wrong))
        assert caught.value.code == "NET002"

    def test_dna_replaces_unknown_settings_and_it_is_told(self) -> None:
        wrong = NetworkOptions(mode="three-mode", aggregation="sum", normalization="l2", qualifier="x", compatible=DNA)
        network = build(FEW, wrong)
        assert network.dense().tolist() == [[2, 1], [1, 1], [1, 0]]
        assert len(network.warnings) == 4

    @pytest.mark.parametrize("wrong", [{"variable1": "actor"}, {"variable2": "agreement"}, {"qualifier": "x"}])
    def test_unknown_variables_are_refused_and_the_known_are_named(self, wrong: dict[str, object]) -> None:
        with pytest.raises(NetworkError, match="'organization'"):
            build(FEW, NetworkOptions(**wrong))

    def test_subtract_that_takes_nothing_away_is_told(self) -> None:
        some = coded(("A", "c", "yes", DAY, 1), qualifier="short text")
        options = NetworkOptions(mode="two-mode", aggregation="subtract")
        assert "takes nothing away" in build(some, options).warnings[0]
        assert "below 0" in build(coded(("A", "c", 2, DAY, 1), qualifier="integer"), options).warnings[0]
        assert build(coded(("A", "c", 0, DAY, 1)), options).warnings == ()

    def test_nothing_left_is_an_empty_network_that_says_so(self) -> None:
        network = build(FEW, NetworkOptions(start=seconds("2031-01-01"), stop=seconds("2032-01-01")))
        assert network.matrix.shape == (0, 0)
        assert network.warnings

    def test_no_statements_at_all_are_no_fault(self) -> None:
        assert build(coded(), NetworkOptions(duplicates="month")).matrix.shape == (0, 0)

    def test_same_variables_are_told_and_replaced_for_dna(self) -> None:
        same = {"variable2": "organization", "mode": "two-mode"}
        assert build(FEW, NetworkOptions(**same)).columns == ("A", "B", "C")
        assert build(FEW, NetworkOptions(**same, compatible=DNA)).columns == ("c", "d")

    def test_an_event_list_keeps_opposite_statements_and_dnas_only_with_an_aggregation(self) -> None:
        both = coded(("A", "c", 1, DAY, 1), ("A", "c", 0, DAY, 1), ("A", "c", 1, DAY, 1))
        options = NetworkOptions(duplicates="document")
        assert event_list(both, options).statements.ids.tolist() == [1, 2]
        assert event_list(both, dataclasses.replace(options, compatible=DNA)).statements.ids.tolist() == [1]

    def test_an_event_list_keeps_the_order(self) -> None:
        listed = event_list(FEW, NetworkOptions(duplicates="acrossrange", aggregation="subtract"))
        assert listed.statements.ids.tolist() == [1, 3, 4, 5, 6]


_ONE = st.tuples(
    st.sampled_from("ABCD"), st.sampled_from("cdef"), st.sampled_from((0, 1)),
    st.sampled_from(("2019-03-01", "2019-05-09", "2020-03-01")), st.integers(1, 4),
)  # fmt: skip
_MANY = st.lists(_ONE, min_size=1, max_size=30)
_NORMAL = st.sampled_from(("no", "average", "jaccard", "cosine", "true jaccard"))


_AGGREGATION = st.sampled_from(("ignore", "congruence", "conflict", "subtract"))


@given(statements=_MANY, normalization=_NORMAL, aggregation=_AGGREGATION)
def test_one_mode_networks_are_symmetric_with_an_empty_diagonal(
    statements: list[tuple[str, str, int, str, int]], normalization: str, aggregation: str
) -> None:
    matrix = build(coded(*statements), NetworkOptions(aggregation=aggregation, normalization=normalization)).dense()
    assert np.array_equal(matrix, matrix.T)
    assert not matrix.diagonal().any()


@given(statements=_MANY, aggregation=st.sampled_from(("congruence", "conflict", "subtract")))
def test_one_mode_networks_of_numbers_are_symmetric_to_the_last_digit(
    statements: list[tuple[str, str, int, str, int]], aggregation: str
) -> None:
    graded = [(who, what, 7 * n % 11, day, 1) for n, (who, what, _, day, _) in enumerate(statements)]
    matrix = build(coded(*graded, qualifier="integer"), NetworkOptions(aggregation=aggregation)).dense()
    assert np.array_equal(matrix, matrix.T)


@given(statements=_MANY, compatible=st.sampled_from((RIGHT, DNA)))
def test_congruence_and_conflict_together_are_ignore(
    statements: list[tuple[str, str, int, str, int]], compatible: object
) -> None:
    some = coded(*statements)
    one, other, both = (
        build(some, NetworkOptions(aggregation=a, compatible=compatible)).dense()
        for a in ("congruence", "conflict", "ignore")
    )
    assert np.array_equal(one + other, both)


@given(statements=_MANY, normalization=_NORMAL, seed=st.integers(0, 9))
def test_the_order_of_statements_changes_nothing(
    statements: list[tuple[str, str, int, str, int]], normalization: str, seed: int
) -> None:
    options = NetworkOptions(aggregation="subtract", normalization=normalization, duplicates="document")
    shuffled = random.Random(seed).sample(statements, len(statements))
    first, second = build(coded(*statements), options), build(coded(*shuffled), options)
    assert first.rows == second.rows
    assert np.array_equal(first.dense(), second.dense())


@given(statements=_MANY, normalization=_NORMAL)
def test_other_names_change_nothing_but_the_names(
    statements: list[tuple[str, str, int, str, int]], normalization: str
) -> None:
    options = NetworkOptions(aggregation="subtract", normalization=normalization)
    other = {"A": "zeta", "B": "Alpha", "C": "mu", "D": "é"}
    first = build(coded(*statements), options)
    second = build(coded(*((other[s[0]], *s[1:]) for s in statements)), options)
    place = [second.rows.index(other[name]) for name in first.rows]
    assert np.allclose(first.dense(), second.dense()[np.ix_(place, place)], rtol=0, atol=1e-12)


@given(statements=_MANY, normalization=st.sampled_from(("average", "cosine", "jaccard", "true jaccard")))
def test_normalized_congruence_of_single_statements_is_at_most_one(
    statements: list[tuple[str, str, int, str, int]], normalization: str
) -> None:
    options = NetworkOptions(aggregation="congruence", normalization=normalization, duplicates="acrossrange")
    assert build(coded(*statements), options).dense().max(initial=0) <= 1 + 1e-12


@given(
    said=st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("cd"), st.integers(-3, 6)), min_size=1),
    normalization=st.sampled_from(("cosine", "true jaccard")),
)
def test_ties_of_opinions_on_a_scale_lie_between_minus_one_and_one(
    said: list[tuple[str, str, int]], normalization: str
) -> None:
    graded = coded(*((*each, DAY, 1) for each in said), qualifier="integer")
    near, far, less = (
        build(graded, NetworkOptions(aggregation=each, normalization=normalization)).dense()
        for each in ("congruence", "conflict", "subtract")
    )
    assert np.array_equal(near, near.T)
    assert less == pytest.approx(near - far)
    for matrix in (near, far):
        assert matrix.min(initial=0) >= 0
        assert matrix.max(initial=0) <= 1 + 1e-12
    for first in "ABCD":
        twin = coded(*((first + "'", *rest, DAY, 1) for who, *rest in said if who == first),
                     *((*each, DAY, 1) for each in said), qualifier="integer")  # fmt: skip
        made = build(twin, NetworkOptions(aggregation="congruence", normalization=normalization))
        if first in made.rows:
            pair = made.rows.index(first), made.rows.index(first + "'")
            assert made.dense()[pair] == pytest.approx(1)


@given(statements=_MANY, cut=st.integers(0, 30))
def test_networks_without_duplicates_rule_add_up(statements: list[tuple[str, str, int, str, int]], cut: int) -> None:
    options = NetworkOptions(mode="two-mode", aggregation="subtract", isolates=True)
    some = coded(*statements)
    low, high = (np.arange(len(some)) < cut), (np.arange(len(some)) >= cut)

    def total(rows: np.ndarray) -> dict[tuple[str, str], float]:
        network = build(some.take(np.flatnonzero(rows)), options)
        dense = network.dense()
        return {
            (a, b): dense[i, j]
            for i, a in enumerate(network.rows)
            for j, b in enumerate(network.columns)
            if dense[i, j] != 0
        }

    first, second, both = total(low), total(high), total(low | high)
    added = {key: first.get(key, 0) + second.get(key, 0) for key in first | second}
    assert {key: value for key, value in added.items() if value} == both


def test_options_can_be_changed_one_at_a_time() -> None:
    every = dataclasses.replace(RIGHT, activity_product_cosine=True)
    some = coded(*((who, what, 1, DAY, 1) for who in "AB" for what in "cde"))
    assert weights(some, aggregation="congruence", normalization="cosine", compatible=every)[0][1] == 3 / 9
