"""Bring the documents of a project together and compare the outlets' accounts."""

from __future__ import annotations

from collections.abc import Iterator

from dissensus.comparing.comparison import Comparison, compare
from dissensus.model.documents import PartialDate
from dissensus.model.errors import ProjectError
from dissensus.model.findings import ActorResolver, Findings, ReprintFinder
from dissensus.model.options import ComparingOptions, ReconcilingOptions
from dissensus.projects import Project
from dissensus.tasks._common import Watcher, recorded_versions, unwatched


def reconcile_project(
    project: Project,
    options: ReconcilingOptions | None = None,
    *,
    finder: ReprintFinder | None = None,
    resolver: ActorResolver | None = None,
    watch: Watcher = unwatched,
) -> None:
    """Find reprints and resolve actors across all annotated documents; replaces what an earlier call found.

    Args:
        project: the project.
        options: how documents are brought together.
        finder: finds reprints; None for the default.
        resolver: resolves actors; None for the default.
        watch: told about progress.
    """
    from dissensus.reconciling.actors import RuleActorResolver
    from dissensus.reconciling.reprints import MinHashReprintFinder

    options = options or ReconcilingOptions()
    finder = finder or MinHashReprintFinder(options.reprint_similarity)
    resolver = resolver or RuleActorResolver()
    steps = {finder.name: finder.digest, resolver.name: resolver.digest}
    total = project.count_documents()

    def texts() -> Iterator[tuple[str, str, PartialDate | None]]:
        for done, item in enumerate(project.texts(), 1):
            watch("looking for reprints", done, total)
            yield item

    with project.start_run("reconcile", options.as_dict(), recorded_versions() | steps) as run:
        project.store_reprints(finder(texts()), run.id)
        watch("resolving actors", 0, None)
        project.store_resolution(resolver(project.document_mentions()), run.id)


def findings_of_project(
    project: Project, reconciling: ReconcilingOptions | None = None, *, watch: Watcher = unwatched
) -> Findings:
    """Reconcile the documents; returns everything that comparisons read.

    Raises:
        ProjectError: nothing is annotated yet.
    """
    if project.count_annotated() == 0:
        raise ProjectError("the project has no annotated document", code="PRO007")
    reconcile_project(project, reconciling, watch=watch)
    return project.findings()


def compare_findings(
    project: Project, findings: Findings, options: ComparingOptions | None = None, *, watch: Watcher = unwatched
) -> Comparison:
    """Compare the outlets' accounts, and record in the project with which options."""
    options = options or ComparingOptions()
    with project.start_run("compare", options.as_dict(), recorded_versions()):
        project.set_setting("comparing", options.as_dict())
        watch("comparing", 0, None)
        return compare(findings, options)


def compare_project(
    project: Project,
    options: ComparingOptions | None = None,
    *,
    reconciling: ReconcilingOptions | None = None,
    watch: Watcher = unwatched,
) -> Comparison:
    """Reconcile the documents, then compare the outlets' accounts.

    Args:
        project: the project; its documents must be annotated.
        options: what is counted.
        reconciling: how documents are brought together.
        watch: told about progress.

    Returns:
        The tables by name, each row with its evidence.

    Raises:
        ProjectError: nothing is annotated yet.
    """
    return compare_findings(project, findings_of_project(project, reconciling, watch=watch), options, watch=watch)
