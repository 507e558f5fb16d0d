"""A date is grouped no more exactly than it is known, and the drawing fits beside the contents."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from dissensus.reporting._timechart import (
    MOST_PERIODS,
    UNITS,
    WIDEST,
    chart_of,
    in_order,
    known_part,
    period_of,
    unit_of,
)


@pytest.mark.parametrize(
    ("first", "last", "value", "known"),
    [
        ("2031-01-01", None, "2031", "2031"),
        ("2031-01-01", None, "2031-01", "2031-01"),
        ("2031-01-01", None, "2031-01-01", "2031-01-01"),
        ("2030-01-01", None, "203", "2030s"),
        (None, "2031-05-31", "2031-05", "2031-05"),
        (None, "2031-05-07", "PAST_REF", "2031-05-07"),
    ],
)
def test_an_open_interval_is_named_as_exactly_as_its_value(first, last, value, known):
    assert known_part(first, last, value) == known


@pytest.mark.parametrize(
    ("first", "last", "known"),
    [
        ("2031-01-01", None, "2031"),
        ("2031-05-01", None, "2031-05"),
        (None, "2031-12-31", "2031"),
        (None, "2032-02-29", "2032-02"),
        (None, "2032-02-28", "2032-02-28"),
        (None, "9999-12-31", "9999"),
    ],
)
def test_without_a_value_the_end_of_a_year_or_month_stands_for_no_day(first, last, known):
    assert known_part(first, last, None) == known


def test_since_a_year_is_not_put_into_its_january():
    assert [period_of("2031-01-01", None, unit, "2031") for unit, _ in UNITS] == ["2031", "2031", "2031", "2030s"]


def test_a_week_is_not_put_at_its_first_day():
    assert period_of("2031-05-05", "2031-05-11", "day", "2031-W19") == "2031-05"


def test_what_crosses_a_months_or_years_end_is_put_on_neither_side():
    assert period_of("2031-05-26", "2031-06-01", "day") == "2031"
    assert period_of("2031-12-29", "2032-01-04", "month") == "2031–2032"
    assert period_of("2019-06-01", "2021-06-01", "decade") == "2010s–2020s"


def test_a_longer_period_stands_before_those_within_it():
    periods = ["2031-05", "2030", "2031", "2030s", "2031-05-02", "2029"]
    assert in_order(periods) == ["2029", "2030s", "2030", "2031", "2031-05", "2031-05-02"]


def test_the_unit_grows_until_the_periods_are_few():
    months = [(f"20{year}-{month:02d}-02",) * 2 + (None,) for year in (31, 32) for month in range(1, 13)]
    assert unit_of(months[:MOST_PERIODS]) == "day"
    assert unit_of(months) == "year"


@pytest.mark.parametrize("columns", [1, 7, MOST_PERIODS])
def test_the_drawing_is_never_wider_than_its_room(columns):
    days = [date(2031, 5, 1 + at) for at in range(columns)]
    times = pa.table(
        {
            "first": pa.array(days, pa.date32()),
            "last": pa.array(days, pa.date32()),
            "value": [day.isoformat() for day in days],
            "outlet": ["Harbour Post"] * columns,
            "basis": ["said"] * columns,
        }
    )
    chart = chart_of(times, {"Harbour Post": (0, "Harbour Post")}, {}, "day")
    assert len(chart.columns) == columns
    assert max(x for _, x in chart.columns) < chart.width <= WIDEST
