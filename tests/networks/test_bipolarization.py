"""Bipolarization by window and its smooth course."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_by_hand import one_mode

from dissensus.model.errors import NetworkError
from dissensus.networks.bipolarization import bipolarization, smoothed
from dissensus.networks.communities import CommunityOptions

APART = np.kron(np.eye(2), np.ones((3, 3))) - np.eye(6)
TOGETHER = np.ones((6, 6)) - np.eye(6)
FEW = CommunityOptions(methods=("fast greedy", "spectral", "signed modularity"))


def test_two_separate_camps_have_a_half_and_consensus_has_none() -> None:
    found = bipolarization(
        [one_mode(APART, middle=0), one_mode(TOGETHER, middle=10), one_mode(np.zeros((6, 6)), middle=20)], None, FEW
    )
    assert found.middles.tolist() == [0, 10, 20]
    assert found.modularity[0] == pytest.approx(0.5)
    assert found.modularity[1] <= 0
    assert np.isnan(found.modularity[2])
    assert found.methods[2] == ""
    assert found.bandwidth == 20


def test_camps_are_two_whatever_the_options_say() -> None:
    three = np.kron(np.eye(3), np.ones((2, 2))) + 0.1 - np.eye(6) * 1.1
    found = bipolarization([one_mode(three)], None, CommunityOptions(camps=3, methods=("ward", "fast greedy")))
    assert 0 < found.modularity[0] < 0.5


def test_windows_that_are_not_in_order_of_time_are_refused() -> None:
    with pytest.raises(NetworkError, match="order of time"):
        bipolarization([one_mode(APART, middle=5), one_mode(APART, middle=1)], None, FEW)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(0.5, 50))
def test_a_straight_course_stays_straight_to_its_ends(level: float, slope: float, bandwidth: float) -> None:
    times = np.array([0, 3, 4, 10, 11, 20])
    assert smoothed(times, level + slope * times, bandwidth) == pytest.approx(level + slope * times, abs=1e-6)


def test_a_wide_bandwidth_smooths_more() -> None:
    times, values = np.arange(20), np.tile([0.0, 1.0], 10)
    narrow, wide = smoothed(times, values, 0.1), smoothed(times, values, 5.0)
    assert narrow == pytest.approx(values)
    assert np.ptp(wide[5:15]) < 0.05


def test_one_window_is_its_own_course() -> None:
    assert smoothed(np.array([7]), np.array([0.3]), 1.0).tolist() == [0.3]
    assert bipolarization([]).smoothed.tolist() == []


def test_a_bandwidth_of_nothing_is_refused() -> None:
    with pytest.raises(NetworkError, match="bandwidth"):
        smoothed(np.array([1]), np.array([1.0]), 0.0)
