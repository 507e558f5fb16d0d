"""The time line as a drawing: one lane an outlet, one column a period, area after count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

MOST_PERIODS = 14
"""Most columns, so that their labels stand side by side in `WIDEST`; with more, days become months, months years, and
years decades."""

WIDEST = 1085
"""Width of a drawing with many columns: it fits beside the contents in a window 1400 pixels wide."""

_COLUMN, _LEAST_COLUMN, _LANE, _LEFT, _TOP = 84.0, 44.0, 40, 175, 30
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


def known_part(first: str | None, last: str | None, value: str | None) -> str:
    """The known end of an open interval, no more exactly than the text tells it: "2031" for "since 2031".

    Args:
        first: the first day, if it is known.
        last: the last day, if it is known.
        value: the normal value of the expression; one that is no prefix of the known day tells nothing.
    """
    day = first or last or ""
    if not day:
        return ""
    if value is not None and len(value) in (3, 4, 7, 10) and day.startswith(value):
        return value + "0s" if len(value) == 3 else value
    # Without a value a year's or a month's end may stand for the year or month; a day would say more than is known.
    if day.endswith("-01-01" if first else "-12-31"):
        return day[:4]
    if day.endswith("-01") if first else (date.fromisoformat(day) + timedelta(1)).day == 1:
        return day[:7]
    return day


def period_of(first: str | None, last: str | None, unit: str, value: str | None = None) -> str:
    """The period that a date stands in: "2031-05-02", "2031-05", "2031", "2030s" or "2031–2044".

    Both ends lie within it: a whole month, year or decade is a period of its own, never put at its first day, and what
    crosses a year's end is named by both years. An open interval stands at the end that is known (`known_part`).
    """
    length = dict(UNITS)[unit]
    if not (first and last):
        known = known_part(first, last, value)
        return known if known.endswith("s") else known[:3] + "0s" if unit == "decade" else known[:length]
    if first[:3] == last[:3] and (unit == "decade" or (first[3:] == "0-01-01" and last[3:] == "9-12-31")):
        return first[:3] + "0s"
    if unit == "decade":
        return f"{first[:3]}0s–{last[:3]}0s"
    if first[:4] != last[:4]:
        return f"{first[:4]}–{last[:4]}"
    if first[:7] != last[:7]:
        return first[:4]
    return first[: length if first == last else min(length, 7)]


def in_order(periods: Iterable[str]) -> list[str]:
    """Periods by their begin, a longer one before those within it."""
    return sorted(periods, key=lambda name: (name[:3] if "s" in name or "–" in name else name, name))


def unit_of(dates: Sequence[tuple[str | None, str | None, str | None]]) -> str:
    """The finest unit with which no more than `MOST_PERIODS` periods occur.

    Args:
        dates: first day, last day and value of each.
    """
    for unit, _ in UNITS:
        if len({period_of(first, last, unit, value) for first, last, value in dates}) <= MOST_PERIODS:
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
    dates = list(zip(*days, times["value"].to_pylist(), strict=True))
    periods_of = {one: period_of(one[0], one[1], unit, one[2]) for one in set(dates) if one[0] or one[1]}
    counts: Counter[tuple[str | None, str, bool]] = Counter()
    undated = 0
    for outlet, basis, dated in zip(times["outlet"].to_pylist(), times["basis"].to_pylist(), dates, strict=True):
        period = periods_of.get(dated)
        if period is None:
            undated += 1
        elif outlet in outlets:
            counts[outlet, period, basis in ("said", "publication")] += 1
    periods = in_order({period for _, period, _ in counts})[-MOST_PERIODS * 2 :]
    column = max(_LEAST_COLUMN, min(_COLUMN, (WIDEST - _LEFT - 10) // max(1, len(periods))))
    place = {period: _LEFT + column * (at + 0.5) for at, period in enumerate(periods)}
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
        _LEFT + column * len(periods) + 10,
        _TOP + _LANE * len(outlets) + 8,
        undated,
    )
