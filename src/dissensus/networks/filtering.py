"""Which statements count: filters of documents and values, empty values, and duplicates in linear time.

The order of the steps is DNA's (Leifeld, Gruber & Bossner 2019, Discourse Network Analyzer Manual): what documents and
dates leave is ``loaded``; what values, empty texts and duplicates leave of that is ``kept``. Isolates come from the
first, every count from the second; levels of a qualifier from what documents leave, of any date (DNA: the first).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dissensus.model.coded_statements import CodedStatements, Column
from dissensus.model.errors import NetworkError
from dissensus.networks.options import DUPLICATES, Compatibility, Duplicates, NetworkOptions
from dissensus.networks.variables import node_column, qualifier_column

Rows = NDArray[np.int64]
_Mask = NDArray[np.bool_]
SMALL_INTEGERS = (-128, 127)
"""Java keeps one object for each of these numbers; DNA compares others by identity and finds none equal."""


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """Row numbers of statements, in rising order.

    Attributes:
        loaded: those whose dates, documents, coders, states and confidence pass.
        kept: those of ``loaded`` that values, empty texts and duplicates leave.
    """

    loaded: Rows
    kept: Rows


def select(coded: CodedStatements, options: NetworkOptions) -> Selection:
    """The statements that a network is made of.

    Raises:
        NetworkError: a variable is unknown (NET001), or DNA itself fails with these options (NET003).
    """
    passing = _at_any_time(coded, options)
    if options.start is not None:
        passing &= coded.time >= options.start
    if options.stop is not None:
        passing &= coded.time <= options.stop
    loaded = np.flatnonzero(passing)
    passing &= _values_pass(coded, options)
    if options.mode != "event-list":
        passing &= _coded_at_all(coded, options)
    kept = np.flatnonzero(passing)
    return Selection(loaded, without_duplicates(coded, kept, options))


def rules_told_apart(coded: CodedStatements) -> tuple[Duplicates, ...]:
    """The rules of duplicates that the statements can be told apart by.

    Without times all are of one week, month and year, without ids of documents of one document.
    """
    unknown = {"document"} if not coded.documents_told else set()
    unknown |= set() if coded.timed else {"week", "month", "year"}
    return tuple(rule for rule in DUPLICATES if rule not in unknown)


def giving_levels(coded: CodedStatements, loaded: Rows, options: NetworkOptions) -> Rows:
    """The statements that give the levels of a qualifier: those ``loaded``, and those like them of other dates.

    A scale does not depend on the span of time that is looked at. ``compatible.levels_between_dates`` gives ``loaded``.
    """
    if options.compatible.levels_between_dates or (options.start is None and options.stop is None):
        return loaded
    return np.flatnonzero(_at_any_time(coded, options))


def without_duplicates(coded: CodedStatements, rows: Rows, options: NetworkOptions) -> Rows:
    """Of the statements that say the same within a unit (``options.duplicates``), the first; in linear time.

    Two say the same if they agree in variable 1, variable 2 and, unless the aggregation of a network is "ignore", the
    qualifier.

    Args:
        coded: N statements.
        rows: row numbers in rising order.
        options: names of the variables, the unit and the aggregation.

    Raises:
        NetworkError: a variable is unknown or of the wrong kind (NET001), or DNA itself fails with these options
            (NET003).
    """
    if options.duplicates == "include" or not len(rows):
        return rows
    keys = [
        node_column(coded, options.variable1, of_document=options.variable1_document).codes[rows].astype(np.int64),
        node_column(coded, options.variable2, of_document=options.variable2_document).codes[rows].astype(np.int64),
    ]
    listed = options.mode == "event-list" and not options.compatible.event_lists_by_aggregation
    qualifier = qualifier_column(coded, options) if options.aggregation != "ignore" or listed else None
    if qualifier is not None:
        if options.qualifier_document and options.compatible.failing_combinations:
            raise NetworkError("DNA fails where duplicates go by a variable of the document", code="NET003")
        keys.append(_compared(qualifier, rows, options.compatible))
    if options.duplicates == "document":
        keys.append(coded.document[rows])
    elif options.duplicates != "acrossrange":
        keys.append(_periods(coded.time[rows], options.duplicates, options.compatible))
    return rows[first_of_each(keys)]


def first_of_each(keys: list[NDArray[np.int64]]) -> Rows:
    """Positions of the first of each distinct combination of keys (each of length N), in rising order."""
    joined = _as_codes(keys[0])
    for key in keys[1:]:
        # Distinct pairs are numbered anew after every key, so that no product of sizes can overflow.
        codes = _as_codes(key)
        joined = _as_codes(joined * (int(codes.max(initial=0)) + 1) + codes)
    # Codes are given in order of first appearance: a new one is larger than all before.
    highest = np.maximum.accumulate(joined)
    fresh = np.ones(len(joined), dtype=bool)
    fresh[1:] = highest[1:] > highest[:-1]
    return np.flatnonzero(fresh)


def _as_codes(key: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers from 0 in order of first appearance, by hashing."""
    return np.asarray(pa.array(key).dictionary_encode().indices.to_numpy(zero_copy_only=False), dtype=np.int64)


