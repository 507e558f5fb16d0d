"""``dissensus positions``: who stands where on which claim, in a project or in files with no project."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from dissensus.cli import _llm_options as llm
from dissensus.cli import _options as o
from dissensus.cli._console import noticing_unless, problem_object, say, show, tell_problems, watching
from dissensus.cli._targets import check_file, written_whole
from dissensus.model.errors import UsageError
from dissensus.model.options import AnnotatingOptions, CodingOptions, ReadingOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dissensus.exchanging.language_model.settings import LanguageModelSettings
    from dissensus.model.documents import Problem
    from dissensus.projects import Project
    from dissensus.tasks._common import Watcher
    from dissensus.tasks.positions import CodingSummary

    Asker: TypeAlias = Callable[[Project, Watcher], str]

NAME = "positions"
SHORT = "Code who supports and who opposes which claim."
HELP = (
    "Code who supports and who opposes the claims of a codebook: actors, as each outlet tells it, and the outlets in "
    "their own voice. Give a project, which keeps the codebook and the positions; or, with --jsonl, articles."
)
EXAMPLE = "dissensus positions articles/ --codebook claims.toml --jsonl positions.jsonl"


def declare(
    paths: Annotated[list[Path], typer.Argument(help="One project file; or, with --jsonl, files and folders.")],
    codebook: o.CodebookFile = None,
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", help="Write one JSON object a position into this file; - for standard output."),
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
    statements: o.StatementReader = None,
    min_confidence: o.MinConfidence = None,
    min_position: o.MinPosition = None,
    llm_address: llm.LlmAddress = None,
    llm_model: llm.LlmModel = None,
    llm_key_variable: llm.LlmKeyVariable = None,
    llm_rate: llm.LlmRate = None,
    llm_price_in: llm.LlmPriceIn = None,
    llm_price_out: llm.LlmPriceOut = None,
    llm_cache: llm.LlmCache = None,
    yes: llm.Yes = False,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """Declare the command."""
    tables = o.config_tables(config)
    asked = llm.language_model_settings(
        llm_address, llm_model, llm_key_variable, llm_rate, llm_price_in, llm_price_out, llm_cache, tables
    )
    coding: dict[str, Any] = {"min_confidence": min_confidence, "min_position": min_position, "jobs": jobs}
    coding["codebook"] = None if codebook is None else str(codebook)
    is_project = len(paths) == 1 and paths[0].suffix == _PROJECT_ENDING
    if jsonl is not None and str(jsonl) != "-":
        check_file(jsonl, "--jsonl")
        if any(path.is_file() and jsonl.exists() and path.samefile(jsonl) for path in (*paths, codebook) if path):
            raise UsageError(f"{jsonl} is one of the files to read", code="USE006", remedy="Give another name")
    if is_project:
        problems: list[Problem] = []
        summary, written = do_project(
            paths[0], coding, tables, jsonl, asker=_asker(asked, yes, quiet), quiet=quiet or as_json
        )
        lines = [f"coded       {summary.coded} documents now, {summary.unchanged} before"]
        lines.append(f"positions   {summary.positions if jsonl is None else written}")
        result: dict[str, Any] = {"coded": summary.coded, "unchanged": summary.unchanged}
        result["positions"] = summary.positions if jsonl is None else written
    else:
        if jsonl is None:
            raise UsageError(
                f"{paths[0]} is no project, and without --jsonl the positions of one project are coded",
                remedy="Give --jsonl FILE to code articles without a project, or make a project with `dissensus run`",
            )
        reading = o.reading_values(columns, name_pattern, day_first, max_bytes, max_characters)
        annotating = {
            "language_model": language_model,
            "jobs": jobs,
            "document_seconds": document_seconds,
            "statements": statements,
        }
        written, problems = do_files(
            paths,
            jsonl,
            o.options_of(ReadingOptions, reading, tables),
            o.options_of(AnnotatingOptions, annotating, tables),
            o.options_of(CodingOptions, coding, tables),
            asker=_asker(asked, yes, quiet),
            quiet=quiet or as_json,
        )
        tell_problems(problems, quiet=quiet, verbose=verbose)
        lines, result = [f"positions   {written}"], {"positions": written}
    if jsonl is not None:
        lines.append(f"file        {jsonl}")
        result["file"] = str(jsonl)
    result["problems"] = [problem_object(problem) for problem in problems]
    if jsonl is not None and str(jsonl) == "-":
        for line in lines[:-1]:
            say(line, quiet=quiet)
    else:
        show(lines, result, as_json=as_json)
    raise typer.Exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def do_project(
    path: Path,
    given: dict[str, Any],
    tables: dict[str, dict[str, Any]],
    jsonl: Path | None,
    *,
    asker: Asker | None = None,
    quiet: bool = False,
) -> tuple[CodingSummary, int]:
    """Code a project; returns what was done and how many positions were written to the file."""
    from dissensus.projects import Project
    from dissensus.projects.records import MACHINE
    from dissensus.tasks.comparing import reconcile_project
    from dissensus.tasks.position_coding import other_wordings
    from dissensus.tasks.position_learning import learn_project
    from dissensus.tasks.positions import code_project, position_objects

    with Project.open(path) as project, watching(quiet) as watch:
        options = o.options_of(CodingOptions, given, tables, project.settings().get("coding"))
        claims = o.codebook_of(options, noticing_unless(quiet))
        if project.count_annotated():
            for line in reconcile_project(project, watch=watch):
                noticing_unless(quiet)(line)
        summary = code_project(project, claims, options, watch=watch)
        # What people decided in an imported project may be about nothing that the machine found.
        if summary.coded and any(held for _, held in project.positions()) and project.position_verdicts():
            learn_project(project, watch=watch)
        for line in other_wordings(project):
            noticing_unless(quiet)(line)
        coders = [MACHINE] if asker is None else [MACHINE, asker(project, watch)]
        return summary, 0 if jsonl is None else _write(position_objects(project, coders), jsonl)


def do_files(
    paths: list[Path],
    jsonl: Path,
    reading: ReadingOptions,
    annotating: AnnotatingOptions,
    coding: CodingOptions,
    *,
    asker: Asker | None = None,
    quiet: bool = False,
) -> tuple[int, list[Problem]]:
    """Code files without a project; returns how many positions were written, and all problems."""
    from dissensus.tasks.positions import positions_without_project

    claims = o.codebook_of(coding, noticing_unless(quiet), annotating.language_model)
    if claims is None:
        raise UsageError("no codebook is given", remedy="Give one with --codebook FILE (TOML or CSV: id, claim)")
    with watching(quiet) as watch:
        ask = None if asker is None else lambda project: asker(project, watch)
        with positions_without_project(paths, claims, reading, annotating, coding, ask=ask, watch=watch) as (
            objects,
            found,
        ):
            return _write(objects, jsonl), found


def _asker(settings: LanguageModelSettings | None, yes: bool, quiet: bool) -> Asker | None:
    """What lets the language model propose positions in a project and gives the coder's name; None without one."""
    if settings is None:
        return None
    from dissensus.tasks.positions import ask_language_model

    def ask(project: Project, watch: Watcher) -> str:
        confirm, notice = llm.confirming(yes), noticing_unless(quiet)
        return ask_language_model(project, settings, confirm=confirm, watch=watch, notice=notice)

    return ask


def _write(objects: Iterable[dict[str, Any]], jsonl: Path) -> int:
    if str(jsonl) == "-":
        return _lines(objects, sys.stdout)
    with written_whole(jsonl) as file:
        return _lines(objects, file)


def _lines(objects: Iterable[dict[str, Any]], file: Any) -> int:  # noqa: ANN401  # any text file
    written = 0
    for each in objects:
        file.write(json.dumps(each, ensure_ascii=True, separators=(",", ":")) + "\n")
        written += 1
    return written


_PROJECT_ENDING = ".dissensus"
