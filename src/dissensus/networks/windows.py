"""Networks over time: moving windows of calendar units or of statements, and slices of kernels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.building import build_from, settled
from dissensus.networks.calendar import MONTHS_OF, SECONDS_OF, add_units
from dissensus.networks.filtering import Rows, Selection, select, without_duplicates
from dissensus.networks.kernels import kernel_series, normalized_to_one
from dissensus.networks.network import Network
from dissensus.networks.options import Aggregation, NetworkOptions, TimeUnit

MOST_WINDOWS = 200_000
"""A series of more slices than this is refused: it is a unit too small for the range."""


_SIDES: tuple[Aggregation, ...] = ("congruence", "conflict")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time in seconds since 1970 (UTC); first and last second both belong to it."""

    start: int
    middle: int
    stop: int


def network_series(coded: CodedStatements, options: NetworkOptions) -> Iterator[Network]:
    """One network a time slice, in order of time.

    *Moving windows* (``time_window`` a calendar unit, ``kernel`` "no"). The range from ``start`` to ``stop`` (first and
    last document unless given) is cut by the points start, start + 1 unit, start + 2 units ...; a window of size w goes
    from one point up to, but not including, the point w units later, and the next begins one unit later. So it
    covers exactly w units: w / 2 to each side of its middle, which for an even w is the point between its halves and
    for an odd w the middle of its middle unit. Windows that reach beyond the range are left out; a range without a
    given ``stop`` ends with the unit that the last document is in. w = 1 divides the range without overlap. A window's
    network is that of the statements in it: duplicates are removed within it.

    *Event windows* (``time_window`` "events"). The statements that all filters leave, duplicates over the whole range
    included, are counted in their order (time, document, place in it): each w that follow each other are a window,
    whose middle is the time of the statement at its middle (the later of the two for an even w). With "congruence &
    conflict" networks of congruence and of conflict alternate.

    *Kernels* (``kernel`` other than "no") are in ``kernels.kernel_series``.

    Names are those with statements in the window, or with ``isolates`` all of the range; levels of the qualifier, and
    with them the range by which integers are near or far, are those of any date, so that slices can be compared: the
    window's network is that of `building.build` between the window's ends.

    ``compatible.windows_of_even_length`` gives DNA's windows: w // 2 units (or statements) to each side of each point,
    both ends included. ``compatible.duplicates_before_windows`` removes duplicates once over the whole range.

    Args:
        coded: N statements.
        options: what to make; ``time_window`` "no" gives the one network of all.

    Raises:
        NetworkError: as ``building.build``; no statement has a time but the first second of 1970, which stands for
            none (NET002); more than 200,000 slices (NET005).
    """
    options, warnings = settled(coded, options)
    if options.mode == "event-list":
        raise NetworkError("a list of statements has no time slices", code="NET002")
    if options.time_window == "no":
        return iter([normalized_to_one(build_from(coded, select(coded, options), options, warnings))])
    if options.time_window != "events" and len(coded.time) and not coded.time.any():
        raise NetworkError(
            "no statement has a time, so there are no windows of time",
            code="NET002",
            remedy="Give the statements a time (in a table: time, date or published), or take windows of events",
        )
    if options.kernel != "no":
        return kernel_series(coded, options, warnings)
    if options.time_window == "events":
        return _event_series(coded, options, warnings)
    return _window_series(coded, options, warnings)


def polarization_networks(coded: CodedStatements, options: NetworkOptions) -> Iterator[tuple[Network, Network]]:
    """Networks of congruence and of conflict by time slice, for `polarization.polarization_series`.

    Mode and aggregation are set here; everything else, normalization too, is as the options say. Without time windows
    it is the one pair of all statements.

    ``compatible.misfit_polarization`` gives what DNA takes over time: the "subtract" network in the place of both, and
    slices of kernels with names and levels of their own statements (``kernels.kernel_series``, ``for_polarization``).

    Raises:
        NetworkError: as `network_series`.
    """
    options = replace(options, mode="one-mode")
    if options.compatible.misfit_polarization and options.time_window != "no":
        asked, warnings = settled(coded, replace(options, aggregation="subtract"))
        if asked.kernel == "no":
            return ((each, each) for each in network_series(coded, asked))
        return ((each, each) for each in kernel_series(coded, asked, warnings, for_polarization=True))
    agree, conflict = (network_series(coded, replace(options, aggregation=a)) for a in _SIDES)
    return zip(agree, conflict, strict=True)


