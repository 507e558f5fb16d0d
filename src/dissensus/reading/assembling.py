"""A raw document and all that is told about it to a checked document."""

from __future__ import annotations

from collections.abc import Mapping

from dissensus.model.documents import Document
from dissensus.model.options import ReadingOptions
from dissensus.reading.checking import check_text, tidy
from dissensus.reading.dates import DateError, parse_date
from dissensus.reading.formats.protocol import FIELDS, RawDocument, RawProblem
from dissensus.reading.languages import language_code, language_of
from dissensus.reading.metadata import About

ANNOTATED_LANGUAGE = "en"
"""The language that the annotating steps know."""


def assemble(
    raw: RawDocument,
    *,
    default_id: str,
    origin: str,
    reader: str,
    about: About | None,
    from_name: Mapping[str, str] | None,
    options: ReadingOptions,
) -> tuple[Document, list[RawProblem]]:
    """The document, with warnings on what should be looked at.

    Metadata come from metadata.csv, then from the file's name, then from the file itself; the first that tells a
    field counts.

    Raises:
        ReadingError: the text cannot be read.
    """
    warnings = [*raw.warnings, *check_text(raw.text, options)]
    tellers: list[Mapping[str, str]] = [about.fields if about else {}, from_name or {}, raw.fields]
    fields: dict[str, str] = {}
    precision = ""
    for teller in tellers:
        told = {name: tidy(value) for name, value in teller.items() if name in FIELDS}
        if told.get("published") and "published" not in fields:
            precision = told.get("date_precision", "")
        fields = {name: value for name, value in told.items() if value} | fields
    columns: dict[str, str] = dict(raw.columns)
    columns.update({name: value for name, value in (from_name or {}).items() if name not in FIELDS})
    columns.update(about.columns if about else {})
    published = None
    if "published" in fields:
        try:
            published = parse_date(fields["published"], options.day_first, precision)
        except DateError as error:
            warnings.append(RawProblem("READ015", f"the date is left out: {error}", severity="warning"))
    language = language_code(fields.get("language", "")) or language_of(raw.text)
    if language not in (None, ANNOTATED_LANGUAGE):
        warnings.append(RawProblem("READ022", f"its language is {language!r}, not English", severity="warning"))
    return (
        Document(
            id=fields.get("id") or default_id,
            text=raw.text,
            title=fields.get("title"),
            outlet=fields.get("outlet"),
            authors=_authors(fields.get("authors", "")),
            published=published,
            url=fields.get("url"),
            language=language,
            columns={tidy(name): tidy(value) for name, value in columns.items() if tidy(value)},
            origin=origin,
            reader=reader,
            encoding=raw.encoding,
            bytes_digest=raw.bytes_digest,
        ),
        warnings,
    )


def _authors(words: str) -> tuple[str, ...]:
    """Names as printed. Only ";" and "|" part them: "Reed, Ada" and "Law and Order Institute" are each one."""
    names = (name.strip() for name in words.replace("|", ";").split(";"))
    return tuple(dict.fromkeys(name for name in names if name))
