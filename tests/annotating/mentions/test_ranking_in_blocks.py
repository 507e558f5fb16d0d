"""Pairs are ranked in blocks: memory does not grow with the text, and no number depends on the blocks."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.annotating.mentions import MentionsStep
from dissensus.annotating.mentions._tokens import tokens_of
from dissensus.annotating.mentions._words import words
from dissensus.annotating.mentions.coreference.network import Floats, Ints, Manifest, Model, load_model
from dissensus.annotating.mentions.coreference.pairs import MENTIONS_AT_ONCE, NEAR, blocks_of, pairs_of
from dissensus.annotating.mentions.coreference.resolving import resolve, scored_in_blocks
from dissensus.annotating.mentions.coreference.rows import LINE, Rows, rows_of
from dissensus.annotating.statements.engine.weights import load_model as load_statements
from dissensus.annotating.steps import Draft
from dissensus.model.states import state_facts

Parsed = Callable[[str], Draft]
SENTENCES = (
    "Ada Quill, the mayor of Lindau, met the miners and Oskar Brand.",
    "She told the union that its members were right.",
    "“We will stay,” he said.",
    "The Lindau Miners Union left, and the mayor thanked it.",
    "Vera Brand and the dockers of Harwick wept.",
)


def rows_in(draft: Draft) -> Rows:
    mentions = sorted(draft.mentions, key=lambda m: (m.span.start, -m.span.end))
    given_by_rules = [number_of(m.name or "") for m in mentions]
    return rows_of(draft.document.text, tokens_of(draft.parsed), mentions, (), given_by_rules, words())


def number_of(name: str) -> int:
    return sum(map(ord, name)) % 50 if name else -1


@pytest.fixture(scope="module")
def rows(parsed: Parsed) -> Rows:
    """Some two hundred mentions."""
    return rows_in(MentionsStep()(parsed(" ".join(SENTENCES * 15))))


def test_blocks_together_are_all_pairs_whatever_their_size(rows: Rows) -> None:
    whole = pairs_of(rows)
    assert len(rows) > 2 * MENTIONS_AT_ONCE
    for size in (1, 3, 50, len(rows), 10_000):
        blocks = list(blocks_of(rows, size))
        assert [(low, high) for low, high, _ in blocks] == [
            (low, min(low + size, len(rows))) for low in range(0, len(rows), size)
        ]
        for column in ("later", "earlier", "classes"):
            joined = np.concatenate([getattr(block, column) for _, _, block in blocks])
            assert np.array_equal(joined, getattr(whole, column)), (size, column)


def test_scores_are_the_same_to_the_bit_for_every_size_of_block(rows: Rows) -> None:
    network = load_model().network
    drawn = np.random.default_rng(5)
    states = drawn.normal(size=(300, 384)).astype(np.float32)
    head, first = drawn.integers(0, 300, (2, len(rows)))
    pairs = pairs_of(rows)
    scores, nothing = network.score(states[head], states[first], rows.form, pairs.later, pairs.earlier, pairs.classes)
    for size in (1, 2, 7, MENTIONS_AT_ONCE, len(rows)):
        candidates, in_blocks, nothing_in_blocks = scored_in_blocks(network, states, head, first, rows, mentions=size)
        assert np.array_equal(candidates.earlier, pairs.earlier)
        assert in_blocks.tobytes() == scores.tobytes(), size
        assert nothing_in_blocks.tobytes() == nothing.tobytes(), size


def test_pairs_that_nobody_asks_for_are_left_out_and_the_rest_score_the_same(rows: Rows) -> None:
    network = load_model().network
    drawn = np.random.default_rng(7)
    states = drawn.normal(size=(300, 384)).astype(np.float32)
    head, first = drawn.integers(0, 300, (2, len(rows)))
    every, scores, nothing = scored_in_blocks(network, states, head, first, rows)
    for asked in (drawn.integers(0, 2, len(rows)) == 1, np.zeros(len(rows), dtype=np.bool_)):
        some, of_some, also_nothing = scored_in_blocks(network, states, head, first, rows, asked)
        wanted = asked[every.later]
        assert np.array_equal(some.later, every.later[wanted])
        assert np.array_equal(some.earlier, every.earlier[wanted])
        assert of_some.tobytes() == scores[wanted].tobytes()
        assert also_nothing.tobytes() == nothing.tobytes()


def test_one_pair_scores_the_same_alone_as_among_others(rows: Rows) -> None:
    network = load_model().network
    states = np.random.default_rng(6).normal(size=(len(rows), 384)).astype(np.float32)
    pairs = pairs_of(rows)
    all_scores, _ = network.score(states, states, rows.form, pairs.later, pairs.earlier, pairs.classes)
    for n in range(0, len(pairs.later), 101):
        one = slice(n, n + 1)
        score, nothing = network.score(
            states, states, rows.form, pairs.later[one], pairs.earlier[one], pairs.classes[one]
        )
        assert (score.tobytes(), nothing.shape) == (all_scores[one].tobytes(), (len(rows),))


def test_a_mention_without_candidates_has_a_score_of_nothing(rows: Rows) -> None:
    none = np.zeros(0, dtype=np.int64)
    state = np.ones((1, 384), dtype=np.float32)
    classes = none.reshape(0, pairs_of(rows).classes.shape[1])
    scores, nothing = load_model().network.score(state, state, np.array([4]), none, none, classes)
    assert (scores.shape, nothing.shape) == ((0,), (1,))
    assert np.isfinite(nothing).all()


class Counting:
    """A network that takes every noun for an organisation's and remembers how much it was asked at once."""

    def __init__(self) -> None:
        self.most_mentions = self.most_pairs = self.calls = 0

    def encode(self, piece: Ints, case: Ints, quote: Ints, layout: Ints, first: Ints) -> tuple[Floats, Floats]:
        kinds = np.zeros((len(first), 4), dtype=np.float32)
        kinds[:, 2] = 9
        return np.zeros((len(first), 2), dtype=np.float32), kinds

    def score(
        self, head: Floats, first: Floats, form: Ints, later: Ints, earlier: Ints, classes: Ints
    ) -> tuple[Floats, Floats]:
        self.calls += 1
        self.most_mentions = max(self.most_mentions, len(head))
        self.most_pairs = max(self.most_pairs, len(later))
        return np.zeros(len(later), dtype=np.float32), np.zeros(len(head), dtype=np.float32)


