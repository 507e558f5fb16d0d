"""Where a file goes: a path, written wholly or not at all, or a stream that somebody else closes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

from dissensus.model.errors import ExportError


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
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}", code="EXP002") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
