"""``dissensus stance``: a plain filter from pairs of a claim and a text to probabilities."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Annotated

import typer

from dissensus.cli import _options as o
from dissensus.cli import printable
from dissensus.cli._targets import check_file
from dissensus.model.errors import REMEDIES, UsageError

NAME = "stance"
SHORT = "Judge pairs of a claim and a text."
HELP = (
    'Read lines {"claim": ..., "text": ...} and write each with the probabilities that the text supports the claim, '
    "opposes it, or does neither. Lines that cannot be read are told and left out."
)
EXAMPLE = "dissensus stance pairs.jsonl --out judged.jsonl"

LINES_AT_ONCE = 500
SHOWN = 10
"""Bad lines that are told one by one."""
LEFT_OUT = "USE007"


def declare(
    pairs: Annotated[Path, typer.Argument(help="JSON Lines with claim and text; - for standard input.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write into this file instead of standard output.")
    ] = None,
    jobs: o.Jobs = None,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    if out is not None:
        check_file(out, "--out")
        if out.exists() and pairs.exists() and out.samefile(pairs):
            raise UsageError(f"{out} is the file to read", code="USE006", remedy="Give another name with --out")
    try:
        source = sys.stdin if str(pairs) == "-" else pairs.open(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UsageError(f"{pairs} cannot be read: {error.strerror}", code="USE002") from error
    target: IO[str] = sys.stdout if out is None else _opened(out)
    try:
        written, bad = do(source, target, jobs=jobs if jobs is not None else 1)
    finally:
        if source is not sys.stdin:
            source.close()
        if target is not sys.stdout:
            target.close()
    for number, problem in bad[:SHOWN]:
        sys.stderr.write(
            printable(f"warning {LEFT_OUT}: line {number} is left out: {problem}. {REMEDIES[LEFT_OUT]}.") + "\n"
        )
    if len(bad) > SHOWN:
        sys.stderr.write(f"... and {len(bad) - SHOWN} more lines\n")
    if not quiet and out is not None:
        sys.stderr.write(f"{written} pairs judged, {len(bad)} lines left out\n")
    raise typer.Exit(1 if bad else 0)


def do(lines: Iterable[str], target: IO[str], *, jobs: int = 1) -> tuple[int, list[tuple[int, str]]]:
    """Judge lines as they come; returns how many were written, and the numbers and problems of the others."""
    from dissensus.exchanging.stance_pairs import answered, read_pairs
    from dissensus.reconciling.claims.pairs import load_pair_scorer

    scorer = load_pair_scorer(jobs=jobs or os.cpu_count() or 1)
    written, bad = 0, []
    reader = read_pairs(lines)
    while some := list(itertools.islice(reader, LINES_AT_ONCE)):
        good = [line for line in some if not line.problem]
        bad += [(line.number, line.problem) for line in some if line.problem]
        for line, probabilities in zip(good, scorer([line.pair for line in good]), strict=True):
            target.write(answered(line, probabilities))
            written += 1
    return written, bad


def _opened(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", code="USE006") from error
