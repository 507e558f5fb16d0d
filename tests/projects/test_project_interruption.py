"""What a killed process leaves behind can be finished, and is then what an undisturbed one would have made."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from dissensus.model.annotations import Annotation
from dissensus.model.documents import Problem
from dissensus.projects import Project

WORK = Path(__file__).with_name("interrupted_work.py")
KILLS = 25


class Worker:
    """The process that forks one process for each piece of work."""

    def __init__(self) -> None:
        command = [sys.executable, str(WORK)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def work(self, path: Path, kill_after: float = 0.0) -> bool:
        """Do the work; True if it ended by itself and False if it was killed first."""
        self.process.stdin.write(f"{path} {kill_after}\n")
        self.process.stdin.flush()
        status = int(self.process.stdout.readline())
        assert status in {0, signal.SIGKILL}
        return status == 0


@pytest.fixture(scope="module")
def worker():
    worker = Worker()
    yield worker
    worker.process.stdin.close()
    worker.process.wait(10)
    worker.process.stdout.close()


def told(path: Path) -> tuple:
    with Project.open(path) as project:
        assert project.verify() == ()
        assert all(run.status == "finished" for run in project.runs())
        tables = project.findings()
        return (
            project.content_digest(),
            project.document_ids(),
            tables.mentions.to_pylist(),
            tables.statements.to_pylist(),
        )


def test_a_project_killed_at_any_moment_and_finished_is_the_undisturbed_one(worker, tmp_path):
    """At least 25 SIGKILLs at random moments (seed 20310507) over as many projects as it takes."""
    assert worker.work(tmp_path / "warm.dissensus")
    start = time.monotonic()
    assert worker.work(tmp_path / "undisturbed.dissensus")
    duration = time.monotonic() - start
    expected = told(tmp_path / "undisturbed.dissensus")
    moments = random.Random(20310507)
    kills = rounds = 0
    while kills < KILLS:
        path = tmp_path / f"disturbed-{rounds}.dissensus"
        rounds += 1
        assert rounds < 200, "the work is too short to be killed"
        while not worker.work(path, moments.uniform(0.001, duration)):
            kills += 1
            if kills % 3 == 0:
                assert worker.work(path)
                break
        assert told(path) == expected


def test_the_digest_does_not_depend_on_the_order_of_writes(new_project, document, annotation):
    digests = set()
    for name, order in [("forward", (1, 2, 3)), ("backward", (3, 2, 1))]:
        project = new_project(name)
        for number in order:
            project.add_document(replace(document, id=f"{number}"))
        with project.start_run("annotate", {"name": name}, {}) as run:
            for number in order:
                project.store_annotations([replace(annotation, document_id=f"{number}")], "p1", run.id)
                project.add_problem(Problem("READ001", "", f"{number}", ""), run.id)
        digests.add(project.content_digest())
    assert len(digests) == 1


def test_the_digest_does_not_depend_on_what_was_there_before(new_project, document, annotation):
    straight, winding = new_project("straight"), new_project("winding")
    straight.add_document(document)
    winding.add_document(replace(document, text="An earlier text."))
    winding.add_document(replace(document, id="gone"))
    winding.remove_documents(["gone"])
    winding.set_setting("columns", {})
    winding.add_document(document)
    for project in (straight, winding):
        with project.start_run("annotate", {}, {}) as run:
            if project is winding:
                project.store_annotations([Annotation("orrin-1")], "p0", run.id)
            project.store_annotations([annotation], "p1", run.id)
    assert straight.content_digest() == winding.content_digest()


@pytest.mark.parametrize("what", ["document", "annotation", "coder", "problem", "failure", "setting"])
def test_the_digest_changes_with_the_content_and_only_with_it(project, document, annotation, what):
    project.add_document(document)
    with project.start_run("annotate", {}, {}) as run:
        project.store_annotations([annotation], "p1", run.id)
        before = project.content_digest()
        if what == "document":
            project.add_document(replace(document, id="another"))
        elif what == "annotation":
            project.store_annotations([replace(annotation, words=20)], "p1", run.id)
        elif what == "coder":
            project.store_annotations([annotation], "p2", run.id)
        elif what == "problem":
            project.add_problem(Problem("READ001", "", "x", ""), run.id)
        elif what == "failure":
            project.mark_failed("orrin-1", "p1", Problem("ANN001", "", "x", ""))
        else:
            project.set_setting("x", 1)
    assert (project.content_digest() == before) is (what == "setting")
