"""How much a network and what is computed from it depend on which statements there happen to be, and on coder error."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Literal, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.bootstrap_replicates import BY_DOCUMENT, BootstrapOptions, Changes, Replicates, unfitting
from dissensus.networks.building import build, settled
from dissensus.networks.counting import frame
from dissensus.networks.filtering import select
from dissensus.networks.intervals import IntervalMethod, bootstrap_interval
from dissensus.networks.network import Network
from dissensus.networks.options import NetworkOptions

Floats = NDArray[np.float64]
Statistic = Callable[..., ArrayLike]
"""A function of one network for each of the options, in their order, that gives a number or an array of numbers."""

MOST_NUMBERS = 150_000_000
"""Numbers of all replicates together: 1.2 GB."""


JACKKNIFE_GROUPS = 50
"""Groups that are left out in turn for intervals of ties."""


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """A statistic and its replicates.

    Attributes:
        observed: the statistic of the data as they are coded; its shape is that of a replicate.
        draws: R x that shape.
        corrected: errors of coders were drawn, so that the replicates lie around what true codings would give.
        units: how many statements or documents were drawn from.
        jackknife: G x that shape, the statistic without each of G groups; None where nobody asked, or errors of
            coders were drawn.
        fitted: replicates hold expected statements of cells, not counted ones.
    """

    observed: Floats
    draws: Floats
    corrected: bool
    units: int
    jackknife: Floats | None = None
    fitted: bool = False

    @property
    def estimate(self) -> Floats:
        """The statistic of the data; where errors of coders were drawn, the mean of the replicates."""
        return np.asarray(self.draws.mean(axis=0)) if self.corrected else self.observed

    def interval(self, level: float = 0.9, method: IntervalMethod | None = None) -> tuple[Floats, Floats]:
        """Lower and upper ends, each of the shape of the statistic.

        Args:
            level: share of such intervals that are to hold the true value.
            method: see `bootstrap_interval`; None for "centred", which also holds for what each replicate searches for,
                such as the best camps; "percentile" where errors of coders were drawn or cells fitted.

        Raises:
            NetworkError: NET002 for a level or method that is none, for "bca" without a jackknife, and for another than
                "percentile" where errors were drawn or cells fitted: all others would bring the value of the data back.
        """
        if (self.corrected or self.fitted) and method not in (None, "percentile"):
            drawn = "cells fitted" if self.fitted else "errors of coders drawn"
            raise NetworkError(f"with {drawn}, intervals are percentiles of the replicates", code="NET002")
        method = method or ("percentile" if self.corrected or self.fitted else "centred")
        return bootstrap_interval(self.observed, self.draws, level=level, method=method, jackknife=self.jackknife)


@dataclass(frozen=True, slots=True)
class _Task:
    """All that a process needs."""

    coded: CodedStatements
    options: tuple[NetworkOptions, ...]
    statistic: Statistic
    drawing: BootstrapOptions

    def source(self) -> Replicates:
        return Replicates(self.coded, self.options, self.drawing)


def bootstrap(
    coded: CodedStatements,
    options: NetworkOptions | Sequence[NetworkOptions],
    statistic: Statistic,
    drawing: BootstrapOptions = BY_DOCUMENT,
    **changes: Unpack[Changes],
) -> Bootstrap:
    """Replicates of a statistic of one or several networks (Efron 1979; by document: Davison & Hinkley 1997, 3.8).

    Texts are filtered once; a replicate only weighs the statements anew. Names stay those of the data in all
    replicates: who is not drawn is an isolate.

    Args:
        coded: the statements.
        options: of one network, or of several that the statistic takes, such as congruence and conflict.
        statistic: called with one `Network` for each options; gives a number or an array, of the same shape always.
        drawing: what to draw, how often, and from which seed.
        changes: single options by name (``replicates=200``) that replace those of ``drawing``.

    Raises:
        NetworkError: unknown variables (NET001); an option has no such value, a coder coded nothing, the statistic
            cannot be sent to other processes or changes its shape (NET002); nothing is left (NET004); more numbers than
            memory holds (NET005); a level of the qualifier was not measured (NET007).
    """
    drawing = replace(drawing, **changes)
    several = (options,) if isinstance(options, NetworkOptions) else tuple(options)
    task = _Task(replace(coded, passages=()), several, statistic, drawing)
    source = task.source()
    if not source.units:
        raise NetworkError("no statements are left to draw from", code="NET004")
    observed = np.asarray(statistic(*source.observed()), dtype=np.float64)
    count = drawing.replicates
    if observed.size * count > MOST_NUMBERS:
        raise NetworkError(
            f"{count:,} replicates of {observed.size:,} numbers are more than memory holds", code="NET005"
        )
    draws = np.empty((count, *observed.shape))
    for number, row in enumerate(_drawn(task, source, observed.shape)):
        draws[number] = row
    fitted = drawing.cells == "fitted"
    left = None
    if drawing.jackknife and not drawing.coders and not fitted:
        left = _left_out(source, task, observed.shape)
    return Bootstrap(observed, draws, bool(drawing.coders), source.units, left, fitted)


def _drawn(task: _Task, source: Replicates, shape: tuple[int, ...]) -> Iterator[Floats]:
    replicates = task.drawing.replicates
    jobs = min(task.drawing.jobs, replicates)
    if jobs == 1:
        for number in range(replicates):
            yield _checked(task.statistic(*source.drawn(number)), shape)
        return
    try:
        packed = pickle.dumps(task)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise NetworkError(
            f"the statistic cannot be sent to other processes ({error}); take one process", code="NET002"
        ) from error
    with (
        _one_thread_each(),
        ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_start, initargs=(packed,)) as pool,
    ):
        size = max(1, min(50, replicates // (4 * jobs)))
        parts = [(first, min(first + size, replicates), shape) for first in range(0, replicates, size)]
        for part in pool.map(_part, parts):
            yield from part


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started inside use one thread for linear algebra: on small matrices more threads only wait."""
    added = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_started: list[tuple[Statistic, Replicates]] = []


