"""What the outlet says itself, and what is plain narration."""

from __future__ import annotations

import pytest


def own(rows):
    return [row.content for row in rows if row.mode == "own_voice"]


@pytest.mark.parametrize(
    "text",
    [
        "There can be no half-measures and no deal with the owners.",
        "There is no excuse for this delay.",
        "It is time to open the gates.",
        "The time has come to act.",
        "Bring blankets to the dam.",
        "Do not pay the fee.",
        "Let the valley decide.",
        "The whole rotten board is trembling.",
        "The courts are theirs.",
        "Everybody in the valley knows it.",
        "Not one well, not one field, not one inch of bank!",
        "Our valley, our water!",
        "Forward to a free valley!",
        "How long must the valley wait?",
        "Isn’t it time to go?",
        "We believe the board is wrong.",
        "We demand an inquiry.",
        "We as farmers support the strike.",
    ],
)
def test_demands_slogans_judgements_and_questions_that_assert_are_own_voice(read, text):
    assert own(read(text, own_voice=True)) == [text]


def test_each_command_of_a_row_is_found(read):
    text = "Open the books. Sack the board. Take the mill into public hands."
    assert own(read(text, own_voice=True)) == ["Open the books.", "Sack the board.", "Take the mill into public hands."]


def test_a_contradiction_is_a_judgement_in_both_halves(read):
    text = "A valley is not an asset. It is a home. The council must keep it."
    assert own(read(text, own_voice=True))[:2] == ["A valley is not an asset.", "It is a home."]


@pytest.mark.parametrize(
    "text",
    [
        "We asked the board for an answer.",
        "Under federal law, mills must declare their water.",
        "The board will pay, should the dam fail.",
        "Brand asked whether the dam should be closed.",
        "Read more about the dam.",
        "Sign up for our letter.",
        "It is a mill in the north. It is a large house.",
        "When did the dam break?",
        "The dam broke on Monday and nine people were hurt.",
        "There is no road to the mill.",
        "It will almost certainly rain.",
    ],
)
def test_narration_rules_and_notices_are_not_own_voice(read, text):
    assert own(read(text, own_voice=True)) == []
