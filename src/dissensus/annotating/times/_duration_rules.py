"""Rules for durations, repetitions and clock times."""

from __future__ import annotations

import re

from dissensus.annotating.times._dates import glued
from dissensus.annotating.times._lexicon import (
    CLASSES,
    LONG_WORDS,
    MONTHS,
    PARTS_OF_DAY,
    PLURALS,
    SEASONS,
    SET_WORDS,
    WEEKDAYS,
    words,
)
from dissensus.annotating.times._relative_rules import in_weeks, unit_code
from dissensus.annotating.times._rules import Meaning, Piece, View, amount_of, rule
from dissensus.annotating.times._senses import Sense, duration


def _set(match: re.Match[str], value: str) -> Meaning:
    return [Piece(*match.span(), Sense(value, "set"))]


@rule(
    "{every}{full}?(?P<o>{other})?(?P<x>{weekday}|[{month}{month_name}]|{season}|{part}|{UNIT})",
    "(?P<o>)(?P<x>{weekdays}|{weekday}{parts})",
)
def _every(view: View, match: re.Match[str]) -> Meaning:
    word = view.word(match, "x")
    if match.end() - match.start("x") == 2:
        return _set(match, f"XXXX-WXX-{WEEKDAYS[word]}{PARTS_OF_DAY[view.tokens.word(match.end() - 1)[:-1]]}")
    if word in WEEKDAYS or word[:-1] in WEEKDAYS:
        return _set(match, f"XXXX-WXX-{WEEKDAYS.get(word) or WEEKDAYS[word[:-1]]}")
    if word in MONTHS:
        return _set(match, f"XXXX-{MONTHS[word]:02d}")
    if word in SEASONS:
        return _set(match, f"XXXX-{SEASONS[word]}")
    if word in PARTS_OF_DAY:
        return _set(match, f"XXXX-XX-XX{PARTS_OF_DAY[word]}")
    return _set(match, duration(in_weeks(2.0 if match["o"] else 1.0, word), unit_code(word)))


@rule("{every}(?P<n>{AMOUNT})(?P<u>{units})")
def _every_few(view: View, match: re.Match[str]) -> Meaning:
    word = view.word(match, "u")
    return _set(match, duration(in_weeks(amount_of(view.tokens, *match.span("n")), word), unit_code(word)))


@rule(
    "(?:{once}|{NUMW}{times}|[{small}{number}]{times}|{vague}{times})(?:{a}|{every})(?P<u>{UNIT})", "{per}(?P<u>{UNIT})"
)
def _times_a(view: View, match: re.Match[str]) -> Meaning:
    word = view.word(match, "u")
    if glued(view.tokens, *match.span()):
        return None
    return _set(match, duration(in_weeks(1.0, word), unit_code(word)))


@rule("{set_word}")
def _set_word(view: View, match: re.Match[str]) -> Meaning:
    tokens, index = view.tokens, match.start()
    capital = tokens.text[tokens.starts[index]].isupper()
    # "the Weekly Standard", "Daily Mail" are papers.
    if capital and (
        tokens.code(index + 1) == CLASSES["upper"] or tokens.code(index - 1) in {CLASSES["upper"], CLASSES["the"]}
    ):
        return None
    if tokens.glued_before(index) not in {"", "(", "“", '"', "‘"}:
        return None
    return _set(match, SET_WORDS[tokens.word(index)])


@rule("{long_word}", "(?P<u>[{units}]|{UNIT}){hyphen}{long}")
def _long(view: View, match: re.Match[str]) -> Meaning:
    word = view.tokens.word(match.start())
    if word in LONG_WORDS:
        value = LONG_WORDS[word]
    else:
        value = duration(None if word in PLURALS else in_weeks(1.0, word), unit_code(word))
    return [Piece(*match.span(), Sense(value, "duration"))]


_TELEVISION = {("60", "minutes"), ("48", "hours")}
_NO_AGE = "(?!{hyphen}?{old}|{of}{age})"


