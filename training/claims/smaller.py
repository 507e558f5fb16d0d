"""Smaller networks that answer as the whole ones do, with the arithmetic of run time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dissensus.models.pieces import BEGIN, END
from training.claims.batches import LONGEST, Tokens
from training.claims.data import Pair
from training.claims.endings import ENDINGS, PairsOf, with_labels
from training.claims.model import Embedder, PairNetwork
from training.statements import learning
from training.statements.matching import Outputs, Text, Texts, matching_loss, text_batches
from training.statements.plan import STATES
from training.statements.quantising import round_layers
from training.statements.read_back import filled, weights_of
from training.statements.slimming import slim

HEADS, HIDDEN = 8, 1024
"""What stays of twelve heads and 1,536 hidden units of each layer."""
RECIPE = replace(STATES, epochs=1, encoder_rate=1e-4, rounded=True)
EMBEDDER_RATE = 3e-4
"""Highest learning rate of the embedder, which has no answers beside its states."""
TAKEN = 0.4
"""Share of an epoch's pairs, and of their texts, that a pass takes, drawn anew."""
FITTED = 1500
"""So many of them tell what heads and hidden units do."""
HELD = 150
"""One text in so many of a pass of their own tells how like the vectors are."""


def read_back(graph: Path, whole: Any) -> Any:
    """Fill a pretrained network with the weights of a shipped graph."""
    found = weights_of(graph, len(whole.shape.layers))
    # Export keeps one of two tables that are the same, as those are in which only the first row was ever used.
    found.setdefault("encoder.quote.weight", found["encoder.case.weight"])
    return filled(whole, found)


def smaller_pairs(
    whole: PairNetwork,
    mixtures: Mapping[str, PairsOf],
    tokens: Tokens,
    judge: learning.Judge[PairNetwork],
    out: Path,
) -> PairNetwork:
    """The smaller pair network; checkpoints stay in ``out``.

    It learns the states and answers of the whole one first, on pairs of any kind, then the labels, too (``endings``).

    Args:
        whole: the network that it is to be as good as.
        mixtures: pairs by the names that endings know, each from a seed; the first pass reads "fine".
        tokens: pieces of texts.
        judge: scores for the log; the last pass counts, whatever they are.
        out: folder of this training.
    """
    small = PairNetwork(replace(whole.shape, heads=HEADS, hidden=HIDDEN, dropout=0.0))
    small.head.load_state_dict(whole.head.state_dict())
    small.head.requires_grad_(False)
    for part in small.head:
        if isinstance(part, nn.Dropout):
            part.p = 0.0

    def windows(epoch: int) -> list[Text]:
        return [_pair(pair, tokens) for pair in mixtures["fine"](epoch)]

    begun = out / "states"
    _learned(whole, small, windows, answers, learning.last_is_best(judge), begun, RECIPE)
    return with_labels(whole, begun / "best.pt", mixtures, tokens, judge, out, ENDINGS)


def smaller_embedder(whole: Embedder, pairs_of: PairsOf, tokens: Tokens, out: Path) -> Embedder:
    """The smaller embedder after its last pass; checkpoints stay in ``out``.

    Args:
        whole: the network whose states and vectors it learns.
        pairs_of: whose claims and texts they are learned on.
        tokens: pieces of texts.
        out: folder of this training.
    """
    small = Embedder(replace(whole.shape, heads=HEADS, hidden=HIDDEN, dropout=0.0))

    def windows(epoch: int) -> list[Text]:
        texts = dict.fromkeys(text for pair in pairs_of(epoch) for text in (pair.claim, pair.text))
        return [_single(text, tokens) for text in texts]

    held = list(text_batches(windows(-1)[::HELD], seed=0, pieces=RECIPE.pieces))

    def likeness(network: Embedder) -> tuple[float, dict[str, float]]:
        """How like the vectors of both are on texts of a pass of their own."""
        with torch.no_grad():
            found = torch.cat([(vectors(network, b) * vectors(whole, b)).sum(1) for b in held])
        return 0.0, {"mean": float(found.mean()), "least": float(found.min())}

    def read(network: Embedder, states: Tensor, texts: Texts) -> list[Tensor]:
        return [network.read(states, texts.live)]

    def vectors(network: Embedder, texts: Texts) -> Tensor:
        return network(texts.wide[0], texts.live)

    recipe = replace(RECIPE, encoder_rate=EMBEDDER_RATE)
    return _learned(whole, small, windows, read, learning.last_is_best(likeness), out, recipe)


def answers(network: PairNetwork, states: Tensor, pairs: Texts) -> list[Tensor]:
    """What is made of the states of pairs (B x P x width): B x 5."""
    return [network.read(states, pairs.wide[2])]


def _learned(
    whole: Any,
    small: Any,
    windows: Callable[[int], Sequence[Text]],
    outputs: Outputs,
    judge: learning.Judge[Any],
    out: Path,
    recipe: learning.Recipe,
) -> Any:
    torch.manual_seed(recipe.seed)
    some = random.Random(recipe.seed).sample(list(windows(0)), FITTED)
    small.encoder = slim(whole.encoder, [each.pieces for each in some], small.shape)
    round_layers(small.encoder)
    loss = matching_loss(whole, range(len(whole.encoder.layers)), outputs)

    def batches(epoch: int) -> Iterator[Texts]:
        drawn = random.Random(epoch)
        taken = [each for each in windows(epoch) if drawn.random() < TAKEN]
        return text_batches(taken, seed=epoch, pieces=recipe.pieces)

    learning.fit(small, recipe, batches, loss, judge, out, keep=learning.save)
    return learning.load(out / "best.pt", type(small))


def _pair(pair: Pair, tokens: Tokens) -> Text:
    piece, part = (np.array(row) for row in tokens.row(pair.claim, pair.text))
    return Text((piece, np.zeros_like(piece), part, np.zeros_like(piece)))


def _single(text: str, tokens: Tokens) -> Text:
    piece = np.array([BEGIN, *tokens(text)[: LONGEST - 2], END])
    return Text((piece, *(np.zeros_like(piece) for _ in range(3))))
