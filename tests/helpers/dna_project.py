"""A tiny project of the Discourse Network Analyzer, for its concepts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dna_file import make_dna

VARIABLES = [
    (1, "person", "short text", 1),
    (2, "concept", "short text", 1),
    (3, "agreement", "boolean", 1),
    (4, "frame", "short text", 2),
]
WORDS = "Whatever was said."


def make(path: Path, coded: Iterable[tuple[str, int]], unused: Iterable[str] = (), more: Iterable[str] = ()) -> Path:
    """Write a project.

    Args:
        path: the file.
        coded: of each statement its concept and its agreement.
        unused: concepts without a statement.
        more: SQL statements to run at the end.
    """
    told = [*coded, *((each, -1) for each in unused)]
    ids: dict[str, int] = {"": 2}
    for number, (concept, _) in enumerate(told, 10):
        ids.setdefault(concept, number)
    statements = [(number, ids[concept], agreement) for number, (concept, agreement) in enumerate(told, 10)]
    statements = [each for each in statements if each[2] >= 0]
    return make_dna(
        path,
        *more,
        DOCUMENTS=[(1, "Title", WORDS, 1, "", "", "", "", "", 0)],
        STATEMENTTYPES=[(1, "DNA Statement", 0, 0, 0), (2, "Story", 0, 0, 0)],
        VARIABLES=VARIABLES,
        VARIABLELINKS=[],
        STATEMENTS=[(number, 1, 1, 0, len(WORDS), 1) for number, _, _ in statements],
        ENTITIES=[
            (1, 1, "Ada Vell", 0, 0, 0, None),
            (3, 4, "Thrift", 0, 0, 0, None),
            *((own, 2, concept, 0, 0, 0, None) for concept, own in ids.items()),
        ],
        DATASHORTTEXT=[(number, number, 2, concept) for number, concept, _ in statements],
        DATABOOLEAN=[(number, number, 3, agreement) for number, _, agreement in statements],
        DATAINTEGER=[],
        DATALONGTEXT=[],
        ATTRIBUTEVARIABLES=[],
        ATTRIBUTEVALUES=[],
    )
