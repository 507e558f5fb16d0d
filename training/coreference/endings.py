"""The gold beside the states of the whole network, several times from one start, and the mean of the weights."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from torch import Tensor

from dissensus.annotating.statements.engine.tokens import Tokens
from training.coreference import losses
from training.coreference.documents import Learned
from training.coreference.model import Network
from training.statements import learning
from training.statements.matching import Text, Texts, text_batches
from training.statements.plan import STATES
from training.statements.quantising import round_layers

RECIPE = replace(STATES, epochs=1, encoder_rate=5e-5, head_rate=1e-4, decay_by_layer=0.95, warm_up=40, rounded=True)
BESIDE = 5.0
"""Weight of a batch of states beside one of gold."""
GOLD_OF_ECB = 0.8
"""Share of the documents of ECB+ whose gold is learned, drawn anew each time; GUM's are all taken."""

Batch = Sequence[Learned] | Texts
Windows = Callable[[Sequence[Tokens], random.Random], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One time that the gold is learned.

    Attributes:
        seed: of what is drawn.
        gold_of_gap: share of GAP's texts whose gold is learned.
        gap, ecb: shares of texts whose states are learned; those of GUM all are.
    """

    seed: int
    gold_of_gap: float
    gap: float
    ecb: float


ENDINGS = (
    Ending(seed=0, gold_of_gap=0.5, gap=0.5, ecb=0.5),
    Ending(seed=1, gold_of_gap=0.0, gap=1.0, ecb=0.4),
)


def with_gold(
    begun: Path,
    documents: Sequence[Learned],
    tokens: Mapping[str, Sequence[Tokens]],
    windows: Windows,
    matching: Callable[[Network, Texts, learning.Recipe], Tensor],
    judge: learning.Judge[Network],
    out: Path,
) -> Network:
    """The mean of all endings; checkpoints stay in ``out``.

    Args:
        begun: file of the network that all begin with.
        documents: the gold, of all corpora.
        tokens: texts whose states are learned: "gum", "gap" and "ecb".
        windows: cuts texts.
        matching: what differs from the whole network's states.
        judge: scores for the log.
        out: folder of this training.
    """

    def loss(network: Network, batch: Batch, recipe: learning.Recipe) -> Tensor:
        if isinstance(batch, Texts):
            return BESIDE * matching(network, batch, recipe)
        return losses.loss_of(network, batch, recipe)

    found = []
    for number, ending in enumerate(ENDINGS):
        network = learning.load(begun, Network)
        round_layers(network.encoder)

        def batches(epoch: int, ending: Ending = ending) -> Iterator[Batch]:
            return iter(_mixed(ending, epoch, documents, tokens, windows))

        folder = out / f"ending-{number + 1}"
        recipe = replace(RECIPE, seed=ending.seed)
        learning.fit(network, recipe, batches, loss, learning.last_is_best(judge), folder, keep=learning.save)
        found.append(learning.load(folder / "best.pt", Network))
    return learning.mean_of(found)


def _mixed(
    ending: Ending,
    epoch: int,
    documents: Sequence[Learned],
    tokens: Mapping[str, Sequence[Tokens]],
    windows: Windows,
) -> list[Batch]:
    """Batches of gold and of states, in an order of their own."""
    drawn = random.Random(100 * ending.seed + epoch)
    shares = {"gum": 1.0, "gap": ending.gold_of_gap, "ecb": GOLD_OF_ECB}
    gold = [document for document in documents if drawn.random() < shares[document.read.corpus]]
    texts = list(tokens["gum"])
    texts += [each for name, share in (("gap", ending.gap), ("ecb", ending.ecb)) for each in tokens[name]
              if drawn.random() < share]  # fmt: skip
    seed = 1000 * ending.seed + epoch
    states = text_batches([Text(window) for window in windows(texts, drawn)], seed=seed, pieces=RECIPE.pieces)
    mixed: list[Batch] = [*losses.epochs(gold, seed), *states]
    drawn.shuffle(mixed)
    return mixed
