"""The command line: one command, one file, two functions (declare; do)."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line; every error becomes one clear message and an exit code."""
    from dissensus.cli._app import make_app
    from dissensus.model.errors import DissensusError

    try:
        make_app()()
    except DissensusError as error:
        _tell(error.code, error.found, error.remedy)
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        # The reader of our output has gone; nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted; what was done is kept, run the same command again to go on.\n")
        raise SystemExit(130) from None
    except Exception as error:
        if os.environ.get("DISSENSUS_DEBUG"):
            raise
        found = f"the program met a fault of its own: {type(error).__name__}: {str(error)[:300]}"
        _tell("DIS000", found, "Please report this; DISSENSUS_DEBUG=1 before the command shows where it happened")
        raise SystemExit(1) from None


def _tell(code: str, found: str, remedy: str) -> None:
    if "--json" in sys.argv:
        import json

        sys.stdout.write(json.dumps({"error": {"code": code, "found": found, "remedy": remedy}}) + "\n")
    sys.stderr.write(f"error {code}: {found}. {remedy}.\n")
