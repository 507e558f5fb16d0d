"""Statements as the shipped models read them, on texts of our own."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

import pytest
from checked_statements import check_statements
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.annotating.language import LanguageStep
from dissensus.annotating.statements import StatementsStep
from dissensus.annotating.statements._links import UNQUOTED_WORDS
from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements.engine import weights
from dissensus.annotating.steps import Draft
from dissensus.model.documents import Document
from dissensus.model.errors import ModelError, UsageError
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE
from dissensus.model.spans import words_at

SIZES = weights.SIZES


def statements(text: str, model: str = "accurate", *, parse: LanguageStep | None = None):
    draft = Draft(Document("d", text))
    return StatementsStep(model)(parse(draft) if parse is not None else draft).statements


def said(text: str, model: str = "accurate") -> list[tuple[str, str, str, str]]:
    """Speaker, cue, content and mode of each outermost statement that counts by default."""
    return [
        (words_at(text, s.speaker), words_at(text, s.cue), words_at(text, s.content), s.mode)
        for s in statements(text, model)
        if s.confidence >= DEFAULT_MIN_CONFIDENCE and s.parent is None
    ]


@pytest.mark.parametrize("model", SIZES)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will stay,” said Ada Quill.", ("Ada Quill", "said", "“We will stay,”", "direct")),
        (
            "The mayor said that the dam would be closed.",
            ("The mayor", "said", "that the dam would be closed", "indirect"),
        ),
        (
            "Quill said the plan was “a gift to the owners” of the mill.",
            ("Quill", "said", "the plan was “a gift to the owners” of the mill", "mixed"),
        ),
        (
            "According to the ministry, the harbour is safe.",
            ("the ministry", "According to", "the harbour is safe", "indirect"),
        ),
        (
            "A spokesman for the union denied that the strike was over.",
            ("A spokesman for the union", "denied", "that the strike was over", "indirect"),
        ),
    ],
)
def test_each_mode_is_read_with_speaker_and_cue(model, text, expected):
    assert said(text, model) == [expected]


def test_a_quotation_broken_by_its_cue_is_one_statement():
    text = "“The dam is old,” said Lena Orla, the chief engineer. “It has to be closed.”"
    assert said(text) == [
        ("Lena Orla, the chief engineer", "said", "“The dam is old,” … “It has to be closed.”", "direct")
    ]


def test_two_quotations_with_cues_of_their_own_are_two_statements():
    text = "“We will stay,” said Ada Quill. “You have to go,” said Tomas Brand."
    assert [(speaker, content) for speaker, _, content, _ in said(text)] == [
        ("Ada Quill", "“We will stay,”"),
        ("Tomas Brand", "“You have to go,”"),
    ]


def test_he_added_is_a_statement_of_its_own():
    text = "Brand said the mill would close. He added that nobody would lose a job."
    assert [(speaker, cue) for speaker, cue, _, _ in said(text)] == [("Brand", "said"), ("He", "added")]


def test_a_passive_report_has_no_speaker():
    found = said("It was reported that the bridge had been closed for a week.")
    assert [(speaker, content) for speaker, _, content, _ in found] == [
        ("", "that the bridge had been closed for a week")
    ]


def test_an_apostrophe_inside_single_marks_closes_nothing():
    text = "‘We don’t know the owners’ plans,’ said Ada Quill on Monday."
    assert said(text)[0][:1] + said(text)[0][2:] == ("Ada Quill", "‘We don’t know the owners’ plans,’", "direct")


def test_what_is_said_inside_of_a_statement_is_nested(language):
    text = "“The minister told us that the dam was safe and we believed him,” said Ada Quill."
    found = statements(text, parse=language)
    inner = [s for s in found if s.parent is not None]
    assert [words_at(text, s.speaker) for s in inner] == ["The minister"]
    assert words_at(text, found[inner[0].parent].speaker) == "Ada Quill"


def test_a_relative_pronoun_stands_for_the_noun_before_it(language):
    text = "The miners, who said the shaft was flooded, went home on Friday."
    found = [s for s in statements(text, parse=language) if s.mode != "own_voice"]
    assert [words_at(text, s.speaker) for s in found] == ["The miners … who"]


def test_a_term_in_marks_is_no_statement():
    assert said("The so-called ‘reform’ began in March with a parade along the harbour.") == []


def test_plain_narration_is_no_statement(language):
    text = "Two boats left the harbour at noon. The ferry followed an hour later."
    assert statements(text, parse=language) == ()


def test_the_act_of_the_cue_is_told():
    text = "The union demanded that the mill stay open."
    assert [s.act for s in statements(text) if s.confidence >= DEFAULT_MIN_CONFIDENCE] == ["demands"]


def test_confidences_are_probabilities():
    text = "“We will stay,” said Ada Quill. The owners may be right about the dam, some think."
    assert all(0 < s.confidence < 1 for s in statements(text))


def test_a_text_without_words_has_no_statements():
    assert statements("") == statements(" \n\n… — “”") == ()


# -- the same output -------------------------------------------------------------------------------------------------

ARTICLE = (
    "“We will stay,” said Ada Quill. The owners’ spokesman, Tomas Brand, told reporters that the mill would close.\n\n"
    "He added that nobody would lose “a single day’s pay”. According to the ministry, the dam is safe.\n"
)


@pytest.mark.parametrize("model", SIZES)
def test_repeated_runs_give_the_same(model):
    assert statements(ARTICLE * 20, model) == statements(ARTICLE * 20, model)


@given(order=st.permutations(range(4)))
@settings(max_examples=8, deadline=None)
def test_what_is_read_before_changes_nothing(order):
    texts = [ARTICLE, ARTICLE * 7, "Orla asked why.", "“No,” he said. " * 60]
    alone = [statements(text, "fast") for text in texts]
    assert [statements(texts[k], "fast") for k in order] == [alone[k] for k in order]


@given(st.text(max_size=300))
@settings(max_examples=120, deadline=None)
def test_any_text_is_read_and_its_spans_lie_in_it(text):
    draft = StatementsStep("fast")(Draft(Document("d", text)))
    check_statements(text, draft.statements, draft.mentions)


MARKS = ["“", "”", "‘", "’", '"', "'", "said", "Quill", "he", "told", ",", ".", "\n", " ", "we go"]
RESTS = [
    "",
    "“We will stay,” said Ada Quill.",
    "The mayor said that “the dam” was safe.",
    "‘We go,’ he told us, ‘now.’",
]


def check_marks(text: str) -> int:
    """Read a text twice; what is read holds, and is direct only where marks are around it. How much is read."""
    draft = StatementsStep("fast")(Draft(Document("d", text)))
    check_statements(text, draft.statements, draft.mentions)
    quoted = {k for quotation in quotations_of(text) for start, end in quotation.spans for k in range(start, end)}
    for s in draft.statements:
        words = [
            match.span() for start, end in s.content for match in re.compile(r"\S*\w\S*").finditer(text, start, end)
        ]
        outside = [word for word in words if quoted.isdisjoint(range(*word))]
        assert s.mode != "own_voice"
        assert s.mode != "direct" or len(outside) <= UNQUOTED_WORDS
        assert s.mode == "indirect" or any(k in quoted for span in s.content for k in range(*span))
    assert statements(text, "fast") == draft.statements
    return len(draft.statements)


@given(st.lists(st.sampled_from(MARKS)), st.sampled_from(RESTS), st.integers(0, 40))
@settings(max_examples=120, deadline=None)
def test_any_order_of_marks_is_read(parts, rest, at):
    check_marks(f"{rest[:at]}{' '.join(parts)}{rest[at:]}")


def test_every_order_of_a_quotation_and_its_cue_is_read():
    orders = itertools.permutations(["“", "we go home now", "”", "said", "Quill"])
    read = {order: check_marks(" ".join(order) + ".") for order in orders}
    assert read["“", "we go home now", "”", "said", "Quill"] >= 1
    assert read["Quill", "said", "“", "we go home now", "”"] >= 1


PARAGRAPH = "Two boats left the harbour at noon and came home late . " * 8 + "“ We will stay ,” said Ada Quill . "


@pytest.mark.parametrize("words", [1, 2, 150, 5_000, pytest.param(200_000, marks=pytest.mark.slow)])
def test_texts_of_any_length_are_read(words):
    size = len(PARAGRAPH.split())
    text = " ".join((PARAGRAPH * (words // size + 1)).split()[:words])
    found = [s for s in statements(text, "fast") if s.confidence >= DEFAULT_MIN_CONFIDENCE]
    assert 0.9 * (words // size) <= len(found) <= 1.1 * (words // size) + 1


# -- models ------------------------------------------------------------------------------------------------------------


def test_a_model_is_loaded_once():
    assert weights.load_model("fast") is weights.load_model("fast")


@pytest.fixture
def copied(tmp_path) -> Path:
    shutil.copytree(str(weights.models_folder()), tmp_path / "statements")
    return tmp_path / "statements"


def test_a_damaged_file_is_refused(copied):
    path = copied / "fast" / "reader.onnx"
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(ModelError, match=r"reader\.onnx.*is damaged"):
        weights.load_model("fast", copied)


def test_a_missing_file_is_told(copied):
    (copied / "fast" / "encoder.onnx").unlink()
    with pytest.raises(ModelError, match="missing"):
        weights.load_model("fast", copied)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"name": 1, "files": 3}'])
def test_a_manifest_that_is_none_is_refused(copied, content):
    (copied / "fast" / "model.json").write_text(content)
    with pytest.raises(ModelError):
        weights.load_model("fast", copied)


def test_an_unknown_model_is_refused():
    with pytest.raises(UsageError, match=r"accurate.*fast"):
        StatementsStep("huge")


def test_the_digest_tells_the_models_and_the_settings_apart():
    steps = [StatementsStep(), StatementsStep("fast"), StatementsStep(own_voice=False), StatementsStep(nested=False)]
    assert len({step.digest for step in steps}) == 4


@pytest.mark.parametrize("model", SIZES)
def test_every_model_has_its_card_and_diagram(model):
    folder = weights.models_folder() / model
    card = (folder / "CARD.md").read_text(encoding="utf-8")
    assert "PolNeAR" in card
    assert (folder / "reliability.svg").is_file()
    for digest in weights.read_manifest(model).files.values():
        assert digest in card
