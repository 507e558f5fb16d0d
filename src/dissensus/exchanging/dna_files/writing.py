"""Writing a file of DNA: aside first, then under its name, so that a file that is there is whole or as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import permutations
from pathlib import Path
from typing import Any

from dissensus.exchanging.dna_files.layout import DATA_TABLES, LAYOUT_OF, SHORT, folded, quoted, table_key
from dissensus.exchanging.dna_files.opening import TableShape
from dissensus.exchanging.dna_files.passwords import hashed_password, salt_of
from dissensus.exchanging.dna_files.shown import ELLIPSIS, cut
from dissensus.exchanging.dna_files.tables import broken_rule, default_of, fill, make_all
from dissensus.exchanging.dna_files.twins import Said, statements_of
from dissensus.model.errors import DnaFileError, ExportError
from dissensus.model.spans import digest_of

VERSION, VERSION_DATE = "3.0.11", "2024-08-01"
"""What a new file says of the version of DNA: one that DNA 3.0 and 3.1 both open, as their tables are the same."""
STANDARD_TYPE = "DNA Statement"
STANDARD_VARIABLES = (
    ("person", "short text"),
    ("organization", "short text"),
    ("concept", "short text"),
    ("agreement", "boolean"),
)
"""The variables of the type that every new file of DNA has."""
STANDARD_ATTRIBUTES = ("Type", "Alias", "Notes")
ADMIN = "Admin"
_YELLOW = (239, 208, 51)
_COLOURS = (
    (230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167),
)  # fmt: skip
"""Colours of coders: those of Okabe and Ito, which people with any colour vision can tell apart."""


class DnaWriter:
    """A file of DNA under construction; made by `writing`.

    Attributes:
        cut: how many short values were cut because DNA takes no more than 190 characters.
        new_coders: names of coders who got the password.
    """

    def __init__(self, connection: sqlite3.Connection, password: str, secret: str) -> None:
        self.cut = 0
        self.new_coders: list[str] = []
        self._connection = connection
        self._password = password
        self._secret = secret
        self._next: dict[str, int] = {}
        self._entities: dict[tuple[int, str], int] = {}
        self._taken: dict[tuple[str, Any], set[str]] = {}
        self._coders: dict[str, int] = {}
        self._variables: dict[str, dict[str, tuple[int, str]]] = {}
        self._types: dict[str, int] = {}
        self._said: set[Said] = set()

    # whole tables

    def take_over(self, tables: Iterable[tuple[TableShape, Iterable[Sequence[Any]]]]) -> None:
        """Write tables as they are, with all that DNA does not know; short values that are too long are cut.

        Raises:
            ExportError: EXP001, a row is one that DNA's tables refuse.
        """
        held = list(tables)
        shapes = {table_key(shape.name): shape for shape in make_all(self._connection, [shape for shape, _ in held])}
        for shape, rows in held:
            made = shapes[table_key(shape.name)]
            place = {folded(name): k for k, (name, _) in enumerate(shape.columns)}
            if [name for name, _ in made.columns] != [name for name, _ in shape.columns]:
                rows = _completed(made, place, rows)
            try:
                fill(self._connection, made, self._fitting(made, rows))
            except sqlite3.IntegrityError as error:
                raise ExportError(
                    f"a row of {made.name[:60]} does not fit into a file of DNA: {broken_rule(error)}"
                ) from error
        for own, variable, value in self._rows("ENTITIES", "ID", "VariableId", "Value"):
            self._entities[variable, value] = own
        for own, name in self._rows("CODERS", "ID", "Name"):
            self._coders.setdefault(name, own)

    def _fitting(self, shape: TableShape, rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
        layout = LAYOUT_OF.get(shape.name)
        short = [] if layout is None else [k for k, each in enumerate(layout.fields) if each.short]
        if not short:
            yield from rows
            return
        for row in rows:
            if all(not isinstance(row[k], str) or len(row[k]) <= SHORT for k in short):
                yield row
                continue
            cells = list(row)
            for k in short:
                # A value is unique within its variable, the second column of an entity or attribute.
                within = {"ENTITIES": "entity", "CODERS": "coder"}.get(shape.name, f"{shape.name} {k}")
                cells[k] = self.shortened(str(cells[k]), (within, cells[1] if k == 2 else None))
            if shape.name == "ENTITIES":
                self._entities[row[1], row[2]] = row[0]
            elif shape.name == "CODERS":
                self._coders[row[1]] = row[0]
            yield cells

    def new(self) -> None:
        """Write what a new file of DNA has: a version, an administrator, the statement type of every new file."""
        make_all(self._connection, [])
        for key, value in (("version", VERSION), ("date", VERSION_DATE)):
            self._insert("SETTINGS", {"Property": key, "Value": value})
        self.coder(ADMIN)
        self.add_standard_type()

    def add_standard_type(self) -> str:
        """Write the statement type of every new file; gives its name, which has a number if there is one like it."""
        label, number = STANDARD_TYPE, 1
        while self._connection.execute("SELECT 1 FROM STATEMENTTYPES WHERE Label = ?", (label,)).fetchone():
            number += 1
            label = f"{STANDARD_TYPE} {number}"
        red, green, blue = _YELLOW
        of_type = self._insert("STATEMENTTYPES", {"Label": label, "Red": red, "Green": green, "Blue": blue})
        for name, kind in STANDARD_VARIABLES:
            variable = self._insert("VARIABLES", {"Variable": name, "DataType": kind, "StatementTypeId": of_type})
            if kind == "short text":
                for attribute in STANDARD_ATTRIBUTES:
                    self._insert("ATTRIBUTEVARIABLES", {"VariableId": variable, "AttributeVariable": attribute})
                self.entity(variable, "")
        return label

    def set_version(self) -> None:
        """Say that the file is of DNA 3, where it was made from one of DNA 2."""
        for key, value in (("version", VERSION), ("date", VERSION_DATE)):
            self._connection.execute("DELETE FROM SETTINGS WHERE Property = ?", (key,))
            self._insert("SETTINGS", {"Property": key, "Value": value})

    def set_missing_passwords(self) -> None:
        """Give the password to coders who have none."""
        for own, name, kept in self._rows("CODERS", "ID", "Name", "Password"):
            if not kept:
                self._connection.execute("UPDATE CODERS SET Password = ? WHERE ID = ?", (self._hashed(name), own))
                self.new_coders.append(name)

    # single records

    def variables(self, label: str) -> dict[str, tuple[int, str]]:
        """Number and data type of the variables of a statement type, by name; empty where there is no such type."""
        if label in self._variables:
            return self._variables[label]
        query = """
            SELECT v.Variable, v.ID, v.DataType FROM VARIABLES v JOIN STATEMENTTYPES t ON t.ID = v.StatementTypeId
            WHERE t.Label = ? ORDER BY v.ID"""
        found = {name: (own, kind) for name, own, kind in self._connection.execute(query, (label,))}
        if found:
            self._variables[label] = found
            query = "SELECT min(ID) FROM STATEMENTTYPES WHERE Label = ?"
            self._types[label] = int(self._connection.execute(query, (label,)).fetchone()[0])
        return found

    def coder(self, name: str) -> int:
        """Number of a coder, who is made if there is none of this name."""
        if name not in self._coders:
            shown = self.shortened(name, ("coder", None))
            self._coders[name] = self._coders.get(shown) or self._new_coder(name, shown)
        return self._coders[name]

    def _new_coder(self, name: str, shown: str) -> int:
        red, green, blue = _COLOURS[len(self._coders) % len(_COLOURS)]
        others = [other for (other,) in self._rows("CODERS", "ID")]
        told = {"Name": shown, "Red": red, "Green": green, "Blue": blue, "Password": self._hashed(name)}
        own = self._insert("CODERS", told)
        self._relate([*((own, other) for other in others), *((other, own) for other in others)])
        self.new_coders.append(name)
        return own

    def owner(self) -> int:
        """Number of the coder whose the documents are: the first; an administrator is made if there is no coder."""
        return min(self._coders.values(), default=0) or self.coder(ADMIN)

    def relate_coders(self) -> None:
        """Let every two coders see and edit each other's work where the file does not say whether they may."""
        coders = [own for (own,) in self._rows("CODERS", "ID")]
        known = {(one, other) for _, one, other in self._rows("CODERRELATIONS", "ID", "Coder", "OtherCoder")}
        self._relate([pair for pair in permutations(coders, 2) if pair not in known])

    def _relate(self, pairs: Iterable[tuple[int, int]]) -> None:
        # DNA fails to show a text with statements of a coder whom no row relates to the one who is looking.
        for coder, other in pairs:
            self._insert("CODERRELATIONS", {"Coder": coder, "OtherCoder": other})

    def _hashed(self, name: str) -> str:
        return hashed_password(self._password, salt_of(self._secret, name))

    def document(self, values: Mapping[str, Any]) -> int:
        """Write a document; gives its number. Short values that are too long are cut."""
        short = {each.name for each in LAYOUT_OF["DOCUMENTS"].fields if each.short}
        told = {
            name: self.shortened(value) if name in short and isinstance(value, str) else value
            for name, value in values.items()
        }
        return self._insert("DOCUMENTS", told)

    def documents(self) -> dict[int, tuple[str, str, str, int]]:
        """By number, the digest of each document's text, its title, source and date."""
        rows = self._connection.execute("SELECT ID, Text, Title, Source, Date FROM DOCUMENTS ORDER BY ID")
        return {number: (digest_of(text), *told) for number, text, *told in rows}

    def write_nothing_twice_in(self, documents: Collection[int]) -> None:
        """From now on, write no statement into these documents that says just what one there says."""
        self._said = statements_of(self._connection, documents)

    def entity(self, variable: int, value: str, attributes: Mapping[str, str] | None = None) -> int:
        """Number of a value of a short-text variable, which is made if it is not there."""
        known = self._entities.get((variable, value))
        if known is not None:
            return known
        shown = self.shortened(value, ("entity", variable)) if len(value) > SHORT else value
        own = self._entities.get((variable, shown))
        if own is None:
            own = self._insert("ENTITIES", {"VariableId": variable, "Value": shown, "Red": 0, "Green": 0, "Blue": 0})
            query = "SELECT ID, AttributeVariable FROM ATTRIBUTEVARIABLES WHERE VariableId = ? ORDER BY ID"
            for attribute, name in self._connection.execute(query, (variable,)).fetchall():
                told = self.shortened((attributes or {}).get(name, ""))
                row = {"EntityId": own, "AttributeVariableId": attribute, "AttributeValue": told}
                self._insert("ATTRIBUTEVALUES", row)
        self._entities[variable, value] = own
        return own

    def statement(
        self,
        label: str,
        document: int,
        coder: int,
        start: int,
        stop: int,
        values: Mapping[str, str | int],
        attributes: Mapping[str, Mapping[str, str]] | None = None,
    ) -> int | None:
        """Write a statement; gives its number, None where it is there already; see `write_nothing_twice_in`.

        Args:
            label: its type.
            document: number of the document.
            coder: number of the coder.
            start: where it begins, in UTF-16 units.
            stop: where it ends.
            values: by variable; one that is not told gets what DNA puts there.
            attributes: by variable, what is known of its value if the value is new.
        """
        cells: dict[int, tuple[str, int | str]] = {}
        for name, (variable, kind) in self.variables(label).items():
            value = values.get(name, _NOTHING[kind])
            if kind == "short text":
                value = self.entity(variable, str(value), (attributes or {}).get(name))
            cells[variable] = kind, value
        said = frozenset((variable, value) for variable, (_, value) in cells.items())
        if (self._types[label], document, coder, start, stop, said) in self._said:
            return None
        place = {"DocumentId": document, "Start": start, "Stop": stop, "Coder": coder}
        own = self._insert("STATEMENTS", {"StatementTypeId": self._types[label], **place})
        for variable, (kind, value) in cells.items():
            column = "Entity" if kind == "short text" else "Value"
            self._insert(DATA_TABLES[kind], {"StatementId": own, "VariableId": variable, column: value})
        return own

    def has_statements(self, statements: Sequence[int]) -> bool:
        """Whether all of these statements are there."""
        query = "SELECT 1 FROM STATEMENTS WHERE ID = ?"
        return all(self._connection.execute(query, (each,)).fetchone() for each in statements)

    def remove_statement(self, statement: int) -> None:
        """Remove a statement with its values; without effect where it is not there."""
        for table in DATA_TABLES.values():
            self._connection.execute(f"DELETE FROM {table} WHERE StatementId = ?", (statement,))  # noqa: S608  # ours
        self._connection.execute("DELETE FROM STATEMENTS WHERE ID = ?", (statement,))

    def set_value(self, statement: int, label: str, name: str, value: str | int) -> None:
        """Give a statement another value of one variable."""
        variable, kind = self.variables(label)[name]
        column = "Entity" if kind == "short text" else "Value"
        stored = self.entity(variable, str(value)) if kind == "short text" else value
        query = f"UPDATE {DATA_TABLES[kind]} SET {column} = ? WHERE StatementId = ? AND VariableId = ?"  # noqa: S608
        self._connection.execute(query, (stored, statement, variable))

    def clone(self, statement: int) -> int:
        """Write a statement once more, with the same place, coder and values; gives its number."""
        columns = ("StatementTypeId", "DocumentId", "Start", "Stop", "Coder")
        query = f"SELECT {', '.join(columns)} FROM STATEMENTS WHERE ID = ?"  # noqa: S608  # ours
        row = self._connection.execute(query, (statement,)).fetchone()
        own = self._insert("STATEMENTS", dict(zip(columns, row, strict=True)))
        for kind, table in DATA_TABLES.items():
            column = "Entity" if kind == "short text" else "Value"
            values = self._connection.execute(
                f"SELECT VariableId, {column} FROM {table} WHERE StatementId = ? ORDER BY ID",  # noqa: S608  # ours
                (statement,),
            )
            for variable, value in values.fetchall():
                self._insert(table, {"StatementId": own, "VariableId": variable, column: value})
        return own

    def count(self, table: str) -> int:
        """Rows of a table."""
        query = f"SELECT count(*) FROM {quoted(table)}"  # noqa: S608  # quoted
        return int(self._connection.execute(query).fetchone()[0])

    def shortened(self, value: str, within: tuple[str, Any] | None = None) -> str:
        """A value of at most 190 characters; the last one shows that it was cut.

        Args:
            value: the value.
            within: where it must differ from others that were cut; the later ones then get a number.
        """
        if len(value) <= SHORT:
            return value
        self.cut += 1
        shown = cut(value)
        if within is None:
            return shown
        taken = self._taken.setdefault(within, set())
        number = 1
        while shown in taken:
            number += 1
            tail = f"{ELLIPSIS} ({number})"
            shown = value[: SHORT - len(tail)] + tail
        taken.add(shown)
        return shown

    def _rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        query = f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table)} ORDER BY 1"  # noqa: S608  # quoted
        return self._connection.execute(query).fetchall()

    def _insert(self, table: str, values: Mapping[str, Any]) -> int:
        layout = LAYOUT_OF[table]
        row = {each.name: default_of(each) for each in layout.fields} | dict(values)
        if layout.fields[0].name == "ID":
            if table not in self._next:
                found = self._connection.execute(f"SELECT coalesce(max(ID), 0) FROM {table}").fetchone()  # noqa: S608
                self._next[table] = int(found[0])
            self._next[table] += 1
            row["ID"] = self._next[table]
        names = ", ".join(map(quoted, row))
        places = ", ".join("?" * len(row))
        try:
            self._connection.execute(
                f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608  # names of our own
                tuple(row.values()),
            )
        except sqlite3.IntegrityError as error:
            raise ExportError(f"a row of {table} does not fit into a file of DNA: {broken_rule(error)}") from error
        return int(row.get("ID") or 0)


