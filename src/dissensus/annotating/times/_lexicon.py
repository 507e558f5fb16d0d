"""Which words matter to a temporal expression: one class a word, one character a class.

A text becomes a string with one character a token (see ``_tokens``), over which the rules are ordinary regular
expressions. Words that look alike but mean other things ("may", "march", "second", "sun") get a class only in the
spelling in which they are dates.
"""

from __future__ import annotations

import string


def words(listed: str) -> frozenset[str]:
    """The words of a list written as one text."""
    return frozenset(listed.split())


MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        start=1,
    )
}
"""Month name in lower case to its number."""

MONTH_ABBREVIATIONS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
"""Abbreviated month name in lower case to its number."""

WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], start=1
    )
}
"""Day of the week in lower case to its ISO number, Monday being 1."""

WEEKDAY_ABBREVIATIONS = {
    "mon": 1, "tue": 2, "tues": 2, "wed": 3, "weds": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6, "sun": 7,
}  # fmt: skip
"""Abbreviated day of the week in lower case to its ISO number."""

SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
"""Season to its TimeML code."""

PARTS_OF_DAY = {
    "morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "dawn": "TMO", "dusk": "TEV",
    "lunchtime": "TMI",
}  # fmt: skip
"""Part of the day to its TimeML code."""

UNITS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "fortnight": "W", "weekend": "WE", "month": "M",
    "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip
"""Unit in the singular to its TimeML letter (those of the clock stand after T)."""

PLURALS = {f"{unit}s": unit for unit in UNITS if unit != "century"} | {"centuries": "century"}
"""Unit in the plural to the singular."""

CLOCK_UNITS = frozenset({"second", "minute", "hour"})
"""Units that stand after T in a duration."""

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        start=1,
    )
}
"""Number word to its number, 1 to 19."""

TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
"""Number word to its number, 20 to 90."""

SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000}
"""Words that multiply the number before them."""

ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
} | {"thirtieth": 30}
"""Ordinal word to its number."""

DECADE_WORDS = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
    "nineties": 9,
}  # fmt: skip
"""Decade word to its tens digit."""

SET_WORDS = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "XXXX-XX-XXTNI", "weekly": "P1W", "fortnightly": "P2W",
    "monthly": "P1M",
    "quarterly": "P1Q", "yearly": "P1Y", "annually": "P1Y", "annual": "P1Y",
}  # fmt: skip
"""Adverb or adjective of repetition to its value."""

LONG_WORDS = {
    "daylong": "P1D", "weeklong": "P1W", "monthlong": "P1M", "yearlong": "P1Y", "dayslong": "PXD", "weekslong": "PXW",
    "monthslong": "PXM", "yearslong": "PXY", "decadeslong": "PXDE", "hourslong": "PTXH", "hourlong": "PT1H",
}  # fmt: skip
"""Duration in one word to its value."""

FIXED_DAYS = {
    "christmas day": (12, 25), "christmas eve": (12, 24), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's day": (1, 1), "new years day": (1, 1), "new year's eve": (12, 31), "new years eve": (12, 31),
    "may day": (5, 1), "halloween": (10, 31), "valentine's day": (2, 14), "bastille day": (7, 14),
    "international women's day": (3, 8), "international workers' day": (5, 1),
}  # fmt: skip
"""Festivals of fixed date in the common (Gregorian) calendar: (month, day). Movable feasts are not taken."""

NAMED_MONTHS = {("october", "revolution"): (1917, 10), ("february", "revolution"): (1917, 2)}
"""Months inside the names of events, by the name they carry (old style): (year, month)."""

_WORDS: dict[str, str] = {
    # determiners and modifiers
    "the": "the", "this": "this these", "that": "that those", "last": "last", "past": "past", "next": "next",
    "coming": "coming upcoming", "recent": "recent",
    "same": "same", "previous": "previous preceding", "following": "following",
    "early": "early", "earlier": "earlier", "late": "late", "later": "later", "mid": "mid",
    "edge": "end beginning start middle close",
    "full": "full whole entire good solid mere further additional single", "other": "other", "another": "another",
    "every": "every each", "per": "per", "a": "a an", "half": "half", "couple": "couple",
    "vague": "few several many countless numerous various",
    # words between
    "of": "of", "in": "in", "on": "on", "at": "at", "to": "to through thru", "and": "and", "or": "or", "from": "from",
    "between": "between", "since": "since", "until": "until till", "by": "by", "before": "before", "after": "after",
    "for": "for", "within": "within", "during": "during", "over": "over", "throughout": "throughout",
    "about": "about around circa",
    "prep": "despite under with without against into as",
    # after a duration
    "ago": "ago", "hence": "hence", "long": "long", "old": "old olds", "age": "age", "times": "times",
    "once": "once twice thrice",
    "time": "time", "ad": "CE", "bc": "BC BCE", "ad_before": "AD",
    # deictic words
    "day": "today yesterday tomorrow", "tonight": "tonight", "now": "now", "noon": "noon midnight midday",
    "oclock": "o'clock o’clock", "hours": "hrs",
    "zone": "GMT UTC BST CET CEST EST EDT ET PST PDT PT CST CDT CT MSK EET EEST",
    "present": "currently presently nowadays", "pastly": "recently formerly previously lately subsequently",
    "soon": "soon", "future": "future", "moment": "moment", "near": "near distant foreseeable immediate",
    "new": "New", "fixed": "Christmas Halloween", "fixedstart": "Boxing Valentine Bastille",
    "international": "International",
    "women": "Women Workers", "dayword": "Day", "eve": "Eve", "yearname": "Year Years",
    # words after which a number is a quantity
    "countnoun": "people persons men women children workers troops soldiers miners protesters demonstrators fighters"
    " civilians"
    "  officers policemen students teachers nurses doctors farmers refugees migrants families households"
    " residents voters votes"
    " jobs homes houses cases deaths arrests patients miles"
    "  kilometers kilometres km meters metres feet inches yards acres hectares tons tonnes pounds kilos"
    " dollars euros rubles"
    "  roubles cents percent per-cent points times copies pages words shares units items others more"
    " million billion trillion"
    " thousand hundred dead wounded injured killed passengers prisoners detainees hostages employees staff volunteers"
    " activists supporters followers signatures ballots respondents adults degrees barrels bottles cars trucks tanks",
    # closed-class words: what stands before them is complete
    "function": "he she it they we you i who whom which what when where while whereas because if as but nor so yet"
    " than then"
    "  his her its their our your my is are was were be been being am has have had do does did will would"
    " shall should can could"
    "  may might must not no there here also only just even still already both either neither all some any"
    " such with without"
    "  against into onto upon under above amid among across toward towards via despite though although"
    " unless whether that's"
    " said says told according",
}  # fmt: skip

