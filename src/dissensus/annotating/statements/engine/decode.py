"""Labels of the tokens with regard to one anchor: the best allowed sequence, and how likely it is.

A linear-chain conditional random field (Lafferty, McCallum, Pereira, ICML 2001) whose transitions are learned; what the
labels forbid (an inside label without its beginning) has no probability at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LABELS = ("O", "B-speaker", "I-speaker", "B-content", "I-content", "B-cue", "I-cue")
"""Labels of a token with regard to an anchor."""
SPEAKER, CONTENT, CUE = 1, 3, 5
"""Numbers of the beginning labels; the inside label follows each."""
FORBIDDEN = -1e4
"""Score of a forbidden transition: finite, so that no arithmetic gives NaN."""

TINY = np.float32(1e-30)
"""Least sum of weights: nothing is divided by zero."""
_ALONE = np.full((len(LABELS), len(LABELS)), FORBIDDEN, dtype=np.float32)
_ALONE[:, 0] = 0
"""Instead of transitions to a second half that is empty."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def allowed() -> NDArray[np.bool_]:
    """Whether a label (column) may follow another (row), L x L; the last row is the beginning of the text."""
    size = len(LABELS)
    table = np.ones((size + 1, size), dtype=np.bool_)
    for begin in (SPEAKER, CONTENT, CUE):
        table[:, begin + 1] = False
        table[begin, begin + 1] = table[begin + 1, begin + 1] = True
    return table


