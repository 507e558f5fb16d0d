"""Search for the division into camps with the most gain: exact for few nodes, greedy with restarts, genetic.

The gain of a division is the sum of a symmetric n x n matrix over the pairs in one camp, each order counted and the
diagonal included. Signed modularity has this form, and so has the distance from the ideal network for camps of given
sizes. Nodes come in an order that their names do not decide; of equally good choices the first is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dissensus.networks._communities_labels import CLOSE, Labels, Matrix, canonical
from dissensus.networks._cut_methods import k_means_of_points
from dissensus.networks._polarization_objectives import sizes_of

Fitness = Callable[[Labels], float]

MOST_EXACT = 100_000
"""Divisions up to which all are tried: two camps of 17 nodes, three of 12."""

PARENTS = 50
"""Divisions in a generation of the genetic search, as in DNA."""

ELITE = 5
"""Best divisions that pass unchanged, a tenth as in DNA."""

STILL = 30
"""Generations without a better division after which the genetic search ends."""

MOST_GENERATIONS = 1000
"""Generations after which the genetic search ends in any case."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best division, and how it was reached.

    Attributes:
        labels: n camps.
        gain: its gain.
        algorithm: "exact", "greedy" or "genetic".
        starts: how many searches were made.
        reached: how many of them ended at this gain.
    """

    labels: Labels
    gain: float
    algorithm: str
    starts: int
    reached: int


def number_of_divisions(n: int, k: int) -> int:
    """How many divisions of n nodes into at most k camps there are (sums of Stirling numbers)."""
    row = [1] + [0] * k
    for _ in range(n):
        row = [0] + [row[c - 1] + c * row[c] for c in range(1, k + 1)]
    return sum(row)


def exact(gain: Matrix, k: int, *, balanced: bool) -> Found:
    """Tries every division."""
    divisions = np.zeros((1, 1), dtype=np.int8)
    for _ in range(1, len(gain)):
        highest = divisions.max(axis=1)
        grown = [
            np.column_stack([divisions[highest + 1 >= c], np.full((highest + 1 >= c).sum(), c, dtype=np.int8)])
            for c in range(k)
        ]
        divisions = np.concatenate(grown)
    if balanced:
        sizes = np.sort(np.stack([(divisions == c).sum(axis=1) for c in range(k)], axis=1), axis=1)
        divisions = divisions[(sizes[:, ::-1] == sizes_of(len(gain), k)).all(axis=1)]
    divisions = divisions[np.lexsort(divisions.T[::-1])]
    gains = gains_of(gain, divisions, k)
    best = _first_best(gains, gain)
    return Found(divisions[best].astype(np.int64), float(gains[best]), "exact", 1, 1)


def greedy(gain: Matrix, k: int, *, balanced: bool, restarts: int, seed: int) -> Found:
    """Improves a spectral start and random starts until no series of moves helps.

    Each round moves every node once, each time the best one that was not moved yet even if it costs, and keeps the best
    state on the way (B. Kernighan and S. Lin 1970, with single moves as by M. Newman 2006; for camps of equal size,
    exchanges of two nodes).
    """
    random = np.random.Generator(np.random.PCG64(seed))
    n = len(gain)
    starts = [spectral_start(gain, k, balanced=balanced)]
    starts += [random_start(n, k, random) for _ in range(restarts)]
    if not balanced:
        starts.append(np.zeros(n, dtype=np.int64))
    ends = [improved(gain, labels, k, balanced=balanced) for labels in starts]
    gains = np.array([gains_of(gain, labels[None, :], k)[0] for labels in ends])
    best = _first_best(gains, gain)
    reached = int((gains >= gains[best] - _slack(gain)).sum())
    return Found(canonical(ends[best]), float(gains[best]), "greedy", len(starts), reached)


def genetic(gain: Matrix, k: int, *, balanced: bool, seed: int) -> Found:
    """Breeds divisions, then improves all of the last generation as `greedy` does, and takes the best."""
    random = np.random.Generator(np.random.PCG64(seed))

    def fitness(labels: Labels) -> float:
        return float(gains_of(gain, labels[None, :], k)[0])

    last = np.unique([canonical(each) for each in bred(fitness, len(gain), k, random, balanced=balanced)], axis=0)
    ends = [improved(gain, labels, k, balanced=balanced) for labels in last]
    if not balanced:
        ends.append(np.zeros(len(gain), dtype=np.int64))
    gains = np.array([fitness(labels) for labels in ends])
    best = _first_best(gains, gain)
    return Found(canonical(ends[best]), float(gains[best]), "genetic", 1, 1)


def gains_of(gain: Matrix, divisions: NDArray[np.integer], k: int) -> NDArray[np.float64]:
    """Gain of each of D divisions, given as D x n labels."""
    summed = np.zeros(len(divisions))
    for camp in range(k):
        member = (divisions == camp).astype(np.float64)
        summed += ((member @ gain) * member).sum(axis=1)
    return summed


def random_start(n: int, k: int, random: np.random.Generator) -> Labels:
    """Camps whose sizes differ by at most one, drawn at random."""
    return np.asarray(random.permutation(np.arange(n, dtype=np.int64) % k))


def spectral_start(gain: Matrix, k: int, *, balanced: bool) -> Labels:
    """Two camps by the leading eigenvector; more by k-means on the leading k - 1."""
    n = len(gain)
    _, vectors = np.linalg.eigh(gain)
    leading = vectors[:, -1] * np.sign(vectors[np.argmax(np.round(np.abs(vectors[:, -1]), 9)), -1])
    if balanced:
        ranks = np.argsort(np.argsort(-np.round(leading, 9), kind="stable"), kind="stable")
        return np.asarray(np.repeat(np.arange(k), sizes_of(n, k))[ranks])
    points = np.round(vectors[:, -(k - 1) :], 9)
    if k == 2 or len(np.unique(points, axis=0)) < k:
        return np.asarray((leading <= CLOSE).astype(np.int64))
    return k_means_of_points(points, k, 0)


def improved(gain: Matrix, labels: Labels, k: int, *, balanced: bool) -> Labels:
    """The division after rounds of moves (or exchanges), until a round gains nothing."""
    loose = gain.copy()
    np.fill_diagonal(loose, 0.0)
    while True:
        following, more = (_exchange_round if balanced else _move_round)(loose, labels, k)
        if more <= _slack(gain):
            return labels
        labels = following


def swapped_up(fitness: Fitness, labels: Labels) -> Labels:
    """Exchanges of two nodes, taken in order whenever they raise the fitness, until none does: DNA's greedy search."""
    current, value = labels.copy(), fitness(labels)
    moved = True
    while moved:
        moved = False
        for i, j in combinations(range(len(current)), 2):
            if current[i] == current[j]:
                continue
            current[i], current[j] = current[j], current[i]
            raised = fitness(current)
            if raised > value + CLOSE * max(abs(value), CLOSE):
                value, moved = raised, True
            else:
                current[i], current[j] = current[j], current[i]
    return current


