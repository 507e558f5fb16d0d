"""Codebooks as files: TOML and CSV, read and written; concepts of a DNA project, read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from dissensus.exchanging._codebook_reading import decoded, from_csv, from_toml, unreadable
from dissensus.exchanging._codebook_values import MAX_CHARACTERS, MAX_CLAIMS, codebook_of
from dissensus.exchanging._codebook_writing import csv_of, toml_of
from dissensus.model.claims import Codebook
from dissensus.model.errors import UsageError
from dissensus.model.whole_files import written_aside

__all__ = [
    "CODEBOOK_FORMATS",
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "MAX_CLAIMS",
    "codebook_text",
    "parse_codebook",
    "read_codebook",
    "write_codebook",
]

CODEBOOK_FORMATS = ("toml", "csv")
"""Formats that a codebook is written in; `.tsv` is read as CSV."""

MAX_BYTES = 20_000_000
"""Largest codebook file that is opened; it does not bound DNA projects, of which only the concepts are read."""


def read_codebook(path: Path) -> Codebook:
    """The codebook of a file.

    Args:
        path: a file that ends in .toml, in .csv (or .tsv), or in .dna, a project of the Discourse Network Analyzer
            whose variable "concept" gives the claims.

    Raises:
        CodebookError: REC020 it cannot be read; REC021 an unknown key or column; REC022 a value is missing or of the
            wrong sort; REC023 an id twice; REC024 no date; REC025 a limit; REC026 characters that may not stand there;
            REC027 no project of DNA.
    """
    if path.suffix.lower() == ".dna":
        from dissensus.exchanging.dna_concepts import read_dna_concepts

        return read_dna_concepts(path).codebook
    try:
        if not path.is_file():
            raise unreadable(str(path), "it is no file" if path.exists() else "there is no such file")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise unreadable(str(path), error.strerror or str(error)) from error
    if len(data) > MAX_BYTES:
        raise unreadable(path.name, f"it is larger than {MAX_BYTES:,} bytes")
    return parse_codebook(decoded(data, path.name), path.suffix.lower().removeprefix("."), path.name)


def parse_codebook(text: str, format_id: str, origin: str = "codebook") -> Codebook:
    """The codebook of a file's text; see `read_codebook`.

    Args:
        text: what stands in the file.
        format_id: "toml", or "csv" or "tsv" for any table.
        origin: name of the file, for messages.

    Raises:
        CodebookError: as `read_codebook`.
    """
    if format_id == "toml":
        return from_toml(text, origin)
    if format_id in {"csv", "tsv"}:
        return from_csv(text, origin)
    raise unreadable(origin, "its name ends in neither .toml nor .csv nor .dna")


def codebook_text(codebook: Codebook, format_id: str, notes: Mapping[str, Sequence[str]] | None = None) -> str:
    """A codebook as the text of a file; the same codebook and notes give the same text.

    Args:
        codebook: the claims.
        format_id: "toml" or "csv".
        notes: only for TOML: by a claim's id lines for the comment above it, by "" lines for the head of the file.

    Raises:
        UsageError: USE005 no such format.
        CodebookError: what would be written could not be read again: an id twice, a limit, control characters.
    """
    if format_id not in CODEBOOK_FORMATS:
        known = " or ".join(f".{each}" for each in CODEBOOK_FORMATS)
        raise UsageError(
            f"a codebook is written as {known}, not as .{format_id}", code="USE005", remedy=f"End the name in {known}"
        )
    placed = ((f"claim {number}", claim.plain()) for number, claim in enumerate(codebook.claims, 1))
    checked = codebook_of(placed, codebook.title, "the codebook")
    return toml_of(checked, notes) if format_id == "toml" else csv_of(checked)


def write_codebook(codebook: Codebook, path: Path, *, notes: Mapping[str, Sequence[str]] | None = None) -> None:
    """Write a codebook, wholly or not at all; a file of that name is replaced.

    Args:
        codebook: the claims. White space around and within claims and wordings is written as single spaces.
        path: ends in .toml or .csv; its folder must be there. CSV has no place for the title and for notes.
        notes: by a claim's id lines for the comment above it ("# " is put before them); by "" for the head.

    Raises:
        UsageError: USE005 the name ends otherwise.
        CodebookError: as `codebook_text`.
    """
    format_id = path.suffix.lower().removeprefix(".")
    text = codebook_text(codebook, format_id, notes)
    # The mark at the beginning makes spreadsheets read CSV as UTF-8; TOML must not have it.
    encoding = "utf-8" if format_id == "toml" else "utf-8-sig"
    with written_aside(path) as temporary:
        temporary.write_text(text, encoding=encoding, newline="")
