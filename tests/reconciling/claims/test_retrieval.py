"""The shortlist of claims for an utterance."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from plain_models import SharedWords

from dissensus.model.claims import Bearing, Claim, Codebook, Utterance
from dissensus.model.spans import Span
from dissensus.reconciling.claims import retrieval
from dissensus.reconciling.claims.coding import ClaimCoder
from dissensus.reconciling.claims.grounding import Ground, content_words
from dissensus.reconciling.claims.retrieval import LEAST_COVER, STRONG_COVER, Shortlist, may_bear

CODEBOOK = Codebook(
    (
        Claim("A", "The dam at Orrin should be closed."),
        Claim("B", "Night trains should return to Pelm."),
        Claim("C", "The museum should give the statue back.", supporting=("Send the marble lady home!",)),
    )
)


MANY = Codebook(
    (
        *CODEBOOK.claims,
        Claim("D", "The old museum at Orrin was a prison."),
        Claim("E", "The statue of the marble lady is a fake."),
        Claim("F", "The night market in Pelm should be moved to the old dam."),
        Claim("G", "Trains to Orrin are unsafe."),
    )
)
WORDS = sorted({word for claim in MANY.claims for word in content_words(claim.text)} | {"onions", "if", "stop", "not"})


class Certain:
    """A pair model that is sure of every pair, of a side drawn from its words."""

    name, digest = "certain.v1", "2" * 16

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        sides = [zlib.crc32(repr(pair).encode()) % 2 for pair in pairs]
        return np.array([(0.99, 0.0, 0.01) if side else (0.0, 0.99, 0.01) for side in sides]).reshape(-1, 3)


class CountedWords(SharedWords):
    """Counts the texts that it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return super().__call__(texts)


def shortlist(**options):
    return Shortlist(CODEBOOK, SharedWords(), **options)


def test_the_claim_with_the_same_words_comes_first():
    assert shortlist()(["They want night trains back in Pelm."])[0][0].claim == 1


def test_a_text_like_no_claim_has_an_empty_list():
    assert shortlist()(["Onions were cheap."]) == [[]]


def test_a_wording_leads_to_its_claim():
    assert [each.claim for each in shortlist()(["Send the marble lady home now"])[0]] == [2]


def test_no_list_is_longer_than_allowed():
    text = "The dam at Orrin, the night trains to Pelm and the statue of the museum should be closed."
    assert len(shortlist(most=2, least=0.1)([text])[0]) == 2


def test_what_comes_together_changes_no_list():
    texts = ["Close the dam at Orrin.", "Night trains to Pelm!", "Give back the statue, museum."]
    together = shortlist()(texts)
    assert together == [shortlist()([text])[0] for text in texts]


def test_an_empty_codebook_gives_empty_lists():
    assert Shortlist(Codebook(()), SharedWords())(["Close the dam."]) == [[]]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join), max_size=6), st.data())
def test_what_is_left_off_a_list_would_not_have_counted(texts: list[str], data: st.DataObject) -> None:
    modes = data.draw(st.lists(st.sampled_from(["direct", "indirect"]), min_size=len(texts), max_size=len(texts)))
    voices = data.draw(st.lists(st.sampled_from([None, "ada"]), min_size=len(texts), max_size=len(texts)))
    told = [
        Utterance("d", n if voice else None, voice, voice is None, "says", mode, (Span(0, len(text)),), text, text)
        for n, (text, mode, voice) in enumerate(zip(texts, modes, voices, strict=True))
    ]

    def bearings() -> list[Bearing]:
        found = ClaimCoder(MANY, SharedWords(), Certain(), min_bearing=0.0, min_narration=0.0).bearings(told)
        return sorted(found, key=lambda each: (each.utterance.statement or -1, each.utterance.read, each.claim_id))

    short = bearings()
    with patch.object(retrieval, "may_bear", lambda ground: True):
        assert bearings() == short


def test_a_text_without_the_weightiest_word_needs_a_larger_cover():
    assert may_bear(Ground(LEAST_COVER, True, ()))
    assert not may_bear(Ground(STRONG_COVER - 0.01, False, ()))
    assert may_bear(Ground(STRONG_COVER, False, ()))


def test_a_text_becomes_a_vector_only_where_likeness_decides():
    counted = CountedWords()
    listed = Shortlist(CODEBOOK, counted)
    counted.asked.clear()
    whole, part = "They want night trains back in Pelm to return", "one train of the night"
    found = listed([whole, part, "Onions were cheap."])
    assert [[each.claim for each in each_list] for each_list in found[:1]] == [[1]]
    assert whole not in counted.asked
    assert part in counted.asked
    few = Shortlist(MANY, counted, most=1)
    counted.asked.clear()
    text = "The dam at Orrin should be closed and the old museum at Orrin was a prison."
    assert len(few([text])[0]) == 1
    assert text in counted.asked
