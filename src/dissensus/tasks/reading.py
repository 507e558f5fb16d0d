"""Read files into a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dissensus.model.documents import Document, Problem
from dissensus.model.options import ReadingOptions
from dissensus.projects import Project
from dissensus.tasks._common import Watcher, recorded_versions, unwatched

ITEMS_PER_WRITE = 100
"""Documents and problems written together: few enough to hold in memory, enough to be quick."""


@dataclass(frozen=True, slots=True)
class ReadingSummary:
    """What reading did.

    Attributes:
        documents: documents read this time.
        added: of these, new in the project.
        changed: of these, with another text or other metadata than before.
        removed: documents of the project whose files are no longer among those read.
        errors: inputs that could not be read.
        warnings: things to look at in documents that were read.
    """

    documents: int
    added: int
    changed: int
    removed: int
    errors: int
    warnings: int


def read_articles(
    project: Project,
    paths: Sequence[Path],
    options: ReadingOptions | None = None,
    *,
    replace: bool = False,
    watch: Watcher = unwatched,
) -> ReadingSummary:
    """Read files and folders into the project; the options are remembered in it.

    Args:
        project: the project.
        paths: files and folders.
        options: how files become documents; None takes what the project remembers.
        replace: documents of the project that are not among the files leave it (their text and people's decisions
            about them are kept in the file).
        watch: told about progress.

    Raises:
        UsageError: a path does not exist, or holds nothing readable.
    """
    from dissensus.reading import read

    options = options or ReadingOptions.of(project.settings().get("reading", {}))
    seen: list[str] = []
    counts = {"added": 0, "changed": 0, "same": 0}
    severities = {"error": 0, "warning": 0}
    with project.start_run("read", options.as_dict(), recorded_versions()) as run:
        project.set_setting("reading", options.as_dict())
        project.clear_problems("reading")
        for items in _batches(read(paths, options), ITEMS_PER_WRITE):
            with project.transaction():
                for item in items:
                    if isinstance(item, Document):
                        counts[project.add_document(item, len(seen) if replace else None)] += 1
                        seen.append(item.id)
                    else:
                        project.add_problem(item, run.id, "reading")
                        severities[item.severity] += 1
            watch("reading", len(seen), None)
        removed = 0
        if replace:
            kept = set(seen)
            removed = project.remove_documents([name for name in project.document_ids() if name not in kept])
    return ReadingSummary(
        len(seen), counts["added"], counts["changed"], removed, severities["error"], severities["warning"]
    )


def _batches(items: Iterable[Document | Problem], size: int) -> Iterator[list[Document | Problem]]:
    batch: list[Document | Problem] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
