"""Spans, evidence and the conversion of positions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dissensus.model.errors import EvidenceError
from dissensus.model.offsets import Utf16Offsets
from dissensus.model.spans import Evidence, Span, digest_of, spans_of, trimmed, words_at

TEXT = "The mayor said 😀 “no”, then left."


def test_evidence_takes_the_exact_words() -> None:
    evidence = Evidence.take("d1", TEXT, (Span(4, 9), Span(17, 21)))
    assert evidence.words == "mayor … “no”"


@pytest.mark.parametrize(
    "spans",
    [(), (Span(5, 5),), (Span(0, 400),), (Span(6, 9), Span(0, 3)), (Span(0, 5), Span(4, 8)), (Span(-2, 3),)],
    ids=["none", "empty", "outside", "out of order", "overlapping", "negative"],
)
def test_evidence_with_impossible_spans_is_refused(spans: tuple[Span, ...]) -> None:
    with pytest.raises(EvidenceError):
        Evidence.take("d1", TEXT, spans)


def test_evidence_whose_words_differ_is_refused() -> None:
    with pytest.raises(EvidenceError, match="do not stand"):
        Evidence("d1", (Span(4, 9),), "major").check(TEXT)


def test_spans_that_touch_are_joined_and_sorted() -> None:
    assert spans_of([[7, 9], [0, 3], [3, 5]]) == (Span(0, 5), Span(7, 9))


def test_trimmed_leaves_no_white_space() -> None:
    assert trimmed("  ab \n", Span(0, 6)) == Span(2, 4)
    assert trimmed("   ", Span(0, 3)) == Span(3, 3)


def test_words_of_parts_are_joined_by_an_ellipsis() -> None:
    assert words_at("abcdef", (Span(0, 2), Span(4, 6))) == "ab … ef"


def test_a_position_past_an_emoji_is_one_more_in_utf16() -> None:
    offsets = Utf16Offsets(TEXT)
    assert offsets.to_utf16(17) == 18
    assert offsets.to_code_points(18) == 17


def test_a_utf16_position_inside_a_character_is_refused() -> None:
    with pytest.raises(EvidenceError):
        Utf16Offsets("a😀b").to_code_points(2)


@given(st.text())
def test_positions_convert_there_and_back(text: str) -> None:
    offsets = Utf16Offsets(text)
    for position in range(len(text) + 1):
        units = offsets.to_utf16(position)
        assert units == len(text[:position].encode("utf-16-le", "surrogatepass")) // 2
        assert offsets.to_code_points(units) == position


@given(st.text(), st.integers(-3, 3))
def test_positions_outside_the_text_are_refused(text: str, beyond: int) -> None:
    position = len(text) + 1 + beyond if beyond >= 0 else beyond
    with pytest.raises(EvidenceError):
        Utf16Offsets(text).to_utf16(position)


def test_the_digest_of_text_is_that_of_its_utf8_bytes() -> None:
    assert digest_of("ä") == digest_of("ä".encode())
