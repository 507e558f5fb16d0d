"""Which utterances speak of a wording, by the words that carry it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from discovery_fakes import WordEmbedder, WordScorer, candidate, utterance

from dissensus.reconciling.claims.discovery.carrying import COVER, TOLD_COVER, Carrying, speaks_of
from dissensus.reconciling.claims.discovery.discovering import discover, quality_of
from dissensus.reconciling.claims.discovery.joining import Found, joined

WORDING = "The granary should be demolished."
TEXTS = (
    "They demanded the demolition of the granary.",
    "The bakery should be repainted.",
    "The granary should be demolished in spring.",
)


def _covers(wording: str = WORDING) -> list[float]:
    return Carrying(TEXTS, [wording], WordEmbedder()).covers(wording, range(len(TEXTS)))


def test_a_text_with_all_the_words_of_a_wording_covers_it_wholly() -> None:
    assert _covers()[2] == 1.0


def test_a_text_on_something_else_covers_nothing() -> None:
    assert _covers()[1] == 0.0


def test_another_form_of_a_word_covers_it() -> None:
    assert _covers()[0] > COVER


def test_another_name_of_a_state_covers_it_and_the_name_of_another_state_does_not() -> None:
    texts = ("French troops left.", "Spanish troops left.")
    wording = "France should withdraw."
    covers = Carrying(texts, [wording], WordEmbedder()).covers(wording, [0, 1])
    assert covers[0] > covers[1]


def test_words_that_only_take_a_side_do_not_carry_a_wording() -> None:
    carrying = Carrying(TEXTS, ["The granary deserves support."], WordEmbedder())
    assert list(carrying.weights("The granary deserves support.")) == ["granary"]


def test_a_wording_without_words_of_its_own_is_covered_by_nothing() -> None:
    assert _covers("There should be.") == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("said", "statement", "cover", "wording", "speaks"),
    [
        ("The granary must go at last, and soon.", None, 1.0, WORDING, True),
        ("The granary stood at the end of the lane.", None, 1.0, WORDING, False),
        ("The granary stood at the end of the lane.", 0, 1.0, WORDING, True),
        ("the empty granary", None, 1.0, "The granary is empty.", True),
        ("the empty granary", None, TOLD_COVER - 0.1, "The granary is empty.", False),
        ("The bakery must go at last, and soon.", 0, 0.1, WORDING, False),
    ],
)
def test_what_is_told_bears_on_what_is_so_and_what_is_wanted_on_what_should_be(
    said: str, statement: int | None, cover: float, wording: str, *, speaks: bool
) -> None:
    each = dataclasses.replace(utterance("a1", said, "person:orla"), statement=statement)
    assert speaks_of(wording, each, cover, 0.9) is speaks


def test_a_sure_answer_of_the_pair_model_makes_up_for_a_smaller_cover() -> None:
    each = utterance("a1", "The granary must go.", "person:orla")
    assert speaks_of(WORDING, each, COVER - 0.1, 0.9)
    assert not speaks_of(WORDING, each, COVER - 0.1, 0.5)


def test_an_utterance_on_something_else_is_no_member_whatever_the_pair_model_says() -> None:
    class Agreeing(WordScorer):
        def __call__(self, pairs):  # type: ignore[no-untyped-def]
            return np.tile(np.array([0.5, 0.1, 0.4], np.float32), (len(pairs), 1))

    said = (
        utterance("a1", "The old granary should be demolished.", "person:orla"),
        utterance("b1", "The old granary must be demolished.", "person:bran"),
        utterance("c1", "The old bakery should be repainted.", "person:eve"),
    )
    wordings = [candidate(said[0], "The old granary should be demolished.")]
    claims = discover(said, wordings, WordEmbedder(), Agreeing(), {"a1": "A", "b1": "B", "c1": "C"})
    assert [claim.supporters for claim in claims] == [("person:bran", "person:orla")]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("The granary should be demolished.", "The granary will be demolished."),
        ("The granary will be demolished.", "The mayor visited the granary."),
        ("The council should open the granary.", "The council should open it."),
    ],
)
def test_demands_are_worth_more_than_forecasts_and_these_more_than_reports(better: str, worse: str) -> None:
    source = utterance("a1", "The granary.", "person:orla")
    assert quality_of(candidate(source, better)) > quality_of(candidate(source, worse))


def test_a_wording_that_says_too_little_is_not_proposed() -> None:
    said = (utterance("a1", "There should be peace.", "person:orla"), utterance("b1", "There should be peace."))
    wordings = [candidate(said[0], "There should be peace.")]
    assert discover(said, wordings, WordEmbedder(), WordScorer(), {"a1": "A", "b1": "B"}) == ()


def test_of_two_wordings_that_say_the_same_the_fitter_one_is_the_main_one() -> None:
    said = utterance("a1", "The old mine must close.", "person:orla")
    texts = ("The old mine must close.", "The old mine should close.")
    vectors = WordEmbedder()(["The old mine should close."] * 2)
    found = [
        Found(candidate(said, text), vector, {number: (1, 0.9)}, quality=quality)
        for number, (text, vector, quality) in enumerate(zip(texts, vectors, (0.4, 1.0), strict=True))
    ]
    (claim,) = joined(found, WordScorer())
    assert (claim.wording.text, [other.text for other in claim.others]) == (texts[1], [texts[0]])
    assert sorted(claim.members) == [0, 1]


def test_wordings_that_only_take_the_same_side_on_different_things_are_not_joined() -> None:
    class Agreeing(WordScorer):
        def __call__(self, pairs):  # type: ignore[no-untyped-def]
            return np.tile(np.array([0.9, 0.05, 0.05], np.float32), (len(pairs), 1))

    said = utterance("a1", "The old mine must close.", "person:orla")
    texts = ("The old mine deserves support.", "The new granary deserves support.")
    vectors = WordEmbedder()([texts[0]] * 2)
    found = [Found(candidate(said, text), vector, {0: (1, 0.9)}) for text, vector in zip(texts, vectors, strict=True)]
    assert len(joined(found, Agreeing())) == 2
