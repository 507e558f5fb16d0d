"""How a token stands to an anchor: how far away, and whether in the same sentence, paragraph and quotation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.statements.engine.tokens import Tokens

_EDGES = np.array([1, 2, 3, 4, 5, 7, 9, 12, 16, 24, 36, 56, 90, 140])
"""Distances in tokens at which the next bucket begins; the same on both sides."""


def distances(count: int, anchors: NDArray[np.int64]) -> NDArray[np.int64]:
    """Bucket of the signed distance from each anchor (K) to each token (N), K x N."""
    signed = np.arange(count)[None] - anchors[:, None]
    bucket = np.searchsorted(_EDGES, np.abs(signed), "right")
    return np.asarray(np.where(signed < 0, len(_EDGES) - bucket, len(_EDGES) + bucket), dtype=np.int64)


def relations(tokens: Tokens, start: int, end: int, anchors: NDArray[np.int64]) -> NDArray[np.int64]:
    """Class of what tokens [start, end) share with each anchor (numbers from ``start`` on), K x N."""
    total = np.zeros((len(anchors), end - start), dtype=np.int64)
    for weight, column in ((4, tokens.sentence), (2, tokens.paragraph), (1, tokens.quotation)):
        part = column[start:end]
        total += weight * (part[None] == part[anchors][:, None])
    return total
