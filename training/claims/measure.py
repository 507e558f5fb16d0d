"""Scores of the pair model: accuracy, areas, average precision, calibration; each from plain arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from training.claims.batches import Tokens, batch_of
from training.claims.data import NEITHER, Pair
from training.claims.model import PairNetwork

Floats = NDArray[np.float64]


@torch.no_grad()
def logits_of(network: PairNetwork, pairs: Sequence[Pair], tokens: Tokens, size: int = 64) -> Floats:
    """Logits, N x 5, without dropout."""
    network.eval()
    order = sorted(range(len(pairs)), key=lambda k: len(tokens(pairs[k].text)) + len(tokens(pairs[k].claim)))
    found = np.zeros((len(pairs), 5))
    for low in range(0, len(order), size):
        rows = order[low : low + size]
        batch = batch_of([pairs[k] for k in rows], tokens)
        found[rows] = network(batch.piece, batch.part, batch.mask).numpy()
    network.train()
    return found


def side_accuracy(logits: Floats, pairs: Sequence[Pair]) -> float:
    """Share of pairs on the right side, supports against opposes."""
    label = np.array([pair.label for pair in pairs])
    sided = label != NEITHER
    return float(((logits[:, 1] > logits[:, 0]).astype(int) == label)[sided].mean())


def roc_auc(scores: Floats, label: NDArray[np.int64]) -> float:
    """Area under the ROC curve by ranks (Mann and Whitney 1947), ties halved."""
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    good = label == 1
    n, m = int(good.sum()), int((~good).sum())
    return float((ranks[good].sum() - n * (n + 1) / 2) / (n * m))


def average_precision(scores: Floats, label: NDArray[np.int64]) -> float:
    """Mean precision at each true one, best first; ties in the order given."""
    order = np.argsort(-scores, kind="stable")
    hits = label[order] == 1
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())
