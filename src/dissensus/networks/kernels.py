"""Networks of time slices in which a statement weighs less the further it is from the slice's mid-point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dissensus.model.coded_statements import CodedStatements, Seconds
from dissensus.model.errors import NetworkError
from dissensus.networks._kernel_ties import weighted_ties
from dissensus.networks.calendar import time_at, units_from, whole_units
from dissensus.networks.counting import Frame, frame
from dissensus.networks.filtering import Rows, select
from dissensus.networks.network import Network
from dissensus.networks.options import Kernel, NetworkOptions
from dissensus.networks.two_mode import two_mode

MOST_SLICES = 200_000
"""A series of more slices than this is refused: it is a unit too small for the range."""


@dataclass(frozen=True, slots=True)
class Support:
    """What a slice looks at: mid-point, first and last time (seconds since 1970, both included)."""

    start: int
    middle: int
    stop: int


def kernel_weights(kernel: Kernel, v: NDArray[np.float64], *, lopsided: bool = False) -> NDArray[np.float64]:
    """Weights of statements by their distance from the mid-point (Wand & Jones 1995, Kernel Smoothing, ch. 2).

    Args:
        kernel: uniform 1/2, triangular 1 - |v|, Epanechnikov 3/4 (1 - v^2), all 0 beyond |v| = 1; or Gaussian
            exp(-v^2 / 2) / sqrt(2 pi).
        v: N distances in halves of the window: -1 and 1 are its ends.
        lopsided: DNA's triangle |1 - v|, with v positive before the mid-point.

    Raises:
        NetworkError: no such kernel (NET002).
    """
    if kernel == "gaussian":
        return np.asarray(np.exp(-v * v / 2) / np.sqrt(2 * np.pi))
    if kernel == "uniform":
        weights = np.full(len(v), 0.5)
    elif kernel == "triangular":
        weights = np.abs(1 - v) if lopsided else 1 - np.abs(v)
    elif kernel == "epanechnikov":
        weights = 0.75 * (1 - v * v)
    else:
        raise NetworkError(f"{kernel!r} is no kernel", code="NET002")
    return np.where(np.abs(v) <= 1, weights, 0.0)


def kernel_series(
    coded: CodedStatements, options: NetworkOptions, warnings: tuple[str, ...] = (), *, for_polarization: bool = False
) -> Iterator[Network]:
    """One network a mid-point, in order of time, from settled options; ``windows.network_series`` settles them.

    Mid-points are one unit apart, from the first to the last statement that all filters leave, with ``indent`` half a
    window away from both. A statement x units from the mid-point (a month counts 1 whatever its length) has the weight
    of the kernel at x / (w / 2). In a two-mode cell these weights are summed where ``building.build`` counts 1. In a
    one-mode tie each pair of statements counts the geometric mean of their weights. "average" divides by the mean of
    the two actors' summed weights, "jaccard" and "cosine" likewise take weights for counts, so that a uniform kernel
    gives the normalised network of a plain window. Names are the same in all slices, those of the whole range.
    So are duplicates, which are removed once over the whole range.
    ``for_polarization`` gives the slices that DNA takes for polarization over time: names, levels and its "average"
    come from each slice's own statements, and those at the very start of a slice are left out.

    DNA's ways are under the switches of ``Compatibility`` that begin with ``kernel``, ``lopsided_triangle`` and
    ``windows_of_even_length``.

    Raises:
        NetworkError: "events" as unit (NET002), or more than 200,000 slices (NET005).
    """
    if options.time_window == "events":
        raise NetworkError("a kernel needs a unit of time; windows of statements have none", code="NET002")
    chosen = select(coded, options)
    times = coded.time[chosen.kept]
    supports = _supports(times, options)

    def named(rows: Rows) -> Frame:
        names = frame(coded, chosen.loaded, rows, options)
        return _levels_as_text(names, rows) if options.compatible.kernel_index_of_level else names

    of_all = named(chosen.kept)

    def one(support: Support) -> Network:
        after = for_polarization and options.kernel != "gaussian"
        low = int(np.searchsorted(times, support.start, side="right" if after else "left"))
        high = int(np.searchsorted(times, support.stop, side="right"))
        around = chosen.kept[low:high]
        names, counted = (named(around), around) if for_polarization else (of_all, chosen.kept)
        weights = _weights(times[low:high], support.middle, options)
        felt = weights > 0
        rows, weights = around[felt], weights[felt]
        matrix = _matrix(names, counted, rows, weights, options)
        columns = names.columns if options.mode == "two-mode" else names.rows
        felt_by = (support.start, support.middle, support.stop)
        return normalized_to_one(Network(names.rows, columns, matrix, options, len(rows), False, *felt_by, warnings))

    return (one(support) for support in supports)


def normalized_to_one(network: Network) -> Network:
    """The network divided by the sum of its absolute weights, if its options ask for it; an empty one stays.

    ``compatible.kernel_signed_sum`` divides by the sum with signs, as DNA does.
    """
    if not network.options.normalize_to_one:
        return network
    data = network.matrix.data
    total = float(data.sum() if network.options.compatible.kernel_signed_sum else np.abs(data).sum())
    return network if not total else replace(network, matrix=csr_array(network.matrix / total), integer=False)


def _supports(times: Seconds, options: NetworkOptions) -> list[Support]:
    if not len(times):
        return []
    first, last = int(times[0]), int(times[-1])
    unit, half = options.time_window, options.window_size / 2
    if options.compatible.windows_of_even_length:
        half = float((options.window_size + 1) // 2)
    begin, end = (half, time_at(last, unit, -half)) if options.indent else (0.0, last)
    found: list[Support] = []
    while (middle := time_at(first, unit, begin + len(found))) <= end:
        if len(found) == MOST_SLICES:
            raise NetworkError(
                f"slices by {unit} would be more than {MOST_SLICES:,}; take a longer unit", code="NET005"
            )
        if options.kernel == "gaussian":
            found.append(Support(first, middle, last))
            continue
        start, stop = time_at(middle, unit, -half), time_at(middle, unit, half)
        found.append(Support(max(first, start), middle, min(last, stop)))
    return found


def _weights(times: Seconds, middle: int, options: NetworkOptions) -> NDArray[np.float64]:
    unit, compatible = options.time_window, options.compatible
    size = options.window_size
    if compatible.windows_of_even_length:
        size += size % 2
    if compatible.kernel_whole_units:
        apart = whole_units(times, middle, unit).astype(np.float64)
    else:
        apart = -units_from(times, middle, unit)
    return kernel_weights(options.kernel, 2 * apart / size, lopsided=compatible.lopsided_triangle)


def _matrix(
    names: Frame, counted: Rows, rows: Rows, weights: NDArray[np.float64], options: NetworkOptions
) -> csr_array:
    compatible = options.compatible
    plain = names.counts(rows, weights)
    if options.mode == "two-mode":
        if compatible.kernel_index_of_level:
            place = _factor(names, options)
            return csr_array(plain.by_column(place))
        normalization = "no" if compatible.kernel_reciprocal_average else options.normalization
        return two_mode(plain, options.aggregation, normalization)
    root = names.counts(rows, np.sqrt(weights))
    return weighted_ties(root, plain, names.counts(counted), options)


def _factor(names: Frame, options: NetworkOptions) -> NDArray[np.float64] | None:
    """What each level counts in DNA's two-mode slices (L)."""
    kind = "none" if names.qualifier is None else names.qualifier.kind
    if options.aggregation != "subtract" or kind not in {"boolean", "integer"}:
        return None
    place = np.arange(len(names.levels), dtype=np.float64)
    return np.where(place > 0, 1.0, -1.0) if kind == "boolean" else place


def _levels_as_text(names: Frame, kept: Rows) -> Frame:
    """The frame with the levels that occur in ``kept``, sorted as text."""
    if names.qualifier is None:
        return names
    codes = np.unique(names.qualifier.codes[kept])
    occurring = sorted((int(c) for c in codes if c >= 0), key=lambda c: str(names.qualifier.values[c]))  # type: ignore[union-attr]
    level_of = np.full(len(names.qualifier.values) + 1, -1, dtype=np.int64)
    level_of[occurring] = np.arange(len(occurring))
    levels = tuple(names.qualifier.values[c] for c in occurring)
    return replace(names, levels=levels, level_of=level_of)
