"""Where nodes of a picture stand, with room for their labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dissensus.exchanging.figures._canvas import sheet
from dissensus.exchanging.figures._network_drawn import MARGIN, SPACING, Drawn, Look, Places, group_numbers, looks_of
from dissensus.exchanging.figures.layouts import (
    Points,
    components_of,
    shelves,
    stress_layout,
    two_column_orders,
    without_overlaps,
)


def places_of(drawn: Drawn, looks: Sequence[Look] | None = None) -> Places:
    """Places of all nodes that are drawn, with room for their labels."""
    if looks is None:
        looks = looks_of(drawn, sheet(4, 4), group_numbers(drawn))
    places = {"columns": _in_columns, "stress": _by_stress, "circle": _in_a_circle}[drawn.layout](drawn, looks)
    low, high = np.zeros(2), np.zeros(2)
    if len(places):
        reach = _reach(drawn, looks)
        low = (places - reach[:, [0, 2]]).min(axis=0) - MARGIN
        high = (places + reach[:, [1, 3]]).max(axis=0) + MARGIN
    pairs = zip(drawn.nodes, places.tolist(), strict=True)
    return Places({(node.mode, node.name): (x, y) for node, (x, y) in pairs}, low, high, drawn.layout)


def _reach(drawn: Drawn, looks: Sequence[Look]) -> Points:
    """How far each node and its label reach to the left, right, bottom and top, n x 4."""
    reach = np.zeros((len(looks), 4))
    for k, look in enumerate(looks):
        radius = look.radius + 2
        if drawn.columns:
            far = radius + 4 + look.width
            half = max(radius, look.height / 2)
            reach[k] = (far, radius, half, half) if drawn.nodes[k].mode == 1 else (radius, far, half, half)
        elif drawn.layout == "circle":
            # Labels point away from the middle, in any direction.
            reach[k] = radius + 6 + look.width
        else:
            half = max(radius, look.width / 2 + 2)
            reach[k] = (half, half, radius + look.height + 3, radius)
    return reach


def _by_stress(drawn: Drawn, looks: Sequence[Look]) -> Points:
    """Components by stress, kept free of overlaps, set side by side; nodes without a tie in rows below."""
    reach = _reach(drawn, looks)
    places = np.zeros((len(looks), 2))
    groups, alone = components_of(drawn.signed)
    boxes = []
    gap = 14.0
    for nodes in groups:
        local = stress_layout(drawn.signed[nodes][:, nodes])
        local = without_overlaps(local * _scale(local), reach[nodes] + 1.5)
        low = (local - reach[nodes][:, [0, 2]]).min(axis=0)
        places[nodes] = local - low
        size = (local + reach[nodes][:, [1, 3]]).max(axis=0) - low
        boxes.append((float(size[0]) + gap, float(size[1]) + gap))
    corners, width, height = shelves(boxes)
    for nodes, (x, y), box in zip(groups, corners, boxes, strict=True):
        places[nodes] += np.array([x, -y - box[1]])
    if len(alone):
        width = max(width, 420.0)
        x, y, deep = 0.0, -height - 4.0, 0.0
        for node in alone.tolist():
            left, right, bottom, top = reach[node].tolist()
            if x > 0 and x + left + right > width:
                x, y, deep = 0.0, y - deep - 6, 0.0
            places[node] = (x + left, y - top)
            x, deep = x + left + right + 8, max(deep, top + bottom)
    return places


def _scale(local: Points) -> float:
    """Points to a unit, so that near nodes stand about `SPACING` apart whatever the ties' lengths are."""
    apart = np.sqrt(((local[:, None] - local[None, :]) ** 2).sum(axis=2))
    np.fill_diagonal(apart, np.inf)
    near = float(np.median(apart.min(axis=1)))
    return float(np.clip(SPACING / max(near, 1e-6), SPACING / 2.5, SPACING * 1.6))


def _in_columns(drawn: Drawn, looks: Sequence[Look]) -> Points:
    """Rows on the left, columns on the right, each from top to bottom over the same height."""
    left = [k for k, node in enumerate(drawn.nodes) if node.mode == 1]
    right = [k for k, node in enumerate(drawn.nodes) if node.mode == 2]
    matrix = drawn.signed[left][:, right].toarray() if left and right else np.zeros((len(left), len(right)))
    row_order, column_order = two_column_orders(matrix)
    sides = [[left[k] for k in row_order], [right[k] for k in column_order]]
    needed = [[max(2 * looks[k].radius + 4, looks[k].height + 5) for k in side] for side in sides]
    height = max(sum(each) for each in needed)
    between = float(np.clip(0.55 * height, 170, 340))
    places = np.zeros((len(looks), 2))
    for x, side, room in zip((0.0, between), sides, needed, strict=True):
        spare = (height - sum(room)) / max(1, len(side))
        y = 0.0
        for node, high in zip(side, room, strict=True):
            places[node] = (x, y - (high + spare) / 2)
            y -= high + spare
    return places


def _in_a_circle(drawn: Drawn, looks: Sequence[Look]) -> Points:
    """Groups side by side on a circle, within each as they stand by stress, so that neighbours are near."""
    count = len(looks)
    places = _by_stress(drawn, looks)
    around = places - (places.mean(axis=0) if count else 0)
    angle = np.round(np.arctan2(around[:, 1], around[:, 0]), 6)
    numbers = group_numbers(drawn)
    group = [numbers.get(str(drawn.groups.get(node.name)), len(numbers)) for node in drawn.nodes]
    order = sorted(range(count), key=lambda k: (drawn.nodes[k].mode if not numbers else 0, group[k], -angle[k], k))
    needed = np.array([max(2 * looks[k].radius + 4, looks[k].height + 4) for k in order])
    radius = max(float(needed.sum()) / (2 * np.pi), 105.0)
    share = (np.cumsum(needed) - needed / 2) / max(float(needed.sum()), 1.0)
    turn = np.pi - 2 * np.pi * share
    places[order] = radius * np.column_stack([np.cos(turn), np.sin(turn)])
    return places
