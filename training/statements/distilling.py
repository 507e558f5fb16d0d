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
from training.statements.batches import Example, Padded, drawn_windows, example_of, packed, padded
from training.statements.crf import LogPartition, expectations
from training.statements.data import Article
from training.statements.half import half_precision
from training.statements.learning import Recipe
from training.statements.model import Network

LEAST_LIKELY = 0.15
"""Least probability of an anchor, by the mean of the teachers, that a student learns to read from."""
GOLD_SHARE = 0.5
"""Weight of the gold beside the teachers where there is gold."""
WINDOWS_AT_ONCE = 16
"""Windows that the teachers read together."""
POOL = 128
"""Windows that are sorted by length together when batches are made."""


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
class SoftBatch(Padded):
    """Windows with what the teachers say of each anchor; kinds and roles are probabilities of all classes, too."""

    weights: Tensor
    marginals: Tensor
    moves: Tensor
    distance: Tensor
    relation: Tensor
    lengths: Tensor


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """One window to be labelled, with the gold in it where there is some."""

    tokens: Tokens
    window: Window
    gold: Example | None


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the teachers say of the tokens of one window: mean probabilities, and each teacher's projections."""

    kinds: np.ndarray
    flat: np.ndarray
    heads: list[tuple[Tensor, Tensor, Tensor]]


@torch.no_grad()
def soft_examples(teachers: Sequence[Network], asked: Sequence[Unlabelled]) -> list[SoftExample]:
    """What teachers say about some windows, mixed with the gold where there is some."""
    pieces = [pieces_of(one.tokens, one.window) for one in asked]
    heard = _heard(teachers, pieces)
    wheres = [_anchors(one, h) for one, h in zip(asked, heard, strict=True)]
    far = [distances(len(h.kinds), where) for h, where in zip(heard, wheres, strict=True)]
    near = [
        relations(one.tokens, one.window.start, one.window.end, where) for one, where in zip(asked, wheres, strict=True)
    ]
    sequences = _sequences(teachers, heard, wheres, far, near)
    examples = []
    for one, part, h, where, (marginals, moves), distance, relation in zip(
        asked, pieces, heard, wheres, sequences, far, near, strict=True
    ):
        kinds, flat, weights = h.kinds, h.flat, (1 - h.kinds[:, 0])[where]
        if one.gold is not None:
            weights = np.where(np.isin(where, one.gold.anchors), 1.0, weights * (1 - GOLD_SHARE))
            kinds = GOLD_SHARE * np.eye(3)[one.gold.kinds] + (1 - GOLD_SHARE) * kinds
            flat = GOLD_SHARE * np.eye(len(LABELS))[one.gold.flat] + (1 - GOLD_SHARE) * flat
            for anchor, row in zip(one.gold.anchors, one.gold.labels, strict=True):
                k = int(np.searchsorted(where, anchor))
                counts = np.zeros_like(moves[k])
                np.add.at(counts, (row[:-1], row[1:]), 1)
                marginals[k] = GOLD_SHARE * np.eye(len(LABELS))[row] + (1 - GOLD_SHARE) * marginals[k]
                moves[k] = GOLD_SHARE * counts + (1 - GOLD_SHARE) * moves[k]
        examples.append(
            SoftExample(
                part, kinds.astype(np.float16), flat.astype(np.float16), where, weights.astype(np.float32),
                marginals.astype(np.float16), moves, distance.astype(np.int8), relation.astype(np.int8),
            )
        )  # fmt: skip
    return examples


def _heard(teachers: Sequence[Network], pieces: Sequence[tuple[np.ndarray, ...]]) -> list[_Heard]:
    wide, mask = padded(pieces)
    each = []
    for teacher in teachers:
        with half_precision():
            x = teacher.encoder(*wide, mask)
        each.append(x.float())
    heard = []
    for b, part in enumerate(pieces):
        heads = [
            teacher.encoder.heads(x[b].index_select(0, torch.from_numpy(part[4])))
            for teacher, x in zip(teachers, each, strict=True)
        ]
        kinds = torch.stack([h[0].softmax(1) for h in heads]).mean(0).numpy()
        flat = torch.stack([h[1].softmax(1) for h in heads]).mean(0).numpy()
        heard.append(_Heard(kinds, flat, [h[1:] for h in heads]))
    return heard


