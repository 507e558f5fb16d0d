"""Slogans and short demands: what is one, what it stands for, and how it is read."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_models import RefusingWords, SharedWords

from dissensus.model.annotations import Annotation, Statement
from dissensus.model.claims import Claim, Codebook, Utterance
from dissensus.model.spans import Span
from dissensus.reconciling.claims._slogans import LONGEST, READ_SO, PlainPairs, slogans_in, turned
from dissensus.reconciling.claims.coding import ClaimCoder
from dissensus.reconciling.claims.embedding import load_embedder
from dissensus.reconciling.claims.grounding import Grounding
from dissensus.reconciling.claims.pairs import load_pair_scorer
from dissensus.reconciling.claims.utterances import utterances_of


def sentences_of(text: str) -> list[str]:
    return [slogan.sentence for slogan in slogans_in(text)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("No to the weir!", "The weir should be ended."),
        ("Stop the weir", "The weir should be ended."),
        ("Down with the tithe!", "The tithe should be ended."),
        ("Not one more checkpoint!", "Checkpoint should be ended."),
        ("Never again martial law.", "Martial law should be ended."),
        ("END THE TITHE NOW", "THE TITHE should be ended."),
        ("Scrap the tithe, at once!", "The tithe should be ended."),
        ("Enough of this feud!", "This feud should be ended."),
        ("Against the tithe!", "The tithe should be ended."),
        ("Tithes? No, thanks!", "Tithes should be ended."),
        ("Captain Rusk must go", "Captain Rusk should be removed."),
        ("Hands off our orchard!", "Our orchard should be kept."),
        ("Keep the orchard open!", "The orchard should be kept."),
        ("Save the old lighthouse", "The old lighthouse should be kept."),
        ("Defend the village school!", "The village school should be kept."),
        ("Long live the guild!", "The guild should be supported."),
        ("Yes to a new library!", "A new library should be supported."),
        ("For a shorter week!", "A shorter week should be supported."),
        ("A new library now!", "A new library should be supported."),
        ("Free Edda Marn!", "Edda Marn should be freed."),
        ("Justice for Edda Marn!", "Edda Marn should get justice."),
        ("Ruthen troops out of Varn!", "Ruthen troops should leave Varn."),
        ("Bring our sailors home!", "Our sailors should leave."),
        ("Bring our sailors home from Varn!", "Our sailors should leave Varn."),
        ("Rusk out!", "Rusk should leave."),
        ("The lighthouse stays!", "The lighthouse should stay."),
        ("No levy without a vote!", "There should be a vote."),
        ("Build the library!", "The library should be built."),
        ("“No to the weir,”", "The weir should be ended."),
        ("chanted “No to the weir!”", "The weir should be ended."),
    ],
)
def test_a_slogan_stands_for_a_plain_sentence(text, sentence):
    assert sentences_of(text) == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "No to the weir was the answer of the town.",
        "Stop signs were put up near the orchard.",
        "Stop the War Coalition",
        "Save the Children",
        "Close allies of the duke",
        "Free tickets for pupils",
        "Free buses for all!",
        "For many years the orchard stood empty.",
        "Against all odds they won.",
        "End users complained about the tithe.",
        "The captain must go to Varn on Monday.",
        "The troops were out of food.",
        "Keep in mind that the library is closed.",
        "No one came.",
        "No doubt!",
        "Stop it!",
        "Hands off the wheel, she said, and the cart still rolled.",
        "close the weir and let the trout return to Varn!",
        "Hurrah!",
    ],
)
def test_running_text_and_names_are_no_slogans(text):
    assert slogans_in(text) == ()


def test_each_of_two_slogans_is_read():
    assert sentences_of("Stop the feud! Sailors out of Varn!") == [
        "The feud should be ended.",
        "Sailors should leave Varn.",
    ]


@pytest.mark.parametrize("dash", ["–", "—", "-"])
def test_slogans_are_parted_by_colons_and_dashes(dash):
    assert sentences_of(f"No feud: Solidarity with the Varn people {dash} Ruthen troops out!") == [
        "Feud should be ended.",
        "The Varn people should be supported.",
        "Ruthen troops should leave.",
    ]
    assert sentences_of(f"Hands off Varn {dash} no to the feud!") == [
        "Varn should be kept.",
        "The feud should be ended.",
    ]
    assert sentences_of(f"Schools {dash} not prisons!") == ["Prisons should be ended.", "Schools should be supported."]
    assert slogans_in("Stop the weir: council votes on Monday") == ()


def test_a_slogan_beside_other_words_is_none():
    assert slogans_in("Stop the feud! The mayor spoke until noon.") == ()


def test_a_thing_set_against_another_is_unwanted_and_the_other_wanted():
    assert sentences_of("Libraries, not barracks!") == ["Barracks should be ended.", "Libraries should be supported."]


@pytest.mark.parametrize(
    ("claim", "contrary"),
    [
        ("The guild should be dissolved.", "The guild should be kept."),
        ("The weir should not be built.", "The weir should be built."),
        ("No weir should be built at Varn.", "Weir should be built at Varn."),
        ("There should be no tithe.", "There should be tithe."),
        ("Captain Rusk should resign.", "Captain Rusk should remain in office."),
        ("The weir should be built.", None),
        ("The change of duke was a coup.", None),
    ],
)
def test_a_claim_worded_against_something_is_turned(claim, contrary):
    assert turned(claim) == contrary


def test_what_is_no_slogan_is_read_as_it_is():
    scorer = RefusingWords()
    pairs = PlainPairs()
    pairs.add("The guild should be dissolved.", "The duke praised the guild.")
    assert pairs.scores(scorer).shape == (1, 3)
    assert scorer.asked == [("The guild should be dissolved.", "The duke praised the guild.")]


def test_a_slogan_is_read_by_sentences_of_both_sides_with_the_claim_turned():
    scorer = RefusingWords()
    pairs = PlainPairs()
    pairs.add("The guild should be dissolved.", "No to the guild!")
    pairs.scores(scorer)
    assert {claim for claim, _ in scorer.asked} == {"The guild should be kept."}
    assert {"We must put an end to the guild.", "Yes to the guild!"} <= {text for _, text in scorer.asked}


def test_contrary_sentences_change_sides():
    def scorer(asked):
        return np.array([[0.8, 0.1, 0.1] if text.startswith("Yes") else [0.1, 0.8, 0.1] for _, text in asked])

    pairs = PlainPairs()
    pairs.add("The guild should have a hall.", "No to the guild!")
    supports, opposes, _ = pairs.scores(scorer)[0]
    assert opposes > supports


def test_no_pairs_have_no_scores():
    assert PlainPairs().scores(RefusingWords()).shape == (0, 3)


BOOK = Codebook(
    (
        Claim("guild", "The weavers' guild at Varn should be dissolved."),
        Claim("weir", "The weir at Orlow should be built."),
        Claim("tithe", "The tithe should be kept."),
    )
)


def utterance(text: str, statement: int | None = 0) -> Utterance:
    return Utterance("d1", statement, None, True, "says", "own_voice", (Span(0, len(text)),), text, text)


@pytest.fixture(scope="module")
def coder() -> ClaimCoder:
    return ClaimCoder(BOOK, load_embedder(), load_pair_scorer())


@pytest.mark.parametrize(
    ("text", "claim", "side"),
    [
        ("No to the weavers' guild!", "guild", "supports"),
        ("Hands off the weavers' guild!", "guild", "opposes"),
        ("Down with the guild at Varn!", "guild", "supports"),
        ("Stop the Orlow weir!", "weir", "opposes"),
        ("Yes to the weir at Orlow!", "weir", "supports"),
        ("Build the weir at Orlow!", "weir", "supports"),
        ("The tithe must go!", "tithe", "opposes"),
        ("End the tithe!", "tithe", "opposes"),
    ],
)
def test_a_slogan_takes_its_side(coder, text, claim, side):
    assert [(b.claim_id, b.side) for b in coder.bearings([utterance(text)])] == [(claim, side)]


@pytest.mark.parametrize("text", ["Save the Orlow library!", "No to Orlow salt!", "Free the fishermen of Varn!"])
def test_a_slogan_on_a_neighbour_takes_none(coder, text):
    assert coder.bearings([utterance(text)]) == ()


def test_the_words_of_a_slogan_stay_evidence_and_a_rule_tells_how_they_were_read(coder):
    (bearing,) = coder.bearings([utterance("End the tithe!")])
    assert bearing.utterance.words == "End the tithe!"
    assert READ_SO in bearing.rules


def test_a_short_sentence_of_the_outlet_that_is_a_slogan_counts(coder):
    assert [b.side for b in coder.bearings([utterance("End the tithe!", None)])] == ["opposes"]


def test_a_short_phrase_that_looks_like_a_slogan_does_not(coder):
    assert coder.bearings([utterance("End the tithe", None)]) == ()


def test_a_slogan_covers_only_claims_that_name_its_thing():
    grounding = Grounding(BOOK, SharedWords())
    (with_thing,) = grounding(["the weir library should be kept"], {0: ["the Orlow library"]})
    (without,) = grounding(["the weir library should be kept"])
    assert [ground.cover for ground in with_thing] == [0.0, 0.0, 0.0]
    assert without[1].cover > 0


def test_a_slogan_of_two_words_is_an_utterance_and_two_other_words_are_not():
    text = "Rusk out! It rained."
    said = (Statement((), (), (Span(0, 9),), "own_voice", 0.7),)
    assert [u.words for u in utterances_of("d1", text, Annotation("d1", statements=said), [], {})] == ["Rusk out!"]
    assert [u.words for u in utterances_of("d1", text, Annotation("d1"), [], {})] == ["Rusk out!"]


@given(st.text(alphabet="no stpeakhwur,.!?“”'’-\n NOT", max_size=LONGEST + 20))
def test_any_text_is_looked_at_in_little_time(text):
    began = time.perf_counter()
    found = slogans_in.__wrapped__(text)
    assert time.perf_counter() - began < 0.2
    assert all(slogan.about and slogan.says and slogan.denies for slogan in found)


@pytest.mark.parametrize(
    "unit", ["not ", "out of ", "a, not ", "stop ", "and end ", "must go ", "home from ", "!. ", "“"]
)
def test_hostile_repetitions_take_little_time(unit):
    began = time.perf_counter()
    slogans_in.__wrapped__((unit * LONGEST)[:LONGEST])
    turned.__wrapped__((unit * LONGEST)[:LONGEST])
    assert time.perf_counter() - began < 0.2


def test_of_several_slogans_those_count_that_share_most_words_with_the_claim():
    asked = []

    def scorer(pairs):
        asked.extend(text for _, text in pairs)
        return np.full((len(pairs), 3), 1 / 3)

    pairs = PlainPairs()
    pairs.add("Ruthen troops should leave Varn.", "Solidarity with the Varn people – Ruthen troops out!")
    pairs.scores(scorer)
    assert {text for text in asked if "people" in text} == set()
    assert "Ruthen troops should leave." in asked
