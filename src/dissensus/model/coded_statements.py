"""Coded statements as columns: what networks are made of, from a project, a DNA file or a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

VariableKind = Literal["short text", "long text", "integer", "boolean"]
VARIABLE_KINDS: tuple[VariableKind, ...] = get_args(VariableKind)
DocumentVariable = Literal["author", "source", "section", "type", "id", "title"]
DOCUMENT_VARIABLES: tuple[DocumentVariable, ...] = get_args(DocumentVariable)
"""Variables of a document that may be nodes of a network, by DNA's names; its "source" is our outlet."""

Codes = NDArray[np.int32]
Seconds = NDArray[np.int64]


def text_order(value: str) -> bytes:
    """Key that sorts text by UTF-16 code unit: capitals before small letters before umlauts, as DNA and Java do."""
    return value.encode("utf-16-be", "surrogatepass")


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One variable's values by statement.

    Attributes:
        name: the variable.
        kind: its data type.
        codes: N numbers, positions in ``values``; -1 where the statement has no value at all.
        values: the distinct values in order: text by UTF-16 code unit, integers and booleans (0, 1) as numbers.
            The empty text is a value and means "not coded". Values that no statement has may stand among them.
    """

    name: str
    kind: VariableKind
    codes: Codes
    values: tuple[str, ...] | tuple[int, ...]

    @classmethod
    def of(cls, name: str, kind: VariableKind, given: Sequence[str] | Sequence[int]) -> Column:
        """A column from one value a statement."""
        distinct: list[Any] = sorted(set(given), key=text_order if kind.endswith("text") else None)
        place = {value: k for k, value in enumerate(distinct)}
        return cls(
            name, kind, np.fromiter((place[v] for v in given), dtype=np.int32, count=len(given)), tuple(distinct)
        )

    def take(self, rows: NDArray[np.int64]) -> Column:
        """The same variable for some of the statements, in their order; ``values`` stays as it is."""
        return Column(self.name, self.kind, self.codes[rows], self.values)


@dataclass(frozen=True, slots=True)
class Entity:
    """What is known of one value of a short-text variable.

    Attributes:
        value: the value.
        id: its number in the file it came from; 0 if none.
        colour: "#rrggbb"; black if none was chosen.
        attributes: name to text, in the file's order.
    """

    value: str
    id: int = 0
    colour: str = "#000000"
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class CodedStatements:
    """N statements of one type, in order of time, document, start, stop and id.

    Attributes:
        statement_type: name of the type ("DNA Statement", "position").
        ids: N numbers of statements.
        time: N times of their documents, in seconds since 1970 in UTC.
        document: N numbers of their documents.
        start: N offsets of the first character in the document's text.
        stop: N offsets after the last character.
        variables: the type's variables by name, in order of definition.
        document_variables: the document's variables by name ("author", "source" for the outlet, "section", "type",
            "id", "title"), one value a statement.
        coder: who coded each statement.
        confidence: N numbers from 0 to 1; 1 for a person's coding.
        status: each coding's state: "agreed", "decided", "proposed".
        entities: by variable and value; may lack any.
        first_time, last_time: times of the first and of the last document, also of those without statements; None
            where nothing is known beyond the statements.
        passages: N texts of the statements, or empty where nobody asked for them.
        notices: what a user should know of where they come from, a sentence each.
    """

    statement_type: str
    ids: NDArray[np.int64]
    time: Seconds
    document: NDArray[np.int64]
    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    variables: Mapping[str, Column]
    document_variables: Mapping[str, Column]
    coder: Column
    confidence: NDArray[np.float64]
    status: Column
    entities: Mapping[str, Mapping[str, Entity]] = field(default_factory=dict)
    first_time: int | None = None
    last_time: int | None = None
    passages: Sequence[str] = ()
    notices: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def timed(self) -> bool:
        """Whether anything tells a time: where nothing does, all are of the first second of 1970."""
        return bool(self.time.any() or self.first_time or self.last_time)

    @property
    def documents_told(self) -> bool:
        """Whether documents are told apart by ids; a table without a column of them has one document."""
        return "id" not in self.document_variables or any(self.document_variables["id"].values)

    def take(self, rows: NDArray[np.int64]) -> CodedStatements:
        """Some of the statements, by their row numbers in rising order; a row may come several times."""
        return CodedStatements(
            self.statement_type,
            self.ids[rows],
            self.time[rows],
            self.document[rows],
            self.start[rows],
            self.stop[rows],
            {name: column.take(rows) for name, column in self.variables.items()},
            {name: column.take(rows) for name, column in self.document_variables.items()},
            self.coder.take(rows),
            self.confidence[rows],
            self.status.take(rows),
            self.entities,
            self.first_time,
            self.last_time,
            [self.passages[k] for k in rows.tolist()] if len(self.passages) else (),
            self.notices,
        )
