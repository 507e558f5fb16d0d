"""Weighted graphs for tests of camps, and all divisions of a few nodes."""

from __future__ import annotations

import numpy as np

PLANTED = ((20, 2, 0.9, 0.1), (40, 4, 0.8, 0.02), (120, 3, 0.5, 0.05), (200, 5, 1.0, 0.1))
"""Nodes, camps, share of pairs tied inside and across: so far apart that the camps are the best division."""


def two_triangles() -> np.ndarray:
    """Nodes 0, 1, 2 and 3, 4, 5 all tied, and a bridge from 2 to 3."""
    ties = np.zeros((6, 6))
    for one, other in ((0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (2, 3)):
        ties[one, other] = ties[other, one] = 1.0
    return ties


def random_ties(n: int, seed: int, *, share: float = 0.6, signed: bool = False) -> np.ndarray:
    """A share of all pairs with ties drawn from 0.2 to 2, or from -1 to 1."""
    random = np.random.default_rng(seed)
    drawn = random.uniform(-1.0, 1.0, size=(n, n)) if signed else random.uniform(0.2, 2.0, size=(n, n))
    upper = np.triu(np.where(random.random((n, n)) < share, drawn, 0.0), 1)
    return upper + upper.T


def planted(n: int, k: int, inside: float, across: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Ties of weight 0.5 to 1.5, and the camp of each node."""
    random = np.random.default_rng(seed)
    camps = np.arange(n) % k
    tied = random.random((n, n)) < np.where(camps[:, None] == camps[None, :], inside, across)
    upper = np.triu(tied * random.uniform(0.5, 1.5, size=(n, n)), 1)
    return upper + upper.T, camps


def divisions(n: int) -> np.ndarray:
    """All divisions of n nodes, as labels that count up from the first node: Bell's number x n."""
    found = [[0]]
    for _ in range(n - 1):
        found = [[*each, camp] for each in found for camp in range(max(each) + 2)]
    return np.array(found)
