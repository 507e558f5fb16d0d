"""Simulated annealing over sets of claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Chosen = NDArray[np.bool_]
RECENT = 100
"""Steps over which the share of accepted moves is told."""


@dataclass(frozen=True, slots=True, eq=False)
class Annealing:
    """What happened at each of T steps.

    Attributes:
        temperature: from near 1 to near 0.
        probability: with which the move was accepted; 1 for a better one.
        accepted: whether it was.
        loss: penalised loss of the current set after the step.
        proposed_loss: penalised loss of the set that was tried.
        best_loss: penalised loss of the best set so far: its own, not that of the current one.
        size, best_size: claims in the current and in the best set.
        acceptance: share of the last 100 moves that were accepted.
    """

    temperature: NDArray[np.float64]
    probability: NDArray[np.float64]
    accepted: NDArray[np.bool_]
    loss: NDArray[np.float64]
    proposed_loss: NDArray[np.float64]
    best_loss: NDArray[np.float64]
    size: NDArray[np.int64]
    best_size: NDArray[np.int64]
    acceptance: NDArray[np.float64]


def annealed(
    loss_of: Callable[[Chosen], float], claims: int, size: int | None, steps: int, random: np.random.Generator
) -> tuple[Chosen, Annealing]:
    """The best set of claims that was met, and the log.

    At step t of T the temperature is 1 - 1 / (1 + exp(5 - 12 t / T)); a worse set is accepted with the probability
    exp(-(new - old)) times the temperature.

    Args:
        loss_of: loss of a set (C truth values).
        claims: C, at least 2.
        size: claims in every set, whose moves are swaps; None for any number from 1 to C - 1, with moves that add,
            remove or swap, each as likely among those that can be made.
        steps: T.
        random: where chance comes from.
    """
    current = np.zeros(claims, dtype=bool)
    current[random.permutation(claims)[: size or 1]] = True
    loss = loss_of(current)
    best, least = current.copy(), loss
    step = np.arange(1, steps + 1)
    temperature = 1.0 - 1.0 / (1.0 + np.exp(5.0 - 12.0 * step / steps))
    log = Annealing(temperature, np.ones(steps), np.zeros(steps, dtype=bool), np.zeros(steps), np.zeros(steps),
                    np.zeros(steps), np.zeros(steps, dtype=np.int64), np.zeros(steps, dtype=np.int64),
                    np.zeros(steps))  # fmt: skip
    for t in range(steps):
        proposed = _moved(current, size is not None, random)
        new = loss_of(proposed)
        if new > loss:
            log.probability[t] = np.exp(loss - new) * temperature[t]
        log.accepted[t] = random.random() < log.probability[t]
        if log.accepted[t]:
            current, loss = proposed, new
        if loss < least:
            best, least = current.copy(), loss
        log.loss[t], log.proposed_loss[t], log.best_loss[t] = loss, new, least
        log.size[t], log.best_size[t] = current.sum(), best.sum()
        log.acceptance[t] = log.accepted[max(0, t + 1 - RECENT) : t + 1].mean()
    return best, log


def _moved(current: Chosen, swaps_only: bool, random: np.random.Generator) -> Chosen:
    inside, outside = np.flatnonzero(current), np.flatnonzero(~current)
    moves = ["swap"]
    if not swaps_only:
        moves += ["add"] * (len(outside) > 1) + ["remove"] * (len(inside) > 1)
    move = moves[int(random.integers(len(moves)))]
    proposed = current.copy()
    if move != "add":
        proposed[inside[int(random.integers(len(inside)))]] = False
    if move != "remove":
        proposed[outside[int(random.integers(len(outside)))]] = True
    return proposed
