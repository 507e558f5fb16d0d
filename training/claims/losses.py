"""What the pair model learns from a batch."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.claims.batches import Batch
from training.claims.model import PairNetwork
from training.statements.half import half_precision
from training.statements.learning import Recipe

SMOOTH = 0.05
"""Label smoothing of stances: two people differ on about so many."""


def loss_of(network: PairNetwork, batch: Batch, _recipe: Recipe) -> Tensor:
    """Cross entropy of each pair's own task, averaged over the batch."""
    none = torch.zeros_like(batch.piece)
    with half_precision():
        x = network.encoder(batch.piece, none, batch.part, none, batch.mask[:, None, None, :])
    return gold(network.read(x.float(), batch.part), batch)


def gold(logits: Tensor, batch: Batch) -> Tensor:
    """The same of logits, B x 5."""
    stance, point, weakens = (batch.task == k for k in range(3))
    total = functional.cross_entropy(logits[stance, :3], batch.label[stance], reduction="sum", label_smoothing=SMOOTH)
    for column, rows in ((3, point), (4, weakens)):
        total = total + functional.binary_cross_entropy_with_logits(
            logits[rows, column], batch.label[rows].float(), reduction="sum"
        )
    return total / len(batch.label)
