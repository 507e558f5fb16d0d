"""Labels of times: as short as they are clear, the first always with its year."""

from __future__ import annotations

import datetime as dt

import pytest

from dissensus.exchanging.figures._canvas import settings, sheet
from dissensus.exchanging.figures._time_axis import put_times, time_labels

DAY = 86_400


def seconds(*times: str) -> list[int]:
    return [int(dt.datetime.fromisoformat(f"{time}+00:00").timestamp()) for time in times]


@pytest.mark.parametrize(
    ("times", "labels"),
    [
        (("2019-07-01", "2020-01-01", "2020-07-01"), ["Jul\n2019", "Jan\n2020", "Jul"]),
        (("2018-01-01", "2020-01-01"), ["2018", "2020"]),
        (("2023-12-29", "2024-01-02"), ["29 Dec\n2023", "2 Jan\n2024"]),
        (("2023-05-01T06:00", "2023-05-01T12:00"), ["06:00\n1 May 2023", "12:00"]),
        (("2023-05-01",), ["1 May\n2023"]),
        ((), []),
    ],
)
def test_the_year_stands_at_the_first_and_wherever_it_changes(times: tuple[str, ...], labels: list[str]):
    assert time_labels(seconds(*times)) == labels


@pytest.mark.parametrize("length", [1, 3, 20, 100, 400, 3000, 20000])
def test_every_axis_of_days_says_a_year_at_its_first_mark(length: int):
    with settings(["1"]):
        axes = sheet(6, 3).add_axes((0.1, 0.2, 0.8, 0.7))
        start = seconds("2019-02-11")[0] / DAY
        axes.plot([start, start + length], [0, 1])
        put_times(axes)
        labels = [label.get_text() for label in axes.get_xticklabels()]
    assert 2 <= len(labels) <= 10
    assert any(str(year) in labels[0] for year in range(2018, 2022))
