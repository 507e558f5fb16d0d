"""Arithmetic of calendar units on seconds since 1970 (UTC): the grid of moving windows and the distance of kernels."""

from __future__ import annotations

import datetime as dt
import math
from calendar import monthrange

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import Seconds
from dissensus.model.errors import NetworkError
from dissensus.networks.options import TimeUnit

SECONDS_OF = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400, "weeks": 604_800}
"""Units of fixed length."""
MONTHS_OF = {"months": 1, "years": 12}
"""Units of the calendar."""
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def moment(seconds: int) -> dt.datetime:
    """Seconds since 1970 as a date and time of UTC.

    Raises:
        NetworkError: the time is outside the years 1 to 9999.
    """
    try:
        return EPOCH + dt.timedelta(seconds=seconds)
    except OverflowError:
        raise NetworkError(f"no date of the years 1 to 9999: {seconds} seconds from 1970", code="NET002") from None


def seconds_of(when: dt.datetime) -> int:
    """A date and time with its zone as seconds since 1970."""
    return int((when - EPOCH) // dt.timedelta(seconds=1))


def add_units(seconds: int, unit: TimeUnit, count: int) -> int:
    """A time so many units later (or earlier, if negative).

    Months and years keep day and time of day; where the month is shorter, its last day is taken (31 January and one
    month is 28 or 29 February).

    Raises:
        NetworkError: the unit has no length, or the result is outside the years 1 to 9999.
    """
    if unit in SECONDS_OF:
        return seconds + count * SECONDS_OF[unit]
    if unit not in MONTHS_OF:
        raise NetworkError(f"'{unit}' is no unit of time", code="NET002")
    when = moment(seconds)
    months = when.year * 12 + when.month - 1 + count * MONTHS_OF[unit]
    year, month = months // 12, months % 12 + 1
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise NetworkError(f"no date of the years 1 to 9999: {count} {unit} from {when}", code="NET002")
    return seconds_of(when.replace(year=year, month=month, day=min(when.day, monthrange(year, month)[1])))


def _parts(seconds: Seconds) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Months since 1970 and day of the month."""
    days = seconds // 86_400
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    day = days - months.astype("datetime64[D]").astype(np.int64) + 1
    return months.astype(np.int64), day


def whole_units(times: Seconds, to: int, unit: TimeUnit) -> NDArray[np.int64]:
    """Number of whole units from each time to a moment, cut towards zero; negative for later times.

    Days, weeks and shorter units are of fixed length. A month is whole when the same day of the month is reached, at
    whatever time of the day; a year is twelve months.

    Raises:
        NetworkError: the unit has no length.
    """
    if unit in SECONDS_OF:
        apart = to - times
        return np.asarray(np.sign(apart) * (np.abs(apart) // SECONDS_OF[unit]), dtype=np.int64)
    if unit not in MONTHS_OF:
        raise NetworkError(f"'{unit}' is no unit of time", code="NET002")
    month, day = _parts(times)
    to_month, to_day = _parts(np.array([to], dtype=np.int64))
    # 32 is more than the days of any month: quotients of differences are whole months
    return _cut_division(_cut_division((to_month - month) * 32 + to_day - day, 32), MONTHS_OF[unit])


def _cut_division(number: NDArray[np.int64], by: int) -> NDArray[np.int64]:
    return np.asarray(np.sign(number) * (np.abs(number) // by), dtype=np.int64)


def units_from(times: Seconds, middle: int, unit: TimeUnit) -> NDArray[np.float64]:
    """How many units each time is after a moment (negative before), with fractions.

    Between two points of the calendar's grid (the moment and whole months or years from it) time passes evenly, so a
    month counts 1 whether it has 28 days or 31.

    Raises:
        NetworkError: the unit has no length.
    """
    if unit in SECONDS_OF:
        return (times - middle) / SECONDS_OF[unit]
    if not len(times):
        return np.zeros(0)
    first = -abs(int(whole_units(times.min(keepdims=True), middle, unit)[0])) - 1
    last = abs(int(whole_units(times.max(keepdims=True), middle, unit)[0])) + 1
    counts = np.arange(first, last + 1)
    grid = np.array([add_units(middle, unit, int(count)) for count in counts], dtype=np.float64)
    return np.interp(times.astype(np.float64), grid, counts.astype(np.float64))


def time_at(middle: int, unit: TimeUnit, units: float) -> int:
    """The time so many units after a moment, with fractions: the inverse of ``units_from``, cut to whole seconds.

    Raises:
        NetworkError: the unit has no length, or the result is outside the years 1 to 9999.
    """
    whole = math.floor(units)
    point = add_units(middle, unit, whole)
    if units == whole:
        return point
    return point + math.floor((units - whole) * (add_units(middle, unit, whole + 1) - point))
