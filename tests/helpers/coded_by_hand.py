"""Coded statements written by hand, one tuple a statement, and drawn at random."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from dissensus.model.coded_statements import CodedStatements, Column


def seconds(day: str) -> int:
    """An ISO date, with a time if wanted, in seconds since 1970 (UTC)."""
    return int(dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC).timestamp())


def coded(
    *statements: tuple[str, str, int | str, str, int],
    qualifier: str = "boolean",
    outlets: Sequence[str] = (),
    coders: Sequence[str] = (),
    confidence: Sequence[float] = (),
    statuses: Sequence[str] = (),
) -> CodedStatements:
    """Statements from (organization, concept, agreement, day, document), sorted as the type demands."""
    order = sorted(range(len(statements)), key=lambda n: (seconds(statements[n][3]), statements[n][4], n))
    given = [statements[n] for n in order]
    count = len(given)

    def column(name: str, values: Sequence[str]) -> Column:
        return Column.of(name, "short text", [values[n] if values else "" for n in order])

    return CodedStatements(
        statement_type="DNA Statement",
        ids=np.array([n + 1 for n in order], dtype=np.int64),
        time=np.array([seconds(s[3]) for s in given], dtype=np.int64),
        document=np.array([s[4] for s in given], dtype=np.int64),
        start=np.array([10 * n for n in order], dtype=np.int64),
        stop=np.array([10 * n + 5 for n in order], dtype=np.int64),
        variables={
            "organization": Column.of("organization", "short text", [s[0] for s in given]),
            "concept": Column.of("concept", "short text", [s[1] for s in given]),
            "agreement": Column.of("agreement", qualifier, [s[2] for s in given]),  # type: ignore[arg-type]
        },
        document_variables={
            "author": column("author", ()),
            "source": column("source", outlets),
            "section": column("section", ()),
            "type": column("type", ()),
            "id": Column.of("id", "short text", [str(s[4]) for s in given]),
            "title": Column.of("title", "short text", [f"Title {s[4]}" for s in given]),
        },
        coder=column("coder", coders),
        confidence=np.array([confidence[n] if confidence else 1.0 for n in order], dtype=np.float64)
        if count
        else np.zeros(0),
        status=column("status", statuses or ["decided"] * count),
    )
