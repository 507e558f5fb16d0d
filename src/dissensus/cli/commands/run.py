"""``dissensus run``: from a folder of articles to a checked comparison."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli import _options as o
from dissensus.cli._console import noticing_unless, problem_object, say, show, tell_problems, watching
from dissensus.cli._targets import check_folder
from dissensus.model.options import (
    AnnotatingOptions,
    CodingOptions,
    ComparingOptions,
    ReadingOptions,
    ReportingOptions,
)

if TYPE_CHECKING:
    from dissensus.tasks.running import Result

NAME = "run"
SHORT = "The main job, from articles to report."
HELP = "Read, annotate, compare and report in one go; run again, it does only what is new."
EXAMPLE = "dissensus run articles/ --out results/"


def declare(
    articles: o.Articles,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the project, the report and the tables.")],
    config: o.Config = None,
    columns: o.Columns = None,
    name_pattern: o.NamePattern = None,
    day_first: o.DayFirst = None,
    max_bytes: o.MaxBytes = None,
    max_characters: o.MaxCharacters = None,
    language_model: o.LanguageModel = None,
    jobs: o.Jobs = None,
    document_seconds: o.DocumentSeconds = None,
    own_voice: o.OwnVoice = None,
    statements: o.StatementReader = None,
    count_reprints: o.CountReprints = None,
    min_confidence: o.MinConfidence = None,
    aliases: o.Aliases = None,
    no_aliases: o.NoAliases = False,
    codebook: o.CodebookFile = None,
    min_position: o.MinPosition = None,
    title: o.Title = None,
    table_format: o.TableFormat = "csv",
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """Declare the command."""
    check_folder(out)
    tables = o.config_tables(config)
    known = remembered(out)
    reading = o.reading_values(columns, name_pattern, day_first, max_bytes, max_characters)
    annotating = {
        "language_model": language_model,
        "jobs": jobs,
        "document_seconds": document_seconds,
        "own_voice": own_voice,
        "statements": statements,
    }
    comparing = {"count_reprints": count_reprints, "min_confidence": min_confidence, "own_voice": own_voice}
    coding: dict[str, Any] = {"min_confidence": min_confidence, "min_position": min_position}
    coding["codebook"] = None if codebook is None else str(codebook)
    coding_options = o.options_of(CodingOptions, coding, tables, known.get("coding"))
    result = do(
        articles,
        out,
        options={
            "reading": o.options_of(ReadingOptions, reading, tables, known.get("reading")),
            "annotating": o.options_of(AnnotatingOptions, annotating, tables, known.get("annotating")),
            "reconciling": o.reconciling_options(aliases, no_aliases, tables, known.get("reconciling")),
            "comparing": o.options_of(ComparingOptions, comparing, tables, known.get("comparing")),
            "reporting": o.options_of(ReportingOptions, {"title": title}, tables),
            "codebook": o.codebook_of(coding_options, noticing_unless(quiet), language_model),
            "coding": coding_options,
        },
        table_format=table_format,
        quiet=quiet or as_json,
    )
    tell_problems(result.problems, quiet=quiet, verbose=verbose)
    if result.reading.removed:
        say(
            f"{result.reading.removed} documents are not among the articles given now and left the comparison; "
            "give all folders to `run`, or add to a project with `read`",
            quiet=quiet,
        )
    for line in result.notices:
        noticing_unless(quiet)(line)
    if untold := _untold(result):
        say(untold, quiet=quiet)
    show(_lines(result), _object(result), as_json=as_json)
    raise typer.Exit(1 if result.failed else 0)


def remembered(out: Path) -> Mapping[str, Any]:
    """The options that the project in a folder remembers; none where there is no project yet."""
    from dissensus.projects import Project
    from dissensus.tasks.actors import remembered_reconciling
    from dissensus.tasks.running import PROJECT_NAME

    if not (out / PROJECT_NAME).is_file():
        return {}
    with Project.open(out / PROJECT_NAME) as project:
        return {**project.settings(), "reconciling": remembered_reconciling(project)}


def do(
    articles: list[Path], out: Path, *, options: dict[str, Any], table_format: str = "csv", quiet: bool = False
) -> Result:
    """Do the main job; see `dissensus.run`."""
    from dissensus.tasks.running import run

    with watching(quiet) as watch:
        return run(articles, out, table_format=table_format, watch=watch, **options)


def _untold(result: Result) -> str:
    """What a comparison goes without, where articles do not tell their outlet or date; "" where all do."""
    documents = result.comparison.documents.arrow
    counts = {name: documents[column].null_count for name, column in (("outlet", "outlet"), ("date", "published"))}
    lacking = [f"{count} {'has' if count == 1 else 'have'} no {name}" for name, count in counts.items() if count]
    if not lacking:
        return ""
    return (
        f"Of {len(documents)} articles {' and '.join(lacking)}; a metadata.csv beside them tells it in the columns "
        "file, outlet and published, or --name-pattern where the files' names do"
    )


def _lines(result: Result) -> list[str]:
    reading, annotating = result.reading, result.annotating
    statements = sum(result.comparison.outlets.arrow["statements"].to_pylist())
    least = result.comparison.options.min_confidence
    return [
        f"documents   {reading.documents} ({reading.added} new, {reading.changed} changed, {reading.removed} removed)",
        f"annotated   {annotating.annotated} now, {annotating.unchanged} before, {annotating.failed} failed",
        f"statements  {statements}" + (f" with a confidence of at least {least:g}" if least else ""),
        f"problems    {reading.errors + annotating.failed} errors, {reading.warnings} warnings",
        f"report      {result.report}",
        f"tables      {result.folder / 'tables'} ({len(result.tables)} files)",
        f"project     {result.project}",
    ]


def _object(result: Result) -> dict[str, Any]:
    reading, annotating = result.reading, result.annotating
    return {
        "documents": reading.documents,
        "added": reading.added,
        "changed": reading.changed,
        "removed": reading.removed,
        "annotated": annotating.annotated,
        "unchanged": annotating.unchanged,
        "failed": result.failed,
        "statements": sum(result.comparison.outlets.arrow["statements"].to_pylist()),
        "min_confidence": result.comparison.options.min_confidence,
        "without_outlet": result.comparison.documents.arrow["outlet"].null_count,
        "without_date": result.comparison.documents.arrow["published"].null_count,
        "warnings": reading.warnings,
        "report": str(result.report),
        "tables": [str(path) for path in result.tables],
        "project": str(result.project),
        "problems": [problem_object(problem) for problem in result.problems],
    }
