"""What the network learns from: documents by the batch, and the loss of each corpus."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.coreference.documents import Learned
from training.coreference.model import Network
from training.statements.half import half_precision
from training.statements.learning import Recipe

TEXTS = {"gum": 1, "gap": 12, "ecb": 6}
"""Documents of each corpus in a batch."""
TIMES = {"gum": 2, "gap": 1, "ecb": 1}
"""How often each document of a corpus is learned in an epoch; GUM alone tells all mentions of an article."""
KINDS_WEIGHT = 0.5
"""Weight of the kinds of head nouns beside the links."""
HIDDEN = 0.1
"""Share of word pieces that are hidden in training: who is meant shall follow from more than the words of a name."""
_MASK = 103
_SMALL = 1e-6


def batches(documents: Sequence[Learned], seed: int) -> list[list[Learned]]:
    """The batches of an epoch: documents of one corpus together, all in another order at each seed."""
    drawn = random.Random(seed)
    found = []
    for corpus, size in TEXTS.items():
        some = [document for document in documents if document.read.corpus == corpus]
        for _ in range(TIMES[corpus]):
            drawn.shuffle(some)
            found += [some[k : k + size] for k in range(0, len(some), size)]
    drawn.shuffle(found)
    return found


def encoded(network: Network, documents: Sequence[Learned], *, half: bool = True) -> Tensor:
    """States of the pieces of all windows, windows x pieces x width."""
    windows = [window for document in documents for window in document.windows]
    longest = max(len(window[0]) for window in windows)
    table = np.zeros((4, len(windows), longest), dtype=np.int64)
    mask = np.zeros((len(windows), 1, 1, longest), dtype=np.bool_)
    for number, window in enumerate(windows):
        for column in range(4):
            table[column, number, : len(window[0])] = window[column]
        mask[number, ..., : len(window[0])] = True
    columns = torch.from_numpy(table)
    if network.training:
        columns[0][torch.rand(columns[0].shape) < HIDDEN] = _MASK
    with half_precision(half):
        states = network.encoder(*columns, torch.from_numpy(mask))
    return states.float()


def scored(network: Network, states: Tensor, document: Learned, first: int) -> tuple[Tensor, Tensor]:
    """Scores of a document's pairs and of "nothing before"; its windows begin at number ``first``."""
    rows, pairs = document.rows, document.pairs
    assert rows is not None
    assert pairs is not None
    window, head, begin = torch.from_numpy(document.at).T
    mention = torch.cat([states[window + first, head], states[window + first, begin]], -1)
    result: tuple[Tensor, Tensor] = network.score(
        mention,
        torch.from_numpy(rows.form),
        torch.from_numpy(pairs.later),
        torch.from_numpy(pairs.earlier),
        torch.from_numpy(pairs.classes),
    )
    return result


def loss_of(network: Network, documents: Sequence[Learned], recipe: Recipe) -> Tensor:
    """Negative log likelihood of what each mention refers to, for each mention, and of the kinds of head nouns."""
    states = encoded(network, documents, half=not recipe.rounded)
    total, kinds, count, first = states.new_zeros(()), states.new_zeros(()), 0, 0
    for document in documents:
        if document.kinds:
            at = torch.tensor(document.kinds)
            found = network.kinds(functional.dropout(states[at[:, 0] + first, at[:, 1]], 0.2, network.training))
            kinds = kinds + KINDS_WEIGHT * functional.cross_entropy(found, at[:, 2])
        scores, nothing = scored(network, states, document, first)
        part = _asked(document, scores, nothing) if document.read.example else _linked(document, scores, nothing)
        total, count = total + part.sum(), count + len(part)
        first += len(document.windows)
    return total / max(count, 1) + kinds


def _linked(document: Learned, scores: Tensor, nothing: Tensor) -> Tensor:
    """For each mention that is no name: all its earlier mentions that are the same entity, or nothing, are right."""
    rows, pairs = document.rows, document.pairs
    assert rows is not None
    assert pairs is not None
    gold, seen = document.gold, document.selected
    live = torch.from_numpy(seen[pairs.later] & seen[pairs.earlier]).float()
    right = torch.from_numpy((gold[pairs.later] >= 0) & (gold[pairs.later] == gold[pairs.earlier])).float() * live
    later = torch.from_numpy(pairs.later)
    most = torch.maximum(
        nothing.detach(), torch.full_like(nothing, -1e4).scatter_reduce(0, later, scores.detach(), "amax")
    )
    each = torch.exp(scores - most[later])
    none = torch.exp(nothing - most)

    def summed(values: Tensor) -> Tensor:
        return torch.zeros_like(nothing).index_add(0, later, values)

    linked = summed(right) > 0
    likelihood = torch.where(linked, summed(each * right), none) / (summed(each * live) + none)
    known = rows.form != 0
    known[np.unique(pairs.later)] = True
    if document.read.corpus == "ecb":
        known &= (gold >= 0) & seen
    return -torch.log(likelihood + 1e-8)[torch.from_numpy(known)]


def _asked(document: Learned, scores: Tensor, nothing: Tensor) -> Tensor:
    """The one pronoun of a GAP text, among names and phrases: other pronouns may be right, and nobody tells."""
    rows, pairs, example = document.rows, document.pairs, document.read.example
    assert rows is not None
    assert pairs is not None
    assert example is not None
    k = document.pronoun
    low, high = np.searchsorted(pairs.later, [k, k + 1])
    if k < 0 or low == high:
        return scores.new_zeros(0)
    candidates = pairs.earlier[low:high]
    names = rows.form[candidates] < 4
    most = torch.maximum(scores[low:high].max(), nothing[k]).detach()
    each = torch.exp(scores[low:high] - most) * torch.from_numpy(names).float()
    total = each.sum() + torch.exp(nothing[k] - most)
    given = rows.given[candidates]
    meant = [torch.from_numpy(np.isin(given, entities) & names).float() for _, entities in document.names]
    shares = [(each * one).sum() / total for one in meant]
    for share, one, right in zip(shares, meant, example.gold, strict=True):
        if right and one.sum() > 0:
            return -torch.log(share + _SMALL)[None]
    return -torch.log(1 - sum(shares, scores.new_zeros(())).clamp(max=1 - 1e-4) + _SMALL)[None]


def epochs(documents: Sequence[Learned], seed: int) -> Iterator[list[Learned]]:
    """The batches of one epoch, as the training loop wants them."""
    yield from batches(documents, seed)
