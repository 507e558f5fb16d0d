"""Attributions of a corpus as labels of tokens."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_network import tiny_pieces
from training.statements.data import (
    CONTENT_ANCHOR,
    CUE_ANCHOR,
    is_held_back,
    labelled,
    read_articles,
    read_attributions,
)
from training.statements.unlabelled import joined, read_unlabelled

from dissensus.annotating.statements.engine.decode import LABELS

TEXT = "“We go,” said Quill. “We stay.”\n"
ANN = """T1\tContent 0 8;21 31\t“We go,” “We stay.”
T2\tCue 9 13\tsaid
T3\tSource 14 19\tQuill
E1\tContent:T1 Cue:T2 Source:T3
A1\tOther E1
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "one.txt").write_text(TEXT, encoding="utf-8", newline="")
    (tmp_path / "attributions" / "one_b.ann").write_text("", encoding="utf-8")
    (tmp_path / "attributions" / "one_a.ann").write_text(ANN, encoding="utf-8")
    return tmp_path


def test_standoff_is_read_by_role_with_its_fragments(corpus):
    found = read_attributions(corpus / "attributions" / "one_a.ann")
    assert found == [{"source": [(14, 19)], "cue": [(9, 13)], "content": [(0, 8), (21, 31)]}]


def test_every_annotator_is_a_version_the_first_one_first(corpus):
    (article,) = read_articles(corpus, tiny_pieces())
    assert [len(version) for version in article.versions] == [1, 0]


def test_each_fragment_begins_anew(corpus):
    (article,) = read_articles(corpus, tiny_pieces())
    (found,) = article.versions[0]
    names = [LABELS[label] for _, label in found.labels.tolist()]
    words = [TEXT[article.tokens.start[k] : article.tokens.end[k]] for k, _ in found.labels.tolist()]
    assert list(zip(words, names, strict=True)) == [
        ("“", "B-content"), ("We", "I-content"), ("go", "I-content"), (",", "I-content"), ("”", "I-content"),
        ("said", "B-cue"), ("Quill", "B-speaker"),
        ("“", "B-content"), ("We", "I-content"), ("stay", "I-content"), (".", "I-content"), ("”", "I-content"),
    ]  # fmt: skip


def test_the_anchor_is_the_cue(corpus):
    (article,) = read_articles(corpus, tiny_pieces())
    found = article.versions[0][0]
    assert (TEXT[article.tokens.start[found.anchor] :][:4], found.kind) == ("said", CUE_ANCHOR)


def test_without_a_cue_the_anchor_is_the_content(corpus):
    (article,) = read_articles(corpus, tiny_pieces())
    found = labelled({"source": [], "cue": [], "content": [(21, 31)]}, article.tokens)
    assert found is not None
    assert (article.tokens.start[found.anchor], found.kind) == (21, CONTENT_ANCHOR)


def test_an_attribution_without_content_is_left_out(corpus):
    (article,) = read_articles(corpus, tiny_pieces())
    assert labelled({"source": [(14, 19)], "cue": [(9, 13)], "content": []}, article.tokens) is None


def test_about_one_article_in_twenty_is_held_back():
    held = sum(is_held_back(f"article-{n}") for n in range(4000))
    assert 150 < held < 250


def test_tokenized_sentences_are_joined_as_they_are_printed():
    words = ["``", "We", "do", "n't", "go", ",", "''", "he", "said", "(", "again", ")", "."]
    assert joined(words) == "“We don't go,” he said (again)."


def test_unlabelled_documents_are_read_from_their_tokens(tmp_path):
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "a.xml").write_text(
        '<Document><token sentence="0">One</token><token sentence="0">.</token>'
        '<token sentence="1">Two</token><token sentence="2">Three</token></Document>'
    )
    (article,) = read_unlabelled(tmp_path, tiny_pieces())
    assert article.text == "One. Two\n\nThree"
