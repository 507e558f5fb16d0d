"""``dissensus communities``: the camps of a debate by every method."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from dissensus.cli import _figure_options as f
from dissensus.cli import _network_options as n
from dissensus.cli import _network_results as r
from dissensus.cli import _options as o
from dissensus.model.errors import NetworkError, UsageError

NAME = "communities"
SHORT = "Find the camps of a debate by many methods."
HELP = (
    "Find camps of actors by many methods (Leiden, Louvain, Infomap, spinglass, hierarchical, k-means, CONCOR and "
    "others) on who agrees with whom, and say which divides the network best; with --time-window for each window of "
    "time."
)
EXAMPLE = "dissensus communities study.dna --most 4"


@n.taking_network_options
def declare(
    source: n.Input,
    given: dict[str, Any],
    statement_type: n.StatementType = None,
    camps: Annotated[int, typer.Option("--camps", help="How many camps; 0 lets each method choose.", min=0)] = 0,
    most: Annotated[int, typer.Option("--most", help="Most camps that a method may choose.", min=2, max=100)] = 5,
    methods: Annotated[
        list[str] | None,
        typer.Option(
            "--method", help="Only this method, such as leiden, infomap or ward; may be repeated; all without it."
        ),
    ] = None,
    judge: Annotated[str, typer.Option("--judge", help="modularity, or signed modularity.")] = "modularity",
    seed: r.Seed = 0,
    replicates: r.Replicates = 0,
    over: r.Over = "documents",
    reliability: r.Reliability = None,
    jobs: o.Jobs = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Write the result into this file: .json; .svg, .pdf or .png draws the camps, or over time a line.",
        ),
    ] = None,
    title: f.Title = "",
    config: o.Config = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    tables = o.config_tables(config)
    r.check_result(out, source)
    from dissensus.networks.communities import FREE_NUMBER, METHODS, CommunityOptions
    from dissensus.tasks.analyses.camps import communities_told
    from dissensus.tasks.analyses.figures import draw_camps_over_time, draw_communities

    if camps and methods and set(methods) <= set(FREE_NUMBER):
        raise UsageError(
            f"--camps {camps} is given, and {' and '.join(methods)} finds its own number of camps",
            code="USE005",
            remedy="Leave out --camps, or name another method",
        )
    doubt = r.doubt_of(replicates, over, 0.9, seed, jobs, reliability)
    coded = n.statements_of(
        source, statement_type, each_coder=n.by_coder(given, tables), each_person=r.of_people(doubt)
    )
    options = n.network_options(given, tables, coded, normalization="average")
    how = CommunityOptions(camps, most, tuple(methods) if methods else METHODS, judge, seed=seed)  # type: ignore[arg-type]
    told, found = communities_told(coded, options, how, doubt)
    if found is not None and found.best is None and methods and camps:
        raise NetworkError(f"no camps by {found.failures[0].method}: {found.failures[0].reason}", code="NET006")
    isolates = () if n.over_time(given, tables) else ("isolates",)
    notices = r.recorded(told, coded, options, given, "mode", "aggregation", *isolates, doubt=doubt)
    notices += f.without_figure({"title": title}, out)
    r.finish(
        told,
        notices,
        out,
        partial(draw_camps_over_time, told.values["slices"], title=title)
        if found is None
        else partial(draw_communities, coded, options, found, title=title),
        as_json=as_json,
        quiet=quiet,
    )
