"""When things were said, and when they were said to happen.

Dates are intervals, as in TimeML's normal values (J. Pustejovsky and others, 2003): nothing is put at one day when the
text tells a week or a year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dissensus.comparing._columns import Pieces, group_by, innermost, numbers, one_array, simple_pieces
from dissensus.comparing._scope import Scope, table_of
from dissensus.model.annotations import MODES
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions
from dissensus.model.tables import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dissensus.comparing._columns import Numbers

BASES = ("said", "publication", "content", "narrative")
"""What a date rests on: the text tells when the statement was made; only the article's own date is known (the
statement is
not later); a time expression stands in what somebody said; one stands in the outlet's own words."""

PRECISIONS = ("day", "week", "month", "year", "interval", "open", "unknown")
"""How exact a date is; open: one end is not known; unknown: no date at all."""

_WEEK, _MONTH, _YEAR = 7, 31, 366

MOST_DISTANCE = 400
"""A time expression further than so many characters from a statement is not taken for the one that dates it."""

_DESCRIPTION = (
    "One row for each attributed statement (basis said: the text tells when it was made; basis publication: only the"
    " article's date is known, so it was made no later) and for each resolved time expression (basis content: it stands"
    " in what somebody said; basis narrative: it stands in the outlet's own words). An expression in the outlet's own"
    " words that tells when a statement was made has no row of its own: its date stands with the statement. first and"
    " last bound the days that may be meant. Statements whose article has no date have precision unknown and come last."
)


