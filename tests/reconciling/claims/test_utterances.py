"""What of a document may bear on a claim."""

from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from dissensus.model.annotations import Annotation, Mention, Statement
from dissensus.model.spans import Span, words_at
from dissensus.reconciling.claims._sentences import sentences
from dissensus.reconciling.claims.utterances import LONGEST_WORDS, utterances_of

TEXT = (
    "The council met on Monday. Ada Vell refused to open the dam. “Never again a flood,” said Bo Brask. "
    "The reckless dam board was silent. We must close the dam!"
)


def span(words: str, text: str = TEXT) -> Span:
    found = re.search(re.escape(words), text)
    assert found
    return Span(*found.span())


def mention(words: str, entity: int, form: str = "name", name: str | None = None) -> Mention:
    return Mention(span(words), span(words), "person", form, name, None, entity)  # type: ignore[arg-type]


def annotation() -> Annotation:
    mentions = (
        mention("Ada Vell", 0, name="Ada Vell"),
        mention("Bo Brask", 1, name="Bo Brask"),
        mention("The reckless dam board", 2, "nominal"),
    )
    statements = (
        Statement(
            (span("Ada Vell"),), (span("refused"),), (span("to open the dam"),), "indirect", 0.8, 0, act="rejects"
        ),
        Statement((span("Bo Brask"),), (span("said"),), (span("“Never again a flood,”"),), "direct", 0.9, 1),
        Statement((), (), (span("We must close the dam!"),), "own_voice", 0.7, act="demands"),
    )
    return Annotation("d1", mentions=mentions, statements=statements)


def told(minimum: float = 0.0):
    return list(utterances_of("d1", TEXT, annotation(), ["ada", "bo", "board"], {"board": "Dam Board"}, minimum))


def test_a_statement_is_its_actors_and_keeps_its_words():
    first = told()[0]
    assert (first.holder, first.own_voice, first.statement, first.words) == ("ada", False, 0, "to open the dam")


def test_the_cue_is_read_where_it_changes_what_is_said():
    assert told()[0].read == "refused to open the dam"


def test_the_cue_of_plain_saying_is_not_read():
    assert told()[1].read == "“Never again a flood,”"


def test_a_demand_of_the_outlet_is_in_own_voice():
    own = [u for u in told() if u.statement == 2]
    assert [(u.own_voice, u.holder, u.words) for u in own] == [(True, None, "We must close the dam!")]


def test_sentences_that_are_nobodys_words_are_the_outlets():
    own = [u.words for u in told() if u.statement is None]
    assert "The council met on Monday." in own
    assert "The reckless dam board was silent." in own


def test_a_sentence_that_is_mostly_somebodys_words_is_not_the_outlets():
    assert not [u for u in told() if u.statement is None and "flood" in u.words]


def test_a_sentence_that_is_a_statement_is_read_once():
    assert len([u for u in told() if "close the dam" in u.words]) == 1


def test_a_phrase_is_read_with_the_name_of_its_actor():
    phrase = [u for u in told() if u.words == "The reckless dam board"]
    assert [(u.own_voice, u.read) for u in phrase] == [(True, "The reckless dam board")]
    other = list(utterances_of("d1", TEXT, annotation(), ["ada", "bo", "b"], {"b": "Orrin Water Authority"}))
    assert [u.read for u in other if u.words == "The reckless dam board"] == [
        "The reckless dam board (Orrin Water Authority)"
    ]


def test_what_others_say_is_not_the_outlets_though_it_is_left_out_for_its_confidence():
    quoted = Statement((span("Bo Brask"),), (span("said"),), (span("“Never again a flood,”"),), "direct", 0.4, 1)
    one = Annotation("d1", mentions=annotation().mentions, statements=(quoted,))
    found = list(utterances_of("d1", TEXT, one, ["ada", "bo", "board"], {}, 0.9))
    assert not [u for u in found if "flood" in u.words]


def test_a_phrase_inside_what_somebody_says_is_not_the_outlets():
    text = "Ada Vell said that the reckless dam board must go at once."
    mentions = (
        Mention(span("Ada Vell", text), span("Ada Vell", text), "person", "name", "Ada Vell", None, 0),
        Mention(span("the reckless dam board", text), span("board", text), "organisation", "nominal", None, None, 1),
    )
    said = Statement(
        (span("Ada Vell", text),), (span("said", text),), (span("the reckless dam board must go at once", text),),
        "indirect", 0.9, 0,
    )  # fmt: skip
    one = Annotation("d1", mentions=mentions, statements=(said,))
    assert [u.holder for u in utterances_of("d1", text, one, ["ada", "board"], {})] == ["ada"]


def test_what_somebody_says_that_another_says_is_the_others():
    text = "Ada Vell said that Bo Brask denied that the dam should be closed."
    outer, inner = span("Bo Brask denied that the dam should be closed", text), span("the dam should be closed", text)
    people = [(span("Ada Vell", text), 0), (span("Bo Brask", text), 1)]
    mentions = tuple(Mention(s, s, "person", "name", text[s.start : s.end], None, n) for s, n in people)
    statements = (
        Statement((people[0][0],), (span("said", text),), (outer,), "indirect", 0.9, 0),
        Statement((people[1][0],), (span("denied", text),), (inner,), "indirect", 0.9, 1, parent=0, act="denies"),
    )
    one = Annotation("d1", mentions=mentions, statements=statements)
    found = list(utterances_of("d1", text, one, ["ada", "bo"], {}))
    assert [(u.holder, u.read) for u in found] == [("bo", "denied the dam should be closed")]


def test_a_bare_name_is_no_phrase():
    assert not [u for u in told() if u.statement is None and u.words == "Ada Vell"]


def test_statements_without_a_known_speaker_are_nobodys():
    unknown = list(utterances_of("d1", TEXT, annotation(), [None, "bo", "board"], {}))
    assert not [u for u in unknown if u.statement == 0]


def test_statements_below_the_confidence_are_left_out():
    assert [u.statement for u in told(0.85) if u.statement is not None] == [1]


def test_words_are_those_of_the_spans():
    assert all(words_at(TEXT, u.spans) == u.words for u in told())


def test_a_very_long_sentence_is_cut_and_its_words_with_it():
    text = "The dam " + "and the dam " * 1000 + "burst."
    found = list(utterances_of("d1", text, Annotation("d1"), [], {}))
    assert all(len(u.words) <= LONGEST_WORDS and words_at(text, u.spans) == u.words for u in found)


@given(st.text(max_size=400))
def test_sentences_lie_in_order_and_hold_all_that_is_not_blank(text):
    found = list(sentences(text))
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in found)
    assert sum(s.end - s.start for s in found) >= len(re.sub(r"\s", "", text))


def test_a_title_or_an_initial_ends_no_sentence():
    text = "Dr. Vell and J. Brask met in St. Orrin. They spoke."
    assert [text[s.start : s.end] for s in sentences(text)] == [
        "Dr. Vell and J. Brask met in St. Orrin.",
        "They spoke.",
    ]
