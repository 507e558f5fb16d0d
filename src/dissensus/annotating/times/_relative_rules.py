"""Rules for what counts from the publication or from the date told before: Monday, last week, two days ago."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from dissensus.annotating.times._dates import WEEKDAY_NUMBER, glued, nearest_season, nearest_weekday, told_before
from dissensus.annotating.times._direction import direction
from dissensus.annotating.times._lexicon import (
    CLASSES,
    CLOCK_UNITS,
    MONTHS,
    PARTS_OF_DAY,
    PLURALS,
    SEASONS,
    UNITS,
    words,
)
from dissensus.annotating.times._rules import Meaning, Piece, View, amount_of, rule
from dissensus.annotating.times._senses import (
    UNKNOWN,
    Sense,
    at_clock,
    day,
    days_later,
    duration,
    month,
    moved,
    unit_around,
)


def unit_code(word: str) -> str:
    """TimeML letters of a unit in singular or plural; those of the clock begin with T."""
    singular = PLURALS.get(word, word)
    return ("T" if singular in CLOCK_UNITS else "") + UNITS.get(singular, "")


def in_weeks(amount: float | None, word: str) -> float | None:
    """A fortnight is two weeks."""
    return amount * 2 if amount is not None and word.startswith("fortnight") else amount


_OPENING = frozenset("“\"‘'")
_CLOSING = frozenset("”\"’'")


@rule("(?P<a>{the}{unit}[{before}{after}])?(?P<d>{day})(?P<p>{part})?", "(?P<a>)(?P<p>)(?P<d>{tonight})")
def _day_word(view: View, match: re.Match[str]) -> Meaning:
    tokens, word, today = view.tokens, view.word(match, "d"), view.today
    first = match.start("d")
    if word == "today" and tokens.text[tokens.starts[first]] == "T":
        # "USA Today", "NBC's Today show", "“Today”" are names.
        quoted = tokens.glued_before(first) in _OPENING and tokens.glued_after(first) in _CLOSING
        if quoted or tokens.code(first - 1) not in {
            "",
            CLASSES["dot"],
            CLASSES["stop"],
            CLASSES["break"],
            CLASSES["mark"],
        }:
            return None
    shift = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    if match["a"]:
        if tokens.word(match.start() + 1) != "day":
            return None
        shift += 1 if match["a"][-1] == CLASSES["after"] else -1
    sense = day(days_later(today, shift)).relative() if today else UNKNOWN
    if word == "tonight":
        sense = at_clock(sense, "TNI") if sense.value else Sense(None, "time", anchored=True)
    elif match["p"]:
        sense = (
            at_clock(sense, PARTS_OF_DAY[view.word(match, "p")]) if sense.value else Sense(None, "time", anchored=True)
        )
    return [Piece(*match.span(), sense)]


@rule(
    "{the}?(?P<r>[{this}{last}{next}{past}{coming}])(?P<r2>[{past}{coming}{last}{next}])?{comma}?(?P<x>{WD}|[{month}{month_name}]|{season})"
    "(?![{small}{ordinal}]{NONOUN})"
)
def _determined_name(view: View, match: re.Match[str]) -> Meaning:
    tokens = view.tokens
    word = view.word(match, "x")
    relation = view.word(match, "r2") or view.word(match, "r")
    relation = {"past": "last", "upcoming": "next", "coming": "next", "these": "this"}.get(relation, relation)
    if relation in {"that", "those"}:
        return None
    towards = direction(tokens, *match.span())
    if word in WEEKDAY_NUMBER:
        wanted = relation if relation in {"last", "next"} else towards if towards == "past" else "nearest"
        sense = nearest_weekday(view.today, WEEKDAY_NUMBER[word], wanted)
    elif word in MONTHS:
        if view.today is None:
            sense = UNKNOWN
        elif relation == "this":
            sense = month(view.today.year, MONTHS[word]).relative()
        else:
            ahead = (MONTHS[word] - view.today.month) % 12
            shift = ahead - 12 if relation == "last" else ahead or 12
            sense = month(view.today.year, view.today.month + shift).relative()
    else:
        relation = "nearest" if relation == "this" else relation
        sense = nearest_season(view.today, SEASONS[word], relation)
    return [Piece(*match.span(), sense)]


@rule("(?P<w>{weekday})", "(?P<w>{weekday_abbr})(?={dot}?)")
def _bare_weekday(view: View, match: re.Match[str]) -> Meaning:
    tokens, first = view.tokens, match.start()
    before, after = tokens.word(first - 1), tokens.word(match.end())
    if (
        glued(tokens, *match.span())
        or before in _FEAST
        or (after in _PAPERS and tokens.text[tokens.starts[match.end()]].isupper())
    ):
        return None
    if after in {"night", "afternoon"} and tokens.word(match.end() + 1) in {"live", "football", "lights", "fever"}:
        return None
    if tokens.codes[first] == CLASSES["weekday_abbr"] and view.word(match, "w") not in {
        "tues",
        "weds",
        "thur",
        "thurs",
    }:
        return None
    towards = direction(tokens, *match.span())
    return [Piece(*match.span(), nearest_weekday(view.today, WEEKDAY_NUMBER[view.word(match, "w")], towards or "past"))]


_FEAST = words("black good ash super bloody holy cyber easter palm shrove giving maundy whit ruby casual man")
_PAPERS = words("times telegraph mirror herald mail express tribune independent sport world review addams")


@rule("(?P<a>{late}|{the}{same})?(?P<r>[{this}{last}{that}{next}{same}{following}{previous}])(?P<p>{part})(?!{of})")
def _determined_part(view: View, match: re.Match[str]) -> Meaning:
    relation, part = view.word(match, "r"), PARTS_OF_DAY[view.word(match, "p")]
    if relation in {"this", "last"}:
        base = day(days_later(view.today, -1 if relation == "last" else 0)).relative() if view.today else UNKNOWN
    elif relation == "those" or view.last is None or view.last.grain not in {"day", "clock"}:
        base = UNKNOWN
    else:
        shift = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(relation, 0)
        base = day(days_later(view.last.start, shift)) if view.last.start else UNKNOWN
        base = Sense(base.value, "date", base.start, base.end, view.last.anchored, "day")
    sense = at_clock(base, part) if base.value else Sense(None, "time", anchored=True)
    return [Piece(*match.span(), sense)]


@rule(
    "(?P<a>{the})?(?P<r>[{this}{last}{next}{that}{same}{previous}{following}{coming}])(?P<u>{UNIT})(?!{hyphen}[{long}{old}])",
)
def _determined_unit(view: View, match: re.Match[str]) -> Meaning:
    relation, word = view.word(match, "r"), view.word(match, "u")
    tokens, unit = view.tokens, unit_code(word)
    told = relation in {"that", "same", "previous", "preceding", "following"} or (
        match["a"] and word in {"day", "morning"}
    )
    if unit.startswith("T") or word == "fortnight" or relation in {"these", "those"}:
        return None
    if told:
        if not match["a"] and relation != "that":
            return None
        base = told_before(view, unit)
        if base is None:
            return [Piece(*match.span(), UNKNOWN)] if word in {"day", "week", "month", "year", "weekend"} else None
        shift = {"previous": -1, "preceding": -1, "following": 1, "next": 1, "last": -1}.get(relation, 0)
        sense = unit_around(unit, base, shift)
        anchored = view.last is not None and view.last.anchored
        return [Piece(*match.span(), Sense(sense.value, "date", sense.start, sense.end, anchored, sense.grain))]
    if match["a"]:
        if relation == "this":
            return None
        return [Piece(*match.span(), _window(view, 1, unit, relation))]
    if word == "day" and relation in {"this", "next", "last"}:
        return (
            [Piece(*match.span(), UNKNOWN)] if relation == "next" and tokens.word(match.start() - 1) != "the" else None
        )
    if word == "quarter" and relation == "this" and tokens.word(match.end()) == "of":
        return None
    shift = {"last": -1, "next": 1, "coming": 1, "upcoming": 1}.get(relation, 0)
    if word == "weekend" and relation == "last" and view.today and view.today.isoweekday() >= 6:
        shift = -1
    sense = unit_around(unit, view.today, shift).relative() if view.today else UNKNOWN
    return [Piece(*match.span(), sense)]


def _window(view: View, amount: float | None, unit: str, relation: str) -> Sense:
    """A stretch of time that ends ("the past two years") or begins ("the next decade") with the publication."""
    back = relation in {"past", "last", "recent", "previous"}
    edge = moved(view.today, -amount if back else amount, unit) if amount is not None else None
    start, end = (edge, view.today) if back else (view.today, edge)
    return Sense(duration(amount, unit), "duration", start, end, anchored=True)


@rule(
    "{the}?(?:{this})?(?P<r>[{last}{past}{next}{coming}])(?P<n>{AMOUNT})?{full}?{hyphen}?(?P<u>[{units}])",
    "{the}(?P<r>[{past}])(?P<n>{COUNT})?(?P<u>{UNIT})",
    "{the}(?P<r>[{last}{next}])(?P<n>{AMOUNT})(?P<u>{UNIT})(?!{units})",
)
def _windows(view: View, match: re.Match[str]) -> Meaning:
    amount: float | None = 1.0 if "u" in match.re.groupindex and view.word(match, "u") not in PLURALS else None
    if match.start("n") >= 0:
        amount = amount_of(view.tokens, *match.span("n"))
    word = view.word(match, "u")
    unit = unit_code(word)
    relation = view.word(match, "r")
    first = view.tokens.word(match.start())
    if first == "past" and view.tokens.word(match.start() - 1) not in _BEFORE_PAST:
        return None  # "to move past days of turmoil"
    sense = _window(view, in_weeks(amount, word), unit, relation)
    if relation in {"next", "coming", "upcoming"} and direction(view.tokens, *match.span()) == "past":
        sense = replace(sense, start=None, end=None)  # "over the next two years he built": it began at some other time
    return [Piece(*match.span(), sense)]


_BEFORE_PAST = words("in over during for within throughout of from these and")


@rule("{recent}(?P<u>{units})")
def _recent(view: View, match: re.Match[str]) -> Meaning:
    return [Piece(*match.span(), Sense("PAST_REF", "reference", None, view.today, anchored=True))]


@rule(
    "(?P<n>{AMOUNT}|{half}{a}|{a}{full}?|{another})(?P<v>(?:{full}|{other})?)(?P<u>[{units}]|{UNIT})(?P<h>{and}{a}{half})?(?P<t>{ago}|{from}[{now}{day}]|{hence}|[{later}{earlier}{before}{after}])",
    "(?P<n>)(?P<v>)(?P<h>)(?P<u>{units})(?P<t>{ago}|{from}{now}|{hence}|[{later}{earlier}])",
)
def _counted(view: View, match: re.Match[str]) -> Meaning:
    tokens = view.tokens
    word, tail = view.word(match, "u"), view.word(match, "t")
    amount = amount_of(tokens, *match.span("n")) if match["n"] else None
    if amount is not None and match["h"]:
        amount += 0.5
    unit, amount = unit_code(word), in_weeks(amount, word)
    if not match["n"] and tokens.code(match.start() - 1) in {CLASSES["this"], CLASSES["money"], CLASSES["hyphen"]}:
        return None
    length = Sense(duration(amount, unit), "duration")
    through_unit = match.end("u") if not match["h"] else match.end("h")
    if tail in {"ago", "from", "hence"}:
        if tail == "from" and tokens.word(match.end() - 1) == "yesterday":
            return None
        sign = -1 if tail == "ago" else 1
        if amount is None:
            reference = Sense("PAST_REF", "reference", None, view.today, anchored=True)
            if tail != "ago":
                reference = Sense("FUTURE_REF", "reference", view.today, None, anchored=True)
            return [Piece(*match.span(), reference)]
        base = view.today
        if tail == "from" and tokens.word(match.end() - 1) == "tomorrow":
            base = days_later(base, 1) if base else None
        return [Piece(*match.span(), _around(base, sign * amount, unit).relative())]
    if tail in {"before", "after"}:
        return [Piece(match.start(), through_unit, length)]
    sign = -1 if tail == "earlier" else 1
    base = told_before(view, unit)
    if base is None or amount is None:
        return [Piece(*match.span(), length)]
    sense = _around(base, sign * amount, unit)
    anchored = view.last is not None and view.last.anchored
    return [Piece(*match.span(), Sense(sense.value, sense.kind, sense.start, sense.end, anchored, sense.grain))]


def _around(base: dt.date | None, amount: float, unit: str) -> Sense:
    """The calendar unit so far away: "three weeks ago" is a week, "two years ago" a year; of hours only the days."""
    if base is None:
        return UNKNOWN
    if unit.startswith("T"):
        hours = abs(amount) * {"TH": 1.0, "TM": 1 / 60, "TS": 1 / 3600}[unit]
        whole_days = int(min(hours, 1e7) // 24) + 1
        other = days_later(base, whole_days if amount > 0 else -whole_days)
        start, end = (base, other) if amount > 0 else (other, base)
        return Sense(None, "time", start, end, anchored=True)
    target = moved(base, amount, unit)
    if target is None or amount != int(amount):
        # Half a year ago: months are the finer unit that still counts whole.
        finer, factor = {"Y": ("M", 12), "DE": ("Y", 10), "CE": ("DE", 10), "W": ("D", 7)}.get(unit, ("", 0))
        if not factor or amount * factor != int(amount * factor):
            return UNKNOWN
        return unit_around(finer, moved(base, amount * factor, finer))
    return unit_around(unit, target)


@rule(
    "(?P<e>{the}(?P<w>{edge}){of})(?:(?P<d>{the}|{this}))?(?P<u>{unit}|{year_unit}|{century_unit})(?![{lower}{upper}{possessive}])",
    "(?P<e>[{earlier}{later}{early}{late}]{in})(?P<d>{the})(?P<u>{unit}|{year_unit})",
)
def _edge_of_unit(view: View, match: re.Match[str]) -> Meaning:
    word = view.word(match, "u")
    unit = unit_code(word)
    if unit not in {"W", "M", "Y", "DE", "CE", "Q"} or word == "fortnight" or match["d"] == "":
        return None
    sense = unit_around(unit, view.today).relative() if view.today else UNKNOWN
    return [Piece(match.end("e"), match.end(), sense)]


@rule(
    "{the}(?P<u>{UNIT})(?P<t>[{before}{after}{earlier}])(?![{lower}{upper}{the}{day}{weekday}{a}{this}{that}{function}{new}])"
)
def _unit_before(view: View, match: re.Match[str]) -> Meaning:
    unit = unit_code(view.word(match, "u"))
    if unit not in {"D", "W", "M", "Y"}:
        return None
    base = told_before(view, unit)
    shift = 1 if view.word(match, "t") == "after" else -1
    sense = unit_around(unit, base, shift) if base else UNKNOWN
    anchored = sense.value is None or (view.last is not None and view.last.anchored)
    return [Piece(*match.span(), Sense(sense.value, "date", sense.start, sense.end, anchored, sense.grain))]


@rule("(?:{at})?(?P<a>{the}|{that}|{this}){same}?(?P<t>{time}|{moment})(?![{of}{and}{hyphen}{units}{unit}])")
def _at_the_time(view: View, match: re.Match[str]) -> Meaning:
    first, word, determiner = match.start("a"), view.word(match, "t"), view.word(match, "a")
    before = view.tokens.word(match.start())
    if before != "at" and view.tokens.word(match.start() - 1) not in {"by", "since", "until", "before", "from"}:
        return None
    if determiner in {"these", "those"} or match.end() - first > 2:
        return None
    if determiner == "this" or (word == "moment" and determiner == "the"):
        return [Piece(first, match.end(), Sense("PRESENT_REF", "reference", view.today, view.today, anchored=True))]
    if determiner == "the" and before != "at":
        return None
    return [Piece(first, match.end(), Sense("PAST_REF", "reference", None, view.today, anchored=True))]


@rule("{now}", "{present}", "{at}(?P<p>{lower})(?![{lower}{upper}])", "(?P<d>[{this}{that}])(?P<u>{units})")
def _present(view: View, match: re.Match[str]) -> Meaning:
    groups = match.re.groupindex
    first = match.start()
    if "p" in groups:
        if view.word(match, "p") != "present":
            return None
        first = match.start("p")
    if "d" in groups:
        if view.word(match, "u") != "days" or view.word(match, "d") not in {"these", "those"}:
            return None
        if view.word(match, "d") == "those":
            return [Piece(*match.span(), Sense("PAST_REF", "reference", None, view.today, anchored=True))]
    if view.tokens.glued_before(first) == "-" or view.tokens.glued_after(match.end() - 1) in {"@", "/"}:
        return None
    return [Piece(first, match.end(), Sense("PRESENT_REF", "reference", view.today, view.today, anchored=True))]


@rule(
    "{pastly}",
    "{in}(?P<p>{the}{past})(?![{number_word}{tens}{small}{number}{units}{unit}{year_unit}{vague}{couple}{century_unit}{lower}{season}])",
)
def _past(view: View, match: re.Match[str]) -> Meaning:
    first = match.start("p") if "p" in match.re.groupindex else match.start()
    return [Piece(first, match.end(), Sense("PAST_REF", "reference", None, view.today, anchored=True))]


@rule("[{in}{for}](?P<p>(?:{the}|{a}){near}?{future})", "(?P<p>{near}{future})", "(?P<p>{soon})(?![{after}{before}])")
def _future(view: View, match: re.Match[str]) -> Meaning:
    if view.tokens.word(match.start() - 1) == "as" and match["p"] == CLASSES["soon"]:
        return None
    return [Piece(match.start("p"), match.end("p"), Sense("FUTURE_REF", "reference", view.today, None, anchored=True))]
