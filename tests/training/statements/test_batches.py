"""Windows with their gold, packed into batches. Needs PyTorch."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tiny_network import tiny_pieces
from training.statements.batches import collate, epoch_of, example_of, packed
from training.statements.data import Article, labelled
from training.statements.learning import Recipe, loss_of
from training.statements.model import Encoder, Network, Shape

from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements.engine.tokens import CASES, tokens_of
from dissensus.annotating.statements.engine.windows import windows_of
from training.statements import half

PIECES = tiny_pieces()
TEXT = "Quill said that the dam is safe. " * 60


@pytest.fixture(autouse=True)
def whole_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half precision rounds by how much goes through together."""
    monkeypatch.setattr(half, "HAS_HALF", False)


@dataclass(frozen=True)
class Window:
    """A window of so many pieces; the number tells it from others of its length."""

    number: int
    length: int

    @property
    def pieces(self) -> tuple[np.ndarray, ...]:
        return (np.zeros(self.length, dtype=np.int64),)


def article(name: str) -> Article:
    """Every sentence has one attribution."""
    tokens = tokens_of(TEXT, PIECES, quotations_of(TEXT))
    found = []
    for at in range(0, len(TEXT), len("Quill said that the dam is safe. ")):
        spans = {"source": [(at, at + 5)], "cue": [(at + 6, at + 10)], "content": [(at + 11, at + 31)]}
        one = labelled(spans, tokens)
        assert one is not None
        found.append(one)
    return Article(name, TEXT, tokens, (tuple(found),))


@given(st.lists(st.integers(1, 40), max_size=80), st.integers(0, 9), st.integers(30, 90), st.integers(1, 20))
def test_every_window_stands_once_in_a_batch_that_is_not_too_wide(
    lengths: list[int], seed: int, most: int, pool: int
) -> None:
    windows = [Window(*row) for row in enumerate(lengths)]
    batches = packed(windows, random.Random(seed), pieces=most, pool=pool)
    assert sorted(w.number for batch in batches for w in batch) == list(range(len(windows)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(w.length for w in batch) <= most
        assert [w.length for w in batch] == sorted((w.length for w in batch), reverse=True)
    again = packed(windows, random.Random(seed), pieces=most, pool=pool)
    assert again == batches


def test_the_seed_draws_which_windows_share_a_batch_and_the_order_of_batches() -> None:
    windows = [Window(n, 5) for n in range(50)]
    one, other = (packed(windows, random.Random(seed), pieces=20, pool=16) for seed in (1, 2))
    assert {frozenset(w.number for w in batch) for batch in one} != {frozenset(w.number for w in b) for b in other}
    rising = [Window(n, 50 - n) for n in range(50)]
    longest = [batch[0].length for batch in packed(rising, random.Random(1), pieces=1, pool=50)]
    assert longest != sorted(longest, reverse=True)


def test_one_pass_gives_the_same_batches_again_and_another_seed_gives_others() -> None:
    def batches(seed: int) -> list[torch.Tensor]:
        found = epoch_of([article("one"), article("two")], seed=seed, pieces=900, every_version=True)
        return [tensor for batch in found for tensor in (batch.piece, batch.kinds, batch.labels, batch.distance)]

    first, again, other = batches(3), batches(3), batches(4)
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert len(first) != len(other) or not all(torch.equal(a, b) for a, b in zip(first, other, strict=True))


def test_every_attribution_well_inside_of_a_window_is_learned() -> None:
    (batch,) = epoch_of([article("one")], seed=1, pieces=100_000, every_version=False)
    learned = set(zip(batch.row.tolist(), batch.anchor.tolist(), strict=True))
    anchors = {(int(b), int(n)) for b, n in (batch.kinds > 0).nonzero()}
    assert learned <= anchors
    assert len(learned) > len(anchors) // 2
    assert all(batch.labels[k, n] == 5 for k, (_, n) in enumerate(zip(batch.row, batch.anchor, strict=True)))


def test_annotators_who_share_an_article_count_together_as_one_does() -> None:
    one = article("one")
    two = Article("two", one.text, one.tokens, (one.versions[0], one.versions[0][::2], one.versions[0][::2]))
    (batch,) = epoch_of([one, two], seed=1, pieces=100_000, every_version=True, shares=True)
    shares = batch.share.tolist()
    assert len(set(shares)) == 2
    assert min(shares) == pytest.approx(1 / 3)
    assert shares.count(min(shares)) % 3 == 0
    (first,) = epoch_of([one, two], seed=1, pieces=100_000, every_version=False)
    assert set(first.share.tolist()) == {1.0}
    assert sum(shares) == pytest.approx(len(first.share))


def test_shares_of_annotators_give_the_loss_of_labels_that_are_as_likely_as_they_are_shared() -> None:
    torch.manual_seed(0)
    shape = Shape(layers=(0,), width=24, heads=2, pair=8, dilations=(1,), dropout=0.0)
    network, recipe = Network(shape).eval(), Recipe(flat_weight=0.5)
    tokens = article("one").tokens
    window = windows_of(tokens, pieces=300, overlap=24, slack=24, by_paragraph=False, skip=0)[0]
    every = article("one").versions[0]
    versions = [every, every[5:], every[::3], every[::3]]
    alone = [collate([example_of(tokens, window, gold)]) for gold in versions]
    # The loss of one is for each of its anchors; without the division they add up by their shares.
    anchors = [len(batch.row) for batch in alone]
    assert len(set(anchors)) == 3
    losses = [float(loss_of(network, batch, recipe).detach()) for batch in alone]
    expected = sum(loss * count for loss, count in zip(losses, anchors, strict=True)) / sum(anchors)
    shared = collate([example_of(tokens, window, gold, share=1 / 4) for gold in versions])
    assert float(loss_of(network, shared, recipe).detach()) == pytest.approx(expected, rel=1e-5)


def test_a_network_sees_the_context_only_if_its_shape_says_so() -> None:
    torch.manual_seed(0)
    shape = Shape(layers=(0,), width=24, heads=2, pair=8, features=("case", "quote", "layout", "context"))
    encoder = Encoder(shape, vocabulary=40, positions=16).eval()
    assert encoder.context is not None
    torch.nn.init.normal_(encoder.context.weight)
    plain, marked = torch.tensor([[1, 2, 3]]), torch.tensor([[1, 2 + CASES, 3]])
    piece, rest = torch.tensor([[5, 6, 7]]), torch.zeros(1, 3, dtype=torch.long)
    assert not torch.allclose(encoder(piece, plain, rest, rest), encoder(piece, marked, rest, rest))
    assert Encoder(Shape(layers=(0,), width=24, heads=2, pair=8), vocabulary=40, positions=16).context is None
