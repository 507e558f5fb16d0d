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


RELIABILITY = """
format = "dissensus coder reliability 1"
coder = "{coder}"
[said.supports]
supports = 40
opposes = 5
nothing = 5
[said.opposes]
supports = 5
opposes = 40
nothing = 5
"""


def doubted(path: Path, folder: Path, coder: str, *words: str) -> dict[str, object]:
    """What `network` tells with errors of one coder drawn."""
    file = folder / "reliability.toml"
    file.write_text(RELIABILITY.format(coder=coder))
    more = ("--bootstrap", "5", "--over", "statements", "--reliability", file)
    answer = dissensus("network", path, *TWO_MODE, "--variable1", "actor", *more, *words)
    assert answer.code == 0, answer.err
    told: dict[str, object] = json.loads(answer.out)
    return told


@pytest.mark.parametrize("coder", ["Ina", "Bo"])
def test_errors_of_a_person_are_drawn_also_where_others_said_the_same(path: Path, tmp_path: Path, coder: str) -> None:
    # Eight positions: one agreed, one by Ina and Bo, one by Ina, five of the machine.
    assert doubted(path, tmp_path, coder)["statements"] == 9
    assert doubted(path, tmp_path, coder, "--duplicates", "document")["statements"] == 8


def test_errors_of_the_machine_are_drawn_for_what_nobody_decided(path: Path, tmp_path: Path) -> None:
    assert doubted(path, tmp_path, "dissensus")["statements"] == 8


@pytest.mark.parametrize("command", ["polarization", "communities"])
def test_analyses_too_find_a_person_whom_others_agree_with(
    path: Path, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def reads(*_: object, each_person: bool = False, **__: object) -> None:
        asked.append(each_person)
        raise RuntimeError

    monkeypatch.setattr("dissensus.tasks.coded.coded_from", reads)
    file = tmp_path / "reliability.toml"
    for coder in ("Bo", "dissensus"):
        file.write_text(RELIABILITY.format(coder=coder))
        dissensus(command, path, "--bootstrap", "5", "--reliability", file)
    assert asked == [True, False]
