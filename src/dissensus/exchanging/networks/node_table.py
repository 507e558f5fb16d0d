"""The nodes of a network as a table: names with colour, attributes and how many statements each has."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from dissensus.exchanging.networks.csv_matrix import guarded
from dissensus.exchanging.networks.nodes import Entities, Node, attribute_names, frequencies, nodes_of
from dissensus.exchanging.networks.targets import text_target
from dissensus.model.coded_statements import CodedStatements
from dissensus.networks.network import Network

COLUMNS = ("name", "variable", "mode", "colour", "statements")
"""Columns before those of the attributes; mode is 1 for rows, 2 for columns of a two-mode network."""


def write_nodes(
    networks: Network | Iterable[Network],
    target: Path | TextIO,
    coded: CodedStatements,
    *,
    entities: Entities | None = None,
) -> None:
    """Write one row a node, as CSV (UTF-8 with a mark), to be joined to a matrix or a table of ties by name.

    A name that a spreadsheet would run as a formula gets an apostrophe before it, as in those. An attribute with the
    name of one of the first columns has " (attribute)" behind its own. Of a series each node is there once, with its
    statements in all networks that it is in (of windows that overlap, some count more than once).

    Args:
        networks: one network or a series.
        target: a path, or an open text stream.
        coded: the statements.
        entities: colours and attributes; None for those of ``coded``.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    everyone: dict[tuple[int, str], Node] = {}
    statements: dict[tuple[int, str], int] = {}
    for network in [networks] if isinstance(networks, Network) else networks:
        for node in nodes_of(network, coded.entities if entities is None else entities, frequencies(network, coded)):
            key = (node.mode, node.name)
            everyone.setdefault(key, node)
            statements[key] = statements.get(key, 0) + (node.frequency or 0)
    attributes = attribute_names(list(everyone.values()))
    titles = [f"{name} (attribute)" if name in COLUMNS else name for name in attributes]
    with text_target(target, "utf-8-sig") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*COLUMNS, *map(guarded, titles)])
        for key, node in everyone.items():
            told = [guarded(node.attributes.get(name, "")) for name in attributes]
            writer.writerow(
                [guarded(node.name), guarded(node.variable), node.mode, node.colour, statements[key], *told]
            )
