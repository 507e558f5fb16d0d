"""Which documents are marked as reprints, and of which original."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.model.documents import PartialDate
from dissensus.model.errors import UsageError
from dissensus.reconciling.reprints import MinHashReprintFinder

_RANDOM = random.Random(7)
_WORDS = ["".join(_RANDOM.choices("abcdefghijklmnop", k=6)) for _ in range(400)]


def article(seed: int, length: int = 200) -> list[str]:
    """Words of an invented article."""
    return random.Random(seed).choices(_WORDS, k=length)


def found(*documents: tuple[str, list[str], str | None], similarity: float = 0.8) -> dict[str, str]:
    """Reprint to original."""
    given = [(key, " ".join(words), None if date is None else PartialDate(date)) for key, words, date in documents]
    return {r.document_id: r.original_id for r in MinHashReprintFinder(similarity)(given)}


def test_changed_headline_is_a_reprint() -> None:
    """A new headline over the same text is a reprint of the earlier one."""
    text = article(1)
    assert found(("b", ["Ferry", "sinks", *text], "2020-05-02"), ("a", text, "2020-05-03")) == {"a": "b"}


def test_cut_tail_is_a_reprint() -> None:
    """Two thirds of a text are a reprint though the Jaccard similarity is below the threshold."""
    text = article(2)
    assert found(("whole", text, "2020-05-01"), ("cut", text[:130], "2020-05-02")) == {"cut": "whole"}


def test_short_quotation_of_a_text_is_none() -> None:
    """A third of a text is a quotation or a summary, no reprint."""
    text = article(3)
    assert found(("whole", text, None), ("part", text[:60], None)) == {}


def test_other_article_is_none() -> None:
    """Articles of the same words in another order are not alike."""
    assert found(("a", article(4), None), ("b", article(5), None)) == {}


def test_same_text_without_dates_goes_to_the_first_id() -> None:
    """Without dates the first by id is the original."""
    assert found(("b", article(6), None), ("a", article(6), None)) == {"b": "a"}


def test_undated_text_is_a_reprint_of_the_dated_one() -> None:
    """A missing date is never taken for an early one."""
    assert found(("a", article(6), None), ("b", article(6), "2020")) == {"a": "b"}


def test_date_of_a_year_counts_as_its_last_day() -> None:
    """A text of "2020" is not certainly earlier than one of May 2020."""
    assert found(("a", article(7), "2020"), ("b", article(7), "2020-05-04")) == {"a": "b"}


def test_case_and_white_space_do_not_count() -> None:
    """A reprint in capitals and other lines is one."""
    text = " ".join(article(8))
    finder = MinHashReprintFinder()
    reprints = finder([("a", text, None), ("b", text.upper().replace(" ", "\n"), None)])
    assert [(r.document_id, r.similarity) for r in reprints] == [("b", 1.0)]


def test_group_has_one_original() -> None:
    """Reprints of reprints are reprints of the first."""
    text = article(9)
    changed = [*article(10, 8), *text[8:]]
    assert found(("a", text, "2020-01-01"), ("b", changed, "2020-01-02"), ("c", changed, "2020-01-03")) == {
        "b": "a",
        "c": "a",
    }


@pytest.mark.parametrize("text", ["", "   \n", "… — !"])
def test_texts_without_words_are_no_reprints(text: str) -> None:
    """Empty texts are not reprints of each other."""
    assert MinHashReprintFinder()([("a", text, None), ("b", text, None)]) == ()


def test_short_texts_are_reprints_only_when_the_same() -> None:
    """Three words are a reprint of the same three words and of no others."""
    assert found(("a", ["ferry", "sinks", "again"], None), ("b", ["ferry", "sinks"], None)) == {}
    assert found(("a", ["ferry", "sinks", "again"], None), ("b", ["Ferry", "sinks", "again"], None)) == {"b": "a"}


def test_threshold_decides() -> None:
    """A text with a tenth changed is a reprint at 0.6 and none at 0.95."""
    text = article(11)
    changed = [*text[:90], *article(12, 20), *text[110:]]
    documents = (("a", text, None), ("b", changed, None))
    assert found(*documents, similarity=0.6) == {"b": "a"}
    assert found(*documents, similarity=0.95) == {}


@pytest.mark.parametrize("similarity", [0.0, -1.0, 1.5, float("nan")])
def test_impossible_threshold_is_refused(similarity: float) -> None:
    """A threshold outside (0, 1] is an error with a code."""
    with pytest.raises(UsageError) as caught:
        MinHashReprintFinder(similarity)
    assert caught.value.code == "USE005"


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_order_of_input_does_not_matter(data: st.DataObject) -> None:
    """Any order gives the same reprints."""
    documents = [
        (f"d{i}", " ".join(article(seed, length)), None)
        for i, (seed, length) in enumerate([(1, 200), (1, 190), (1, 120), (2, 200), (2, 180), (3, 50), (1, 200)])
    ]
    shuffled = data.draw(st.permutations(documents))
    assert MinHashReprintFinder()(shuffled) == MinHashReprintFinder()(documents)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_text_is_read(texts: list[str]) -> None:
    """No Unicode crashes the finder, and no document is a reprint of itself."""
    reprints = MinHashReprintFinder()((f"d{i}", text, None) for i, text in enumerate(texts))
    assert all(r.document_id != r.original_id and 0 <= r.similarity <= 1 for r in reprints)
