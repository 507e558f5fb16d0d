"""One network, or the list of statements, from coded statements and options."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.counting import Counts, frame
from dissensus.networks.filtering import Selection, rules_told_apart, select
from dissensus.networks.network import EventList, Network
from dissensus.networks.one_mode import one_mode
from dissensus.networks.options import (
    AGGREGATIONS,
    DUPLICATES,
    KERNELS,
    MODES,
    NORMALIZATIONS,
    TIME_UNITS,
    NetworkOptions,
)
from dissensus.networks.two_mode import two_mode
from dissensus.networks.variables import node_column, qualifier_column

_ONE_MODE_ONLY = ("average", "jaccard", "cosine", "true jaccard")
_TWO_MODE_ONLY = ("activity", "prominence")


def build(coded: CodedStatements, options: NetworkOptions) -> Network:
    """One network of all statements that pass the filters; options of time windows are not looked at.

    How near integers are, goes by the range that occurs at any date, not only between ``start`` and ``stop``: a span of
    time has the scale of the debate.

    Raises:
        NetworkError: unknown variables (NET001), values of options (NET002), what DNA itself fails at (NET003), or a
            network too large to hold (NET005).
    """
    options, warnings = settled(coded, options)
    return build_from(coded, select(coded, options), options, warnings)


def build_from(
    coded: CodedStatements,
    selection: Selection,
    options: NetworkOptions,
    warnings: tuple[str, ...] = (),
    *,
    start: int | None = None,
    stop: int | None = None,
) -> Network:
    """A network of statements that are chosen already, with options that are settled already.

    Args:
        coded: N statements.
        selection: rows that give names and levels, and rows that count.
        options: settled options.
        warnings: what to tell with the network.
        start: first time that it stands for; that of the options or of the first document if None.
        stop: last time, likewise.
    """
    counted = frame(coded, selection.loaded, selection.kept, options).counts(selection.kept)
    matrix = weights_of(counted, options)
    first, last = _ends(coded, options)
    first, last = first if start is None else start, last if stop is None else stop
    if not counted.statements:
        warnings = (*warnings, "No statements are left to make a network of.")
    return Network(
        counted.rows,
        counted.columns if options.mode == "two-mode" else counted.rows,
        matrix,
        options,
        len(selection.kept),
        whole_numbers(counted, options),
        first,
        first + (last - first) // 2,
        last,
        warnings,
    )


def weights_of(counts: Counts, options: NetworkOptions) -> csr_array:
    """The matrix of counts under settled options: R x C, or R x R for one mode."""
    if options.mode == "two-mode":
        return two_mode(counts, options.aggregation, options.normalization, options.compatible)
    return one_mode(counts, options.aggregation, options.normalization, options.compatible)


def whole_numbers(counts: Counts, options: NetworkOptions) -> bool:
    """Whether the weights are whole numbers by their nature."""
    if not counts.statements:
        return True
    graded = options.mode == "one-mode" and options.aggregation != "ignore" and counts.kind == "integer"
    return options.normalization == "no" and not graded


def event_list(coded: CodedStatements, options: NetworkOptions) -> EventList:
    """The statements that pass filters of documents, values and duplicates, in their order; empty values stay."""
    options, warnings = settled(coded, replace(options, mode="event-list"))
    return EventList(coded.take(select(coded, options).kept), options, warnings)


def settled(coded: CodedStatements, options: NetworkOptions) -> tuple[NetworkOptions, tuple[str, ...]]:
    """Options that fit together, and a sentence for each that was replaced as DNA replaces it.

    Raises:
        NetworkError: an option has an unknown value (NET002), a variable is unknown (NET001), or DNA fails (NET003).
    """
    told: list[str] = []
    if options.compatible.unknown_settings_replaced:
        options = _replaced(coded, options, told)
    for name, value, known in (
        ("mode", options.mode, MODES),
        ("aggregation", options.aggregation, AGGREGATIONS),
        ("normalization", options.normalization, NORMALIZATIONS),
        ("rule of duplicates", options.duplicates, DUPLICATES),
        ("time window", options.time_window, TIME_UNITS),
        ("kernel", options.kernel, KERNELS),
    ):
        if value not in known:
            raise NetworkError(f"{value!r} is no {name}; there are {', '.join(known)}", code="NET002")
    if options.window_size < 0 or (options.time_window != "no" and options.window_size == 0):
        raise NetworkError(f"a window of {options.window_size} units is none", code="NET002")
    if options.kernel != "no" and options.time_window in {"no", "events"}:
        raise NetworkError("a kernel weighs by time: it needs a time window in units of time", code="NET002")
    if options.start is not None and options.stop is not None and options.start > options.stop:
        raise NetworkError("the first date comes after the last", code="NET002")
    node_column(coded, options.variable1, of_document=options.variable1_document)
    node_column(coded, options.variable2, of_document=options.variable2_document)
    qualifier_column(coded, options)
    two = options.mode == "two-mode"
    one = options.mode == "one-mode"
    if (two and options.aggregation in {"congruence", "conflict", "congruence & conflict"}) or (
        one and (options.aggregation == "combine" or _needs_events(options))
    ):
        told.append(f"“{options.aggregation}” does not go with {options.mode} networks; “ignore” is used instead.")
        options = replace(options, aggregation="ignore")
    if (two and options.normalization in _ONE_MODE_ONLY) or (one and options.normalization in _TWO_MODE_ONLY):
        told.append(f"“{options.normalization}” does not go with {options.mode} networks; nothing is divided.")
        options = replace(options, normalization="no")
    if two and options.aggregation == "combine" and options.normalization != "no":
        told.append("Codes that “combine” gives are names of cases: divided numbers mean little.")
    told += _nothing_subtracted(coded, options)
    if len(coded) and options.duplicates not in rules_told_apart(coded):
        missing = "document" if options.duplicates == "document" else "time"
        told.append(f"No statement tells its {missing}: duplicates count as if all were of one {options.duplicates}.")
    same = (options.variable1, options.variable1_document) == (options.variable2, options.variable2_document)
    if same and options.mode != "event-list":
        told.append("Variables 1 and 2 are the same.")
        others = [v.name for v in coded.variables.values() if v.kind == "short text" and v.name != options.variable1]
        if options.compatible.second_of_same and others:
            options = replace(options, variable2=others[0], variable2_document=False)
    return options, tuple(told)


def _nothing_subtracted(coded: CodedStatements, options: NetworkOptions) -> list[str]:
    """A sentence where “subtract” in two modes has nothing to take away."""
    qualifier = qualifier_column(coded, options)
    if options.mode != "two-mode" or options.aggregation != "subtract" or qualifier is None or not len(coded):
        return []
    if qualifier.kind == "short text":
        return [f"“{qualifier.name}” is text: two-mode “subtract” counts every statement and takes nothing away."]
    if qualifier.kind == "integer" and all(int(value) >= 0 for value in qualifier.values):
        return [f"No value of “{qualifier.name}” is below 0: “subtract” takes nothing away."]
    return []


def _replaced(coded: CodedStatements, options: NetworkOptions, told: list[str]) -> NetworkOptions:
    """Unknown settings as DNA replaces them, each told."""
    if options.mode not in MODES:
        told.append(f"{options.mode!r} is no mode; a two-mode network is made.")
        options = replace(options, mode="two-mode")
    if options.aggregation not in AGGREGATIONS:
        told.append(f"{options.aggregation!r} is no aggregation; “ignore” is used instead.")
        options = replace(options, aggregation="ignore")
    if options.normalization not in NORMALIZATIONS:
        told.append(f"{options.normalization!r} is no normalization; nothing is divided.")
        options = replace(options, normalization="no")
    known = coded.document_variables if options.qualifier_document else coded.variables
    if options.qualifier is not None and options.qualifier not in known:
        told.append(f"There is no qualifier {options.qualifier!r}; all statements count alike.")
        options = replace(options, qualifier=None, aggregation="ignore")
    return options


def _needs_events(options: NetworkOptions) -> bool:
    return options.aggregation == "congruence & conflict" and options.time_window != "events"


def _ends(coded: CodedStatements, options: NetworkOptions) -> tuple[int, int]:
    """First and last time of a network: the options' own, or of all documents."""
    times = coded.time if len(coded) else np.zeros(1, dtype=np.int64)
    first = int(times.min()) if coded.first_time is None else coded.first_time
    last = int(times.max()) if coded.last_time is None else coded.last_time
    return (first if options.start is None else options.start), (last if options.stop is None else options.stop)
