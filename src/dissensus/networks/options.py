"""What a network is asked for: one object, the same from Python, files of settings and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal, get_args

Mode = Literal["one-mode", "two-mode", "event-list"]
Aggregation = Literal["ignore", "combine", "subtract", "congruence", "conflict", "congruence & conflict"]
Normalization = Literal["no", "activity", "prominence", "average", "jaccard", "cosine", "true jaccard"]
Duplicates = Literal["include", "document", "week", "month", "year", "acrossrange"]
TimeUnit = Literal["no", "seconds", "minutes", "hours", "days", "weeks", "months", "years", "events"]
Kernel = Literal["no", "uniform", "triangular", "epanechnikov", "gaussian"]
MODES: tuple[Mode, ...] = get_args(Mode)
AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)
NORMALIZATIONS: tuple[Normalization, ...] = get_args(Normalization)
DUPLICATES: tuple[Duplicates, ...] = get_args(Duplicates)
TIME_UNITS: tuple[TimeUnit, ...] = get_args(TimeUnit)
KERNELS: tuple[Kernel, ...] = get_args(Kernel)


@dataclass(frozen=True, slots=True)
class Compatibility:
    """Each way in which Discourse Network Analyzer 3.1 computes something other than it says; all off by default.

    Attributes:
        weeks_and_months_of_any_year: duplicates per week or month look at its number alone, so March 2019 and March
            2020 are one month.
        weeks_of_united_states: weeks begin on Sunday and the first of January is always in week 1 (DNA takes this from
            the machine's language); else ISO weeks.
        activity_product_cosine: "cosine" divides by the product of the two actors' activities, not by the lengths of
            their profiles.
        windows_of_even_length: a moving window reaches round((w - 1) / 2) units to each side, so 3 equals 2 and 1 is an
            instant; a window of events likewise, so 2 equals 3; a kernel of odd width gets one unit more.
        duplicates_before_windows: duplicates are removed once over the whole range, so that a window loses a statement
            to an earlier one outside of it; else within each window.
        lopsided_triangle: the triangular kernel is the absolute value of 1 - v, which weighs later statements more
            than the mid-point.
        kernel_index_of_level: in kernel-smoothed networks a qualifier counts by the place of its level, sorted as text,
            and by the levels that occur, not by its value.
        kernel_reciprocal_average: in kernel-smoothed networks "average" multiplies by a sum of reciprocals by cell,
            other normalizations of one-mode networks do so too, and two-mode networks are not normalised.
        kernel_diagonal: kernel-smoothed one-mode networks have ties of actors with themselves.
        kernel_whole_units: distance from a slice's mid-point counts whole units cut towards zero, so that within one
            unit all statements weigh the same; else it has fractions.
        kernel_signed_sum: slices are normalised to one by their signed sum, which turns signs over where conflict
            prevails; else by the sum of absolute values.
        levels_between_dates: levels of a qualifier, and with them the range by which integers are near or far, are
            those that occur between the first and the last date; else those of any date, so that windows and spans of
            time compare.
        degrees_for_spectrum: the spectrum of a network is that of its degree matrix, not of its Laplacian.
        backbone_ties_together: the nested backbone gives up all claims at once that are equally dispensable, the last
            by name first, and tells for each the loss and the statements as if it alone had been given up.
        misfit_polarization: polarization is the distance from the ideal, which the optimiser makes as large as it can.
        large_integers_never_equal: integer qualifiers outside -128 to 127 are never duplicates.
        sums_in_order: fractions are added cell by cell in DNA's order, so that the last digit agrees; slower.
        transposed_prominence: "combine" with "prominence" divides a cell by what stands in the row of its column's
            number; where rows and columns are not as many, DNA fails.
        event_lists_by_aggregation: duplicates in lists of statements look at the qualifier only where the aggregation,
            which has no other meaning there, is not "ignore".
        unknown_settings_replaced: an unknown mode becomes two-mode, an unknown aggregation "ignore", an unknown
            normalization "no", and an unknown qualifier none; each is told, instead of an error.
        second_of_same: where variables 1 and 2 are the same, the first other variable takes the place of variable 2.
        failing_combinations: what makes DNA fail with an error is refused: a document's qualifier with duplicates,
            apostrophes in filters of documents.
    """

    weeks_and_months_of_any_year: bool = False
    weeks_of_united_states: bool = False
    activity_product_cosine: bool = False
    windows_of_even_length: bool = False
    duplicates_before_windows: bool = False
    lopsided_triangle: bool = False
    kernel_index_of_level: bool = False
    kernel_reciprocal_average: bool = False
    kernel_diagonal: bool = False
    kernel_whole_units: bool = False
    kernel_signed_sum: bool = False
    levels_between_dates: bool = False
    degrees_for_spectrum: bool = False
    backbone_ties_together: bool = False
    misfit_polarization: bool = False
    large_integers_never_equal: bool = False
    sums_in_order: bool = False
    transposed_prominence: bool = False
    event_lists_by_aggregation: bool = False
    unknown_settings_replaced: bool = False
    second_of_same: bool = False
    failing_combinations: bool = False


RIGHT = Compatibility()
"""The default: what the words of each option mean."""
DNA = Compatibility(**{each.name: each.name != "weeks_of_united_states" for each in fields(Compatibility)})
"""Everything as DNA 3.1.2 computes it under British settings (its own promise for weeks)."""


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """Options of a network; names and meanings are those of DNA where it has them.

    Attributes:
        variable1: nodes of the rows.
        variable2: nodes of the columns (two-mode), or what ties the nodes (one-mode).
        variable1_document, variable2_document, qualifier_document: the variable is one of the document.
        qualifier: the variable that tells agreement; None for none.
        mode: what to make.
        aggregation: how counts by level of the qualifier become a tie.
        normalization: what a tie is divided by.
        duplicates: within what the same coding counts once.
        isolates: keep nodes that have no tie because of filters of values or duplicates.
        start, stop: first and last time in seconds since 1970 (UTC), both included; None for all.
        exclude_values: by variable, values to leave out; booleans and integers as text ("0").
        invert_values: leave out all but these.
        exclude_authors, exclude_sources, exclude_sections, exclude_types: documents to leave out, by value.
        invert_authors, invert_sources, invert_sections, invert_types: leave out all but these.
        coders, documents, statuses: only these (names of coders, ids of documents as text, states); empty for all.
        least_confidence: leave out codings of less confidence.
        time_window: unit of moving windows or of slices; "no" for one network.
        window_size: how many units a window is long.
        kernel: weights of statements by their distance from a slice's mid-point; "no" for plain windows.
        indent: kernel slices stay half a window away from the ends.
        normalize_to_one: divide each slice by the sum of its absolute weights.
        compatible: what to compute as DNA does.
    """

    variable1: str = "organization"
    variable2: str = "concept"
    qualifier: str | None = "agreement"
    variable1_document: bool = False
    variable2_document: bool = False
    qualifier_document: bool = False
    mode: Mode = "one-mode"
    aggregation: Aggregation = "ignore"
    normalization: Normalization = "no"
    duplicates: Duplicates = "include"
    isolates: bool = False
    start: int | None = None
    stop: int | None = None
    exclude_values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    invert_values: bool = False
    exclude_authors: tuple[str, ...] = ()
    invert_authors: bool = False
    exclude_sources: tuple[str, ...] = ()
    invert_sources: bool = False
    exclude_sections: tuple[str, ...] = ()
    invert_sections: bool = False
    exclude_types: tuple[str, ...] = ()
    invert_types: bool = False
    coders: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    least_confidence: float = 0.0
    time_window: TimeUnit = "no"
    window_size: int = 1
    kernel: Kernel = "no"
    indent: bool = False
    normalize_to_one: bool = False
    compatible: Compatibility = RIGHT
