"""Bar plots and centralities: how often, on which side, and how central."""

from __future__ import annotations

from dataclasses import replace

from dissensus.model.coded_statements import CodedStatements
from dissensus.networks.barplots import BarCounts, bar_counts
from dissensus.networks.building import build
from dissensus.networks.centrality import Centralities, centralities, two_mode_centralities
from dissensus.networks.options import NetworkOptions
from dissensus.tasks.analyses.told import Told, computed_with, numbers, used_options, without_time

SHOWN = 30
"""Names that are told on screen."""


def bars_told(coded: CodedStatements, options: NetworkOptions) -> tuple[Told, BarCounts]:
    """Statements of each value of variable 1 by level of the qualifier, the most frequent first on screen."""
    found = bar_counts(coded, options)
    levels = ["" if level is None else str(level) for level in found.levels]
    if found.levels == (0, 1):
        levels = ["disagree", "agree"]
    order = sorted(range(len(found.names)), key=lambda k: (-int(found.counts[k].sum()), k))
    lines = [f"statements  {found.statements:,}", "  ".join(f"{level:>9}" for level in levels) + f"  {found.variable}"]
    lines += ["  ".join(f"{int(n):>9,}" for n in found.counts[k]) + f"  {found.names[k]}" for k in order[:SHOWN]]
    if len(order) > SHOWN:
        lines.append(f"and {len(order) - SHOWN:,} more; --json or --out for all")
    values = {
        "variable": found.variable,
        "rows": list(found.names),
        "levels": list(found.levels),
        "counts": found.counts.tolist(),
        "colours": list(found.colours),
        "attributes": {
            name: dict(zip(found.attribute_names, row, strict=True))
            for name, row in zip(found.names, found.attributes, strict=True)
        },
        "statements": found.statements,
    }
    itself = replace(options, variable2=options.variable1, variable2_document=options.variable1_document)
    used, notices = used_options(coded, replace(itself, mode="event-list"))
    return Told(lines, values, notices, replace(used, isolates=options.isolates)), found


def centrality_told(coded: CodedStatements, options: NetworkOptions) -> tuple[Told, dict[str, Centralities]]:
    """Centralities of a network's names, also by variable."""
    options = without_time(options)
    network = build(coded, options)
    if network.one_mode:
        parts = {options.variable1: centralities(network)}
    else:
        parts = dict(zip((options.variable1, options.variable2), two_mode_centralities(network), strict=True))
    lines: list[str] = []
    for variable, found in parts.items():
        lines += _lines(variable, found)
    values = {
        variable: {"rows": list(found.names), "measures": {name: numbers(v) for name, v in found.measures.items()}}
        for variable, found in parts.items()
    }
    return computed_with(Told(lines, values, network.warnings), coded, options), parts


def _lines(variable: str, found: Centralities) -> list[str]:
    names = list(found.measures)
    order = sorted(range(len(found.names)), key=lambda k: (-float(found.measures[names[0]][k]), k))
    lines = ["  ".join(f"{name:>{max(9, len(name))}}" for name in names) + f"  {variable}"]
    lines += [
        "  ".join(f"{float(found.measures[name][k]):>{max(9, len(name))}.3f}" for name in names) + f"  {found.names[k]}"
        for k in order[:SHOWN]
    ]
    if len(order) > SHOWN:
        lines.append(f"and {len(order) - SHOWN:,} more; --json for all")
    return lines
