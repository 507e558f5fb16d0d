"""From trained networks to what the package ships: two graphs with int8 weights of 7 bits and a manifest."""

from __future__ import annotations

import hashlib
import json
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from dissensus.reconciling.claims.weights import EMBEDDER, FOLDER, MANIFEST, PAIRS, VOCABULARY, Manifest
from training.claims.model import Embedder, PairNetwork
from training.statements.export import OPSET, quantize, stored_words


class _Pairs(nn.Module):
    def __init__(self, network: PairNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, piece: Tensor, part: Tensor) -> Tensor:
        logits: Tensor = self.network(piece[None], part[None])
        return logits[0]


class _Texts(nn.Module):
    def __init__(self, network: Embedder) -> None:
        super().__init__()
        self.network = network

    def forward(self, piece: Tensor) -> Tensor:
        vectors: Tensor = self.network(piece[None])
        return vectors[0]


def write_graph(network: _Pairs | _Texts, inputs: Mapping[str, Tensor], output: str, path: Path) -> None:
    """Write a graph with int8 weights of 7 bits; all inputs are as long as the text has pieces."""
    network.eval()
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings(), stored_words(network.network.encoder):
        warnings.simplefilter("ignore")
        plain = Path(scratch) / "graph.onnx"
        torch.onnx.export(
            network,
            tuple(inputs.values()),
            str(plain),
            input_names=list(inputs),
            output_names=[output],
            dynamic_axes={name: {0: "pieces"} for name in inputs},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize(plain, path, seven_bits=True)


def write_models(
    pairs: PairNetwork,
    embedder: Embedder,
    models: Path,
    *,
    name: str,
    calibration: Mapping[str, float],
) -> Manifest:
    """Write graphs and manifest to ``models/claims``; the vocabulary is that of the statements' models."""
    folder = models / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    piece = torch.randint(1000, 2000, (40,))
    part = torch.tensor([0, *[1] * 12, 0, *[2] * 25, 0])
    write_graph(_Pairs(pairs), {"piece": piece, "part": part}, "logits", folder / PAIRS)
    write_graph(_Texts(embedder), {"piece": piece}, "vector", folder / EMBEDDER)
    return write_manifest(models, name=name, calibration=calibration)


def write_manifest(models: Path, *, name: str, calibration: Mapping[str, float]) -> Manifest:
    """Write the manifest of graphs that stand in ``models/claims``."""
    folder = models / FOLDER
    files = {PAIRS: folder / PAIRS, EMBEDDER: folder / EMBEDDER}
    files[VOCABULARY] = models / "statements" / "vocabulary.txt"
    manifest = Manifest(
        name,
        {key: hashlib.sha256(path.read_bytes()).hexdigest() for key, path in files.items()},
        {key: round(value, 6) for key, value in calibration.items()},
        bits=7,
    )
    (folder / MANIFEST).write_text(json.dumps(manifest.plain(), indent=1) + "\n", encoding="utf-8")
    return manifest
