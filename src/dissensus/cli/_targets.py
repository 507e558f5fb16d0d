"""Where results go, by one rule: missing folders are made, and what cannot be written is refused before any work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dissensus.model.errors import UsageError
from dissensus.model.whole_files import written_aside


def check_file(path: Path, option: str) -> None:
    """Refuse a file that cannot be written.

    Args:
        path: the file, there or not.
        option: how the command calls it, for the message.

    Raises:
        UsageError: USE006 a folder stands there, or its folder cannot be made or written to.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder", code="USE006", remedy=f"Give the name of a file with {option}")
    check_folder(path.parent)


def check_not_input(path: Path | None, option: str, *inputs: Path | None) -> None:
    """Refuse to write over what is read, over a project, or over another result of the same call.

    Args:
        path: where to write, or None.
        option: how the command calls it.
        inputs: files that the call reads or writes elsewhere.

    Raises:
        UsageError: USE006 the file is one of these, or a project.
    """
    if path is None:
        return
    for other in inputs:
        same = other is not None and (
            path.resolve() == other.resolve() or (path.exists() and other.exists() and path.samefile(other))
        )
        if same:
            raise UsageError(
                f"{path} is read or written by the same command",
                code="USE006",
                remedy=f"Give another name with {option}",
            )
    if is_project(path):
        raise UsageError(f"{path} is a project", code="USE006", remedy=f"Give another name with {option}")


def is_project(path: Path) -> bool:
    """Whether a project file stands at a path, by its content."""
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\x00") and head[68:72] == b"DISS"


def check_folder(path: Path) -> None:
    """Refuse a folder in which nothing can be written. Nothing is made yet.

    Raises:
        UsageError: USE006 a file stands in the way, or the folder may not be written to.
    """
    there = next((each for each in (path, *path.parents) if os.path.lexists(each)), Path())
    if not there.is_dir():
        raise UsageError(f"{there} is no folder", code="USE006")
    if not os.access(there, os.W_OK | os.X_OK):
        raise UsageError(f"the folder {there} may not be written to", code="USE006")


@contextmanager
def written_whole(path: Path) -> Iterator[IO[str]]:
    """A text file that takes its name only once all of it is written; what stood there stays until then.

    Raises:
        UsageError: USE006 it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_aside(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
            yield file
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", code="USE006") from error
