"""What an analysis gave: lines for a screen and plain values for JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Told:
    """Lines, plain values, and notices for standard error."""

    lines: list[str]
    values: dict[str, Any]
    notices: tuple[str, ...] = ()


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
