"""The int8 arithmetic of an encoder with 7 bits in training, so that what is learned is what is run.

Such an encoder has 7 bits for each weight, one scale a channel, and 8 bits for its inputs, one scale and zero a window
(``export.quantize``); rounding and clipping are done forwards and left out backwards (Bengio, Leonard and Courville
2013, "straight-through estimator"; Jacob et al., CVPR 2018, "quantization-aware training"). With weights of 8 bits, as
they ship, processors that add products in 16 bits need a slower way to be exact.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

MOST = 64
"""Largest weight in 7 bits; the same on both sides of nought."""
STEPS = 255
"""Steps of 8 bits."""
LARGE = 16_384
"""Weights of a layer from which on it is run in int8 (``export.quantize`` leaves smaller ones as they are)."""


class RoundedLinear(nn.Linear):
    """A linear layer whose weights and inputs are rounded as at run time."""

    def forward(self, x: Tensor) -> Tensor:
        """Products of the rounded values, B x P x width."""
        return functional.linear(_rounded_input(x), _rounded_weight(self.weight), self.bias)


def round_layers(encoder: nn.Module, *, rounded: bool = True) -> None:
    """Let the large layers of an encoder compute as at run time, or as before; the weights stay what they are."""
    parts: Any = encoder.modules()
    for part in parts:
        if isinstance(part, nn.Linear) and part.weight.numel() >= LARGE:
            part.__class__ = RoundedLinear if rounded else nn.Linear


def _rounded_weight(weight: Tensor) -> Tensor:
    with torch.no_grad():
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / MOST
        change = (weight / scale).round_().mul_(scale).sub_(weight)
    return weight + change


def _rounded_input(x: Tensor) -> Tensor:
    with torch.no_grad():
        inner = tuple(range(1, x.dim()))
        low, high = x.amin(inner, keepdim=True).clamp(max=0.0), x.amax(inner, keepdim=True).clamp(min=0.0)
        scale = (high - low).clamp(min=1e-8) / STEPS
        zero = (-low / scale).round()
        change = (x / scale).round_().add_(zero).clamp_(0, STEPS).sub_(zero).mul_(scale).sub_(x)
    return x + change
