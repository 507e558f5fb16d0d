"""Spectra of networks, and distances between slices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from coded_by_hand import coded
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dissensus.model.errors import NetworkError
from dissensus.networks.building import build
from dissensus.networks.distances import slice_distances
from dissensus.networks.options import RIGHT, NetworkOptions
from dissensus.networks.spectra import normalized_spectrum, spectral_distance

TRIANGLE = np.ones((3, 3)) - np.eye(3)
PATH = np.array([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]])
MATRICES = arrays(np.float64, (5, 5), elements=st.integers(-3, 6).map(float)).map(
    lambda m: np.triu(m, 1) + np.triu(m, 1).T
)
FIRST = coded(("A", "c", 1, "2020-01-01", 1), ("B", "c", 1, "2020-01-01", 1))
SECOND = coded(("B", "c", 1, "2020-01-01", 1), ("C", "c", 1, "2020-01-01", 1), ("D", "d", 1, "2020-01-01", 1))


def test_a_triangle_and_a_path_have_the_eigenvalues_of_the_textbook() -> None:
    assert normalized_spectrum(TRIANGLE) == pytest.approx([0.5, 0.5, 0])
    assert normalized_spectrum(PATH) == pytest.approx([0.75, 0.25, 0])


def test_the_spectrum_as_dna_computes_it_is_that_of_the_degrees() -> None:
    assert normalized_spectrum(PATH, degrees=True) == pytest.approx([0.5, 0.25, 0.25])


def test_negative_ties_and_the_diagonal_play_no_part() -> None:
    signed = PATH - 5 * np.array([[0, 0, 1], [0, 0, 0], [1, 0, 0]]) + np.diag([1.0, 2, 3])
    assert normalized_spectrum(signed) == pytest.approx([0.75, 0.25, 0])


def test_no_ties_have_a_spectrum_of_zeros() -> None:
    assert normalized_spectrum(np.zeros((4, 4))).tolist() == [0, 0, 0, 0]
    assert normalized_spectrum(np.zeros((0, 0))).tolist() == []


@given(MATRICES, st.permutations(range(5)), st.floats(0.5, 7))
def test_order_and_scale_do_not_matter(matrix: np.ndarray, order: list[int], scale: float) -> None:
    assert normalized_spectrum(scale * matrix[np.ix_(order, order)]) == pytest.approx(normalized_spectrum(matrix))


@given(MATRICES)
def test_a_spectrum_falls_and_sums_to_one(matrix: np.ndarray) -> None:
    values = normalized_spectrum(matrix)
    assert (np.diff(values) <= 1e-12).all()
    assert values.sum() == pytest.approx(1 if (matrix > 0).any() else 0)


@given(MATRICES, MATRICES)
def test_the_distance_is_between_0_and_2(first: np.ndarray, second: np.ndarray) -> None:
    one, other = normalized_spectrum(first), normalized_spectrum(second)
    assert 0 <= spectral_distance(one, other) == spectral_distance(other, one) <= 2 + 1e-12
    assert spectral_distance(one, one) == 0


def test_actors_without_ties_do_not_matter_to_the_distance() -> None:
    wider = np.pad(PATH, (0, 2))
    assert spectral_distance(normalized_spectrum(PATH), normalized_spectrum(wider)) == pytest.approx(0)


@pytest.mark.parametrize("matrix", [np.zeros((2, 3)), np.array([[0, np.nan], [np.nan, 0]])])
def test_what_has_no_spectrum_is_refused(matrix: np.ndarray) -> None:
    with pytest.raises(NetworkError, match="spectrum"):
        normalized_spectrum(matrix)


class TestSliceDistances:
    def test_differences_of_ties_are_summed_over_all_names(self) -> None:
        slices = [build(each, NetworkOptions(mode="two-mode")) for each in (FIRST, SECOND, FIRST)]
        assert slice_distances(slices, "absdiff").tolist() == [[0, 3, 0], [3, 0, 3], [0, 3, 0]]

    def test_spectra_do_not_look_at_names(self) -> None:
        slices = [build(each, NetworkOptions()) for each in (FIRST, SECOND)]
        assert slice_distances(slices, "spectral").tolist() == [[0, 0], [0, 0]]
        assert slice_distances(slices, "absdiff").tolist() == [[0, 4], [4, 0]]

    def test_the_switch_takes_degrees(self) -> None:
        both = coded(*(("ABC"[n], "c", 1, "2020-01-01", 1) for n in range(3)))
        slices = [build(each, NetworkOptions()) for each in (FIRST, both)]
        right = slice_distances(slices, "spectral")
        other = slice_distances(slices, "spectral", compatible=replace(RIGHT, degrees_for_spectrum=True))
        assert (right[0, 1], other[0, 1]) == (pytest.approx(1), pytest.approx(2 / 3))

    def test_two_mode_slices_have_no_spectral_distance(self) -> None:
        with pytest.raises(NetworkError, match="one-mode"):
            slice_distances([build(FIRST, NetworkOptions(mode="two-mode"))], "spectral")

    def test_an_unknown_distance_is_refused(self) -> None:
        with pytest.raises(NetworkError, match="no distance"):
            slice_distances([], "other")  # type: ignore[arg-type]

    def test_no_slices_and_no_ties_have_no_distances(self) -> None:
        assert slice_distances([], "spectral").shape == (0, 0)
        assert slice_distances([build(coded(), NetworkOptions())] * 2, "absdiff").tolist() == [[0, 0], [0, 0]]
