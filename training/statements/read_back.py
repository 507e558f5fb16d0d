"""Networks from the graphs of shipped models, so that a new version can begin with an older one.

Weights that were rounded to int8 come back as rounded; the table of words is the pretrained one, which no training
changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.statements.model import Network, Shape, load_pretrained

Weights = dict[str, NDArray[np.generic]]
N = TypeVar("N", bound=nn.Module)
_OF_STATEMENTS = ("encoder.anchor", "encoder.flat", "encoder.of_token", "encoder.of_anchor")
"""Parts of the encoder that only statements need."""
_PARTS = ("query", "key", "value", "out", "up", "down")
_STORED = "_quantized"


def read_back(folder: Path, shape: Shape, pretrained: Path) -> Network:
    """A network of statements from a folder with ``encoder.onnx``, ``reader.onnx`` and ``model.json``.

    Args:
        folder: of the shipped model.
        shape: of its network.
        pretrained: folder of the pretrained encoder.
    """
    network = Network(shape)
    load_pretrained(network, pretrained)
    found = weights_of(folder / "encoder.onnx", len(shape.layers)) | weights_of(folder / "reader.onnx", 0)
    fill(network.state_dict(), found, missing={"encoder.word.weight"})
    manifest = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    with torch.no_grad():
        for name in ("transitions", "start"):
            scores = torch.tensor(manifest[name])
            # What is forbidden is added to the scores again.
            scores[scores < -1_000] = 0.0
            getattr(network.reader, name).copy_(scores)
    return network.eval()


def filled(network: N, found: Mapping[str, Tensor]) -> N:
    """A pretrained network of another task with found weights, ready to read."""
    unused = {name for name in network.state_dict() if name.startswith(_OF_STATEMENTS)}
    fill(network.state_dict(), found, missing={"encoder.word.weight"} | unused)
    return network.eval()


def fill(state: Mapping[str, Tensor], found: Mapping[str, Tensor], *, missing: set[str]) -> None:
    """Copy found weights into a network's; all but the named ones and what the manifest holds must be there."""
    for name, value in state.items():
        if name in missing or name in {"reader.transitions", "reader.start"}:
            continue
        one = found.get(name)
        if one is not None and value.dim() == 2 and one.shape == value.shape[::-1] != value.shape:
            # Export takes nodes of the kind Gemm apart, and turns their weights.
            one = one.T
        if one is None or one.shape != value.shape:
            raise SystemExit(f"the older model has no {name} of shape {tuple(value.shape)}")
        value.copy_(one)


def weights_of(path: Path, layers: int) -> dict[str, Tensor]:
    """The weights of a graph by the names that the networks have for them; ``network.`` before a name is left out."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    stored: Weights = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    found = {
        name.removeprefix("network."): torch.from_numpy(value.copy())
        for name, value in stored.items()
        if value.dtype == np.float32 and not name.startswith("onnx::")
    }
    products = [node.input[1] for node in graph.node if node.op_type == "MatMulInteger"]
    nameless = [name for name in products if name.startswith("onnx::")]
    names = [f"encoder.layers.{layer}.{part}.weight" for layer in range(layers) for part in _PARTS]
    if len(nameless) != len(names):
        raise SystemExit(f"{path} has {len(nameless)} products, not {len(names)}")
    named = dict(zip(nameless, names, strict=True))
    for name in products:
        plain = name.removesuffix(_STORED)
        weight = stored[name].astype(np.float32) * stored[f"{plain}_scale"].astype(np.float32)
        found[named.get(name, plain.removeprefix("network."))] = torch.from_numpy(weight.T.copy())
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1].startswith("onnx::") and node.input[1] in stored:
            # The one product of the reader: its label scores.
            found["reader.out.weight"] = torch.from_numpy(stored[node.input[1]].astype(np.float32).T.copy())
    return found
