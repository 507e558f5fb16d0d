"""Statements of a DNA file as columns, ready for networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from dissensus.exchanging.dna_files._cells import number, numbers, short, text
from dissensus.exchanging.dna_files._documents import Documents, Offsets
from dissensus.exchanging.dna_files._parents import check_parents
from dissensus.exchanging.dna_files.layout import DATA_TABLES, LARGEST_INTEGER
from dissensus.exchanging.dna_files.opening import DnaDatabase, opened
from dissensus.model.coded_statements import (
    VARIABLE_KINDS,
    CodedStatements,
    Column,
    Entity,
    VariableKind,
    text_order,
)
from dissensus.model.errors import DnaFileError

_NO_TYPE = -(2**63)
DECIDED = "decided"
"""State of all statements of a DNA file: a person coded them."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a statement type.

    Attributes:
        id: its number in the file.
        name: its name, unique in its type.
        kind: its data type.
    """

    id: int
    name: str
    kind: VariableKind


@dataclass(frozen=True, slots=True)
class StatementType:
    """A type of statement.

    Attributes:
        id: its number in the file.
        label: its name.
        colour: "#rrggbb".
        variables: in order of definition.
        statements: how many statements of it there are.
    """

    id: int
    label: str
    colour: str
    variables: tuple[Variable, ...]
    statements: int

    @property
    def kinds(self) -> dict[str, VariableKind]:
        """Data types by name of the variable."""
        return {each.name: each.kind for each in self.variables}


def statement_types(path: Path) -> tuple[StatementType, ...]:
    """The statement types of a DNA file with their variables, in order of their numbers.

    Raises:
        DnaFileError: as of `read_coded`.
    """
    with opened(path) as database:
        return types_of(database)


def read_coded(
    path: Path, statement_type: str | None = None, *, offsets: Offsets = "utf-16", passages: bool = False
) -> CodedStatements:
    """All statements of one type, with variables, entities and what is told of their documents.

    Values of short text are entities: all of the file are in a column's values, coded or not. A statement without a
    value for a variable has code -1 there. Everybody's confidence is 1 and everything is decided, by its coder.

    Args:
        path: a file of DNA 3 or 2.
        statement_type: its label; None for "DNA Statement", or the only type that has statements.
        offsets: what the file's offsets count. Those given back count code points; with "code points" they are the
            file's own and passages are cut as DNA's export cuts them.
        passages: whether to read the words of the statements.

    Raises:
        DnaFileError: DNA001, it is no file of DNA; DNA002, it is damaged; DNA003, it is open in another program;
            DNA004, a record in it cannot be; DNA005, it has no such statement type; DNA007, it is too large.
    """
    with opened(path) as database:
        return coded_of(database, statement_type, offsets=offsets, passages=passages)


def coded_of(
    database: DnaDatabase, statement_type: str | None, *, offsets: Offsets = "utf-16", passages: bool = False
) -> CodedStatements:
    """As `read_coded`, of a file that is open. Raises what that raises."""
    chosen = chosen_type(types_of(database), statement_type, database.file)
    check_parents(database)
    documents = Documents(database)
    coders = {number(database, "CODERS", "ID", r[0]): text(database, "CODERS", "Name", r[1]) for r in _coders(database)}
    rows = numbers(
        database,
        "STATEMENTS",
        ("ID", "DocumentId", "Start", "Stop", "Coder"),
        where=("StatementTypeId", chosen.id),
        null={"Coder": 0},
    )
    ids, document_ids, start, stop, coder = rows
    if len(np.unique(ids)) < len(ids):
        raise DnaFileError(f"two statements of {database.file} have one number", code="DNA004")
    place = documents.places(document_ids)
    wrong = np.flatnonzero((start < 0) | (start >= stop) | (stop > LARGEST_INTEGER))
    if len(wrong):
        k = int(wrong[0])
        raise DnaFileError(
            f"statement {ids[k]} of {database.file} stands from {start[k]} to {stop[k]}, which cannot be", code="DNA004"
        )
    order = np.lexsort((ids, stop, start, document_ids, documents.date[place]))
    ids, start, stop, coder, place = ids[order], start[order], stop[order], coder[order], place[order]
    entities = entities_of(database, chosen)
    variables = {each.name: column_of(database, each, ids, entities[0].get(each.id, {})) for each in chosen.variables}
    start, stop, cut = documents.converted(ids, place, start, stop, offsets=offsets, passages=passages)
    return CodedStatements(
        statement_type=chosen.label,
        ids=ids,
        time=documents.date[place],
        document=documents.ids[place],
        start=start,
        stop=stop,
        variables=variables,
        document_variables=documents.columns(place),
        coder=_named("coder", coder, coders, database),
        confidence=np.ones(len(ids)),
        status=Column("status", "short text", np.zeros(len(ids), dtype=np.int32), (DECIDED,)),
        # Coders stand among the entities for their numbers, unless a variable has that name.
        entities={"coder": {name: Entity(name, own) for own, name in coders.items()}}
        | {each.name: entities[1].get(each.id, {}) for each in chosen.variables if each.kind == "short text"},
        first_time=int(documents.date.min()) if len(documents.date) else None,
        last_time=int(documents.date.max()) if len(documents.date) else None,
        passages=cut,
        notices=tuple(notices_of(database)),
    )


def types_of(database: DnaDatabase) -> tuple[StatementType, ...]:
    """The statement types of an open file. Raises what `statement_types` raises."""
    variables: dict[int, list[Variable]] = {}
    for row in sorted_rows(database, "VARIABLES", ("ID", "Variable", "DataType", "StatementTypeId")):
        own, name = number(database, "VARIABLES", "ID", row[0]), text(database, "VARIABLES", "Variable", row[1])
        if row[2] not in VARIABLE_KINDS:
            raise DnaFileError(f"the variable {name[:60]!r} of {database.file} has no known data type", code="DNA004")
        if row[3] is None:
            continue
        of_type = number(database, "VARIABLES", "StatementTypeId", row[3])
        variables.setdefault(of_type, []).append(Variable(own, name, cast("VariableKind", row[2])))
    if any(len({v.name for v in each}) < len(each) for each in variables.values()):
        raise DnaFileError(f"two variables of one statement type of {database.file} have one name", code="DNA004")
    counted = _counted(database)
    found = []
    for row in sorted_rows(database, "STATEMENTTYPES", ("ID", "Label", "Red", "Green", "Blue")):
        own = number(database, "STATEMENTTYPES", "ID", row[0])
        label = text(database, "STATEMENTTYPES", "Label", row[1])
        found.append(StatementType(own, label, colour_of(row[2:]), tuple(variables.get(own, ())), counted.get(own, 0)))
    lost = sorted(set(counted) - {each.id for each in found} - {_NO_TYPE})
    if lost:
        raise DnaFileError(
            f"{database.file} has {counted[lost[0]]:,} statements of the type {lost[0]}, which is not there",
            code="DNA004",
        )
    return tuple(found)


def untyped(database: DnaDatabase) -> int:
    """How many statements have no type: DNA shows none of them, and none is in a network. Raises DNA004."""
    return _counted(database).get(_NO_TYPE, 0)


def notices_of(database: DnaDatabase) -> list[str]:
    """What a user should know of a file whose statements are read, a sentence each. Raises DNA004."""
    told = []
    if database.moved_dates:
        told.append("DNA 2 counted in the coders' time zone: each date is the day that begins there at its moment")
    count = untyped(database)
    if count:
        what = "1 statement has no type and counts" if count == 1 else f"{count:,} statements have no type and count"
        told.append(f"{what} nowhere: give a type in the table STATEMENTS, or delete what has none")
    return told


def _counted(database: DnaDatabase) -> dict[int, int]:
    (of_types,) = numbers(database, "STATEMENTS", ("StatementTypeId",), null={"StatementTypeId": _NO_TYPE})
    return dict(zip(*(each.tolist() for each in np.unique(of_types, return_counts=True)), strict=True))


DEFAULT_TYPE = "DNA Statement"
"""The statement type that every new file of DNA has and most use."""


def chosen_type(types: Sequence[StatementType], wanted: str | None, file: str) -> StatementType:
    """The statement type that is meant.

    Raises:
        DnaFileError: DNA005, there is none of this name, or none is named and several are used.
    """
    known = ", ".join(repr(each.label[:60]) for each in types[:30]) or "none"
    if wanted is not None:
        found = [each for each in types if each.label == wanted] or [
            each for each in types if each.label.casefold() == wanted.casefold()
        ]
        if not found:
            raise DnaFileError(f"{file} has no statement type {wanted[:60]!r}; it has {known}", code="DNA005")
        return found[0]
    used = [each for each in types if each.statements]
    standard = [each for each in (used or types) if each.label == DEFAULT_TYPE]
    if standard or len(used) == 1:
        return (standard or used)[0]
    raise DnaFileError(f"{file} has several statement types, {known}, and none is named", code="DNA005")


def sorted_rows(database: DnaDatabase, table: str, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Rows of a small table by their number; none where the table is missing."""
    if table not in database.tables:
        return []
    found = list(database.rows(table, columns))
    for row in found:
        number(database, table, columns[0], row[0])
    return sorted(found, key=lambda row: int(row[0]))


