"""Rules for days of a month, with or without a year, and for days with a name."""

from __future__ import annotations

import datetime as dt
import re

from dissensus.annotating.times._dates import day_in_year, glued, month_group, year_given
from dissensus.annotating.times._direction import direction
from dissensus.annotating.times._lexicon import CLASSES, FIXED_DAYS, words
from dissensus.annotating.times._rules import Meaning, Piece, View, rule, whole_number
from dissensus.annotating.times._senses import UNKNOWN, Sense, date_of, day, interval, month


def _valid(number: int | None, date: int | None) -> bool:
    return bool(number and date and date_of(2000, number, date))


@rule("{iso}", "{numeric}")
def _digits(view: View, match: re.Match[str]) -> Meaning:
    if glued(view.tokens, *match.span()):
        return None
    text = view.tokens.word(match.start())
    parts = [int(part) for part in re.split(r"[/.t-]", text)[:3]]
    if text[:4].isdigit():
        found = date_of(*parts)
        if found is None:
            return None
        clock = re.match(r"t(\d\d:\d\d)", text[10:])
        sense = day(found)
        if clock and clock[1] < "24:60":
            sense = Sense(f"{found.isoformat()}T{clock[1]}", "time", found, found, grain="clock")
        return [Piece(*match.span(), sense)]
    first, second, number = parts
    if number < 100:
        # Two digits mean the year nearest to the publication.
        base = view.today.year if view.today else 2000
        number += (base - number + 50) // 100 * 100
    elif number < 1000:
        return None
    readings = sorted({d for d in (date_of(number, first, second), date_of(number, second, first)) if d is not None})
    if not readings:
        return None
    if len(readings) == 1:
        return [Piece(*match.span(), day(readings[0]))]
    # 4/5/2014: April or May; the two habits of writing are not told apart, so there is no value.
    return [Piece(*match.span(), Sense(None, "date", readings[0], readings[-1], grain="day"))]


_ATTACKS = frozenset({"attack", "terror", "hijack"})


@rule("{nineeleven}", "{MON}{dot}?(?P<d>[{small}{ordinal}])(?=[{lower}{prep}])")
def _eleventh_of_september(view: View, match: re.Match[str]) -> Meaning:
    if match.re.groupindex:
        word = view.tokens.word(match.end())
        september = view.tokens.word(match.start())[:3] == "sep"
        if not september or view.number(match, "d") != 11 or not word.startswith(tuple(sorted(_ATTACKS))):
            return None
    return [Piece(*match.span(), day(dt.date(2001, 9, 11)))]


@rule(
    "(?P<m>{MON}){the}?(?P<d>{DAY})(?P<j>{JOIN})(?P<m2>{MON}){the}?(?P<d2>{DAY}){TAIL}?",
    "{the}?(?P<d>{DAY}){of}?(?P<m>{MON})(?P<j>{JOIN}){the}?(?P<d2>{DAY}){of}?(?P<m2>{MON}){TAIL}?",
)
def _two_days(view: View, match: re.Match[str]) -> Meaning:
    dates = (view.number(match, "d"), view.number(match, "d2"))
    months = (month_group(view, match), month_group(view, match, "m2"))
    valid = _valid(months[0], dates[0]) and _valid(months[1], dates[1])
    if not valid or glued(view.tokens, *match.span()):
        return None
    second = day_in_year(view, match, months[1], dates[1] or 1)
    named, given = year_given(view, match)
    if named and given:
        # "December 28 to January 3, 2015" begins in the year before.
        earlier = given - 1 if months[0] > months[1] and match["j"] != CLASSES["and"] else given
        first = day(date_of(earlier, months[0], dates[0] or 1))
        first = Sense(first.value, "date", first.start, first.end, second.anchored, "day")
    else:
        first = day_in_year(view, match, months[0], dates[0] or 1)
        if first.start and second.start and first.start > second.start:
            # "between January 1 and September 18": the first belongs before the second.
            first = day(date_of(second.start.year - (months[0] > months[1]), months[0], dates[0] or 1)).relative()
    cut = match.start("j")
    return [Piece(match.start(), cut, first), Piece(cut + 1, match.end(), second)]


def _in_month_of(sense: Sense, number: int, date: int | None) -> Sense:
    """Another day of the same month, in the year of the given day."""
    found = day(date_of(sense.start.year, number, date or 0)) if sense.start else UNKNOWN
    return Sense(found.value, "date", found.start, found.end, sense.anchored, "day")


