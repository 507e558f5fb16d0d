"""What makes the network's answers probabilities, fitted on topics that it was not trained on."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about one confidence: the mean of it, the share that is right, and how many they are."""

    confidence: float
    right: float
    count: int


def reliability(probabilities: Floats, label: NDArray[np.int64]) -> list[Bin]:
    """A reliability diagram of the most probable class: ten bins of equal width, the empty ones left out.

    Args:
        probabilities: N x classes.
        label: N.
    """
    best, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == label
    place = np.minimum((best * BINS).astype(int), BINS - 1)
    return [
        Bin(float(best[place == number].mean()), float(right[place == number].mean()), int((place == number).sum()))
        for number in np.unique(place)
    ]


def expected_error(probabilities: Floats, label: NDArray[np.int64]) -> float:
    """Expected calibration error: how far confidence and share right are apart, bins weighted by size."""
    return sum(abs(b.confidence - b.right) * b.count for b in reliability(probabilities, label)) / max(len(label), 1)
