"""What the default step reads in the shapes that texts take: marks of all kinds, interviews, signatures, blocks."""

from __future__ import annotations

import pytest

from dissensus.annotating.language import LanguageStep
from dissensus.annotating.statements import StatementsStep, _nested
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements.engine.weights import load_model
from dissensus.annotating.steps import Draft
from dissensus.model.documents import Document
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE
from dissensus.model.spans import Span, words_at


def said(text: str, language: LanguageStep | None) -> list[tuple[str, str]]:
    """Speaker and content of every statement that counts by default."""
    draft = Draft(Document("d", text))
    found = StatementsStep(own_voice=language is not None)(language(draft) if language is not None else draft)
    return [
        (words_at(text, s.speaker), words_at(text, s.content))
        for s in found.statements
        if s.confidence >= DEFAULT_MIN_CONFIDENCE
    ]


MARKS = ["“{}”", '"{}"', "‘{}’", "«{}»", "''{}''", "„{}“"]


@pytest.mark.parametrize("marks", MARKS)
def test_every_kind_of_mark_holds_a_quotation(marks, language):
    quotation = marks.format("We will stay in the valley,")
    assert said(f"{quotation} Ada Quill said on Monday.", language) == [("Ada Quill", quotation)]


@pytest.mark.parametrize("marks", MARKS[:4])
def test_every_kind_of_mark_is_read_without_a_parse(marks):
    quotation = marks.format("We will stay in the valley,")
    assert said(f"{quotation} Ada Quill said on Monday.", None) == [("Ada Quill", quotation)]


def test_a_quotation_that_its_cue_interrupts_is_one(language):
    text = "“We will stay,” said Ada Quill, “until the dam is closed.”"
    assert said(text, language) == [("Ada Quill", "“We will stay,” … “until the dam is closed.”")]


def test_a_quotation_over_paragraphs_is_one_with_a_span_for_each(language):
    text = "“The dam is old,” Ada Quill said. “It does not hold.\n\n“We will go to court in May.”"
    (speaker, content) = said(text, language)[0]
    assert speaker == "Ada Quill"
    assert "\n" not in content
    assert content.endswith("“It does not hold. … “We will go to court in May.”")


def test_an_unclosed_mark_ends_with_its_paragraph(language):
    text = "Ada Quill said: “We will stay as long as it takes.\n\nThe hall was closed at noon."
    assert said(text, language) == [("Ada Quill", "“We will stay as long as it takes.")]


INTERVIEWS = [
    "QUILL: We stay.\nBRAND: You go.\nQUILL: We will see.",
    "**Quill:** We stay.\n\n**Brand:** You go.\n\n**Quill:** We will see.",
    "Quill: We stay. \n\nBrand: You go.\n\nQuill: We will see.",
]


@pytest.mark.parametrize("text", INTERVIEWS)
@pytest.mark.parametrize("parsed", [True, False])
def test_a_turn_of_an_interview_is_one_statement(text, parsed, language):
    found = said(text, language if parsed else None)
    assert [(speaker.title(), content) for speaker, content in found] == [
        ("Quill", "We stay."),
        ("Brand", "You go."),
        ("Quill", "We will see."),
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will stay in the valley.” — Ada Quill", "Ada Quill"),
        ("“We will stay in the valley.”\n— Ada Quill, mayor", "Ada Quill, mayor"),
        ("“We will stay in the valley.” ―\u00a0Ada Quill", "Ada Quill"),
    ],
)
def test_a_signature_tells_who_speaks(text, speaker, language):
    assert said(text, language) == [(speaker, "“We will stay in the valley.”")]


def test_two_signed_quotations_are_two_peoples(language):
    text = "“We will stay in the valley.” ― Ada Quill\n\n“You will have to go at last.” ― Tomas Brand"
    assert said(text, language) == [
        ("Ada Quill", "“We will stay in the valley.”"),
        ("Tomas Brand", "“You will have to go at last.”"),
    ]


def test_a_block_quotation_goes_to_the_one_who_announces_it(language):
    text = "The union wrote to us:\n\n> We will stay.\n> The dam is ours.\n\nIt rained."
    assert said(text, language) == [("The union", "We will stay. … The dam is ours.")]


