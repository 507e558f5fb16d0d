"""From a text to attributions: windows through a network, anchors, one best label sequence for each, no doubles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.statements.engine.decode import CONTENT, CUE, SPEAKER, log_partition, viterbi
from dissensus.annotating.statements.engine.relations import distances, relations
from dissensus.annotating.statements.engine.tokens import Tokens
from dissensus.annotating.statements.engine.windows import Window, windows_of
from dissensus.model.spans import Span
from dissensus.models.pieces import BEGIN, END

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
ROWS_AT_ONCE, WINDOWS_AT_ONCE = 64, 16
"""Anchors decoded together, and windows that are kept for them; a number of rows changes no row."""
REACH = 80
"""Tokens on each side of an anchor that are read for it, unless a label stands on the last of them: of PolNeAR's
statements in train 0.6 % reach further. In 154 of its articles 7 of 4,380 readings of ``fast`` are others than with
whole windows, and 15 of 4,411 of ``accurate``: runs that end short of the border, or lie beyond it altogether."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder says about the tokens of a window: scores N x 3 and N x L, projections N x 2 pair."""

    anchor: Floats
    flat: Floats
    of_token: Floats
    of_anchor: Floats


class Network(Protocol):
    """The two parts of a trained network."""

    @property
    def transitions(self) -> Floats: ...
    @property
    def start(self) -> Floats: ...

    def encode(self, piece: Ints, case: Ints, quote: Ints, layout: Ints, first: Ints) -> Encoded:
        """Encode one window: its pieces with their features (P), and the first piece of each token (N)."""

    def read(self, token: Floats, anchor: Floats, flat: Floats, distance: Ints, relation: Ints) -> Floats:
        """Scores K x N x L of the tokens of a window (N x 2 pair, N x L) for its anchors (K x 2 pair, K x N)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One attribution as read: token numbers and probabilities.

    Attributes:
        anchor: the token that stands for it: the first one of its cue or, without a cue, of its content.
        likely: probability that the token is an anchor, 0 to 1.
        certain: probability of the labels of all tokens that were read for the anchor, 0 to 1.
        speaker: runs of tokens [first, after).
        cue: likewise.
        content: likewise; never empty.
        seen: tokens [first, after) that were read for it, beyond which it may go on; None for all of the text.
    """

    anchor: int
    likely: float
    certain: float
    speaker: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    seen: tuple[int, int] | None = None


def pieces_of(tokens: Tokens, window: Window) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Pieces of a window with their case, quotation and layout classes (P), and each token's first piece (N)."""
    low, high = int(tokens.first[window.start]), int(tokens.first[window.end])
    first = tokens.first[window.start : window.end] - low + 1
    counts = np.diff(tokens.first[window.start : window.end + 1])
    piece = np.concatenate(([BEGIN], tokens.piece[low:high], [END]))

    def spread(column: Ints) -> Ints:
        return np.concatenate(([0], np.repeat(column[window.start : window.end], counts), [0]))

    layout = np.zeros(len(piece), dtype=np.int64)
    layout[first] = tokens.layout[window.start : window.end]
    return piece, spread(tokens.case), spread(tokens.quote), layout, first


@dataclass(frozen=True, slots=True)
class _Anchor:
    """An anchor of a window with what is read for it.

    Attributes:
        window: where it was found.
        encoded: the window's tokens.
        place: its number among them.
        likely: probability that it is one.
        distance: how far from it each of them is.
        relation: what each of them shares with it.
    """

    window: Window
    encoded: Encoded
    place: int
    likely: float
    distance: Ints
    relation: Ints


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Tokens [low, high) of a window, read for one of its anchors: scores of labels, M x L."""

    anchor: _Anchor
    low: int
    high: int
    scores: Floats

    def is_left(self, path: Ints) -> bool:
        """Whether what belongs to the anchor reaches a border of the stretch that is none of the window's."""
        size = self.high - self.low
        return bool((self.low and path[0]) or (self.high < len(self.anchor.distance) and path[size - 1]))


def read_tokens(tokens: Tokens, network: Network, *, threshold: float) -> list[Reading]:
    """All attributions of a text, in the order of their anchors; some may share their content (see ``borders``).

    Args:
        tokens: the text.
        network: the trained network.
        threshold: least probability of an anchor.
    """
    found: list[Reading] = []
    waiting: list[_Stretch] = []
    for number, window in enumerate(windows_of(tokens), 1):
        waiting += [_near(anchor, network) for anchor in _anchors(tokens, window, network, threshold)]
        if waiting and (len(waiting) >= ROWS_AT_ONCE or number % WINDOWS_AT_ONCE == 0):
            some, waiting = _decoded(waiting, network)
            found += some
    while waiting:
        some, waiting = _decoded(waiting, network)
        found += some
    return sorted(found, key=lambda r: r.anchor)


