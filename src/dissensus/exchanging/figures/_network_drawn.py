"""What a network's picture is made of: nodes, ties and places, and how each is to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dissensus.exchanging.figures._canvas import (
    BOTH,
    NEGATIVE,
    PLAIN,
    POSITIVE,
    group_look,
    group_places,
    is_colour,
    text_size,
)
from dissensus.exchanging.figures._labels import lines_of
from dissensus.exchanging.figures.layouts import Points
from dissensus.exchanging.networks.nodes import Node
from dissensus.model.coded_statements import text_order
from dissensus.networks.options import NetworkOptions

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LayoutId = Literal["stress", "columns", "circle"]
_LABELS: dict[LayoutId, tuple[int, int]] = {"stress": (20, 3), "columns": (34, 3), "circle": (36, 1)}
"""Letters a line and lines of a label, by layout."""

LABEL_SIZE = 7.5
"""Font size of labels, in points."""

MARGIN = 10.0
"""Points between what is drawn and the edge."""

ROW = 20.0
"""Height of a row of the legend, in points; the largest node fits in."""

SPACING = 62.0
"""Points between two strongly tied nodes before labels are kept apart."""

PLAIN_RADIUS, LEAST_RADIUS, MOST_RADIUS = 6.0, 3.5, 9.5
LEAST_WIDTH, MOST_WIDTH = 0.6, 3.8
MANY_TIES = 150
"""Beyond so many, ties are drawn narrower and fainter."""

MODE_COLOURS = {1: "#3b6ea5", 2: "#f2f2f2"}
STROKES: dict[str, tuple[str, Any]] = {
    "plain": (PLAIN, "solid"),
    "positive": (POSITIVE, "solid"),
    "negative": (NEGATIVE, (0, (2.6, 1.5))),
    "both": (BOTH, (0, (5.0, 1.4, 1.0, 1.4))),
}
"""Colour and stroke by what a tie says; dashes are told apart without colour."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn: nodes, ties (places of both, weight, what it says) and all that the picture says besides."""

    nodes: Sequence[Node]
    ties: Sequence[tuple[int, int, float, str]]
    signed: csr_array
    options: NetworkOptions
    title: str
    caption: str
    groups: Mapping[str, str | int]
    layout: LayoutId
    sizes: Mapping[str, float] | None = None
    sizes_of: str = "statements"

    @property
    def columns(self) -> bool:
        """Whether rows and columns stand side by side."""
        return self.layout == "columns"


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where nodes stand, by mode and name, the corners of the drawing, in points, and how they came about."""

    of: Mapping[tuple[int, str], tuple[float, float]]
    low: Points
    high: Points
    layout: LayoutId


@dataclass(frozen=True, slots=True)
class Look:
    """How a node is drawn; radius and the size of its label in points, and what its radius tells, if anything."""

    label: str
    radius: float
    width: float
    height: float
    colour: str
    marker: str
    amount: float | None


def group_numbers(drawn: Drawn) -> dict[str, int]:
    """Groups that are drawn, numbered in the order of their names (numbers as numbers)."""
    present = {drawn.groups[node.name] for node in drawn.nodes if node.mode == 1 and node.name in drawn.groups}
    numbers = sorted(each for each in present if isinstance(each, int))
    words = sorted((each for each in present if isinstance(each, str)), key=text_order)
    return group_places([*map(str, numbers), *words])


def looks_of(drawn: Drawn, figure: Figure, groups: Mapping[str, int]) -> list[Look]:
    """How each node is drawn: its label, size, colour and shape."""
    amounts = [_amount(drawn, node) for node in drawn.nodes]
    most = max((amount for amount in amounts if amount is not None), default=0.0)
    looks = []
    for node, amount in zip(drawn.nodes, amounts, strict=True):
        wide, lines = _LABELS[drawn.layout] if node.mode == 1 or not drawn.columns else (46, 3)
        label = lines_of(node.name, wide, lines)
        width, height = text_size(figure, label, LABEL_SIZE)
        radius = PLAIN_RADIUS
        if amount is not None and most:
            radius = LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * float(np.sqrt(amount / most))
        elif most:
            radius = LEAST_RADIUS
        colour, marker = node.colour, "o" if node.mode == 1 else "s"
        if not is_colour(colour):
            colour = MODE_COLOURS[node.mode]
        if groups:
            colour = MODE_COLOURS[2]
            if node.mode == 1 and node.name in drawn.groups:
                colour, marker = group_look(groups[str(drawn.groups[node.name])])
            elif node.mode == 1:
                marker = "o"
        looks.append(Look(label, radius, width, height, colour, marker, amount))
    return looks


def _amount(drawn: Drawn, node: Node) -> float | None:
    """What the size of a node tells."""
    if drawn.sizes is not None:
        return drawn.sizes.get(node.name)
    return None if node.frequency is None else float(node.frequency)


def widths_of(drawn: Drawn) -> NDArray[np.float64]:
    """Line widths of the ties; codes of "combine" are names of cases, so those are alike."""
    weight = np.array([abs(tie[2]) for tie in drawn.ties])
    if coded(drawn.options) or not len(weight) or weight.max() == weight.min():
        return np.full(len(weight), 1.4)
    most = MOST_WIDTH if len(weight) <= MANY_TIES else 0.65 * MOST_WIDTH
    return np.asarray(LEAST_WIDTH + (most - LEAST_WIDTH) * weight / weight.max(), dtype=np.float64)


def coded(options: NetworkOptions) -> bool:
    """Whether weights are codes and not amounts."""
    return options.aggregation == "combine" and options.normalization == "no"
