"""Any text and any publication date: no crash, sound spans, valid values, bounded time."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.annotating.times import find_times
from dissensus.annotating.times._grammar import GRAMMAR
from dissensus.annotating.times._lexicon import CLASSES, WORD_CLASSES
from dissensus.annotating.times._rules import _NEVER_FIRST
from dissensus.annotating.times._tokens import Tokens
from dissensus.model.documents import PartialDate

_DATE = r"\d{4}-\d\d-\d\d"
_VALUE = re.compile(
    rf"""(?: {_DATE}(?:T\d\d:\d\d|TMO|TMI|TAF|TEV|TNI)? | T\d\d:\d\d
      | \d{{4}}(?:-\d\d|-W\d\d(?:-WE)?|-Q[1-4]|-H[12]|-(?:SP|SU|FA|WI))? | \d{{2,3}} | BC\d{{4}}
      | (?P<a>[\d-]+)/(?P<b>[\d-]+)
      | P(?:X|\d+(?:\.\d+)?(?:e\+\d+)?)(?:D|W|WE|M|Q|Y|DE|CE) | PT(?:X|\d+(?:\.\d+)?(?:e\+\d+)?)[HMS]
      | XXXX-WXX-[1-7](?:T\w\w)? | XXXX-\d\d | XXXX-(?:SP|SU|FA|WI) | XXXX-XX-XXT\w\w
      | (?:PRESENT|PAST|FUTURE)_REF )""",
    re.VERBOSE,
)


def _check(text: str, published: PartialDate | None) -> None:
    reached = 0
    for found in find_times(text, published):
        assert reached <= found.span.start < found.span.end <= len(text)
        assert text[slice(*found.span)] == text[slice(*found.span)].strip()
        reached = found.span.end
        assert found.value is None or _VALUE.fullmatch(found.value), found
        if found.value and re.fullmatch(_DATE + "(?:T.*)?", found.value):
            dt.date.fromisoformat(found.value[:10])
        days = [dt.date.fromisoformat(day) for day in (found.start, found.end) if day is not None]
        assert days == sorted(days)
        if published is None and found.anchored:
            assert found.value is None or not found.value[:1].isdigit()


_DATES = st.one_of(
    st.none(),
    st.dates().map(lambda day: PartialDate(day.isoformat())),
    st.dates().map(lambda day: PartialDate(day.isoformat()[:7])),
    st.dates().map(lambda day: PartialDate(day.isoformat()[:4])),
    st.sampled_from(["0001-01-01", "0001", "9999-12-31", "9999", "2020-02-29", "1900-03-01"]).map(PartialDate),
)
_NUMBERS = [
    "1",
    "5",
    "29",
    "31",
    "32",
    "99",
    "1066",
    "1900",
    "2014",
    "2099",
    "9999",
    "100000",
    "7th",
    "1940s",
    "'90s",
    "2.5",
]
_WORDS = [
    *sorted(WORD_CLASSES),
    *_NUMBERS,
    *_NUMBERS,
    "5 p.m.",
    "17:30",
    "25:61",
    "9/11",
    "31/12/2014",
    "2014-02-30",
    "said",
]
_SENTENCES = st.lists(
    st.one_of(st.sampled_from(_WORDS), st.sampled_from([",", ".", "-", "–", "\n\n", "'s", "%", "("])), max_size=40
).map(" ".join)


@given(st.text(), _DATES)
def test_any_text_gives_sound_expressions(text, published):
    _check(text, published)


@settings(max_examples=800, deadline=None)
@given(_SENTENCES, _DATES)
def test_any_order_of_words_of_time_gives_sound_expressions(text, published):
    _check(text, published)


@given(_SENTENCES, _DATES)
@settings(max_examples=50, deadline=None)
def test_the_same_text_gives_the_same_expressions(text, published):
    assert find_times(text, published) == find_times(text, published)


@given(_SENTENCES)
def test_no_rule_begins_with_a_class_that_the_scan_passes_over(text):
    codes = Tokens(text).codes
    passed = {CLASSES[name] for name in _NEVER_FIRST}
    for place in (place for place, code in enumerate(codes) if code in passed):
        assert not [rule for rule, _ in GRAMMAR._rules if rule.match(codes, place)]


_RELATIVE = (
    "Yesterday, last week, last month, last year, next Friday, tomorrow, next decade, last century, on February 29,"
    " last winter, 500 years ago, ten thousand years ago, 900000 days from now, over the past 9999 years, this weekend,"
    " on the 31st, in March."
)


@pytest.mark.parametrize("published", ["0001-01-01", "0001", "9999-12-31", "9999", "2020-02-29", "2019-12-30"])
def test_the_borders_of_the_calendar_do_not_crash(published):
    _check(_RELATIVE, PartialDate(published))


def test_a_leap_day_is_found_in_the_nearest_year_that_has_it():
    (found,) = find_times("It froze on February 29.", PartialDate("2021-06-01"))
    assert found.value == "2020-02-29"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rained in ٢٠١٤ and on ٦ June.", []),
        ("In 2014² it rained.", []),
        ("ⅩⅡ May ４ ２０１４", []),
        ("في 6 June 2014 كان", ["6 June 2014"]),
        ("\u200fMonday\u200f", ["Monday"]),
        ("\U0001f389 2014 \U0001f389", ["2014"]),
        ("May\u00a06,\u00a02014", ["May\u00a06,\u00a02014"]),
        ("May 6,\n2014", ["May 6,\n2014"]),
        ("in\x002014\x00", ["2014"]),
    ],
)
def test_odd_characters_neither_crash_nor_pass_for_ascii_digits(text, words):
    found = find_times(text, PartialDate("2019-05-15"))
    assert [text[slice(*time.span)] for time in found] == words


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000,
        "x" * 100_000,
        "2014" * 25_000,
        "2014-" * 20_000,
        "1,000" * 20_000,
        "'" * 100_000,
        "\n " * 50_000,
        " " * 100_000,
        "a.m." * 25_000,
        "May " * 25_000,
        "May, " * 20_000,
        "May 1, " * 14_000,
        "one hundred " * 8_000,
        "one hundred and " * 6_000,
        "the last the past " * 6_000,
        "2014 and " * 12_000,
        "twenty-" * 14_000,
        "Monday " * 14_000,
        "Monday and " * 9_000,
        "early " * 16_000,
        "1/1/" * 25_000,
        "5 p." * 25_000,
        "in the " * 14_000,
        "first of the first " * 5_000,
        "a week since " * 8_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_of_a_hundred_thousand_characters_take_linear_time(text):
    begin = time.perf_counter()
    _check(text, PartialDate("2019-05-15"))
    assert time.perf_counter() - begin < 8
