"""Who speaks and what is said where the parser or the tagger errs, and what tells deeds and not words."""

from __future__ import annotations

import pytest

from dissensus.annotating.statements import RuleStatementsStep
from dissensus.annotating.steps import Draft
from dissensus.model.annotations import Mention
from dissensus.model.documents import Document
from dissensus.model.spans import Span


def _by_cue(rows, cue):
    return [(row.speaker, row.content, row.mode) for row in rows if row.cue == cue]


_FEEDING = (
    "We see that while some of those who are making a big show of feeding the Torvik fishermen denounce the ‘greed’ of"
    " the coastal towns, they stay silent."
)


@pytest.mark.parametrize(
    ("text", "cue", "speaker"),
    [
        (_FEEDING, "denounce", "some of those who are making a big show of feeding the Torvik fishermen"),
        (
            "Many of those who are making a great noise about supporting the Orlen weavers condemn the guild.",
            "condemn",
            "Many of those who are making a great noise about supporting the Orlen weavers",
        ),
        (
            "Groups that are supporting the Orlen weavers denounce the tyranny of the guild.",
            "denounce",
            "Groups that are supporting the Orlen weavers",
        ),
    ],
)
def test_the_last_noun_of_a_relative_clause_is_not_the_speaker(read, text: str, cue: str, speaker: str) -> None:
    """The whole phrase speaks, not the object inside its relative clause that stands before the cue."""
    assert [row[0] for row in _by_cue(read(text), cue)] == [speaker]


def test_the_mention_of_a_whole_phrase_is_not_that_of_its_last_noun(language) -> None:
    """The mention of the fishermen is not the speaker of what those who feed them say."""
    start = _FEEDING.index("the Torvik fishermen")
    span = Span(start, start + len("the Torvik fishermen"))
    given = Mention(span, span, "group", "nominal", "the Torvik fishermen")
    draft = RuleStatementsStep()(language(Draft(Document("d", _FEEDING))).with_parts(mentions=(given,)))
    speakers = [draft.mentions[s.speaker_mention].span for s in draft.statements if s.speaker_mention is not None]
    assert speakers
    assert span not in speakers


def test_the_object_of_a_verb_of_seeing_keeps_its_own_verb(read) -> None:
    """In "those who saw the weavers denounce the guild" the sentence's own verb comes later."""
    rows = read("Those who saw the weavers denounce the guild went home.")
    assert not [row for row in rows if row.speaker.startswith("Those who saw the weavers")]


@pytest.mark.parametrize("lead", ["The treaty", "In return for leaving the hills, the pact"])
def test_talks_after_an_adverb_is_a_verb(read, lead: str) -> None:
    """The tagger takes "talks" for a noun; a noun phrase has no adverb there."""
    rows = read(f"{lead} vaguely talks of the ‘council’ in Norrin starting a review aimed at ‘sharing powers’.")
    content = "the ‘council’ in Norrin starting a review aimed at ‘sharing powers’"
    assert _by_cue(rows, "talks of") == [(lead.rsplit(", ", maxsplit=1)[-1], content, "mixed")]


@pytest.mark.parametrize("text", ["Brand attended talks of great weight.", "The talks of last week were over."])
def test_talks_as_a_noun_attribute_nothing(read, text: str) -> None:
    """Talks that are held or ended say nothing."""
    assert read(text) == []


def test_what_somebody_is_said_to_do_belongs_to_the_content(read) -> None:
    """A participle right after the noun is part of what is spoken of."""
    rows = read("The charter only speaks of the mayor holding a vote in spring.")
    assert [row.content for row in rows] == ["the mayor holding a vote in spring"]


def test_a_single_marked_word_under_a_verb_of_saying_makes_it_mixed(read) -> None:
    """What is said with one word in marks quotes that word."""
    rows = read("Quill says the mill must not be “ruined.”")
    assert [row.mode for row in rows] == ["mixed"]


def test_a_single_marked_word_under_a_verb_of_wanting_stays_indirect(read) -> None:
    """A word in marks in what somebody wants is the outlet's distance."""
    rows = read("Brand wants the ‘experts’ to leave.")
    assert [row.mode for row in rows] == ["indirect"]


def test_words_all_in_marks_stay_direct(read) -> None:
    """Mixed are only those with words outside the marks."""
    assert [row.mode for row in read("“The mill is ruined,” Quill says.")] == ["direct"]


def test_a_belief_that_is_refused_is_no_second_statement(read) -> None:
    """What the relative clause lacks cannot be left out of a statement of its own."""
    rows = read("It was an attack which Brand refused to believe was coming.")
    assert [row.content for row in rows] == ["an attack … to believe was coming"]


@pytest.mark.parametrize(
    "text",
    [
        "Millers across the valley have thrown themselves into defending their homes.",
        "Millers fighting to hold the bridge and defend the town were tired.",
        "Rising prices threaten to close the mill.",
        "The new mood in the capital threatens to ease the way of the company.",
    ],
)
def test_deeds_and_states_of_things_say_nothing(read, text: str) -> None:
    """Nobody speaks where a town is defended or prices threaten something."""
    assert read(text) == []


@pytest.mark.parametrize("text", ["The union threatens to close the mill.", "Ada Quill defended the plan."])
def test_the_same_verbs_attribute_with_a_speaker(read, text: str) -> None:
    """A union may threaten in words, and a plan may be defended in words."""
    assert len(read(text)) == 1


def test_what_follows_an_object_after_a_comma_is_not_said(read) -> None:
    """A remark on the object that the parser hangs on the verb is the outlet's."""
    rows = read("Many people are openly supporting the council in Norrin, formerly of Brand, now of Quill.")
    assert [row.content for row in rows] == ["the council in Norrin"]


def test_a_second_who_stands_for_the_same_people_as_the_first(read) -> None:
    """The parser joins the second relative clause to the main verb."""
    rows = read(
        "But farmers need to watch the foxes, we warned of those who opposed the free vote of all the hill people,"
        " including the Norrin millers, and who denounced the guild."
    )
    ((speaker, content, _),) = _by_cue(rows, "denounced")
    assert (speaker.split()[0], content) == ("those", "the guild")