CLASSES: dict[str, str] = {}
"""Name of a class to its character."""

_ALPHABET = string.ascii_letters + "".join(chr(code) for code in range(0xA1, 0x180) if code != 0xAD)


def _character(name: str) -> str:
    if name not in CLASSES:
        CLASSES[name] = _ALPHABET[len(CLASSES)]
    return CLASSES[name]


LOWER = _character("lower")
"""Any other word in lower case."""
UPPER = _character("upper")
"""Any other word with a capital."""
BLOB = _character("blob")
"""Letters and digits mixed, addresses, and numbers that cannot be a date."""
BREAK = _character("break")
"""An empty line."""
SMALL = _character("small")
"""1 to 31 in digits."""
NUMBER = _character("number")
"""Any other whole number in digits, of at most six digits."""
YEAR = _character("year")
"""1000 to 2199 in four digits."""
DECIMAL = _character("decimal")
"""A number with a decimal point, or with commas between thousands."""
ORDINAL_DIGITS = _character("ordinal")
"""1st to 31st."""
DECADE = _character("decade")
"""1940s, '90s."""
CLOCK = _character("clock")
"""17:30, 5:30."""
CLOCK_12 = _character("clock12")
"""5 p.m., 5:30pm."""
ISO = _character("iso")
"""2014-06-06, with or without a time."""
NUMERIC = _character("numeric")
"""6/6/2014, 06.06.2014."""
NINE_ELEVEN = _character("nineeleven")
"""9/11."""
POSSESSIVE = _character("possessive")
"""'s."""

PUNCTUATION = {
    ",": _character("comma"), ".": _character("dot"), "-": _character("hyphen"), "–": CLASSES["hyphen"],
    "‑": CLASSES["hyphen"],
    "’": _character("apostrophe"), "'": CLASSES["apostrophe"], "%": _character("percent"), "$": _character("money"),
    "€": CLASSES["money"], "£": CLASSES["money"], "!": _character("stop"), "?": CLASSES["stop"], ";": CLASSES["stop"],
    "/": _character("slash"), "(": _character("open"), ")": _character("close"),
}  # fmt: skip
"""Mark to class; all others get the class "mark"."""
MARK = _character("mark")


def _spellings(word: str) -> tuple[str, ...]:
    return (word, word.capitalize(), word.upper())


def _make() -> dict[str, str]:
    words: dict[str, str] = {}

    def add(name: str, listed: object, *, cased: bool = False) -> None:
        for word in listed:  # type: ignore[attr-defined]
            for spelling in (word.capitalize(), word.upper()) if cased else _spellings(word):
                words.setdefault(spelling, _character(name))

    exact = "ad bc ad_before zone new fixed fixedstart international women dayword eve yearname".split()  # noqa: SIM905
    for name in exact:
        words.update(dict.fromkeys(_WORDS[name].split(), _character(name)))
    add("weekday", WEEKDAYS)
    add("weekdays", [f"{day}s" for day in WEEKDAYS])
    add("weekday_abbr", WEEKDAY_ABBREVIATIONS, cased=True)
    # "may", "march" and "august" in lower case are a verb, a verb and an adjective.
    add("month", [name for name in MONTHS if name not in {"march", "april", "may", "june", "august"}])
    add("month_name", ["march", "april", "may", "june", "august"], cased=True)
    add("month_name", ["april", "june"])
    add("month_abbr", MONTH_ABBREVIATIONS, cased=True)
    add("season", SEASONS)
    add("part", PARTS_OF_DAY)
    add("parts", ["mornings", "afternoons", "evenings", "nights"])
    add("ordinal_word", ORDINALS)
    add("unit", [unit for unit in UNITS if unit not in {"second", "year", "century"}])
    add("year_unit", ["year"])
    add("century_unit", ["century"])
    add("units", [plural for plural in PLURALS if plural != "quarters"])
    add("number_word", NUMBER_WORDS)
    add("tens", TENS)
    add("scale", SCALES)
    add("decade_word", DECADE_WORDS)
    add("set_word", SET_WORDS)
    add("long_word", LONG_WORDS)
    for quarter in "1234":
        words[f"Q{quarter}"] = words[f"q{quarter}"] = _character("quarter_blob")
    for name, listed in _WORDS.items():
        if name not in exact:
            add(name, listed.split())
    return words


WORD_CLASSES = _make()
"""Word, in each spelling that counts, to the character of its class."""
