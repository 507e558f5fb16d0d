"""A smaller encoder that gives the states of a larger one, on any text: no labels, nothing to learn by heart.

The smaller one (``slimming``) learns the states of every layer that both have, and the last ones most, on texts of all
kinds and on the same texts with some pieces replaced by others, which nobody has labelled (Jiao et al., Findings of
EMNLP 2020, "TinyBERT", learn from states and from altered texts; Sun et al., EMNLP-IJCNLP 2019, from states).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from dissensus.models.pieces import END
from training.statements.batches import packed, padded
from training.statements.learning import Recipe

ALTERED = 0.5
"""Share of windows in which pieces are replaced."""
REPLACED = 0.12
"""Share of their pieces that are replaced by pieces of other windows."""
INNER = 0.2
"""Weight of the states of a layer that is not the last."""
POOL = 128
"""Windows that are sorted by length together when batches are made."""


@dataclass(frozen=True, slots=True)
class Text:
    """A window: its pieces with their features."""

    pieces: tuple[np.ndarray, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """Windows as tensors: pieces and their three features, each B x P, and the mask B x 1 x 1 x P."""

    wide: tuple[Tensor, ...]
    mask: Tensor

    @property
    def live(self) -> Tensor:
        """Which are pieces and no padding, B x P."""
        return self.mask[:, 0, 0]


def text_batches(texts: Sequence[Text], *, seed: int, pieces: int) -> Iterator[Texts]:
    """Batches of about so many pieces, some of them replaced, in an order that differs by the seed."""
    draw = np.random.default_rng(seed)
    pool = np.concatenate([text.pieces[0][1:-1] for text in texts])
    pool = pool[pool != END]
    for batch in packed(texts, random.Random(seed), pieces=pieces, pool=POOL):
        yield Texts(*padded([altered(text.pieces, pool, draw) for text in batch]))


def altered(pieces: tuple[np.ndarray, ...], pool: np.ndarray, draw: np.random.Generator) -> tuple[np.ndarray, ...]:
    """A window with some pieces replaced by drawn ones; its marks and its features stay."""
    if draw.random() >= ALTERED:
        return pieces
    changed = pieces[0].copy()
    where = np.flatnonzero((draw.random(len(changed) - 2) < REPLACED) & (changed[1:-1] != END)) + 1
    changed[where] = draw.choice(pool, len(where))
    return (changed, *pieces[1:])


Outputs = Callable[[Any, Tensor, Texts], Sequence[Tensor]]
"""Of a network, its last states (B x P x width) and their windows, what is read from them: rows of numbers."""


def matching_loss(whole: Any, shared: Sequence[int], outputs: Outputs) -> Callable[[Any, Texts, Recipe], Tensor]:
    """Mean squares of what differs, as shares of the variance: of the states, and of what is made of the last ones.

    Args:
        whole: the larger network; its encoder gives the states that are wanted, and it reads them.
        shared: places of its encoder's layers that the smaller one has, too.
        outputs: what both read from the last states.
    """
    whole.eval()

    def loss(network: Any, batch: Texts, _: Recipe) -> Tensor:
        with torch.no_grad():
            wanted = whole.encoder.states(batch.wide, batch.mask)
            read = outputs(whole, wanted[-1], batch)
        states = network.encoder.states(batch.wide, batch.mask)
        ours = outputs(network, states[-1], batch)
        total = states_share(states, [wanted[place] for place in shared], batch.live)
        return total + sum(share_of_variance(x, goal) for x, goal in zip(ours, read, strict=True)) / len(read)

    return loss


def states_share(states: Sequence[Tensor], goals: Sequence[Tensor], live: Tensor) -> Tensor:
    """What differs between the states of layers (B x P x width each) where there are pieces (B x P), the last most."""
    total = share_of_variance(states[-1][live], goals[-1][live])
    for x, goal in zip(states[:-1], goals[:-1], strict=True):
        total = total + INNER * share_of_variance(x[live], goal[live])
    return total


def share_of_variance(ours: Tensor, theirs: Tensor) -> Tensor:
    """Mean square of what differs between rows of numbers, as a share of the variance of the second ones."""
    if len(theirs) == 1:
        # One row has no variance.
        return ours.new_zeros(())
    return (ours - theirs).square().mean() / theirs.var(0).mean()
