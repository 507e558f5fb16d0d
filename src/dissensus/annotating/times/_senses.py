"""What an expression means: a value, and the first and last day it may mean. Date arithmetic that knows its limits."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from dissensus.model.annotations import TimeKind

Grain = Literal[
    "", "clock", "day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century"
]
"""How much of the calendar a sense names; "" for what is not in the calendar."""

FIRST, LAST = dt.date.min, dt.date.max


@dataclass(frozen=True, slots=True)
class Sense:
    """What an expression means.

    Attributes:
        value: as in ``TimeExpression``.
        kind: as in ``TimeExpression``.
        start: first day it may mean.
        end: last day it may mean.
        anchored: it depends on the publication date.
        grain: how much of the calendar it names.
    """

    value: str | None
    kind: TimeKind = "date"
    start: dt.date | None = None
    end: dt.date | None = None
    anchored: bool = False
    grain: Grain = ""

    def relative(self) -> Sense:
        """The same sense, marked as depending on the publication date."""
        return replace(self, anchored=True)


UNKNOWN = Sense(None, anchored=True)
"""A calendar expression that cannot be resolved."""


def date_of(year: int, month: int, day: int) -> dt.date | None:
    """The date, or None when the calendar has none such."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def days_later(date: dt.date, days: int) -> dt.date | None:
    """The date so many days later (earlier when negative), or None beyond the calendar."""
    try:
        return date + dt.timedelta(days=days)
    except OverflowError:
        return None


def months_later(date: dt.date, months: int) -> dt.date | None:
    """The same day so many months later, or the month's last day where it has none such; None beyond the calendar."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def day(date: dt.date | None) -> Sense:
    """One day."""
    return UNKNOWN if date is None else Sense(date.isoformat(), "date", date, date, grain="day")


def week(date: dt.date | None) -> Sense:
    """The ISO week that holds the date."""
    if date is None:
        return UNKNOWN
    year, number, weekday = date.isocalendar()
    if not 1 <= year <= 9999:
        return UNKNOWN
    monday = days_later(date, 1 - weekday) or FIRST
    return Sense(f"{year:04d}-W{number:02d}", "date", monday, days_later(monday, 6) or LAST, grain="week")


def weekend(date: dt.date | None) -> Sense:
    """Saturday and Sunday of the ISO week that holds the date."""
    base = week(date)
    if base.end is None:
        return UNKNOWN
    return Sense(f"{base.value}-WE", "date", days_later(base.end, -1), base.end, grain="weekend")


def month(year: int, number: int) -> Sense:
    """A month; ``number`` may lie outside 1 to 12 and then means a month of another year."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    if not 1 <= year <= 9999:
        return UNKNOWN
    last = calendar.monthrange(year, number)[1]
    return Sense(
        f"{year:04d}-{number:02d}", "date", dt.date(year, number, 1), dt.date(year, number, last), grain="month"
    )


def _years(value: str, first: int, last: int, grain: Grain) -> Sense:
    if not 1 <= last <= 9999 or first > 9999:
        return UNKNOWN
    return Sense(value, "date", dt.date(max(first, 1), 1, 1), dt.date(last, 12, 31), grain=grain)


def year(number: int) -> Sense:
    """A year."""
    return _years(f"{number:04d}", number, number, "year") if number > 0 else UNKNOWN


def decade(number: int) -> Sense:
    """A decade by its first three digits: 194 is 1940 to 1949."""
    return _years(f"{number:03d}", number * 10, number * 10 + 9, "decade") if number >= 0 else UNKNOWN


def century(number: int) -> Sense:
    """A century by its ordinal number: 20 is the twentieth, 1901 to 2000, whose value is "19"."""
    return _years(f"{number - 1:02d}", number * 100 - 99, number * 100, "century") if number > 0 else UNKNOWN


_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def season(number: int, code: str) -> Sense:
    """A season, meteorological and northern; the winter of a year begins in its December."""
    start, end = month(number, _SEASON_MONTH[code]), month(number, _SEASON_MONTH[code] + 2)
    if start.start is None or end.end is None:
        return UNKNOWN
    return Sense(f"{number:04d}-{code}", "date", start.start, end.end, grain="season")


def part_of_year(number: int, part: int, parts: int) -> Sense:
    """A quarter (``parts`` 4) or half (2) of a year."""
    length = 12 // parts
    start, end = month(number, (part - 1) * length + 1), month(number, part * length)
    if start.start is None or end.end is None or not 1 <= part <= parts:
        return UNKNOWN
    letter, grain = ("Q", "quarter") if parts == 4 else ("H", "half")
    return Sense(f"{number:04d}-{letter}{part}", "date", start.start, end.end, grain=grain)  # type: ignore[arg-type]


def interval(first: Sense, last: Sense) -> Sense:
    """From the first to the last of two senses, as an ISO 8601 interval."""
    if first.value is None or last.value is None or first.start is None or last.end is None or first.start > last.end:
        return UNKNOWN
    return Sense(
        f"{first.value}/{last.value}", "date", first.start, last.end, first.anchored or last.anchored, first.grain
    )


def at_clock(date: Sense, clock: str) -> Sense:
    """A part of the day ("TMO") or time ("T17:00") of a day."""
    if date.value is None or date.grain != "day":
        return replace(date, kind="time", grain="clock")
    return replace(date, value=date.value + clock, kind="time", grain="clock")


def unit_around(unit: str, date: dt.date | None, shift: int = 0) -> Sense:
    """The calendar unit that holds the date, moved by so many units: ``("W", d, -1)`` is the week before."""
    if date is None:
        return UNKNOWN
    match unit:
        case "D":
            return day(days_later(date, shift))
        case "W":
            return week(days_later(date, 7 * shift))
        case "WE":
            return weekend(days_later(date, 7 * shift))
        case "M":
            return month(date.year, date.month + shift)
        case "Q":
            years, quarter = divmod((date.month - 1) // 3 + shift, 4)
            return part_of_year(date.year + years, quarter + 1, 4)
        case "Y":
            return year(date.year + shift)
        case "DE":
            return decade(date.year // 10 + shift)
        case "CE":
            return century((date.year - 1) // 100 + 1 + shift)
        case _:
            return UNKNOWN


_SPANS_IN_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}


def moved(date: dt.date | None, amount: float, unit: str) -> dt.date | None:
    """The date moved by an amount of a unit; None beyond the calendar, or when it is no whole number of days."""
    if date is None or abs(amount) > 10_000_000:
        return None
    if unit in _SPANS_IN_MONTHS:
        months = amount * _SPANS_IN_MONTHS[unit]
        return months_later(date, int(months)) if months == int(months) else None
    days = amount * {"D": 1, "W": 7, "WE": 7}.get(unit, 0)
    return days_later(date, int(days)) if days == int(days) else None


def duration(amount: float | None, unit: str) -> str:
    """ISO duration, with X for an unknown amount and TimeML's DE and CE for decades and centuries."""
    number = "X" if amount is None else f"{amount:g}" if amount < 1e6 else str(int(amount))
    return f"PT{number}{unit[1:]}" if unit.startswith("T") else f"P{number}{unit}"
