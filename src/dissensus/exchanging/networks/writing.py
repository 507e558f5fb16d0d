"""One function for all files of networks: the format follows from the name of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from dissensus.exchanging.networks._numbers import moment
from dissensus.exchanging.networks.csv_matrix import write_csv_matrix
from dissensus.exchanging.networks.dl import write_dl
from dissensus.exchanging.networks.edge_list import write_edge_lines, write_edge_series, write_edge_table
from dissensus.exchanging.networks.event_list_csv import write_event_list_csv
from dissensus.exchanging.networks.flat_table import write_flat_csv, write_flat_parquet
from dissensus.exchanging.networks.gexf import write_gexf, write_gexf_series
from dissensus.exchanging.networks.graphml import write_graphml
from dissensus.exchanging.networks.json_matrix import write_json
from dissensus.exchanging.networks.nodes import Entities, Frequencies, as_dna, frequencies
from dissensus.exchanging.networks.parquet import write_parquet
from dissensus.exchanging.networks.visone_graphml import write_visone_graphml
from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import ExportError
from dissensus.networks.network import EventList, Network

if TYPE_CHECKING:
    from dissensus.exchanging.figures.network_figure import FigureOptions

NETWORK_ENDINGS = {
    ".csv": "the matrix as CSV",
    ".long.csv": "ties as a table with commas and the times of their window; a series in one file",
    ".dl": "the matrix as DL, for UCINET",
    ".graphml": "GraphML; under compatible DNA visone's dialect, as DNA writes it",
    ".visone.graphml": "GraphML in visone's dialect, with places and colours",
    ".gexf": "GEXF for Gephi; a series as one dynamic graph",
    ".tsv": "ties as a table with tabs; a series in one file",
    ".txt": "ties as plain lines",
    ".parquet": "ties as Parquet; a series in one file",
    ".json": "names and matrix as JSON; a series in one file",
    ".svg": "a figure",
    ".pdf": "a figure",
    ".png": "a figure",
}
"""Endings of files of networks, with what they hold."""

STATEMENT_ENDINGS = (".csv", ".parquet")
"""Endings of files of statements."""

_LONG = ".long.csv"
_FIGURES = (".svg", ".pdf", ".png")
_WHOLE_SERIES = (".gexf", ".parquet", ".json", ".tsv", ".long.csv")

MOST_FILES = 300
"""Most files of one series; daily windows of a year are more, and are better off in one file."""


def ending_of(path: Path) -> str:
    """The ending of a file of networks, one of `NETWORK_ENDINGS`.

    Raises:
        ExportError: EXP001 the name has none of them.
    """
    # A bare "LONG.CSV" asks for one table, too.
    name = f"{'.' * (path.name.lower() == _LONG[1:])}{path.name.lower()}"
    if name == _LONG:
        return _LONG
    for ending in sorted(NETWORK_ENDINGS, key=len, reverse=True):
        if name.endswith(ending) and len(name) > len(ending):
            return ending
    known = ", ".join(NETWORK_ENDINGS)
    raise ExportError(f"{path.name!r} ends in no known format of networks; known are {known}", code="EXP001")


def write_network(
    networks: Network | Iterable[Network] | EventList,
    path: Path,
    *,
    entities: Entities | None = None,
    coded: CodedStatements | None = None,
    figure: FigureOptions | None = None,
    most_files: int = MOST_FILES,
) -> tuple[Path, ...]:
    """Write a network, a series of networks or an event list in the format of the file's ending (`NETWORK_ENDINGS`).

    A series goes into one file where the format has a place for it (GEXF, Parquet, JSON, tables of ties); else each
    network has a file of its own with its number and middle put before the ending ("net-0001-2021-03-01T000000.csv");
    and its aggregation, if not all have the same ("net-0002-2021-03-01T000000-conflict.csv"). Figures of a series have
    each node in one place in all of them, and the time (and the aggregation likewise) in their titles.
    An event list is CSV, or Parquet as in `write_statements`.

    Args:
        networks: what to write.
        path: where to; a file of that name is replaced.
        entities: numbers, colours and attributes of nodes; None for those of ``coded``.
        coded: the statements that the networks come from: nodes then have their frequencies.
        figure: how figures are drawn.
        most_files: a series that would make more files is refused before any is written.

    Returns:
        The files that were written.

    Raises:
        ExportError: EXP001 no such ending; EXP002 the file cannot be written; EXP007 the series would make too many
            files; others as the format's own writer.
        NetworkError: NET003 DNA fails at this network.
    """
    known: Entities = entities if entities is not None else (coded.entities if coded is not None else {})
    if isinstance(networks, EventList):
        return _write_events(networks, path, known or networks.statements.entities)
    ending = ending_of(path)
    if isinstance(networks, Network) and ending == ".long.csv":
        networks = [networks]
    if isinstance(networks, Network):
        _write_one(networks, path, ending, known, coded, figure)
        return (path,)
    if ending in _WHOLE_SERIES:
        _write_series(networks, path, ending, known)
        return (path,)
    series = _few(networks, path, most_files)
    if ending in _FIGURES:
        return _draw_each(series, path, ending, known, coded, figure)
    return tuple(_write_each(series, path, ending, known, coded, figure))


def _few(networks: Iterable[Network], path: Path, most: int) -> list[Network]:
    """The networks of a series that has a file for each of them."""
    few = list(islice(networks, most + 1))
    if len(few) > most:
        raise ExportError(
            f"a file like {path.name} for each window would make more than {most:,} files",
            code="EXP007",
            remedy="Give a name that ends in .long.csv, .parquet, .json or .gexf: all windows in one file; or take "
            "longer windows, or --start and --stop",
        )
    return few


def write_statements(coded: CodedStatements, path: Path, *, entities: Entities | None = None) -> None:
    """Write all of every statement as one table, CSV or Parquet by the file's ending; see `flat_table`.

    Raises:
        ExportError: EXP001 another ending; EXP002 the file cannot be written.
    """
    check_statement_ending(path)
    if path.suffix.lower() == ".csv":
        write_flat_csv(coded, path, entities)
    else:
        write_flat_parquet(coded, path, entities)


def check_statement_ending(path: Path) -> None:
    """Refuse a name that ends in no format of statements.

    Raises:
        ExportError: EXP001.
    """
    if path.suffix.lower() not in STATEMENT_ENDINGS:
        known, found = " or ".join(STATEMENT_ENDINGS), repr(path.suffix) if path.suffix else "a name without ending"
        raise ExportError(f"statements are written as {known}, not as {found}", code="EXP001")


def _write_events(events: EventList, path: Path, entities: Entities) -> tuple[Path, ...]:
    if path.suffix.lower() == ".csv":
        write_event_list_csv(events, path, entities)
    else:
        write_statements(events.statements, path, entities=entities)
    return (path,)


def _write_series(networks: Iterable[Network], path: Path, ending: str, entities: Entities) -> None:
    if ending == ".gexf":
        write_gexf_series(list(networks), path, entities)
    elif ending == ".parquet":
        write_parquet(networks, path)
    elif ending == ".tsv":
        write_edge_series(networks, path, entities)
    elif ending == ".long.csv":
        write_edge_series(networks, path, entities, delimiter=",")
    else:
        write_json(networks, path)


def _write_each(
    networks: Sequence[Network],
    path: Path,
    ending: str,
    entities: Entities,
    coded: CodedStatements | None,
    figure: FigureOptions | None,
) -> Iterator[Path]:
    several = _several(networks)
    for number, network in enumerate(networks, 1):
        own = _numbered(path, ending, number, network, several=several)
        _write_one(network, own, ending, entities, coded, figure)
        yield own


def _draw_each(
    series: Sequence[Network],
    path: Path,
    ending: str,
    entities: Entities,
    coded: CodedStatements | None,
    figure: FigureOptions | None,
) -> tuple[Path, ...]:
    from dissensus.exchanging.figures.network_figure import FigureOptions, draw_network, shared_places

    if not series:
        return ()
    options = figure or FigureOptions()
    places = shared_places(series, options, entities=entities)
    paths, several = [], _several(series)
    for number, network in enumerate(series, 1):
        own = _numbered(path, ending, number, network, several=several)
        kind = network.options.aggregation if several else ""
        title = " ".join(filter(None, (options.title, moment(network.middle, " "), kind)))
        counts = None if coded is None else frequencies(network, coded)
        draw_network(network, own, replace(options, title=title), entities=entities, counts=counts, places=places)
        paths.append(own)
    return tuple(paths)


def _several(series: Sequence[Network]) -> bool:
    """Whether networks of different aggregations stand side by side: congruence and conflict in turns."""
    return len({each.options.aggregation for each in series}) > 1


def _numbered(path: Path, ending: str, number: int, network: Network, *, several: bool) -> Path:
    middle = moment(network.middle).replace(":", "")
    kind = f"-{network.options.aggregation}" if several else ""
    return path.with_name(f"{path.name[: -len(ending)]}-{number:04}-{middle}{kind}{path.name[-len(ending) :]}")


def _write_one(
    network: Network,
    path: Path,
    ending: str,
    entities: Entities,
    coded: CodedStatements | None,
    figure: FigureOptions | None,
) -> None:
    if ending == ".graphml" and as_dna(network):
        ending = ".visone.graphml"
    plain: dict[str, Callable[[Network, Path], None]] = {
        ".csv": write_csv_matrix,
        ".dl": write_dl,
        ".parquet": write_parquet,
        ".json": write_json,
    }
    if ending in plain:
        plain[ending](network, path)
        return
    named: dict[str, Callable[[Network, Path, Entities], None]] = {".tsv": write_edge_table, ".txt": write_edge_lines}
    if ending in named:
        named[ending](network, path, entities)
        return
    counts = None if coded is None else frequencies(network, coded)
    if ending in _FIGURES:
        from dissensus.exchanging.figures.network_figure import draw_network

        draw_network(network, path, figure, entities=entities, counts=counts)
        return
    counted: dict[str, Callable[[Network, Path, Entities, Frequencies | None], None]] = {
        ".graphml": write_graphml,
        ".visone.graphml": write_visone_graphml,
        ".gexf": write_gexf,
    }
    counted[ending](network, path, entities, counts)
