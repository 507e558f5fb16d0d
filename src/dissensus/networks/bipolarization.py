"""Bipolarization over time: how well two camps divide each window, and the smooth course of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dissensus.model.errors import NetworkError
from dissensus.networks.communities import CommunityOptions, communities_series
from dissensus.networks.network import Network

BANDWIDTH_IN_WINDOWS = 2.0
"""Bandwidth of the smooth course, in median distances of neighbouring windows, unless told otherwise; a matter of
what reads well, not of data."""


@dataclass(frozen=True, slots=True, eq=False)
class Bipolarization:
    """Modularity of the best two camps by window.

    Attributes:
        middles: T times of windows in seconds since 1970 (UTC), in order.
        modularity: T values of the best two camps; NaN where no method found two camps.
        methods: T names of the methods that found them; "" where none did.
        smoothed: T values of the smooth course through the windows that have two camps; NaN where none has.
        bandwidth: its bandwidth in seconds.
    """

    middles: NDArray[np.int64]
    modularity: NDArray[np.float64]
    methods: tuple[str, ...]
    smoothed: NDArray[np.float64]
    bandwidth: float


def bipolarization(
    networks: Iterable[Network],
    profiles: Iterable[Network] | None = None,
    options: CommunityOptions | None = None,
    *,
    bandwidth: float | None = None,
) -> Bipolarization:
    """How well two camps divide each window, as in DNA's rDNA, with a stated smoothing.

    Args:
        networks: one-mode networks of windows or slices, in order of time.
        profiles: two-mode networks of the same windows, for methods that compare profiles.
        options: methods, judge, runs and seed; there are two camps whatever they say.
        bandwidth: of the smooth course, in seconds; twice the median distance of neighbouring windows if None.

    Raises:
        NetworkError: as `communities`, windows are not in order of time, or the bandwidth is not above 0.
    """
    series = communities_series(networks, profiles, replace(options or CommunityOptions(), camps=2))
    middles = np.array([each.middle for each in series], dtype=np.int64)
    bests = [each.best for each in series]
    judged = [
        np.nan if best is None else best.modularity if each.judge == "modularity" else best.signed_modularity
        for each, best in zip(series, bests, strict=True)
    ]
    values = np.array(judged, dtype=np.float64)
    if (np.diff(middles) < 0).any():
        raise NetworkError("windows come in order of time", code="NET002")
    if bandwidth is None:
        steps = np.diff(np.unique(middles))
        bandwidth = BANDWIDTH_IN_WINDOWS * float(np.median(steps)) if len(steps) else 1.0
    names = tuple("" if best is None else best.method for best in bests)
    return Bipolarization(middles, values, names, smoothed(middles, values, bandwidth), bandwidth)


def smoothed(times: NDArray[np.integer], values: NDArray[np.floating], bandwidth: float) -> NDArray[np.float64]:
    """At each time the straight line through the values, weighted by a Gaussian kernel around it.

    Local linear regression (W. Cleveland, "Robust Locally Weighted Regression and Smoothing Scatterplots", 1979; J. Fan
    and I. Gijbels 1996), which unlike a moving average does not bend at the ends.

    Args:
        times: T times.
        values: T values; NaN where there is none.
        bandwidth: standard deviation of the kernel, in the unit of the times.

    Raises:
        NetworkError: the bandwidth is not above 0.
    """
    if not bandwidth > 0:
        raise NetworkError(f"a bandwidth of {bandwidth} is not above 0", code="NET002")
    known = ~np.isnan(values)
    if not known.any():
        return np.full(len(times), np.nan)
    values = np.where(known, values, 0.0)
    apart = (np.asarray(times, dtype=np.float64)[None, :] - np.asarray(times, dtype=np.float64)[:, None]) / bandwidth
    weight = np.exp(-(apart**2) / 2.0) * known
    total = weight.sum(axis=1)
    mean_time = (weight * apart).sum(axis=1) / np.maximum(total, 1e-300)
    mean_value = (weight @ np.asarray(values, dtype=np.float64)) / np.maximum(total, 1e-300)
    centred = apart - mean_time[:, None]
    spread = (weight * centred**2).sum(axis=1)
    slope = (weight * centred) @ np.asarray(values, dtype=np.float64) / np.where(spread > 1e-12, spread, 1.0)
    return np.asarray(mean_value - np.where(spread > 1e-12, slope, 0.0) * mean_time)
