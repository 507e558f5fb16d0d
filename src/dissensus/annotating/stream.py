"""Annotate a stream of documents in one process or several: same output, in the same order."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

from dissensus.annotating.steps import Pipeline
from dissensus.model.annotations import Annotation
from dissensus.model.documents import Document, Problem
from dissensus.model.errors import REMEDIES, AnnotatingError, DissensusError, UsageError
from dissensus.model.options import AnnotatingOptions

log = logging.getLogger(__name__)

IN_FLIGHT_PER_JOB = 4
"""Documents handed out ahead for each process: enough to keep it busy, few enough to bound memory."""

ANNOTATED_LANGUAGES = frozenset({"en"})

PipelineMaker = Callable[[AnnotatingOptions], Pipeline]


class _TimeIsUpError(BaseException):
    """Raised inside a document's annotation when its time is up; no handler of a step may swallow it."""


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the block after so many seconds, where the system and the thread allow it."""
    usable = seconds > 0 and hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not usable:
        yield
        return

    def ring(_signal: int, _frame: object) -> None:
        raise _TimeIsUpError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _problem(document: Document, code: str, found: str) -> Problem:
    return Problem(
        code=code,
        origin=document.origin or document.id,
        found=found,
        remedy=REMEDIES[code],
        document_id=document.id,
    )


def annotate_document(pipeline: Pipeline, document: Document, *, seconds: float = 0.0) -> Annotation | Problem:
    """Annotate one document; whatever goes wrong comes back as a problem.

    Args:
        pipeline: the steps.
        document: the document; one that is known not to be in English is not annotated (ANN004).
        seconds: time after which it is given up (ANN002); 0 for no limit.
    """
    if document.language is not None and document.language.split("-")[0].lower() not in ANNOTATED_LANGUAGES:
        return _problem(document, "ANN004", f"the document's language is {document.language!r}, not English")
    try:
        with _time_limit(seconds):
            return pipeline(document)
    except _TimeIsUpError:
        return _problem(document, "ANN002", f"annotating took longer than {seconds:g} seconds")
    except DissensusError as error:
        return Problem(error.code, document.origin or document.id, error.found, error.remedy, document_id=document.id)
    except MemoryError:
        return _problem(document, "ANN003", "memory ran out while the document was annotated")
    # A step may be anybody's: what it raises must not end the work on the other documents.
    except Exception as error:
        log.debug("annotating %s failed", document.id, exc_info=True)
        return _problem(document, "ANN001", f"a step failed: {type(error).__name__}: {str(error)[:200]}")


_worker_pipeline: Pipeline | None = None
_worker_seconds = 0.0


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _start_worker(make: PipelineMaker, options: AnnotatingOptions) -> None:
    global _worker_pipeline, _worker_seconds  # noqa: PLW0603
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker_pipeline = make(options)
    _worker_seconds = options.document_seconds


def _answer() -> bool:
    return _worker_pipeline is not None


def _work(document: Document) -> Annotation | Problem:
    if _worker_pipeline is None:
        raise AnnotatingError("the worker has no pipeline")
    return annotate_document(_worker_pipeline, document, seconds=_worker_seconds)


class _Pool:
    """Worker processes that are started again when one dies."""

    def __init__(self, make: PipelineMaker, options: AnnotatingOptions, jobs: int) -> None:
        self._make, self._options, self.jobs = make, options, jobs
        self._executor = self._new()

    def _new(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork copies the threads' locks of the libraries in an unknown state.
        return ProcessPoolExecutor(
            self.jobs,
            mp_context=get_context("spawn"),
            initializer=_start_worker,
            initargs=(self._make, self._options),
        )

    def submit(self, document: Document) -> Future[Annotation | Problem]:
        try:
            return self._executor.submit(_work, document)
        except BrokenProcessPool as error:
            failed: Future[Annotation | Problem] = Future()
            failed.set_exception(error)
            return failed

    def restart(self) -> None:
        """New processes in place of the broken ones.

        Raises:
            AnnotatingError: they cannot even start.
        """
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._new()
        try:
            self._executor.submit(_answer).result()
        except BrokenProcessPool as error:
            raise AnnotatingError("the processes that annotate cannot be started", code="ANN005") from error

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)


def annotate_stream(
    documents: Iterable[Document],
    options: AnnotatingOptions | None = None,
    *,
    make_pipeline: PipelineMaker | None = None,
    pipeline: Pipeline | None = None,
) -> Iterator[tuple[Document, Annotation | Problem]]:
    """Annotate documents as they come; results come in the order of the documents.

    No more than a few documents a process are held at once. A process that dies (memory, a fault in a library) is
    replaced; the documents it may have held are tried again one by one, and the one that kills it again becomes a
    problem (ANN003).

    Args:
        documents: any iterable; it is read as results are taken.
        options: see `AnnotatingOptions`; ``jobs`` 0 means one process a core.
        make_pipeline: makes the pipeline from the options, in each process; None for the default pipeline.
        pipeline: an already loaded pipeline; only for one process, since others must make their own.

    Yields:
        Each document with its annotation, or with the problem that it met.

    Raises:
        UsageError: a loaded pipeline was given for several processes.
        AnnotatingError: the processes cannot be started (ANN005).
    """
    from dissensus.annotating.pipeline import default_pipeline

    options = options or AnnotatingOptions()
    make = make_pipeline or default_pipeline
    jobs = options.jobs or os.cpu_count() or 1
    if pipeline is not None and jobs != 1:
        raise UsageError("a loaded pipeline was given for several processes; give make_pipeline", code="USE001")
    if jobs == 1:
        loaded = pipeline or make(options)
        for document in documents:
            yield document, annotate_document(loaded, document, seconds=options.document_seconds)
        return
    pool = _Pool(make, options, jobs)
    try:
        yield from _in_order(pool, iter(documents))
    finally:
        pool.close()


def _in_order(pool: _Pool, documents: Iterator[Document]) -> Iterator[tuple[Document, Annotation | Problem]]:
    waiting: deque[tuple[Document, Future[Annotation | Problem]]] = deque()
    exhausted = False
    while waiting or not exhausted:
        while not exhausted and len(waiting) < pool.jobs * IN_FLIGHT_PER_JOB:
            document = next(documents, None)
            if document is None:
                exhausted = True
            else:
                waiting.append((document, pool.submit(document)))
        if not waiting:
            return
        document, future = waiting.popleft()
        try:
            yield document, future.result()
        except BrokenProcessPool:
            held = [document, *(d for d, _ in waiting)]
            waiting.clear()
            yield from _one_by_one(pool, held)


def _one_by_one(pool: _Pool, documents: list[Document]) -> Iterator[tuple[Document, Annotation | Problem]]:
    pool.restart()
    for document in documents:
        try:
            yield document, pool.submit(document).result()
        except BrokenProcessPool:
            yield document, _problem(document, "ANN003", "the process that annotated the document died")
            pool.restart()
