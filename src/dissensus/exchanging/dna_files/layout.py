"""The tables of a DNA 3 file as data: what is read, what is checked, and what is written.

DNA 3.0 and 3.1 have the same tables. The order is one in which rows can be written: what is pointed at comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CellType = Literal["number", "text"]

SHORT = 190
"""Most characters of a short value: DNA's tables refuse 191 and more."""
MAX_SHORT = 10_000
"""Longest value that is read where DNA 3 keeps short ones; DNA 2 set no bound."""
LARGEST_INTEGER = 2**31 - 1
"""DNA holds numbers in Java's int; of dates alone it holds more."""
EARLIEST, LATEST = -62_135_596_800, 253_402_300_799
"""The years 1 to 9999, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a DNA table.

    Attributes:
        name: its name.
        type: number or text.
        default: what stands in it where nothing is told; None for NULL, or where it must be told.
        null: NULL may stand in it.
        lowest, highest: bounds of a number, both included.
        short: at most `SHORT` characters.
        points_at: the table whose rows it names.
        choice: the only texts that may stand in it.
    """

    name: str
    type: CellType = "number"
    default: int | str | None = None
    null: bool = False
    lowest: int | None = None
    highest: int | None = None
    short: bool = False
    points_at: str | None = None
    choice: tuple[str, ...] = ()

    @property
    def needed(self) -> bool:
        """A file without this column tells too little; another may be missing and has its default."""
        return self.points_at is not None or (self.default is None and not self.null)

    def definition(self, *, short: bool = True) -> str:
        """Its part of CREATE TABLE; without the check of its length unless ``short``."""
        told = [quoted(self.name), "INTEGER" if self.type == "number" else "TEXT"]
        if not self.null:
            told.append("NOT NULL")
        if self.default is not None:
            told.append(f"DEFAULT {self.default}" if isinstance(self.default, int) else f"DEFAULT '{self.default}'")
        if self.lowest is not None and self.highest is not None:
            told.append(f"CHECK ({quoted(self.name)} BETWEEN {self.lowest} AND {self.highest})")
        elif self.lowest is not None:
            told.append(f"CHECK ({quoted(self.name)} >= {self.lowest})")
        if self.short and short:
            told.append(f"CHECK (LENGTH({quoted(self.name)}) <= {SHORT})")
        if self.choice:
            told.append(f"CHECK ({quoted(self.name)} IN ({', '.join(repr(each) for each in self.choice)}))")
        return " ".join(told)


