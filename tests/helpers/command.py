"""Run the command line inside the test's process, or as a process of its own."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    code: int
    out: str
    err: str


def dissensus(*words: str | Path) -> Answer:
    """The answer of ``dissensus WORDS`` run in this process."""
    from dissensus.cli import main

    out, err = io.StringIO(), io.StringIO()
    with patch.object(sys, "argv", ["dissensus", *map(str, words)]), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return Answer(code, out.getvalue(), err.getvalue())


def start(*words: str | Path) -> subprocess.Popen[str]:
    """``dissensus WORDS`` as a process of its own, in a process group of its own.

    Where the tests run in the background of a shell, Ctrl-C is ignored, and would be in the process, too.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "dissensus", *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)
