"""From a trained network to what the package ships: two graphs with int8 weights, a vocabulary and a manifest."""

from __future__ import annotations

import hashlib
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import Tensor, nn

from dissensus.annotating.statements.engine.confidence import Calibration
from dissensus.annotating.statements.engine.weights import MANIFEST, Manifest, manifest_text
from training.statements.model import Encoder, Network
from training.statements.quantising import LARGE

OPSET = 17


class _Encoder(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder = network.encoder

    def forward(
        self, piece: Tensor, case: Tensor, quote: Tensor, layout: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        x = self.encoder(piece[None], case[None], quote[None], layout[None])
        anchor, flat, of_token, of_anchor = self.encoder.heads(x[0].index_select(0, first))
        return anchor, flat, of_token, of_anchor


class _Reader(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.reader = network.reader

    def forward(self, token: Tensor, anchor: Tensor, flat: Tensor, distance: Tensor, relation: Tensor) -> Tensor:
        scores: Tensor = self.reader(token[None], anchor, flat[None], distance, relation)
        return scores


def write_graphs(network: Network, out: Path, *, seven_bits: bool = False) -> None:
    """Write ``encoder.onnx`` (int8 weights) and ``reader.onnx`` (float32: it is small) of a network."""
    network.eval()
    pair = network.shape.pair
    pieces, tokens, anchors = 40, 24, 5
    wide = [torch.randint(1, 3, (pieces,)) for _ in range(4)]
    first = torch.arange(1, tokens + 1)
    encoder_names = ["piece", "case", "quote", "layout", "first"]
    reader_names = ["token", "anchor", "flat", "distance", "relation"]
    reader_inputs = (
        torch.randn(tokens, 2 * pair),
        torch.randn(anchors, 2 * pair),
        torch.randn(tokens, 7),
        torch.ones(anchors, tokens, dtype=torch.long),
        torch.ones(anchors, tokens, dtype=torch.long),
    )
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings(), stored_words(network.encoder):
        warnings.simplefilter("ignore")
        plain = Path(scratch) / "encoder.onnx"
        torch.onnx.export(
            _Encoder(network),
            (*wide, first),
            str(plain),
            input_names=encoder_names,
            output_names=["anchor_scores", "flat", "of_token", "of_anchor"],
            dynamic_axes={**{n: {0: "pieces"} for n in encoder_names[:4]}, "first": {0: "tokens"}},
            opset_version=OPSET,
            dynamo=False,
        )
        torch.onnx.export(
            _Reader(network),
            reader_inputs,
            str(out / "reader.onnx"),
            input_names=reader_names,
            output_names=["scores"],
            dynamic_axes={
                "token": {0: "tokens"},
                "anchor": {0: "anchors"},
                "flat": {0: "tokens"},
                "distance": {0: "anchors", 1: "tokens"},
                "relation": {0: "anchors", 1: "tokens"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
        quantize(plain, out / "encoder.onnx", seven_bits=seven_bits)


def quantize(plain: Path, out: Path, *, seven_bits: bool = False) -> None:
    """Weights of the large layers as int8, one scale a channel; the rest stays.

    With 7 bits sums of two products fit into 16, in which processors without dot products of int8 add them fastest.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    graph = onnx.load(str(plain)).graph
    large = {x.name for x in graph.initializer if _size(x) >= LARGE}
    keep = [
        node.name
        for node in graph.node
        if node.op_type in {"MatMul", "Gemm"} and not any(name in large for name in node.input)
    ]
    # A node of the kind Gemm is taken apart before, and then has another name.
    keep += [f"{name}_MatMul" for name in keep]
    quantize_dynamic(
        str(plain),
        str(out),
        per_channel=True,
        reduce_range=seven_bits,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=keep,
    )


class StoredTable(nn.Module):
    """A table of vectors as int8 with one scale a row, in place of a table of the same vectors in full."""

    def __init__(self, table: nn.Embedding) -> None:
        super().__init__()
        weight = table.weight.detach()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("values", (weight / scale).round().to(torch.int8))

    def forward(self, number: Tensor) -> Tensor:
        """The vectors of some numbers."""
        values: Tensor = self.values[number]
        scale: Tensor = self.scale[number]
        return values.float() * scale


@contextmanager
def stored_words(encoder: Encoder) -> Iterator[None]:
    """In this block the encoder's table of words is one of int8, for the export of its graph."""
    table = encoder.word
    encoder.word = StoredTable(table)  # type: ignore[assignment]
    try:
        yield
    finally:
        encoder.word = table


def _size(initializer: object) -> int:
    total = 1
    for dimension in initializer.dims:  # type: ignore[attr-defined]
        total *= dimension
    return total


def write_vocabulary(pretrained: Path, out: Path) -> None:
    """The pretrained encoder's word pieces, one a line."""
    pieces = (pretrained / "vocab.txt").read_text(encoding="utf-8").split("\n")
    out.write_text("\n".join(piece for piece in pieces if piece) + "\n", encoding="utf-8", newline="\n")


def write_manifest(
    folder: Path,
    *,
    name: str,
    threshold: float,
    calibration: Calibration,
    transitions: Sequence[Sequence[float]],
    start: Sequence[float],
    seven_bits: bool = False,
) -> Manifest:
    """Write the manifest of a model whose graphs stand in a folder beside the vocabulary."""
    files = {"encoder.onnx": folder / "encoder.onnx", "reader.onnx": folder / "reader.onnx"}
    files["../vocabulary.txt"] = folder.parent / "vocabulary.txt"
    manifest = Manifest(
        name=name,
        files={key: hashlib.sha256(path.read_bytes()).hexdigest() for key, path in files.items()},
        threshold=threshold,
        calibration=calibration.as_dict(),
        transitions=tuple(tuple(round(x, 6) for x in row) for row in transitions),
        start=tuple(round(x, 6) for x in start),
        bits=7 if seven_bits else 8,
    )
    (folder / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
    return manifest
