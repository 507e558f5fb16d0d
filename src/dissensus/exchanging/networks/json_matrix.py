"""Networks as JSON: names of rows and columns, and the matrix as a list of rows."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from dissensus.exchanging.networks._numbers import exact, moment
from dissensus.exchanging.networks.nodes import rows_of
from dissensus.exchanging.networks.targets import text_target
from dissensus.networks.network import Network


def write_json(networks: Network | Iterable[Network], target: Path | TextIO) -> None:
    """Write `{"rows", "columns", "matrix"}` of one network, or `{"slices": [...]}` of a series, as they come.

    Each slice has the same three, and "start", "middle", "stop" (UTC), "aggregation", by which congruence and conflict
    in turns are told apart, and "statements". Whole numbers have no point; what is no number is null. All but ASCII is
    escaped.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    with text_target(target) as file:
        if isinstance(networks, Network):
            file.write("{")
            _put(networks, file)
            file.write("}\n")
            return
        file.write('{"slices": [')
        for number, network in enumerate(networks):
            times = {"start": network.start, "middle": network.middle, "stop": network.stop}
            told = [f'"{name}": "{moment(seconds)}Z"' for name, seconds in times.items()]
            told.append(f'"aggregation": {json.dumps(network.options.aggregation)}')
            file.write(f'{"," if number else ""}\n{{{", ".join(told)}, "statements": {network.statements}, ')
            _put(network, file)
            file.write("}")
        file.write("\n]}\n")


def _put(network: Network, file: TextIO) -> None:
    file.write(f'"rows": {json.dumps(network.rows)}, "columns": {json.dumps(network.columns)}, "matrix": [')
    for number, row in enumerate(rows_of(network)):
        cells = (_number(weight, integer=network.integer) for weight in row.tolist())
        file.write(f"{', ' if number else ''}[{', '.join(cells)}]")
    file.write("]")


def _number(weight: float, *, integer: bool) -> str:
    if not math.isfinite(weight):
        return "null"
    return exact(weight, integer=integer)
