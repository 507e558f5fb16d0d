"""Centralities of one-mode and two-mode networks; every normalised one lies between 0 and 1, whatever the weights.

Paths run along positive ties. Their lengths are the largest weight of the network divided by the tie's weight, so the
strongest tie has length 1 and no path is shorter; taking weights themselves for closeness, as is done to networks
handed from DNA to other programs, gives values above 100 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from dissensus.model.errors import NetworkError
from dissensus.networks._communities_labels import CLOSE, Matrix, checked
from dissensus.networks.network import Network, check_cells

if TYPE_CHECKING:
    import networkx as nx

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Centralities:
    """Measures by node.

    Attributes:
        names: n nodes.
        measures: by name, n values each, in the order in which a table would show them.
    """

    names: tuple[str, ...]
    measures: Mapping[str, Values]

    def of(self, name: str) -> dict[str, float]:
        """All measures of one node."""
        place = self.names.index(name)
        return {measure: float(values[place]) for measure, values in self.measures.items()}


def centralities(network: Network, *, weighted: bool = True) -> Centralities:
    """Centralities of the nodes of a one-mode network.

    - ``degree``: share of the other nodes to whom there is a tie of either sign.
    - ``strength_positive``, ``strength_negative``: sums of the sizes of positive and of negative ties, not normalised.
    - ``betweenness``: share of pairs of other nodes whose shortest path leads through the node, of several paths their
      share (L. Freeman 1977, computed after U. Brandes 2001).
    - ``closeness``: share of the others that can be reached, divided by their mean distance (S. Wasserman and K. Faust,
      "Social Network Analysis", 1994, equation 5.22); 1 where all are neighbours by the strongest tie.
    - ``harmonic``: mean of 1 / distance to the others, 0 for those out of reach (M. Marchiori and V. Latora 2000).
    - ``eigenvector``: leading eigenvector of the positive ties, the highest set to 1 (P. Bonacich 1972). Of several
      equal eigenvalues, as of two parts that are the same, all count.

    Args:
        network: one-mode, symmetric.
        weighted: lengths of paths and the eigenvector by weight; else a tie is a tie.

    Raises:
        NetworkError: the network is two-mode, not symmetric, or a weight is not finite (NET002); too many nodes
            (NET005).
    """
    if not network.one_mode:
        raise NetworkError("these centralities are of one-mode networks; see two_mode_centralities", code="NET002")
    weights = network.dense()
    np.fill_diagonal(weights, 0.0)
    n = len(weights)
    if n:
        checked(np.maximum(weights, 0.0), 1)
        checked(np.maximum(-weights, 0.0), 1)
    positive = np.maximum(weights, 0.0)
    if not weighted:
        positive = (positive > 0).astype(np.float64)
    lengths = _lengths(positive)
    distances = np.asarray(dijkstra(lengths, directed=False)) if n else np.zeros((0, 0))
    return Centralities(
        network.rows,
        {
            "degree": (weights != 0).sum(axis=1) / max(n - 1, 1),
            "strength_positive": np.maximum(weights, 0.0).sum(axis=1),
            "strength_negative": np.maximum(-weights, 0.0).sum(axis=1),
            "betweenness": _betweenness(lengths, distances),
            "closeness": _closeness(distances, np.ones(n) * max(n - 1, 1)),
            "harmonic": _harmonic(distances),
            "eigenvector": _leading(positive),
        },
    )


def two_mode_centralities(network: Network) -> tuple[Centralities, Centralities]:
    """Centralities of the rows and of the columns of a two-mode network, of either sign alike, without weights.

    Normalised by the most that is possible in two modes, after S. Borgatti and M. Everett, "Network analysis of 2-mode
    data" (1997): ``degree`` by the size of the other mode; ``closeness`` by the distances of a node that is tied to all
    of the other mode (1 to those, 2 to its own), times the share of nodes that can be reached; ``betweenness`` by the
    highest that a node of its mode can have, 0 where that is 0. ``strength_positive`` and ``strength_negative`` are
    sums of weights; ``eigenvector`` is the leading singular vector of ties without weights, the highest set to 1.

    Raises:
        NetworkError: the network is one-mode (NET002), or rows and columns together too many (NET005).
    """
    if network.one_mode:
        raise NetworkError("these centralities are of two-mode networks; see centralities", code="NET002")
    r, c = len(network.rows), len(network.columns)
    check_cells(r + c, r + c)
    weights = network.dense()
    ties = np.zeros((r + c, r + c))
    ties[:r, r:] = weights != 0
    ties += ties.T
    distances = np.asarray(dijkstra(ties, directed=False, unweighted=True)) if r + c else np.zeros((0, 0))
    rows_first = np.arange(r + c) < r
    near = np.isfinite(distances) & ~np.eye(r + c, dtype=bool)
    own = near & (rows_first[:, None] == rows_first[None, :])
    least = near.sum(axis=1) + own.sum(axis=1)
    measures = {
        "degree": ties.sum(axis=1) / np.maximum(np.where(rows_first, c, r), 1),
        "strength_positive": np.concatenate([np.maximum(weights, 0.0).sum(axis=k) for k in (1, 0)]),
        "strength_negative": np.concatenate([np.maximum(-weights, 0.0).sum(axis=k) for k in (1, 0)]),
        "betweenness": _betweenness_of_modes(ties, r),
        "closeness": _closeness(distances, least * (r + c - 1) / np.maximum(near.sum(axis=1), 1)),
        "eigenvector": _leading_of_each_mode(ties, rows_first),
    }
    return (
        Centralities(network.rows, {name: values[:r] for name, values in measures.items()}),
        Centralities(network.columns, {name: values[r:] for name, values in measures.items()}),
    )


def _lengths(positive: Matrix) -> Matrix:
    return np.where(positive > 0, positive.max(initial=0.0) / np.where(positive > 0, positive, 1.0), 0.0)


def _betweenness(lengths: Matrix, distances: Matrix) -> Values:
    """Share of pairs of others between whom each node stands; lengths that differ by arithmetic only are equal."""
    n = len(lengths)
    through = np.zeros(n)
    present = lengths > 0
    for source in range(n):
        near = distances[source]
        within = np.flatnonzero(np.isfinite(near))
        order = within[np.argsort(near[within], kind="stable")]
        from_source = near[order]
        stretch = from_source[:, None] + lengths[np.ix_(order, order)] - from_source[None, :]
        before = present[np.ix_(order, order)] & (np.abs(stretch) <= CLOSE * from_source[None, :])
        steps = before.astype(np.float64)
        paths = np.zeros(len(order))
        paths[0] = 1.0
        for place in range(1, len(order)):
            paths[place] = steps[:place, place] @ paths[:place]
        depends = np.zeros(len(order))
        for place in range(len(order) - 1, 0, -1):
            depends[:place] += steps[:place, place] * paths[:place] / paths[place] * (1.0 + depends[place])
        through[order[1:]] += depends[1:]
    return through / max((n - 1) * (n - 2), 1)


def _betweenness_of_modes(ties: Matrix, r: int) -> Values:
    """Share of the highest betweenness that a node of its mode can have, for r rows and then the columns."""
    import networkx as nx

    c = len(ties) - r
    most = np.concatenate([np.full(r, _most_between(r, c)), np.full(c, _most_between(c, r))])
    if not most.any():
        return np.zeros(len(ties))
    through = nx.betweenness_centrality(_graph(ties), normalized=False)
    between = np.array([through[node] for node in range(len(ties))])
    return np.asarray(np.divide(between, most, out=np.zeros(len(ties)), where=most > 0))


def _most_between(own: int, other: int) -> float:
    """The highest betweenness of a node whose mode has ``own`` nodes and the other ``other`` (Borgatti and Everett)."""
    if not own or not other:
        return 0.0
    s, t = divmod(own - 1, other)
    return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def _graph(ties: Matrix) -> nx.Graph[int]:
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(ties)))
    rows, columns = np.nonzero(np.triu(ties, 1))
    graph.add_edges_from(zip(rows.tolist(), columns.tolist(), strict=True))
    return graph


def _closeness(distances: Matrix, least: Values) -> Values:
    """Share of the others within reach, times their number's least sum of distances by the sum of distances.

    With all others at distance 1 possible, ``least`` is n - 1 and this is Wasserman and Faust's measure.
    """
    others = ~np.eye(len(distances), dtype=bool)
    near = np.isfinite(distances) & others
    total = np.where(near, distances, 0.0).sum(axis=1)
    share = near.sum(axis=1) / max(len(distances) - 1, 1)
    return np.where(total > 0, share**2 * least / np.where(total > 0, total, 1.0), 0.0)


def _harmonic(distances: Matrix) -> Values:
    near = np.isfinite(distances) & (distances > 0)
    inverse = np.where(near, 1.0 / np.where(near, distances, 1.0), 0.0)
    return np.asarray(inverse.sum(axis=1) / max(len(distances) - 1, 1))


def _leading(positive: Matrix) -> Values:
    """The part of the leading eigenspace that all nodes share, which is at least 0 everywhere; the highest is 1."""
    if not positive.any():
        return np.zeros(len(positive))
    values, vectors = np.linalg.eigh(positive)
    space = vectors[:, values >= values[-1] * (1 - CLOSE)]
    shared = np.abs(space @ (space.T @ np.ones(len(positive))))
    return np.asarray(np.where(shared > CLOSE * shared.max(), shared / shared.max(), 0.0))


def _leading_of_each_mode(ties: Matrix, rows_first: NDArray[np.bool_]) -> Values:
    found = _leading(ties)
    for mode in (rows_first, ~rows_first):
        most = found[mode].max(initial=0.0)
        if most > 0:
            found[mode] /= most
    return found
