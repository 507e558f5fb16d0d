"""Soft labels of teachers, and learning from them. Needs PyTorch."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_network import tiny_pieces
from training.statements.batches import Example, collate, example_of
from training.statements.data import Article, Labelled, labelled
from training.statements.distilling import (
    GOLD_SHARE,
    LEAST_LIKELY,
    SoftExample,
    Unlabelled,
    collate_soft,
    label_softly,
    soft_batches,
    soft_examples,
    soft_loss,
)
from training.statements.learning import Recipe, loss_of
from training.statements.model import Network, Shape

from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements.engine.decode import LABELS
from dissensus.annotating.statements.engine.tokens import Tokens, tokens_of
from dissensus.annotating.statements.engine.windows import Window
from training.statements import half

PIECES = tiny_pieces()
TEXT = "Quill said that the dam is safe. “We go,” Orla told us. It rained at noon."
SMALL = Shape(layers=(0,), width=24, heads=2, pair=8, dilations=(1,), dropout=0.0)


@pytest.fixture(autouse=True)
def whole_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half precision rounds by how much goes through together."""
    monkeypatch.setattr(half, "HAS_HALF", False)


def teacher(seed: int, *, none: float = 3.0) -> Network:
    """A network that was taught nothing.

    Args:
        seed: of its weights.
        none: added to the score of being no anchor; with 3 some tokens are likely enough and some are not.
    """
    torch.manual_seed(seed)
    network = Network(SMALL).eval()
    with torch.no_grad():
        network.encoder.anchor.bias += torch.tensor([none, 0.0, 0.0])
        network.reader.transitions += torch.randn(len(LABELS), len(LABELS))
        network.reader.start += torch.randn(len(LABELS))
        for table in (network.encoder.case, network.encoder.quote, network.encoder.layout):
            table.weight.copy_(torch.randn(table.weight.shape))
    return network


def tokens() -> Tokens:
    return tokens_of(TEXT, PIECES, quotations_of(TEXT))


def gold() -> tuple[Labelled, ...]:
    """Who said what in the text."""
    found = []
    for speaker, cue, content in (("Quill", "said", "that the dam is safe"), ("Orla", "told", "“We go,”")):
        spans = {
            role: [(TEXT.index(words), TEXT.index(words) + len(words))]
            for role, words in (("source", speaker), ("cue", cue), ("content", content))
        }
        one = labelled(spans, tokens())
        assert one is not None
        found.append(one)
    return tuple(found)


def window(start: int, end: int) -> Window:
    return Window(start, end, start, end)


def asked(*, has_gold: bool) -> list[Unlabelled]:
    """Windows of several lengths over the text; the whole of it is one."""
    found, size = tokens(), len(tokens())
    windows = [window(0, size), window(0, 9), window(5, size), window(3, 4)]
    return [Unlabelled(found, w, example_of(found, w, gold()) if has_gold else None) for w in windows]


def same(one: SoftExample, other: SoftExample) -> None:
    """Fail where two examples differ by more than what the stored numbers are rounded to."""
    for field in dataclasses.fields(SoftExample):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if field.name == "pieces":
            assert all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))
        else:
            np.testing.assert_allclose(a.astype(float), b.astype(float), atol=2e-3, err_msg=field.name)


@pytest.mark.parametrize("has_gold", [True, False])
def test_windows_labelled_together_are_as_labelled_one_by_one(has_gold: bool) -> None:
    teachers = [teacher(1), teacher(2)]
    together = soft_examples(teachers, asked(has_gold=has_gold))
    assert [len(e.kinds) for e in together] == [len(tokens()), 9, len(tokens()) - 5, 1]
    assert 0 < sum(len(e.anchors) for e in together) < sum(len(e.kinds) for e in together)
    for one, example in zip(asked(has_gold=has_gold), together, strict=True):
        same(example, soft_examples(teachers, [one])[0])


def test_several_teachers_say_the_mean_of_what_each_says() -> None:
    one, other = teacher(1, none=0.0), teacher(2, none=0.0)
    both, first, second = (
        soft_examples(teachers, asked(has_gold=False))[0] for teachers in ([one, other], [one], [other])
    )
    assert len(both.anchors) == len(tokens())
    for name in ("kinds", "flat", "weights", "marginals", "moves"):
        mean = (getattr(first, name).astype(float) + getattr(second, name).astype(float)) / 2
        np.testing.assert_allclose(getattr(both, name).astype(float), mean, atol=2e-3, err_msg=name)
    assert np.abs(first.marginals.astype(float) - second.marginals.astype(float)).max() > 0.01


def test_the_teachers_labels_are_probabilities_and_their_moves_add_up() -> None:
    for example in soft_examples([teacher(1), teacher(2)], asked(has_gold=False)):
        np.testing.assert_allclose(example.kinds.astype(float).sum(1), 1, atol=5e-3)
        np.testing.assert_allclose(example.marginals.astype(float).sum(2), 1, atol=5e-3)
        np.testing.assert_allclose(example.moves.sum((1, 2)), len(example.kinds) - 1, atol=5e-3)
        assert all(example.weights >= LEAST_LIKELY)


