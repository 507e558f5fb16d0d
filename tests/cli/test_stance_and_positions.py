"""``dissensus stance`` and ``dissensus positions`` as a user meets them."""

from __future__ import annotations

import json

import pytest
from command import dissensus

CLAIM = "The old bridge should be pulled down."


def lines(*rows) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


@pytest.fixture
def pairs(tmp_path):
    def write(*rows):
        path = tmp_path / "pairs.jsonl"
        path.write_text(lines(*rows), encoding="utf-8")
        return path

    return write


def test_each_line_comes_back_with_probabilities(pairs):
    answer = dissensus("stance", pairs({"claim": CLAIM, "text": "Pull down the old bridge!", "mine": 7}))
    (told,) = map(json.loads, answer.out.splitlines())
    assert answer.code == 0
    assert told["mine"] == 7
    assert told["supports"] + told["opposes"] + told["neither"] == pytest.approx(1, abs=2e-4)


def test_support_opposition_and_neither_are_told_apart(pairs):
    texts = (
        "The old bridge must be pulled down, it is a danger to everybody.",
        "The old bridge must not be pulled down, it is the heart of our town.",
        "A choir sang in the church on Sunday.",
    )
    answer = dissensus("stance", pairs(*({"claim": CLAIM, "text": text} for text in texts)))
    told = [json.loads(line) for line in answer.out.splitlines()]
    names = ("supports", "opposes", "neither")
    assert [max(names, key=lambda name: row[name]) for row in told] == list(names)


def test_bad_lines_are_told_and_the_rest_goes_on(pairs):
    path = pairs("{", "[1]", {"claim": CLAIM}, {"claim": CLAIM, "text": "Keep it."}, "")
    answer = dissensus("stance", path)
    assert answer.code == 1
    assert len(answer.out.splitlines()) == 1
    assert "line 1" in answer.err
    assert "line 3" in answer.err
    assert "Traceback" not in answer.err


def test_a_missing_file_is_wrong_use(tmp_path):
    answer = dissensus("stance", tmp_path / "none.jsonl")
    assert answer.code == 2
    assert "USE002" in answer.err


def test_the_file_that_is_read_is_not_written_over(pairs):
    path = pairs({"claim": CLAIM, "text": "Keep it."})
    answer = dissensus("stance", path, "--out", path)
    assert answer.code == 2
    assert json.loads(path.read_text(encoding="utf-8"))["text"] == "Keep it."


def test_articles_without_a_codebook_are_wrong_use(tmp_path):
    (tmp_path / "a.txt").write_text("The mayor said the bridge must go.", encoding="utf-8")
    answer = dissensus("positions", tmp_path / "a.txt", "--jsonl", tmp_path / "out.jsonl")
    assert answer.code == 2
    assert "--codebook" in answer.err


def test_articles_without_a_file_to_write_are_wrong_use(tmp_path):
    (tmp_path / "a.txt").write_text("The mayor said the bridge must go.", encoding="utf-8")
    answer = dissensus("positions", tmp_path / "a.txt", "--codebook", tmp_path / "c.csv")
    assert answer.code == 2
    assert "--jsonl" in answer.err


def test_the_codebook_is_never_written_over(tmp_path):
    (tmp_path / "a.txt").write_text("The mayor said the bridge must go.", encoding="utf-8")
    codebook = tmp_path / "c.csv"
    codebook.write_text(f"id,claim\nA,{CLAIM}\n", encoding="utf-8")
    answer = dissensus("positions", tmp_path / "a.txt", "--codebook", codebook, "--jsonl", codebook)
    assert answer.code == 2
    assert CLAIM in codebook.read_text(encoding="utf-8")


def test_a_codebook_that_contradicts_itself_is_refused_before_any_work(tmp_path):
    (tmp_path / "a.txt").write_text("The mayor said the bridge must go.", encoding="utf-8")
    codebook = tmp_path / "c.csv"
    codebook.write_text(f"id,claim\nA,{CLAIM}\nB,{CLAIM}\n", encoding="utf-8")
    answer = dissensus("positions", tmp_path / "a.txt", "--codebook", codebook, "--jsonl", tmp_path / "out.jsonl")
    assert answer.code == 2
    assert "REC028" in answer.err
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.slow
def test_articles_become_positions_with_their_words(tmp_path):
    text = (
        "The council of Tolm met on Monday. Mayor Ada Vell said that the old bridge must be pulled down. "
        "“The old bridge must not be pulled down,” said Bo Brask, a teacher.\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    codebook, target = tmp_path / "c.csv", tmp_path / "out.jsonl"
    codebook.write_text(f"id,claim\nA,{CLAIM}\n", encoding="utf-8")
    answer = dissensus("positions", tmp_path / "a.txt", "--codebook", codebook, "--jsonl", target, "--json")
    assert answer.code == 0, answer.err
    told = {row["holder"]: row for row in map(json.loads, target.read_text(encoding="utf-8").splitlines())}
    assert told["Ada Vell"]["stance"] == "supports"
    assert told["Bo Brask"]["stance"] == "opposes"
    for row in told.values():
        assert set(row) >= {"document", "holder", "claim", "stance", "confidence", "evidence"}
        assert all(0 <= start < end <= len(text) for start, end in row["evidence"])
    assert json.loads(answer.out)["positions"] == len(target.read_text(encoding="utf-8").splitlines())


@pytest.mark.slow
def test_claims_that_are_no_sentences_are_told_when_articles_are_coded(tmp_path):
    (tmp_path / "a.txt").write_text("Ada Vell said that the old bridge must be pulled down.\n", encoding="utf-8")
    codebook = tmp_path / "c.csv"
    codebook.write_text(f"id,claim\nA,{CLAIM}\nB,old bridges\nC,Is it old?\n", encoding="utf-8")
    told = ("positions", tmp_path / "a.txt", "--codebook", codebook, "--jsonl", tmp_path / "out.jsonl")
    answer = dissensus(*told)
    assert answer.code == 0, answer.err
    lines = [line for line in answer.err.splitlines() if line.startswith("note: codebook")]
    assert [line.split(":")[1].strip() for line in lines] == ["codebook, B", "codebook, C"]
    assert "full sentence" in lines[0]
    assert "codebook" not in dissensus(*told, "--quiet").err


@pytest.mark.slow
def test_a_network_of_a_project_without_a_codebook_says_what_is_missing(tmp_path):
    (tmp_path / "a.txt").write_text("Ada Vell said that the old bridge must be pulled down.\n", encoding="utf-8")
    assert dissensus("run", tmp_path / "a.txt", "--out", tmp_path / "out", "--quiet").code == 0
    answer = dissensus("network", tmp_path / "out" / "project.dissensus")
    assert answer.code == 0
    assert "dissensus positions PROJECT --codebook FILE" in answer.err
