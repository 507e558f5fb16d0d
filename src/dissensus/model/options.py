"""One options object per task, the same from Python, TOML and command line."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self, get_args, get_origin, get_type_hints

from dissensus.model.errors import UsageError

STATEMENT_READERS = ("accurate", "fast", "rules")
"""What reads statements: the two trained models that come with the package, or rules over the parse."""
DEFAULT_MIN_CONFIDENCE = 0.33
"""Confidence from which statements count by default: a little below where match F1 is best on the articles held back
from PolNeAR train (see the models' cards), since a missed statement is seen by nobody and a wrong one by whoever reads
it. Lower finds more, higher errs less."""
DEFAULT_MIN_POSITION = 0.5
"""Confidence from which a position is proposed by default."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Options:
    """What all options objects share: construction from a mapping, checks, plain values."""

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
        return cls(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})

    def __post_init__(self) -> None:
        hints = get_type_hints(type(self))
        for f in dataclasses.fields(self):
            value = getattr(self, f.name)
            kinds = tuple(get_origin(kind) or kind for kind in (get_args(hints[f.name]) or (hints[f.name],)))
            if get_origin(hints[f.name]) is Mapping:
                kinds = (Mapping,)
            if float in kinds:
                kinds = (*kinds, int)
            low, high = f.metadata.get("range", (None, None))
            bounds = (
                ""
                if low is None
                else f"a number of at least {low}"
                if high is None
                else f"a number from {low} to {high}"
            )
            if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
                must = f"; it must be {bounds}" if bounds else ""
                raise UsageError(f"the option {f.name} cannot be {value!r}{must}", code="USE005")
            if isinstance(value, int | float) and not (
                (low is None or value >= low) and (high is None or value <= high)
            ):
                raise UsageError(f"the option {f.name} is {value!r}; it must be {bounds}", code="USE005")
            choices = f.metadata.get("choices")
            if choices is not None and value not in choices:
                known = ", ".join(choices)
                raise UsageError(f"the option {f.name} is {value!r}; it must be one of {known}", code="USE005")

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
        name_pattern: pattern of file names with fields in braces, such as "{published}_{outlet}"; None for none.
        day_first: whether 03/04/2024 is the 3rd of April; None refuses dates that could be read both ways.
        max_bytes: largest file that is opened.
        max_characters: longest text of one document.
        max_line: longest line in characters.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    name_pattern: str | None = None
    day_first: bool | None = None
    max_bytes: int = field(default=100_000_000, metadata={"range": (1, None)})
    max_characters: int = field(default=2_000_000, metadata={"range": (1, None)})
    max_line: int = field(default=500_000, metadata={"range": (1, None)})


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnotatingOptions(_Options):
    """How documents are annotated.

    Attributes:
        language_model: name of the installed spaCy pipeline; None takes the one that is a dependency of ours.
        jobs: number of processes; what is found in a document never depends on it.
        document_seconds: wall-clock time after which one document is given up and recorded (ANN002), which may happen
            on a slow or busy machine alone; 0 for no limit, so that the output never depends on the machine's speed.
        own_voice: whether the outlet's own assertions and demands are read as statements.
        statements: what reads statements: "accurate", "fast", or "rules".
    """

    language_model: str | None = None
    jobs: int = field(default=1, metadata={"range": (0, 256)})
    document_seconds: float = field(default=300.0, metadata={"range": (0, 86_400)})
    own_voice: bool = True
    statements: str = field(default=STATEMENT_READERS[0], metadata={"choices": STATEMENT_READERS})


@dataclass(frozen=True, kw_only=True, slots=True)
class ReconcilingOptions(_Options):
    """How documents are brought together.

    Attributes:
        reprint_similarity: Jaccard similarity of word shingles from which a document is a reprint.
        aliases: path of a file of names (TOML or CSV) that tells who is who; None for none.
    """

    reprint_similarity: float = field(default=0.8, metadata={"range": (0.1, 1)})
    aliases: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparingOptions(_Options):
    """What is counted.

    Attributes:
        count_reprints: count every reprint, too (else once, with the original).
        min_confidence: statements below are left out, from 0 (none is) to 1; the project keeps them all.
        own_voice: include statements in the outlet's own voice.
        silence_outlets: an actor counts as present elsewhere when at least so many other outlets have it.
    """

    count_reprints: bool = False
    min_confidence: float = field(default=DEFAULT_MIN_CONFIDENCE, metadata={"range": (0, 1)})
    own_voice: bool = True
    silence_outlets: int = field(default=1, metadata={"range": (1, None)})


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportingOptions(_Options):
    """What the report shows.

    Attributes:
        title: heading of the report.
        max_documents: most documents whose full text is included; of the others only the evidence is kept.
        max_rows: most rows a table shows; the full tables are exported beside the report.
        max_evidence: most pieces of evidence a cell opens onto; the count stays true.
    """

    title: str = "Who says what"
    max_documents: int = field(default=200, metadata={"range": (0, None)})
    max_rows: int = field(default=300, metadata={"range": (1, None)})
    max_evidence: int = field(default=25, metadata={"range": (1, None)})


@dataclass(frozen=True, kw_only=True, slots=True)
class CodingOptions(_Options):
    """How positions on claims are coded.

    Attributes:
        codebook: path of the codebook (TOML, CSV, or a DNA project); None takes what the project remembers.
        min_confidence: statements below are not read, from 0 (all are) to 1.
        min_position: positions below are not proposed, from 0 to 1; lower finds more, higher errs less.
        jobs: threads that read; the result does not depend on it; 0 for one a core.
    """

    codebook: str | None = None
    min_confidence: float = field(default=DEFAULT_MIN_CONFIDENCE, metadata={"range": (0, 1)})
    min_position: float = field(default=DEFAULT_MIN_POSITION, metadata={"range": (0, 1)})
    jobs: int = field(default=1, metadata={"range": (0, 256)})
