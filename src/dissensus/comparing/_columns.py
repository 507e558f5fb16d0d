"""Columns as numbers: codes of texts, groups of rows, and lists of evidence, all without a loop over rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dissensus.model.errors import EvidenceError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.signedinteger[Any]]

EVIDENCE = pa.list_(
    pa.struct([("document_id", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("words", pa.string())])
)
"""Type of every ``evidence`` column."""

JOINT = " … "
"""What stands between the parts of discontinuous words (see `dissensus.model.spans.words_at`)."""


def one_array(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column as one array of strings or numbers."""
    array = column
    if isinstance(column, pa.ChunkedArray):
        # A single chunk is taken as it is: putting chunks together copies them.
        chunks = column.chunks
        array = chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks) if chunks else pa.array([], column.type)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    return array.cast(pa.string()) if pa.types.is_large_string(array.type) else array


def numbers(column: pa.Array | pa.ChunkedArray) -> Numbers:
    """A column of integers as int32, half the memory of int64; null becomes -1."""
    array = pc.fill_null(one_array(column).cast(pa.int32()), -1)
    return np.asarray(array.to_numpy(zero_copy_only=False), dtype=np.int32)


def positions_in(column: pa.Array | pa.ChunkedArray, values: pa.Array) -> Numbers:
    """Row number of each text in an array of distinct texts; -1 where it is null or not there."""
    return numbers(pc.index_in(one_array(column), value_set=values))


def codes_of(column: pa.Array | pa.ChunkedArray) -> tuple[Numbers, list[str]]:
    """Codes of the texts of a column, in the order of the sorted texts; -1 for null."""
    encoded = one_array(column).dictionary_encode()
    texts: list[str] = encoded.dictionary.to_pylist()
    order = sorted(range(len(texts)), key=texts.__getitem__)
    rank = np.empty(len(texts) + 1, dtype=np.int32)
    rank[-1] = -1
    rank[order] = np.arange(len(texts))
    return rank[numbers(encoded.indices)], [texts[i] for i in order]


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows that share their keys.

    Attributes:
        order: row numbers, group after group, each group in the order of the table.
        offsets: where each group begins in ``order``, and the end.
    """

    order: Numbers
    offsets: Numbers

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def first(self) -> Numbers:
        """Row number of the first row of each group."""
        return self.order[self.offsets[:-1]]

    @property
    def sizes(self) -> Numbers:
        """Number of rows of each group."""
        return np.diff(self.offsets)

    def total(self, values: NDArray[Any]) -> Numbers:
        """Sum of a value a row over each group."""
        if not len(self):
            return np.zeros(0, dtype=np.int64)
        sums: NDArray[np.int64] = np.add.reduceat(values[self.order].astype(np.int64), self.offsets[:-1])
        return sums

    def distinct(self, values: Numbers) -> Numbers:
        """How many different non-negative values each group has."""
        if not len(self):
            return np.zeros(0, dtype=np.int64)
        group = np.repeat(np.arange(len(self)), self.sizes)
        value = values[self.order]
        by = np.lexsort((value, group))
        group, value = group[by], value[by]
        new = np.ones(len(group), dtype=bool)
        new[1:] = (group[1:] != group[:-1]) | (value[1:] != value[:-1])
        return np.bincount(group[new & (value >= 0)], minlength=len(self)).astype(np.int64)

    def take(self, wanted: NDArray[Any]) -> Groups:
        """The groups at the given numbers, in that order."""
        return Groups(*_ragged(self.order, self.offsets, wanted))

    def head(self, most: int) -> Groups:
        """Each group cut to its first rows."""
        sizes = np.minimum(self.sizes, most)
        offsets = np.concatenate([[0], np.cumsum(sizes)])
        return Groups(self.order[ramps(self.offsets[:-1], sizes)], offsets)


def group_by(keys: Sequence[Numbers], rows: Numbers | None = None) -> Groups:
    """Groups of rows with equal keys, sorted by the keys.

    Args:
        keys: one array a key, as long as the table.
        rows: row numbers to group; None for all.
    """
    rows = np.arange(len(keys[0])) if rows is None else rows
    chosen = [key[rows] for key in keys]
    by = np.lexsort(tuple(reversed(chosen)))
    new = np.zeros(len(by), dtype=bool)
    if len(by):
        new[0] = True
    for key in chosen:
        ordered = key[by]
        new[1:] |= ordered[1:] != ordered[:-1]
    return Groups(rows[by], np.concatenate([np.flatnonzero(new), [len(by)]]).astype(np.int64))


def ramps(starts: Numbers, sizes: Numbers) -> Numbers:
    """The numbers starts[0], starts[0] + 1, ... (sizes[0] of them), starts[1], ..."""
    if not len(sizes):
        return np.zeros(0, dtype=np.int64)
    ends = np.cumsum(sizes)
    ramps: NDArray[np.int64] = np.arange(ends[-1]) + np.repeat(starts - (ends - sizes), sizes)
    return ramps


def _ragged(values: Numbers, offsets: Numbers, wanted: NDArray[Any]) -> tuple[Numbers, Numbers]:
    starts, sizes = offsets[:-1][wanted], np.diff(offsets)[wanted]
    return values[ramps(starts, sizes)], np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The contiguous pieces of a table's rows, from which evidence is put together.

    Attributes:
        offsets: where each row's pieces begin, and the end.
        document: row number in the documents, a piece.
        start: code points, a piece.
        end: code points, a piece.
        words: exact words, a piece (Arrow array of string).
        ids: ids of the documents (Arrow array of string).
    """

    offsets: Numbers
    document: Numbers
    start: Numbers
    end: Numbers
    words: pa.Array
    ids: pa.Array

    def evidence(self, groups: Groups) -> pa.ListArray:
        """An ``evidence`` column with one list a group."""
        pieces, row_offsets = _ragged(np.arange(len(self.start)), self.offsets, groups.order)
        items = pa.StructArray.from_arrays(
            [
                self.ids.take(pa.array(self.document[pieces])),
                pa.array(self.start[pieces]),
                pa.array(self.end[pieces]),
                self.words.take(pa.array(pieces)),
            ],
            fields=list(EVIDENCE.value_type),
        )
        return pa.ListArray.from_arrays(pa.array(row_offsets[groups.offsets], pa.int32()), items, type=EVIDENCE)

    def rows(self) -> Groups:
        """One group a row of the table."""
        n = len(self.offsets) - 1
        return Groups(np.arange(n), np.arange(n + 1))


