"""What is trained names only what is trained. Needs PyTorch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from training.statements.model import Network

from training.statements import __main__ as command
from training.statements import learning, plan


@pytest.mark.parametrize("training", plan.BY_NAME.values(), ids=lambda training: training.name)
def test_a_training_begins_with_and_learns_from_ones_of_the_plan(training: plan.Training) -> None:
    named = {*training.teachers, *training.means, training.begins, training.matches} - {""}
    assert named <= set(plan.BY_NAME)
    assert training.name not in named


@pytest.mark.parametrize(
    ("name", "reads"),
    [("fast", True), ("fast-640-gold", True), ("accurate", True), ("fast-whole", False), ("second-seed", False)],
)
def test_news_is_read_for_what_begins_with_a_training_that_learns_from_it(
    name: str, reads: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vocab.txt").write_text("", encoding="utf-8")
    found = []
    monkeypatch.setattr(command, "encoder_folder", lambda given: tmp_path)
    for part in ("Pieces", "load_scorer", "ship"):
        monkeypatch.setattr(command, part, lambda *_: None)
    monkeypatch.setattr(command, "read_articles", lambda *_: [])
    monkeypatch.setattr(command, "read_unlabelled", lambda *_: ["news"])
    monkeypatch.setattr(command, "trained", lambda training, setting: found.append(setting.unlabelled))
    data = tmp_path / "shared" / "data" / "polnear"
    command.main(["--data", str(data), "--out", str(tmp_path / "out"), "--only", name])
    assert found == [["news"] if reads else []]


def test_a_mean_is_of_networks_of_its_own_shape() -> None:
    means = [training for training in plan.BY_NAME.values() if training.means]
    assert means
    for training in means:
        assert len(set(training.means)) == len(training.means)
        shapes = {replace(plan.BY_NAME[name].shape, dropout=0.0) for name in training.means}
        assert shapes == {replace(training.shape, dropout=0.0)}


def test_a_mean_is_taken_of_what_its_parts_gave_and_told_with_their_recipes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = plan.Shape(layers=(0,), width=96, heads=4, hidden=96, pair=8)
    parts = {name: plan.Training(name=name, shape=shape, recipe=learning.Recipe(seed=3)) for name in ("one", "other")}
    mean = plan.Training(name="mean", shape=shape, recipe=learning.Recipe(epochs=0), means=("one", "other"), bits=7)
    monkeypatch.setattr(plan, "BY_NAME", {**parts, "mean": mean})
    networks = []
    for name, part in parts.items():
        networks.append(Network(shape))
        (tmp_path / name).mkdir()
        learning.save(networks[-1], part.recipe, tmp_path / name / "best.pt")
        torch.save({"epoch": part.recipe.epochs}, tmp_path / name / "checkpoint.pt")
    setting = command.Setting(tmp_path, tmp_path, tmp_path, None, None, [], [], [])  # type: ignore[arg-type]
    found = command.trained(mean, setting)
    weights = [network.reader.out.weight for network in (*networks, found)]
    assert torch.allclose(weights[2], (weights[0] + weights[1]) / 2)
    told = command._recipe_of(mean)
    assert (told["bits"], told["mean of"]) == (7, "one, other")
    assert [told[name]["seed"] for name in parts] == [3, 3]
    assert not any("bits" in told[name] for name in parts)
