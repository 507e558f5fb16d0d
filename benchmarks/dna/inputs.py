"""The inputs of the reference records as coded statements, and settings of records as options."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import CodedStatements, Column, Entity
from dissensus.networks.options import DNA, NetworkOptions

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MODES = {"onemode": "one-mode", "twomode": "two-mode", "eventlist": "event-list"}
DEFAULT_TYPE = "DNA Statement"
SAME_NAME = (
    "variable1", "variable2", "qualifier", "variable1_document", "variable2_document", "qualifier_document",
    "aggregation", "normalization", "duplicates", "isolates", "invert_values", "invert_authors", "invert_sources",
    "invert_sections", "invert_types", "time_window", "window_size", "kernel", "indent", "normalize_to_one",
)  # fmt: skip
"""Settings that have the same name and meaning as our options."""
LISTS = ("exclude_authors", "exclude_sources", "exclude_sections", "exclude_types")


def seconds(text: str) -> int:
    """A time of the records (UTC without a zone) in seconds since 1970; a fraction is cut."""
    return int((dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC) - EPOCH) // dt.timedelta(seconds=1))


@cache
def coded_from_json(path: Path, statement_type: str) -> CodedStatements:
    """All statements of one type in a JSON input."""
    given: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    kinds: dict[str, Any] = given["statement_types"][statement_type]
    documents = {each["id"]: each | {"seconds": seconds(each["date"])} for each in given["documents"]}
    found = [each for each in given["statements"] if each["statement_type"] == statement_type]
    found.sort(key=lambda s: (documents[s["document_id"]]["seconds"], s["document_id"], s["start"], s["stop"], s["id"]))
    of = [documents[each["document_id"]] for each in found]
    entities: dict[str, dict[str, Entity]] = {}
    for each in given["entities"]:
        entities.setdefault(each["variable"], {})[each["value"]] = Entity(each["value"], colour=each["color"])
    times = [each["seconds"] for each in documents.values()]

    def numbers(values: list[int]) -> NDArray[np.int64]:
        return np.array(values, dtype=np.int64)

    return CodedStatements(
        statement_type,
        numbers([each["id"] for each in found]),
        numbers([each["seconds"] for each in of]),
        numbers([each["document_id"] for each in found]),
        numbers([each["start"] for each in found]),
        numbers([each["stop"] for each in found]),
        {name: Column.of(name, kind, [each["values"][name] for each in found]) for name, kind in kinds.items()},
        {
            name: Column.of(name, "short text", [str(each[name]) for each in of])
            for name in ("author", "source", "section", "type", "id", "title")
        },
        Column.of("coder", "short text", [str(each["coder"]) for each in found]),
        np.ones(len(found)),
        Column.of("status", "short text", ["decided"] * len(found)),
        entities,
        min(times),
        max(times),
    )


@cache
def coded_from_dna(path: Path, statement_type: str) -> CodedStatements:
    """All statements of one type in a file of DNA, with their words."""
    from dissensus.exchanging.dna_files.reading import read_coded

    return read_coded(path, statement_type, passages=True)


def differences(first: CodedStatements, second: CodedStatements) -> list[str]:
    """In which columns two inputs differ; coders (names here, numbers there), states and words are passed over."""
    found = [
        name
        for name in ("ids", "time", "document", "start", "stop")
        if not np.array_equal(getattr(first, name), getattr(second, name))
    ]
    if (first.first_time, first.last_time) != (second.first_time, second.last_time):
        found.append("first and last document")
    for columns in ("variables", "document_variables"):
        one, other = getattr(first, columns), getattr(second, columns)
        if set(one) != set(other):
            found.append(columns)
        found += [name for name in one if name in other and _said(one[name]) != _said(other[name])]
    colours = [{(v, e.value, e.colour.lower()) for v, of in each.entities.items() for e in of.values()
                if v in first.variables} for each in (first, second)]  # fmt: skip
    return [*found, *(["colours"] if colours[0] != colours[1] else [])]


def _said(column: Column) -> list[Any]:
    return [column.values[code] if code >= 0 else None for code in column.codes.tolist()]


def options_of(settings: dict[str, Any]) -> NetworkOptions:
    """What a record was made with; keys that are not there have DNA's neutral values."""
    taken: dict[str, Any] = {name: settings[name] for name in SAME_NAME if name in settings}
    taken |= {name: tuple(settings[name]) for name in LISTS if name in settings}
    taken["mode"] = MODES.get(settings.get("network_type", "twomode"), settings.get("network_type"))
    taken["exclude_values"] = {name: tuple(values) for name, values in settings.get("exclude_values", {}).items()}
    taken |= {name: seconds(settings[name]) for name in ("start", "stop") if name in settings}
    taken.setdefault("qualifier", None)
    return replace(NetworkOptions(), **taken, compatible=DNA)