def _compared(qualifier: Column, rows: Rows, compatible: Compatibility) -> NDArray[np.int64]:
    codes = qualifier.codes[rows].astype(np.int64)
    if qualifier.kind == "integer" and compatible.large_integers_never_equal:
        large = np.array([not SMALL_INTEGERS[0] <= int(v) <= SMALL_INTEGERS[1] for v in qualifier.values], dtype=bool)
        alone = large[codes] & (codes >= 0)
        codes[alone] = len(qualifier.values) + rows[alone]
    return codes


def _periods(time: NDArray[np.int64], unit: str, compatible: Compatibility) -> NDArray[np.int64]:
    """Number of the week, month or year of each time (seconds since 1970, UTC)."""
    day = time // 86_400
    dates = day.astype("datetime64[D]")
    years = dates.astype("datetime64[Y]").astype(np.int64)
    if unit == "year":
        return years
    if unit == "month":
        months = dates.astype("datetime64[M]").astype(np.int64)
        return months % 12 if compatible.weeks_and_months_of_any_year else months
    # Day 0, the first of January 1970, is a Thursday.
    shift = 4 if compatible.weeks_of_united_states else 3
    week = (day + shift) // 7
    if not compatible.weeks_and_months_of_any_year:
        return week
    # A week has the number that its fourth day (ISO) or its last (American) gives it in that day's own year.
    deciding = week * 7 - shift + (6 if compatible.weeks_of_united_states else 3)
    first = deciding.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    return np.asarray((deciding - first) // 7, dtype=np.int64)


def _at_any_time(coded: CodedStatements, options: NetworkOptions) -> _Mask:
    return _documents_pass(coded, options) & _codings_pass(coded, options)


def _documents_pass(coded: CodedStatements, options: NetworkOptions) -> _Mask:
    passing = np.ones(len(coded), dtype=bool)
    for name, listed, inverted in (
        ("author", options.exclude_authors, options.invert_authors),
        ("source", options.exclude_sources, options.invert_sources),
        ("section", options.exclude_sections, options.invert_sections),
        ("type", options.exclude_types, options.invert_types),
    ):
        if not listed:
            continue
        if options.compatible.failing_combinations and any("'" in value for value in listed):
            raise NetworkError(f"DNA fails at the apostrophe in a filter of {name}s", code="NET003")
        passing &= _among(node_column(coded, name, of_document=True), listed) == inverted
    if options.documents:
        ids = node_column(coded, "id", of_document=True)
        _check_known("document with statements", ids, options.documents)
        passing &= _among(ids, options.documents)
    return passing


def _codings_pass(coded: CodedStatements, options: NetworkOptions) -> _Mask:
    passing = coded.confidence >= options.least_confidence
    for what, column, wanted in (("coder", coded.coder, options.coders), ("status", coded.status, options.statuses)):
        if wanted:
            _check_known(what, column, wanted)
            passing &= _among(column, wanted)
    return np.asarray(passing, dtype=bool)


def _check_known(what: str, column: Column, wanted: tuple[str, ...]) -> None:
    unknown = [name for name in wanted if name not in column.values]
    if unknown and tuple(column.values) == ("",):
        raise NetworkError(f"no statement tells its {what}, so none is of {unknown[0]!r}", code="NET002")
    if unknown and len(column.values):
        there = ", ".join(map(repr, column.values[:_TOLD])) + (", ..." if len(column.values) > _TOLD else "")
        raise NetworkError(f"there is no {what} {unknown[0]!r}; there are {there}", code="NET002")


_TOLD = 20


def _values_pass(coded: CodedStatements, options: NetworkOptions) -> _Mask:
    passing = np.ones(len(coded), dtype=bool)
    for name, listed in options.exclude_values.items():
        if name not in coded.variables:
            there = ", ".join(map(repr, coded.variables))
            raise NetworkError(f"{coded.statement_type!r} has no variable {name!r} to filter by; there are {there}")
        passing &= _among(coded.variables[name], listed) == options.invert_values
    return passing


def _coded_at_all(coded: CodedStatements, options: NetworkOptions) -> _Mask:
    passing = np.ones(len(coded), dtype=bool)
    nodes = (
        (options.variable1, options.variable1_document),
        (options.variable2, options.variable2_document),
    )
    for name, of_document in nodes:
        passing &= ~_among(node_column(coded, name, of_document=of_document), ("",), absent=True)
    qualifier = qualifier_column(coded, options) if options.aggregation != "ignore" else None
    if qualifier is not None:
        # A boolean or a number that was never set is as little coded as an empty text.
        passing &= ~_among(qualifier, ("",) if qualifier.kind == "short text" else (), absent=True)
    return passing


def _among(column: Column, listed: tuple[str, ...], *, absent: bool = False) -> _Mask:
    """Which statements have one of the listed values (numbers as text), or none at all if ``absent``."""
    wanted = set(listed)
    hit = np.array([*(str(value) in wanted for value in column.values), absent], dtype=bool)
    return np.asarray(hit[column.codes], dtype=bool)
