"""Multinomial logistic regression with an offset, a block of weights for all rows and one for each group of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

CLASSES = 3
STEPS = 40
"""Most Newton steps; some eight are needed."""
INNER_STEPS = 60
"""Most steps of conjugate gradients within one Newton step."""
TOLERANCE = 1e-4
"""Length of the gradient, by the root of the number of rows, at which the fit is done."""
SHORTEST_STEP = 1e-4
ENOUGH = 1e-4
"""Share of the promised descent that a step must bring (Armijo)."""


@dataclass(frozen=True, slots=True)
class Design:
    """Rows as the fit sees them; every weight has a normal prior of variance 1, so columns come scaled.

    Attributes:
        shared: columns with weights for all rows, N x A.
        own: columns with weights for each group, N x B.
        group: group of each row, N.
        factor: lower triangle L of the covariance L L' of the groups' weights, K x K.
        offset: what is added to the scores, N x 3.
    """

    shared: Floats
    own: Floats
    group: Places
    factor: Floats
    offset: Floats

    @property
    def size(self) -> int:
        """How many weights there are."""
        return int(self.shared.shape[1] + len(self.factor) * self.own.shape[1]) * CLASSES

    def sorted_by_group(self) -> tuple[Design, Places]:
        """The same with the rows of each group together, and where each row stood."""
        order = np.argsort(self.group, kind="stable")
        rows = (self.shared[order], self.own[order], self.group[order])
        return Design(*rows, self.factor, self.offset[order]), order

    def parts(self) -> list[tuple[int, slice]]:
        """Each group that has rows, with these; they must stand together."""
        groups, starts = np.unique(self.group, return_index=True)
        ends = [*starts[1:].tolist(), len(self.group)]
        return [
            (group, slice(*ends_of)) for group, *ends_of in zip(groups.tolist(), starts.tolist(), ends, strict=True)
        ]


class _Operator:
    """The design as a linear map of all weights in one vector."""

    def __init__(self, design: Design) -> None:
        self._d = design
        self._parts = design.parts()
        self._cut = design.shared.shape[1] * CLASSES
        self._width = design.own.shape[1]

    def split(self, weights: Floats) -> tuple[Floats, Floats]:
        """Weights of all rows, A x 3, and of the groups before the factor, K x B x 3."""
        return weights[: self._cut].reshape(-1, CLASSES), weights[self._cut :].reshape(-1, self._width, CLASSES)

    def times(self, weights: Floats) -> Floats:
        shared, free = self.split(weights)
        scores: Floats = self._d.shared @ shared
        own = np.tensordot(self._d.factor, free, axes=1)
        for group, rows in self._parts:
            scores[rows] += self._d.own[rows] @ own[group]
        return scores

    def transposed_times(self, scores: Floats) -> Floats:
        own = np.zeros((len(self._d.factor), self._width, CLASSES))
        for group, rows in self._parts:
            own[group] = self._d.own[rows].T @ scores[rows]
        free = np.tensordot(self._d.factor.T, own, axes=1)
        return np.concatenate([(self._d.shared.T @ scores).ravel(), free.ravel()])


def softmax(scores: Floats) -> Floats:
    """Probabilities of rows of scores."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found


def fit(design: Design, labels: Places, importance: Floats) -> tuple[Floats, Floats]:
    """Weights of the likeliest model under the prior.

    Truncated Newton: each step solves for its direction by conjugate gradients (Steihaug 1983; Lin, Weng and Keerthi
    2008), then halves it until the objective falls. The objective is strictly convex, so there is one answer.

    Args:
        design: the rows.
        labels: class of each row, 0 to 2.
        importance: how much each row counts, above 0.

    Returns:
        weights of all rows, A x 3, and of each group, K x B x 3.
    """
    design, order = design.sorted_by_group()
    operator = _Operator(design)
    wanted = np.eye(CLASSES)[labels[order]]
    importance = importance[order]
    counted = importance[:, None]

    def objective(weights: Floats) -> tuple[float, Floats]:
        scores = design.offset + operator.times(weights)
        high = scores.max(axis=1, keepdims=True)
        total = high[:, 0] + np.log(np.exp(scores - high).sum(axis=1))
        return float(importance @ (total - (scores * wanted).sum(axis=1)) + 0.5 * weights @ weights), scores

    weights = np.zeros(design.size)
    value, scores = objective(weights)
    for _ in range(STEPS):
        expected = softmax(scores)
        gradient = operator.transposed_times(counted * (expected - wanted)) + weights
        if float(np.sqrt(gradient @ gradient)) < TOLERANCE * np.sqrt(len(labels)):
            break
        direction = _newton_direction(operator, expected, counted, gradient)
        slope, step = float(gradient @ direction), 1.0
        while True:
            moved, moved_scores = objective(weights + step * direction)
            if moved <= value + ENOUGH * step * slope or step < SHORTEST_STEP:
                break
            step /= 2
        if moved >= value:
            break  # as near as the arithmetic comes
        weights = weights + step * direction
        value, scores = moved, moved_scores
    shared, free = operator.split(weights)
    return shared, free


def _newton_direction(operator: _Operator, expected: Floats, counted: Floats, gradient: Floats) -> Floats:
    def curved(vector: Floats) -> Floats:
        moved = operator.times(vector)
        bent = expected * (moved - (expected * moved).sum(axis=1, keepdims=True))
        found: Floats = operator.transposed_times(counted * bent) + vector
        return found

    length = float(np.sqrt(gradient @ gradient))
    near = min(0.1, float(np.sqrt(length))) * length
    direction = np.zeros_like(gradient)
    residual = -gradient
    search = residual
    size = float(residual @ residual)
    for _ in range(INNER_STEPS):
        if np.sqrt(size) < near:
            break
        bent = curved(search)
        reach = size / float(search @ bent)
        direction = direction + reach * search
        residual = residual - reach * bent
        grown = float(residual @ residual)
        search = residual + (grown / size) * search
        size = grown
    return direction
