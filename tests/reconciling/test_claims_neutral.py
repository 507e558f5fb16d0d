"""What a sentence must be to word a claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dissensus.reconciling.claims.discovery.neutral import MOST_WORDS, faults, loaded_left


@pytest.mark.parametrize(
    "text",
    [
        "The mine at Ostrel should be closed.",
        "2,600 jobs will be lost.",
        "It is wrong to close the mine.",
        "The mayor says that he was asked.",
    ],
)
def test_a_full_positive_sentence_has_no_fault(text: str) -> None:
    assert faults(text) == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The mine should not be closed.", "it is worded as a denial"),
        ("Nobody wants the mine.", "it is worded as a denial"),
        ("The council doesn’t want the mine.", "it is worded as a denial"),
        ("We want the mine.", "somebody speaks of themselves or to somebody"),
        ("The mine belongs to us.", "somebody speaks of themselves or to somebody"),
        ("They should close the mine.", "its first word points back to what is said before"),
        ("It belongs to the town.", "its first word points back to what is said before"),
        ("Because the mine is old.", "it hangs on what is said before"),
        ("The mine depends on.", "it breaks off"),
        ("Should the mine be closed?", "it does not begin and end as a sentence does"),
        ("The “mine” should close.", "it has marks that a plain sentence has not"),
        ("Close it.", f"it has 2 words; a claim has 3 to {MOST_WORDS}"),
        ("the mine should close.", "it does not begin and end as a sentence does"),
        ("Part of it is old.", "a pronoun in it points to what is said before"),
        ("It should be forced to close.", "its first word points back to what is said before"),
        ("Belongs to the town.", "words are missing in it"),
        ("The -called mine should close.", "words are missing in it"),
        ("The and future mines should close.", "words are missing in it"),
        ("The plan will how many jobs save.", "words are missing in it"),
        ("Miners say he lies.", "a pronoun in it points to nobody in it"),
    ],
)
def test_what_is_wrong_with_a_sentence_is_told(text: str, fault: str) -> None:
    assert fault in faults(text)


def test_loaded_words_are_found_in_the_plural_and_told_once() -> None:
    assert loaded_left("The tyrants and the tyrant met.", frozenset({"tyrant"})) == ("tyrants", "tyrant")
    assert loaded_left("The mine should close.", frozenset({"tyrant"})) == ()


@given(st.text(max_size=400))
def test_any_text_is_judged(text: str) -> None:
    assert isinstance(faults(text), tuple)