def compare_times(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """The time line: when statements were made and when things were said to happen.

    Returns:
        One row a statement or time expression, by first day: first, last (date32 or null), value (ISO text or null),
        precision (see `PRECISIONS`), basis (see `BASES`), outlet (null when not known), document_id, statement (index
        in the document, null in narrative), speaker_id, speaker (null where nobody speaks or is resolved), mode, act,
        words (the content, or the time expression), evidence.
    """
    return times_of(Scope(findings, options))


def times_of(scope: Scope) -> Table:
    """`compare_times` on prepared findings."""
    parts = [dict(zip(part.column_names, part.columns, strict=True)) for part in _parts(scope)]
    first, last, basis, outlet = (_both(parts, name) for name in ("first", "last", "basis", "outlet"))
    keys = {
        "first": pc.coalesce(first, last),
        "last": last,
        "basis": pc.index_in(basis, value_set=pa.array(BASES)),
        "outlet": pc.fill_null(outlet, "\U0010ffff"),
        "row": pa.array(np.arange(len(first))),
    }
    order = pc.sort_indices(pa.table(keys), [(name, "ascending") for name in keys])
    # Column by column, so that both halves and their sorted copy never stand in memory together.
    columns = {}
    for name in list(parts[0]):
        both = _both(parts, name)
        for part in parts:
            del part[name]
        columns[name] = both.take(order)
        del both
        pa.default_memory_pool().release_unused()
    return Table("times", "When it was said to happen", _DESCRIPTION, pa.table(columns))


def _parts(scope: Scope) -> tuple[pa.Table, pa.Table]:
    return _statement_rows(scope), _expression_rows(scope)


def _both(parts: list[dict[str, Any]], name: str) -> pa.Array:
    return pa.concat_arrays([one_array(part[name]) for part in parts])


def _statement_rows(scope: Scope) -> pa.Table:
    statements = scope.statements
    rows = np.flatnonzero(scope.counted[statements.document] & (statements.mode != MODES.index("own_voice")))
    index = pa.array(rows)
    document = statements.document[rows]
    said_first = one_array(statements.table["said_first"]).take(index)
    said_last = one_array(statements.table["said_last"]).take(index)
    said = pc.or_(pc.is_valid(said_first), pc.is_valid(said_last))
    said_value = one_array(statements.table["said_value"]).take(index)
    first = pc.if_else(said, said_first, scope.document_column("published_first", document))
    last = pc.if_else(said, said_last, scope.document_column("published_last", document))
    ids, names, _ = scope.actor_columns(statements.actor[rows])
    return table_of(
        [
            ("first", first),
            ("last", last),
            ("value", pc.if_else(said, said_value, scope.document_column("published", document))),
            ("precision", _precision(first, last)),
            ("basis", pc.if_else(said, "said", "publication")),
            ("outlet", scope.outlet_column(statements.outlet[rows])),
            ("document_id", scope.document_column("id", document)),
            ("statement", one_array(statements.table["statement"]).cast(pa.int64()).take(index)),
            ("speaker_id", ids),
            ("speaker", pc.coalesce(names, _spoken(scope).take(index))),
            ("mode", one_array(statements.table["mode"]).take(index)),
            ("act", one_array(statements.table["act"]).take(index)),
            ("words", one_array(statements.table["content_words"]).take(index)),
            ("evidence", statements.pieces.evidence(statements.pieces.rows().take(rows))),
        ]
    )


def _expression_rows(scope: Scope) -> pa.Table:
    table = scope.findings.times
    table = table.filter(pc.or_(pc.is_valid(table["first"]), pc.is_valid(table["last"])))
    document = scope.documents_of(table, "time expression")
    rows = np.flatnonzero(scope.counted[document])
    table, document = table.take(pa.array(rows)), document[rows]
    pieces = simple_pieces(document, table["start"], table["end"], table["words"], scope.document_ids)
    statements = scope.statements
    inside = innermost(statements.pieces, pieces)
    spoken = inside >= 0
    own_voice = np.append(statements.mode == MODES.index("own_voice"), False)[inside]
    narrative = ~spoken | own_voice
    kept = np.setdiff1d(np.arange(len(inside)), _dating(scope, pieces, table, np.flatnonzero(narrative)))
    table, document = table.take(pa.array(kept)), document[kept]
    inside, spoken, own_voice = inside[kept], spoken[kept], own_voice[kept]
    index = pa.array(inside, mask=~spoken)
    first, last = one_array(table["first"]), one_array(table["last"])
    actors = np.append(statements.actor, -1)[inside]
    ids, names, _ = scope.actor_columns(actors)
    return table_of(
        [
            ("first", first),
            ("last", last),
            ("value", one_array(table["value"])),
            ("precision", _precision(first, last)),
            ("basis", pa.array(np.where(spoken & ~own_voice, "content", "narrative").tolist(), pa.string())),
            ("outlet", scope.outlet_column(scope.document_outlet[document])),
            ("document_id", scope.document_column("id", document)),
            ("statement", one_array(statements.table["statement"]).cast(pa.int64()).take(index)),
            ("speaker_id", ids),
            ("speaker", pc.coalesce(names, _spoken(scope).take(index))),
            ("mode", one_array(statements.table["mode"]).take(index)),
            ("act", one_array(statements.table["act"]).take(index)),
            ("words", one_array(table["words"])),
            ("evidence", pieces.evidence(pieces.rows().take(kept))),
        ]
    )


def _dating(scope: Scope, pieces: Pieces, table: pa.Table, candidates: Numbers) -> Numbers:
    """Rows of the time expressions that date a statement: of those with its dates in its article, the nearest one.

    Args:
        scope: the findings.
        pieces: the expressions' words.
        table: the expressions.
        candidates: rows that are looked at.
    """
    statements = scope.statements
    said, told = _days(statements.table, "said_first", "said_last"), _days(table, "first", "last")
    dated = np.flatnonzero(said.any(axis=0) & (statements.mode != MODES.index("own_voice")))
    place = np.concatenate([statements.pieces.start[statements.pieces.offsets[dated]], pieces.start[candidates]])
    document = np.concatenate([statements.document[dated], pieces.document[candidates]])
    days = [np.concatenate([one[dated], other[candidates]]) for one, other in zip(said, told, strict=True)]
    groups = group_by((document, *days))
    is_expression = (np.arange(len(place)) >= len(dated)).astype(np.int32)
    found: set[int] = set()
    for at in np.flatnonzero(groups.distinct(is_expression) == 2).tolist():
        rows = groups.order[groups.offsets[at] : groups.offsets[at + 1]]
        expressions = rows[rows >= len(dated)]
        for statement in rows[rows < len(dated)].tolist():
            distance = np.abs(place[expressions] - place[statement])
            nearest = int(distance.argmin())
            if distance[nearest] <= MOST_DISTANCE:
                found.add(int(expressions[nearest]) - len(dated))
    return candidates[sorted(found)]


def _days(table: pa.Table, *names: str) -> NDArray[Any]:
    """Columns of days as numbers, one row a column; 0 where there is none."""
    return np.vstack([numbers(pc.fill_null(one_array(table[name]).cast(pa.int32()), 0)) for name in names])


def _spoken(scope: Scope) -> pa.Array:
    """The speaker's words of each statement; null where there are none."""
    words = one_array(scope.statements.table["speaker_words"])
    return pc.if_else(pc.equal(words, ""), pa.scalar(None, pa.string()), words)


def _precision(first: pa.Array, last: pa.Array) -> pa.Array:
    known_first = pc.is_valid(first).to_numpy(zero_copy_only=False)
    known_last = pc.is_valid(last).to_numpy(zero_copy_only=False)
    days: NDArray[Any] = numbers(last.cast(pa.int32())) - numbers(first.cast(pa.int32())) + 1
    names = np.select(
        [~known_first & ~known_last, ~known_first | ~known_last, days == 1, days == _WEEK, days < 28, days <= _MONTH],
        ["unknown", "open", "day", "week", "interval", "month"],
        default="interval",
    )
    names = np.where((names == "interval") & (days >= 365) & (days <= _YEAR), "year", names)
    return pa.array(names.tolist(), pa.string())
