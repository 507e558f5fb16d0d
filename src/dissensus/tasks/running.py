"""The main job: from a folder of articles to a checked comparison, in one go."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dissensus.annotating.language import check_language_model
from dissensus.annotating.pipeline import default_pipeline
from dissensus.annotating.stream import PipelineMaker
from dissensus.comparing.comparison import Comparison
from dissensus.exchanging.tables import check_format
from dissensus.model.claims import Codebook
from dissensus.model.documents import Problem
from dissensus.model.errors import NothingLeftError
from dissensus.model.options import (
    DEFAULT_MIN_CONFIDENCE,
    AnnotatingOptions,
    CodingOptions,
    ComparingOptions,
    ReadingOptions,
    ReconcilingOptions,
    ReportingOptions,
)
from dissensus.projects import Project
from dissensus.reading.walking import check_paths
from dissensus.tasks._common import Watcher, unwatched
from dissensus.tasks.actors import alias_entries
from dissensus.tasks.annotating import AnnotatingSummary, annotate_project
from dissensus.tasks.comparing import compare_findings, findings_of_project
from dissensus.tasks.positions import remember_coding
from dissensus.tasks.reading import ReadingSummary, read_articles
from dissensus.tasks.reporting import annotation_objects, export_tables, report_project
from dissensus.tasks.working import working_project

PROJECT_NAME = "project.dissensus"
REPORT_NAME = "report.html"
TABLES_NAME = "tables"


@dataclass(frozen=True, slots=True)
class Result:
    """What `run` gave.

    Attributes:
        folder: where everything lies.
        project: path of the project file.
        report: path of the report.
        tables: paths of the exported tables.
        reading: what reading did.
        annotating: what annotating did.
        comparison: the tables by name, each row with its evidence.
        problems: everything found wrong with the input.
        notices: a line for each decision on actors that does not apply any more.
    """

    folder: Path
    project: Path
    report: Path
    tables: tuple[Path, ...]
    reading: ReadingSummary
    annotating: AnnotatingSummary
    comparison: Comparison
    problems: tuple[Problem, ...]
    notices: tuple[str, ...] = ()

    @property
    def failed(self) -> int:
        """Inputs that were not read and documents that were not annotated."""
        return self.reading.errors + self.annotating.failed

    def _repr_html_(self) -> str:
        return "".join(table._repr_html_() for table in self.comparison.tables.values())


def run(
    articles: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    reading: ReadingOptions | None = None,
    annotating: AnnotatingOptions | None = None,
    reconciling: ReconcilingOptions | None = None,
    comparing: ComparingOptions | None = None,
    reporting: ReportingOptions | None = None,
    codebook: Codebook | None = None,
    coding: CodingOptions | None = None,
    table_format: str = "csv",
    make_pipeline: PipelineMaker = default_pipeline,
    watch: Watcher = unwatched,
) -> Result:
    """Read, annotate, reconcile, compare and report.

    Run again on the same folder, it annotates only what is new or changed; interrupted, it goes on where it stopped.

    Args:
        articles: a file, a folder, or several of them.
        out: folder for the project file, the report and the tables; made when missing.
        reading: how files become documents.
        annotating: language model, number of processes.
        reconciling: how documents are brought together; None takes what the project remembers.
        comparing: what is counted.
        reporting: what the report shows.
        codebook: the claims on which positions are coded; None takes those that the project has, if any.
        coding: how they are coded; None takes what the project remembers.
        table_format: format of the tables: "csv", "parquet" or "jsonl".
        make_pipeline: makes the annotating pipeline from the options; the seam for steps of your own.
        watch: told about progress.

    Returns:
        Paths, summaries, the comparison and all problems.

    Raises:
        UsageError: a path does not exist or holds nothing readable, or an option is wrong.
        ProjectError: the folder's project file cannot be used.
        NothingLeftError: every input failed; the project's problems say why.
    """
    check_format(table_format)
    alias_entries(reconciling or ReconcilingOptions())  # a wrong file is told before any work
    check_language_model((annotating or AnnotatingOptions()).language_model)
    paths = [Path(articles)] if isinstance(articles, str | Path) else [Path(path) for path in articles]
    check_paths(paths)  # nothing is made for articles that are not there
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    with Project.open_or_create(folder / PROJECT_NAME) as project:
        read_summary = read_articles(project, paths, reading, replace=True, watch=watch)
        annotated = annotate_project(project, annotating, make_pipeline=make_pipeline, watch=watch)
        if project.count_annotated() == 0:
            problems = project.problems()
            first = next((p for p in problems if p.severity == "error"), None)
            why = (
                f"; the first of {len(problems)} problems: {first.origin}: {first.code}: {first.found}" if first else ""
            )
            raise NothingLeftError(f"no document could be read and annotated{why}")
        notices: list[str] = []
        if codebook is not None:
            project.store_codebook(codebook)
        if coding is not None:
            remember_coding(project, coding)
        findings = findings_of_project(project, reconciling, watch=watch, notice=notices.append)
        comparison = compare_findings(project, findings, comparing, watch=watch)
        report = report_project(project, comparison, folder / REPORT_NAME, reporting, findings=findings, watch=watch)
        tables = export_tables(comparison, folder / TABLES_NAME, table_format)
        return Result(
            folder,
            project.path,
            report,
            tuple(tables),
            read_summary,
            annotated,
            comparison,
            tuple(project.problems()),
            tuple(notices),
        )


@contextlib.contextmanager
def annotate_without_project(
    articles: Sequence[Path],
    reading: ReadingOptions | None = None,
    annotating: AnnotatingOptions | None = None,
    *,
    min_confidence: float = DEFAULT_MIN_CONFIDENCE,
    watch: Watcher = unwatched,
) -> Iterator[tuple[Iterator[dict[str, Any]], list[Problem]]]:
    """Annotate files with no project to keep: the working file lies in a temporary folder and is removed.

    Args:
        articles: files and folders.
        reading: how files become documents.
        annotating: language model, number of processes.
        min_confidence: statements below are left out (0 to 1).
        watch: told about progress.

    Yields:
        The annotations as plain objects of the public schema, in reading order, and all problems.

    Raises:
        UsageError: a path does not exist or holds nothing readable, or an option is wrong.
    """
    with working_project(articles, reading, annotating, watch=watch) as project:
        yield annotation_objects(project, min_confidence=min_confidence), list(project.problems())
