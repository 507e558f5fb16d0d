"""Work on a project that can be killed at any moment: started by test_project_interruption.

Reads a path and a number of seconds from each line of standard input, does the work in a forked process, kills that
process after so many seconds, and writes its wait status. Everything is imported before the fork, so that a kill meets
the work and not the start.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time

import alembic.runtime.environment  # noqa: F401  # so that making a project is not mostly importing

from dissensus.model.annotations import Annotation, Mention, Statement, TimeExpression
from dissensus.model.documents import Document, PartialDate, Problem
from dissensus.model.findings import Actor, Reprint, Resolution
from dissensus.model.records import Coder, Decision
from dissensus.model.spans import Span
from dissensus.projects import Project

DOCUMENTS = 60
WORD = re.compile(r"\w+")


def invented(number: int) -> Document:
    """An article about a dam that does not exist."""
    words = " ".join(
        f"Witness{number % 5} said that gate {n} of the dam held on day {n * number % 30}." for n in range(8)
    )
    return Document(f"dam-{number:03}", words, outlet=f"Outlet {number % 4}", published=PartialDate("2031-05"))


def annotate(document: Document) -> Annotation:
    """A trivial machine coder: witnesses, what they said, and days."""
    mentions, statements, times = [], [], []
    for match in re.finditer(r"(Witness\d) said (that [^.]* on (day \d+))\.", document.text):
        mentions.append(Mention(Span(*match.span(1)), Span(*match.span(1)), "person", "name", match[1], None, 0))
        times.append(TimeExpression(Span(*match.span(3)), None, "date"))
        at = len(mentions) - 1
        statements.append(Statement((mentions[-1].span,), (), (Span(*match.span(2)),), "indirect", 0.5, at, None, at))
    words = sum(1 for _ in WORD.finditer(document.text))
    return Annotation(document.id, tuple(times), tuple(mentions), tuple(statements), words)


def work(path: str) -> None:
    """Everything that a session does: read, annotate in batches with some failures, reconcile, decide."""
    with Project.open_or_create(path) as project:
        with project.start_run("read", {}, {"v": "1"}) as run:
            project.clear_problems("reading")
            for position in range(DOCUMENTS):
                project.add_document(invented(position), position)
                if position % 20 == 7:
                    project.add_problem(
                        Problem("READ002", f"{position}.txt", f"{position} is empty", "Fill it"), run.id
                    )
        with project.start_run("annotate", {}, {"v": "1"}) as run:
            batch = []
            for document in project.pending("p1", batch=10):
                if document.id.endswith("3"):
                    problem = Problem("ANN001", document.id, "no parse", "Report it", "error", document.id)
                    project.mark_failed(document.id, "p1", problem)
                    continue
                batch.append(annotate(document))
                if len(batch) == 7:
                    project.store_annotations(batch, "p1", run.id)
                    batch = []
            project.store_annotations(batch, "p1", run.id)
        with project.start_run("compare", {}, {"v": "1"}) as run:
            names = sorted({m.name or "" for found in project.document_mentions() for m in found.mentions})
            actors = tuple(Actor(name.lower(), name, "person", (name,)) for name in names)
            links = {
                found.document_id: ((found.mentions[0].name or "").lower(),) for found in project.document_mentions()
            }
            project.store_reprints([Reprint("dam-005", "dam-004", 0.875)], run.id)
            project.store_resolution(Resolution(actors, links), run.id)
        for proposal in list(project.proposals("statement"))[:5]:
            if not project.decisions(proposal.key):
                project.decide(Decision(Coder("Ina", "person"), "statement", proposal.key, "accept", proposal.value))


def killed_or_ended(path: str, seconds: float) -> int:
    """Do the work in a process of its own and kill it after some seconds (0 for never); its wait status."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work(path)
            status = 0
        finally:
            os._exit(status)
    if seconds:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)  # one that has ended already stays ours until we have waited for it
    return os.waitpid(child, 0)[1]


if __name__ == "__main__":
    for line in sys.stdin:
        wanted, _, delay = line.rstrip("\n").rpartition(" ")
        sys.stdout.write(f"{killed_or_ended(wanted, float(delay))}\n")
        sys.stdout.flush()
