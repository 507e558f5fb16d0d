"""``dissensus export``: tables and annotations as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli import _options as o
from dissensus.cli._console import noticing_unless, show, tell_missing, watching
from dissensus.cli._targets import check_file, check_folder, check_not_input
from dissensus.model.errors import UsageError
from dissensus.model.options import ComparingOptions

if TYPE_CHECKING:
    from dissensus.tasks.dna_export import DnaExport

NAME = "export"
SHORT = "Write tables and annotations as files."
HELP = (
    "Write all tables, and the annotations as JSON Lines, into a folder; or, with --format dna, a file for the "
    "Discourse Network Analyzer."
)
EXAMPLE = "dissensus export dam.dissensus --out tables/ --format parquet"
DNA = "dna"
"""The format that is a file and no folder."""


def declare(
    project: o.ProjectPath,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder; with --format dna, the file.")],
    table_format: Annotated[
        str, typer.Option("--format", help="Format of tables: csv, parquet or jsonl; or dna.")
    ] = "csv",
    password: Annotated[
        str | None,
        typer.Option(
            "--password", help="With --format dna: password of coders whom DNA does not know yet; dissensus without it."
        ),
    ] = None,
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
    if table_format == DNA:
        check_file(out, "--out")
        check_not_input(out, "--out", project)
        made = do_dna(project, out, password)
        notice = noticing_unless(quiet)
        for line in made.notices:
            notice(line)
        told = {"documents": made.documents, "statements": made.statements, "since": made.since}
        more = {"removed": made.removed, "notices": list(made.notices)}
        show([str(out)], {"files": [str(out)], **told, **more}, as_json=as_json)
        return
    if password is not None:
        raise UsageError("--password is for --format dna", code="USE005")
    check_folder(out)
    given = {"count_reprints": count_reprints, "min_confidence": min_confidence, "own_voice": own_voice}
    written = do(
        project, out, table_format, given, o.config_tables(config), names=(aliases, no_aliases), quiet=quiet or as_json
    )
    show([str(path) for path in written], {"files": [str(path) for path in written]}, as_json=as_json)


def do_dna(path: Path, out: Path, password: str | None = None) -> DnaExport:
    """Write the project as a file of DNA; returns what was written."""
    from dissensus.projects import Project
    from dissensus.tasks.dna_export import PASSWORD, export_dna

    with Project.open(path) as project:
        return export_dna(project, out, password=PASSWORD if password is None else password)


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
