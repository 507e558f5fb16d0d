"""``dissensus bars``: how often each name occurs, and on which side."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from dissensus.cli import _figure_options as f
from dissensus.cli import _network_options as n
from dissensus.cli import _network_results as r
from dissensus.cli import _options as o

NAME = "bars"
SHORT = "Count statements by name and side."
HELP = "Count the statements of each value of variable 1 by level of the qualifier, as a table or a bar plot."
EXAMPLE = "dissensus bars study.dna --variable1 concept --duplicates document --out concepts.svg"


@n.taking_network_options
def declare(
    source: n.Input,
    given: dict[str, Any],
    statement_type: n.StatementType = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write the result into this file: .json; .svg, .pdf or .png draws it."),
    ] = None,
    most: f.Most = f.MOST_BARS,
    title: f.Title = "",
    config: o.Config = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    r.check_result(out, source)
    from dissensus.tasks.analyses.counts import bars_told
    from dissensus.tasks.analyses.figures import draw_counts

    tables = o.config_tables(config)
    coded = n.statements_of(source, statement_type, each_coder=n.by_coder(given, tables))
    options = n.network_options(given, tables, coded)
    told, found = bars_told(coded, options)
    notices = r.recorded(told, coded, options, given, "mode", "aggregation", "normalization", *r.OF_TIME)
    notices += f.without_figure({"title": title}, out)
    r.finish(told, notices, out, partial(draw_counts, found, title=title, most=most), as_json=as_json, quiet=quiet)
