"""Replicates of networks: statements drawn anew, what a coder's codings may truly be, or what is to be expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypedDict, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.building import build, settled, weights_of, whole_numbers
from dissensus.networks.cell_rates import CellRates
from dissensus.networks.coder_error import CoderReliability, ErrorModel
from dissensus.networks.counting import Counts, Frame, frame
from dissensus.networks.filtering import select, without_duplicates
from dissensus.networks.network import Network
from dissensus.networks.options import NetworkOptions
from dissensus.networks.rate_networks import NORMALIZATIONS, weights_of_rates
from dissensus.networks.variables import qualifier_column

Over = Literal["statements", "documents", "both", "nothing"]
OVER: tuple[Over, ...] = get_args(Over)
DuplicateRule = Literal["once", "again"]
DUPLICATE_RULES: tuple[DuplicateRule, ...] = get_args(DuplicateRule)
Cells = Literal["auto", "counted", "fitted"]
CELLS: tuple[Cells, ...] = get_args(Cells)
Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
AGREED = "agreed"
"""Codings of this state were settled by the team; no error of a coder is drawn for them."""


MOST_REPLICATES = 1_000_000
MOST_FITTED = 500_000
"""Cells times levels whose rates are drawn, at most: 500 rows, 500 columns and two levels take 0.07 s a replicate."""


@dataclass(frozen=True, slots=True)
class BootstrapOptions:
    """What a bootstrap draws.

    Attributes:
        over: statements are drawn with replacement: each ("statements"), all of a document together ("documents", where
            what one document says hangs together), documents and then statements within each ("both"), or none
            ("nothing", for errors of coders alone).
        duplicates: "once": duplicates are removed from the data and what is left is drawn, so that a statement drawn
            twice counts twice; "again": all statements are drawn and duplicates removed in each replicate, where only
            a document that was drawn twice counts as two, and only if duplicates go by document.
        cells: what a replicate has in its cells: the statements that were drawn ("counted"), or the statements to be
            expected, of which there are some also where none was found ("fitted", see `CellRates`); "auto": fitted for
            intervals of ties where that can be (see `unfitting`), counted for all else.
        replicates: how many.
        seed: same data and seed, same replicates; replicate r is the same for every number of replicates and processes.
        coders: how reliable which coders are; in each replicate what each of their codings truly is is drawn
            (see `ErrorModel.draw`), from shares that are drawn from their posterior.
        confidence: codings of less confidence are wrong more often; else all of a coder's on a level are alike.
        missed: add what coders missed.
        jackknife: groups of statements or documents that are left out in turn, for BCa intervals; 0 for none. There are
            none where errors of coders are drawn.
        jobs: processes. With more than one, the statistic must be a function of a module.
    """

    over: Over = "documents"
    duplicates: DuplicateRule = "once"
    cells: Cells = "auto"
    replicates: int = 1000
    seed: int = 0
    coders: tuple[CoderReliability, ...] = ()
    confidence: bool = True
    missed: bool = True
    jackknife: int = 0
    jobs: int = 1

    def __post_init__(self) -> None:
        def wrong(told: str) -> NetworkError:
            return NetworkError(told, code="NET002")

        if self.over not in OVER:
            raise wrong(f"nothing to resample by {self.over!r}; there are {', '.join(OVER)}")
        if self.duplicates not in DUPLICATE_RULES:
            raise wrong(f"the rule of duplicates is applied {' or '.join(DUPLICATE_RULES)}, not {self.duplicates!r}")
        if self.cells not in CELLS:
            raise wrong(f"cells are {', '.join(CELLS)}, not {self.cells!r}")
        if self.over == "nothing" and not self.coders:
            raise wrong("nothing is drawn: name what to resample, or a coder's reliability")
        if self.seed < 0:
            raise wrong(f"a seed is a whole number from 0, not {self.seed}")
        if not 1 <= self.replicates <= MOST_REPLICATES or self.jobs < 1 or self.jackknife < 0 or self.jackknife == 1:
            raise wrong(f"a bootstrap has from 1 to {MOST_REPLICATES:,} replicates, a process and two groups or more")
        if len({coder.coder for coder in self.coders}) < len(self.coders):
            raise wrong("each coder's reliability is given once")


class Changes(TypedDict, total=False):
    """Some of `BootstrapOptions`, given by name."""

    over: Over
    duplicates: DuplicateRule
    cells: Cells
    replicates: int
    seed: int
    coders: tuple[CoderReliability, ...]
    confidence: bool
    missed: bool
    jackknife: int
    jobs: int


BY_DOCUMENT = BootstrapOptions()
"""A thousand replicates over documents."""


def unfitting(coded: CodedStatements, options: NetworkOptions, drawing: BootstrapOptions) -> str:
    """Why the cells of a network cannot be fitted, in words; empty where they can.

    Rates of cells are above 0 everywhere, so that whether somebody says something at all cannot be computed from them;
    shares of a column would be taken of a total in which who is rarely heard weighs too much.
    """
    options, _ = settled(coded, options)
    qualifier = None if options.qualifier is None else qualifier_column(coded, options)
    text = qualifier is None or qualifier.kind not in {"boolean", "integer"}
    if drawing.coders:
        return "errors of coders are drawn"
    if drawing.duplicates == "again":
        return "duplicates are removed in each replicate"
    if options.aggregation == "combine" or (
        options.mode == "one-mode" and text and options.aggregation in {"conflict", "subtract"}
    ):
        return f"“{options.aggregation}” asks whether something is said at all"
    if options.normalization not in NORMALIZATIONS:
        return f"“{options.normalization}” asks for more than expected statements of a cell"
    if (options.variable1, options.variable1_document) == (options.variable2, options.variable2_document):
        return "both variables are the same"
    selection = select(coded, options)
    outline = frame(coded, selection.loaded, selection.kept, options)
    size = len(outline.rows) * len(outline.columns) * len(outline.levels)
    if size > MOST_FITTED:
        return f"there are {size:,} cells and levels, more than {MOST_FITTED:,}"
    return ""


@dataclass(frozen=True, slots=True, eq=False)
class _Errors:
    """Which rows of a network a coder coded, at which places of the levels, and the model of the errors."""

    place: Numbers
    model: ErrorModel


@dataclass(frozen=True, slots=True, eq=False)
class _Base:
    """One network's part: rows, where each falls, and what stays the same in all replicates."""

    options: NetworkOptions
    frame: Frame
    rows: Numbers
    unit: Numbers
    cell: Numbers
    level: Numbers
    cells: Numbers
    errors: tuple[_Errors, ...]
    observed: Network
    rates: CellRates | None


