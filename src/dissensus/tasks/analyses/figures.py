"""Figures of analyses, as SVG or PNG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from dissensus.exchanging.figures.charts import (
    Line,
    draw_bars,
    draw_caterpillar,
    draw_dendrogram,
    draw_heat_map,
    draw_lines,
    nested_merges,
)
from dissensus.exchanging.figures.network_figure import FigureOptions, draw_network
from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import ExportError
from dissensus.networks.backbone import NestedStep
from dissensus.networks.barplots import BarCounts
from dissensus.networks.building import build
from dissensus.networks.communities import Communities
from dissensus.networks.options import NetworkOptions
from dissensus.networks.phases import Phases
from dissensus.networks.polarization import Polarization
from dissensus.networks.scaling import Scaling
from dissensus.tasks.analyses.told import iso


def draw_polarization(series: Sequence[Polarization], path: Path) -> None:
    """A line of polarization over time.

    Raises:
        ExportError: EXP001 there is one value only.
    """
    if len(series) < 2:
        raise ExportError(
            "one value of polarization makes no figure",
            code="EXP001",
            remedy="Give --time-window for a line over time, or a name that ends in .json",
        )
    line = Line("polarization", [each.score for each in series])
    draw_lines([each.middle or 0 for each in series], [line], path, axis="polarization", bounds=(0.0, 1.0))


def draw_communities(coded: CodedStatements, options: NetworkOptions, found: Communities, path: Path) -> None:
    """The network of agreement and conflict with camps by colour and shape."""
    options = replace(options, mode="one-mode", aggregation="subtract", isolates=True)
    best = found.best
    camps = {} if best is None else dict(zip(found.names, best.memberships.tolist(), strict=True))
    groups = {name: f"camp {camp + 1}" for name, camp in camps.items() if camp >= 0}
    draw_network(build(coded, options), path, FigureOptions(groups=groups), entities=coded.entities)


def draw_counts(found: BarCounts, path: Path) -> None:
    """Bars of agreement to the right and disagreement to the left; without a qualifier all to the right."""
    levels = ["statements" if level is None else level for level in found.levels]
    draw_bars(found.names, levels, found.counts, path)


def draw_phases(found: Phases, path: Path) -> None:
    """Distances between slices, with lines where the state changes."""
    names = [str(iso(time))[:10] for time in found.times]
    groups = [f"state {state + 1}" for state in found.states]
    draw_heat_map(found.distances, names, names, path, scale="distance of networks", groups=groups)


def draw_backbone(steps: Sequence[NestedStep], path: Path) -> None:
    """Claims in the order in which they can be given up, joined at the loss of what is left."""
    merges = nested_merges([step.backbone_loss for step in steps])
    draw_dendrogram(merges, [step.claim for step in steps], path, axis="loss of the backbone without it")


def draw_scaling(found: Scaling, path: Path) -> None:
    """Positions of actors on the first dimension with their intervals."""
    where = found.positions
    draw_caterpillar(
        found.data.actors,
        np.asarray(where.mean)[:, 0],
        where.low[:, 0],
        where.high[:, 0],
        path,
        axis="position" if found.dimensions == 1 else "position on the first of two dimensions",
    )
