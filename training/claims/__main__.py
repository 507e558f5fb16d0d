"""From data to shipped weights: ``python -m training.claims --data FOLDER --out FOLDER``.

Reads ``DATA/stance`` and ``DATA/inference``, trains the pair model and the embedder, calibrates them, and writes
OUT/models/claims. Checkpoints stay in OUT: called again after an interruption, it goes on.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from dissensus.models.pieces import Pieces
from training.claims import data, losses, measure, negatives
from training.claims.batches import Batch, Tokens, epoch_of
from training.claims.data import Pair
from training.claims.model import PairNetwork
from training.statements import learning
from training.statements.__main__ import encoder_folder
from training.statements.model import Shape, load_pretrained

SHAPE = Shape()
BROAD = learning.Recipe(epochs=4, encoder_rate=1.8e-4, decay_by_layer=0.95, head_rate=1e-3, warm_up=150, average=0.998)
"""First stage: everything but IBM's claims and the pairs of our own."""
INFERENCE, UNRELATED, TURNED, SAME, DIFFERENT = 5000, 5000, 1500, 2000, 3000
"""Pairs that are drawn anew for each epoch."""


class Sets:
    """The training sets, read once."""

    def __init__(self, folder: Path) -> None:
        self.stances = {name: data.stances(folder, name, "train") for name in data.STANCE_SETS}
        self.inference = data.inference(folder)
        self.points = data.points(folder, "train")
        self.weakens = data.claimdiff(folder, held=False)

    def broad(self, epoch: int, recipe: learning.Recipe) -> list[Pair]:
        """Pairs of an epoch of the first stage."""
        drawn = random.Random(recipe.seed * 1000 + epoch)
        sets = [self.stances[name] for name in ("perspectrum", "kpa", "iam")]
        pairs = [pair for each in sets for pair in each]
        return [
            *pairs,
            *drawn.sample(self.inference, INFERENCE),
            *(pair for each in sets for pair in negatives.unrelated(each, drawn, UNRELATED // 3)),
            *negatives.turned(pairs, drawn, TURNED),
            *drawn.sample([pair for pair in self.points if pair.label], SAME),
            *drawn.sample([pair for pair in self.points if not pair.label], DIFFERENT),
            *self.weakens,
        ]


class Judge:
    """Scores on the development parts."""

    def __init__(self, folder: Path, tokens: Tokens) -> None:
        self.tokens = tokens
        self.dev = {name: data.stances(folder, name, "dev") for name in ("perspectrum", "kpa", "iam")}
        self.ibm = data.stances(folder, "ibm", "train")
        self.points = data.points(folder, "dev")
        self.weakens = data.claimdiff(folder, held=True)
        drawn = random.Random(5)
        self.unrelated = negatives.unrelated(self.dev["perspectrum"], drawn, 600)

    def __call__(self, network: PairNetwork) -> tuple[float, dict[str, Any]]:
        """The mean of the three accuracies, by which an epoch is chosen, and all scores."""
        scores: dict[str, Any] = {}
        kept = []
        for name, pairs in self.dev.items():
            logits = measure.logits_of(network, pairs, self.tokens)
            scores[name] = measure.side_accuracy(logits, pairs)
            kept.append(logits)
        quality = float(np.mean([scores[name] for name in self.dev]))
        scores["related_kept"] = float((np.concatenate(kept)[:, :3].argmax(1) != 2).mean())
        scores["ibm_unseen"] = measure.side_accuracy(measure.logits_of(network, self.ibm, self.tokens), self.ibm)
        logits = measure.logits_of(network, self.unrelated, self.tokens)
        scores["unrelated_left"] = float((logits[:, :3].argmax(1) == 2).mean())
        for name, pairs, column, of in (
            ("same_point_ap", self.points, 3, measure.average_precision),
            ("weakens_auc", self.weakens, 4, measure.roc_auc),
        ):
            logits = measure.logits_of(network, pairs, self.tokens)
            scores[name] = of(logits[:, column], np.array([pair.label for pair in pairs]))
            scores[name + "_by_opposes"] = of(logits[:, 1] - logits[:, 0], np.array([pair.label for pair in pairs]))
        return quality, {name: round(value, 4) for name, value in scores.items()}


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with stance/ and inference/")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the models")
    parser.add_argument("--encoder", type=Path, help="folder of the pretrained encoder; by default its package's")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args(arguments)
    torch.set_num_threads(given.threads)
    encoder = encoder_folder(given.encoder)
    tokens = Tokens(Pieces((encoder / "vocab.txt").read_text(encoding="utf-8").split("\n")))
    sets = Sets(given.data)
    print(json.dumps({name: len(pairs) for name, pairs in sets.stances.items()}), flush=True)

    def batches(epoch: int) -> Iterator[Batch]:
        return epoch_of(sets.broad(epoch, BROAD), tokens, random.Random(BROAD.seed * 1000 + epoch))

    torch.manual_seed(BROAD.seed)
    network = PairNetwork(SHAPE)
    load_pretrained(network, encoder)
    learning.fit(
        network,
        BROAD,
        batches,
        losses.loss_of,
        Judge(given.data, tokens),
        given.out / "broad",
        keep=learning.save,
    )


if __name__ == "__main__":
    main()
