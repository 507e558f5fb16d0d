"""Soft labels: what several trained networks say together, for one network to learn from.

Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network" (2015). A student of label sequences learns the
teachers' marginal probabilities of each label and their expected counts of each transition, which are all that the
likelihood of a conditional random field needs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dissensus.annotating.statements.engine.decode import LABELS
from dissensus.annotating.statements.engine.reader import pieces_of
from dissensus.annotating.statements.engine.relations import distances, relations
from dissensus.annotating.statements.engine.tokens import Tokens
from dissensus.annotating.statements.engine.windows import Window
from training.statements.batches import Example, drawn_windows, example_of, padded
from training.statements.crf import LogPartition, expectations
from training.statements.data import Article
from training.statements.learning import Recipe
from training.statements.model import Network

LEAST_LIKELY = 0.15
"""Least probability of an anchor, by the mean of the teachers, that a student learns to read from."""
GOLD_SHARE = 0.5
"""Weight of the gold beside the teachers where there is gold."""


@dataclass(slots=True)
class SoftExample:
    """One window with what the teachers (and the gold) say: N tokens, K anchors, L labels."""

    pieces: tuple[np.ndarray, ...]
    kinds: np.ndarray  # N x 3
    flat: np.ndarray  # N x L
    anchors: np.ndarray  # K
    weights: np.ndarray  # K
    marginals: np.ndarray  # K x N x L
    moves: np.ndarray  # K x L x L
    distance: np.ndarray  # K x N
    relation: np.ndarray  # K x N


@dataclass(frozen=True, slots=True)
class SoftBatch:
    """Soft examples as padded tensors."""

    piece: Tensor
    case: Tensor
    quote: Tensor
    layout: Tensor
    mask: Tensor
    first: Tensor
    live: Tensor
    kinds: Tensor
    flat: Tensor
    row: Tensor
    anchor: Tensor
    weights: Tensor
    marginals: Tensor
    moves: Tensor
    distance: Tensor
    relation: Tensor
    lengths: Tensor


@torch.no_grad()
def soft_example(teachers: Sequence[Network], tokens: Tokens, window: Window, gold: Example | None) -> SoftExample:
    """What teachers say about a window, mixed with the gold where there is some."""
    pieces = pieces_of(tokens, window)
    size = window.end - window.start
    inputs = [torch.from_numpy(np.ascontiguousarray(x))[None] for x in pieces[:4]]
    first = torch.from_numpy(pieces[4])
    heads = []
    for teacher in teachers:
        with torch.autocast("cpu", torch.bfloat16):
            x = teacher.encoder(*inputs)
        heads.append([part.float() for part in teacher.encoder.heads(x[0].float().index_select(0, first))])
    kinds = torch.stack([h[0].softmax(1) for h in heads]).mean(0).numpy()
    flat = torch.stack([h[1].softmax(1) for h in heads]).mean(0).numpy()
    likely = 1 - kinds[:, 0]
    known = set() if gold is None else set(gold.anchors.tolist())
    where = np.array(sorted(known | set(np.flatnonzero(likely >= LEAST_LIKELY).tolist())), dtype=np.int64)
    weights = np.array([1.0 if k in known else likely[k] * (1 - GOLD_SHARE * (gold is not None)) for k in where])
    distance, relation = distances(size, where), relations(tokens, window.start, window.end, where)
    marginals = np.zeros((len(where), size, len(LABELS)), dtype=np.float32)
    moves = np.zeros((len(where), len(LABELS), len(LABELS)), dtype=np.float32)
    if len(where):
        live = torch.ones(len(where), size)
        lengths = torch.full((len(where),), size)
        for teacher, (_, roles, of_token, of_anchor) in zip(teachers, heads, strict=True):
            scores = teacher.reader(
                of_token[None],
                of_anchor[where],
                roles[None],
                torch.from_numpy(distance),
                torch.from_numpy(relation),
                live,
            )
            each, counts = expectations(scores, *teacher.reader.scores(), lengths)
            marginals += each.numpy() / len(teachers)
            moves += counts.numpy() / len(teachers)
    if gold is not None:
        kinds = GOLD_SHARE * np.eye(3)[gold.kinds] + (1 - GOLD_SHARE) * kinds
        flat = GOLD_SHARE * np.eye(len(LABELS))[gold.flat] + (1 - GOLD_SHARE) * flat
        for anchor, row in zip(gold.anchors, gold.labels, strict=True):
            k = int(np.searchsorted(where, anchor))
            counts = np.zeros_like(moves[k])
            np.add.at(counts, (row[:-1], row[1:]), 1)
            marginals[k] = GOLD_SHARE * np.eye(len(LABELS))[row] + (1 - GOLD_SHARE) * marginals[k]
            moves[k] = GOLD_SHARE * counts + (1 - GOLD_SHARE) * moves[k]
    return SoftExample(
        pieces, kinds.astype(np.float16), flat.astype(np.float16), where, weights.astype(np.float32),
        marginals.astype(np.float16), moves, distance.astype(np.int8), relation.astype(np.int8),
    )  # fmt: skip


def label_softly(
    teachers: Sequence[Network], articles: Sequence[Article], *, seed: int, has_gold: bool, path: Path
) -> list[SoftExample]:
    """Soft examples of one set of windows over articles, kept in a file so that an interrupted run goes on."""
    if path.is_file():
        found: list[SoftExample] = torch.load(path, weights_only=False)
        return found
    rng = random.Random(seed)
    for teacher in teachers:
        teacher.eval()
    examples = []
    for number, article in enumerate(articles):
        for window in drawn_windows(article.tokens, rng):
            gold = example_of(article.tokens, window, article.versions[0]) if has_gold else None
            examples.append(soft_example(teachers, article.tokens, window, gold))
        if number % 50 == 0:
            print(f"labelled {number}/{len(articles)}", flush=True)
    torch.save(examples, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)
    return examples


def soft_batches(examples: Sequence[SoftExample], *, seed: int, pieces: int) -> Iterator[SoftBatch]:
    """Batches of about so many word pieces, in an order that differs by the seed."""
    rng = random.Random(seed)
    order = list(range(len(examples)))
    rng.shuffle(order)
    pool = 128
    batches: list[list[SoftExample]] = []
    for low in range(0, len(order), pool):
        batch: list[SoftExample] = []
        for k in sorted(order[low : low + pool], key=lambda k: -len(examples[k].pieces[0])):
            if batch and (len(batch) + 1) * len(batch[0].pieces[0]) > pieces:
                batches.append(batch)
                batch = []
            batch.append(examples[k])
        batches.append(batch)
    rng.shuffle(batches)
    for batch in batches:
        yield collate_soft(batch)


def collate_soft(examples: list[SoftExample]) -> SoftBatch:
    """Pad soft examples to one batch."""
    wide, mask = padded([e.pieces for e in examples])
    batch = len(examples)
    size, count = max(len(e.kinds) for e in examples), sum(len(e.anchors) for e in examples)
    first = np.zeros((batch, size), dtype=np.int64)
    live = np.zeros((batch, size), dtype=np.float32)
    kinds = np.zeros((batch, size, 3), dtype=np.float32)
    flat = np.zeros((batch, size, len(LABELS)), dtype=np.float32)
    marginals = np.zeros((count, size, len(LABELS)), dtype=np.float32)
    pairs = np.zeros((2, count, size), dtype=np.int64)
    row, anchor, lengths = (np.zeros(count, dtype=np.int64) for _ in range(3))
    k = 0
    for b, e in enumerate(examples):
        n, m = len(e.kinds), k + len(e.anchors)
        first[b, :n], live[b, :n], kinds[b, :n], flat[b, :n] = e.pieces[4], 1, e.kinds, e.flat
        marginals[k:m, :n], pairs[0, k:m, :n], pairs[1, k:m, :n] = e.marginals, e.distance, e.relation
        row[k:m], anchor[k:m], lengths[k:m] = b, e.anchors, n
        k = m
    t = torch.from_numpy
    weights = np.concatenate([e.weights for e in examples])
    moves = np.concatenate([e.moves for e in examples])
    return SoftBatch(
        *wide, mask, t(first), t(live), t(kinds), t(flat), t(row), t(anchor), t(weights),
        t(marginals), t(moves), t(pairs[0]), t(pairs[1]), t(lengths),
    )  # fmt: skip


def soft_loss(network: Network, batch: SoftBatch, recipe: Recipe) -> Tensor:
    """Cross entropy of anchors and of what belongs to each to the soft labels, for each anchor of the batch."""
    with torch.autocast("cpu", torch.bfloat16):
        x = network.encoder(batch.piece, batch.case, batch.quote, batch.layout, batch.mask)
    x = x.float()
    tokens = x.gather(1, batch.first[:, :, None].expand(-1, -1, x.shape[2]))
    anchor, flat, of_token, of_anchor = network.encoder.heads(tokens)
    live = batch.live[:, :, None]
    total = -(batch.kinds * functional.log_softmax(anchor, 2) * live).sum()
    total = total - recipe.flat_weight * (batch.flat * functional.log_softmax(flat, 2) * live).sum()
    if len(batch.row):
        with torch.autocast("cpu", torch.bfloat16):
            scores = network.reader(
                of_token[batch.row], of_anchor[batch.row, batch.anchor], flat[batch.row], batch.distance,
                batch.relation, batch.live[batch.row],
            )  # fmt: skip
        scores = scores.float()
        transitions, start = network.reader.scores()
        finite = network.reader.transitions
        expected = (batch.marginals * scores).sum((1, 2)) + (batch.moves * finite).sum((1, 2))
        expected = expected + batch.marginals[:, 0] @ network.reader.start
        log = LogPartition.apply(scores, transitions, start, batch.lengths)
        total = total + ((log - expected) * batch.weights).sum()
    return total / max(float(batch.weights.sum()), 1.0)
