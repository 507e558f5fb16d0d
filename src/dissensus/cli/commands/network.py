"""``dissensus network``: who is tied to whom by what they say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli import _network_options as n
from dissensus.cli import _network_results as r
from dissensus.cli import _options as o
from dissensus.cli._console import noticing_unless, show
from dissensus.cli._targets import check_file, check_not_input
from dissensus.model.errors import UsageError

if TYPE_CHECKING:
    from dissensus.model.coded_statements import CodedStatements
    from dissensus.networks.network import EventList, Network
    from dissensus.tasks.analyses.camps import Doubt

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
    seriate: Annotated[
        bool, typer.Option("--seriate", help="Order rows and columns so that camps stand together, not by name.")
    ] = False,
    flat: Annotated[
        Path | None,
        typer.Option(
            "--flat",
            help="Also write the statements that are left as one table (.csv or .parquet) with all variables, their "
            "attributes, document, coder and words.",
        ),
    ] = None,
    variables: Annotated[
        bool, typer.Option("--variables", help="List the statement types and their variables, and stop.")
    ] = False,
    replicates: r.Replicates = 0,
    over: r.Over = "documents",
    level: r.Level = 0.9,
    reliability: r.Reliability = None,
    seed: r.Seed = 0,
    jobs: o.Jobs = None,
    config: o.Config = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    for path, option, other in ((out, "--out", flat), (flat, "--flat", out)):
        if path is not None:
            check_file(path, option)
            check_not_input(path, option, source, other)
    tables = o.config_tables(config)
    coded = n.statements_of(
        source,
        statement_type,
        passages=flat is not None or given["mode"] in n.EVENT_LISTS,
        each_coder=n.by_coder(given, tables),
    )
    if variables:
        lines, result = n.variables_told(source, coded)
        show(lines, result, as_json=as_json)
        return
    doubt = r.doubt_of(replicates, over, level, seed, jobs, reliability)
    options = n.network_options(given, tables, coded)
    made, lines, result = do(coded, options, out, doubt, seriate=seriate)
    if flat is not None:
        from dissensus.exchanging.networks.writing import write_statements
        from dissensus.networks.building import event_list

        write_statements(event_list(coded, options).statements, flat, entities=coded.entities)
        lines.append(f"table       {flat}")
        result["table"] = str(flat)
    result["options"] = r.told_options(options)
    lines.insert(0, r.line_of(options))
    warnings = () if isinstance(made, list) and not made else (made[-1] if isinstance(made, list) else made).warnings
    if isinstance(made, list) and not made:
        warnings = ("no window fits into the time of the debate",)
    for line in [*warnings, *r.doubtful(coded, options, given), *r.few_documents(coded, doubt)]:
        noticing_unless(quiet or as_json)(line)
    show(lines, result, as_json=as_json)


def do(
    coded: CodedStatements,
    options: Any,  # noqa: ANN401  # NetworkOptions, imported late
    out: Path | None,
    doubt: Doubt,
    *,
    seriate: bool = False,
) -> tuple[EventList | Network | list[Network], list[str], dict[str, Any]]:
    """Make what the options ask for, with intervals if wanted, write it, and say what it is."""
    from dissensus.tasks.networks import make_networks, plain, seriated, told

    made = make_networks(coded, options)
    if seriate and doubt.drawing is not None:
        raise UsageError("--seriate and --bootstrap are both given", code="USE005", remedy="Give one of the two")
    if seriate:
        made = seriated(made)
    if doubt.drawing is not None:
        from dissensus.tasks.analyses.ties import ties_told

        ties = ties_told(coded, made, doubt)
        lines, result = ties.lines, {**plain(made), **ties.values}
    else:
        lines, result = told(made), plain(made)
    if out is not None and doubt.drawing is not None and out.suffix.lower() == ".json":
        r.write_values(result | {"options": r.told_options(options)}, out)
        lines.append(f"file        {out}")
        result["files"] = [str(out)]
    elif out is not None:
        if doubt.drawing is not None:
            lines.append("the file holds no intervals; --json and files that end in .json do")
        from dissensus.exchanging.networks.writing import write_network

        written = write_network(made, out, entities=coded.entities, coded=coded)
        more = f" and {len(written) - 1} more" if len(written) > 1 else ""
        lines.append(f"file        {written[0] if written else out}{more}")
        result["files"] = [str(path) for path in written]
    return made, lines, result
