"""Nodes and ties of a network as every format takes them: numbered, named, coloured, with attributes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import CodedStatements, Entity, text_order
from dissensus.networks.filtering import select
from dissensus.networks.network import EventList, Network
from dissensus.networks.options import DNA
from dissensus.networks.variables import node_column

Entities = Mapping[str, Mapping[str, Entity]]
"""What is known of values, by variable and value, as `CodedStatements.entities` has it."""


def as_dna(made: Network | EventList) -> bool:
    """Whether files are to be those of DNA itself: everything is computed as it does, under any rule for weeks."""
    return replace(made.options.compatible, weeks_of_united_states=False) == DNA


@dataclass(frozen=True, slots=True)
class Node:
    """One node.

    Attributes:
        key: a number of its own within the network: that of its entity if all nodes have one, else its place from 1.
        name: its label, as coded.
        label: the name; in a two-mode network a name of both modes has its variable behind it in mode 2.
        mode: 1 for rows, 2 for columns of a two-mode network.
        variable: the variable whose value it is.
        colour: "#rrggbb"; black if nobody chose one.
        attributes: name to text.
        frequency: how many statements have this value; None where nobody counted.
    """

    key: int
    name: str
    label: str
    mode: int
    variable: str
    colour: str = "#000000"
    attributes: Mapping[str, str] = field(default_factory=dict)
    frequency: int | None = None


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many statements have each node's value: R numbers for rows, C for columns (the same for one mode)."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]


def frequencies(network: Network, coded: CodedStatements) -> Frequencies:
    """Statements by node, of those that the network is made of.

    Args:
        network: R rows and C columns.
        coded: the statements that it was built from, or those that were left for it; its own filters apply again, and
            only statements within its first and last time count. Windows of so many events go by those times too.
    """
    options = network.options
    rows = select(coded, options).kept
    time = coded.time[rows]
    rows = rows[(time >= network.start) & (time <= network.stop)] if options.time_window != "no" else rows

    def counted(names: Sequence[str], variable: str, *, of_document: bool) -> NDArray[np.int64]:
        column = node_column(coded, variable, of_document=of_document)
        codes = column.codes[rows]
        by_code = np.bincount(codes[codes >= 0], minlength=len(column.values))
        place = {value: k for k, value in enumerate(column.values)}
        return np.array([by_code[place[name]] if name in place else 0 for name in names], dtype=np.int64)

    of_rows = counted(network.rows, options.variable1, of_document=options.variable1_document)
    if network.one_mode:
        return Frequencies(of_rows, of_rows)
    return Frequencies(of_rows, counted(network.columns, options.variable2, of_document=options.variable2_document))


def nodes_of(network: Network, entities: Entities, counts: Frequencies | None = None) -> list[Node]:
    """All nodes: the rows, then for a two-mode network the columns, each in the network's order."""
    options = network.options
    sides: list[tuple[int, str, bool, Sequence[str], NDArray[np.int64] | None]] = [
        (1, options.variable1, options.variable1_document, network.rows, counts.rows if counts else None)
    ]
    if not network.one_mode:
        sides.append(
            (2, options.variable2, options.variable2_document, network.columns, counts.columns if counts else None)
        )
    found = [
        (mode, variable, name, Entity(name) if of_document else entities.get(variable, {}).get(name, Entity(name)), k)
        for mode, variable, of_document, names, _ in sides
        for k, name in enumerate(names)
    ]
    ids = [entity.id for _, _, _, entity, _ in found]
    numbered = all(number > 0 for number in ids) and len(set(ids)) == len(ids)
    taken = {mode: numbers for mode, _, _, _, numbers in sides}
    labels = _labels([(mode, variable, name) for mode, variable, name, _, _ in found])
    return [
        Node(
            entity.id if numbered else place,
            name,
            label,
            mode,
            variable,
            entity.colour,
            entity.attributes,
            None if (numbers := taken[mode]) is None else int(numbers[k]),
        )
        for place, (label, (mode, variable, name, entity, k)) in enumerate(zip(labels, found, strict=True), 1)
    ]


def _labels(found: Sequence[tuple[int, str, str]]) -> list[str]:
    taken = Counter(name for _, _, name in found)
    labels = []
    for mode, variable, name in found:
        label = name
        if mode == 2 and taken[name] > 1:
            label = f"{name} ({variable})"
            while label in taken:
                label += " "
            taken[label] += 1
        labels.append(label)
    return labels


def attribute_names(nodes: Sequence[Node]) -> list[str]:
    """Names of all attributes that any node has, by UTF-16 code unit."""
    return sorted({name for node in nodes for name in node.attributes}, key=text_order)


def ties(network: Network) -> Iterator[tuple[int, int, float]]:
    """Ties that are not 0, row by row: places of both nodes in `nodes_of`, and the weight.

    A one-mode network gives each pair once (the first place is the smaller one); ties of nodes with themselves stand
    among them where the network has them.
    """
    matrix = network.matrix.tocsr()
    if not matrix.has_sorted_indices:
        matrix = matrix.sorted_indices()
    shift = 0 if network.one_mode else len(network.rows)
    for i in range(matrix.shape[0]):
        begin, end = int(matrix.indptr[i]), int(matrix.indptr[i + 1])
        for j, weight in zip(matrix.indices[begin:end].tolist(), matrix.data[begin:end].tolist(), strict=True):
            if weight != 0 and not (network.one_mode and j < i):
                yield i, j + shift, float(weight)


def rows_of(network: Network) -> Iterator[NDArray[np.float64]]:
    """The matrix row by row, C numbers each, so that a large one is never held as a whole."""
    matrix = network.matrix.tocsr()
    for i in range(matrix.shape[0]):
        row = np.zeros(matrix.shape[1])
        part = slice(int(matrix.indptr[i]), int(matrix.indptr[i + 1]))
        np.add.at(row, matrix.indices[part], matrix.data[part])
        yield row


def relation_of(network: Network, weight: float) -> str:
    """What a tie says: "positive", "negative", "both" or "plain"."""
    aggregation = network.options.aggregation
    if aggregation == "combine":
        return {1.0: "positive", 2.0: "negative", 3.0: "both"}.get(weight, "plain")
    if aggregation == "subtract":
        return "positive" if weight > 0 else "negative"
    return {"congruence": "positive", "conflict": "negative"}.get(aggregation, "plain")
