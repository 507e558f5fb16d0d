"""Ideological scaling: where actors stand on one or two dimensions."""

from __future__ import annotations

from typing import Any

from dissensus.model.coded_statements import CodedStatements
from dissensus.networks.options import NetworkOptions
from dissensus.networks.scaling import HIGHEST_R_HAT, Estimates, Scaling, scale
from dissensus.networks.scaling_data import ScalingKind, Unmentioned, options_of_answers, scaling_data
from dissensus.tasks.analyses.told import Told, computed_with, numbers, without_time


def scale_told(
    coded: CodedStatements,
    options: NetworkOptions,
    *,
    kind: ScalingKind,
    dimensions: int,
    threshold: float,
    unmentioned: Unmentioned,
    least_claims: int,
    least_actors: int,
    drop_constant: bool = True,
    level: float = 0.95,
    positive: tuple[str, ...],
    chains: int,
    draws: int,
    burn_in: int,
    thin: int,
    seed: int,
) -> tuple[Told, Scaling]:
    """Positions of actors and what each claim tells, with intervals."""
    data = scaling_data(
        coded,
        options,
        kind=kind,
        threshold=threshold,
        unmentioned=unmentioned,
        least_claims=least_claims,
        least_actors=least_actors,
        drop_constant=drop_constant,
    )
    found = scale(
        data,
        dimensions=dimensions,
        positive=positive,
        chains=chains,
        draws=draws,
        burn_in=burn_in,
        thin=thin,
        level=level,
        seed=seed,
    )
    lines = [f"actors      {len(data.actors)}, claims {len(data.claims)}, {', '.join(data.categories)}"]
    lines.append(f"positions   and intervals that hold {100 * found.level:.4g} %")
    where = found.positions
    order = sorted(range(len(data.actors)), key=lambda i: (-float(found.positions.mean[i, 0]), data.actors[i]))
    for i in order:
        means = "  ".join(
            f"{where.mean[i, d]:>6.2f} [{where.low[i, d]:>5.2f} to {where.high[i, d]:>5.2f}]"
            for d in range(found.dimensions)
        )
        lines.append(f"  {means}  {data.actors[i]}")
    worst, least, drawn = float(where.r_hat.max()), float(where.effective.min()), len(found.draws)
    state = "converged   " if worst <= HIGHEST_R_HAT else "not converged: "
    lines.append(f"{state}R-hat at most {worst:.3f}, at least {least:,.0f} effective of {drawn:,} draws")
    if data.dropped_actors or data.dropped_claims:
        lines.append(
            f"left out    {len(data.dropped_actors)} actors and {len(data.dropped_claims)} claims with too few answers"
        )
    values: dict[str, Any] = {
        "kind": kind,
        "dimensions": found.dimensions,
        "level": found.level,
        "convergence": {"r_hat": worst, "effective_draws": least, "draws": drawn, "chains": found.chains},
        "actors": _by_name(data.actors, found.positions),
        "claims": {
            name: {"discrimination": one, "difficulty": two}
            for (name, one), two in zip(
                _by_name(data.claims, found.discriminations).items(),
                _by_name(data.claims, found.difficulties).values(),
                strict=True,
            )
        },
        "dropped_actors": list(data.dropped_actors),
        "dropped_claims": list(data.dropped_claims),
        "warnings": [*data.warnings, *found.warnings],
    }
    told = Told(lines, values, (*data.warnings, *found.warnings))
    return computed_with(told, coded, without_time(options_of_answers(options))), found


def _by_name(names: tuple[str, ...], of: Estimates) -> dict[str, dict[str, Any]]:
    return {
        name: {
            "mean": numbers(of.mean[i].reshape(-1)),
            "low": numbers(of.low[i].reshape(-1)),
            "high": numbers(of.high[i].reshape(-1)),
            "r_hat": numbers(of.r_hat[i].reshape(-1)),
            "effective_draws": numbers(of.effective[i].reshape(-1)),
        }
        for i, name in enumerate(names)
    }
