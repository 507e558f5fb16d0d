"""Whether a text speaks of what a claim is about."""

from __future__ import annotations

import numpy as np
import pytest
from plain_models import SharedWords

from dissensus.model.claims import Claim, Codebook
from dissensus.reconciling.claims._polarity import denied, wants
from dissensus.reconciling.claims.grounding import NO_GROUND, Ground, Grounding, content_words, kind_of, rarity

CODEBOOK = Codebook(
    (
        Claim("coup", "The change of government in Norvalia was a coup."),
        Claim("troops", "Norvalian troops should leave Marassa."),
        Claim("rule", "Fascist or far-right forces had a part in it."),
        Claim("statue", "The museum should return the statue.", supporting=("Send the marble lady home!",)),
    )
)


def ground(text: str, claim: int):
    return Grounding(CODEBOOK, SharedWords())([text])[0][claim]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The change of power was a coup.", "holds"),
        ("The police used force that was excessive.", "holds"),
        ("The troops should leave.", "wants"),
        ("The sanctions are right.", "wants"),
        ("The war is wrong.", "wants"),
        ("The new council is unlawful and nobody should obey it.", "holds"),
        ("The closure would cost 2,000 jobs.", "holds"),
        ("Neither side deserves support.", "wants"),
    ],
)
def test_claims_hold_that_something_is_so_or_want_something(text, kind):
    assert kind_of(text) == kind


def test_a_text_with_all_words_covers_a_claim():
    assert ground("The Norvalian troops should leave Marassa now.", 1).cover >= 0.9


def test_a_text_on_something_else_covers_nothing():
    assert ground("Onions were cheap on Sunday.", 1).cover == 0


def test_forms_of_a_word_are_one():
    assert ground("the coupists in Norvalia", 0).cover > 0.3


def test_the_contrary_prefix_is_no_form():
    assert not ground("the anti-fascist rally", 2).first


def test_one_of_two_alternatives_is_enough():
    assert ground("fascist bands", 2).cover == pytest.approx(ground("far-right bands", 2).cover)


def test_what_something_is_called_must_stand_near_what_it_is_about():
    assert ground("the coup in Norvalia", 0).called == ("coup",)
    apart = "a coup of the theatre guild on stage before many guests from Pelagia while the Norvalia delegation slept"
    assert ground(apart, 0).called == ()


def test_a_claim_that_wants_something_calls_nothing():
    assert ground("Norvalian troops left Marassa", 1).called == ()


def test_a_wording_of_the_claim_covers_it():
    assert ground("They will send the marble lady home", 3).cover >= 1


def test_another_states_name_covers_no_states_name():
    codebook = Codebook((Claim("a", "France should leave."),))
    found = Grounding(codebook, SharedWords())(["Germany", "the French", "Paris"])
    assert [each[0].cover > 0 for each in found] == [False, True, True]


def test_rare_words_weigh_more():
    assert rarity("secession") > rarity("region") > rarity("year")


def test_an_empty_codebook_and_an_empty_text_have_no_ground():
    assert Grounding(Codebook(()), SharedWords())(["the coup"]) == [[]]
    assert ground("", 0).cover == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the coup in Norvalia", False),
        ("there was no coup", True),
        ("it was not a coup", True),
        ("the so-called coup", True),
        ("the ‘coup’ in Norvalia", True),
        ("No trains ran on the day after the coup", False),
        ("not only a coup but a crime", False),
        ("it is no longer a coup", False),
    ],
)
def test_negation_and_distancing_quotes_deny(text, told):
    assert denied(text, ("coup",)) is told


def test_a_word_that_does_not_stand_there_is_not_denied():
    assert not denied("there was no coup", ("uprising",))


@pytest.mark.parametrize("text", ["The dam must go.", "We demand an end to it", "Down with the dam", "Out!"])
def test_demands_want_something(text):
    assert wants(text)


def test_a_report_wants_nothing():
    assert not wants("The dam was opened on Monday by the mayor.")


# -- covers ------------------------------------------------------------------------------------------------------------


class Known:
    """Vectors by which a word is like itself alone, but for those that are told to be alike."""

    def __init__(self, **like: float) -> None:
        self._like = like
        self._places: dict[str, int] = {}

    def __call__(self, texts):
        table = np.zeros((len(texts), 500), dtype=np.float32)
        for row, text in enumerate(texts):
            share = self._like.get(text, 1.0)
            place = self._places.setdefault(text.rstrip("x") if text in self._like else text, len(self._places))
            table[row, place] = share
        return table


def grounds(claims: list[str], text: str, **like: float):
    book = Codebook(tuple(Claim(f"c{n}", each) for n, each in enumerate(claims)))
    return Grounding(book, Known(**like))([text])[0]


def test_a_claim_without_words_that_carry_it_is_covered_by_nothing_and_moves_no_other():
    claims = ["It is so.", "The wharf should close.", "It was."]
    empty, wharf, last = grounds(claims, "The wharf closes")
    assert empty == last == NO_GROUND
    assert wharf == grounds(claims[1:2], "The wharf closes")[0]
    assert wharf.cover > 0


def test_no_claims_give_no_grounds():
    assert grounds([], "The wharf should close.") == []
    assert grounds(["The wharf should close."], "") == [NO_GROUND]


def test_of_words_joined_by_or_the_better_covered_one_counts_once():
    both = grounds(["Smugglers or pirates came."], "smugglers and pirates")[0]
    one = grounds(["Smugglers or pirates came."], "pirates")[0]
    assert both.cover == one.cover == 1.0
    assert (both.first, one.first) == (True, True)


def test_four_words_make_a_full_cover_and_the_weightiest_may_be_missing():
    claim = "Wharf ferry harbour lighthouse trawler seagull."
    words = sorted(content_words(claim), key=lambda word: (-rarity(word), word))
    assert len(words) == 6
    assert grounds([claim], " ".join(words[:4]))[0] == Ground(1.0, True, ())
    assert grounds([claim], " ".join(words))[0].cover > 1.0
    rest = grounds([claim], " ".join(words[1:4]))[0]
    assert not rest.first
    assert 0.5 < rest.cover < 1.0


def test_a_word_that_is_nearly_alike_covers_a_part():
    whole, part, none = (grounds(["The quay should close."], "quayx", quayx=share)[0] for share in (1.0, 0.7, 0.55))
    assert whole.cover == pytest.approx(2 * part.cover, abs=1e-3)
    assert none == NO_GROUND
