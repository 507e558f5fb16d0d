"""Slices in which statements weigh by their distance in time."""

from __future__ import annotations

import itertools
from dataclasses import fields, replace

import numpy as np
import pytest
from coded_by_hand import coded, seconds
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.building import build
from dissensus.networks.kernels import kernel_series, kernel_weights
from dissensus.networks.options import RIGHT, Compatibility, NetworkOptions
from dissensus.networks.windows import network_series

KERNELS = ("uniform", "triangular", "epanechnikov", "gaussian")
ASK = NetworkOptions(aggregation="subtract", time_window="days", window_size=4, kernel="triangular")
DEBATE = coded(
    ("A", "c", 1, "2020-01-01", 1),
    ("B", "c", 1, "2020-01-02", 2),
    ("A", "c", 0, "2020-01-03", 3),
    ("C", "d", 0, "2020-01-04", 4),
    ("B", "d", 1, "2020-01-05", 5),
    ("C", "d", 1, "2020-01-05", 5),
)
NUMBERS = coded(
    ("A", "c", -3, "2020-01-01", 1), ("B", "c", 10, "2020-01-02", 2), ("C", "c", 2, "2020-01-03", 3),
    qualifier="integer",
)  # fmt: skip
TEXTS = coded(
    ("A", "c", "x", "2020-01-01", 1), ("B", "c", "x", "2020-01-02", 2), ("B", "d", "y", "2020-01-03", 3),
    ("C", "c", "y", "2020-01-03", 3), qualifier="short text",
)  # fmt: skip


def only(**switches: bool) -> Compatibility:
    return replace(RIGHT, **switches)


def slices(statements: CodedStatements, options: NetworkOptions) -> list[NDArray[np.float64]]:
    return [each.dense() for each in network_series(statements, options)]


def by_pairs(statements: CodedStatements, options: NetworkOptions, middle: int) -> NDArray[np.float64]:
    """Congruence less conflict by a loop over pairs of statements, in days."""
    actors = statements.variables["organization"]
    names = sorted({str(actors.values[c]) for c in actors.codes})
    total = np.zeros((len(names), len(names)))
    for s, t in itertools.product(range(len(statements)), repeat=2):
        who = [names.index(str(actors.values[actors.codes[n]])) for n in (s, t)]
        claims = [statements.variables["concept"].codes[n] for n in (s, t)]
        if who[0] == who[1] or claims[0] != claims[1]:
            continue
        v = np.array([2 * (statements.time[n] - middle) / 86_400 / options.window_size for n in (s, t)])
        weight = np.sqrt(kernel_weights(options.kernel, v)).prod()
        agree = [statements.variables["agreement"].codes[n] for n in (s, t)]
        total[who[0], who[1]] += weight if agree[0] == agree[1] else -weight
    return total


class TestWeights:
    @pytest.mark.parametrize("kernel", KERNELS)
    def test_weights_are_even_and_fall_from_the_middle(self, kernel: str) -> None:
        v = np.linspace(0, 1, 21)
        assert np.array_equal(kernel_weights(kernel, v), kernel_weights(kernel, -v))
        assert (np.diff(kernel_weights(kernel, v)) <= 0).all()

    @pytest.mark.parametrize("kernel", KERNELS)
    def test_weights_are_a_density(self, kernel: str) -> None:
        v = np.linspace(-9, 9, 180_001)
        assert kernel_weights(kernel, v).sum() * 1e-4 == pytest.approx(1, abs=1e-3)

    def test_dna_has_a_lopsided_triangle(self) -> None:
        assert kernel_weights("triangular", np.array([-0.5, 0.5, 2.0]), lopsided=True).tolist() == [1.5, 0.5, 0]

    def test_an_unknown_kernel_is_refused(self) -> None:
        with pytest.raises(NetworkError, match="no kernel"):
            kernel_weights("square", np.zeros(1))


