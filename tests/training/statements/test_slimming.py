"""Smaller networks, the arithmetic of int8 in training, and networks from shipped graphs. Needs PyTorch."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from training.statements.model import Encoder, Network, Shape
from training.statements.quantising import LARGE, MOST, STEPS, RoundedLinear, round_layers
from training.statements.slimming import slim

from training.statements import slimming

SHAPE = Shape(layers=(0, 1), width=48, pair=8, dilations=(1,), dropout=0.0)
"""Twelve heads of four values each, 192 hidden units."""


def encoder(seed: int = 0, shape: Shape = SHAPE) -> Encoder:
    torch.manual_seed(seed)
    made = Encoder(shape, vocabulary=60, positions=40).eval()
    for layer in made.layers:
        torch.nn.init.normal_(layer.down.weight, std=0.3)
    return made


def small(whole: Encoder, texts: list[tuple[np.ndarray, ...]], **changes: Any) -> Encoder:
    return slim(whole, texts, replace(SHAPE, **changes), vocabulary=60, positions=40).eval()


def windows(count: int = 30, *, seed: int = 1) -> list[tuple[np.ndarray, ...]]:
    drawn = np.random.default_rng(seed)
    return [
        tuple(drawn.integers(0, most, size) for most in (60, 6, 6, 3)) for size in drawn.integers(8, 30, count).tolist()
    ]


@torch.no_grad()
def states(network: Encoder, window: tuple[np.ndarray, ...]) -> torch.Tensor:
    return network(*(torch.from_numpy(column)[None] for column in window))[0]


def strayed(one: Encoder, other: Encoder, seed: int = 2) -> float:
    """Mean distance of the states of two networks on windows that tell nothing of how one was made."""
    return float(torch.cat([(states(one, w) - states(other, w)).norm(dim=1) for w in windows(10, seed=seed)]).mean())


# -- smaller networks --------------------------------------------------------------------------------------------------


def test_a_network_of_the_same_shape_is_the_same() -> None:
    whole = encoder()
    assert strayed(whole, small(whole, windows())) < 1e-3


def test_units_and_heads_that_do_nothing_are_those_left_out() -> None:
    whole = encoder()
    with torch.no_grad():
        for layer in whole.layers:
            layer.down.weight[:, 50:70] = 0.0
            layer.out.weight[:, 4:12] = 0.0
    made = small(whole, windows(), heads=10, hidden=172)
    assert strayed(whole, made) < 0.02 * float(states(whole, windows()[0]).norm(dim=1).mean())


def test_what_is_left_takes_over_what_the_others_did() -> None:
    whole = encoder()
    with torch.no_grad():
        for layer in whole.layers:
            # Every second unit does what the one before it does.
            layer.up.weight[1::2] = layer.up.weight[::2]
            layer.up.bias[1::2] = layer.up.bias[::2]
    made = small(whole, windows(60), hidden=96)
    dropped = small(whole, windows(60), hidden=96)
    for layer, before in zip(dropped.layers, whole.layers, strict=True):
        kept = [int((before.up.weight == row).all(1).nonzero()[0, 0]) for row in layer.up.weight]
        layer.down.weight.data = before.down.weight[:, kept].detach().clone()
    assert strayed(whole, made) < 0.5 * strayed(whole, dropped)


def test_a_layer_left_out_is_made_up_for_by_the_next() -> None:
    whole = encoder()
    made = small(whole, windows(60), layers=(1,))
    plain = small(whole, windows(60), layers=(1,))
    plain.layers.load_state_dict({f"0.{name}": value for name, value in whole.layers[1].state_dict().items()})
    assert strayed(whole, made) < 0.9 * strayed(whole, plain)


def test_padding_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = encoder()
    made = []
    for together in (1, 30):
        monkeypatch.setattr(slimming, "AT_ONCE", together)
        made.append(small(whole, windows(), hidden=96))
    assert strayed(*made) < 1e-2 * strayed(whole, made[0])


# -- the arithmetic of int8 --------------------------------------------------------------------------------------------


def test_a_rounded_layer_computes_as_integers_do() -> None:
    torch.manual_seed(3)
    layer = torch.nn.Linear(160, 110)
    x = torch.randn(1, 7, 160)
    plain = layer(x)
    scale = np.abs(layer.weight.detach().numpy()).max(1) / MOST
    weights = np.rint(layer.weight.detach().numpy() / scale[:, None]).astype(np.int64)
    low, high = min(float(x.min()), 0.0), max(float(x.max()), 0.0)
    step = (high - low) / STEPS
    zero = np.rint(-low / step)
    numbers = np.clip(np.rint(x[0].numpy() / step) + zero, 0, STEPS).astype(np.int64)
    products = (numbers - int(zero)) @ weights.T
    assert np.abs(weights).max() == MOST
    assert 2 * STEPS * MOST < 2**15, "two products must fit into 16 bits"
    round_layers(layer)
    assert isinstance(layer, RoundedLinear)
    found = layer(x)[0].detach().numpy()
    assert np.allclose(found, products * scale * step + layer.bias.detach().numpy(), atol=1e-4)
    assert not np.allclose(found, plain.detach().numpy(), atol=1e-4)
    round_layers(layer, rounded=False)
    assert torch.equal(layer(x), plain)


def test_small_layers_are_not_rounded() -> None:
    layers = torch.nn.Sequential(torch.nn.Linear(128, LARGE // 128), torch.nn.Linear(128, LARGE // 128 - 1))
    round_layers(layers)
    assert [type(layer) for layer in layers] == [RoundedLinear, torch.nn.Linear]


def test_a_rounded_layer_learns() -> None:
    layer = torch.nn.Linear(128, 128)
    round_layers(layer)
    layer(torch.randn(2, 5, 128)).square().sum().backward()
    assert layer.weight.grad is not None
    assert float(layer.weight.grad.abs().min()) > 0


# -- networks from shipped graphs --------------------------------------------------------------------------------------


@pytest.mark.skipif(importlib.util.find_spec("onnx") is None, reason="only training needs onnx")
def test_a_network_comes_back_from_its_graphs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from training.statements.export import write_graphs

    from training.statements import read_back

    shape = Shape(layers=(0,), heads=8, hidden=160, pair=24)
    torch.manual_seed(4)
    network = Network(shape)
    # Weights that are the same stand in a graph once.
    for value in network.parameters():
        value.data += 0.01 * torch.randn(value.shape)
    monkeypatch.setattr(
        read_back,
        "load_pretrained",
        lambda made, _: made.encoder.word.load_state_dict(network.encoder.word.state_dict()),
    )
    write_graphs(network, tmp_path, seven_bits=True)
    transitions, start = (scores.tolist() for scores in network.reader.scores())
    (tmp_path / "model.json").write_text(json.dumps({"transitions": transitions, "start": start}), encoding="utf-8")
    found = read_back.read_back(tmp_path, shape, tmp_path)
    for one, other in zip(found.reader.scores(), network.reader.scores(), strict=True):
        # What is forbidden is so by so much that no more is told of it.
        assert torch.allclose(one, other, atol=0.1 * float((other < -1_000).any()))
    for name, value in network.state_dict().items():
        if name not in {"reader.transitions", "reader.start"}:
            most = float(value.abs().max()) / MOST if "weight" in name else 1e-6
            assert torch.allclose(found.state_dict()[name], value, atol=most + 1e-6), name
