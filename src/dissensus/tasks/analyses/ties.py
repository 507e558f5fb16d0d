"""How sure each tie of a network is."""

from __future__ import annotations

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.bootstrap import EdgeIntervals, edge_intervals
from dissensus.networks.network import EventList, Network
from dissensus.tasks.analyses.camps import Doubt
from dissensus.tasks.analyses.told import Told, numbers

SHOWN = 20
"""Ties that are told on screen."""


def ties_told(coded: CodedStatements, made: EventList | Network | list[Network], doubt: Doubt) -> Told:
    """An interval for each tie of one network.

    Raises:
        NetworkError: NET002 a list of statements or a series over time was asked for.
    """
    if not isinstance(made, Network):
        raise NetworkError(
            "intervals of ties are made of one network",
            code="NET002",
            remedy="Leave out --bootstrap, or the options of time and give --start and --stop",
        )
    assert doubt.drawing is not None
    found = edge_intervals(coded, made.options, doubt.drawing, level=doubt.level)
    clear = (found.low > 0) | (found.high < 0)
    pairs = [
        (i, j)
        for i in range(len(found.rows))
        for j in range(len(found.columns))
        if (found.weight[i, j] or clear[i, j]) and (not made.one_mode or i < j)
    ]
    pairs.sort(key=lambda pair: (-abs(found.weight[pair]), pair))
    outside = sum(bool(clear[pair]) for pair in pairs)
    lines = [
        f"statements  {made.statements:,}",
        f"ties        {len(pairs):,}; the {found.level:.0%} interval of {outside:,} leaves out 0",
        f"intervals   {_made(found)}",
        f"{'weight':>12}  {'expected':>9}  {'interval':^20}  above 0",
    ]
    between = "with" if made.one_mode else "to"
    for pair in pairs[:SHOWN]:
        interval = f"{found.expected[pair]:>9.3f}  {found.low[pair]:>8.3f} to {found.high[pair]:>8.3f}"
        names = f"{found.rows[pair[0]]} {between} {found.columns[pair[1]]}"
        lines.append(f"{found.weight[pair]:>12.4g}  {interval}  {found.positive[pair]:>7.0%}  {names}")
    values = {
        "low": numbers(found.low),
        "high": numbers(found.high),
        "above_zero": numbers(found.positive),
        "below_zero": numbers(found.negative),
        "estimate": numbers(found.weight),
        "expected": numbers(found.expected),
        "statements_behind": numbers(found.statements),
        "method": found.method,
        "level": found.level,
        "replicates": doubt.drawing.replicates,
    }
    return Told(lines, values)


def _made(found: EdgeIntervals) -> str:
    if found.method == "fitted":
        return "of fitted cells: expected networks, where ties that stand out by chance do so less"
    why = f", because {found.unfitted}" if found.unfitted else ""
    return f"of counted cells ({found.method}){why}; too narrow where few statements are"
