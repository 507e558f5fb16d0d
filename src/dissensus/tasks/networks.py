"""Networks as people ask for them: one, a series over time, or a list of statements; and how they are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from scipy.sparse import csr_array

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.building import build, event_list
from dissensus.networks.network import EventList, Network
from dissensus.networks.options import NetworkOptions
from dissensus.networks.seriation import seriation
from dissensus.networks.windows import network_series

STRONGEST = 10
"""Ties that are told on screen."""


def make_networks(coded: CodedStatements, options: NetworkOptions) -> EventList | Network | list[Network]:
    """What the options ask for: a list of statements, one network, or one for each window of time.

    Raises:
        NetworkError: the options do not fit the statements or each other.
    """
    if options.mode == "event-list":
        return event_list(coded, options)
    if options.time_window != "no" or options.kernel != "no":
        return list(network_series(coded, options))
    return build(coded, options)


def seriated(made: EventList | Network | list[Network]) -> EventList | Network | list[Network]:
    """The same with rows and columns in the order that shows camps; a series in the order of its whole is not made.

    Raises:
        NetworkError: NET002 for anything but one network.
    """
    if not isinstance(made, Network):
        raise NetworkError("rows and columns of one network are put in order", code="NET002")
    order = seriation(made)
    rows, columns = list(order.rows), list(order.columns)
    return replace(
        made,
        rows=tuple(made.rows[k] for k in rows),
        columns=tuple(made.columns[k] for k in columns),
        matrix=csr_array(made.matrix[rows][:, columns]),
    )


def plain(made: EventList | Network | list[Network]) -> dict[str, Any]:
    """Plain values, ready for JSON: rows, columns and matrix; ``slices`` of these; or ``statements``."""
    if isinstance(made, EventList):
        return {"statements": _statements(made.statements), "warnings": list(made.warnings)}
    if isinstance(made, Network):
        return _network(made)
    return {"slices": [_network(network) for network in made]}


def told(made: EventList | Network | list[Network]) -> list[str]:
    """Lines for a screen."""
    if isinstance(made, EventList):
        return [f"statements  {len(made.statements):,}"]
    if isinstance(made, Network):
        return _about(made)
    lines = [f"slices      {len(made):,}"]
    several = len({network.options.aggregation for network in made}) > 1
    lines += [
        f"  {moment(network.start)} to {moment(network.stop)}: "
        f"{f'{network.options.aggregation}, ' if several else ''}{network.statements:,} statements, "
        f"{len(network.rows):,} x {len(network.columns):,} names, {_ties(network):,} ties"
        for network in made[:STRONGEST]
    ]
    if len(made) > STRONGEST:
        lines.append(f"  and {len(made) - STRONGEST:,} more; --json or --out for all")
    return lines


def moment(seconds: int) -> str:
    """A time as people write it, the day alone where it begins at midnight (UTC)."""
    time = dt.datetime.fromtimestamp(seconds, tz=dt.UTC).replace(tzinfo=None)
    return time.isoformat() if time.time() != dt.time() else time.date().isoformat()


def _ties(network: Network) -> int:
    count = int(network.matrix.nnz)
    return count // 2 if network.one_mode else count


def _about(network: Network) -> list[str]:
    first = f"{len(network.rows):,} of {network.options.variable1}"
    second = "" if network.one_mode else f", {len(network.columns):,} of {network.options.variable2}"
    lines = [
        f"statements  {network.statements:,}",
        f"names       {first}{second}",
        f"ties        {_ties(network):,}",
    ]
    cells = network.matrix.tocoo()
    ties = zip(cells.coords[0].tolist(), cells.coords[1].tolist(), cells.data.tolist(), strict=True)
    strongest = sorted(
        ((i, j, w) for i, j, w in ties if not network.one_mode or i < j), key=lambda tie: (-abs(tie[2]), tie[0], tie[1])
    )
    if strongest:
        lines.append("strongest")
    for i, j, weight in strongest[:STRONGEST]:
        between = "with" if network.one_mode else "to"
        lines.append(f"  {weight:>10.4g}  {network.rows[i]} {between} {network.columns[j]}")
    return lines


def _network(network: Network) -> dict[str, Any]:
    dense = network.dense()
    cells = dense.astype(int).tolist() if network.integer else dense.tolist()
    return {
        "rows": list(network.rows),
        "columns": list(network.columns),
        "matrix": cells,
        "aggregation": network.options.aggregation,
        "statements": network.statements,
        "start": _iso(network.start),
        "middle": _iso(network.middle),
        "stop": _iso(network.stop),
        "warnings": list(network.warnings),
    }


def _iso(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).replace(tzinfo=None).isoformat()


def _statements(coded: CodedStatements) -> list[dict[str, Any]]:
    columns = {**coded.variables, "coder": coded.coder, "status": coded.status}
    documents = {f"document_{name}": column for name, column in coded.document_variables.items()}
    lists = {
        name: [None if code < 0 else column.values[code] for code in column.codes.tolist()]
        for name, column in (columns | documents).items()
    }
    return [
        {
            "id": int(coded.ids[n]),
            "time": _iso(int(coded.time[n])),
            "document": int(coded.document[n]),
            "start": int(coded.start[n]),
            "stop": int(coded.stop[n]),
            "confidence": float(coded.confidence[n]),
            **{name: values[n] for name, values in lists.items()},
        }
        for n in range(len(coded))
    ]
