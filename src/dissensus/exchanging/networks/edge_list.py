"""A network as a list of its ties: a table for Gephi and data frames, or plain lines for programs."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from dissensus.exchanging.networks._numbers import exact, moment
from dissensus.exchanging.networks.csv_matrix import guarded
from dissensus.exchanging.networks.nodes import Entities, nodes_of, relation_of, ties
from dissensus.exchanging.networks.targets import text_target
from dissensus.model.errors import ExportError
from dissensus.networks.network import Network

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
COLUMNS = ("Source", "Target", "Type", "Weight", "Relation")
"""Columns of the table; the first four have the names that Gephi looks for."""


TIME_COLUMNS = ("Window", "Start", "Middle", "Stop")
"""Columns of a series before those: its windows, numbered from 1, and their times (UTC)."""


def write_edge_table(network: Network, target: Path | TextIO, entities: Entities | None = None) -> None:
    """Write one row a tie, with a heading, tabs between columns and quotation marks where a name needs them.

    A tie of 0 has no row, so a node without ties is not in the file. In a two-mode network a name that stands in both
    modes has its variable behind it as a target. A name that a spreadsheet would run gets an apostrophe before it.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    with text_target(target) as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_rows(network, entities))


def _rows(network: Network, entities: Entities | None) -> Iterator[list[str]]:
    nodes = nodes_of(network, entities or {})
    for i, j, weight in ties(network):
        number = exact(weight, integer=network.integer)
        said = relation_of(network, weight)
        yield [guarded(nodes[i].label), guarded(nodes[j].label), "Undirected", number, said]


def write_edge_series(
    networks: Iterable[Network], target: Path | TextIO, entities: Entities | None = None, *, delimiter: str = "\t"
) -> None:
    """Write one row for each tie of each network, as they come, with the number and the times of its window before it.

    With commas the file is a CSV table for spreadsheets (UTF-8 with a mark), else as `write_edge_table`. A window
    without ties has no row.

    Args:
        networks: a series, or one network in a list.
        target: a path, or an open text stream.
        entities: what is known of names.
        delimiter: a tab or a comma.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    with text_target(target, "utf-8-sig" if delimiter == "," else "utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow([*TIME_COLUMNS, *COLUMNS])
        for number, network in enumerate(networks, 1):
            times = [number, *(moment(each) for each in (network.start, network.middle, network.stop))]
            writer.writerows([*times, *row] for row in _rows(network, entities))


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
