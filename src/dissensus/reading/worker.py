"""The helper process: reads files with the heavy formats and writes what they hold as JSON lines.

Started by ``isolation``; not for use by hand.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dissensus.model.errors import ReadingError
from dissensus.model.options import ReadingOptions
from dissensus.reading.files import InputFile
from dissensus.reading.formats.protocol import RawDocument, RawProblem
from dissensus.reading.formats.registry import BY_ID

MAX_MEMORY = 4_000_000_000
"""Bytes of address space that the helper may take, where the system lets one set it."""


def main() -> None:
    """Answer requests on standard input until it ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    # A library that prints must not write between our answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    _limit("RLIMIT_AS", MAX_MEMORY)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _limit_seconds(float(request["seconds"]))
        for kind, values in answers_to(request):
            answers.write(json.dumps([kind, values]) + "\n")
        answers.write('["end", {}]\n')
        answers.flush()


def answers_to(request: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What one file holds, as pairs of "document" or "problem" and the values."""
    file = InputFile(Path(os.fsdecode(bytes.fromhex(request["path"]))), request["max_bytes"])
    for one in read_safely(request["format"], file, ReadingOptions.of(request["options"])):
        yield ("document" if isinstance(one, RawDocument) else "problem"), asdict(one)


def read_safely(format_id: str, file: InputFile, options: ReadingOptions) -> Iterator[RawDocument | RawProblem]:
    """What a file holds; whatever a format raises becomes a problem."""
    try:
        yield from BY_ID[format_id].read(file, options)
    except ReadingError as error:
        yield RawProblem(error.code, error.found)
    except (MemoryError, RecursionError) as error:
        words = "more memory than allowed" if isinstance(error, MemoryError) else "deeper recursion than allowed"
        yield RawProblem("READ029", f"reading it takes {words}")
    # The libraries raise whatever their authors and hostile files bring about (KeyError, struct.error,
    # AssertionError, UnboundLocalError ...); one bad file must never end the reading of the others.
    except Exception as error:  # noqa: BLE001
        yield RawProblem("READ005", f"the file is damaged ({type(error).__name__})")


def _limit_seconds(seconds: float) -> None:
    """Let the process be ended after so much more computing time, should the parent be gone and not end it."""
    used = os.times()
    _limit("RLIMIT_CPU", int(used.user + used.system + 2 * seconds) + 1)


def _limit(name: str, value: int) -> None:
    try:
        import resource

        number = getattr(resource, name)
        hard = resource.getrlimit(number)[1]
        resource.setrlimit(number, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
    except (ImportError, AttributeError, OSError, ValueError):
        # Windows and some containers know no such limits; the parent's clock still holds.
        return
