"""Arithmetic of calendar units."""

from __future__ import annotations

import numpy as np
import pytest
from coded_by_hand import seconds
from hypothesis import given
from hypothesis import strategies as st

from dissensus.model.errors import NetworkError
from dissensus.networks.calendar import add_units, moment, time_at, units_from, whole_units

CALENDAR = ("months", "years")
UNITS = ("seconds", "minutes", "hours", "days", "weeks", *CALENDAR)
TIMES = st.integers(seconds("1900-01-01"), seconds("2100-01-01"))


def whole(earlier: str, later: str, unit: str) -> int:
    return int(whole_units(np.array([seconds(earlier)]), seconds(later), unit)[0])


@pytest.mark.parametrize(
    ("begin", "unit", "count", "end"),
    [
        ("2019-01-31", "months", 1, "2019-02-28"),
        ("2020-01-31T08:30", "months", 1, "2020-02-29T08:30"),
        ("2020-03-31", "months", -1, "2020-02-29"),
        ("2020-02-29", "years", 1, "2021-02-28"),
        ("2019-11-15", "months", 14, "2021-01-15"),
        ("2019-01-01", "years", -2, "2017-01-01"),
        ("2019-01-01", "weeks", 2, "2019-01-15"),
        ("2019-01-01T12:00", "hours", 13, "2019-01-02T01:00"),
    ],
)
def test_months_and_years_keep_the_day_or_take_the_last_of_a_shorter_month(
    begin: str, unit: str, count: int, end: str
) -> None:
    assert add_units(seconds(begin), unit, count) == seconds(end)


def test_no_time_beyond_the_calendar() -> None:
    with pytest.raises(NetworkError, match="years 1 to 9999"):
        add_units(seconds("2019-01-01"), "years", 9_000)
    with pytest.raises(NetworkError, match="years 1 to 9999"):
        moment(10**15)


@pytest.mark.parametrize("unit", ["no", "events"])
def test_what_has_no_length_is_refused(unit: str) -> None:
    for use in (lambda: add_units(0, unit, 1), lambda: whole_units(np.array([0]), 1, unit)):
        with pytest.raises(NetworkError, match="no unit of time"):
            use()


@pytest.mark.parametrize(
    ("earlier", "later", "unit", "units"),
    [
        ("2019-01-01T12:00", "2019-01-02T11:59", "days", 0),
        ("2019-01-01T12:00", "2019-01-02T12:00", "days", 1),
        ("2019-01-01", "2019-01-14T23:59", "weeks", 1),
        ("2019-01-15", "2019-02-14", "months", 0),
        ("2019-01-15T23:00", "2019-02-15T01:00", "months", 1),
        ("2019-01-31", "2019-02-28", "months", 0),
        ("2018-12-31", "2019-12-30", "years", 0),
        ("2018-12-31", "2020-12-31", "years", 2),
    ],
)
def test_whole_units_are_cut_towards_zero_in_both_directions(earlier: str, later: str, unit: str, units: int) -> None:
    assert whole(earlier, later, unit) == units
    assert whole(later, earlier, unit) == -units


@given(TIMES, st.sampled_from(UNITS), st.integers(-60, 60))
def test_a_number_of_units_later_is_that_number_of_units_away(begin: int, unit: str, count: int) -> None:
    assert units_from(np.array([add_units(begin, unit, count)]), begin, unit)[0] == pytest.approx(count)


@given(TIMES, st.sampled_from(UNITS), st.floats(-40, 40))
def test_the_time_at_a_fraction_of_units_is_that_fraction_away(begin: int, unit: str, units: float) -> None:
    found = units_from(np.array([time_at(begin, unit, units)]), begin, unit)[0]
    second = 1 if unit == "seconds" else 1 / 60
    assert found == pytest.approx(units, abs=second)


def test_half_a_month_is_half_of_that_month() -> None:
    assert time_at(seconds("2019-02-01"), "months", 0.5) == seconds("2019-02-15")
    assert time_at(seconds("2019-01-01"), "months", 0.5) == seconds("2019-01-16T12:00")


@given(st.lists(TIMES, min_size=2, max_size=8), TIMES, st.sampled_from(CALENDAR))
def test_later_times_are_more_units_away(times: list[int], begin: int, unit: str) -> None:
    found = units_from(np.array(sorted(times)), begin, unit)
    assert (np.diff(found) >= 0).all()