class Replicates:
    """Networks of resampled statements, the same for each number of a replicate however they are shared out.

    Names of rows and columns are those of the data in each replicate; who has no statement in one is an isolate.
    """

    def __init__(self, coded: CodedStatements, options: Sequence[NetworkOptions], drawing: BootstrapOptions) -> None:
        for coder in drawing.coders:
            if coder.coder not in coded.coder.values:
                there = ", ".join(map(repr, coded.coder.values)) or "none"
                raise NetworkError(f"no statement was coded by {coder.coder!r}; coders are {there}", code="NET002")
        self._coded, self._over, self._again = coded, drawing.over, drawing.duplicates == "again"
        self._missed, self._seed, self._fitted = drawing.missed, drawing.seed, drawing.cells == "fitted"
        if self._fitted:
            for each in options:
                why = unfitting(coded, each, drawing)
                if why:
                    raise NetworkError(f"cells cannot be fitted: {why}", code="NET002")
        chosen = [self._selected(each) for each in options]
        self._units = _in_order(coded, np.unique(np.concatenate([rows for _, rows, _ in chosen])))
        place = np.full(len(coded), -1, dtype=np.int64)
        place[self._units] = np.arange(len(self._units))
        documents = coded.document[self._units]
        _, first, self._document = np.unique(documents, return_index=True, return_inverse=True)
        # Documents are numbered by their first statement, so that other numbers of documents change nothing.
        rank = np.empty(len(first), dtype=np.int64)
        rank[np.argsort(first, kind="stable")] = np.arange(len(first))
        self._document = rank[self._document]
        self._sizes = np.bincount(self._document, minlength=len(first))
        self._by_document = np.argsort(self._document, kind="stable")
        cluster = np.arange(len(self._units)) if self._over == "statements" else self._document
        self._bases = [
            _based(coded, each, rows, place[rows], outline, drawing, cluster) for each, rows, outline in chosen
        ]

    def _selected(self, options: NetworkOptions) -> tuple[NetworkOptions, Numbers, Frame]:
        """Settled options, the rows that are resampled, and names and levels of the data's own network."""
        options, _ = settled(self._coded, options)
        selection = select(self._coded, options)
        outline = frame(self._coded, selection.loaded, selection.kept, options)
        if self._again:
            selection = select(self._coded, replace(options, duplicates="include"))
        return options, selection.kept, outline

    @property
    def units(self) -> int:
        """How many statements, or documents, are drawn from."""
        return len(self._sizes) if self._over == "documents" else len(self._units)

    def observed(self) -> tuple[Network, ...]:
        """The networks of the data, as `build` gives them."""
        return tuple(base.observed for base in self._bases)

    def drawn(self, number: int) -> tuple[Network, ...]:
        """The networks of replicate ``number``, from 0."""
        rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(self._seed, spawn_key=(number,))))
        weights = self._shared_out(rng) if self._fitted else self._weights(rng)
        state = rng.bit_generator.state
        networks = []
        for base in self._bases:
            # Each network of a replicate sees the same truth, as far as it has the same statements.
            rng.bit_generator.state = state
            networks.append(self._network(base, weights, rng))
        return tuple(networks)

    def without(self, units: Numbers) -> tuple[Network, ...]:
        """The networks without some units, by their numbers: documents, or statements."""
        dropped = np.zeros(self.units, dtype=bool)
        dropped[units] = True
        if self._over == "documents":
            dropped = dropped[self._document]
        return tuple(self._network(base, (~dropped).astype(np.int64), None) for base in self._bases)

    def _weights(self, rng: np.random.Generator) -> Numbers:
        """How often each statement is drawn."""
        count = len(self._units)
        if self._over == "nothing" or not count:
            return np.ones(count, dtype=np.int64)
        if self._over == "statements":
            return np.bincount(rng.integers(0, count, count), minlength=count)
        documents = len(self._sizes)
        times = np.bincount(rng.integers(0, documents, documents), minlength=documents)
        if self._over == "documents":
            return times[self._document]
        size = np.repeat(self._sizes, times * self._sizes)
        start = np.repeat(np.cumsum(self._sizes) - self._sizes, times * self._sizes)
        picked = self._by_document[start + rng.integers(0, size)]
        return np.bincount(picked, minlength=count)

    def _shared_out(self, rng: np.random.Generator) -> Floats:
        """Weights of statements whose mean is about 1, as a Dirichlet variable shares them out (Rubin 1981)."""
        count = len(self._units)
        if self._over == "statements":
            return _shares(rng, count)
        weights = _shares(rng, len(self._sizes))[self._document]
        if self._over == "both":
            within = rng.standard_exponential(count)
            total = np.bincount(self._document, weights=within)
            weights = weights * within * (self._sizes / total)[self._document]
        return weights

    def _network(self, base: _Base, weights: Numbers | Floats, rng: np.random.Generator | None) -> Network:
        times = weights[base.unit]
        if base.rates is not None and rng is not None:
            return _expected(base, times.astype(np.float64), rng)
        whole = times.astype(np.int64)
        if self._again and base.options.duplicates != "include":
            whole = self._once(base, whole)
        cell, level, total = base.cell, base.level, whole.astype(np.float64)
        if rng is not None and base.errors:
            cell, level, total = _corrected(base, whole, rng, missed=self._missed)
        levels = len(base.frame.levels)
        n = np.bincount(cell * levels + level, weights=total, minlength=len(base.cells) * levels).astype(np.float64)
        there = np.flatnonzero(n)
        counts = _counts(base, base.cells[there // levels], there % levels, n[there], int(total.sum()))
        known = base.observed
        return Network(known.rows, known.columns, weights_of(counts, base.options), base.options,
                       int(total.sum()), whole_numbers(counts, base.options), known.start, known.middle,
                       known.stop)  # fmt: skip

    def _once(self, base: _Base, times: Numbers) -> Numbers:
        """Weights after the rule of duplicates; a document that was drawn twice is two documents."""
        there = np.flatnonzero(times)
        kept = np.isin(base.rows, without_duplicates(self._coded, base.rows[there], base.options), assume_unique=True)
        copies = times if self._over == "documents" and base.options.duplicates == "document" else np.minimum(times, 1)
        return np.where(kept, copies, 0)


def _shares(rng: np.random.Generator, count: int) -> Floats:
    weights = rng.standard_exponential(count)
    return np.asarray(weights * (count / weights.sum()))


def _expected(base: _Base, weights: Floats, rng: np.random.Generator) -> Network:
    """The network of drawn rates of all cells."""
    assert base.rates is not None
    shape = (len(base.frame.rows), len(base.frame.columns), len(base.frame.levels))
    place = base.cells[base.cell] * shape[2] + base.level
    weighed = np.bincount(place, weights=weights, minlength=int(np.prod(shape))).reshape(shape)
    rates = base.rates.draw(weighed.astype(np.float64), rng)
    statements = round(float(rates.sum()))
    nothing = np.zeros(0, dtype=np.int64)
    outline = _counts(base, nothing, nothing, np.zeros(0), statements)
    matrix = csr_array(weights_of_rates(rates, outline, base.options, (base.rates.of_cell, base.rates.of_level)))
    return replace(base.observed, matrix=matrix, statements=statements, integer=False, warnings=())


def _counts(base: _Base, pair: Numbers, level: Numbers, n: Floats, statements: int) -> Counts:
    """E cells and levels with n statements each; others have none."""
    kind = "none" if base.frame.qualifier is None else base.frame.qualifier.kind
    width = max(len(base.frame.columns), 1)
    return Counts(base.frame.rows, base.frame.columns, base.frame.levels, kind,
                  pair // width, pair % width, level, n, statements)  # fmt: skip


def _in_order(coded: CodedStatements, rows: Numbers) -> Numbers:
    """Rows by time, document, place and number, whatever their order was."""
    keys = (coded.ids[rows], coded.stop[rows], coded.start[rows], coded.document[rows], coded.time[rows])
    return rows[np.lexsort(keys)]


def _based(
    coded: CodedStatements,
    options: NetworkOptions,
    rows: Numbers,
    unit: Numbers,
    outline: Frame,
    drawing: BootstrapOptions,
    cluster: Numbers,
) -> _Base:
    order = np.argsort(unit, kind="stable")
    rows, unit = rows[order], unit[order]
    i = outline.row_of[outline.first.codes[rows]]
    j = outline.column_of[outline.second.codes[rows]]
    level = np.zeros(len(rows), dtype=np.int64)
    if outline.qualifier is not None:
        level = outline.level_of[outline.qualifier.codes[rows]]
    inside = (i >= 0) & (j >= 0) & (level >= 0)
    rows, unit, level = rows[inside], unit[inside], level[inside]
    cells, cell = np.unique(i[inside] * len(outline.columns) + j[inside], return_inverse=True)
    errors = []
    for reliability in drawing.coders:
        mine = coded.coder.codes[rows] == coded.coder.values.index(reliability.coder)
        if AGREED in coded.status.values:
            mine &= coded.status.codes[rows] != coded.status.values.index(AGREED)
        place = np.flatnonzero(mine)
        sure = coded.confidence[rows[place]] if drawing.confidence else None
        errors.append(
            _Errors(
                place,
                ErrorModel.of(
                    reliability.for_levels(outline.levels), level[place], sure, *np.divmod(cells, len(outline.columns))
                ),
            )
        )
    rates = None
    if drawing.cells == "fitted" and len(rows):
        shape = (len(outline.rows), len(outline.columns), len(outline.levels))
        rates = CellRates.of(i[inside], j[inside], level, cluster[unit], shape)
    return _Base(options, outline, rows, unit, cell, level, cells, tuple(errors), build(coded, options), rates)


def _corrected(
    base: _Base, times: Numbers, rng: np.random.Generator, *, missed: bool
) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """Cells, levels and weights with the truth of each copy of a machine's coding drawn anew."""
    open_ = np.ones(len(times), dtype=bool)
    for errors in base.errors:
        open_[errors.place] = False
    cells, levels = [base.cell[open_]], [base.level[open_]]
    weights = [times[open_]]
    for errors in base.errors:
        which = np.repeat(np.arange(len(errors.place)), times[errors.place])
        place = errors.place[which]
        truth, extra = errors.model.draw(base.level[place], base.cell[place], which, rng, missed=missed)
        true = truth < extra.shape[1]
        added, side = np.nonzero(extra)
        cells += [base.cell[place[true]], added]
        levels += [truth[true], side]
        weights += [np.ones(int(true.sum()), dtype=np.int64), extra[added, side]]
    return np.concatenate(cells), np.concatenate(levels), np.concatenate(weights).astype(np.float64)
