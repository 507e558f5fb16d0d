"""What `run` says at its end: what was counted, and what a comparison goes without."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Answer, dissensus

FIRST = "“The dam is unsafe,” Ada Quill, the mayor of Lindau, said on Monday. Oskar Brand denied it.\n"
SECOND = "Oskar Brand told reporters that the dam would hold. The state must pay for the repairs.\n"


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("named") / "articles"
    folder.mkdir()
    (folder / "2031-05-04_Lindau Post.txt").write_text(FIRST, encoding="utf-8")
    (folder / "2031-05-05_Valley Voice.txt").write_text(SECOND, encoding="utf-8")
    return folder


def run(articles: Path, out: Path, *words: object) -> Answer:
    answer = dissensus("run", articles, "--out", out, "--statements", "rules", *words)
    assert answer.code == 0, answer.err
    return answer


@pytest.fixture(scope="module")
def bare(articles: Path) -> Answer:
    """What `run` answers without being told of outlets and dates."""
    return run(articles, articles.parent / "out")


def test_articles_without_outlet_and_date_are_told_of_with_what_to_do(bare: Answer) -> None:
    assert "Of 2 articles 2 have no outlet and 2 have no date; a metadata.csv" in bare.err
    assert "--name-pattern" in bare.err


def test_with_outlets_and_dates_nothing_is_said_of_them(articles: Path, tmp_path: Path) -> None:
    answer = run(articles, tmp_path, "--name-pattern", "{published}_{outlet}", "--no-own-voice")
    assert "have no" not in answer.err


def test_the_number_of_statements_and_their_least_confidence_are_told(bare: Answer, articles: Path) -> None:
    (told,) = [line for line in bare.out.splitlines() if line.startswith("statements")]
    assert told.endswith(" with a confidence of at least 0.33")
    nothing = json.loads(run(articles, articles.parent / "out", "--min-confidence", "1", "--json").out)
    assert int(told.split()[1]) > nothing["statements"] == 0
    assert nothing["min_confidence"] == 1
    assert (nothing["without_outlet"], nothing["without_date"]) == (2, 2)
