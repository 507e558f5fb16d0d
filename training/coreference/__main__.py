"""From data to shipped weights: ``python -m training.coreference --data FOLDER --out FOLDER``.

Reads GUM and GAP (``DATA/coreference``) and ECB+ (``DATA/ecbplus``), trains, and chooses thresholds on held-back
documents. A smaller network learns the states of that one on those texts and on news (``DATA/polnear``, ``train``), and
the gold beside them: it is what OUT/models/coreference gets, unless ``--whole`` is given. What was annotated and the
checkpoints stay in OUT: called again after an interruption, it goes on.
"""

from __future__ import annotations

import argparse
import importlib.resources
import json
import random
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch

from dissensus.annotating.mentions.coreference.network import read_manifest
from dissensus.models.pieces import Pieces
from training.coreference import corpora, losses
from training.coreference.documents import Learned, learned
from training.coreference.export import write_model
from training.coreference.measure import TorchNetwork, gap_score, gum_scores, judge_on, model_of
from training.coreference.model import Network
from training.coreference.smaller import read_back, smaller
from training.statements import learning
from training.statements.__main__ import encoder_folder
from training.statements.model import Shape, load_pretrained

NAME, WHOLE = "coreference.v2", "coreference.v1"
SHAPE = Shape(pair=128)
RECIPE = learning.Recipe(epochs=4, encoder_rate=2e-4, head_rate=1e-3, warm_up=100, average=0.995)
NEWS = 2
"""One article of news in so many is learned from by a smaller network."""
HELD_GUM, HELD_GAP = 8, 10
"""Every eighth training document of GUM and every tenth text of GAP's development part is held back."""
NOUNS = (0.4, 0.5, 0.6, 0.7, 0.8)
NAMES = (0.6, 0.7, 0.8, 0.9, 1.0)
NOTHING = (-0.5, 0.0, 0.5)
PHRASE = 1.0
"""What is added to "nothing before" for phrases beside: with it, 0.989 instead of 0.951 of the mentions of the example
articles are of their actor's, and 0.90 instead of 0.88 of the speakers; it costs 0.3 points on GUM."""
"""Thresholds that are tried: from which probability a head noun counts, from which probability of "none of the kinds" a
name (the mean of its mentions) does not, and what is added to "nothing before". A lower one for names (0.5) loses names
of small organisations in the example articles."""


def held(reads: Sequence[corpora.Read], every: int) -> tuple[list[corpora.Read], list[corpora.Read]]:
    """What is learned from, and what is held back."""
    kept = [read for number, read in enumerate(reads) if number % every != every - 1]
    return kept, [read for number, read in enumerate(reads) if number % every == every - 1]


def chosen(
    network: Network, gum: list[corpora.Read], gap: list[corpora.Read], pieces: Pieces
) -> tuple[float, float, float]:
    """The thresholds that are best on the held-back documents, one after the other; of equals the first."""
    found = [0.5, 1.0, 0.0]
    for place, tried in enumerate((NOUNS, NAMES, NOTHING)):
        best = -1.0
        for value in tried:
            noun, name_none, none = (value if place == k else other for k, other in enumerate(found))
            model = model_of(TorchNetwork(network), pieces, noun=noun, name_none=name_none, none=none)
            ours, base = gum_scores(gum, model)
            f1, ratio = gap_score(gap, model)
            entry = {"noun": noun, "name_none": name_none, "none": none}
            entry |= {"gum": ours.average, "head": base.average, "gap": f1, "ratio": ratio}
            print(json.dumps({name: round(each, 4) for name, each in entry.items()}), flush=True)
            # GUM alone tells which mentions are actors' at all.
            quality = (ours.average + f1) / 2 if place == 2 else ours.average
            if quality > best + 1e-6:
                best, found[place] = quality, value
    return found[0], found[1], found[2]


def _smaller(
    data: Path,
    whole: Network,
    reads: Mapping[str, Sequence[corpora.Read]],
    documents: Sequence[Learned],
    pieces: Pieces,
    judge: learning.Judge[Network],
    out: Path,
) -> Network:
    texts = {name: [read.text for read in some] for name, some in reads.items()}
    news = sorted((data / "polnear" / "train" / "text").glob("*.txt"))[::NEWS]
    if not news:
        sys.exit(f"{data / 'polnear' / 'train' / 'text'} holds no articles; --whole needs none")
    texts["news"] = [path.read_bytes().decode("utf-8") for path in news]
    return smaller(whole, texts, documents, pieces, judge, out / "smaller")


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with coreference/, ecbplus/ and polnear/")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the model")
    parser.add_argument(
        "--begin-with", type=Path, help="folder of models of version 1, whose whole network is taken instead of trained"
    )
    parser.add_argument("--whole", action="store_true", help="write the whole network, from which the other learns")
    parser.add_argument("--encoder", type=Path, help="folder of the pretrained encoder; by default its package's")
    given = parser.parse_args(arguments)
    encoder = encoder_folder(given.encoder)
    pieces = Pieces((encoder / "vocab.txt").read_text(encoding="utf-8").split("\n"))
    kept = given.out / "annotated"
    gum, gum_held = held(corpora.read(given.data, "gum", "train", kept), HELD_GUM)
    gap, gap_held = held(corpora.read(given.data, "gap", "development", kept), HELD_GAP)
    ecb = corpora.read(given.data, "ecb", "train", kept)
    drawn = random.Random(RECIPE.seed)
    documents = [learned(read, pieces, drawn=drawn) for read in [*gum, *gap, *ecb]]
    print(f"{len(gum)} documents of GUM, {len(gap)} texts of GAP, {len(ecb)} documents of ECB+", flush=True)

    def batches(epoch: int) -> Iterator[list[Learned]]:
        return losses.epochs(documents, RECIPE.seed * 1000 + epoch)

    torch.manual_seed(RECIPE.seed)
    whole = Network(SHAPE)
    load_pretrained(whole, encoder)
    judge = judge_on(gum_held, gap_held, pieces)
    if given.begin_with is None:
        learning.fit(whole, RECIPE, batches, losses.loss_of, judge, given.out / "network", keep=learning.save)
        whole = learning.load(given.out / "network" / "best.pt", Network)
        noun, name_none, none = chosen(whole, gum_held, gap_held, pieces)
    else:
        whole = read_back(given.begin_with / "coreference", whole)
        older = read_manifest(given.begin_with)
        noun, name_none, none = older.noun, older.name_none, older.none
    best = (
        whole
        if given.whole
        else _smaller(given.data, whole, {"gum": gum, "gap": gap, "ecb": ecb}, documents, pieces, judge, given.out)
    )
    models = given.out / "models"
    (models / "statements").mkdir(parents=True, exist_ok=True)
    vocabulary = importlib.resources.files("dissensus.models") / "statements" / "vocabulary.txt"
    with importlib.resources.as_file(vocabulary) as path:
        shutil.copyfile(path, models / "statements" / "vocabulary.txt")
    manifest = write_model(
        best,
        models,
        name=WHOLE if given.whole else NAME,
        noun=noun,
        name_none=name_none,
        none=none,
        none_phrase=none + PHRASE,
        seven_bits=not given.whole,
    )
    print(f"{manifest.name} stands in {models / 'coreference'}; noun {noun}, names {name_none}, none {none}")


if __name__ == "__main__":
    main()
