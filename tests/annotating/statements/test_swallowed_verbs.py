"""The speaker of a verb that a parse, given here by hand, hangs on a clause inside the verb's own subject."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from dissensus.annotating.statements._grammar import speaker_with_span
from dissensus.annotating.statements._view import View


def _view(verb: str, label: str) -> View:
    rows = [
        ("many", "JJ", "nsubj", 11), ("of", "IN", "prep", 0), ("those", "DT", "pobj", 1), ("who", "WP", "nsubj", 5),
        ("are", "VBP", "aux", 5), (verb, "VBG", "relcl", 2), ("the", "DT", "det", 7), ("millers", "NNS", label, 8),
        ("denounce", "VBP", "ccomp", 5), ("greed", "NN", "dobj", 8), ("they", "PRP", "nsubj", 11),
        ("stay", "VBP", "ROOT", 11),
    ]  # fmt: skip
    words, tags, deps, heads = (list(column) for column in zip(*rows, strict=True))
    return View(Doc(spacy.blank("en").vocab, words=words, tags=tags, deps=deps, heads=heads))


@pytest.mark.parametrize("label", ["nsubj", "compound"])
def test_the_whole_phrase_speaks_and_not_its_last_noun(label: str) -> None:
    """The verb's noun stands inside the relative clause of "many of those who"."""
    view = _view("feeding", label)
    _, span = speaker_with_span(view, 8)
    assert span is not None
    assert view.text[span.start : span.end] == "many of those who are feeding the millers"


def test_a_verb_of_seeing_takes_a_verb_of_its_own() -> None:
    """In "those who are watching the millers denounce greed" the millers speak."""
    view = _view("watching", "nsubj")
    _, span = speaker_with_span(view, 8)
    assert span is not None
    assert view.text[span.start : span.end] == "the millers"
