"""Where names of points stand, so that none covers another name or a point."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_AWAY = (0.0, 8.0, 18.0, 32.0, 50.0, 72.0)
"""Points between a mark and its name, tried in turn."""
_TURNS = (0, 8, 4, 12, 2, 14, 6, 10, 1, 15, 7, 9, 3, 13, 5, 11)


def label_places(
    points: Floats, sizes: Floats, radius: float, frame: tuple[float, float], crossed: Floats | None = None
) -> Floats:
    """Middles of names beside points, without chance: each in turn takes the first place that is free.

    Points in the thick of others come last, since they have the least choice of place near them anyway. Where no place
    is free the one with the least overlap is taken.

    Args:
        points: n x 2, in printer's points within the frame.
        sizes: n x 2 widths and heights of the names.
        radius: of the marks.
        frame: width and height within which names stay.
        crossed: m x 2 other places that names better leave free, such as those on lines.

    Returns:
        n x 2 middles of the names.
    """
    count = len(points)
    middles = points.copy()
    if not count:
        return middles
    marks = np.hstack([points - radius, points + radius])
    if crossed is not None:
        marks = np.vstack([marks, np.hstack([crossed - 1.0, crossed + 1.0])])
    boxes = np.empty((0, 4))
    apart = np.hypot(*(points[:, None, axis] - points[None, :, axis] for axis in (0, 1)))
    crowd = (apart < 60.0).sum(axis=1)
    # Right and left of the mark first, then above and below, then aslant.
    angles = 2 * np.pi * np.array(_TURNS) / len(_TURNS)
    across, up = np.cos(angles), np.sin(angles)
    for k in sorted(range(count), key=lambda k: (int(crowd[k]), k)):
        half = sizes[k] / 2
        best, least = middles[k], np.inf
        for away in _AWAY:
            reach = radius + 3 + away
            tried = points[k] + np.column_stack([across * (reach + half[0]), up * (reach + half[1])])
            tried = np.clip(tried, half, np.maximum(np.array(frame) - half, half))
            covered = _covered(np.hstack([tried - half, tried + half]), np.vstack([boxes, marks]))
            at = int(np.argmin(np.round(covered, 6)))
            if covered[at] < least:
                best, least = tried[at], float(covered[at])
            if least <= 0:
                break
        middles[k] = best
        boxes = np.vstack([boxes, [*(best - half), *(best + half)]])
    return middles


def _covered(tried: Floats, taken: Floats) -> Floats:
    """By box that is tried, the area that it shares with those taken."""
    low = np.maximum(tried[:, None, :2], taken[None, :, :2])
    high = np.minimum(tried[:, None, 2:], taken[None, :, 2:])
    return np.asarray(np.prod(np.maximum(high - low, 0.0), axis=2).sum(axis=1))
