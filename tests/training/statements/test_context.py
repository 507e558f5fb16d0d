"""Who spoke last and whom a paragraph is about, as a feature of tokens."""

from __future__ import annotations

import numpy as np
from tiny_network import tiny_pieces
from training.statements.context import FIRST_NAME, LAST_SPEAKER, with_context

from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements.engine.tokens import CASES, tokens_of

TEXT = (
    "The mayor Ada Quill said that the dam is safe. Per Lund left.\n\n"
    "Now the smith Per Lund smiled. Nobody asked Ada Quill again."
)


def told(text: str) -> dict[int, str]:
    """Class of context to the words that have it, in order."""
    tokens = tokens_of(text, tiny_pieces(), quotations_of(text))
    marked = with_context(tokens, text)
    assert np.array_equal(marked.case % CASES, tokens.case)
    words = [text[start:end] for start, end in zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)]
    classes = (marked.case // CASES).tolist()
    return {
        kind: " ".join(w for w, c in zip(words, classes, strict=True) if c == kind)
        for kind in (FIRST_NAME, LAST_SPEAKER)
    }


def test_the_first_name_of_each_paragraph_and_whoever_spoke_before_it_are_marked() -> None:
    assert told(TEXT) == {FIRST_NAME: "Ada Quill Per Lund", LAST_SPEAKER: "Ada Quill"}


def test_a_text_without_names_has_no_context() -> None:
    assert told("nobody said that it is safe.") == {FIRST_NAME: "", LAST_SPEAKER: ""}


def test_a_text_without_words_has_no_context() -> None:
    assert told("") == {FIRST_NAME: "", LAST_SPEAKER: ""}