def _anchors(one: Unlabelled, heard: _Heard) -> np.ndarray:
    """Places in the window, K, whose sequence is worth learning: likely ones, and those of the gold."""
    likely = np.flatnonzero(1 - heard.kinds[:, 0] >= LEAST_LIKELY)
    return likely if one.gold is None else np.union1d(likely, one.gold.anchors)


def _sequences(
    teachers: Sequence[Network],
    heard: Sequence[_Heard],
    wheres: Sequence[np.ndarray],
    far: Sequence[np.ndarray],
    near: Sequence[np.ndarray],
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Mean marginals K x N x L and mean counts of transitions K x L x L of each window."""
    sizes, counts = [len(h.kinds) for h in heard], [len(where) for where in wheres]
    marginals = [np.zeros((k, n, len(LABELS)), dtype=np.float32) for n, k in zip(sizes, counts, strict=True)]
    moves = [np.zeros((k, len(LABELS), len(LABELS)), dtype=np.float32) for k in counts]
    if not sum(counts):
        return list(zip(marginals, moves, strict=True))
    lengths = torch.from_numpy(np.repeat(sizes, counts))
    for number, teacher in enumerate(teachers):
        scores = torch.zeros(sum(counts), max(sizes), len(LABELS))
        row = 0
        for h, where, distance, relation in zip(heard, wheres, far, near, strict=True):
            if len(where):
                roles, of_token, of_anchor = h.heads[number]
                scores[row : row + len(where), : len(h.kinds)] = teacher.reader(
                    of_token[None], of_anchor[where], roles[None], torch.from_numpy(distance),
                    torch.from_numpy(relation), torch.ones(relation.shape),
                )  # fmt: skip
            row += len(where)
        likely, moved = expectations(scores, *teacher.reader.scores(), lengths)
        row = 0
        for b, (n, k) in enumerate(zip(sizes, counts, strict=True)):
            marginals[b] += likely[row : row + k, :n].numpy() / len(teachers)
            moves[b] += moved[row : row + k].numpy() / len(teachers)
            row += k
    return list(zip(marginals, moves, strict=True))


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
    asked = [
        Unlabelled(a.tokens, window, example_of(a.tokens, window, rng.choice(a.versions)) if has_gold else None)
        for a in articles
        for window in drawn_windows(a.tokens, rng)
    ]
    asked.sort(key=lambda one: one.window.end - one.window.start)
    examples = []
    for low in range(0, len(asked), WINDOWS_AT_ONCE):
        examples += soft_examples(teachers, asked[low : low + WINDOWS_AT_ONCE])
        if low % (50 * WINDOWS_AT_ONCE) == 0:
            print(f"labelled {low}/{len(asked)}", flush=True)
    torch.save(examples, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)
    return examples


def soft_batches(examples: Sequence[SoftExample], *, seed: int, pieces: int) -> Iterator[SoftBatch]:
    """Batches of about so many word pieces, in an order that differs by the seed."""
    for batch in packed(examples, random.Random(seed), pieces=pieces, pool=POOL):
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
    with half_precision(not recipe.rounded):
        x = network.encoder(batch.piece, batch.case, batch.quote, batch.layout, batch.mask)
    x = x.float()
    tokens = x.gather(1, batch.first[:, :, None].expand(-1, -1, x.shape[2]))
    anchor, flat, of_token, of_anchor = network.encoder.heads(tokens)
    live = batch.live[:, :, None]
    total = -(batch.kinds * functional.log_softmax(anchor, 2) * live).sum()
    total = total - recipe.flat_weight * (batch.flat * functional.log_softmax(flat, 2) * live).sum()
    if len(batch.row):
        with half_precision(not recipe.rounded):
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
