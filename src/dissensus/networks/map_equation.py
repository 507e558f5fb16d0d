"""The map equation: camps in which a walk along the ties stays long, so that it can be told in few bits (Infomap).

M. Rosvall and C. Bergstrom, "Maps of random walks on complex networks reveal community structure" (PNAS 105, 2008), and
M. Rosvall, D. Axelsson and C. Bergstrom, "The map equation" (European Physical Journal Special Topics 178, 2009), for
undirected networks with weights and two levels. Written from these papers.

A walker who follows ties by their weights is at node a for a share p_a of the time: its strength by that of all nodes.
Camp i is left at a rate of q_i: the weight of its ties to other camps by the strength of all nodes. Names of nodes can
be short if each camp has its own, at the price of naming the camp at each change. With f(x) = x log2 x and q the sum of
all q_i, a step takes, in bits and on average,

    L = f(q) - 2 sum of f(q_i) - sum of f(p_a) + sum of f(q_i + sum of p_a in i).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log2

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from scipy.special import xlogy

from dissensus.model.errors import NetworkError
from dissensus.networks._communities_labels import Labels, Matrix, canonical, checked

SAME_LENGTH = 1e-11
"""Codelengths no further apart, in bits, are the same; a matter of arithmetic, not of data."""

CELLS_AT_ONCE = 1_000_000
"""Nodes by camps that are looked at together, so that memory stays small."""


def codelength(ties: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """Bits that a step of a walk takes on average if each camp has its own names; 0 for a network without ties.

    With one camp it is the entropy of the nodes' visit rates.

    Args:
        ties: n x n, symmetric, at least 0; the diagonal is left out.
        labels: n camps.

    Raises:
        NetworkError: the matrix is not like that.
    """
    walk = _walk_on(ties)
    return _length(walk, canonical(labels)) - float(_told(walk.rate).sum())


def infomap(ties: NDArray[np.floating], runs: int = 10, seed: int = 0) -> Labels:
    """Camps with the least codelength that some runs of Infomap's search found; parts without ties stay apart.

    Each run moves nodes, in random order, into the neighbouring camp that shortens the code most, or into one of their
    own, makes nodes of the camps and goes on with these (the core search). Then it moves parts of camps, found by the
    same search within each, and single nodes again, until neither shortens the code. One camp for each part of the
    network is tried too.

    Args:
        ties: n x n, symmetric, at least 0, the nodes in an order that their names do not decide; the diagonal is left
            out.
        runs: how many.
        seed: of the orders.

    Returns:
        n camps.

    Raises:
        NetworkError: the matrix is not like that, or there is no run.
    """
    if runs < 1:
        raise NetworkError(f"the map equation cannot be searched in {runs} runs", code="NET002")
    walk = _walk_on(ties)
    random = np.random.Generator(np.random.PCG64(seed))
    if not walk.flow.any():
        return np.arange(len(walk.rate), dtype=np.int64)
    best = canonical(connected_components(walk.flow > 0, directed=False)[1])
    shortest = _length(walk, best)
    for _ in range(runs):
        labels, length = _searched(walk, random)
        if length < shortest - SAME_LENGTH:
            best, shortest = labels, length
    return best


@dataclass(frozen=True, slots=True, eq=False)
class _Walk:
    """Where a walk is: nodes, or camps as nodes.

    Attributes:
        flow: n x n shares of steps from one to another, 0 on the diagonal.
        rate: n shares of time.
        out: n shares of steps that lead elsewhere.
    """

    flow: Matrix
    rate: Matrix
    out: Matrix

    def joined(self, labels: Labels) -> _Walk:
        """The same walk with each camp, numbered from 0, as one node."""
        member = (labels[:, None] == np.arange(int(labels.max()) + 1)[None, :]).astype(np.float64)
        flow = member.T @ self.flow @ member
        np.fill_diagonal(flow, 0.0)
        return _Walk(flow, self.rate @ member, flow.sum(axis=1))


def _walk_on(ties: NDArray[np.floating]) -> _Walk:
    given = np.asarray(ties, dtype=np.float64)
    flow = given.copy() if given.shape == (0, 0) else checked(given, 1).copy()
    np.fill_diagonal(flow, 0.0)
    total = float(flow.sum())
    flow /= total if total > 0 else 1.0
    out = flow.sum(axis=1)
    return _Walk(flow, out, out)


def _length(walk: _Walk, labels: Labels) -> float:
    """The codelength without the term of the nodes, which no division changes."""
    if not len(labels):
        return 0.0
    camps = walk.joined(labels)
    changes = _told_one(float(camps.out.sum())) - 2.0 * float(_told(camps.out).sum())
    return changes + float(_told(camps.out + camps.rate).sum())


def _told(shares: NDArray[np.floating]) -> Matrix:
    """The function f of the map equation; 0 for what arithmetic left below 0."""
    shares = np.maximum(shares, 0.0)
    return np.asarray(xlogy(shares, shares) / log(2.0))


def _told_one(share: float) -> float:
    return share * log2(share) if share > 0 else 0.0


def _searched(walk: _Walk, random: np.random.Generator) -> tuple[Labels, float]:
    """One run: the core search, then parts of camps and single nodes moved in turn while the code gets shorter."""
    labels = _climbed(walk, np.arange(len(walk.rate)), random)
    length = _length(walk, labels)
    while True:
        parts = _parts_within(walk, labels, random)
        home = np.zeros(int(parts.max()) + 1, dtype=np.int64)
        home[parts] = labels
        moved = _climbed(walk.joined(parts), home, random)[parts]
        moved = _climbed(walk, moved, random)
        shorter = _length(walk, moved)
        if shorter >= length - SAME_LENGTH:
            return labels, length
        labels, length = moved, shorter


def _climbed(walk: _Walk, labels: Labels, random: np.random.Generator) -> Labels:
    """The core search from given camps: nodes move, then camps of nodes, then camps of camps, until none does."""
    labels = _settled(walk, labels, random)
    while True:
        camps = int(labels.max()) + 1
        above = _settled(walk.joined(labels), np.arange(camps), random)
        if int(above.max()) + 1 == camps:
            return labels
        labels = canonical(above[labels])


def _parts_within(walk: _Walk, labels: Labels, random: np.random.Generator) -> Labels:
    """Each camp divided by the core search as a network of its own."""
    parts = np.zeros(len(labels), dtype=np.int64)
    number = 0
    for camp in range(int(labels.max()) + 1):
        members = np.flatnonzero(labels == camp)
        inside = walk.flow[np.ix_(members, members)]
        total = float(inside.sum())
        found = np.arange(len(members))
        if total > 0:
            out = inside.sum(axis=1) / total
            found = _climbed(_Walk(inside / total, out, out), found, random)
        parts[members] = number + found
        number += int(found.max()) + 1
    return canonical(parts)


def _settled(walk: _Walk, labels: Labels, random: np.random.Generator) -> Labels:
    """Camps after moves of single nodes, in random order, each the one that shortens the code most, until none does."""
    while True:
        camps = _Camps(walk, canonical(labels))
        places = np.array_split(np.arange(len(labels)), 1 + len(labels) * len(camps.out) // CELLS_AT_ONCE)
        wanting = np.concatenate([camps.changes(each).min(axis=1) < -SAME_LENGTH for each in places])
        moved = [wanting[node] and camps.moved(node) for node in random.permutation(len(labels)).tolist()]
        labels = camps.labels
        if not any(moved):
            return labels


class _Camps:
    """Camps while nodes are moved, and one that is empty, for a node that goes alone.

    Attributes:
        labels: n camps.
        links: flow between each of the camps (rows) and each of the nodes.
        out, rate, size: of the camps: steps that leave them, time in them, nodes.
        cost: what each camp adds to the codelength, but for f(q).
    """

    def __init__(self, walk: _Walk, labels: Labels) -> None:
        self.walk, self.labels = walk, labels
        member = (labels[None, :] == np.arange(int(labels.max()) + 2)[:, None]).astype(np.float64)
        self.links = member @ walk.flow
        self.rate, self.size = member @ walk.rate, member.sum(axis=1)
        self.out = member @ walk.out - (self.links * member).sum(axis=1)
        self.cost = _told(self.out + self.rate) - 2.0 * _told(self.out)

    def changes(self, nodes: NDArray[np.int64]) -> Matrix:
        """Bits more if a node, alone of these, went to a camp: nodes x camps; infinite where it has no tie."""
        own, rate, out = self.labels[nodes], self.walk.rate[nodes], self.walk.out[nodes]
        links = self.links[:, nodes].T
        out_without = self.out[own] - out + 2.0 * self.links[own, nodes]
        cost_without = _told(out_without + self.rate[own] - rate) - 2.0 * _told(out_without)
        more = out[:, None] - 2.0 * links
        out_with = self.out + more
        leaving = float(self.out.sum())
        all_leaving = more + (leaving + out_without - self.out[own])[:, None]
        told = _told(np.array([out_with, out_with + self.rate + rate[:, None], all_leaving]))
        change = told[2] + told[1] - 2.0 * told[0] - self.cost
        change += (cost_without - self.cost[own] - _told_one(leaving))[:, None]
        change[(links <= 0) & (self.size > 0)] = np.inf
        change[np.arange(len(nodes)), own] = 0.0
        return np.asarray(change)

    def moved(self, node: int) -> bool:
        """Moves a node where that shortens the code most, if it does anywhere."""
        change = self.changes(np.array([node]))[0]
        best, own = int(np.argmax(change <= change.min() + SAME_LENGTH)), int(self.labels[node])
        if change[best] >= -SAME_LENGTH:
            return False
        for camp, sign in ((own, -1.0), (best, 1.0)):
            self.links[camp] += sign * self.walk.flow[node]
            self.out[camp] += sign * (self.walk.out[node] - 2.0 * self.links[camp, node])
            self.rate[camp] += sign * self.walk.rate[node]
            self.size[camp] += sign
            out, rate = float(self.out[camp]), float(self.rate[camp])
            self.cost[camp] = _told_one(out + rate) - 2.0 * _told_one(out)
        self.labels[node] = best
        return True
