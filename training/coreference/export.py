"""From a trained network to what the package ships: two graphs, the encoder with int8 weights, and a manifest."""

from __future__ import annotations

import hashlib
import json
import tempfile
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from dissensus.annotating.mentions.coreference.network import MANIFEST, VOCABULARY, Manifest
from dissensus.annotating.mentions.coreference.pairs import CLASSES, SIZES
from training.coreference.model import Network
from training.statements.export import OPSET, quantize, stored_words


class _Encoder(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, piece: Tensor, case: Tensor, quote: Tensor, layout: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor]:
        x = self.network.encoder(piece[None], case[None], quote[None], layout[None])
        states = x[0].index_select(0, first)
        return states, self.network.kinds(states)


class _Scorer(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, head: Tensor, first: Tensor, form: Tensor, later: Tensor, earlier: Tensor, classes: Tensor
    ) -> tuple[Tensor, Tensor]:
        scores: tuple[Tensor, Tensor] = self.network.score(torch.cat([head, first], -1), form, later, earlier, classes)
        return scores


def write_model(
    network: Network,
    models: Path,
    *,
    name: str,
    noun: float,
    name_none: float,
    none: float,
    none_phrase: float,
    seven_bits: bool = False,
) -> Manifest:
    """Write the graphs and the manifest to ``models/coreference``; the vocabulary is that of the statements' models."""
    network.eval()
    folder = models / "coreference"
    folder.mkdir(parents=True, exist_ok=True)
    width, pieces, tokens, mentions, pairs = network.shape.width, 40, 24, 5, 7
    wide = [torch.randint(1, 3, (pieces,)) for _ in range(4)]
    columns = ["piece", "case", "quote", "layout"]
    scored = (
        torch.randn(mentions, width),
        torch.randn(mentions, width),
        torch.ones(mentions, dtype=torch.long),
        torch.ones(pairs, dtype=torch.long),
        torch.zeros(pairs, dtype=torch.long),
        torch.randint(0, CLASSES, (pairs, len(SIZES))),
    )
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings(), stored_words(network.encoder):
        warnings.simplefilter("ignore")
        plain = Path(scratch) / "encoder.onnx"
        torch.onnx.export(
            _Encoder(network),
            (*wide, torch.arange(1, tokens + 1)),
            str(plain),
            input_names=[*columns, "first"],
            output_names=["states", "kinds"],
            dynamic_axes={**{n: {0: "pieces"} for n in columns}, "first": {0: "tokens"}},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize(plain, folder / "encoder.onnx", seven_bits=seven_bits)
        torch.onnx.export(
            _Scorer(network),
            scored,
            str(folder / "scorer.onnx"),
            input_names=["head", "first", "form", "later", "earlier", "classes"],
            output_names=["scores", "nothing"],
            dynamic_axes={
                "head": {0: "mentions"},
                "first": {0: "mentions"},
                "form": {0: "mentions"},
                "later": {0: "pairs"},
                "earlier": {0: "pairs"},
                "classes": {0: "pairs"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
    files = {"encoder.onnx": folder / "encoder.onnx", "scorer.onnx": folder / "scorer.onnx"}
    files[VOCABULARY] = models / "statements" / "vocabulary.txt"
    manifest = Manifest(
        name,
        {key: hashlib.sha256(path.read_bytes()).hexdigest() for key, path in files.items()},
        noun,
        name_none,
        none,
        none_phrase,
        bits=7 if seven_bits else 8,
    )
    (folder / MANIFEST).write_text(json.dumps(manifest.plain(), indent=1) + "\n", encoding="utf-8")
    return manifest
