"""Marks in a text may nest and overlap, and never change the text."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from dissensus.reporting._quotes import fair_share
from dissensus.reporting._text import Mark, marked, shown
from dissensus.reporting._timechart import period_of

TEXT = "“<b>He said & she said”, they say."


@st.composite
def _marks(draw):
    spans = draw(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))), max_size=8))
    return [Mark(min(a, b), max(a, b) + (a == b), "content", "direct", i, i % 3) for i, (a, b) in enumerate(spans)]


@given(_marks())
def test_the_text_is_the_same_under_any_marks(marks):
    assert unescape(re.sub(r"<[^>]*>", "", str(marked(TEXT, 0, len(TEXT), marks)))) == TEXT


def test_a_nested_content_carries_both_statements_and_the_inner_mode():
    html = str(marked("abcdef", 0, 6, [Mark(0, 6, "content", "indirect", 0, 0), Mark(2, 4, "content", "direct", 1, 1)]))
    assert '<span class="ct m-direct depth2" data-s="0 1">cd</span>' in html


def test_overlapping_marks_are_cut_where_they_overlap():
    html = str(marked("abcdef", 0, 6, [Mark(0, 4, "content", "direct", 0), Mark(2, 6, "content", "mixed", 1)]))
    assert re.findall(r'data-s="([^"]*)">(\w+)', html) == [("0", "ab"), ("0 1", "cd"), ("1", "ef")]


def test_a_character_that_turns_text_is_shown_as_a_code_and_closed_in():
    assert str(shown("a\u202eb")) == 'a<bdi class="inv" data-code="U+202E">\u202e</bdi>b'


def test_evidence_is_shared_out_fairly_within_the_bound():
    assert fair_share([10, 10, 1], 25, most=11) == 5
    assert fair_share([10, 10, 1], 3, most=1000) == 3


def test_a_whole_month_is_not_put_at_its_first_day():
    assert period_of("2031-05-01", "2031-05-31", "day") == "2031-05"
    assert period_of("2031-05-01", "2031-05-01", "day") == "2031-05-01"
    assert period_of("2031-01-01", "2031-12-31", "month") == "2031"
    assert period_of("1940-01-01", "1949-12-31", "day") == "1940s"
    assert period_of(None, "2031-05-07", "decade") == "2030s"
