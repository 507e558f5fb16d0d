"""Reference records: what each kind of them is compared with, to 1e-9."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.backbone import evaluate_backbone, nested_backbone
from dissensus.networks.barplots import bar_counts
from dissensus.networks.building import build, settled
from dissensus.networks.distances import slice_distances
from dissensus.networks.filtering import select
from dissensus.networks.kernels import kernel_series
from dissensus.networks.network import Network
from dissensus.networks.options import DNA, NetworkOptions
from dissensus.networks.polarization import score
from dissensus.networks.windows import network_series
from dna.inputs import DEFAULT_TYPE, coded_from_dna, coded_from_json, options_of, seconds

NEAR = 1e-9
"""Largest difference of two numbers, in parts of one where they are larger than one."""


@dataclass(slots=True)
class Tally:
    """What became of the records of one file.

    Attributes:
        records: how many there are.
        reproduced: how many have the same numbers here.
        refused: by reason, records at which DNA failed with an error, and which are refused here.
        wrong: records that differ, with what differs.
    """

    records: int = 0
    reproduced: int = 0
    refused: dict[str, list[int]] = field(default_factory=dict)
    wrong: list[tuple[int, str]] = field(default_factory=list)


def tally(folder: Path, name: str) -> Tally:
    """Compare every record of a file."""
    found = Tally()
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            record: dict[str, Any] = json.loads(line)
            found.records += 1
            _compare(folder, name, number, record, found)
    return found


def _compare(folder: Path, name: str, number: int, record: dict[str, Any], found: Tally) -> None:
    settings = record["settings"]
    coded = _input(folder, name, settings.get("statement_type", DEFAULT_TYPE))
    options = options_of(settings)
    if name.endswith("week_en_US"):
        options = replace(options, compatible=replace(DNA, weeks_of_united_states=True))
    try:
        differences = list(_differences(coded, options, settings, record))
    except NetworkError as error:
        # DNA's failures are refused as such, and what it does not know is unknown here, too.
        if "error" in record and error.code in ("NET003", "NET001"):
            found.refused.setdefault(error.found, []).append(number)
        else:
            found.wrong.append((number, str(error)))
        return
    if "error" in record:
        found.wrong.append((number, f"DNA fails with {record['error'][:60]}, and we do not"))
    elif differences:
        found.wrong.append((number, ", ".join(differences)))
    else:
        found.reproduced += 1


def _input(folder: Path, name: str, statement_type: str) -> CodedStatements:
    stem = name.partition("_")[0]
    if stem == "sample":
        return coded_from_json(folder / "sample_input.json", statement_type)
    return coded_from_dna(folder / f"{stem}.dna", statement_type)


def _differences(
    coded: CodedStatements, options: NetworkOptions, settings: dict[str, Any], record: dict[str, Any]
) -> Iterator[str]:
    kind = settings.get("kind")
    if kind == "barplot":
        return _bar_plot(coded, options, record)
    if kind == "nested_backbone":
        return _nested(coded, options, record)
    if kind == "evaluate_backbone":
        losses = evaluate_backbone(coded, options, settings["backbone"], settings["p"])
        return iter(() if _same(losses, record["losses"]) else ("losses",))
    if kind == "polarization":
        return _polarization(coded, options, settings, record)
    if settings.get("time_window", "no") != "no":
        return _series(coded, options, settings, record)
    return _network(build(coded, options), record, {}, ids=_ids(coded, options))


def _ids(coded: CodedStatements, options: NetworkOptions) -> list[int]:
    return [int(each) for each in coded.ids[select(coded, settled(coded, options)[0]).kept]]


def _network(
    network: Network,
    record: dict[str, Any],
    shared: dict[str, Any],
    *,
    ids: Sequence[int] = (),
    cleared: bool = False,
    counted: bool = True,
) -> Iterator[str]:
    rows, columns = record.get("rows", shared.get("rows")), record.get("cols", shared.get("cols"))
    if [list(network.rows), list(network.columns)] != [rows, columns]:
        yield "names"
        return
    matrix = np.maximum(network.dense(), 0.0) if cleared else network.dense()
    if not _same(matrix, np.reshape(np.array(record["matrix"], dtype=np.float64), matrix.shape)):
        yield "matrix"
    if network.integer != record["integer"]:
        yield "integer"
    given = {"start": network.start, "mid": network.middle, "stop": network.stop}
    yield from (name for name, value in given.items() if seconds(record[name]) != value)
    if counted and network.statements != record["n_statements"]:
        yield "n_statements"
    if "statement_ids" in record and list(ids) != record["statement_ids"]:
        yield "statement_ids"


def _series(
    coded: CodedStatements, options: NetworkOptions, settings: dict[str, Any], record: dict[str, Any]
) -> Iterator[str]:
    networks = list(network_series(coded, options))
    if len(networks) != len(record["slices"]):
        yield f"{len(networks)} slices for {len(record['slices'])}"
        return
    # The spectral distance sets negative cells of the slices themselves to 0 before they are written down; DNA counts
    # no statements in slices of kernels.
    cleared, counted = settings.get("distance") == "spectral", options.kernel == "no"
    compare = partial(_network, shared=record, cleared=cleared, counted=counted)
    for number, (network, given) in enumerate(zip(networks, record["slices"], strict=True)):
        yield from (f"{each} of slice {number}" for each in compare(network, given))
    if "distance" in record:
        distances = slice_distances(networks, settings["distance"], compatible=options.compatible)
        if not _same(distances, record["distance"]):
            yield "distances"


def _bar_plot(coded: CodedStatements, options: NetworkOptions, record: dict[str, Any]) -> Iterator[str]:
    bars = bar_counts(coded, options)
    if list(bars.names) != record["values"]:
        yield "values"
    # Without a qualifier DNA names the only level 1.
    if list(bars.levels) != (record["levels"] if options.qualifier else [None]):
        yield "levels"
    if bars.counts.tolist() != record["counts"]:
        yield "counts"
    if [row[0].lower() for row in record["attributes"]] != [each.lower() for each in bars.colours]:
        yield "colours"
    # The JSON input has no attributes besides colours.
    if bars.attribute_names:
        if ["Color", *bars.attribute_names] != record["attribute_variables"]:
            yield "attribute_variables"
        if [row[1:] for row in record["attributes"]] != [list(row) for row in bars.attributes]:
            yield "attributes"


def _nested(coded: CodedStatements, options: NetworkOptions, record: dict[str, Any]) -> Iterator[str]:
    steps = nested_backbone(coded, options)
    exact = {
        "iteration": [each.iteration for each in steps],
        "entity": [each.claim for each in steps],
        "statements": [each.statements for each in steps],
    }
    yield from (name for name, given in exact.items() if given != record[name])
    for name in ("backbone_loss", "redundant_loss"):
        if not _same([getattr(each, name) for each in steps], record[name]):
            yield name


def _polarization(
    coded: CodedStatements, options: NetworkOptions, settings: dict[str, Any], record: dict[str, Any]
) -> Iterator[str]:
    options = replace(options, mode="one-mode", normalization="average")
    both = [replace(options, aggregation=each) for each in ("congruence", "conflict")]
    if options.time_window != "no":
        # DNA never changes the aggregation between the two: both are the same "subtract" networks.
        asked, warnings = settled(coded, replace(options, aggregation="subtract"))
        slices = list(kernel_series(coded, asked, warnings, for_polarization=True))
        pairs = [(each, each) for each in slices]
    else:
        pairs = [(build(coded, both[0]), build(coded, both[1]))]
    if len(pairs) != len(record["results"]):
        yield f"{len(pairs)} results for {len(record['results'])}"
        return
    for number, ((congruence, conflict), given) in enumerate(zip(pairs, record["results"], strict=True)):
        if list(congruence.rows) != given["names"]:
            yield f"names of {number}"
            continue
        worth = score(congruence.dense(), conflict.dense(), given["memberships"],
                      normalized=settings["normalize_scores"], compatible=options.compatible)  # fmt: skip
        if not _same([worth], [given["score"]]):
            yield f"score of {number}: {worth} for {given['score']}"


def _same(ours: ArrayLike, theirs: ArrayLike) -> bool:
    one: NDArray[np.float64] = np.asarray(ours, dtype=np.float64)
    other: NDArray[np.float64] = np.asarray(theirs, dtype=np.float64)
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=NEAR, atol=NEAR, equal_nan=True))
