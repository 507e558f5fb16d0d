"""Heavy formats in a process of their own: a library that hangs, crashes or eats memory costs one file, not the run."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import IO, Any, Self

from dissensus.model.options import ReadingOptions
from dissensus.reading.files import InputFile
from dissensus.reading.formats.protocol import RawDocument, RawProblem

SECONDS = 60.0
"""Seconds that the helper may take for one document or row, besides SECONDS_PER_MEGABYTE. The slowest of the invented
pages and PDF files of the tests takes less than two."""

SECONDS_PER_MEGABYTE = 10.0
"""Further seconds for each million bytes of the file."""

FILES_PER_PROCESS = 1_000
"""Files after which a fresh process is started, so that what libraries keep in memory stays bounded."""

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from dissensus.reading.worker import main; main()"


class Isolated:
    """Reads files in a helper process that is started when first needed. Use it as a context manager.

    Args:
        seconds: seconds for one document; None for the constants above.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes | None] = queue.Queue()
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the helper process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        process.wait()

    def read(
        self, format_id: str, file: InputFile, size: int, options: ReadingOptions
    ) -> Iterator[RawDocument | RawProblem]:
        """What a file holds; a helper that hangs or dies becomes a problem of this file.

        Args:
            format_id: the format to read with.
            file: the file.
            size: its size in bytes, which allows for more time.
            options: as given by the user.
        """
        seconds = self._seconds or SECONDS + SECONDS_PER_MEGABYTE * size / 1e6
        request = {
            "path": os.fsencode(file.path).hex(),
            "max_bytes": file.max_bytes,
            "format": format_id,
            "options": options.as_dict(),
            "seconds": seconds,
        }
        finished = False
        try:
            self._send(request)
            while True:
                try:
                    line = self._answers.get(timeout=seconds)
                except queue.Empty:
                    yield RawProblem("READ029", f"reading it took longer than {seconds:.0f} seconds")
                    return
                if line is None:
                    yield RawProblem("READ005", "the library that reads it broke down")
                    return
                kind, values = json.loads(line)
                if kind == "end":
                    finished = True
                    return
                yield _document(values) if kind == "document" else RawProblem(**values)
        finally:
            # Whatever is left of an unfinished file would be taken for the next one's.
            if not finished or self._files >= FILES_PER_PROCESS:
                self.close()

    def _send(self, request: dict[str, Any]) -> None:
        if self._process is not None and self._process.poll() is not None:
            # It was ended between two files, from outside: the next file is not to blame.
            self.close()
        if self._process is None:
            self._start()
        self._files += 1
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            self._process.stdin.flush()
        except OSError:
            # The helper is gone; the end of its answers says so.
            return

    def _start(self) -> None:
        # -P and a path without "" keep files of the folder one stands in from being taken for modules.
        path = json.dumps([entry for entry in sys.path if entry])
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and fixed code
            [sys.executable, "-P", "-c", _START, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | threads,
            start_new_session=True,
        )
        self._files = 0
        self._answers = queue.Queue(maxsize=64)
        assert self._process.stdout is not None
        threading.Thread(target=_pump, args=(self._process.stdout, self._answers), daemon=True).start()


def _pump(stream: IO[bytes], answers: queue.Queue[bytes | None]) -> None:
    try:
        for line in stream:
            answers.put(line)
    except (OSError, ValueError):
        # The process was ended and its pipe closed.
        pass
    answers.put(None)


def _document(values: dict[str, Any]) -> RawDocument:
    warnings = tuple(RawProblem(**warning) for warning in values.pop("warnings"))
    return RawDocument(**values, warnings=warnings)
