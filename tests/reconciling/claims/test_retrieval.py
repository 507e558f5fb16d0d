"""The shortlist of claims for an utterance."""

from __future__ import annotations

from plain_models import SharedWords

from dissensus.model.claims import Claim, Codebook
from dissensus.reconciling.claims.retrieval import Shortlist

CODEBOOK = Codebook(
    (
        Claim("A", "The dam at Orrin should be closed."),
        Claim("B", "Night trains should return to Pelm."),
        Claim("C", "The museum should give the statue back.", supporting=("Send the marble lady home!",)),
    )
)


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
