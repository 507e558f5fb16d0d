"""Which day, month or season is meant when the year, the month or the week is not told."""

from __future__ import annotations

import datetime as dt
import re

from dissensus.annotating.times._direction import direction
from dissensus.annotating.times._lexicon import CLASSES, MONTH_ABBREVIATIONS, MONTHS, WEEKDAY_ABBREVIATIONS, WEEKDAYS
from dissensus.annotating.times._rules import View
from dissensus.annotating.times._senses import UNKNOWN, Sense, date_of, day, days_later, month, season
from dissensus.annotating.times._tokens import Tokens

MONTH_NUMBER = MONTHS | MONTH_ABBREVIATIONS
"""Month, whole or abbreviated, in lower case to its number."""

WEEKDAY_NUMBER = WEEKDAYS | WEEKDAY_ABBREVIATIONS
"""Day of the week, whole or abbreviated, in lower case to its ISO number."""

GLUE = "/\\_.=&@#~+*^"
"""A number or name that one of these touches is part of an address, a sum or a code."""

NEAR_DAYS = 45
"""A day without a year this near to the publication needs no cue: the nearest year is meant whatever the tense.

Set on invented sentences and read over US political news (training part of PolNeAR)."""

NEAR_WORDS = 7
"""A cue further away than this does not move a day and month away from the nearest year. Set as NEAR_DAYS."""

MONTHS_AHEAD = 5
"""Without a cue a month is the last one, unless it begins within so many months. Set as NEAR_DAYS."""


MONTHS_AFTER_FRAME = 8
"""As MONTHS_AHEAD where something is asked for or planned ("asked for a vote before the end of November")."""


def glued(tokens: Tokens, first: int, after: int) -> bool:
    """The expression is part of an address, a code or a sum."""
    before, behind = tokens.glued_before(first), tokens.glued_after(after - 1)
    return (before != "" and before in GLUE) or (behind != "" and behind in "/\\_=@#~+*^")


def relative_year(view: View, word: str) -> int | None:
    """The number of "last", "this", "next" or "that" year."""
    if word in {"that", "those", "previous", "preceding", "following"}:
        shift = {"previous": -1, "preceding": -1, "following": 1}.get(word, 0)
        return view.last.start.year + shift if view.last is not None and view.last.start else None
    if view.today is None:
        return None
    return view.today.year + {"last": -1, "next": 1}.get(word, 0)


def year_given(view: View, match: re.Match[str]) -> tuple[bool, int | None]:
    """Whether the expression names a year (groups y and r), and which."""
    groups = match.re.groupindex
    if "y" in groups and match.start("y") >= 0:
        return True, int(view.tokens.word(match.start("y")))
    if "r" in groups and match.start("r") >= 0:
        return True, relative_year(view, view.word(match, "r"))
    return False, None


def month_group(view: View, match: re.Match[str], group: str = "m") -> int:
    """The number of the month that a group names."""
    return MONTH_NUMBER.get(view.word(match, group), 0)


def _nearest_year(view: View, number: int, date: int, towards: str, weekday: int = 0) -> dt.date | None:
    """The day and month in the nearest year, or the nearest in a direction, or where the day of the week fits."""
    today = view.today
    if today is None:
        return None
    candidates = [d for d in (date_of(today.year + n, number, date) for n in range(-8, 9)) if d is not None]
    if weekday:
        near = [d for d in candidates if abs((d - today).days) < 3 * 366]
        candidates = [d for d in near if d.isoweekday() == weekday] or near
    if towards == "past":
        candidates = [d for d in candidates if d <= today] or candidates
    elif towards == "future":
        candidates = [d for d in candidates if d >= today] or candidates
    return min(candidates, key=lambda d: (abs((d - today).days), d), default=None)


