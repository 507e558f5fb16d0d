"""The training loop: seeded, resumable, with an exponential moving average of the weights."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.statements.batches import Batch
from training.statements.crf import log_likelihood
from training.statements.half import half_precision
from training.statements.model import Network, Shape

B = TypeVar("B")
N = TypeVar("N", bound=nn.Module)
Judge = Callable[[N], tuple[float, dict[str, Any]]]
"""How good a network is, and scores for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a network is trained.

    Attributes:
        seed: of everything that is drawn.
        epochs: passes over the data.
        pieces: word pieces of a batch, about.
        encoder_rate: highest learning rate of the encoder's last layer.
        decay_by_layer: factor of the rate from one layer to the one below.
        head_rate: highest learning rate of all that is new.
        warm_up: steps until the highest rate, from which it falls linearly.
        weight_decay: of AdamW.
        clip: largest norm of the gradient.
        flat_weight: weight of the role labels without an anchor.
        average: decay of the moving average of the weights.
        every_version: learn from all annotators of an article, one drawn at each pass.
        shares: learn from all of them at each pass, each with its share of the loss.
        rounded: learn with the weights and inputs of the large layers rounded as at run time (``quantising``).
        sequences: learn whole label sequences (a conditional random field), not each label by itself.
    """

    seed: int = 0
    epochs: int = 7
    pieces: int = 2240
    encoder_rate: float = 2e-4
    decay_by_layer: float = 0.85
    head_rate: float = 1e-3
    warm_up: int = 150
    weight_decay: float = 0.01
    clip: float = 1.0
    flat_weight: float = 0.3
    average: float = 0.998
    every_version: bool = True
    shares: bool = False
    rounded: bool = False
    sequences: bool = True


def loss_of(network: Network, batch: Batch, recipe: Recipe) -> Tensor:
    """Negative log likelihood of anchors and of what belongs to each, for each anchor of the batch."""
    with half_precision(not recipe.rounded):
        x = network.encoder(batch.piece, batch.case, batch.quote, batch.layout, batch.mask)
    x = x.float()
    tokens = x.gather(1, batch.first[:, :, None].expand(-1, -1, x.shape[2]))
    anchor, flat, of_token, of_anchor = network.encoder.heads(tokens)
    live = (batch.live * batch.share[:, None]).reshape(-1)
    found = functional.cross_entropy(anchor.reshape(-1, 3), batch.kinds.reshape(-1), reduction="none") @ live
    roles = functional.cross_entropy(flat.reshape(-1, flat.shape[2]), batch.flat.reshape(-1), reduction="none") @ live
    total = found + recipe.flat_weight * roles
    if len(batch.row):
        with half_precision(not recipe.rounded):
            scores = network.reader(
                of_token[batch.row],
                of_anchor[batch.row, batch.anchor],
                flat[batch.row],
                batch.distance,
                batch.relation,
                batch.live[batch.row],
            )
        scores = scores.float()
        transitions, start = network.reader.scores()
        share = batch.share[batch.row]
        if recipe.sequences:
            total = total - log_likelihood(scores, transitions, start, batch.lengths, batch.labels) @ share
        else:
            each = functional.cross_entropy(scores.transpose(1, 2), batch.labels, reduction="none")
            total = total + (each * batch.live[batch.row] * share[:, None]).sum()
    return total / max(float(batch.share[batch.row].sum()), 1.0)


def parameter_groups(network: nn.Module, recipe: Recipe) -> list[dict[str, Any]]:
    """Rates fall from the last layer to the first; the table of words stays as it was."""
    network.encoder.word.weight.requires_grad_(False)
    depth = len(network.encoder.layers)
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        part = name.split(".")
        if part[:2] == ["encoder", "layers"]:
            rate = recipe.encoder_rate * recipe.decay_by_layer ** (depth - 1 - int(part[2]))
        elif part[0] == "encoder" and part[1] in {"position", "norm"}:
            rate = recipe.encoder_rate * recipe.decay_by_layer**depth
        else:
            rate = recipe.head_rate
        decay = recipe.weight_decay if parameter.dim() > 1 else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": p, "lr": rate, "top": rate, "weight_decay": d} for (rate, d), p in groups.items()]


class Average:
    """Exponential moving average of the weights that are learned (Polyak and Juditsky 1992)."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.network = network
        self.decay = decay
        self.steps = 0
        self.values = {k: p.detach().clone() for k, p in network.named_parameters() if p.requires_grad}

    @torch.no_grad()
    def update(self) -> None:
        """Move towards the network's weights; faster in the beginning."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for name, parameter in self.network.named_parameters():
            if name in self.values:
                self.values[name].lerp_(parameter, 1 - decay)

    @contextmanager
    def in_place(self) -> Iterator[nn.Module]:
        """The network with the averaged weights, until the end of the block."""
        kept = {k: p.detach().clone() for k, p in self.network.named_parameters() if k in self.values}
        self._set(self.values)
        try:
            yield self.network
        finally:
            self._set(kept)

    @torch.no_grad()
    def _set(self, values: dict[str, Tensor]) -> None:
        for name, parameter in self.network.named_parameters():
            if name in values:
                parameter.copy_(values[name])


def fit(
    network: N,
    recipe: Recipe,
    batches: Callable[[int], Iterator[B]],
    loss: Callable[[N, B, Recipe], Tensor],
    judge: Judge[N],
    out: Path,
    *,
    keep: Callable[[N, Recipe, Path], None],
) -> None:
    """Train a network, or go on where an interrupted run stopped.

    Writes ``checkpoint.pt`` after each epoch, ``best.pt`` with the averaged weights of the best epoch, and
    ``log.jsonl``.

    Args:
        network: the network, its pretrained part loaded; torch's random state is seeded before it is made.
        recipe: how.
        batches: from the number of an epoch to its batches, the same ones each time.
        loss: of a batch.
        judge: of the averaged weights how good they are on articles held back, by which the best epoch is chosen, and
            scores for the log.
        out: folder of this training.
        keep: writes the network to a file.
    """
    out.mkdir(parents=True, exist_ok=True)
    groups = parameter_groups(network, recipe)
    learned = [p for g in groups for p in g["params"]]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
    average = Average(network, recipe.average)
    checkpoint = out / "checkpoint.pt"
    epoch = step = 0
    best = -1.0
    if checkpoint.is_file():
        saved = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(saved["network"])
        optimizer.load_state_dict(saved["optimizer"])
        average.values, average.steps = saved["averaged"], saved["step"]
        epoch, step, best = saved["epoch"], saved["step"], saved["best"]
        torch.set_rng_state(saved["random"])
    total = recipe.epochs * sum(1 for _ in batches(0))
    for number in range(epoch, recipe.epochs):
        began, losses = time.time(), []
        network.train()
        for batch in batches(number):
            share = min(1.0, (step + 1) / recipe.warm_up) * max(0.02, 1 - step / (total * 1.02))
            for group in optimizer.param_groups:
                group["lr"] = group["top"] * share
            value = loss(network, batch, recipe)
            optimizer.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(learned, recipe.clip)
            optimizer.step()
            average.update()
            step += 1
            losses.append(float(value.detach()))
            if step % 50 == 0:
                print(f"step {step}/{total} loss {sum(losses[-50:]) / 50:.3f} {time.time() - began:.0f} s", flush=True)
        entry: dict[str, Any] = {"epoch": number + 1, "loss": round(sum(losses) / len(losses), 3)}
        entry["seconds"] = round(time.time() - began)
        with average.in_place():
            quality, scores = judge(network)
            entry |= scores
            if quality > best:
                best = quality
                keep(network, recipe, out / "best.pt")
        with (out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")
        print(json.dumps(entry), flush=True)
        state = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "averaged": average.values}
        state |= {"epoch": number + 1, "step": step, "best": best, "random": torch.get_rng_state()}
        torch.save(state, out / "checkpoint.part")
        (out / "checkpoint.part").replace(checkpoint)


def last_is_best(judge: Judge[N]) -> Judge[N]:
    """A judge with the same scores for the log, by whom every epoch is better than those before it."""

    def later(network: N) -> tuple[float, dict[str, Any]]:
        return time.time(), judge(network)[1]

    return later


def save(network: Any, recipe: Recipe, path: Path) -> None:
    """Write a network with its shape and how it was made."""
    torch.save({"network": network.state_dict(), "shape": asdict(network.shape), "recipe": asdict(recipe)}, path)


def load(path: Path, make: Callable[[Shape], N]) -> N:
    """Read what :func:`save` wrote, into a network of its shape."""
    saved = torch.load(path, weights_only=False)
    shape = {k: tuple(v) if isinstance(v, list) else v for k, v in saved["shape"].items()}
    network = make(Shape(**shape))
    network.load_state_dict(saved["network"])
    return network.eval()


def mean_of(networks: Sequence[N]) -> N:
    """A network with the mean of the weights of some of one shape.

    Networks that come from one start stay connected: the mean of their weights is as good as the mean of their answers,
    or nearly so, and what is chance in each of them is less in it (Wortsman et al., ICML 2022, "Model soups").
    """
    states = [network.state_dict() for network in networks]
    mean = copy.deepcopy(networks[0])
    mean.load_state_dict(
        {
            name: torch.stack([state[name] for state in states]).mean(0) if value.is_floating_point() else value
            for name, value in states[0].items()
        }
    )
    return mean.eval()
