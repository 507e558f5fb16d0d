"""From data to shipped weights: ``python -m training.claims --data FOLDER --out FOLDER``.

Reads ``DATA/stance`` and ``DATA/inference``, trains the pair model and the embedder, fits the pair model to weights of
7 bits, calibrates, and writes OUT/models/claims. With ``--smaller`` it writes smaller networks that answer as these do,
which was tried and does not ship. Checkpoints stay in OUT: called again after an interruption, it goes on.
"""

from __future__ import annotations

import argparse
import importlib.resources
import json
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from dissensus.models.pieces import Pieces
from dissensus.reconciling.claims.pairs import load_pair_scorer
from dissensus.reconciling.claims.weights import CALIBRATED, EMBEDDER, FOLDER, PAIRS
from training.claims import calibration, data, embedding, losses, measure, negatives, templates
from training.claims.batches import Batch, Tokens, epoch_of
from training.claims.data import Pair
from training.claims.endings import rounded
from training.claims.export import write_manifest, write_models
from training.claims.model import Embedder, PairNetwork
from training.claims.smaller import read_back, smaller_embedder, smaller_pairs
from training.statements import learning
from training.statements.__main__ import encoder_folder
from training.statements.model import Shape, load_pretrained

NAME = "claims.v2"
SHAPE = Shape()
BROAD = learning.Recipe(epochs=4, encoder_rate=1.8e-4, decay_by_layer=0.95, head_rate=1e-3, warm_up=150, average=0.998)
"""First stage: everything but IBM's claims and the pairs of our own."""
FINE = learning.Recipe(epochs=2, encoder_rate=9e-5, decay_by_layer=0.95, head_rate=4e-4, warm_up=100, average=0.998)
"""Second stage, from the first's best weights: with pairs of our own and sentences of news."""
SHARP = learning.Recipe(epochs=2, encoder_rate=1.5e-4, decay_by_layer=0.95, head_rate=6e-4, warm_up=100, average=0.998)
"""Third stage, from the second's best weights: with twice as many pairs of our own."""
MIX = {"broad": 0.2, "fine": 0.3, "sharp": 0.5}
"""Weights of the three stages' networks in the one that ships; of eight mixtures the best on the development parts."""
SHARP_MADE, SHARP_INFERENCE = 20000, 0
FINE_INFERENCE, FINE_UNRELATED, FINE_TURNED, FINE_SAME, FINE_DIFFERENT, MADE, NEWS = (
    2500,
    4500,
    1500,
    2000,
    3000,
    10000,
    4000,
)
ROUNDED_SEED = 900
"""Of the pairs on which networks learn the arithmetic of 7 bits; so many tens more for each drawing."""
INFERENCE, UNRELATED, TURNED, SAME, DIFFERENT = 5000, 5000, 1500, 2000, 3000
"""Pairs that are drawn anew for each epoch."""


