"""The task of asking a language model: nothing before a yes, and nothing twice."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from fake_language_model import CODEBOOK, NAMES, bridge_utterances, completion, positions, serving
from project_of_positions import make

from dissensus.cli._llm_options import confirming, language_model_settings
from dissensus.exchanging.language_model.estimating import Estimate
from dissensus.exchanging.language_model.settings import LanguageModelSettings
from dissensus.model.errors import LanguageModelError
from dissensus.projects import Project
from dissensus.tasks.language_model import default_cache, language_model_positions, language_model_wordings
from dissensus.tasks.positions import ask_language_model

ADA = ("Ada Vell", "C1", "supports", "bridge must be built this year")


def never(_: Estimate) -> bool:
    raise AssertionError("asked though every answer is kept")


def test_nothing_is_sent_before_somebody_says_yes() -> None:
    with serving([positions(ADA)]) as server:
        settings = LanguageModelSettings(address=server.address, model="m")
        with pytest.raises(LanguageModelError) as caught:
            language_model_positions(bridge_utterances(), CODEBOOK, settings, confirm=lambda _: False, names=NAMES)
    assert caught.value.code == "LLM007"
    assert server.requests == []


def test_a_second_run_says_the_same_costs_nothing_and_asks_nobody(tmp_path: Path) -> None:
    cache = default_cache(tmp_path / "work.dissensus")
    lines: list[str] = []
    with serving([positions(ADA)]) as server:
        settings = LanguageModelSettings(address=server.address, model="m")
        said = bridge_utterances()
        first = language_model_positions(
            said, CODEBOOK, settings, confirm=lambda _: True, names=NAMES, cache=cache, notice=lines.append
        )
        second = language_model_positions(said, CODEBOOK, settings, confirm=never, names=NAMES, cache=cache)
    assert first.positions == second.positions
    assert len(first.positions) == 1
    assert len(server.requests) == 1
    assert (second.usage.requests, second.usage.from_cache) == (0, 1)
    assert lines[0].startswith("llm:m: 1 positions; 1 requests")


def test_a_project_knows_what_was_proposed_under_another_seed_as_of_another_version(tmp_path: Path) -> None:
    settings = LanguageModelSettings(address="http://a/v1", model="m")
    with Project.open(make(tmp_path / "work.dissensus")) as project:
        for asked in (settings, replace(settings, seed=8), settings):
            ask_language_model(project, asked, confirm=never)
        versions = [coder.version for coder in project.coders() if coder.name == "llm:m"]
    assert len(set(versions)) == len(versions) == 2


def test_wordings_come_in_the_order_of_the_groups_and_none_where_it_is_refused() -> None:
    replies = [completion('{"wording": "The new bridge should be built."}'), completion('{"wording": "no"}')]
    with serving(replies) as server:
        settings = LanguageModelSettings(address=server.address, model="m", requests_per_minute=0)
        groups = [["the new bridge must be built"], [], ["ferries are slow"]]
        assert language_model_wordings(groups, settings, confirm=lambda _: True) == [
            "The new bridge should be built.",
            None,
            None,
        ]


def test_no_language_model_is_asked_unless_the_user_names_one() -> None:
    assert language_model_settings(None, None, None, None, None, None, None, {}) is None


def test_the_command_line_goes_before_the_configuration(tmp_path: Path) -> None:
    config = {"language_model": {"address": "http://a/v1", "model": "m", "seed": 5}}
    settings = language_model_settings(None, "n", None, 3.0, None, None, tmp_path / "c", config)
    assert settings is not None
    assert (settings.address, settings.model, settings.seed) == ("http://a/v1", "n", 5)
    assert (settings.requests_per_minute, settings.cache) == (3.0, str(tmp_path / "c"))


@pytest.mark.parametrize(("address", "model"), [("http://a/v1", None), (None, "m")])
def test_only_one_of_address_and_model_is_an_error(address: str | None, model: str | None) -> None:
    with pytest.raises(LanguageModelError) as caught:
        language_model_settings(address, model, None, None, None, None, None, {})
    assert caught.value.code == "LLM002"


def test_without_a_terminal_only_yes_is_a_yes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    told = Estimate("m", "http://a/v1", 2, 0, 1000, 2000, 0.5, 4, 0.0)
    assert confirming(yes=True)(told)
    assert not confirming(yes=False)(told)
    assert "cost at most about 0.5000" in capsys.readouterr().err