def simple_pieces(document: Numbers, start: pa.Array, end: pa.Array, words: pa.Array, ids: pa.Array) -> Pieces:
    """Pieces of a table whose rows have one span each."""
    return Pieces(np.arange(len(document) + 1), document, numbers(start), numbers(end), one_array(words), ids)


def spanned_pieces(document: Numbers, spans: pa.Array, words: pa.Array, ids: pa.Array) -> Pieces:
    """Pieces of a table whose rows have a list of spans, and their words joined.

    Raises:
        EvidenceError: the words are not as long as the spans say.
    """
    spans, words = one_array(spans), one_array(words)
    sizes = numbers(pc.fill_null(pc.list_value_length(spans), 0))
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    flat = spans.flatten()
    start, end = numbers(pc.struct_field(flat, "start")), numbers(pc.struct_field(flat, "end"))
    row = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    piece_words = words.take(pa.array(row))
    several = np.flatnonzero(sizes > 1)
    if len(several):
        cut = [
            part
            for i, joined in zip(several, words.take(pa.array(several)).to_pylist(), strict=True)
            for part in _cut(joined or "", (end - start)[offsets[i] : offsets[i + 1]])
        ]
        mask = np.repeat(sizes > 1, sizes)
        piece_words = pc.replace_with_mask(piece_words, pa.array(mask), pa.array(cut, pa.string()))
    wrong = np.flatnonzero(numbers(pc.utf8_length(piece_words)) != end - start)
    if len(wrong):
        at = int(wrong[0])
        raise EvidenceError(
            f"the words of a statement in document {ids[int(document[row[at]])].as_py()!r} do not fit the span"
            f" {start[at]}-{end[at]}"
        )
    return Pieces(offsets, document[row], start, end, piece_words, ids)


def _cut(joined: str, lengths: Iterable[int]) -> list[str]:
    parts, at = [], 0
    for length in lengths:
        parts.append(joined[at : at + int(length)])
        at += int(length) + len(JOINT)
    return parts


def innermost(contents: Pieces, inner: Pieces) -> Numbers:
    """Row of the statement whose content holds each piece, the innermost one; -1 for none.

    Args:
        contents: pieces of statements' contents.
        inner: pieces of a table with one span a row.
    """
    row = np.repeat(np.arange(len(contents.offsets) - 1), np.diff(contents.offsets))
    by = np.lexsort((-contents.end, contents.start, contents.document))
    document, start, end, row = contents.document[by], contents.start[by], contents.end[by], row[by]
    at = np.searchsorted(_joined(document, start), _joined(inner.document, inner.start), side="right") - 1
    # The furthest end so far in the same document tells when no earlier content can hold it.
    furthest = np.maximum.accumulate(_joined(document, end)) if len(end) else end
    found = np.full(len(inner.start), -1, dtype=np.int64)
    active = np.flatnonzero(at >= 0)
    while len(active):
        here = at[active]
        same = document[here] == inner.document[active]
        holds = same & (end[here] >= inner.end[active])
        found[active[holds]] = row[here[holds]]
        reaches = furthest[here] >= _joined(inner.document[active], inner.end[active])
        going = same & ~holds & reaches & (here > 0)
        active = active[going]
        at[active] -= 1
    return found


def _joined(document: Numbers, position: Numbers) -> Numbers:
    """Document and position as one number that sorts like the pair."""
    return (document.astype(np.int64) << 32) + position
