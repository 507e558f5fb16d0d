"""Congruence and conflict in turns, told apart in plain values and on screen."""

from __future__ import annotations

from coded_by_hand import coded

from dissensus.networks.options import NetworkOptions
from dissensus.tasks.networks import make_networks, plain, told

DAYS = [("A", "c", 1), ("B", "c", 1), ("C", "c", 0)]
DEBATE = coded(*((*said, f"2020-01-0{n}", n) for n, said in enumerate(DAYS, 1)))


def test_slices_of_congruence_and_of_conflict_say_which_they_are() -> None:
    options = NetworkOptions(aggregation="congruence & conflict", time_window="events", window_size=3)
    made = make_networks(DEBATE, options)
    assert [each["aggregation"] for each in plain(made)["slices"]] == ["congruence", "conflict"]
    lines = told(made)
    assert ["congruence" in lines[1], "conflict" in lines[1]] == [True, False]
    assert ["congruence" in lines[2], "conflict" in lines[2]] == [False, True]


def test_slices_of_one_aggregation_do_not_repeat_it_on_screen() -> None:
    made = make_networks(DEBATE, NetworkOptions(aggregation="subtract", time_window="events", window_size=2))
    assert not any("subtract" in line for line in told(made))
    assert {each["aggregation"] for each in plain(made)["slices"]} == {"subtract"}
