"""First and last day of an expression, and what the publication date's precision does to it."""

from __future__ import annotations

import pytest

from dissensus.annotating.steps import Draft
from dissensus.annotating.times import TimesStep, find_times
from dissensus.model.annotations import TimeExpression
from dissensus.model.documents import Document, PartialDate

PUBLISHED = PartialDate("2019-05-15")


def _only(text: str, published: PartialDate | None = PUBLISHED) -> TimeExpression:
    found = find_times(text, published)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Since May 6 it rains.", "2019-05-06", None),
        ("It rained until May 6.", None, "2019-05-06"),
        ("It must stop by Friday.", None, "2019-05-17"),
        ("It rained before 2014.", None, "2013-12-31"),
        ("It rained after 2014.", "2015-01-01", None),
        ("It rained after the 2014 flood.", "2014-01-01", "2014-12-31"),
        ("From 2014 on it rained.", "2014-01-01", None),
        ("Since the 1940s it rains.", "1940-01-01", None),
        ("It rained in May 2014.", "2014-05-01", "2014-05-31"),
        ("It rained in early June 2014.", "2014-06-01", "2014-06-12"),
        ("It rained in mid-June 2014.", "2014-06-10", "2014-06-21"),
        ("It rained in late June 2014.", "2014-06-19", "2014-06-30"),
        ("It rained in the winter of 2014.", "2014-12-01", "2015-02-28"),
        ("It rained in the 20th century.", "1901-01-01", "2000-12-31"),
        ("It rained last week.", "2019-05-06", "2019-05-12"),
        ("It rained last weekend.", "2019-05-11", "2019-05-12"),
        ("It rained over the past two years.", "2017-05-15", "2019-05-15"),
        ("It will rain over the next three weeks.", "2019-05-15", "2019-06-05"),
        ("It is raining now.", "2019-05-15", "2019-05-15"),
        ("It rained recently.", None, "2019-05-15"),
        ("It will rain soon.", "2019-05-15", None),
        ("It rained five hours ago.", "2019-05-14", "2019-05-15"),
        ("On 4/5/2014 it rained.", "2014-04-05", "2014-05-04"),
        ("Shut June 6-8, 2014, for repairs.", "2014-06-06", "2014-06-08"),
    ],
)
def test_the_first_and_last_day_are_told_or_left_open(text, start, end):
    time = _only(text)
    assert (time.start, time.end) == (start, end)


def test_both_ends_of_an_interval_carry_its_days():
    first, last = find_times("From 3 May 2014 to 5 May 2014 it rained.", PUBLISHED)
    assert (first.value, first.start, first.end) == ("2014-05-03", "2014-05-03", "2014-05-05")
    assert (last.value, last.start, last.end) == ("2014-05-05", "2014-05-03", "2014-05-05")


def test_a_length_with_its_origin_has_days():
    length, origin = find_times("They struck for a week since May 6.", PUBLISHED)
    assert (length.value, length.start, length.end) == ("P1W", "2019-05-06", "2019-05-13")
    assert (origin.value, origin.end) == ("2019-05-06", None)


@pytest.mark.parametrize(
    ("published", "text", "value", "start", "end"),
    [
        ("2019", "They met last Thursday.", None, "2018-12-27", "2019-12-26"),
        ("2019-05", "They met last Thursday.", None, "2019-04-25", "2019-05-30"),
        ("2019", "They met last year.", "2018", "2018-01-01", "2018-12-31"),
        ("2019", "They met last month.", None, "2018-12-01", "2019-11-30"),
        ("2019-05", "They met last month.", "2019-04", "2019-04-01", "2019-04-30"),
        ("2019-05", "They met on May 6.", "2019-05-06", "2019-05-06", "2019-05-06"),
        ("2019", "They met on December 28.", None, "2018-12-28", "2019-12-28"),
        ("2019-05", "They met on Thursday of last week.", None, "2019-04-25", "2019-05-23"),
        ("2019-05", "They met at the end of November.", "2018-11", "2018-11-19", "2018-11-30"),
        ("2019-05", "They meet on Tuesday at six in the evening.", None, "2019-05-07", "2019-06-04"),
        ("2019", "They meet now.", "PRESENT_REF", "2019-01-01", "2019-12-31"),
        ("2019", "They met in May 2014.", "2014-05", "2014-05-01", "2014-05-31"),
    ],
)
def test_what_the_precision_of_the_publication_date_cannot_resolve_has_no_value_but_its_outer_days(
    published, text, value, start, end
):
    time = _only(text, PartialDate(published))
    assert (time.value, time.start, time.end) == (value, start, end)


@pytest.mark.parametrize("text", ["They met on Tuesday.", "They meet by Friday.", "They met in March."])
def test_an_inferred_publication_day_resolves_like_a_stated_one(text):
    assert find_times(text, PartialDate("2019-05-15", inferred=True)) == find_times(text, PUBLISHED)


@pytest.mark.parametrize(
    "text", ["They met last Thursday.", "They met on May 6.", "They met in March.", "They met today."]
)
def test_without_a_publication_date_nothing_is_invented(text):
    time = _only(text, None)
    assert (time.value, time.start, time.end, time.anchored) == (None, None, None, True)


def test_only_what_depends_on_the_publication_date_is_anchored():
    assert not _only("They met in May 2014.").anchored
    assert _only("They met last week.").anchored


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("in May 2014", "date"),
        ("on Monday night", "time"),
        ("at 5 p.m.", "time"),
        ("for a week", "duration"),
        ("every Monday", "set"),
        ("right now", "reference"),
    ],
)
def test_the_kind_is_told(text, kind):
    assert _only(text).kind == kind


def test_the_step_needs_nothing_and_gives_times():
    step = TimesStep()
    draft = step(Draft(Document("a", "It rained last week.", published=PUBLISHED)))
    assert (step.name, step.requires, step.assigns) == ("times.v1", frozenset(), frozenset({"times"}))
    assert [time.value for time in draft.times] == ["2019-W19"]


def test_the_digest_is_stable():
    assert TimesStep().digest == TimesStep().digest
    assert len(TimesStep().digest) == 16
