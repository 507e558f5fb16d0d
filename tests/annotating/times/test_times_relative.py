"""What counts from the publication (Wednesday, 15 May 2019) or from the date told before."""

from __future__ import annotations

import pytest

ONE = [
    ("[Today] the guards left.", "2019-05-15"),
    ("[Yesterday] the guards left.", "2019-05-14"),
    ("[Tomorrow] the guards leave.", "2019-05-16"),
    ("[Tonight] the guards leave.", "2019-05-15TNI"),
    ("They left [yesterday morning].", "2019-05-14TMO"),
    ("They left [last night].", "2019-05-14TNI"),
    ("They left [this morning].", "2019-05-15TMO"),
    ("They left [the day before yesterday].", "2019-05-13"),
    ("They leave [the day after tomorrow].", "2019-05-17"),
    ("The crackdown came [last week].", "2019-W19"),
    ("It is debated [this week].", "2019-W20"),
    ("It is debated [next week].", "2019-W21"),
    ("They danced [last weekend].", "2019-W19-WE"),
    ("They dance [this weekend].", "2019-W20-WE"),
    ("It failed [last month].", "2019-04"),
    ("It failed [earlier this month].", "2019-05"),
    ("It failed [last year].", "2018"),
    ("It failed [late last year].", "2018"),
    ("It starts [later this year].", "2019"),
    ("It starts [next year].", "2020"),
    ("It failed in [the last century].", "P1CE"),
    ("It failed [last century].", "19"),
    ("It failed [last decade].", "200"),
    ("Rents rise until [the end of the year].", "2019"),
    ("Rents rose [earlier in the week].", "2019-W20"),
    ("It burned [two days ago].", "2019-05-13"),
    ("It burned [a day ago].", "2019-05-14"),
    ("It burned [three weeks ago].", "2019-W17"),
    ("It burned [four months ago].", "2019-01"),
    ("It burned [ten years ago].", "2009"),
    ("It burned [two decades ago].", "199"),
    ("It burned [half a century ago].", "196"),
    ("It burned [years ago].", "PAST_REF"),
    ("It burned [a few weeks ago].", "PAST_REF"),
    ("It burned [five hours ago].", None),
    ("It opens [two weeks from now].", "2019-W22"),
    ("Prices doubled over [the past two years].", "P2Y"),
    ("Prices doubled over [the last few months].", "PXM"),
    ("Prices doubled in [the last 24 hours].", "PT24H"),
    ("Prices will double over [the next decade].", "P1DE"),
    ("Prices fell in [the past week].", "P1W"),
    ("Prices fell in [recent weeks].", "PAST_REF"),
    ("Prices will fall in [the coming months].", "PXM"),
    ("He is [now] in exile.", "PRESENT_REF"),
    ("He is [currently] in exile.", "PRESENT_REF"),
    ("He is in exile at [the moment].", "PRESENT_REF"),
    ("[These days] he is in exile.", "PRESENT_REF"),
    ("He was [recently] in exile.", "PAST_REF"),
    ("the party [formerly] of Tessel", "PAST_REF"),
    ("In [the past] he was in exile.", "PAST_REF"),
    ("He was in exile at [the time].", "PAST_REF"),
    ("He was in exile at [that time].", "PAST_REF"),
    ("Peace may come in [the near future].", "FUTURE_REF"),
    ("Peace may come in [the future].", "FUTURE_REF"),
    ("Peace will come [soon].", "FUTURE_REF"),
]

TOLD = [
    ("They met on [June 6, 2017]. [Two days later] they parted.", ["2017-06-06", "2017-06-08"]),
    ("They met in [2014]; [three years later] they parted.", ["2014", "2017"]),
    ("They met in [May 2014] and [a year earlier].", ["2014-05", "2013"]),
    ("They met on [June 6, 2017] and [the next day] parted.", ["2017-06-06", "2017-06-07"]),
    ("They met on [June 6, 2017] and parted [that night].", ["2017-06-06", "2017-06-06TNI"]),
    ("They met in [2014] and parted [the following year].", ["2014", "2015"]),
    ("They met in [2014].\n\n[Three years later] they parted.", ["2014", "P3Y"]),
    ("They met in [2014]. [Two days later] they parted.", ["2014", "P2D"]),
    ("They parted [four months] after they were sent.", ["P4M"]),
    ("They struck for [a week] since [May 6].", ["P1W", "2019-05-06"]),
]


@pytest.mark.parametrize(("marked", "value"), ONE)
def test_a_relative_expression_counts_from_the_publication(check, marked, value):
    check(marked, value)


@pytest.mark.parametrize(("marked", "values"), TOLD)
def test_later_and_earlier_count_from_the_date_told_before_in_the_paragraph(check, marked, values):
    check(marked, *values)
