"""Draws from the posterior of probit item response models with two or more ordered answers (Gibbs sampler)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]

_LEAST = 1e-300
_WANTED_ACCEPTANCE = 0.44
_TUNED_EVERY = 25
_GAP_CENTRE, _GAP_SPREAD = float(np.log(0.7)), 1.0
"""Prior of the logarithm of the gap between two cut points: the middle half lies from 0.36 to 1.4 standard deviations
of the latent answer. It matters for claims that nobody answers with the middle category. Not set on data."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Who answered what: N answers of n actors to m items.

    Attributes:
        actor, item: N positions, sorted by actor, then item.
        answer: N categories, 0 .. categories - 1, in their order.
        actors, items, categories: n, m and the number of categories.
    """

    actor: NDArray[np.int64]
    item: NDArray[np.int64]
    answer: NDArray[np.int64]
    actors: int
    items: int
    categories: int

    @classmethod
    def of(cls, values: NDArray[np.int8], categories: int) -> Answers:
        """From n x m categories with -1 where there is no answer."""
        actor, item = np.nonzero(values >= 0)
        n, m = values.shape
        return cls(actor, item, values[actor, item].astype(np.int64), n, m, categories)


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """S draws of each of C chains.

    Attributes:
        theta: C x S x n x d positions.
        beta: C x S x m x d discriminations.
        alpha: C x S x m difficulties.
        cuts: C x S x m x (categories - 2) cut points after the first, which is 0.
    """

    theta: Floats
    beta: Floats
    alpha: Floats
    cuts: Floats


class _Chains:
    """State of C chains that move side by side; every array has the chain first."""

    def __init__(
        self,
        answers: Answers,
        dimensions: int,
        chains: int,
        precision: float,
        rng: np.random.Generator,
    ) -> None:
        self.answers, self.rng, self.precision = answers, rng, precision
        n, m = answers.actors, answers.items
        self.theta = rng.standard_normal((chains, n, dimensions))
        self.items = np.concatenate(
            [np.zeros((chains, m, 1)), 0.5 * rng.standard_normal((chains, m, dimensions))], axis=2
        )
        self.log_gaps = np.full((chains, m, max(answers.categories - 2, 0)), _GAP_CENTRE)
        self.step = np.full((chains, m), 0.5)
        self.accepted = np.zeros((chains, m))
        self.answered = np.zeros((n, m))
        self.answered[answers.actor, answers.item] = 1.0
        self.latent = np.zeros((chains, n, m))

    def _means(self) -> Floats:
        mean = self.items[:, None, :, 0] + self.theta @ self.items[:, :, 1:].transpose(0, 2, 1)
        return np.asarray(mean[:, self.answers.actor, self.answers.item])

    def _bounds(self, log_gaps: Floats) -> tuple[Floats, Floats]:
        """C x N lower and upper bounds of the latent answers."""
        chains, m, _ = log_gaps.shape
        ends = np.full((chains, m, 1), np.inf)
        edges = np.concatenate([-ends, np.zeros_like(ends), np.cumsum(np.exp(log_gaps), axis=2), ends], axis=2)
        item, answer = self.answers.item, self.answers.answer
        return edges[:, item, answer], edges[:, item, answer + 1]

    def _logarithms(self, log_gaps: Floats, mean: Floats) -> Floats:
        """C x m log-likelihoods of the answers by item."""
        low, high = self._bounds(log_gaps)
        a, b = _left(low - mean, high - mean)[:2]
        chance = np.log(np.maximum(ndtr(b) - ndtr(a), _LEAST))
        m = self.answers.items
        return np.stack([np.bincount(self.answers.item, weights=row, minlength=m) for row in chance])

    def move_cuts(self, mean: Floats) -> None:
        """New cut points with the latent answers integrated out (Albert & Chib 2001; the idea is Cowles's, 1996)."""
        proposed = self.log_gaps + self.step[:, :, None] * self.rng.standard_normal(self.log_gaps.shape)
        gain = self._logarithms(proposed, mean) - self._logarithms(self.log_gaps, mean)
        gain += _gap_prior(proposed) - _gap_prior(self.log_gaps)
        taken = np.log(self.rng.random(gain.shape)) < gain
        self.log_gaps = np.where(taken[:, :, None], proposed, self.log_gaps)
        self.accepted += taken

    def tune(self) -> None:
        """Longer steps where too many were accepted and shorter where too few; only before draws are kept."""
        self.step *= np.exp(self.accepted / _TUNED_EVERY - _WANTED_ACCEPTANCE)
        self.accepted[:] = 0.0

    def move(self) -> None:
        """One round over cut points, latent answers, actors and items."""
        mean = self._means()
        if self.answers.categories > 2:
            self.move_cuts(mean)
        low, high = self._bounds(self.log_gaps)
        a, b, turned = _left(low - mean, high - mean)
        below = ndtr(a)
        share = below + self.rng.random(mean.shape) * (ndtr(b) - below)
        deviation = ndtri(np.clip(share, _LEAST, 1.0 - 1e-16))
        self.latent[:, self.answers.actor, self.answers.item] = mean + np.where(turned, -deviation, deviation)
        slopes = self.items[:, :, 1:]
        centred = self.latent - self.answered * self.items[:, None, :, 0]
        self.theta = self._regress(self.answered, slopes, centred, 1.0)
        self.move_items()

    def move_items(self) -> None:
        """New alphas and betas, after each item's latent answers and cut points were stretched together.

        The stretch leaves the answers as they are and is drawn from its own distribution given the actors, with the
        item's coefficients integrated out: parameter expansion (Liu & Wu 1999), which lets discriminations move much
        faster. Where there are cut points it is accepted by the ratio of their priors.
        """
        design = np.concatenate([np.ones((*self.theta.shape[:2], 1)), self.theta], axis=2)
        latent = self.latent.transpose(0, 2, 1)
        information, target = self._normal_equations(self.answered.T, design, latent, self.precision)
        mean = np.linalg.solve(information, target[..., None])[..., 0]
        squares = np.maximum((latent**2).sum(axis=2) - (target * mean).sum(axis=2), _LEAST)
        answers = self.answered.sum(axis=0)
        gamma = self.rng.standard_gamma(np.maximum(answers, 1.0) / 2.0, size=squares.shape)
        stretch = np.where(answers > 0, np.sqrt(2.0 * gamma / squares), 1.0)
        if self.answers.categories > 2:
            stretched = self.log_gaps + np.log(stretch)[:, :, None]
            taken = np.log(self.rng.random(squares.shape)) < _gap_prior(stretched) - _gap_prior(self.log_gaps)
            stretch = np.where(taken, stretch, 1.0)
            self.log_gaps = self.log_gaps + np.log(stretch)[:, :, None]
        self.items = stretch[:, :, None] * mean + self._deviations(information)

    def _regress(self, answered: Floats, design: Floats, latent: Floats, precision: float) -> Floats:
        """Draws of the coefficients of a-many regressions on b rows of the design, of which ``answered`` (a x b) count.

        Shapes: design C x b x k, latent C x a x b with 0 where not answered; result C x a x k.
        """
        information, target = self._normal_equations(answered, design, latent, precision)
        return np.asarray(np.linalg.solve(information, target[..., None])[..., 0] + self._deviations(information))

    @staticmethod
    def _normal_equations(answered: Floats, design: Floats, latent: Floats, precision: float) -> tuple[Floats, Floats]:
        chains, b, k = design.shape
        products = (design[:, :, :, None] * design[:, :, None, :]).reshape(chains, b, k * k)
        information = (answered @ products).reshape(chains, -1, k, k) + precision * np.eye(k)
        return information, latent @ design

    def _deviations(self, information: Floats) -> Floats:
        """Draws around 0 with the given inverse covariances."""
        upper = np.linalg.cholesky(information).swapaxes(-1, -2)
        noise = self.rng.standard_normal((*information.shape[:-1], 1))
        return np.asarray(np.linalg.solve(upper, noise)[..., 0])


def _gap_prior(log_gaps: Floats) -> Floats:
    """C x m logarithms of the prior of the gaps between cut points, up to a constant."""
    return np.asarray(-0.5 * (((log_gaps - _GAP_CENTRE) / _GAP_SPREAD) ** 2).sum(axis=2))


def _left(low: Floats, high: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Bounds, turned round where they lie right of 0: the distribution function is exact in its left tail only."""
    turned = low > 0
    return np.where(turned, -high, low), np.where(turned, -low, high), turned


def sample(
    answers: Answers,
    *,
    dimensions: int,
    chains: int,
    burn_in: int,
    draws: int,
    thin: int,
    precision: float,
    seed: int,
) -> Draws:
    """Draw from the posterior of P(answer_ij > k) = Phi(-alpha_j + beta_j' theta_i - cut_jk), cut_j0 = 0.

    Priors: theta_i standard normal, alpha_j and beta_j normal with mean 0 and the given precision, logarithms of the
    gaps between cut points normal. With two categories this is the model of Clinton, Jackman & Rivers (2004), sampled
    by data augmentation (Albert 1992; Albert & Chib 1993). Actors and items without any answer get their prior.

    Args:
        answers: of n actors to m items.
        dimensions: d, 1 or 2.
        chains: C, each from its own random start.
        burn_in: rounds that are thrown away.
        draws: S, kept draws of a chain.
        thin: rounds for one kept draw.
        precision: of alpha and beta.
        seed: same seed, same draws.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    state = _Chains(answers, dimensions, chains, precision, rng)
    n, m, extra = answers.actors, answers.items, max(answers.categories - 2, 0)
    theta = np.empty((chains, draws, n, dimensions))
    items = np.empty((chains, draws, m, dimensions + 1))
    gaps = np.empty((chains, draws, m, extra))
    for round_ in range(1, burn_in + 1):
        state.move()
        if extra and round_ % _TUNED_EVERY == 0:
            state.tune()
    for k in range(draws):
        for _ in range(thin):
            state.move()
        theta[:, k], items[:, k], gaps[:, k] = state.theta, state.items, state.log_gaps
    return Draws(theta, items[..., 1:], -items[..., 0], np.cumsum(np.exp(gaps), axis=3))
