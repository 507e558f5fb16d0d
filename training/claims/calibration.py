"""What makes the network's answers probabilities, fitted on topics that it was not trained on."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

Floats = NDArray[np.float64]
BINS = 10
STEPS = 200


def fit_stance(logits: Floats, label: NDArray[np.int64], weight: Floats) -> dict[str, float]:
    """Temperature and shifts of opposes and neither with the least log loss (Guo et al., ICML 2017).

    Args:
        logits: N x 3.
        label: N.
        weight: N.
    """
    x, y, w = torch.from_numpy(logits), torch.from_numpy(label), torch.from_numpy(weight / weight.sum())
    heat = torch.zeros((), dtype=torch.double, requires_grad=True)
    shift = torch.zeros(2, dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([heat, shift], max_iter=STEPS)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = (x + torch.cat([torch.zeros(1, dtype=torch.double), shift])) / heat.exp()
        value = (functional.cross_entropy(scores, y, reduction="none") * w).sum()
        value.backward()
        return value

    optimizer.step(loss)
    opposes, neither = (float(each) for each in shift.detach())
    return {"temperature": float(heat.detach().exp()), "opposes": opposes, "neither": neither}


def fit_logistic(logits: Floats, label: NDArray[np.int64]) -> tuple[float, float]:
    """Slope and intercept with the least log loss (Platt 1999)."""
    x, y = torch.from_numpy(logits), torch.from_numpy(label.astype(np.float64))
    values = torch.tensor([1.0, 0.0], dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([values], max_iter=STEPS)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = functional.binary_cross_entropy_with_logits(values[0] * x + values[1], y)
        value.backward()
        return value

    optimizer.step(loss)
    slope, intercept = (float(each) for each in values.detach())
    return slope, intercept


def expected_error(probabilities: Floats, label: NDArray[np.int64]) -> float:
    """Expected calibration error of the most probable class: ten bins of equal width, weighted by size."""
    best, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == label
    place = np.minimum((best * BINS).astype(int), BINS - 1)
    total = 0.0
    for number in range(BINS):
        here = place == number
        if here.any():
            total += abs(best[here].mean() - right[here].mean()) * here.mean()
    return total
