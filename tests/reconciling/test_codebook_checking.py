"""What is told about a codebook, and what is not."""

from __future__ import annotations

import time

import numpy as np
import pytest

from dissensus.annotating.language import load_language_model
from dissensus.model.claims import Claim, Codebook
from dissensus.reconciling.claims import _checking_pairs
from dissensus.reconciling.claims.checking import ISSUE_CODES, check_codebook


class WordEmbedder:
    """Vectors that count words."""

    name, digest = "words", "0"

    def __init__(self, vocabulary):
        self.vocabulary = {word: place for place, word in enumerate(vocabulary.split())}

    def __call__(self, texts):
        vectors = np.zeros((len(texts), len(self.vocabulary)), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().rstrip(".").split():
                if word in self.vocabulary:
                    vectors[row, self.vocabulary[word]] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


class TableScorer:
    """Answers of a table in both directions, (0, 0, 1) where it has none; it counts what it is asked."""

    name, digest = "table", "0"

    def __init__(self, answers):
        self.answers = answers
        self.asked = []

    def __call__(self, pairs):
        self.asked += pairs
        rows = [self.answers.get((a, b)) or self.answers.get((b, a)) or (0, 0, 1) for a, b in pairs]
        return np.array(rows, np.float32).reshape(-1, 3)


@pytest.fixture(scope="module")
def parse():
    return load_language_model()


def book(*texts):
    return Codebook(tuple(Claim(f"C{number}", text) for number, text in enumerate(texts, 1)))


def told(codebook, **models):
    return [(issue.severity, issue.code, issue.claims) for issue in check_codebook(codebook, **models)]


def codes(text, parse=None):
    return [issue.code for issue in check_codebook(book(text), parse=parse)]


@pytest.mark.parametrize(
    "text",
    [
        "The dam at Orrin should be built.",
        "The dam at Orrin should be built",
        "The vote of May 2021 was lawful.",
        "Mr. Vell and the board of St. Orrin agreed on no. 7 of the plan.",
        "Neither the board nor the mayor deserves support.",
        "The change of power in Orrin was a coup.",
        "The miners in the north of the U.S. should be supported.",
        "Will Vell should resign.",
        "There is no case for a second bridge.",
        "Saturated fats in meat help the body.",
        "Open software undermines security.",
        "What the board decided is unlawful.",
        'The movement called "Keep the Valley" should be heard.',
        "Wages that do not rise are bad for the town.",
        "The river, which the mill fouled, should be cleaned.",
        "An austerity regime helps the country.",
    ],
)
def test_nothing_is_told_about_a_neutral_full_sentence(text, parse):
    assert codes(text, parse) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Should the dam be built?", "question"),
        ("Should the dam be built", "question"),
        ("Shouldn’t the dam be built", "question"),
        ("Why should the dam be built", "question"),
        ("Is the dam safe", "question"),
        ("Whether the dam should be built", "heading"),
        ("How to build the dam", "heading"),
        ("THE DAM IS UNSAFE", "heading"),
        ("The dam:", "heading"),
        ("Every Town Should Have Clean Water Before Winter", "heading"),
        ("The dam is unsafe. It should be closed.", "several-sentences"),
        ("123", "fragment"),
    ],
)
def test_what_is_no_single_statement_is_told_without_a_parse(text, code):
    assert codes(text) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The dam at Orrin", "fragment"),
        ("The right of the town to decide", "fragment"),
        ("Troops out of the valley", "fragment"),
        ("The man who built the dam", "fragment"),
        ("Abolish the water tax.", "command"),
        ("Build the northern dam.", "command"),
        ("The dam is unsafe and the board should close it.", "double-barrelled"),
        ("The board should close the dam and pay the farmers.", "double-barrelled"),
    ],
)
def test_what_states_nothing_or_two_things_is_told_with_a_parse(text, code, parse):
    assert codes(text, parse) == [code]


def test_two_propositions_are_a_hint_only(parse):
    found = told(book("The dam is unsafe and the board should close it."), parse=parse)
    assert found == [("hint", "double-barrelled", ("C1",))]


