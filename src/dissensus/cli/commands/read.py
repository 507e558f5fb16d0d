"""``dissensus read``: articles into a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli import _options as o
from dissensus.cli._console import problem_object, show, tell_problems, watching
from dissensus.cli._targets import check_file
from dissensus.model.options import ReadingOptions

if TYPE_CHECKING:
    from dissensus.model.documents import Problem
    from dissensus.tasks.reading import ReadingSummary

NAME = "read"
SHORT = "Read articles into a project."
HELP = "Read files and folders into a project; what is wrong with a file is recorded and the rest goes on."
EXAMPLE = "dissensus read dam.dissensus articles/"


def declare(
    project: o.ProjectPath,
    articles: o.Articles,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take out documents of the project that are not among the files.")
    ] = False,
    config: o.Config = None,
    columns: o.Columns = None,
    name_pattern: o.NamePattern = None,
    day_first: o.DayFirst = None,
    max_bytes: o.MaxBytes = None,
    max_characters: o.MaxCharacters = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """Declare the command."""
    if not project.exists():
        check_file(project, "PROJECT")
    given = o.reading_values(columns, name_pattern, day_first, max_bytes, max_characters)
    summary, problems = do(project, articles, given, o.config_tables(config), replace=replace, quiet=quiet or as_json)
    tell_problems(problems, quiet=quiet, verbose=verbose)
    show(
        [
            (
                f"documents   {summary.documents} ({summary.added} new, {summary.changed} changed,"
                f" {summary.removed} removed)"
            ),
            f"problems    {summary.errors} errors, {summary.warnings} warnings",
        ],
        {
            "documents": summary.documents,
            "added": summary.added,
            "changed": summary.changed,
            "removed": summary.removed,
            "failed": summary.errors,
            "warnings": summary.warnings,
            "problems": [problem_object(problem) for problem in problems],
        },
        as_json=as_json,
    )
    raise typer.Exit(1 if summary.errors else 0)


def do(
    path: Path,
    articles: list[Path],
    given: dict[str, Any],
    tables: dict[str, dict[str, Any]],
    *,
    replace: bool = False,
    quiet: bool = False,
) -> tuple[ReadingSummary, list[Problem]]:
    """Read into the project, with the options that it remembers unless others are given."""
    from dissensus.projects import Project
    from dissensus.tasks.reading import read_articles

    with Project.open_or_create(path) as project, watching(quiet) as watch:
        options = o.options_of(ReadingOptions, given, tables, project.settings().get("reading"))
        summary = read_articles(project, articles, options, replace=replace, watch=watch)
        return summary, list(project.problems("reading"))
