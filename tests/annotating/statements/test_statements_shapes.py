"""Statements in the shapes that texts take: long and nested quotations, joined verbs, headlines, lists, transcripts."""

from __future__ import annotations

import pytest


def said(rows):
    return [(row.speaker, row.content) for row in rows]


# -- quotations over paragraphs and marks within marks -----------------------------------------------------------------


def test_a_quotation_in_single_marks_may_run_over_paragraphs(read):
    rows = read("Brand, speaking in Lindau on Monday, said: ‘The dam is old.\n\n‘It doesn’t hold. We will go.’")
    assert said(rows) == [("Brand, speaking in Lindau on Monday", "‘The dam is old. … ‘It doesn’t hold. We will go.’")]


def test_a_plurals_apostrophe_does_not_close_a_quotation_that_goes_on_in_the_next_paragraph(read):
    rows = read("‘The millers’ jobs are gone. It is over.\n\n‘But we will stay,’ she added.")
    assert said(rows) == [("she", "‘The millers’ jobs are gone. It is over. … ‘But we will stay,’")]


def test_a_quotation_that_ends_in_a_nested_one_goes_on_after_its_cue(read):
    rows = read("‘They say, “Leave the valley,”’ Ada Quill told the paper. ‘We say no.’")
    outer, inner = rows[0], rows[1]
    assert said([outer]) == [("Ada Quill", "‘They say, “Leave the valley,”’ … ‘We say no.’")]
    assert (inner.speaker, inner.content, inner.statement.parent) == ("They", "“Leave the valley,”", 0)


def test_a_quotation_after_a_second_verb_is_not_the_first_verbs(read):
    rows = read('"Nine people came," he said on Friday, and added that the hall "had been closed twice."')
    assert said(rows) == [("he", '"Nine people came,"'), ("he", 'that the hall "had been closed twice."')]


def test_a_quotation_in_brackets_takes_no_words_from_outside(read):
    rows = read("The hall (“We will stay,” Quill said) was full.")
    assert said(rows) == [("Quill", "“We will stay,”")]


# -- content around its cue --------------------------------------------------------------------------------------------


def test_content_around_a_cue_keeps_its_subject(read):
    rows = read("The council, she told reporters this morning, had “voted for a dream”.")
    assert said(rows) == [("she", "The council … had “voted for a dream”")]


def test_a_verb_at_the_end_reports_the_sentence(read):
    rows = read("The survey was paid for by the mill, the board’s clerk confirmed.")
    assert said(rows) == [("the board’s clerk", "The survey was paid for by the mill")]


def test_according_to_with_a_longer_phrase_reports_what_follows_the_comma(read):
    rows = read("According to a legal paper read out in the hall, the mill could lose its water.")
    assert said(rows) == [("a legal paper read out in the hall", "the mill could lose its water")]


# -- joined verbs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A clerk of the mill said the gate “has always been open” and called on the union to end the strike.",
            [
                ("A clerk of the mill", "the gate “has always been open”"),
                ("A clerk of the mill", "the union to end the strike"),
            ],
        ),
        (
            'In a letter the owners wrote that they "see no reason for repairs" and asked for a vote before May.',
            [
                ("the owners", 'that they "see no reason for repairs"'),
                ("the owners", "a vote before May"),
            ],
        ),
        (
            "Quill said she will not resign and warned that the dam was unsafe.",
            [("Quill", "she will not resign"), ("Quill", "that the dam was unsafe")],
        ),
    ],
)
def test_joined_verbs_are_two_statements_of_one_speaker(read, text, expected):
    assert said(read(text)) == expected


def test_a_verb_that_can_go_on_the_reported_clause_stays_in_it(read):
    (outer, inner) = read("Quill said the company ignored the cracks and claimed that the dam was safe.")
    assert outer.content == "the company ignored the cracks and claimed that the dam was safe"
    assert inner.speaker == "the company"


# -- speakers ----------------------------------------------------------------------------------------------------------


def test_a_day_is_never_a_speaker(read):
    assert said(read("Its chairman, Brand, boasted on Monday that the dam would ‘hold for ages’.")) == [
        ("Its chairman, Brand", "that the dam would ‘hold for ages’")
    ]


def test_the_speaker_keeps_the_bracket_that_closes_in_it(read):
    assert said(read("According to the Valley Water Board (VWB), the dam is safe.")) == [
        ("the Valley Water Board (VWB)", "the dam is safe")
    ]


# -- numbers, and what is no content -----------------------------------------------------------------------------------


def test_a_number_that_somebody_gives_is_a_statement(read):
    assert said(read("The police say 400. The union put the number at 2,600.")) == [
        ("The police", "400"),
        ("The union", "the number at 2,600"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Two clerks, who asked not to be named, came to the hall.",
        "They could not agree on the future of the mill.",
        "The owners failed to agree on a price.",
        "Under the contract the mill could claim damages.",
    ],
)
def test_conditions_of_speaking_and_failed_agreements_are_no_statements(read, text):
    assert read(text) == []


# -- headlines, lists, signatures, transcripts, block quotations -------------------------------------------------------


SHAPES = [
    ("Mayor: ‘We will stay’", [("Mayor", "‘We will stay’")]),
    ("The minister, in a tweet: “The dam will close.”", [("The minister", "“The dam will close.”")]),
    ("“We will stay.” — Ada Quill", [("Ada Quill", "“We will stay.”")]),
    ("“We will stay.”\n— Ada Quill, mayor", [("Ada Quill, mayor", "“We will stay.”")]),
    ('"We will stay." - Ada Quill', [("Ada Quill", '"We will stay."')]),
    ("“WE WILL STAY,” QUILL SAID.", [("QUILL", "“WE WILL STAY,”")]),
    (
        "- “We will stay,” Quill said.\n- Brand said the dam was safe.",
        [("Quill", "“We will stay,”"), ("Brand", "the dam was safe")],
    ),
    (
        "QUILL: We stay.\nBRAND: You go.\nQUILL: We will see.",
        [("QUILL", "We stay."), ("BRAND", "You go."), ("QUILL", "We will see.")],
    ),
    (
        "**Quill:** We stay.\n\n**Brand:** You go.\n\n**Quill:** No.",
        [("Quill", "We stay."), ("Brand", "You go."), ("Quill", "No.")],
    ),
    ("> “We will stay as long as it takes,” Quill said.", [("Quill", "“We will stay as long as it takes,”")]),
    (
        "The union wrote to us:\n\n> We will stay.\n> The dam is ours.\n\nIt rained.",
        [("The union", "We will stay. … The dam is ours.")],
    ),
    ("“We will stay,” Quill wrote on Facebook.", [("Quill", "“We will stay,”")]),
    ("In a statement, Brand said the dam was safe.", [("Brand", "the dam was safe")]),
    ("Brand tweeted that the dam was safe.", [("Brand", "that the dam was safe")]),
    ("“““““We will stay” said Quill", [("Quill", "“We will stay”")]),
]


@pytest.mark.parametrize(("text", "expected"), SHAPES)
def test_speech_is_found_in_every_shape_of_text(read, text, expected):
    assert said(read(text, own_voice=True)) == expected


def test_a_dash_after_a_quotation_signs_nothing_when_a_sentence_follows(read):
    assert read("“We will stay.” — The hall was full and it rained.") == []


def test_a_block_quotation_that_nobody_announces_is_not_the_outlets_voice(read):
    assert read("It rained.\n\n> We must stay here.\n\nIt rained again.", own_voice=True) == []
