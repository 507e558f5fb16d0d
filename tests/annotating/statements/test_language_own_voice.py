"""What is the outlet's own voice beside attributions, and what is not: obligations, questions, cases, narration."""

from __future__ import annotations

import pytest

from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements._merge import innermost
from dissensus.annotating.statements._rules import with_own_voice
from dissensus.annotating.statements._speakers import complete
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span, words_at


def span(text, part):
    return Span(text.index(part), text.index(part) + len(part))


@pytest.fixture
def voices(language):
    """Own voice's words, and the cues that stay attributions, of a text with readings (speaker, cue, content)."""

    def heard(text, *readings):
        view = View(language.parse(text))
        items = [
            Found(-1, [span(text, cue)], [span(text, said)], span(text, who), 0.9, "read")
            for who, cue, said in readings
        ]
        for item in items:
            complete(view, item)
        quoted = [number >= 0 for number in innermost(view, quotations_of(text))]
        found = with_own_voice(view, items, quoted)
        own = [words_at(text, item.content) for item in found if item.own_voice]
        return own, [words_at(text, item.cue) for item in found if not item.own_voice]

    return heard


# -- obligations beside attributions -----------------------------------------------------------------------------------


def test_what_somebody_must_demand_is_the_outlets_demand_and_nobodys_statement(voices):
    text = "Workers must demand that the port opens now."
    reading = ("Workers", "must demand", "that the port opens now")
    assert voices(text, reading) == ([text], [])


def test_what_a_speaker_says_that_somebody_must_demand_stays_an_attribution(voices):
    text = "The mayor said that workers must demand that the port opens now."
    outer = ("The mayor", "said", "that workers must demand that the port opens now")
    inner = ("workers", "must demand", "that the port opens now")
    assert voices(text, outer, inner) == ([], ["said", "must demand"])


def test_a_guess_that_somebody_must_have_known_is_no_demand(voices):
    text = "He must have known that the depot was unsafe."
    assert voices(text, ("He", "must have known", "that the depot was unsafe")) == ([], ["must have known"])


def test_a_demand_beside_a_clause_that_tells_what_another_says_is_found(voices):
    text = "While the mayor says that the depot is safe for all of the people of the town, the council should close it."
    said = "that the depot is safe for all of the people of the town"
    assert voices(text, ("the mayor", "says", said)) == (["the council should close it."], ["says"])


def test_a_demand_around_relative_clauses_that_are_anothers_words_leaves_them_out(voices):
    said = "have ruined the town, its old harbour and all of its many schools for ever"
    text = f"The unions, which he says {said}, must strike."
    assert voices(text, ("he", "says", said))[0] == ["The unions … must strike."]


def test_a_demand_that_ends_with_quoted_words_keeps_their_closing_mark(voices):
    text = "It is time to close the depot that the minister called “a jewel”."
    assert voices(text, ("the minister", "called", "“a jewel”"))[0] == [text]


# -- what is no assertion ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Who should pay for the bridge?",
        "How many more buses will run?",
        "How long will the repairs take?",
        "Who is right?",
        "If the vote fails, it is a disaster for the town.",
        "If the vote fails, that is clearly the end.",
        "If the vote fails, the council could sell the depot.",
        "The town could not pay.",
        "The mayor did not attend the meeting.",
        "The depot is not a museum. It is a warehouse for tyres.",
        "It was the wrong address.",
        "We met the mayor at the hall.",
        "On Monday we sat down and wrote back.",
    ],
)
def test_questions_cases_and_narration_assert_nothing(voices, text):
    assert voices(text) == ([], [])


def test_a_demand_in_one_case_only_is_a_demand(voices):
    text = "If the vote fails, the town must find another site."
    assert voices(text)[0] == [text]


def test_a_question_that_asks_how_many_must_suffer_asserts(voices):
    text = "How many miners must die?"
    assert voices(text)[0] == [text]
