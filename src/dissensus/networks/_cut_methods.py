"""Nodes cut into k camps by their similarities: every method with one signature.

Each function takes an n x n symmetric matrix of similarities or weights of at least 0, the number of camps k and a
seed, and returns n labels, numbered by the first node of each camp. It gives exactly k camps or raises `NetworkError`.
Callers bring nodes in order of names (or in `structural_order`): where two choices are equally good, the earlier node
decides.

Methods that need distances (single, average, complete, Ward, PAM) take the largest similarity of the matrix, its
diagonal included, less the similarity; so a matrix 1 - d with ones on its diagonal gives back d. The others' use of the
diagonal stands at each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from dissensus.model.errors import NetworkError
from dissensus.networks._communities_graphs import edge_betweenness, fast_greedy, leading_eigenvector, walktrap
from dissensus.networks._communities_labels import (
    CLOSE,
    Labels,
    Matrix,
    canonical,
    checked,
    modularity,
    structural_order,
)

__all__ = [
    "CUT_METHODS",
    "average_linkage",
    "canonical",
    "complete_linkage",
    "concor",
    "concor_of_columns",
    "edge_betweenness",
    "fast_greedy",
    "k_means",
    "k_means_of_points",
    "leading_eigenvector",
    "modularity",
    "pam",
    "single_linkage",
    "spectral",
    "structural_equivalence",
    "structural_order",
    "walktrap",
    "ward",
]

CutMethod = Callable[[NDArray[np.float64], int, int], Labels]

K_MEANS_STARTS = 20
"""Random starts of k-means, of which the best is kept; the usual 10 doubled, as networks are small."""

K_MEANS_ROUNDS = 300
"""Rounds after which one start of k-means ends even if it still moves."""

CONCOR_ROUNDS = 50
"""Iterated correlations of CONCOR, as many as DNA does."""

CONCOR_SETTLED = 0.999
"""Size of all correlations at which CONCOR has settled."""


def single_linkage(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """Hierarchical clustering by the nearest pair; no randomness."""
    del seed
    return _linked(_distances(checked(matrix, k)), "single", k)


def average_linkage(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """Hierarchical clustering by the average distance of pairs (UPGMA); no randomness."""
    del seed
    return _linked(_distances(checked(matrix, k)), "average", k)


def complete_linkage(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """Hierarchical clustering by the farthest pair; no randomness."""
    del seed
    return _linked(_distances(checked(matrix, k)), "complete", k)


def ward(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """Ward's method on the distances themselves, squared inside: R's ward.D2; no randomness.

    After F. Murtagh and P. Legendre, "Ward's Hierarchical Agglomerative Clustering Method" (2014).
    """
    del seed
    return _linked(_distances(checked(matrix, k)), "ward", k)


def structural_equivalence(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """Complete linkage on Euclidean distances of the nodes' ties to all others; no randomness.

    The ties of two nodes to each other and to themselves take no part, after R. Burt, "Positions in Networks" (1976),
    and S. Wasserman and K. Faust, "Social Network Analysis" (1994), section 9.4.
    """
    del seed
    ties = checked(matrix, k).copy()
    np.fill_diagonal(ties, 0.0)
    squares = (ties**2).sum(axis=1)
    apart = squares[:, None] + squares[None, :] - 2.0 * (ties @ ties) - 2.0 * ties**2
    return _linked(np.sqrt(np.maximum(apart, 0.0)), "complete", k)


def k_means(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """k-means on the rows of the matrix, diagonal included."""
    return k_means_of_points(checked(matrix, k), k, seed)


def k_means_of_points(points: NDArray[np.float64], k: int, seed: int) -> Labels:
    """Lloyd's k-means with the starts of k-means++ (D. Arthur and S. Vassilvitskii 2007), the best of 20 starts.

    Own code, so that the result does not depend on how many threads share the sums.

    Args:
        points: n x d.
        k: number of clusters.
        seed: of the random starts.

    Raises:
        NetworkError: there are fewer than k different points.
    """
    given = np.asarray(points, dtype=np.float64)
    if k == 1:
        return np.zeros(len(given), dtype=np.int64)
    if len(np.unique(given, axis=0)) < k:
        raise NetworkError(f"there are fewer than {k} different profiles", code="NET006")
    random = np.random.Generator(np.random.PCG64(seed))
    best, least = np.zeros(len(given), dtype=np.int64), np.inf
    for _ in range(K_MEANS_STARTS):
        labels, inertia = _lloyd(given, _spread_start(given, k, random))
        if len(np.unique(labels)) == k and inertia < least * (1 - CLOSE):
            best, least = labels, inertia
    if not np.isfinite(least):
        raise NetworkError(f"k-means found no {k} clusters in {K_MEANS_STARTS} starts", code="NET006")
    return canonical(best)


def pam(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """Partitioning around medoids, BUILD and SWAP; no randomness.

    After L. Kaufman and P. Rousseeuw, "Finding Groups in Data" (1990), chapter 2.
    """
    del seed
    distances = _distances(checked(matrix, k))
    medoids = _built(distances, k)
    cost = float(distances[:, medoids].min(axis=1).sum())
    while True:
        swapped, lower = _best_swap(distances, medoids)
        if lower >= cost - CLOSE * max(cost, 1.0):
            break
        medoids, cost = swapped, lower
    nearest = distances[:, medoids].argmin(axis=1)
    nearest[medoids] = np.arange(k)  # twins of a medoid at distance 0 must not leave another's camp empty
    return canonical(nearest)


def spectral(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """k-means on the eigenvectors of the k smallest eigenvalues of the normalised Laplacian, rows of length 1.

    After A. Ng, M. Jordan and Y. Weiss, "On Spectral Clustering: Analysis and an algorithm" (2001). The diagonal is
    left out; a node without ties has a part of its own. Where eigenvalue k equals eigenvalue k + 1, any turn of their
    eigenvectors is an answer, and the result rests on the arithmetic of one.
    """
    from scipy.sparse.csgraph import laplacian

    ties = checked(matrix, k).copy()
    np.fill_diagonal(ties, 0.0)
    _, vectors = np.linalg.eigh(laplacian(ties, normed=True))
    chosen = vectors[:, :k]
    length = np.sqrt((chosen**2).sum(axis=1, keepdims=True))
    # Rounded, so that points which are equal but for arithmetic are one point.
    return k_means_of_points(np.round(chosen / np.where(length > CLOSE, length, 1.0), 9), k, seed)


def concor(matrix: NDArray[np.float64], k: int, seed: int) -> Labels:
    """Convergence of iterated correlations: the columns' correlations, correlated again until all are 1 or -1.

    After R. Breiger, S. Boorman and P. Arabie, "An algorithm for clustering relational data" (1975). k is 2, or 4, 8,
    ... where each half is split again by its columns over all rows. The diagonal is used as given. No randomness.

    Raises:
        NetworkError: k is not a power of 2, or a block cannot be split because its nodes have the same profile.
    """
    del seed
    return concor_of_columns(checked(matrix, k), k)


def concor_of_columns(columns: NDArray[np.float64], k: int) -> Labels:
    """CONCOR of the columns of any matrix, such as profiles turned on their side; see `concor`.

    Args:
        columns: m x n, a column for each node.
        k: 2, 4, 8, ...

    Raises:
        NetworkError: NET006, another k; or a block that is to be split has one node, or one profile.
    """
    if k & (k - 1):
        raise NetworkError(f"CONCOR splits into 2, 4, 8, ... camps, not into {k}", code="NET006")
    given = np.asarray(columns, dtype=np.float64)
    labels = np.zeros(given.shape[1], dtype=np.int64)
    blocks = 1
    while blocks < k:
        for block in range(blocks):
            members = np.flatnonzero(labels == block)
            side = _concor_sides(given[:, members])
            labels[members[~side]] = blocks + block
        blocks *= 2
    return canonical(labels)


def _distances(similarities: Matrix) -> Matrix:
    distances = similarities.max(initial=0.0) - similarities
    np.fill_diagonal(distances, 0.0)
    return np.asarray(distances)


def _linked(distances: Matrix, method: str, k: int) -> Labels:
    from scipy.cluster.hierarchy import cut_tree, linkage
    from scipy.spatial.distance import squareform

    if len(distances) == 1:
        return np.zeros(1, dtype=np.int64)
    tree = linkage(squareform(distances, checks=False), method=method)
    return canonical(np.asarray(cut_tree(tree, n_clusters=k)).reshape(-1))


def _spread_start(points: Matrix, k: int, random: np.random.Generator) -> Matrix:
    """Some k of the points, each drawn with probability proportional to its squared distance to those before."""
    chosen = [int(random.integers(len(points)))]
    apart = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    for _ in range(1, k):
        edges = np.cumsum(apart)
        drawn = int(np.searchsorted(edges, random.random() * edges[-1], side="right"))
        chosen.append(min(drawn, len(points) - 1))
        apart = np.minimum(apart, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return points[chosen]


def _lloyd(points: Matrix, centres: Matrix) -> tuple[Labels, float]:
    labels = np.full(len(points), -1, dtype=np.int64)
    inertia = np.inf
    for _ in range(K_MEANS_ROUNDS):
        apart = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
        nearest = apart.argmin(axis=1)
        inertia = float(apart[np.arange(len(points)), nearest].sum())
        if (nearest == labels).all():
            break
        labels = nearest
        centres = np.array(
            [points[labels == c].mean(axis=0) if (labels == c).any() else centres[c] for c in range(len(centres))]
        )
    return labels, inertia


def _built(distances: Matrix, k: int) -> list[int]:
    """The first k medoids: each lowers the sum of distances to the nearest medoid the most."""
    medoids = [int(distances.sum(axis=0).argmin())]
    nearest = distances[:, medoids[0]].copy()
    while len(medoids) < k:
        gain = np.maximum(nearest[:, None] - distances, 0.0).sum(axis=0)
        gain[medoids] = -1.0
        medoids.append(int(gain.argmax()))
        nearest = np.minimum(nearest, distances[:, medoids[-1]])
    return medoids


def _best_swap(distances: Matrix, medoids: list[int]) -> tuple[list[int], float]:
    """The medoids after the best exchange of one of them for another node, and their sum of distances."""
    best, least = medoids, np.inf
    for place in range(len(medoids)):
        others = medoids[:place] + medoids[place + 1 :]
        nearest = distances[:, others].min(axis=1) if others else np.full(len(distances), np.inf)
        sums = np.minimum(nearest[:, None], distances).sum(axis=0)
        sums[medoids] = np.inf
        candidate = int(sums.argmin())
        if sums[candidate] < least:
            best, least = [*medoids[:place], candidate, *medoids[place + 1 :]], float(sums[candidate])
    return best, least


def _concor_sides(columns: Matrix) -> NDArray[np.bool_]:
    """Which columns stand with the first one."""
    if columns.shape[1] < 2:
        raise NetworkError("CONCOR cannot split a block of one node", code="NET006")
    correlations = _correlated(columns)
    for _ in range(CONCOR_ROUNDS):
        if (np.abs(correlations) > CONCOR_SETTLED).all():
            break
        correlations = _correlated(correlations)
    side = np.asarray(correlations[:, 0] > 0)
    if side.all():
        raise NetworkError("CONCOR cannot split nodes of the same profile", code="NET006")
    return side


def _correlated(columns: Matrix) -> Matrix:
    """Correlations of columns; one that never varies is related to none but itself."""
    centred = columns - columns.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    varies = length > CLOSE * max(float(np.abs(columns).max(initial=0.0)), CLOSE)
    scaled = np.where(varies, centred / np.where(varies, length, 1.0), 0.0)
    correlations = np.clip(scaled.T @ scaled, -1.0, 1.0)
    np.fill_diagonal(correlations, 1.0)
    return np.asarray(correlations)


CUT_METHODS: Mapping[str, CutMethod] = MappingProxyType(
    {
        "single": single_linkage,
        "average": average_linkage,
        "complete": complete_linkage,
        "ward": ward,
        "k-means": k_means,
        "pam": pam,
        "spectral": spectral,
        "structural equivalence": structural_equivalence,
        "concor": concor,
        "fast greedy": fast_greedy,
        "walktrap": walktrap,
        "leading eigenvector": leading_eigenvector,
        "edge betweenness": edge_betweenness,
    }
)
"""Every method by name; in this order a tie between equally good methods goes to the first."""
