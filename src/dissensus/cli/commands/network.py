"""``dissensus network``: who is tied to whom by what they say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli import _network_options as n
from dissensus.cli import _options as o
from dissensus.cli._console import noticing_unless, show
from dissensus.cli._targets import check_file

if TYPE_CHECKING:
    from dissensus.model.coded_statements import CodedStatements
    from dissensus.networks.network import EventList, Network

NAME = "network"
SHORT = "Make a discourse network."
HELP = (
    "Make a network of who says what, of who agrees or disagrees with whom, or the list of statements behind it, from "
    "a project, a file of Discourse Network Analyzer, or a table; one network, or one for each window of time."
)
EXAMPLE = "dissensus network study.dna --mode one-mode --aggregation subtract --normalization average --out ties.gexf"


@n.taking_network_options
def declare(
    source: n.Input,
    given: dict[str, Any],
    statement_type: n.StatementType = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Write into this file; its ending tells the format: .csv, .dl, .graphml, .gexf, .parquet, .json, "
            ".tsv (a tie a line), .svg, .png.",
        ),
    ] = None,
    variables: Annotated[
        bool, typer.Option("--variables", help="List the statement types and their variables, and stop.")
    ] = False,
    config: o.Config = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    if out is not None:
        check_file(out, "--out")
    tables = o.config_tables(config)
    coded = n.statements_of(source, statement_type)
    if variables:
        lines, result = n.variables_told(source, coded)
        show(lines, result, as_json=as_json)
        return
    made, lines, result = do(coded, n.network_options(given, tables, coded), out)
    told = made[-1].warnings if isinstance(made, list) and made else () if isinstance(made, list) else made.warnings
    for line in told:
        noticing_unless(quiet or as_json)(line)
    show(lines, result, as_json=as_json)


def do(
    coded: CodedStatements,
    options: Any,  # noqa: ANN401  # NetworkOptions, imported late
    out: Path | None,
) -> tuple[EventList | Network | list[Network], list[str], dict[str, Any]]:
    """Make what the options ask for, write it, and say what it is."""
    from dissensus.tasks.networks import make_networks, plain, told

    made = make_networks(coded, options)
    lines, result = told(made), plain(made)
    if out is not None:
        from dissensus.exchanging.networks.writing import write_network

        written = write_network(made, out, entities=coded.entities, coded=coded)
        lines.append(f"file        {written or out}")
        result["file"] = str(out)
    return made, lines, result
