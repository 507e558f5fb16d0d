"""A picture of a network: who stands near whom, which ties agree and which disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from dissensus.exchanging.figures._canvas import REST, FigureFormat, format_of, save, settings
from dissensus.exchanging.figures._labels import plain
from dissensus.exchanging.figures._network_drawn import Drawn, LayoutId, Places
from dissensus.exchanging.figures._network_parts import drawn_figure
from dissensus.exchanging.figures._network_places import places_of
from dissensus.exchanging.figures.layouts import components_of, signed_ties
from dissensus.exchanging.networks.nodes import Entities, Frequencies, Node, nodes_of, relation_of, ties
from dissensus.model.coded_statements import text_order
from dissensus.model.errors import ExportError
from dissensus.networks.network import Network

__all__ = ["MOST_IN_A_COLUMN", "MOST_NODES", "REST", "FigureOptions", "draw_network", "shared_places"]

MOST_NODES = 600
"""Most nodes of one figure; beyond it labels are no longer read."""

MOST_IN_A_COLUMN = 80
"""Most nodes of the longer column for which two-mode networks are drawn in two columns unless asked otherwise."""


@dataclass(frozen=True, slots=True)
class FigureOptions:
    """How a network is drawn.

    Attributes:
        title: above the figure; "" for none.
        layout: "stress" places tied nodes near each other; "columns" sets rows and columns of a two-mode network side
            by side; "auto" takes columns for two modes of at most 80 nodes a side.
        least_weight: leave out ties whose weight, without its sign, is smaller.
        largest_component: draw the largest component only.
        isolates: draw nodes without a tie in rows below.
        most_ties: draw only so many of the strongest ties, of equal ones those of the first names; None for 300, or 6 a
            node if that is more. Places come from all ties.
        groups: by name of a node (of the rows) its group: a colour and a shape of its own. A name in both modes of a
            two-mode network is that of the row. The group `REST` is drawn grey, as the rest of all.
        sizes: by name of a node a number from 0 up that its size tells; None for its number of statements, if there
            are counts. A node without one is drawn smallest.
        sizes_of: what these numbers are, for the legend.
    """

    title: str = ""
    layout: Literal["auto", "stress", "columns", "circle"] = "auto"
    least_weight: float = 0.0
    largest_component: bool = False
    isolates: bool = True
    most_ties: int | None = None
    groups: Mapping[str, str | int] = field(default_factory=dict)
    sizes: Mapping[str, float] | None = None
    sizes_of: str = "statements"


def draw_network(
    network: Network,
    target: Path | IO[bytes],
    options: FigureOptions | None = None,
    *,
    entities: Entities | None = None,
    counts: Frequencies | None = None,
    places: Places | None = None,
    format_id: FigureFormat | None = None,
) -> None:
    """Draw a network as SVG or PNG; the same network and options give the same bytes.

    Ties: solid green-blue for agreement (congruence), dashed orange for disagreement (conflict), violet dashes and dots
    for both, solid grey for what is neither; the wider, the heavier. Nodes: circles for rows, squares for columns, or a
    shape and a colour for each group; their own colours if somebody chose any; the larger, the more statements, if
    ``counts`` are given. Long labels are cut in the picture; an SVG shows the whole when the pointer rests on a node.

    Args:
        network: R rows, C columns.
        target: a path that ends in .svg, .pdf or .png, or an open binary stream.
        options: see `FigureOptions`.
        entities: colours of nodes.
        counts: statements by node, from `frequencies`.
        places: from `shared_places`, to draw networks of a series alike; all nodes must be in it.
        format_id: "svg", "pdf" or "png" for streams and other endings.

    Raises:
        ExportError: EXP001 another ending, or no node is left to draw; EXP002 the file cannot be written; EXP003 more
            than 600 nodes.
    """
    options = options or FigureOptions()
    wanted = format_of(target, format_id)
    drawn = _chosen(network, options, nodes_of(network, entities or {}, counts))
    # A window of a series may be empty: its figure stands between others.
    if places is None and not drawn.nodes and (network.rows or network.columns):
        raise ExportError(
            "no node is left to draw: no tie is as heavy as asked for, or there is none",
            code="EXP001",
            remedy="Lower the least weight, or draw nodes without ties, too",
        )
    texts = [plain(node.name) for node in drawn.nodes] + [plain(options.title)]
    texts += [plain(str(group)) for group in options.groups.values()] + [plain(node.variable) for node in drawn.nodes]
    with settings(texts):
        figure, notes = drawn_figure(drawn, places)
        title = options.title or f"{network.options.mode} network"
        save(figure, target, wanted, title=title, description=drawn.caption, notes=notes)


def shared_places(
    series: Sequence[Network], options: FigureOptions | None = None, *, entities: Entities | None = None
) -> Places:
    """Places for all networks of a series, so that a node stands in one place in all of their figures.

    They come from the sum of all networks. Nodes that have no tie in one of them stand in their place there too.

    Args:
        series: at least one network; of one mode and the same variables.
        options: as for `draw_network`; ``least_weight`` and ``largest_component`` are not looked at.
        entities: as for `draw_network`.

    Raises:
        ExportError: EXP003 more than 600 nodes.
    """
    options = replace(options or FigureOptions(), least_weight=0.0, largest_component=False, isolates=True)
    together = _sum(series)
    drawn = _chosen(together, options, nodes_of(together, entities or {}))
    with settings([plain(node.name) for node in drawn.nodes]):
        return places_of(drawn)


def _sum(series: Sequence[Network]) -> Network:
    """One network with all names and the sums of all ties, negative where they divide."""
    first = series[0]
    rows = tuple(sorted({name for each in series for name in each.rows}, key=text_order))
    columns = (
        rows if first.one_mode else tuple(sorted({name for each in series for name in each.columns}, key=text_order))
    )
    row_place = {name: k for k, name in enumerate(rows)}
    column_place = {name: k for k, name in enumerate(columns)}
    i, j, w = [], [], []
    for network in series:
        ties_of = signed_ties(network).tocoo()
        shift = 0 if network.one_mode else len(network.rows)
        for row, column, weight in zip(ties_of.row.tolist(), ties_of.col.tolist(), ties_of.data.tolist(), strict=True):
            if network.one_mode or row < shift <= column:
                i.append(row_place[network.rows[row]])
                j.append(column_place[network.columns[column - shift]])
                w.append(weight)
    matrix = csr_array(coo_array((w, (i, j)), shape=(len(rows), len(columns)), dtype=np.float64))
    summed = replace(first.options, aggregation="subtract", normalization="no")
    return replace(first, rows=rows, columns=columns, matrix=matrix, options=summed)


def _chosen(network: Network, options: FigureOptions, nodes: list[Node]) -> Drawn:
    """Which nodes and ties are drawn, and a sentence that says so."""
    count = len(nodes)
    every = [(i, j, w) for i, j, w in ties(network) if i != j and np.isfinite(w)]
    total = len(every)
    found = [(i, j, w) for i, j, w in every if abs(w) >= options.least_weight]
    signed = signed_ties(network)
    strong = csr_array(
        coo_array(
            (np.ones(2 * len(found)), _both_ways([(i, j) for i, j, _ in found])),
            shape=(count, count),
        )
    )
    bound = csr_array(signed * strong)
    bound.eliminate_zeros()
    groups, alone = components_of(bound)
    kept = sorted(int(k) for nodes_ in (groups[:1] if options.largest_component else groups) for k in nodes_)
    aside = [int(k) for k in alone] if options.isolates and not options.largest_component else []
    if len(kept) + len(aside) > MOST_NODES:
        raise ExportError(f"{len(kept) + len(aside)} nodes are too many for a figure of {MOST_NODES}", code="EXP003")
    order = np.array(sorted([*kept, *aside]), dtype=np.int64)
    place = {int(node): k for k, node in enumerate(order)}
    inside = [(place[i], place[j], w, relation_of(network, w)) for i, j, w in found if i in place and j in place]
    most = max(300, 6 * len(order)) if options.most_ties is None else options.most_ties
    # Codes of "combine" are names of cases: none of them is stronger.
    alike = network.options.aggregation == "combine" and network.options.normalization == "no"
    shown = sorted(inside, key=lambda tie: (0 if alike else -abs(tie[2]), tie[0], tie[1]))[:most]
    pieces = [_counted(len(order), "node"), _counted(len(inside), "tie")]
    if len(shown) < len(inside):
        pieces.append(f"the {'first' if alike else 'strongest'} {len(shown):,} drawn")
    if options.least_weight > 0:
        pieces.append(f"weights of at least {options.least_weight:g}")
    if len(shown) < total:
        pieces.append(f"{_counted(total - len(shown), 'tie')} left out")
    if len(order) < count:
        pieces.append(f"{_counted(count - len(order), 'node')} left out")
    pieces.append(_counted(network.statements, "statement"))
    small = max(len(network.rows), len(network.columns)) <= MOST_IN_A_COLUMN
    layout: LayoutId = "stress"
    if not network.one_mode and (options.layout == "columns" or (options.layout == "auto" and small)):
        layout = "columns"
    elif options.layout == "circle":
        layout = "circle"
    return Drawn(
        [nodes[k] for k in order.tolist()],
        shown,
        csr_array(bound[order][:, order]),
        network.options,
        plain(options.title),
        "; ".join(pieces) + ".",
        options.groups,
        layout,
        options.sizes,
        options.sizes_of,
    )


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _both_ways(pairs: list[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return np.concatenate([ends[:, 0], ends[:, 1]]), np.concatenate([ends[:, 1], ends[:, 0]])
