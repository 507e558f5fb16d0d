"""``dissensus compare``: the outlets' accounts side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli import _options as o
from dissensus.cli._console import noticing_unless, show, tell_missing, watching
from dissensus.model.errors import UsageError
from dissensus.model.options import ComparingOptions

if TYPE_CHECKING:
    from dissensus.comparing.comparison import Comparison

NAME = "compare"
SHORT = "Compare the outlets' accounts."
HELP = "Bring the annotated documents together and compare the outlets' accounts."
EXAMPLE = "dissensus compare dam.dissensus --table quotations --json"

TABLES = (
    "outlets", "documents", "quotations", "naming", "naming_balance", "shared_labels", "label_uses",
    "affiliations", "times", "silences", "own_voice", "claims", "positions", "claim_matrix", "position_agreement",
    "position_changes", "divergent_ascriptions", "claim_silences",
)  # fmt: skip
"""Names of the tables, known here so that a wrong one is refused before the work."""


def declare(
    project: o.ProjectPath,
    table: Annotated[
        str | None, typer.Option("--table", help="Show this table; without it, the names and sizes of all.")
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
    if table is not None and table not in TABLES:
        raise UsageError(f"no table {table!r}; there are {', '.join(TABLES)}", code="USE005")
    given = {"count_reprints": count_reprints, "min_confidence": min_confidence, "own_voice": own_voice}
    comparison = do(project, given, o.config_tables(config), names=(aliases, no_aliases), quiet=quiet or as_json)
    if table is None:
        sizes = {name: len(each) for name, each in comparison.tables.items()}
        show([f"{name:<16}{size} rows" for name, size in sizes.items()], {"tables": sizes}, as_json=as_json)
        return
    chosen = comparison.tables[table]
    rows = chosen.to_pylist()
    show(
        [chosen.title, *(_line(row) for row in rows)],
        {"table": table, "description": chosen.description, "rows": rows},
        as_json=as_json,
    )


def _line(row: dict[str, Any]) -> str:
    parts = [f"{name}={_plain(value)}" for name, value in row.items() if name != "evidence" and value is not None]
    return "  " + ", ".join("".join(c if c.isprintable() else " " for c in part) for part in parts)


def _plain(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list) and value and isinstance(value[0], dict) and "act" in value[0]:
        return " ".join(f"{acts['act']}:{sum(n for name, n in acts.items() if name != 'act')}" for acts in value)
    return value


def do(
    path: Path,
    given: dict[str, Any],
    tables: dict[str, dict[str, Any]],
    *,
    names: tuple[Path | None, bool] = (None, False),
    quiet: bool = False,
) -> Comparison:
    """Reconcile and compare the project."""
    from dissensus.projects import Project
    from dissensus.tasks.actors import remembered_reconciling
    from dissensus.tasks.comparing import compare_project

    with Project.open(path) as project, watching(quiet) as watch:
        tell_missing(project)
        options = o.options_of(ComparingOptions, given, tables, project.settings().get("comparing"))
        reconciling = o.reconciling_options(*names, tables, remembered_reconciling(project))
        return compare_project(project, options, reconciling=reconciling, watch=watch, notice=noticing_unless(quiet))
