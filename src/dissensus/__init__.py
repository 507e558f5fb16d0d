"""Dissensus lays out who says what about a contested subject, with the exact words.

The public names stand in ``__all__``; they are imported when first used, so that ``import dissensus`` is quick.
"""

from __future__ import annotations

import importlib
from importlib import metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dissensus.annotating.pipeline import default_pipeline
    from dissensus.annotating.steps import Draft, Pipeline, Step
    from dissensus.annotating.stream import annotate_document, annotate_stream
    from dissensus.comparing.comparison import Comparison, compare
    from dissensus.model.annotations import Annotation, Mention, Statement, TimeExpression
    from dissensus.model.documents import Document, PartialDate, Problem
    from dissensus.model.errors import DissensusError
    from dissensus.model.findings import Actor, Findings, Reprint
    from dissensus.model.options import (
        AnnotatingOptions,
        ComparingOptions,
        ReadingOptions,
        ReconcilingOptions,
        ReportingOptions,
    )
    from dissensus.model.spans import Evidence, Span
    from dissensus.model.tables import Table
    from dissensus.networks.options import NetworkOptions
    from dissensus.projects import Project
    from dissensus.reading import read
    from dissensus.tasks.annotating import annotate_project
    from dissensus.tasks.coded import coded_from
    from dissensus.tasks.comparing import compare_project
    from dissensus.tasks.networks import make_networks
    from dissensus.tasks.reading import read_articles
    from dissensus.tasks.reporting import export_tables, report_project
    from dissensus.tasks.running import Result, run

__version__ = metadata.version("dissensus")

_HOME = {
    "Actor": "model.findings",
    "Annotation": "model.annotations",
    "AnnotatingOptions": "model.options",
    "Comparison": "comparing.comparison",
    "ComparingOptions": "model.options",
    "DissensusError": "model.errors",
    "Document": "model.documents",
    "Draft": "annotating.steps",
    "Evidence": "model.spans",
    "Findings": "model.findings",
    "Mention": "model.annotations",
    "NetworkOptions": "networks.options",
    "PartialDate": "model.documents",
    "Pipeline": "annotating.steps",
    "Problem": "model.documents",
    "Project": "projects",
    "ReadingOptions": "model.options",
    "ReconcilingOptions": "model.options",
    "ReportingOptions": "model.options",
    "Reprint": "model.findings",
    "Result": "tasks.running",
    "Span": "model.spans",
    "Statement": "model.annotations",
    "Step": "annotating.steps",
    "Table": "model.tables",
    "TimeExpression": "model.annotations",
    "annotate_document": "annotating.stream",
    "annotate_project": "tasks.annotating",
    "annotate_stream": "annotating.stream",
    "coded_from": "tasks.coded",
    "compare": "comparing.comparison",
    "compare_project": "tasks.comparing",
    "default_pipeline": "annotating.pipeline",
    "export_tables": "tasks.reporting",
    "make_networks": "tasks.networks",
    "read": "reading",
    "read_articles": "tasks.reading",
    "report_project": "tasks.reporting",
    "run": "tasks.running",
}

__all__ = [
    "Actor",
    "AnnotatingOptions",
    "Annotation",
    "ComparingOptions",
    "Comparison",
    "DissensusError",
    "Document",
    "Draft",
    "Evidence",
    "Findings",
    "Mention",
    "NetworkOptions",
    "PartialDate",
    "Pipeline",
    "Problem",
    "Project",
    "ReadingOptions",
    "ReconcilingOptions",
    "ReportingOptions",
    "Reprint",
    "Result",
    "Span",
    "Statement",
    "Step",
    "Table",
    "TimeExpression",
    "annotate_document",
    "annotate_project",
    "annotate_stream",
    "coded_from",
    "compare",
    "compare_project",
    "default_pipeline",
    "export_tables",
    "make_networks",
    "read",
    "read_articles",
    "report_project",
    "run",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    try:
        module = importlib.import_module(f"dissensus.{_HOME[name]}")
    except KeyError:
        raise AttributeError(f"module 'dissensus' has no attribute {name!r}") from None
    return getattr(module, name)


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
