"""What the command tells of polarization over time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from coded_by_hand import coded

from dissensus.networks.kernels import kernel_series
from dissensus.networks.options import DNA, NetworkOptions
from dissensus.networks.polarization import PolarizationOptions, polarization_series
from dissensus.networks.windows import network_series
from dissensus.tasks.analyses.camps import Doubt, polarization_told

DEBATE = coded(
    ("A", "c", 1, "2020-01-01", 1), ("B", "c", 1, "2020-01-01", 1), ("C", "c", 0, "2020-01-01", 1),
    ("D", "c", 0, "2020-01-02", 2), ("A", "d", 1, "2020-01-02", 2), ("B", "d", 0, "2020-01-03", 3),
    ("C", "d", 0, "2020-01-04", 4), ("D", "d", 1, "2020-01-04", 4),
)  # fmt: skip
ASK = NetworkOptions(time_window="days", window_size=2, kernel="uniform", normalization="average")


def test_under_dnas_rules_slices_are_those_that_dna_takes() -> None:
    how = PolarizationOptions(compatible=DNA, restarts=3)
    subtract = replace(ASK, aggregation="subtract", compatible=DNA)
    theirs = polarization_series(((each, each) for each in kernel_series(DEBATE, subtract, for_polarization=True)), how)
    told, series = polarization_told(DEBATE, replace(ASK, compatible=DNA), how, Doubt())
    assert [each.names for each in series] == [each.names for each in theirs]
    assert [each.score for each in series] == [each.score for each in theirs]
    assert {len(each.names) for each in series} != {4}
    assert [each["score"] for each in told.values["slices"]] == [each.score for each in series]


@pytest.mark.parametrize("kernel", ["no", "uniform"])
def test_by_default_slices_are_congruence_and_conflict(kernel: str) -> None:
    options = replace(ASK, kernel=kernel)  # type: ignore[arg-type]
    both = (network_series(DEBATE, replace(options, aggregation=a)) for a in ("congruence", "conflict"))  # type: ignore[arg-type]
    expected = polarization_series(zip(*both, strict=True))
    _, series = polarization_told(DEBATE, options, PolarizationOptions(), Doubt())
    assert [each.score for each in series] == [each.score for each in expected]
    assert max(each.score for each in series) > 0
