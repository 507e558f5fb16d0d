"""One finding about a codebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True)
class ClaimIssue:
    """One thing about one claim, or about several together, that should be looked at.

    Attributes:
        claims: ids of the claims, in the order of the codebook; the claims that are at fault together.
        code: what it is, in one word ("question", "contrary"); the reference of the codebook lists them.
        severity: "error" (coding for it would contradict itself), "warning" (codings will be worse or doubled), "hint"
            (look at it; it may well be meant so).
        found: what was found.
        remedy: what to do.
    """

    claims: tuple[str, ...]
    code: str
    severity: Severity
    found: str
    remedy: str


def shortened(text: str, longest: int = 70) -> str:
    """A text as a message shows it."""
    return repr(text if len(text) <= longest else f"{text[:longest]}...")


def listed(words: str) -> frozenset[str]:
    """The words of a text, for looking them up."""
    return frozenset(words.split())
