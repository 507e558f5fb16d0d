"""One input file: opened without ever blocking, read within a limit, named without this machine's paths."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dissensus.model.errors import ReadingError

HEAD_BYTES = 65_536
"""How much of a file is looked at to tell what it is."""

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def safe_name(name: str) -> str:
    r"""A file name as text that can be printed and stored: undecodable bytes and control characters as ``\xNN``."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return _UNSAFE.sub(lambda match: f"\\x{ord(match.group()):02x}", text)


@dataclass(frozen=True, slots=True)
class InputFile:
    """A regular file that a format reads.

    Attributes:
        path: where it is.
        max_bytes: most bytes that may be read.
    """

    path: Path
    max_bytes: int

    def open(self) -> BinaryIO:
        """The file opened for reading bytes.

        Raises:
            ReadingError: READ011 no permission, READ012 a link that leads nowhere, READ026 not an ordinary file,
                READ007 too large, READ001 any other fault of the file system.
        """
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        try:
            number = os.open(self.path, flags)
        except OSError as error:
            raise file_error(error) from error
        try:
            status = os.fstat(number)
            if not stat.S_ISREG(status.st_mode):
                raise ReadingError("it is a pipe, a device or a socket, not a file", code="READ026")
            if status.st_size > self.max_bytes:
                raise too_large(status.st_size, self.max_bytes)
            return os.fdopen(number, "rb")
        except BaseException:
            os.close(number)
            raise

    def head(self) -> bytes:
        """The first bytes, at most HEAD_BYTES."""
        return self._take(HEAD_BYTES)

    def content(self) -> bytes:
        """All bytes.

        Raises:
            ReadingError: as ``open``; also when the file grows past the limit while it is read.
        """
        data = self._take(self.max_bytes + 1)
        if len(data) > self.max_bytes:
            raise too_large(len(data), self.max_bytes)
        return data

    def _take(self, most: int) -> bytes:
        with self.open() as file:
            try:
                return file.read(most)
            except OSError as error:
                raise file_error(error) from error


def too_large(size: int, limit: int) -> ReadingError:
    """READ007 with both sizes."""
    return ReadingError(f"the file has {size:,} bytes; at most {limit:,} are read", code="READ007")


def file_error(error: OSError) -> ReadingError:
    """The reading error that a fault of the file system stands for."""
    if isinstance(error, PermissionError):
        return ReadingError("you have no permission to read it", code="READ011")
    if isinstance(error, FileNotFoundError):
        return ReadingError("it is a link that leads nowhere, or it has gone", code="READ012")
    if getattr(error, "errno", None) == errno.ELOOP:
        return ReadingError("it is a link that leads back to itself", code="READ012")
    reason = (error.strerror or type(error).__name__).lower()
    return ReadingError(f"the file system refuses to read it ({reason})", code="READ001")
