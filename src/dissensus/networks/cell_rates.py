"""What is to be expected in each cell of a network, also where little or nothing was found: draws of its rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

CAMPS = 3
"""Latent classes of rows, at most; two or four held about as much. Here and below that was measured on four made-up
debates of 12 actors and 8 claims with 12 to 600 documents: that of benchmarks/dna, one of three camps, one
whose documents dwell on one claim, and one whose actors have claims and sides of their own."""
SHAPES: Floats = np.exp2(np.arange(-2.0, 9.0))
"""How alike cells may be to what rows, columns and camps let expect: as if so many statements of each cell said so."""
_DOUBT = 1.5
"""Weight of a shape before the data: its power of minus this. With 0.5 intervals of few documents were too narrow."""
_JEFFREYS = 0.5
_SWEEPS = 4
"""Rounds of drawing camps and what they say in turn, from the camps of the data; 15 rounds changed nothing."""
_ROUNDS = 20
_LEAST = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class CellRates:
    """Draws of expected statements by cell (A rows, C columns, L levels), given all statements.

    A draw weighs documents at random (Rubin 1981, "The Bayesian bootstrap") and adds to each cell what it lacks of its
    own, like documents that nobody found (Muliere & Secchi 1996, "Bayesian nonparametric predictive inference and
    bootstrap techniques"). What is added is a gamma variable around what the row's and the column's statements let
    expect, and for levels what the row's camp says of the column; camps are latent classes of rows. How
    much it weighs is learnt from how far cells are from such expectations (empirical Bayes, as for a negative binomial
    count and a Dirichlet-multinomial share), and drawn, too. Statements of a document that fall on one cell count as
    one piece of evidence.

    Rows and columns are in the order of their first statement, so that other names change nothing.

    Attributes:
        rows, columns: A and C positions in the network, in this order.
        counts: A x C x L.
        of_cell, of_level, of_row, of_column: how many statements of a document fall together on a cell, on a level of a
            cell, on a row, on a column: the mean over statements.
        volumes, sides: weight of each of `SHAPES` for statements of a cell, and for their levels.
        camps: A classes of the data.
    """

    rows: Codes
    columns: Codes
    counts: Floats
    of_cell: float
    of_level: float
    of_row: float
    of_column: float
    volumes: Floats
    sides: Floats
    camps: Codes

    @classmethod
    def of(cls, row: Codes, column: Codes, level: Codes, cluster: Codes, shape: tuple[int, int, int]) -> CellRates:
        """Learn from N statements, in their order, the positions of their row, column and level, and their document."""
        rows, columns = _by_appearance(row, shape[0]), _by_appearance(column, shape[1])
        counts = np.zeros(shape)
        np.add.at(counts, (row, column, level), 1.0)
        counts = counts[np.ix_(rows, columns)]
        cell = row * shape[1] + column
        of_cell, of_level = _together(cluster, cell), _together(cluster, cell * shape[2] + level)
        evidence = counts / of_level
        camps = _camps(evidence, min(CAMPS, shape[0]))
        return cls(
            rows,
            columns,
            counts,
            of_cell,
            of_level,
            _together(cluster, row),
            _together(cluster, column),
            _weights(_volume_fit(counts.sum(axis=2), of_cell)),
            _weights(_side_fit(evidence, camps)),
            camps,
        )

    def draw(self, weighed: Floats, rng: np.random.Generator) -> Floats:
        """One draw.

        Args:
            weighed: A x C x L counts under random weights of documents whose mean is 1, rows and columns as in the
                network.
            rng: random numbers.

        Returns:
            A x C x L expected numbers of statements, likewise.
        """
        x = weighed[np.ix_(self.rows, self.columns)]
        volume = self._volume(x, rng)
        if x.shape[2] > 1:
            volume = volume[:, :, None] * self._shares(x, rng)
        rates = np.empty_like(weighed)
        rates[np.ix_(self.rows, self.columns)] = volume.reshape(x.shape)
        return rates

    def _volume(self, x: Floats, rng: np.random.Generator) -> Floats:
        """A x C expected statements on any level."""
        own = x.sum(axis=2)
        by_row = own.sum(axis=1) + self.of_row * rng.standard_gamma(_JEFFREYS, len(own))
        by_column = own.sum(axis=0) + self.of_column * rng.standard_gamma(_JEFFREYS, own.shape[1])
        usual = np.maximum(np.outer(by_row, by_column / by_column.sum()), _LEAST)
        shape = rng.choice(SHAPES, p=self.volumes)
        added = self.of_cell * rng.standard_gamma(shape, own.shape)
        return np.asarray((own + added) / (1.0 + self.of_cell * shape / usual))

    def _shares(self, x: Floats, rng: np.random.Generator) -> Floats:
        """A x C x L shares of the levels."""
        shape = rng.choice(SHAPES, p=self.sides)
        said = x + self.of_level * rng.standard_gamma(shape * self._usual_shares(x, rng))
        return np.asarray(said / np.maximum(said.sum(axis=2, keepdims=True), _LEAST))

    def _usual_shares(self, x: Floats, rng: np.random.Generator) -> Floats:
        """A x C x L shares of the levels in the camp of the row, which is drawn in turn with what camps say."""
        size = min(CAMPS, len(x))
        evidence = (self.counts / self.of_level).reshape(len(x), -1)
        flat = x.reshape(len(x), -1)
        prior = np.broadcast_to(x.shape[2] * _average(self.counts), (size, *x.shape[1:]))
        camps = self.camps
        for _ in range(_SWEEPS):
            member = (camps == np.arange(size)[:, None]).astype(np.float64)
            says = (member @ flat).reshape(prior.shape) + self.of_level * rng.standard_gamma(prior) + _LEAST
            says /= says.sum(axis=2, keepdims=True)
            gain = evidence @ np.log(says).reshape(size, -1).T
            gain += np.log(rng.standard_gamma(member.sum(axis=1) + 1.0) + _LEAST)
            camps = np.argmax(gain + rng.gumbel(size=gain.shape), axis=1)
        return np.asarray(says[camps])


def _by_appearance(place: Codes, size: int) -> Codes:
    """All positions, those that occur first by their first statement."""
    there, first = np.unique(place, return_index=True)
    there = there[np.argsort(first, kind="stable")]
    return np.concatenate([there, np.setdiff1d(np.arange(size), there)])


def _together(cluster: Codes, place: Codes) -> float:
    """How many statements of a cluster fall on one place, as a statement sees it: the design effect of a count."""
    _, cluster = np.unique(cluster, return_inverse=True)
    _, times = np.unique(cluster * (int(place.max()) + 1) + place, return_counts=True)
    return float((times.astype(np.float64) ** 2).sum() / times.sum())


def _average(counts: Floats) -> Floats:
    """L shares of the levels in all."""
    total = counts.sum(axis=(0, 1)) + _JEFFREYS
    return np.asarray(total / total.sum())


def _camps(evidence: Floats, size: int) -> Codes:
    """Classes of A rows by what they say (A x C x L): the likeliest division, from rows that differ most."""
    flat = evidence.reshape(len(evidence), -1)
    prior = evidence.shape[2] * _average(evidence)

    def logs(said: Floats) -> Floats:
        shares = said.reshape(-1, *evidence.shape[1:]) + prior
        return np.asarray(np.log(shares / shares.sum(axis=2, keepdims=True)).reshape(len(shares), -1))

    own = (flat * logs(flat)).sum(axis=1)
    seeds = [int(np.argmax(flat.sum(axis=1)))]
    for _ in range(1, size):
        gap = own - (flat @ logs(flat[seeds]).T).max(axis=1)
        gap[seeds] = -np.inf
        seeds.append(int(np.argmax(gap)))
    camps = np.argmax(flat @ logs(flat[seeds]).T, axis=1)
    for _ in range(_ROUNDS):
        said = np.stack([flat[camps == each].sum(axis=0) for each in range(size)])
        again = np.argmax(flat @ logs(said).T, axis=1)
        if np.array_equal(again, camps):
            break
        camps = again
    return np.asarray(camps)


def _volume_fit(counts: Floats, together: float) -> Floats:
    """Log-likelihood of each of `SHAPES`: negative binomial counts around the product of margins."""
    by_row, by_column = counts.sum(axis=1), counts.sum(axis=0)
    usual = np.outer(by_row, by_column) / counts.sum()
    there = usual > 0
    rows, columns = int((by_row > 0).sum()), int((by_column > 0).sum())
    # Margins are fitted to the counts, so that these lie nearer than they would to the true ones.
    freedom = max((rows - 1) * (columns - 1), 1) / (rows * columns)
    mean = usual[there] / together
    count = np.maximum(mean + (counts[there] / together - mean) / np.sqrt(freedom), 0.0)
    fit = np.empty(len(SHAPES))
    for place, shape in enumerate(SHAPES):
        part = gammaln(count + shape) - gammaln(shape) + shape * np.log(shape / (shape + mean))
        fit[place] = (part + count * np.log(mean / (shape + mean))).sum()
    return fit


def _side_fit(evidence: Floats, camps: Codes) -> Floats:
    """Log-likelihood of each of `SHAPES`: Dirichlet-multinomial levels around what others of the camp say."""
    if evidence.shape[2] == 1:
        return np.zeros(len(SHAPES))
    said = np.stack([evidence[camps == each].sum(axis=0) for each in range(min(CAMPS, len(evidence)))])
    others = np.maximum(said[camps] - evidence, 0.0) + evidence.shape[2] * _average(evidence)
    others /= others.sum(axis=2, keepdims=True)
    total = evidence.sum(axis=2)
    fit = np.empty(len(SHAPES))
    for place, shape in enumerate(SHAPES):
        part = (gammaln(evidence + shape * others) - gammaln(shape * others)).sum(axis=2)
        fit[place] = (part + gammaln(shape) - gammaln(total + shape)).sum()
    return fit


def _weights(fit: Floats) -> Floats:
    """Posterior of `SHAPES`, of sum 1."""
    fit = fit - _DOUBT * np.log(SHAPES)
    weights = np.exp(fit - fit.max())
    return np.asarray(weights / weights.sum())
