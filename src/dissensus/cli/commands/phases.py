"""``dissensus phases``: when a debate changes its structure."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from dissensus.cli import _figure_options as f
from dissensus.cli import _network_options as n
from dissensus.cli import _network_results as r
from dissensus.cli import _options as o

NAME = "phases"
SHORT = "Find the phases of a debate."
HELP = (
    "Compare the networks of a debate over time and find its states and the moments when one gives way to another. "
    "Without --time-window: slices a month apart that weigh a year by a Gaussian kernel."
)
EXAMPLE = "dissensus phases study.dna --aggregation congruence --time-window months --window-size 6 --kernel gaussian"


@n.taking_network_options
def declare(
    source: n.Input,
    given: dict[str, Any],
    statement_type: n.StatementType = None,
    distance: Annotated[
        str, typer.Option("--distance", help="spectral (Laplacians; one-mode), or absdiff (cell by cell).")
    ] = "spectral",
    least: Annotated[int, typer.Option("--least", help="Fewest states to try.", min=1)] = 2,
    most: Annotated[int, typer.Option("--most", help="Most states to try.", min=1, max=100)] = 6,
    seed: r.Seed = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Write the result into this file: .json; .svg, .pdf or .png draws it (--draw)."
        ),
    ] = None,
    draw: Annotated[
        str,
        typer.Option(
            "--draw", help="What a figure shows: distances (of slices, as a map), or states (a line over time)."
        ),
    ] = "distances",
    title: f.Title = "",
    config: o.Config = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    r.check_result(out, source)
    from dissensus.networks.distances import DISTANCES
    from dissensus.tasks.analyses.figures import PHASES_FIGURES, draw_phases
    from dissensus.tasks.analyses.over_time import phases_told

    r.one_of("--distance", distance, DISTANCES)
    r.one_of("--draw", draw, PHASES_FIGURES)
    tables = o.config_tables(config)
    coded = n.statements_of(source, statement_type, each_coder=n.by_coder(given, tables))
    usual = {} if n.over_time(given, tables) else {"time_window": "months", "window_size": 12, "kernel": "gaussian"}
    options = n.network_options(given, tables, coded, **usual)
    told, found = phases_told(coded, options, distance=distance, least=least, most=most, seed=seed)  # type: ignore[arg-type]
    notices = r.recorded(told, coded, options, given)
    notices += f.without_figure({"title": title}, out)
    drawn = partial(draw_phases, found, what=draw, title=title)  # type: ignore[arg-type]  # checked above
    r.finish(told, notices, out, drawn, as_json=as_json, quiet=quiet)
