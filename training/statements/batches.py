"""Windows of articles as padded batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor

from dissensus.annotating.statements.engine.reader import pieces_of
from dissensus.annotating.statements.engine.relations import distances, relations
from dissensus.annotating.statements.engine.tokens import Tokens
from dissensus.annotating.statements.engine.windows import PIECES_OF_A_WINDOW, Window, windows_of
from training.statements.data import Article, Labelled

MARGIN = 16
"""Tokens at the cut ends of a window whose anchors are not learned: what belongs to them may be cut off."""
SHORTEST_WINDOW = 224
"""Least word pieces of the longest window drawn for an article."""
LEARNING_OVERLAP = 24
"""Pieces that windows share when learning: less than when reading, for speed."""


class HasPieces(Protocol):
    """A window of any kind: its pieces with their features, and the first piece of each token."""

    @property
    def pieces(self) -> tuple[np.ndarray, ...]: ...


E = TypeVar("E", bound=HasPieces)


@dataclass(frozen=True, slots=True)
class Example:
    """One window with its gold: anchor classes and role labels of tokens, and one label row for each anchor."""

    pieces: tuple[np.ndarray, ...]
    kinds: np.ndarray
    flat: np.ndarray
    anchors: np.ndarray
    labels: np.ndarray
    distance: np.ndarray
    relation: np.ndarray
    share: float = 1.0
    """How much it counts: the share of the annotators who labelled the window so."""


@dataclass(frozen=True, slots=True)
class Padded:
    """Windows as tensors: B windows of at most P pieces and N tokens, K anchors in all."""

    piece: Tensor
    case: Tensor
    quote: Tensor
    layout: Tensor
    mask: Tensor
    first: Tensor
    live: Tensor
    kinds: Tensor
    flat: Tensor
    row: Tensor
    anchor: Tensor


@dataclass(frozen=True, slots=True)
class Batch(Padded):
    """Windows with the gold's label sequence of each anchor."""

    labels: Tensor
    distance: Tensor
    relation: Tensor
    lengths: Tensor
    share: Tensor


def example_of(tokens: Tokens, window: Window, gold: tuple[Labelled, ...], *, share: float = 1.0) -> Example:
    """One window with what is gold in it for one annotator, and how much that counts."""
    size = window.end - window.start
    kinds = np.zeros(size, dtype=np.int64)
    flat = np.zeros(size, dtype=np.int64)
    rows, anchors = [], []
    low = window.start if window.start == 0 else window.start + MARGIN
    high = window.end if window.end == len(tokens) else window.end - MARGIN
    for one in gold:
        inside = one.labels[(one.labels[:, 0] >= window.start) & (one.labels[:, 0] < window.end)]
        row = np.zeros(size, dtype=np.int64)
        row[inside[:, 0] - window.start] = inside[:, 1]
        if row[0] in (2, 4, 6):
            row[0] -= 1
        flat = np.where(row > 0, row, flat)
        if not window.start <= one.anchor < window.end:
            continue
        kinds[one.anchor - window.start] = one.kind
        if low <= one.anchor < high:
            rows.append(row)
            anchors.append(one.anchor - window.start)
    where = np.array(anchors, dtype=np.int64)
    return Example(
        pieces_of(tokens, window),
        kinds,
        flat,
        where,
        np.array(rows, dtype=np.int64).reshape(-1, size),
        distances(size, where),
        relations(tokens, window.start, window.end, where),
        share,
    )


def padded(windows: Sequence[tuple[np.ndarray, ...]]) -> tuple[tuple[Tensor, ...], Tensor]:
    """Pieces and their three features of B windows, each B x P, and the mask B x 1 x 1 x P of where there is one."""
    longest = max(len(window[0]) for window in windows)
    wide = np.zeros((4, len(windows), longest), dtype=np.int64)
    mask = np.zeros((len(windows), 1, 1, longest), dtype=np.bool_)
    for b, window in enumerate(windows):
        wide[:, b, : len(window[0])] = np.stack(window[:4])
        mask[b, :, :, : len(window[0])] = True
    return tuple(torch.from_numpy(x) for x in wide), torch.from_numpy(mask)