@rule(
    "(?P<n>{COUNT})(?:{hyphen}|{to}|{or})(?P<n2>{COUNT}){full}?{hyphen}?(?P<u>[{units}]|{UNIT})" + _NO_AGE,
    "(?P<n>{AMOUNT})(?:{full}|{other}|{later})?(?P<k>{hyphen}?)(?P<u>[{units}]|{UNIT})"
    + _NO_AGE
    + "(?P<l>{hyphen}{long})?",
    "(?P<n>{half}(?:{a}|{hyphen})?)(?P<k>)(?P<u>{UNIT})(?P<l>{hyphen}{long})?",
)
def _counted_length(view: View, match: re.Match[str]) -> Meaning:
    tokens, word = view.tokens, view.word(match, "u")
    first = match.start()
    if glued(tokens, *match.span()) or tokens.code(first - 1) == CLASSES["money"]:
        return None
    if (tokens.word(first), word) in _TELEVISION and tokens.text[tokens.starts[match.start("u")]].isupper():
        return None
    if "n2" in match.re.groupindex:
        if tokens.codes[first] == CLASSES["tens"] and tokens.codes[match.start("n2")] == CLASSES["number_word"]:
            return None  # "twenty-five" is one number
        low, high = (amount_of(tokens, *match.span(group)) for group in ("n", "n2"))
        value = duration(in_weeks(low, word) if low == high else None, unit_code(word))
        return [Piece(*match.span(), Sense(value, "duration"))]
    if match["n"].startswith(CLASSES["half"]):
        amount: float | None = 0.5
    else:
        amount = amount_of(tokens, *match.span("n"))
    if word not in PLURALS and not match["k"] and amount is not None and amount > 1:
        return None
    vague_number = tokens.codes[first] == CLASSES["year"] and word in {"year", "month", "day", "week"}
    one_day = word == "day" and tokens.word(first) == "one" and tokens.word(first - 1) not in _LENGTH_PREPOSITIONS
    if vague_number or one_day or (word == "quarter" and match["k"]) or word == "quarters":
        return None
    if (
        tokens.word(first) in {"a", "an"}
        and word not in PLURALS
        and tokens.codes[first + 1] not in {CLASSES["scale"], CLASSES["couple"]}
    ):
        return None
    return [Piece(*match.span(), Sense(duration(in_weeks(amount, word), unit_code(word)), "duration"))]


_LENGTH_PREPOSITIONS = words(
    "for in within over after during about around almost nearly than least most lasted lasts last lasting took "
    "takes take taken spent spend spends just only barely roughly under be further next first just exactly "
    "throughout quite was approximately maybe perhaps another waited served serve"
)
_AFTER_LENGTH = words("since long")


@rule("(?P<n>{a}|{another})(?P<f>{full})?(?P<u>{UNIT})(?P<h>{and}{a}{half})?" + _NO_AGE + "(?P<l>{hyphen}{long})?")
def _a_while(view: View, match: re.Match[str]) -> Meaning:
    tokens, word = view.tokens, view.word(match, "u")
    before, after = tokens.word(match.start() - 1), tokens.word(match.end())
    amount = 1.5 if match["h"] else 1.0
    piece = Piece(*match.span(), Sense(duration(in_weeks(amount, word), unit_code(word)), "duration"))
    another = tokens.codes[match.start()] == CLASSES["another"]
    if (before == "in" and after in {"when", "that", "where", "in", "of"}) or word == "quarter":
        return None  # "in a year when", "another quarter of the cost"
    if (
        (another and word != "day")
        or match["f"]
        or match["h"]
        or match["l"]
        or before in _LENGTH_PREPOSITIONS
        or after in _AFTER_LENGTH
    ):
        if tokens.code(match.end()) == CLASSES["hyphen"] and not match["l"]:
            return None
        return [piece]
    # "$5 a day", "40 hours a week", "thousands a year": a rate.
    code = tokens.code(match.start() - 1)
    amounts = {
        CLASSES[name] for name in ("units", "countnoun", "number", "small", "decimal", "scale", "once", "percent")
    }
    if code in amounts and not another:
        return [Piece(*match.span(), Sense(duration(in_weeks(1.0, word), unit_code(word)), "set"))]
    return None


_PLURAL_PREPOSITIONS = words(
    "for in within over after throughout lasted lasting lasts take takes took spent spend spending"
)


@rule("{the}?(?P<u>{units})(?:{and}{units})?" + _NO_AGE)
def _many_units(view: View, match: re.Match[str]) -> Meaning:
    tokens, word = view.tokens, view.word(match, "u")
    before, after = tokens.word(match.start() - 1), tokens.word(match.end())
    if tokens.codes[match.start()] == CLASSES["the"] and before not in {"over", "through", "throughout", "down"}:
        return None
    if before not in _PLURAL_PREPOSITIONS | {"through", "down"} and not (
        after in {"of", "after", "before"} and word not in {"centuries", "seconds"}
    ):
        return None
    if after == "of" and before in {"the", "their", "his", "her", "our", "its", "these", "those"}:
        return None
    if before in {"after", "in"} and word == "hours" and after == "of":
        return None
    return [Piece(*match.span(), Sense(duration(None, unit_code(word)), "duration"))]


