"""What looks like a time and is none."""

from __future__ import annotations

import pytest

SENTENCES = [
    "They may march on the palace.",
    "The soldiers march at the front.",
    "May the best side win.",
    "Theresa May said no.",
    "An august assembly of elders.",
    "April Lund and June Harker were there.",
    "The second person left in a hurry.",
    "He sat in the sun and wed her there.",
    "Prices fall and rivers spring from rock.",
    "the fall of Orvenna",
    "2,014 people were there.",
    "Room 1917 was locked.",
    "Flight 2014 was late.",
    "It cost $2014 or 2014€.",
    "Some 2000 posters were torn down.",
    "2000 soldiers came.",
    "a crowd of 1500",
    "Call 555-2014 or 0800-1999-2014.",
    "See orvenna.example/2014/06/06/story for more.",
    "Visit https://orvenna.example/2014-06-06/monday and stay.",
    "They run it 24/7.",
    "Orvenna beat Brell 3-1 and 17:30 was on no clock.",
    "Version 2.2014 is out, and so is v2014.",
    "The 18-year-old and the boy of 12 years of age.",
    "Tessel, 47, is 69 years old.",
    "She is in her thirties, he in his 40s.",
    "Temperatures in the 90s are usual.",
    "on 19th Street",
    "the present government",
    "Good Friday and Black Friday sales",
    "the Sunday Times and the Daily Mail",
    "“Today” is the name of a show, as is USA Today.",
    "60 Minutes reported it.",
    "the twenty-first Century Fox film",
    "the 32nd floor",
    "an @june and a #monday",
    "monday@example and x_2014_y",
    "Area 51 and 5 star hotels",
    "They lost another quarter of the crop.",
    "Christmas trees were felled.",
    "room service at the Hotel March",
    "the sixteenth Street church",
    "The letter went by June Harker to April.",
    "After May resigned, the vote by May was lost.",
    "He counted four in the afternoon.",
    "a class of nine-year-olds",
    "snake_2014_case, 2*2014*3 and 2014_2",
    "the March for Bread and the March on Brell",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_words_and_numbers_that_only_look_like_times_are_left_alone(check, sentence):
    check(sentence)
