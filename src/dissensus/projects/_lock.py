"""One run at a time: a lock beside the project file that dies with the process that holds it."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import IO

from dissensus.model.errors import ProjectError

_HELD: set[tuple[int, str]] = set()
"""(process, path) of the locks held here: the operating system does not refuse a second one to the same process."""


class RunLock:
    """Exclusive lock ``NAME.dissensus.lock``; the file is gone when the lock is given back.

    A record lock (``lockf``) and not ``flock``: child processes that outlive a killed parent do not inherit it.
    """

    def __init__(self, project: Path) -> None:
        resolved = project.resolve()
        self.path = resolved.with_name(resolved.name + ".lock")
        self._file: IO[bytes] | None = None

    @property
    def held(self) -> bool:
        return self._file is not None

    def acquire(self, purpose: str) -> None:
        """Take the lock.

        Raises:
            ProjectError: PRO004, another run holds it; PRO006, the lock file cannot be written.
        """
        if self._file is not None:
            return
        name = (os.getpid(), str(self.path))
        if name in _HELD:
            raise ProjectError("a run of this process is using the project", code="PRO004")
        file = self._open_locked()
        _HELD.add(name)
        self._file = file
        with contextlib.suppress(OSError):
            file.truncate(0)
            file.write(f"process {os.getpid()}: {purpose}\n".encode("utf-8", "replace"))
            file.flush()

    def _open_locked(self) -> IO[bytes]:
        while True:
            try:
                file = self.path.open("ab+", buffering=0)
            except OSError as error:
                raise ProjectError(f"the lock {self.path.name} cannot be written", code="PRO006") from error
            if not _try_lock(file):
                file.close()
                raise ProjectError(f"the project is in use by another run ({self._holder()})", code="PRO004")
            # The one before may have deleted the file between our opening and locking it.
            with contextlib.suppress(OSError):
                if os.path.samestat(os.fstat(file.fileno()), self.path.stat()):
                    return file
            file.close()

    def _holder(self) -> str:
        try:
            with self.path.open("rb") as file:
                return file.read(200).decode("utf-8", "replace").strip() or "process unknown"
        except OSError:
            return "process unknown"

    def release(self) -> None:
        """Give the lock back; without effect when it is not held."""
        if self._file is None:
            return
        file, self._file = self._file, None
        _HELD.discard((os.getpid(), str(self.path)))
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                self.path.unlink()
        file.close()
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self.path.unlink()


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 20)  # a byte beyond the words in the file: Windows forbids reading locked bytes
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl

            fcntl.lockf(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
