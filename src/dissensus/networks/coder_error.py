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
_LEAST = 1e-12
_POWERS = 20
_CELL_PRIOR = 6.0
"""Statements that the prior of a cell is worth: what the actor's camp says of the claim. Set on 8 simulated debates of
two camps (benchmarks/dna/uncertainty.py), where less makes cells more of one mind than they are."""
_SWEEPS = 10
"""Rounds of drawing rates of cells and truth of codings in turn, from all codings taken as right."""


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """How often a coder errs, in one draw.

    Attributes:
        precision: L shares of codings that are right, by what was said.
        false: L shares of codings of what is not there, by what was said.
        sides: L x L shares of what is said (columns) of found statements, by what they truly are (rows).
        recall: L shares of true statements that are found, on whatever side.
    """

    precision: Floats
    false: Floats
    sides: Floats
    recall: Floats


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

    def draw(self, rng: np.random.Generator) -> Rates:
        """Rates as they may be, given the counts: Dirichlet and beta posteriors with Jeffreys' prior."""
        size = len(self.levels)
        truth = np.stack([rng.dirichlet(self.counts[:, said] + _PRIOR) for said in range(size)])
        sides = np.stack([rng.dirichlet(self.counts[true, :size] + _PRIOR) for true in range(size)])
        found, missed = self._found_and_missed()
        recall = rng.beta(found + _PRIOR, missed + _PRIOR) if self.misses_counted else np.ones(size)
        return Rates(np.diag(truth[:, :size]).copy(), truth[:, size], sides, np.maximum(recall, _LEAST_RECALL))

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
    actor: Codes
    claim: Codes

    @classmethod
    def of(
        cls, reliability: CoderReliability, said: Codes, confidence: Floats | None, actor: Codes, claim: Codes
    ) -> ErrorModel:
        """For N codings with positions ``said`` of their levels and confidences from 0 to 1, or None."""
        curves = np.zeros((len(reliability.levels), len(_SHIFTS)))
        if confidence is None:
            return cls(reliability, None, curves, actor, claim)
        log_odds = logit(np.clip(confidence, 1.0 - _SUREST, _SUREST))
        for level in range(len(curves)):
            values, times = np.unique(log_odds[said == level], return_counts=True)
            if len(values):
                curves[level] = expit(values[None, :] + _SHIFTS[:, None]) @ times / times.sum()
        return cls(reliability, log_odds, curves, actor, claim)

    def draw(
        self, said: Codes, cell: Codes, which: Codes, rng: np.random.Generator, *, missed: bool
    ) -> tuple[Codes, NDArray[np.int64]]:
        """What codings truly are, in one draw.

        How often each side is mistaken for the other is a property of the coder; how often a coding is therefore right
        is not, but depends on what the actor truly says on the claim: where nearly all support, what was coded as
        opposition is mostly an error. So each cell of actor and claim has true rates of its own, which are drawn in
        turn with the truth of its codings (data augmentation, as for error-prone tests in Joseph, Gyorkos & Coupal
        1995). What a cell lacks of its own it takes from the actor's camp, one of two latent classes of actors. False
        codings fall on cells as all codings do. The coder's confidence multiplies the odds of a coding to be right; it
        need order codings only, because the log-odds of all are shifted until their mean is the drawn precision. With
        ``missed`` the number of missed statements is drawn from the rates of the cells where something was found, by
        the drawn recall.

        Args:
            said: levels that were said, one a coding (or a copy of one).
            cell: number of the cell of each.
            which: which of the N codings each is.
            rng: random numbers.
            missed: whether to add what was missed.

        Returns:
            True level of each, L for nothing; and E x L numbers of statements that were missed.
        """
        rates = self.reliability.draw(rng)
        size, count = len(rates.precision), len(said)
        if not count:
            return said, np.zeros((len(self.actor), size), dtype=np.int64)
        chance = rates.sides.T[said].copy()
        chance[np.arange(count), said] *= self._odds(said, which, rates.precision)
        share = np.bincount(cell)[cell] / count
        false = (rates.false * np.bincount(said, minlength=size))[said] * share
        truth, camp = said, self._split(self._held(said, cell, size))
        for _ in range(_SWEEPS):
            rate, camp = self._rates_of_cells(self._held(truth, cell, size), camp, rng)
            steps = np.empty((count, size + 1))
            steps[:, :size] = rate[cell] * chance
            steps[:, size] = false
            np.cumsum(steps, axis=1, out=steps)
            truth = (rng.random(count)[:, None] * steps[:, -1:] >= steps[:, :-1]).sum(axis=1)
        if not missed:
            return truth, np.zeros((len(self.actor), size), dtype=np.int64)
        rate, _ = self._rates_of_cells(self._held(truth, cell, size), camp, rng)
        rate[np.bincount(cell, minlength=len(rate)) == 0] = 0.0
        return truth, rng.poisson(rate * (1.0 - rates.recall) / rates.recall)

    def _held(self, truth: Codes, cell: Codes, size: int) -> Codes:
        """E x L counts of what the codings of each cell truly are."""
        true = truth < size
        return np.bincount(cell[true] * size + truth[true], minlength=len(self.actor) * size).reshape(-1, size)

    def _table(self, held: Codes) -> Floats:
        """The counts as n actors x m claims x L."""
        table = np.zeros((int(self.actor.max()) + 1, int(self.claim.max()) + 1, held.shape[1]))
        table[self.actor, self.claim] = held
        return table

    def _split(self, held: Codes) -> Codes:
        """Two camps of the n actors, by the sign of the first axis of how they differ from the average."""
        table = self._table(held)
        average = (held.sum(axis=0) + _PRIOR) / (held.sum() + _PRIOR * held.shape[1])
        lean = (table - table.sum(axis=2, keepdims=True) * average).reshape(len(table), -1)
        axis = lean @ lean[int(np.argmax((lean**2).sum(axis=1)))]
        for _ in range(_POWERS):
            axis = lean @ (lean.T @ axis)
            axis /= max(float(np.abs(axis).max()), _LEAST)
        return np.asarray(axis > 0, dtype=np.int64)

    def _rates_of_cells(self, held: Codes, camp: Codes, rng: np.random.Generator) -> tuple[Floats, Codes]:
        """E x L expected numbers of found statements, and n camps, drawn given what codings truly are."""
        size = held.shape[1]
        share = np.ones((len(held), 1))
        if size > 1:
            table = self._table(held)
            average = (held.sum(axis=0) + _PRIOR) / (held.sum() + _PRIOR * size)
            members = np.stack([table[camp == each].sum(axis=0) for each in (0, 1)])
            drawn = rng.standard_gamma(members + size * average) + _LEAST
            drawn /= drawn.sum(axis=2, keepdims=True)
            gain = table.reshape(len(table), -1) @ np.log(drawn).reshape(2, -1).T
            camp = (logit(rng.random(len(table))) < gain[:, 1] - gain[:, 0]).astype(np.int64)
            share = drawn[camp[self.actor], self.claim]
        usual = held.sum() / len(held) + _PRIOR
        rate = rng.standard_gamma(held + _CELL_PRIOR * share) / (1.0 + _CELL_PRIOR / usual)
        return rate, camp

    def _odds(self, said: Codes, which: Codes, precision: Floats) -> Floats:
        """By how much each coding's confidence raises the odds that it is right."""
        if self.log_odds is None:
            return np.ones(len(said))
        shift = np.array(
            [np.interp(share, curve, _SHIFTS) for share, curve in zip(precision, self.curves, strict=True)]
        )
        return np.asarray(np.exp(self.log_odds[which] + shift[said] - logit(np.clip(precision, 1e-9, 1 - 1e-9))[said]))


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
    except UnicodeDecodeError as error:
        raise NetworkError(f"{path} is not UTF-8", code="NET007") from error
    except RecursionError as error:
        raise NetworkError(f"{path} is nested too deep", code="NET007") from error
    except tomllib.TOMLDecodeError as error:
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
        told = given.get("format")
        raise wrong(f"format must be {FORMAT!r}, and is {repr(told[:60]) if isinstance(told, str) else 'no text'}")
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
                raise wrong(f"said.{column}.{row} is no count: counts are whole numbers from 0")
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
