"""A network's picture: ties, nodes with labels, and what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dissensus.exchanging.figures._canvas import FAINT, INK, POINTS, sheet, wrapped
from dissensus.exchanging.figures._labels import lines_of, plain
from dissensus.exchanging.figures._network_drawn import (
    LABEL_SIZE,
    MANY_TIES,
    MARGIN,
    MOST_WIDTH,
    ROW,
    STROKES,
    Drawn,
    Look,
    Places,
    group_numbers,
    looks_of,
    widths_of,
)
from dissensus.exchanging.figures._network_legend import (
    amount_said,
    draw_legend,
    entries_of,
    fitting,
    legend_grid,
)
from dissensus.exchanging.figures._network_places import places_of
from dissensus.exchanging.figures.layouts import Points

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEAST_WIDE = 380.0
"""Least width of a picture, in points: two columns of a usual legend."""


def drawn_figure(drawn: Drawn, given: Places | None = None) -> tuple[Figure, dict[str, str]]:
    """The figure, sized to what is in it (or to the places given), and the notes of its nodes by their id."""
    figure = sheet(4, 4)
    if given is not None:
        drawn = replace(drawn, layout=given.layout)
    groups = group_numbers(drawn)
    looks = looks_of(drawn, figure, groups)
    held = given or places_of(drawn, looks)
    places = np.array([held.of[node.mode, node.name] for node in drawn.nodes]).reshape(-1, 2)
    low, high = held.low, held.high
    width, height = (high - low).tolist()
    width, height = max(width, LEAST_WIDE), max(height, 80.0)
    # What stands around a large figure is larger too.
    zoom = float(np.clip(width / 900, 1.0, 2.2))
    entries = fitting(figure, entries_of(drawn, groups, looks), width / zoom)
    columns, rows = legend_grid(figure, entries, width / zoom)
    heading = wrapped(figure, drawn.title, 11 * zoom, width - 2 * MARGIN) if drawn.title else []
    above = (16.0 + 14.0 * len(heading)) * zoom if heading else 6.0
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
    if heading:
        words = "\n".join(heading)
        figure.text(MARGIN / width, 1 - 10 / total, words, fontsize=11 * zoom, va="top", fontweight="bold")
    caption = lines_of(drawn.caption, max(20, int(width / (3.9 * zoom))), 2)
    figure.text(MARGIN / width, 6 / total, caption, fontsize=7 * zoom, color=FAINT, va="bottom")
    draw_legend(figure, entries, columns, below / total, zoom)
    return figure, notes


def _draw_ties(axes: Axes, drawn: Drawn, places: Points) -> None:
    from matplotlib.collections import LineCollection
    from matplotlib.colors import to_rgba

    widths = widths_of(drawn)
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


def _draw_nodes(axes: Axes, drawn: Drawn, looks: Sequence[Look], places: Points) -> dict[str, str]:
    from matplotlib.patheffects import withStroke

    notes = {}
    halo = [withStroke(linewidth=2.2, foreground="white")]
    for k, (node, look, (x, y)) in enumerate(zip(drawn.nodes, looks, places.tolist(), strict=True)):
        size = 2 * look.radius * (0.9 if look.marker in "sD" else 1.0)
        name = f"note-{k}"
        where: dict[str, Any]
        axes.plot(
            [x], [y], marker=look.marker, markersize=size, markerfacecolor=look.colour, markeredgecolor=INK,
            markeredgewidth=0.7, linestyle="none", gid=name, zorder=3,
        )  # fmt: skip
        told = [plain(node.name) or "(empty)", plain(node.variable)]
        if node.frequency is not None:
            told.append(amount_said(node.frequency, "statements"))
        if drawn.sizes is not None and look.amount is not None:
            told.append(amount_said(look.amount, drawn.sizes_of))
        notes[name] = " · ".join(told)
        if drawn.layout == "circle":
            turn, away = float(np.arctan2(y, x)), look.radius + 4
            x, y, flipped = x + away * np.cos(turn), y + away * np.sin(turn), abs(turn) > np.pi / 2
            where = {
                "ha": "right" if flipped else "left", "va": "center", "rotation_mode": "anchor",
                "rotation": float(np.degrees(turn)) + (180.0 if flipped else 0.0),
            }  # fmt: skip
        elif drawn.columns:
            away = look.radius + 5
            x, align = (x - away, "right") if node.mode == 1 else (x + away, "left")
            where = {"ha": align, "va": "center", "multialignment": align}
        else:
            y -= look.radius + 2
            where = {"ha": "center", "va": "top", "multialignment": "center"}
        axes.text(x, y, look.label, fontsize=LABEL_SIZE, path_effects=halo, zorder=4, clip_on=False, **where)
    return notes
