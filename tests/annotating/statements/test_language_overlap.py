"""Overlaps of many spans are those that looking at every pair gives, and take time near linear in the spans."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from dissensus.annotating.statements._overlap import less, shared, touch
from dissensus.model.spans import Span

SPANS = st.lists(st.builds(lambda a, n: Span(a, a + n), st.integers(0, 120), st.integers(1, 12)), max_size=25)


@given(SPANS, SPANS)
def test_spans_touch_when_some_pair_does(a, b):
    assert touch(a, b) == any(x.start < y.end and y.start < x.end for x in a for y in b)


@given(SPANS, SPANS)
def test_what_is_shared_is_the_sum_over_all_pairs(a, b):
    assert shared(a, b) == sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)


@given(SPANS, SPANS)
def test_spans_less_holes_hold_each_character_outside_of_every_hole(content, holes):
    gone = {k for hole in holes for k in range(*hole)}
    left = sorted(k for span in less(content, holes) for k in range(*span))
    assert left == sorted(k for span in content for k in range(*span) if k not in gone)


def test_twenty_thousand_spans_are_compared_in_well_under_the_time_of_all_pairs():
    a = [Span(10 * k, 10 * k + 4) for k in range(20_000)]
    b = [Span(10 * k + 5, 10 * k + 9) for k in range(20_000)]
    begin = time.perf_counter()
    assert (touch(a, b), shared(a, b), less(a, b)) == (False, 0, a)
    assert time.perf_counter() - begin < 10  # all pairs are 400 million, three times
