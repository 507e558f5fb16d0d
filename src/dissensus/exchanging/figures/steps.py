"""Charts of a search: what happened at each of its steps, measures below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dissensus.exchanging.figures._canvas import FAINT, GRID, GROUP_COLOURS, FigureFormat, bare
from dissensus.exchanging.figures._chart_sheet import Target, chart_on
from dissensus.exchanging.figures._labels import plain

_WIDTH, _PANEL, _GAP = 460.0, 84.0, 26.0
_STROKES = ("solid", (0, (4, 1.5)))


@dataclass(frozen=True, slots=True)
class Course:
    """One measure of a search over its T steps, in one or two lines.

    Attributes:
        name: above the panel.
        lines: name of each line and its T values.
    """

    name: str
    lines: Sequence[tuple[str, NDArray[np.floating] | NDArray[np.integer]]]


def draw_steps(
    steps: Sequence[int] | NDArray[np.integer],
    courses: Sequence[Course],
    target: Target,
    *,
    title: str = "",
    axis: str = "step",
    format_id: FigureFormat | None = None,
) -> None:
    """A panel a measure below each other, over the same steps; lines of one panel differ in colour and stroke.

    Args:
        steps: T numbers, rising.
        courses: measures, at least one.
        target: a path that ends in .svg, .pdf or .png, or a binary stream.
        title: above the chart.
        axis: what the steps are.
        format_id: the format, for streams.

    Raises:
        ExportError: EXP001 another ending; EXP002 the file cannot be written; EXP003 too many measures.
    """
    names = [word for course in courses for word in (course.name, *(name for name, _ in course.lines))]
    several = [course for course in courses if len(course.lines) > 1]
    high = len(courses) * (_PANEL + _GAP)
    with chart_on(target, format_id, title, [*names, axis], len(courses)) as chart:
        base = chart.plain(_WIDTH, high, legend=bool(several))
        base.set_axis_off()
        handles: dict[str, object] = {}
        for k, course in enumerate(courses):
            bottom = 1 - (k * (_PANEL + _GAP) + _GAP + _PANEL) / high
            axes = base.inset_axes((0, bottom, 1, _PANEL / high))
            bare(axes)
            axes.grid(axis="y", color=GRID, linewidth=0.6)
            for n, (name, values) in enumerate(course.lines):
                (line,) = axes.plot(
                    np.asarray(steps), np.asarray(values, dtype=np.float64), color=GROUP_COLOURS[n],
                    linestyle=_STROKES[n % len(_STROKES)], linewidth=1.3,
                )  # fmt: skip
                if course in several:
                    handles.setdefault(name, line)
            axes.set_title(plain(course.name, 60), fontsize=8, loc="left", pad=4)
            axes.set_xlim(int(steps[0]), max(int(steps[-1]), int(steps[0]) + 1))
            axes.tick_params(labelsize=7, color=FAINT, labelbottom=k == len(courses) - 1)
            axes.locator_params(axis="y", nbins=4)
        axes.set_xlabel(plain(axis, 60), fontsize=8)
        if several:
            chart.legend(list(handles.values()), [plain(name, 60) for name in handles])
