"""What the rules find, each on the smallest invented text."""

from __future__ import annotations

import pytest

from dissensus.model.spans import words_at


def found(rows, speaker, content):
    """Whether a row has this speaker and exactly this content."""
    return any(row.speaker == speaker and row.content == content for row in rows)


# -- quotations --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("“The dam is unsafe,” Mayor Ada Quill said.", "Mayor Ada Quill", "“The dam is unsafe,”"),
        ('"The dam is unsafe," said Quill.', "Quill", '"The dam is unsafe,"'),
        ("He continued: «The valley is ours.»", "He", "«The valley is ours.»"),
        ("„The valley is ours“, said Lenz.", "Lenz", "„The valley is ours“"),
        ("``The valley is ours,'' said Lenz.", "Lenz", "``The valley is ours,''"),
        ("Lenz: “We will not leave the valley.”", "Lenz", "“We will not leave the valley.”"),
        ("The mayor wrote on her page:\n\n“The dam must go.”", "The mayor", "“The dam must go.”"),
        ("Mayor Quill, speaking at a rally, said: “The dam must go.”", "Mayor Quill", "“The dam must go.”"),
    ],
)
def test_a_quotation_has_the_speaker_of_the_cue_beside_it(read, text, speaker, content):
    rows = read(text)
    assert [(r.speaker, r.content, r.mode) for r in rows] == [(speaker, content, "direct")]


def test_a_quotation_split_around_its_cue_is_one_statement(read):
    rows = read("“The dam,” she said, “is not safe.”")
    assert [(r.speaker, r.cue, r.content) for r in rows] == [("she", "said", "“The dam,” … “is not safe.”")]


def test_a_quotation_goes_on_in_the_next_sentence(read):
    rows = read("“The dam is unsafe,” Quill said. “We asked for repairs.”")
    assert [(r.speaker, r.content) for r in rows] == [("Quill", "“The dam is unsafe,” … “We asked for repairs.”")]


def test_one_word_after_the_cue_belongs_to_the_quotation_before(read):
    assert [r.content for r in read('"I don\'t know," he said. "Maybe."')] == ['"I don\'t know," … "Maybe."']


def test_a_quotation_over_paragraphs_is_one_statement(read):
    rows = read("“The valley is ours.\n\n“It was ours before.\n\n“It will be ours after it,” said Lenz.")
    assert [(r.speaker, len(r.statement.content)) for r in rows] == [("Lenz", 3)]


def test_apostrophes_do_not_close_a_single_quotation(read):
    rows = read("Quill said: ‘The workers’ houses were flooded and we don’t know why.’")
    assert [r.content for r in rows] == ["‘The workers’ houses were flooded and we don’t know why.’"]


def test_a_quoted_paragraph_without_a_cue_keeps_the_speaker(read):
    rows = read("“The dam is unsafe,” Quill said in March. She warned them.\n\n“Nobody listened to us at all.”")
    assert found(rows, "Quill", "“Nobody listened to us at all.”")


def test_a_quoted_sentence_after_reported_speech_keeps_the_speaker(read):
    rows = read("One farmer said the well was dry. And, despite promises, “nobody has come to repair it.”")
    assert found(rows, "One farmer", "And, despite promises, “nobody has come to repair it.”")


def test_words_held_at_a_distance_are_no_statement(read):
    assert read("The so-called ‘experts’ came in their ‘safe’ cars to the “Hall of Light”.") == []


def test_a_title_named_with_called_is_no_statement(read):
    assert read("They met at a festival called “Songs of the River” in the old mill.") == []


def test_lines_of_an_interview_are_direct_speech(read):
    rows = read("Q: Will you stay?\nLenz: Yes, we will.\nQ: For how long?\nLenz: For ever and ever.\n")
    assert [(r.speaker, r.mode) for r in rows] == [("Q", "direct"), ("Lenz", "direct")] * 2


def test_one_label_with_a_colon_is_no_interview(read):
    assert read("Weather: It will rain in the valley.\n\nThe road is closed.") == []


def test_an_unbalanced_mark_ends_with_its_paragraph(read):
    text = "“The wall is cracked, said Brand.\n\nThe road is closed."
    assert all(span.end <= text.index("\n") for row in read(text) for span in row.statement.content)


