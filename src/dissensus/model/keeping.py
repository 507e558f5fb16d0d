"""Which statements count when a user asks for precision: one rule for everything that is written or compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dissensus.model.annotations import Statement


def kept_statements(
    statements: Sequence[Statement], min_confidence: float = 0.0, *, own_voice: bool = True
) -> dict[int, Statement]:
    """The statements of a document that are not left out.

    Args:
        statements: all statements of the document.
        min_confidence: statements below are left out (0 to 1); one that has just this confidence stays.
        own_voice: whether statements in the outlet's own voice stay; they are held to the same confidence as others.

    Returns:
        By the number that each has in the document, in order. A statement that is nested in one that was left out
        stays and has no parent.
    """
    kept = {
        number: statement
        for number, statement in enumerate(statements)
        if statement.confidence >= min_confidence and (own_voice or statement.mode != "own_voice")
    }
    return {
        number: statement if statement.parent is None or statement.parent in kept else replace(statement, parent=None)
        for number, statement in kept.items()
    }
