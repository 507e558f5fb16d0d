"""Names beside points cover neither each other nor points, as long as there is room."""

from __future__ import annotations

import numpy as np

from dissensus.exchanging.figures._label_places import label_places


def boxes(middles: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    return np.hstack([middles - sizes / 2, middles + sizes / 2])


def shared(one: np.ndarray, other: np.ndarray) -> float:
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    return float(np.prod(np.maximum(high - low, 0)))


def crowd(count: int = 40) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    return rng.uniform(100, 700, (count, 2)), np.column_stack([rng.uniform(30, 90, count), np.full(count, 9.0)])


def test_names_in_a_crowd_do_not_cover_each_other_or_a_point():
    points, sizes = crowd()
    placed = boxes(label_places(points, sizes, 3, (800, 800)), sizes)
    marks = np.hstack([points - 3, points + 3])
    assert all(shared(placed[i], placed[j]) == 0 for i in range(40) for j in range(i))
    assert all(shared(box, mark) == 0 for box in placed for mark in marks)


def test_names_of_points_in_one_place_stand_apart():
    sizes = np.full((6, 2), [50.0, 9.0])
    placed = boxes(label_places(np.full((6, 2), 200.0), sizes, 3, (400, 400)), sizes)
    assert all(shared(placed[i], placed[j]) == 0 for i in range(6) for j in range(i))


def test_names_stay_on_the_sheet():
    points = np.array([[0.0, 0.0], [300.0, 300.0], [0.0, 300.0], [300.0, 0.0]])
    sizes = np.full((4, 2), [80.0, 10.0])
    placed = boxes(label_places(points, sizes, 3, (300, 300)), sizes)
    assert placed.min() >= 0
    assert placed.max() <= 300


def test_lines_are_left_free_where_there_is_room():
    line = np.column_stack([np.linspace(100, 200, 50), np.full(50, 100.0)])
    size = np.array([[40.0, 9.0]])
    placed = boxes(label_places(np.array([[100.0, 100.0]]), size, 3, (300, 300), line), size)
    assert all(shared(placed[0], np.array([x - 1, y - 1, x + 1, y + 1])) == 0 for x, y in line.tolist())


def test_names_are_placed_without_chance():
    points, sizes = crowd()
    first, second = (label_places(points, sizes, 3, (800, 800)) for _ in range(2))
    assert (first == second).all()


def test_no_points_need_no_places():
    assert label_places(np.empty((0, 2)), np.empty((0, 2)), 3, (10, 10)).shape == (0, 2)
