"""The project: one file with documents, what machines proposed, what people decided and what the team agreed.

``from dissensus.projects import Project`` is all that most callers need. The storage libraries are imported with the
first use of a name, not with this package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dissensus.projects.project import Project
    from dissensus.projects.records import (
        ForeignFile,
        ForeignTable,
        LoggedDecision,
        Proposal,
        RunRecord,
        Stage,
        record_key,
    )
    from dissensus.projects.runs import Run

__all__ = [
    "ForeignFile",
    "ForeignTable",
    "LoggedDecision",
    "Project",
    "Proposal",
    "Run",
    "RunRecord",
    "Stage",
    "record_key",
]

_HOMES = {
    "Project": "project",
    "Run": "runs",
    "ForeignFile": "records",
    "ForeignTable": "records",
    "LoggedDecision": "records",
    "Proposal": "records",
    "RunRecord": "records",
    "Stage": "records",
    "record_key": "records",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
