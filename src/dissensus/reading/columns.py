"""Which column of a table is which field of a document."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dissensus.model.errors import ReadingError, UsageError
from dissensus.model.spans import digest_of
from dissensus.reading.formats.protocol import FIELDS, RawDocument, RawProblem

MAX_NAMES_SHOWN = 20
"""Most column names that a message lists."""

COMMON_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "article_text", "maintext", "main_text",
             "body_text", "article_body", "story"),
    "id": ("id", "doc_id", "document_id", "article_id", "docid", "uuid", "key"),
    "title": ("title", "headline", "heading", "article_title"),
    "outlet": ("outlet", "source", "publisher", "newspaper", "paper", "publication", "media", "medium", "site",
               "sitename", "site_name", "source_name", "outlet_name", "news_outlet"),
    "authors": ("authors", "author", "byline", "creator", "writer"),
    "published": ("published", "date", "publication_date", "pub_date", "pubdate", "published_at", "date_published",
                  "published_date", "publish_date", "datetime", "date_publish", "day"),
    "date_precision": ("date_precision",),
    "url": ("url", "link", "uri", "href", "web_url", "permalink"),
    "language": ("language", "lang"),
}  # fmt: skip
"""Field to the column names it is known by, the first that is there wins; compared without case, spaces as ``_``."""

_SEPARATORS = re.compile(r"[\s_.-]+")


def check_columns(columns: Mapping[str, str]) -> None:
    """Refuse a mapping of columns that names a field that is none.

    Raises:
        UsageError: USE005.
    """
    for field in columns:
        if field not in ("text", *FIELDS, "file"):
            known = ", ".join(("text", *FIELDS, "file"))
            raise UsageError(f"{field!r} is no field of a document; fields are {known}", code="USE005")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Column name to field, for one table.

    Attributes:
        fields: field name to the name of its column.
        missing: columns asked for by option that the table lacks.
    """

    fields: Mapping[str, str]
    missing: tuple[str, ...] = ()


def map_columns(
    names: Sequence[str], options: Mapping[str, str], extra: Mapping[str, tuple[str, ...]] | None = None
) -> ColumnMap:
    """Match the columns of a table to fields.

    Args:
        names: the column names, in order.
        options: field to column name as the user gives it; comes before the common names.
        extra: further fields with their common names.
    """
    normal: dict[str, str] = {}
    for name in names:
        normal.setdefault(_normal(name), name)
    fields: dict[str, str] = {}
    missing: list[str] = []
    for field, asked in options.items():
        found = asked if asked in names else normal.get(_normal(asked))
        if found is None:
            missing.append(asked)
        else:
            fields[field] = found
    for field, common in (COMMON_NAMES | dict(extra or {})).items():
        if field in options:
            continue
        found = next((normal[name] for name in common if name in normal and normal[name] not in fields.values()), None)
        if found is not None:
            fields[field] = found
    return ColumnMap(fields, tuple(missing))


def map_table(names: Sequence[str], options: Mapping[str, str]) -> tuple[ColumnMap, list[RawProblem]]:
    """Match the columns of a table with one document a row.

    Returns:
        The map, and a warning for each column asked for that is not there.

    Raises:
        ReadingError: READ013 no column holds the text; says which columns were found.
    """
    mapped = map_columns(names, {field: name for field, name in options.items() if field != "file"})
    shown = ", ".join(names[:MAX_NAMES_SHOWN]) + (" ..." if len(names) > MAX_NAMES_SHOWN else "")
    if "text" not in mapped.fields:
        wanted = f"the column {options['text']!r}" if "text" in options else "a column with the text"
        raise ReadingError(f"the table lacks {wanted}; its columns are: {shown or 'none'}", code="READ013")
    return mapped, [
        RawProblem("READ013", f"the table lacks the column {name!r}; its columns are: {shown}", severity="warning")
        for name in mapped.missing
    ]


def row_document(
    values: Mapping[str, str], mapped: ColumnMap, row: str, encoding: str | None
) -> RawDocument | RawProblem:
    """The document in one row.

    Args:
        values: column name to value, as text; empty for missing.
        mapped: which column is which field.
        row: which row, such as "row 3".
        encoding: encoding of the table's file.
    """
    text = values.get(mapped.fields["text"], "")
    if not text.strip():
        return RawProblem("READ002", "the row holds no text", row)
    used = set(mapped.fields.values())
    return RawDocument(
        text=text,
        bytes_digest=digest_of(json.dumps(dict(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))),
        row=row,
        fields={
            name: values[column] for name, column in mapped.fields.items() if name != "text" and values.get(column)
        },
        columns={name: value for name, value in values.items() if name not in used and value},
        encoding=encoding,
    )


def as_words(value: object) -> str:
    """A cell's value as text: dates as ISO, whole numbers without a fraction, lists joined by ";", nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.date | dt.time):  # a datetime is a date
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return str(value)


def _normal(name: str) -> str:
    return _SEPARATORS.sub("_", name.strip().casefold()).strip("_")