def moving_windows(first: int, last: int, unit: TimeUnit, size: int, *, even_length: bool = False) -> list[Window]:
    """The windows of a range, in order; see ``network_series``.

    Args:
        first: first second of the range, since 1970.
        last: its last second, included.
        unit: unit of the calendar.
        size: units a window is long, 1 or more.
        even_length: DNA's windows, ``size // 2`` units to each side of each point, both ends included.

    Raises:
        NetworkError: no unit of the calendar (NET002), or more than 200,000 windows (NET005).
    """
    if size < 1:
        raise NetworkError(f"a window of {size} {unit} is none", code="NET002")
    points = _points(first, last, unit)
    if even_length:
        half = size // 2
        around = (Window(add_units(c, unit, -half), c, add_units(c, unit, half)) for c in points)
        return [each for each in around if first <= each.start and each.stop <= last]
    points.append(add_units(first, unit, len(points)))
    found = []
    for number in range(len(points) - size):
        start, end = points[number], points[number + size]
        if end - 1 > last:
            break
        before, after = points[number + size // 2], points[number + (size + 1) // 2]
        found.append(Window(start, before + (after - before) // 2, end - 1))
    return found


def _points(first: int, last: int, unit: TimeUnit) -> list[int]:
    length = SECONDS_OF.get(unit) or MONTHS_OF.get(unit, 1) * 28 * 86_400
    if (last - first) // length > MOST_WINDOWS:
        raise NetworkError(f"windows by {unit} would be more than {MOST_WINDOWS:,}; take a longer unit", code="NET005")
    points: list[int] = []
    while (point := add_units(first, unit, len(points))) <= last:
        points.append(point)
    return points


def range_of(coded: CodedStatements, options: NetworkOptions) -> tuple[int, int]:
    """First and last time of a series: the options' own, or of the first and last document."""
    times = coded.time
    earliest = coded.first_time if coded.first_time is not None else int(times[0]) if len(times) else 0
    latest = coded.last_time if coded.last_time is not None else int(times[-1]) if len(times) else -1
    return (earliest if options.start is None else options.start), (latest if options.stop is None else options.stop)


def _window_series(coded: CodedStatements, options: NetworkOptions, warnings: tuple[str, ...]) -> Iterator[Network]:
    unit, as_dna = options.time_window, options.compatible.windows_of_even_length
    within = not options.compatible.duplicates_before_windows
    chosen = select(coded, replace(options, duplicates="include") if within else options)
    first, last = range_of(coded, options)
    if options.stop is None and not as_dna:
        last = add_units(first, unit, len(_points(first, last, unit))) - 1
    windows = moving_windows(first, last, unit, options.window_size, even_length=as_dna)
    times = coded.time[chosen.kept]
    low = np.searchsorted(times, [each.start for each in windows], side="left")
    high = np.searchsorted(times, [each.stop for each in windows], side="right")

    def one(window: Window, inside: Rows) -> Network:
        counted = without_duplicates(coded, inside, options) if within else inside
        return _slice(coded, Selection(chosen.loaded, counted), options, warnings, window)

    ends = zip(windows, low.tolist(), high.tolist(), strict=True)
    return (one(window, chosen.kept[begin:end]) for window, begin, end in ends)


def _event_series(coded: CodedStatements, options: NetworkOptions, warnings: tuple[str, ...]) -> Iterator[Network]:
    chosen = select(coded, options)
    rows, size = chosen.kept, options.window_size
    if options.compatible.windows_of_even_length:
        size = 2 * (size // 2) + 1
    if len(rows) - size > MOST_WINDOWS:
        raise NetworkError(f"more than {MOST_WINDOWS:,} windows of statements", code="NET005")
    both = options.mode == "one-mode" and options.aggregation == "congruence & conflict"
    kinds = _SIDES if both else (options.aggregation,)

    def one(begin: int, aggregation: Aggregation) -> Network:
        inside = rows[begin : begin + size]
        times = coded.time[inside]
        window = Window(int(times[0]), int(times[size // 2]), int(times[-1]))
        asked = replace(options, aggregation=aggregation)
        return _slice(coded, Selection(chosen.loaded, inside), asked, warnings, window)

    return (one(begin, kind) for begin in range(len(rows) - size + 1) for kind in kinds)


def _slice(
    coded: CodedStatements, chosen: Selection, options: NetworkOptions, warnings: tuple[str, ...], window: Window
) -> Network:
    made = build_from(coded, chosen, options, warnings, start=window.start, stop=window.stop)
    return normalized_to_one(replace(made, middle=window.middle))