def test_a_block_quotation_that_nobody_announces_is_nobodys(language):
    assert said("It rained.\n\n> We must stay here.\n\nIt rained again.", language) == []


@pytest.mark.parametrize("lead", ["- ", "> ", "• ", "* "])
def test_a_bullet_is_no_part_of_what_is_said(lead, language):
    text = f"{lead}“We will stay in the valley,” Quill said."
    assert said(text, language) == [("Quill", "“We will stay in the valley,”")]


def test_a_second_verb_with_a_quotation_of_its_own_has_it(language):
    text = "“We will not pay for this dam,” Quill said, asking the owners, “Who built it at all?”"
    assert said(text, language) == [
        ("Quill", "“We will not pay for this dam,”"),
        ("Quill", "“Who built it at all?”"),
    ]


def test_a_participle_without_a_subject_has_that_of_its_verb(language):
    text = "The owners closed the gate at noon, saying the wall was unsafe."
    assert ("The owners", "the wall was unsafe") in said(text, language)


def test_a_quoted_sentence_after_reported_speech_has_the_same_speaker(language):
    text = "One farmer said the well was dry. “There is no water left in the whole valley.”"
    (speaker, content) = said(text, language)[-1]
    assert speaker == "One farmer"
    assert content.endswith("“There is no water left in the whole valley.”")


@pytest.mark.parametrize("day", ["Monday", "On Tuesday", "Yesterday"])
def test_a_day_never_speaks(day, language):
    found = said(f"{day}: “The dam will be closed,” it said. {day} showed that the wall was unsafe.", language)
    found = [*found, *said(f"{day} was wet. Ada Quill said that the wall was safe.", language)]
    assert "Ada Quill" in {speaker for speaker, _ in found}
    assert all(speaker.lower() not in {"monday", "on tuesday", "tuesday", "yesterday"} for speaker, _ in found)


@pytest.mark.parametrize(
    "text",
    [
        "They put the so-called ‘reform’ off until May.",
        "The council recognised the ‘interim board’ in March.",
        "Both towns are in the ‘free zone’ now.",
    ],
)
def test_a_term_in_marks_is_nobodys_words(text, language):
    assert not any(content.removeprefix("the ").startswith("‘") for _, content in said(text, language))


def test_a_term_in_marks_with_a_word_of_naming_is_somebodys(language):
    assert [speaker for speaker, _ in said("The council called the plan a ‘disaster’ in March.", language)] == [
        "The council"
    ]


# -- nested ------------------------------------------------------------------------------------------------------------


def test_a_report_inside_of_a_report_is_read(language):
    text = "“The minister told us that the dam was safe and we believed him,” said Ada Quill."
    assert ("The minister", "that the dam was safe") in [
        (speaker, content.split(" and ")[0]) for speaker, content in said(text, language)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“I think that we will stay in the valley for years,” said Ada Quill.",
        "“I said that the dam was old and I say it again,” said Ada Quill.",
        "Ada Quill said that she had never said that the dam was safe.",
        "“Nobody should say that the dam was safe,” said Ada Quill.",
    ],
)
def test_what_speakers_say_of_their_own_saying_is_no_second_statement(text, language):
    assert len(said(text, language)) == 1


@pytest.mark.parametrize(
    ("inside", "is_read"),
    [
        ("The United States has no question for the valley.", False),
        ("A point of order stands in the report of the council.", False),
        ("The state of the dam is in question.", False),
        ("The old dam states nothing but its age.", True),
        ("The mayor of that town told us to stay.", True),
        ("They went on by saying that the dam was safe.", True),
        ("The firm United told us that the dam was safe.", True),
        ("The town she came from denied that it would pay.", True),
    ],
)
def test_a_noun_of_saying_is_no_reason_to_read_a_statement_again(inside, is_read, monkeypatch):
    read = []
    monkeypatch.setattr(_nested, "read_tokens", lambda tokens, *_, **__: read.append(tokens) or [])
    found = Found(cue_token=-1, cue=[], content=[Span(0, len(inside))], speaker=None, confidence=0.9, rule="read")
    assert list(_nested.nested_in(inside, [found], load_model("fast"))) == []
    assert bool(read) == is_read
