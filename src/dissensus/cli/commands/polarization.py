"""``dissensus polarization``: how far a debate falls into camps."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from dissensus.cli import _figure_options as f
from dissensus.cli import _network_options as n
from dissensus.cli import _network_results as r
from dissensus.cli import _options as o

NAME = "polarization"
SHORT = "Measure how far a debate falls into camps."
HELP = (
    "Find the camps that agree most inside and disagree most with each other, and measure how "
    "far: 0 where no division does better than one camp, 1 where all agreement lies inside and all conflict between. "
    "Chance alone stands above 0 (--chance). Over time with --time-window."
)
EXAMPLE = "dissensus polarization study.dna --bootstrap 1000"


@n.taking_network_options
def declare(
    source: n.Input,
    given: dict[str, Any],
    statement_type: n.StatementType = None,
    camps: Annotated[int, typer.Option("--camps", help="How many camps at most.", min=2, max=50)] = 2,
    objective: Annotated[str, typer.Option("--objective", help="signed modularity, or ideal.")] = "signed modularity",
    given_camps: Annotated[
        Path | None,
        typer.Option("--given", help="Measure these camps instead of the best: a CSV file with name and camp a row."),
    ] = None,
    search: Annotated[str, typer.Option("--search", help="auto, exact, greedy or genetic.")] = "auto",
    balanced: Annotated[bool, typer.Option("--balanced", help="Camps of (nearly) equal size only.")] = False,
    chance: Annotated[
        int,
        typer.Option(
            "--chance",
            help="Deal agreement out again within each claim so many times, to see what chance alone gives.",
            min=0,
            max=100_000,
        ),
    ] = 0,
    seed: r.Seed = 0,
    replicates: r.Replicates = 0,
    over: r.Over = "documents",
    level: r.Level = 0.9,
    reliability: r.Reliability = None,
    jobs: o.Jobs = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write the result into this file: .json; .svg, .pdf or .png over time."),
    ] = None,
    title: f.Title = "",
    config: o.Config = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    tables = o.config_tables(config)
    over_time = n.over_time(given, tables)
    r.check_result(out, source, figure=over_time, why=", and one value makes no figure" * (not over_time))
    from dissensus.networks.polarization import PolarizationOptions
    from dissensus.tasks.analyses.camps import polarization_told
    from dissensus.tasks.analyses.figures import draw_polarization
    from dissensus.tasks.analyses.given_camps import read_camps

    doubt = r.doubt_of(replicates, over, level, seed, jobs, reliability)
    coded = n.statements_of(
        source, statement_type, each_coder=n.by_coder(given, tables), each_person=r.of_people(doubt)
    )
    options = n.network_options(given, tables, coded, normalization="average")
    how = PolarizationOptions(
        camps=camps,
        objective=objective,  # type: ignore[arg-type]  # checked by the options themselves
        search=search,  # type: ignore[arg-type]
        balanced=balanced,
        seed=seed,
        compatible=options.compatible,
    )
    known = None if given_camps is None else read_camps(given_camps)
    told, series = polarization_told(coded, options, how, doubt, chance=chance, known=known)
    notices = r.recorded(told, coded, options, given, "mode", "aggregation", doubt=doubt)
    notices += f.without_figure({"title": title}, out)
    draw = partial(draw_polarization, series, slices=told.values.get("slices", ()), title=title)
    r.finish(told, notices, out, draw, as_json=as_json, quiet=quiet)