def _clock_value(text: str) -> str | None:
    """The time as written as "T17:30", or None when the day has no such time."""
    compact = re.sub(r"[\s.\u00a0]", "", text.lower())
    found = re.fullmatch(r"(\d{1,2}?):?(\d\d)?(?::(\d\d))?([ap]m)?", compact)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[4]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return f"T{hour:02d}:{minute:02d}"


_BEFORE_CLOCK = words(
    "at by until till from before after around about since to between and circa past was is nearly almost"
)


@rule("(?P<n>[{number_word}{small}{clock}]){oclock}?(?:{in}{the}|{at})(?P<p>{part})(?!{hyphen})")
def _clock_in_part(view: View, match: re.Match[str]) -> Meaning:
    """The clock and the part of the day: "four in the afternoon", "6:30 in the morning", "ten at night"."""
    tokens, part = view.tokens, view.word(match, "p")
    spelled = tokens.codes[match.start()] != CLASSES["clock"]
    number = view.number(match, "n") if spelled else None
    value = _clock_value(f"{number or 0}:00" if spelled else tokens.word(match.start()))
    if tokens.word(match.start() - 1) not in _BEFORE_CLOCK or value is None or number == 0:
        return None
    hour = int(value[1:3])
    if part not in {"morning", "dawn", "afternoon", "evening", "night"} or not 1 <= hour <= 12:
        return None
    if tokens.code(match.end() - 2) == CLASSES["at"] and part != "night":
        return None
    # One at night is past midnight, nine at night before it.
    late = part in {"afternoon", "evening"} or (part == "night" and hour >= 5)
    hour = hour % 12 + (12 if late else 0)
    if part in {"evening", "night"} and value[1:3] == "12":
        hour = 0
    return [Piece(*match.span(), Sense(f"T{hour:02d}{value[3:]}", "time", grain="clock"))]


_CLOCK_PREPOSITIONS = words("at by until till from before after around about since to between circa")


@rule(
    "(?P<c>{clock12})(?P<z>{open}?{zone}{close}?)?",
    "(?P<c>{clock})(?P<z>{zone}|{hours}|{units})?",
    "(?P<c>[{small}{number_word}]){oclock}",
    "(?P<f>[{year}{number}{decimal}])(?P<c>{zone}|{hours}|{units})",
    "(?P<n>{noon})",
)
def _clock(view: View, match: re.Match[str]) -> Meaning:
    tokens, groups = view.tokens, match.re.groupindex
    first = match.start()
    word = tokens.word(first)
    before = tokens.word(first - 1)
    value: str | None
    if "n" in groups:
        value = "T12:00" if word != "midnight" else "T24:00"
        if tokens.code(match.end()) == CLASSES["upper"] and tokens.text[tokens.starts[first]].isupper():
            return None
    elif "f" in groups:
        # "1730 hours", "0900 GMT", "17.30 GMT".
        digits = word.replace(".", "")
        suffix = view.word(match, "c")
        if (
            len(digits) != 4
            or (suffix not in {"hours", "hrs"} and tokens.code(match.start("c")) != CLASSES["zone"])
            or "," in digits
        ):
            return None
        if suffix == "hours" and before not in _CLOCK_PREPOSITIONS:
            return None
        value = _clock_value(f"{digits[:2]}:{digits[2:]}")
    elif tokens.code(match.end() - 1) == CLASSES["oclock"]:
        number = view.number(match, "c")
        value = f"T{number:02d}:00" if number and number <= 12 else None
    else:
        value = _clock_value(word)
        bare = tokens.codes[first] == CLASSES["clock"] and not match["z"]
        if glued(tokens, first, first + 1) or (
            bare and before not in _CLOCK_PREPOSITIONS and not _beside_day(view, first)
        ):
            return None
        if match["z"] and tokens.code(match.start("z")) == CLASSES["units"] and view.word(match, "z") != "hours":
            return None
    if value is None:
        return None
    return [Piece(*match.span(), Sense(value, "time", grain="clock"))]


def _beside_day(view: View, first: int) -> bool:
    after, before = view.tokens.code(first + 1), view.tokens.code(first - 1)
    days = {CLASSES[name] for name in ("weekday", "month", "month_name", "day", "iso", "on")}
    return after in days or before in days
