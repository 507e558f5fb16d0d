"""Networks of expected statements: what `weights_of` makes of counts, for cells that are all filled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dissensus.networks.counting import Counts
from dissensus.networks.one_mode import level_distance
from dissensus.networks.options import NetworkOptions
from dissensus.networks.two_mode import level_values

Floats = NDArray[np.float64]
NORMALIZATIONS = ("no", "activity", "average", "cosine")
"""Those that take nothing but expected statements; the others ask whether something is said at all, or for a share of a
column, in whose total who is rarely heard weighs too much."""
_GRADED = ("boolean", "integer")
_CHANCE = 0.5
"""Share of the variance of counts by which squared lengths of profiles grow: drawn rates hold a part of it already. On
40 made-up debates of two camps (benchmarks/dna) intervals of cosines held best with a half, of 0, a half and 1."""


def weights_of_rates(
    rates: Floats, outline: Counts, options: NetworkOptions, together: tuple[float, float] = (0.0, 0.0)
) -> Floats:
    """R x C weights, or R x R and symmetric in one mode; what `weights_of` makes, by products of full matrices.

    Counts that are found by chance have longer profiles than what is to be expected of them: by their variance, which
    is their mean times the number of statements that fall together. "cosine" divides by lengths with half of it.

    Args:
        rates: R x C x L expected statements.
        outline: names, levels and kind of the qualifier; its counts are not looked at.
        options: settled options, without "combine", and without conflict between texts.
        together: how many statements fall together on a cell, and on a level of it; 0 to take rates as counts.
    """
    total = rates.sum(axis=2)
    activity = total.sum(axis=1)
    if options.mode == "two-mode":
        signed = options.aggregation == "subtract" and outline.kind in _GRADED
        weights = rates @ level_values(outline) if signed else total
        return _divided(weights, activity[:, None]) if options.normalization == "activity" else weights
    near = level_distance(outline) if outline.kind in _GRADED else None
    near = np.eye(rates.shape[2]) if near is None else 1.0 - near
    profile = total[:, :, None] if options.aggregation == "ignore" else rates
    near = np.eye(1) if options.aggregation == "ignore" else near
    spread = {"conflict": 1.0 - near, "subtract": 2.0 * near - 1.0}.get(options.aggregation, near)
    flat = profile.reshape(len(rates), -1)
    weights = (profile @ spread).reshape(flat.shape) @ flat.T
    weights = (weights + weights.T) / 2.0
    np.fill_diagonal(weights, 0.0)
    if options.normalization == "average":
        return _divided(weights, (activity[:, None] + activity[None, :]) / 2.0)
    if options.normalization != "cosine":
        return weights
    if options.compatible.activity_product_cosine:
        return _divided(weights, np.outer(activity, activity))
    chance = _CHANCE * activity * together[0 if options.aggregation == "ignore" else 1]
    length = np.sqrt((flat * (profile @ near).reshape(flat.shape)).sum(axis=1) + chance)
    return _divided(weights, np.outer(length, length))


def _divided(values: Floats, by: Floats) -> Floats:
    return np.divide(values, by, out=np.zeros_like(values), where=by != 0)
