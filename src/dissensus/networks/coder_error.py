"""How often a coder is right, as people measured it: counts, their posterior, and draws of what codings truly are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from dissensus.model.errors import NetworkError

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

FORMAT = "dissensus coder reliability 1"
NOTHING = "nothing"
_SIDES = {"supports": "1", "opposes": "0"}
_PRIOR = 0.5
"""Jeffreys' prior of each share."""
_MOST_BYTES = 1_000_000
_MOST_COUNT = 1_000_000_000
_MOST_LEVELS = 200
_SUREST = 0.995
"""Confidence is held between this and 1 - this, so that a coder who is always "sure" can be wrong."""
_SHIFTS = np.linspace(-15.0, 15.0, 601)
_LEAST_RECALL = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class CoderReliability:
    """What a coder said about texts that people coded too.

    Attributes:
        coder: name of the coder in the statements.
        levels: L values of the qualifier as text ("0", "1").
        counts: (L + 1) x (L + 1) counts: what people found (rows) where the coder said what (columns), levels in order
            and then nothing. A coding with another actor or claim than people found is one of a statement that is not
            there, and the one they found is missed. The last cell is 0.
        measured_on: on what, in words.
        misses_counted: the last column was counted; else nothing is held to be missed.
    """

    coder: str
    levels: tuple[str, ...]
    counts: NDArray[np.int64]
    measured_on: str = ""
    misses_counted: bool = True

    def precision(self) -> Floats:
        """L posterior means of the share of right codings, by what was said."""
        size = len(self.levels)
        said = self.counts[:, :size] + _PRIOR
        return np.asarray(np.diag(said[:size]) / said.sum(axis=0))

    def recall(self) -> Floats:
        """L posterior means of the share of statements that were found, on either side, by what they truly are."""
        found, missed = self._found_and_missed()
        if not self.misses_counted:
            return np.ones(len(self.levels))
        return np.asarray((found + _PRIOR) / (found + missed + 2 * _PRIOR))

    def for_levels(self, levels: tuple[str | int | None, ...]) -> CoderReliability:
        """The same counts for a network's levels; without a qualifier all levels are one.

        What truly is on a level that the network does not have is nothing to it.

        Raises:
            NetworkError: NET007 if a level was not measured.
        """
        size = len(self.levels)
        if levels == (None,):
            some = self.counts[:size, :size].sum()
            merged = np.array([[some, self.counts[:size, size].sum()], [self.counts[size, :size].sum(), 0]])
            return replace(self, levels=("",), counts=merged)
        names = tuple(str(level) for level in levels)
        for name in names:
            if name not in self.levels:
                raise NetworkError(
                    f"how reliable {self.coder!r} is at {name!r} was not measured; counts are there for"
                    f" {', '.join(map(repr, self.levels))}",
                    code="NET007",
                )
        order = np.array([*(self.levels.index(name) for name in names), size], dtype=np.int64)
        counts = self.counts[np.ix_(order, order)]
        elsewhere = np.setdiff1d(np.arange(size), order)
        counts[-1, :-1] += self.counts[np.ix_(elsewhere, order[:-1])].sum(axis=0)
        return replace(self, levels=names, counts=counts)

    def draw(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Shares as they may be, given the counts.

        Returns:
            L x (L + 1) chances of what a coding truly is (columns; nothing last) given what was said (rows), from
            Dirichlet posteriors; and L chances of a true statement to be found, from beta posteriors.
        """
        size = len(self.levels)
        truth = np.stack([rng.dirichlet(self.counts[:, said] + _PRIOR) for said in range(size)])
        found, missed = self._found_and_missed()
        if not self.misses_counted:
            return truth, np.ones(size)
        return truth, np.maximum(rng.beta(found + _PRIOR, missed + _PRIOR), _LEAST_RECALL)

    def _found_and_missed(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        size = len(self.levels)
        return self.counts[:size, :size].sum(axis=1), self.counts[:size, size]


@dataclass(frozen=True, slots=True, eq=False)
class ErrorModel:
    """Draws of the truth behind some codings of one coder.

    Attributes:
        reliability: for the network's levels.
        log_odds: N log-odds of being right by the coder's own confidence; None to take all codings of a level alike.
        curves: L x 601 mean chances of being right if the log-odds of all codings of a level are shifted by so much.
    """

    reliability: CoderReliability
    log_odds: Floats | None
    curves: Floats

    @classmethod
    def of(cls, reliability: CoderReliability, said: Codes, confidence: Floats | None) -> ErrorModel:
        """For N codings with positions ``said`` of their levels and confidences from 0 to 1, or None."""
        curves = np.zeros((len(reliability.levels), len(_SHIFTS)))
        if confidence is None:
            return cls(reliability, None, curves)
        log_odds = logit(np.clip(confidence, 1.0 - _SUREST, _SUREST))
        for level in range(len(curves)):
            values, times = np.unique(log_odds[said == level], return_counts=True)
            if len(values):
                curves[level] = expit(values[None, :] + _SHIFTS[:, None]) @ times / times.sum()
        return cls(reliability, log_odds, curves)

    def draw(
        self, said: Codes, which: Codes, rng: np.random.Generator, *, missed: bool
    ) -> tuple[Codes, NDArray[np.int64]]:
        """What codings truly are, in one draw.

        The measured precision says how many codings of a level are right; the coder's confidence says which: the
        log-odds of all are shifted until their mean is the drawn precision. A coding that is not right is on another
        level or nothing, by the drawn shares. With ``missed`` each true coding also stands for those like it that
        were missed: their number is geometric, so that n true codings stand for a negative binomial number.

        Args:
            said: levels that were said, one a coding (or a copy of one).
            which: which of the N codings each is.
            rng: random numbers.
            missed: whether to add what was missed.

        Returns:
            True level of each, L for nothing; and how many statements each stands for, 0 for nothing.
        """
        shares, recall = self.reliability.draw(rng)
        size = len(shares)
        precision = np.diag(shares[:, :size])
        if self.log_odds is None:
            right = precision[said]
        else:
            shift = np.array([np.interp(precision[k], self.curves[k], _SHIFTS) for k in range(size)])
            right = expit(self.log_odds[which] + shift[said])
        others = shares.copy()
        others[np.arange(size), np.arange(size)] = 0.0
        steps = np.cumsum(others / others.sum(axis=1, keepdims=True), axis=1)
        steps[:, -1] = 1.0
        wrong = (rng.random(len(said))[:, None] >= steps[said]).sum(axis=1)
        truth = np.where(rng.random(len(said)) < right, said, wrong)
        true = truth < size
        count = true.astype(np.int64)
        if missed:
            count[true] = rng.geometric(recall[truth[true]])
        return truth, count


def read_reliability(path: Path) -> CoderReliability:
    """A coder's reliability from a small TOML file.

    It has ``format`` (exactly "dissensus coder reliability 1"), ``coder``, perhaps ``measured_on``, and tables
    ``[said.LEVEL]`` and ``[said.nothing]`` with the counts of what people found there, by level and "nothing". Without
    ``[said.nothing]`` no statement is held to be missed.
    Levels are values of the qualifier ("1", "0", "-2"); "supports" and "opposes" stand for "1" and "0".

    Raises:
        NetworkError: NET007, saying what is wrong with the file.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise NetworkError(f"{path} is larger than a file of counts can be", code="NET007")
        given = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise NetworkError(f"{path} cannot be read: {error.strerror}", code="NET007") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise NetworkError(f"{path} is no TOML file: {error}", code="NET007") from error
    return reliability_of(given, str(path))


def reliability_of(given: Mapping[str, Any], name: str = "reliability") -> CoderReliability:
    """A coder's reliability from the values of such a file.

    Raises:
        NetworkError: NET007, saying what is wrong.
    """

    def wrong(told: str) -> NetworkError:
        return NetworkError(f"{name}: {told}", code="NET007")

    extra = sorted(set(given) - {"format", "coder", "measured_on", "said"})
    if extra:
        raise wrong(f"there is no {extra[0]!r}; a file has format, coder, measured_on and said")
    if given.get("format") != FORMAT:
        raise wrong(f"format is {given.get('format')!r}, not {FORMAT!r}")
    coder, measured_on, said = given.get("coder"), given.get("measured_on", ""), given.get("said")
    if not isinstance(coder, str) or not coder or not isinstance(measured_on, str):
        raise wrong("coder and measured_on are texts, and coder is not empty")
    if not isinstance(said, dict) or not all(isinstance(found, dict) for found in said.values()):
        raise wrong("said has a table for each level, such as [said.supports]")
    given_levels: set[str] = {_SIDES.get(level, level) for level in map(str, said)}
    levels = sorted(given_levels - {NOTHING}, key=_level_order)
    if not levels or len(levels) > _MOST_LEVELS:
        raise wrong(f"said has {len(levels)} levels; from 1 to {_MOST_LEVELS} can be")
    place = {level: k for k, level in enumerate([*levels, NOTHING])}
    counts = np.zeros((len(place), len(place)), dtype=np.int64)
    seen = set()
    for column, found in said.items():
        for row, count in found.items():
            cell = (_SIDES.get(str(row), str(row)), _SIDES.get(str(column), str(column)))
            if cell[0] not in place:
                raise wrong(f"said.{column} counts {row!r}, for which there is no [said.{row}]")
            if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= _MOST_COUNT:
                raise wrong(f"said.{column}.{row} is {count!r}, and counts are whole numbers from 0")
            if cell in seen:
                raise wrong(f"said.{column}.{row} is given twice, once under another name")
            seen.add(cell)
            counts[place[cell[0]], place[cell[1]]] = count
    if counts[-1, -1]:
        raise wrong("said.nothing.nothing cannot be counted: there is no list of all that nobody says")
    if not counts[:, :-1].sum():
        raise wrong("no coding was compared: all counts of what was said are 0")
    return CoderReliability(coder, tuple(levels), counts, measured_on, NOTHING in said)


def _level_order(level: str) -> tuple[bool, int, str]:
    """Whole numbers by size, then texts."""
    digits = level.removeprefix("-")
    number = digits.isascii() and digits.isdigit() and len(digits) < 20
    return (not number, int(level) if number else 0, level)
