"""Days and years below a line over time: the first of them always says its year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = 86_400


def put_times(axes: Axes) -> None:
    """Mark the horizontal axis, which counts days since 1970, with at most eight times (UTC)."""
    from matplotlib.dates import AutoDateLocator, num2date

    low, high = axes.get_xlim()
    locator = AutoDateLocator(tz=dt.UTC, minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    first, last = (num2date(end, tz=dt.UTC) for end in (low, high))  # type: ignore[no-untyped-call]
    places = [float(tick) for tick in locator.tick_values(first, last) if low <= tick <= high]  # type: ignore[no-untyped-call]
    axes.set_xticks(places, time_labels([round(place * _DAY) for place in places]))


def time_labels(seconds: Sequence[int]) -> list[str]:
    """Labels of rising times in seconds since 1970 (UTC), as short as they are clear.

    Years, months, days or minutes, whatever the least distance of two needs. What a reader also has to know (the year
    of a month or a day, the day of a minute) stands in a second line at the first and wherever it changes.
    """
    times = [dt.datetime.fromtimestamp(each, tz=dt.UTC) for each in seconds]
    apart = min((later - earlier for earlier, later in pairwise(seconds)), default=_DAY)
    at_midnight = all(each % _DAY == 0 for each in seconds)
    labels = []
    known = ""
    for time in times:
        year, month = f"{time.year}", _MONTHS[time.month - 1]
        if apart >= 360 * _DAY and at_midnight:
            label, more = year, ""
        elif apart >= 27 * _DAY and at_midnight and all(each.day == 1 for each in times):
            label, more = month, year
        elif at_midnight:
            label, more = f"{time.day} {month}", year
        else:
            label, more = f"{time.hour:02}:{time.minute:02}", f"{time.day} {month} {year}"
        labels.append(f"{label}\n{more}" if more and more != known else label)
        known = more
    return labels
