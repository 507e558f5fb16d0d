"""Look whether everything is there that a run needs, and whether a project is sound."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dissensus.model.errors import DissensusError
from dissensus.tasks._common import recorded_versions

ENOUGH_BYTES = 1_000_000_000
"""Free disk space below which a warning is given: a project of 20,000 articles takes about as much."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at.

    Attributes:
        name: what was looked at.
        ok: whether it is as it should be.
        found: what was found.
        remedy: what to do, where it is not.
    """

    name: str
    ok: bool
    found: str
    remedy: str = ""


def examine(project: Path | None = None) -> list[Check]:
    """Check the installation and, where one is given, a project file.

    Args:
        project: path of a project file, or None.
    """
    checks = [Check(f"version of {name}", True, version) for name, version in recorded_versions().items()]
    checks += [_language_models(), _sqlite(), _disk()]
    if project is not None:
        checks += _project(project)
    return checks


def _language_models() -> Check:
    from dissensus.annotating.language import installed_language_models, load_language_model

    installed = installed_language_models()
    try:
        load_language_model()
    except DissensusError as error:
        return Check("language model", False, error.found, error.remedy)
    return Check("language model", True, f"loads; installed: {', '.join(installed)}")


def _sqlite() -> Check:
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "check.db")
        mode = connection.execute("pragma journal_mode=wal").fetchone()[0]
        connection.close()
    ok = mode == "wal"
    remedy = "" if ok else "Keep projects on a local disk; network folders cannot lock"
    return Check("database", ok, f"SQLite {sqlite3.sqlite_version}, journal {mode}", remedy)


def _disk() -> Check:
    free = shutil.disk_usage(Path.cwd()).free
    remedy = "" if free >= ENOUGH_BYTES else "Free some disk space"
    return Check("disk", free >= ENOUGH_BYTES, f"{free / 1e9:.1f} GB free here", remedy)


def _project(path: Path) -> list[Check]:
    from dissensus.projects import Project

    try:
        with Project.open(path) as project:
            documents, annotated = project.count_documents(), project.count_annotated()
            problems = list(project.problems())
            wrong = project.verify()
    except DissensusError as error:
        return [Check("project", False, error.found, error.remedy)]
    sound = Check("evidence", True, "the file is sound; all words stand where they should")
    evidence = [Check(f"{p.code} {p.document_id or ''}".strip(), False, p.found, p.remedy) for p in wrong] or [sound]
    return [
        Check("project", True, f"{documents} documents, {annotated} annotated, {len(problems)} problems"),
        *evidence,
        *(Check(f"{p.severity} {p.code}", p.severity != "error", f"{p.origin}: {p.found}", p.remedy) for p in problems),
    ]
