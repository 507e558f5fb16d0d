"""Days of the week and of the month, published on Wednesday, 15 May 2019."""

from __future__ import annotations

import pytest

WEEKDAYS = [
    ("The council met on [Monday].", "2019-05-13"),
    ("The council met on [Wednesday].", "2019-05-15"),
    ("Miners in Orvenna walked out [Thursday].", "2019-05-09"),
    ("The pact was signed [last Thursday] in Brell.", "2019-05-09"),
    ("[Last Wednesday] the pumps stopped.", "2019-05-08"),
    ("The vote will be held on [Sunday].", "2019-05-19"),
    ("A rally is scheduled for [Saturday].", "2019-05-18"),
    ("The court is expected to rule by [Friday].", "2019-05-17"),
    ("They meet again [next Friday].", "2019-05-17"),
    ("[Next Wednesday] the new law begins.", "2019-05-22"),
    ("On [Friday], Mayor Tessel will open the bridge.", "2019-05-17"),
    ("“We will not move,” she said on [Friday].", "2019-05-10"),
    ("The strike began on [Tuesday morning].", "2019-05-14TMO"),
    ("Shots were heard [Monday night].", "2019-05-13TNI"),
    ("He spoke on [Sunday afternoon] at the port.", "2019-05-12TAF"),
    ("It ended on [Friday evening].", "2019-05-10TEV"),
    ("[Tuesday]’s decision angered the farmers.", "2019-05-14"),
    ("Ahead of [Thursday]’s summit, both sides rearmed.", "2019-05-16"),
    ("The bakers struck [this Monday].", "2019-05-13"),
    ("They will march [this Saturday].", "2019-05-18"),
    ("It rained [this past Sunday].", "2019-05-12"),
    ("They vote [this coming Sunday].", "2019-05-19"),
    ("Crowds gathered [early Tuesday].", "2019-05-14"),
    ("The ferry sank [late on Monday].", "2019-05-13"),
]

# A past verb of the same clause, whatever stands elsewhere in the sentence.
BEHIND = [
    ("Miners blocked the shaft of Brell on [Tuesday] in anger at plans to flood it.", "2019-05-14"),
    ("On [Friday] Ada Tessel set out the terms of her party.", "2019-05-10"),
    ("On [Monday], Will Harker closed the mill.", "2019-05-13"),
    ("On [Monday], Ada Tessel, who hopes to lead the guild, closed the mill.", "2019-05-13"),
    ("Asked on [Friday] whether the mill would close, he shrugged.", "2019-05-10"),
    ("He gave an interview on [Sunday]: “You can say what you like.”", "2019-05-12"),
    ("By [Monday evening], the mayor had left.", "2019-05-13TEV"),
    ("He stayed in the tower until [Saturday].", "2019-05-11"),
    ("She should have come on [Sunday].", "2019-05-12"),
    ("Lena Brack, who died [Saturday], built the bridge.", "2019-05-11"),
    ("The rally was due on [Monday].", "2019-05-13"),
    ("If [Monday]’s vote fails, the mill closes.", "2019-05-13"),
    ("If you look at [Monday night]’s vote, the mill closes.", "2019-05-13TNI"),
    ("If they repeat their [Monday] triumph, the mill closes.", "2019-05-13"),
    ("He was punched in the face on [Monday].", "2019-05-13"),
]

AHEAD = [
    ("The guild kept silent before a members’ meeting on [Thursday].", "2019-05-16"),
    ("Both camps rearmed ahead of the talks on [Saturday].", "2019-05-18"),
    ("The duke hoped for talks in Orvenna on [Sunday].", "2019-05-19"),
    ("She hopes for a truce on [Friday].", "2019-05-17"),
    ("They called a strike for [Friday].", "2019-05-17"),
    ("They were told to leave the mill by [Friday].", "2019-05-17"),
    ("The hearing was scheduled for [Thursday].", "2019-05-16"),
    ("The gates were closed until [Monday].", "2019-05-20"),
    ("He plans to run on [Sunday].", "2019-05-19"),
    ("The clerk set a [Friday] deadline.", "2019-05-17"),
    ("The smith said [Thursday]’s talks would fail.", "2019-05-16"),
    ("The mill will be sold on [Saturday], Tessel said.", "2019-05-18"),
    ("It could end if the duke wins the vote on [Sunday].", "2019-05-19"),
    ("Half the shops are going to shut on [Thursday].", "2019-05-16"),
]

WEEKS = [
    ("A march is planned for [Thursday of next week].", "2019-05-23"),
    ("They met [Monday last week] in Brell.", "2019-05-06"),
    ("They meet [Tuesday this week] in Brell.", "2019-05-14"),
    ("They meet on [Monday evening of next week].", "2019-05-20TEV"),
    ("They meet [next week on Tuesday].", "2019-05-21"),
    ("They met [last week on Friday].", "2019-05-10"),
]

MARKED_UP = [
    ("*Posted by the clerk of Brell, [June 8, 2018]*", "2018-06-08"),
    ("The dam broke (*[May 8]*).", "2019-05-08"),
    ("The dam broke ([May 8]).", "2019-05-08"),
    ("The dam broke on _[May 8]_.", "2019-05-08"),
    ("The dam broke on __[8 May 2018]__.", "2018-05-08"),
    ("**[Monday]**: the dam broke.", "2019-05-13"),
    ("The dam broke in **[2014]**.", "2014"),
    ("***[March 2014]*** was dry.", "2014-03"),
]

