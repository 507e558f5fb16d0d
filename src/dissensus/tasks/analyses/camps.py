"""Polarization and communities: into which camps a debate falls, over time and with its uncertainty."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.bipolarization import bipolarization
from dissensus.networks.bootstrap_replicates import BootstrapOptions
from dissensus.networks.bootstrap_statistics import BestCommunities, community_stability, polarization_bootstrap
from dissensus.networks.building import build
from dissensus.networks.communities import (
    PROFILE_METHODS,
    Communities,
    CommunityOptions,
    communities,
    communities_series,
)
from dissensus.networks.network import Network
from dissensus.networks.options import Aggregation, NetworkOptions
from dissensus.networks.polarization import (
    Polarization,
    PolarizationOptions,
    polarization,
    polarization_series,
)
from dissensus.networks.polarization_chance import polarization_by_chance
from dissensus.networks.windows import network_series, polarization_networks
from dissensus.tasks.analyses.given_camps import score_of
from dissensus.tasks.analyses.told import (
    Told,
    by_camp,
    camps_told,
    computed_with,
    iso,
    numbers,
    without_time,
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """How uncertainty is computed.

    Attributes:
        drawing: what is drawn; None for no intervals.
        level: share that intervals are to hold.
        seed: of what else is random.
    """

    drawing: BootstrapOptions | None = None
    level: float = 0.9
    seed: int = 0


def windowed(options: NetworkOptions) -> bool:
    """Whether the options ask for more than one network."""
    return options.time_window != "no" or options.kernel != "no"


def polarization_told(
    coded: CodedStatements,
    options: NetworkOptions,
    how: PolarizationOptions,
    doubt: Doubt,
    *,
    chance: int = 0,
    known: Mapping[str, str] | None = None,
) -> tuple[Told, tuple[Polarization, ...]]:
    """Polarization of a debate, or of each window of time.

    Raises:
        NetworkError: NET004 nobody is tied to anybody, or no window fits; NET002 intervals or chance are asked for
            slices of a kernel or of events, or given camps over time.
    """
    options = replace(options, mode="one-mode")
    congruence, conflict = (replace(options, aggregation=a) for a in ("congruence", "conflict"))
    if windowed(options):
        _check_over_time(options, doubt, chance, known)
        misfit = how.compatible.misfit_polarization
        options = replace(options, compatible=replace(options.compatible, misfit_polarization=misfit))
        series = polarization_series(polarization_networks(coded, options), how)
        told = _over_time(coded, options, how, doubt, series, chance)
        taken: Aggregation = "subtract" if misfit and options.time_window != "no" else "congruence & conflict"
        return computed_with(told, coded, replace(options, aggregation="congruence"), aggregation=taken), series
    if known is not None:
        told = _given(coded, congruence, conflict, how, doubt, known)
        return computed_with(told, coded, congruence, aggregation="congruence & conflict"), ()
    near, far = build(coded, congruence), build(coded, conflict)
    if not near.matrix.nnz and not far.matrix.nnz:
        raise NetworkError("no two names speak on the same thing, so there is nothing to divide", code="NET004")
    found = polarization(near, far, how)
    values = _polarization(found)
    lines = [f"polarization {found.score:.3f}"]
    if doubt.drawing is not None:
        low, high, mean = _interval(coded, options, how, doubt.drawing, doubt.level)
        values |= {"interval": [low, high], "level": doubt.level, "estimate": mean}
        lines = [f"polarization {mean:.3f}, {doubt.level:.0%} interval {low:.3f} to {high:.3f}"]
    if chance:
        dealt = polarization_by_chance(coded, options, how, replicates=chance, seed=doubt.seed)
        values["chance"] = {"mean": dealt.mean, "excess": dealt.excess, "share_as_high": dealt.share_as_high}
        lines.append(
            f"chance      {dealt.mean:.3f} on average, p = {dealt.share_as_high:.3f}; excess {dealt.excess:.3f}"
        )
    lines += [
        f"inside      {found.congruence_inside:.0%} of congruence lies within camps",
        f"across      {found.conflict_across:.0%} of conflict lies between camps",
        f"search      {found.algorithm}, {found.reached} of {found.starts} ended at this score",
    ]
    told = Told(lines + camps_told(found.members(), _untied(found)), values)
    return computed_with(told, coded, congruence, aggregation="congruence & conflict"), (found,)


def _interval(
    coded: CodedStatements, options: NetworkOptions, how: PolarizationOptions, drawing: BootstrapOptions, level: float
) -> tuple[float, float, float]:
    """Ends and estimate, from 0 to 1: those of a centred interval can lie beyond what the measure can be."""
    drawn = polarization_bootstrap(coded, options, drawing, search=how)
    low, high, mean = (min(max(float(v), 0.0), 1.0) for v in (*drawn.interval(level), drawn.estimate))
    return low, high, mean


def _check_over_time(options: NetworkOptions, doubt: Doubt, chance: int, known: Mapping[str, str] | None) -> None:
    weighed = options.kernel != "no" or options.time_window == "events"
    if weighed and (doubt.drawing is not None or chance):
        raise NetworkError(
            "intervals and chance are computed for windows of calendar time without a kernel",
            code="NET002",
            remedy="Leave out --kernel, or --bootstrap and --chance",
        )
    if known is not None:
        raise NetworkError(
            "given camps are measured for one network", code="NET002", remedy="Give --start and --stop instead"
        )


def _over_time(
    coded: CodedStatements,
    options: NetworkOptions,
    how: PolarizationOptions,
    doubt: Doubt,
    series: Sequence[Polarization],
    chance: int,
) -> Told:
    if not series:
        raise NetworkError("no window fits into the time of the debate", code="NET004")
    lines, slices = [f"slices      {len(series):,}"], []
    for each in series:
        values, line = _polarization(each), f"  {iso(each.middle)}: {each.score:.3f}, {_sizes(each)}"
        own = replace(options, time_window="no", start=each.start, stop=each.stop)
        if doubt.drawing is not None:
            ends = None
            with contextlib.suppress(NetworkError):  # an empty window has no interval
                ends = _interval(coded, own, how, doubt.drawing, doubt.level)
            values |= {"interval": None if ends is None else list(ends[:2]), "level": doubt.level}
            line += ", no interval" if ends is None else f", {doubt.level:.0%} interval {ends[0]:.3f} to {ends[1]:.3f}"
        if chance:
            dealt = polarization_by_chance(coded, own, how, replicates=chance, seed=doubt.seed)
            values["chance"] = {"mean": dealt.mean, "excess": dealt.excess, "share_as_high": dealt.share_as_high}
            line += f", by chance {dealt.mean:.3f}, p = {dealt.share_as_high:.3f}"
        lines.append(line)
        slices.append(values)
    return Told(lines, {"slices": slices})


def _given(
    coded: CodedStatements,
    congruence: NetworkOptions,
    conflict: NetworkOptions,
    how: PolarizationOptions,
    doubt: Doubt,
    known: Mapping[str, str],
) -> Told:
    """Polarization of camps that somebody named, with its interval if wanted."""
    worth, without = score_of(build(coded, congruence), build(coded, conflict), known, how.objective, how.compatible)
    lines = [f"polarization {worth:.3f} of the camps given"]
    values: dict[str, Any] = {"score": worth, "camps": dict(known), "without_camp": list(without)}
    if doubt.drawing is not None:
        numbered = {camp: k for k, camp in enumerate(sorted(set(known.values())))}
        camps = {name: numbered[camp] for name, camp in known.items()}
        drawn = polarization_bootstrap(coded, congruence, doubt.drawing, camps=camps)
        low, high, mean = (min(max(float(v), -1.0), 1.0) for v in (*drawn.interval(doubt.level), drawn.estimate))
        values |= {"interval": [low, high], "level": doubt.level, "estimate": mean}
        lines = [f"polarization {mean:.3f} of the camps given, {doubt.level:.0%} interval {low:.3f} to {high:.3f}"]
    if without:
        lines.append(f"no camp     {', '.join(without)}")
    return Told(lines, values)


def communities_told(
    coded: CodedStatements, options: NetworkOptions, how: CommunityOptions, doubt: Doubt
) -> tuple[Told, Communities | None]:
    """Camps by every method, or the best two camps over time.

    Ties are "subtract", and profiles "combine" (for other than booleans "subtract"), whatever the options say. Slices
    of a kernel are divided by their ties alone.

    Raises:
        NetworkError: NET002 the stability of camps over time is asked for, or profiles of slices of a kernel.
    """
    ties = replace(options, mode="one-mode", aggregation="subtract")
    qualifier = coded.variables.get(options.qualifier or "")
    wanted: Aggregation = "combine" if qualifier is not None and qualifier.kind == "boolean" else "subtract"
    profiles = replace(options, mode="two-mode", aggregation=wanted, normalization="no", isolates=True)
    if windowed(options):
        if doubt.drawing is not None:
            raise NetworkError(
                "the stability of camps is computed for one network",
                code="NET002",
                remedy="Leave out --bootstrap, or the options of time and give --start and --stop",
            )
        return _camps_over_time(coded, ties, replace(profiles, isolates=options.isolates), how), None
    ties, profiles = replace(without_time(ties), isolates=True), without_time(profiles)
    network, profile = build(coded, ties), build(coded, profiles)
    found = communities(network, profile if profile.rows == network.rows else None, how)
    values = _communities(found)
    best = found.best
    failures = tuple(f"{f.method}: {f.reason}" for f in found.failures)
    if best is None:
        return computed_with(Told(["no method found camps"], values, failures), coded, ties), found
    lines = [f"best        {best.method}: {best.camps} camps, modularity {best.modularity:.3f}"]
    camps = [
        [n for n, c in zip(found.names, best.memberships.tolist(), strict=True) if c == k] for k in range(best.camps)
    ]
    lines += camps_told(camps, [n for n, c in zip(found.names, best.memberships.tolist(), strict=True) if c < 0])
    lines += [f"{each.method:<24} {each.camps:>2} camps  {each.modularity:.3f}" for each in found.divisions]
    if doubt.drawing is not None:
        again = BestCommunities(replace(how, methods=(best.method,)))
        drawn = community_stability(coded, ties, again, doubt.drawing, profiles=profiles)
        values["together"] = {"names": list(drawn.names), "share": numbers(drawn.together)}
        values["stability"] = {"names": list(drawn.names), "own": numbers(drawn.own), "rand": numbers(drawn.rand)}
        lines.append(f"replicates  adjusted Rand with these camps {float(np.nanmean(drawn.rand)):.2f} on average")
        lines.append("how often each is with its camp's others")
        lines += [
            f"  {own:>5.0%}  {name}" for name, own in zip(drawn.names, drawn.own.tolist(), strict=True) if own == own
        ]
    return computed_with(Told(lines, values, failures), coded, ties), found


def _camps_over_time(
    coded: CodedStatements, ties: NetworkOptions, profiles: NetworkOptions, how: CommunityOptions
) -> Told:
    """The best camps and the best two of each window or slice, and once for each method why it failed."""
    notices: list[str] = []
    if ties.kernel == "no":
        rows: list[Network] | None = list(network_series(coded, profiles))
    else:
        # A kernel weighs ties; there is no profile of what somebody says that it could weigh.
        rows, left_out = None, [m for m in how.methods if m in PROFILE_METHODS]
        methods = tuple(m for m in how.methods if m not in PROFILE_METHODS)
        if not methods:
            raise NetworkError(
                f"slices of a kernel have no profiles, which {' and '.join(left_out)} would compare",
                code="NET002",
                remedy="Leave out --kernel, or name a method that follows ties, such as leiden",
            )
        if left_out:
            notices.append(f"slices of a kernel have no profiles, so these are left out: {', '.join(left_out)}")
        how = replace(how, methods=methods)
    networks = list(network_series(coded, ties))
    series = communities_series(networks, rows, how)
    smooth = numbers(bipolarization(networks, rows, how).smoothed)
    slices = [_communities(each) | {"bipolarization": value} for each, value in zip(series, smooth, strict=True)]
    lines = [f"slices      {len(series):,}"]
    for each, value in zip(series, smooth, strict=True):
        best = each.best
        told = "no camps" if best is None else f"{best.camps} camps by {best.method}, {best.modularity:.3f}"
        course = "none found" if value is None else f"{_number(value)} (smoothed)"
        lines.append(f"  {iso(each.middle)}: {told}; two camps: {course}")
    failed = Counter((f.method, f.reason) for each in series for f in each.failures)
    notices += [
        f"{method}: {reason} (in {count:,} of {len(series):,} windows)" for (method, reason), count in failed.items()
    ]
    return computed_with(Told(lines, {"slices": slices}, tuple(notices)), coded, ties)


def _sizes(found: Polarization) -> str:
    return " : ".join(str(len(camp)) for camp in found.members()) or "nobody"


def _untied(found: Polarization) -> list[str]:
    return [name for name, camp in zip(found.names, found.memberships.tolist(), strict=True) if camp < 0]


def _polarization(found: Polarization) -> dict[str, Any]:
    return {
        "score": found.score,
        "objective": found.objective,
        "camps": by_camp(found.names, found.memberships.tolist()),
        "congruence_inside": found.congruence_inside,
        "conflict_across": found.conflict_across,
        "algorithm": found.algorithm,
        "starts": found.starts,
        "reached": found.reached,
        "start": iso(found.start),
        "middle": iso(found.middle),
        "stop": iso(found.stop),
    }


def _communities(found: Communities) -> dict[str, Any]:
    best = found.best
    return {
        "best": None if best is None else best.method,
        "methods": [
            {
                "method": each.method,
                "number": each.camps,
                "modularity": each.modularity,
                "signed_modularity": each.signed_modularity,
                "codelength": each.codelength,
                "camps": by_camp(found.names, each.memberships.tolist()),
            }
            for each in found.divisions
        ],
        "failures": {each.method: each.reason for each in found.failures},
        "start": iso(found.start),
        "middle": iso(found.middle),
        "stop": iso(found.stop),
    }


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"
