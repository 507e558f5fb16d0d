"""Where a file goes: a path, written wholly or not at all, or a stream that somebody else closes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

from dissensus.model.errors import ExportError
from dissensus.model.whole_files import written_aside


@contextmanager
def text_target(target: Path | TextIO, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A text file to write to; line ends are written as they are given.

    Args:
        target: a path (a file of that name is replaced once all is written), or an open text stream.
        encoding: of a file; a stream has its own.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    if not isinstance(target, Path):
        yield target
        return
    with _aside(target) as temporary, temporary.open("w", encoding=encoding, newline="", errors="replace") as file:
        yield file


@contextmanager
def binary_target(target: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    """A file of bytes to write to; see `text_target`."""
    if not isinstance(target, Path):
        yield target
        return
    with _aside(target) as temporary, temporary.open("wb") as file:
        yield file


@contextmanager
def _aside(path: Path) -> Iterator[Path]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_aside(path) as temporary:
            yield temporary
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}", code="EXP002") from error
