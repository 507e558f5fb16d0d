"""A run that is killed at any point and started again ends as a run that was never disturbed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from command import start

from dissensus.projects import Project

KILLS = 24
KILLS_A_PROJECT = 4
LONGEST_SECONDS = 5.0


def _digest(folder: Path) -> str:
    with Project.open(folder / "project.dissensus") as project:
        return project.content_digest()


def _files(folder: Path) -> dict[str, bytes]:
    paths = [folder / "report.html", *sorted((folder / "tables").iterdir())]
    return {path.name: path.read_bytes() for path in paths}


def _kill_after(words: tuple[str | Path, ...], seconds: float) -> bool:
    """Whether the process was still at work when it was killed, with all its children."""
    process = start(*words)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return True
    process.communicate()
    return False


@pytest.mark.slow
def test_a_run_killed_at_random_points_ends_as_an_undisturbed_one(example_articles: Path, tmp_path: Path) -> None:
    def words(out: Path, jobs: int) -> tuple[str | Path, ...]:
        return ("run", example_articles, "--out", out, "--jobs", str(jobs), "--quiet")

    started = time.monotonic()
    undisturbed = tmp_path / "undisturbed"
    process = start(*words(undisturbed, 1))
    process.communicate()
    whole = min(time.monotonic() - started, LONGEST_SECONDS * 4)
    expected, files = _digest(undisturbed), _files(undisturbed)
    random_ = random.Random(7)
    killed = 0
    for attempt in range(KILLS * 3):
        if killed >= KILLS:
            break
        out = tmp_path / f"out{attempt}"
        for kill in range(KILLS_A_PROJECT):
            killed += _kill_after(words(out, 1 + kill % 2), random_.uniform(0.1, 0.95) * whole)
        process = start(*words(out, 1))
        _, errors = process.communicate()
        assert process.returncode == 0, errors
        assert _digest(out) == expected
        assert _files(out) == files
        shutil.rmtree(out)
    assert killed >= 20