def collate(examples: list[Example]) -> Batch:
    """Pad examples to one batch."""
    wide, mask = padded([e.pieces for e in examples])
    batch = len(examples)
    size, count = max(len(e.kinds) for e in examples), sum(len(e.anchors) for e in examples)
    narrow = np.zeros((3, batch, size), dtype=np.int64)
    live = np.zeros((batch, size), dtype=np.float32)
    rows = np.zeros((3, count, size), dtype=np.int64)
    row, anchor, lengths = (np.zeros(count, dtype=np.int64) for _ in range(3))
    k = 0
    for b, e in enumerate(examples):
        n = len(e.kinds)
        narrow[:, b, :n] = np.stack((e.pieces[4], e.kinds, e.flat))
        live[b, :n] = 1
        m = k + len(e.anchors)
        rows[:, k:m, :n] = np.stack((e.labels, e.distance, e.relation))
        row[k:m], anchor[k:m], lengths[k:m] = b, e.anchors, n
        k = m
    t = torch.from_numpy
    return Batch(
        *wide, mask, t(narrow[0]), t(live), t(narrow[1]), t(narrow[2]),
        t(row), t(anchor), t(rows[0]), t(rows[1]), t(rows[2]), t(lengths),
        torch.tensor([e.share for e in examples], dtype=torch.float32),
    )  # fmt: skip


def drawn_windows(tokens: Tokens, rng: random.Random) -> list[Window]:
    """Windows of a drawn length from a drawn beginning."""
    pieces = rng.randint(SHORTEST_WINDOW, PIECES_OF_A_WINDOW)
    skip = rng.randint(0, pieces - 96)
    return windows_of(tokens, pieces=pieces, overlap=LEARNING_OVERLAP, slack=24, by_paragraph=False, skip=skip)


def epoch_of(
    articles: list[Article], *, seed: int, pieces: int, every_version: bool, shares: bool = False
) -> Iterator[Batch]:
    """Batches of one pass over the articles; borders of windows and order differ from pass to pass by the seed.

    Args:
        articles: what to learn from.
        seed: of this pass.
        pieces: about how many word pieces a batch has.
        every_version: of an article with several annotators take one's at random, not always the first one's.
        shares: of such an article take all of them, each with its share. Cross entropy and likelihood are linear in the
            labels' probabilities, so the sum over the copies of a window is the loss of its soft labels.
    """
    rng = random.Random(seed)
    examples = []
    for article in articles:
        if shares:
            taken = article.versions
        else:
            taken = (rng.choice(article.versions) if every_version else article.versions[0],)
        examples += [
            example_of(article.tokens, window, gold, share=1 / len(taken))
            for window in drawn_windows(article.tokens, rng)
            for gold in taken
        ]
    for batch in packed(examples, rng, pieces=pieces, pool=16 * max(1, pieces // PIECES_OF_A_WINDOW)):
        yield collate(batch)


def packed(examples: Sequence[E], rng: random.Random, *, pieces: int, pool: int) -> list[list[E]]:
    """All windows once, in drawn order, in batches of windows of about one length.

    Args:
        examples: the windows.
        rng: draws the order of the windows and then that of the batches.
        pieces: most word pieces of a batch with its padding, unless one window alone has more.
        pool: so many windows that follow each other in the drawn order are sorted by length and share batches.
    """
    drawn = list(examples)
    rng.shuffle(drawn)
    batches: list[list[E]] = []
    for low in range(0, len(drawn), pool):
        batch: list[E] = []
        for e in sorted(drawn[low : low + pool], key=lambda e: -len(e.pieces[0])):
            if batch and (len(batch) + 1) * len(batch[0].pieces[0]) > pieces:
                batches.append(batch)
                batch = []
            batch.append(e)
        batches.append(batch)
    rng.shuffle(batches)
    return batches
