"""Annotate the documents of a project that have not been annotated by the same steps."""

from __future__ import annotations

import time
from dataclasses import dataclass

from dissensus.annotating.pipeline import default_pipeline
from dissensus.annotating.stream import annotate_stream
from dissensus.model.annotations import Annotation
from dissensus.model.options import AnnotatingOptions
from dissensus.projects import Project
from dissensus.tasks._common import Watcher, recorded_versions, unwatched

DOCUMENTS_PER_WRITE = 50
SECONDS_PER_WRITE = 2.0
"""Finished documents are written together, but no more work than this is lost when the process dies."""


@dataclass(frozen=True, slots=True)
class AnnotatingSummary:
    """What annotating did.

    Attributes:
        annotated: documents annotated this time.
        unchanged: documents whose annotation was already there.
        failed: documents that could not be annotated; see the project's problems.
        words: words of the documents annotated this time.
        seconds: time it took.
    """

    annotated: int
    unchanged: int
    failed: int
    words: int
    seconds: float


def annotate_project(
    project: Project, options: AnnotatingOptions | None = None, *, watch: Watcher = unwatched
) -> AnnotatingSummary:
    """Annotate new and changed documents, or all of them when a step has changed.

    Interrupted at any point, the next call goes on where it stopped.

    Args:
        project: the project.
        options: see `AnnotatingOptions`; None takes what the project remembers.
        watch: told about progress.

    Raises:
        UsageError: the language model is not installed.
        ProjectError: another run is writing.
    """
    options = options or AnnotatingOptions.of({**project.settings().get("annotating", {}), "jobs": 1})
    started = time.monotonic()
    pipeline = default_pipeline(options)
    # The number of jobs never changes a result, so it is no part of what a run is known by.
    remembered = {name: value for name, value in options.as_dict().items() if name != "jobs"}
    run = project.start_run("annotate", remembered, recorded_versions() | pipeline.describe())
    project.set_setting("annotating", remembered)
    project.clear_problems("annotating")
    digest = pipeline.digest
    total = project.count_pending(digest)
    unchanged = project.count_documents() - total
    done = failed = words = 0
    waiting: list[Annotation] = []
    last_write = time.monotonic()
    for document, outcome in annotate_stream(project.pending(digest), options, pipeline=pipeline):
        if isinstance(outcome, Annotation):
            waiting.append(outcome)
            words += outcome.words
        else:
            project.mark_failed(document.id, digest, outcome, run.id)
            failed += 1
        done += 1
        if len(waiting) >= DOCUMENTS_PER_WRITE or time.monotonic() - last_write > SECONDS_PER_WRITE:
            project.store_annotations(waiting, digest, run.id)
            waiting = []
            last_write = time.monotonic()
        watch("annotating", done, total)
    project.store_annotations(waiting, digest, run.id)
    run.finish("done" if failed == 0 else "done with errors")
    return AnnotatingSummary(done - failed, unchanged, failed, words, time.monotonic() - started)
