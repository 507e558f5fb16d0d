"""``dissensus backbone``: which claims carry a network."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from dissensus.cli import _figure_options as f
from dissensus.cli import _network_options as n
from dissensus.cli import _network_results as r
from dissensus.cli import _options as o
from dissensus.model.errors import UsageError

NAME = "backbone"
SHORT = "Find the claims that carry a network."
HELP = (
    "Find out which claims make the network of actors what it is and which are redundant: claim after claim (nested), "
    "the best so many (fixed), the best of any number at a price (penalty), or a given set (evaluate)."
)
EXAMPLE = "dissensus backbone study.dna --method nested --aggregation congruence"
METHODS = ("nested", "fixed", "penalty", "evaluate")


@n.taking_network_options
def declare(
    source: n.Input,
    given: dict[str, Any],
    statement_type: n.StatementType = None,
    method: Annotated[str, typer.Option("--method", help="nested, fixed, penalty or evaluate.")] = "nested",
    size: Annotated[int, typer.Option("--size", help="Claims of a fixed backbone.", min=1)] = 5,
    penalty: Annotated[
        float | None,
        typer.Option("--penalty", help="Price of claims; 7.5 for penalty and none for evaluate without it.", min=0),
    ] = None,
    claims: Annotated[
        list[str] | None, typer.Option("--claim", help="Claim of the set to evaluate; may be repeated.")
    ] = None,
    iterations: Annotated[
        int, typer.Option("--iterations", help="Steps of the annealing.", min=1, max=10_000_000)
    ] = 10_000,
    seed: r.Seed = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Write the result into this file: .json; .svg, .pdf or .png draws when claims are given up (nested), "
            "or the course of the annealing (fixed, penalty).",
        ),
    ] = None,
    title: f.Title = "",
    config: o.Config = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    r.check_result(out, source)
    r.one_of("--method", method, METHODS)
    if method == "evaluate" and not claims:
        raise UsageError("no claims are given to evaluate", code="USE005", remedy="Give each with --claim")
    drawn = out is not None and out.suffix.lower() in {".svg", ".pdf", ".png"}
    if drawn and method == "evaluate":
        raise UsageError(
            "a set that is evaluated has no figure", code="USE005", remedy="Give a name that ends in .json"
        )
    from dissensus.networks.backbone import Backbone
    from dissensus.tasks.analyses.figures import draw_annealing, draw_backbone
    from dissensus.tasks.analyses.over_time import backbone_told

    tables = o.config_tables(config)
    coded = n.statements_of(source, statement_type, each_coder=n.by_coder(given, tables))
    options = n.network_options(given, tables, coded)
    told, found = backbone_told(
        coded,
        options,
        method=method,  # type: ignore[arg-type]
        size=size,
        penalty=penalty if penalty is not None else 7.5 if method == "penalty" else 0.0,
        claims=claims or (),
        iterations=iterations,
        seed=seed,
    )
    notices = r.recorded(told, coded, options, given, "mode", *r.OF_TIME)
    if isinstance(found, Backbone):
        draw = partial(draw_annealing, found, title=title)
    else:
        draw = partial(draw_backbone, found or (), title=title)
    notices += f.without_figure({"title": title}, out)
    r.finish(told, notices, out, draw, as_json=as_json, quiet=quiet)
