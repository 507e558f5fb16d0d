"""Pairs of a claim and a text as JSON Lines, read and written one by one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

MAX_LINE = 1_000_000
"""Characters of a line that is read; a longer one is a problem of its own."""


@dataclass(frozen=True, slots=True)
class PairLine:
    """A line of the file.

    Attributes:
        number: from 1.
        values: everything that the line holds; empty where it cannot be used.
        problem: what is wrong with it; empty where nothing is.
    """

    number: int
    values: dict[str, Any]
    problem: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """The claim and the text."""
        return self.values["claim"], self.values["text"]


def read_pairs(lines: Iterable[str]) -> Iterator[PairLine]:
    """The lines of a file; empty ones are passed over.

    Args:
        lines: with or without their ends.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if len(line) > MAX_LINE:
            yield PairLine(number, {}, f"it is longer than {MAX_LINE:,} characters")
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            yield PairLine(number, {}, "it is not JSON")
            continue
        if not isinstance(values, dict):
            yield PairLine(number, {}, "it is no object with “claim” and “text”")
            continue
        wrong = [
            name for name in ("claim", "text") if not isinstance(values.get(name), str) or not values[name].strip()
        ]
        if wrong:
            yield PairLine(number, {}, f"“{wrong[0]}” is missing, empty or no text")
            continue
        yield PairLine(number, values)


def answered(line: PairLine, probabilities: Iterable[float]) -> str:
    """The line with the probabilities of supports, opposes and neither, as the text of a line."""
    names = ("supports", "opposes", "neither")
    told = {name: round(float(value), 4) for name, value in zip(names, probabilities, strict=True)}
    return json.dumps(line.values | told, ensure_ascii=True, separators=(",", ":")) + "\n"
