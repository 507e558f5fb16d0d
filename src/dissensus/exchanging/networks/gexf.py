"""A network, or a series of networks over time, as GEXF 1.2 for Gephi (gephi.org/gexf)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TextIO

from dissensus.exchanging.networks._numbers import exact, moment
from dissensus.exchanging.networks.nodes import (
    Entities,
    Frequencies,
    Node,
    attribute_names,
    nodes_of,
    relation_of,
    ties,
)
from dissensus.exchanging.networks.targets import text_target
from dissensus.exchanging.networks.xml_text import quoted
from dissensus.model.errors import ExportError
from dissensus.networks.network import Network

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd" version="1.2">
  <meta><creator>Dissensus</creator></meta>
"""
_DAY = 86_400
_TIE_COLOURS = {"positive": (0, 121, 107), "negative": (213, 94, 0), "both": (117, 76, 160), "plain": (110, 110, 110)}


def write_gexf(
    network: Network, target: Path | TextIO, entities: Entities | None = None, counts: Frequencies | None = None
) -> None:
    """Write one network: labels, colours, shapes (discs for rows, squares for columns), attributes, signed weights.

    Gephi's layouts take no negative weights: there, filter by the tie's column "relation" or weigh by
    "absolute_weight".

    Args:
        network: R rows, C columns.
        target: a path, or an open text stream.
        entities: colours and attributes.
        counts: statements by node, from `frequencies`.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    nodes = nodes_of(network, entities or {}, counts)
    names = attribute_names(nodes)
    with text_target(target) as file:
        file.write(f'{_HEAD}  <graph mode="static" defaultedgetype="undirected">\n')
        _declare_nodes(file, names, counted=counts is not None)
        file.write('    <attributes class="edge" mode="static">\n')
        file.write('      <attribute id="relation" title="relation" type="string"/>\n')
        file.write('      <attribute id="absolute_weight" title="absolute_weight" type="double"/>\n    </attributes>\n')
        file.write("    <nodes>\n")
        for node in nodes:
            _put_node(file, node, names)
        file.write("    </nodes>\n    <edges>\n")
        for number, (i, j, weight) in enumerate(ties(network)):
            relation = relation_of(network, weight)
            file.write(
                f'      <edge id="{number}" source="n{nodes[i].key}" target="n{nodes[j].key}" weight="{exact(weight)}">'
                f'<attvalues><attvalue for="relation" value="{relation}"/>'
                f'<attvalue for="absolute_weight" value="{exact(abs(weight))}"/></attvalues>'
                f"{_tie_colour(relation)}</edge>\n"
            )
        file.write("    </edges>\n  </graph>\n</gexf>\n")


def write_gexf_series(series: Sequence[Network], target: Path | TextIO, entities: Entities | None = None) -> None:
    """Write networks over time as one dynamic graph, for Gephi's time line.

    Each network stands from its middle to a second before the next one's (the last as long as the one before it; one
    alone as long as it is), so that windows that overlap do not. A node is there while a network names it, a tie while
    it is not 0; weights are a dynamic attribute "weight". Times are in UTC.

    Args:
        series: networks of one kind, in order of time.
        target: a path, or an open text stream.
        entities: colours and attributes.

    Raises:
        ExportError: EXP002 the file cannot be written; EXP005 there is no network, their modes or variables differ, or
            their middles do not rise (congruence and conflict in turns: write each alone).
    """
    spells = _spells(series)
    everyone: dict[tuple[int, str], _Lasting] = {}
    pairs: dict[tuple[tuple[int, str], tuple[int, str]], list[tuple[int, float, str]]] = {}
    for number, network in enumerate(series):
        nodes = nodes_of(network, entities or {})
        for node in nodes:
            everyone.setdefault((node.mode, node.name), _Lasting(node)).times.append(number)
        for i, j, weight in ties(network):
            pair = ((nodes[i].mode, nodes[i].name), (nodes[j].mode, nodes[j].name))
            pairs.setdefault(pair, []).append((number, weight, relation_of(network, weight)))
    ids = {key: f"n{place}" for place, key in enumerate(everyone, 1)}
    names = attribute_names([lasting.node for lasting in everyone.values()])
    with text_target(target) as file:
        kind = "date" if _days_apart(series) else "dateTime"
        whole = f'start="{spells[0][0]}" end="{spells[-1][1]}"'
        file.write(f'{_HEAD}  <graph mode="dynamic" defaultedgetype="undirected" timeformat="{kind}" {whole}>\n')
        _declare_nodes(file, names, counted=False)
        file.write('    <attributes class="edge" mode="dynamic">\n')
        file.write('      <attribute id="weight" title="weight" type="double"/>\n')
        file.write('      <attribute id="relation" title="relation" type="string"/>\n    </attributes>\n    <nodes>\n')
        for key, lasting in everyone.items():
            _put_node(file, lasting.node, names, ids[key], _spell_list(lasting.times, spells))
        file.write("    </nodes>\n    <edges>\n")
        for number, ((source, other), values) in enumerate(pairs.items()):
            file.write(f'      <edge id="{number}" source="{ids[source]}" target="{ids[other]}"><attvalues>')
            for time, weight, relation in values:
                start, end = spells[time]
                file.write(f'<attvalue for="weight" value="{exact(weight)}" start="{start}" end="{end}"/>')
                file.write(f'<attvalue for="relation" value="{relation}" start="{start}" end="{end}"/>')
            file.write(f"</attvalues>{_spell_list([time for time, _, _ in values], spells)}</edge>\n")
        file.write("    </edges>\n  </graph>\n</gexf>\n")


@dataclass(slots=True)
class _Lasting:
    node: Node
    times: list[int] = field(default_factory=list)


_OTHERS = "Give a name that ends in .long.csv, .parquet or .json, which hold any windows"


def _spells(series: Sequence[Network]) -> list[tuple[str, str]]:
    if not series:
        raise ExportError("there is no network to write", code="EXP005")
    kinds = {(each.options.mode, each.options.variable1, each.options.variable2) for each in series}
    if len(kinds) > 1:
        raise ExportError("networks of different modes or variables are no series", code="EXP005", remedy=_OTHERS)
    middles = [each.middle for each in series]
    if any(later <= earlier for earlier, later in pairwise(middles)):
        raise ExportError(
            "a dynamic graph shows one network at a time, and middles of these do not rise from one to the next, as "
            "those of windows of events and of congruence and conflict in turns may not",
            code="EXP005",
            remedy=_OTHERS,
        )
    if len(series) == 1:
        return [(moment(series[0].start), moment(series[0].stop))]
    ends = [*middles[1:], 2 * middles[-1] - middles[-2]]
    return [(moment(start), moment(end - 1)) for start, end in zip(middles, ends, strict=True)]


def _days_apart(series: Sequence[Network]) -> bool:
    """Whether Gephi's time line can go by days; networkx reads no other dates."""
    middles = [each.middle for each in series]
    return all(later - earlier >= _DAY for earlier, later in pairwise(middles))


