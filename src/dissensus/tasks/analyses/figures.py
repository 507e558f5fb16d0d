"""Figures of analyses, as SVG or PNG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

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
from dissensus.exchanging.figures.panels import LONGEST_OF_TRACE, Panel, draw_panels, draw_traces
from dissensus.exchanging.figures.plane import draw_plane
from dissensus.exchanging.figures.steps import Course, draw_steps
from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import ExportError
from dissensus.networks.backbone import Backbone, NestedStep
from dissensus.networks.barplots import BarCounts
from dissensus.networks.building import build
from dissensus.networks.centrality import Centralities
from dissensus.networks.communities import Communities
from dissensus.networks.options import NetworkOptions
from dissensus.networks.phases import Phases
from dissensus.networks.polarization import Polarization
from dissensus.networks.scaling import Scaling
from dissensus.networks.sensitivity import CHOICES, Sensitivity
from dissensus.networks.sensitivity_measures import MEASURES
from dissensus.tasks.analyses.choices import value_said
from dissensus.tasks.analyses.over_time import told_steps
from dissensus.tasks.analyses.told import iso

ScalingFigure = Literal["positions", "claims", "traces"]
PhasesFigure = Literal["distances", "states"]
PHASES_FIGURES: tuple[PhasesFigure, ...] = ("distances", "states")
SCALING_FIGURES: tuple[ScalingFigure, ...] = ("positions", "claims", "traces")


def draw_polarization(
    series: Sequence[Polarization], path: Path, *, slices: Sequence[Mapping[str, Any]] = (), title: str = ""
) -> None:
    """A line of polarization over time, with its intervals as a band.

    Args:
        series: polarization of each slice.
        path: the file.
        slices: plain values of the same slices, of which "interval" is looked at.
        title: above the chart.

    Raises:
        ExportError: EXP001 there is one value only.
    """
    if len(series) < 2:
        raise ExportError(
            "one value of polarization makes no figure",
            code="EXP001",
            remedy="Give --time-window for a line over time, or a name that ends in .json",
        )
    ends = [each.get("interval") or (np.nan, np.nan) for each in slices] if any("interval" in s for s in slices) else []
    line = Line("polarization", [s.score for s in series], [low for low, _ in ends], [high for _, high in ends])
    level = f", {slices[0]['level']:.0%} intervals" if ends else ""
    times = [each.middle or 0 for each in series]
    draw_lines(times, [line], path, title=title, axis=f"polarization{level}", bounds=(0.0, 1.0))


def draw_camps_over_time(slices: Sequence[Mapping[str, Any]], path: Path, *, title: str = "") -> None:
    """How far the debate falls into camps over time: the best two camps, smoothed, and the best of any number.

    Args:
        slices: plain values of `communities_told`: "middle", "bipolarization", "best" and "methods".
        path: the file.
        title: above the chart.

    Raises:
        ExportError: EXP001 there is one slice only.
    """
    if len(slices) < 2:
        raise ExportError(
            "camps of one window make no line over time",
            code="EXP001",
            remedy="Take shorter windows, or give a name that ends in .json",
        )
    best = [next((m["modularity"] for m in each["methods"] if m["method"] == each["best"]), None) for each in slices]
    two = [each["bipolarization"] for each in slices]
    lines = [
        Line(name, [np.nan if value is None else value for value in values])
        for name, values in (("best two camps, smoothed", two), ("best of any number of camps", best))
    ]
    times = [int(dt.datetime.fromisoformat(f"{each['middle']}+00:00").timestamp()) for each in slices]
    draw_lines(times, lines, path, title=title, axis="modularity")


def draw_communities(
    coded: CodedStatements, options: NetworkOptions, found: Communities, path: Path, *, title: str = ""
) -> None:
    """The network of agreement and conflict with camps by colour and shape.

    Raises:
        ExportError: EXP001 no method found camps.
    """
    options = replace(options, mode="one-mode", aggregation="subtract", isolates=True)
    best = found.best
    if best is None:
        why = next((f": {each.method}: {each.reason}" for each in found.failures), "")
        raise ExportError(
            f"no camps were found, so there is nothing to draw{why}",
            code="EXP001",
            remedy="Take another method or number of camps, or draw the network with `dissensus network`",
        )
    camps = dict(zip(found.names, best.memberships.tolist(), strict=True))
    groups = {name: f"camp {camp + 1}" for name, camp in camps.items() if camp >= 0}
    draw_network(build(coded, options), path, FigureOptions(title=title, groups=groups), entities=coded.entities)


MOST_BARS = 60
"""Names of a chart of bars unless asked otherwise: what fits on a page."""


def draw_counts(found: BarCounts, path: Path, *, title: str = "", most: int = MOST_BARS) -> None:
    """Bars of agreement to the right and disagreement to the left; without a qualifier all to the right.

    Args:
        found: the counts.
        path: the file.
        title: above the chart.
        most: only so many names, the most frequent; they stand at the top.
    """
    levels = ["statements" if level is None else level for level in found.levels]
    counts = found.counts
    order = sorted(range(len(found.names)), key=lambda k: (-int(counts[k].sum()), k))[:most]
    few = f", the {len(order)} most frequent of {len(found.names):,} names" if len(order) < len(found.names) else ""
    draw_bars(
        [found.names[k] for k in order],
        levels,
        counts[order],
        path,
        title=title,
        axis=f"statements{few}",
        colours=[found.colours[k] for k in order],
    )


def draw_phases(found: Phases, path: Path, *, what: PhasesFigure = "distances", title: str = "") -> None:
    """Distances between slices, with lines where the state changes; or the state of each slice as a line over time."""
    if what == "states":
        line = Line("state", [float(state + 1) for state in found.states])
        highest = max(2.0, found.states_found)
        draw_lines(found.times, [line], path, title=title, axis="state", bounds=(1.0, highest), whole=True)
        return
    names = [str(iso(time))[:10] for time in found.times]
    groups = [f"state {state + 1}" for state in found.states]
    draw_heat_map(found.distances, names, names, path, title=title, scale="distance of networks", groups=groups)


def draw_backbone(steps: Sequence[NestedStep], path: Path, *, title: str = "") -> None:
    """Claims in the order in which they can be given up, joined at the loss of what is left."""
    merges = nested_merges([step.backbone_loss for step in steps])
    claims = [step.claim for step in steps]
    draw_dendrogram(merges, claims, path, title=title, axis="loss of the backbone without it")


def draw_annealing(found: Backbone, path: Path, *, title: str = "") -> None:
    """How the backbone was found: loss and size of the current and of the best set, temperature, moves accepted."""
    log = found.annealing
    steps = told_steps(len(log.loss))
    courses = [
        Course(name, [(own, values[steps - 1]) for own, values in of])
        for name, of in (
            ("loss, with the penalty", [("current set", log.loss), ("best set so far", log.best_loss)]),
            ("claims", [("current set", log.size), ("best set so far", log.best_size)]),
            ("temperature", [("temperature", log.temperature)]),
            ("moves accepted, share of the last 100", [("share", log.acceptance)]),
        )
    ]
    draw_steps(steps, courses, path, title=title, axis="step of the annealing")


def draw_centrality(parts: Mapping[str, Centralities], path: Path, *, title: str = "", most: int = MOST_BARS) -> None:
    """A panel for each measure; names with the greatest degree at the top, those of each mode together.

    Args:
        parts: by variable, measures of its names.
        path: the file.
        title: above the chart.
        most: only so many names of each variable.
    """
    names, groups, columns = [], [], dict[str, list[float]]()
    measures = [name for name in next(iter(parts.values())).measures if all(name in p.measures for p in parts.values())]
    for variable, found in parts.items():
        first = found.measures[measures[0]]
        order = sorted(range(len(found.names)), key=lambda k: (-float(first[k]), k))[:most]
        names += [found.names[k] for k in order]
        groups += [variable] * len(order)
        for name in measures:
            columns.setdefault(name, []).extend(float(found.measures[name][k]) for k in order)
    draw_panels(names, [Panel(name, columns[name]) for name in measures], path, title=title, groups=groups)


def draw_sensitivity(found: Sensitivity, path: Path, *, title: str = "") -> None:
    """A row for each value of each choice, when it alone is another than in the reference; a panel for each measure.

    Measures of likeness have their line at no change: 1, or 0 for the difference of polarization.
    """
    names, groups, changes = [], [], []
    for choice in CHOICES:
        alone = [
            setting
            for setting in found.settings
            if all(getattr(setting, c) == getattr(found.reference, c) for c in CHOICES if c != choice)
            and setting != found.reference
        ]
        names += [f"{choice.replace('_', ' ')}: {value_said(choice, setting)}" for setting in alone]
        groups += [choice] * len(alone)
        changes += [found.change(setting) for setting in alone]
    panels = [
        Panel(name, values, origin=getattr(found.change(found.reference), name))
        for name in MEASURES
        if not np.isnan(values := np.array([getattr(change, name) for change in changes], dtype=np.float64)).all()
    ]
    if not panels:
        raise ExportError("no choice has another value, so there is nothing to draw", code="EXP001")
    draw_panels(names, panels, path, title=title, groups=groups)


def draw_scaling(
    found: Scaling,
    path: Path,
    *,
    what: ScalingFigure = "positions",
    groups: Mapping[str, str] | None = None,
    title: str = "",
) -> None:
    """Positions with their intervals, what claims tell, or the draws that both rest on.

    Args:
        found: positions of actors.
        path: the file.
        what: "positions": a line of estimates, or a plane of two dimensions; "claims": discrimination and difficulty,
            or arrows among the actors on the plane (a biplot, Gabriel 1971: an arrow leads to those who support the
            claim, the longer, the more the claim tells); "traces": draws and densities by chain of the actors whose
            chains agree least.
        groups: by actor a group.
        title: above the figure.
    """
    if what == "traces":
        _draw_traces(found, path, title)
    elif found.dimensions == 2:
        _draw_plane(found, path, title, groups, claims=what == "claims")
    elif what == "claims":
        told = np.asarray(found.discriminations.mean)[:, 0]
        widest = np.argsort(-np.abs(told), kind="stable")[:MOST_ON_A_LINE]
        order = sorted(widest.tolist(), key=lambda k: (-float(told[k]), k))
        panels = [
            Panel(name, of.mean.reshape(-1)[order], of.low.reshape(-1)[order], of.high.reshape(-1)[order])
            for name, of in (("discrimination", found.discriminations), ("difficulty", found.difficulties))
        ]
        draw_panels([found.data.claims[k] for k in order], panels, path, title=title)
    else:
        where, names = found.positions, found.data.actors
        chosen, few = _surest(found, MOST_ON_A_LINE)
        draw_caterpillar(
            [names[k] for k in chosen],
            np.asarray(where.mean)[chosen, 0],
            where.low[chosen, 0],
            where.high[chosen, 0],
            path,
            title=title,
            axis=f"position, {found.level:.0%} intervals{few}",
            groups=None if groups is None else [groups.get(names[k], "none") for k in chosen],
        )


MOST_ON_A_LINE, MOST_ON_A_PLANE = 400, 150
"""Actors or claims of a figure of positions; of more, those that are known best."""


def _surest(found: Scaling, most: int) -> tuple[list[int], str]:
    """Actors with the narrowest intervals, in their order, and what to say of the others."""
    count = len(found.data.actors)
    wide = (found.positions.high - found.positions.low).max(axis=1)
    chosen = sorted(np.argsort(wide, kind="stable")[:most].tolist())
    return chosen, f"; the {most} surest of {count:,}" if len(chosen) < count else ""


def _draw_plane(found: Scaling, path: Path, title: str, groups: Mapping[str, str] | None, *, claims: bool) -> None:
    where, names = found.positions, found.data.actors
    chosen, few = _surest(found, MOST_ON_A_PLANE)
    means = np.asarray(where.mean)[chosen]
    more: dict[str, Any] = {"low": where.low[chosen], "high": where.high[chosen]}
    if claims:
        told = np.asarray(found.discriminations.mean)
        length = np.hypot(*told.T)
        kept = sorted(np.argsort(-length, kind="stable")[:MOST_ON_A_PLANE].tolist())
        scale = float(np.hypot(*means.T).max(initial=1.0)) / (float(length.max(initial=0.0)) or 1.0)
        arrows = [found.data.claims[k] for k in kept]
        more = {"arrows": arrows, "tails": np.zeros((len(kept), 2)), "tips": told[kept] * scale}
    share = "" if claims else f", {found.level:.0%} intervals"
    draw_plane(
        [names[k] for k in chosen],
        means,
        path,
        axes_names=(f"first dimension{share}{few}", f"second dimension{share}"),
        title=title,
        groups=None if groups is None else [groups.get(names[k], "") for k in chosen],
        **more,
    )


MOST_TRACES = 12
"""Actors whose draws are drawn."""


def _draw_traces(found: Scaling, path: Path, title: str) -> None:
    where, count = found.positions, found.dimensions
    pairs = [(i, d) for i in range(len(found.data.actors)) for d in range(count)]
    pairs = sorted(pairs, key=lambda pair: (-float(where.r_hat[pair]), float(where.effective[pair]), pair))
    chosen = pairs[:MOST_TRACES]
    by_chain = found.draws.reshape(found.chains, -1, *found.draws.shape[1:])
    ends = [f", dimension {d + 1}" if count > 1 else "" for _, d in chosen]
    held = [found.data.actors[i] for i, _ in chosen]
    room = [LONGEST_OF_TRACE - len(end) for end in ends]
    short = [name if len(name) <= n else f"{name[: n - 1].rstrip()}…" for name, n in zip(held, room, strict=True)]
    names = [name + end for name, end in zip(short, ends, strict=True)]
    told = [f"R-hat {where.r_hat[pair]:.3f}, {where.effective[pair]:,.0f} draws" for pair in chosen]
    draws = np.stack([by_chain[:, :, i, d] for i, d in chosen], axis=2)
    few = f"{len(chosen)} of {len(pairs)} positions, those whose chains agree least" if len(chosen) < len(pairs) else ""
    draw_traces(names, draws, path, told=told, title=title, axis=few)
