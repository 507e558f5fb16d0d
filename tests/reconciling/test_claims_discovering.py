"""Claims out of utterances and candidates, with models made of words."""

from __future__ import annotations

import numpy as np
import pytest
from discovery_fakes import WordEmbedder, WordScorer, candidate, utterance
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.model.claims import Utterance
from dissensus.model.errors import DiscoveryError
from dissensus.reconciling.claims.discovery.covering import Covering, choose
from dissensus.reconciling.claims.discovery.discovering import READ_CHARACTERS, discover
from dissensus.reconciling.claims.discovery.neighbours import nearest, relatedness
from dissensus.reconciling.claims.discovery.ranking import score_of, sides_of
from dissensus.reconciling.claims.discovery.values import Candidate, DiscoveredClaim, DiscoveryOptions, Member

SAID = (
    utterance("a1", "The old mine must close.", "person:orla"),
    utterance("a1", "The old mine must never close.", "person:bran", start=40),
    utterance("b1", "Old mine, close!", "group:villagers"),
    utterance("b1", "A new school opens in spring.", start=50),
    utterance("c1", "A new school opens in spring here.", start=60),
    utterance("c1", "Rain fell on the market square.", start=200),
    utterance("d1", "Boats left before dawn today.", start=10),
    utterance("d1", "Bread prices rose sharply again.", start=80),
)
WORDINGS = (
    candidate(SAID[0], "The old mine should close."),
    candidate(SAID[3], "A new school opens in spring."),
    candidate(SAID[5], "Rain fell on the market square."),
)
OUTLETS = {"a1": "Courier", "b1": "Voices", "c1": "Lantern", "d1": None}


def _discover(said: tuple[Utterance, ...] = SAID, **options: int) -> tuple[DiscoveredClaim, ...]:
    return discover(said, WORDINGS, WordEmbedder(), WordScorer(), OUTLETS, DiscoveryOptions(**options))  # type: ignore[arg-type]


def test_both_sides_of_one_question_are_members_of_one_claim() -> None:
    claim = _discover()[0]
    assert claim.wording.text == "The old mine should close."
    assert claim.supporters == ("group:villagers", "person:orla")
    assert claim.opposers == ("person:bran",)


def test_a_contested_claim_comes_before_one_on_which_all_agree() -> None:
    claims = _discover()
    assert [claim.contested > 0 for claim in claims] == [True, False]


def test_what_one_utterance_alone_says_is_no_claim() -> None:
    assert "Rain fell on the market square." not in {claim.wording.text for claim in _discover()}


def test_the_outlet_holds_what_it_says_in_its_own_voice() -> None:
    school = _discover()[1]
    assert school.supporters == ("Lantern (own voice)", "Voices (own voice)")
    assert school.outlets == ("Lantern", "Voices")


def test_no_more_claims_are_given_than_asked_for() -> None:
    assert len(_discover(most=1)) == 1


def test_claims_of_too_few_outlets_are_left_out() -> None:
    assert _discover(min_outlets=3) == ()


@settings(max_examples=25, deadline=None)
@given(st.permutations(SAID), st.permutations(WORDINGS))
def test_the_order_of_the_input_changes_nothing(said: list[Utterance], wordings: list[Candidate]) -> None:
    options = DiscoveryOptions()
    found = discover(said, wordings, WordEmbedder(), WordScorer(), OUTLETS, options)
    assert found == _discover()


def test_the_pair_model_reads_no_more_pairs_than_allowed() -> None:
    scorer = WordScorer()
    discover(SAID, WORDINGS, WordEmbedder(), scorer, OUTLETS, DiscoveryOptions(pairs=2))
    assert scorer.read <= 2


def test_the_models_read_only_the_beginning_of_a_very_long_utterance() -> None:
    lengths = []

    class Measuring(WordScorer):
        def __call__(self, pairs):  # type: ignore[no-untyped-def]
            lengths.extend(len(text) for _, text in pairs)
            return super().__call__(pairs)

    long = utterance("e1", "The old mine must close. " * 4_000, "person:eve")
    discover((*SAID, long), WORDINGS, WordEmbedder(), Measuring(), OUTLETS)
    assert max(lengths) <= READ_CHARACTERS


