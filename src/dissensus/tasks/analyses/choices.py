"""How much the picture depends on choices that a study leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.communities import CommunityOptions, communities
from dissensus.networks.filtering import select
from dissensus.networks.network import Network
from dissensus.networks.options import Duplicates, NetworkOptions, Normalization
from dissensus.networks.polarization import PolarizationOptions, polarization
from dissensus.networks.sensitivity import CHOICES, Change, Setting, sensitivity
from dissensus.tasks.analyses.told import Told, numbers


def sensitivity_told(
    coded: CodedStatements,
    options: NetworkOptions,
    *,
    duplicates: Sequence[Duplicates],
    normalizations: Sequence[Normalization],
    confidences: Sequence[float],
    weakest: Sequence[float],
    windows: int,
    camps: bool,
    seed: int,
) -> Told:
    """Every combination of choices beside the network that the options ask for, and which choice matters most.

    Raises:
        NetworkError: NET004 no statements are left.
    """
    if not len(select(coded, options).kept):
        raise NetworkError("no statements are left to compare", code="NET004")
    one_mode = camps and options.mode == "one-mode"
    more: dict[str, Any] = {}
    if duplicates:
        more["duplicates"] = tuple(duplicates)
    found = sensitivity(
        coded,
        options,
        normalizations=tuple(normalizations) or None,
        confidences=tuple(confidences),
        weakest=tuple(weakest),
        windows=windows or (),
        communities=partial(_camps, seed) if one_mode else None,
        polarization=partial(_polarization, seed) if one_mode else None,
        **more,
    )
    changes = list(found)
    ranking = found.ranking()
    lines = [f"settings    {len(found):,}, beside {_said(found.reference)}"]
    lines.append("what matters most (share of the differences; the farthest that it alone moves)")
    for each in ranking:
        moved = ", ".join(f"{name.replace('_', ' ')} {value:.2f}" for name, value in each.alone.items())
        lines.append(f"  {each.share:>5.0%}  {each.choice.replace('_', ' ')}" + (f": {moved}" if moved else ""))
    worst = sorted(changes, key=lambda change: change.correlation if change.correlation == change.correlation else 2.0)
    lines.append("the settings that differ most")
    lines += [f"  correlation {change.correlation:.2f}  {_said(change.setting)}" for change in worst[:5]]
    values = {
        "reference": _setting(found.reference),
        "settings": [_change(change) for change in changes],
        "ranking": [
            {"choice": each.choice, "share": each.share, "shares": dict(each.shares), "alone": dict(each.alone)}
            for each in ranking
        ],
    }
    return Told(lines, values, found.warnings)


def _camps(seed: int, network: Network) -> Sequence[int]:
    found = communities(network, None, CommunityOptions(methods=("leiden",), seed=seed))
    best = found.best
    return [-1] * len(network.rows) if best is None else best.memberships.tolist()


def _polarization(seed: int, congruence: Network, conflict: Network) -> float:
    return polarization(congruence, conflict, PolarizationOptions(search="greedy", restarts=5, seed=seed)).score


def _setting(setting: Setting) -> dict[str, Any]:
    values = {choice: getattr(setting, choice) for choice in CHOICES}
    return {**values, "window": setting.window.name}


def _said(setting: Setting) -> str:
    parts = [f"duplicates {setting.duplicates}", f"normalization {setting.normalization}"]
    if setting.least_confidence:
        parts.append(f"confidence from {setting.least_confidence:g}")
    if setting.weakest:
        parts.append(f"without the weakest {setting.weakest:.0%}")
    return ", ".join([*parts, f"time {setting.window.name}"])


def _change(change: Change) -> dict[str, Any]:
    told = {name: getattr(change, name) for name in change.__slots__ if name != "setting"}
    plain = {name: numbers([value])[0] if isinstance(value, float) else value for name, value in told.items()}
    return {**_setting(change.setting), **plain}
