"""JSON lines: a line is a document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from dissensus.model.errors import ReadingError
from dissensus.model.options import ReadingOptions
from dissensus.reading.columns import ColumnMap, as_words, map_table, row_document
from dissensus.reading.decoding import open_text
from dissensus.reading.files import InputFile
from dissensus.reading.formats.protocol import RawDocument, RawProblem

ESCAPED = 6
"""Most characters that one character of a JSON string takes (``\\u0041``)."""

ROOM = 1_000_000
"""Characters that a line may have for all that is not the text."""


class JsonLinesFormat:
    """``.jsonl`` and ``.ndjson``: an object a line; the first one tells which names are which fields."""

    id = "jsonl.v1"
    extensions = (".jsonl", ".ndjson")
    content = frozenset({""})
    isolated = True
    rows = True

    def read(self, file: InputFile, options: ReadingOptions, /) -> Iterator[RawDocument | RawProblem]:
        stream, encoding, warnings = open_text(file)
        with stream:
            yield from warnings
            first: ColumnMap | None = None
            number = 0
            for number, line in _lines(stream, ESCAPED * options.max_characters + ROOM):
                label = f"row {number}"
                values = None if line is None else _object_in(line)
                if values is None:
                    yield _fault(line, label)
                    continue
                if first is None:
                    first, missing = map_table(tuple(values), options.columns)
                    yield from missing
                if first.fields["text"] not in values:
                    yield RawProblem("READ019", f"the object has no {first.fields['text']!r}", label)
                else:
                    yield row_document(values, first, label, encoding)
            if number == 0:
                raise ReadingError("the file holds no lines", code="READ002")


def _lines(stream: TextIO, longest: int) -> Iterator[tuple[int, str | None]]:
    """Number and words of each line that is not blank; None for one that is too long."""
    number = 0
    while line := stream.readline(longest):
        number += 1
        if len(line) == longest and not line.endswith(("\n", "\r")):
            while line and not line.endswith(("\n", "\r")):
                line = stream.readline(longest)
            yield number, None
        elif line.strip():
            yield number, line


def _object_in(line: str) -> dict[str, str] | None:
    try:
        value: Any = json.loads(line)
        return {str(name): as_words(item) for name, item in value.items()} if isinstance(value, dict) else None
    except (ValueError, RecursionError):
        return None


def _fault(line: str | None, label: str) -> RawProblem:
    if line is None:
        return RawProblem("READ008", "the line is longer than a document can be", label)
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error).split(":", 1)[0].lower()
        return RawProblem("READ019", f"the line is not JSON ({reason})", label)
    return RawProblem("READ019", f"the line holds a {type(value).__name__}, not an object", label)
