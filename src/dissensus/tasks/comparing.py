"""Bring the documents of a project together and compare the outlets' accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from dissensus.comparing.comparison import Comparison, compare
from dissensus.model.documents import PartialDate
from dissensus.model.errors import ProjectError
from dissensus.model.findings import ActorResolver, Findings, ReprintFinder
from dissensus.model.options import ComparingOptions, ReconcilingOptions
from dissensus.model.spans import digest_of
from dissensus.projects import Project
from dissensus.tasks._common import Watcher, recorded_versions, unnoticed, unwatched
from dissensus.tasks.actors import (
    alias_entries,
    default_resolver,
    remember_reconciling,
    remembered_reconciling,
    resolve_actors,
)


def reconcile_project(
    project: Project,
    options: ReconcilingOptions | None = None,
    *,
    finder: ReprintFinder | None = None,
    resolver: ActorResolver | None = None,
    watch: Watcher = unwatched,
) -> tuple[str, ...]:
    """Find reprints and resolve actors across all annotated documents; replaces what an earlier call found.

    The alias file of the options and people's decisions about actors are applied to what the resolver gives.

    Args:
        project: the project.
        options: how documents are brought together; None takes what the project remembers.
        finder: finds reprints; None for the default.
        resolver: resolves actors; None for the default.
        watch: told about progress.

    Returns:
        A line for each decision that does not apply any more.

    Raises:
        ReconcilingError: the alias file cannot be read or is wrong.
    """
    from dissensus.reconciling.reprints import MinHashReprintFinder

    options = options or ReconcilingOptions.of(remembered_reconciling(project))
    finder = finder or MinHashReprintFinder(options.reprint_similarity)
    resolver = default_resolver(resolver)
    steps = {finder.name: finder.digest, resolver.name: resolver.digest}
    if options.aliases is not None:
        alias_entries(options)  # a wrong file is told before any work
        steps["aliases.v1"] = digest_of(Path(options.aliases).read_bytes())[:16]
    total = project.count_documents()

    def texts() -> Iterator[tuple[str, str, PartialDate | None]]:
        for done, item in enumerate(project.texts(), 1):
            watch("looking for reprints", done, total)
            yield item

    # The file's digest is recorded with the run; its path is one of this machine.
    recorded = options.as_dict() | {"aliases": None if options.aliases is None else Path(options.aliases).name}
    with project.start_run("reconcile", recorded, recorded_versions() | steps) as run:
        remember_reconciling(project, options)
        project.store_reprints(finder(texts()), run.id)
        watch("resolving actors", 0, None)
        return resolve_actors(project, run.id, options, resolver)


def findings_of_project(
    project: Project,
    reconciling: ReconcilingOptions | None = None,
    *,
    watch: Watcher = unwatched,
    notice: Callable[[str], None] = unnoticed,
) -> Findings:
    """Reconcile the documents and, with a codebook, code positions; returns everything that comparisons read.

    Args:
        project: the project.
        reconciling: how documents are brought together; None takes what the project remembers.
        watch: told about progress.
        notice: told in a line about each decision on actors that does not apply any more.

    Raises:
        ProjectError: nothing is annotated yet.
    """
    if project.count_annotated() == 0:
        raise ProjectError("the project has no annotated document", code="PRO007")
    for line in reconcile_project(project, reconciling, watch=watch):
        notice(line)
    if project.codebook() is not None:
        from dissensus.tasks.position_coding import other_wordings
        from dissensus.tasks.positions import code_project

        summary = code_project(project, watch=watch)
        # What people decided in an imported project may be about nothing that the machine found.
        found = summary.coded and any(held for _, held in project.positions())
        if found and project.position_verdicts():
            from dissensus.tasks.position_learning import learn_project

            learn_project(project, watch=watch)
        for line in other_wordings(project):
            notice(line)
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
    notice: Callable[[str], None] = unnoticed,
) -> Comparison:
    """Reconcile the documents, then compare the outlets' accounts.

    Args:
        project: the project; its documents must be annotated.
        options: what is counted.
        reconciling: how documents are brought together; None takes what the project remembers.
        watch: told about progress.
        notice: told in a line about each decision on actors that does not apply any more.

    Returns:
        The tables by name, each row with its evidence.

    Raises:
        ProjectError: nothing is annotated yet.
    """
    findings = findings_of_project(project, reconciling, watch=watch, notice=notice)
    return compare_findings(project, findings, options, watch=watch)
