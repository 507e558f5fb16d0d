"""Moving windows and windows of statements."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from coded_by_hand import coded, seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.building import build
from dissensus.networks.kernels import kernel_series
from dissensus.networks.network import Network
from dissensus.networks.options import DNA, DUPLICATES, RIGHT, NetworkOptions
from dissensus.networks.windows import Window, moving_windows, network_series, polarization_networks

ASK = NetworkOptions(aggregation="subtract", time_window="days", window_size=1)
DAYS = coded(
    ("A", "c", 1, "2020-01-01T10:00", 1),
    ("B", "c", 1, "2020-01-01T10:00", 1),
    ("A", "c", 0, "2020-01-02T09:00", 2),
    ("B", "c", 1, "2020-01-03T08:00", 3),
    ("C", "d", 1, "2020-01-04T07:00", 4),
)
SPOKEN = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.sampled_from("cd"),
        st.integers(0, 1),
        st.integers(1, 28).map(lambda day: f"2020-02-{day:02}T12:00"),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=30,
)
SETTINGS = st.sampled_from(
    [
        ("one-mode", "subtract", "average"),
        ("one-mode", "conflict", "no"),
        ("one-mode", "congruence", "jaccard"),
        ("one-mode", "congruence", "true jaccard"),
        ("one-mode", "ignore", "cosine"),
        ("two-mode", "combine", "no"),
        ("two-mode", "subtract", "activity"),
    ]
)


OPINIONS = {
    "integer": lambda who, n: (7 * n + ord(who)) % 11 - 3,
    "short text": lambda who, n: "xyz"[(n + ord(who)) % 3],
}


def by_document(statements: list[tuple[str, str, int, str, int]], qualifier: str = "boolean") -> CodedStatements:
    """A document has one date: the first one given for it."""
    dates: dict[int, str] = {}
    said = (
        (a, c, k if qualifier == "boolean" else OPINIONS[qualifier](a, n), dates.setdefault(document, day), document)
        for n, (a, c, k, day, document) in enumerate(statements)
    )
    return coded(*said, qualifier=qualifier)


def told(series: list[Network]) -> list[tuple[str, int]]:
    return [(str(np.datetime64(each.middle, "s")), each.statements) for each in series]


class TestRange:
    def test_a_window_covers_its_units_and_begins_one_unit_after_the_last(self) -> None:
        first, last = seconds("2020-01-01"), seconds("2020-04-30T23:59:59")
        windows = moving_windows(first, last, "months", 2)
        assert [(w.start, w.stop) for w in windows] == [
            (seconds("2020-01-01"), seconds("2020-03-01") - 1),
            (seconds("2020-02-01"), seconds("2020-04-01") - 1),
            (seconds("2020-03-01"), seconds("2020-05-01") - 1),
        ]

    def test_the_middle_of_even_windows_is_a_point_of_the_grid_and_of_odd_ones_within_a_unit(self) -> None:
        first, last = seconds("2020-01-01"), seconds("2020-01-03T23:59:59")
        assert moving_windows(first, last, "days", 2)[0].middle == seconds("2020-01-02")
        assert moving_windows(first, last, "days", 1)[0].middle == seconds("2020-01-01T12:00")
        assert moving_windows(first, last, "days", 3)[0].middle == seconds("2020-01-02T12:00")

    @given(st.integers(1, 7), st.integers(0, 40), st.sampled_from(["hours", "days", "weeks", "months"]))
    def test_windows_lie_within_the_range_and_each_is_so_many_windows_of_one_unit(
        self, size: int, length: int, unit: str
    ) -> None:
        first = seconds("2020-01-31T05:00")
        last = first + length * 86_400
        single = moving_windows(first, last, unit, 1)
        windows = moving_windows(first, last, unit, size)
        assert len(windows) == max(len(single) - size + 1, 0)
        for number, window in enumerate(windows):
            parts = single[number : number + size]
            assert (window.start, window.stop) == (parts[0].start, parts[-1].stop)
            assert first <= window.start < window.middle <= window.stop <= last

    def test_dna_makes_three_like_two_and_one_an_instant(self) -> None:
        first, last = seconds("2020-01-01"), seconds("2020-01-05")
        two, three = (moving_windows(first, last, "days", size, even_length=True) for size in (2, 3))
        assert two == three
        assert two[0] == Window(seconds("2020-01-01"), seconds("2020-01-02"), seconds("2020-01-03"))
        assert all(w.start == w.stop for w in moving_windows(first, last, "days", 1, even_length=True))

    def test_no_window_fits_a_short_range(self) -> None:
        assert moving_windows(0, 3_600, "days", 1) == []

    @pytest.mark.parametrize(("unit", "size", "found"), [("days", 0, "none"), ("events", 1, "unit of time")])
    def test_what_cannot_be_is_refused(self, unit: str, size: int, found: str) -> None:
        with pytest.raises(NetworkError, match=found):
            moving_windows(0, 86_400, unit, size)

    def test_too_many_windows_are_refused(self) -> None:
        with pytest.raises(NetworkError, match="longer unit"):
            moving_windows(seconds("2000-01-01"), seconds("2020-01-01"), "seconds", 1)


class TestSeries:
    def test_windows_of_one_unit_divide_all_statements(self) -> None:
        series = list(network_series(DAYS, ASK))
        assert [each.statements for each in series] == [3, 1, 1]
        assert series[0].start == seconds("2020-01-01T10:00")
        assert [each.rows for each in series] == [("A", "B"), ("B",), ("C",)]

    def test_the_last_document_is_in_a_window_unless_an_end_is_given(self) -> None:
        midnights = coded(("A", "c", 1, "2020-01-01", 1), ("A", "c", 1, "2020-01-02", 2))
        assert [each.statements for each in network_series(midnights, ASK)] == [1, 1]
        ending = replace(ASK, stop=seconds("2020-01-02"))
        assert [each.statements for each in network_series(midnights, ending)] == [1]

    def test_isolates_keep_all_names_in_every_slice(self) -> None:
        series = list(network_series(DAYS, replace(ASK, isolates=True)))
        assert {each.rows for each in series} == {("A", "B", "C")}

    def test_levels_are_those_of_the_range(self) -> None:
        numbers = coded(
            ("A", "c", 1, "2020-01-01", 1), ("B", "c", 2, "2020-01-01", 1), ("B", "c", 5, "2020-01-02", 2),
            qualifier="integer",
        )  # fmt: skip
        asked = replace(ASK, aggregation="conflict")
        assert next(network_series(numbers, asked)).dense().tolist() == [[0, 0.25], [0.25, 0]]
        first_day = replace(asked, start=seconds("2020-01-01"), stop=seconds("2020-01-02") - 1)
        assert next(network_series(numbers, first_day)).dense().tolist() == [[0, 0.25], [0.25, 0]]
        assert build(numbers, replace(first_day, time_window="no")).dense().tolist() == [[0, 0.25], [0.25, 0]]
        as_dna = replace(first_day, time_window="no", compatible=replace(RIGHT, levels_between_dates=True))
        assert build(numbers, as_dna).dense().tolist() == [[0, 1], [1, 0]]

    def test_levels_are_those_of_the_documents_and_coders_that_pass(self) -> None:
        numbers = coded(
            ("A", "c", 1, "2020-01-01", 1), ("B", "c", 2, "2020-01-01", 1), ("B", "c", 5, "2020-01-02", 2),
            ("B", "c", 9, "2020-01-03", 3), qualifier="integer", coders=["Ann", "Ann", "Ann", "Ben"],
        )  # fmt: skip
        asked = replace(ASK, aggregation="conflict", coders=("Ann",), stop=seconds("2020-01-02") - 1, time_window="no")
        assert build(numbers, asked).dense().tolist() == [[0, 0.25], [0.25, 0]]

    def test_duplicates_count_within_the_window_and_for_dna_in_the_whole_range(self) -> None:
        twice = coded(("A", "c", 1, "2020-01-01", 1), ("A", "c", 1, "2020-01-02", 2), ("B", "d", 1, "2020-01-03", 3))
        once = replace(ASK, duplicates="acrossrange", window_size=2)
        assert [each.statements for each in network_series(twice, once)] == [1, 2]
        before = replace(ASK.compatible, duplicates_before_windows=True)
        assert [each.statements for each in network_series(twice, replace(once, compatible=before))] == [1, 1]

    def test_no_window_means_one_network_of_all(self) -> None:
        (only,) = network_series(DAYS, replace(ASK, time_window="no"))
        assert only.dense().tolist() == build(DAYS, replace(ASK, time_window="no")).dense().tolist()

    def test_an_empty_input_has_no_slices(self) -> None:
        assert list(network_series(coded(), ASK)) == []

    def test_lists_of_statements_have_no_slices(self) -> None:
        with pytest.raises(NetworkError, match="no time slices"):
            network_series(DAYS, replace(ASK, mode="event-list"))

    def test_each_slice_can_be_divided_by_its_sum(self) -> None:
        first = next(network_series(DAYS, replace(ASK, aggregation="ignore", normalize_to_one=True)))
        assert np.abs(first.dense()).sum() == pytest.approx(1)
        assert not first.integer

    @settings(max_examples=60)
    @given(
        SPOKEN, SETTINGS, st.sampled_from(DUPLICATES), st.integers(1, 5), st.sampled_from(["days", "weeks"]),
        st.sampled_from(["boolean", "integer", "short text"]),
    )  # fmt: skip
    def test_the_network_of_a_window_is_that_of_the_statements_in_it(
        self, spoken: list[tuple[str, str, int, str, int]], kind: tuple[str, str, str], duplicates: str, size: int,
        unit: str, qualifier: str,
    ) -> None:  # fmt: skip
        statements = by_document(spoken, qualifier)
        mode, aggregation, normalization = kind
        asked = NetworkOptions(mode=mode, aggregation=aggregation, normalization=normalization, duplicates=duplicates)
        for each in network_series(statements, replace(asked, time_window=unit, window_size=size)):
            alone = build(statements, replace(asked, start=each.start, stop=each.stop))
            assert (each.rows, each.columns, each.statements) == (alone.rows, alone.columns, alone.statements)
            assert np.array_equal(each.dense(), alone.dense())

    @settings(max_examples=40)
    @given(SPOKEN, st.randoms(use_true_random=False))
    def test_the_order_of_statements_does_not_matter(
        self, spoken: list[tuple[str, str, int, str, int]], random: object
    ) -> None:
        one_date = {document: day for *_, day, document in reversed(spoken)}
        given_ones = [(a, c, k, one_date[document], document) for a, c, k, _, document in spoken]
        shuffled = list(given_ones)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        asked = replace(ASK, window_size=3, normalization="average")
        first, second = (list(network_series(coded(*each), asked)) for each in (given_ones, shuffled))
        assert told(first) == told(second)
        assert all(np.array_equal(a.dense(), b.dense()) for a, b in zip(first, second, strict=True))


class TestEvents:
    def test_a_window_has_exactly_so_many_statements(self) -> None:
        for size in (1, 2, 3, 5):
            series = list(network_series(DAYS, replace(ASK, time_window="events", window_size=size)))
            assert [each.statements for each in series] == [size] * (6 - size)

    def test_a_window_goes_from_its_first_to_its_last_statement(self) -> None:
        each = list(network_series(DAYS, replace(ASK, time_window="events", window_size=3)))[1]
        assert (each.start, each.middle, each.stop) == tuple(
            seconds(f"2020-01-{day}") for day in ("01T10:00", "02T09:00", "03T08:00")
        )

    def test_dna_gives_even_sizes_one_statement_more(self) -> None:
        asked = replace(ASK, time_window="events", window_size=2, compatible=DNA)
        assert [each.statements for each in network_series(DAYS, asked)] == [3, 3, 3]

    def test_congruence_and_conflict_alternate(self) -> None:
        asked = replace(ASK, time_window="events", window_size=4, aggregation="congruence & conflict")
        series = list(network_series(DAYS, asked))
        assert [each.options.aggregation for each in series] == ["congruence", "conflict"] * 2
        assert series[0].dense().tolist() == [[0, 2], [2, 0]]
        assert series[1].dense().tolist() == [[0, 2], [2, 0]]

    def test_more_statements_than_there_are_give_no_window(self) -> None:
        assert list(network_series(DAYS, replace(ASK, time_window="events", window_size=6))) == []


def same(one: Network, other: Network) -> bool:
    times = (one.start, one.middle, one.stop) == (other.start, other.middle, other.stop)
    return times and one.rows == other.rows and np.array_equal(one.dense(), other.dense(), equal_nan=True)


QUARREL = coded(
    ("A", "c", 1, "2020-01-01", 1), ("B", "c", 1, "2020-01-01", 1), ("C", "c", 0, "2020-01-01", 1),
    ("D", "c", 0, "2020-01-02", 2), ("A", "d", 1, "2020-01-02", 2), ("B", "d", 0, "2020-01-03", 3),
    ("C", "d", 0, "2020-01-04", 4), ("D", "d", 1, "2020-01-04", 4),
)  # fmt: skip


class TestPolarization:
    @pytest.mark.parametrize("kernel", ["no", "uniform"])
    def test_slices_are_pairs_of_congruence_and_conflict(self, kernel: str) -> None:
        asked = replace(ASK, window_size=2, kernel=kernel, normalization="average")  # type: ignore[arg-type]
        pairs = list(polarization_networks(QUARREL, asked))
        sides = [list(network_series(QUARREL, replace(asked, aggregation=a))) for a in ("congruence", "conflict")]
        assert len(pairs) == len(sides[0]) == len(sides[1]) > 1
        assert all(same(pair[k], sides[k][n]) for n, pair in enumerate(pairs) for k in (0, 1))
        assert any(not same(*pair) for pair in pairs)

    def test_without_windows_there_is_one_pair(self) -> None:
        ((agree, conflict),) = polarization_networks(QUARREL, replace(ASK, mode="two-mode", time_window="no"))
        assert same(agree, build(QUARREL, NetworkOptions(aggregation="congruence")))
        assert same(conflict, build(QUARREL, NetworkOptions(aggregation="conflict")))

    @pytest.mark.parametrize("kernel", ["uniform", "triangular"])
    def test_dna_takes_subtract_twice_with_names_of_each_slice(self, kernel: str) -> None:
        asked = replace(ASK, kernel=kernel, normalization="average", window_size=2, compatible=DNA)  # type: ignore[arg-type]
        pairs = list(polarization_networks(QUARREL, replace(asked, aggregation="congruence")))
        alone = list(kernel_series(QUARREL, asked, for_polarization=True))
        assert len(pairs) == len(alone) > 1
        assert all(agree is conflict for agree, conflict in pairs)
        assert all(same(pair[0], each) for pair, each in zip(pairs, alone, strict=True))
        plain = list(network_series(QUARREL, asked))
        assert any(not same(one, other) for one, other in zip(alone, plain, strict=True))

    def test_dna_takes_subtract_twice_in_plain_windows_too(self) -> None:
        asked = replace(ASK, window_size=2, compatible=replace(RIGHT, misfit_polarization=True))
        series = list(network_series(QUARREL, asked))
        pairs = list(polarization_networks(QUARREL, replace(asked, aggregation="conflict")))
        assert all(a is b and same(a, each) for (a, b), each in zip(pairs, series, strict=True))


@pytest.mark.parametrize("kernel", ["no", "gaussian"])
def test_statements_without_a_time_have_no_windows(kernel: str) -> None:
    timeless = coded(("A", "c", 1, "1970-01-01T00:00", 1), ("B", "c", 1, "1970-01-01T00:00", 2))
    with pytest.raises(NetworkError, match="no statement has a time"):
        list(network_series(timeless, replace(ASK, kernel=kernel)))  # type: ignore[arg-type]
