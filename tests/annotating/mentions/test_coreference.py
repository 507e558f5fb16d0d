"""What is ranked, what is known of each pair, and how scores become entities; with networks made by hand."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.annotating.mentions import MentionsStep
from dissensus.annotating.mentions._tokens import tokens_of
from dissensus.annotating.mentions._words import words
from dissensus.annotating.mentions.coreference.candidates import nouns_of, pronouns_of
from dissensus.annotating.mentions.coreference.linking import link
from dissensus.annotating.mentions.coreference.network import (
    FOLDER,
    MANIFEST,
    Floats,
    Ints,
    Manifest,
    Model,
    load_model,
)
from dissensus.annotating.mentions.coreference.pairs import CLASSES, OFFSETS, SIZES, pairs_of
from dissensus.annotating.mentions.coreference.resolving import resolve, windows_for_coreference
from dissensus.annotating.mentions.coreference.rows import FORMS, rows_of
from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements.engine.tokens import tokens_of as pieced
from dissensus.annotating.statements.engine.weights import load_model as load_statements
from dissensus.annotating.steps import Draft
from dissensus.model.annotations import Mention, Statement
from dissensus.model.errors import ModelError
from dissensus.model.spans import Span
from dissensus.model.states import state_facts

Parsed = Callable[[str], Draft]
_WORDS = (
    "Ada",
    "Quill",
    "left",
    ".",
    "She",
    "met",
    "the",
    "mayor",
    "?",
    "\n",
    "“",
    "We",
    "stay",
    ",",
    "”",
    "he",
    "said",
    "it",
)


class Ranker:
    """A network that takes no noun for an actor, and prefers what a function of the classes of a pair says."""

    def __init__(self, prefer: Callable[[Ints], Floats], nothing: float = 0.0) -> None:
        self.prefer = prefer
        self.nothing = nothing

    def encode(self, piece: Ints, case: Ints, quote: Ints, layout: Ints, first: Ints) -> tuple[Floats, Floats]:
        kinds = np.zeros((len(first), 4), dtype=np.float32)
        kinds[:, 0] = 9
        return np.zeros((len(first), 2), dtype=np.float32), kinds

    def score(
        self, head: Floats, first: Floats, form: Ints, later: Ints, earlier: Ints, classes: Ints
    ) -> tuple[Floats, Floats]:
        return self.prefer(classes), np.full(len(head), self.nothing, dtype=np.float32)


def nearest(classes: Ints) -> Floats:
    """The candidate that is fewest mentions away."""
    column = list(SIZES).index("mentions")
    return (5.0 - (classes[:, column] - OFFSETS["mentions"])).astype(np.float32)


def never(classes: Ints) -> Floats:
    return np.full(len(classes), -9.0, dtype=np.float32)


def model(prefer: Callable[[Ints], Floats], nothing: float = 0.0) -> Model:
    return Model(Manifest("by hand", {}, 0.5, 1.0, 0.0, 0.0), load_statements("fast").pieces, Ranker(prefer, nothing))


def resolved(draft: Draft, chosen: Model) -> tuple[list[Mention], list[Statement]]:
    return resolve(
        draft.document.text,
        tokens_of(draft.parsed),
        draft.mentions,
        draft.statements,
        chosen,
        words(),
        state_facts(),
    )


@pytest.fixture(scope="session")
def found(parsed: Parsed) -> Callable[[str], Draft]:
    step = MentionsStep()
    return lambda text: step(parsed(text))


def test_each_pronoun_of_a_person_or_thing_is_a_candidate_once(found: Parsed) -> None:
    draft = found("Ada Quill left. She said it was her own mine, and they knew themselves.")
    tokens = tokens_of(draft.parsed)
    more = pronouns_of(tokens, draft.mentions)
    everything = [m.span for m in draft.mentions] + [f.mention(tokens).span for f in more]
    text = draft.document.text
    pronouns = sorted(text[slice(*span)].lower() for span in everything)
    assert {"she", "it", "her", "they", "themselves"} <= set(pronouns)
    assert len(everything) == len(set(everything))


def test_head_nouns_that_stand_in_a_mention_are_not_judged_again(found: Parsed) -> None:
    draft = found("The miners of Harwick met a stranger in the old chapel.")
    tokens = tokens_of(draft.parsed)
    judged = {tokens.low[i] for i in nouns_of(tokens, draft.mentions)}
    assert {"stranger", "chapel"} & judged
    assert "miners" not in judged


def rows_in(draft: Draft) -> tuple[list[Mention], object]:
    tokens = tokens_of(draft.parsed)
    mentions = sorted(
        [*draft.mentions, *(f.mention(tokens) for f in pronouns_of(tokens, draft.mentions))],
        key=lambda m: (m.span.start, -m.span.end),
    )
    return mentions, rows_of(draft.document.text, tokens, mentions, (), list(range(len(mentions))), words())


def test_no_mention_is_ranked_against_one_that_holds_it(found: Parsed) -> None:
    draft = found("The party and its leader met. Her party won, and she thanked the voters of her town.")
    mentions, rows = rows_in(draft)
    pairs = pairs_of(rows)  # type: ignore[arg-type]
    assert len(pairs.later)
    for later, earlier in zip(pairs.later.tolist(), pairs.earlier.tolist(), strict=True):
        inner, outer = mentions[later].span, mentions[earlier].span
        assert not (outer.start <= inner.start and inner.end <= outer.end)


def test_he_is_never_ranked_against_she(found: Parsed) -> None:
    draft = found("She met him. He thanked her. Then she left him, and he wept.")
    mentions, rows = rows_in(draft)
    text = draft.document.text
    pairs = pairs_of(rows)  # type: ignore[arg-type]
    sides = {"he": "m", "him": "m", "she": "f", "her": "f"}
    for later, earlier in zip(pairs.later.tolist(), pairs.earlier.tolist(), strict=True):
        one, other = (sides[text[slice(*mentions[i].span)].lower()] for i in (later, earlier))
        assert one == other


@pytest.mark.parametrize(("second", "apart"), [("She", True), ("He", False)])
def test_no_entity_is_both_he_and_she_not_even_by_the_rules(found: Parsed, second: str, apart: bool) -> None:
    draft = found(f"Quill spoke. He wept. {second} left.")
    mentions, rows = rows_in(draft)
    rows.given[:] = 0  # type: ignore[attr-defined]  # the rules take all for Quill
    rows.says[:] = True  # type: ignore[attr-defined]
    pairs = pairs_of(rows)  # type: ignore[arg-type]
    scores = np.full(len(pairs.later), 2.0, dtype=np.float32)
    entities = link(rows, pairs, scores, np.zeros(len(mentions), dtype=np.float32), [True, False, False])  # type: ignore[arg-type]
    assert entities[0] == entities[1]
    assert (entities[2] != entities[0]) == apart


def test_a_name_that_follows_a_pronoun_closely_is_ranked(found: Parsed) -> None:
    draft = found("When she came to Harwick, Ada Quill was tired.")
    mentions, rows = rows_in(draft)
    text = draft.document.text
    pairs = pairs_of(rows)  # type: ignore[arg-type]
    ranked = {
        (text[slice(*mentions[a].span)], text[slice(*mentions[b].span)])
        for a, b in zip(pairs.later.tolist(), pairs.earlier.tolist(), strict=True)
    }
    assert ("she", "Ada Quill") in ranked


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(_WORDS),
        max_size=60,
    )
)
def test_classes_stay_in_their_own_ranges(parsed: Parsed, pieces: list[str]) -> None:
    draft = MentionsStep()(parsed(" ".join(pieces)))
    _, rows = rows_in(draft)
    pairs = pairs_of(rows)  # type: ignore[arg-type]
    for column, (name, size) in enumerate(SIZES.items()):
        values = pairs.classes[:, column] - OFFSETS[name]
        assert ((values >= 0) & (values < size)).all(), name
    assert (pairs.classes < CLASSES).all()
    assert (rows.form < FORMS).all()  # type: ignore[attr-defined]


def test_the_likeliest_entity_wins_by_all_its_mentions_together(found: Parsed) -> None:
    draft = found("Quill met Brand. Quill spoke. Quill left. He wept.")
    mentions, rows = rows_in(draft)
    text = draft.document.text
    names = [text[slice(*m.span)] for m in mentions]
    given_by_name = [sorted(set(names)).index(name) for name in names]
    rows.given[:] = given_by_name  # type: ignore[attr-defined]
    pairs = pairs_of(rows)  # type: ignore[arg-type]
    he = names.index("He")
    scores = np.zeros(len(pairs.later), dtype=np.float32)
    for n, (later, earlier) in enumerate(zip(pairs.later.tolist(), pairs.earlier.tolist(), strict=True)):
        if later == he:
            scores[n] = 1.0 if names[earlier] == "Brand" else 0.5
    entities = link(rows, pairs, scores, np.full(len(names), -3, dtype=np.float32), [name != "He" for name in names])  # type: ignore[arg-type]
    assert entities[he] == entities[names.index("Quill")]


def test_pronouns_that_mean_nothing_before_are_no_mentions(found: Parsed) -> None:
    draft = found("It rained in Harwick. They closed the road, and we walked.")
    mentions, _ = resolved(draft, model(never))
    text = draft.document.text
    assert not {text[slice(*m.span)].lower() for m in mentions} & {"it", "they", "we"}


def test_a_speaker_stays_a_mention_whoever_it_is(found: Parsed) -> None:
    draft = found("They said that the mine was shut.")
    text = draft.document.text
    they = Mention(Span(0, 4), Span(0, 4), "group", "pronoun", speaker_only=True)
    statement = Statement(
        (Span(0, 4),), (Span(5, 9),), (Span(10, len(text)),), "indirect", 0.9, speaker_mention=len(draft.mentions)
    )
    draft = draft.with_parts(mentions=(*draft.mentions, they), statements=(statement,))
    mentions, statements = resolved(draft, model(never))
    speaker = statements[0].speaker_mention
    assert speaker is not None
    assert text[slice(*mentions[speaker].span)] == "They"


def test_a_pronoun_takes_the_kind_of_whom_it_means(found: Parsed) -> None:
    draft = found("The Harwick Miners Union met. It voted.")
    mentions, _ = resolved(draft, model(nearest))
    text = draft.document.text
    it = next(m for m in mentions if text[slice(*m.span)] == "It")
    union = next(m for m in mentions if m.name is not None and "Union" in m.name)
    assert (it.kind, it.entity) == (union.kind, union.entity)


def test_two_names_are_not_joined_by_a_phrase_between_them(found: Parsed) -> None:
    draft = found("Ada Quill is the mayor. The mayor, Robert Brand, left.")
    mentions, _ = resolved(draft, model(nearest))
    entities = {m.name: m.entity for m in mentions if m.name}
    assert entities["Ada Quill"] != entities["Robert Brand"]


def test_entities_are_numbered_by_first_mention_and_all_stand_in_text_order(found: Parsed) -> None:
    draft = found("Robert Brand met Ada Quill. She thanked the miners, and he thanked their union.")
    mentions, _ = resolved(draft, model(nearest))
    first_seen = list(dict.fromkeys(m.entity for m in mentions))
    assert first_seen == list(range(len(first_seen)))
    assert [m.span for m in mentions] == sorted((m.span for m in mentions), key=lambda s: (s.start, -s.end))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_resolved(parsed: Parsed, text: str) -> None:
    draft = MentionsStep()(parsed(text))
    mentions, _ = resolved(draft, model(nearest))
    for mention in mentions:
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert mention.entity >= 0


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    shipped = resources.files("dissensus.models")
    for folder in (FOLDER, "statements"):
        (tmp_path / folder).mkdir()
    for name in (
        f"{FOLDER}/{MANIFEST}",
        f"{FOLDER}/scorer.onnx",
        f"{FOLDER}/encoder.onnx",
        "statements/vocabulary.txt",
    ):
        with resources.as_file(shipped / name) as path:
            shutil.copyfile(path, tmp_path / name)
    (tmp_path / FOLDER / "scorer.onnx").write_bytes(b"not a graph")
    with pytest.raises(ModelError, match="damaged"):
        load_model(tmp_path)


def test_a_missing_manifest_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        load_model(tmp_path)


def test_the_manifest_is_plain_json() -> None:
    text = (resources.files("dissensus.models") / FOLDER / MANIFEST).read_text(encoding="utf-8")
    assert set(json.loads(text)) == {"name", "files", "noun", "name_none", "none", "none_phrase", "bits"}


def test_each_window_sees_what_stands_before_its_own_words_and_minds_no_paragraphs() -> None:
    """The network's scores on ECB+ were measured so; with the windows of statements they are lower."""
    text = "\n".join(["We met the mayor. She said that it was late and left the hall with all the others"] * 60)
    found = pieced(text, load_statements("fast").pieces, quotations_of(text))
    windows = windows_for_coreference(found)
    assert len(windows) > 2
    for here, after in itertools.pairwise(windows):
        assert here.own_end == here.end == after.own_start
        assert found.first[after.own_start] - found.first[after.start] >= 16
    begun = {text[found.start[window.start] : found.end[window.start]] for window in windows[1:]}
    assert "She" in begun
