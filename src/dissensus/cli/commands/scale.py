"""``dissensus scale``: where actors stand on a dimension."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from dissensus.cli import _figure_options as f
from dissensus.cli import _network_options as n
from dissensus.cli import _network_results as r
from dissensus.cli import _options as o

NAME = "scale"
SHORT = "Place actors on one or two dimensions."
HELP = (
    "Estimate positions of actors from whom supports and opposes what (item response models, sampled), with intervals "
    "and with what each claim tells."
)
EXAMPLE = 'dissensus scale study.dna --kind ordinal --positive "Water Board"'


@n.taking_network_options
def declare(
    source: n.Input,
    given: dict[str, Any],
    statement_type: n.StatementType = None,
    kind: Annotated[str, typer.Option("--kind", help="binary, or ordinal (with mixed positions).")] = "binary",
    dimensions: Annotated[int, typer.Option("--dimensions", help="1 or 2.", min=1, max=2)] = 1,
    threshold: Annotated[
        float, typer.Option("--threshold", help="Share of the other side that is passed over.", min=0, max=0.5)
    ] = 0.0,
    unmentioned: Annotated[
        str, typer.Option("--unmentioned", help="Claims that an actor never names: missing, or answer.")
    ] = "missing",
    least_claims: Annotated[int, typer.Option("--least-claims", help="Claims an actor must have.", min=1)] = 2,
    least_actors: Annotated[int, typer.Option("--least-actors", help="Actors a claim must have.", min=1)] = 2,
    drop_constant: Annotated[
        bool,
        typer.Option(
            "--drop-constant/--keep-constant",
            help="Leave out claims to which all who speak of them give the same answer; they tell nobody apart.",
        ),
    ] = True,
    positive: Annotated[
        list[str] | None,
        typer.Option("--positive", help="Actor at the positive end; a second one for a second dimension."),
    ] = None,
    chains: Annotated[int, typer.Option("--chains", help="Independent chains.", min=2, max=64)] = 4,
    draws: Annotated[int, typer.Option("--draws", help="Kept draws of each chain.", min=10, max=1_000_000)] = 1000,
    burn_in: Annotated[int, typer.Option("--burn-in", help="First rounds that are thrown away.", min=0)] = 1000,
    thin: Annotated[int, typer.Option("--thin", help="Rounds for one kept draw.", min=1)] = 10,
    level: r.Level = 0.95,
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
            "--draw",
            help="What a figure shows: positions (two dimensions as a plane), claims (what each tells), or traces (the "
            "draws by chain, those that agree least first).",
        ),
    ] = "positions",
    colour_by: f.ColourBy = None,
    title: f.Title = "",
    config: o.Config = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    r.check_result(out, source)
    from dissensus.tasks.analyses.figures import SCALING_FIGURES, draw_scaling
    from dissensus.tasks.analyses.looks import groups_by
    from dissensus.tasks.analyses.positions_of_actors import scale_told

    r.one_of("--draw", draw, SCALING_FIGURES)
    tables = o.config_tables(config)
    coded = n.statements_of(source, statement_type, each_coder=n.by_coder(given, tables))
    options = n.network_options(given, tables, coded)
    groups = None if colour_by is None else groups_by(coded, options.variable1, colour_by)
    told, found = scale_told(
        coded,
        options,
        kind=kind,  # type: ignore[arg-type]  # checked where it is used
        dimensions=dimensions,
        threshold=threshold,
        unmentioned=unmentioned,  # type: ignore[arg-type]
        least_claims=least_claims,
        least_actors=least_actors,
        drop_constant=drop_constant,
        level=level,
        positive=tuple(positive or ()),
        chains=chains,
        draws=draws,
        burn_in=burn_in,
        thin=thin,
        seed=seed,
    )
    notices = r.recorded(told, coded, options, given, "mode", "aggregation", "normalization", *r.OF_TIME)
    notices += f.without_figure({"draw": draw, "colour_by": colour_by, "title": title}, out)
    r.finish(
        told,
        notices,
        out,
        partial(draw_scaling, found, what=draw, groups=groups, title=title),  # type: ignore[arg-type]  # checked above
        as_json=as_json,
        quiet=quiet,
    )
