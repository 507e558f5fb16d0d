"""Durations, repetitions and clock times, published on Wednesday, 15 May 2019."""

from __future__ import annotations

import pytest

ONE = [
    ("They struck for [a week].", "P1W"),
    ("They struck for [four months].", "P4M"),
    ("It could fall in [24 hours].", "PT24H"),
    ("It must fall within [24 hours].", "PT24H"),
    ("For at least [a fortnight] he refused.", "P2W"),
    ("a [three-day] march", "P3D"),
    ("a [24-hour] strike", "PT24H"),
    ("For [decades] the land lay bare.", "PXDE"),
    ("For [two decades] the land lay bare.", "P2DE"),
    ("For [weeks], columns blocked the pass.", "PXW"),
    ("After [months] of talks nothing came.", "PXM"),
    ("For [twenty-five years] he ruled.", "P25Y"),
    ("For [a hundred years] they ruled.", "P100Y"),
    ("For [two and a half years] he ruled.", "P2.5Y"),
    ("For [a year and a half] he ruled.", "P1.5Y"),
    ("It took [half an hour].", "PT0.5H"),
    ("In [a couple of years] it may be gone.", "PXY"),
    ("For [several days] it rained.", "PXD"),
    ("They moved past [days] of grief.", "PXD"),
    ("It rained for [two or three days].", "PXD"),
    ("He got [10 to 15 years].", "PXY"),
    ("the [monthslong] siege", "PXM"),
    ("the [week-long] siege", "P1W"),
    ("the [years-long] siege", "PXY"),
    ("[Another week] passed.", "P1W"),
    ("He waited [30 minutes].", "PT30M"),
    ("He waited [90 seconds].", "PT90S"),
    ("They march [every Monday].", "XXXX-WXX-1"),
    ("They march on [Mondays].", "XXXX-WXX-1"),
    ("They march [each year].", "P1Y"),
    ("They march [every other week].", "P2W"),
    ("They march [every two years].", "P2Y"),
    ("They march [every summer].", "XXXX-SU"),
    ("They march [weekly].", "P1W"),
    ("They march [twice a month].", "P1M"),
    ("It costs 20 crowns [per day].", "P1D"),
    ("They met at [5 p.m.] in Brell.", "T17:00"),
    ("They met at [5:30pm] in Brell.", "T17:30"),
    ("They met at [17:30] in Brell.", "T17:30"),
    ("They met at [noon] in Brell.", "T12:00"),
    ("They met at [5 o’clock] in Brell.", "T05:00"),
    ("They met at [0930 GMT] in Brell.", "T09:30"),
    ("They met at [12 a.m.] in Brell.", "T00:00"),
    ("They met at [5 p.m. on Monday].", "2019-05-13T17:00"),
    ("They met [Monday at 5 p.m.]", "2019-05-13T17:00"),
    ("They met on [June 6, 2017, at 17:30].", "2017-06-06T17:30"),
    ("They met [yesterday at noon].", "2019-05-14T12:00"),
    ("The column left at [four in the afternoon].", "T16:00"),
    ("They rose at [six in the morning] to work.", "T06:00"),
    ("They rose at [6:30 in the morning].", "T06:30"),
    ("It was [ten at night].", "T22:00"),
    ("They worked until [two at night].", "T02:00"),
    ("He left at [six in the evening on Thursday].", "2019-05-09T18:00"),
    ("He left on [Monday at 7 in the evening].", "2019-05-13T19:00"),
]


@pytest.mark.parametrize(("marked", "value"), ONE)
def test_a_duration_repetition_or_clock_time_is_found_and_resolved(check, marked, value):
    check(marked, value)
