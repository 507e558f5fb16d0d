"""The spin glass: camps as the states of spins that ties pull together or push apart, cooled until they stand still.

J. Reichardt and S. Bornholdt, "Statistical mechanics of community detection" (Physical Review E 74, 2006), with the
configuration model as what is expected; for negative ties V. Traag and J. Bruggeman, "Community detection in networks
with positive and negative links" (Physical Review E 80, 2009). Written from these papers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dissensus.model.errors import NetworkError
from dissensus.networks._communities_labels import CLOSE, Labels, Matrix, canonical, checked
from dissensus.networks._polarization_search import MOST_EXACT, exact, gains_of, improved, number_of_divisions

SPINS = 25
"""States of a spin, and so the most camps, unless told otherwise; as in igraph, which DNA's rDNA calls."""

TEMPERATURES = 30
"""Steps of one cooling, each a look at every node. Set, with those below, on 24 planted networks of 20 to 200 nodes:
three coolings of 30 steps came nearer to the least energy known than one of 200, in less time."""

HOTTEST = 0.5
"""The first temperature by the largest eigenvalue of the couplings: above it no order holds."""

COLDEST = 0.015
"""The last temperature by that eigenvalue: moves of single nodes do the rest."""

COOLINGS = 3
"""Times that all is cooled, first the nodes and then groups of them."""


def couplings(ties: NDArray[np.floating], gamma: float = 1.0, gamma_minus: float = 1.0) -> Matrix:
    """What each pair takes off the energy if both are in one camp: n x n, 0 on the diagonal.

    For positive ties the tie less gamma times what is expected, the product of the nodes' strengths by the sum of all
    strengths; from it the same of negative ties, with gamma_minus, is subtracted.

    Args:
        ties: n x n, symmetric, of both signs; the diagonal is left out.
        gamma: weight of what is expected of positive ties; with more of it camps are smaller.
        gamma_minus: of negative ties; with more of it camps are larger.

    Raises:
        NetworkError: the matrix is not like that, or a weight is not a number of at least 0.
    """
    if not (0 <= gamma < np.inf and 0 <= gamma_minus < np.inf):
        raise NetworkError(f"weights of what is expected are at least 0, not {gamma} and {gamma_minus}", code="NET002")
    given = np.asarray(ties, dtype=np.float64)
    if given.shape == (0, 0):
        return given.copy()
    pull, push = checked(np.maximum(given, 0.0), 1), checked(np.maximum(-given, 0.0), 1)
    np.fill_diagonal(pull, 0.0)
    np.fill_diagonal(push, 0.0)
    found = _surplus(pull, gamma) - _surplus(push, gamma_minus)
    np.fill_diagonal(found, 0.0)
    return found


def energy(
    ties: NDArray[np.floating], labels: NDArray[np.integer], gamma: float = 1.0, gamma_minus: float = 1.0
) -> float:
    """The Hamiltonian of these camps: minus the sum of `couplings` over the pairs of nodes in one camp.

    With both weights 1 it is, but for a constant, minus half the signed modularity times the sum of all strengths.

    Args:
        ties: n x n, symmetric, of both signs; the diagonal is left out.
        labels: n camps.
        gamma: see `couplings`.
        gamma_minus: see `couplings`.

    Raises:
        NetworkError: as `couplings`.
    """
    within = np.asarray(labels)[:, None] == np.asarray(labels)[None, :]
    return -float(couplings(ties, gamma, gamma_minus)[within].sum()) / 2.0


def spin_glass(
    ties: NDArray[np.floating],
    spins: int = SPINS,
    runs: int = 10,
    seed: int = 0,
    gamma: float = 1.0,
    gamma_minus: float = 1.0,
) -> Labels:
    """Camps with the least energy: all divisions tried where there are at most 100,000, else found by slow cooling.

    Each run starts hot, with every node in any camp, and gives the nodes in random order a new camp with the
    probabilities of a heat bath, while the temperature falls by a constant factor. What is frozen is improved by moves
    of single nodes and by joining camps, until neither lowers the energy. A node without ties stands in the first camp.

    Args:
        ties: n x n, symmetric, of both signs, the nodes in an order that their names do not decide; the diagonal is
            left out.
        spins: the most camps.
        runs: how many are cooled; the best is kept.
        seed: of all that is random.
        gamma: see `couplings`.
        gamma_minus: see `couplings`.

    Returns:
        n camps.

    Raises:
        NetworkError: as `couplings`, or there is no spin or no run.
    """
    if spins < 1 or runs < 1:
        raise NetworkError(f"{spins} spins in {runs} runs are not possible", code="NET002")
    pairs = couplings(ties, gamma, gamma_minus)
    labels = np.zeros(len(pairs), dtype=np.int64)
    tied = np.flatnonzero(pairs.any(axis=1))
    spins = min(spins, len(tied))
    if spins > 1:
        among = pairs[np.ix_(tied, tied)]
        small = number_of_divisions(len(tied), spins) <= MOST_EXACT
        found = exact(among, spins, balanced=False).labels if small else annealed(among, spins, runs, seed)
        labels[tied] = canonical(found)
    return canonical(labels)


