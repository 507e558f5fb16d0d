"""The language step: the parse has the document's text, whatever it holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.annotating.language import CHUNK_CHARACTERS, LanguageStep, load_language_model, paragraphs_of
from dissensus.model.errors import UsageError


@pytest.fixture(scope="module")
def language() -> LanguageStep:
    return LanguageStep()


@given(st.text(), st.integers(1, 50))
def test_the_pieces_of_a_text_join_to_the_text_and_are_bounded(text: str, longest: int) -> None:
    pieces = list(paragraphs_of(text, longest))
    assert "".join(pieces) == text
    assert all(len(piece.rstrip("\n")) <= max(longest, len(piece)) for piece in pieces)


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    sentence = "The council met again and again. "
    pieces = list(paragraphs_of(sentence * 1000))
    assert len(pieces) > 1
    assert all(len(piece) <= CHUNK_CHARACTERS for piece in pieces)
    assert all(piece.endswith("again. ") for piece in pieces)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        " \n a",
        "One.\r\n\r\nTwo  three.\n",
        "😀 yes.\n\n\x00 no",
        "x" * (CHUNK_CHARACTERS * 2 + 5),
        "a\u2028b",
    ],
)
def test_the_parse_has_the_text_unchanged(language: LanguageStep, text: str) -> None:
    assert language.parse(text).text == text


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_parsed(text: str) -> None:
    assert _shared().parse(text).text == text


_cached: list[LanguageStep] = []


def _shared() -> LanguageStep:
    if not _cached:
        _cached.append(LanguageStep())
    return _cached[0]


def test_no_sentence_runs_over_a_paragraph(language: LanguageStep) -> None:
    parse = language.parse("The mayor spoke to\n\nthe council agreed.")
    assert any(sentence.start_char == parse.text.index("the council") for sentence in parse.sents)


def test_a_model_that_is_not_installed_is_a_usage_error() -> None:
    with pytest.raises(UsageError) as caught:
        load_language_model("en_no_such_model")
    assert caught.value.code == "USE004"