MONTH_DAYS = [
    ("The dam was closed on [May 6].", "2019-05-06"),
    ("The dam was closed on [6 May].", "2019-05-06"),
    ("The dam was closed on [the 6th of May].", "2019-05-06"),
    ("Elections are set for [June 16].", "2019-06-16"),
    ("Elections are set for [16 June 2020].", "2020-06-16"),
    ("The fire of [16th of June] killed three.", "2019-06-16"),
    ("the [May 25th] ballot", "2019-05-25"),
    ("the [February 21] takeover in Brell", "2019-02-21"),
    ("He was freed on [December 20].", "2018-12-20"),
    ("Talks were broken off on [Nov. 3].", "2018-11-03"),
    ("The port will reopen on [Nov. 3].", "2019-11-03"),
    ("Signed [July 4, 1976], in Orvenna.", "1976-07-04"),
    ("Signed on [Sunday, July 4, 1976].", "1976-07-04"),
    ("On [Monday, May 13], the harbour froze.", "2019-05-13"),
    ("On [Tues., Jan. 8], it thawed.", "2019-01-08"),
    ("It happened on [the Fourth of July].", "2018-07-04"),
    ("It happened on [June 3 last year].", "2018-06-03"),
    ("It happened on [the 3rd of June this year].", "2019-06-03"),
    ("Born on [September twenty-first, 1950].", "1950-09-21"),
    ("Dated [2014-06-06] by the clerk.", "2014-06-06"),
    ("Dated [2014-06-06T17:30Z] by the clerk.", "2014-06-06T17:30"),
    ("Dated [25/12/2014] by the clerk.", "2014-12-25"),
    ("Dated [12/25/2014] by the clerk.", "2014-12-25"),
    ("Dated [06.06.2014] by the clerk.", "2014-06-06"),
    ("Dated [4/5/2014] by the clerk.", None),
    ("Dated [25.12.14] by the clerk.", "2014-12-25"),
    ("Payment was due on [the 6th].", "2019-05-06"),
    ("Payment is due by [the 20th].", "2019-05-20"),
    ("Payment was due on [the 20th].", "2019-04-20"),
    ("They came on [the 3rd of last month].", "2019-04-03"),
    ("On [Christmas Day] the guns fell silent.", "2018-12-25"),
    ("On [New Year’s Eve 2017] the mill burned.", "2017-12-31"),
    ("Workers marched on [May Day].", "2019-05-01"),
    ("Since [9/11] the gates are shut.", "2001-09-11"),
    ("After the [Sept. 11] attacks the gates were shut.", "2001-09-11"),
    ("The truce holds until [JUNE 6].", "2019-06-06"),
]

SEVERAL = [
    ("Shut from [June 6-8] for repairs.", ["2019-06-06/2019-06-08"]),
    ("Shut [6 to 8 June] for repairs.", ["2019-06-06/2019-06-08"]),
    ("Shut between [6 and 8 June 2017].", ["2017-06-06/2017-06-08"]),
    ("Between [January 1] and [May 3] it snowed.", ["2019-01-01", "2019-05-03"]),
    ("Between [July 1] and [May 3] it snowed.", ["2018-07-01", "2019-05-03"]),
    ("From [Monday] to [Friday] it snows.", ["2019-05-13", "2019-05-17"]),
    ("In [the week of June 6, 2014], it snowed.", ["2014-W23"]),
    ("They met on [June 6] and [8].", ["2019-06-06", "2019-06-08"]),
    ("They met on [6] and [8 June].", ["2019-06-06", "2019-06-08"]),
    ("They met on [June 6], [7] and [9, 2017].", ["2017-06-06", "2017-06-07", "2017-06-09"]),
    ("Between [3 May] and [5 May 2017] it snowed.", ["2017-05-03", "2017-05-05"]),
    ("From [December 28] to [January 3, 2015] it snowed.", ["2014-12-28", "2015-01-03"]),
    ("From [Monday] to [Tuesday] it snowed.", ["2019-05-13", "2019-05-14"]),
]


@pytest.mark.parametrize(("marked", "value"), WEEKDAYS + MONTH_DAYS + WEEKS + MARKED_UP)
def test_a_day_is_found_and_resolved(check, marked, value):
    check(marked, value)


@pytest.mark.parametrize(("marked", "value"), BEHIND)
def test_a_past_verb_of_its_clause_puts_a_day_before_the_publication(check, marked, value):
    check(marked, value)


@pytest.mark.parametrize(("marked", "value"), AHEAD)
def test_what_is_hoped_for_called_or_awaited_lies_ahead(check, marked, value):
    check(marked, value)


def test_a_day_of_that_week_counts_from_the_date_told_before(check):
    check("They met on [June 6, 2017], and parted on [Friday of that week].", "2017-06-06", "2017-06-09")


@pytest.mark.parametrize(("marked", "values"), SEVERAL)
def test_several_days_share_month_and_year(check, marked, values):
    check(marked, *values)


def test_a_number_that_counts_people_is_no_day(check):
    check("In [June] 20 people drowned.", "2018-06")
