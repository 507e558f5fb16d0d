"""The conditional random field in training: likelihood with gradients by the forward-backward algorithm."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


def _forward(steps: Tensor, transitions: Tensor, start: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
    size, rows, labels = steps.shape
    weight = transitions.exp()
    alphas = torch.empty(size, rows, labels)
    alpha = steps[0] + start
    alphas[0] = alpha
    for n in range(1, size):
        top = alpha.amax(1, keepdim=True)
        new = ((alpha - top).exp() @ weight).clamp_min(1e-30).log() + top + steps[n]
        alpha = torch.where((lengths > n)[:, None], new, alpha)
        alphas[n] = alpha
    return alphas, alpha.logsumexp(1)


def _backward(
    steps: Tensor, transitions: Tensor, lengths: Tensor, alphas: Tensor, result: Tensor, grad: Tensor, *, by_row: bool
) -> tuple[Tensor, Tensor]:
    """Marginals N x K x L and expected counts of transitions (L x L, or K x L x L by row), weighted by ``grad``."""
    size, rows, labels = steps.shape
    weight_back = transitions.exp().T
    marginals = torch.zeros(size, rows, labels)
    moved = torch.zeros(rows, labels, labels) if by_row else torch.zeros(labels, labels)
    beta = torch.zeros(rows, labels)
    for n in range(size - 1, -1, -1):
        live = (lengths > n)[:, None]
        marginals[n] = torch.where(live, (alphas[n] + beta - result[:, None]).exp(), 0.0) * grad[:, None]
        if n == 0:
            break
        ahead = beta + steps[n]
        top = ahead.amax(1, keepdim=True)
        scaled = (ahead - top).exp()
        left = (alphas[n - 1] - result[:, None] + top).clamp(max=60).exp() * (grad[:, None] * live)
        moved += left[:, :, None] * scaled[:, None, :] if by_row else left.T @ scaled
        beta = torch.where(live, (scaled @ weight_back).clamp_min(1e-30).log() + top, beta)
    return marginals, moved * transitions.exp()


class LogPartition(torch.autograd.Function):
    """Log of the summed weight of all sequences; its gradients are the marginals, computed without a graph."""

    @staticmethod
    def forward(ctx: Any, emissions: Tensor, transitions: Tensor, start: Tensor, lengths: Tensor) -> Tensor:
        steps = emissions.transpose(0, 1)
        alphas, result = _forward(steps, transitions, start, lengths)
        ctx.save_for_backward(steps, transitions, lengths, alphas, result)
        return result

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:
        steps, transitions, lengths, alphas, result = ctx.saved_tensors
        marginals, moved = _backward(steps, transitions, lengths, alphas, result, grads[0], by_row=False)
        return marginals.transpose(0, 1), moved, marginals[0].sum(0), None


def expectations(emissions: Tensor, transitions: Tensor, start: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
    """Marginal probabilities K x N x L, and expected counts of transitions K x L x L; arguments as above."""
    steps = emissions.transpose(0, 1)
    alphas, result = _forward(steps, transitions, start, lengths)
    ones = torch.ones(len(emissions))
    marginals, moved = _backward(steps, transitions, lengths, alphas, result, ones, by_row=True)
    return marginals.transpose(0, 1), moved


def log_likelihood(emissions: Tensor, transitions: Tensor, start: Tensor, lengths: Tensor, labels: Tensor) -> Tensor:
    """Log likelihood of one label sequence of each row, K; arguments as in ``engine.decode.path_score``."""
    within = (torch.arange(emissions.shape[1])[None] < lengths[:, None]).to(emissions.dtype)
    each = emissions.gather(2, labels[:, :, None])[:, :, 0]
    moves = transitions[labels[:, :-1], labels[:, 1:]]
    gold = (each * within).sum(1) + (moves * within[:, 1:]).sum(1) + start[labels[:, 0]]
    return gold - LogPartition.apply(emissions, transitions, start, lengths)