class TestSlices:
    def test_mid_points_are_a_unit_apart_from_the_first_to_the_last_statement(self) -> None:
        series = list(network_series(DEBATE, ASK))
        assert [each.middle for each in series] == [seconds(f"2020-01-0{day}") for day in range(1, 6)]
        assert (series[0].start, series[0].stop) == (seconds("2020-01-01"), seconds("2020-01-03"))

    def test_indented_slices_stay_half_a_window_from_the_ends(self) -> None:
        series = list(network_series(DEBATE, replace(ASK, indent=True)))
        assert [each.middle for each in series] == [seconds("2020-01-03")]
        odd = list(network_series(DEBATE, replace(ASK, indent=True, window_size=3)))
        assert [each.middle for each in odd] == [seconds("2020-01-02T12:00"), seconds("2020-01-03T12:00")]

    def test_two_mode_cells_sum_weights(self) -> None:
        asked = replace(ASK, mode="two-mode", indent=True)
        assert slices(DEBATE, asked)[0].tolist() == [[-1, 0], [0.5, 0], [0, -0.5]]

    def test_an_integer_counts_by_its_value(self) -> None:
        asked = replace(ASK, mode="two-mode", kernel="uniform", window_size=9)
        assert slices(NUMBERS, asked)[0].tolist() == [[-1.5], [5], [1]]

    @pytest.mark.parametrize("kernel", KERNELS)
    def test_a_tie_sums_geometric_means_over_pairs_of_statements(self, kernel: str) -> None:
        asked = replace(ASK, kernel=kernel)
        for each in network_series(DEBATE, asked):
            assert each.dense() == pytest.approx(by_pairs(DEBATE, asked, each.middle))

    def test_fractions_of_a_unit_count(self) -> None:
        day = coded(("A", "c", 1, "2020-01-01", 1), ("B", "c", 1, "2020-01-01T12:00", 2))
        asked = replace(ASK, mode="two-mode", window_size=2)
        assert slices(day, asked)[0].tolist() == [[1], [0.5]]
        assert slices(day, replace(asked, compatible=only(kernel_whole_units=True)))[0].tolist() == [[1], [1]]

    @pytest.mark.parametrize("aggregation", ["ignore", "congruence", "conflict", "subtract"])
    @pytest.mark.parametrize("normalization", ["average", "jaccard", "cosine", "true jaccard"])
    @pytest.mark.parametrize("statements", [DEBATE, NUMBERS, TEXTS], ids=["boolean", "integer", "text"])
    def test_a_uniform_kernel_gives_the_normalised_network_of_a_plain_window(
        self, statements: CodedStatements, aggregation: str, normalization: str
    ) -> None:
        plain = NetworkOptions(aggregation=aggregation, normalization=normalization)
        asked = replace(plain, time_window="days", window_size=9, kernel="uniform")
        assert slices(statements, asked)[0] == pytest.approx(build(statements, plain).dense())

    def test_two_mode_slices_are_normalised_by_weighted_activity(self) -> None:
        asked = replace(ASK, mode="two-mode", normalization="activity", aggregation="ignore")
        for each in slices(DEBATE, asked):
            assert [float(row.sum()) for row in each] == pytest.approx([float(row.any()) for row in each])

    @pytest.mark.parametrize("kernel", KERNELS)
    @pytest.mark.parametrize("statements", [DEBATE, NUMBERS, TEXTS], ids=["boolean", "integer", "text"])
    def test_conflict_and_congruence_are_taken_from_each_other(self, statements: CodedStatements, kernel: str) -> None:
        asked = replace(ASK, kernel=kernel)
        near, far, less = (
            slices(statements, replace(asked, aggregation=each)) for each in ("congruence", "conflict", "subtract")
        )
        for a, b, c in zip(near, far, less, strict=True):
            assert c == pytest.approx(a - b)
            assert np.array_equal(c, c.T)
            assert not c.diagonal().any()

    @settings(max_examples=30)
    @given(st.permutations("ABC"))
    def test_names_do_not_matter(self, names: list[str]) -> None:
        given_ones = [("A", "c", 1, 1), ("B", "c", 1, 2), ("A", "c", 0, 3), ("C", "c", 1, 4), ("C", "d", 0, 4)]
        other = dict(zip("ABC", names, strict=True))
        first = coded(*((a, c, k, f"2020-01-0{n}", n) for a, c, k, n in given_ones))
        second = coded(*((other[a], c, k, f"2020-01-0{n}", n) for a, c, k, n in given_ones))
        order = ["ABC".index(other[name]) for name in "ABC"]
        asked = replace(ASK, normalization="average")
        for one, two in zip(slices(first, asked), slices(second, asked), strict=True):
            assert one == pytest.approx(two[np.ix_(order, order)])

    def test_slices_can_be_normalised_to_one(self) -> None:
        asked = replace(ASK, normalize_to_one=True, kernel="gaussian")
        assert all(np.abs(each).sum() == pytest.approx(1) for each in slices(DEBATE, asked))
        signed = replace(asked, compatible=only(kernel_signed_sum=True))
        assert all(each.sum() == pytest.approx(1) for each in slices(DEBATE, signed))

    def test_windows_of_statements_have_no_kernel(self) -> None:
        with pytest.raises(NetworkError, match="units of time"):
            network_series(DEBATE, replace(ASK, time_window="events"))

    def test_too_many_slices_are_refused(self) -> None:
        with pytest.raises(NetworkError, match="longer unit"):
            network_series(DEBATE, replace(ASK, time_window="seconds"))

    def test_nothing_left_gives_no_slices(self) -> None:
        assert list(network_series(DEBATE, replace(ASK, exclude_values={"concept": ("c", "d")}))) == []


