"""Positions on two dimensions with their intervals, and claims as arrows on the same plane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from dissensus.exchanging.figures._canvas import (
    FAINT,
    GRID,
    INK,
    FigureFormat,
    bare,
    group_look,
    group_places,
    text_size,
)
from dissensus.exchanging.figures._chart_sheet import Target, chart_on
from dissensus.exchanging.figures._label_places import Floats, label_places
from dissensus.exchanging.figures._labels import LONGEST_IN_LEGEND, lines_of, plain
from dissensus.model.coded_statements import text_order

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LABEL = 7.5
_MARK = 3.2
_LEAST_SIDE, _MOST_SIDE = 380.0, 1500.0
_LED = 9.0
"""Points between a mark and its name beyond which a line joins them."""
_STEPS = 40
"""Places on an arrow that names better leave free."""
_ARROW = "#754ca0"


def draw_plane(
    names: Sequence[str],
    places: ArrayLike,
    target: Target,
    *,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    axes_names: tuple[str, str] = ("first dimension", "second dimension"),
    title: str = "",
    groups: Sequence[str] | None = None,
    arrows: Sequence[str] = (),
    tails: ArrayLike = (),
    tips: ArrayLike = (),
    format_id: FigureFormat | None = None,
) -> None:
    """Points on a plane with faint crosses for their intervals; names stand beside them and do not cover each other.

    Args:
        names: N names.
        places: N x 2 estimates.
        target: a path that ends in .svg, .pdf or .png, or a binary stream.
        low: N x 2 lower ends of the intervals; None for no crosses.
        high: N x 2 upper ends.
        axes_names: of the two dimensions.
        title: above the chart.
        groups: N groups, each with a colour and a shape; "" for none.
        arrows: M names of arrows.
        tails: M x 2, where arrows begin.
        tips: M x 2, where they end.
        format_id: the format, for streams.

    Raises:
        ExportError: EXP001 another ending; EXP002 the file cannot be written; EXP003 too many names.
    """
    points = np.asarray(places, dtype=np.float64).reshape(len(names), 2)
    begins, ends = (np.asarray(each, dtype=np.float64).reshape(len(arrows), 2) for each in (tails, tips))
    lower, upper = (points if each is None else np.asarray(each, dtype=np.float64) for each in (low, high))
    known = sorted({group for group in groups or () if group}, key=text_order)
    looks = {group: group_look(number) for group, number in group_places(known).items()} | {"": ("#3b6ea5", "o")}
    texts = [*names, *arrows, *known, *axes_names]
    with chart_on(target, format_id, title, texts, len(names) + len(arrows)) as chart:
        labels = [lines_of(name, 22, 2) for name in names] + [lines_of(name, 26, 3) for name in arrows]
        sizes = np.array([text_size(chart.figure, label, _LABEL) for label in labels]).reshape(-1, 2)
        every = np.vstack([points, lower, upper, begins, ends, [[0.0, 0.0]]])
        reach = 1.08 * float(np.abs(every).max()) or 1.0
        side = _side(np.vstack([points, ends]) / reach, sizes)
        axes = chart.plain(side, side, legend=bool(known))
        bare(axes)
        axes.set_xlim(-reach, reach)
        axes.set_ylim(-reach, reach)
        axes.set_axisbelow(True)
        axes.grid(color=GRID, linewidth=0.5)
        axes.axhline(0, color=FAINT, linewidth=0.7, linestyle=(0, (2, 2)))
        axes.axvline(0, color=FAINT, linewidth=0.7, linestyle=(0, (2, 2)))
        axes.tick_params(labelsize=7, color=FAINT)
        axes.set_xlabel(plain(axes_names[0], 90), fontsize=8)
        axes.set_ylabel(plain(axes_names[1], 90), fontsize=8)
        faint = 0.35 * min(1.0, max(0.3, 15 / max(1, len(names))))
        axes.hlines(points[:, 1], lower[:, 0], upper[:, 0], color=FAINT, linewidth=0.8, alpha=faint)
        axes.vlines(points[:, 0], lower[:, 1], upper[:, 1], color=FAINT, linewidth=0.8, alpha=faint)
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            look = {"arrowstyle": "-|>", "color": _ARROW, "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", (end[0], end[1]), (begin[0], begin[1]), arrowprops=look | {"mutation_scale": 8})
        for k, (x, y) in enumerate(points.tolist()):
            colour, marker = looks[groups[k] if groups is not None else ""]
            axes.plot([x], [y], marker=marker, markersize=2 * _MARK, markerfacecolor=colour, markeredgecolor=INK,
                      markeredgewidth=0.6, linestyle="none", zorder=4)  # fmt: skip
        along = (begins[:, None] + (ends - begins)[:, None] * np.linspace(0, 1, _STEPS)[:, None]).reshape(-1, 2)
        anchors, crossed = ((each / reach + 1) / 2 * side for each in (np.vstack([points, ends]), along))
        colours = [INK] * len(names) + [_ARROW] * len(arrows)
        _put_labels(axes, labels, sizes, anchors, crossed, colours, side)
        if known:
            from matplotlib.lines import Line2D

            marks = [
                Line2D([], [], marker=marker, color=colour, linestyle="none", markeredgecolor=INK, markeredgewidth=0.6)
                for colour, marker in (looks[group] for group in known)
            ]
            chart.legend(marks, [plain(group, LONGEST_IN_LEGEND) for group in known])


def _side(places: Floats, sizes: Floats) -> float:
    """Width of the plane on which names take about a third of where most points (from -1 to 1) are."""
    if len(places) < 2:
        return _LEAST_SIDE
    dense = float(np.clip(4.0 * np.prod(np.std(places, axis=0)), 0.02, 1.0))
    needed = np.sqrt(3.0 * (sizes[:, 0] * sizes[:, 1]).sum() / dense)
    return float(np.clip(needed, _LEAST_SIDE, _MOST_SIDE))


def _put_labels(
    axes: Axes,
    labels: Sequence[str],
    sizes: Floats,
    anchors: Floats,
    crossed: Floats,
    colours: Sequence[str],
    side: float,
) -> None:
    """Names beside their points; a thin line leads to one that stands away."""
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.0, foreground="white")]
    middles = label_places(anchors, sizes + 1.0, _MARK, (side, side), crossed)
    for label, colour, (width, height), (x, y), (at_x, at_y) in zip(
        labels, colours, sizes.tolist(), middles.tolist(), anchors.tolist(), strict=True
    ):
        # The nearest point of the name's box.
        near_x = min(max(at_x, x - width / 2), x + width / 2)
        near_y = min(max(at_y, y - height / 2), y + height / 2)
        if np.hypot(near_x - at_x, near_y - at_y) > _LED:
            axes.plot([at_x / side, near_x / side], [at_y / side, near_y / side], color=FAINT, linewidth=0.5,
                      transform=axes.transAxes, zorder=3)  # fmt: skip
        axes.text(
            x / side, y / side, label, fontsize=_LABEL, color=colour, ha="center", va="center",
            multialignment="center", transform=axes.transAxes, path_effects=halo, zorder=5,
        )  # fmt: skip
