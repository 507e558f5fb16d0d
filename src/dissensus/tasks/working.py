"""A project for a while: articles read, annotated and reconciled in a temporary folder that is removed at the end."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from dissensus.annotating.language import check_language_model
from dissensus.model.options import AnnotatingOptions, ReadingOptions
from dissensus.projects import Project
from dissensus.tasks._common import Watcher, unwatched
from dissensus.tasks.annotating import annotate_project
from dissensus.tasks.comparing import reconcile_project
from dissensus.tasks.reading import read_articles


@contextlib.contextmanager
def working_project(
    articles: Sequence[Path],
    reading: ReadingOptions | None = None,
    annotating: AnnotatingOptions | None = None,
    *,
    watch: Watcher = unwatched,
) -> Iterator[Project]:
    """A project of some articles, its actors resolved; nothing of it stays.

    Args:
        articles: files and folders.
        reading: how files become documents.
        annotating: language model, number of processes.
        watch: told about progress.

    Raises:
        UsageError: a path does not exist or holds nothing readable, or an option is wrong.
    """
    options = annotating or AnnotatingOptions()
    check_language_model(options.language_model)
    with (
        tempfile.TemporaryDirectory(prefix="dissensus-") as folder,
        Project.create(Path(folder) / "project.dissensus") as project,
    ):
        read_articles(project, articles, reading or ReadingOptions(), watch=watch)
        annotate_project(project, options, watch=watch)
        reconcile_project(project, watch=watch)
        yield project
