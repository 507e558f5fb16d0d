"""Many names with few ties take little memory, and what would not fit into memory is refused."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import tracemalloc

import numpy as np
import pytest
from coded_by_hand import coded, seconds
from hypothesis import given
from hypothesis import strategies as st
from network_by_hand import two_mode

from dissensus.model.coded_statements import CodedStatements, Column
from dissensus.model.errors import NetworkError
from dissensus.networks.building import build
from dissensus.networks.centrality import two_mode_centralities
from dissensus.networks.options import DNA, RIGHT, NetworkOptions
from dissensus.networks.polarization import polarization
from dissensus.networks.windows import network_series

DAY = "2020-01-01"
STATEMENTS = st.lists(
    st.tuples(
        st.sampled_from("ABCD"), st.sampled_from("cdef"), st.sampled_from((0, 1)), st.just(DAY), st.integers(1, 4)
    ),
    min_size=1,
    max_size=30,
)

MANY = 40_000


def crowd(qualifier: str = "boolean") -> CodedStatements:
    """40,000 organizations; every two neighbours name a concept of their own, now in agreement and now not."""
    names = [f"{k:05d}" for k in range(MANY)]
    first = np.repeat(np.arange(MANY, dtype=np.int64), 2)
    second = (first + np.tile([0, 1], MANY)) % MANY
    values = ("no", "yes") if qualifier == "short text" else (0, 1)
    size = len(first)
    zeros = np.zeros(size, dtype=np.int64)
    text = Column("organization", "short text", first, tuple(names))
    return dataclasses.replace(
        coded(("A", "c", 1, DAY, 1)),
        ids=np.arange(size, dtype=np.int64),
        time=np.full(size, seconds(DAY), dtype=np.int64),
        document=zeros,
        start=np.arange(size, dtype=np.int64),
        stop=np.arange(size, dtype=np.int64) + 1,
        variables={
            "organization": text,
            "concept": Column("concept", "short text", second, tuple(names)),
            "agreement": Column("agreement", qualifier, first // 3 % 2, values),  # type: ignore[arg-type]
        },
        document_variables={
            name: Column(name, "short text", zeros, ("",)) for name in ("author", "source", "section", "type", "id")
        },
        coder=Column("coder", "short text", zeros, ("",)),
        confidence=np.ones(size),
        status=Column("status", "short text", zeros, ("decided",)),
    )


class TestSize:
    @pytest.mark.parametrize("normalization", ["average", "jaccard", "true jaccard", "cosine"])
    @pytest.mark.parametrize("aggregation", ["ignore", "congruence", "conflict"])
    def test_many_names_with_few_ties_are_no_burden(self, aggregation: str, normalization: str) -> None:
        """Any table of all their cells would be 13 GB."""
        options = NetworkOptions(aggregation=aggregation, normalization=normalization)  # type: ignore[arg-type]
        tracemalloc.start()
        try:
            network = build(crowd(), options)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert network.matrix.nnz == {"ignore": 2 * MANY, "congruence": 53_332, "conflict": 26_668}[aggregation]
        assert set(np.round(network.matrix.data, 9)) <= {0.25, round(1 / 3, 9), 0.5}
        assert peak < 200_000_000

    def test_slices_of_many_names_are_no_burden(self) -> None:
        for normalization in ("average", "jaccard", "cosine"):
            asked = NetworkOptions(
                aggregation="congruence", normalization=normalization, time_window="days", kernel="uniform"
            )  # type: ignore[arg-type]
            (network,) = network_series(crowd(), asked)
            assert network.matrix.nnz == 53_332

    @pytest.mark.parametrize(
        "options",
        [
            NetworkOptions(aggregation="conflict"),
            NetworkOptions(aggregation="congruence", time_window="days", kernel="uniform", compatible=DNA),
            NetworkOptions(
                aggregation="ignore",
                normalization="average",
                time_window="days",
                kernel="uniform",
                compatible=dataclasses.replace(RIGHT, kernel_reciprocal_average=True),
            ),
        ],
        ids=["conflict of texts", "DNA's slices", "DNA's average"],
    )
    def test_what_needs_all_pairs_is_refused(self, options: NetworkOptions) -> None:
        with pytest.raises(NetworkError, match="NET005"):
            list(network_series(crowd("short text"), options))

    def test_dnas_order_of_sums_needs_all_pairs(self) -> None:
        asked = NetworkOptions(aggregation="congruence", compatible=dataclasses.replace(RIGHT, sums_in_order=True))
        with pytest.raises(NetworkError, match="NET005"):
            build(crowd("integer"), asked)

    def test_a_table_of_too_many_cells_is_refused(self) -> None:
        network = build(crowd(), NetworkOptions(aggregation="ignore"))
        with pytest.raises(NetworkError, match="40,000 by 40,000 has more than 200,000,000 cells") as told:
            network.dense()
        assert told.value.code == "NET005"

    def test_two_networks_of_too_many_names_together_have_no_polarization(self) -> None:
        network = build(crowd(), NetworkOptions(aggregation="congruence"))
        other = dataclasses.replace(network, rows=tuple(f"other {name}" for name in network.rows))
        with pytest.raises(NetworkError, match="NET005"):
            polarization(network, other)

    def test_two_modes_of_too_many_names_together_have_no_centralities(self) -> None:
        """The table itself is small; that of all nodes is not."""
        with pytest.raises(NetworkError, match="NET005"):
            two_mode_centralities(two_mode(np.ones((15_000, 1)), [f"{k:05d}" for k in range(15_000)]))

    def test_too_many_ties_are_refused_before_they_are_made(self) -> None:
        """All of 40,000 name one concept: 1.6 thousand million ties."""
        some = crowd()
        one = dataclasses.replace(some.variables["concept"], codes=np.zeros(len(some), dtype=np.int64))
        alike = dataclasses.replace(some, variables={**some.variables, "concept": one})
        with pytest.raises(NetworkError, match="more than 200,000,000 ties"):
            build(alike, NetworkOptions(aggregation="congruence"))

    def test_too_many_levels_are_refused(self) -> None:
        """Each pair of levels has a distance in each column."""
        levels = Column("agreement", "integer", np.arange(2 * MANY, dtype=np.int64), tuple(range(2 * MANY)))
        some = crowd()
        graded = dataclasses.replace(some, variables={**some.variables, "agreement": levels})
        with pytest.raises(NetworkError, match="NET005"):
            build(graded, NetworkOptions(aggregation="congruence"))


@pytest.mark.parametrize("aggregation", ["ignore", "congruence", "conflict", "subtract"])
@given(statements=STATEMENTS)
def test_jaccard_is_what_a_table_of_all_cells_gives(
    aggregation: str, statements: list[tuple[str, str, int, str, int]]
) -> None:
    """Shared and unshared counts by loops over names and profiles."""
    some = coded(*statements)
    network = build(some, NetworkOptions(aggregation=aggregation, normalization="jaccard"))  # type: ignore[arg-type]
    plain = build(some, NetworkOptions(aggregation=aggregation)).dense()  # type: ignore[arg-type]
    said = {name: collections.Counter[tuple[str, int]]() for name in network.rows}
    for name, claim, level, _, _ in statements:
        said[name][claim, level] += 1
    for (i, one), (j, other) in itertools.permutations(enumerate(network.rows), 2):
        a, b = said[one], said[other]
        either = sum(n for what, n in a.items() if what not in b) + sum(n for what, n in b.items() if what not in a)
        either += sum(a[what] * b[what] for what in a)
        assert network.dense()[i, j] == pytest.approx(plain[i, j] / either if either else 0)