@rule(
    "(?P<m>{MON})(?P<d>{DAY})(?P<j>[{hyphen}{to}{and}])(?P<d2>{DAY})"
    "(?![{lower}{upper}{countnoun}{percent}{hyphen}]){TAIL}?",
    "{the}?(?P<d>{DAY})(?P<j>[{hyphen}{to}{and}]){the}?(?P<d2>{DAY}){of}?(?P<m>{MON}){TAIL}?",
)
def _days_of_a_month(view: View, match: re.Match[str]) -> Meaning:
    number, first, second = month_group(view, match), view.number(match, "d"), view.number(match, "d2")
    if not (first and second and first < second and _valid(number, second)) or glued(view.tokens, *match.span()):
        return None
    last = day_in_year(view, match, number, second)
    start = _in_month_of(last, number, first)
    if match["j"] == CLASSES["and"] and view.tokens.word(match.start() - 1) != "between":
        cut = match.start("j")
        return [Piece(match.start(), cut, start), Piece(cut + 1, match.end(), last)]
    return [Piece(*match.span(), interval(start, last))]


@rule(
    "(?P<m>{MON})(?P<d>{DAY})(?:{comma}{DAY}){1,12}{comma}?{and}(?P<d2>{DAY})(?![{lower}{upper}{countnoun}{percent}]){TAIL}?"
)
def _list_of_days(view: View, match: re.Match[str]) -> Meaning:
    tokens = view.tokens
    number, last = month_group(view, match), view.number(match, "d2")
    if not _valid(number, last):
        return None
    sense = day_in_year(view, match, number, last or 1)
    pieces: list[Piece] = []
    start = match.start("d")
    for index in range(match.start("d"), match.start("d2")):
        if tokens.codes[index] in {CLASSES["comma"], CLASSES["and"]}:
            if start < index:
                dated = _in_month_of(sense, number, whole_number(tokens, start, index))
                pieces.append(Piece(start if pieces else match.start(), index, dated))
            start = index + 1
    return [*pieces, Piece(match.start("d2"), match.end(), sense)]


@rule(
    "(?:(?P<w>{WD}){comma}?)?(?P<m>{MON}){the}?(?P<d>{DAY})(?!{hyphen}?{units}){NONOUN}{TAIL}?",
    "(?:(?P<w>{WD}){comma}?)?{the}?(?P<d>{DAY}){of}?(?P<m>{MON}){TAIL}?",
)
def _day_and_month(view: View, match: re.Match[str]) -> Meaning:
    number, date = month_group(view, match), view.number(match, "d")
    tokens = view.tokens
    if not _valid(number, date) or glued(tokens, *match.span()):
        return None
    spelled_out = tokens.codes[match.start("d")] in {CLASSES["ordinal_word"], CLASSES["tens"]}
    if spelled_out and match.start("d") < match.start("m") and tokens.word(match.start("m") - 1) != "of":
        return None
    return [Piece(*match.span(), day_in_year(view, match, number, date or 1))]


@rule(
    "(?:{fixed}[{dayword}{eve}]?|{fixedstart}{possessive}?{dayword}"
    "|{new}{yearname}(?:{possessive}|{apostrophe})?[{dayword}{eve}]"
    "|{international}{women}(?:{possessive}|{apostrophe})?{dayword}|{month_name}{dayword})"
    "(?:{comma}?(?P<y>{year}){NONOUN})?"
)
def _fixed_day(view: View, match: re.Match[str]) -> Meaning:
    tokens = view.tokens
    last = match.start("y") if match.start("y") >= 0 else match.end()
    if tokens.code(last - 1) == CLASSES["comma"]:
        last -= 1
    name = tokens.text[tokens.starts[match.start()] : tokens.ends[last - 1]].lower().replace("’", "'")
    found = FIXED_DAYS.get(" ".join(name.split()))
    if found is None or (match.end() - match.start() == 1 and tokens.code(match.end()) == CLASSES["lower"]):
        return None  # "Christmas trees"
    return [Piece(*match.span(), day_in_year(view, match, *found))]


_DAY_NUMBER_PREPOSITIONS = words("on by until till before after since from")


@rule(
    "{the}(?P<d>{ordinal})(?:{of}(?P<r>[{this}{last}{next}])(?P<u>{unit}))?"
    "(?![{lower}{upper}{countnoun}{unit}{units}{century_unit}{hyphen}{weekday}])"
)
def _day_number(view: View, match: re.Match[str]) -> Meaning:
    tokens, today, date = view.tokens, view.today, view.number(match, "d")
    given = view.word(match, "r")
    if given and view.word(match, "u") != "month":
        return None
    if not given and tokens.word(match.start() - 1) not in _DAY_NUMBER_PREPOSITIONS:
        return None
    if today is None or not date:
        return [Piece(*match.span(), UNKNOWN)]
    shift = {"last": -1, "next": 1}.get(given, 0)
    if not given:
        future = direction(tokens, *match.span()) == "future"
        shift = 1 if future and date < today.day else -1 if not future and date > today.day else 0
    base = month(today.year, today.month + shift)
    sense = day(date_of(base.start.year, base.start.month, date)) if base.start else UNKNOWN
    return [Piece(*match.span(), sense.relative())]