@dataclass(frozen=True, slots=True)
class _Halves:
    """Each row's tokens as two rows that meet in its middle: half as many steps from token to token.

    Halves are the last axis, since sums and maxima over the few labels are then taken of many halves together.

    Attributes:
        steps: scores of a half's tokens from its outer end inwards, H x L x 2K; longer halves stand first.
        lengths: tokens of each half, 2K; the second half of a row of one token has none.
        live: for each step how many halves reach it.
        backward: whether a half runs from the end, 2K.
        order: where each half stood before sorting: the first halves of all rows, then the second ones, 2K.
        mirror: place in the second half of each token of a row, K x N; negative where it lies beyond the row.
    """

    steps: Floats
    lengths: Ints
    live: list[int]
    backward: NDArray[np.bool_]
    order: Ints
    mirror: Ints

    @classmethod
    def of(cls, emissions: Floats, start: Floats, lengths: Ints) -> _Halves:
        rows, size, labels = emissions.shape
        mirror = lengths[:, None] - 1 - np.arange(size)
        most = (size + 1) // 2
        both = np.concatenate(((lengths + 1) // 2, lengths // 2))
        order = np.argsort(-both, kind="stable")
        outer = np.arange(most)[:, None]
        places = np.concatenate((np.repeat(outer, rows, 1), np.maximum(mirror[:, :most].T, 0)), 1)[:, order]
        steps = emissions.transpose(2, 0, 1).reshape(labels, -1)[:, order % rows * size + places].transpose(1, 0, 2)
        steps = np.ascontiguousarray(steps, dtype=np.float32)
        backward = order >= rows
        steps[0] += np.where(backward, np.float32(0), start[:, None])
        live = (both > outer).sum(1).tolist()
        return cls(steps, both[order], live, backward, order, mirror)

    def moving(self, transitions: Floats) -> Floats:
        """What it takes to go one step inwards, from a label to a label, in each half: L x L x 2K."""
        return np.ascontiguousarray(np.where(self.backward, transitions.T[:, :, None], transitions[:, :, None]))

    def parted(self, values: NDArray[np.generic]) -> tuple[NDArray[Any], NDArray[Any]]:
        """What belongs to the first halves of the rows, and to the second ones; the last axis is halves."""
        back = np.empty_like(values)
        back[..., self.order] = values
        rows = len(self.order) // 2
        return back[..., :rows], back[..., rows:]


def viterbi(emissions: Floats, transitions: Floats, start: Floats, lengths: Ints) -> tuple[Ints, Floats]:
    """Best label sequence of each row, and its score.

    Args:
        emissions: scores, K x N x L.
        transitions: scores of label (row) to label (column), L x L.
        start: scores of the first label, L.
        lengths: number of tokens of each row, K, at least 1; what lies beyond is label 0.

    Returns:
        Labels, K x N, and scores, K. All sums run token by token, so that a row does not depend on how many others
        there are and how long they are.
    """
    rows, size, labels = emissions.shape
    if rows == 0 or size == 0:
        return np.zeros((rows, size), dtype=np.int64), np.zeros(rows, dtype=np.float32)
    halves = _Halves.of(emissions, start, lengths)
    steps, live = halves.steps, halves.live
    moving = halves.moving(transitions)
    history = np.zeros(steps.shape, dtype=np.float32)
    score = steps[0].copy()
    history[0] = score
    for n in range(1, len(steps)):
        k = live[n]
        history[n, :, :k] = score[:, :k] = (score[:, None, :k] + moving[:, :, :k]).max(0) + steps[n, :, :k]
    before, after = halves.parted(score)
    two = lengths > 1
    meeting = before[:, None] + np.where(two, transitions[:, :, None], _ALONE[:, :, None]) + np.where(two, after, 0)
    meeting = meeting.reshape(-1, rows)
    best = meeting.argmax(0)
    last = np.concatenate((best // labels, best % labels))[halves.order]
    found = np.zeros((len(steps), len(last)), dtype=np.int64)
    every = np.arange(len(last))
    for n in range(len(steps) - 1, 0, -1):
        k = live[n]
        found[n, :k] = last[:k]
        last[:k] = (history[n - 1, :, :k] + moving[:, last[:k], every[:k]]).argmax(0)
    found[0] = last
    first, second = (part.T for part in halves.parted(found))
    place = np.arange(size)
    path = np.where(
        place < (lengths[:, None] + 1) // 2,
        np.take_along_axis(first, np.minimum(place, len(steps) - 1)[None].repeat(rows, 0), 1),
        np.take_along_axis(second, np.clip(halves.mirror, 0, len(steps) - 1), 1),
    )
    return np.where(halves.mirror >= 0, path, 0), meeting.max(0)


def log_partition(emissions: Floats, transitions: Floats, start: Floats, lengths: Ints) -> Floats:
    """Logarithm of the summed weight of all sequences of each row, K; arguments as for :func:`viterbi`.

    By the scaled forward algorithm (Rabiner, Proceedings of the IEEE 1989), from both ends: weights are brought to a
    sum of one at each token, and the logarithms of what they were divided by add up to the result.
    """
    rows, size, _ = emissions.shape
    if rows == 0 or size == 0:
        return np.zeros(rows, dtype=np.float32)
    halves = _Halves.of(emissions, start, lengths)
    live = halves.live
    plain = np.exp(transitions)
    weight = halves.moving(plain)
    tops = halves.steps.max(1)
    each = np.exp(halves.steps - tops[:, None])
    scales = np.ones(tops.shape, dtype=np.float32)
    alpha = each[0].copy()
    scales[0] = alpha.sum(0)
    alpha /= scales[0]
    for n in range(1, len(each)):
        k = live[n]
        # Not a matrix product: that may round by the number of rows.
        moved = (alpha[:, None, :k] * weight[:, :, :k]).sum(0) * each[n, :, :k]
        scales[n, :k] = total = np.maximum(moved.sum(0), TINY)
        alpha[:, :k] = moved / total
    before, after = halves.parted(alpha)
    met = np.where(lengths > 1, ((before[:, None] * plain[:, :, None]).sum(0) * after).sum(0), 1)
    logs = np.where(np.arange(len(each))[:, None] < halves.lengths, np.log(scales) + tops, 0)
    summed = np.cumsum(logs, axis=0, dtype=np.float64)[-1]
    first, second = halves.parted(summed)
    return np.asarray(first + second + np.log(np.maximum(met, TINY)), dtype=np.float32)
