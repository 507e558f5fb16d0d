"""Standard output for results, standard error for progress and messages."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from dissensus.cli import printable
from dissensus.model.documents import Problem
from dissensus.tasks._common import Watcher, unwatched

if TYPE_CHECKING:
    from dissensus.projects import Project

SECONDS_BETWEEN_LINES = 10.0
"""How often progress is told where there is no terminal."""

SHOWN_PROBLEMS = 10


@contextmanager
def watching(quiet: bool) -> Iterator[Watcher]:
    """A watcher that shows progress with rate and time left on standard error."""
    if quiet:
        yield unwatched
    elif sys.stderr.isatty():
        with _rich_watcher() as watcher:
            yield watcher
    else:
        yield _LineWatcher()


@contextmanager
def _rich_watcher() -> Iterator[Watcher]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks: dict[str, TaskID] = {}
        last: list[str] = []

        def watch(stage: str, done: int, total: int | None, /) -> None:
            if stage not in tasks:
                if last:
                    progress.stop_task(tasks[last[-1]])
                last.append(stage)
                tasks[stage] = progress.add_task(stage, total=total, rate="")
            speed = progress.tasks[tasks[stage]].speed
            rate = f"{speed:.1f}/s" if speed else ""
            progress.update(tasks[stage], completed=done, total=total, rate=rate)

        yield watch
        for task in progress.tasks:
            progress.update(task.id, total=task.total or max(task.completed, 1), completed=task.total or 1)


class _LineWatcher:
    """Progress as plain lines, now and then."""

    def __init__(self) -> None:
        self._stage = ""
        self._started = self._last = 0.0

    def __call__(self, stage: str, done: int, total: int | None, /) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._started, self._last = stage, now, now
            sys.stderr.write(f"{stage}\n")
            return
        finished = total is not None and done >= total
        if now - self._last < SECONDS_BETWEEN_LINES and not (finished and now - self._started > 1):
            return
        self._last = now
        rate = done / max(now - self._started, 1e-9)
        left = f", {(total - done) / max(rate, 1e-9):.0f} s left" if total is not None and not finished else ""
        of = f" of {total}" if total is not None else ""
        sys.stderr.write(f"{stage}: {done}{of}, {rate:.1f}/s{left}\n")


def say(message: str, *, quiet: bool = False) -> None:
    """A message on standard error."""
    if not quiet:
        sys.stderr.write(message + "\n")


def show(lines: Sequence[str], result: Mapping[str, Any], *, as_json: bool) -> None:
    """The result on standard output: as lines for people or as one JSON object."""
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=True, default=str))
    else:
        for line in lines:
            typer.echo(printable(line))


def problem_object(problem: Problem) -> dict[str, Any]:
    """A problem as a plain object."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "origin": problem.origin,
        "document": problem.document_id,
        "found": problem.found,
        "remedy": problem.remedy,
    }


def tell_missing(project: Project) -> None:
    """Say that documents have no annotation and take no part, so that nobody takes them for silent."""
    missing = project.count_documents() - project.count_annotated()
    if missing:
        say(f"{missing} documents have no annotation and take no part; `dissensus annotate` first")


def noticing(line: str) -> None:
    """A line about what does not apply, on standard error."""
    sys.stderr.write(printable(f"note: {line}") + "\n")


def noticing_unless(quiet: bool) -> Callable[[str], None]:
    """What takes such lines: nothing is written with ``--quiet``."""
    return (lambda _: None) if quiet else noticing


def tell_problems(problems: Sequence[Problem], *, quiet: bool, verbose: bool) -> None:
    """Problems on standard error: errors first, only so many unless all are asked for."""
    ordered = sorted(problems, key=lambda p: (p.severity != "error", p.code, p.origin))
    if quiet:
        ordered = [problem for problem in ordered if problem.severity == "error"]
    shown = ordered if verbose else ordered[:SHOWN_PROBLEMS]
    for problem in shown:
        line = f"{problem.severity} {problem.code}: {problem.origin}: {problem.found}. {problem.remedy}."
        sys.stderr.write(printable(line) + "\n")
    if len(ordered) > len(shown):
        kinds = Counter(f"{problem.severity} {problem.code}" for problem in ordered[len(shown) :])
        rest = ", ".join(f"{count} of {kind}" for kind, count in sorted(kinds.items()))
        sys.stderr.write(f"and {len(ordered) - len(shown)} more ({rest}); --verbose shows all\n")
