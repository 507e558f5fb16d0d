"""Files of DNA 2, shown as DNA 3 would hold them. They are read only; what is written is always a file of DNA 3.

What differs: moments are in milliseconds; a short text stands with the statement itself, and what is known of a value
(colour, type, alias, notes, parent) in a table of its own; coders' permissions are rows; there are links between
statements, which DNA 3 does not have: their table stays as it is. The password of a coder, which DNA 2 may keep as it
was typed, is left out. DNA 2 counts moments in the time zone of the coder's computer, which the file does not tell.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dissensus.exchanging.dna_files._cells import number, text
from dissensus.exchanging.dna_files.layout import LAYOUT_OF, LAYOUTS, PERMISSIONS, folded, table_key
from dissensus.exchanging.dna_files.opening import DnaDatabase, refuse_in_place
from dissensus.exchanging.dna_files.tables import broken_rule, default_of, fill, make_table, scratch, whole_shape
from dissensus.model.errors import DnaFileError

ATTRIBUTES = ("Type", "Alias", "Notes")
"""What DNA 2 can tell of a value."""
_CONVERTED = {"ATTRIBUTES", "DATASHORTTEXT", "DOCUMENTS", "CODERS"}
_OWN_TABLES = {"ATTRIBUTES", "CODERPERMISSIONS"}
"""Tables that are read and DNA 3 does not have."""
_MOST_DIGITS = 18
_DAY = 86_400
_QUARTER = 900
_FEWEST_DATED = 3
"""Fewest documents whose moments, taken together, show that they are midnights somewhere."""
_NEEDED = ("DOCUMENTS", "STATEMENTTYPES", "VARIABLES", "STATEMENTS", "DATABOOLEAN", "DATAINTEGER", "DATALONGTEXT")


@contextmanager
def as_dna3(database: DnaDatabase) -> Iterator[DnaDatabase]:
    """The content of an open file of DNA 2 in the tables of DNA 3, in a private file.

    Raises:
        DnaFileError: DNA001, tables are missing; DNA004, a record cannot be.
    """
    refuse_in_place(database.others, _OWN_TABLES, database.file)
    missing = [name for name in _NEEDED if name not in database.tables]
    if missing:
        raise DnaFileError(f"{database.file} is no file of DNA 2: it has no table {missing[0]}")
    with scratch() as connection:
        connection.execute("BEGIN")
        try:
            early = _are_midnights_of_the_east(database)
            shapes = _convert(database, connection, early=early)
        except sqlite3.IntegrityError as error:
            raise DnaFileError(
                f"{database.file} has a row that cannot be: {broken_rule(error)}", code="DNA004"
            ) from error
        connection.execute("COMMIT")
        converted = DnaDatabase(
            database.file, connection, {table_key(each.name): each for each in shapes}, list(database.others)
        )
        converted.moved_dates = early
        yield converted


def _convert(database: DnaDatabase, connection: sqlite3.Connection, *, early: bool) -> list[Any]:
    shapes = [whole_shape(layout.name) for layout in LAYOUTS]
    for shape in shapes:
        make_table(connection, shape, short=False)
        if shape.name not in _CONVERTED and shape.name in database.tables:
            fill(connection, shape, _plain(database, shape.name))
    by_name = {shape.name: shape for shape in shapes}
    fill(connection, by_name["CODERS"], _coders(database))
    fill(connection, by_name["DOCUMENTS"], _documents(database, early=early))
    entities, values = _entities(database)
    fill(connection, by_name["ENTITIES"], entities)
    fill(connection, by_name["DATASHORTTEXT"], values)
    names, told = _attributes(database, {row[0]: row[1] for row in entities})
    fill(connection, by_name["ATTRIBUTEVARIABLES"], names)
    fill(connection, by_name["ATTRIBUTEVALUES"], told)
    for name, shape in database.tables.items():
        if name not in LAYOUT_OF and name != "ATTRIBUTES":
            make_table(connection, shape)
            fill(connection, shape, database.rows(name))
            shapes.append(shape)
    return shapes


def _plain(database: DnaDatabase, table: str) -> Iterator[list[Any]]:
    """Rows of a table that is much the same in both: NULL, which DNA 2 allows, becomes what DNA 3 takes for nothing."""
    fields = LAYOUT_OF[table].fields
    there = {folded(name) for name, _ in database.tables[table].columns}
    columns = tuple(each.name for each in fields if folded(each.name) in there)
    defaults = [default_of(each) for each in fields]
    place = {name: k for k, name in enumerate(columns)}
    for row in database.rows(table, columns):
        cells = [row[place[each.name]] if each.name in place else None for each in fields]
        yield [default if cell is None else cell for cell, default in zip(cells, defaults, strict=True)]


def _coders(database: DnaDatabase) -> Iterator[list[Any]]:
    if "CODERS" not in database.tables:
        return
    granted: dict[Any, dict[str, Any]] = {}
    if database.has("CODERPERMISSIONS", "Coder", "Type", "Permission"):
        for coder, kind, value in database.rows("CODERPERMISSIONS", ("Coder", "Type", "Permission")):
            name = f"Permission{str(kind)[:1].upper()}{str(kind)[1:]}"
            if name in PERMISSIONS and value in (0, 1):
                granted.setdefault(coder, {})[name] = value
    names = LAYOUT_OF["CODERS"].names
    for row in _plain(database, "CODERS"):
        cells = dict(zip(names, row, strict=True)) | granted.get(row[0], {})
        yield [*({**cells, "Password": ""}).values()]


def _are_midnights_of_the_east(database: DnaDatabase) -> bool:
    """Whether all moments are midnights of one place east of Greenwich, where the day before is told in UTC.

    They are if they stand, after noon in UTC, at one quarter of an hour, or at two that an hour of summer time parts.
    """
    dates = [date for (date,) in database.rows("DOCUMENTS", ("Date",)) if date is not None]
    moments = [number(database, "DOCUMENTS", "Date", date) // 1000 for date in dates]
    times = sorted({moment % _DAY or _DAY for moment in moments})
    one_place = len(times) == 1 or (len(times) == 2 and times[1] - times[0] == _DAY // 24)
    return (
        len(moments) >= _FEWEST_DATED
        and one_place
        and _DAY // 2 < times[0] < _DAY
        and not any(time % _QUARTER for time in times)
    )


def _documents(database: DnaDatabase, *, early: bool) -> Iterator[list[Any]]:
    place = LAYOUT_OF["DOCUMENTS"].names.index("Date")
    for row in _plain(database, "DOCUMENTS"):
        moment = number(database, "DOCUMENTS", "Date", row[place]) // 1000
        row[place] = moment + -moment % _DAY if early else moment
        yield row


def _entities(database: DnaDatabase) -> tuple[list[list[Any]], list[list[Any]]]:
    """Entities with their parents, and the values of statements that name them."""
    entities: list[list[Any]] = []
    own: dict[tuple[Any, Any], Any] = {}
    parents: list[tuple[int, Any]] = []
    if "ATTRIBUTES" in database.tables:
        has_parent = database.has("ATTRIBUTES", "ChildOf")
        columns = ("ID", "VariableId", "Value", "Red", "Green", "Blue", *(("ChildOf",) if has_parent else ()))
        for row in _numbered(database, columns):
            if (row[1], row[2]) in own:
                continue
            own[row[1], row[2]] = row[0]
            if has_parent and row[6] not in (None, ""):
                parents.append((len(entities), row[6]))
            entities.append([*row[:6], None])
    last = max((row[0] for row in entities), default=0)
    values = []
    for data, statement, variable, value in database.rows(
        "DATASHORTTEXT", ("ID", "StatementId", "VariableId", "Value")
    ):
        told = "" if value is None else text(database, "DATASHORTTEXT", "Value", value)
        number(database, "DATASHORTTEXT", "VariableId", variable)
        if (variable, told) not in own:
            last += 1
            own[variable, told] = last
            entities.append([last, variable, told, 0, 0, 0, None])
        values.append([data, statement, variable, own[variable, told]])
    ids = {row[0] for row in entities}
    for place, told in parents:
        # Some versions tell the parent's words, some its number.
        digits = str(told)[:_MOST_DIGITS]
        named = int(digits) if digits == str(told) and digits.isascii() and digits.isdigit() else None
        parent = own.get((entities[place][1], told), named)
        entities[place][6] = parent if parent in ids and parent != entities[place][0] else None
    return entities, values


def _attributes(database: DnaDatabase, variables: dict[Any, Any]) -> tuple[list[list[Any]], list[list[Any]]]:
    there = [name for name in ATTRIBUTES if database.has("ATTRIBUTES", name)]
    numbers: dict[tuple[Any, str], int] = {}
    texts = {
        number(database, "VARIABLES", "ID", own)
        for own, kind in database.rows("VARIABLES", ("ID", "DataType"))
        if kind == "short text"
    }
    for variable in sorted(texts | set(variables.values())):
        for name in there:
            numbers[variable, name] = len(numbers) + 1
    told: list[list[Any]] = []
    # DNA 3 changes an attribute only where a row is there for it, and DNA 2 has none for most values.
    known = {entity: cells for entity, *cells in (_numbered(database, ("ID", *there)) if there else ())}
    for entity, variable in variables.items():
        for name, cell in zip(there, known.get(entity, [None] * len(there)), strict=True):
            told.append([len(told) + 1, entity, numbers[variable, name], "" if cell is None else cell])
    return [[own, variable, name] for (variable, name), own in numbers.items()], told


def _numbered(database: DnaDatabase, columns: tuple[str, ...]) -> list[Any]:
    """Rows of the table of values in order of their numbers."""
    rows = list(database.rows("ATTRIBUTES", columns))
    for row in rows:
        number(database, "ATTRIBUTES", "ID", row[0])
        if "VariableId" in columns:
            number(database, "ATTRIBUTES", "VariableId", row[columns.index("VariableId")])
    return sorted(rows, key=lambda row: int(row[0]))
