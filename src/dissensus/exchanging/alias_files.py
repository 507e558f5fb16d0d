"""Actors as files: files of names (TOML, CSV), read and written, and all that is known of actors (JSON, Parquet)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dissensus.exchanging._alias_reading import CSV_COLUMNS, guarded, parse_aliases, read_alias_file
from dissensus.model.errors import UsageError
from dissensus.reconciling.actors.correcting import Alias, AliasEntry

__all__ = [
    "ACTOR_FORMATS",
    "check_actor_format",
    "csv_of",
    "parse_aliases",
    "read_alias_file",
    "toml_of",
    "write_actors",
    "write_alias_file",
]

ACTOR_FORMATS = ("toml", "csv", "json", "parquet")
"""Formats of actors; the first two are files of names that `--aliases` takes."""


def check_actor_format(format_id: str) -> None:
    """Refuse a format that is not there.

    Raises:
        UsageError: no such format.
    """
    if format_id not in ACTOR_FORMATS:
        raise UsageError(f"no format {format_id!r} for actors; known are {', '.join(ACTOR_FORMATS)}", code="USE005")


def toml_of(entries: Iterable[AliasEntry]) -> str:
    """A file of names as TOML; what is not printable is escaped."""
    parts = ["# Who is who: one [[actor]] each, with the name to show and the other names that mean it.\n"]
    for entry in entries:
        lines = ["[[actor]]", f"name = {_quoted(entry.name)}"]
        if entry.kind is not None:
            lines.append(f'kind = "{entry.kind}"')
        if entry.id is not None:
            lines.append(f"id = {_quoted(entry.id)}")
        if entry.aliases:
            lines += ["aliases = [", *(f"    {_toml_alias(alias)}," for alias in entry.aliases), "]"]
        if entry.apart:
            lines.append(f"not = {_listed(entry.apart)}")
        if entry.ids:
            lines.append(f"ids = {_listed(entry.ids)}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _toml_alias(alias: Alias) -> str:
    if alias.everywhere:
        return _quoted(alias.name)
    scopes = [f"{key} = {_listed(found)}" for key, found in _scopes(alias).items() if found]
    return f"{{ {', '.join([f'name = {_quoted(alias.name)}', *scopes])} }}"


def _scopes(alias: Alias) -> Mapping[str, Sequence[str]]:
    return {"documents": alias.documents, "outlets": alias.outlets}


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'


def csv_of(entries: Iterable[AliasEntry]) -> str:
    """A file of names as CSV: one row an alias and scope, one a name that must stay apart, one a further id."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    for entry in entries:
        head = (entry.name, entry.kind or "", entry.id or "")
        rows: list[tuple[str, str, str, str, str]] = []
        for alias in entry.aliases:
            scopes = [(document, "") for document in alias.documents] + [("", outlet) for outlet in alias.outlets]
            rows += [(alias.name, *scope, "", "") for scope in scopes or [("", "")]]
        rows += [("", "", "", name, "") for name in entry.apart]
        rows += [("", "", "", "", actor_id) for actor_id in entry.ids]
        for row in rows or [("",) * 5]:
            writer.writerow([guarded(cell) for cell in (*head, *row)])
    return out.getvalue()


def write_alias_file(entries: Iterable[AliasEntry], path: Path, format_id: str) -> None:
    """Write a file of names.

    Args:
        entries: the actors.
        path: the file; its folder must be there.
        format_id: "toml" or "csv".

    Raises:
        UsageError: no such format.
    """
    if format_id not in {"toml", "csv"}:
        raise UsageError(f"a file of names is toml or csv, not {format_id!r}", code="USE005")
    text = toml_of(entries) if format_id == "toml" else csv_of(entries)
    # The mark at the beginning makes spreadsheets read CSV as UTF-8; TOML must not have it.
    path.write_text(text, encoding="utf-8" if format_id == "toml" else "utf-8-sig", newline="")


def write_actors(rows: Sequence[Mapping[str, Any]], path: Path, format_id: str) -> None:
    """Write all that is known of actors as JSON or Parquet.

    Args:
        rows: plain values: id, name, kind, aliases, rules, mentions, documents, merges.
        path: the file; its folder must be there.
        format_id: "json" or "parquet".
    """
    if format_id == "json":
        path.write_text(json.dumps({"actors": list(rows)}, ensure_ascii=True, indent=1) + "\n", encoding="utf-8")
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    place = pa.struct(
        [("document_id", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("words", pa.string())]
    )
    merge = pa.struct(
        [
            ("name", pa.string()),
            ("into", pa.string()),
            ("rule", pa.string()),
            ("confidence", pa.float64()),
            ("evidence", pa.list_(place)),
        ]
    )
    schema = pa.schema(
        [
            ("id", pa.string()),
            ("name", pa.string()),
            ("kind", pa.string()),
            ("aliases", pa.list_(pa.string())),
            ("rules", pa.list_(pa.string())),
            ("mentions", pa.int32()),
            ("documents", pa.int32()),
            ("merges", pa.list_(merge)),
        ]
    )
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows], schema), path, compression="zstd")