def test_nouns_joined_by_and_are_one_proposition(parse):
    assert codes("The dam and the bridge should be closed.", parse) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The dam is obviously unsafe.", "'obviously' takes sides"),
        ("The so-called board should resign.", "'so-called' takes sides"),
        ("The regime should resign.", "'regime' takes sides"),
        ("Orrin's puppets should resign.", "'puppets' takes sides"),
        ("The dam should go!", "exclamation mark"),
    ],
)
def test_wording_that_takes_sides_is_a_warning(text, found):
    (issue,) = check_codebook(book(text))
    assert (issue.severity, issue.code) == ("warning", "not-neutral")
    assert found in issue.found


@pytest.mark.parametrize("text", ["We should build the dam.", "The board's “plan” should be stopped."])
def test_persons_and_distancing_quotation_marks_are_a_hint(text):
    assert told(book(text)) == [("hint", "not-neutral", ("C1",))]


@pytest.mark.parametrize(
    "text", ["The board is a puppet of Arvia.", "The attack was barbaric.", "The US should leave."]
)
def test_what_the_claim_itself_says_of_somebody_is_not_loaded(text):
    assert codes(text) == []


def test_two_claims_with_the_same_words_are_an_error():
    assert told(book("The dam is safe.", "the dam is safe")) == [("error", "near-identical", ("C1", "C2"))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The dam should be closed.", "The dams must be closed"),
        ("The strike is legal.", "The strike is not illegal."),
    ],
)
def test_claims_that_differ_in_small_words_are_nearly_the_same(first, second):
    assert told(book(first, second)) == [("warning", "near-identical", ("C1", "C2"))]


def test_the_same_words_in_another_order_are_a_hint():
    assert told(book("The quarry pollutes the river.", "The river is polluted by the quarry.")) == [
        ("hint", "near-identical", ("C1", "C2"))
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The dam should be built.", "The dam should not be built."),
        ("The dam can be built.", "The dam cannot be built."),
        ("The dam will help.", "The dam won’t help."),
        ("The election was fair.", "The election was unfair."),
        ("The strike was lawful.", "The strike was unlawful."),
        ("Troops should leave the island.", "Troops should stay on the island."),
        ("The tax should be raised.", "The tax should be lowered."),
        ("Fracking should be banned.", "Fracking should be allowed."),
    ],
)
def test_a_negation_or_contrary_of_another_claim_is_told_with_both_ids(first, second):
    assert told(book(first, second)) == [("warning", "contrary", ("C1", "C2"))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The north should be independent.", "The south should be independent."),
        ("The state should raise wages.", "The state should raise pensions."),
        ("The dam should be built.", "The dam is built."),
        ("At least 7 people were hurt.", "At least 77 people were hurt."),
        ("Arvia should not attack Belmar.", "Belmar should attack Arvia."),
        ("Sanctions against Arvia are right.", "Sanctions against Belmar are wrong."),
    ],
)
def test_claims_about_different_things_are_not_compared(first, second):
    assert told(book(first, second)) == []


def test_several_claims_that_are_the_same_are_told_once():
    assert told(book(*["The dam is safe."] * 3)) == [("error", "near-identical", ("C1", "C2", "C3"))]


MAYOR = ("The mayor ought to resign.", "The mayor ought to stay in office.")
WORDS = WordEmbedder("the mayor ought to resign stay dam harms valley")


def test_claims_that_the_pair_model_reads_as_opposed_both_ways_are_contraries():
    scorer = TableScorer({MAYOR: (0.1, 0.8, 0.1)})
    assert told(book(*MAYOR), embedder=WORDS, scorer=scorer) == [("warning", "contrary", ("C1", "C2"))]


def test_less_sure_opposition_is_a_hint():
    scorer = TableScorer({MAYOR: (0.2, 0.6, 0.2)})
    assert told(book(*MAYOR), embedder=WORDS, scorer=scorer) == [("hint", "contrary", ("C1", "C2"))]


def test_opposition_in_one_direction_is_none():
    class OneWay(TableScorer):
        def __call__(self, pairs):
            return np.array([(0, 0.9, 0.1) if pair == MAYOR else (0, 0, 1) for pair in pairs], np.float32)

    assert told(book(*MAYOR), embedder=WORDS, scorer=OneWay({})) == []


