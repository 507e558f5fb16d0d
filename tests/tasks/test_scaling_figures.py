"""Figures of more actors than fit on a sheet show those whose positions are known best, and say so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dissensus.exchanging.figures.panels import LONGEST_OF_TRACE
from dissensus.networks.scaling import Estimates, Scaling
from dissensus.networks.scaling_data import ScalingData
from dissensus.tasks.analyses import figures
from dissensus.tasks.analyses.figures import draw_scaling


def scaled(actors: int, dimensions: int) -> Scaling:
    """Actor k's interval is k wide in each dimension."""
    names = tuple(f"N{k}" for k in range(actors))
    mean = np.column_stack([np.linspace(-1, 1, actors)] * dimensions)
    wide = np.arange(actors, dtype=float)[:, None] / 2
    ones = np.ones_like(mean)
    where = Estimates(mean, mean - wide, mean + wide, ones, ones)
    claims = Estimates(*[np.ones((2, dimensions))] * 5)
    plain = Estimates(*[np.zeros(2)] * 5)
    data = ScalingData(names, ("x", "y"), np.zeros((actors, 2)), ("opposes", "supports"), (), (), ())
    return Scaling(data, dimensions, 0.95, where, claims, plain, plain, np.zeros((4, actors, dimensions)), 2, ())


@pytest.mark.parametrize("dimensions", [1, 2])
def test_the_surest_are_drawn_and_the_figure_says_of_how_many(
    dimensions: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "MOST_ON_A_LINE", 3)
    monkeypatch.setattr(figures, "MOST_ON_A_PLANE", 3)
    draw_scaling(scaled(5, dimensions), tmp_path / "few.svg")
    text = (tmp_path / "few.svg").read_text(encoding="utf-8")
    assert "N0, N1, N2" in text or "N2, N1, N0" in text
    assert "N3" not in text
    assert "the 3 surest of 5" in text


def test_labels_of_traces_keep_their_dimension_and_the_figure_says_of_how_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, object] = {}
    monkeypatch.setattr(figures, "draw_traces", lambda names, *_, **more: told.update(more, names=names))
    long = scaled(12, 2)
    data = replace(long.data, actors=tuple(f"An actor with a very long name, the {k}th of them" for k in range(12)))
    draw_scaling(replace(long, data=data), tmp_path / "traces.svg", what="traces")
    names = told["names"]
    assert isinstance(names, list)
    assert {name.rpartition("…, ")[2] for name in names} == {"dimension 1", "dimension 2"}
    assert max(map(len, names)) <= LONGEST_OF_TRACE
    assert str(told["axis"]).startswith("12 of 24 positions")


def test_all_are_drawn_where_they_fit(tmp_path: Path) -> None:
    draw_scaling(scaled(5, 1), tmp_path / "all.svg")
    text = (tmp_path / "all.svg").read_text(encoding="utf-8")
    assert "N4" in text
    assert "surest" not in text