def colour_of(parts: Sequence[object]) -> str:
    """A colour ("#rrggbb") from three numbers; black where they are missing or none."""
    if all(isinstance(part, int) and 0 <= part <= 255 for part in parts):
        return "#" + "".join(f"{part:02x}" for part in parts)
    return "#000000"


def _coders(database: DnaDatabase) -> list[tuple[Any, ...]]:
    return sorted_rows(database, "CODERS", ("ID", "Name"))


def _named(name: str, codes: NDArray[np.int64], names: Mapping[int, str], database: DnaDatabase) -> Column:
    """A column of names from numbers; 0 stands for nobody."""
    known = {**names, **({} if 0 in names else {0: ""})}
    unknown = sorted(set(np.unique(codes).tolist()) - set(known))
    if unknown:
        raise DnaFileError(f"{database.file} has no {name} {unknown[0]}, whom a statement names", code="DNA004")
    values = sorted({known[each] for each in np.unique(codes).tolist()}, key=text_order)
    position = {value: k for k, value in enumerate(values)}
    distinct, inverse = np.unique(codes, return_inverse=True)
    codes_of = np.array([position[known[each]] for each in distinct.tolist()], dtype=np.int32)
    return Column(name, "short text", codes_of[inverse], tuple(values))


_ByVariable = dict[int, dict[int, str]]