def bred(fitness: Fitness, n: int, k: int, random: np.random.Generator, *, balanced: bool) -> NDArray[np.int64]:
    """Genetic search: the elite passes; children take each node's camp from either parent, then some are exchanged.

    Returns:
        The last generation, the best first: 50 x n labels.
    """
    population = np.array([random_start(n, k, random) for _ in range(PARENTS)])
    values = np.array([fitness(each) for each in population])
    still, best = 0, -np.inf
    for _ in range(MOST_GENERATIONS):
        order = np.argsort(-np.round(values, 12), kind="stable")
        population, values = population[order], values[order]
        still = 0 if values[0] > best + CLOSE * max(abs(best), CLOSE) or not np.isfinite(best) else still + 1
        best = max(best, float(values[0]))
        if still >= STILL:
            break
        wheel = np.cumsum(values - values.min() + CLOSE)
        children = []
        for _ in range(PARENTS - ELITE):
            first = population[_spun(wheel, random)]
            second = population[_spun(wheel, random) if random.random() < 0.5 else int(random.integers(PARENTS))]
            children.append(_child(first, second, k, random, balanced=balanced))
        population = np.concatenate([population[:ELITE], children])
        values = np.concatenate([values[:ELITE], [fitness(each) for each in children]])
    return np.asarray(population)


