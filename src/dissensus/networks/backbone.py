"""The backbone: which claims carry the network of actors, and which could be left out without changing it.

After Leifeld's backbone finder in Discourse Network Analyzer 3, with the spectrum of the Laplacian, which DNA names but
does not compute (``compatible.degrees_for_spectrum``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks._backbone_annealing import Annealing, annealed
from dissensus.networks._backbone_sums import ClaimSums
from dissensus.networks.building import settled
from dissensus.networks.counting import frame
from dissensus.networks.filtering import select
from dissensus.networks.options import NetworkOptions

EQUAL = 1e-12
"""Losses this near to each other are the same; the sums behind them differ by rounding alone."""


@dataclass(frozen=True, slots=True)
class NestedStep:
    """One claim that was given up.

    Attributes:
        iteration: from 1.
        claim: its name.
        backbone_loss: loss of the claims left.
        redundant_loss: loss of the claims given up so far, this one included.
        statements: statements on the claims left.
    """

    iteration: int
    claim: str
    backbone_loss: float
    redundant_loss: float
    statements: int


@dataclass(frozen=True, slots=True, eq=False)
class Backbone:
    """The best set of claims that annealing found.

    Attributes:
        claims: the backbone, in order of names.
        redundant: all others.
        loss: loss of the backbone, from 0 to 2, without penalty; 0 if it has the whole network's structure.
        redundant_loss: loss of the others.
        penalized_loss: what was made small: ``loss`` times exp(-penalty * share of claims left out).
        network: R x R weights of the backbone alone.
        actors: R names.
        annealing: how it was found, step by step.
    """

    claims: tuple[str, ...]
    redundant: tuple[str, ...]
    loss: float
    redundant_loss: float
    penalized_loss: float
    network: NDArray[np.float64]
    actors: tuple[str, ...]
    annealing: Annealing


def nested_backbone(coded: CodedStatements, options: NetworkOptions) -> tuple[NestedStep, ...]:
    """Give up claim after claim, each time the one whose loss is least; no chance is involved.

    Of equally dispensable claims the first by name is given up alone (``compatible.backbone_ties_together``: all of
    them at once).

    Args:
        coded: N statements.
        options: of a one-mode network; variable 2 gives the claims.

    Returns:
        One step for each claim that has statements, in the order of giving up.

    Raises:
        NetworkError: as ``building.build``; not one-mode (NET002), or no statements (NET004).
    """
    sums, _ = _prepared(coded, options)
    left = np.ones(len(sums.claims), dtype=bool)
    steps: list[NestedStep] = []
    while left.any():
        losses = sums.losses_without(left)
        least = min(losses.values())
        equal = [claim for claim, loss in losses.items() if loss <= least + EQUAL]
        # DNA tells each of several as if it alone had been given up, and goes on without all of them.
        dropped = equal[::-1] if options.compatible.backbone_ties_together else equal[:1]
        given_up = ~left
        for claim in dropped:
            alone = left.copy()
            alone[claim] = False
            given_up[claim] = True
            told = NestedStep(
                len(steps) + 1, sums.claims[claim], losses[claim], sums.loss(given_up), sums.statements(alone)
            )
            steps.append(told)
        left[dropped] = False
    return tuple(steps)


def evaluate_backbone(
    coded: CodedStatements, options: NetworkOptions, claims: Sequence[str], penalty: float = 0.0
) -> tuple[float, float]:
    """Losses of a given set of claims and of all others, each times exp(-penalty * share of claims left out).

    Raises:
        NetworkError: as ``nested_backbone``; a claim has no statements (NET001).
    """
    sums, _ = _prepared(coded, options)
    unknown = sorted(set(claims) - set(sums.claims))
    if unknown:
        raise NetworkError(f"no statements on {unknown[0]!r}")
    chosen = np.array([claim in set(claims) for claim in sums.claims], dtype=bool)
    return _penalized(sums, chosen, penalty), _penalized(sums, ~chosen, penalty)


def fixed_backbone(
    coded: CodedStatements, options: NetworkOptions, size: int, *, iterations: int = 10_000, seed: int = 0
) -> Backbone:
    """The best backbone of so many claims, by simulated annealing: each move swaps two claims.

    Args:
        coded: N statements.
        options: of a one-mode network.
        size: number of claims, from 1 to all but one.
        iterations: moves tried.
        seed: of the random numbers; same seed, same result.

    Raises:
        NetworkError: as ``nested_backbone``; a size or number of iterations that cannot be (NET002).
    """
    sums, actors = _prepared(coded, options)
    if not 1 <= size < len(sums.claims):
        raise NetworkError(f"a backbone of {size} of {len(sums.claims)} claims is none", code="NET002")
    return _found(sums, actors, 0.0, size, iterations, seed)


def penalty_backbone(
    coded: CodedStatements, options: NetworkOptions, penalty: float = 7.5, *, iterations: int = 10_000, seed: int = 0
) -> Backbone:
    """The best backbone of any size, by simulated annealing: moves add, remove or swap claims.

    Args:
        coded: N statements.
        options: of a one-mode network.
        penalty: how much each claim costs; 0 keeps nearly all claims, 7.5 is DNA's default.
        iterations: moves tried.
        seed: of the random numbers; same seed, same result.

    Raises:
        NetworkError: as ``nested_backbone``; fewer than two claims, or a penalty below 0 (NET002).
    """
    sums, actors = _prepared(coded, options)
    if len(sums.claims) < 2 or penalty < 0:
        raise NetworkError("a backbone needs two claims and a penalty of at least 0", code="NET002")
    return _found(sums, actors, penalty, None, iterations, seed)


def _found(
    sums: ClaimSums, actors: tuple[str, ...], penalty: float, size: int | None, iterations: int, seed: int
) -> Backbone:
    if iterations < 1:
        raise NetworkError(f"annealing of {iterations} steps is none", code="NET002")
    random = np.random.Generator(np.random.PCG64(seed))
    best, log = annealed(lambda chosen: _penalized(sums, chosen, penalty), len(sums.claims), size, iterations, random)
    names = np.array(sums.claims, dtype=object)
    return Backbone(
        tuple(names[best]),
        tuple(names[~best]),
        sums.loss(best),
        sums.loss(~best),
        _penalized(sums, best, penalty),
        sums.weights(best),
        actors,
        log,
    )


def _penalized(sums: ClaimSums, chosen: NDArray[np.bool_], penalty: float) -> float:
    return sums.remembered_loss(chosen) * float(np.exp(-penalty * (~chosen).mean()))


def _prepared(coded: CodedStatements, options: NetworkOptions) -> tuple[ClaimSums, tuple[str, ...]]:
    options, _ = settled(coded, replace(options, time_window="no", kernel="no"))
    if options.mode != "one-mode":
        raise NetworkError("a backbone is that of a one-mode network", code="NET002")
    chosen = select(coded, options)
    counts = frame(coded, chosen.loaded, chosen.kept, options).counts(chosen.kept)
    if not counts.statements:
        raise NetworkError("no statements are left to find a backbone of", code="NET004")
    return ClaimSums(counts, options), counts.rows
