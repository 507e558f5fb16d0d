"""Groups and sizes of nodes from attributes, other variables and the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from coded_by_hand import coded
from small_networks import actors_and_claims, three_actors

from dissensus.model.coded_statements import CodedStatements, Entity
from dissensus.model.errors import UsageError
from dissensus.tasks.analyses.looks import MOST_GROUPS, OTHERS, groups_by, sizes_by


def debate(attributes: Mapping[str, Mapping[str, str]] = {}) -> CodedStatements:
    made = coded(
        ("Ann", "x", 1, "2031-01-01", 1),
        ("Ann", "y", 1, "2031-01-02", 2),
        ("Ann", "y", 0, "2031-01-03", 3),
        ("Bob", "x", 1, "2031-01-04", 4),
        ("Bob", "y", 1, "2031-01-05", 5),
        outlets=("North", "North", "South", "South", "South"),
    )
    known = {name: Entity(name, attributes=dict(told)) for name, told in attributes.items()}
    return replace(made, entities={"organization": known})


def test_groups_are_those_of_an_attribute():
    data = debate({"Ann": {"Type": "union"}, "Bob": {"Type": ""}})
    assert groups_by(data, "organization", "Type") == {"Ann": "union"}


def test_groups_of_a_variable_are_its_most_frequent_values_and_of_equal_ones_the_first():
    assert groups_by(debate(), "organization", "concept") == {"Ann": "y", "Bob": "x"}


def test_groups_of_a_variable_of_documents():
    assert groups_by(debate(), "organization", "source") == {"Ann": "North", "Bob": "South"}


def test_the_smallest_of_many_groups_are_put_together():
    names = [f"N{k:02}" for k in range(20)]
    groups = groups_by(debate({name: {"Type": name} for name in names}), "organization", "Type")
    assert len(set(groups.values())) == MOST_GROUPS + 1
    assert groups["N19"] == OTHERS
    assert groups["N00"] == "N00"


def test_an_unknown_attribute_is_one_clear_error_that_names_those_there_are():
    with pytest.raises(UsageError) as raised:
        groups_by(debate({"Ann": {"Type": "union"}}), "organization", "mood")
    assert raised.value.code == "USE005"
    assert "Type" in str(raised.value)
    assert "source" in str(raised.value)


def test_degree_and_strength_are_those_of_the_network():
    assert sizes_by(debate(), three_actors(), "degree") == {"Ann": 2, "Bob": 2, "Cy": 2}
    assert sizes_by(debate(), three_actors(), "strength") == {"Ann": 3, "Bob": 5, "Cy": 4}
    assert sizes_by(debate(), actors_and_claims(), "strength") == {
        "Ann": 3, "Bob": 1, "Cy": 0, "Build it.": 2, "Tax it.": 2,
    }  # fmt: skip


def test_in_a_series_each_has_its_greatest_size():
    weaker = replace(three_actors(), matrix=three_actors().matrix * 0.5)
    assert sizes_by(debate(), [weaker, three_actors()], "strength") == {"Ann": 3, "Bob": 5, "Cy": 4}


def test_sizes_of_an_attribute_are_its_numbers():
    data = debate({"Ann": {"Members": "1,5"}, "Bob": {"Members": "many"}, "Cy": {"Members": "-2"}})
    assert sizes_by(data, three_actors(), "Members") == {"Ann": 1.5}


@pytest.mark.parametrize("by", ["mood", "Type"])
def test_an_attribute_without_numbers_is_one_clear_error(by: str):
    with pytest.raises(UsageError) as raised:
        sizes_by(debate({"Ann": {"Type": "union"}}), three_actors(), by)
    assert raised.value.code == "USE005"
