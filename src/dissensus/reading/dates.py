"""Publication dates as written to dates with their precision; nothing is filled up and nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from dissensus.model.documents import PartialDate

FIRST_YEAR, LAST_YEAR = 1450, 2199
"""Years in which an article may have been published: from the first printed pages on."""

MAX_LENGTH = 100
"""Longest wording of a date, in characters."""

REMEMBERED = 4_096
"""Wordings whose date, or what is wrong with it, is kept: the rows of a table often repeat one."""

_ISO = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?:[T ].*)?\Z", re.DOTALL)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}.*)?\Z", re.DOTALL)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ,].*)?\Z", re.DOTALL)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_NAME = "|".join(_MONTHS)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_REST = r"(?:[,;]?\s+(?:at\s+)?\d{1,2}[:.]\d{2}.*)?\Z"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?({_NAME})\b\.?[,\s-]+(\d{{4}}){_REST}", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}({_NAME})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?[,\s]+(\d{{4}}){_REST}", re.IGNORECASE
)
_MONTH_ONLY = re.compile(rf"({_NAME})\b\.?[,\s]+(\d{{4}})\Z", re.IGNORECASE)
_PRECISION = re.compile(r"(inferred)?\s*(day|month|year)?\Z", re.IGNORECASE)
_LENGTHS = {"year": 4, "month": 7, "day": 10}


class DateError(ValueError):
    """A date that is impossible, ambiguous or not understood; its message says which."""


def parse_date(words: str, day_first: bool | None = None, precision: str = "") -> PartialDate:
    """The date that the words give.

    Args:
        words: "2014-04-21", "2014-04", "2014", "2014-04-21T10:00:00Z", "21 April 2014", "April 21, 2014",
            "25/04/2014" and the like. A time of day is left out, the day stays as written in its own time zone.
        day_first: whether 03/04/2024 is the 3rd of April; None refuses it.
        precision: "day", "month", "year", each also after "inferred", or "": the date is cut to it.

    Raises:
        DateError: no such day, two ways to read it, or not understood.
    """
    value = _parsed(" ".join(words[: MAX_LENGTH + 1].split()), day_first)
    told = _PRECISION.match(" ".join(precision.split()))
    if told is None:
        raise DateError(f"{precision[:60]!r} is no precision of a date (day, month, year, inferred day, ...)")
    if told.group(2):
        value = value[: _LENGTHS[told.group(2).lower()]]
    return PartialDate(value, inferred=told.group(1) is not None)


def _parsed(words: str, day_first: bool | None) -> str:
    if len(words) > MAX_LENGTH:
        raise DateError(f"{words[:60]!r}... is no date")
    value, fault = _looked_up(words, day_first)
    if fault:
        raise DateError(fault)
    return value


@lru_cache(maxsize=REMEMBERED)
def _looked_up(words: str, day_first: bool | None) -> tuple[str, str]:
    """The date and what is wrong, one of them empty; a cache keeps no exceptions, and refusing is what takes time."""
    try:
        return _understood(words, day_first), ""
    except DateError as error:
        return "", str(error)


def _understood(words: str, day_first: bool | None) -> str:
    if match := _ISO.match(words):
        year, _, month, day = match.groups()
        return _valid(words, int(year), month, day)
    if match := _BASIC.match(words):
        return _valid(words, int(match.group(1)), match.group(2), match.group(3))
    if match := _NUMERIC.match(words):
        return _numeric(words, int(match.group(1)), int(match.group(3)), int(match.group(4)), day_first)
    if match := _DAY_FIRST.match(words):
        return _valid(words, int(match.group(3)), _MONTHS[match.group(2).lower()], match.group(1))
    if match := _MONTH_FIRST.match(words):
        return _valid(words, int(match.group(3)), _MONTHS[match.group(1).lower()], match.group(2))
    if match := _MONTH_ONLY.match(words):
        return _valid(words, int(match.group(2)), _MONTHS[match.group(1).lower()], None)
    return _other_language(words)


def _numeric(words: str, first: int, second: int, year: int, day_first: bool | None) -> str:
    if first != second and max(first, second) <= 12 and day_first is None:
        raise DateError(f"{words!r} can be read as two dates; say with --day-first which is meant")
    if day_first is None:
        day_first = first > 12 or first == second
    day, month = (first, second) if day_first else (second, first)
    return _valid(words, year, month, day)


def _valid(words: str, year: int, month: str | int | None, day: str | int | None) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(f"{words!r} is no date of a publication")
    try:
        dt.date(year, int(month) if month is not None else 1, int(day) if day is not None else 1)
    except ValueError:
        raise DateError(f"there is no day {words!r}") from None
    if month is None:
        return f"{year:04}"
    return f"{year:04}-{int(month):02}" if day is None else f"{year:04}-{int(month):02}-{int(day):02}"


def _other_language(words: str) -> str:
    """Day, month by name and year in another language, by dateparser; all three must be there."""
    if not re.search(r"(?<!\d)\d{4}(?!\d)", words) or not re.search(r"[^\W\d_]", words):
        raise DateError(f"{words!r} is not understood as a date")
    import dateparser

    found = dateparser.parse(
        words,
        settings={
            "PARSERS": ["absolute-time"],
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    if found is None or str(found.year) not in words:
        raise DateError(f"{words!r} is not understood as a date")
    return _valid(words, found.year, found.month, found.day)
