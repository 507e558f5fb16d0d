"""Findings as the comparisons read them: what counts under the options, with outlets and actors as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dissensus.comparing._columns import (
    Pieces,
    codes_of,
    numbers,
    one_array,
    positions_in,
    simple_pieces,
    spanned_pieces,
)
from dissensus.comparing.counted import counted_statements
from dissensus.model.annotations import ACTS, MODES
from dissensus.model.errors import EvidenceError
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dissensus.comparing._columns import Numbers


@dataclass(frozen=True, slots=True)
class Mentions:
    """Mentions as columns of numbers, all rows.

    Attributes:
        table: the Arrow table.
        document: row in the documents.
        outlet: code of the outlet.
        actor: row in the actors; -1 where not resolved.
        pieces: words and spans.
    """

    table: pa.Table
    document: Numbers
    outlet: Numbers
    actor: Numbers
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements as columns of numbers; those that the options leave out are gone.

    Attributes:
        table: the Arrow table.
        document: row in the documents.
        outlet: code of the outlet.
        actor: row of the speaker in the actors; -1 where not resolved.
        mode: code in `MODES`.
        act: code in `ACTS`.
        words: number of words in the content.
        pieces: words and spans of the content.
    """

    table: pa.Table
    document: Numbers
    outlet: Numbers
    actor: Numbers
    mode: Numbers
    act: Numbers
    words: Numbers
    pieces: Pieces


class Scope:
    """Findings under options; the parts are worked out once, when first asked for."""

    def __init__(self, findings: Findings, options: ComparingOptions | None = None) -> None:
        self.findings = findings
        self.options = options or ComparingOptions()
        self.documents = findings.documents
        self.document_ids = one_array(findings.documents["id"])
        codes, names = codes_of(findings.documents["outlet"])
        self.outlets: list[str | None] = [*names]
        """Names of the outlets, sorted; None comes last where a document has no outlet."""
        if (codes < 0).any():
            self.outlets.append(None)
        self.document_outlet = np.where(codes < 0, len(names), codes).astype(np.int32)
        """Code of the outlet of each document; documents without one share a code of their own."""
        self.is_reprint = numbers(pc.is_valid(one_array(findings.documents["original_id"])).cast(pa.int64())) == 1
        self.counted: NDArray[np.bool_] = ~self.is_reprint | self.options.count_reprints
        """Whether each document counts; a reprint does only when the options say so."""
        self.actor_ids = one_array(findings.actors["id"])
        self.actor_names: list[str] = findings.actors["name"].to_pylist()
        self.actor_kinds: list[str] = findings.actors["kind"].to_pylist()
        ids: list[str] = findings.actors["id"].to_pylist()
        ranked = sorted(range(len(ids)), key=lambda i: (self.actor_names[i], ids[i]))
        self.actor_rank = np.empty(len(ids), dtype=np.int32)
        """Place of each actor among the actors sorted by name."""
        self.actor_rank[ranked] = np.arange(len(ids))
        self.kept: dict[str, Any] = {}
        """What one comparison worked out and another one needs too."""

    @cached_property
    def mentions(self) -> Mentions:
        """All mentions, those in reprints too."""
        table = self.findings.mentions
        document = self.documents_of(table, "mention")
        return Mentions(
            table,
            document,
            self.document_outlet[document],
            positions_in(table["actor_id"], self.actor_ids),
            simple_pieces(document, table["start"], table["end"], table["words"], self.document_ids),
        )

    @cached_property
    def statements(self) -> Statements:
        """The statements that the options keep, those in reprints too."""
        table = counted_statements(self.findings, self.options)
        document = self.documents_of(table, "statement")
        return Statements(
            table,
            document,
            self.document_outlet[document],
            positions_in(table["speaker_actor_id"], self.actor_ids),
            _coded(table["mode"], MODES, "mode"),
            _coded(table["act"], ACTS, "act"),
            numbers(table["words"]),
            spanned_pieces(document, table["content"], table["content_words"], self.document_ids),
        )

    def outlet_column(self, codes: NDArray[Any]) -> pa.Array:
        """Names of outlets by code; null where the outlet is not known."""
        return pa.array(self.outlets, pa.string()).take(pa.array(codes))

    def actor_columns(self, rows: NDArray[Any]) -> tuple[Any, Any, Any]:
        """Ids, names and kinds of actors by row; null for -1."""
        index = pa.array(rows, mask=np.asarray(rows) < 0)
        return (
            self.actor_ids.take(index),
            pa.array(self.actor_names, pa.string()).take(index),
            pa.array(self.actor_kinds, pa.string()).take(index),
        )

    def document_column(self, name: str, rows: NDArray[Any]) -> pa.Array:
        """A column of the documents, by row."""
        return one_array(self.documents[name]).take(pa.array(rows))

    def documents_of(self, table: pa.Table, what: str) -> Numbers:
        """Row of the document of each row of a table.

        Raises:
            EvidenceError: a row belongs to a document that is not there.
        """
        rows = positions_in(table["document_id"], self.document_ids)
        lost = np.flatnonzero(rows < 0)
        if len(lost):
            unknown = table["document_id"][int(lost[0])].as_py()
            raise EvidenceError(f"a {what} belongs to the document {unknown!r}, which is not there")
        return rows


def _coded(column: pa.ChunkedArray, known: Sequence[str], what: str) -> Numbers:
    codes = positions_in(column, pa.array(known, pa.string()))
    strange = np.flatnonzero(codes < 0)
    if len(strange):
        value = column[int(strange[0])].as_py()
        raise EvidenceError(f"a statement has the {what} {value!r}, which is not known", code="EVI002")
    return codes


def table_of(columns: Sequence[tuple[str, Any]]) -> pa.Table:
    """An Arrow table from names and arrays (or numpy arrays)."""
    return pa.table({name: value if isinstance(value, pa.Array) else pa.array(value) for name, value in columns})
