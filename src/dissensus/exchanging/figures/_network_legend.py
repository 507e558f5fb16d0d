"""The legend of a network's picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dissensus.exchanging.figures._canvas import INK, PLAIN, fitted, group_look, text_size
from dissensus.exchanging.figures._labels import LONGEST_IN_LEGEND, plain
from dissensus.exchanging.figures._network_drawn import MODE_COLOURS, ROW, STROKES, Drawn, Look, coded, widths_of
from dissensus.networks.options import NetworkOptions

if TYPE_CHECKING:
    from matplotlib.figure import Figure


BESIDE = 44.0
"""Points that an entry of the legend takes beside its words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the legend."""

    words: str
    handle: dict[str, Any]


def entries_of(drawn: Drawn, groups: Mapping[str, int], looks: Sequence[Look]) -> list[Entry]:
    """What the legend explains: strokes, widths, shapes, groups and sizes that are drawn."""
    entries = []
    for kind, (colour, stroke) in STROKES.items():
        if any(tie[3] == kind for tie in drawn.ties):
            handle = {"color": colour, "linestyle": stroke, "linewidth": 2.0, "marker": ""}
            entries.append(Entry(_said(drawn.options, kind), handle))
    weights = sorted({abs(tie[2]) for tie in drawn.ties})
    if len(weights) > 1 and not coded(drawn.options):
        widths = dict(zip((abs(tie[2]) for tie in drawn.ties), widths_of(drawn).tolist(), strict=True))
        for weight in (weights[0], weights[-1]):
            handle = {"color": PLAIN, "linestyle": "solid", "linewidth": widths[weight], "marker": ""}
            entries.append(Entry(f"weight {weight:.3g}", handle))
    of_mode: dict[int, list[Look]] = {1: [], 2: []}
    for node, look in zip(drawn.nodes, looks, strict=True):
        of_mode[node.mode].append(look)
    modes = sorted({(node.mode, node.variable) for node in drawn.nodes})
    if len(modes) > 1:
        for mode, variable in modes:
            if mode == 1 and groups:
                continue
            same = all(look.colour == MODE_COLOURS[mode] for look in of_mode[mode])
            colour = MODE_COLOURS[mode] if same else "white"
            entries.append(Entry(plain(variable, LONGEST_IN_LEGEND), _mark("o" if mode == 1 else "s", colour, 9)))
    for group, number in groups.items():
        colour, marker = group_look(number)
        name = f"group {group}" if group.isdigit() else group
        entries.append(Entry(plain(name, LONGEST_IN_LEGEND), _mark(marker, colour, 9)))
    if groups and any(node.mode == 1 and node.name not in drawn.groups for node in drawn.nodes):
        entries.append(Entry("in no group", _mark("o", MODE_COLOURS[2], 9)))
    counted = {look.amount: look.radius for look in looks if look.amount}
    ends = sorted({min(counted), max(counted)}) if counted else []
    entries.extend(Entry(amount_said(each, drawn.sizes_of), _mark("o", "white", 2 * counted[each])) for each in ends)
    return entries


def amount_said(amount: float, what: str) -> str:
    """An amount in words: "3 statements", "degree 4"."""
    if what == "statements":
        return f"{amount:,.0f} statement{'' if amount == 1 else 's'}"
    return f"{plain(what, 30)} {amount:.4g}"


def _mark(marker: str, colour: str, size: float) -> dict[str, Any]:
    return {
        "marker": marker, "markerfacecolor": colour, "markeredgecolor": INK, "markeredgewidth": 0.7,
        "markersize": size, "linestyle": "none", "color": INK,
    }  # fmt: skip


def _said(options: NetworkOptions, kind: str) -> str:
    if options.aggregation == "combine":
        return {"positive": "agreement", "negative": "disagreement", "both": "both"}.get(kind, "code divided")
    if options.aggregation == "subtract" and options.mode == "one-mode":
        return "more congruence than conflict" if kind == "positive" else "more conflict than congruence"
    if options.aggregation == "subtract":
        return "more agreement than disagreement" if kind == "positive" else "more disagreement than agreement"
    if options.aggregation in {"congruence", "conflict"}:
        return options.aggregation
    return "common mentions" if options.mode == "one-mode" else "mentions"


def fitting(figure: Figure, entries: Sequence[Entry], width: float) -> list[Entry]:
    """The entries with words cut where one would be wider than the sheet."""
    return [replace(each, words=fitted(figure, each.words, 8, width - BESIDE - 12, "normal")) for each in entries]


def legend_grid(figure: Figure, entries: Sequence[Entry], width: float) -> tuple[int, int]:
    """Columns and rows of the legend that fit into the width."""
    if not entries:
        return 1, 0
    widest = max(text_size(figure, entry.words, 8)[0] for entry in entries) + BESIDE
    columns = max(1, min(len(entries), int((width - 12) // widest)))
    return columns, -(-len(entries) // columns)


def draw_legend(figure: Figure, entries: Sequence[Entry], columns: int, top: float, zoom: float) -> None:
    """Draw the legend from its upper left corner."""
    from matplotlib.lines import Line2D

    if not entries:
        return
    handles = [Line2D([], [], **entry.handle) for entry in entries]
    figure.legend(
        handles, [entry.words for entry in entries], loc="upper left", bbox_to_anchor=(0.0, top), ncols=columns,
        frameon=False, fontsize=8 * zoom, handlelength=3.2, columnspacing=1.4, borderaxespad=0.0, borderpad=1.25,
        handleheight=1.2, labelspacing=ROW / 8 - 1.2,
    )  # fmt: skip
