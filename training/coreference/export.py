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
from dissensus.annotating.mentions.coreference.pairs import OFFSETS, SIZES
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


TOGETHER = (
    ("forms", "subject"),
    ("kinds", "numbers"),
    ("roles", "reflexive"),
    ("genders", "turns"),
    ("sentences", "mentions"),
    ("words", "quotes", "count"),
    ("nested", "agreeing", "speaks", "rules"),
)
"""What is told of a pair, in groups for each of whose combinations the graph has one vector: to look up seven and add
them takes less than half of the time of seventeen."""


class Scorer(nn.Module):
    """The scorer of pairs as it ships: numbers as :meth:`Network.score` gives them, but for the rounding of sums."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        names = list(SIZES)
        factors = torch.zeros(len(names), len(TOGETHER))
        tables: list[Tensor] = []
        for group, members in enumerate(TOGETHER):
            table = torch.zeros(1, network.shape.pair + 1)
            for name in members:
                classes = slice(OFFSETS[name], OFFSETS[name] + SIZES[name])
                one = torch.cat([network.classes.weight[classes], network.weights.weight[classes]], 1)
                table = (table[:, None] + one[None]).flatten(0, 1)
                factors[:, group] *= SIZES[name]
                factors[names.index(name), group] = 1
            tables.append(table.detach())
        sizes = torch.tensor([len(table) for table in tables])
        # Numbers of combinations are far below 2^24, so they are exact in products of floats, which take less time.
        self.register_buffer("factors", factors)
        self.register_buffer("nothing", torch.tensor([float(OFFSETS[name]) for name in names]) @ factors)
        self.register_buffer("last", sizes.float() - 1)
        self.register_buffer("begins", sizes.cumsum(0) - sizes)
        self.register_buffer("vectors", torch.cat(tables)[:, :-1].contiguous())
        self.register_buffer("weights", torch.cat(tables)[:, -1:].contiguous())

    def forward(
        self, head: Tensor, first: Tensor, form: Tensor, later: Tensor, earlier: Tensor, classes: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores of pairs (P) and of "refers to nothing before" (M), of states of heads and first words."""
        mention = torch.cat([head, first], -1)
        # Rows that only fill up a batch have classes that are none.
        combined = (classes.float() @ self.factors - self.nothing).clamp(min=0)
        told = torch.minimum(combined, self.last).long() + self.begins
        # Taken apart before they are repeated for pairs.
        pair = self.network.shape.pair
        a, times_a = self.network.later(mention).split(pair, 1)
        b, times_b = self.network.earlier(mention).split(pair, 1)
        x = a[later] + b[earlier] + times_a[later] * times_b[earlier] + self.vectors[told].sum(1)
        return self.network.ranked(x, self.weights[told].sum(1)), self.network.new(mention, form)


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
        torch.tensor([OFFSETS[name] for name in SIZES]).repeat(pairs, 1),
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
            Scorer(network),
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
