"""A network as a graph of networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dissensus.exchanging.networks.nodes import Entities, Frequencies, nodes_of, relation_of, ties
from dissensus.networks.network import Network

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(network: Network, entities: Entities | None = None, counts: Frequencies | None = None) -> nx.Graph:
    """The network as an undirected graph; two-mode networks are bipartite.

    Nodes are named by their label (in a two-mode network a name of both modes has its variable behind it in mode 2) and
    come in the network's order. They have ``name``, ``variable``, ``bipartite`` (0 for rows, 1 for columns, as
    networkx's own functions want it), ``colour``, ``attributes`` (name to text) and, if counts are given,
    ``frequency``. Ties have ``weight``, ``sign`` (1, -1; 0 for "both" and for what is neither) and ``relation``
    ("positive", "negative", "both", "plain"). The graph has ``mode``, ``aggregation``, ``normalization``,
    ``statements``, ``start``, ``middle`` and ``stop``.

    Args:
        network: R rows, C columns.
        entities: colours and attributes.
        counts: statements by node, from `frequencies`.
    """
    import networkx as nx

    options = network.options
    graph = nx.Graph(
        mode=options.mode,
        aggregation=options.aggregation,
        normalization=options.normalization,
        statements=network.statements,
        start=network.start,
        middle=network.middle,
        stop=network.stop,
    )
    nodes = nodes_of(network, entities or {}, counts)
    for node in nodes:
        known = {} if node.frequency is None else {"frequency": node.frequency}
        graph.add_node(
            node.label,
            name=node.name,
            variable=node.variable,
            bipartite=node.mode - 1,
            colour=node.colour,
            attributes=dict(node.attributes),
            **known,
        )
    for i, j, weight in ties(network):
        relation = relation_of(network, weight)
        sign = {"positive": 1, "negative": -1}.get(relation, 0)
        graph.add_edge(nodes[i].label, nodes[j].label, weight=weight, sign=sign, relation=relation)
    return graph
