"""Where quoted words stand."""

from __future__ import annotations

import pytest
from fake_language_model import TEXT, utterance
from hypothesis import given
from hypothesis import strategies as st

from dissensus.exchanging.language_model.quoting import locate, narrowed
from dissensus.model.claims import Utterance
from dissensus.model.errors import EvidenceError
from dissensus.model.spans import Span, words_at


def whole(text: str) -> Utterance:
    return Utterance("d", 0, "a", False, "says", "direct", (Span(0, len(text)),), text, text)


def test_exact_words_are_found_where_they_stand_in_the_document() -> None:
    (span,) = locate("must be built", utterance("The new bridge must be built this year"))
    assert TEXT[span.start : span.end] == "must be built"


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("They said “no  new\nbridge” here", 'said "no new bridge"', "said “no  new\nbridge”"),
        ("It’s the town’s bridge", "It's the town's", "It’s the town’s"),
        ("a long—very long—way", "a long-very long-way", "a long—very long—way"),
        ("we will… never build it", "we will... never build", "we will… never build"),
        ("the brid\u00adge is bad", "the bridge is", "the brid\u00adge is"),
        ("the bridge is bad", "“The bridge is bad.”", None),
        ("the bridge is bad", "“the bridge is bad.”", "the bridge is bad"),
        ("the bridge is bad", "the bridge is good", None),
        ("the bridges are bad", "the bridge", None),
        ("the bathe bridge is", "the bridge is", None),
        ("the bridge is bad", "the bridge", None),
        ("bad bridge", "bad bridge", "bad bridge"),
        ("the bridge is bad", "", None),
    ],
)
def test_words_are_found_but_for_white_space_and_marks(text: str, quote: str, found: str | None) -> None:
    spans = locate(quote, whole(text))
    assert (words_at(text, spans) if spans else None) == found


def test_a_quote_over_a_gap_gives_both_pieces_and_nothing_between() -> None:
    said = utterance("The new bridge must", "built this year")
    evidence = narrowed(said, "bridge must ... built this")
    assert evidence is not None
    assert len(evidence.spans) == 2
    assert evidence.words == words_at(TEXT, evidence.spans) == "bridge must … built this"


def test_an_utterance_whose_words_do_not_fit_its_spans_is_refused() -> None:
    wrong = Utterance("d", 0, "a", False, "says", "direct", (Span(0, 3),), "longer", "longer")
    with pytest.raises(EvidenceError):
        locate("longer", wrong)


@given(st.text(alphabet="ab “”'’…-—\n\u00ad.", max_size=40), st.data())
def test_any_piece_of_a_text_is_found_with_words_that_stand_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    evidence = narrowed(whole(text), text[start:end]) if text else None
    if evidence is not None:
        assert evidence.words == words_at(text, evidence.spans)
