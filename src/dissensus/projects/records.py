"""What a project gives back besides the vocabulary: runs, proposals with their keys, and decisions as logged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dissensus.model.records import Coder, Decision, RecordKind
from dissensus.model.spans import Evidence, Spans, digest_of

Stage = Literal["reading", "annotating", "reconciling"]
RunStatus = Literal["running", "finished", "failed", "interrupted"]

MACHINE = "dissensus"
"""Name of the machine coder whose proposals the steps of this package make."""

KEY_LENGTH = 32
"""Hexadecimal digits of a record key: 128 bits of a SHA-256."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run of one command.

    Attributes:
        id: number of the run.
        command: what was run, such as "annotate".
        options: its options.
        versions: versions and digests of what took part.
        status: "running", "finished", "failed" or "interrupted".
        started: when, ISO 8601 in UTC.
        finished: when it ended, or None.
        resumed: how many times it was taken up again after an interruption.
    """

    id: int
    command: str
    options: Mapping[str, Any]
    versions: Mapping[str, Any]
    status: RunStatus
    started: str
    finished: str | None
    resumed: int


Cell = int | float | str | bytes | None
"""What stands in a column of a foreign table."""


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file of another program that was taken in.

    Attributes:
        id: its number in the project; rises with time.
        format: which program's, such as "dna".
        name: under which name its documents are known.
        digest: SHA-256 of its bytes.
        version: version of the program, as the file tells it.
    """

    id: int
    format: str
    name: str
    digest: str
    version: str


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A table of such a file.

    Attributes:
        id: its number in the project.
        name: its name.
        shape: plain values that tell its columns.
        text: place of the column whose texts are those of documents, or None; they are stored once.
    """

    id: int
    name: str
    shape: Mapping[str, Any]
    text: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One record that a machine coder proposes.

    Attributes:
        kind: what kind of record.
        key: stable over runs, see `record_key`; decisions name it.
        coder: who proposes.
        document_id: the document, or None for an actor.
        evidence: the words it rests on; None for actors and reprints.
        value: the whole proposal, JSON with sorted names.
    """

    kind: RecordKind
    key: str
    coder: Coder
    document_id: str | None
    evidence: Evidence | None
    value: str


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """A decision as it stands in the log.

    Attributes:
        id: number in the log; rises with time.
        decision: who decided what.
        made: when, ISO 8601 in UTC.
        standing: neither undone nor itself an undo.
    """

    id: int
    decision: Decision
    made: str
    standing: bool


def canonical_json(value: object) -> str:
    """JSON with sorted names and no spaces: equal values give equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def record_key(kind: RecordKind, about: str, parts: Sequence[Spans] = (), mode: str = "") -> str:
    """Key of a record: a digest that depends on the text and the place alone, so it is stable over runs.

    Args:
        kind: what kind of record.
        about: digest of the document's text; for actors the actor's id; for reprints both text digests.
        parts: the record's spans: of a statement speaker, cue and content.
        mode: of a statement.

    Returns:
        32 hexadecimal digits.
    """
    places = [[list(span) for span in spans] for spans in parts]
    return digest_of(canonical_json([kind, about, places, mode]))[:KEY_LENGTH]