ALIKE = ("The dam harms the valley.", "The dam harms the valley a lot.")


def test_much_alike_claims_that_support_each_other_are_nearly_the_same():
    scorer = TableScorer({ALIKE: (0.9, 0.0, 0.1)})
    assert told(book(*ALIKE), embedder=WORDS, scorer=scorer) == [("warning", "near-identical", ("C1", "C2"))]


def test_much_alike_claims_without_a_pair_model_are_a_hint():
    assert told(book(*ALIKE), embedder=WORDS) == [("hint", "near-identical", ("C1", "C2"))]


def test_much_alike_claims_of_which_one_is_negated_are_contraries():
    claims = ("The dam harms the valley.", "The dam never harms the valley a lot.")
    assert told(book(*claims), embedder=WORDS) == [("warning", "contrary", ("C1", "C2"))]


def test_unlike_claims_are_not_shown_to_the_pair_model():
    scorer = TableScorer({})
    told(book("The mayor ought to resign.", "The dam harms the valley."), embedder=WORDS, scorer=scorer)
    assert scorer.asked == []


def test_the_pair_model_is_asked_about_the_most_alike_only(monkeypatch):
    monkeypatch.setattr(_checking_pairs, "MOST_JUDGED", 1)
    scorer = TableScorer({})
    told(book(*ALIKE, "The dam harms the valley and the mayor."), embedder=WORDS, scorer=scorer)
    assert {frozenset(pair) for pair in scorer.asked} == {frozenset(ALIKE)}


def test_a_wording_on_both_sides_of_a_claim_is_an_error():
    codebook = Codebook((Claim("C1", "The dam is safe.", supporting=("No leaks",), opposing=("no leaks!",)),))
    assert told(codebook) == [("error", "wording-on-both-sides", ("C1",))]


def test_the_claim_itself_as_an_opposing_wording_is_an_error():
    codebook = Codebook((Claim("C1", "The dam is safe.", opposing=("The dam is safe",)),))
    assert told(codebook) == [("error", "wording-on-both-sides", ("C1",))]


def test_a_wording_under_several_claims_is_a_hint():
    codebook = Codebook(
        (
            Claim("C1", "The dam is safe.", supporting=("No leaks",)),
            Claim("C2", "The mill is clean.", opposing=("No leaks",)),
        )
    )
    assert told(codebook) == [("hint", "wording-repeated", ("C1", "C2"))]


def test_a_wording_that_the_pair_model_reads_on_the_other_side_is_a_warning():
    codebook = Codebook((Claim("C1", "The dam is safe.", supporting=("It leaks.", "It holds.")),))
    scorer = TableScorer({("The dam is safe.", "It leaks."): (0.05, 0.9, 0.05)})
    (issue,) = check_codebook(codebook, scorer=scorer)
    assert (issue.severity, issue.code) == ("warning", "wording-misread")
    assert "'It leaks.' stands under supporting; the pair model reads it as opposing (0.90)" in issue.found


def test_findings_stand_in_the_order_of_the_codebook_and_the_same_each_time():
    codebook = book("Should it be so?", "The dam is safe!", "The dam is not safe.", "The dam is safe!")
    found = check_codebook(codebook)
    assert found == check_codebook(codebook)
    assert [issue.claims[0] for issue in found] == sorted(issue.claims[0] for issue in found)
    assert {issue.code for issue in found} <= set(ISSUE_CODES)


def test_hostile_texts_are_checked_in_time():
    texts = [
        "a " * 1000,
        "." * 2000,
        "“" * 2000,
        "no " * 600,
        "is a " * 400,
        "x" * 2000,
        "the regime " * 180,
        "?" * 2000,
    ]
    started = time.monotonic()
    check_codebook(book(*texts))
    assert time.monotonic() - started < 5


def test_the_time_for_comparing_grows_with_the_number_of_claims():
    claims = book(*(f"The town of number{n} should keep its mill and its {n % 7} bridges." for n in range(3_000)))
    started = time.monotonic()
    assert told(claims) == []
    assert time.monotonic() - started < 20
