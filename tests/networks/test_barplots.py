"""Numbers of bar plots."""

from __future__ import annotations

from dataclasses import replace

import pytest
from coded_by_hand import coded

from dissensus.model.coded_statements import Entity
from dissensus.model.errors import NetworkError
from dissensus.networks.barplots import bar_counts
from dissensus.networks.options import DNA, NetworkOptions

SAID = coded(
    ("B", "c", 1, "2020-01-01", 1),
    ("B", "c", 1, "2020-01-01", 1),
    ("B", "d", 1, "2020-01-01", 1),
    ("A", "c", 0, "2020-01-02", 2),
    ("A", "", 1, "2020-01-02", 2),
    ("", "c", 1, "2020-01-02", 2),
)


def test_statements_are_counted_by_name_and_level() -> None:
    bars = bar_counts(SAID, NetworkOptions())
    assert (bars.names, bars.levels, bars.counts.tolist()) == (("A", "B"), (0, 1), [[1, 1], [0, 3]])
    assert bars.statements == 5


def test_duplicates_go_by_name_and_level_whatever_the_claim() -> None:
    assert bar_counts(SAID, NetworkOptions(duplicates="document")).counts.tolist() == [[1, 1], [0, 1]]


def test_without_a_qualifier_there_is_one_level() -> None:
    bars = bar_counts(SAID, NetworkOptions(qualifier=None, duplicates="document"))
    assert (bars.levels, bars.counts.tolist()) == ((None,), [[1], [1]])


def test_every_variable_of_text_can_be_counted() -> None:
    bars = bar_counts(SAID, NetworkOptions(variable1="title", variable1_document=True))
    assert dict(zip(bars.names, bars.counts.tolist(), strict=True)) == {"Title 1": [0, 3], "Title 2": [1, 2]}


def test_mode_and_aggregation_play_no_part() -> None:
    plain = bar_counts(SAID, NetworkOptions())
    for mode, aggregation in (("two-mode", "combine"), ("event-list", "ignore"), ("one-mode", "conflict")):
        other = bar_counts(SAID, NetworkOptions(mode=mode, aggregation=aggregation, compatible=DNA))
        assert other.counts.tolist() == plain.counts.tolist()


def test_filters_count() -> None:
    bars = bar_counts(SAID, NetworkOptions(exclude_values={"concept": ("d", "")}))
    assert bars.counts.tolist() == [[1, 0], [0, 2]]


def test_colours_and_attributes_come_from_the_entities() -> None:
    told = {"A": Entity("A", 3, "#ff0000", {"type": "party"}), "Z": Entity("Z", 4, "#00ff00", {"alias": "z"})}
    bars = bar_counts(replace(SAID, entities={"organization": told}), NetworkOptions())
    assert bars.colours == ("#ff0000", "#000000")
    assert (bars.attribute_names, bars.attributes) == (("alias", "type"), (("", "party"), ("", "")))


def test_nothing_left_gives_no_bars() -> None:
    bars = bar_counts(SAID, NetworkOptions(start=2_000_000_000))
    assert (bars.names, bars.counts.shape) == ((), (0, 2))


def test_an_unknown_variable_is_refused() -> None:
    with pytest.raises(NetworkError, match="'nobody'"):
        bar_counts(SAID, NetworkOptions(variable1="nobody"))
