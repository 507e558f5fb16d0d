"""Reads files of names: TOML or CSV to entries, each mistake refused with the line where it stands."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from dissensus.model.annotations import ActorKind
from dissensus.model.errors import REMEDIES, ReconcilingError
from dissensus.reconciling.actors.correcting import KINDS, MAX_NAME, Alias, AliasEntry, AliasIndex, spelled

MAX_BYTES = 20_000_000
"""Largest file that is opened: some hundred thousand names, read in about ten seconds."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell; such names have an apostrophe before them in CSV."""

CSV_COLUMNS = ("name", "kind", "id", "alias", "document", "outlet", "not", "ids")

_ENTRY_KEYS = ("name", "kind", "id", "aliases", "not", "ids")
_ALIAS_KEYS = ("name", "documents", "outlets")


def read_alias_file(path: Path) -> tuple[AliasEntry, ...]:
    """The entries of a file of names, in its order.

    Args:
        path: a file that ends in .toml or .csv, in UTF-8.

    Raises:
        ReconcilingError: REC001 it cannot be read; REC002 an unknown key; REC003 an empty or overlong name; REC004 an
            unknown kind; REC005 a name given to two actors; REC006 an actor's own name among those to keep apart.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _unreadable(path.name, f"it is larger than {MAX_BYTES} bytes")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _unreadable(str(path), error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path.name, f"it is not UTF-8 (at byte {error.start})") from error
    return parse_aliases(text, path.suffix.lower().removeprefix("."), path.name)


def parse_aliases(text: str, form: str, origin: str = "aliases") -> tuple[AliasEntry, ...]:
    """The entries of a file's text; see `read_alias_file`.

    Args:
        text: what stands in the file.
        form: "toml" or "csv".
        origin: name of the file, for messages.
    """
    if form not in {"toml", "csv"}:
        raise _unreadable(origin, "its name ends in neither .toml nor .csv")
    entries = _from_toml(text, origin) if form == "toml" else _from_csv(text, origin)
    AliasIndex(entries)
    return entries


def _unreadable(origin: str, why: str) -> ReconcilingError:
    return ReconcilingError(f"the alias file {origin} cannot be read: {why}", remedy=REMEDIES["REC001"])


def _from_toml(text: str, origin: str) -> tuple[AliasEntry, ...]:
    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unreadable(origin, str(error) or "it is nested too deep") from error
    _check_keys(table, ("actor",), origin)
    found = table.get("actor", [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ReconcilingError(f"{origin}: actor must be tables [[actor]]", code="REC002")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*actor\s*\]\]", line)]
    entries = []
    for number, each in enumerate(found):
        place = f"{origin}, line {lines[number]}" if len(lines) == len(found) else f"{origin}, actor {number + 1}"
        _check_keys(each, _ENTRY_KEYS, place)
        aliases = tuple(_toml_alias(alias, place) for alias in _list(each, "aliases", place))
        entries.append(
            AliasEntry(
                _name(each.get("name"), "name", place),
                _kind(each.get("kind"), place),
                None if each.get("id") is None else _name(each["id"], "id", place),
                aliases,
                tuple(_name(name, "not", place) for name in _list(each, "not", place)),
                tuple(_name(each_id, "ids", place) for each_id in _list(each, "ids", place)),
                place,
            )
        )
    return tuple(entries)


def _toml_alias(value: object, place: str) -> Alias:
    if not isinstance(value, dict):
        return Alias(_name(value, "aliases", place))
    _check_keys(value, _ALIAS_KEYS, place)
    alias = Alias(
        _name(value.get("name"), "name of an alias", place),
        tuple(_text(each, "documents", place) for each in _list(value, "documents", place)),
        tuple(_text(each, "outlets", place) for each in _list(value, "outlets", place)),
    )
    if alias.everywhere and len(value) > 1:
        raise ReconcilingError(f"{place}: the alias {alias.name[:80]!r} is told to count nowhere", code="REC003")
    return alias


def _from_csv(text: str, origin: str) -> tuple[AliasEntry, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: dict[tuple[str, str], _Rows] = {}
    try:
        header = [column.strip().lower() for column in next(reader, [])]
        _check_keys(header, CSV_COLUMNS, f"{origin}, line 1")
        if "name" not in header or len(set(header)) < len(header):
            raise ReconcilingError(f"{origin}, line 1: the columns must be {', '.join(CSV_COLUMNS)}", code="REC002")
        for cells in reader:
            place = f"{origin}, line {reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                raise ReconcilingError(f"{place}: there are more cells than columns", code="REC002")
            row = {column: unguarded(cell) for column, cell in zip(header, cells, strict=False) if cell.strip()}
            name = _name(row.get("name"), "name", place)
            rows = found.setdefault((name, spelled(row.get("id", ""))), _Rows(name, place))
            rows.add(row, place)
    except csv.Error as error:
        raise _unreadable(origin, f"{error} (at line {reader.line_num})") from error
    return tuple(rows.entry() for rows in found.values())


@dataclass(slots=True)
class _Rows:
    """The rows of one actor in a CSV file."""

    name: str
    place: str
    kind: ActorKind | None = None
    id: str | None = None
    aliases: dict[str, list[tuple[str | None, str | None]]] = field(default_factory=dict)
    apart: dict[str, None] = field(default_factory=dict)
    ids: dict[str, None] = field(default_factory=dict)

    def add(self, row: Mapping[str, str], place: str) -> None:
        kind = _kind(row.get("kind", "").strip() or None, place)
        if kind is not None and self.kind not in {None, kind}:
            raise ReconcilingError(f"{place}: {self.name!r} is a {self.kind} in another row", code="REC004")
        self.kind = self.kind or kind
        if "id" in row:
            self.id = _name(row["id"], "id", place)
        if "not" in row:
            self.apart[_name(row["not"], "not", place)] = None
        if "ids" in row:
            self.ids[_name(row["ids"], "ids", place)] = None
        scope = (row.get("document"), row.get("outlet"))
        if "alias" in row:
            self.aliases.setdefault(_name(row["alias"], "alias", place), []).append(scope)
        elif scope != (None, None):
            raise ReconcilingError(f"{place}: a document or outlet is named without an alias", code="REC003")

    def entry(self) -> AliasEntry:
        aliases = tuple(
            Alias(
                name,
                tuple(dict.fromkeys(document for document, _ in scopes if document is not None)),
                tuple(dict.fromkeys(outlet for _, outlet in scopes if outlet is not None)),
            )
            for name, scopes in self.aliases.items()
        )
        return AliasEntry(self.name, self.kind, self.id, aliases, tuple(self.apart), tuple(self.ids), self.place)


def guarded(cell: str) -> str:
    """A text as it stands in a cell of CSV: what a spreadsheet would run has an apostrophe before it."""
    return "'" + cell if cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` wrote."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def _check_keys(given: Iterable[str], known: Sequence[str], place: str) -> None:
    for key in given:
        if key not in known:
            raise ReconcilingError(
                f"{place}: {str(key)[:80]!r} is not known; known are {', '.join(known)}", code="REC002"
            )


def _list(table: Mapping[str, Any], key: str, place: str) -> list[object]:
    value = table.get(key, [])
    if not isinstance(value, list):
        raise ReconcilingError(f"{place}: {key} must be a list", code="REC002")
    return value


def _text(value: object, key: str, place: str) -> str:
    if value is None:
        raise ReconcilingError(f"{place}: {key} is missing", code="REC003")
    if not isinstance(value, str):
        raise ReconcilingError(f"{place}: {key} has {_shown(value)} where a text in quotes must stand", code="REC003")
    if not value.strip():
        raise ReconcilingError(f"{place}: {key} has an empty text", code="REC003")
    return value


def _shown(value: object) -> str:
    """What stands in a file in the place of a text, in words."""
    if isinstance(value, bool):
        return f"{str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {str(value)[:40]}"
    if isinstance(value, list):
        return "a list"
    return "a table" if isinstance(value, dict) else f"the date or time {value}"


def _name(value: object, key: str, place: str) -> str:
    name = spelled(_text(value, key, place))
    if len(name) > MAX_NAME:
        raise ReconcilingError(
            f"{place}: {key} has {len(name)} characters, more than {MAX_NAME} ({name[:40]!r}...)", code="REC003"
        )
    return name


def _kind(value: object, place: str) -> ActorKind | None:
    if value is None:
        return None
    for kind in get_args(ActorKind):
        if value == kind:
            found: ActorKind = kind
            return found
    raise ReconcilingError(
        f"{place}: {str(value)[:80]!r} is no kind of actor; kinds are {', '.join(KINDS)}", code="REC004"
    )
