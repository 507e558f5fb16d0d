"""A network as a list of its ties: a table for Gephi and data frames, or plain lines for programs."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TextIO

from dissensus.exchanging.networks._numbers import exact
from dissensus.exchanging.networks.csv_matrix import guarded
from dissensus.exchanging.networks.nodes import Entities, nodes_of, relation_of, ties
from dissensus.exchanging.networks.targets import text_target
from dissensus.model.errors import ExportError
from dissensus.networks.network import Network

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
COLUMNS = ("Source", "Target", "Type", "Weight", "Relation")
"""Columns of the table; the first four have the names that Gephi looks for."""


def write_edge_table(network: Network, target: Path | TextIO, entities: Entities | None = None) -> None:
    """Write one row a tie, with a heading, tabs between columns and quotation marks where a name needs them.

    A tie of 0 has no row, so a node without ties is not in the file. In a two-mode network a name that stands in both
    modes has its variable behind it as a target. A name that a spreadsheet would run gets an apostrophe before it.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    nodes = nodes_of(network, entities or {})
    with text_target(target) as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for i, j, weight in ties(network):
            number = exact(weight, integer=network.integer)
            said = relation_of(network, weight)
            writer.writerow([guarded(nodes[i].label), guarded(nodes[j].label), "Undirected", number, said])


def write_edge_lines(network: Network, target: Path | TextIO, entities: Entities | None = None) -> None:
    r"""Write one line a tie: both names and the weight, tabs between them, no heading and no quotation marks.

    `networkx.read_weighted_edgelist(path, delimiter="\t", comments=None)` reads it. A control character (a tab, a line
    end) within a name is written as its escape in Python ("\x09").

    Raises:
        ExportError: EXP002 the file cannot be written; EXP004 two names become the same.
    """
    nodes = nodes_of(network, entities or {})
    names = [_CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", node.label) for node in nodes]
    if len(set(names)) < len(names):
        raise ExportError("names that differ in control characters only would become the same", code="EXP004")
    with text_target(target) as file:
        for i, j, weight in ties(network):
            file.write(f"{names[i]}\t{names[j]}\t{exact(weight, integer=network.integer)}\n")