_NOTHING: dict[str, str | int] = {"short text": "", "long text": "", "integer": 0, "boolean": 1}
"""What DNA puts where nothing is told, by data type."""


def _completed(made: TableShape, place: Mapping[str, int], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    layout = LAYOUT_OF.get(made.name)
    defaults = {} if layout is None else {each.name: default_of(each) for each in layout.fields}
    wanted = [(place.get(folded(name)), defaults.get(name)) for name, _ in made.columns]
    for row in rows:
        yield [default if k is None else row[k] for k, default in wanted]


@contextmanager
def writing(path: Path, *, password: str, secret: str) -> Iterator[DnaWriter]:
    """Write a file of DNA, in place of one that is there once all of it is written.

    Args:
        path: the file.
        password: of coders who are made.
        secret: what the salts of their passwords depend on besides their names, such as a digest of the content.

    Raises:
        ExportError: EXP001, a row is one that DNA's tables refuse.
        DnaFileError: DNA003, the file cannot be written.
    """
    aside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        with closing(sqlite3.connect(aside, isolation_level=None)) as connection:
            for setting in ("page_size = 4096", "journal_mode = OFF", "foreign_keys = OFF", "auto_vacuum = NONE"):
                connection.execute(f"PRAGMA {setting}").fetchall()
            connection.execute("BEGIN")
            yield DnaWriter(connection, password, secret)
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        aside.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise DnaFileError(f"{path.name} cannot be written ({error})", code="DNA003") from error
    finally:
        aside.unlink(missing_ok=True)
