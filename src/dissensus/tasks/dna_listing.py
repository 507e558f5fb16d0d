"""What is in a file of DNA, before anything is taken from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dissensus.exchanging.dna_files.aside import copied
from dissensus.exchanging.dna_files.mapping import DnaMapping, checked, guessed
from dissensus.exchanging.dna_files.reading import StatementType, notices_of, types_of
from dissensus.model.errors import DnaFileError
from dissensus.tasks._dna_kept import version_of


@dataclass(frozen=True, slots=True)
class DnaListing:
    """What is in a file of DNA.

    Attributes:
        file: its name.
        version: version of DNA that made it, as it tells.
        documents: how many.
        coders: their names.
        types: statement types with their variables.
        mappings: by statement type, what its variables would be to us; None where nothing can be told.
        others: views, triggers and such, which are left behind.
        notices: what else there is to know, a sentence each.
    """

    file: str
    version: str
    documents: int
    coders: tuple[str, ...]
    types: tuple[StatementType, ...]
    mappings: Mapping[str, DnaMapping | None]
    others: tuple[str, ...]
    notices: tuple[str, ...] = ()


def list_dna(path: Path) -> DnaListing:
    """Look into a file of DNA. Nothing is written.

    Raises:
        DnaFileError: DNA001, DNA002, DNA003, DNA004, DNA007.
    """
    with copied(path) as database:
        types = types_of(database)
        mappings: dict[str, DnaMapping | None] = {}
        for each in types:
            try:
                mappings[each.label] = checked(guessed(each), each)
            except DnaFileError:
                mappings[each.label] = None
        return DnaListing(
            file=path.name,
            version=version_of(database),
            documents=sum(1 for _ in database.rows("DOCUMENTS", ("ID",))),
            coders=tuple(name for _, name in sorted(database.rows("CODERS", ("ID", "Name")))),
            types=types,
            mappings=mappings,
            others=database.others,
            notices=tuple(notices_of(database)),
        )
