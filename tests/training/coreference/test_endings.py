"""The gold beside the states, several times, and the mean of the weights. Needs PyTorch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from training.coreference.model import Network
from training.statements.model import Shape

from training.coreference import endings
from training.statements import learning

SHAPE = Shape(layers=(0,), width=96, heads=4, hidden=96, pair=8, dropout=0.0)


def document(corpus: str) -> Any:
    return SimpleNamespace(read=SimpleNamespace(corpus=corpus))


def windows(texts: Sequence[Any], drawn: random.Random) -> list[tuple[np.ndarray, ...]]:
    row = np.array([101, 2000, 2001, 102])
    return [(row, np.zeros_like(row), np.zeros_like(row), np.zeros_like(row)) for _ in texts]


def test_the_mean_of_networks_has_the_mean_of_their_weights() -> None:
    torch.manual_seed(0)
    one, other = Network(SHAPE), Network(SHAPE)
    mean = learning.mean_of([one, other])
    assert torch.allclose(mean.out.weight, (one.out.weight + other.out.weight) / 2)
    assert not torch.allclose(mean.out.weight, one.out.weight)


@pytest.fixture
def gold_of(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Corpora of the gold of each epoch that is drawn; the loss only makes some weights small."""
    drawn: list[list[str]] = []

    def epochs(documents: Sequence[Any], seed: int) -> Iterator[list[Any]]:
        drawn.append([each.read.corpus for each in documents])
        yield list(documents)

    def loss_of(network: Network, batch: Any, recipe: learning.Recipe) -> Tensor:
        return network.kinds.weight.square().mean()

    monkeypatch.setattr(endings.losses, "epochs", epochs)
    monkeypatch.setattr(endings.losses, "loss_of", loss_of)
    monkeypatch.setattr(endings, "RECIPE", replace(endings.RECIPE, head_rate=1e-2, average=0.5, warm_up=1))
    return drawn


def test_the_gold_is_learned_several_times_and_meant(gold_of: list[list[str]], tmp_path: Path) -> None:
    torch.manual_seed(1)
    begun = Network(SHAPE)
    learning.save(begun, endings.RECIPE, tmp_path / "begun.pt")
    documents = [document(name) for name in ("gum", "gap", "ecb") for _ in range(30)]
    tokens: dict[str, list[Any]] = {name: [object()] * 4 for name in ("gum", "gap", "ecb")}

    def run() -> Network:
        def judge(network: Network) -> tuple[float, dict[str, Any]]:
            return 0.0, {}

        def matching(network: Network, texts: Any, recipe: learning.Recipe) -> Tensor:
            return network.out.weight.square().mean()

        return endings.with_gold(tmp_path / "begun.pt", documents, tokens, windows, matching, judge, tmp_path)

    mean = run()
    each = [learning.load(tmp_path / f"ending-{n + 1}" / "best.pt", Network) for n in range(len(endings.ENDINGS))]
    assert torch.allclose(mean.kinds.weight, torch.stack([one.kinds.weight for one in each]).mean(0))
    assert mean.kinds.weight.norm() < begun.kinds.weight.norm()
    assert mean.out.weight.norm() < begun.out.weight.norm()
    taken = [{name: some.count(name) for name in ("gum", "gap", "ecb")} for some in gold_of]
    assert all(some["gum"] == 30 and 15 < some["ecb"] < 30 for some in taken)
    assert {bool(some["gap"]) for some in taken} == {True, False}
    before = len(gold_of)
    again = run()
    assert torch.equal(again.kinds.weight, mean.kinds.weight)
    assert len(gold_of) == before + len(endings.ENDINGS)  # only counted, nothing learned once more
