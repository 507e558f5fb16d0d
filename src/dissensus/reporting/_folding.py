"""What of a long list stands open on the page, and what stands behind a fold that the reader opens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, TypeVar

from dissensus.reporting._timechart import UNITS, in_order, period_of
from dissensus.reporting._views import Entry

FIRST_ROWS = {
    "speakers": 30,
    "actors": 25,
    "shared_labels": 8,
    "affiliations": 10,
    "silences": 15,
    "own_voice": 3,
    "articles": 30,
}
"""How many rows of each list stand open: about two screens of each, seen on 15 articles by 4 outlets."""

SLACK = 0.2
"""A fold that would hide no more than this part of what stands open is left away."""

LONGEST_PERIOD = 40
"""A period with more dates is parted into shorter ones: about four screens, seen on 15 articles of one year."""

_T = TypeVar("_T")


@dataclass(slots=True)
class Period:
    """One period of the time line.

    Attributes:
        name: "2031", "2031-05", "2031-05-02", "2030s" or "2031–2044".
        id: its place in the page.
        entries: all its rows.
        parts: shorter periods that hold all the rows; empty where they are listed at once.
    """

    name: str
    id: str
    entries: list[Entry]
    parts: list[Period] = field(default_factory=list)

    @property
    def made(self) -> int:
        """How many of the rows tell when a statement was made or, where the text does not tell, printed."""
        return sum(entry.fields["basis"] in ("said", "publication") for entry in self.entries)


def periods_of(entries: Iterable[Entry], unit: str, prefix: str = "t") -> list[Period]:
    """The rows of the time line by period, a long one parted further.

    Args:
        entries: rows with a date.
        unit: what a period is: day, month, year or decade.
        prefix: what the ids begin with.
    """
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        row = entry.fields
        by_name[period_of(iso(row["first"]), iso(row["last"]), unit, row["value"])].append(entry)
    periods = [Period(name, f"{prefix}-{name.replace('–', '-')}", by_name[name]) for name in in_order(by_name)]
    units = [name for name, _ in UNITS]
    for period in periods:
        finer = units.index(unit)
        while finer > 0 and len(period.entries) > LONGEST_PERIOD and len(period.parts) < 2:
            finer -= 1
            period.parts = periods_of(period.entries, units[finer], period.id)
        if len(period.parts) < 2:
            period.parts = []
    return periods


def iso(day: date | None) -> str | None:
    """A day as ISO text."""
    return day.isoformat() if day else None


def first_and_rest(rows: Sequence[_T], name: str) -> tuple[Sequence[_T], Sequence[_T]]:
    """The rows that stand open, and the others.

    Args:
        rows: all rows.
        name: key of `FIRST_ROWS`.
    """
    most = FIRST_ROWS[name]
    if len(rows) <= most * (1 + SLACK):
        return rows, rows[len(rows) :]
    return rows[:most], rows[most:]


def by_outlet(entries: Iterable[Entry]) -> list[tuple[int, list[Any]]]:
    """Entries by the number of their outlet, each outlet's in their own order."""
    ordered = sorted(entries, key=lambda entry: entry.outlet)
    return [(number, list(group)) for number, group in groupby(ordered, key=lambda entry: entry.outlet)]
