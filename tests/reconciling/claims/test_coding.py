"""From utterances to bearings and positions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_models import RefusingWords, SharedWords

from dissensus.model.claims import Bearing, Claim, Codebook, Utterance
from dissensus.model.documents import PartialDate
from dissensus.model.spans import Span
from dissensus.reconciling.claims.coding import ASKED, CALLED, CONDITIONAL, ClaimCoder, positions_of

DAM = Claim("dam", "The dam at Orrin should be closed.")
TRAINS = Claim("trains", "Night trains should return to Pelm.", valid_from=PartialDate("2031-06"))
CODEBOOK = Codebook((DAM, TRAINS))


def utterance(read: str, holder: str | None = None, start: int = 0, statement: int | None = 0) -> Utterance:
    end = start + len(read)
    return Utterance("d1", statement, holder, holder is None, "says", "indirect", (Span(start, end),), read, read)


def coder(codebook: Codebook = CODEBOOK, **options) -> ClaimCoder:
    return ClaimCoder(codebook, SharedWords(), RefusingWords(), **options)


def bearing(side: str, confidence: float, start: int = 0, holder: str | None = "ada", **more) -> Bearing:
    return Bearing(utterance("dam", holder, start, **more), "dam", side, confidence)  # type: ignore[arg-type]


def test_an_utterance_bears_on_the_claim_whose_words_it_has():
    found = coder().bearings([utterance("the dam at Orrin must be closed", "ada")])
    assert [(b.claim_id, b.side) for b in found] == [("dam", "supports")]


def test_a_refusal_is_opposition():
    found = coder().bearings([utterance("never will the Orrin dam be closed", "ada")])
    assert [(b.claim_id, b.side) for b in found] == [("dam", "opposes")]


def test_an_utterance_may_bear_on_several_claims():
    both = utterance("close the Orrin dam and let night trains return to Pelm", "ada")
    assert {b.claim_id for b in coder().bearings([both])} == {"dam", "trains"}


def test_a_question_weighs_less_and_says_so():
    found = coder(min_bearing=0.1).bearings([utterance("should the Orrin dam be closed?", "ada")])
    assert found[0].rules == (ASKED,)
    assert found[0].confidence == pytest.approx(0.45)


def test_a_condition_weighs_less_and_says_so():
    found = coder(min_bearing=0.1).bearings([utterance("if the Orrin dam were closed", "ada")])
    assert found[0].rules == (CONDITIONAL,)


def test_documents_before_a_claim_is_valid_are_not_coded_for_it():
    told = [utterance("night trains return to Pelm", "ada")]
    assert coder().bearings(told, PartialDate("2031-05-30")) == ()
    assert len(coder().bearings(told, PartialDate("2031-06-02"))) == 1
    assert len(coder().bearings(told, PartialDate("2031"))) == 1


def test_an_opposing_wording_turns_the_side():
    claim = Claim("dam", "The dam at Orrin should be closed.", opposing=("Hands off our beautiful reservoir!",))
    found = coder(Codebook((claim,))).bearings([utterance("hands off our beautiful reservoir", "ada")])
    assert [b.side for b in found] == ["opposes"]


def test_of_many_wordings_those_nearest_to_the_text_are_read():
    far = tuple(f"Geese number {number} fly over Pelm." for number in range(12))
    claim = Claim("dam", "The dam at Orrin should be closed.", opposing=(*far, "Water must be held back."))
    ((supports, opposes),) = coder(Codebook((claim,))).sides([(claim, "water must be held back")])
    assert opposes > supports


def test_what_the_outlet_only_narrates_needs_more_confidence():
    told = utterance("the dam at Orrin must be closed", None, statement=None)
    assert len(coder(min_narration=0.85).bearings([told])) == 1
    assert coder(min_narration=0.95).bearings([told]) == ()


def test_bearings_of_one_side_make_a_position_of_more_confidence():
    (position,) = positions_of([bearing("supports", 0.7), bearing("supports", 0.7, 50)], CODEBOOK)
    assert (position.stance, position.confidence) == ("supports", pytest.approx(0.91))
    assert len(position.bearings) == 2


def test_both_sides_are_ambivalent():
    (position,) = positions_of([bearing("supports", 0.8), bearing("opposes", 0.7, 50)], CODEBOOK)
    assert position.stance == "ambivalent"


def test_a_weak_other_side_does_not_hide_a_position():
    told = [bearing("supports", 0.9), bearing("supports", 0.9, 40), bearing("opposes", 0.4, 80)]
    (position,) = positions_of(told, CODEBOOK)
    assert position.stance == "supports"
    assert position.confidence < 0.9


def test_holders_are_kept_apart():
    found = positions_of([bearing("supports", 0.8), bearing("opposes", 0.8, 50, holder="bo")], CODEBOOK)
    assert [(p.holder, p.stance) for p in found] == [("ada", "supports"), ("bo", "opposes")]


def test_own_voice_comes_before_actors_and_is_not_theirs():
    found = positions_of([bearing("supports", 0.8), bearing("opposes", 0.8, 50, holder=None)], CODEBOOK)
    assert [(p.own_voice, p.holder) for p in found] == [(True, None), (False, "ada")]


def test_a_sentence_that_holds_a_narrower_evidence_is_not_counted_beside_it():
    wide = Bearing(utterance("the reckless dam board of Orrin met", None, 0, None), "dam", "supports", 0.9)
    narrow = Bearing(utterance("reckless dam board", None, 4, None), "dam", "supports", 0.9)
    (position,) = positions_of([wide, narrow], CODEBOOK)
    assert [b.utterance.words for b in position.bearings] == ["reckless dam board"]


COUP = Codebook((Claim("coup", "The change of government in Norvalia was a coup."),))


def called(mode: str, holder: str | None) -> list[str]:
    words = "he met the rulers whom the coup in Norvalia brought to the government"
    told = Utterance("d1", 0, holder, holder is None, "says", mode, (Span(0, 69),), words, words)  # type: ignore[arg-type]
    return [rule for b in coder(COUP).bearings([told]) for rule in b.rules]


def test_who_calls_it_so_holds_that_it_is_so():
    assert called("own_voice", None) == [CALLED]
    assert called("direct", "ada") == [CALLED]


def test_a_label_in_reported_speech_is_not_the_speakers():
    assert CALLED not in called("indirect", "ada")


def test_nothing_is_a_position_without_evidence():
    assert positions_of([], CODEBOOK) == ()
    assert coder()([utterance("onions were cheap", "ada")]) == ()


def test_positions_below_the_least_confidence_are_not_proposed():
    told = [utterance("the dam at Orrin must be closed", "ada")]
    assert coder(min_position=0.95)(told) == ()
    assert len(coder(min_position=0.5)(told)) == 1


def test_only_what_lies_inside_another_is_the_narrower_one():
    places = [(0, 30), (4, 10), (4, 30), (12, 20), (40, 50), (40, 50)]
    told = [
        Bearing(
            Utterance("d1", None, None, True, "says", "own_voice", (Span(*place),), "w", "w"), "dam", "supports", 0.9
        )
        for place in places
    ]
    (position,) = positions_of(told, CODEBOOK)
    kept = [(b.utterance.spans[0].start, b.utterance.spans[0].end) for b in position.bearings]
    assert kept == [(4, 10), (12, 20), (40, 50), (40, 50)]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), min_size=1, max_size=25))
def test_the_sweep_finds_what_comparing_all_with_all_finds(drawn):
    places = [(start, start + size) for start, size in drawn]
    told = [
        Bearing(
            Utterance("d1", None, None, True, "says", "own_voice", (Span(*place),), "w", "w"), "dam", "supports", 0.9
        )
        for place in places
    ]
    (position,) = positions_of(told, CODEBOOK)
    kept = sorted((b.utterance.spans[0].start, b.utterance.spans[0].end) for b in position.bearings)
    wide = {a for a in places for b in places if a != b and a[0] <= b[0] and b[1] <= a[1]}
    assert kept == sorted(place for place in places if place not in wide)
