"""Summaries: each outlet, each document, and what outlets assert in their own voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dissensus.comparing._columns import Groups, group_by, numbers, one_array
from dissensus.comparing._scope import Scope, table_of
from dissensus.model.annotations import MODES
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions
from dissensus.model.tables import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dissensus.comparing._columns import Numbers

SUMMARY_EVIDENCE = 50
"""Most statements in the evidence of one summary row; the counts stay true, and the other tables hold all
statements."""

_OWN_VOICE = (
    "One row for each statement in the outlet's own voice: what it asserts or demands itself, without attributing it"
    " to anybody."
    " act: what it does with the words (says, demands, ...); cue: the words that show it, where there are any."
)
_OUTLETS = (
    "One row for each outlet. documents: articles that count; reprints: articles that are nearly the same as an"
    " earlier one;"
    " words and statements are those of the articles that count. share_direct, share_indirect, share_mixed: parts of"
    " the"
    " attributed statements. attributed_share: words in attributed top-level statements as a part of all words."
    " speakers:"
    f" different resolved speakers. evidence: the first {SUMMARY_EVIDENCE} statements."
)
_DOCUMENTS = (
    "One row for each article, in the order of reading: what it is, whether it counts (a reprint counts once, with"
    " its original),"
    f" and how many statements, speakers and mentions it holds. evidence: its first {SUMMARY_EVIDENCE} statements."
)


def compare_own_voice(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """The outlets' own assertions and demands.

    Returns:
        One row a statement, by outlet, then in the order of reading: outlet (null when not known), document_id, title,
        published, statement, act, cue, content, words, confidence, evidence.
    """
    return own_voice_of(Scope(findings, options))


def compare_outlets(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """A summary of each outlet.

    Returns:
        One row an outlet, most documents first, the unknown one last: outlet (null when not known), documents,
        reprints,
        undated, first, last (date32 or null), words, statements, direct, indirect, mixed, own_voice, share_direct,
        share_indirect, share_mixed, speakers, not_resolved, attributed_words, attributed_share, evidence.
    """
    return outlets_of(Scope(findings, options))


def compare_documents(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """A summary of each document.

    Returns:
        One row a document, in the order of reading: document_id, title, outlet, published, first, last, original_id
        (of a
        reprint), counted, words, statements, direct, indirect, mixed, own_voice, speakers, mentions, evidence.
    """
    return documents_of(Scope(findings, options))


def own_voice_of(scope: Scope) -> Table:
    """`compare_own_voice` on prepared findings."""
    statements = scope.statements
    rows = np.flatnonzero(scope.counted[statements.document] & (statements.mode == MODES.index("own_voice")))
    position = numbers(scope.documents["position"])[statements.document]
    rows = rows[np.lexsort((rows, position[rows], statements.outlet[rows]))]
    index, document = pa.array(rows), statements.document[rows]
    table = statements.table
    arrow = table_of(
        [
            ("outlet", scope.outlet_column(statements.outlet[rows])),
            ("document_id", scope.document_column("id", document)),
            ("title", scope.document_column("title", document)),
            ("published", scope.document_column("published", document)),
            ("statement", one_array(table["statement"]).cast(pa.int64()).take(index)),
            ("act", one_array(table["act"]).take(index)),
            ("cue", one_array(table["cue_words"]).take(index)),
            ("content", one_array(table["content_words"]).take(index)),
            ("words", statements.words[rows]),
            ("confidence", one_array(table["confidence"]).cast(pa.float64()).take(index)),
            ("evidence", statements.pieces.evidence(statements.pieces.rows().take(rows))),
        ]
    )
    return Table("own_voice", "What outlets assert themselves", _OWN_VOICE, arrow)


def outlets_of(scope: Scope) -> Table:
    """`compare_outlets` on prepared findings."""
    statements, size = scope.statements, len(scope.outlets)
    counted, outlet = scope.counted, scope.document_outlet
    first, last = one_array(scope.documents["published_first"]), one_array(scope.documents["published_last"])
    dated = pc.is_valid(first).to_numpy(zero_copy_only=False)
    words = np.bincount(outlet[counted], weights=numbers(scope.documents["words"])[counted], minlength=size)
    count = np.bincount(outlet[counted], minlength=size)
    rows = np.flatnonzero(counted[statements.document])
    modes = _modes(statements.outlet[rows], statements.mode[rows], size)
    attributed = rows[statements.mode[rows] != MODES.index("own_voice")]
    top = pc.is_null(one_array(statements.table["parent"])).to_numpy(zero_copy_only=False)
    outer = attributed[top[attributed]]
    spoken = np.bincount(statements.outlet[outer], weights=statements.words[outer], minlength=size)
    total = modes[:3].sum(axis=0)
    speakers = _speakers(statements.outlet, statements.actor, attributed, size)
    lost = np.bincount(statements.outlet[attributed[statements.actor[attributed] < 0]], minlength=size)
    unknown = np.asarray([name is None for name in scope.outlets], dtype=bool)
    order = np.lexsort((np.arange(size), -count, unknown))
    day = {
        name: _extreme(column, outlet, counted & dated, size, name)
        for name, column in (("first", first), ("last", last))
    }
    arrow = table_of(
        [
            ("outlet", scope.outlet_column(order)),
            ("documents", count[order]),
            ("reprints", np.bincount(outlet[scope.is_reprint], minlength=size)[order]),
            ("undated", np.bincount(outlet[counted & ~dated], minlength=size)[order]),
            *((name, values.take(pa.array(order))) for name, values in day.items()),
            ("words", words[order].astype(np.int64)),
            ("statements", modes.sum(axis=0)[order]),
            *((mode, modes[code][order]) for code, mode in enumerate(MODES)),
            *((f"share_{mode}", (modes[code] / np.maximum(total, 1))[order]) for code, mode in enumerate(MODES[:3])),
            ("speakers", speakers[order]),
            ("not_resolved", lost[order]),
            ("attributed_words", spoken[order].astype(np.int64)),
            ("attributed_share", (spoken / np.maximum(words, 1))[order]),
            ("evidence", scope.statements.pieces.evidence(_first_rows(statements.outlet, rows, order, size))),
        ]
    )
    return Table("outlets", "The outlets", _OUTLETS, arrow)


def documents_of(scope: Scope) -> Table:
    """`compare_documents` on prepared findings."""
    statements, size = scope.statements, scope.documents.num_rows
    modes = _modes(statements.document, statements.mode, size)
    rows = np.arange(len(statements.mode))
    attributed = rows[statements.mode != MODES.index("own_voice")]
    order = np.lexsort((np.arange(size), numbers(scope.documents["position"])))
    arrow = table_of(
        [
            ("document_id", scope.document_column("id", order)),
            *((name, scope.document_column(name, order)) for name in ("title", "outlet", "published")),
            ("first", scope.document_column("published_first", order)),
            ("last", scope.document_column("published_last", order)),
            ("original_id", scope.document_column("original_id", order)),
            ("counted", scope.counted[order]),
            ("words", numbers(scope.documents["words"])[order]),
            ("statements", modes.sum(axis=0)[order]),
            *((mode, modes[code][order]) for code, mode in enumerate(MODES)),
            ("speakers", _speakers(statements.document, statements.actor, attributed, size)[order]),
            ("mentions", np.bincount(scope.mentions.document, minlength=size)[order]),
            ("evidence", statements.pieces.evidence(_first_rows(statements.document, rows, order, size))),
        ]
    )
    return Table("documents", "The articles", _DOCUMENTS, arrow)


def _modes(key: Numbers, mode: Numbers, size: int) -> NDArray[np.int64]:
    """Number of statements a mode (rows) and key (columns)."""
    return np.bincount(mode * size + key, minlength=len(MODES) * size).reshape(len(MODES), size)


def _speakers(key: Numbers, actor: Numbers, rows: Numbers, size: int) -> Numbers:
    """Number of different resolved speakers a key."""
    groups = group_by((key,), rows)
    counts = np.zeros(size, dtype=np.int64)
    counts[key[groups.first]] = groups.distinct(actor)
    return counts


def _first_rows(key: Numbers, rows: Numbers, order: Numbers, size: int) -> Groups:
    """The first rows of each key, for the keys in the given order (empty where there are none)."""
    by = rows[np.argsort(key[rows], kind="stable")]
    offsets = np.concatenate([[0], np.cumsum(np.bincount(key[rows], minlength=size))]).astype(np.int64)
    return Groups(by, offsets).take(order).head(SUMMARY_EVIDENCE)


def _extreme(days: pa.Array, key: Numbers, chosen: NDArray[np.bool_], size: int, which: str) -> pa.Array:
    """Earliest ("first") or latest ("last") day a key; null where there is none."""
    rows = np.flatnonzero(chosen)
    values = numbers(days.cast(pa.int32()))[rows]
    best = np.full(size, np.iinfo(np.int64).max if which == "first" else np.iinfo(np.int64).min)
    (np.minimum if which == "first" else np.maximum).at(best, key[rows], values)
    missing = np.bincount(key[rows], minlength=size) == 0
    return pa.array(np.where(missing, 0, best).astype(np.int32), mask=missing).cast(pa.date32())
