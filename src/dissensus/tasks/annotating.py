"""Annotate the documents of a project that have not been annotated by the same steps."""

from __future__ import annotations

import time
from dataclasses import dataclass

from dissensus.annotating.pipeline import default_pipeline
from dissensus.annotating.stream import PipelineMaker, annotate_stream
from dissensus.model.annotations import Annotation
from dissensus.model.documents import Problem
from dissensus.model.errors import EvidenceError
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
    project: Project,
    options: AnnotatingOptions | None = None,
    *,
    make_pipeline: PipelineMaker = default_pipeline,
    watch: Watcher = unwatched,
) -> AnnotatingSummary:
    """Annotate new and changed documents, or all of them when a step has changed.

    Interrupted at any point, the next call goes on where it stopped.

    Args:
        project: the project.
        options: see `AnnotatingOptions`; None takes what the project remembers.
        make_pipeline: makes the pipeline from the options, once in each process (an importable function); the seam for
            steps of your own.
        watch: told about progress.

    Raises:
        UsageError: the language model is not installed.
        ProjectError: another run is writing.
    """
    options = options or AnnotatingOptions.of({**project.settings().get("annotating", {}), "jobs": 1})
    started = time.monotonic()
    pipeline = make_pipeline(options)
    # The number of jobs never changes a result, so it is no part of what a run is known by.
    remembered = {name: value for name, value in options.as_dict().items() if name != "jobs"}
    digest = pipeline.digest
    done = failed = words = 0
    waiting: list[Annotation] = []
    last_write = time.monotonic()
    with project.start_run("annotate", remembered, recorded_versions() | pipeline.describe()) as run:
        project.set_setting("annotating", remembered)
        project.clear_problems("annotating")
        total = project.count_pending(digest)
        unchanged = project.count_documents() - total
        for document, outcome in annotate_stream(
            project.pending(digest),
            options,
            make_pipeline=make_pipeline,
            pipeline=pipeline if options.jobs == 1 else None,
        ):
            if isinstance(outcome, Annotation):
                waiting.append(outcome)
                words += outcome.words
            else:
                project.mark_failed(document.id, digest, outcome, run.id)
                failed += 1
            done += 1
            if len(waiting) >= DOCUMENTS_PER_WRITE or time.monotonic() - last_write > SECONDS_PER_WRITE:
                failed += _store(project, waiting, digest, run.id)
                waiting = []
                last_write = time.monotonic()
            watch("annotating", done, total)
        failed += _store(project, waiting, digest, run.id)
    return AnnotatingSummary(done - failed, unchanged, failed, words, time.monotonic() - started)


def _store(project: Project, annotations: list[Annotation], digest: str, run_id: int) -> int:
    """Store annotations; returns how many were refused because their words do not stand in the text."""
    try:
        project.store_annotations(annotations, digest, run_id)
        return 0
    except EvidenceError:
        refused = 0
    # One of them is wrong: the others are stored, and the wrong one becomes a problem of its document.
    for annotation in annotations:
        try:
            project.store_annotations([annotation], digest, run_id)
        except EvidenceError as error:
            origin = project.document(annotation.document_id).origin or annotation.document_id
            problem = Problem(error.code, origin, error.found, error.remedy, document_id=annotation.document_id)
            project.mark_failed(annotation.document_id, digest, problem, run_id)
            refused += 1
    return refused
