"""``dissensus network``: who is tied to whom by what they say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli import _figure_options as f
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
            help="Write into this file; its ending tells the format: .csv, .dl, .graphml, .gexf, .parquet, .json, .tsv "
            "(a tie a line), .long.csv (the same with commas, all windows in one file), .svg, .pdf, .png.",
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
    nodes: Annotated[
        Path | None,
        typer.Option(
            "--nodes", help="Also write the nodes as one table (.csv): variable, colour, statements, attributes."
        ),
    ] = None,
    variables: Annotated[
        bool, typer.Option("--variables", help="List the statement types and their variables, and stop.")
    ] = False,
    title: f.Title = "",
    layout: f.Layout = "auto",
    colour_by: f.ColourBy = None,
    size_by: f.SizeBy = "statements",
    least_weight: f.LeastWeight = 0.0,
    most_ties: f.MostTies = None,
    largest_component: f.LargestComponent = False,
    tied_only: f.TiedOnly = False,
    replicates: r.Replicates = 0,
    over: r.Over = "documents",
    cells: r.Cells = "auto",
    level: r.Level = 0.9,
    reliability: r.Reliability = None,
    seed: r.Seed = 0,
    jobs: o.Jobs = None,
    config: o.Config = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    targets = {"--out": out, "--flat": flat, "--nodes": nodes}
    for option, path in targets.items():
        if path is not None:
            check_file(path, option)
            check_not_input(path, option, source, *(other for name, other in targets.items() if name != option))
    tables = o.config_tables(config)
    mode = given["mode"] or tables.get("network", {}).get("mode")
    r.check_network_file(out, mode)
    r.check_network_file(flat, "event-list")
    r.check_nodes_file(nodes, mode)
    r.one_of("--layout", layout, f.LAYOUTS)
    drawing = {
        "title": title, "layout": layout, "colour_by": colour_by, "size_by": size_by, "least_weight": least_weight,
        "most_ties": most_ties, "largest_component": largest_component, "tied_only": tied_only,
    }  # fmt: skip
    doubt = r.doubt_of(replicates, over, level, seed, jobs, reliability, cells=cells)
    coded = n.statements_of(
        source,
        statement_type,
        passages=flat is not None or given["mode"] in n.EVENT_LISTS,
        each_coder=n.by_coder(given, tables),
        each_person=r.of_people(doubt),
    )
    if variables:
        lines, result = n.variables_told(source, coded)
        show(lines, result, as_json=as_json)
        return
    from dissensus.tasks.analyses.told import used_options

    options = n.network_options(given, tables, coded)
    made, lines, result = do(coded, options, out, doubt, drawing, seriate=seriate)
    if flat is not None:
        from dissensus.exchanging.networks.writing import write_statements
        from dissensus.networks.building import event_list

        write_statements(event_list(coded, options).statements, flat, entities=coded.entities)
        lines.append(f"table       {flat}")
        result["table"] = str(flat)
    if nodes is not None:
        from dissensus.exchanging.networks.node_table import write_nodes
        from dissensus.networks.network import EventList

        assert not isinstance(made, EventList)  # refused above
        write_nodes(made, nodes, coded)
        lines.append(f"nodes       {nodes}")
        result["nodes"] = str(nodes)
    used, _ = used_options(coded, options)
    result["options"] = r.told_options(used)
    lines.insert(0, r.line_of(used))
    warnings = () if isinstance(made, list) and not made else (made[-1] if isinstance(made, list) else made).warnings
    if isinstance(made, list) and not made:
        warnings = ("no window fits into the time of the debate",)
    unseen = ("normalization", "isolates", "time_window", "kernel") if options.mode == "event-list" else ()
    for line in [
        *warnings,
        *f.without_figure(drawing, out, mode=options.mode),
        *r.ignored(given, *unseen),
        *r.doubtful(coded, options, given),
        *r.few_documents(coded, doubt, counted=result.get("method") != "fitted"),
    ]:
        noticing_unless(quiet or as_json)(line)
    show(lines, result, as_json=as_json)


def do(
    coded: CodedStatements,
    options: Any,  # noqa: ANN401  # NetworkOptions, imported late
    out: Path | None,
    doubt: Doubt,
    drawing: Mapping[str, Any],
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
        from dissensus.tasks.analyses.told import used_options

        r.write_values(result | {"options": r.told_options(used_options(coded, options)[0])}, out)
        lines.append(f"file        {out}")
        result["files"] = [str(out)]
    elif out is not None:
        if doubt.drawing is not None:
            lines.append("the file holds no intervals; --json and files that end in .json do")
        from dissensus.exchanging.networks.writing import write_network

        figure = f.figure_of(drawing, coded, options, made) if out.suffix.lower() in f.FIGURES else None
        written = write_network(made, out, entities=coded.entities, coded=coded, figure=figure)
        more = f" and {len(written) - 1} more" if len(written) > 1 else ""
        lines.append(f"file        {written[0] if written else out}{more}")
        result["files"] = [str(path) for path in written]
    return made, lines, result
