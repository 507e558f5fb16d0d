"""``dissensus doctor``: is everything there, and is a project sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dissensus.cli import _options as o
from dissensus.cli._console import show

if TYPE_CHECKING:
    from dissensus.tasks.doctor import Check

NAME = "doctor"
SHORT = "Check the installation or a project."
HELP = "Check the installation and, where one is given, a project file with all its evidence."
EXAMPLE = "dissensus doctor dam.dissensus"


def declare(
    project: Annotated[Path | None, typer.Argument(help="A project file.", show_default=False)] = None,
    as_json: o.AsJson = False,
) -> None:
    """Declare the command."""
    checks = do(project)
    lines = []
    for check in checks:
        mark = "ok   " if check.ok else "WRONG"
        lines.append(f"{mark} {check.name}: {check.found}" + (f". {check.remedy}." if check.remedy else ""))
    objects = [{"name": c.name, "ok": c.ok, "found": c.found, "remedy": c.remedy} for c in checks]
    show(lines, {"checks": objects}, as_json=as_json)
    raise typer.Exit(0 if all(check.ok for check in checks) else 1)


def do(project: Path | None = None) -> list[Check]:
    """Look at everything; see `dissensus.tasks.doctor.examine`."""
    from dissensus.tasks.doctor import examine

    return examine(project)
