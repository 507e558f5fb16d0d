"""The lexicon of loaded words and quotation marks at a distance."""

from __future__ import annotations

import pytest

from dissensus.comparing.loaded import holds_at_distance, load_lexicon


def found(label):
    return [entry.word for entry in load_lexicon().find(label)]


def test_the_lexicon_blames_and_praises_with_at_least_250_entries():
    entries = load_lexicon().entries.values()
    assert len(entries) >= 250
    assert {entry.tone for entry in entries} == {"blaming", "praising", "distancing"}


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("the regimes of the north", ["regime"]),
        ("the junta's envoy", ["junta"]),
        ("freedom fighters", ["freedom fighter"]),
        ("coup-installed cabinet", ["coup", "installed"]),
        ("so-called mayor", ["so-called"]),
        ("Ministry of Health", []),
        ("the Thugsby council", []),
    ],
)
def test_words_are_found_whole_in_plural_possessive_and_compound(label, words):
    assert found(label) == words


@pytest.mark.parametrize("label", ["the “government” of Ostrel", "the ‘friends’", '"republic"', "«republic»"])
def test_quotation_marks_around_words_hold_at_a_distance(label):
    assert holds_at_distance(label)


@pytest.mark.parametrize("label", ["the workers' council", "Ostrel’s mayor", "the fishers’ union", "O'Dell"])
def test_an_apostrophe_holds_nothing_at_a_distance(label):
    assert not holds_at_distance(label)


def test_a_very_long_label_is_looked_at_in_bounded_time():
    assert found("a " * 500_000 + "regime") == []
