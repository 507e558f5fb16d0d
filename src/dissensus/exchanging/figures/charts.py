"""Charts of what is worked out from networks: bars, matrices, trees, estimates with intervals, lines over time.

Each takes plain arrays, draws one figure as SVG or PNG without chance, and gives the same bytes on every run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dissensus.exchanging.figures._canvas import (
    FAINT,
    GRID,
    GROUP_COLOURS,
    GROUP_MARKERS,
    INK,
    NEGATIVE,
    POSITIVE,
    FigureFormat,
    bare,
    group_look,
    group_places,
    is_colour,
    text_size,
)
from dissensus.exchanging.figures._chart_sheet import Chart, Target, chart_on
from dissensus.exchanging.figures._labels import LONGEST_IN_LEGEND, plain
from dissensus.exchanging.figures._time_axis import put_times
from dissensus.model.coded_statements import text_order

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STROKES: tuple[Any, ...] = ("solid", (0, (5, 2)), (0, (1.2, 1.4)), (0, (6, 1.5, 1.2, 1.5)))


@dataclass(frozen=True, slots=True)
class Line:
    """One line over time: T values, and T lower and upper ends of their intervals; NaN where nothing is known."""

    name: str
    values: Sequence[float] | NDArray[np.float64]
    low: Sequence[float] | NDArray[np.float64] = field(default_factory=list)
    high: Sequence[float] | NDArray[np.float64] = field(default_factory=list)


def draw_bars(
    names: Sequence[str],
    levels: Sequence[str | int],
    counts: ArrayLike,
    target: Target,
    *,
    title: str = "",
    left: Sequence[int] | None = None,
    axis: str = "statements",
    colours: Sequence[str] = (),
    format_id: FigureFormat | None = None,
) -> None:
    """Bars that part in the middle: agreement to the right, disagreement, hatched, to the left.

    Args:
        names: N names, from the top.
        levels: L levels of the qualifier.
        counts: N x L numbers of statements.
        target: a path that ends in .svg, .pdf or .png, or a binary stream.
        title: above the chart.
        left: places of the levels that go to the left; None for 0 of a boolean and for negative integers.
        axis: what is counted.
        colours: N colours ("#rrggbb") of the names; each that is not black is a square beside its name.
        format_id: the format, for streams.

    Raises:
        ExportError: EXP001 another ending; EXP002 the file cannot be written; EXP003 too many names.
    """
    table = np.asarray(counts, dtype=np.float64).reshape(len(names), len(levels))
    if left is None:
        boolean = set(levels) <= {0, 1}
        left = [
            k for k, level in enumerate(levels) if isinstance(level, int) and (level < 0 or (boolean and not level))
        ]
    right = [k for k in range(len(levels)) if k not in left]
    from matplotlib.ticker import MaxNLocator

    said = [str(level) for level in levels]
    if set(levels) == {0, 1}:
        said = ["agreement" if level == 1 else "disagreement" for level in levels]
    with chart_on(target, format_id, title, [*names, *said, axis], len(names)) as chart:
        axes = chart.rows(names, 330.0, legend=len(levels) > 1)
        _put_colours(axes, colours)
        # From the middle outwards: the mildest level first.
        for side, places, colour, hatch in ((-1, left[::-1], NEGATIVE, "////"), (1, right, POSITIVE, "")):
            beginning = np.zeros(len(names))
            for rank, k in enumerate(places):
                shade = _shade(colour, 0.35 + 0.65 * (rank + 1) / len(places))
                length = side * table[:, k]
                axes.barh(
                    np.arange(len(names)), length, left=beginning, height=0.72, color=shade, edgecolor="white",
                    linewidth=0.5, hatch=hatch, label=plain(said[k], 40), zorder=2,
                )  # fmt: skip
                beginning = beginning + length
            for row, end in enumerate(beginning.tolist()):
                if end:
                    axes.annotate(
                        f"{abs(end):g}", (end, row), (3 * side, 0), textcoords="offset points", va="center",
                        ha="left" if side > 0 else "right", fontsize=7, color=FAINT,
                    )  # fmt: skip
        axes.axvline(0, color=INK, linewidth=0.8, zorder=3)
        reach = [float(table[:, side].sum(axis=1).max(initial=0)) for side in (left, right)]
        room = 0.09 * max(1.0, sum(reach))
        axes.set_xlim(-reach[0] - (room if reach[0] else 0), reach[1] + room)
        axes.xaxis.set_major_locator(
            MaxNLocator(nbins=7, steps=[1, 2, 5, 10], integer=bool((table == np.round(table)).all()), min_n_ticks=1)
        )
        axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
        axes.set_xlabel(plain(axis, 60))
        if len(levels) > 1:
            handles, labels = axes.get_legend_handles_labels()
            order = [labels.index(plain(said[k], 40)) for k in range(len(levels))]
            chart.legend([handles[k] for k in order], [labels[k] for k in order])


def draw_heat_map(
    matrix: ArrayLike,
    rows: Sequence[str],
    columns: Sequence[str],
    target: Target,
    *,
    title: str = "",
    scale: str = "",
    groups: Sequence[str | int] | None = None,
    format_id: FigureFormat | None = None,
) -> None:
    """A matrix as shades: one scale from 0 up, or two from 0 if there are negative cells; crossed where unknown.

    Args:
        matrix: R x C numbers; NaN where nothing is known.
        rows: R names; of many, every so-many-th is written.
        columns: C names.
        target: a path that ends in .svg, .pdf or .png, or a binary stream.
        title: above the chart.
        scale: what the numbers are.
        groups: R groups (the phase of each slice): a line is drawn where the group changes from one row to the next,
            and the same across if R is C.
        format_id: the format, for streams.

    Raises:
        ExportError: EXP001 another ending; EXP002 the file cannot be written; EXP003 too many rows or columns.
    """
    table = np.asarray(matrix, dtype=np.float64).reshape(len(rows), len(columns))
    with chart_on(target, format_id, title, [*rows, *columns, scale], max(len(rows), len(columns))) as chart:
        cell = float(np.clip(360 / max(1, len(rows), len(columns)), 5.0, 26.0))
        axes = chart.grid(rows, columns, cell)
        known = table[np.isfinite(table)]
        most = float(np.abs(known).max(initial=0)) or 1.0
        signed = bool((known < 0).any())
        axes.set_facecolor("#eeeeee")
        image = axes.pcolormesh(
            np.ma.masked_invalid(table), cmap="PuOr_r" if signed else "cividis_r", vmin=-most if signed else 0,
            vmax=most,
            edgecolors="white" if cell > 12 else "none", linewidth=0.4,
        )  # fmt: skip
        for row, column in np.argwhere(~np.isfinite(table)).tolist():
            axes.plot([column, column + 1], [row, row + 1], color=FAINT, linewidth=0.6)
            axes.plot([column, column + 1], [row + 1, row], color=FAINT, linewidth=0.6)
        if groups is not None:
            _put_groups(chart, axes, [str(each) for each in groups], cell, across=len(rows) == len(columns))
        chart.scale(image, plain(scale, 60))


def draw_dendrogram(
    merges: ArrayLike,
    names: Sequence[str],
    target: Target,
    *,
    title: str = "",
    axis: str = "height",
    format_id: FigureFormat | None = None,
) -> None:
    """A tree of merges, from the left; names at its leaves.

    Args:
        merges: (N - 1) x 4 as of `scipy.cluster.hierarchy.linkage`; `nested_merges` makes it from a nested backbone.
        names: N names.
        target: a path that ends in .svg, .pdf or .png, or a binary stream.
        title: above the chart.
        axis: what the heights are.
        format_id: the format, for streams.

    Raises:
        ExportError: EXP001 another ending; EXP002 the file cannot be written; EXP003 too many names.
    """
    from scipy.cluster.hierarchy import dendrogram

    table = np.asarray(merges, dtype=np.float64).reshape(-1, 4)
    with chart_on(target, format_id, title, [*names, axis], len(names)) as chart:
        order, across, along = list(range(len(names))), [], []
        if len(table):
            tree = dendrogram(table, no_plot=True)
            order, across, along = tree["leaves"], tree["icoord"], tree["dcoord"]
        axes = chart.rows([names[k] for k in order], 330.0, legend=False)
        for place, height in zip(across, along, strict=True):
            axes.plot(height, (np.array(place) - 5) / 10, color=POSITIVE, linewidth=1.4, solid_joinstyle="miter")
        highest = float(table[:, 2].max(initial=0)) or 1.0
        axes.set_xlim(0, highest * 1.04)
        axes.set_xlabel(plain(axis, 60))


def nested_merges(losses: Sequence[float]) -> NDArray[np.float64]:
    """Merges for `draw_dendrogram` of a nested backbone.

    Args:
        losses: N losses by concept, in the order in which concepts were dropped: that of the backbone that was left
            when this one was gone. The tree joins each concept, from the second, to those dropped before it, at its
            loss (never below the joint before).
    """
    count = len(losses)
    merges = np.zeros((max(0, count - 1), 4))
    height = max(0.0, float(losses[0])) if count else 0.0
    for k in range(1, count):
        height = max(height, float(losses[k]))
        merges[k - 1] = (0 if k == 1 else count + k - 2, k, height, k + 1)
    return merges


def draw_caterpillar(
    names: Sequence[str],
    means: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    target: Target,
    *,
    title: str = "",
    axis: str = "position",
    groups: Sequence[str | int] | None = None,
    format_id: FigureFormat | None = None,
) -> None:
    """Estimates with their intervals, the highest at the top; of equal ones the first name.

    Args:
        names: N names.
        means: N estimates.
        low: N lower ends of their intervals.
        high: N upper ends.
        target: a path that ends in .svg, .pdf or .png, or a binary stream.
        title: above the chart.
        axis: what is estimated.
        groups: N groups, each with a colour and a shape.
        format_id: the format, for streams.

    Raises:
        ExportError: EXP001 another ending; EXP002 the file cannot be written; EXP003 too many names.
    """
    centre, lower, upper = (np.asarray(each, dtype=np.float64) for each in (means, low, high))
    order = sorted(range(len(names)), key=lambda k: (-centre[k], k))
    looks = _looks([""] * len(names) if groups is None else [str(each) for each in groups])
    with chart_on(target, format_id, title, [*names, *looks, axis], len(names)) as chart:
        axes = chart.rows([names[k] for k in order], 330.0, legend=groups is not None)
        axes.grid(axis="x", color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        for row, k in enumerate(order):
            colour, marker = looks["" if groups is None else str(groups[k])]
            axes.plot([lower[k], upper[k]], [row, row], color=colour, linewidth=1.6, solid_capstyle="butt")
            axes.plot([centre[k]], [row], marker=marker, color=colour, markersize=5.5, markeredgecolor=INK,
                      markeredgewidth=0.6, linestyle="none")  # fmt: skip
        if len(names) and float(lower.min()) < 0 < float(upper.max()):
            axes.axvline(0, color=FAINT, linewidth=0.8, linestyle=(0, (2, 2)))
        axes.set_xlabel(plain(axis, 60))
        if groups is not None:
            from matplotlib.lines import Line2D

            marks = [
                Line2D([], [], marker=marker, color=colour, linestyle="none", markeredgecolor=INK, markeredgewidth=0.6)
                for colour, marker in looks.values()
            ]
            chart.legend(marks, [plain(name, LONGEST_IN_LEGEND) for name in looks])


def draw_lines(
    times: Sequence[int],
    lines: Sequence[Line],
    target: Target,
    *,
    title: str = "",
    axis: str = "",
    bounds: tuple[float, float] | None = None,
    whole: bool = False,
    format_id: FigureFormat | None = None,
) -> None:
    """Values over time with their intervals as bands; lines differ in colour, stroke and marker.

    Args:
        times: T times in seconds since 1970 (UTC).
        lines: what is drawn.
        target: a path that ends in .svg, .pdf or .png, or a binary stream.
        title: above the chart.
        axis: what the values are.
        bounds: lowest and highest value of the axis; None to fit.
        whole: values are numbers of states: lines go in steps, and the axis has whole numbers alone.
        format_id: the format, for streams.

    Raises:
        ExportError: EXP001 another ending; EXP002 the file cannot be written; EXP003 too many lines.
    """
    # Matplotlib counts days since 1970.
    moments = np.asarray(times, dtype=np.float64) / 86_400
    with chart_on(target, format_id, title, [*(line.name for line in lines), axis], len(lines)) as chart:
        axes = chart.plain(460.0, 230.0, legend=len(lines) > 1)
        bare(axes)
        axes.grid(axis="y", color=GRID, linewidth=0.6)
        for k, line in enumerate(lines):
            colour, marker = GROUP_COLOURS[k % len(GROUP_COLOURS)], GROUP_MARKERS[k % len(GROUP_MARKERS)]
            if len(line.low) and len(line.high):
                axes.fill_between(moments, np.asarray(line.low), np.asarray(line.high), color=colour, alpha=0.18, lw=0)
            values = np.asarray(line.values, dtype=np.float64)
            axes.plot(
                moments, values, color=colour, linestyle=_STROKES[k % len(_STROKES)],
                linewidth=1.8, marker=marker, markersize=4, label=f"{k}",
                markevery=None if len(moments) <= 60 else _alone(values),
                drawstyle="steps-mid" if whole else "default",
            )  # fmt: skip
        if whole:
            axes.locator_params(axis="y", integer=True)
        put_times(axes)
        if bounds is not None:
            # Marks that stand on a bound are drawn whole.
            room = 0.02 * (bounds[1] - bounds[0])
            axes.set_ylim(bounds[0] - room, bounds[1] + room)
        axes.set_ylabel(plain(axis, 60))
        if len(lines) > 1:
            chart.legend(list(axes.get_lines()), [plain(line.name, 60) for line in lines])


def _put_groups(chart: Chart, axes: Axes, groups: Sequence[str], cell: float, *, across: bool) -> None:
    """Lines where the group of a row changes, and names of the groups at the right where there is room."""
    ends = [0, *(k for k in range(1, len(groups)) if groups[k] != groups[k - 1]), len(groups)]
    for k in ends[1:-1]:
        for width, colour in ((3.2, "white"), (1.6, "#c00000")):
            axes.axhline(k, color=colour, linewidth=width)
            if across:
                axes.axvline(k, color=colour, linewidth=width)
    for begin, end in pairwise(ends):
        name = plain(groups[begin], 40)
        short = next((each for each in (name, name.split(" ")[-1]) if
                      text_size(chart.figure, each, 7)[0] <= (end - begin) * cell), "")  # fmt: skip
        axes.annotate(
            short, (1, (begin + end) / 2), (4, 0), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
            rotation=90, ha="left", va="center", fontsize=7, color=INK,
        )  # fmt: skip


def _put_colours(axes: Axes, colours: Sequence[str]) -> None:
    """A square in the colour of each name between it and the chart, where somebody chose one."""
    for row, colour in enumerate(colours):
        if is_colour(colour):
            axes.plot(
                [-0.014], [row], marker="s", markersize=6.5, markerfacecolor=colour, markeredgecolor=INK,
                markeredgewidth=0.6, linestyle="none", clip_on=False, transform=axes.get_yaxis_transform(),
            )  # fmt: skip
    if any(map(is_colour, colours)):
        axes.tick_params(axis="y", pad=12)


def _alone(values: NDArray[np.float64]) -> list[int]:
    """Places of values between unknown ones, to which no line leads."""
    known = np.concatenate([[False], np.isfinite(values), [False]])
    return [int(k) for k in np.flatnonzero(known[1:-1] & ~known[:-2] & ~known[2:])]


def _looks(groups: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Colour and marker by group, in the order of their names."""
    return {name: group_look(k) for name, k in group_places(sorted(set(groups), key=text_order)).items()}


def _shade(colour: str, strength: float) -> tuple[float, float, float]:
    """The colour mixed with white: 1 is itself, 0 is white."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (1 - strength * (1 - part) for part in parts)
    return red, green, blue
