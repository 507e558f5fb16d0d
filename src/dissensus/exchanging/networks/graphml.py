"""A network as plain GraphML (Brandes, Eiglsperger, Lerner & Pich 2013), which any network tool reads."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from dissensus.exchanging.networks._numbers import exact
from dissensus.exchanging.networks.nodes import Entities, Frequencies, attribute_names, nodes_of, relation_of, ties
from dissensus.exchanging.networks.targets import text_target
from dissensus.exchanging.networks.xml_text import content, quoted
from dissensus.networks.network import Network

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write_graphml(
    network: Network, target: Path | TextIO, entities: Entities | None = None, counts: Frequencies | None = None
) -> None:
    """Write typed attributes only, no drawing: one data key for each.

    Nodes have label, variable, mode (1 or 2), colour, frequency if counted, and each attribute under its own name (with
    "attribute " before it where that is one of the names before). Ties have weight and relation. Characters that XML
    forbids become U+FFFD; all others stay.

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
    keys = [("label", "string"), ("variable", "string"), ("mode", "int"), ("colour", "string")]
    if counts is not None:
        keys.append(("frequency", "int"))
    own = {name for name, _ in keys}
    keys.extend((f"attribute {name}" if name in own else name, "string") for name in names)
    with text_target(target) as file:
        file.write(_HEAD)
        for number, (name, kind) in enumerate(keys):
            file.write(f'  <key id="d{number}" for="node" attr.name={quoted(name)} attr.type="{kind}"/>\n')
        file.write('  <key id="e0" for="edge" attr.name="weight" attr.type="double"/>\n')
        file.write('  <key id="e1" for="edge" attr.name="relation" attr.type="string"/>\n')
        file.write('  <graph id="network" edgedefault="undirected">\n')
        for node in nodes:
            values = [node.name, node.variable, str(node.mode), node.colour]
            if node.frequency is not None:
                values.append(str(node.frequency))
            values.extend(node.attributes.get(name, "") for name in names)
            data = "".join(f'<data key="d{k}">{content(value)}</data>' for k, value in enumerate(values))
            file.write(f'    <node id="n{node.key}">{data}</node>\n')
        for i, j, weight in ties(network):
            data = f'<data key="e0">{exact(weight)}</data><data key="e1">{relation_of(network, weight)}</data>'
            file.write(f'    <edge source="n{nodes[i].key}" target="n{nodes[j].key}">{data}</edge>\n')
        file.write("  </graph>\n</graphml>\n")
