"""Read files into a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dissensus.model.documents import Document, Problem
from dissensus.model.errors import REMEDIES
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
            about them are kept in the file); those whose file could not be read this time stay. Without it nothing
            leaves, and a document of another file with a known id is a problem (READ014).
        watch: told about progress.

    Raises:
        UsageError: a path does not exist, or holds nothing readable.
    """
    from dissensus.reading import read

    options = options or ReadingOptions.of(project.settings().get("reading", {}))
    seen: list[str] = []
    counts = {"added": 0, "changed": 0, "same": 0}
    severities = {"error": 0, "warning": 0}
    failed: set[str] = set()
    with project.start_run("read", options.as_dict(), recorded_versions()) as run:
        project.set_setting("reading", options.as_dict())
        if replace:
            project.clear_problems("reading")
        known = {} if replace else project.document_origins()
        met: set[str] = set()
        for items in _batches(read(paths, options), ITEMS_PER_WRITE):
            origins = {item.origin.split("/")[0] for item in items} - met
            with project.transaction():
                if not replace and origins:
                    project.clear_problems("reading", origins)
                met |= origins
                for item in items:
                    found = _against(project, known, item) if isinstance(item, Document) else item
                    if isinstance(found, Document):
                        counts[project.add_document(found, len(seen) if replace else None)] += 1
                        seen.append(found.id)
                    else:
                        project.add_problem(found, run.id, "reading")
                        severities[found.severity] += 1
                        failed |= {found.origin} if found.severity == "error" else set()
            watch("reading", len(seen), None)
        removed = _remove_all_but(project, set(seen), failed) if replace else 0
    return ReadingSummary(
        len(seen), counts["added"], counts["changed"], removed, severities["error"], severities["warning"]
    )


def _against(project: Project, known: Mapping[str, str], document: Document) -> Document | Problem:
    """The document, or the problem that another file's document in the project has its id already."""
    origin = known.get(document.id)
    if origin is None or origin == document.origin or project.document(document.id).text == document.text:
        return document
    found = f"the id {document.id!r} is that of {origin} in the project"
    return Problem("READ014", document.origin, found, REMEDIES["READ014"], document_id=document.id)


def _remove_all_but(project: Project, kept: set[str], failed: set[str]) -> int:
    """Take out documents that were not read; those whose file is there but could not be read this time stay."""
    gone = [name for name in project.document_ids() if name not in kept]
    return project.remove_documents(
        name for name in gone if project.document(name).origin.partition("#")[0] not in failed
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
