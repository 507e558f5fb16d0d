"""Of whom a sentence says a noun, and names that are phrases there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dissensus.annotating.mentions import MentionsStep
from dissensus.annotating.mentions._tokens import tokens_of
from dissensus.annotating.mentions.coreference.predicates import phrases_for_names, told_of
from dissensus.annotating.steps import Draft
from dissensus.model.annotations import Mention
from dissensus.model.spans import Span

Parsed = Callable[[str], Draft]


@pytest.mark.parametrize(
    ("text", "noun", "whom"),
    [
        ("Quill is a miner.", "miner", "Quill"),
        ("Quill is a miner and a singer.", "singer", "Quill"),
        ("Quill came home and became a miner.", "miner", "Quill"),
        ("She worked for years as a miner.", "miner", "She"),
        ("We met Quill, who is a miner.", "miner", "Quill"),
        ("Quill is not a miner.", "miner", ""),
        ("Quill met a miner.", "miner", ""),
        ("Quill works with a miner.", "miner", ""),
        ("Critics called her the inventor of it.", "inventor", "her"),
        ("A miner sings.", "miner", ""),
    ],
)
def test_a_noun_is_told_of_the_object_or_the_subject(parsed: Parsed, text: str, noun: str, whom: str) -> None:
    """Also where nouns or verbs are joined, after "as", and in clauses; not where it is denied."""
    tokens = tokens_of(parsed(text).parsed)
    found = told_of(tokens, tokens.text.index(noun))
    assert (tokens.text[found] if found >= 0 else "") == whom


@pytest.mark.parametrize(
    ("text", "words", "form"),
    [
        ("Anna Quill was a Democrat.", "a Democrat", "nominal"),
        ("Anna Quill became a Roman Catholic.", "a Roman Catholic", "nominal"),
    ],
)
def test_a_name_with_an_article_that_is_told_of_somebody_is_a_phrase(
    parsed: Parsed, text: str, words: str, form: str
) -> None:
    """One Democrat is not the Democrats."""
    draft = MentionsStep()(parsed(text))
    found = phrases_for_names(tokens_of(draft.parsed), draft.mentions)
    assert [m.form for m in found if text[slice(*m.span)] == words] == [form]
    assert len(found) == len(draft.mentions)


def test_nothing_else_changes(parsed: Parsed) -> None:
    """Names that are told of nobody."""
    draft = MentionsStep()(parsed("Anna Quill met Peter Lund in Bergen, and a miner sang."))
    assert phrases_for_names(tokens_of(draft.parsed), draft.mentions) == list(draft.mentions)


def test_no_two_mentions_become_one_phrase(parsed: Parsed) -> None:
    """Nor does a name become a phrase that is another mention."""
    text = "Anna Quill became a Roman Catholic."
    tokens = tokens_of(parsed(text).parsed)
    spans = [Span(text.index(words), len(text) - 1) for words in ("a Roman", "Roman", "Catholic")]
    whole, *names = (Mention(span, span, "group", "name", name=text[slice(*span)]) for span in spans)
    found = phrases_for_names(tokens, names)
    assert [(m.form, m.span) for m in found] == [("nominal", spans[0]), ("name", spans[2])]
    taken = replace(whole, form="nominal", name=None)
    assert phrases_for_names(tokens, [taken, *names]) == [taken, *names]
