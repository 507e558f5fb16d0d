"""Write a project's comparison as one HTML file, and its tables as files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dissensus.comparing.comparison import Comparison
from dissensus.exchanging.annotations_jsonl import annotation_object
from dissensus.exchanging.tables import write_table
from dissensus.model.annotations import Annotation
from dissensus.model.findings import Findings
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE, ReportingOptions
from dissensus.projects import Project
from dissensus.tasks._common import Watcher, recorded_versions, unwatched


def report_project(
    project: Project,
    comparison: Comparison,
    path: Path,
    options: ReportingOptions | None = None,
    *,
    findings: Findings | None = None,
    watch: Watcher = unwatched,
) -> Path:
    """Write the report: one self-contained HTML file that needs no network.

    Args:
        project: the project.
        comparison: what `compare_project` gave.
        path: the file; its folder is made.
        options: what the report shows.
        findings: the findings that the comparison was made from, where they are still at hand.
        watch: told about progress.

    Returns:
        The path.
    """
    from dissensus.reporting.report import write_report

    watch("writing the report", 0, None)
    about = {f"version of {name}": version for name, version in recorded_versions().items()}
    for run in project.runs():
        about[f"options of {run.command}"] = json.dumps(run.options, sort_keys=True, ensure_ascii=False)
        about |= {f"step {name}": digest for name, digest in run.versions.items() if "." in name}
    problems = list(project.problems())
    about["problems"] = str(len(problems))
    about["inputs not read or not annotated"] = str(sum(problem.severity == "error" for problem in problems))
    missing = project.count_documents() - project.count_annotated()
    if missing:
        about["documents without annotation"] = str(missing)
    about["digest of the content"] = project.content_digest()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_report(
        path,
        comparison,
        findings or project.findings(),
        project.document,
        lambda document_id: project.annotation(document_id) or Annotation(document_id),
        options or ReportingOptions(),
        about,
    )
    return path


def export_tables(comparison: Comparison, folder: Path, format_id: str = "csv") -> list[Path]:
    """Write each table of a comparison into a folder, named after the table.

    Raises:
        UsageError: no such format.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in comparison.tables.items():
        path = folder / f"{name}.{format_id}"
        write_table(table.to_arrow(), path, format_id)
        written.append(path)
    return written


def annotation_objects(project: Project, *, min_confidence: float = DEFAULT_MIN_CONFIDENCE) -> Iterator[dict[str, Any]]:
    """All annotations of a project as plain objects of the public schema, in reading order.

    Args:
        project: the project; nothing in it is changed.
        min_confidence: statements below are left out (0 to 1).
    """
    names = {actor.id: actor.name for actor in project.actors()}
    links = project.actor_links()
    for document_id, annotation in project.annotations():
        yield annotation_object(
            project.document(document_id),
            annotation,
            links.get(document_id, ()),
            names,
            min_confidence=min_confidence,
        )