def _anchors(tokens: Tokens, window: Window, network: Network, threshold: float) -> list[_Anchor]:
    encoded = network.encode(*pieces_of(tokens, window))
    likely = 1.0 - _softmax(encoded.anchor)[:, 0]
    own = np.arange(window.own_start - window.start, window.own_end - window.start)
    places = own[likely[own] >= threshold]
    if not len(places):
        return []
    columns = distances(len(likely), places), relations(tokens, window.start, window.end, places)
    return [
        _Anchor(window, encoded, place, chance, distance, relation)
        for place, chance, distance, relation in zip(places.tolist(), likely[places].tolist(), *columns, strict=True)
    ]


def _near(anchor: _Anchor, network: Network) -> _Stretch:
    return _read(anchor, max(0, anchor.place - REACH), min(len(anchor.distance), anchor.place + REACH + 1), network)


def _read(anchor: _Anchor, low: int, high: int, network: Network) -> _Stretch:
    encoded = anchor.encoded
    scores = network.read(
        encoded.of_token[low:high],
        encoded.of_anchor[anchor.place : anchor.place + 1],
        encoded.flat[low:high],
        anchor.distance[None, low:high],
        anchor.relation[None, low:high],
    )
    return _Stretch(anchor, low, high, scores[0])


def _decoded(waiting: list[_Stretch], network: Network) -> tuple[list[Reading], list[_Stretch]]:
    """Readings of what lies within its stretch, and of other anchors the whole windows, read again."""
    waiting = sorted(waiting, key=lambda each: each.low - each.high)
    lengths = np.array([each.high - each.low for each in waiting], dtype=np.int64)
    emissions = np.zeros((len(waiting), int(lengths[0]), waiting[0].scores.shape[1]), dtype=np.float32)
    for row, each in enumerate(waiting):
        emissions[row, : lengths[row]] = each.scores
    transitions, start = network.transitions, network.start
    paths, log = viterbi(emissions, transitions, start, lengths)
    log -= log_partition(emissions, transitions, start, lengths)
    out: list[Reading] = []
    again: list[_Stretch] = []
    for each, labels, chance in zip(waiting, paths, log.tolist(), strict=True):
        anchor = each.anchor
        if each.is_left(labels):
            again.append(_read(anchor, 0, len(anchor.distance), network))
            continue
        path = [(k, int(labels[k])) for k in np.flatnonzero(labels).tolist()]
        first = anchor.window.start + each.low
        content = _runs(path, CONTENT, first)
        if content:
            certain = float(np.exp(min(chance, 0.0)))
            speaker, cue = _runs(path, SPEAKER, first), _runs(path, CUE, first)
            place, seen = anchor.place + anchor.window.start, (first, first + each.high - each.low)
            out.append(Reading(place, anchor.likely, certain, speaker, cue, content, seen))
    return out, again


def _runs(path: list[tuple[int, int]], begin: int, offset: int) -> tuple[tuple[int, int], ...]:
    """Runs of tokens of one role, from the tokens that have a label."""
    runs: list[tuple[int, int]] = []
    for k, label in path:
        if label == begin or (label == begin + 1 and not (runs and runs[-1][1] == k + offset)):
            runs.append((k + offset, k + offset + 1))
        elif label == begin + 1:
            runs[-1] = (runs[-1][0], k + offset + 1)
    return tuple(runs)


SAME = 0.5
"""Share of common tokens from which two readings are of one content: the scorer's own border of a match."""


def without_doubles(readings: list[Reading]) -> list[Reading]:
    """Of readings whose contents are mostly the same, the likelier one; in the order of their anchors."""
    kept: list[tuple[Reading, set[int]]] = []
    owner: dict[int, list[int]] = {}
    for reading in sorted(readings, key=lambda r: (-r.likely, r.anchor)):
        covered = {k for first, after in reading.content for k in range(first, after)}
        rivals = {n for k in covered for n in owner.get(k, ())}
        if any(len(covered & kept[n][1]) >= SAME * len(covered | kept[n][1]) for n in rivals):
            continue
        for k in covered:
            owner.setdefault(k, []).append(len(kept))
        kept.append((reading, covered))
    return sorted((reading for reading, _ in kept), key=lambda r: r.anchor)


def spans_of_runs(tokens: Tokens, runs: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
    """Positions in the text of runs of tokens."""
    return tuple(Span(int(tokens.start[first]), int(tokens.end[after - 1])) for first, after in runs)


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(shifted / shifted.sum(1, keepdims=True), dtype=np.float32)
