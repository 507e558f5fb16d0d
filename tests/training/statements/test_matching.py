"""A smaller encoder learns the states of a larger one. Needs PyTorch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from training.statements.learning import Recipe
from training.statements.matching import REPLACED, Text, Texts, altered, matching_loss, text_batches
from training.statements.model import Encoder, Shape

SHAPE = Shape(layers=(0, 1), width=48, pair=8, dilations=(1,), dropout=0.0)


def texts(count: int = 40, *, seed: int = 1) -> list[Text]:
    drawn = np.random.default_rng(seed)
    return [
        Text(tuple(drawn.integers(0, most, size) for most in (60, 6, 6, 3)))
        for size in drawn.integers(8, 30, count).tolist()
    ]


class Both:
    """A network as the loss takes it."""

    def __init__(self, seed: int, **changes: Any) -> None:
        torch.manual_seed(seed)
        self.encoder = Encoder(replace(SHAPE, **changes), vocabulary=60, positions=40)

    def eval(self) -> Both:
        self.encoder.eval()
        return self


def nothing_read(_: Any, states: torch.Tensor, texts: Texts) -> list[torch.Tensor]:
    return [states[texts.live][:, :3]]


def test_a_network_matches_itself() -> None:
    whole = Both(0)
    loss = matching_loss(whole, (0, 1), nothing_read)
    assert all(float(loss(whole, batch, Recipe())) < 1e-9 for batch in text_batches(texts(), seed=0, pieces=200))


def test_the_smaller_one_comes_nearer_on_texts_it_has_not_seen() -> None:
    whole, small = Both(0), Both(1, hidden=64)
    loss = matching_loss(whole, (0, 1), nothing_read)
    held = list(text_batches(texts(seed=5), seed=9, pieces=200))

    def far() -> float:
        with torch.no_grad():
            return sum(float(loss(small, batch, Recipe())) for batch in held) / len(held)

    before = far()
    learner = torch.optim.Adam(small.encoder.parameters(), lr=3e-3)
    for epoch in range(12):
        for batch in text_batches(texts(200), seed=epoch, pieces=200):
            value = loss(small, batch, Recipe())
            learner.zero_grad()
            value.backward()
            learner.step()
    assert far() < 0.6 * before


def test_the_whole_network_learns_nothing() -> None:
    whole, small = Both(0), Both(1, hidden=64)
    loss = matching_loss(whole, (0, 1), nothing_read)
    loss(small, next(text_batches(texts(), seed=0, pieces=200)), Recipe()).backward()
    assert all(value.grad is None for value in whole.encoder.parameters())
    assert small.encoder.layers[0].up.weight.grad is not None


def test_only_shared_layers_are_compared() -> None:
    whole, small = Both(0), Both(1, layers=(1,))
    loss = matching_loss(whole, (1,), lambda _, x, texts: [x[texts.live]])
    batch = next(text_batches(texts(), seed=0, pieces=200))
    with torch.no_grad():
        small.encoder.eval()
        ours = small.encoder(*batch.wide, batch.mask)[batch.mask[:, 0, 0]]
        theirs = whole.encoder(*batch.wide, batch.mask)[batch.mask[:, 0, 0]]
        share = (ours - theirs).square().mean() / theirs.var(0).mean()
        assert float(loss(small, batch, Recipe())) == pytest.approx(2 * float(share), rel=1e-4)


def test_padding_counts_for_nothing() -> None:
    whole, small = Both(0), Both(1, hidden=64)
    small.encoder.eval()
    loss = matching_loss(whole, (0, 1), nothing_read)
    alone = next(text_batches(texts(60)[7:8], seed=3, pieces=40))
    wide = tuple(torch.cat([column, torch.ones(1, 5, dtype=torch.long)], 1) for column in alone.wide)
    mask = torch.cat([alone.mask, torch.zeros(1, 1, 1, 5, dtype=torch.bool)], 3)
    padded = Texts(wide, mask)
    with torch.no_grad():
        assert float(loss(small, padded, Recipe())) == pytest.approx(float(loss(small, alone, Recipe())), rel=1e-4)


def test_batches_are_the_same_for_a_seed_and_hold_every_window() -> None:
    given = texts()
    once, again = (list(text_batches(given, seed=4, pieces=200)) for _ in range(2))
    assert all(torch.equal(a.wide[0], b.wide[0]) for a, b in zip(once, again, strict=True))
    assert sum(int(batch.mask.sum()) for batch in once) == sum(len(text.pieces[0]) for text in given)
    other = list(text_batches(given, seed=5, pieces=200))
    assert not all(torch.equal(a.wide[0], b.wide[0]) for a, b in zip(once, other, strict=False))


def test_pieces_are_replaced_between_the_marks_and_features_stay() -> None:
    draw = np.random.default_rng(0)
    window = tuple(np.arange(400) % most for most in (60, 6, 6, 3))
    pool = np.array([77])
    changed = [altered(window, pool, draw) for _ in range(200)]
    shares = [float((made[0][1:-1] == 77).mean()) for made in changed]
    assert 0.3 < sum(share > 0 for share in shares) / len(shares) < 0.7
    assert np.mean([share for share in shares if share]) == pytest.approx(REPLACED, abs=0.02)
    for made in changed:
        assert made[0][0] == window[0][0]
        assert made[0][-1] == window[0][-1]
        assert all(np.array_equal(a, b) for a, b in zip(made[1:], window[1:], strict=True))
    assert 77 not in window[0]
