"""Dates with precision, and options."""

import datetime as dt

import pytest

from dissensus.model.documents import PartialDate
from dissensus.model.errors import REMEDIES, UsageError
from dissensus.model.options import AnnotatingOptions, ComparingOptions, ReadingOptions


@pytest.mark.parametrize(
    ("value", "precision", "first", "last"),
    [
        ("2020", "year", dt.date(2020, 1, 1), dt.date(2020, 12, 31)),
        ("2020-02", "month", dt.date(2020, 2, 1), dt.date(2020, 2, 29)),
        ("2020-02-03", "day", dt.date(2020, 2, 3), dt.date(2020, 2, 3)),
    ],
)
def test_a_date_keeps_its_precision(value: str, precision: str, first: dt.date, last: dt.date) -> None:
    date = PartialDate(value)
    assert (date.precision, date.first_day, date.last_day) == (precision, first, last)


@pytest.mark.parametrize(
    "value", ["", "20", "2020-2", "2020-13", "2021-02-29", "2020-01-01T00", "٢٠٢٠", "2020-01-01\n"]
)
def test_an_impossible_date_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate(value)


def test_an_unknown_option_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"max_bites.*max_bytes"):
        ReadingOptions.of({"max_bites": 1})


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (ReadingOptions, {"max_bytes": "many"}),
        (ReadingOptions, {"columns": "text=body"}),
        (ReadingOptions, {"max_bytes": 0}),
        (AnnotatingOptions, {"jobs": True}),
        (AnnotatingOptions, {"jobs": -1}),
        (ComparingOptions, {"min_confidence": 1.5}),
    ],
)
def test_a_value_of_the_wrong_kind_or_size_is_refused(kind: type[ReadingOptions], values: dict[str, object]) -> None:
    with pytest.raises(UsageError) as caught:
        kind.of(values)
    assert caught.value.code == "USE005"


def test_options_become_plain_values_in_a_fixed_order_and_back() -> None:
    options = ReadingOptions(columns={"b": "2", "a": "1"}, day_first=True)
    plain = options.as_dict()
    assert list(plain) == sorted(plain)
    assert list(plain["columns"]) == ["a", "b"]
    assert ReadingOptions.of(plain) == ReadingOptions(columns={"a": "1", "b": "2"}, day_first=True)


def test_every_remedy_is_a_sentence_that_says_what_to_do() -> None:
    for code, remedy in REMEDIES.items():
        assert len(remedy) > 15, code
        assert remedy[0].isupper(), code
        assert not remedy.endswith("."), code
