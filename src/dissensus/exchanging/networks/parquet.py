"""Networks as Parquet: one row a tie that is not 0, with all names in the file's metadata, and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import coo_array, csr_array

from dissensus.exchanging.networks.targets import binary_target
from dissensus.model.errors import ExportError
from dissensus.networks.network import Network
from dissensus.networks.options import Compatibility, NetworkOptions

if TYPE_CHECKING:
    import pyarrow as pa

_KEY = b"dissensus.networks"
VERSION = 1
"""Version of the metadata."""


def write_parquet(networks: Network | Iterable[Network], target: Path | IO[bytes]) -> None:
    """Write networks, each in a row group of its own, as they come; a series is never held as a whole.

    Columns: network (0, 1, ...), row, column (names), weight, start, middle, stop (UTC, of the network). A one-mode
    network has each tie twice, as its matrix does. Nodes without ties, options and warnings stand in the metadata under
    "dissensus.networks".

    Args:
        networks: one network or a series.
        target: a path, or an open binary stream.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    about: list[dict[str, Any]] = []
    names = pa.dictionary(pa.int32(), pa.string())
    moment = pa.timestamp("s", tz="UTC")
    schema = pa.schema(
        [
            ("network", pa.int32()), ("row", names), ("column", names), ("weight", pa.float64()),
            ("start", moment), ("middle", moment), ("stop", moment),
        ]
    )  # fmt: skip
    with binary_target(target) as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for number, network in enumerate([networks] if isinstance(networks, Network) else networks):
            writer.write_table(_ties(network, number, schema))
            about.append(_about(network))
        told = {"version": VERSION, "networks": about}
        writer.add_key_value_metadata({_KEY: json.dumps(told, sort_keys=True).encode()})


def read_parquet(source: Path | IO[bytes]) -> list[Network]:
    """The networks of a file that `write_parquet` wrote.

    Raises:
        ExportError: EXP006 the file cannot be read, or nothing in it says that it holds networks.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(source) as file:
            found = (file.metadata.metadata or {}).get(_KEY)
            about = json.loads(found)["networks"] if found else None
            table = file.read(columns=["network", "row", "column", "weight"])
        if about is None:
            raise ExportError("the file does not say that it holds networks", code="EXP006")
        number = table["network"].to_numpy()
        weight = table["weight"].to_numpy()
        row, column = table["row"].to_pylist(), table["column"].to_pylist()
        ends = np.searchsorted(number, np.arange(len(about) + 1)).tolist()
        return [
            _network(told, row[begin:end], column[begin:end], weight[begin:end])
            for told, begin, end in zip(about, ends[:-1], ends[1:], strict=True)
        ]
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise ExportError(f"the file cannot be read as networks: {error}", code="EXP006") from error


def _ties(network: Network, number: int, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    held = network.matrix.tocoo()
    there = held.data != 0
    row, column, weight = held.row[there], held.col[there], held.data[there]

    def named(codes: Any, values: tuple[str, ...]) -> pa.DictionaryArray:  # noqa: ANN401
        return pa.DictionaryArray.from_arrays(
            pa.array(codes, pa.int32()), pa.array(map(_storable, values), pa.string())
        )

    columns = [
        pa.array(np.full(len(weight), number, dtype=np.int32)),
        named(row, network.rows),
        named(column, network.columns),
        pa.array(weight.astype(np.float64)),
        *(
            pa.array(np.full(len(weight), seconds, dtype=np.int64)).cast(schema.field(name).type)
            for name, seconds in (("start", network.start), ("middle", network.middle), ("stop", network.stop))
        ),
    ]
    return pa.table(columns, schema=schema)


def _storable(name: str) -> str:
    """UTF-8 has no halves of surrogate pairs."""
    return name.encode("utf-8", "replace").decode()


def _about(network: Network) -> dict[str, Any]:
    return {
        "rows": [_storable(name) for name in network.rows],
        "columns": [_storable(name) for name in network.columns],
        "options": asdict(network.options),
        "statements": network.statements,
        "integer": network.integer,
        "start": network.start,
        "middle": network.middle,
        "stop": network.stop,
        "warnings": list(network.warnings),
    }


def _network(told: dict[str, Any], row: list[str], column: list[str], weight: Any) -> Network:  # noqa: ANN401
    rows, columns = tuple(told["rows"]), tuple(told["columns"])
    row_place = {name: k for k, name in enumerate(rows)}
    column_place = {name: k for k, name in enumerate(columns)}
    places = ([row_place[name] for name in row], [column_place[name] for name in column])
    return Network(
        rows,
        columns,
        csr_array(coo_array((weight, places), shape=(len(rows), len(columns)), dtype=np.float64)),
        _options(told["options"]),
        int(told["statements"]),
        bool(told["integer"]),
        int(told["start"]),
        int(told["middle"]),
        int(told["stop"]),
        tuple(told["warnings"]),
    )


def _options(told: dict[str, Any]) -> NetworkOptions:
    known = {each.name for each in fields(NetworkOptions)}
    switches = {each.name for each in fields(Compatibility)}
    given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in told.items() if name in known}
    given["exclude_values"] = {name: tuple(values) for name, values in told.get("exclude_values", {}).items()}
    on = {name: bool(value) for name, value in told.get("compatible", {}).items() if name in switches}
    given["compatible"] = Compatibility(**on)
    return NetworkOptions(**given)
