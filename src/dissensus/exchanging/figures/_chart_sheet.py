"""The sheet of a chart: room for names, title, scale and legend, measured in points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from dissensus.exchanging.figures._canvas import (
    FAINT,
    POINTS,
    FigureFormat,
    bare,
    fitted,
    format_of,
    save,
    settings,
    sheet,
    text_size,
    wrapped,
)
from dissensus.exchanging.figures._labels import lines_of, plain
from dissensus.model.errors import ExportError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Target = Path | IO[bytes]
MOST_ROWS = 400
"""Most bars, names or rows of one chart."""

_ROW = 17.0
_LABEL = 8.0


class Chart:
    """One figure under way: its measures in points, its title, its legend."""

    def __init__(self, title: str) -> None:
        self.figure: Figure = sheet(4, 4)
        self.title = plain(title)
        self.width = self.height = 0.0
        self.below = 0.0

    def _sized(
        self, left: float, bottom: float, width: float, height: float, right: float, *, legend: bool, heads: float = 0.0
    ) -> Axes:
        self.width = left + width + right
        heading = wrapped(self.figure, self.title, 11, self.width - 20) if self.title else []
        above = (18.0 + 14.0 * len(heading) if heading else 12.0) + heads
        self.below = 26.0 if legend else 4.0
        self.height = above + height + bottom + self.below
        self.figure.set_size_inches(self.width / POINTS, self.height / POINTS)
        if heading:
            self.figure.text(
                10 / self.width, 1 - 10 / self.height, "\n".join(heading), fontsize=11, va="top", fontweight="bold"
            )
        return self.figure.add_axes(
            (left / self.width, (bottom + self.below) / self.height, width / self.width, height / self.height)
        )

    def rows(
        self,
        names: Sequence[str],
        width: float,
        *,
        legend: bool,
        heads: float = 0.0,
        row: float = _ROW,
        raw: bool = False,
        beside: float = 0.0,
    ) -> Axes:
        """Axes with a name a row, from the top; as high as the names need.

        Args:
            names: one a row.
            width: of the axes, in points.
            legend: leave room for one.
            heads: room above the axes.
            row: height of a row whose name has one line.
            raw: names are broken into lines already.
            beside: room between names and axes, for numbers.
        """
        shown = list(names) if raw else [lines_of(name, 46, 2) for name in names]
        left = max((text_size(self.figure, name, _LABEL)[0] for name in shown), default=0.0) + 18 + beside
        high = max(row, _ROW * (1.4 if any("\n" in name for name in shown) else 1.0))
        axes = self._sized(left, 34.0, width, max(40.0, high * len(names) + 8), 16.0, legend=legend, heads=heads)
        bare(axes, left=False)
        axes.set_ylim(len(names) - 0.4 if names else 1, -0.6)
        axes.set_yticks(range(len(names)), shown, fontsize=_LABEL)
        axes.tick_params(axis="y", length=0)
        axes.tick_params(axis="x", labelsize=7.5, color=FAINT)
        return axes

    def grid(self, rows: Sequence[str], columns: Sequence[str], cell: float) -> Axes:
        """Axes of cells with names left and below; of many names every so-many-th."""
        step = max(1, int(np.ceil(10.5 / cell)))
        across, down = ([lines_of(name, 40, 1) for name in each] for each in (columns, rows))
        left = max((text_size(self.figure, name, _LABEL)[0] for name in down[::step]), default=0.0) + 16
        bottom = max((text_size(self.figure, name, _LABEL)[0] for name in across[::step]), default=0.0) + 16
        axes = self._sized(
            left, bottom, max(60.0, cell * len(columns)), max(60.0, cell * len(rows)), 86.0, legend=False
        )
        axes.set_xlim(0, max(1, len(columns)))
        axes.set_ylim(max(1, len(rows)), 0)
        axes.set_xticks(np.arange(len(columns))[::step] + 0.5, across[::step], rotation=90, fontsize=_LABEL)
        axes.set_yticks(np.arange(len(rows))[::step] + 0.5, down[::step], fontsize=_LABEL)
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        return axes

    def plain(self, width: float, height: float, *, legend: bool) -> Axes:
        """Axes of a given size with room for numbers on the left."""
        return self._sized(52.0, 32.0, width, height, 18.0, legend=legend)

    def scale(self, image: Any, words: str) -> None:  # noqa: ANN401
        """A key of the shades at the right."""
        high = min(self.height - 50.0, 150.0)
        box = (1 - 66 / self.width, 1 - (34 + high) / self.height, 10 / self.width, high / self.height)
        bar = self.figure.colorbar(image, cax=self.figure.add_axes(box))
        bar.outline.set_visible(False)
        bar.ax.tick_params(labelsize=7, length=2)
        bar.set_label(words, fontsize=7.5)

    def legend(self, handles: Sequence[Any], words: Sequence[str]) -> None:
        """A legend in rows below the axes; the figure grows by what it needs."""
        words = [fitted(self.figure, each, 8, self.width - 56, "normal") for each in words]
        widest = max(text_size(self.figure, each, 8)[0] for each in words) + 42
        columns = max(1, min(len(words), int((self.width - 12) // widest)))
        extra = 16.0 * (-(-len(words) // columns) - 1)
        if extra:
            for axes in self.figure.axes:
                box = axes.get_position()
                total = self.height + extra
                axes.set_position(
                    (box.x0, (box.y0 * self.height + extra) / total, box.width, box.height * self.height / total)
                )
            for words_above in self.figure.texts:
                words_above.set_y(1 - 10 / (self.height + extra))
            self.height += extra
            self.figure.set_size_inches(self.width / POINTS, self.height / POINTS)
        self.figure.legend(
            handles, words, loc="lower left", bbox_to_anchor=(6 / self.width, 4 / self.height), ncols=columns,
            frameon=False, fontsize=8, handlelength=2.6, columnspacing=1.4, borderaxespad=0.0, labelspacing=0.7,
        )  # fmt: skip


@contextmanager
def chart_on(
    target: Target, format_id: FigureFormat | None, title: str, texts: Sequence[str], rows: int
) -> Iterator[Chart]:
    """A chart to draw on, which is written when the block ends.

    Raises:
        ExportError: EXP001 none of SVG, PDF and PNG; EXP002 the file cannot be written; EXP003 too many rows.
    """
    wanted = format_of(target, format_id)
    if rows > MOST_ROWS:
        raise ExportError(
            f"{rows} rows are too many for a chart of {MOST_ROWS}",
            code="EXP003",
            remedy="Take fewer names or longer windows, or a file that is no figure",
        )
    with settings([plain(text) for text in [*texts, title]]):
        chart = Chart(title)
        yield chart
        save(chart.figure, target, wanted, title=title or "chart", description=", ".join(texts[:20]))
