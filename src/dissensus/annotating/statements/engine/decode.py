"""Labels of the tokens with regard to one anchor: the best allowed sequence, and how likely it is.

A linear-chain conditional random field (Lafferty, McCallum, Pereira, ICML 2001) whose transitions are learned; what the
labels forbid (an inside label without its beginning) has no probability at all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LABELS = ("O", "B-speaker", "I-speaker", "B-content", "I-content", "B-cue", "I-cue")
"""Labels of a token with regard to an anchor."""
SPEAKER, CONTENT, CUE = 1, 3, 5
"""Numbers of the beginning labels; the inside label follows each."""
FORBIDDEN = -1e4
"""Score of a forbidden transition: finite, so that no arithmetic gives NaN."""

Floats = NDArray[np.float32]


def allowed() -> NDArray[np.bool_]:
    """Whether a label (column) may follow another (row), L x L; the last row is the beginning of the text."""
    size = len(LABELS)
    table = np.ones((size + 1, size), dtype=np.bool_)
    for begin in (SPEAKER, CONTENT, CUE):
        table[:, begin + 1] = False
        table[begin, begin + 1] = table[begin + 1, begin + 1] = True
    return table


def viterbi(
    emissions: Floats, transitions: Floats, start: Floats, lengths: NDArray[np.int64]
) -> tuple[NDArray[np.int64], Floats]:
    """Best label sequence of each row, and its score.

    Args:
        emissions: scores, K x N x L.
        transitions: scores of label (row) to label (column), L x L.
        start: scores of the first label, L.
        lengths: number of tokens of each row, K, never growing from row to row; what lies beyond is label 0.

    Returns:
        Labels, K x N, and scores, K. Of equal scores the label with the lower number wins. All sums run token by
        token, so that a row does not depend on how many others there are and how long they are.
    """
    rows, size, labels = emissions.shape
    path = np.zeros((rows, size), dtype=np.int64)
    if rows == 0 or size == 0:
        return path, np.zeros(rows, dtype=np.float32)
    steps = np.ascontiguousarray(emissions.transpose(1, 0, 2))
    history = np.empty((size, rows, labels), dtype=np.float32)
    into = np.ascontiguousarray(transitions.T)
    live = _live(lengths, size)
    score = history[0] = steps[0] + start
    score = score.copy()
    for n in range(1, size):
        k = live[n]
        history[n, :k] = (score[:k, None, :] + into).max(2) + steps[n, :k]
        score[:k] = history[n, :k]
    last = score.argmax(1)
    for n in range(size - 1, 0, -1):
        k = live[n]
        path[:k, n] = last[:k]
        last[:k] = (history[n - 1, :k] + into[last[:k]]).argmax(1)
    path[:, 0] = last
    return path, score.max(1)


def log_partition(emissions: Floats, transitions: Floats, start: Floats, lengths: NDArray[np.int64]) -> Floats:
    """Logarithm of the summed weight of all sequences of each row, K; arguments as for :func:`viterbi`.

    By the scaled forward algorithm (Rabiner, Proceedings of the IEEE 1989): weights are brought to a sum of one at each
    token, and the logarithms of what they were divided by add up to the result.
    """
    rows, size, _ = emissions.shape
    if rows == 0 or size == 0:
        return np.zeros(rows, dtype=np.float32)
    weight = np.exp(transitions)
    first = emissions[:, 0] + start
    tops = emissions.max(2)
    tops[:, 0] = first.max(1)
    each = np.exp(emissions - tops[:, :, None]).transpose(1, 0, 2)
    live = _live(lengths, size)
    scales = np.ones((size, rows), dtype=np.float32)
    alpha = np.exp(first - tops[:, :1])
    scales[0] = alpha.sum(1)
    alpha /= scales[0][:, None]
    for n in range(1, size):
        k = live[n]
        # Not a matrix product: that may round by the number of rows.
        moved = (alpha[:k, :, None] * weight).sum(1) * each[n, :k]
        total = np.maximum(moved.sum(1), TINY)
        scales[n, :k] = total
        alpha[:k] = moved / total[:, None]
    logs = np.log(scales).T + np.where(np.arange(size)[None] < lengths[:, None], tops, 0)
    return np.asarray(np.cumsum(logs, axis=1, dtype=np.float64)[:, -1], dtype=np.float32)


TINY = np.float32(1e-30)
"""Least sum of weights: nothing is divided by zero."""


def _live(lengths: NDArray[np.int64], size: int) -> list[int]:
    """For each token how many rows reach it; rows are sorted by length, so they are the first ones."""
    if np.any(np.diff(lengths) > 0):
        raise ValueError("rows must be sorted by length, the longest first")
    return [int(np.count_nonzero(lengths > n)) for n in range(size)]