def annealed(pairs: Matrix, spins: int, runs: int, seed: int) -> Labels:
    """The best of some simulated annealings, and of more among the groups of nodes that these left together.

    Nodes that stand in one camp in all of the better half of what was found so far are taken for one, and such groups
    are cooled as if they were nodes, after M. Ovelgönne and A. Geyer-Schulz, "An ensemble learning strategy for graph
    clustering" (2013).

    Args:
        pairs: n x n couplings, not all 0.
        spins: the most camps.
        runs: how many, all cooled at once.
        seed: of all that is random.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    found = np.empty((0, len(pairs)), dtype=np.int64)
    groups = np.arange(len(pairs))
    for _ in range(COOLINGS):
        states = _cooled(_between(pairs, groups), min(spins, int(groups.max()) + 1), runs, random)
        settled = [_settled(pairs, canonical(each)[groups], spins) for each in states]
        found = np.vstack([found, settled])
        gains = np.round(gains_of(pairs, found, spins) / np.abs(pairs).max(), 9)
        found = found[np.argsort(-gains, kind="stable")[:runs]]
        together = np.unique(found[: max(runs // 2, 2)], axis=1, return_inverse=True)[1]
        groups = canonical(together.reshape(-1))
        if groups.max() == found[0].max():
            break
    return np.asarray(found[0])


def _cooled(pairs: Matrix, spins: int, runs: int, random: np.random.Generator) -> Labels:
    """States of the spins, runs x n, after cooling."""
    n = len(pairs)
    states = random.integers(spins, size=(runs, n))
    member = (states[:, None, :] == np.arange(spins)[None, :, None]).astype(np.float64)
    pull = member @ pairs  # runs x spins x n: what each node gains in each camp
    highest = float(np.linalg.eigvalsh(pairs)[-1])
    for temperature in (highest * np.geomspace(HOTTEST, COLDEST, TEMPERATURES)).tolist():
        # The highest of gains with Gumbel noise is a draw with the probabilities of the heat bath.
        noise = temperature * random.gumbel(size=(n, runs, spins))
        for node in random.permutation(n).tolist():
            old = states[:, node].copy()
            new = np.argmax(pull[:, :, node] + noise[node], axis=1)
            moved = np.flatnonzero(new != old)
            if len(moved):
                pull[moved, old[moved]] -= pairs[node]
                pull[moved, new[moved]] += pairs[node]
                states[moved, node] = new[moved]
    return np.asarray(states, dtype=np.int64)


def _between(pairs: Matrix, groups: Labels) -> Matrix:
    """Couplings of groups of nodes, numbered from 0."""
    member = (groups[:, None] == np.arange(int(groups.max()) + 1)[None, :]).astype(np.float64)
    found = member.T @ pairs @ member
    np.fill_diagonal(found, 0.0)
    return np.asarray(found)


def _settled(pairs: Matrix, labels: Labels, spins: int) -> Labels:
    """Camps after moves of nodes and joins of camps in turn, until a join no longer gains."""
    while True:
        moved = canonical(improved(pairs, labels, spins, balanced=False))
        labels = _joined(pairs, moved)
        if labels.max() == moved.max():
            return labels


def _joined(pairs: Matrix, labels: Labels) -> Labels:
    """Camps joined, the pair that gains most first, until no pair gains anything."""
    labels = canonical(labels)
    while True:
        between = np.triu(_between(pairs, labels), 1)
        one, other = divmod(int(np.argmax(between)), len(between))
        if between[one, other] <= CLOSE * np.abs(pairs).max():
            return labels
        labels = canonical(np.where(labels == other, one, labels))


def _surplus(ties: Matrix, gamma: float) -> Matrix:
    strength = ties.sum(axis=1)
    total = float(strength.sum())
    return np.asarray(ties - gamma * np.outer(strength, strength) / (total if total > 0 else 1.0))
