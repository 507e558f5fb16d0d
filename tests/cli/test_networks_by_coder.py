"""Filters of coders and states on a project in which coders agree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import dissensus
from project_of_positions import make

from dissensus.model.records import AgreedCoding
from dissensus.projects import Project
from dissensus.tasks.position_coding import decide_position, known_positions

TWO_MODE = ("--mode", "two-mode", "--json")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Eight positions of the machine; Ina decided on three of them, Bo on two of these alike; one of them is agreed."""
    path = make(tmp_path_factory.mktemp("coders") / "work.dissensus")
    with Project.open(path) as project:
        keys = list(known_positions(project))
        first = decide_position(project, "Ina", keys[0], "opposes").number
        decide_position(project, "Bo", keys[0], "opposes")
        decide_position(project, "Ina", keys[1], "supports")
        decide_position(project, "Bo", keys[1], "supports")
        decide_position(project, "Ina", keys[2], "supports")
        project.agree(AgreedCoding("position", keys[0], '{"stance":"supports"}', (first,), "Team"))
    return path


def statements(path: Path, *words: str | Path) -> int:
    answer = dissensus("network", path, *TWO_MODE, *words)
    assert answer.code == 0, answer.err
    told = json.loads(answer.out)
    return int(told["statements"])


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ((), 8),
        (("--coder", "Ina"), 3),
        (("--coder", "Bo"), 2),
        (("--coder", "Ina", "--coder", "Bo"), 5),
        (("--coder", "dissensus"), 8),
        (("--status", "proposed"), 8),
        (("--status", "decided"), 5),
        (("--status", "agreed"), 1),
        (("--coder", "Bo", "--status", "decided"), 2),
        (("--coder", "Ina", "--coder", "Bo", "--duplicates", "document"), 3),
    ],
)
def test_each_coder_has_all_that_the_coder_said(path: Path, words: tuple[str, ...], count: int) -> None:
    assert statements(path, *words) == count


def test_a_configuration_that_names_a_coder_counts_like_the_option(path: Path, tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text('[network]\ncoders = ["Bo"]\n')
    assert statements(path, "--config", config) == 2


@pytest.mark.parametrize(
    "command", ["polarization", "communities", "phases", "backbone", "bars", "centrality", "scale", "sensitivity"]
)
def test_every_analysis_reads_what_each_coder_said(path: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def reads(*_: object, each_coder: bool = False, **__: object) -> None:
        asked.append(each_coder)
        raise RuntimeError

    monkeypatch.setattr("dissensus.tasks.coded.coded_from", reads)
    dissensus(command, path, "--coder", "Bo")
    dissensus(command, path)
    assert asked == [True, False]
