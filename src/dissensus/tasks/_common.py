"""What the tasks share: watching progress and recording versions."""

from __future__ import annotations

import platform
from importlib import metadata
from typing import Protocol

RECORDED_PACKAGES = ("dissensus", "spacy", "numpy", "trafilatura", "pdfplumber", "dateparser", "datasketch", "pyarrow")
"""Packages whose version can change a result; recorded with every run."""


class Watcher(Protocol):
    """Told about progress: the stage, how much is done, and of how much (None while that is not known)."""

    def __call__(self, stage: str, done: int, total: int | None, /) -> None: ...


def unwatched(_stage: str, _done: int, _total: int | None, /) -> None:
    """The watcher that says nothing: a library is silent unless asked."""


def unnoticed(_line: str, /) -> None:
    """What takes notices and says nothing."""


def recorded_versions() -> dict[str, str]:
    """Versions of Python and of the packages that can change a result."""
    versions = {"python": platform.python_version()}
    for name in RECORDED_PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = "not installed"
    return versions
