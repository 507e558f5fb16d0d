"""Seriation: camps stand together, whatever the order and the names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_by_hand import one_mode, two_mode

from dissensus.model.errors import NetworkError
from dissensus.networks.seriation import seriate, seriate_one_mode, seriation


def together(order: tuple[int, ...], camp: np.ndarray) -> bool:
    """Each camp is one run."""
    return int((np.diff(camp[list(order)]) != 0).sum()) == len(np.unique(camp)) - 1


@given(st.permutations(range(10)), st.integers(0, 1000))
def test_opposed_camps_and_their_claims_stand_together(shuffled: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    camp, side = np.array(shuffled) % 2, np.arange(6) % 2
    matrix = np.where(camp[:, None] == side[None, :], 1.0, -1.0) * random.integers(1, 4, size=(10, 6))
    found = seriate(matrix, [f"n{k}" for k in range(10)], [f"c{k}" for k in range(6)])
    assert together(found.rows, camp)
    assert together(found.columns, side)
    assert (np.sign(found.row_axis) == np.sign(found.row_axis[0]) * np.where(camp == camp[0], 1, -1)).all()


@given(st.permutations(range(9)))
def test_camps_of_a_network_without_conflict_stand_together(shuffled: list[int]) -> None:
    camp = np.array(shuffled) % 2
    ties = np.where(camp[:, None] == camp[None, :], 1.0, 0.1)
    assert together(seriate_one_mode(ties, [f"n{k}" for k in range(9)]).rows, camp)


def test_a_gradient_is_put_into_its_order() -> None:
    """Each next row agrees with what lies near it: a band comes out as a band."""
    place = np.array([3, 0, 4, 1, 5, 2])
    band = np.maximum(0, 3 - np.abs(place[:, None] - place[None, :])).astype(float)
    order = place[list(seriate_one_mode(band, "abcdef").rows)].tolist()
    assert order in ([0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0])


@given(st.permutations(range(7)), st.integers(0, 1000))
def test_the_order_of_the_input_changes_nothing(shuffled: list[int], seed: int) -> None:
    ties = np.random.default_rng(seed).normal(size=(7, 7))
    ties += ties.T
    names = "abcdefg"
    plain = seriate_one_mode(ties, names)
    moved = seriate_one_mode(ties[np.ix_(shuffled, shuffled)], [names[k] for k in shuffled])
    assert [names[shuffled[k]] for k in moved.rows] == [names[k] for k in plain.rows]


def test_the_first_name_stands_at_the_upper_end() -> None:
    matrix = np.array([[-1.0, 1.0], [1.0, -1.0], [1.0, -1.0]])
    assert seriate(matrix, ["b", "a", "c"], ["x", "y"]).rows[-1] == 0


def test_parts_stand_one_after_the_other_and_the_untied_last() -> None:
    found = seriation(two_mode([[0, 0, 0, 0], [1, -1, 0, 0], [0, 0, 1, 0], [-1, 1, 0, 0]]))
    assert found.parts == 2
    assert found.rows == (1, 3, 2, 0)
    assert found.columns[2:] == (2, 3)
    assert found.row_axis[0] == 0


def test_an_empty_and_an_even_network_are_in_order_of_names() -> None:
    assert seriation(one_mode(np.zeros((0, 0)))).rows == ()
    assert seriation(one_mode(np.ones((3, 3)), ["c", "a", "b"])).rows == (1, 2, 0)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(NetworkError):
        seriate(np.ones((2, 2)), ["a"], ["x", "y"])
    with pytest.raises(NetworkError):
        seriate(np.array([[np.inf]]), ["a"], ["x"])
    with pytest.raises(NetworkError, match="symmetric"):
        seriate_one_mode(np.array([[0.0, 1.0], [2.0, 0.0]]), "ab")
