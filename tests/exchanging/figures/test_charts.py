"""Bars, matrices, trees, estimates and lines as pictures."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable

import numpy as np
import pytest
from lxml import etree
from scipy.cluster.hierarchy import is_valid_linkage

from dissensus.exchanging.figures.charts import (
    Line,
    draw_bars,
    draw_caterpillar,
    draw_dendrogram,
    draw_heat_map,
    draw_lines,
    nested_merges,
)
from dissensus.model.errors import ExportError

NAMES = ["Build $it$", "Tax it, " * 60, "_hidden", "\x00<b>"]
TIMES = [1_614_556_800 + 86_400 * 30 * k for k in range(6)]
SVG = "{http://www.w3.org/2000/svg}"

Draw = Callable[..., None]
CHARTS: dict[str, Draw] = {
    "bars": lambda target, **more: draw_bars(NAMES, [0, 1], np.arange(8).reshape(4, 2), target, **more),
    "levels": lambda target, **more: draw_bars(NAMES, [-3, -1, 0, 2], np.arange(16).reshape(4, 4), target, **more),
    "heat map": lambda target, **more: draw_heat_map(
        [[0, 1, np.nan, 2]] * 4, NAMES, NAMES, target, groups=[0, 0, 1, 1], scale="$d$", **more
    ),
    "signed heat map": lambda target, **more: draw_heat_map([[-1, 2]] * 4, NAMES, ["a", "b"], target, **more),
    "tree": lambda target, **more: draw_dendrogram(nested_merges([0.1, 0.2, 0.2, 0.9]), NAMES, target, **more),
    "estimates": lambda target, **more: draw_caterpillar(
        NAMES, [0, 1, -1, 0], [-1, 0, -2, -1], [1, 2, 0, 1], target, groups=["_a", "$b$", "_a", "c"], **more
    ),
    "lines": lambda target, **more: draw_lines(
        TIMES, [Line("_p", [0, 1, np.nan, 2, 3, 4], [0] * 6, [5] * 6), Line("$q$", [1] * 6)], target, **more
    ),
}


def drawn(draw: Draw, kind: str = "svg") -> bytes:
    held = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw(held, title="$Title$ & more", format_id=kind)
    return held.getvalue()


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_well_formed_and_the_same_on_every_run(name: str):
    first = drawn(CHARTS[name])
    assert next(etree.fromstring(first).iter(f"{SVG}title")).text == "$Title$ & more"
    assert drawn(CHARTS[name]) == first


@pytest.mark.parametrize("name", ["bars", "heat map", "lines"])
def test_a_chart_as_png_is_the_same_on_every_run(name: str):
    assert drawn(CHARTS[name], "png") == drawn(CHARTS[name], "png")


@pytest.mark.parametrize(
    "draw",
    [
        lambda target, **more: draw_bars([], [], np.zeros((0, 0)), target, **more),
        lambda target, **more: draw_heat_map([], [], [], target, **more),
        lambda target, **more: draw_dendrogram([], ["alone"], target, **more),
        lambda target, **more: draw_caterpillar([], [], [], [], target, **more),
        lambda target, **more: draw_lines([], [], target, **more),
    ],
)
def test_a_chart_of_nothing_is_drawn(draw: Draw):
    assert drawn(draw).startswith(b"<?xml")


def test_disagreement_is_hatched():
    # Hatches are patterns in the definitions of an SVG; the other side has none.
    assert drawn(CHARTS["bars"]).count(b"<pattern") == 1
    assert b"<pattern" not in drawn(lambda target, **more: draw_bars(["a"], [1], [[3]], target, **more))


def test_too_many_rows_are_refused():
    with pytest.raises(ExportError) as raised:
        drawn(lambda target, **more: draw_caterpillar(["a"] * 401, *[[0] * 401] * 3, target, **more))
    assert raised.value.code == "EXP003"


def test_a_nested_backbone_becomes_a_tree_that_never_falls():
    merges = nested_merges([0.3, 0.1, 0.5, 0.4])
    assert is_valid_linkage(merges)
    assert merges[:, 2].tolist() == [0.3, 0.5, 0.5]
    assert merges[:, 3].tolist() == [2, 3, 4]


def test_a_nested_backbone_of_one_has_no_merge():
    assert nested_merges([0.3]).shape == (0, 4)
    assert nested_merges([]).shape == (0, 4)
