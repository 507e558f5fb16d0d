"""Intervals from draws: highest density, percentile, basic, centred and BCa; convergence of chains."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from dissensus.model.errors import NetworkError

Floats = NDArray[np.float64]
IntervalMethod = Literal["percentile", "basic", "centred", "bca"]
INTERVAL_METHODS: tuple[IntervalMethod, ...] = get_args(IntervalMethod)


def checked_level(level: float) -> float:
    """The share an interval is to hold.

    Raises:
        NetworkError: NET002 if it is not between 0 and 1.
    """
    if not 0.0 < level < 1.0:
        raise NetworkError(f"an interval holds a share between 0 and 1, not {level}", code="NET002")
    return level


def highest_density(draws: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """The shortest interval that holds a share of the draws, by parameter.

    Args:
        draws: S x ... numbers; the first axis are the draws.
        level: share of the draws, between 0 and 1.

    Returns:
        Lower and upper ends, each of the shape of one draw. For parameters with one peak this is the region of highest
        density (Hyndman 1996, "Computing and graphing highest density regions").
    """
    ordered = np.sort(draws, axis=0)
    count = len(ordered)
    held = min(max(int(np.ceil(checked_level(level) * count)), 1), count)
    widths = ordered[held - 1 :] - ordered[: count - held + 1]
    first = np.expand_dims(np.argmin(widths, axis=0), 0)
    low = np.take_along_axis(ordered, first, axis=0)[0]
    high = np.take_along_axis(ordered, first + held - 1, axis=0)[0]
    return low, high


def bootstrap_interval(
    observed: Floats,
    draws: Floats,
    *,
    level: float = 0.9,
    method: IntervalMethod = "percentile",
    jackknife: Floats | None = None,
) -> tuple[Floats, Floats]:
    """An interval from replicates of a bootstrap.

    Args:
        observed: the statistic of the data, any shape.
        draws: R x that shape: its replicates.
        level: share of intervals that are to hold the true value.
        method: "percentile": quantiles of the replicates; "basic": these, mirrored at the observed value; "centred":
            quantiles of the replicates, moved so that their mean is the observed value; "bca": quantiles corrected for
            bias and skewness (Efron 1987), which needs ``jackknife``. See the page on uncertainty for which is best
            where.
        jackknife: G x that shape: the statistic without each of G groups of the data.

    Returns:
        Lower and upper ends, each of the shape of ``observed``; not a number where a replicate is not a number.

    Raises:
        NetworkError: NET002 for a level that is none, an unknown method or "bca" without jackknife.
    """
    tail = (1.0 - checked_level(level)) / 2.0
    if method == "bca":
        if jackknife is None:
            raise NetworkError("the BCa interval needs the statistic without each group of the data", code="NET002")
        return _bca(observed, draws, tail, jackknife)
    low, high = np.quantile(draws, [tail, 1.0 - tail], axis=0)
    if method == "percentile":
        return low, high
    if method == "basic":
        return 2.0 * observed - high, 2.0 * observed - low
    if method == "centred":
        shift = observed - draws.mean(axis=0)
        return low + shift, high + shift
    raise NetworkError(
        f"no such interval: {method}; there are {', '.join(INTERVAL_METHODS)}",
        code="NET002",
    )


def _bca(observed: Floats, draws: Floats, tail: float, jackknife: Floats) -> tuple[Floats, Floats]:
    """Efron's interval; ties of replicates with the observed value count half, which discrete statistics need."""
    count = len(draws)
    below = ((draws < observed).sum(axis=0) + 0.5 * (draws == observed).sum(axis=0)) / count
    bias = ndtri(np.clip(below, 0.5 / count, 1.0 - 0.5 / count))
    deviations = jackknife.mean(axis=0) - jackknife
    squares = (deviations**2).sum(axis=0)
    skew = np.divide(
        (deviations**3).sum(axis=0), 6.0 * squares**1.5, out=np.zeros_like(squares, dtype=np.float64), where=squares > 0
    )
    ends = []
    for share in (tail, 1.0 - tail):
        moved = bias + ndtri(share)
        ends.append(_quantile_each(draws, ndtr(bias + moved / np.maximum(1.0 - skew * moved, 1e-6))))
    return ends[0], ends[1]