def _spell_list(times: Sequence[int], spells: Sequence[tuple[str, str]]) -> str:
    """Spells of networks that follow each other are one."""
    runs: list[list[int]] = []
    for time in times:
        if runs and runs[-1][1] == time - 1:
            runs[-1][1] = time
        else:
            runs.append([time, time])
    inner = "".join(f'<spell start="{spells[first][0]}" end="{spells[last][1]}"/>' for first, last in runs)
    return f"<spells>{inner}</spells>"


def _declare_nodes(file: TextIO, names: Sequence[str], *, counted: bool) -> None:
    file.write('    <attributes class="node" mode="static">\n')
    file.write('      <attribute id="variable" title="variable" type="string"/>\n')
    file.write('      <attribute id="mode" title="mode" type="integer"/>\n')
    if counted:
        file.write('      <attribute id="frequency" title="frequency" type="integer"/>\n')
    for number, name in enumerate(names):
        title = f"attribute {name}" if name in {"variable", "mode", "frequency"} else name
        file.write(f'      <attribute id="a{number}" title={quoted(title)} type="string"/>\n')
    file.write("    </attributes>\n")


def _put_node(file: TextIO, node: Node, names: Sequence[str], key: str = "", spells: str = "") -> None:
    values = [("variable", node.variable), ("mode", str(node.mode))]
    if node.frequency is not None:
        values.append(("frequency", str(node.frequency)))
    values.extend((f"a{k}", node.attributes[name]) for k, name in enumerate(names) if name in node.attributes)
    inner = "".join(f"<attvalue for={quoted(name)} value={quoted(value)}/>" for name, value in values)
    red, green, blue = rgb(node.colour)
    shape = "disc" if node.mode == 1 else "square"
    file.write(
        f"      <node id={quoted(key or f'n{node.key}')} label={quoted(node.name)}><attvalues>{inner}</attvalues>"
        f'{spells}<viz:color r="{red}" g="{green}" b="{blue}"/><viz:shape value="{shape}"/></node>\n'
    )


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of "#rrggbb"; black for anything else."""
    digits = colour.removeprefix("#")
    try:
        number = int(digits, 16) if len(digits) == 6 else 0
    except ValueError:
        number = 0
    return number >> 16 & 255, number >> 8 & 255, number & 255


def _tie_colour(relation: str) -> str:
    red, green, blue = _TIE_COLOURS[relation]
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
