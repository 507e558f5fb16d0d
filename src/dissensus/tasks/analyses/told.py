"""What an analysis gave: lines for a screen and plain values for JSON, and with which options it was computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import CodedStatements
from dissensus.networks.building import settled
from dissensus.networks.options import Aggregation, NetworkOptions


@dataclass(frozen=True, slots=True)
class Told:
    """Lines, plain values, and notices for standard error.

    Attributes:
        lines: for the screen.
        values: ready for JSON.
        notices: what was replaced and what failed, a sentence each.
        options: as they were computed, not as they were asked for; see `computed_with`.
    """

    lines: list[str]
    values: dict[str, Any]
    notices: tuple[str, ...] = ()
    options: NetworkOptions | None = None


def computed_with(
    told: Told, coded: CodedStatements, options: NetworkOptions, *, aggregation: Aggregation | None = None
) -> Told:
    """The same with the options that it was computed with, and a notice for each that had to be replaced.

    Args:
        told: a result.
        coded: the statements.
        options: as the analysis used them.
        aggregation: what was computed where that is not one aggregation of one network.

    Raises:
        NetworkError: as ``building.settled``.
    """
    used, warnings = used_options(coded, options)
    if aggregation is not None:
        used = replace(used, aggregation=aggregation)
    return replace(told, options=used, notices=tuple(dict.fromkeys((*warnings, *told.notices))))


def used_options(coded: CodedStatements, options: NetworkOptions) -> tuple[NetworkOptions, tuple[str, ...]]:
    """Options as they are computed, and a sentence for each that was replaced.

    Raises:
        NetworkError: as ``building.settled``.
    """
    used, warnings = settled(coded, options)
    return effective(used), warnings


def without_time(options: NetworkOptions) -> NetworkOptions:
    """The options of one network of all time."""
    return replace(options, time_window="no", window_size=1, kernel="no", indent=False, normalize_to_one=False)


def effective(options: NetworkOptions) -> NetworkOptions:
    """Settled options, those that change nothing beside the others being as if nobody had given them."""
    if options.mode == "event-list":
        by_aggregation = options.compatible.event_lists_by_aggregation
        options = replace(without_time(options), normalization="no", isolates=False)
        options = options if by_aggregation else replace(options, aggregation="ignore")
    if options.time_window == "no":
        options = without_time(options)
    if options.kernel == "no":
        options = replace(options, indent=False)
    return replace(
        options,
        invert_values=options.invert_values and bool(options.exclude_values),
        invert_authors=options.invert_authors and bool(options.exclude_authors),
        invert_sources=options.invert_sources and bool(options.exclude_sources),
        invert_sections=options.invert_sections and bool(options.exclude_sections),
        invert_types=options.invert_types and bool(options.exclude_types),
    )


def iso(seconds: int | None) -> str | None:
    """A time in seconds since 1970 (UTC) as ISO 8601."""
    if seconds is None:
        return None
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).replace(tzinfo=None).isoformat()


def numbers(values: NDArray[np.floating] | Sequence[float]) -> list[Any]:
    """Numbers as lists; what is no number becomes None, which JSON can tell."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim > 1:
        return [numbers(row) for row in array]
    return [float(value) if np.isfinite(value) else None for value in array]


def camps_told(camps: Sequence[Sequence[str]], without: Sequence[str] = ()) -> list[str]:
    """A line for each camp with its members."""
    lines = [f"camp {number + 1}      {', '.join(members)}" for number, members in enumerate(camps)]
    if without:
        lines.append(f"no ties     {', '.join(without)}")
    return lines


def by_camp(names: Sequence[str], memberships: Sequence[int]) -> Mapping[str, int | None]:
    """Camp, from 1, by name; None for those in none."""
    return {name: None if camp < 0 else camp + 1 for name, camp in zip(names, memberships, strict=True)}
