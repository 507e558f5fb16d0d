"""Read files into a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dissensus.model.documents import Document
from dissensus.model.options import ReadingOptions
from dissensus.projects import Project
from dissensus.tasks._common import Watcher, recorded_versions, unwatched


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
    run = project.start_run("read", options.as_dict(), recorded_versions())
    project.set_setting("reading", options.as_dict())
    seen: list[str] = []
    counts = {"added": 0, "changed": 0, "same": 0}
    errors = warnings = 0
    project.clear_problems("reading")
    with project.batch():
        for item in read(paths, options):
            if isinstance(item, Document):
                counts[project.add_document(item)] += 1
                seen.append(item.id)
                watch("reading", len(seen), None)
            else:
                project.add_problem(item, "reading", run.id)
                errors += item.severity == "error"
                warnings += item.severity == "warning"
        removed = project.remove_documents_except(seen) if replace else 0
    run.finish("done" if errors == 0 else "done with errors")
    return ReadingSummary(len(seen), counts["added"], counts["changed"], removed, errors, warnings)
