"""Concepts of a project of the Discourse Network Analyzer (DNA) as a draft codebook.

A concept is a value of a short-text variable, by default "concept"; each statement names one, and may have a boolean
"agreement".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dissensus.exchanging._codebook_values import MAX_CLAIMS, codebook_of, shortened
from dissensus.exchanging.dna_files._cells import numbers
from dissensus.exchanging.dna_files._parents import check_parents
from dissensus.exchanging.dna_files.opening import DnaDatabase, opened
from dissensus.exchanging.dna_files.reading import StatementType, Variable, column_of, entities_of, types_of
from dissensus.model.claims import Codebook
from dissensus.model.errors import CodebookError, DnaFileError

DEFAULT_VARIABLE = "concept"
"""Name of the variable in the statement type that every new project of DNA has."""
AGREEMENT = "agreement"
"""Name of the boolean variable that tells agreement, compared without case."""


@dataclass(frozen=True, slots=True)
class DnaConcept:
    """How often a concept is coded.

    Attributes:
        statements: statements that it is coded in.
        agreeing: of these, with agreement 1.
        disagreeing: of these, with agreement 0; both are 0 where no boolean variable is called "agreement".
    """

    statements: int
    agreeing: int
    disagreeing: int


@dataclass(frozen=True, slots=True)
class DnaConcepts:
    """The concepts of a DNA project.

    Attributes:
        codebook: a claim each, the most coded first, ties in order of their words; ids C001, C002, ...
        counts: by claim id.
    """

    codebook: Codebook
    counts: Mapping[str, DnaConcept]

    @property
    def notes(self) -> dict[str, Sequence[str]]:
        """Comments for `write_codebook`: how often each is coded."""
        found: dict[str, Sequence[str]] = {}
        for claim_id, count in self.counts.items():
            line = f"coded in {count.statements} statement{'' if count.statements == 1 else 's'} of the DNA project"
            if count.agreeing or count.disagreeing:
                line += f": {count.agreeing} agree, {count.disagreeing} disagree"
            found[claim_id] = (line,)
        return found


def read_dna_concepts(path: Path, variable: str = DEFAULT_VARIABLE) -> DnaConcepts:
    """The distinct values of a variable of a DNA project, with how often each is coded.

    The file is opened and checked as for networks: nothing in it is run or changed. The empty value, which means "not
    coded" in DNA, is left out; a value that no statement has is kept, with a count of 0. Values that differ in white
    space only are one.

    Args:
        path: a project of DNA 3 or 2.
        variable: name of a short-text variable, compared without case; statement types that share it are counted
            together.

    Raises:
        CodebookError: REC027 the file is missing, is open in DNA, is damaged, or is no such project, or the variable is
            not there or has no values; REC025, REC026 a value is too long or has characters that may not stand in a
            claim.
    """
    try:
        with opened(path) as database:
            check_parents(database)
            totals = _totals(database, variable)
    except DnaFileError as error:
        raise CodebookError(error.found, code="REC027", remedy=error.remedy) from error
    if not totals:
        raise CodebookError(f"the variable {shortened(variable)} of {path.name} has no values", code="REC027")
    ordered = sorted(totals.items(), key=lambda item: (-item[1][0], item[0]))
    width = max(3, len(str(len(ordered))))
    ids = [f"C{number:0{width}d}" for number in range(1, len(ordered) + 1)]
    placed = (
        (f"{path.name}, {shortened(words)}", {"id": claim_id, "claim": words})
        for claim_id, (words, _) in zip(ids, ordered, strict=True)
    )
    counts = {claim_id: DnaConcept(*total) for claim_id, (_, total) in zip(ids, ordered, strict=True)}
    return DnaConcepts(codebook_of(placed, "", path.name), counts)


def _totals(database: DnaDatabase, wanted: str) -> dict[str, list[int]]:
    """Of each value how many statements have it, agree with it and disagree with it."""
    totals: dict[str, list[int]] = {}
    for chosen, concept in _variables(database, wanted):
        values, _ = entities_of(database, chosen)
        (ids,) = numbers(database, "STATEMENTS", ("ID",), where=("StatementTypeId", chosen.id))
        column = column_of(database, concept, ids, values.get(concept.id, {}))
        agreement = next((v for v in chosen.variables if v.kind == "boolean" and v.name.casefold() == AGREEMENT), None)
        agreed = np.full(len(ids), -1) if agreement is None else column_of(database, agreement, ids, {}).codes
        size = len(column.values)
        coded = column.codes >= 0
        by_value = [
            np.bincount(column.codes[coded & which], minlength=size).tolist()
            for which in (coded, agreed == 1, agreed == 0)
        ]
        for value, *told in zip(column.values, *by_value, strict=True):
            words = " ".join(str(value).split())
            if words:
                total = totals.setdefault(words, [0, 0, 0])
                for place, number in enumerate(told):
                    total[place] += number
        if len(totals) > MAX_CLAIMS:
            raise CodebookError(
                f"the variable {shortened(wanted)} of {database.file} has more than {MAX_CLAIMS:,} values",
                code="REC025",
            )
    return totals


def _variables(database: DnaDatabase, wanted: str) -> list[tuple[StatementType, Variable]]:
    """The variables of that name, each with its statement type."""
    short = [(each, v) for each in types_of(database) for v in each.variables if v.kind == "short text"]
    found = [(each, v) for each, v in short if v.name.casefold() == wanted.casefold()]
    if not found:
        known = ", ".join(shortened(name) for name in dict.fromkeys(v.name for _, v in short)) or "none"
        raise CodebookError(
            f"{database.file} has no short-text variable {shortened(wanted)}; there are {known[:500]}", code="REC027"
        )
    return found
