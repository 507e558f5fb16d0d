"""Camps of windows by what actors say, and what is told of methods that find none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from coded_by_hand import coded

from dissensus.model.errors import NetworkError
from dissensus.networks.building import build
from dissensus.networks.communities import PROFILE_METHODS, CommunityOptions, communities
from dissensus.networks.options import NetworkOptions
from dissensus.tasks.analyses.camps import Doubt, communities_told

CAMPS = {frozenset("ABC"), frozenset("DEF")}
DEBATE = coded(
    *(
        (actor, claim, int(side == (claim == "c")), f"{year}-01-{day + 1:02}", 100 * (year - 2020) + day)
        for year in (2020, 2021, 2022)
        for day, (actor, side) in enumerate((a, a in "ABC") for a in "ABCDEF")
        for claim in ("c", "d")
    )
)
YEARS = NetworkOptions(time_window="years", normalization="average")


def camps_of(values: dict[str, int]) -> set[frozenset[str]]:
    return {frozenset(name for name, camp in values.items() if camp == k) for k in set(values.values())}


@pytest.mark.parametrize("method", PROFILE_METHODS)
def test_each_method_of_profiles_finds_the_camps_of_every_window(method: str) -> None:
    told, _ = communities_told(DEBATE, YEARS, CommunityOptions(camps=2, methods=(method,)), Doubt())
    slices = told.values["slices"]
    assert len(slices) == 3
    assert [each["best"] for each in slices] == [method] * 3
    assert all(camps_of(each["methods"][0]["camps"]) == CAMPS for each in slices)
    assert all(each["bipolarization"] > 0 for each in slices)
    assert told.notices == ()


def test_the_profiles_of_a_window_are_those_of_its_statements() -> None:
    how = CommunityOptions(methods=("ward",))
    told, _ = communities_told(DEBATE, YEARS, how, Doubt())
    one = NetworkOptions(start=0, stop=int(DEBATE.time[11]), mode="two-mode", aggregation="combine")
    ties = replace(one, mode="one-mode", aggregation="subtract", normalization="average")
    alone = communities(build(DEBATE, ties), build(DEBATE, one), how).best
    assert alone is not None
    assert told.values["slices"][0]["methods"][0]["modularity"] == pytest.approx(alone.modularity)


def test_windows_of_statements_have_profiles_too() -> None:
    options = replace(YEARS, time_window="events", window_size=12)
    told, _ = communities_told(DEBATE, options, CommunityOptions(camps=2, methods=("ward",)), Doubt())
    assert [each["best"] for each in told.values["slices"]] == ["ward"] * 25


def test_slices_of_a_kernel_leave_out_all_methods_of_profiles_and_say_so() -> None:
    options = replace(YEARS, kernel="uniform", window_size=2)
    told, _ = communities_told(DEBATE, options, CommunityOptions(methods=("leiden", *PROFILE_METHODS)), Doubt())
    assert all(not each["failures"] and each["best"] == "leiden" for each in told.values["slices"])
    assert told.notices == (
        f"slices of a kernel have no profiles, so these are left out: {', '.join(PROFILE_METHODS)}",
    )


def test_slices_of_a_kernel_by_profiles_alone_are_refused() -> None:
    options = replace(YEARS, kernel="uniform", window_size=2)
    with pytest.raises(NetworkError, match="no profiles, which ward would compare") as caught:
        communities_told(DEBATE, options, CommunityOptions(methods=("ward",)), Doubt())
    assert caught.value.code == "NET002"


def test_why_a_method_finds_no_camps_is_told_once_for_all_windows() -> None:
    told, _ = communities_told(DEBATE, YEARS, CommunityOptions(camps=2, methods=("leiden", "ward")), Doubt())
    assert told.notices == ("leiden: it finds its own number of camps; ask it without a number (in 3 of 3 windows)",)
