"""A smaller network that gives the states of the whole one, with the arithmetic of run time: what ships.

It learns the states alone in passes over the texts, and from the mean of the passes the gold beside them (``endings``).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements.engine.reader import pieces_of
from dissensus.annotating.statements.engine.tokens import Tokens, tokens_of
from dissensus.models.pieces import Pieces
from training.coreference.documents import Learned
from training.coreference.endings import with_gold
from training.coreference.model import Network
from training.statements import learning
from training.statements.batches import drawn_windows
from training.statements.matching import Text, Texts, matching_loss, text_batches
from training.statements.plan import STATES
from training.statements.quantising import round_layers
from training.statements.read_back import filled, weights_of
from training.statements.slimming import slim

HEADS, HIDDEN = 8, 768
"""What stays of twelve heads and 1,536 hidden units of each layer."""
RATES = (3e-4, 1.5e-4)
"""Highest learning rate of each pass; it falls to nothing in each."""
RECIPE = replace(STATES, epochs=1, rounded=True)
TAKEN = 0.5
"""Share of the other texts that a pass takes, drawn anew; those of GUM are taken twice."""
FITTED_ON_GAP, FITTED_ON_NEWS = 12, 40
"""One text in so many of each tells, beside those of GUM, what heads and hidden units do."""


def read_back(folder: Path, whole: Network) -> Network:
    """Fill a pretrained network from the graphs of a shipped model."""
    found = weights_of(folder / "encoder.onnx", len(whole.shape.layers)) | weights_of(folder / "scorer.onnx", 0)
    return filled(whole, found)


def smaller(
    whole: Network,
    texts: Mapping[str, Sequence[str]],
    documents: Sequence[Learned],
    pieces: Pieces,
    judge: learning.Judge[Network],
    out: Path,
) -> Network:
    """The smaller network; checkpoints stay in ``out``.

    Args:
        whole: the network whose states it learns.
        texts: "gum", "gap", "ecb" and "news"; all without what is told of them.
        documents: the gold that it learns at last.
        pieces: the vocabulary.
        judge: scores for the log; the last pass counts, whatever they are.
        out: folder of this training.
    """
    tokens = {name: [tokens_of(text, pieces, quotations_of(text)) for text in some] for name, some in texts.items()}
    network = _begun(whole, tokens)
    round_layers(network.encoder)
    loss = matching_loss(
        whole, range(len(whole.encoder.layers)), lambda network, x, texts: read_of_states(network, x[texts.live])
    )

    passes = []
    for number, rate in enumerate(RATES):

        def batches(epoch: int, seed: int = number) -> Iterator[Texts]:
            drawn = random.Random(seed + epoch)
            others = [each for name, some in tokens.items() if name != "gum" for each in some]
            taken = [*tokens["gum"] * 2, *(each for each in others if drawn.random() < TAKEN)]
            windows = [Text(window) for window in _windows(taken, drawn)]
            return text_batches(windows, seed=seed + epoch, pieces=RECIPE.pieces)

        folder = out / f"pass-{number + 1}"
        recipe = replace(RECIPE, seed=number, encoder_rate=rate)
        learning.fit(network, recipe, batches, loss, learning.last_is_best(judge), folder, keep=learning.save)
        passes.append(learning.load(folder / "best.pt", Network))
        network.load_state_dict(passes[-1].state_dict())
    learning.save(learning.mean_of(passes), RECIPE, out / "begun.pt")
    return with_gold(out / "begun.pt", documents, tokens, _windows, loss, judge, out)


def read_of_states(network: Network, states: Tensor) -> list[Tensor]:
    """What is made of the states of a token (B x width): kinds, and its part of each projection of a mention."""
    width = network.shape.width
    first: Any = network.nothing[0]
    halves = [
        functional.linear(states, layer.weight[:, low : low + width])
        for layer in (network.later, network.earlier, first)
        for low in (0, width)
    ]
    return [network.kinds(states), *halves]


def _begun(whole: Network, tokens: dict[str, list[Tokens]]) -> Network:
    drawn = random.Random(RECIPE.seed)
    some = [*tokens["gum"], *tokens["gap"][::FITTED_ON_GAP], *tokens["news"][::FITTED_ON_NEWS]]
    torch.manual_seed(RECIPE.seed)
    network = Network(replace(whole.shape, heads=HEADS, hidden=HIDDEN, dropout=0.0))
    kept = {name: value for name, value in whole.state_dict().items() if not name.startswith("encoder.")}
    network.load_state_dict(network.state_dict() | kept)
    network.encoder = slim(whole.encoder, _windows(some, drawn), network.shape)
    return network


def _windows(tokens: Sequence[Tokens], drawn: random.Random) -> list[tuple[np.ndarray, ...]]:
    return [pieces_of(each, window) for each in tokens for window in drawn_windows(each, drawn)]
