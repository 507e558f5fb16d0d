"""``dissensus annotate``: a project's documents, or files with no project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli import _options as o
from dissensus.cli._console import problem_object, say, show, tell_problems, watching
from dissensus.cli._targets import check_file
from dissensus.model.errors import UsageError
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE, AnnotatingOptions, ComparingOptions, ReadingOptions

if TYPE_CHECKING:
    from dissensus.model.documents import Problem
    from dissensus.tasks.annotating import AnnotatingSummary

NAME = "annotate"
SHORT = "Find times, mentions and statements."
HELP = "Annotate a project's new and changed documents; or, with --jsonl, any files without a project."
EXAMPLE = "dissensus annotate articles/ --jsonl annotations.jsonl"


def declare(
    paths: Annotated[list[Path], typer.Argument(help="One project file; or, with --jsonl, files and folders.")],
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", help="Write one JSON object a document into this file; - for standard output."),
    ] = None,
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
    min_confidence: o.MinConfidence = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """Declare the command."""
    _check_paths(paths, jsonl)
    tables = o.config_tables(config)
    given = {
        "language_model": language_model,
        "jobs": jobs,
        "document_seconds": document_seconds,
        "own_voice": own_voice,
        "statements": statements,
    }
    if jsonl is not None:
        reading = o.reading_values(columns, name_pattern, day_first, max_bytes, max_characters)
        written, problems = do_files(
            paths,
            jsonl,
            o.options_of(ReadingOptions, reading, tables),
            o.options_of(AnnotatingOptions, given, tables),
            o.options_of(ComparingOptions, {"min_confidence": min_confidence}, tables).min_confidence,
            quiet=quiet or as_json,
        )
        tell_problems(problems, quiet=quiet, verbose=verbose)
        if str(jsonl) == "-":
            say(f"documents   {written}", quiet=quiet)
        else:
            result = {"documents": written, "file": str(jsonl), "problems": [problem_object(p) for p in problems]}
            show([f"documents   {written}", f"annotations {jsonl}"], result, as_json=as_json)
        raise typer.Exit(1 if any(problem.severity == "error" for problem in problems) else 0)
    if min_confidence is not None:
        raise UsageError(
            "--min-confidence goes with --jsonl; a project keeps every statement",
            remedy="Give it to compare, report or export, which leave out what is below",
        )
    summary, problems = do_project(paths[0], given, tables, quiet=quiet or as_json)
    tell_problems(problems, quiet=quiet, verbose=verbose)
    rate = summary.words / summary.seconds if summary.seconds else 0.0
    show(
        [
            f"annotated   {summary.annotated} now, {summary.unchanged} before, {summary.failed} failed",
            f"words       {summary.words} ({rate:.0f} a second)",
        ],
        {
            "annotated": summary.annotated,
            "unchanged": summary.unchanged,
            "failed": summary.failed,
            "words": summary.words,
            "seconds": round(summary.seconds, 3),
            "problems": [problem_object(problem) for problem in problems],
        },
        as_json=as_json,
    )
    raise typer.Exit(1 if summary.failed else 0)


def do_project(
    path: Path, given: dict[str, Any], tables: dict[str, dict[str, Any]], *, quiet: bool = False
) -> tuple[AnnotatingSummary, list[Problem]]:
    """Annotate what is new or changed in the project."""
    from dissensus.projects import Project
    from dissensus.tasks.annotating import annotate_project

    with Project.open(path) as project, watching(quiet) as watch:
        options = o.options_of(AnnotatingOptions, given, tables, project.settings().get("annotating"))
        summary = annotate_project(project, options, watch=watch)
        return summary, list(project.problems("annotating"))


def do_files(
    paths: list[Path],
    jsonl: Path,
    reading: ReadingOptions,
    annotating: AnnotatingOptions,
    min_confidence: float = DEFAULT_MIN_CONFIDENCE,
    *,
    quiet: bool = False,
) -> tuple[int, list[Problem]]:
    """Annotate files without a project; returns how many documents were written, and all problems."""
    from dissensus.exchanging.annotations_jsonl import write_annotations
    from dissensus.tasks.running import annotate_without_project

    _check_target(jsonl, paths)
    with (
        watching(quiet) as watch,
        annotate_without_project(paths, reading, annotating, min_confidence=min_confidence, watch=watch) as (
            items,
            found,
        ),
    ):
        if str(jsonl) == "-":
            return write_annotations(items, sys.stdout), found
        try:
            jsonl.parent.mkdir(parents=True, exist_ok=True)
            with jsonl.open("w", encoding="utf-8", newline="") as file:
                return write_annotations(items, file), found
        except OSError as error:
            raise UsageError(f"{jsonl} cannot be written: {error.strerror}", code="USE006") from error


def _check_paths(paths: list[Path], jsonl: Path | None) -> None:
    """Refuse a project where articles are wanted, and articles where a project is.

    Raises:
        UsageError: USE001 what was given, and the command that was probably meant.
    """
    projects = [path for path in paths if path.suffix == _PROJECT_ENDING and path.is_file()]
    if jsonl is not None:
        if projects:
            raise UsageError(
                f"{projects[0]} is a project, and with --jsonl articles are annotated",
                remedy=f"For the annotations of a project give `dissensus export {projects[0]} --out FOLDER`, which "
                "writes annotations.jsonl there; for new ones give the articles",
            )
        return
    first = paths[0]
    if len(paths) > 1:
        found = f"{len(paths)} paths are given without --jsonl, and without it one project is annotated"
    elif first.is_dir():
        inside = sorted(path for path in first.glob(f"*{_PROJECT_ENDING}") if path.is_file())
        if inside:
            raise UsageError(f"{first} is a folder, not a project", remedy=f"Give the project in it: {inside[0]}")
        found = f"{first} is a folder without a project, and without --jsonl one project is annotated"
    elif first.suffix.lower() in _article_endings() and first.is_file():
        found = f"{first} is no project, and without --jsonl one project is annotated"
    else:
        return
    articles = " ".join(map(str, paths)) if len(paths) < 4 else f"{first} ..."
    raise UsageError(
        found,
        remedy=f"To annotate articles without a project give `dissensus annotate {articles} --jsonl FILE`; "
        f"for a project and a report give `dissensus run {articles} --out FOLDER`",
    )


def _article_endings() -> frozenset[str]:
    from dissensus.reading.formats.registry import BY_EXTENSION

    return frozenset(BY_EXTENSION)


def _check_target(jsonl: Path, paths: list[Path]) -> None:
    """Refuse, before any work is done, a target that is a folder, is read itself, or may be an article.

    Raises:
        UsageError: the target is not to be written.
    """
    if str(jsonl) == "-":
        return
    check_file(jsonl, "--jsonl")
    if not jsonl.exists():
        return
    if any(path.is_file() and path.samefile(jsonl) for path in paths):
        raise UsageError(f"{jsonl} is one of the files to annotate", code="USE006", remedy=_OTHER_NAME)
    if jsonl.is_file() and jsonl.suffix.lower() not in {".jsonl", ".json", ".ndjson"}:
        raise UsageError(f"{jsonl} is there already and may be an article", code="USE006", remedy=_OTHER_NAME)


_PROJECT_ENDING = ".dissensus"
_OTHER_NAME = "Give another name with --jsonl, one that ends in .jsonl"