def test_anchors_of_the_gold_have_weight_one_and_the_teachers_own_have_less() -> None:
    one = asked(has_gold=True)[0]
    assert one.gold is not None
    assert len(one.gold.anchors) == 2
    (example,) = soft_examples([teacher(1)], [one])
    (without,) = soft_examples([teacher(1)], asked(has_gold=False)[:1])
    weights = dict(zip(example.anchors.tolist(), example.weights.tolist(), strict=True))
    alone = dict(zip(without.anchors.tolist(), without.weights.tolist(), strict=True))
    golden = set(one.gold.anchors.tolist())
    assert set(weights) == golden | set(alone)
    assert set(alone) - golden
    assert {weights[k] for k in golden} == {1.0}
    for k in set(alone) - golden:
        assert weights[k] == pytest.approx((1 - GOLD_SHARE) * alone[k])


def test_the_labels_of_a_gold_anchor_are_half_the_golds() -> None:
    one = asked(has_gold=True)[0]
    assert one.gold is not None
    (example,) = soft_examples([teacher(1, none=0.0)], [one])
    (without,) = soft_examples([teacher(1, none=0.0)], asked(has_gold=False)[:1])
    for anchor, row in zip(one.gold.anchors.tolist(), one.gold.labels, strict=True):
        expected = GOLD_SHARE * np.eye(len(LABELS))[row] + (1 - GOLD_SHARE) * without.marginals[anchor].astype(float)
        np.testing.assert_allclose(example.marginals[anchor].astype(float), expected, atol=2e-3)


@pytest.mark.parametrize("number", [1, 4])
def test_without_a_likely_anchor_and_without_gold_an_example_has_none(number: int) -> None:
    for example in soft_examples([teacher(1, none=30.0)], asked(has_gold=False)[:number]):
        size = len(example.kinds)
        assert example.anchors.shape == example.weights.shape == (0,)
        assert example.marginals.shape == (0, size, len(LABELS))
        assert example.moves.shape == (0, len(LABELS), len(LABELS))
        assert example.distance.shape == example.relation.shape == (0, size)


def test_examples_without_anchors_can_be_learned_from() -> None:
    examples = soft_examples([teacher(1, none=30.0)], asked(has_gold=False))
    loss = soft_loss(teacher(2), collate_soft(examples), Recipe())
    loss.backward()
    assert loss > 0
    assert torch.isfinite(loss)


def certain(example: Example) -> SoftExample:
    """A window's gold as soft labels that leave no doubt."""
    moves = np.zeros((len(example.anchors), len(LABELS), len(LABELS)), dtype=np.float32)
    for k, row in enumerate(example.labels):
        np.add.at(moves[k], (row[:-1], row[1:]), 1)
    return SoftExample(
        example.pieces, np.eye(3)[example.kinds], np.eye(len(LABELS))[example.flat], example.anchors,
        np.ones(len(example.anchors), dtype=np.float32), np.eye(len(LABELS))[example.labels], moves,
        example.distance, example.relation,
    )  # fmt: skip


def examples_of(windows: Sequence[Unlabelled]) -> list[Example]:
    return [one.gold for one in windows if one.gold is not None]


def test_labels_without_doubt_are_learned_from_as_the_gold_is() -> None:
    examples = examples_of(asked(has_gold=True))
    network, recipe = teacher(3), Recipe()
    losses = []
    gradients = []
    for loss in (
        loss_of(network, collate(examples), recipe),
        soft_loss(network, collate_soft([certain(e) for e in examples]), recipe),
    ):
        network.zero_grad()
        loss.backward()
        losses.append(float(loss.detach()))
        gradients.append({name: p.grad.clone() for name, p in network.named_parameters() if p.grad is not None})
    assert losses[0] > 1
    assert losses[1] == pytest.approx(losses[0], rel=1e-5)
    assert gradients[0].keys() == gradients[1].keys()
    for name, gradient in gradients[0].items():
        torch.testing.assert_close(gradients[1][name], gradient, rtol=1e-3, atol=1e-5, msg=name)


def test_a_set_of_windows_is_labelled_once_and_kept(tmp_path: Path) -> None:
    article = Article("one", TEXT, tokens(), (gold(),))
    path = tmp_path / "labels.pt"
    first = label_softly([teacher(1)], [article] * 3, seed=5, has_gold=True, path=path)
    kept = label_softly([], [], seed=5, has_gold=True, path=path)
    assert len(first) == len(kept) >= 3
    for one, other in zip(first, kept, strict=True):
        same(one, other)


def test_batches_hold_every_soft_example_once() -> None:
    examples = soft_examples([teacher(1)], asked(has_gold=True)) * 5
    batches = list(soft_batches(examples, seed=1, pieces=200))
    assert len(batches) > 1
    assert sum(len(batch.piece) for batch in batches) == len(examples)
    assert sum(len(batch.row) for batch in batches) == sum(len(e.anchors) for e in examples)
