"""Sentences composed of the words of utterances."""

from __future__ import annotations

from typing import Any

import pytest

from dissensus.annotating.language import LanguageStep
from dissensus.model.claims import Utterance
from dissensus.model.spans import Span
from dissensus.reconciling.claims.discovery.composing import MOST_CANDIDATES, MOST_CHARACTERS, candidates
from dissensus.reconciling.claims.discovery.neutral import faults
from dissensus.reconciling.claims.discovery.values import Candidate, Reading

LOADED = frozenset({"tyrannical", "puppet", "regime", "coup", "greedy"})


@pytest.fixture(scope="module")
def language() -> LanguageStep:
    return LanguageStep()


def _said(text: str, words: str | None = None, **given: Any) -> Utterance:
    words = text if words is None else words
    start = text.index(words)
    values: dict[str, Any] = {"act": "says", "mode": "own_voice", "holder": None, "own_voice": True} | given
    return Utterance(
        "d", None, values["holder"], values["own_voice"], values["act"], values["mode"],
        (Span(start, start + len(words)),), words, words,
    )  # fmt: skip


def _texts(found: tuple[Candidate, ...]) -> list[str]:
    return [each.text for each in found]


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("The council must open the harbour.", "The council should open the harbour."),
        ("He urged the dockers to postpone the strike.", "The dockers should postpone the strike."),
        ("We call on the government to publish the contract.", "The government should publish the contract."),
        ("We demand that the minister leave the town.", "The minister should leave the town."),
        ("Reject the offer!", "The offer should be rejected."),
        ("Expel the Norvalian fund.", "The Norvalian fund should be expelled."),
        ("Ruthenian troops out!", "Ruthenian troops should leave."),
        ("Down with the Callas government!", "The Callas government should fall."),
        ("For a general strike!", "There should be a general strike."),
        ("No to the harbour tax!", "The harbour tax deserves support."),
        ("She demanded the nationalisation of the port.", "The port should be nationalised."),
        ("The union demands the closure of the mine.", "The mine should be closed."),
        ("The miners refuse to end the occupation.", "The miners should end the occupation."),
        ("The miners are right to continue the strike.", "The miners should continue the strike."),
        ("The party supports the strike.", "The strike deserves support."),
    ],
)
def test_demands_calls_and_slogans_become_sentences(language: LanguageStep, text: str, wording: str) -> None:
    assert wording in _texts(candidates(_said(text), language.parse(text)))


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("The harbour does not belong to the town.", "The harbour belongs to the town."),
        ("There is no need to close the mine.", "There is a need to close the mine."),
        ("The sale will not save the mine.", "The sale will save the mine."),
        ("The sale did not help the town.", "The sale helped the town."),
    ],
)
def test_a_denial_is_worded_positively_and_says_so(language: LanguageStep, text: str, wording: str) -> None:
    found = {each.text: each for each in candidates(_said(text), language.parse(text))}
    assert any("made positive" in change for change in found[wording].changes)


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("The illegal government in Halmir met yesterday.", "The government in Halmir is illegal."),
        ("They live under a council appointed by the company.", "The council was appointed by the company."),
        ("She wrote about the Halmir coup.", "The Halmir change of power was a coup."),
    ],
)
def test_judgements_inside_a_noun_phrase_become_sentences(language: LanguageStep, text: str, wording: str) -> None:
    assert wording in _texts(candidates(_said(text), language.parse(text), Reading(loaded=LOADED)))


def test_a_loaded_noun_is_told_plainly_and_a_loaded_adjective_is_left_out(language: LanguageStep) -> None:
    text = "The tyrannical regime must open the harbour."
    (found,) = candidates(_said(text), language.parse(text), Reading(loaded=LOADED))
    assert found.text == "The government should open the harbour."
    assert found.loaded == ()
    assert "“regime” → “government”" in found.changes


def test_a_clause_that_stands_so_in_the_words_is_verbatim(language: LanguageStep) -> None:
    text = "She said that the sale was lawful."
    found = candidates(_said(text, "that the sale was lawful", mode="indirect"), language.parse(text))
    assert [(each.text, each.origin, each.changes) for each in found] == [("The sale was lawful.", "verbatim", ())]


def test_a_pronoun_is_told_by_the_name_of_whom_it_refers_to(language: LanguageStep) -> None:
    text = "They must leave the quay."
    found = candidates(_said(text), language.parse(text), Reading(names={0: "The dockers"}))
    assert _texts(found) == ["The dockers should leave the quay."]


def test_a_pronoun_of_nobody_known_makes_no_candidate(language: LanguageStep) -> None:
    text = "They must leave the quay."
    assert candidates(_said(text), language.parse(text)) == ()


def test_would_after_a_cue_is_told_as_will(language: LanguageStep) -> None:
    text = "She said the terminal would close in May."
    found = candidates(_said(text, "the terminal would close in May", mode="indirect"), language.parse(text))
    assert _texts(found) == ["The terminal will close in May."]


def test_words_outside_the_utterance_make_no_candidates(language: LanguageStep) -> None:
    text = "The mine should close. The port should open."
    found = candidates(_said(text, "The port should open."), language.parse(text))
    assert _texts(found) == ["The port should open."]


def test_a_question_makes_no_candidate(language: LanguageStep) -> None:
    text = "Who owns the harbour?"
    assert candidates(_said(text), language.parse(text)) == ()


def test_content_that_is_but_a_noun_takes_the_side_of_its_cue(language: LanguageStep) -> None:
    text = "The union rejected the plan of the company."
    found = candidates(_said(text, "the plan of the company", act="rejects"), language.parse(text))
    assert "The plan of the company deserves support." in _texts(found)


@pytest.mark.parametrize(
    "text",
    ["The union declined to comment.", "He accused the union of using the dispute."],
)
def test_what_reporters_are_told_and_what_somebody_is_accused_of_is_no_demand(
    language: LanguageStep, text: str
) -> None:
    found = _texts(candidates(_said(text), language.parse(text)))
    assert not any(" should " in each or "support" in each for each in found)


def test_a_headline_without_articles_gives_a_full_sentence(language: LanguageStep) -> None:
    text = "The council opposed closure of mine."
    assert "The mine should be closed." in _texts(candidates(_said(text), language.parse(text)))


def test_of_a_very_long_utterance_only_the_beginning_is_looked_at(language: LanguageStep) -> None:
    text = "The mine should close. " * 100 + "The port should open. " * 4_400
    found = candidates(_said(text), language.parse(text))
    assert len(text) > 95_000
    assert text.index("The port") > MOST_CHARACTERS
    assert _texts(found) == ["The mine should close."]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 5_000,
        "((((" * 500,
        "no " * 700,
        "“" * 900,
        "Stop " * 400 + "!",
        "\u202ethe mine must close",
        "- - - :: !!",
    ],
)
def test_hostile_words_give_few_sentences_without_fault(language: LanguageStep, text: str) -> None:
    found = candidates(_said(text), language.parse(text))
    assert len(found) <= MOST_CANDIDATES
    assert not any(faults(each.text) for each in found)
