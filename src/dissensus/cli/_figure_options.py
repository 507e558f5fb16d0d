"""Options that say how networks are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dissensus.exchanging.figures.network_figure import FigureOptions
    from dissensus.model.coded_statements import CodedStatements
    from dissensus.networks.network import EventList, Network
    from dissensus.networks.options import NetworkOptions

FIGURES = (".svg", ".pdf", ".png")
LAYOUTS = ("auto", "stress", "columns", "circle")

Title = Annotated[str, typer.Option("--title", help="Of a figure; none without it.")]
Most = Annotated[int, typer.Option("--most", help="Of a figure: only so many names, the greatest.", min=1, max=400)]
MOST_BARS = 60
"""Names of a chart unless asked otherwise: what fits on a page."""

Layout = Annotated[
    str,
    typer.Option(
        "--layout",
        help="Of a figure: stress (tied nodes near each other), columns (two-mode), circle (groups side by side); "
        "auto takes columns for small two-mode networks and stress for all others.",
    ),
]
ColourBy = Annotated[
    str | None,
    typer.Option(
        "--colour-by",
        "--color-by",
        help="Of a figure: colours and shapes by an attribute of variable 1 (in a project: kind) or by another "
        "variable; colours of the DNA file without it.",
    ),
]
SizeBy = Annotated[
    str,
    typer.Option(
        "--size-by", help="Of a figure: sizes by statements, degree, strength, or an attribute that holds numbers."
    ),
]
LeastWeight = Annotated[
    float, typer.Option("--least-weight", help="Of a figure: leave out weaker ties, signs aside.", min=0)
]
MostTies = Annotated[
    int | None,
    typer.Option("--most-ties", help="Of a figure: only so many of the strongest ties; 300, or 6 a node.", min=0),
]
LargestComponent = Annotated[
    bool, typer.Option("--largest-component", help="Of a figure: the largest connected part alone.")
]
TiedOnly = Annotated[bool, typer.Option("--tied-only", help="Of a figure: leave out nodes without a tie.")]


def figure_of(
    drawing: Mapping[str, Any],
    coded: CodedStatements,
    options: NetworkOptions,
    made: EventList | Network | list[Network],
) -> FigureOptions:
    """How to draw what was made.

    Args:
        drawing: options of the command line by name.
        coded: the statements.
        options: of the networks.
        made: what is drawn.

    Raises:
        UsageError: an attribute or a variable is unknown (USE005).
    """
    from dissensus.exchanging.figures.network_figure import FigureOptions
    from dissensus.networks.network import EventList
    from dissensus.tasks.analyses.looks import groups_by, sizes_by

    by, size = drawing["colour_by"], drawing["size_by"]
    assert not isinstance(made, EventList)
    return FigureOptions(
        title=drawing["title"],
        layout=drawing["layout"],
        least_weight=drawing["least_weight"],
        largest_component=drawing["largest_component"],
        isolates=not drawing["tied_only"],
        most_ties=drawing["most_ties"],
        groups={} if by is None else groups_by(coded, options.variable1, by),
        sizes=None if size == "statements" else sizes_by(coded, made, size),
        sizes_of=size,
    )


def without_figure(drawing: Mapping[str, Any], out: Path | None, *, mode: str = "") -> list[str]:
    """A line for each option of figures that was given although none is drawn, or that the mode has no use for."""
    if out is not None and out.suffix.lower() in FIGURES:
        if mode == "one-mode" and drawing.get("layout") == "columns":
            return ["--layout columns has no effect: a one-mode network has no two columns"]
        return []
    usual = {"title": "", "layout": "auto", "size_by": "statements", "least_weight": 0.0, "draw": "positions"}
    given = [name for name, value in drawing.items() if value not in (None, False, usual.get(name))]
    return [f"--{name.replace('_', '-')} has no effect: no figure is drawn" for name in given]
