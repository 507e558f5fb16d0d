"""The three kinds of record: what a coder proposes, what a person decided, what the team agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CoderKind = Literal["machine", "person"]
Verdict = Literal["accept", "correct", "reject", "undo"]
RecordKind = Literal["statement", "mention", "time", "actor", "reprint", "position"]


@dataclass(frozen=True, slots=True)
class Coder:
    """Who made a coding: a person, or the machine under its name and version."""

    name: str
    kind: CoderKind
    version: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a proposal; appended, never changed.

    Attributes:
        coder: the person.
        kind: what kind of record it is about.
        key: the proposal's key: a digest of document and spans, stable over runs.
        verdict: accept, correct (new_value differs), reject, or undo of the decision before.
        old_value: the proposal as it was, JSON.
        new_value: what the person says it is, JSON; None for reject and undo.
        note: free words.
    """

    coder: Coder
    kind: RecordKind
    key: str
    verdict: Verdict
    old_value: str
    new_value: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AgreedCoding:
    """What the team settled on for one record, and how (the decisions it rests on)."""

    kind: RecordKind
    key: str
    value: str | None
    decision_ids: tuple[int, ...]
    settled_by: str
