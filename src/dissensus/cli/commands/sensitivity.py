"""``dissensus sensitivity``: how much the picture depends on choices."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from dissensus.cli import _figure_options as f
from dissensus.cli import _network_options as n
from dissensus.cli import _network_results as r
from dissensus.cli import _options as o
from dissensus.networks.options import DUPLICATES, NORMALIZATIONS

NAME = "sensitivity"
SHORT = "See how much a network depends on choices."
HELP = (
    "Make the network under every combination of duplicates, normalization, least confidence, threshold of ties and "
    "stretch of time, and say how much ties, camps and polarization change, and which choice matters most."
)
EXAMPLE = "dissensus sensitivity study.dna --windows 3 --out choices.json"


@n.taking_network_options
def declare(
    source: n.Input,
    given: dict[str, Any],
    statement_type: n.StatementType = None,
    try_duplicates: Annotated[
        list[str] | None, typer.Option("--try-duplicates", help="Only these rules; may be repeated; all without it.")
    ] = None,
    try_normalizations: Annotated[
        list[str] | None, typer.Option("--try-normalization", help="Only these; all that fit without it.")
    ] = None,
    try_confidences: Annotated[
        list[float] | None, typer.Option("--try-confidence", help="Least confidences beside that of the network.")
    ] = None,
    try_weakest: Annotated[
        list[float] | None,
        typer.Option("--try-weakest", help="Shares of the weakest ties to leave out; 0.1 and 0.25 without it."),
    ] = None,
    windows: Annotated[int, typer.Option("--windows", help="Parts of the time beside the whole.", min=0, max=100)] = 2,
    camps: Annotated[bool, typer.Option("--camps/--no-camps", help="Also compare camps and polarization.")] = True,
    seed: r.Seed = 0,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write the result into this file: .json; .svg, .pdf or .png draws it."),
    ] = None,
    title: f.Title = "",
    config: o.Config = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    r.check_result(out, source)
    for value in try_duplicates or ():
        r.one_of("--try-duplicates", value, DUPLICATES)
    for value in try_normalizations or ():
        r.one_of("--try-normalization", value, NORMALIZATIONS)
    from dissensus.tasks.analyses.choices import sensitivity_told
    from dissensus.tasks.analyses.figures import draw_sensitivity

    tables = o.config_tables(config)
    coded = n.statements_of(source, statement_type, each_coder=n.by_coder(given, tables))
    options = n.network_options(given, tables, coded, **n.signed_ties(given, tables))
    told, found = sensitivity_told(
        coded,
        options,
        duplicates=try_duplicates or (),  # type: ignore[arg-type]  # checked above
        normalizations=try_normalizations or (),  # type: ignore[arg-type]
        confidences=try_confidences or (),
        weakest=[0.0, *(try_weakest if try_weakest is not None else (0.1, 0.25))],
        windows=windows,
        camps=camps,
        seed=seed,
    )
    notices = r.recorded(told, coded, options, given, *r.OF_TIME)
    notices += f.without_figure({"title": title}, out)
    r.finish(told, notices, out, partial(draw_sensitivity, found, title=title), as_json=as_json, quiet=quiet)
