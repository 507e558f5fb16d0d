"""``dissensus report``: the comparison as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dissensus.cli import _options as o
from dissensus.cli._console import noticing_unless, show, tell_missing, watching
from dissensus.cli._targets import check_file, check_not_input
from dissensus.model.options import ComparingOptions, ReportingOptions

NAME = "report"
SHORT = "Write the report, one HTML file."
HELP = "Write the comparison as one self-contained HTML file."
EXAMPLE = "dissensus report dam.dissensus --out report.html"


def declare(
    project: o.ProjectPath,
    out: Annotated[Path, typer.Option("--out", "-o", help="The HTML file.")],
    config: o.Config = None,
    title: o.Title = None,
    count_reprints: o.CountReprints = None,
    min_confidence: o.MinConfidence = None,
    own_voice: o.OwnVoice = None,
    aliases: o.Aliases = None,
    no_aliases: o.NoAliases = False,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    check_file(out, "--out")
    check_not_input(out, "--out", project)
    comparing = {"count_reprints": count_reprints, "min_confidence": min_confidence, "own_voice": own_voice}
    path = do(
        project,
        out,
        comparing,
        {"title": title},
        o.config_tables(config),
        names=(aliases, no_aliases),
        quiet=quiet or as_json,
    )
    show([f"report      {path}"], {"report": str(path)}, as_json=as_json)


def do(
    path: Path,
    out: Path,
    comparing: dict[str, Any],
    reporting: dict[str, Any],
    tables: dict[str, dict[str, Any]],
    *,
    names: tuple[Path | None, bool] = (None, False),
    quiet: bool = False,
) -> Path:
    """Compare the project and write its report; returns the report's path."""
    from dissensus.projects import Project
    from dissensus.tasks.actors import remembered_reconciling
    from dissensus.tasks.comparing import compare_project
    from dissensus.tasks.reporting import report_project

    with Project.open(path) as project, watching(quiet) as watch:
        tell_missing(project)
        options = o.options_of(ComparingOptions, comparing, tables, project.settings().get("comparing"))
        reconciling = o.reconciling_options(*names, tables, remembered_reconciling(project))
        comparison = compare_project(
            project, options, reconciling=reconciling, watch=watch, notice=noticing_unless(quiet)
        )
        shown = o.options_of(ReportingOptions, reporting, tables)
        return report_project(project, comparison, out, shown, watch=watch)
