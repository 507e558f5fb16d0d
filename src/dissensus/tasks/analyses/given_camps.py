"""Camps that somebody names, and what they are worth."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from dissensus.model.errors import UsageError
from dissensus.networks.network import Network
from dissensus.networks.options import Compatibility
from dissensus.networks.polarization import Objective, score

MOST_BYTES = 10_000_000
_REMEDY = "Give a CSV file in UTF-8 with a name and a camp a row, such as Dockers' Union,1"


def read_camps(path: Path) -> dict[str, str]:
    """Camp by name of a CSV file with two columns; a first row "name,camp" is passed over.

    Raises:
        UsageError: USE002 the file cannot be read; USE005 a row has not two cells, or a name stands twice.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path} has more than {MOST_BYTES:,} bytes", code="USE005", remedy=_REMEDY)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", code="USE002", remedy=_REMEDY) from error
    found: dict[str, str] = {}
    try:
        for number, row in enumerate(csv.reader(text.splitlines()), start=1):
            if not row or (number == 1 and [cell.strip().lower() for cell in row] == ["name", "camp"]):
                continue
            if len(row) != 2 or not row[1].strip():
                raise UsageError(f"row {number} of {path} has no name and camp", code="USE005", remedy=_REMEDY)
            name, camp = row[0], row[1].strip()
            if name in found:
                raise UsageError(f"{name!r} stands twice in {path}", code="USE005", remedy=_REMEDY)
            found[name] = camp
    except csv.Error as error:
        raise UsageError(f"{path} is no CSV file: {error}", code="USE005", remedy=_REMEDY) from error
    if len(set(found.values())) < 2:
        raise UsageError(f"{path} names fewer than two camps", code="USE005", remedy=_REMEDY)
    return found


def score_of(
    congruence: Network, conflict: Network, camps: Mapping[str, str], objective: Objective, compatible: Compatibility
) -> tuple[float, tuple[str, ...]]:
    """Polarization of given camps, and the names without one, who are left out."""
    numbers = {camp: k for k, camp in enumerate(sorted(set(camps.values())))}
    members = [numbers.get(camps.get(name, ""), -1) for name in congruence.rows]
    without = tuple(name for name in congruence.rows if name not in camps)
    worth = score(congruence.dense(), conflict.dense(), np.array(members), objective=objective, compatible=compatible)
    return worth, without
