"""The same text gives the same statements: at each run, for any batch and number of processes, whatever is beside it.

The window is no setting: where windows lie follows from the text, and of a text longer than one the network sees a part
at a time. What windows change and what they do not is shown with windows of other lengths put in their place.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_network import tiny_pieces

from dissensus.annotating.language import DEFAULT_LANGUAGE_MODEL
from dissensus.annotating.statements import StatementsStep
from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements.engine import reader
from dissensus.annotating.statements.engine.decode import CONTENT, CUE, FORBIDDEN, LABELS, SPEAKER, allowed
from dissensus.annotating.statements.engine.reader import Encoded, read_tokens
from dissensus.annotating.statements.engine.tokens import Tokens, tokens_of
from dissensus.annotating.statements.engine.weights import load_model
from dissensus.annotating.statements.engine.windows import (
    PIECES_OF_A_WINDOW,
    windows_of,
)
from dissensus.annotating.steps import Draft
from dissensus.annotating.stream import annotate_stream
from dissensus.model.annotations import Annotation, Statement
from dissensus.model.documents import Document, PartialDate
from dissensus.model.options import AnnotatingOptions

PIECES = tiny_pieces()


class _Reporting:
    """A network that knows one sentence by the first letters of its words: q(uill) s(aid) w(e) g(o) n(ow)."""

    def __init__(self) -> None:
        self.transitions = np.where(allowed()[:-1], 0.0, FORBIDDEN).astype(np.float32)
        self.start = np.where(allowed()[-1], 0.0, FORBIDDEN).astype(np.float32)
        labels = {"q": SPEAKER, "s": CUE, "w": CONTENT, "g": CONTENT + 1, "n": CONTENT + 1}
        self._labels = {PIECES.of_word(letter)[0]: label for letter, label in labels.items()}

    def encode(self, piece, case, quote, layout, first) -> Encoded:
        flat = 9 * np.eye(len(LABELS), dtype=np.float32)[[self._labels.get(int(p), 0) for p in piece[first]]]
        anchor = np.stack([9 * (flat[:, CUE] == 0), flat[:, CUE], 0 * flat[:, 0]], axis=1).astype(np.float32)
        return Encoded(anchor, flat, flat, flat)

    def read(self, token, anchor, flat, distance, relation):
        return np.repeat(flat[None], len(anchor), axis=0)


SENTENCES = [
    "“We will stay in the valley,” said Ada Quill.",
    "The owners’ spokesman, Tomas Brand, told reporters that the mill would close in May.",
    "He added that nobody would lose “a single day’s pay”.",
    "According to the ministry, the dam is safe.",
    "The boats left the harbour at noon.",
    "“The minister told us that the wall would hold and we believed him,” Lena Orla wrote.",
    "The council must resign at once.",
    "QUILL: We stay.\nBRAND: You go.\nQUILL: We will see.",
]
SHORT = " ".join(SENTENCES)
LONG = "\n\n".join(f"{first} {second}" for first in SENTENCES for second in SENTENCES)
TEXTS = [LONG, SHORT, *SENTENCES, "", "said", "“אמר\u200b e\u0301” \x07 he said.", "a" * 3000]


def statements(text: str, model: str = "accurate") -> tuple[Statement, ...]:
    return StatementsStep(model)(Draft(Document("d", text))).statements


def tokens(text: str) -> Tokens:
    return tokens_of(text, PIECES, quotations_of(text))


@pytest.fixture
def pieces_of_a_window(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets the engine read in windows of another length."""

    def other(pieces: int) -> None:
        monkeypatch.setattr(reader, "windows_of", functools.partial(windows_of, pieces=pieces))

    return other