class TestAsDna:
    def test_every_switch_of_kernels_changes_some_slice(self) -> None:
        asked = NetworkOptions(aggregation="subtract", normalization="average", time_window="days", window_size=3,
                               kernel="triangular", normalize_to_one=True)  # fmt: skip
        right = slices(NUMBERS, asked)
        names = [each.name for each in fields(Compatibility) if each.name.startswith("kernel_")]
        shifted = coded(
            ("A", "c", -3, "2020-01-01", 1), ("B", "c", 10, "2020-01-01T15:00", 2), ("C", "c", 2, "2020-01-03", 3),
            qualifier="integer",
        )  # fmt: skip
        for name in [*names, "lopsided_triangle", "windows_of_even_length"]:
            statements = shifted if name == "kernel_whole_units" else NUMBERS
            right = slices(statements, asked)
            changed = slices(statements, replace(asked, compatible=only(**{name: True})))
            assert any(not np.allclose(a, b) for a, b in zip(right, changed, strict=True)), name

    def test_levels_count_by_their_place_as_text(self) -> None:
        # As text -3 comes before 10 and 10 before 2.
        asked = replace(ASK, mode="two-mode", kernel="uniform", window_size=9,
                        compatible=only(kernel_index_of_level=True))  # fmt: skip
        assert slices(NUMBERS, asked)[0].tolist() == [[0], [0.5], [1]]

    def test_agreement_alone_counts_as_disagreement(self) -> None:
        agreed = coded(("A", "c", 1, "2020-01-01", 1), ("B", "c", 1, "2020-01-01", 1))
        asked = replace(ASK, compatible=only(kernel_index_of_level=True))
        assert slices(agreed, replace(asked, mode="two-mode"))[0].tolist() == [[-1], [-1]]
        assert np.isnan(slices(agreed, asked)[0][0, 1])

    def test_average_multiplies_by_reciprocals(self) -> None:
        asked = replace(ASK, kernel="uniform", window_size=9, normalization="average",
                        compatible=only(kernel_reciprocal_average=True))  # fmt: skip
        plain = slices(DEBATE, replace(asked, normalization="no"))[0]
        assert slices(DEBATE, asked)[0] == pytest.approx(plain * [[0, 5, 6], [5, 0, 5], [6, 5, 0]])

    def test_slices_for_polarization_have_their_own_names_and_begin_after_their_start(self) -> None:
        asked = replace(ASK, aggregation="ignore", kernel="uniform", window_size=2, indent=True)
        first, second, *_ = kernel_series(DEBATE, asked, for_polarization=True)
        assert (first.rows, first.statements) == (("A", "B"), 2)
        assert (second.rows, second.statements) == (("A", "C"), 2)
        whole = next(kernel_series(DEBATE, replace(asked, kernel="gaussian"), for_polarization=True))
        assert whole.statements == len(DEBATE)
