"""Phases of a debate and the backbone of its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import CodedStatements
from dissensus.networks._backbone_annealing import Annealing
from dissensus.networks.backbone import (
    Backbone,
    NestedStep,
    evaluate_backbone,
    fixed_backbone,
    nested_backbone,
    penalty_backbone,
)
from dissensus.networks.distances import Distance
from dissensus.networks.options import NetworkOptions
from dissensus.networks.phases import Phases, phase_transitions
from dissensus.networks.windows import network_series
from dissensus.tasks.analyses.told import Told, computed_with, iso, numbers, without_time

BackboneMethod = Literal["nested", "fixed", "penalty", "evaluate"]


def phases_told(
    coded: CodedStatements, options: NetworkOptions, *, distance: Distance, least: int, most: int, seed: int
) -> tuple[Told, Phases]:
    """States of a debate over its windows or slices, and where they change.

    Without options of time: slices a month apart, each weighing a year by a Gaussian kernel.
    """
    if options.time_window == "no":
        options = replace(options, time_window="months", window_size=12)
        if options.kernel == "no":
            options = replace(options, kernel="gaussian")
    found = phase_transitions(
        network_series(coded, options),
        distance=distance,
        least=least,
        most=most,
        seed=seed,
        compatible=options.compatible,
    )
    lines = [
        f"slices      {len(found.times):,}",
        f"states      {found.states_found} by {found.method}, modularity {found.modularity:.3f}",
    ]
    runs: list[list[int]] = []
    for t, state in enumerate(found.states):
        if runs and found.states[runs[-1][-1]] == state:
            runs[-1].append(t)
        else:
            runs.append([t])
    lines += [
        f"  state {found.states[run[0]] + 1}: {iso(found.times[run[0]])} to {iso(found.times[run[-1]])}" for run in runs
    ]
    values = {
        "times": [iso(time) for time in found.times],
        "states": [state + 1 for state in found.states],
        "transitions": [iso(found.times[t]) for t in found.transitions],
        "method": found.method,
        "number": found.states_found,
        "modularity": found.modularity,
        "distances": numbers(found.distances),
        "embedding": numbers(found.embedding),
        "stress": found.stress,
        "candidates": [
            {"method": each.method, "number": each.size, "modularity": each.modularity} for each in found.candidates
        ],
        "failures": [{"method": method, "reason": reason} for method, reason in found.failures],
    }
    told = Told(lines, values, tuple(f"{method}: {reason}" for method, reason in found.failures))
    return computed_with(told, coded, options), found


def backbone_told(
    coded: CodedStatements,
    options: NetworkOptions,
    *,
    method: BackboneMethod,
    size: int,
    penalty: float,
    claims: Sequence[str],
    iterations: int,
    seed: int,
) -> tuple[Told, tuple[NestedStep, ...] | Backbone | None]:
    """Which claims carry the network of actors; also the steps, or what annealing found, or nothing of a given set."""
    options = without_time(replace(options, mode="one-mode"))
    if method == "nested":
        steps = nested_backbone(coded, options)
        lines = ["given up    backbone loss  redundant loss  statements  claim"]
        lines += [
            f"  {s.iteration:>6}    {s.backbone_loss:>13.4f}  {s.redundant_loss:>14.4f}  {s.statements:>10,}  {s.claim}"
            for s in steps
        ]
        told: dict[str, Any] = {
            "steps": [
                {
                    "iteration": s.iteration,
                    "claim": s.claim,
                    "backbone_loss": s.backbone_loss,
                    "redundant_loss": s.redundant_loss,
                    "statements": s.statements,
                }
                for s in steps
            ]
        }
        return computed_with(Told(lines, told), coded, options), steps
    if method == "evaluate":
        loss, redundant = evaluate_backbone(coded, options, claims, penalty)
        lines = [f"backbone    loss {loss:.4f}", f"others      loss {redundant:.4f}"]
        told = {"claims": list(claims), "loss": loss, "redundant_loss": redundant}
        return computed_with(Told(lines, told), coded, options), None
    if method == "fixed":
        found = fixed_backbone(coded, options, size, iterations=iterations, seed=seed)
    else:
        found = penalty_backbone(coded, options, penalty, iterations=iterations, seed=seed)
    return computed_with(_annealed(found), coded, options), found


def _annealed(found: Backbone) -> Told:
    lines = [
        f"backbone    {len(found.claims)} claims, loss {found.loss:.4f}",
        *(f"  {claim}" for claim in found.claims),
        f"redundant   {len(found.redundant)} claims, loss {found.redundant_loss:.4f}",
        *(f"  {claim}" for claim in found.redundant),
    ]
    values = {
        "claims": list(found.claims),
        "redundant": list(found.redundant),
        "loss": found.loss,
        "redundant_loss": found.redundant_loss,
        "penalized_loss": found.penalized_loss,
        "rows": list(found.actors),
        "columns": list(found.actors),
        "matrix": numbers(found.network),
        "annealing": _log(found.annealing),
    }
    return Told(lines, values)


MOST_STEPS = 10_000
"""Steps of annealing that are told; of more, each second, third, ... and the last."""


def told_steps(count: int) -> NDArray[np.int64]:
    """The steps of an annealing that are told, numbered from 1."""
    every = -(-count // MOST_STEPS)
    return np.union1d(np.arange(every, count + 1, every, dtype=np.int64), [count])


def _log(annealing: Annealing) -> dict[str, Any]:
    """What happened at each step that is told, by name."""
    steps = told_steps(len(annealing.loss))
    columns = {each.name: getattr(annealing, each.name)[steps - 1].tolist() for each in fields(annealing)}
    return {"step": steps.tolist(), **columns}