def _quantile_each(draws: Floats, shares: Floats) -> Floats:
    """Quantiles with a share of its own for each parameter, linear between draws."""
    ordered = np.sort(draws, axis=0)
    place = np.clip(shares, 0.0, 1.0) * (len(ordered) - 1)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, len(ordered) - 1)
    low = np.take_along_axis(ordered, below[None], axis=0)[0]
    high = np.take_along_axis(ordered, above[None], axis=0)[0]
    return np.asarray(low + (place - below) * (high - low))


def split_r_hat(draws: Floats) -> Floats:
    """How well chains agree: rank-normalised split R-hat, 1 at convergence, by parameter.

    Source: Vehtari, Gelman, Simpson, Carpenter & Buerkner (2021), "Rank-normalization, folding, and localization: an
    improved R-hat"; the larger of the values of the draws and of their distances from the median.

    Args:
        draws: C x S x ... numbers, C chains of S draws each, S at least 4.
    """
    halves = _halves(draws)
    folded = np.abs(halves - np.median(halves, axis=(0, 1), keepdims=True))
    return np.maximum(_r_hat(_normal_scores(halves)), _r_hat(_normal_scores(folded)))


def effective_sample_size(draws: Floats) -> Floats:
    """How many independent draws the chains are worth (bulk, rank-normalised; Vehtari and others 2021), by parameter.

    Autocorrelations are summed up to Geyer's (1992) initial monotone sequence.

    Args:
        draws: C x S x ... numbers, S at least 4.
    """
    z = _normal_scores(_halves(draws))
    chains, count = z.shape[:2]
    flat = z.reshape(chains, count, -1)
    covariance = _autocovariance(flat)
    within = covariance[:, 0].mean(axis=0) * count / (count - 1)
    pooled = within * (count - 1) / count
    if chains > 1:
        pooled = pooled + flat.mean(axis=1).var(axis=0, ddof=1)
    safe = np.where(pooled > 0, pooled, 1.0)
    correlation = 1.0 - (within - covariance.mean(axis=0) * count / (count - 1)) / safe
    correlation[0] = 1.0
    pairs = correlation[: 2 * (count // 2)].reshape(count // 2, 2, -1).sum(axis=1)
    positive = np.cumprod(pairs > 0, axis=0)
    monotone = np.minimum.accumulate(pairs, axis=0) * positive
    total = chains * count
    tau = np.maximum(-1.0 + 2.0 * monotone.sum(axis=0), 1.0 / np.log10(total))
    return np.where(pooled > 0, total / tau, float(total)).reshape(z.shape[2:])


def _halves(draws: Floats) -> Floats:
    count = draws.shape[1]
    if count < 4:
        raise NetworkError("convergence is judged from four draws a chain on; ask for more draws", code="NET002")
    half = count // 2
    return np.concatenate([draws[:, :half], draws[:, count - half :]], axis=0)


def _normal_scores(values: Floats) -> Floats:
    from scipy.stats import rankdata

    total = values.shape[0] * values.shape[1]
    ranks = rankdata(values.reshape(total, -1), axis=0)
    return np.asarray(ndtri((ranks - 0.375) / (total + 0.25)).reshape(values.shape))


def _r_hat(z: Floats) -> Floats:
    count = z.shape[1]
    between = count * z.mean(axis=1).var(axis=0, ddof=1)
    within = z.var(axis=1, ddof=1).mean(axis=0)
    ratio = np.divide(between, within, out=np.zeros_like(within), where=within > 0)
    return np.where(within > 0, np.sqrt((count - 1 + ratio) / count), 1.0)


def _autocovariance(flat: Floats) -> Floats:
    """C x S x P autocovariances of C x S x P draws, divided by S at every lag."""
    count = flat.shape[1]
    centred = flat - flat.mean(axis=1, keepdims=True)
    size = 1 << (2 * count - 1).bit_length()
    spectrum = np.fft.rfft(centred, size, axis=1)
    return np.asarray(np.fft.irfft(np.abs(spectrum) ** 2, size, axis=1)[:, :count] / count)