def test_a_long_text_asks_for_no_more_at_once_than_a_short_one(parsed: Parsed) -> None:
    asked = []
    for times in (20, 60):
        network = Counting()
        model = Model(Manifest("by hand", {}, 0.5, 1.0, 0.0, 0.0), load_statements("fast").pieces, network)
        draft = MentionsStep()(parsed(" ".join(SENTENCES * times)))
        resolve(draft.document.text, tokens_of(draft.parsed), draft.mentions, (), model, words(), state_facts())
        asked.append(network)
    short, long = asked
    assert long.calls >= 2.5 * short.calls > 2.5
    assert long.most_pairs < MENTIONS_AT_ONCE * 2 * NEAR
    assert long.most_pairs < 1.2 * short.most_pairs
    assert long.most_mentions < 1.2 * short.most_mentions


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), max_size=12), st.integers(1, 40))
def test_any_text_has_the_same_pairs_in_blocks(parsed: Parsed, sentences: list[str], size: int) -> None:
    rows = rows_in(MentionsStep()(parsed(" ".join(sentences))))
    whole, blocks = pairs_of(rows), [block for _, _, block in blocks_of(rows, size)]
    assert sum(len(block.later) for block in blocks) == len(whole.later)
    assert [row for block in blocks for row in block.classes.tolist()] == whole.classes.tolist()


@given(st.text(st.sampled_from(" \t\r\n\x0b\u2028ab"), max_size=30))
def test_lines_are_all_that_are_not_blank(text: str) -> None:
    plain = [(line.start(), line.group()) for line in re.finditer(r"[^\n]+", text) if line.group().strip()]
    assert [(line.start(), line.group()) for line in LINE.finditer(text)] == plain


def test_a_long_blank_line_takes_no_time() -> None:
    began = time.process_time()
    assert [line.group() for line in LINE.finditer("Ada\n" + " " * 400_000 + "\nQuill")] == ["Ada", "Quill"]
    assert time.process_time() - began < 1
