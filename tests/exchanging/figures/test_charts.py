"""Bars, matrices, trees, estimates and lines as pictures."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable

import numpy as np
import pdfplumber
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
from dissensus.exchanging.figures.panels import Panel, draw_panels, draw_traces
from dissensus.exchanging.figures.plane import draw_plane
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
    "coloured bars": lambda target, **more: draw_bars(
        NAMES, [0, 1], np.arange(8).reshape(4, 2), target, colours=["#112233", "#000000", "red;", "#aabbcc"], **more
    ),
    "panels": lambda target, **more: draw_panels(
        NAMES,
        [Panel("$a$", [0, 1, np.nan, 2]), Panel("_b", [0] * 4, [-1] * 4, [1] * 4)],
        target,
        groups=["x", "x", "y", "y"],
        **more,
    ),
    "traces": lambda target, **more: draw_traces(
        NAMES[:2], np.sin(np.arange(2 * 30 * 2)).reshape(2, 30, 2), target, told=["$R$ 1", "R 2"], **more
    ),
    "plane": lambda target, **more: draw_plane(
        NAMES,
        [[0, 1], [1, 1], [1, 1], [-2, 0]],
        target,
        low=np.full((4, 2), -2),
        high=np.full((4, 2), 2),
        groups=["$g$", "", "h", "h"],
        arrows=["_arrow"],
        tails=[[0, 0]],
        tips=[[1, -1]],
        **more,
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


@pytest.mark.parametrize("name", ["bars", "heat map", "lines", "plane", "panels", "traces"])
def test_a_chart_as_png_is_the_same_on_every_run(name: str):
    assert drawn(CHARTS[name], "png") == drawn(CHARTS[name], "png")


@pytest.mark.parametrize("name", ["bars", "lines", "plane", "heat map"])
def test_a_chart_as_pdf_is_one_page_and_the_same_on_every_run(name: str):
    first = drawn(CHARTS[name], "pdf")
    assert drawn(CHARTS[name], "pdf") == first
    with pdfplumber.open(io.BytesIO(first)) as held:
        assert len(held.pages) == 1
        assert held.metadata == {"Title": "$Title$ & more", "Subject": held.metadata["Subject"]}


@pytest.mark.parametrize(
    "draw",
    [
        lambda target, **more: draw_bars([], [], np.zeros((0, 0)), target, **more),
        lambda target, **more: draw_heat_map([], [], [], target, **more),
        lambda target, **more: draw_dendrogram([], ["alone"], target, **more),
        lambda target, **more: draw_caterpillar([], [], [], [], target, **more),
        lambda target, **more: draw_lines([], [], target, **more),
        lambda target, **more: draw_panels([], [Panel("a", [])], target, **more),
        lambda target, **more: draw_traces([], np.zeros((2, 10, 0)), target, **more),
        lambda target, **more: draw_traces(["still"], np.zeros((1, 10, 1)), target, told=["R 1"], **more),
        lambda target, **more: draw_plane([], [], target, **more),
        lambda target, **more: draw_plane(["alone"], [[0, 0]], target, **more),
    ],
)
def test_a_chart_of_nothing_is_drawn(draw: Draw):
    assert drawn(draw).startswith(b"<?xml")


def test_a_name_fits_on_the_sheet_however_wide_its_letters_are():
    svg = drawn(lambda target, **more: draw_bars(["W" * 200], [0, 1], [[1, 2]], target, **more))
    # The name is the only text whose letters all are W: it begins right of the edge.
    places = [float(x) for x in re.findall(rb"translate\((-?[\d.]+) ", svg)]
    assert min(places) > 0


def test_marks_on_a_bound_of_a_line_are_drawn_whole():
    def draw(target, **more):
        draw_lines(TIMES, [Line("p", [0, 1] * 3)], target, bounds=(0, 1), **more)

    root = etree.fromstring(drawn(draw))
    frame = next(root.iter(f"{SVG}clipPath"))[0]
    top, height = float(frame.get("y")), float(frame.get("height"))
    marks = [float(use.get("y")) for use in root.iter(f"{SVG}use") if use.getparent().get("clip-path")]
    assert min(marks) - top > 2
    assert top + height - max(marks) > 2


def test_a_value_between_unknown_ones_is_marked_in_a_long_line():
    values = [np.nan] * 100
    values[50] = 1.0
    times = [86_400 * 30 * k for k in range(100)]
    svg = etree.fromstring(drawn(lambda target, **more: draw_lines(times, [Line("p", values)], target, **more)))
    assert sum(use.getparent().get("clip-path") is not None for use in svg.iter(f"{SVG}use")) == 1


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
