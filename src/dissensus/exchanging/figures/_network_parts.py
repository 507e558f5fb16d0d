"""The parts of a network's picture: places, ties, nodes with labels, legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dissensus.exchanging.figures._canvas import (
    BOTH,
    FAINT,
    INK,
    NEGATIVE,
    PLAIN,
    POINTS,
    POSITIVE,
    fitted,
    group_look,
    sheet,
    text_size,
)
from dissensus.exchanging.figures._labels import lines_of, plain
from dissensus.exchanging.figures.layouts import (
    Points,
    components_of,
    shelves,
    stress_layout,
    two_column_orders,
    without_overlaps,
)
from dissensus.exchanging.networks.nodes import Node
from dissensus.model.coded_statements import text_order
from dissensus.networks.options import NetworkOptions

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL_SIZE = 7.5
"""Font size of labels, in points."""

MARGIN = 10.0
"""Points between what is drawn and the edge."""

ROW = 20.0
"""Height of a row of the legend, in points; the largest node fits in."""

SPACING = 62.0
"""Points between two strongly tied nodes before labels are kept apart."""

PLAIN_RADIUS, LEAST_RADIUS, MOST_RADIUS = 6.0, 3.5, 9.5
LEAST_WIDTH, MOST_WIDTH = 0.6, 3.8
MANY_TIES = 150
"""Beyond so many, ties are drawn narrower and fainter."""

MODE_COLOURS = {1: "#3b6ea5", 2: "#f2f2f2"}
STROKES: dict[str, tuple[str, Any]] = {
    "plain": (PLAIN, "solid"),
    "positive": (POSITIVE, "solid"),
    "negative": (NEGATIVE, (0, (2.6, 1.5))),
    "both": (BOTH, (0, (5.0, 1.4, 1.0, 1.4))),
}
"""Colour and stroke by what a tie says; dashes are told apart without colour."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn: nodes, ties (places of both, weight, what it says) and all that the picture says besides."""

    nodes: Sequence[Node]
    ties: Sequence[tuple[int, int, float, str]]
    signed: csr_array
    options: NetworkOptions
    title: str
    caption: str
    groups: Mapping[str, str | int]
    columns: bool


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where nodes stand, by mode and name, the corners of the drawing, in points, and whether modes are columns."""

    of: Mapping[tuple[int, str], tuple[float, float]]
    low: Points
    high: Points
    columns: bool


@dataclass(frozen=True, slots=True)
class _Look:
    label: str
    radius: float
    width: float
    height: float
    colour: str
    marker: str


def places_of(drawn: Drawn, looks: Sequence[_Look] | None = None) -> Places:
    """Places of all nodes that are drawn, with room for their labels."""
    if looks is None:
        looks = _looks(drawn, sheet(4, 4), _group_numbers(drawn))
    places = _in_columns(drawn, looks) if drawn.columns else _by_stress(drawn, looks)
    low, high = np.zeros(2), np.zeros(2)
    if len(places):
        reach = _reach(drawn, looks)
        low = (places - reach[:, [0, 2]]).min(axis=0) - MARGIN
        high = (places + reach[:, [1, 3]]).max(axis=0) + MARGIN
    pairs = zip(drawn.nodes, places.tolist(), strict=True)
    return Places({(node.mode, node.name): (x, y) for node, (x, y) in pairs}, low, high, drawn.columns)


def drawn_figure(drawn: Drawn, given: Places | None = None) -> tuple[Figure, dict[str, str]]:
    """The figure, sized to what is in it (or to the places given), and the notes of its nodes by their id."""
    figure = sheet(4, 4)
    if given is not None:
        drawn = replace(drawn, columns=given.columns)
    groups = _group_numbers(drawn)
    looks = _looks(drawn, figure, groups)
    held = given or places_of(drawn, looks)
    places = np.array([held.of[node.mode, node.name] for node in drawn.nodes]).reshape(-1, 2)
    low, high = held.low, held.high
    width, height = (high - low).tolist()
    width, height = max(width, 330.0), max(height, 80.0)
    entries = _entries(drawn, groups, looks)
    # What stands around a large figure is larger too.
    zoom = float(np.clip(width / 900, 1.0, 2.2))
    columns, rows = _legend_grid(figure, entries, width / zoom)
    above = 30.0 * zoom if drawn.title else 6.0
    below = (ROW * rows + 24.0) * zoom
    total = above + height + below
    figure.set_size_inches(width / POINTS, total / POINTS)
    axes: Axes = figure.add_axes((0, below / total, 1, height / total))
    axes.set_axis_off()
    middle = (low + high) / 2
    axes.set_xlim(middle[0] - width / 2, middle[0] + width / 2)
    axes.set_ylim(middle[1] - height / 2, middle[1] + height / 2)
    _draw_ties(axes, drawn, places)
    notes = _draw_nodes(axes, drawn, looks, places)
    if drawn.title:
        title = fitted(figure, drawn.title, 11 * zoom, width - 2 * MARGIN)
        figure.text(MARGIN / width, 1 - 10 / total, title, fontsize=11 * zoom, va="top", fontweight="bold")
    caption = lines_of(drawn.caption, max(20, int(width / (3.9 * zoom))), 2)
    figure.text(MARGIN / width, 6 / total, caption, fontsize=7 * zoom, color=FAINT, va="bottom")
    _draw_legend(figure, entries, columns, below / total, zoom)
    return figure, notes


def _group_numbers(drawn: Drawn) -> dict[str, int]:
    """Groups that are drawn, numbered in the order of their names (numbers as numbers)."""
    present = {drawn.groups[node.name] for node in drawn.nodes if node.mode == 1 and node.name in drawn.groups}
    numbers = sorted(each for each in present if isinstance(each, int))
    words = sorted((each for each in present if isinstance(each, str)), key=text_order)
    return {str(each): k for k, each in enumerate([*numbers, *words])}


def _looks(drawn: Drawn, figure: Figure, groups: Mapping[str, int]) -> list[_Look]:
    most = max((node.frequency or 0 for node in drawn.nodes), default=0)
    looks = []
    for node in drawn.nodes:
        wide = (34 if node.mode == 1 else 46) if drawn.columns else 20
        label = lines_of(node.name, wide, 3)
        width, height = text_size(figure, label, LABEL_SIZE)
        radius = PLAIN_RADIUS
        if node.frequency is not None and most:
            radius = LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * float(np.sqrt(node.frequency / most))
        colour, marker = node.colour, "o" if node.mode == 1 else "s"
        if colour.lower() == "#000000" or len(colour) != 7:
            colour = MODE_COLOURS[node.mode]
        if groups:
            colour = MODE_COLOURS[2]
            if node.mode == 1 and node.name in drawn.groups:
                colour, marker = group_look(groups[str(drawn.groups[node.name])])
            elif node.mode == 1:
                marker = "o"
        looks.append(_Look(label, radius, width, height, colour, marker))
    return looks


def _reach(drawn: Drawn, looks: Sequence[_Look]) -> Points:
    """How far each node and its label reach to the left, right, bottom and top, n x 4."""
    reach = np.zeros((len(looks), 4))
    for k, look in enumerate(looks):
        radius = look.radius + 2
        if drawn.columns:
            far = radius + 4 + look.width
            half = max(radius, look.height / 2)
            reach[k] = (far, radius, half, half) if drawn.nodes[k].mode == 1 else (radius, far, half, half)
        else:
            half = max(radius, look.width / 2 + 2)
            reach[k] = (half, half, radius + look.height + 3, radius)
    return reach


def _by_stress(drawn: Drawn, looks: Sequence[_Look]) -> Points:
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


def _in_columns(drawn: Drawn, looks: Sequence[_Look]) -> Points:
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


def _widths(drawn: Drawn) -> NDArray[np.float64]:
    """Line widths of the ties; codes of "combine" are names of cases, so those are alike."""
    weight = np.array([abs(tie[2]) for tie in drawn.ties])
    if _coded(drawn.options) or not len(weight) or weight.max() == weight.min():
        return np.full(len(weight), 1.4)
    most = MOST_WIDTH if len(weight) <= MANY_TIES else 0.65 * MOST_WIDTH
    return np.asarray(LEAST_WIDTH + (most - LEAST_WIDTH) * weight / weight.max(), dtype=np.float64)


def _coded(options: NetworkOptions) -> bool:
    return options.aggregation == "combine" and options.normalization == "no"


def _draw_ties(axes: Axes, drawn: Drawn, places: Points) -> None:
    from matplotlib.collections import LineCollection
    from matplotlib.colors import to_rgba

    widths = _widths(drawn)
    fade = 0.85 if len(drawn.ties) <= MANY_TIES else 0.6
    # Weak ties first, so that strong ones lie above them.
    for kind, (colour, stroke) in STROKES.items():
        chosen = [k for k in range(len(drawn.ties) - 1, -1, -1) if drawn.ties[k][3] == kind]
        if not chosen:
            continue
        share = widths[chosen] / MOST_WIDTH
        colours = [to_rgba(colour, alpha=float(fade * (0.4 + 0.6 * each))) for each in np.sqrt(share)]
        lines = [[tuple(places[drawn.ties[k][0]]), tuple(places[drawn.ties[k][1]])] for k in chosen]
        axes.add_collection(
            LineCollection(lines, colors=colours, linewidths=widths[chosen].tolist(), linestyles=[stroke], zorder=1),
            autolim=False,
        )


def _draw_nodes(axes: Axes, drawn: Drawn, looks: Sequence[_Look], places: Points) -> dict[str, str]:
    from matplotlib.patheffects import withStroke

    notes = {}
    halo = [withStroke(linewidth=2.2, foreground="white")]
    for k, (node, look, (x, y)) in enumerate(zip(drawn.nodes, looks, places.tolist(), strict=True)):
        size = 2 * look.radius * (0.9 if look.marker in "sD" else 1.0)
        name = f"note-{k}"
        axes.plot(
            [x], [y], marker=look.marker, markersize=size, markerfacecolor=look.colour, markeredgecolor=INK,
            markeredgewidth=0.7, linestyle="none", gid=name, zorder=3,
        )  # fmt: skip
        told = [plain(node.name) or "(empty)", plain(node.variable)]
        if node.frequency is not None:
            told.append(_statements(node.frequency))
        notes[name] = " · ".join(told)
        if drawn.columns:
            away = look.radius + 5
            x, align = (x - away, "right") if node.mode == 1 else (x + away, "left")
            where: dict[str, Any] = {"ha": align, "va": "center", "multialignment": align}
        else:
            y -= look.radius + 2
            where = {"ha": "center", "va": "top", "multialignment": "center"}
        axes.text(x, y, look.label, fontsize=LABEL_SIZE, path_effects=halo, zorder=4, clip_on=False, **where)
    return notes


@dataclass(frozen=True, slots=True)
class _Entry:
    words: str
    handle: dict[str, Any]


def _entries(drawn: Drawn, groups: Mapping[str, int], looks: Sequence[_Look]) -> list[_Entry]:
    """What the legend explains: strokes, widths, shapes, groups and sizes that are drawn."""
    entries = []
    for kind, (colour, stroke) in STROKES.items():
        if any(tie[3] == kind for tie in drawn.ties):
            handle = {"color": colour, "linestyle": stroke, "linewidth": 2.0, "marker": ""}
            entries.append(_Entry(_said(drawn.options, kind), handle))
    weights = sorted({abs(tie[2]) for tie in drawn.ties})
    if len(weights) > 1 and not _coded(drawn.options):
        widths = dict(zip((abs(tie[2]) for tie in drawn.ties), _widths(drawn).tolist(), strict=True))
        for weight in (weights[0], weights[-1]):
            handle = {"color": PLAIN, "linestyle": "solid", "linewidth": widths[weight], "marker": ""}
            entries.append(_Entry(f"weight {weight:.3g}", handle))
    of_mode: dict[int, list[_Look]] = {1: [], 2: []}
    for node, look in zip(drawn.nodes, looks, strict=True):
        of_mode[node.mode].append(look)
    modes = sorted({(node.mode, node.variable) for node in drawn.nodes})
    if len(modes) > 1:
        for mode, variable in modes:
            if mode == 1 and groups:
                continue
            same = all(look.colour == MODE_COLOURS[mode] for look in of_mode[mode])
            colour = MODE_COLOURS[mode] if same else "white"
            entries.append(_Entry(plain(variable, 40), _mark("o" if mode == 1 else "s", colour, 9)))
    for group, number in groups.items():
        colour, marker = group_look(number)
        entries.append(_Entry(plain(f"group {group}" if group.isdigit() else group, 40), _mark(marker, colour, 9)))
    if groups and any(node.mode == 1 and node.name not in drawn.groups for node in drawn.nodes):
        entries.append(_Entry("in no group", _mark("o", MODE_COLOURS[2], 9)))
    counted = {node.frequency: look.radius for node, look in zip(drawn.nodes, looks, strict=True) if node.frequency}
    ends = sorted({min(counted), max(counted)}) if counted else []
    entries.extend(_Entry(_statements(each), _mark("o", "white", 2 * counted[each])) for each in ends)
    return entries


def _statements(count: int) -> str:
    return f"{count} statement{'' if count == 1 else 's'}"


def _mark(marker: str, colour: str, size: float) -> dict[str, Any]:
    return {
        "marker": marker, "markerfacecolor": colour, "markeredgecolor": INK, "markeredgewidth": 0.7,
        "markersize": size, "linestyle": "none", "color": INK,
    }  # fmt: skip


def _said(options: NetworkOptions, kind: str) -> str:
    if options.aggregation == "combine":
        return {"positive": "agreement", "negative": "disagreement", "both": "both"}.get(kind, "code divided")
    if options.aggregation == "subtract" and options.mode == "one-mode":
        return "more congruence than conflict" if kind == "positive" else "more conflict than congruence"
    if options.aggregation == "subtract":
        return "more agreement than disagreement" if kind == "positive" else "more disagreement than agreement"
    if options.aggregation in {"congruence", "conflict"}:
        return options.aggregation
    return "common mentions" if options.mode == "one-mode" else "mentions"


def _legend_grid(figure: Figure, entries: Sequence[_Entry], width: float) -> tuple[int, int]:
    """Columns and rows of the legend that fit into the width."""
    if not entries:
        return 1, 0
    widest = max(text_size(figure, entry.words, 8)[0] for entry in entries) + 44
    columns = max(1, min(len(entries), int((width - 12) // widest)))
    return columns, -(-len(entries) // columns)


def _draw_legend(figure: Figure, entries: Sequence[_Entry], columns: int, top: float, zoom: float) -> None:
    from matplotlib.lines import Line2D

    if not entries:
        return
    handles = [Line2D([], [], **entry.handle) for entry in entries]
    figure.legend(
        handles, [entry.words for entry in entries], loc="upper left", bbox_to_anchor=(0.0, top), ncols=columns,
        frameon=False, fontsize=8 * zoom, handlelength=3.2, columnspacing=1.4, borderaxespad=0.0, borderpad=1.25,
        handleheight=1.2, labelspacing=ROW / 8 - 1.2,
    )  # fmt: skip
