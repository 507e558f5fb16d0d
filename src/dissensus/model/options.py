"""One options object per task, the same from Python, TOML and command line."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Self

from dissensus.model.errors import UsageError


@dataclass(frozen=True, kw_only=True, slots=True)
class _Options:
    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Options from a mapping (a TOML table, command-line values); unknown names are refused.

        Raises:
            UsageError: a name is not an option of this task.
        """
        known = {f.name for f in dataclasses.fields(cls)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise UsageError(f"unknown option {unknown[0]!r}; known are {', '.join(sorted(known))}", code="USE005")
        return cls(**values)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON, in a fixed order."""
        plain: dict[str, Any] = {}
        for f in sorted(dataclasses.fields(self), key=lambda f: f.name):
            value = getattr(self, f.name)
            if isinstance(value, Mapping):
                value = dict(sorted(value.items()))
            elif isinstance(value, tuple):
                value = list(value)
            plain[f.name] = value
        return plain


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingOptions(_Options):
    """How files become documents.

    Attributes:
        columns: for tables and metadata.csv, field name to column name ({"text": "body", "outlet": "paper"}).
        name_pattern: pattern of file names with fields in braces, such as "{published}_{outlet}_{title}"; None for none.
        day_first: whether 03/04/2024 is the 3rd of April; None refuses dates that could be read both ways.
        max_bytes: largest file that is opened.
        max_characters: longest text of one document.
        max_line: longest line in characters.
    """

    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    name_pattern: str | None = None
    day_first: bool | None = None
    max_bytes: int = 100_000_000
    max_characters: int = 2_000_000
    max_line: int = 500_000


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnotatingOptions(_Options):
    """How documents are annotated.

    Attributes:
        language_model: name of the installed spaCy pipeline; None takes the one that is a dependency of ours.
        jobs: number of processes; the output never depends on it.
        document_seconds: time after which one document is given up; 0 for no limit.
        own_voice: whether the outlet's own assertions and demands are read as statements.
    """

    language_model: str | None = None
    jobs: int = 1
    document_seconds: float = 300.0
    own_voice: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class ReconcilingOptions(_Options):
    """How documents are brought together.

    Attributes:
        reprint_similarity: Jaccard similarity of word shingles from which a document is a reprint.
    """

    reprint_similarity: float = 0.8


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparingOptions(_Options):
    """What is counted.

    Attributes:
        count_reprints: count every reprint, too (else once, with the original).
        min_confidence: statements below are left out.
        own_voice: include statements in the outlet's own voice.
        silence_outlets: an actor counts as present elsewhere when at least so many other outlets have it.
    """

    count_reprints: bool = False
    min_confidence: float = 0.0
    own_voice: bool = True
    silence_outlets: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportingOptions(_Options):
    """What the report shows.

    Attributes:
        title: heading of the report.
        max_documents: most documents whose full text is included; of the others the report keeps the evidence's context.
        max_rows: most rows a table shows; the full tables are exported beside the report.
        max_evidence: most pieces of evidence a cell opens onto; the count stays true.
    """

    title: str = "Who says what"
    max_documents: int = 200
    max_rows: int = 300
    max_evidence: int = 25
