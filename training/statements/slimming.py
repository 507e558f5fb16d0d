"""A smaller network from a trained one: some layers, and in each of them the heads and hidden units that do most.

A hidden unit does as much as its root mean square over some texts times the length of what it adds to the layer's
output; a head of attention as much as its values together. What the others added is then given to those that stay, by
least squares over the same texts, layer by layer, so that each also mends what the ones before it changed (as in He,
Zhang and Sun, "Channel pruning for accelerating very deep neural networks", ICCV 2017).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from training.statements.batches import padded
from training.statements.model import POSITIONS, VOCABULARY, Encoder, Layer, Shape

DAMPED = 1e-3
"""Added to the diagonal of the least squares, as a share of its mean."""
AT_ONCE = 8
"""Windows that are read together."""


@torch.no_grad()
def slim(
    encoder: Encoder,
    windows: Sequence[tuple[np.ndarray, ...]],
    shape: Shape,
    *,
    vocabulary: int = VOCABULARY,
    positions: int = POSITIONS,
) -> Encoder:
    """A copy of another shape.

    Args:
        encoder: the whole one.
        windows: pieces, case, quotation and layout of the texts on which the copy shall do as the whole one does.
        shape: of the copy; its layers are numbers of the pretrained encoder's, and among those of the whole one.
        vocabulary: number of pieces.
        positions: most pieces of a window.
    """
    encoder.eval()
    small = Encoder(shape, vocabulary, positions).eval()
    kept = {name: value for name, value in encoder.state_dict().items() if not name.startswith("layers.")}
    small.load_state_dict(small.state_dict() | kept)
    ordered = sorted((window[:4] for window in windows), key=lambda window: len(window[0]))
    parts = [padded(ordered[low : low + AT_ONCE]) for low in range(0, len(ordered), AT_ONCE)]
    masks = [mask for _, mask in parts]
    whole_states = [encoder.embedded(*wide) for wide, _ in parts]
    small_states = [state.clone() for state in whole_states]
    place = 0
    for number, whole in zip(encoder.shape.layers, encoder.layers, strict=True):
        if number in shape.layers:
            _fit(whole, small.layers[place], shape, whole_states, small_states, masks)
            small_states = [small.layers[place](x, mask) for x, mask in zip(small_states, masks, strict=True)]
            place += 1
        whole_states = [whole(x, mask) for x, mask in zip(whole_states, masks, strict=True)]
    return small


def _fit(
    whole: Layer, small: Layer, shape: Shape, wanted: Sequence[Tensor], given: Sequence[Tensor], masks: Sequence[Tensor]
) -> None:
    """Fill a layer so that from ``given`` it comes as near as can be to what the whole one makes of ``wanted``."""
    for name in ("norm1", "norm2"):
        getattr(small, name).load_state_dict(getattr(whole, name).state_dict())
    size = shape.width_of_head

    def values(x: Tensor, mask: Tensor) -> Tensor:
        return whole.seen(x, mask)

    def units(x: Tensor, _: Tensor) -> Tensor:
        return whole.inner(x)

    much, table = _table(values, whole.out.weight, wanted, given, masks, whole.out.bias)
    heads = torch.topk(much.square().view(-1, size).sum(1), shape.heads).indices.sort().values
    kept = (heads[:, None] * size + torch.arange(size)).reshape(-1)
    for name in ("query", "key", "value"):
        _some_rows(getattr(whole, name), getattr(small, name), kept)
    _solve(whole.out, small.out, kept, table)
    wanted = [whole.norm1(x + whole.out(values(x, m))) for x, m in zip(wanted, masks, strict=True)]
    given = [small.norm1(x + small.out(small.seen(x, m))) for x, m in zip(given, masks, strict=True)]
    much, table = _table(units, whole.down.weight, wanted, given, masks, whole.down.bias)
    kept = torch.topk(much, shape.units).indices.sort().values
    _some_rows(whole.up, small.up, kept)
    _solve(whole.down, small.down, kept, table)


Table = tuple[Tensor, Tensor]


def _table(
    inner: Callable[[Tensor, Tensor], Tensor],
    out: Tensor,
    wanted: Sequence[Tensor],
    given: Sequence[Tensor],
    masks: Sequence[Tensor],
    bias: Tensor,
) -> tuple[Tensor, Table]:
    """How much each inner value does, and the tables of the least squares.

    The inner values stand with a one beside them; wanted is what the whole layer makes of its own input, less the small
    one's input, since layers add to what goes in.
    """
    width = out.shape[1] + 1
    squares, products = torch.zeros(width, width), torch.zeros(width, out.shape[0])
    for x, y, mask in zip(wanted, given, masks, strict=True):
        live = mask[:, 0, 0]
        goal = (x + inner(x, mask) @ out.T + bias - y)[live]
        values = inner(y, mask)[live]
        values = torch.cat([values, values.new_ones(len(values), 1)], 1)
        squares.addmm_(values.T, values)
        products.addmm_(values.T, goal)
    count = squares[-1, -1]
    return (squares.diagonal()[:-1] / count).sqrt() * out.norm(dim=0), (squares / count, products / count)


def _some_rows(whole: nn.Linear, small: nn.Linear, kept: Tensor) -> None:
    small.weight.copy_(whole.weight[kept])
    small.bias.copy_(whole.bias[kept])


def _solve(whole: nn.Linear, small: nn.Linear, kept: Tensor, table: Table) -> None:
    """Weights and bias of the kept values: those of the whole layer, and what is nearest to all that it lacks."""
    squares, products = table
    some = torch.cat([kept, torch.tensor([len(squares) - 1])])
    among, goal = squares[some][:, some], products[some]
    before = torch.cat([whole.weight[:, kept], whole.bias[:, None]], 1).T
    damped = DAMPED * among.diagonal()[:-1].mean() * torch.eye(len(some))
    after = before + torch.linalg.solve((among + damped).double(), (goal - among @ before).double()).float()
    small.weight.copy_(after[:-1].T)
    small.bias.copy_(after[-1])
