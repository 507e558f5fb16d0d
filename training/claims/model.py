"""The networks: an encoder of a claim and a text together with what is read from it, and an embedder of one text."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.statements.model import Encoder, Shape

HIDDEN = 256
OUTPUTS = 5
"""Supports, opposes, neither; the same point; weakens."""
DROPOUT = 0.1


class PairNetwork(nn.Module):
    """A claim and a text read together: begin, claim, end, text, end; the part of a piece is told to the encoder.

    From the first state and the means over both parts (their product, their difference and they themselves) one hidden
    layer leads to the outputs.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.head = nn.Sequential(
            nn.Linear(5 * shape.width, HIDDEN), nn.GELU(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, OUTPUTS)
        )

    def forward(self, piece: Tensor, part: Tensor, mask: Tensor | None = None) -> Tensor:
        """Logits, B x 5, of pieces and their parts (0 marks, 1 claim, 2 text), both B x P; the mask is B x P."""
        none = torch.zeros_like(piece)
        x = self.encoder(piece, none, part, none, None if mask is None else mask[:, None, None, :])
        return self.read(x.float(), part)

    def read(self, x: Tensor, part: Tensor) -> Tensor:
        """Logits of states."""
        claim, text = mean(x, part == 1), mean(x, part == 2)
        logits: Tensor = self.head(torch.cat([x[:, 0], claim * text, claim - text, text, claim], 1))
        return logits


def mean(x: Tensor, where: Tensor) -> Tensor:
    """Mean of states B x P x width over a part B x P; zeros where there is none."""
    weight = where.to(x.dtype)
    return (x * weight[:, :, None]).sum(1) / weight.sum(1, keepdim=True).clamp(min=1)


class Embedder(nn.Module):
    """A text as a vector of length 1: the mean of its pieces' states."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)

    def forward(self, piece: Tensor, mask: Tensor | None = None) -> Tensor:
        """Vectors, B x width, of pieces B x P."""
        none = torch.zeros_like(piece)
        x = self.encoder(piece, none, none, none, None if mask is None else mask[:, None, None, :]).float()
        return self.read(x, (torch.ones_like(piece) if mask is None else mask).bool())

    def read(self, x: Tensor, where: Tensor) -> Tensor:
        """Vectors of states B x P x width where there are pieces, B x P."""
        return nn.functional.normalize(mean(x, where), dim=1)
