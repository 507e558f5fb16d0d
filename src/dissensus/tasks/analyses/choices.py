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
from dissensus.networks.sensitivity import CHOICES, Change, Sensitivity, Setting, Window, sensitivity
from dissensus.tasks.analyses.told import Told, computed_with, iso, numbers, without_time


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
) -> tuple[Told, Sensitivity]:
    """Every combination of choices beside the network that the options ask for, and which choice matters most.

    Raises:
        NetworkError: NET004 no statements are left, or nothing is tied by them.
    """
    options = without_time(options)
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
    if not found.change(found.reference).nodes:
        raise NetworkError("the statements tie nothing, so there is no network to compare", code="NET004")
    changes = list(found)
    ranking = found.ranking()
    lines = [f"settings    {len(found):,}, beside {_said(found.reference)}"]
    stretches = list(dict.fromkeys(setting.window for setting in found.settings))
    lines += [
        f"  {window.name}: {_dates(window)}" for window in stretches if (window.start, window.stop) != (None, None)
    ]
    lines.append("what matters most (share of the differences; the farthest that each alone moves, and by which value)")
    base = found.change(found.reference)
    for each in ranking:
        moved = [
            f"         {name.replace('_', ' ')} {each.alone[name]:.2f} with {value_said(each.choice, setting)}"
            for name, setting in each.farthest.items()
            if f"{each.alone[name]:.2f}" != f"{getattr(base, name):.2f}"
        ]
        lines.append(
            f"  {each.share:>5.0%}  {each.choice.replace('_', ' ')}{'' if moved else ': hardly anything alone'}"
        )
        lines += moved
    # A network whose weights are all alike correlates with none.
    worst = sorted((each for each in changes if each.correlation == each.correlation), key=lambda c: c.correlation)
    lines.append("the settings that differ most" if worst else "no setting has weights that tell a correlation")
    lines += [f"  correlation {change.correlation:.2f}  {_said(change.setting)}" for change in worst[:5]]
    values = {
        "reference": _setting(found.reference),
        "settings": [_change(change) for change in changes],
        "windows": [
            {"name": window.name, "start": iso(window.start), "stop": iso(window.stop)} for window in stretches
        ],
        "ranking": [
            {
                "choice": each.choice,
                "share": each.share,
                "shares": dict(each.shares),
                "alone": dict(each.alone),
                "farthest": {name: _setting(setting)[each.choice] for name, setting in each.farthest.items()},
            }
            for each in ranking
        ],
    }
    return computed_with(Told(lines, values, found.warnings), coded, options), found


def _camps(seed: int, network: Network) -> Sequence[int]:
    found = communities(network, None, CommunityOptions(methods=("leiden",), seed=seed))
    best = found.best
    return [-1] * len(network.rows) if best is None else best.memberships.tolist()


def _polarization(seed: int, congruence: Network, conflict: Network) -> float:
    return polarization(congruence, conflict, PolarizationOptions(search="greedy", restarts=5, seed=seed)).score


def _setting(setting: Setting) -> dict[str, Any]:
    values = {choice: getattr(setting, choice) for choice in CHOICES}
    return {**values, "window": setting.window.name}


def _dates(window: Window) -> str:
    """First and last day of a stretch of time, as far as it has ends."""
    ends = [None if end is None else str(iso(end))[:10] for end in (window.start, window.stop)]
    return " ".join(f"{word} {day}" for word, day in zip(("from", "to"), ends, strict=True) if day is not None)


def value_said(choice: str, setting: Setting) -> str:
    """The value of one choice, in words."""
    match choice:
        case "window":
            return setting.window.name
        case "weakest":
            return f"the weakest {setting.weakest:.0%} left out"
        case "least_confidence":
            return f"confidence from {setting.least_confidence:g}"
        case _:
            return str(getattr(setting, choice))


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
