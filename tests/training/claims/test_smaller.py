"""Smaller networks of claims answer as the whole ones do. Needs PyTorch."""

from __future__ import annotations

import functools
import random
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from training.claims.batches import Tokens, batch_of
from training.claims.data import Pair
from training.claims.model import Embedder, PairNetwork
from training.statements.model import Shape
from training.statements.quantising import RoundedLinear

from dissensus.models.pieces import Pieces
from training.claims import endings, losses, smaller
from training.statements import learning

SHAPE = Shape(layers=(0, 1), width=96, heads=4, hidden=384, pair=8, dilations=(1,), dropout=0.0)
WORDS = [f"w{number}" for number in range(50)]
TOKENS = Tokens(Pieces(["[PAD]", *(f"[unused{n}]" for n in range(99)), "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]))


def pairs(number: int, count: int = 300) -> list[Pair]:
    drawn = random.Random(number)

    def text() -> str:
        return " ".join(drawn.choices(WORDS, k=drawn.randrange(4, 12)))

    return [Pair(text(), text(), "stance", 2, "", "made") for _ in range(count)]


@pytest.fixture
def small_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smaller, "HEADS", 2)
    monkeypatch.setattr(smaller, "HIDDEN", 192)
    monkeypatch.setattr(smaller, "FITTED", 60)
    monkeypatch.setattr(smaller, "RECIPE", replace(smaller.RECIPE, epochs=6, encoder_rate=3e-4, warm_up=4, average=0.9))


@pytest.fixture
def short_endings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endings, "HEAD_RATE", 10)
    monkeypatch.setattr(endings, "RECIPE", replace(endings.RECIPE, warm_up=2, average=0.5))


def labelled(number: int) -> list[Pair]:
    """Pairs that take a side where the text has the word w0, and none elsewhere."""
    return [replace(pair, label=0 if "w0" in pair.text.split() else 2) for pair in pairs(number, 900)]


@torch.no_grad()
def wrong(network: PairNetwork) -> float:
    """Cross entropy of the labels of pairs from which it has not learned."""
    batch = batch_of(labelled(77), TOKENS)
    return float(losses.gold(network.eval()(batch.piece, batch.part, batch.mask), batch))


@torch.no_grad()
def far(one: PairNetwork, other: PairNetwork) -> float:
    """Mean squares of what their answers differ by, on pairs of which neither has learned."""
    batch = batch_of(pairs(99), TOKENS)
    a, b = (network.eval()(batch.piece, batch.part, batch.mask) for network in (one, other))
    return float((a - b).square().mean() / b.var(0).mean())


def test_a_smaller_pair_network_answers_nearly_as_the_whole_one(
    small_recipe: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smaller, "ENDINGS", (endings.Ending(seed=1, mixture="fine", taken=0.1, rate=0.0),))
    torch.manual_seed(3)
    whole = PairNetwork(SHAPE)
    judged: list[float] = []

    def judge(network: PairNetwork) -> tuple[float, dict[str, float]]:
        judged.append(far(network, whole))
        return 0.0, {"far": judged[-1]}

    found = smaller.smaller_pairs(whole, {"fine": pairs}, TOKENS, judge, tmp_path)
    assert found.shape == replace(SHAPE, heads=2, hidden=192)
    assert not isinstance(found.encoder.layers[0].up, RoundedLinear)
    assert len(judged) == 7
    torch.manual_seed(9)
    assert far(found, whole) < 0.05 < far(PairNetwork(SHAPE), whole)
    assert far(found, whole) == pytest.approx(judged[-1], rel=0.05)  # the arithmetic of run time comes with export
    again = smaller.smaller_pairs(whole, {"fine": pairs}, TOKENS, judge, tmp_path)
    assert far(again, found) == 0.0
    assert len(judged) == 7


def test_endings_learn_the_labels_and_their_mean_counts(short_endings: None, tmp_path: Path) -> None:
    torch.manual_seed(6)
    whole = PairNetwork(SHAPE)
    with torch.no_grad():
        whole.head[3].weight.mul_(20)  # sure of itself, and mostly wrong
    begun = tmp_path / "begun.pt"
    learning.save(whole, learning.Recipe(), begun)
    drawn: list[tuple[str, int]] = []

    def of(name: str, number: int) -> list[Pair]:
        drawn.append((name, number))
        return labelled(number)

    mixtures = {name: functools.partial(of, name) for name in ("fine", "sharp")}
    some = [endings.Ending(seed=n, mixture=name, taken=0.9, rate=3e-4) for n, name in enumerate(("fine", "sharp"))]
    found = endings.with_labels(whole, begun, mixtures, TOKENS, lambda network: (0.0, {}), tmp_path, some)
    each = [learning.load(tmp_path / f"ending-{n}" / "best.pt", PairNetwork) for n in (1, 2)]
    assert set(drawn) == {("fine", 0), ("sharp", 1)}
    assert wrong(found) < wrong(whole) - 0.1
    weight = [network.head[0].weight for network in each]
    assert not torch.equal(*weight)
    assert torch.allclose(found.head[0].weight, (weight[0] + weight[1]) / 2)


def test_the_whole_network_is_fitted_to_rounded_weights(
    short_endings: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It learns labels with rounded weights from one drawing, and is not read again when called again."""
    monkeypatch.setattr(endings, "SHIPPED", replace(endings.SHIPPED, taken=0.9, rate=3e-4))
    torch.manual_seed(8)
    whole = PairNetwork(SHAPE)
    with torch.no_grad():
        whole.head[3].weight.mul_(20)
    before = wrong(whole)
    drawn: list[int] = []
    judged: list[bool] = []

    def fine(number: int) -> list[Pair]:
        drawn.append(number)
        return labelled(number)

    def judge(network: PairNetwork) -> tuple[float, dict[str, float]]:
        judged.append(isinstance(network.encoder.layers[0].up, RoundedLinear))
        return 0.0, {}

    found = endings.rounded(whole, {"fine": fine}, TOKENS, judge, tmp_path)
    assert found.shape == whole.shape
    assert set(drawn) == {endings.SHIPPED.seed}
    assert judged == [True]
    assert wrong(whole) == before
    assert wrong(found) < before - 0.1
    again = endings.rounded(whole, {"fine": fine}, TOKENS, judge, tmp_path)
    assert far(again, found) == 0.0
    assert judged == [True]


def test_a_smaller_embedder_gives_nearly_the_same_vectors(small_recipe: None, tmp_path: Path) -> None:
    torch.manual_seed(4)
    whole = Embedder(SHAPE)
    found = smaller.smaller_embedder(whole, pairs, TOKENS, tmp_path)
    batch = batch_of(pairs(99), TOKENS)
    with torch.no_grad():
        like = (found(batch.piece, batch.mask) * whole.eval()(batch.piece, batch.mask)).sum(1)
        strange = (found(batch.piece, batch.mask) * whole(batch.piece, batch.mask).roll(1, 0)).sum(1)
    assert float(like.mean()) > float(strange.mean()) + 0.05
    assert float(like.mean()) > 0.95


def test_a_graph_of_another_shape_is_refused(tmp_path: Path) -> None:
    from training.claims.export import write_models

    torch.manual_seed(5)
    (tmp_path / "statements").mkdir()
    (tmp_path / "statements" / "vocabulary.txt").write_text("x\n")
    network, embedder = PairNetwork(SHAPE), Embedder(SHAPE)
    write_models(network, embedder, tmp_path, name="n", calibration={})
    graph = tmp_path / "claims" / "pairs.onnx"
    with pytest.raises(SystemExit, match="products"):
        smaller.read_back(graph, PairNetwork(replace(SHAPE, layers=(0,))))
