"""Communities by methods that find the number of camps: Leiden, Louvain, label propagation, Infomap, signed modularity.

All take n x n symmetric weights whose nodes stand in an order that their names do not decide, and return n labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from dissensus.networks._communities_labels import CLOSE, Labels, Matrix, canonical, modularity
from dissensus.networks._polarization_objectives import signed_modularity_matrix
from dissensus.networks._polarization_search import MOST_EXACT, exact, greedy, number_of_divisions
from dissensus.networks.map_equation import infomap

FreeMethod = Callable[[Matrix, int, int], Labels]
"""From positive ties, the number of runs and a seed to labels."""


def leiden(ties: NDArray[np.float64], runs: int, seed: int) -> Labels:
    """The best of some runs of the Leiden method for modularity.

    V. Traag, L. Waltman and N. van Eck, "From Louvain to Leiden: guaranteeing well-connected communities" (2019), in
    the implementation of graspologic-native.
    """
    import graspologic_native

    rows, columns = np.nonzero(np.triu(ties, 1))
    edges = [(str(i), str(j), float(ties[i, j])) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)]
    _, camps = graspologic_native.leiden(edges, iterations=10, trials=max(runs, 1), seed=_seeds(seed, 1)[0])
    return canonical(np.array([camps[str(node)] for node in range(len(ties))], dtype=np.int64))


def louvain(ties: NDArray[np.float64], runs: int, seed: int) -> Labels:
    """The best of some runs of the Louvain method for modularity.

    V. Blondel, J.-L. Guillaume, R. Lambiotte and E. Lefebvre, "Fast unfolding of communities in large networks"
    (2008), in the implementation of networkx.
    """
    import networkx as nx

    graph = nx.from_numpy_array(np.asarray(ties))
    found = [
        _labels(nx.community.louvain_communities(graph, weight="weight", seed=each), len(ties))
        for each in _seeds(seed, runs)
    ]
    return _best(ties, found)


def label_propagation(ties: NDArray[np.float64], runs: int, seed: int) -> Labels:
    """The run of highest modularity of some runs of asynchronous label propagation.

    U. Raghavan, R. Albert and S. Kumara, "Near linear time algorithm to detect community structures in large-scale
    networks" (2007), with weights, in the implementation of networkx.
    """
    import networkx as nx

    graph = nx.from_numpy_array(np.asarray(ties))
    found = [
        _labels(nx.community.asyn_lpa_communities(graph, weight="weight", seed=each), len(ties))
        for each in _seeds(seed, runs)
    ]
    return _best(ties, found)


FREE_METHODS: Mapping[str, FreeMethod] = MappingProxyType(
    {"leiden": leiden, "louvain": louvain, "label propagation": label_propagation, "infomap": infomap}
)
"""Methods that find their own number of camps from positive ties."""


def signed_camps(weights: NDArray[np.float64], most: int, runs: int, seed: int) -> Labels:
    """At most so many camps with the highest signed modularity, positive and negative ties both counted.

    All divisions are tried where there are at most 100,000; else a spectral start and random ones are improved.
    """
    gain = signed_modularity_matrix(np.maximum(weights, 0.0), np.maximum(-weights, 0.0))
    k = min(most, len(weights))
    if number_of_divisions(len(weights), k) <= MOST_EXACT:
        return canonical(exact(gain, k, balanced=False).labels)
    return greedy(gain, k, balanced=False, restarts=runs, seed=seed).labels


def _best(ties: Matrix, found: list[Labels]) -> Labels:
    values = np.array([modularity(ties, labels) for labels in found])
    return found[int(np.argmax(values >= values.max() - CLOSE))]


def _labels(camps: Iterable[Iterable[int]], n: int) -> Labels:
    labels = np.zeros(n, dtype=np.int64)
    for number, members in enumerate(camps):
        labels[sorted(members)] = number
    return canonical(labels)


def _seeds(seed: int, number: int) -> list[int]:
    random = np.random.Generator(np.random.PCG64(seed))
    return [int(each) for each in random.integers(2**31, size=max(number, 1))]