def day_in_year(view: View, match: re.Match[str], number: int, date: int) -> Sense:
    """A day of a month in the year that the match names (groups y, r) or, without one, in the year that is meant."""
    named, given = year_given(view, match)
    if named:
        explicit = match.start("y") >= 0
        sense = day(date_of(given, number, date)) if given else UNKNOWN
        return Sense(sense.value, "date", sense.start, sense.end, not explicit, "day")
    weekday = WEEKDAY_NUMBER.get(view.word(match, "w"), 0) if "w" in match.re.groupindex else 0
    found = _nearest_year(view, number, date, "", weekday)
    if found is None or view.today is None:
        return UNKNOWN
    if abs((found - view.today).days) > NEAR_DAYS and not weekday:
        tokens, (first, after) = view.tokens, match.span()
        # "the February 21 regime": a name for it, of which the tense says nothing.
        premodifier = tokens.word(first - 1) == "the" and tokens.code(after) in {CLASSES["lower"], CLASSES["upper"]}
        towards = "" if premodifier else direction(tokens, first, after, reach=NEAR_WORDS)
        found = _nearest_year(view, number, date, towards) or found
    return day(found).relative()


def bare_month(view: View, number: int, first: int, after: int) -> Sense:
    """A month without a year."""
    today = view.today
    if today is None:
        return UNKNOWN
    ahead = (number - today.month) % 12
    towards = direction(view.tokens, first, after)
    reach = {"past": 0, "future": 12, "nearest": MONTHS_AFTER_FRAME}.get(towards, MONTHS_AHEAD)
    if ahead > reach or towards == "past":
        ahead = ahead - 12 if ahead else 0
    return month(today.year, today.month + ahead).relative()


def nearest_season(today: dt.date | None, code: str, towards: str) -> Sense:
    """The season around the day, the last ("past": it has begun; "last": it has ended), or the next one."""
    if today is None:
        return UNKNOWN
    known: list[tuple[dt.date, dt.date, Sense]] = []
    for number in range(today.year - 2, today.year + 3):
        sense = season(number, code)
        if sense.start and sense.end:
            known.append((sense.start, sense.end, sense))
    if towards == "last":
        fitting = [s for _, end, s in known if end < today][-1:]
    elif towards == "past":
        fitting = [s for start, _, s in known if start <= today][-1:]
    elif towards == "next":
        fitting = [s for start, _, s in known if start > today][:1]
    elif towards == "future":
        fitting = [s for _, end, s in known if end >= today][:1]
    else:
        distances = [
            (max((start - today).days, (today - end).days, 0), place) for place, (start, end, _) in enumerate(known)
        ]
        fitting = [known[min(distances)[1]][2]] if distances else []
    return fitting[0].relative() if fitting else UNKNOWN


def nearest_weekday(today: dt.date | None, number: int, towards: str) -> Sense:
    """The last ("past", the day itself included; "last", without it) or next day of the week ("future", "next")."""
    if today is None:
        return UNKNOWN
    back = (today.isoweekday() - number) % 7
    ahead = (number - today.isoweekday()) % 7
    shift = {"past": -back, "last": -(back or 7), "future": ahead, "next": ahead or 7}.get(towards)
    if shift is None:
        shift = ahead if ahead <= back else -back
    return day(days_later(today, shift)).relative()


_FINER: dict[str, frozenset[str]] = {
    "D": frozenset({"day", "clock"}),
    "W": frozenset({"day", "clock", "week", "weekend"}),
    "WE": frozenset({"day", "clock", "week", "weekend"}),
    "M": frozenset({"day", "clock", "week", "month"}),
    "Q": frozenset({"day", "month", "quarter"}),
    "Y": frozenset({"day", "clock", "week", "weekend", "month", "season", "quarter", "half", "year"}),
    "DE": frozenset({"day", "month", "year", "decade"}),
    "CE": frozenset({"day", "month", "year", "decade", "century"}),
}


def told_before(view: View, unit: str) -> dt.date | None:
    """The date told before in the paragraph, when it is at least as fine as the unit."""
    if view.last is None or view.last.start is None or view.last.grain not in _FINER.get(unit, ()):
        return None
    return view.last.start