def entities_of(database: DnaDatabase, chosen: StatementType) -> tuple[_ByVariable, dict[int, dict[str, Entity]]]:
    """Values of the type's short-text variables by number of variable and entity, and what is known of each.

    Raises:
        DnaFileError: DNA004, a value or what is known of it cannot be; DNA007, one is too long.
    """
    wanted = {each.id for each in chosen.variables if each.kind == "short text"}
    names: dict[int, dict[int, str]] = {}
    for row in sorted_rows(database, "ATTRIBUTEVARIABLES", ("ID", "VariableId", "AttributeVariable")):
        if row[1] in wanted:
            names.setdefault(row[1], {})[row[0]] = text(database, "ATTRIBUTEVARIABLES", "AttributeVariable", row[2])
    told: dict[int, dict[int, str]] = {}
    if names and "ATTRIBUTEVALUES" in database.tables:
        for entity, attribute, value in database.rows(
            "ATTRIBUTEVALUES", ("EntityId", "AttributeVariableId", "AttributeValue")
        ):
            told.setdefault(entity, {})[attribute] = text(database, "ATTRIBUTEVALUES", "AttributeValue", value)
    values: _ByVariable = {}
    known: dict[int, dict[str, Entity]] = {}
    for row in sorted_rows(database, "ENTITIES", ("ID", "VariableId", "Value", "Red", "Green", "Blue")):
        own, variable = row[0], row[1]
        if variable not in wanted:
            continue
        value = short(database, "ENTITIES", "Value", row[2])
        values.setdefault(variable, {})[own] = value
        own_values = told.get(own, {})
        attributes = {name: own_values.get(key, "") for key, name in names.get(variable, {}).items()}
        known.setdefault(variable, {}).setdefault(value, Entity(value, own, colour_of(row[3:]), attributes))
    return values, known