def test_wordings_that_say_the_contrary_of_each_other_become_one_claim() -> None:
    wordings = (*WORDINGS, candidate(SAID[1], "The old mine should never close."))
    claims = discover(SAID, wordings, WordEmbedder(), WordScorer(), OUTLETS)
    assert [claim.wording.text for claim in claims if "mine" in claim.wording.text] == ["The old mine should close."]


def test_nothing_said_gives_no_claims() -> None:
    assert discover((), (), WordEmbedder(), WordScorer(), {}) == ()


@pytest.mark.parametrize(
    "wrong", [{"most": 0}, {"min_outlets": 0}, {"pairs": 0}, {"likeness": 2.0}, {"confidence": -1}]
)
def test_an_option_outside_its_bounds_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(DiscoveryError) as caught:
        DiscoveryOptions(**wrong)  # type: ignore[arg-type]
    assert caught.value.code == "REC030"


# sides and ranking


def test_a_holder_counts_on_the_side_that_its_words_show_more_surely() -> None:
    members = [Member(SAID[0], "supports", 0.9), Member(SAID[0], "opposes", 0.5)]
    sides = sides_of(members, OUTLETS)
    assert (sides.supporters, sides.opposers) == (("person:orla",), ())


def test_a_speaker_not_known_is_no_holder() -> None:
    unknown = Utterance("a1", 3, None, False, "says", "indirect", SAID[0].spans, "x", "x")
    assert sides_of([Member(unknown, "supports", 0.9)], OUTLETS).supporters == ()


def test_more_outlets_raise_the_score() -> None:
    one = sides_of([Member(SAID[0], "supports", 0.9), Member(SAID[1], "opposes", 0.9)], OUTLETS)
    two = sides_of([Member(SAID[0], "supports", 0.9), Member(SAID[2], "opposes", 0.9)], OUTLETS)
    assert score_of(two) > score_of(one)


# choosing


def test_the_wording_that_covers_both_sides_is_chosen_first() -> None:
    agreed = Covering(1.0, ((0, 1, 0.9), (1, 1, 0.9)))
    divided = Covering(1.0, ((2, 1, 0.9), (3, -1, 0.9)))
    assert choose([agreed, divided], 4, 2, 0.1) == [1, 0]


def test_a_wording_that_adds_next_to_nothing_is_not_chosen() -> None:
    whole = Covering(1.0, ((0, 1, 0.9), (1, 1, 0.9)))
    part = Covering(1.0, ((0, 1, 0.9),))
    assert choose([whole, part], 2, 9, 0.4) == [0]


# neighbours


def test_the_nearest_texts_come_first_and_those_below_the_floor_not_at_all() -> None:
    texts = np.array([[1, 0], [0, 1], [0.6, 0.8]], np.float32)
    found = nearest(np.array([[1, 0]], np.float32), texts, 3, 0.5)
    assert found.texts.tolist() == [[0, 2, -1]]


def test_blocks_do_not_change_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.default_rng(7).normal(size=(40, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    whole = nearest(rows, rows, 5, -1.0)
    monkeypatch.setattr("dissensus.reconciling.claims.discovery.neighbours.CELLS", 90)
    blocks = nearest(rows, rows, 5, -1.0)
    assert whole.texts.tolist() == blocks.texts.tolist()


def test_a_text_that_is_alike_to_everything_is_less_related_than_one_that_is_alike_to_one() -> None:
    said = np.eye(6, dtype=np.float32)
    hub = np.full(6, 6**-0.5, np.float32)
    rows = np.stack([said[0] * 0.8 + said[1] * 0.6, hub])
    texts = np.concatenate([said, hub[None]])
    near = nearest(rows, texts, 7, -1.0)
    related = relatedness(rows, texts, near)
    to_first = related[0, near.texts[0].tolist().index(0)]
    to_hub = related[0, near.texts[0].tolist().index(6)]
    assert to_first > to_hub
