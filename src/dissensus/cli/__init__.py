"""The command line: one command, one file, two functions (declare; do)."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FAULT = 3
"""Exit code of a fault of the program itself, never that of a run in which some documents failed."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


def main() -> None:
    """Run the command line; every error becomes one clear message and an exit code."""
    from dissensus.cli._app import make_app
    from dissensus.model.errors import REMEDIES, DissensusError

    before, sys.unraisablehook = sys.unraisablehook, _swallowed
    try:
        make_app()()
    except DissensusError as error:
        _tell(error.code, error.found, error.remedy)
        raise SystemExit(error.exit_code) from None
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _tell_interrupted()
        raise
    except BrokenPipeError:
        # The reader of our output has gone; nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        _tell_interrupted()
        raise SystemExit(INTERRUPTED) from None
    except OSError as error:
        if os.environ.get("DISSENSUS_DEBUG"):
            raise
        _tell("USE006", f"{error.filename or 'a file'} cannot be used: {error.strerror or error}", REMEDIES["USE006"])
        raise SystemExit(2) from None
    except Exception as error:
        if os.environ.get("DISSENSUS_DEBUG"):
            raise
        found = f"the program met a fault of its own: {type(error).__name__}: {str(error)[:300]}"
        _tell("DIS000", found, "Please report this; DISSENSUS_DEBUG=1 before the command shows where it happened")
        raise SystemExit(FAULT) from None
    finally:
        sys.unraisablehook = before


def _swallowed(unraisable: sys.UnraisableHookArgs, usual: Callable[..., None] = sys.unraisablehook) -> None:
    """What cannot be raised where it happens: a Ctrl-C inside a library's callback is sent again, the rest is told."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    elif os.environ.get("DISSENSUS_DEBUG"):
        usual(unraisable)


def _tell_interrupted() -> None:
    sys.stderr.write(
        "\nInterrupted; what a project has saved is kept, a result that was being written is not. "
        "Run the same command again to go on.\n"
    )


def _tell(code: str, found: str, remedy: str) -> None:
    if "--json" in sys.argv:
        import json

        sys.stdout.write(json.dumps({"error": {"code": code, "found": found, "remedy": remedy}}) + "\n")
    sys.stderr.write(printable(f"error {code}: {found}. {remedy}.") + "\n")


def printable(line: str) -> str:
    """The line without control characters: what comes from files and their names is hostile to a terminal, too."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in line)
