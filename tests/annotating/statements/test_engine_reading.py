"""The engine's way from a text to attributions, with a network that knows nothing."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_network import TinyNetwork, tiny_pieces

from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements.engine import reader
from dissensus.annotating.statements.engine.borders import give_to_own_cue, set_by_marks
from dissensus.annotating.statements.engine.decode import FORBIDDEN, LABELS, allowed, log_partition, viterbi
from dissensus.annotating.statements.engine.reader import (
    Encoded,
    Reading,
    read_tokens,
    spans_of_runs,
    without_doubles,
)
from dissensus.annotating.statements.engine.relations import distances
from dissensus.annotating.statements.engine.tokens import MOST_PIECES_OF_A_WORD, case_of, tokens_of
from dissensus.annotating.statements.engine.weights import load_model
from dissensus.annotating.statements.engine.windows import windows_of
from dissensus.model.errors import ModelError
from dissensus.models.pieces import Pieces

PIECES = tiny_pieces()


def tokens(text: str):
    return tokens_of(text, PIECES, quotations_of(text))


def words(text: str) -> list[str]:
    found = tokens(text)
    return [text[a:b] for a, b in zip(found.start, found.end, strict=True)]


# -- tokens ------------------------------------------------------------------------------------------------------------


def test_punctuation_stands_alone_and_words_stay_whole():
    assert words("She said: “No!” (twice)") == ["She", "said", ":", "“", "No", "!", "”", "(", "twice", ")"]


def test_a_vocabulary_takes_the_longest_pieces_first():
    vocabulary = Pieces([*(f"[unused{n}]" for n in range(100)), "[UNK]", "[CLS]", "[SEP]", "sa", "say", "##s", "##ays"])
    assert vocabulary.of_word("Says") == (104, 105)


def test_accents_and_case_do_not_change_the_pieces():
    assert PIECES.of_word("CAFÉ") == PIECES.of_word("cafe")


def test_a_word_without_pieces_is_unknown():
    assert PIECES.of_word("слово") == (100,)


def test_a_word_of_control_characters_is_no_token():
    assert words("a \x01\u200b b") == ["a", "b"]


def test_a_word_of_endless_accents_is_unknown_at_once():
    began = time.process_time()
    assert PIECES.of_word("a" + "\u0301\u0316" * 500_000) == (100,)
    assert time.process_time() - began < 1.0


def test_a_vocabulary_without_its_marks_is_refused():
    with pytest.raises(ModelError):
        Pieces(["a", "b"])


def test_a_long_word_has_a_bounded_number_of_pieces():
    assert len(tokens("a" * 90).piece) == MOST_PIECES_OF_A_WORD


@pytest.mark.parametrize(
    ("word", "case"), [("said", 1), ("Quill", 2), ("A", 2), ("KNS", 3), ("McQuill", 4), ("2nd", 5), ("“", 0)]
)
def test_classes_of_case(word, case):
    assert case_of(word) == case


def test_a_line_break_begins_a_paragraph_and_a_full_stop_a_sentence():
    found = tokens("One went. Two came.\nThree.")
    assert found.layout.tolist() == [2, 0, 0, 1, 0, 0, 2, 0]
    assert found.paragraph.tolist() == [0] * 6 + [1] * 2
    assert found.sentence.tolist() == [0, 0, 0, 1, 1, 1, 2, 2]


def test_a_closing_mark_belongs_to_the_sentence_before():
    found = tokens("“We go.” They went.")
    assert found.sentence.tolist() == [0, 0, 0, 0, 0, 1, 1, 1]


def test_classes_of_quotation():
    found = tokens("He said “we go” and")
    assert found.quote.tolist() == [0, 0, 1, 2, 2, 3, 0]
    assert found.quotation.tolist() == [-1, -1, 0, 0, 0, 0, -1]


# -- windows -----------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.sampled_from(["a", "bc.", "def", "Gh", "i\n", "jklmnop"]), max_size=400),
    st.integers(0, 60),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_windows_own_every_token_once_and_hold_what_they_own(parts, skip, middle):
    found = tokens(" ".join(parts))
    windows = windows_of(found, pieces=100, overlap=16, slack=10, skip=skip, middle=middle)
    owned = [k for w in windows for k in range(w.own_start, w.own_end)]
    assert owned == list(range(len(found)))
    for w in windows:
        assert w.start <= w.own_start <= w.own_end <= w.end
        assert found.first[w.end] - found.first[w.start] <= 98


def test_what_neighbours_share_is_divided_in_the_middle_or_the_earlier_ones():
    found = tokens("word " * 300)
    for middle in (True, False):
        windows = windows_of(found, pieces=120, overlap=24, slack=0, middle=middle)
        borders = [(b.own_start - b.start, a.end - a.own_end) for a, b in itertools.pairwise(windows)]
        assert len(borders) > 2
        # "word" has four pieces here.
        assert borders == [(3, 3) if middle else (6, 0)] * len(borders)


def test_neighbours_overlap():
    found = tokens("word " * 300)
    pairs = itertools.pairwise(windows_of(found, pieces=120, overlap=24, slack=8))
    assert all(found.first[a.end] - found.first[b.start] >= 24 for a, b in pairs)


@pytest.mark.parametrize(
    ("slack", "by_paragraph", "opening"),
    [
        pytest.param(20, True, {"We"}, id="a paragraph, though a sentence is nearer"),
        pytest.param(20, False, {"We", "They"}, id="a sentence, if it shall not be a paragraph"),
        pytest.param(3, True, {"We", "stay"}, id="no further than it may: They has four pieces"),
    ],
)
def test_borders_go_where_a_paragraph_begins(slack, by_paragraph, opening):
    text = "\n".join(["We go there now. They stay at home"] * 40)
    found = tokens(text)
    windows = windows_of(found, pieces=100, overlap=16, slack=slack, by_paragraph=by_paragraph)
    assert len(windows) > 2
    borders = {window.start for window in windows[1:]} | {window.end for window in windows[:-1]}
    assert {text[found.start[k] : found.end[k]] for k in borders} == opening


# -- decoding ----------------------------------------------------------------------------------------------------------


def score(path, emissions, network) -> float:
    moves = sum(float(network.transitions[a, b]) for a, b in itertools.pairwise(path))
    return float(network.start[path[0]]) + sum(float(emissions[n, k]) for n, k in enumerate(path)) + moves


@pytest.mark.parametrize("seed", range(4))
def test_the_best_sequence_is_the_best_of_all_and_the_weights_add_up(seed):
    network = TinyNetwork(seed)
    emissions = np.random.default_rng(seed).normal(size=(4, 4, len(LABELS))).astype(np.float32)
    lengths = np.array([3, 1, 4, 2])
    best, scores = viterbi(emissions, network.transitions, network.start, lengths)
    total = log_partition(emissions, network.transitions, network.start, lengths)
    for row, length in enumerate(lengths.tolist()):
        every = {p: score(p, emissions[row], network) for p in itertools.product(range(len(LABELS)), repeat=length)}
        expected = max(every, key=every.__getitem__)
        assert best[row].tolist() == [*expected, *[0] * (4 - length)]
        assert scores[row] == pytest.approx(every[expected], rel=1e-4)
        assert total[row] == pytest.approx(np.log(sum(np.exp(value) for value in every.values())), rel=1e-4)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_no_inside_label_stands_without_its_beginning(seed):
    network = TinyNetwork(seed)
    emissions = np.random.default_rng(seed).normal(size=(3, 12, len(LABELS))).astype(np.float32) * 5
    table = allowed()
    for path in viterbi(emissions, network.transitions, network.start, np.full(3, 12))[0].tolist():
        assert table[-1, path[0]]
        assert all(table[a, b] for a, b in itertools.pairwise(path))


def test_distances_are_signed_and_symmetric():
    near = distances(5, np.array([2]))[0].tolist()
    assert len(set(near)) == 5
    assert near[0] + near[4] == near[1] + near[3] == 2 * near[2]


# -- readings ----------------------------------------------------------------------------------------------------------

TEXT = "Quill said: “We go, and we go now.” But Orla asked why.\nNobody knew. " * 12


def test_spans_hold_whole_words():
    found = tokens(TEXT)
    readings = read_tokens(found, TinyNetwork(5), threshold=0.2)
    assert readings
    for reading in readings:
        for start, end in spans_of_runs(found, reading.content):
            assert TEXT[start:end].strip() == TEXT[start:end] != ""


def test_how_many_are_decoded_together_changes_nothing(monkeypatch):
    found = tokens(TEXT)
    before = read_tokens(found, TinyNetwork(5), threshold=0.2)
    for rows in (1, 7, 10_000):
        monkeypatch.setattr(reader, "ROWS_AT_ONCE", rows)
        assert read_tokens(found, TinyNetwork(5), threshold=0.2) == before


def test_a_higher_threshold_reads_a_part_of_the_anchors():
    found = tokens(TEXT)
    network = TinyNetwork(5)
    low = {r.anchor for r in read_tokens(found, network, threshold=0.2)}
    high = {r.anchor for r in read_tokens(found, network, threshold=0.9)}
    assert high < low


class WrittenNetwork(TinyNetwork):
    """Reads what stands written: "v" is a cue and anchor, "b" begins a content, "g" goes on with it."""

    def __init__(self) -> None:
        super().__init__()
        self.transitions = np.where(allowed()[:-1], 0, FORBIDDEN).astype(np.float32)
        self.start = np.where(allowed()[-1], 0, FORBIDDEN).astype(np.float32)
        self.asked: list[int] = []

    def encode(self, piece, case, quote, layout, first) -> Encoded:
        here = piece[first]
        anchor = np.zeros((len(first), 3), dtype=np.float32)
        anchor[:, 0] = np.where(here == PIECES.of_word("v")[0], -9, 9)
        flat = np.zeros((len(first), len(LABELS)), dtype=np.float32)
        for letter, label in (("o", "O"), ("b", "B-content"), ("g", "I-content"), ("v", "B-cue")):
            flat[here == PIECES.of_word(letter)[0], LABELS.index(label)] = 9
        return Encoded(anchor, flat, flat, flat)

    def read(self, token, anchor, flat, distance, relation):
        assert token.shape[0] == flat.shape[0] == distance.shape[1] == relation.shape[1]
        self.asked.append(len(flat))
        return np.repeat(flat[None], len(anchor), 0)


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        pytest.param(20, 20, [2 * reader.REACH + 1], id="nothing reaches the border"),
        pytest.param(20, reader.REACH - 1, [2 * reader.REACH + 1], id="up to a token before it"),
        pytest.param(20, reader.REACH, [2 * reader.REACH + 1, 262], id="up to it, behind the anchor"),
        pytest.param(reader.REACH + 9, 5, [2 * reader.REACH + 1, 262], id="past it, before the anchor"),
    ],
)
def test_what_reaches_far_from_its_anchor_is_read_with_the_whole_window(before, after, asked):
    words = ["o"] * (130 - before) + ["b"] + ["g"] * (before - 1) + ["v", "b"] + ["g"] * (after - 1)
    words += ["o"] * (262 - len(words))
    network = WrittenNetwork()
    (found,) = read_tokens(tokens(" ".join(words)), network, threshold=0.5)
    assert found.content == ((130 - before, 130), (131, 131 + after))
    assert network.asked == asked


def test_of_anchors_decoded_together_the_shorter_stretch_has_a_border_of_its_own():
    words = ["o"] * 10 + ["v", "b"] + ["g"] * 99 + ["o"] * 90 + ["v", "b", "g"] + ["o"] * 80
    network = WrittenNetwork()
    first, second = read_tokens(tokens(" ".join(words)), network, threshold=0.5)
    assert (first.content, second.content) == (((11, 111), (202, 204)), ((202, 204),))
    assert network.asked == [11 + reader.REACH, 2 * reader.REACH + 1, len(words)]


@pytest.mark.parametrize("size", ["accurate", "fast"])
def test_what_is_read_near_an_anchor_has_the_scores_of_the_whole_window(size):
    model = load_model(size)
    text = "The mayor went to the harbour. " * 16 + "“We go,” said Ada Quill. " + "Nobody came to the town. " * 16
    found = tokens_of(text, model.pieces, quotations_of(text))
    (window,) = windows_of(found)
    (anchor,) = reader._anchors(found, window, model.network, 0.5)
    near, whole = reader._near(anchor, model.network), reader._read(anchor, 0, len(found), model.network)
    assert near.low == anchor.place - reader.REACH > 0
    assert near.high == anchor.place + reader.REACH + 1 < len(found)
    inner = slice(near.low + 4, near.high - 4)  # what a reader's convolutions do not reach from beyond the border
    assert np.abs(near.scores[4:-4] - whole.scores[inner]).max() < 1e-3


def test_windows_without_anchors_hold_nothing_back(monkeypatch):
    words = [*["o"] * 500, "v", "b", "g", *["o"] * 900, "v", "b", *["o"] * 500]
    text = " ".join(words)
    before = read_tokens(tokens(text), WrittenNetwork(), threshold=0.5)
    assert [each.content for each in before] == [((501, 503),), ((1404, 1405),)]
    for windows in (1, 2, 10_000):
        monkeypatch.setattr(reader, "WINDOWS_AT_ONCE", windows)
        assert read_tokens(tokens(text), WrittenNetwork(), threshold=0.5) == before


def test_what_reaches_the_beginning_or_the_end_of_a_text_is_read_once():
    network = WrittenNetwork()
    (found,) = read_tokens(tokens("b g v b g"), network, threshold=0.5)
    assert found.content == ((0, 2), (3, 5))
    assert network.asked == [5]


def test_an_empty_text_has_no_readings():
    assert read_tokens(tokens(""), TinyNetwork(0), threshold=0.2) == []


def reading(content, *, likely=0.9, anchor=0, speaker=(), cue=()):
    return Reading(anchor, likely, 0.9, tuple(speaker), tuple(cue), tuple(content))


def test_of_two_readings_of_one_content_the_likelier_stays():
    first, second = reading([(2, 8)], likely=0.5), reading([(2, 7)], likely=0.7, anchor=1)
    assert without_doubles([first, second]) == [second]


def test_a_reading_within_a_longer_one_stays():
    outer, inner = reading([(2, 20)]), reading([(10, 14)], anchor=9)
    assert without_doubles([outer, inner]) == [outer, inner]


# -- borders -----------------------------------------------------------------------------------------------------------


def test_content_grows_to_the_whole_quotation():
    found = tokens("She said “we will all go home now” .")
    changed = set_by_marks(found, [reading([(3, 7)], speaker=[(0, 1)], cue=[(1, 2)])])
    assert changed[0].content == ((2, 10),)


@pytest.mark.parametrize(
    ("content", "seen", "grown"),
    [
        pytest.param((2, 5), (0, 5), (2, 12), id="read up to the border"),
        pytest.param((2, 5), (0, 6), (2, 5), id="read up to a word before it"),
        pytest.param((2, 5), None, (2, 5), id="all was seen"),
        pytest.param((9, 12), (9, 13), (2, 12), id="read from the border on"),
        pytest.param((2, 4), (0, 8), (2, 4), id="less than half of what was seen"),
    ],
)
def test_of_a_quotation_that_the_network_saw_in_part_that_part_counts(content, seen, grown):
    found = tokens("She said “we all go home now before it rains” .")
    one = replace(reading([content], speaker=[(0, 1)], cue=[(1, 2)]), seen=seen)
    assert set_by_marks(found, [one])[0].content == (grown,)


def test_a_quotation_that_holds_the_cue_is_left():
    found = tokens("“Quill said we go home” .")
    one = reading([(3, 6)], speaker=[(1, 2)], cue=[(2, 3)])
    assert set_by_marks(found, [one]) == [one]


def test_a_quotation_that_two_share_is_left():
    found = tokens("She said “we will all go home now” .")
    two = [reading([(2, 6)]), reading([(6, 9)], anchor=1)]
    assert set_by_marks(found, two) == two


def test_a_single_quoted_word_of_many_is_not_swallowed():
    found = tokens("He said it and “we will all go home now and then” .")
    one = reading([(2, 5)])
    assert set_by_marks(found, [one]) == [one]


def contents(text: str, readings: list[Reading]) -> list[str]:
    found = tokens(text)
    return [" … ".join(text[a:b] for a, b in spans_of_runs(found, r.content)) for r in give_to_own_cue(found, readings)]


def place(text: str, part: str) -> tuple[int, int]:
    """The tokens of a part of a text."""
    at = text.index(part)
    return tokens(text).cover(at, at + len(part))


def test_a_quotation_goes_to_the_cue_that_stands_at_it():
    text = "“We go,” said Quill at noon in the hall. “We stay,” said Orla."
    first = reading(
        [place(text, "“We go,”"), place(text, "“We stay,”")],
        speaker=[place(text, "Quill")],
        cue=[(place(text, "said Quill")[0], place(text, "Quill")[0])],
    )
    second = reading(
        [place(text, "“We stay,”")],
        speaker=[place(text, "Orla")],
        cue=[(place(text, "said Orla")[0], place(text, "Orla")[0])],
        anchor=9,
    )
    assert contents(text, [first, second]) == ["“We go,”", "“We stay,”"]


OVER_PARAGRAPHS = "Brand spoke at noon. “We knew it.\n“We told them, and nobody came,” said Quill."


def read_in_parts(text: str, cue: str, speaker: str, part: str, anchor: int) -> Reading:
    return reading([place(text, part)], speaker=[place(text, speaker)], cue=[place(text, cue)], anchor=anchor)


def test_a_quotation_over_paragraphs_is_whole_where_its_cue_stands_at_the_end():
    quill = read_in_parts(OVER_PARAGRAPHS, "said", "Quill", "“We told them, and nobody came,”", 12)
    assert contents(OVER_PARAGRAPHS, [quill]) == ["“We knew it.\n“We told them, and nobody came,”"]


def test_who_was_read_for_another_paragraph_of_it_alone_is_dropped():
    brand = read_in_parts(OVER_PARAGRAPHS, "spoke", "Brand", "“We knew it.", 1)
    quill = read_in_parts(OVER_PARAGRAPHS, "said", "Quill", "“We told them, and nobody came,”", 12)
    assert contents(OVER_PARAGRAPHS, [brand, quill]) == ["“We knew it.\n“We told them, and nobody came,”"]


def test_who_stands_at_another_paragraph_of_it_keeps_it():
    text = "Brand said, “We knew it.\n“We told them, and nobody came,” said Quill."
    brand = read_in_parts(text, "said", "Brand", "“We knew it.", 1)
    words = text.rindex("said")
    said = tokens(text).cover(words, words + 4)
    quill = reading(
        [place(text, "“We told them, and nobody came,”")], speaker=[place(text, "Quill")], cue=[said], anchor=12
    )
    assert contents(text, [brand, quill]) == ["“We knew it.", "“We told them, and nobody came,”"]


def test_a_quotation_stays_with_the_clause_that_it_ends():
    text = "Quill said that it was “far too late,” adding that nobody came."
    first = reading(
        [place(text, "that it was “far too late,”")], speaker=[place(text, "Quill")], cue=[place(text, "said")]
    )
    second = reading(
        [place(text, "“far too late,”"), place(text, "that nobody came")],
        speaker=[place(text, "Quill")],
        cue=[place(text, "adding")],
    )
    assert contents(text, [first, second])[0] == "that it was “far too late,”"


def test_a_colon_announces_more_than_a_participle_that_follows():
    text = "Brand spoke when he said: “We go now,” adding that it was late."
    announced = reading([place(text, "“We go now,”")], speaker=[place(text, "he")], cue=[place(text, "said")])
    added = reading(
        [place(text, "“We go now,”"), place(text, "that it was late")],
        speaker=[place(text, "Brand")],
        cue=[place(text, "adding")],
    )
    assert contents(text, [announced, added]) == ["“We go now,”", "that it was late"]
