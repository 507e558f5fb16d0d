"""Entities of a DNA file that are children of others: no chain of them may be without end."""

from __future__ import annotations

from dissensus.exchanging.dna_files._cells import number
from dissensus.exchanging.dna_files.opening import DnaDatabase
from dissensus.model.errors import DnaFileError

MAX_PARENTS = 1_000
"""Longest chain of entities, each the child of the next."""


def check_parents(database: DnaDatabase) -> None:
    """Refuse entities that are, over others, children of themselves.

    Raises:
        DnaFileError: DNA004, there are such entities, or a chain of more than 1,000.
    """
    if not database.has("ENTITIES", "ChildOf"):
        return
    parents = {
        number(database, "ENTITIES", "ID", own): number(database, "ENTITIES", "ChildOf", parent)
        for own, parent in database.rows("ENTITIES", ("ID", "ChildOf"))
        if parent is not None
    }
    known: dict[int, int] = {}
    for own in parents:
        chain: list[int] = []
        inside: set[int] = set()
        at = own
        while at in parents and at not in known:
            if at in inside:
                raise DnaFileError(
                    f"the entity {at} of {database.file} is, over others, a child of itself", code="DNA004"
                )
            inside.add(at)
            chain.append(at)
            at = parents[at]
        depth = known.get(at, 0)
        for each in reversed(chain):
            depth += 1
            known[each] = depth
        if depth > MAX_PARENTS:
            raise DnaFileError(
                f"entities of {database.file} are children in a chain of more than {MAX_PARENTS:,}", code="DNA004"
            )
