"""What stands open in a long list, and what behind a fold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dissensus.reporting._folding import FIRST_ROWS, LONGEST_PERIOD, by_outlet, first_and_rest, periods_of
from dissensus.reporting._views import Entry


def entries(days, basis="said"):
    return [Entry({"first": day, "last": day, "value": day.isoformat(), "basis": basis}, 0) for day in days]


def names(periods):
    return [(period.name, len(period.entries), names(period.parts)) for period in periods]


@pytest.mark.parametrize("name", list(FIRST_ROWS))
def test_first_and_rest_together_are_the_rows(name):
    rows = list(range(FIRST_ROWS[name] * 2))
    first, rest = first_and_rest(rows, name)
    assert (len(first), [*first, *rest]) == (FIRST_ROWS[name], rows)


def test_a_fold_that_would_hide_little_is_left_away():
    first, rest = first_and_rest(list(range(FIRST_ROWS["speakers"] + 3)), "speakers")
    assert (len(first), len(rest)) == (FIRST_ROWS["speakers"] + 3, 0)


def test_entries_keep_their_order_within_their_outlet():
    rows = [Entry({"n": n}, outlet) for n, outlet in enumerate([1, 0, 1, 0])]
    assert [(outlet, [row.fields["n"] for row in group]) for outlet, group in by_outlet(rows)] == [
        (0, [1, 3]),
        (1, [0, 2]),
    ]


def test_a_long_period_is_parted_into_shorter_ones_and_nothing_is_lost():
    days = [date(2031, 1 + n % 3, 1 + n % 5) for n in range(LONGEST_PERIOD + 2)]
    [year] = periods_of(entries(days), "year")
    assert [part.name for part in year.parts] == ["2031-01", "2031-02", "2031-03"]
    assert sum(len(part.entries) for part in year.parts) == len(days)
    assert next(part.id for part in year.parts) == "t-2031-2031-01"


def test_a_long_period_of_one_day_is_not_parted():
    assert names(periods_of(entries([date(2031, 5, 2)] * (LONGEST_PERIOD + 1)), "year")) == [
        ("2031", LONGEST_PERIOD + 1, [])
    ]


def test_a_long_period_within_one_month_is_parted_by_day():
    days = [date(2031, 5, 2) + timedelta(n % 2) for n in range(LONGEST_PERIOD + 1)]
    [year] = periods_of(entries(days), "year")
    assert [part.name for part in year.parts] == ["2031-05-02", "2031-05-03"]


def test_what_is_known_to_have_begun_in_a_year_stands_with_the_year():
    since = Entry({"first": date(2031, 1, 1), "last": None, "value": "2031", "basis": "content"}, 0)
    assert names(periods_of([since, *entries([date(2031, 1, 1)])], "month")) == [("2031", 1, []), ("2031-01", 1, [])]


def test_a_period_that_crosses_a_years_end_has_a_plain_id():
    across = Entry({"first": date(2031, 12, 29), "last": date(2032, 1, 4), "value": None, "basis": "content"}, 0)
    [period] = periods_of([across], "day")
    assert (period.name, period.id) == ("2031–2032", "t-2031-2032")
