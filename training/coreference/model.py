"""The network: the encoder of the statements' models, a classifier of head nouns, and a scorer of pairs of mentions."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from dissensus.annotating.mentions.coreference.network import KINDS
from dissensus.annotating.mentions.coreference.pairs import CLASSES
from dissensus.annotating.mentions.coreference.rows import FORMS
from training.statements.model import Encoder, Shape

DROPOUT = 0.2
"""Share of the scorer's values that are dropped in training."""


class Network(nn.Module):
    """States of pieces; from those of two mentions, and classes of the pair, the score that one refers to the other.

    A mention is the states of its head and of its first word. The scorer adds a projection of each mention, the product
    of two others, and a vector for each class that is known of the pair; two layers follow. Its output and a weight of
    each class are added. Another small network scores that a mention refers to nothing before it.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, pair = 2 * shape.width, shape.pair
        self.shape = shape
        self.encoder = Encoder(shape)
        self.kinds = nn.Linear(shape.width, len(KINDS))
        self.later, self.earlier = nn.Linear(width, 2 * pair), nn.Linear(width, 2 * pair)
        self.classes, self.weights = nn.Embedding(CLASSES, pair), nn.Embedding(CLASSES, 1)
        nn.init.normal_(self.classes.weight, std=0.05)
        nn.init.zeros_(self.weights.weight)
        self.norm, self.between, self.out = nn.LayerNorm(pair), nn.Linear(pair, pair), nn.Linear(pair, 1)
        self.nothing = nn.Sequential(nn.Linear(width, pair), nn.GELU(), nn.Linear(pair, 1))
        self.form = nn.Embedding(FORMS, 1)
        nn.init.zeros_(self.form.weight)

    def score(
        self, mention: Tensor, form: Tensor, later: Tensor, earlier: Tensor, classes: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores of pairs (P) and of "refers to nothing before" (M).

        Args:
            mention: states of the mentions, M x 2 width.
            form: their forms, M.
            later: mention of each pair, P.
            earlier: its candidate, P.
            classes: P x F.
        """
        pair = self.shape.pair
        a, b = self.later(mention)[later], self.earlier(mention)[earlier]
        x = a[:, :pair] + b[:, :pair] + a[:, pair:] * b[:, pair:] + self.classes(classes).sum(1)
        return self.ranked(x, self.weights(classes).sum(1)), self.new(mention, form)

    def ranked(self, x: Tensor, weight: Tensor) -> Tensor:
        """Scores (P) of what is known of pairs, P x pair, and the weights of their classes, P x 1."""
        x = functional.dropout(functional.gelu(self.norm(x)), DROPOUT, self.training)
        x = functional.dropout(functional.gelu(self.between(x)), DROPOUT, self.training)
        scores: Tensor = self.out(x)[:, 0] + weight[:, 0]
        return scores

    def new(self, mention: Tensor, form: Tensor) -> Tensor:
        """Scores (M) that mentions refer to nothing before."""
        scores: Tensor = self.nothing(mention)[:, 0] + self.form(form)[:, 0]
        return scores
