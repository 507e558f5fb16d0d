"""Months, seasons, quarters, years, decades and centuries, published on Wednesday, 15 May 2019."""

from __future__ import annotations

import pytest

ONE = [
    ("It was built in [May 2014].", "2014-05"),
    ("It was built in [Sept. 2014].", "2014-09"),
    ("It was built in [October, 1917].", "1917-10"),
    ("It was built in [March] by soldiers.", "2019-03"),
    ("The mill was closed in [August].", "2018-08"),
    ("The mill will close in [August].", "2019-08"),
    ("The mill closed [last June].", "2018-06"),
    ("The mill closes [next January].", "2020-01"),
    ("The mill closes [this December].", "2019-12"),
    ("They came in [early May].", "2019-05"),
    ("They came in [mid-April].", "2019-04"),
    ("They came in [late November 2016].", "2016-11"),
    ("They came in [June last year].", "2018-06"),
    ("They came in [June of this year].", "2019-06"),
    ("They came at [the end of March].", "2019-03"),
    ("The [March] rally was banned.", "2019-03"),
    ("The [May] elections were rigged.", "2019-05"),
    ("He fled in [2014].", "2014"),
    ("The [2014] takeover was planned.", "2014"),
    ("the revolt of [1848]", "1848"),
    ("It was founded in [1707] by monks.", "1707"),
    ("By [2050] the sea will have risen.", "2050"),
    ("He fled in [late 2014].", "2014"),
    ("By [the end of 2014] he was gone.", "2014"),
    ("In [mid-2014] he was gone.", "2014"),
    ("The [2014-15] season was the last.", "2014/2015"),
    ("The war of [1936–1939] was lost.", "1936/1939"),
    ("The war ([1936-39]) was lost.", "1936/1939"),
    ("Defeated in [the 1940s], they returned.", "194"),
    ("Defeated in [the forties], they returned.", "194"),
    ("Music of [the ’90s] came back.", "199"),
    ("In [the early 1990s] wages fell.", "199"),
    ("In [the mid-1980s] wages fell.", "198"),
    ("Since [the late sixties] wages fell.", "196"),
    ("A house of [the 19th century].", "18"),
    ("A [twenty-first-century] problem.", "20"),
    ("In [the early 20th century] wages fell.", "19"),
    ("In [the summer of 1968] the square was full.", "1968-SU"),
    ("In [spring 2014] the square was full.", "2014-SP"),
    ("[Last summer] the square was full.", "2018-SU"),
    ("[This autumn] the square will be full.", "2019-FA"),
    ("In [the winter] the square was empty.", "2018-WI"),
    ("In [Q3 2018] exports fell.", "2018-Q3"),
    ("In [the first quarter of 2018] exports fell.", "2018-Q1"),
    ("In [the second half of 2018] exports fell.", "2018-H2"),
    ("In [the second half of the year] exports will fall.", "2019-H2"),
    ("Rome burned in [64 AD].", "0064"),
    ("Caesar fell in [44 BC].", "BC0044"),
    ("fiscal year [2016] budgets", "2016"),
    ("the [October] Revolution", "1917-10"),
]

MONTHS_BY_THEIR_WORDS = [
    ("The pump is out until at least [August].", "2019-08"),
    ("The pump is out until at least [the end of August].", "2019-08"),
    ("The quarrel goes back to [March], when the pump broke.", "2019-03"),
    ("It has rained since [March] and will not stop.", "2019-03"),
    ("It must be dry by [September].", "2019-09"),
    ("By [April] it had dried.", "2019-04"),
    ("It rained through [April] in Brell.", "2019-04"),
    ("The quarrel was settled way back in [October].", "2018-10"),
    ("In the [March] vote the duke lost.", "2019-03"),
    ("The owners asked for a vote before [the end of November].", "2019-11"),
    ("The duke ruled until [February].", "2019-02"),
    ("He needs the voters in [October].", "2019-10"),
    ("The pump broke in [October].", "2018-10"),
    ("The dike is to hold until [mid-June].", "2019-06"),
    ("Rain will last through [October].", "2019-10"),
    ("They come back to the city if the mill opens in [July].", "2019-07"),
    ("“We will meet again in [July],” the duke said.", "2019-07"),
]

SEVERAL = [
    ("From [March] to [August] it rained.", ["2018-03", "2018-08"]),
    ("Between [May] and [June], it will rain.", ["2019-05", "2019-06"]),
    ("In [May] and [June 2014] it burned.", ["2014-05", "2014-06"]),
    ("In [May], [June] and [July of last year] it burned.", ["2018-05", "2018-06", "2018-07"]),
    ("From [2014] to [2016] it burned.", ["2014", "2016"]),
    ("the [2008] and [2012] campaigns", ["2008", "2012"]),
    ("in [the 19th] and [20th centuries]", ["18", "19"]),
    ("[the 1940s] and [1950s]", ["194", "195"]),
]


@pytest.mark.parametrize(("marked", "value"), ONE)
def test_a_month_year_or_longer_is_found_and_resolved(check, marked, value):
    check(marked, value)


@pytest.mark.parametrize(("marked", "value"), MONTHS_BY_THEIR_WORDS)
def test_a_month_without_a_year_is_found_behind_its_preposition_and_lies_where_the_words_say(check, marked, value):
    check(marked, value)


@pytest.mark.parametrize(("marked", "values"), SEVERAL)
def test_several_months_or_years_are_told_apart(check, marked, values):
    check(marked, *values)
