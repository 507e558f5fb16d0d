"""Networks and coded statements of a few invented actors and claims, built by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from dissensus.model.coded_statements import CodedStatements, Column, Entity
from dissensus.networks.network import Network
from dissensus.networks.options import NetworkOptions

MONDAY = 1_614_556_800
"""The first of March 2021, 00:00 UTC."""

DAY = 86_400


def network(
    rows: Sequence[str],
    columns: Sequence[str] | None,
    cells: Any,
    *,
    integer: bool = True,
    middle: int = MONDAY,
    **options: Any,
) -> Network:
    """One mode where there are no columns; a day long around its middle."""
    options.setdefault("mode", "one-mode" if columns is None else "two-mode")
    names = tuple(rows) if columns is None else tuple(columns)
    matrix = csr_array(np.asarray(cells, dtype=float).reshape(len(rows), len(names)))
    half = DAY // 2
    return Network(
        tuple(rows), names, matrix, NetworkOptions(**options), 7, integer, middle - half, middle, middle + half
    )


def three_actors(**options: Any) -> Network:
    """Ann and Bob agree, both contradict Cy."""
    options.setdefault("aggregation", "subtract")
    return network(["Ann", "Bob", "Cy"], None, [[0, 2, -1], [2, 0, -3], [-1, -3, 0]], **options)


def actors_and_claims(**options: Any) -> Network:
    """Three actors and two claims; Cy has no tie."""
    options.setdefault("aggregation", "subtract")
    return network(["Ann", "Bob", "Cy"], ["Build it.", "Tax it."], [[2, -1], [0, 1], [0, 0]], **options)


def coded() -> CodedStatements:
    """Four statements on two claims, with attributes, a number, a long text and a value that was never coded."""
    count = 4
    text = "short text"
    return CodedStatements(
        statement_type="Opinion",
        ids=np.array([3, 1, 2, 4]),
        time=np.array([MONDAY, MONDAY + 60, MONDAY + DAY, MONDAY + DAY]),
        document=np.array([10, 10, 11, 11]),
        start=np.array([0, 20, 5, 40]),
        stop=np.array([12, 31, 30, 55]),
        variables={
            "organization": Column.of("organization", text, ["Ann", "Bob", "Ann", "Cy; Co"]),
            "concept": Column.of("concept", text, ["Build it.", "Build it.", "Tax it.", ""]),
            "agreement": Column("agreement", "boolean", np.array([1, 0, 1, 1], np.int32), (0, 1)),
            "strength": Column("strength", "integer", np.array([1, 0, -1, 1], np.int32), (-2, 5)),
            "memo": Column.of("memo", "long text", ["", 'says "no"', "two\nlines", "=1+1"]),
        },
        document_variables={
            "author": Column.of("author", text, ["Zoe", "Zoe", "", ""]),
            "source": Column.of("source", text, ["Gazette"] * count),
            "section": Column.of("section", text, [""] * count),
            "type": Column.of("type", text, ["news"] * count),
            "id": Column.of("id", text, ["10", "10", "11", "11"]),
            "title": Column.of("title", text, ["One", "One", "Two", "Two"]),
        },
        coder=Column.of("coder", text, ["Mia", "Mia", "Noa", "Noa"]),
        confidence=np.array([1.0, 0.5, 1.0, 0.123456789012]),
        status=Column.of("status", text, ["decided", "proposed", "decided", "decided"]),
        entities={
            "organization": {
                "Ann": Entity("Ann", 5, "#ff0000", {"Type": "party", "Alias": "A."}),
                "Bob": Entity("Bob", 6, "#00ff00", {"Type": "union"}),
                "Cy; Co": Entity("Cy; Co", 7, "#0000ff", {"Type": ""}),
            },
            "concept": {"Build it.": Entity("Build it.", 8), "Tax it.": Entity("Tax it.", 9)},
            "coder": {"Mia": Entity("Mia", 2), "Noa": Entity("Noa", 1)},
        },
        first_time=MONDAY,
        last_time=MONDAY + 2 * DAY,
        passages=["We will build", 'No; "never"', "Tax them all", "+ more"],
    )
