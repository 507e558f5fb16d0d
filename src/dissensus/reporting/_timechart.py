"""The time line as a drawing: one lane an outlet, one column a period, area after count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

MOST_PERIODS = 20
"""Most columns; with more, days become months, months years, and years decades."""

_COLUMN, _LANE, _LEFT, _TOP = 84, 40, 175, 30
_LARGEST = 15.0

UNITS = (("day", 10), ("month", 7), ("year", 4), ("decade", 3))
"""What a period may be, and how many characters of a date name it."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One symbol: where, how large, how many, what it stands for."""

    x: float
    y: float
    size: float
    count: int
    made: bool
    period: str
    outlet: int
    target: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing.

    Attributes:
        unit: what a column is: day, month, year or decade.
        columns: (label, x) of each period.
        lanes: (outlet number, name, y).
        dots: the symbols.
        width: in units of the drawing.
        height: in units of the drawing.
        undated: rows without any date.
    """

    unit: str
    columns: Sequence[tuple[str, float]]
    lanes: Sequence[tuple[int, str, float]]
    dots: Sequence[Dot]
    width: float
    height: float
    undated: int


def period_of(first: str | None, last: str | None, unit: str) -> str:
    """The period that a date stands in: "2031-05-02", "2031-05", "2031" or "2030s".

    A whole month or year is a period of its own: it is never put at its first day.
    """
    first, last = first or last or "", last or first or ""
    length = dict(UNITS)[unit]
    if unit == "decade":
        return first[:3] + "0s"
    if first[3:] == "0-01-01" and last == f"{first[:3]}9-12-31":
        return first[:3] + "0s"
    if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
        return first[:4]
    if first[:7] == last[:7] and first.endswith("-01") and first != last and last[8:] >= "28":
        return first[: min(length, 7)]
    return first[:length]


def unit_of(dates: Sequence[tuple[str | None, str | None]]) -> str:
    """The finest unit with which no more than `MOST_PERIODS` periods occur."""
    for unit, _ in UNITS:
        if len({period_of(first, last, unit) for first, last in dates}) <= MOST_PERIODS:
            return unit
    return "decade"


def chart_of(
    times: pa.Table, outlets: Mapping[str | None, tuple[int, str]], targets: Mapping[str, str], unit: str
) -> Chart:
    """Draw the time line.

    Args:
        times: the Arrow table of `dissensus.comparing.times.compare_times`.
        outlets: outlet to its number and name, in the order of the lanes.
        targets: period to the id of its place in the list below.
        unit: what a column is.
    """
    import pyarrow.compute as pc

    days = [pc.strftime(times[name], format="%Y-%m-%d").to_pylist() for name in ("first", "last")]
    periods_of = {
        (first, last): period_of(first, last, unit) for first, last in set(zip(*days, strict=True)) if first or last
    }
    counts: Counter[tuple[str | None, str, bool]] = Counter()
    undated = 0
    for outlet, basis, *pair in zip(times["outlet"].to_pylist(), times["basis"].to_pylist(), *days, strict=True):
        period = periods_of.get((pair[0], pair[1]))
        if period is None:
            undated += 1
        elif outlet in outlets:
            counts[outlet, period, basis in ("said", "publication")] += 1
    periods = sorted({period for _, period, _ in counts})[-MOST_PERIODS * 2 :]
    place = {period: _LEFT + _COLUMN * (at + 0.5) for at, period in enumerate(periods)}
    lane = {outlet: _TOP + _LANE * (at + 0.5) for at, outlet in enumerate(outlets)}
    most = max(counts.values(), default=1)
    ordered = sorted(counts.items(), key=lambda item: (outlets[item[0][0]][0], item[0][1], item[0][2]))
    dots = [
        Dot(
            place[period] + (-11 if made else 11),
            lane[outlet],
            round(max(3.5, _LARGEST * (count / most) ** 0.5), 1),
            count,
            made,
            period,
            outlets[outlet][0],
            targets.get(period, "times"),
        )
        for (outlet, period, made), count in ordered
        if period in place
    ]
    return Chart(
        unit,
        [(period, place[period]) for period in periods],
        [(number, name, lane[outlet]) for outlet, (number, name) in outlets.items()],
        dots,
        _LEFT + _COLUMN * len(periods) + 10,
        _TOP + _LANE * len(outlets) + 8,
        undated,
    )