# -- batches, runs and processes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["accurate", "fast"])
def test_how_many_anchors_are_decoded_together_changes_nothing(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = statements(LONG, model)
    assert len(before) > len(SENTENCES)
    for rows in (1, 5, 100_000):
        monkeypatch.setattr(reader, "ROWS_AT_ONCE", rows)
        assert statements(LONG, model) == before


def test_the_size_of_spacys_batches_changes_nothing() -> None:
    nlp = spacy.load(DEFAULT_LANGUAGE_MODEL)
    nlp.add_pipe("dissensus_statements_v1")
    alone = [nlp(text)._.dissensus_statements for text in TEXTS]
    assert any(alone)
    for size in (1, 3, 100):
        assert [doc._.dissensus_statements for doc in nlp.pipe(TEXTS, batch_size=size)] == alone


def records(documents: list[Document], jobs: int) -> list[tuple[str, Annotation]]:
    found = []
    for document, outcome in annotate_stream(documents, AnnotatingOptions(jobs=jobs)):
        assert isinstance(outcome, Annotation)
        found.append((document.id, outcome))
    return found


@pytest.mark.slow
def test_the_number_of_processes_and_the_order_of_documents_change_no_record() -> None:
    documents = [Document(f"d{n}", text, published=PartialDate("2019-06-20")) for n, text in enumerate(TEXTS)]
    one = records(documents, 1)
    assert sum(len(annotation.statements) for _, annotation in one) > len(LONG.split("\n\n"))
    assert records(documents, 2) == one
    assert sorted(records(documents[::-1], 2), key=lambda row: row[0]) == sorted(one, key=lambda row: row[0])


# -- windows -----------------------------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["a", "bc.", "def", "Gh", "“i", "j”", "k\n", "lmnopqr", "s" * 30]), max_size=500)
LENGTHS = st.tuples(st.integers(60, 200), st.integers(4, 24), st.integers(0, 24))


@pytest.mark.parametrize("model", ["accurate", "fast"])
def test_a_text_shorter_than_a_window_reads_the_same_in_any_larger_one(
    model: str, pieces_of_a_window: Callable[[int], None]
) -> None:
    size = len(tokens_of(SHORT, load_model(model).pieces, quotations_of(SHORT)).piece)
    assert size + 2 <= PIECES_OF_A_WINDOW
    before = statements(SHORT, model)
    assert before
    for pieces in (size + 2, 400, 512):
        pieces_of_a_window(pieces)
        assert statements(SHORT, model) == before


@given(WORDS, LENGTHS)
@settings(max_examples=100, deadline=None)
def test_a_word_is_read_where_half_of_what_two_windows_share_is_around_it(
    parts: list[str], lengths: tuple[int, int, int]
) -> None:
    """So nothing is cut that reaches no further from its anchor than that, or than the end of the text."""
    pieces, overlap, slack = lengths
    found = tokens(" ".join(parts))
    windows = windows_of(found, pieces=pieces, overlap=overlap, slack=slack)
    for here, after in pairwise(windows):
        shared = here.end - after.start
        # Of two words as long as half a window, the next one begins at the second.
        assert int(found.first[here.end] - found.first[after.start]) >= overlap or after.start == here.start + 1
        assert here.end - (here.own_end - 1) > shared // 2
        assert after.own_start - after.start >= shared // 2


@given(WORDS, WORDS, LENGTHS)
@settings(max_examples=100, deadline=None)
def test_what_follows_moves_no_window_but_the_last(
    parts: list[str], more: list[str], lengths: tuple[int, int, int]
) -> None:
    pieces, overlap, slack = lengths
    text = " ".join(parts)
    settings_ = {"pieces": pieces, "overlap": overlap, "slack": slack}
    before = windows_of(tokens(text), **settings_)
    assert windows_of(tokens(f"{text} {' '.join(more)}"), **settings_)[: max(len(before) - 1, 0)] == before[:-1]


@given(st.integers(0, 40), st.integers(60, 120))
@settings(max_examples=40, deadline=None)
def test_a_statement_within_half_of_the_overlap_is_read_whole_wherever_windows_lie(before: int, pieces: int) -> None:
    """By a network that reads by the words alone, the same in windows of any length and with any words before."""
    network = _Reporting()
    text = "aa " * before + "quill said we go now . " + "bb " * 60
    found = tokens(text)
    expected = [(text.index("quill"), text.index("said"), text.index("we"), text.index(" ."))]
    windows = functools.partial(windows_of, pieces=pieces, overlap=40, slack=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "windows_of", windows)
        readings = read_tokens(found, network, threshold=0.5)
    assert len(windows(found)) > 1
    assert [
        (
            int(found.start[r.speaker[0][0]]),
            int(found.start[r.cue[0][0]]),
            int(found.start[r.content[0][0]]),
            int(found.end[r.content[-1][1] - 1]),
        )
        for r in readings
    ] == expected