def column_of(database: DnaDatabase, variable: Variable, ids: NDArray[np.int64], entities: Mapping[int, str]) -> Column:
    """One variable's values by statement.

    Args:
        database: the open file.
        variable: the variable.
        ids: numbers of the statements.
        entities: values of a short text, by number (see `entities_of`).

    Raises:
        DnaFileError: DNA004, a value cannot be.
    """
    table = DATA_TABLES[variable.kind]
    where = ("VariableId", variable.id)
    if variable.kind == "long text":
        told = list(database.rows(table, ("StatementId", "Value"), where))
        of = np.fromiter((number(database, table, "StatementId", r[0]) for r in told), np.int64, len(told))
        texts = [text(database, table, "Value", "" if row[1] is None else row[1]) for row in told]
        values: list[Any] = sorted(set(texts), key=text_order)
        position = {value: k for k, value in enumerate(values)}
        given = np.fromiter((position[each] for each in texts), np.int64, len(texts))
    else:
        of, raw = numbers(
            database, table, ("StatementId", "Entity" if variable.kind == "short text" else "Value"), where=where
        )
        values, given = _coded(database, variable, raw, entities)
    codes = np.full(len(ids), -1, dtype=np.int32)
    order = np.argsort(ids, kind="stable")
    if len(of) and len(ids):
        where_to = np.searchsorted(ids[order], of)
        there = (where_to < len(ids)) & (ids[order][np.minimum(where_to, len(ids) - 1)] == of)
        # Values of statements of another type, which only a broken file has, are left out.
        codes[order[where_to[there]]] = given[there]
    return Column(variable.name, variable.kind, codes, tuple(values))


def _coded(
    database: DnaDatabase, variable: Variable, raw: NDArray[np.int64], entities: Mapping[int, str]
) -> tuple[list[Any], NDArray[np.int64]]:
    """Distinct values in order, and which of them each number is."""
    distinct, inverse = np.unique(raw, return_inverse=True)
    if variable.kind == "short text":
        missing = [each for each in distinct.tolist() if each not in entities]
        if missing:
            raise DnaFileError(
                f"a statement of {database.file} has the entity {missing[0]}, which is none of the variable"
                f" {variable.name[:60]!r}",
                code="DNA004",
            )
        values: list[Any] = sorted(set(entities.values()), key=text_order)
        position = {value: k for k, value in enumerate(values)}
        codes = np.array([position[entities[each]] for each in distinct.tolist()], dtype=np.int64)
    elif variable.kind == "boolean":
        values, codes = [0, 1], distinct
        if len(distinct) and not 0 <= distinct.min() <= distinct.max() <= 1:
            raise DnaFileError(f"a value of {variable.name[:60]!r} in {database.file} is not 0 or 1", code="DNA004")
    else:
        values, codes = distinct.tolist(), np.arange(len(distinct))
        if len(distinct) and max(-int(distinct.min()) - 1, int(distinct.max())) > LARGEST_INTEGER:
            raise DnaFileError(f"a value of {variable.name[:60]!r} in {database.file} is out of range", code="DNA004")
    return values, codes[inverse] if len(raw) else np.zeros(0, np.int64)
