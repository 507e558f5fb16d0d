"""What a cell opens onto, noted first and filled with quotes once it is known how many each cell may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dissensus.model.tables import Table
from dissensus.reporting._quotes import Group

NO_OUTLET = "(outlet not known)"
"""What stands for the outlet where it is not known."""


@dataclass(slots=True)
class Pending:
    """A group whose pieces are taken once it is known how many each may hold.

    Attributes:
        group: what the cell opens onto.
        table: where its evidence stands.
        row: in which row.
        speaker: actor id of the speaker of its statements, or None for any.
    """

    group: Group
    table: Table
    row: int
    speaker: str | None


def plain_rows(table: Table) -> list[dict[str, Any]]:
    """Rows without their evidence, each with its number."""
    lists = [name for name in ("evidence", "bearings") if name in table.column_names]
    rows: list[dict[str, Any]] = table.arrow.drop_columns(lists).to_pylist()
    return [row | {"row": number} for number, row in enumerate(rows)]


def outlet_name(outlet: str | None) -> str:
    """Name of an outlet as the page shows it."""
    return NO_OUTLET if outlet is None else outlet


def new_group(
    pending: list[Pending],
    title: Sequence[str],
    total: int,
    unit: str,
    table: Table,
    row: int,
    speaker: str | None = None,
) -> Group:
    """A group to be filled; it is numbered by its place among all."""
    group = Group(f"c{len(pending) + 1}", tuple(title), total, unit, [])
    pending.append(Pending(group, table, row, speaker))
    return group
