"""``dissensus bars``: how often each name occurs, and on which side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dissensus.cli import _network_options as n
from dissensus.cli import _options as o
from dissensus.cli._console import show

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
        Path | None, typer.Option("--out", "-o", help="Write the result into this file: .json; .svg or .png draws it.")
    ] = None,
    config: o.Config = None,
    as_json: o.AsJson = False,
) -> None:
    """Declare the command."""
    n.check_result(out)
    from dissensus.tasks.analyses.counts import bars_told

    tables = o.config_tables(config)
    coded = n.statements_of(source, statement_type)
    told, found = bars_told(coded, n.network_options(given, tables, coded))
    if out is not None and out.suffix.lower() == ".json":
        n.write_values(told.values, out)
    elif out is not None:
        from dissensus.exchanging.figures.charts import draw_bars

        draw_bars(found.names, [0 if level is None else level for level in found.levels], found.counts, out)
    show(told.lines, told.values, as_json=as_json)
