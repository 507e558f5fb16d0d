"""Who "I", "we" and "you" are in interviews and speeches, and what a sentence says of its subject.

The networks here link nothing by themselves, so what is one entity is so by voice or by hint alone.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dissensus.annotating.mentions import MentionsStep
from dissensus.annotating.mentions._tokens import tokens_of
from dissensus.annotating.mentions._words import words
from dissensus.annotating.mentions.coreference.network import Floats, Ints, Manifest, Model
from dissensus.annotating.mentions.coreference.resolving import resolve
from dissensus.annotating.statements.engine.weights import load_model as load_statements
from dissensus.annotating.steps import Draft
from dissensus.model.states import state_facts

Together = Callable[..., list[list[str]]]

INTERVIEW = (
    "Ada Quill leads the Harwick choir, and Ada Quill founded it.\n"
    "Why do you sing?\n"
    "I sing since I like it. You never know why. We met by chance.\n"
    "May I ask what you will do next?\n"
    "I want to rest, as you would. We all want to rest."
)


class Doubter:
    """A network that takes nouns for nobody's, or all for a person's, and scores all pairs alike, "nothing" as 0."""

    def __init__(self, pair: float, *, people: bool) -> None:
        self.pair = pair
        self.people = people

    def encode(self, piece: Ints, case: Ints, quote: Ints, layout: Ints, first: Ints) -> tuple[Floats, Floats]:
        kinds = np.zeros((len(first), 4), dtype=np.float32)
        kinds[:, int(self.people)] = 9
        return np.zeros((len(first), 2), dtype=np.float32), kinds

    def score(
        self, head: Floats, first: Floats, form: Ints, later: Ints, earlier: Ints, classes: Ints
    ) -> tuple[Floats, Floats]:
        return np.full(len(later), self.pair, dtype=np.float32), np.zeros(len(head), dtype=np.float32)


@pytest.fixture(scope="session")
def together(parsed: Callable[[str], Draft]) -> Together:
    """Words of the mentions of each entity of a text, in text order."""
    step = MentionsStep()

    def gather(text: str, pair: float = -9.0, *, people: bool = False) -> list[list[str]]:
        draft = step(parsed(text))
        network = Doubter(pair, people=people)
        model = Model(Manifest("by hand", {}, 0.5, 1.0, 0.0, 0.0), load_statements("fast").pieces, network)
        mentions, _ = resolve(
            text, tokens_of(draft.parsed), draft.mentions, draft.statements, model, words(), state_facts()
        )
        found: dict[int, list[str]] = {}
        for mention in mentions:
            found.setdefault(mention.entity, []).append(text[slice(*mention.span)])
        return [found[entity] for entity in sorted(found)]

    return gather


def test_the_one_who_answers_is_the_guest_and_the_you_of_the_questions(together: Together) -> None:
    quill = next(cluster for cluster in together(INTERVIEW) if "Ada Quill" in cluster)
    assert quill == ["Ada Quill", "Ada Quill", "you", "I", "I", "you", "I"]


def test_the_you_and_the_we_of_the_answers_are_others(together: Together) -> None:
    clusters = together(INTERVIEW)
    assert ["You", "you"] in clusters
    assert ["We", "We"] in clusters


def test_the_one_who_asks_is_nobody_else(together: Together) -> None:
    asked = INTERVIEW.replace("Why do you sing?", "Why, if I may ask, do you sing?")
    assert ["I", "I"] in together(asked)


def test_you_in_the_questions_are_all_where_the_answers_say_we(together: Together) -> None:
    text = (
        "A talk with a choir.\nWhy do you sing?\nWe sing since we like it, and we told our friends.\n"
        "When do you rest?\nWe rest in June."
    )
    assert ["you", "We", "we", "we", "our", "you", "We"] in together(text)


def test_a_long_line_that_ends_with_a_question_is_no_question(together: Together) -> None:
    answer = "I sing. " + "The hall was cold and the night was long. " * 15 + "And why not?"
    text = f"Ada Quill sings.\nWhy do you sing?\nI like it.\nDo you rest?\n{answer}\nI never rest."
    quill = next(cluster for cluster in together(text) if "Ada Quill" in cluster)
    assert quill == ["Ada Quill", "you", "I", "you", "I", "I"]


def test_one_question_makes_no_interview(together: Together) -> None:
    text = "Ada Quill sings in Harwick.\nWhy do you sing?\nThe choir meets here.\nIt is late.\nI like it.\nI rest."
    assert next(cluster for cluster in together(text) if "Ada Quill" in cluster) == ["Ada Quill"]


def test_questions_that_begin_late_are_headings(together: Together) -> None:
    text = "The hall is cold.\n" * 6 + INTERVIEW
    assert next(cluster for cluster in together(text) if "Ada Quill" in cluster) == ["Ada Quill", "Ada Quill"]


def test_who_is_quoted_in_an_interview_is_not_the_one_who_answers(together: Together) -> None:
    text = INTERVIEW.replace("You never know why.", "“I sing alone”, Ben Lorne told the choir.")
    quill = next(cluster for cluster in together(text) if "Ada Quill" in cluster)
    assert quill == ["Ada Quill", "Ada Quill", "you", "I", "I", "you", "I"]


def test_in_a_speech_i_am_one_person_and_we_are_one_group(together: Together) -> None:
    text = "I thank the choir.\nWe met in Harwick, and I was glad.\nLet us sing our song."
    clusters = together(text)
    assert ["I", "I"] in clusters
    assert ["We", "us", "our"] in clusters


def test_i_in_few_lines_of_an_article_is_left_to_the_network(together: Together) -> None:
    text = "The choir met.\nThe hall was full.\nI was there.\nThe night was cold.\nMy coat was wet."
    assert ["I", "My"] not in together(text)


ARTICLE = "Ada Quill leads the choir.\nThe hall was full.\nShe sang, and I wept.\nThe night was cold.\nMy coat was wet."


def test_the_writer_is_nobody_of_whom_the_text_tells(together: Together) -> None:
    """Pairs are all likely here, so that the network alone would make one of all."""
    clusters = together(ARTICLE, 3.0)
    assert next(cluster for cluster in clusters if "Ada Quill" in cluster) == ["Ada Quill", "She"]
    assert ["I", "My"] in clusters


def test_who_says_i_inside_of_quotation_marks_may_be_somebody_of_the_text(together: Together) -> None:
    text = ARTICLE.replace("The night was cold.", "“I sing,” Ada Quill said.")
    quill = next(cluster for cluster in together(text, 3.0) if "Ada Quill" in cluster)
    assert quill == ["Ada Quill", "She", "I", "Ada Quill"]


def test_lines_with_a_speakers_label_are_left_to_the_network(together: Together) -> None:
    text = "Quill: I sing.\nLorne: I listen.\nQuill: I rest.\nLorne: I wait."
    assert all(cluster == ["I"] for cluster in together(text) if "I" in cluster)


@pytest.mark.parametrize("pair", [-0.5, -3.0])
def test_a_phrase_said_of_a_subject_is_the_subject_unless_the_network_is_sure(together: Together, pair: float) -> None:
    clusters = together("Ada Quill is a miner.", pair)
    assert (["Ada Quill", "a miner"] in clusters) == (pair == -0.5)


@pytest.mark.parametrize("pair", [-3.0, -5.0])
def test_a_role_told_with_the_name_is_the_persons_unless_the_network_is_sure(together: Together, pair: float) -> None:
    clusters = together("The choir met Ada Quill, the mayor of Harwick.", pair, people=True)
    assert (["Ada Quill, the mayor of Harwick", "the mayor of Harwick"] in clusters) == (pair == -3.0)


def test_what_a_sentence_says_of_another_subject_is_no_hint(together: Together) -> None:
    clusters = together("Ada Quill left. Ben Lorne is a miner.", -0.9)
    assert ["Ben Lorne", "a miner"] in clusters
    assert ["Ada Quill"] in clusters


@pytest.mark.parametrize("pair", [-2.0, -4.0])
def test_of_a_person_it_is_said_with_more_weight_than_of_a_thing(together: Together, pair: float) -> None:
    clusters = together("Ada Quill served as mayor of Harwick.", pair, people=True)
    assert (["Ada Quill", "mayor of Harwick"] in clusters) == (pair == -2.0)


def test_what_is_denied_is_no_hint(together: Together) -> None:
    assert ["Ada Quill", "a miner"] not in together("Ada Quill is not a miner.", -0.5)


def test_lines_after_a_colon_are_somebodys_words(together: Together) -> None:
    """They go on after a semicolon; the writer's stand elsewhere."""
    begun = "Ada Quill leads the choir.\nThe hall was full.\nQuill wrote:\n"
    text = begun + "I wept;\nI slept.\nThe night was cold.\nMy coat was wet."
    clusters = together(text, 3.0)
    assert next(cluster for cluster in clusters if "Ada Quill" in cluster) == ["Ada Quill", "Quill", "I", "I"]
    assert ["My"] in clusters


def test_lines_after_a_colon_are_no_words_of_a_speechs_speaker(together: Together) -> None:
    lines = ["I came here.", "I stayed.", "I sang.", "Ada Quill wrote:", "My mill is shut.", "I slept.", "I left."]
    clusters = together("\n".join(lines), -3.0)
    assert ["I"] * 5 in clusters
    assert ["My"] in clusters