class Sets:
    """The training sets, read once."""

    def __init__(self, folder: Path) -> None:
        self.stances = {name: data.stances(folder, name, "train") for name in data.STANCE_SETS}
        self.inference = data.inference(folder)
        self.points = data.points(folder, "train")
        self.weakens = data.claimdiff(folder, held=False)
        self.news = data.news(folder)

    def fine(self, epoch: int, seed: int, count: int, inference: int) -> list[Pair]:
        """Pairs of an epoch of the second and third stage.

        Args:
            epoch: its number.
            seed: of the stage.
            count: pairs of our own.
            inference: pairs of inference.
        """
        drawn = random.Random(seed + epoch)
        sets = [self.stances[name] for name in ("perspectrum", "kpa", "iam")]
        pairs = [pair for each in sets for pair in each]
        own = templates.made(drawn, count)
        return [
            *pairs,
            *own,
            *drawn.sample(self.inference, inference),
            *(pair for each in sets for pair in negatives.unrelated(each, drawn, FINE_UNRELATED // 3)),
            *negatives.from_news(pairs, self.news, drawn, NEWS // 2),
            *negatives.from_news(own, self.news, drawn, NEWS // 2),
            *negatives.turned(pairs, drawn, FINE_TURNED),
            *drawn.sample([pair for pair in self.points if pair.label], FINE_SAME),
            *drawn.sample([pair for pair in self.points if not pair.label], FINE_DIFFERENT),
            *self.weakens,
        ]

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

    def mixtures(self) -> dict[str, Callable[[int], list[Pair]]]:
        """Pairs on which networks learn the arithmetic of 7 bits, from a seed."""

        def seed(number: int) -> int:
            return ROUNDED_SEED + 10 * number

        return {
            "fine": lambda number: self.fine(0, seed(number), MADE, FINE_INFERENCE),
            "sharp": lambda number: self.fine(0, seed(number), SHARP_MADE, SHARP_INFERENCE),
        }


class Judge:
    """Scores on the development parts."""

    def __init__(self, folder: Path, tokens: Tokens) -> None:
        self.tokens = tokens
        self.dev = {name: data.stances(folder, name, "dev") for name in ("perspectrum", "kpa", "iam")}
        self.ibm = data.stances(folder, "ibm", "train")
        self.points = data.points(folder, "dev")
        self.weakens = data.claimdiff(folder, held=True)
        drawn = random.Random(5)
        self.made = templates.made(drawn, 1500, held=True)
        self.news = negatives.from_news(self.dev["iam"], data.news(folder)[-4000:], drawn, 400)
        self.unrelated = negatives.unrelated(self.dev["perspectrum"], drawn, 600)

    def calibrated(self, logits_of: Callable[[list[tuple[str, str]]], NDArray[np.floating]]) -> dict[str, float]:
        """The calibration of a network's answers, on the development parts, frames and topics held back.

        Pairs that take a side and pairs that do not weigh the same.

        Args:
            logits_of: from (claim, text) to logits N x 5: of the network as it ships, with int8 weights.
        """

        def told(pairs: Sequence[Pair]) -> NDArray[np.float64]:
            return logits_of([(pair.claim, pair.text) for pair in pairs]).astype(np.float64)

        pairs = [pair for each in self._of_three_classes().values() for pair in each]
        label = np.array([pair.label for pair in pairs])
        sided = label != data.NEITHER
        weight = np.where(sided, 0.5 / sided.sum(), 0.5 / (~sided).sum())
        logits = told(pairs)[:, :3]
        found = calibration.fit_stance(logits, label, weight)
        for name, sided_pairs, column in (("point", self.points, 3), ("weakens", self.weakens, 4)):
            truth = np.array([pair.label for pair in sided_pairs])
            slope, intercept = calibration.fit_logistic(told(sided_pairs)[:, column], truth)
            found |= {f"{name}_slope": slope, f"{name}_intercept": intercept}
        return found

    def of_three_classes(self, model: Callable[[list[tuple[str, str]]], NDArray[np.floating]]) -> dict[str, Any]:
        """What the model's card tells of calibrated answers: shares right, errors of confidence, a reliability diagram.

        Args:
            model: from (claim, text) to probabilities N x 3.
        """
        found: dict[str, Any] = {}
        told, labels = [], []
        for name, pairs in self._of_three_classes().items():
            told.append(model([(pair.claim, pair.text) for pair in pairs]).astype(np.float64))
            labels.append(np.array([pair.label for pair in pairs]))
            right = float((told[-1].argmax(axis=1) == labels[-1]).mean())
            found[name] = {
                "pairs": len(pairs),
                "right": right,
                "error": calibration.expected_error(told[-1], labels[-1]),
            }
        every, label = np.concatenate(told), np.concatenate(labels)
        found["all"] = {"pairs": len(label), "error": calibration.expected_error(every, label)}
        found["bins"] = [asdict(each) for each in calibration.reliability(every, label)]
        return found

    def _of_three_classes(self) -> dict[str, list[Pair]]:
        return {**self.dev, "own": self.made, "news": self.news, "other topics": self.unrelated}

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
        logits = measure.logits_of(network, self.made, self.tokens)
        label = np.array([pair.label for pair in self.made])
        scores["made"] = float((logits[:, :3].argmax(1) == label).mean())
        scores["made_sides"] = measure.side_accuracy(logits, self.made)
        scores["made_neither"] = float((logits[:, :3].argmax(1) == 2)[label == 2].mean())
        logits = measure.logits_of(network, self.news, self.tokens)
        scores["news_left"] = float((logits[:, :3].argmax(1) == 2).mean())
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


def mixed(paths: Mapping[str, Path]) -> PairNetwork:
    """The stages' networks, their weights averaged (Wortsman et al., "Model soups", ICML 2022)."""
    networks = {name: learning.load(path, PairNetwork) for name, path in paths.items()}
    states = {name: network.state_dict() for name, network in networks.items()}
    network = next(iter(networks.values()))
    mean = {key: sum(MIX[name] * state[key] for name, state in states.items()) for key in network.state_dict()}
    network.load_state_dict(mean)
    return network.eval()


def _trained(sets: Sets, judge: Judge, encoder: Path, tokens: Tokens, out: Path) -> tuple[PairNetwork, Embedder]:
    """The whole networks."""

    def broad(epoch: int) -> Iterator[Batch]:
        return epoch_of(sets.broad(epoch, BROAD), tokens, random.Random(BROAD.seed * 1000 + epoch))

    def fine(epoch: int) -> Iterator[Batch]:
        return epoch_of(sets.fine(epoch, 500, MADE, FINE_INFERENCE), tokens, random.Random(500 + epoch))

    def sharp(epoch: int) -> Iterator[Batch]:
        return epoch_of(sets.fine(epoch, 700, SHARP_MADE, SHARP_INFERENCE), tokens, random.Random(700 + epoch))

    torch.manual_seed(BROAD.seed)
    network = PairNetwork(SHAPE)
    load_pretrained(network, encoder)
    learning.fit(network, BROAD, broad, losses.loss_of, judge, out / "broad", keep=learning.save)
    torch.manual_seed(FINE.seed)
    network = learning.load(out / "broad" / "best.pt", PairNetwork)
    learning.fit(network, FINE, fine, losses.loss_of, judge, out / "fine", keep=learning.save)
    torch.manual_seed(SHARP.seed)
    network = learning.load(out / "fine" / "best.pt", PairNetwork)
    learning.fit(network, SHARP, sharp, losses.loss_of, judge, out / "sharp", keep=learning.save)
    best = mixed({name: out / name / "best.pt" for name in MIX})
    pairs = [pair for each in sets.stances.values() for pair in each if pair.name != "ibm"]
    pairs += [pair for pair in sets.points if pair.label] + templates.made(random.Random(7), 8000)
    return best, embedding.fit(pairs, encoder, tokens, out / "embedder")


def _shipped(models: Path, encoder: Path) -> tuple[PairNetwork, Embedder]:
    """The whole networks from their shipped graphs."""
    pairs, embedder = PairNetwork(SHAPE), Embedder(SHAPE)
    for network, graph in ((pairs, PAIRS), (embedder, EMBEDDER)):
        load_pretrained(network, encoder)
        read_back(models / FOLDER / graph, network)
    return pairs, embedder


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with stance/ and inference/")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the models")
    parser.add_argument(
        "--begin-with", type=Path, help="folder of models of version 1, whose networks are taken as the whole ones"
    )
    parser.add_argument("--smaller", action="store_true", help="write smaller networks, which are only tried")
    parser.add_argument("--encoder", type=Path, help="folder of the pretrained encoder; by default its package's")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args(arguments)
    torch.set_num_threads(given.threads)
    encoder = encoder_folder(given.encoder)
    tokens = Tokens(Pieces((encoder / "vocab.txt").read_text(encoding="utf-8").split("\n")))
    sets = Sets(given.data)
    print(json.dumps({name: len(pairs) for name, pairs in sets.stances.items()}), flush=True)

    judge = Judge(given.data, tokens)
    if given.begin_with is None:
        network, embedder = _trained(sets, judge, encoder, tokens, given.out)
    else:
        network, embedder = _shipped(given.begin_with, encoder)

    mixtures = sets.mixtures()
    if given.smaller:
        network = smaller_pairs(network, mixtures, tokens, judge, given.out / "smaller-pairs")
        embedder = smaller_embedder(embedder, mixtures["fine"], tokens, given.out / "smaller-embedder")
    else:
        network = rounded(network, mixtures, tokens, judge, given.out / "rounded")
    models = given.out / "models"
    (models / "statements").mkdir(parents=True, exist_ok=True)
    vocabulary = importlib.resources.files("dissensus.models") / "statements" / "vocabulary.txt"
    with importlib.resources.as_file(vocabulary) as path:
        shutil.copyfile(path, models / "statements" / "vocabulary.txt")
    nothing = dict.fromkeys(CALIBRATED, 0.0) | {"temperature": 1.0, "point_slope": 1.0, "weakens_slope": 1.0}
    write_models(network, embedder, models, name=NAME, calibration=nothing)
    calibrated = judge.calibrated(load_pair_scorer(models).logits)
    manifest = write_manifest(models, name=NAME, calibration=calibrated)
    print(json.dumps(judge.of_three_classes(load_pair_scorer(models)), indent=1))
    print(f"{manifest.name} stands in {models / 'claims'}: {json.dumps(manifest.calibration)}")


if __name__ == "__main__":
    main()
