"""A picture of distances in the plane: non-metric multidimensional scaling."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
STARTS = 8
"""Random starts beside the one from classical scaling."""
ROUNDS = 500
"""Steps after which one start ends even if it still moves."""
SETTLED = 1e-7
"""Gain of stress in one step below which a start ends."""


def embedded(distances: NDArray[np.float64], *, seed: int = 0) -> tuple[Points, float]:
    """Two-dimensional coordinates whose distances keep the order of the given ones, and their stress.

    Non-metric multidimensional scaling (Kruskal 1964, "Multidimensional scaling by optimizing goodness of fit to a
    nonmetric hypothesis"; equal distances may become unequal ones) by majorisation (de Leeuw 1977), from the classical
    solution and from random starts; the least stress wins. The cloud is turned to its principal axes, so that the
    first point's coordinates are not negative.

    Args:
        distances: T x T, symmetric.
        seed: of the random starts.

    Returns:
        T x 2 coordinates and Kruskal's stress 1, 0 for a perfect picture.
    """
    size = len(distances)
    if size < 3 or not distances.any():
        return np.zeros((size, 2)), 0.0
    random = np.random.Generator(np.random.PCG64(seed))
    starts = [_classical(distances), *(random.standard_normal((size, 2)) for _ in range(STARTS))]
    best, least = starts[0], np.inf
    for start in starts:
        points, stress = _scaled(distances, start)
        if stress < least - SETTLED:
            best, least = points, stress
    return _turned(best), least


def _scaled(distances: NDArray[np.float64], points: Points) -> tuple[Points, float]:
    from scipy.optimize import isotonic_regression
    from scipy.spatial.distance import pdist, squareform

    given = squareform(distances, checks=False)
    stress = np.inf
    for _ in range(ROUNDS):
        apart = pdist(points)
        if not apart.any():
            break
        order = np.lexsort((apart, given))
        wanted = np.empty(len(apart))
        wanted[order] = isotonic_regression(apart[order]).x
        now = float(np.sqrt(((apart - wanted) ** 2).sum() / (apart**2).sum()))
        if now > stress - SETTLED:
            break
        kept, stress = points, now
        # Of one size at each step, or the cloud would shrink to a point.
        wanted *= np.sqrt(len(wanted) / (wanted**2).sum())
        pull = squareform(np.divide(wanted, apart, out=np.zeros(len(apart)), where=apart > 0))
        points = (pull.sum(axis=1)[:, None] * points - pull @ points) / len(points)
    return (kept, stress) if np.isfinite(stress) else (points, 1.0)


def _classical(distances: NDArray[np.float64]) -> Points:
    """Classical scaling (Torgerson 1952): T x 2."""
    squares = distances**2
    centred = -0.5 * (squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean())
    values, vectors = np.linalg.eigh(centred)
    points = vectors[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 0.0))
    # A start on a line would stay on it.
    return np.asarray(points + 1e-3 * np.column_stack([np.zeros(len(points)), np.sin(np.arange(len(points)))]))


def _turned(points: Points) -> Points:
    centred = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes.T
    signs = np.where(turned[0] < 0, -1.0, 1.0)
    return np.asarray(turned * signs)
