"""Coded statements from whatever a user has: a file of DNA, a project, or a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dissensus.model.errors import UsageError

if TYPE_CHECKING:
    from dissensus.model.coded_statements import CodedStatements

_SQLITE = b"SQLite format 3\x00"
_APPLICATION_ID = slice(68, 72)
TABLE_ENDINGS = (".csv", ".tsv", ".txt")
"""Endings of tables."""


def coded_from(
    path: Path | str,
    statement_type: str | None = None,
    *,
    each_coder: bool = False,
    each_person: bool = False,
    passages: bool = False,
    code_points: bool = False,
) -> CodedStatements:
    """The coded statements of one type, ready for networks.

    A project gives its positions as the type "position" (see `coded_of_project`), and the statement types of a file of
    DNA that was imported into it as they are in that file. What the input is, is told by its content.

    Args:
        path: a file of DNA (``.dna``), a project, or a CSV table (see `read_coded_csv`).
        statement_type: its name; None for the usual one.
        each_coder: of a project, one statement for each coder who coded a position, not one for each position; needed
            wherever coders or states are told apart.
        each_person: of a project, one statement for each person who coded a position that the team did not agree on;
            needed where errors of a person are drawn.
        passages: also read the words of the statements.
        code_points: offsets of a file of DNA count code points, as DNA's own export takes them, not Java's units.

    Raises:
        UsageError: USE002, nothing is there, or it is neither of the three.
        DnaFileError: the file of DNA cannot be read.
        ProjectError: the project cannot be read.
        NetworkError: NET001, the project has no such statement type; NET009, the table cannot be used.
    """
    path = Path(path)
    head = _head(path)
    if not head.startswith(_SQLITE):
        if path.suffix.lower() not in TABLE_ENDINGS:
            raise UsageError(
                f"{path.name} is neither a file of DNA nor a project nor a table",
                code="USE002",
                remedy="Give a .dna file, a .dissensus project or a .csv table",
            )
        from dissensus.exchanging.coded_csv import read_coded_csv

        return read_coded_csv(path, statement_type)
    from dissensus.projects.schema import APPLICATION_ID

    if int.from_bytes(head[_APPLICATION_ID], "big") != APPLICATION_ID:
        from dissensus.exchanging.dna_files.reading import read_coded

        return read_coded(path, statement_type, offsets="code points" if code_points else "utf-16", passages=passages)
    from dissensus.projects import Project
    from dissensus.tasks.coded_projects import coded_of_project

    with Project.open(path) as project:
        return coded_of_project(
            project, statement_type, each_coder=each_coder, each_person=each_person, passages=passages
        )


def _head(path: Path) -> bytes:
    try:
        if not path.is_file():
            what = "is no file" if path.exists() else "does not exist"
            raise UsageError(f"{path} {what}", code="USE002")
        with path.open("rb") as file:
            return file.read(100)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror or error})", code="USE002") from error
