"""A network as GraphML in the dialect of visone (Brandes & Wagner 2004), as DNA writes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from dissensus.exchanging.figures.layouts import positions_of
from dissensus.exchanging.networks._numbers import java_double
from dissensus.exchanging.networks.nodes import (
    Entities,
    Frequencies,
    Node,
    as_dna,
    attribute_names,
    nodes_of,
    relation_of,
    ties,
)
from dissensus.exchanging.networks.targets import text_target
from dissensus.exchanging.networks.xml_text import content, quoted, valid
from dissensus.model.errors import NetworkError
from dissensus.networks.network import Network

SIZE = 800.0
"""Width and height of the drawing, in visone's units; a node is 20 wide."""

LINE_COLOURS = {"positive": "#00ff00", "negative": "#ff0000", "both": "#0000ff", "plain": "#000000"}
"""DNA's colours of ties."""

_RESERVED = ("id", "name", "variable", "frequency", "weight", "d0", "e0", "prop")
_ID = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_SPACES = re.compile(r"^[\t\n\r ]+|[\t\n\r ]+$")

_HEAD = """\
<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:visone="http://visone.info/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:y="http://www.yworks.com/xml/graphml" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns/graphml \
http://www.yworks.com/xml/schema/graphml/1.0/ygraphml.xsd ">
  <!-- data schema -->
  <key for="node" id="d0" yfiles.type="nodegraphics" />
  <key for="edge" id="e0" yfiles.type="edgegraphics" />
  <key for="graph" id="prop" visone.type="properties" />
  <key id="id" for="node" attr.name="id" attr.type="string" />
  <key id="name" for="node" attr.name="name" attr.type="string" />
"""


def write_visone_graphml(
    network: Network, target: Path | TextIO, entities: Entities | None = None, counts: Frequencies | None = None
) -> None:
    """Write nodes with their attributes, colours, shapes and places, and ties with weights and colours.

    Rows are ellipses, columns rounded rectangles; ties are green (agreement), red (disagreement), blue (both) or black.
    DNA places nodes at random; here places come from `positions_of` and are the same each time. Line ends are CR LF as
    in DNA's files. Under ``compatible == DNA`` everything but the places is what DNA 3.1 writes: white space around
    names is taken off, and variables of documents are refused, as DNA fails at them.

    Args:
        network: R rows, C columns.
        target: a path, or an open text stream.
        entities: numbers, colours and attributes.
        counts: statements by node, from `frequencies`; without them nodes have no frequency.

    Raises:
        ExportError: EXP002 the file cannot be written.
        NetworkError: NET003 DNA fails at this network.
    """
    options = network.options
    dna = as_dna(network)
    if dna and (options.variable1_document or (options.variable2_document and not network.one_mode)):
        raise NetworkError("DNA fails to write GraphML of a document's variable", code="NET003")
    nodes = nodes_of(network, entities or {}, counts)
    found = list(ties(network))
    # DNA tells how many ties there could be, not how many there are.
    rows, columns = len(network.rows), len(network.columns)
    possible = rows * (rows - 1) // 2 if network.one_mode else rows * columns
    attributes = _attribute_ids(attribute_names(nodes), dna=dna)
    places = positions_of(network) * SIZE
    with text_target(target) as file:

        def put(text: str) -> None:
            file.write(text.replace("\n", "\r\n"))

        put(_HEAD)
        for name, key in attributes:
            put(f'  <key id={quoted(key)} for="node" attr.name={quoted(name)} attr.type="string" />\n')
        put('  <key id="variable" for="node" attr.name="variable" attr.type="string" />\n')
        if counts is not None:
            put('  <key id="frequency" for="node" attr.name="frequency" attr.type="int" />\n')
        put('  <key id="weight" for="edge" attr.name="weight" attr.type="double" />\n')
        told = possible if dna else len(found)
        put(f'  <graph edgedefault="undirected" id="DNA" parse.edges="{told}" parse.nodes="{len(nodes)}"')
        put(' parse.order="free">\n    <data key="prop">\n')
        put('      <visone:labelAttribute edgeLabel="weight" nodeLabel="name" />\n    </data>\n    <!-- nodes -->\n')
        for node, (x, y) in zip(nodes, places.tolist(), strict=True):
            put(_node(node, attributes, x, y, trimmed=dna))
        put("    <!-- edges -->\n")
        for i, j, weight in found:
            put(_edge(nodes[i].key, nodes[j].key, weight, LINE_COLOURS[relation_of(network, weight)]))
        put("  </graph>\n</graphml>\n\n")


def _attribute_ids(names: Sequence[str], *, dna: bool) -> list[tuple[str, str]]:
    """Each attribute's name and the id of its key: the name itself where it can be one."""
    if dna:
        return [(name, name) for name in names]
    return [
        (name, name if _ID.fullmatch(name) and name not in _RESERVED else f"attribute.{number}")
        for number, name in enumerate(names, 1)
    ]


def _text(text: str, *, trimmed: bool) -> str:
    return content(_SPACES.sub("", text) if trimmed else text)


def _data(key: str, text: str, *, trimmed: bool) -> str:
    inner = _text(text, trimmed=trimmed)
    return f"      <data key={quoted(key)}>{inner}</data>\n" if inner else f"      <data key={quoted(key)} />\n"


def _node(node: Node, attributes: Sequence[tuple[str, str]], x: float, y: float, *, trimmed: bool) -> str:
    shape = "ellipse" if node.mode == 1 else "roundrectangle"
    lines = [f'    <node id="n{node.key}">\n']
    lines.append(_data("id", str(node.key), trimmed=trimmed))
    lines.append(_data("name", node.name, trimmed=trimmed))
    lines.extend(_data(key, node.attributes.get(name, ""), trimmed=trimmed) for name, key in attributes)
    lines.append(_data("variable", node.variable, trimmed=trimmed))
    if node.frequency is not None:
        lines.append(_data("frequency", str(node.frequency), trimmed=trimmed))
    label = _text(node.name, trimmed=trimmed)
    tag = (
        'y:NodeLabel alignment="center" autoSizePolicy="content" backgroundColor="#FFFFFF" fontFamily="Dialog"'
        ' fontSize="12" fontStyle="plain" hasLineColor="false" height="19.0" modelName="eight_pos" modelPosition="n"'
        ' textColor="#000000" visible="true"'
    )
    lines.append(
        '      <data key="d0">\n        <visone:shapeNode>\n          <y:ShapeNode>\n'
        f'            <y:Geometry height="20.0" width="20.0" x="{round(x, 2)}" y="{round(y, 2)}" />\n'
        f'            <y:Fill color={quoted(valid(node.colour).upper())} transparent="false" />\n'
        '            <y:BorderStyle color="#000000" type="line" width="1.0" />\n'
        + (f"            <{tag}>{label}</y:NodeLabel>\n" if label else f"            <{tag} />\n")
        + f'            <y:Shape type="{shape}" />\n'
        "          </y:ShapeNode>\n        </visone:shapeNode>\n      </data>\n    </node>\n"
    )
    return "".join(lines)


def _edge(source: int, target: int, weight: float, colour: str) -> str:
    return (
        f'    <edge source="n{source}" target="n{target}">\n'
        f'      <data key="weight">{java_double(weight)}</data>\n'
        '      <data key="e0">\n        <visone:polyLineEdge>\n          <y:PolyLineEdge>\n'
        f'            <y:LineStyle color="{colour}" type="line" width="2.0" />\n'
        "          </y:PolyLineEdge>\n        </visone:polyLineEdge>\n      </data>\n    </edge>\n"
    )
