"""Which texts lie nearest to which, by blocks of matrix products: memory is bounded, nothing is compared in Python."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

REFERENCE = 5_000
"""Most texts that tell what likeness is usual; of more, every so-many-th by place."""
MIDDLE, STEEPNESS = -0.4, 0.6
"""Nearness (see `relatedness`) at which two texts are as likely as not about the same, and what changes the odds by a
factor of e. Set by eye on five articles by four outlets on one war, where every text is about much the same, with plain
MiniLM; looked at again with the shipped embedder there and on the example articles, and left."""
CELLS = 4_000_000
"""Cells of one block of likenesses: 16 MB."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """For each row the most alike texts.

    Attributes:
        texts: number of each neighbour, rows x k, the most alike first; -1 where there is none.
        likeness: dot products, rows x k; 0 where there is none.
    """

    texts: NDArray[np.int64]
    likeness: NDArray[np.float32]


def nearest(rows: NDArray[np.float32], texts: NDArray[np.float32], k: int, floor: float) -> Neighbours:
    """The k texts most alike to each row.

    Args:
        rows: vectors of length 1, N x D.
        texts: vectors of length 1, M x D.
        k: most neighbours of a row.
        floor: likeness that a neighbour has at least.
    """
    k = min(k, len(texts))
    found = np.full((len(rows), k), -1, np.int64)
    likeness = np.zeros((len(rows), k), np.float32)
    step = max(1, CELLS // max(1, len(texts)))
    for start in range(0, len(rows), step):
        block = rows[start : start + step] @ texts.T
        # Rounding takes away what depends on the size of a block; equal ones go by number.
        block = np.round(block, 5)
        if k < block.shape[1]:
            least = np.partition(block, block.shape[1] - k, axis=1)[:, -k]
        else:
            least = np.full(len(block), -2.0, np.float32)
        for offset, row in enumerate(block):
            numbers = np.flatnonzero(row >= max(float(least[offset]), floor))
            order = numbers[np.lexsort((numbers, -row[numbers]))][:k]
            found[start + offset, : len(order)] = order
            likeness[start + offset, : len(order)] = row[order]
    return Neighbours(found, likeness)


def relatedness(rows: NDArray[np.float32], texts: NDArray[np.float32], near: Neighbours) -> NDArray[np.float32]:
    """How likely each neighbour is about the same as its row, 0 to 1: rows x k, 0 where there is none.

    In a corpus on one subject all is alike, and some texts are alike to everything. So likeness counts above what is
    usual for either of the two: cross-domain similarity local scaling (Conneau et al., ICLR 2018), here in units of
    the spread of all likenesses, made a probability.

    Args:
        rows: vectors of length 1.
        texts: vectors of length 1.
        near: of the rows among the texts.
    """
    step = max(1, math.ceil(len(texts) / REFERENCE))
    reference = texts[::step]
    k = max(1, round(math.sqrt(len(texts) / 2) / step))
    of_rows, spread = _usual(rows, reference, k)
    of_texts, _ = _usual(texts, reference, k)
    nearness = (2 * near.likeness - of_rows[:, None] - of_texts[np.maximum(near.texts, 0)]) / max(spread, 1e-3)
    related = 1 / (1 + np.exp(-(nearness - MIDDLE) / STEEPNESS))
    result: NDArray[np.float32] = np.where(near.texts >= 0, np.round(related, 4), 0).astype(np.float32)
    return result


def _usual(rows: NDArray[np.float32], reference: NDArray[np.float32], k: int) -> tuple[NDArray[np.float32], float]:
    """Mean likeness of each row to the k most alike references but the first, which is often itself; spread of all."""
    k = min(k + 1, len(reference))
    means = np.zeros(len(rows), np.float32)
    count, total, squares = 0, 0.0, 0.0
    step = max(1, CELLS // len(reference))
    for start in range(0, len(rows), step):
        block = np.round(rows[start : start + step] @ reference.T, 5)
        count += block.size
        total += float(block.sum(dtype=np.float64))
        squares += float(np.square(block, dtype=np.float64).sum())
        top = np.sort(np.partition(block, block.shape[1] - k, axis=1)[:, -k:], axis=1)
        means[start : start + step] = (top[:, :-1] if k > 1 else top).mean(axis=1)
    mean = total / max(1, count)
    return np.round(means, 5), round(math.sqrt(max(0.0, squares / max(1, count) - mean * mean)), 5)
