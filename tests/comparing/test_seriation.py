"""Camps stand together, whatever the order that rows and columns come in."""

from __future__ import annotations

import numpy as np
import pytest

from dissensus.comparing._seriation import seriate

SEEDS = 50
HOLDERS, CLAIMS = 40, 20


def planted(seed, noise=0.0, missing=0.0):
    """A matrix with two camps of holders and two kinds of claims, in shuffled order, and which is whose."""
    rng = np.random.default_rng(seed)
    camp = rng.permutation(np.repeat([1, -1], [HOLDERS * 5 // 8, HOLDERS - HOLDERS * 5 // 8]))
    kind = rng.permutation(np.repeat([1, -1], [CLAIMS * 2 // 5, CLAIMS - CLAIMS * 2 // 5]))
    signed = np.outer(camp, kind).astype(float)
    signed[rng.random(signed.shape) < noise] *= -1
    there = rng.random(signed.shape) >= missing
    return signed * there, there.astype(float), camp, kind


def order_of(signed, weight):
    rows, columns = (tuple(f"{i:03}" for i in range(n)) for n in signed.shape)
    return seriate(signed, weight, rows, columns)


def wrong(values, order):
    """How many of an order of two kinds stand on the wrong side of the best cut into two blocks of the right sizes."""
    sides = values[order]
    first = int((values == 1).sum())
    return min(
        int((sides[:size] != kind).sum()) + int((sides[size:] == kind).sum())
        for kind, size in ((1, first), (-1, len(values) - first))
    )


def test_two_camps_are_recovered_as_blocks_where_nothing_is_wrong():
    for seed in range(SEEDS):
        signed, weight, camp, kind = planted(seed)
        rows, columns = order_of(signed, weight)
        assert (wrong(camp, rows), wrong(kind, columns)) == (0, 0)


def test_two_camps_are_recovered_where_half_of_the_cells_are_missing():
    for seed in range(SEEDS):
        signed, weight, camp, kind = planted(seed, missing=0.5)
        rows, columns = order_of(signed, weight)
        assert (wrong(camp, rows), wrong(kind, columns)) == (0, 0)


def test_two_camps_are_mostly_recovered_where_a_tenth_is_wrong_and_half_is_missing():
    found = 0
    for seed in range(SEEDS):
        signed, weight, camp, kind = planted(seed, noise=0.1, missing=0.5)
        rows, columns = order_of(signed, weight)
        # A holder who stands on the other side of the cut counts twice: on both sides of it.
        assert wrong(camp, rows) <= 4
        found += wrong(camp, rows) == 0 and wrong(kind, columns) == 0
    assert found >= SEEDS * 0.9


def test_the_order_does_not_depend_on_the_order_of_the_input():
    signed, weight, _, _ = planted(1, noise=0.1, missing=0.5)
    rows, columns = ([f"{i:03}" for i in range(n)] for n in signed.shape)
    first = seriate(signed, weight, rows, columns)
    rng = np.random.default_rng(7)
    r, c = rng.permutation(len(rows)), rng.permutation(len(columns))
    cells = np.ix_(r, c)
    second = seriate(signed[cells], weight[cells], [rows[i] for i in r], [columns[i] for i in c])
    assert [rows[i] for i in first[0]] == [rows[r[i]] for i in second[0]]
    assert [columns[i] for i in first[1]] == [columns[c[i]] for i in second[1]]


def test_the_first_of_the_names_stands_in_the_first_half():
    signed, weight, camp, _ = planted(3)
    rows, _ = order_of(signed, weight)
    assert camp[rows[0]] == camp[0]


def test_equal_holders_stand_by_name():
    signed = np.array([[1.0, -1.0], [1.0, -1.0], [1.0, -1.0]])
    rows, columns = seriate(signed, np.abs(signed), ["b", "c", "a"], ["x", "y"])
    assert (rows, columns) == ([2, 0, 1], [0, 1])


def test_parts_that_share_no_cell_stand_one_after_the_other_and_empty_ones_last():
    signed = np.array([[0, 0, 0, 0], [0, -1, 0, 0], [1, 0, -1, 0], [-1, 0, 1, 0]], float)
    rows, columns = seriate(signed, np.abs(signed), ["a", "b", "c", "d"], ["w", "x", "y", "z"])
    assert rows == [2, 3, 1, 0]
    assert columns == [0, 2, 1, 3]


def test_who_is_on_both_sides_stands_between_the_camps():
    signed = np.array([[1, 1, 1], [0, 0, 0], [-1, -1, -1]], float)
    rows, _ = seriate(signed, np.ones((3, 3)), ["a", "b", "c"], ["x", "y", "z"])
    assert rows == [0, 1, 2]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (3, 4)])
def test_nothing_to_order_keeps_the_names(shape):
    rows, columns = order_of(np.zeros(shape), np.zeros(shape))
    assert (rows, columns) == (list(range(shape[0])), list(range(shape[1])))
