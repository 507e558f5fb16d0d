"""Phases of a debate."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from coded_by_hand import coded

from dissensus.model.errors import NetworkError
from dissensus.networks._embedding import embedded
from dissensus.networks._partitions import DEFAULT_METHODS, Partition, best_of, partitions
from dissensus.networks.network import Network
from dissensus.networks.options import NetworkOptions
from dissensus.networks.phases import phase_transitions
from dissensus.networks.windows import network_series

ACTORS = "ABCDEF"


def two_states(days: int, change: int) -> list[Network]:
    """Slices by day: all six agree until a day, from which on they are three pairs; one speaks twice on some days."""
    said = []
    for day in range(1, days + 1):
        for number, actor in enumerate(ACTORS):
            claim = "all" if day < change else f"pair {number // 2}"
            said += [(actor, claim, 1, f"2020-01-{day:02}", day)] * (1 + (number == day % 4))
    asked = NetworkOptions(aggregation="congruence", time_window="days", window_size=1)
    return list(network_series(coded(*said), asked))


SLICES = two_states(12, 8)


@pytest.mark.parametrize("distance", ["absdiff", "spectral"])
def test_a_debate_passes_from_one_state_to_the_other_on_the_day_it_changes(distance: str) -> None:
    found = phase_transitions(SLICES, distance=distance)  # type: ignore[arg-type]
    assert found.states == (0,) * 7 + (1,) * 5
    assert found.transitions == (7,)
    assert found.states_found == 2
    assert found.times == tuple(each.middle for each in SLICES)


@pytest.mark.parametrize("method", DEFAULT_METHODS)
def test_every_method_finds_two_clear_states(method: str) -> None:
    found = phase_transitions(SLICES, methods=(method,), most=2)
    assert (found.method, found.states) == (method, (0,) * 7 + (1,) * 5)


def test_distances_are_parts_of_the_largest() -> None:
    found = phase_transitions(SLICES)
    assert found.distances.max() == 1
    assert np.array_equal(found.distances, found.distances.T)


def test_the_best_modularity_is_taken_and_all_others_are_told() -> None:
    found = phase_transitions(SLICES)
    values = [each.modularity for each in found.candidates]
    assert values == sorted(values, reverse=True)
    assert found.modularity == pytest.approx(values[0])
    assert {each.method for each in found.candidates} == set(DEFAULT_METHODS)


def test_methods_tell_why_they_fail() -> None:
    found = phase_transitions(SLICES, methods=("concor", "single"), most=4)
    assert dict(found.failures)["concor"]


def test_same_seed_same_result() -> None:
    first, second = (phase_transitions(SLICES, seed=5) for _ in range(2))
    assert (first.states, first.stress) == (second.states, second.stress)
    assert np.array_equal(first.embedding, second.embedding)


def test_slices_that_are_all_alike_are_one_picture() -> None:
    found = phase_transitions([SLICES[0]] * 4)
    assert not found.embedding.any()
    assert found.distances.max() == 0


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"methods": ("guess",)}, "no method"),
        ({"least": 3, "most": 2}, "cannot be"),
        ({"methods": ()}, "none was named"),
    ],
)
def test_what_cannot_be_is_refused(options: dict[str, object], found: str) -> None:
    with pytest.raises(NetworkError, match=found):
        phase_transitions(SLICES, **options)  # type: ignore[arg-type]


def test_two_slices_have_no_phases() -> None:
    with pytest.raises(NetworkError, match="no phases"):
        phase_transitions(SLICES[:2])


def test_of_equal_partitions_the_one_with_fewer_parts_is_taken() -> None:
    three, two = Partition("a", 3, 0.5, (0, 1, 2)), Partition("b", 2, 0.5, (0, 1, 1))
    assert best_of([three, two]) == two
    assert best_of([]) is None


def test_partitions_number_states_in_order_of_time() -> None:
    similarity = np.kron(np.eye(3), np.ones((3, 3)))[np.ix_([6, 7, 8, 0, 1, 2, 3, 4, 5], [6, 7, 8, 0, 1, 2, 3, 4, 5])]
    found, _ = partitions(similarity, ("average",), [3], 0)
    assert found[0].labels == (0, 0, 0, 1, 1, 1, 2, 2, 2)


class TestEmbedding:
    def test_points_of_a_plane_are_found_again(self) -> None:
        points = np.random.Generator(np.random.PCG64(3)).normal(size=(12, 2))
        apart = np.linalg.norm(points[:, None] - points[None], axis=2)
        found, stress = embedded(apart)
        again = np.linalg.norm(found[:, None] - found[None], axis=2)
        pairs = np.triu_indices(12, 1)
        assert stress < 0.02
        assert np.corrcoef(apart[pairs], again[pairs])[0, 1] > 0.99

    def test_equal_slices_stand_near_each_other(self) -> None:
        apart = np.array([[abs(a - b) for b in (0, 0, 4, 4, 9)] for a in (0, 0, 4, 4, 9)], dtype=np.float64)
        found, _ = embedded(apart)
        near = [np.linalg.norm(found[a] - found[b]) for a, b in ((0, 1), (2, 3))]
        far = [np.linalg.norm(found[a] - found[b]) for a, b in itertools.combinations((0, 2, 4), 2)]
        assert max(near) < min(far) / 5

    def test_the_picture_does_not_depend_on_signs_of_eigenvectors(self) -> None:
        apart = np.array([[abs(a - b) for b in (0, 1, 3, 7)] for a in (0, 1, 3, 7)], dtype=np.float64)
        found, _ = embedded(apart)
        assert (found[0] >= 0).all()
        assert np.ptp(found[:, 0]) >= np.ptp(found[:, 1])
