"""The labels beside the states and answers of the whole pair network, with the arithmetic of run time.

The network that ships is the whole one after one such ending. Smaller ones end several times from one start, each time
with pairs drawn anew and from another mixture; what is chance in one of them is less in the mean (Wortsman et al.,
"Model soups", ICML 2022).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from training.claims import losses
from training.claims.batches import Batch, Tokens, epoch_of
from training.claims.data import Pair
from training.claims.model import PairNetwork
from training.statements import learning
from training.statements.matching import share_of_variance, states_share
from training.statements.quantising import round_layers

RECIPE = learning.Recipe(epochs=1, decay_by_layer=0.95, warm_up=40, average=0.995, rounded=True)
HEAD_RATE = 2
"""Times the encoder's rate, that of what reads it."""

ORDER = 900
"""Added to a seed, that of the order of pairs."""

PairsOf = Callable[[int], Sequence[Pair]]
"""From a seed to pairs with their labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One time that the labels are learned.

    Attributes:
        seed: of what is drawn.
        mixture: which pairs are drawn from.
        taken: share of them.
        rate: highest learning rate of the encoder's last layer.
    """

    seed: int
    mixture: str
    taken: float
    rate: float = 1e-4


SHIPPED = Ending(seed=11, mixture="fine", taken=0.3, rate=5e-5)
"""That of the whole network. It has little to learn, so its rate is half of what smaller ones need."""
ENDINGS = (
    Ending(seed=1, mixture="fine", taken=0.35),
    Ending(seed=2, mixture="sharp", taken=0.3),
    Ending(seed=3, mixture="fine", taken=0.35),
)
"""Those of smaller ones."""


def rounded(
    whole: PairNetwork,
    mixtures: Mapping[str, PairsOf],
    tokens: Tokens,
    judge: learning.Judge[PairNetwork],
    out: Path,
) -> PairNetwork:
    """The whole network, fitted to weights of 7 bits; checkpoints stay in ``out``.

    The arguments are those of :func:`with_labels`.
    """
    out.mkdir(parents=True, exist_ok=True)
    begun = out / "whole.pt"
    learning.save(whole, RECIPE, begun)
    return with_labels(whole, begun, mixtures, tokens, judge, out, (SHIPPED,))


def with_labels(
    whole: PairNetwork,
    begun: Path,
    mixtures: Mapping[str, PairsOf],
    tokens: Tokens,
    judge: learning.Judge[PairNetwork],
    out: Path,
    endings: Sequence[Ending],
) -> PairNetwork:
    """The mean of all endings; checkpoints stay in ``out``.

    Args:
        whole: the network whose states and answers are learned beside the labels.
        begun: file of the network that all begin with.
        mixtures: by name.
        tokens: pieces of texts.
        judge: scores for the log.
        out: folder of this training.
        endings: those whose mean it is.
    """
    whole.eval()

    def loss(network: PairNetwork, batch: Batch, _: learning.Recipe) -> Tensor:
        with torch.no_grad():
            goals = _states(whole, batch)
            answers = whole.read(goals[-1], batch.part)
        states = _states(network, batch)
        logits = network.read(states[-1], batch.part)
        return states_share(states, goals, batch.mask) + share_of_variance(logits, answers) + losses.gold(logits, batch)

    found = []
    for number, ending in enumerate(endings):
        network = learning.load(begun, PairNetwork)
        round_layers(network.encoder)

        def batches(epoch: int, ending: Ending = ending) -> Iterator[Batch]:
            seed = ending.seed + epoch
            drawn = random.Random(seed)
            taken = [pair for pair in mixtures[ending.mixture](seed) if drawn.random() < ending.taken]
            return epoch_of(taken, tokens, random.Random(ORDER + seed))

        torch.manual_seed(ending.seed)
        folder = out / f"ending-{number + 1}"
        recipe = replace(RECIPE, seed=ending.seed, encoder_rate=ending.rate, head_rate=HEAD_RATE * ending.rate)
        learning.fit(network, recipe, batches, loss, learning.last_is_best(judge), folder, keep=learning.save)
        found.append(learning.load(folder / "best.pt", PairNetwork))
    return learning.mean_of(found)


def _states(network: PairNetwork, batch: Batch) -> list[Tensor]:
    """What each layer gives."""
    none = torch.zeros_like(batch.piece)
    found: list[Tensor] = network.encoder.states((batch.piece, none, batch.part, none), batch.mask[:, None, None, :])
    return found