# -- reported speech ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Oskar Brand told reporters that the dam was safe.", "Oskar Brand", "that the dam was safe"),
        ("According to the company, the dam is safe.", "the company", "the dam is safe"),
        ("The dam is safe, according to the company.", "the company", "The dam is safe"),
        ("The dam, Brand said, will hold for years.", "Brand", "The dam … will hold for years"),
        ("Brand said the dam was safe, adding that Quill was wrong.", "Brand", "that Quill was wrong"),
        ("Quill accused Brand of hiding the report.", "Quill", "Brand of hiding the report"),
        ("Brand was quoted as saying that the wall would hold.", "Brand", "that the wall would hold"),
        ("It was reported that the wall had cracked.", "", "that the wall had cracked"),
        ("The mayor rejected the claim that the dam is safe.", "The mayor", "that the dam is safe"),
        ("Many share the belief that the dam is safe.", "Many", "that the dam is safe"),
        ("The union repeated its demand that the dam be closed.", "its", "that the dam be closed"),
        ("The board refuses to publish the report.", "The board", "to publish the report"),
        ("The company has pledged not to raise the water.", "The company", "not to raise the water"),
        ("Quill urged the board to resign.", "Quill", "the board to resign"),
        ("Brand denies the report.", "Brand", "the report"),
        ("They made it quite clear that they would stay.", "They", "that they would stay"),
        ("Quill called the plan a “disaster”.", "Quill", "the plan a “disaster”"),
        ("The mayor signed the treaty that he had refused to accept.", "he", "the treaty … to accept"),
        ("The plan, styled as a ‘renewal’, was signed.", "", "The plan … a ‘renewal’"),
    ],
)
def test_a_frame_attributes_its_content(read, text, speaker, content):
    assert found(read(text), speaker, content)


def test_an_indirect_statement_has_its_cue_with_auxiliaries(read):
    (row,) = read("The company has pledged not to raise the water.")
    assert (row.cue, row.mode) == ("has pledged", "indirect")


def test_who_stands_for_the_noun_before_it(read):
    (row,) = read("The mayor met Quill, who called the plan a disgrace.")
    assert row.speaker == "Quill … who"


def test_reported_words_with_a_quoted_part_are_mixed(read):
    (row,) = read("He said the wall was “not safe at all” and that nobody came.")
    assert (row.mode, row.content) == ("mixed", "the wall was “not safe at all” and that nobody came")


def test_what_a_speaker_says_that_another_said_is_nested(read):
    outer, inner = read("Brand said that Quill had told him that the wall was cracked.")
    assert (inner.speaker, inner.statement.parent, outer.statement.parent) == ("Quill", 0, None)


def test_what_somebody_must_support_is_not_attributed_to_them(read):
    assert read("The villages must support the strike.") == []


def test_plain_narration_is_no_statement(read):
    assert read("Lenz walked to the wall and looked at the water. The road was closed.", own_voice=True) == []


# -- own voice ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "The ministers must close the dam.",
        "This dam certainly needs to be closed.",
        "We call on the board to resign.",
        "We support the people of the valley.",
        "Of course, the largest dam is in the north.",
        "The contract represents a betrayal of the valley.",
        "Save the valley!",
        "No to the dam!",
    ],
)
def test_the_outlets_demands_and_judgements_are_own_voice(read, text):
    rows = read(text, own_voice=True)
    assert [(r.mode, r.speaker, r.content) for r in rows] == [("own_voice", "", text)]


def test_own_voice_can_be_switched_off(read):
    assert read("The ministers must close the dam.", own_voice=False) == []


def test_a_demand_inside_somebodys_words_is_not_own_voice(read):
    rows = read("“The ministers must close the dam,” said Quill.", own_voice=True)
    assert [r.mode for r in rows] == ["direct"]


# -- the rest of the draft ---------------------------------------------------------------------------------------------


def test_a_speaker_without_a_mention_is_added_to_the_mentions(read):
    text = "Oskar Brand told reporters that the dam was safe."
    draft = read.draft(text)
    (statement,) = draft.statements
    mention = draft.mentions[statement.speaker_mention]
    assert (words_at(text, (mention.span,)), mention.speaker_only) == ("Oskar Brand", True)
