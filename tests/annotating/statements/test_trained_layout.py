"""Bylines, captions, headlines, interviews and appositions around what is said, on texts of our own."""

from __future__ import annotations

import pytest

from dissensus.annotating.statements import StatementsStep
from dissensus.annotating.statements.engine.weights import SIZES
from dissensus.annotating.steps import Draft
from dissensus.model.documents import Document
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE
from dissensus.model.spans import words_at

ABOVE = {
    "byline": "By Jan Holt",
    "two lines": "Tom Harrow\nPolitical Editor",
    "byline with role": "Mia Ross, Political Correspondent\n@miaross",
    "caption": "The old weir of Lindau, seen from the bridge",
    "call": "Sign up to our newsletter",
    "headlines": "Dam row deepens\nMinisters meet in Tarsk\nBrand hits back",
}


def said(text, *, model="accurate", parse=None):
    draft = Draft(Document("d", text))
    found = StatementsStep(model, own_voice=False)(draft if parse is None else parse(draft)).statements
    return [
        (words_at(text, s.speaker), words_at(text, s.cue), words_at(text, s.content))
        for s in found
        if s.confidence >= DEFAULT_MIN_CONFIDENCE and s.parent is None
    ]


@pytest.mark.parametrize("model", SIZES)
@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE)
@pytest.mark.parametrize(
    ("speaker", "rest"),
    [
        ("The mayor of Lindau, Ada Quill", ", has slammed the plan."),
        ("Finance minister Oskar Brand", " has insisted that taxes will not rise."),
        ("Brand", " said the port was safe."),
    ],
)
def test_the_speaker_stands_in_the_sentence_and_not_in_the_line_above(language, model, above, speaker, rest):
    text = f"{above}\n\n{speaker}{rest}"
    assert [who for who, *_ in said(text, model=model)] == [speaker]
    assert [who for who, *_ in said(text, model=model, parse=language)] == [speaker]


def test_a_name_broken_by_a_line_keeps_what_stands_at_the_cue(language):
    text = "The mayor, Ada\nQuill, said that the dam was old."
    assert [who for who, *_ in said(text, parse=language)] == ["Quill"]


def test_no_headline_takes_what_another_one_quotes(language):
    text = "PM 'to quit' after leak, claims ex-aide\n\nQuill slams 'cowardly' council\n\nWhy the dam matters"
    assert not any(
        "to quit" in content + who and "cowardly" in content for who, _, content in said(text, parse=language)
    )


def test_who_took_a_picture_says_nothing(language):
    text = "Photo: Mia Ross\n\nFishermen demanded that the port be opened."
    assert [who for who, *_ in said(text, parse=language)] == ["Fishermen"]


# -- who rejects what was just said ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Quill's lawyer, however, has accused the government of a cover-up, a charge Brand rejects.",
            ("Brand", "rejects", "the government of a cover-up"),
        ),
        (
            "Orla said the rebels had shot down two jets, a claim the ministry in Tarsk dismissed as “fantasy.”",
            ("the ministry in Tarsk", "dismissed", "the rebels had shot down two jets … as “fantasy.”"),
        ),
        (
            "The inquiry found that the firm had hidden the tests, which it denies.",
            ("it", "denies", "that the firm had hidden the tests"),
        ),
        (
            "Critics called the plan a gift to the owners, a description the mayor has rejected.",
            ("the mayor", "has rejected", "the plan a gift to the owners"),
        ),
    ],
)
def test_what_somebody_rejects_in_an_apposition_is_what_was_said_before_it(language, text, expected):
    assert said(text)[-1] == expected
    assert said(text, parse=language)[-1] == expected


def test_what_stands_before_such_an_apposition_keeps_its_own_speaker():
    text = "The union says the firm hid the tests, an allegation that Northquay Ports denies."
    assert said(text)[0] == ("The union", "says", "the firm hid the tests")


def test_whoever_has_faced_a_charge_and_denied_it_is_not_named_with_the_verbs():
    text = (
        "The files raised doubts about the dam, a charge that Mrs. Quill has faced in the past and has always denied."
    )
    assert all("faced" not in who for who, *_ in said(text))


def test_a_charge_that_is_a_price_is_rejected_by_nobody():
    text = "Quill said the firm dumps its waste, a charge of ten crowns for each ton."
    assert [cue for _, cue, _ in said(text)] == ["said"]


# -- interviews and headlines ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Q: Did you know about the leak?\n\nA: I did not. My deputy knew.\n\nThe hearing ended on Monday.",
        "Gazette: Will you resign?\nOkoro: No. The people of Marlow elected me. We won.",
    ],
)
def test_a_labelled_question_and_the_answer_below_it_are_an_interview(language, text):
    answer = text.split("\n")[2 if text[0] == "Q" else 1].split(": ", 1)
    for parse in (None, language):
        found = said(text, parse=parse)
        assert [(who, content) for who, cue, content in found if cue == ":"][1] == (answer[0], answer[1])


def test_an_answer_is_whole_where_labels_change_their_case(language):
    text = (
        "Pia Holm runs the port.\n\nGAZETTE: Do you regret anything?\n\nHOLM: Not a thing. We didn't.\n\n"
        "Gazette: And Brand?\n\nHolm: No comment, as he'd say."
    )
    assert ("HOLM", ":", "Not a thing. We didn't.") in said(text, parse=language)


def test_two_labelled_lines_without_a_question_are_no_interview():
    text = "Weather: rain in the hills.\n\nTraffic: the bridge is closed."
    assert all(cue != ":" or who not in ("Weather", "Traffic") for who, cue, _ in said(text))


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("PM 'to quit' after leak, claims ex-aide", ("ex-aide", "claims", "PM 'to quit' after leak")),
        ("Ministry admits dam is cracked, says no danger", ("Ministry", "says", "no danger")),
        ("Brand: we will not pay", ("Brand", ":", "we will not pay")),
    ],
)
def test_a_headline_in_a_list_has_its_own_speaker(language, headline, expected):
    text = f"Why the dam matters\n\n{headline}\n\nStorm batters coast"
    assert expected in said(text)
    assert expected in said(text, parse=language)


def test_a_label_of_the_page_before_we_speaks_for_nobody():
    assert all(who != "Opinion" for who, *_ in said("Storm batters coast\n\nOpinion: we need the dam\n\nMore news"))


# -- what is no statement, and whose it is -----------------------------------------------------------------------------


def test_nobody_is_named_by_a_question_who():
    assert said("The dam is old.\n\nWho will speak for the fishermen? Who pays for it?") == []


def test_a_relative_clause_ends_where_its_sentence_goes_on(language):
    text = "This reform was made in Tarsk. The 'experts' who wrote it never visited."
    assert said(text, parse=language) == []


def test_marks_around_the_last_word_of_a_speaker_are_both_kept(language):
    text = "The 'experts' who praised the wall said that it was safe."
    assert all(who.count("'") in (0, 2) for who, *_ in said(text, parse=language))


def test_a_name_between_two_quotations_after_the_cue_speaks():
    text = 'Lund asked: "Who pays?" "You do," replied Brand. "Never!" "Then the port shuts," he said.'
    assert ("Brand", "replied") in [(who, cue) for who, cue, _ in said(text)]
    assert not any("Brand" in content for *_, content in said(text))
