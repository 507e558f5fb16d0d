"""What makes a division into camps a good one: signed modularity, the ideal network, and DNA's misfit.

In all of it G is the matrix of congruence and F that of conflict, both n x n, symmetric, at least 0, with nothing on
the diagonal; g and f are their sums; labels are n camps from 0 to k - 1, of which some may be empty.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dissensus.networks._communities_labels import Labels, Matrix


def signed_modularity_matrix(congruence: Matrix, conflict: Matrix) -> Matrix:
    """What each pair adds to signed modularity if both are in one camp; the sum over all pairs is 0.

    S. Gomez, P. Jensen and A. Arenas, "Analysis of community structure in networks of correlated data" (Physical Review
    E 80, 2009), equation 9; the same as V. Traag and J. Bruggeman, "Community detection in networks with positive and
    negative links" (Physical Review E 80, 2009), with both of their weights 1.

    Returns:
        n x n: ((G - expected G) - (F - expected F)) / (g + f), where what is expected of two nodes is the product of
        their sums divided by the sum of all.
    """
    total = float(congruence.sum() + conflict.sum())
    if total <= 0:
        return np.zeros_like(congruence)
    return np.asarray((_surplus(congruence) - _surplus(conflict)) / total)


def signed_modularity(
    congruence: NDArray[np.floating], conflict: NDArray[np.floating], labels: NDArray[np.integer]
) -> float:
    """Congruence within camps and conflict between them, beyond what the nodes' activity lets expect.

    0 if all are in one camp; for the most that it can be see `most_modularity`.
    """
    within = np.asarray(labels)[:, None] == np.asarray(labels)[None, :]
    return float(signed_modularity_matrix(without_diagonal(congruence), without_diagonal(conflict))[within].sum())


def most_modularity(congruence: Matrix, conflict: Matrix, labels: NDArray[np.integer]) -> float:
    """Upper bound of signed modularity for this division: (g (1 - 1/k) + f min(1/2, S)) / (g + f).

    k is the number of camps that have nodes, and S the sum over camps of q squared, where q is the camp's share of all
    conflict: the sum of its nodes' rows of F, divided by f.

    No division is above it. Congruence adds g (inside - sum of squared shares of congruence) <= g (1 - 1/k). Conflict
    adds f (S - a), where a is the share of conflict that lies inside, so at most f S. It also adds at most f / 2: if
    no q is above 1/2, S itself is at most 1/2; if one is, t, its camp has at least 2t - 1 inside and the others add
    no more than (1 - t)^2 to S, which leaves S - a <= t^2 + (1 - t)^2 - (2t - 1) = 2 (1 - t)^2 < 1/2.

    It is reached where camps have equal shares of congruence, all of it inside, and all conflict lies between camps,
    whatever their shares of that. For two camps S is at least 1/2, so that the bound is 1/2 for any g and f. Equal
    camps with equal shares of conflict have (g (1 - 1/k) + f / k) / (g + f).

    Args:
        congruence: G.
        conflict: F.
        labels: n camps.
    """
    camps, own = np.unique(labels, return_inverse=True)
    g, f = float(congruence.sum()), float(conflict.sum())
    if len(camps) <= 2 or g + f <= 0:
        return 0.5
    shares = np.bincount(own, weights=conflict.sum(axis=1)) / f if f > 0 else np.zeros(len(camps))
    return (g * (1.0 - 1.0 / len(camps)) + f * min(0.5, float((shares**2).sum()))) / (g + f)


def ideal_matrix(congruence: Matrix, conflict: Matrix, sizes: NDArray[np.integer]) -> Matrix:
    """What each pair takes off the distance from the ideal network if both are in one camp of these sizes.

    The distance is that of `ideal_distance`; for given sizes of camps it is a constant less half the sum of these cells
    over the pairs (i, j), i != j, in one camp.
    """
    inside, across = _ideal_ties(congruence, conflict, sizes)
    apart = np.abs(congruence) + np.abs(conflict - across)
    together = np.abs(congruence - inside) + np.abs(conflict)
    gain = apart - together
    np.fill_diagonal(gain, 0.0)
    return np.asarray(gain)


def ideal_distance(congruence: Matrix, conflict: Matrix, labels: NDArray[np.integer], k: int) -> float:
    """Share of all congruence and conflict that lies elsewhere than in the ideal network, 0 to 1.

    In the ideal network congruence g is spread evenly over the pairs within camps and conflict f evenly over the pairs
    between camps. P. Leifeld's polarization in DNA 3 compares with such a network, but its ideal ties of several camps
    do not add up to g and f.
    """
    total = 2.0 * float(congruence.sum() + conflict.sum())
    if total <= 0:
        return 1.0
    inside, across = _ideal_ties(congruence, conflict, np.bincount(labels, minlength=k))
    same = labels[:, None] == labels[None, :]
    apart = ~same
    np.fill_diagonal(same, val=False)
    distance = np.abs(congruence - inside)[same].sum() + np.abs(conflict)[same].sum()
    distance += np.abs(congruence)[apart].sum() + np.abs(conflict - across)[apart].sum()
    return float(distance / total)


def misfit(congruence: Matrix, conflict: Matrix, labels: NDArray[np.integer], *, normalized: bool) -> float:
    """DNA's score of a division, which its optimiser makes as large as it can: in fact a distance from the ideal.

    With n_c members of camp c, W = sum of n_c (n_c - 1) and B = n (n - 1) - W, half the sum over ordered pairs of
    |G - (n_c (n_c - 1) / W) (g / W)| + |F| within camp c and of |G| + |F - (n_c n_d / B) (f / B)| between camps c and
    d. Normalised: that sum, not halved, divided by 2 (g + f).
    """
    sizes = np.bincount(labels).astype(np.float64)
    n = len(labels)
    inner = float((sizes * (sizes - 1)).sum())
    outer = n * (n - 1) - inner
    own = sizes[labels]
    same = labels[:, None] == labels[None, :]
    total_g, total_f = float(np.abs(congruence).sum()), float(np.abs(conflict).sum())
    inside = own * (own - 1) / inner * total_g / inner if inner else np.zeros(n)
    across = np.outer(own, own) / outer * total_f / outer if outer else np.zeros((n, n))
    cells = np.where(
        same,
        np.abs(congruence - inside[:, None]) + np.abs(conflict),
        np.abs(congruence) + np.abs(conflict - across),
    )
    np.fill_diagonal(cells, 0.0)
    summed = float(cells.sum())
    if not normalized:
        return summed / 2.0
    total = 2.0 * (total_g + total_f)
    return summed / total if total else 0.0


def without_diagonal(matrix: NDArray[np.floating]) -> Matrix:
    """A copy with nothing on the diagonal."""
    copied = np.array(matrix, dtype=np.float64)
    np.fill_diagonal(copied, 0.0)
    return copied


def sizes_of(n: int, k: int) -> Labels:
    """Sizes of k camps of n nodes that differ by at most one, the larger ones first."""
    return np.array([n // k + (c < n % k) for c in range(k)], dtype=np.int64)


def _surplus(ties: Matrix) -> Matrix:
    strength = ties.sum(axis=1)
    total = float(strength.sum())
    return np.asarray(ties - np.outer(strength, strength) / total) if total > 0 else np.zeros_like(ties)


def _ideal_ties(congruence: Matrix, conflict: Matrix, sizes: NDArray[np.integer]) -> tuple[float, float]:
    inner = float((sizes * (sizes - 1)).sum())
    n = int(sizes.sum())
    outer = n * (n - 1) - inner
    return (
        float(congruence.sum()) / inner if inner else 0.0,
        float(conflict.sum()) / outer if outer else 0.0,
    )
