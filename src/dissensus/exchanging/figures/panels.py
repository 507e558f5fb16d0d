"""Charts of several panels beside each other: measures of the same names, and draws of a sampler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dissensus.exchanging.figures._canvas import FAINT, GRID, GROUP_COLOURS, INK, POSITIVE, FigureFormat, bare
from dissensus.exchanging.figures._chart_sheet import Target, chart_on
from dissensus.exchanging.figures._labels import lines_of, plain

_PANEL, _GAP = 118.0, 16.0
_TRACE = 58.0
LONGEST_OF_TRACE = 34
"""Characters of a parameter's name that fit beside its draws."""
_STROKES = ("solid", (0, (4, 1.5)), (0, (1.2, 1.2)), (0, (5, 1.2, 1.2, 1.2)))
_NOTHING = 1e-12
"""Values so near to the origin are there; an axis would show the last bits of sums else."""
_GRID_OF_DENSITY = 160


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure of N names.

    Attributes:
        name: above the panel.
        values: N values; NaN where nothing is known.
        low, high: N ends of intervals; empty for none, and then a line leads from ``origin`` to each value.
        origin: where no effect, no change or nothing is; None for none.
    """

    name: str
    values: Sequence[float] | NDArray[np.float64]
    low: Sequence[float] | NDArray[np.float64] = field(default_factory=list)
    high: Sequence[float] | NDArray[np.float64] = field(default_factory=list)
    origin: float | None = 0.0


def draw_panels(
    names: Sequence[str],
    panels: Sequence[Panel],
    target: Target,
    *,
    title: str = "",
    groups: Sequence[str] | None = None,
    format_id: FigureFormat | None = None,
) -> None:
    """A panel a measure, side by side, with the same names in the same rows.

    Args:
        names: N names, from the top.
        panels: measures, at least one.
        target: a path that ends in .svg, .pdf or .png, or a binary stream.
        title: above the chart.
        groups: N groups; a line parts the rows where the group changes.
        format_id: the format, for streams.

    Raises:
        ExportError: EXP001 another ending; EXP002 the file cannot be written; EXP003 too many names.
    """
    heads = [lines_of(panel.name.replace("_", " "), 20, 2) for panel in panels]
    with chart_on(target, format_id, title, [*names, *heads], len(names)) as chart:
        wide = len(panels) * (_PANEL + _GAP) - _GAP
        base = chart.rows(names, wide, legend=False, heads=13.0 * max(head.count("\n") + 1 for head in heads))
        base.spines["bottom"].set_visible(False)
        base.set_xticks([])
        rows = np.arange(len(names))
        parted = [] if groups is None else [k for k in range(1, len(names)) if groups[k] != groups[k - 1]]
        for number, (panel, head) in enumerate(zip(panels, heads, strict=True)):
            axes = base.inset_axes((number * (_PANEL + _GAP) / wide, 0, _PANEL / wide, 1), sharey=base)
            bare(axes, left=False)
            axes.tick_params(axis="y", left=False, labelleft=False)
            axes.tick_params(axis="x", labelsize=7, color=FAINT)
            axes.locator_params(axis="x", nbins=4)
            axes.grid(axis="x", color=GRID, linewidth=0.6)
            axes.set_axisbelow(True)
            axes.set_title(head, fontsize=8, pad=4)
            values = np.asarray(panel.values, dtype=np.float64)
            if panel.origin is not None:
                axes.axvline(panel.origin, color=FAINT, linewidth=0.8)
            if len(panel.low):
                axes.hlines(rows, np.asarray(panel.low), np.asarray(panel.high), color=POSITIVE, linewidth=1.5)
            elif panel.origin is not None:
                axes.hlines(rows, panel.origin, values, color=POSITIVE, linewidth=1.5)
            axes.plot(values, rows, marker="o", markersize=4.5, color=POSITIVE, markeredgecolor=INK,
                      markeredgewidth=0.5, linestyle="none", clip_on=False)  # fmt: skip
            known = values[np.isfinite(values)]
            if not len(panel.low) and panel.origin is not None and (np.abs(known - panel.origin) < _NOTHING).all():
                axes.set_xlim(*((-0.05, panel.origin + 0.05) if panel.origin > 0 else (-0.05, 1.0)))
            for row in np.flatnonzero(np.isnan(values)).tolist():
                axes.annotate("none", (0, row), (2, 0), xycoords=axes.get_yaxis_transform(),
                              textcoords="offset points", va="center", fontsize=6.5, color=FAINT)  # fmt: skip
            for row in parted:
                axes.axhline(row - 0.5, color=FAINT, linewidth=0.6, clip_on=False)


def draw_traces(
    names: Sequence[str],
    draws: ArrayLike,
    target: Target,
    *,
    told: Sequence[str] = (),
    title: str = "",
    axis: str = "",
    format_id: FigureFormat | None = None,
) -> None:
    """Draws of a sampler, a row a parameter: each chain from its first draw to its last, and its density beside.

    Chains that have converged lie over each other, without a trend. Densities are Gaussian kernel estimates (bandwidth
    after Silverman 1986).

    Args:
        names: N parameters, from the top.
        draws: C x S x N draws of C chains.
        target: a path that ends in .svg, .pdf or .png, or a binary stream.
        told: N words below the names, such as the R-hat.
        title: above the chart.
        axis: below the draws, such as how many parameters are left out.
        format_id: the format, for streams.

    Raises:
        ExportError: EXP001 another ending; EXP002 the file cannot be written; EXP003 too many parameters.
    """
    held = np.asarray(draws, dtype=np.float64)
    chains = held.shape[0]
    shown = [
        f"{lines_of(name, LONGEST_OF_TRACE, 1)}\n{plain(more, 60)}" for name, more in zip(names, told, strict=True)
    ]
    with chart_on(target, format_id, title, [*names, *told, "chain draw density", axis], len(names)) as chart:
        base = chart.rows(shown or list(names), 460.0, legend=chains > 1, row=_TRACE, raw=bool(shown), beside=22.0)
        base.set_axis_on()
        base.spines["bottom"].set_visible(False)
        base.set_xticks([])
        base.tick_params(axis="y", pad=26)
        base.set_xlabel(plain(axis, 90), fontsize=7.5, labelpad=16)
        count = max(1, len(names))
        ends = (float(held.min()), float(held.max())) if held.size else (0.0, 1.0)
        if ends[0] == ends[1]:
            ends = (ends[0] - 0.5, ends[0] + 0.5)
        grid = np.linspace(*ends, _GRID_OF_DENSITY)
        for k in range(len(names)):
            # A row of the base is 1 high, and its middle stands at its number.
            bottom = (len(names) - 0.4 - (k + 0.42)) / (len(names) + 0.2)
            place = (bottom, 0.84 / (len(names) + 0.2))
            traces = base.inset_axes((0, place[0], 0.66, place[1]))
            beside = base.inset_axes((0.69, place[0], 0.31, place[1]))
            for chain in range(chains):
                colour, stroke = GROUP_COLOURS[chain % len(GROUP_COLOURS)], _STROKES[chain % len(_STROKES)]
                traces.plot(held[chain, :, k], color=colour, linewidth=0.5, alpha=0.8)
                beside.plot(
                    grid, _density(held[chain, :, k], grid), color=colour, linestyle=stroke, linewidth=1.3,
                    label=f"chain {chain + 1}",
                )  # fmt: skip
            traces.set_xlim(0, max(1, held.shape[1] - 1))
            beside.set_xlim(*ends)
            beside.set_ylim(bottom=0)
            beside.set_yticks([])
            for axes in (traces, beside):
                bare(axes, left=axes is traces)
                axes.tick_params(labelsize=6.5, color=FAINT, labelbottom=k == count - 1)
                axes.locator_params(axis="y" if axes is traces else "x", nbins=3 if axes is traces else 5)
            if chains > 1 and k == count - 1:
                chart.legend(*beside.get_legend_handles_labels())


def _density(values: NDArray[np.float64], grid: NDArray[np.float64]) -> NDArray[np.float64]:
    quarter, three = np.quantile(values, [0.25, 0.75])
    spread = min(float(values.std()), float(three - quarter) / 1.349) or float(values.std()) or 1.0
    width = 0.9 * spread * len(values) ** -0.2
    apart = (grid[:, None] - values[None, :]) / width
    return np.asarray(np.exp(-0.5 * apart**2).mean(axis=1) / (width * np.sqrt(2 * np.pi)))
