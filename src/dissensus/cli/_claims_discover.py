"""``dissensus claims discover``: propose claims from articles, as a draft of a codebook to edit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dissensus.cli import _llm_options as llm
from dissensus.cli import _options as o
from dissensus.cli._console import problem_object, show, tell_problems, watching
from dissensus.cli._targets import check_file
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE, AnnotatingOptions, ReadingOptions

if TYPE_CHECKING:
    from dissensus.exchanging.language_model.settings import LanguageModelSettings
    from dissensus.model.documents import Problem
    from dissensus.reconciling.claims.discovery.values import DiscoveryOptions
    from dissensus.tasks.discovering import Discovery

NAME = "discover"
EXAMPLE = "dissensus claims discover articles/ --out draft.toml"
DEFAULT_MOST = 40
SHOWN = 10


def discover(
    paths: Annotated[
        list[Path], typer.Argument(help="One project file, or files and folders with articles.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", help="The draft to write; ends in .toml.", show_default=False)],
    most: Annotated[int, typer.Option("--most", help="Most claims that are proposed.", min=1, max=1000)] = DEFAULT_MOST,
    min_outlets: Annotated[
        int, typer.Option("--min-outlets", help="Only claims that so many outlets speak to.", min=1)
    ] = 1,
    force: Annotated[
        bool, typer.Option("--force", help="Write over the draft if it is there; what you edited in it is lost.")
    ] = False,
    config: o.Config = None,
    columns: o.Columns = None,
    language_model: o.LanguageModel = None,
    jobs: o.Jobs = None,
    min_confidence: o.MinConfidence = None,
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
    """Propose claims from what is said, the most contested first, and write them as a codebook to edit."""
    from dissensus.reconciling.claims.discovery.values import DiscoveryOptions
    from dissensus.tasks.discovering import check_draft, claim_ids, claim_object

    check_file(out, "--out")
    check_draft(out, force=force)
    tables = o.config_tables(config)
    asked = llm.language_model_settings(
        llm_address, llm_model, llm_key_variable, llm_rate, llm_price_in, llm_price_out, llm_cache, tables
    )
    reading = o.options_of(ReadingOptions, {"columns": o.parsed_columns(columns)}, tables)
    annotating = o.options_of(AnnotatingOptions, {"language_model": language_model, "jobs": jobs}, tables)
    options = DiscoveryOptions(most=most, min_outlets=min_outlets)
    least = DEFAULT_MIN_CONFIDENCE if min_confidence is None else min_confidence
    found, problems = do_discover(
        paths,
        out,
        options,
        reading,
        annotating,
        min_confidence=least,
        force=force,
        asked=asked,
        yes=yes,
        quiet=quiet or as_json,
    )
    tell_problems(problems, quiet=quiet, verbose=verbose)
    ids = claim_ids(found)
    lines = [] if quiet else _lines(found, ids, out)
    result = {
        "written": str(out),
        "utterances": found.utterances,
        "candidates": found.candidates,
        "claims": [claim_object(id_, claim, found) for id_, claim in zip(ids, found.claims, strict=True)],
        "problems": [problem_object(problem) for problem in problems],
    }
    show(lines, result if as_json else {}, as_json=as_json)
    raise typer.Exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def do_discover(
    paths: list[Path],
    out: Path,
    options: DiscoveryOptions,
    reading: ReadingOptions,
    annotating: AnnotatingOptions,
    *,
    min_confidence: float = DEFAULT_MIN_CONFIDENCE,
    force: bool = False,
    asked: LanguageModelSettings | None = None,
    yes: bool = False,
    quiet: bool = False,
) -> tuple[Discovery, list[Problem]]:
    """Discover claims and write the draft; returns them, and what was wrong with the articles."""
    from dissensus.tasks.discovering import discover_project, project_of, suggest_wordings, write_draft

    with watching(quiet) as watch, project_of(paths, reading, annotating, watch=watch) as (project, problems):
        found = discover_project(project, options, min_confidence=min_confidence, jobs=annotating.jobs, watch=watch)
        if asked is not None:
            found = suggest_wordings(found, asked, confirm=llm.confirming(yes), watch=watch)
        write_draft(found, out, force=force)
    return found, problems


def _lines(found: Discovery, ids: tuple[str, ...], out: Path) -> list[str]:
    lines = [
        f"{id_}  +{len(claim.supporters)} -{len(claim.opposers)}  {len(claim.outlets)} outlets  {claim.wording.text}"
        for id_, claim in zip(ids[:SHOWN], found.claims, strict=False)
    ]
    if len(found.claims) > SHOWN:
        lines.append(f"and {len(found.claims) - SHOWN} more")
    return [*lines, f"{out}: {len(found.claims)} claims proposed; edit them, then `dissensus claims check {out}`"]
