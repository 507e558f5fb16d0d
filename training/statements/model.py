"""The network: a small encoder of word pieces, a finder of anchors, and a reader of what belongs to each anchor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from dissensus.annotating.statements.engine.decode import FORBIDDEN, LABELS, allowed
from dissensus.annotating.statements.engine.tokens import CASES, LAYOUTS, QUOTES
from training.statements.context import CONTEXTS

DISTANCES = 29
"""Buckets of the signed distance from anchor to token."""
VOCABULARY, POSITIONS = 30_522, 512
"""Pieces of the pretrained encoder, and most of them that it reads together."""
PRETRAINED_HEADS = 12
"""Heads of the pretrained encoder."""
RELATIONS = 8
"""Same sentence or not, same paragraph or not, same quotation or not."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a size of the model is.

    Attributes:
        layers: which layers of the pretrained encoder are kept, in order.
        width: width of the encoder.
        heads: attention heads that are kept, of those of the pretrained encoder.
        hidden: hidden units of each layer; 0 for four times the width.
        pair: width of the reader of what belongs to an anchor.
        dilations: of the reader's convolutions over tokens.
        dropout: share of values dropped in training.
        features: what is told of a token beside its pieces; "context" needs the tokens of ``context.with_context``.
        relations: whether the reader is told what a token shares with the anchor (sentence, paragraph, quotation).
    """

    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    width: int = 384
    heads: int = 12
    hidden: int = 0
    pair: int = 128
    dilations: tuple[int, ...] = (1, 3)
    dropout: float = 0.1
    features: tuple[str, ...] = ("case", "quote", "layout")
    relations: bool = True

    @property
    def width_of_head(self) -> int:
        """Values of each head."""
        return self.width // PRETRAINED_HEADS

    @property
    def units(self) -> int:
        """Hidden units of each layer."""
        return self.hidden or 4 * self.width


def attention(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, heads: int) -> Tensor:
    """Attention of several heads (Vaswani et al. 2017), B x P x width each; exported as one node of ONNX Runtime's."""
    if torch.onnx.is_in_onnx_export() and mask is None:
        fused: Tensor = _FusedAttention.apply(query, key, value, heads)
        return fused
    batch, size, width = query.shape

    def split(y: Tensor) -> Tensor:
        return y.view(batch, size, heads, width // heads).transpose(1, 2)

    scores = split(query) * (width // heads) ** -0.5 @ split(key).transpose(2, 3)
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e4)
    seen = torch.softmax(scores, -1) @ split(value)
    return seen.transpose(1, 2).reshape(batch, size, width)


class _FusedAttention(torch.autograd.Function):
    """Stands in the exported graph as ``com.microsoft.MultiHeadAttention``, which takes less time than its parts."""

    @staticmethod
    def forward(_: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        return torch.zeros_like(query) + 0 * (key + value) * heads

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        node = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        node.setType(query.type())
        return node


class Layer(nn.Module):
    """A post-norm transformer layer (Devlin et al., NAACL 2019)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, hidden = shape.width, shape.units
        self.heads = shape.heads
        inner = shape.heads * shape.width_of_head
        self.query, self.key, self.value = (nn.Linear(width, inner) for _ in range(3))
        self.out = nn.Linear(inner, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, hidden), nn.Linear(hidden, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = shape.dropout

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        drop = self.dropout if self.training else 0.0
        x = self.norm1(x + functional.dropout(self.out(self.seen(x, mask)), drop, self.training))
        return self.norm2(x + functional.dropout(self.down(self.inner(x)), drop, self.training))

    def seen(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """What the heads of attention give, B x P x values of all heads."""
        return attention(self.query(x), self.key(x), self.value(x), mask, self.heads)

    def inner(self, x: Tensor) -> Tensor:
        """The hidden units, B x P x units."""
        return functional.gelu(self.up(x))


class Encoder(nn.Module):
    """Pieces with case, quotation and layout to a vector each; a token's vector to anchor and label scores and more."""

    def __init__(self, shape: Shape, vocabulary: int = VOCABULARY, positions: int = POSITIONS) -> None:
        super().__init__()
        width = shape.width
        self.shape = shape
        self.word = nn.Embedding(vocabulary, width)
        self.position = nn.Embedding(positions, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.case = nn.Embedding(CASES, width)
        self.quote = nn.Embedding(QUOTES, width)
        self.layout = nn.Embedding(LAYOUTS, width)
        self.context = nn.Embedding(CONTEXTS, width) if "context" in shape.features else None
        for table in (self.case, self.quote, self.layout, self.context):
            if table is not None:
                nn.init.zeros_(table.weight)
        self.layers = nn.ModuleList(Layer(shape) for _ in shape.layers)
        self.anchor = nn.Linear(width, 3)
        self.flat = nn.Linear(width, len(LABELS))
        self.of_token = nn.Linear(width, 2 * shape.pair)
        self.of_anchor = nn.Linear(width, 2 * shape.pair)

    def forward(self, piece: Tensor, case: Tensor, quote: Tensor, layout: Tensor, mask: Tensor | None = None) -> Tensor:
        """Vectors of pieces, B x P x width, of numbers B x P; the mask B x 1 x 1 x P is true where there is a piece."""
        return self.states((piece, case, quote, layout), mask)[-1]

    def states(self, wide: Sequence[Tensor], mask: Tensor | None = None) -> list[Tensor]:
        """What each layer gives, B x P x width, of pieces and their features (B x P each)."""
        x = self.embedded(*wide)
        found = []
        for layer in self.layers:
            x = layer(x, mask)
            found.append(x)
        return found

    def embedded(self, piece: Tensor, case: Tensor, quote: Tensor, layout: Tensor) -> Tensor:
        """What goes into the first layer, B x P x width."""
        x = self.word(piece) + self.position.weight[: piece.shape[1]]
        x = self.norm(x)
        if self.context is not None:
            x = x + self.context(case // CASES)
            case = case % CASES
        for name, classes in (("case", case), ("quote", quote), ("layout", layout)):
            table = getattr(self, name)
            x = x + (table(classes) if name in self.shape.features else 0.0 * table.weight[0])
        return functional.dropout(x, self.shape.dropout, self.training)

    def heads(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Anchor scores (x 3), label scores (x L), token and anchor projections (x 2 pair) of token vectors."""
        return self.anchor(x), self.flat(x), self.of_token(x), self.of_anchor(x)


class Reader(nn.Module):
    """Label scores of each token with regard to each anchor."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        pair = shape.pair
        self.pair = pair
        self.relations = shape.relations
        self.distance = nn.Embedding(DISTANCES, pair)
        self.relation = nn.Embedding(RELATIONS, pair)
        nn.init.normal_(self.distance.weight, std=0.1)
        nn.init.normal_(self.relation.weight, std=0.1)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(pair, pair, 3, padding=dilation, dilation=dilation) for dilation in shape.dilations
        )
        self.norms = nn.ModuleList(nn.LayerNorm(pair) for _ in range(len(shape.dilations) + 1))
        self.out = nn.Linear(pair, len(LABELS))
        self.dropout = shape.dropout
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.start = nn.Parameter(torch.zeros(len(LABELS)))
        self.register_buffer("forbidden", torch.from_numpy(~allowed()).float() * FORBIDDEN, persistent=False)

    def forward(
        self,
        token: Tensor,
        anchor: Tensor,
        flat: Tensor,
        distance: Tensor,
        relation: Tensor,
        live: Tensor | None = None,
    ) -> Tensor:
        """Scores K x N x L.

        Args:
            token: token projections, K x N x 2 pair (or 1 x N x 2 pair).
            anchor: projection of each anchor, K x 2 pair.
            flat: label scores, K x N x L (or 1 x N x L).
            distance: bucket, K x N.
            relation: class, K x N.
            live: 1.0 where there is a token, K x N; None where there is one everywhere.
        """
        pair = self.pair
        x = token[..., :pair] + anchor[:, None, :pair] + self.distance(distance)
        x = x + self.relation(relation if self.relations else 0 * relation)
        x = x + token[..., pair:] * anchor[:, None, pair:]
        x = functional.gelu(self.norms[0](x))
        for convolution, norm in zip(self.convolutions, self.norms[1:], strict=True):
            x = functional.dropout(x, self.dropout, self.training)
            x = x if live is None else x * live[:, :, None]
            x = x + functional.gelu(norm(convolution(x.transpose(1, 2)).transpose(1, 2)))
        return self.out(x) + flat

    def scores(self) -> tuple[Tensor, Tensor]:
        """Transition scores L x L and start scores L, what is forbidden included."""
        return self.transitions + self.forbidden[:-1], self.start + self.forbidden[-1]


class Network(nn.Module):
    """Both parts."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.reader = Reader(shape)


def load_pretrained(network: Network, folder: Path) -> None:
    """Fill the encoder from the pretrained weights (a BERT in safetensors)."""
    from safetensors.torch import load_file

    state = load_file(folder / "model.safetensors")
    encoder = network.encoder
    encoder.word.weight.data.copy_(state["embeddings.word_embeddings.weight"])
    encoder.position.weight.data.copy_(
        state["embeddings.position_embeddings.weight"] + state["embeddings.token_type_embeddings.weight"][:1]
    )
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for part in ("weight", "bias"):
        getattr(encoder.norm, part).data.copy_(state[f"embeddings.LayerNorm.{part}"])
        for layer, number in zip(encoder.layers, network.shape.layers, strict=True):
            for ours, theirs in names.items():
                getattr(getattr(layer, ours), part).data.copy_(state[f"encoder.layer.{number}.{theirs}.{part}"])
