"""``dissensus export``: tables and annotations as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dissensus.cli import _options as o
from dissensus.cli._console import noticing_unless, show, tell_missing, watching
from dissensus.cli._targets import check_folder
from dissensus.model.options import ComparingOptions

NAME = "export"
SHORT = "Write tables and annotations as files."
HELP = "Write all tables, and the annotations as JSON Lines, into a folder."
EXAMPLE = "dissensus export dam.dissensus --out tables/ --format parquet"


def declare(
    project: o.ProjectPath,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder.")],
    table_format: o.TableFormat = "csv",
    config: o.Config = None,
    count_reprints: o.CountReprints = None,
    min_confidence: o.MinConfidence = None,
    own_voice: o.OwnVoice = None,
    aliases: o.Aliases = None,
    no_aliases: o.NoAliases = False,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    check_folder(out)
    given = {"count_reprints": count_reprints, "min_confidence": min_confidence, "own_voice": own_voice}
    written = do(
        project, out, table_format, given, o.config_tables(config), names=(aliases, no_aliases), quiet=quiet or as_json
    )
    show([str(path) for path in written], {"files": [str(path) for path in written]}, as_json=as_json)


def do(
    path: Path,
    out: Path,
    table_format: str,
    given: dict[str, Any],
    tables: dict[str, dict[str, Any]],
    *,
    names: tuple[Path | None, bool] = (None, False),
    quiet: bool = False,
) -> list[Path]:
    """Compare the project and write its tables and annotations; returns the paths."""
    from dissensus.exchanging.annotations_jsonl import write_annotations
    from dissensus.exchanging.tables import check_format
    from dissensus.projects import Project
    from dissensus.tasks.actors import remembered_reconciling
    from dissensus.tasks.comparing import compare_project
    from dissensus.tasks.reporting import annotation_objects, export_tables

    check_format(table_format)
    with Project.open(path) as project, watching(quiet) as watch:
        tell_missing(project)
        options = o.options_of(ComparingOptions, given, tables, project.settings().get("comparing"))
        reconciling = o.reconciling_options(*names, tables, remembered_reconciling(project))
        comparison = compare_project(
            project, options, reconciling=reconciling, watch=watch, notice=noticing_unless(quiet)
        )
        written = export_tables(comparison, out, table_format)
        annotations = out / "annotations.jsonl"
        with annotations.open("w", encoding="utf-8", newline="") as file:
            write_annotations(annotation_objects(project, min_confidence=options.min_confidence), file)
        return [*written, annotations]
