"""How statements refer to mentions and times, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dissensus.annotating.statements import RuleStatementsStep
from dissensus.annotating.steps import Draft
from dissensus.model.annotations import Mention, TimeExpression
from dissensus.model.documents import Document
from dissensus.model.spans import Evidence, Span


def span_of(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


def run(language, text, *, mentions=(), times=()):
    draft = language(Draft(Document("d", text))).with_parts(mentions=tuple(mentions), times=tuple(times))
    return RuleStatementsStep()(draft)


def mention(text, words):
    span = span_of(text, words)
    return Mention(span, span, "person", "name", words)


def test_the_speakers_mention_is_the_one_that_covers_its_head(language):
    text = "The Lindau mayor, Ada Quill, said the dam was unsafe."
    draft = run(language, text, mentions=[mention(text, "Lindau"), mention(text, "Ada Quill")])
    (statement,) = draft.statements
    assert draft.mentions[statement.speaker_mention].name == "Ada Quill"


def test_added_speakers_keep_the_mentions_in_text_order(language):
    text = "One farmer said that Ada Quill was wrong. Another farmer said the dam was safe."
    draft = run(language, text, mentions=[mention(text, "Ada Quill")])
    assert [m.span for m in draft.mentions] == sorted(m.span for m in draft.mentions)
    assert [text[slice(*draft.mentions[s.speaker_mention].span)] for s in draft.statements] == [
        "One farmer",
        "Another farmer",
    ]


def test_a_mention_that_only_stands_inside_the_speakers_phrase_is_not_the_speaker(language):
    text = "Wives of soldiers from Lindau said the war must end."
    draft = run(language, text, mentions=[mention(text, "Lindau")])
    (statement,) = draft.statements
    assert draft.mentions[statement.speaker_mention].speaker_only


def test_a_statement_is_about_the_mentions_in_its_content(language):
    text = "Oskar Brand said that Ada Quill was wrong."
    draft = run(language, text, mentions=[mention(text, "Oskar Brand"), mention(text, "Ada Quill")])
    assert draft.statements[0].about == (1,)


def test_when_it_was_said_is_the_time_beside_the_cue_not_the_one_in_the_content(language):
    text = "On Tuesday, Brand said the dam would be closed on Friday."
    times = [TimeExpression(span_of(text, day), None, "date") for day in ("Tuesday", "Friday")]
    assert run(language, text, times=times).statements[0].time == 0


def test_a_time_in_the_content_alone_does_not_tell_when_it_was_said(language):
    text = "Brand said the dam would be closed on Friday."
    times = [TimeExpression(span_of(text, "Friday"), None, "date")]
    assert run(language, text, times=times).statements[0].time is None


def test_the_digest_tells_whether_own_voice_is_read():
    assert RuleStatementsStep().digest != RuleStatementsStep(own_voice=False).digest


def _check(text, draft):
    order = [s.content for s in draft.statements]
    assert order == sorted(order, key=lambda content: (content[0], content[-1].end)), "text order"
    for number, statement in enumerate(draft.statements):
        for spans in (statement.content, statement.speaker, statement.cue):
            if spans:
                Evidence.take("d", text, spans)
        assert statement.content
        assert 0 <= statement.confidence <= 1
        seen = {number}
        parent = statement.parent
        while parent is not None:
            assert 0 <= parent < len(draft.statements)
            assert parent not in seen, "a cycle"
            seen.add(parent)
            parent = draft.statements[parent].parent
        if statement.speaker:
            assert statement.speaker_mention is not None
        for index in statement.about:
            assert 0 <= index < len(draft.mentions)
    for m in draft.mentions:
        assert 0 <= m.span.start < m.span.end <= len(text)


_WORDS = st.sampled_from(
    ["said", "Quill", "he", "that", "the dam", "“", "”", "‘", "’", '"', "'", "''", "``", "«", "»", "„", ",", ".", ":",
     "?", "\n", "\n\n", " ", "who", "told", "called", "it", "a", "must", "We", "claim", "to", "refused", "according to",
     "is", "adding", "clear", "made", "—", "workers’", "don’t", "(", ")", "\n> ", "**Ab:**",
     "\nAda Quill: we", "— Ada Quill", "and called on", "Stop the dam", "is not a", "There can be no", "should",
     "puts the number at 40", "asked for a vote before May", "him",
    "😀", "\u200b", "\u202e", "I", "!"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_WORDS, max_size=60).map(" ".join) | st.text(max_size=200))
def test_any_text_gives_spans_inside_it_valid_parents_and_the_same_result_twice(language, text):
    draft = run(language, text)
    _check(text, draft)
    again = run(language, text)
    assert (again.statements, again.mentions) == (draft.statements, draft.mentions)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("In May 1974 the harbour master told Orrin that he would go.", "May 1974"),
        ("The council met on Monday and said that the plan was dead.", "Monday"),
        ("Speaking at a forum in Vell on June 17, the mayor said that the plan was dead.", "June 17"),
        ("The mayor told the June 18 Courier that the plan was dead.", "June 18"),
    ],
)
def test_a_time_on_the_verb_of_saying_dates_the_statement(language, text: str, time: str) -> None:
    """A date that the parse hangs on the cue, or on what is done with it, tells when it was said."""
    span = Span(text.index(time), text.index(time) + len(time))
    times = (TimeExpression(span, "2014-05", "date"),)
    assert run(language, text, times=times).statements[0].time == 0


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("The heirs of the revolt of 1917 said that the plan was dead.", "1917"),
        ("The mayor, who was elected in 2014, said that the plan was dead.", "2014"),
        ("After the fire of last week the mayor said that the plan was dead.", "last week"),
    ],
)
def test_a_time_of_something_else_does_not_date_the_statement(language, text: str, time: str) -> None:
    """A date of an event or of another clause in the sentence is not the date of saying."""
    span = Span(text.index(time), text.index(time) + len(time))
    times = (TimeExpression(span, "2014", "date"),)
    (statement, *_) = run(language, text, times=times).statements
    assert statement.time is None
