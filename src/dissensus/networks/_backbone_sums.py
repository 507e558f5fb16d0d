"""Networks of subsets of claims by adding and taking away what each claim contributes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dissensus.networks.counting import Counts
from dissensus.networks.options import NetworkOptions
from dissensus.networks.spectra import normalized_spectrum

Matrix = NDArray[np.float64]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Contribution:
    """What one claim adds: to ties between the actors who speak of it, and to what each of them says."""

    actors: NDArray[np.int64]
    tied: Matrix
    shared: Matrix
    both: Matrix
    said: Matrix
    squared: Matrix
    statements: int


@dataclass(slots=True, eq=False)
class _Sums:
    """Sums over a set of claims (R x R, or R for ``said`` and ``squared``)."""

    tied: Matrix
    shared: Matrix
    both: Matrix
    said: Matrix
    squared: Matrix

    def with_claim(self, each: _Contribution, sign: float) -> _Sums:
        """New sums with a claim added (1) or taken away (-1)."""
        made = _Sums(*(getattr(self, name).copy() for name in self.__slots__))
        made.add(each, sign)
        return made

    def add(self, each: _Contribution, sign: float = 1.0) -> None:
        """Add a claim to these sums, or take it away."""
        pairs = np.ix_(each.actors, each.actors)
        for name in ("tied", "shared", "both"):
            total = getattr(self, name)
            if total.size:
                total[pairs] += sign * getattr(each, name)
        self.said[each.actors] += sign * each.said
        self.squared[each.actors] += sign * each.squared


class ClaimSums:
    """The loss of any set of claims against the network of all of them.

    The loss is the distance of normalised spectra (``spectra``), from 0 to 2; 0 keeps the structure of the
    whole network. Every aggregation of a one-mode network, and every divisor, is a sum over claims; so a network that
    differs in one claim is had by one addition.

    Attributes:
        claims: C names that have statements, in order.
        size: number of actors R.
    """

    def __init__(self, counts: Counts, options: NetworkOptions) -> None:
        self._options = options
        self._numbers = counts.kind in {"boolean", "integer"}
        # How near levels are is kept in whole numbers, parts of their range: sums of them have no rounding, so that
        # a tie that is taken away is gone.
        value = np.array([float(level or 0) if self._numbers else 0.0 for level in counts.levels])
        self._far = np.abs(value[:, None] - value[None, :])
        self._span = float(self._far.max(initial=0.0)) or 1.0
        self._needs_shared = options.normalization in {"jaccard", "true jaccard"} or (
            not self._numbers and options.aggregation in {"conflict", "subtract"}
        )
        present = np.unique(counts.j)
        self.claims = tuple(counts.columns[j] for j in present.tolist())
        self.size = len(counts.rows)
        self._claims = [self._contribution(counts, int(j)) for j in present]
        self._last: tuple[Chosen, _Sums] | None = None
        self._seen: dict[bytes, float] = {}
        self._spectrum = self._spectrum_of(self._sums(np.ones(len(self.claims), dtype=bool)))

    def loss(self, chosen: Chosen) -> float:
        """Loss of the chosen claims (C truth values)."""
        return self._loss_of(self._sums(chosen))

    def losses_without(self, chosen: Chosen) -> dict[int, float]:
        """Loss after taking away each of the chosen claims, by its number."""
        sums = self._sums(chosen)
        return {int(c): self._loss_of(sums.with_claim(self._claims[c], -1.0)) for c in np.flatnonzero(chosen)}

    def statements(self, chosen: Chosen) -> int:
        """How many statements the chosen claims have."""
        return sum(self._claims[int(c)].statements for c in np.flatnonzero(chosen))

    def weights(self, chosen: Chosen) -> Matrix:
        """The network of the chosen claims (R x R)."""
        return self._weights(self._sums(chosen))

    def remembered_loss(self, chosen: Chosen) -> float:
        """As ``loss``, computed once for each set of claims (up to 100,000 sets)."""
        key = np.packbits(chosen).tobytes()
        found = self._seen.get(key)
        if found is None:
            found = self.loss(chosen)
            if len(self._seen) < MOST_REMEMBERED:
                self._seen[key] = found
        return found

    def _loss_of(self, sums: _Sums) -> float:
        return float(np.abs(self._spectrum - self._spectrum_of(sums)).sum())

    def _spectrum_of(self, sums: _Sums) -> Matrix:
        return normalized_spectrum(self._weights(sums), degrees=self._options.compatible.degrees_for_spectrum)

    def _sums(self, chosen: Chosen) -> _Sums:
        """Sums over the chosen claims: from those of the last set if that is nearer than nothing."""
        if self._last is not None:
            before, sums = self._last
            changed = np.flatnonzero(before != chosen)
            if len(changed) < chosen.sum():
                for c in changed:
                    sums.add(self._claims[c], 1.0 if chosen[c] else -1.0)
                self._last = (chosen.copy(), sums)
                return sums
        square = (self.size, self.size)
        extra = square if self._needs_shared else (0, 0)
        sums = _Sums(np.zeros(square), np.zeros(extra), np.zeros(extra), np.zeros(self.size), np.zeros(self.size))
        for c in np.flatnonzero(chosen):
            sums.add(self._claims[c])
        self._last = (chosen.copy(), sums)
        return sums

    def _contribution(self, counts: Counts, claim: int) -> _Contribution:
        here = counts.j == claim
        actors, place = np.unique(counts.i[here], return_inverse=True)
        x = np.zeros((len(actors), len(counts.levels)))
        x[place, counts.k[here]] = counts.n[here]
        statements = int(x.sum())
        options, binary = self._options, self._options.normalization == "true jaccard"
        if binary:
            x = (x > 0).astype(np.float64)
        if options.aggregation == "ignore":
            total = x.sum(axis=1, keepdims=True)
            profile = (total > 0).astype(np.float64) if binary else total
            tied = profile @ profile.T
            if binary:
                x = profile
        elif self._numbers:
            profile, near = x, self._span - self._far
            tied = x @ {"congruence": near, "conflict": self._far}.get(options.aggregation, near - self._far) @ x.T
        else:
            profile = x
            tied = x @ x.T
        squared, both = np.asarray((profile * profile).sum(axis=1)), x @ x.T
        if options.aggregation != "ignore" and self._numbers:
            near = x @ (self._span - self._far)
            squared = np.asarray((x * near).sum(axis=1))
            both = near @ x.T if binary else both
        shared = x @ (x > 0).astype(np.float64).T
        return _Contribution(actors, tied, shared, both, x.sum(axis=1), squared, statements)

    def _weights(self, sums: _Sums) -> Matrix:
        options, said = self._options, sums.said
        graded = self._numbers and options.aggregation != "ignore"
        ties = sums.tied / self._span if graded else sums.tied.copy()
        if self._needs_shared:
            alone = said[:, None] - sums.shared
            alone = alone + alone.T
            if not self._numbers and options.aggregation in {"conflict", "subtract"}:
                ties = alone if options.aggregation == "conflict" else ties - alone
        np.fill_diagonal(ties, 0.0)
        if options.normalization == "no":
            return ties
        if options.normalization == "average":
            by = (said[:, None] + said[None, :]) / 2
        elif options.normalization == "cosine" and options.compatible.activity_product_cosine:
            by = np.outer(said, said)
        elif options.normalization == "cosine":
            length = np.sqrt(sums.squared / self._span if graded else sums.squared)
            by = np.outer(length, length)
        elif options.normalization == "true jaccard" and graded:
            by = (sums.squared[:, None] + sums.squared[None, :] - sums.both) / self._span
        else:
            by = alone + sums.both
        return np.divide(ties, by, out=np.zeros_like(ties), where=by != 0)


MOST_REMEMBERED = 100_000
"""Sets of claims whose loss is kept during annealing."""