@dataclass(frozen=True, slots=True)
class Layout:
    """One table of a DNA file.

    Attributes:
        name: its name.
        fields: its columns; the first is the primary key.
        unique: columns that together occur once.
        checks: further conditions.
    """

    name: str
    fields: tuple[Field, ...]
    unique: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its columns."""
        return tuple(each.name for each in self.fields)


_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def folded(name: str) -> str:
    """A name as SQLite compares names: the case of ASCII letters does not count, that of others does."""
    return name.translate(_LOWER)


def table_key(name: str) -> str:
    """A table's name with ASCII letters as capitals, as DNA writes its own."""
    return "".join(chr(ord(each) - 32) if "a" <= each <= "z" else each for each in name)


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever stands in it."""
    return '"' + name.replace('"', '""') + '"'


def _id() -> Field:
    return Field("ID")


def _text(name: str, default: str | None = None, *, short: bool = True, null: bool = False) -> Field:
    return Field(name, "text", default, null=null, short=short)


def _ref(name: str, table: str, *, null: bool = False, lowest: int | None = None) -> Field:
    return Field(name, points_at=table, null=null, lowest=lowest)


def _colour(*, null: bool = False) -> tuple[Field, ...]:
    default = None if null else 0
    return tuple(Field(n, default=default, null=null, lowest=0, highest=255) for n in ("Red", "Green", "Blue"))


def _flag(name: str, default: int = 1) -> Field:
    return Field(name, default=default, lowest=0, highest=1)


PERMISSIONS = (
    *(f"Permission{each}Documents" for each in ("Add", "Edit", "Delete", "Import")),
    *(f"Permission{each}Statements" for each in ("Add", "Edit", "Delete")),
    *(f"PermissionEdit{each}" for each in ("Attributes", "Regex", "StatementTypes", "Coders", "CoderRelations")),
    *(f"Permission{each}Others{what}" for what in ("Documents", "Statements") for each in ("View", "Edit")),
)
"""The sixteen flags of what a coder may do."""

DATA_TYPES = ("boolean", "integer", "long text", "short text")
DATA_TABLES = {
    "boolean": "DATABOOLEAN",
    "integer": "DATAINTEGER",
    "long text": "DATALONGTEXT",
    "short text": "DATASHORTTEXT",
}
"""In which table the values of a variable stand, by its data type."""


def _data(name: str, value: Field) -> Layout:
    fields = (_id(), _ref("StatementId", "STATEMENTS"), _ref("VariableId", "VARIABLES"), value)
    return Layout(name, fields, unique=("StatementId", "VariableId"))


LAYOUTS: tuple[Layout, ...] = (
    Layout("SETTINGS", (_text("Property", short=False, null=True), _text("Value", short=False))),
    Layout(
        "CODERS",
        (
            _id(),
            _text("Name"),
            *_colour(),
            Field("Refresh", default=0, lowest=0, highest=9999),
            Field("FontSize", default=14, lowest=1, highest=99),
            _text("Password"),
            Field("PopupWidth", default=300, null=True, lowest=100, highest=9999),
            _flag("ColorByCoder", 0),
            _flag("PopupDecoration", 0),
            _flag("PopupAutoComplete"),
            *(_flag(each) for each in PERMISSIONS),
        ),
    ),
    Layout(
        "DOCUMENTS",
        (
            _id(),
            _text("Title"),
            _text("Text", short=False),
            _ref("Coder", "CODERS", null=True),
            _text("Author", ""),
            _text("Source", ""),
            _text("Section", ""),
            _text("Notes", "", short=False),
            _text("Type", ""),
            Field("Date"),
        ),
    ),
    Layout("STATEMENTTYPES", (_id(), _text("Label"), *_colour())),
    Layout(
        "VARIABLES",
        (
            _id(),
            _text("Variable"),
            Field("DataType", "text", "short text", choice=DATA_TYPES),
            _ref("StatementTypeId", "STATEMENTTYPES", null=True),
        ),
        unique=("Variable", "StatementTypeId"),
    ),
    Layout(
        "VARIABLELINKS",
        (
            _id(),
            _ref("SourceVariableId", "VARIABLES", null=True),
            _ref("TargetVariableId", "VARIABLES", null=True),
        ),
        checks=('"TargetVariableId" <> "SourceVariableId"',),
    ),
    Layout("REGEXES", (_text("Label", null=True), *_colour())),
    Layout(
        "CODERRELATIONS",
        (
            _id(),
            _ref("Coder", "CODERS", null=True, lowest=1),
            _ref("OtherCoder", "CODERS", null=True, lowest=1),
            *(_flag(each) for each in ("viewStatements", "editStatements", "viewDocuments", "editDocuments")),
        ),
        checks=('"Coder" <> "OtherCoder"',),
    ),
    Layout(
        "STATEMENTS",
        (
            _id(),
            _ref("StatementTypeId", "STATEMENTTYPES", null=True),
            _ref("DocumentId", "DOCUMENTS", null=True),
            Field("Start", lowest=0),
            Field("Stop", lowest=0),
            _ref("Coder", "CODERS", null=True),
        ),
        checks=('"Start" < "Stop"',),
    ),
    _data("DATABOOLEAN", Field("Value", default=1)),
    _data("DATAINTEGER", Field("Value", default=0)),
    Layout(
        "ENTITIES",
        (
            _id(),
            _ref("VariableId", "VARIABLES"),
            _text("Value", ""),
            *_colour(null=True),
            _ref("ChildOf", "ENTITIES", null=True, lowest=1),
        ),
        unique=("VariableId", "Value"),
    ),
    _data("DATASHORTTEXT", _ref("Entity", "ENTITIES")),
    _data("DATALONGTEXT", _text("Value", "", short=False, null=True)),
    Layout(
        "ATTRIBUTEVARIABLES",
        (_id(), _ref("VariableId", "VARIABLES"), _text("AttributeVariable")),
        unique=("VariableId", "AttributeVariable"),
    ),
    Layout(
        "ATTRIBUTEVALUES",
        (
            _id(),
            _ref("EntityId", "ENTITIES"),
            _ref("AttributeVariableId", "ATTRIBUTEVARIABLES"),
            _text("AttributeValue", ""),
        ),
        unique=("EntityId", "AttributeVariableId"),
    ),
)
LAYOUT_OF = {layout.name: layout for layout in LAYOUTS}
NEEDED = (
    "DOCUMENTS", "STATEMENTTYPES", "VARIABLES", "STATEMENTS", "DATABOOLEAN", "DATAINTEGER", "ENTITIES",
    "DATASHORTTEXT", "DATALONGTEXT",
)  # fmt: skip
"""Tables without which a file is none of DNA 3; the others count as empty where they are missing."""