def _spun(wheel: NDArray[np.float64], random: np.random.Generator) -> int:
    return min(int(np.searchsorted(wheel, random.random() * wheel[-1], side="right")), len(wheel) - 1)


def _child(first: Labels, second: Labels, k: int, random: np.random.Generator, *, balanced: bool) -> Labels:
    child = np.where(random.random(len(first)) < 0.5, first, matched(second, first, k))
    if balanced:
        _rebalance(child, k, random)
    for _ in range(max(round(0.1 * len(child) / 2), 1)):
        i, j = random.integers(len(child), size=2)
        child[i], child[j] = child[j], child[i]
    return np.asarray(child)


def matched(labels: Labels, like: Labels, k: int) -> Labels:
    """The same camps, numbered so that as many nodes as possible have the numbers of ``like``; -1 stays."""
    from scipy.optimize import linear_sum_assignment

    both = (labels >= 0) & (like >= 0)
    shared = np.zeros((k, k))
    np.add.at(shared, (labels[both], like[both]), 1.0)
    number = np.empty(k, dtype=np.int64)
    old, new = linear_sum_assignment(-shared)
    number[old] = new
    return np.where(labels >= 0, number[labels], -1)


def _rebalance(labels: Labels, k: int, random: np.random.Generator) -> None:
    """Moves nodes, drawn at random, from camps that are too large into those that are too small."""
    order = np.argsort(-np.bincount(labels, minlength=k), kind="stable")
    wanted = np.empty(k, dtype=np.int64)
    wanted[order] = sizes_of(len(labels), k)
    surplus = [
        int(node)
        for camp in range(k)
        for node in random.permutation(np.flatnonzero(labels == camp))[wanted[camp] :].tolist()
    ]
    for camp in range(k):
        missing = int(wanted[camp] - (labels == camp).sum())
        for _ in range(max(missing, 0)):
            labels[surplus.pop()] = camp


def _move_round(gain: Matrix, labels: Labels, k: int) -> tuple[Labels, float]:
    n, slack = len(gain), _slack(gain)
    current, best = labels.copy(), labels
    held = gain @ (labels[:, None] == np.arange(k)[None, :]).astype(np.float64)
    nodes = np.arange(n)
    free = np.ones(n, dtype=bool)
    value = highest = 0.0
    for _ in range(n):
        rise = held - held[nodes, current][:, None]
        rise[nodes, current] = -np.inf
        rise[~free] = -np.inf
        node, camp = divmod(int(np.argmax(rise >= rise.max() - slack)), k)
        value += 2.0 * float(rise[node, camp])
        held[:, current[node]] -= gain[:, node]
        held[:, camp] += gain[:, node]
        current[node], free[node] = camp, False
        if value > highest + slack:
            best, highest = current.copy(), value
    return best, highest


def _exchange_round(gain: Matrix, labels: Labels, k: int) -> tuple[Labels, float]:
    n, slack = len(gain), _slack(gain)
    current, best = labels.copy(), labels
    held = gain @ (labels[:, None] == np.arange(k)[None, :]).astype(np.float64)
    nodes = np.arange(n)
    free = np.ones(n, dtype=bool)
    value = highest = 0.0
    for _ in range(n // 2):
        rise = held[:, current] - held[nodes, current][:, None]
        both = rise + rise.T - 2.0 * gain
        both[(current[:, None] == current[None, :]) | ~free[:, None] | ~free[None, :]] = -np.inf
        if not np.isfinite(both).any():
            break
        i, j = divmod(int(np.argmax(both >= both.max() - slack)), n)
        value += 2.0 * float(both[i, j])
        for node, camp in ((i, current[j]), (j, current[i])):
            held[:, current[node]] -= gain[:, node]
            held[:, camp] += gain[:, node]
        current[i], current[j] = current[j], current[i]
        free[[i, j]] = False
        if value > highest + slack:
            best, highest = current.copy(), value
    return best, highest


def _slack(gain: Matrix) -> float:
    """Gains no further apart are equal but for arithmetic."""
    return CLOSE * max(float(np.abs(gain).max(initial=0.0)), 1e-300)


def _first_best(gains: NDArray[np.float64], gain: Matrix) -> int:
    return int(np.argmax(gains >= gains.max() - _slack(gain)))
