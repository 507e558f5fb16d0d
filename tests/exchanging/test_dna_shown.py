"""Texts as DNA shows them, and where their characters stand there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dissensus.exchanging.dna_files.shown import ShownText

TEXTS = st.text(st.sampled_from("a🚢\r\n "), max_size=40)


@given(TEXTS, st.data())
def test_the_same_characters_stand_between_two_places(text, data):
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    shown = ShownText(text)
    units = shown.text.encode("utf-16-le")
    found = units[2 * shown.unit(start) : 2 * shown.unit(stop)].decode("utf-16-le")
    assert "\r" not in shown.text
    assert found.replace("\n", "") == text[start:stop].replace("\r", "").replace("\n", "")


@given(TEXTS)
def test_a_text_that_a_file_has_already_stays_and_is_counted_as_it_is(text):
    shown = ShownText(text, kept=True)
    assert shown.text == text
    assert [shown.unit(place) for place in range(len(text) + 1)] == [
        len(text[:place].encode("utf-16-le")) // 2 for place in range(len(text) + 1)
    ]
