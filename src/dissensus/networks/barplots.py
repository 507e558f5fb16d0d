"""How often each name occurs with each level of the qualifier: the numbers of a bar plot."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import CodedStatements, Entity
from dissensus.networks.building import settled
from dissensus.networks.counting import frame
from dissensus.networks.filtering import select
from dissensus.networks.options import NetworkOptions


@dataclass(frozen=True, slots=True, eq=False)
class BarCounts:
    """Statements by name and level.

    Attributes:
        variable: whose values are counted.
        names: V values that occur, or with ``isolates`` those that filters leave without a statement too, by UTF-16
            code unit.
        levels: L levels of the qualifier in order: (0, 1) for a boolean, (None,) without a qualifier.
        counts: V x L numbers of statements.
        colours: V colours, "#rrggbb"; black where none is known.
        attribute_names: A names of attributes, sorted.
        attributes: V tuples of A texts.
        statements: how many statements were counted.
    """

    variable: str
    names: tuple[str, ...]
    levels: tuple[str | int | None, ...]
    counts: NDArray[np.int64]
    colours: tuple[str, ...]
    attribute_names: tuple[str, ...]
    attributes: tuple[tuple[str, ...], ...]
    statements: int


def bar_counts(coded: CodedStatements, options: NetworkOptions) -> BarCounts:
    """Numbers of statements by value of variable 1 and level of the qualifier.

    All filters of the options count; duplicates are statements with the same value of variable 1 and the same level
    within the unit. Mode, aggregation, variable 2 and normalization play no part.

    Raises:
        NetworkError: a variable is unknown (NET001).
    """
    itself = replace(options, variable2=options.variable1, variable2_document=options.variable1_document)
    checked, _ = settled(coded, replace(itself, mode="event-list"))
    asked = replace(checked, mode="two-mode", aggregation="ignore" if options.qualifier is None else "subtract")
    chosen = select(coded, asked)
    counted = frame(coded, chosen.loaded, chosen.kept, asked).counts(chosen.kept)
    counts = np.zeros((len(counted.rows), len(counted.levels)), dtype=np.int64)
    np.add.at(counts, (counted.i, counted.k), counted.n.astype(np.int64))
    known = coded.entities.get(options.variable1, {}) if not options.variable1_document else {}
    entities = [known.get(name, Entity(name)) for name in counted.rows]
    attributes = tuple(sorted({each for entity in known.values() for each in entity.attributes}))
    return BarCounts(
        options.variable1,
        counted.rows,
        counted.levels,
        counts,
        tuple(each.colour for each in entities),
        attributes,
        tuple(tuple(each.attributes.get(name, "") for name in attributes) for each in entities),
        counted.statements,
    )