def _start(packed: bytes) -> None:
    task: _Task = pickle.loads(packed)  # noqa: S301 - made by the process that started this one
    _started[:] = [(task.statistic, task.source())]


def _part(given: tuple[int, int, tuple[int, ...]]) -> Floats:
    first, stop, shape = given
    statistic, source = _started[0]
    return np.stack([_checked(statistic(*source.drawn(number)), shape) for number in range(first, stop)])


def _checked(value: ArrayLike, shape: tuple[int, ...]) -> Floats:
    row = np.asarray(value, dtype=np.float64)
    if row.shape != shape:
        raise NetworkError(f"the statistic has shape {row.shape} in a replicate and {shape} before", code="NET002")
    return row


def _left_out(source: Replicates, task: _Task, shape: tuple[int, ...]) -> Floats:
    rng = np.random.Generator(np.random.PCG64(task.drawing.seed))
    parts = np.array_split(rng.permutation(source.units), min(task.drawing.jackknife, source.units))
    return np.stack([_checked(task.statistic(*source.without(part)), shape) for part in parts])


@dataclass(frozen=True, slots=True, eq=False)
class EdgeIntervals:
    """Ties with their intervals; matrices are R x C, or R x R and symmetric in one mode.

    Attributes:
        rows, columns: names.
        weight: the network of the data; where errors of coders were drawn, the mean over replicates.
        low, high: ends of the intervals. Where cells are counted, 0 and 0 if no replicate has a tie: then nothing is
            told of it.
        positive, negative: share of replicates in which the tie is above and below 0.
        statements: what each tie rests on: the statements of the cell, or of the rarer of the two names in one mode.
            Where cells are counted, intervals are too narrow below about 5 and 15.
        level: share that each interval holds.
        expected: mean over replicates. Where cells are fitted, it takes from what else the two names say.
        method: how the intervals were made: "fitted", or one of `INTERVAL_METHODS` of counted cells.
        unfitted: why cells were not fitted, where they were to be if that can be.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    weight: Floats
    low: Floats
    high: Floats
    positive: Floats
    negative: Floats
    statements: Floats
    level: float
    expected: Floats
    method: IntervalMethod | Literal["fitted"]
    unfitted: str = ""

    def certain(self) -> Floats:
        """The weights whose intervals lie on their side of 0; 0 for all others."""
        certain = ((self.low > 0) & (self.weight > 0)) | ((self.high < 0) & (self.weight < 0))
        return np.where(certain, self.weight, 0.0)


def edge_weights(network: Network) -> Floats:
    """All weights as one row: of two modes row by row, of one mode the pairs above the diagonal."""
    dense = network.dense()
    return dense[np.triu_indices(len(dense), 1)] if network.one_mode else dense.ravel()


def edge_intervals(
    coded: CodedStatements,
    options: NetworkOptions,
    drawing: BootstrapOptions = BY_DOCUMENT,
    *,
    level: float = 0.9,
    method: IntervalMethod | None = None,
    **changes: Unpack[Changes],
) -> EdgeIntervals:
    """An interval for each tie; for arguments and errors see `bootstrap` and `Bootstrap.interval`.

    Args:
        coded: the statements.
        options: of the network.
        drawing: what to draw.
        level: share of the intervals that are to hold the true value.
        method: of the intervals of counted cells, which are then asked for; None for percentiles of fitted cells where
            they can be fitted, else "bca", or "percentile" where errors of coders are drawn.
        changes: single options by name that replace those of ``drawing``.
    """
    drawing = replace(drawing, **changes)
    unfitted = ""
    if drawing.cells == "auto":
        unfitted = unfitting(coded, options, drawing) if method is None else ""
        drawing = replace(drawing, cells="counted" if unfitted or method else "fitted")
    if method is None and not drawing.coders and drawing.cells == "counted":
        method = "bca"
    if method == "bca" and not drawing.jackknife:
        drawing = replace(drawing, jackknife=JACKKNIFE_GROUPS)
    result = bootstrap(coded, options, edge_weights, drawing)
    low, high = result.interval(level, method)
    network = build(coded, options)
    return EdgeIntervals(
        network.rows,
        network.columns,
        weight=_matrix(network, result.estimate),
        low=_matrix(network, low),
        high=_matrix(network, high),
        positive=_matrix(network, (result.draws > 0).mean(axis=0)),
        negative=_matrix(network, (result.draws < 0).mean(axis=0)),
        statements=_behind(coded, options),
        level=level,
        expected=_matrix(network, np.asarray(result.draws.mean(axis=0))),
        method="fitted" if result.fitted else method or "percentile",
        unfitted=unfitted,
    )


def _behind(coded: CodedStatements, options: NetworkOptions) -> Floats:
    """How many statements each tie rests on."""
    options, _ = settled(coded, options)
    selection = select(coded, options)
    counts = frame(coded, selection.loaded, selection.kept, options).counts(selection.kept)
    if options.mode == "two-mode":
        return np.asarray(counts.by_column().toarray(), dtype=np.float64)
    activity = counts.activity()
    rarer = np.minimum(activity[:, None], activity[None, :])
    np.fill_diagonal(rarer, 0.0)
    return rarer


def _matrix(network: Network, values: Floats) -> Floats:
    """The inverse of `edge_weights`."""
    size = len(network.rows)
    if not network.one_mode:
        return values.reshape(size, len(network.columns))
    matrix = np.zeros((size, size))
    matrix[np.triu_indices(size, 1)] = values
    return matrix + matrix.T
