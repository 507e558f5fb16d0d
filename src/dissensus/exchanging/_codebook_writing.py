"""A codebook as text: TOML to edit by hand, with comments above the claims, and CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from dissensus.exchanging._alias_reading import guarded
from dissensus.exchanging._codebook_reading import joined_wordings
from dissensus.exchanging._codebook_values import KEYS
from dissensus.model.claims import Claim, Codebook

_LONG_LIST = 90
"""Characters from which a list of wordings stands on several lines."""


def toml_of(codebook: Codebook, notes: Mapping[str, Sequence[str]] | None = None) -> str:
    """A codebook as TOML; what is not printable is escaped, and what is empty left out.

    Args:
        codebook: the claims.
        notes: of a claim's id lines for the comment above it; of "" lines for the head of the file.
    """
    notes = notes or {}
    head = [*_comments(notes.get("", ()))]
    if codebook.title:
        head.append(f"title = {_quoted(codebook.title)}")
    parts = ["\n".join(head) + "\n"] if head else []
    parts += ["\n".join([*_comments(notes.get(claim.id, ())), *_lines(claim)]) + "\n" for claim in codebook.claims]
    return "\n".join(parts)


def csv_of(codebook: Codebook) -> str:
    """A codebook as CSV: a row a claim; the title and notes have no place in it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(KEYS)
    for claim in codebook.claims:
        cells = (
            claim.id,
            claim.text,
            claim.definition,
            joined_wordings(claim.supporting),
            joined_wordings(claim.opposing),
            claim.topic,
            claim.valid_from.value if claim.valid_from else "",
        )
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def _lines(claim: Claim) -> list[str]:
    lines = ["[[claim]]", f"id = {_quoted(claim.id)}", f"claim = {_quoted(claim.text)}"]
    if claim.definition:
        lines.append(f"definition = {_block(claim.definition)}")
    for key, wordings in (("supporting", claim.supporting), ("opposing", claim.opposing)):
        if wordings:
            lines.append(f"{key} = {_listed(wordings)}")
    if claim.topic:
        lines.append(f"topic = {_quoted(claim.topic)}")
    if claim.valid_from:
        lines.append(f"valid_from = {_quoted(claim.valid_from.value)}")
    return lines


def _comments(lines: Iterable[str]) -> list[str]:
    """Comment lines; every kind of line end in a note begins a comment of its own, so that nothing gets out of it."""
    return [f"# {_printable(part)}".rstrip() for line in lines for part in line.splitlines() or [""]]


def _listed(texts: Sequence[str]) -> str:
    quoted = [_quoted(text) for text in texts]
    if sum(map(len, quoted)) < _LONG_LIST:
        return f"[{', '.join(quoted)}]"
    return "\n".join(["[", *(f"    {text}," for text in quoted), "]"])


def _block(text: str) -> str:
    if "\n" not in text:
        return _quoted(text)
    return '"""\n' + "\n".join(_escaped(line) for line in text.split("\n")) + '"""'


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return _printable(text.replace("\\", "\\\\").replace('"', '\\"'))


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in text)
