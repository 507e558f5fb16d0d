"""Which statements count."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from coded_by_hand import coded, seconds
from hypothesis import given
from hypothesis import strategies as st

from dissensus.model.coded_statements import CodedStatements, Column
from dissensus.model.errors import NetworkError
from dissensus.networks.building import build
from dissensus.networks.filtering import first_of_each, rules_told_apart, select, without_duplicates
from dissensus.networks.options import DNA, DUPLICATES, Duplicates, NetworkOptions

TWO = NetworkOptions(mode="two-mode", aggregation="subtract")


def kept(statements: CodedStatements, **changed: object) -> list[int]:
    options = dataclasses.replace(TWO, **changed)
    return statements.ids[select(statements, options).kept].tolist()


def test_dates_are_included_at_both_ends() -> None:
    some = coded(*(("A", "c", 1, f"2020-01-0{d}", d) for d in range(1, 6)))
    assert kept(some, start=seconds("2020-01-02"), stop=seconds("2020-01-04")) == [2, 3, 4]


def test_a_filter_of_outlets_leaves_out_or_leaves_only() -> None:
    some = coded(("A", "c", 1, "2020-01-01", 1), ("B", "c", 1, "2020-01-02", 2), outlets=["North", "South"])
    assert kept(some, exclude_sources=("North",)) == [2]
    assert kept(some, exclude_sources=("North",), invert_sources=True) == [1]


def test_an_apostrophe_in_a_filter_is_harmless_but_fails_as_in_dna_on_request() -> None:
    some = coded(("A", "c", 1, "2020-01-01", 1), outlets=["O'Brien"])
    assert kept(some, exclude_sources=("O'Brien",)) == []
    with pytest.raises(NetworkError, match="apostrophe"):
        kept(some, exclude_sources=("O'Brien",), compatible=DNA)


def untold(statements: CodedStatements, *, times: bool, documents: bool) -> CodedStatements:
    """The same without times, or without ids of documents, as a table may be."""
    names = statements.document_variables | {"id": Column.of("id", "short text", [""] * len(statements))}
    return dataclasses.replace(
        statements,
        time=statements.time if times else np.zeros_like(statements.time),
        first_time=statements.first_time if times else 0,
        last_time=statements.last_time if times else 0,
        document_variables=statements.document_variables if documents else names,
    )


@pytest.mark.parametrize(
    ("rule", "missing"), [("week", "time"), ("month", "time"), ("year", "time"), ("document", "document")]
)
def test_a_rule_that_nothing_can_be_told_apart_by_is_told(rule: Duplicates, missing: str) -> None:
    some = coded(("A", "c", 1, "2020-01-01", 1), ("A", "c", 1, "2021-01-02", 2))
    options = dataclasses.replace(TWO, duplicates=rule)
    assert not build(some, options).warnings
    bare = untold(some, times=missing != "time", documents=missing != "document")
    assert build(bare, options).warnings == (
        f"No statement tells its {missing}: duplicates count as if all were of one {rule}.",
    )


def test_rules_that_need_times_or_documents_are_known_from_the_statements() -> None:
    some = coded(("A", "c", 1, "2020-01-01", 1), ("A", "c", 1, "2021-01-02", 2))
    assert rules_told_apart(some) == DUPLICATES
    assert rules_told_apart(untold(some, times=False, documents=False)) == ("include", "acrossrange")


def test_one_value_of_one_variable_is_enough_to_leave_a_statement_out() -> None:
    some = coded(("A", "c", 1, "2020-01-01", 1), ("A", "d", 0, "2020-01-01", 1), ("B", "d", 1, "2020-01-01", 1))
    assert kept(some, exclude_values={"concept": ("c",), "agreement": ("0",)}) == [3]


def test_inverted_value_filters_leave_out_what_misses_any_list() -> None:
    some = coded(("A", "c", 1, "2020-01-01", 1), ("A", "d", 0, "2020-01-01", 1), ("B", "d", 1, "2020-01-01", 1))
    assert kept(some, exclude_values={"concept": ("d",), "agreement": ("0",)}, invert_values=True) == [2]


def test_an_unknown_variable_in_a_filter_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(NetworkError, match="'organization', 'concept', 'agreement'"):
        kept(coded(("A", "c", 1, "2020-01-01", 1)), exclude_values={"claim": ("c",)})


def test_empty_nodes_are_left_out_of_networks_and_stay_in_event_lists() -> None:
    some = coded(("", "c", 1, "2020-01-01", 1), ("A", "", 1, "2020-01-01", 1), ("A", "c", 1, "2020-01-01", 1))
    assert kept(some) == [3]
    assert kept(some, mode="event-list") == [1, 2, 3]


def test_an_empty_qualifier_matters_only_where_it_counts() -> None:
    some = coded(("A", "c", "", "2020-01-01", 1), ("A", "c", "x", "2020-01-01", 1), qualifier="short text")
    assert kept(some) == [2]
    assert kept(some, aggregation="ignore") == [1, 2]


def test_filters_of_coder_document_confidence_and_status_leave_only_these() -> None:
    some = coded(
        ("A", "c", 1, "2020-01-01", 1),
        ("A", "c", 1, "2020-01-02", 2),
        ("A", "c", 1, "2020-01-03", 3),
        coders=["Ann", "Bo", "Bo"],
        confidence=[1.0, 0.4, 0.9],
        statuses=["decided", "proposed", "proposed"],
    )
    assert kept(some, coders=("Bo",)) == [2, 3]
    assert kept(some, documents=("1", "3")) == [1, 3]
    assert kept(some, least_confidence=0.5) == [1, 3]
    assert kept(some, statuses=("proposed",)) == [2, 3]


@pytest.mark.parametrize(
    ("unit", "left"),
    [
        ("include", [1, 2, 3, 4, 5, 6]),
        ("document", [1, 3, 4, 5, 6]),
        ("week", [1, 4, 5, 6]),
        ("month", [1, 5, 6]),
        ("year", [1, 6]),
        ("acrossrange", [1]),
    ],
)
def test_duplicates_count_once_within_their_unit(unit: str, left: list[int]) -> None:
    some = coded(
        ("A", "c", 1, "2020-03-02", 1),
        ("A", "c", 1, "2020-03-02", 1),
        ("A", "c", 1, "2020-03-08", 2),
        ("A", "c", 1, "2020-03-09", 3),
        ("A", "c", 1, "2020-04-20", 4),
        ("A", "c", 1, "2021-03-02", 5),
    )
    assert kept(some, duplicates=unit) == left


def test_agreement_makes_a_statement_another_unless_it_is_ignored() -> None:
    some = coded(("A", "c", 1, "2020-01-01", 1), ("A", "c", 0, "2020-01-01", 1))
    assert kept(some, duplicates="document") == [1, 2]
    assert kept(some, duplicates="document", aggregation="ignore") == [1]


def test_months_of_two_years_are_one_for_dna() -> None:
    some = coded(("A", "c", 1, "2019-03-05", 1), ("A", "c", 1, "2020-03-05", 2))
    assert kept(some, duplicates="month") == [1, 2]
    assert kept(some, duplicates="month", compatible=DNA) == [1]


def test_weeks_have_their_year_and_begin_on_monday() -> None:
    # 2020-12-28 is a Monday of ISO week 53, which ends on 2021-01-03.
    days = ("2020-12-27", "2020-12-28", "2021-01-03", "2021-01-04", "2022-01-03")
    some = coded(*(("A", "c", 1, day, n) for n, day in enumerate(days)))
    assert kept(some, duplicates="week") == [1, 2, 4, 5]


def test_american_weeks_begin_on_sunday_and_the_first_of_january_is_in_week_one() -> None:
    american = dataclasses.replace(DNA, weeks_of_united_states=True)
    some = coded(*(("A", "c", 1, day, n) for n, day in enumerate(("2020-12-27", "2021-01-02", "2021-01-03"))))
    assert kept(some, duplicates="week", compatible=american) == [1, 3]
    early = coded(("A", "c", 1, "2020-01-01", 1), ("A", "c", 1, "2020-12-28", 2))
    assert kept(early, duplicates="week", compatible=american) == [1]


def test_large_numbers_are_never_equal_for_dna() -> None:
    some = coded(*(("A", "c", value, "2020-01-01", 1) for value in (128, 128, 127, 127)), qualifier="integer")
    assert kept(some, duplicates="document") == [1, 3]
    assert kept(some, duplicates="document", compatible=DNA) == [1, 2, 3]


_STATEMENTS = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.sampled_from("cd"),
        st.sampled_from((0, 1)),
        st.sampled_from(("2019-03-01", "2019-03-02", "2020-03-01", "2020-12-31", "2021-01-01")),
        st.integers(1, 3),
    ),
    max_size=25,
)


@given(statements=_STATEMENTS, unit=st.sampled_from(DUPLICATES), compatible=st.booleans())
def test_removing_duplicates_twice_is_removing_them_once(
    statements: list[tuple[str, str, int, str, int]], unit: str, compatible: bool
) -> None:
    some = coded(*statements)
    options = dataclasses.replace(TWO, duplicates=unit, compatible=DNA if compatible else TWO.compatible)
    once = without_duplicates(some, np.arange(len(some)), options)
    again = without_duplicates(some.take(once), np.arange(len(once)), options)
    assert again.tolist() == list(range(len(once)))


@given(statements=_STATEMENTS, unit=st.sampled_from(DUPLICATES))
def test_duplicates_are_those_that_a_plain_loop_finds(
    statements: list[tuple[str, str, int, str, int]], unit: str
) -> None:
    some = coded(*statements)
    seen, expected = set(), []
    for row in range(len(some)):
        day = np.datetime64(int(some.time[row]), "s").item()
        unit_key = {
            "include": row,
            "document": int(some.document[row]),
            "week": day.isocalendar()[:2],
            "month": (day.year, day.month),
            "year": day.year,
            "acrossrange": 0,
        }[unit]
        key = (*(int(column.codes[row]) for column in some.variables.values()), unit_key)
        if key not in seen:
            expected.append(row)
        seen.add(key)
    options = dataclasses.replace(TWO, duplicates=unit)
    assert without_duplicates(some, np.arange(len(some)), options).tolist() == expected


def test_keys_of_any_size_do_not_overflow() -> None:
    huge = np.array([2**62, 2**62, -(2**62), 5], dtype=np.int64)
    assert first_of_each([huge, huge[::-1].copy(), huge]).tolist() == [0, 1, 2, 3]
    assert first_of_each([huge, huge]).tolist() == [0, 2, 3]
