"""``dissensus claims discover``, with models made of words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import dissensus
from discovery_fakes import WordEmbedder, WordScorer

from dissensus.tasks.positions import Models


@pytest.fixture(autouse=True)
def _word_models(monkeypatch: pytest.MonkeyPatch) -> None:
    models = Models(WordEmbedder(), WordScorer())
    monkeypatch.setattr("dissensus.tasks.discovering.shipped_models", lambda _jobs=1: models)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("The old mine must close. The town waits for an answer.", encoding="utf-8")
    (folder / "b.txt").write_text("The old mine must never close. The boats are in the harbour.", encoding="utf-8")
    return folder


def test_a_draft_is_written_and_its_claims_are_told(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.toml"
    answer = dissensus("claims", "discover", articles, "--out", out, "--json")
    told = json.loads(answer.out)
    assert answer.code == 0
    assert [claim["claim"] for claim in told["claims"]] == ["The old mine should close."]
    assert 'claim = "The old mine should close."' in out.read_text(encoding="utf-8")


def test_a_draft_that_is_there_is_not_written_over(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.toml"
    out.write_text("mine", encoding="utf-8")
    answer = dissensus("claims", "discover", articles, "--out", out)
    assert answer.code == 2
    assert "REC032" in answer.err
    assert out.read_text(encoding="utf-8") == "mine"


def test_a_project_file_is_taken_too(articles: Path, tmp_path: Path) -> None:
    assert dissensus("run", articles, "--out", tmp_path / "made", "--statements", "rules", "--quiet").code == 0
    out = tmp_path / "draft.toml"
    answer = dissensus("claims", "discover", tmp_path / "made" / "project.dissensus", "--out", out, "--quiet")
    assert (answer.code, answer.out) == (0, "")
    assert out.exists()


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    answer = dissensus("claims", "discover", tmp_path / "none", "--out", tmp_path / "draft.toml")
    assert answer.code == 2
    assert "USE002" in answer.err
