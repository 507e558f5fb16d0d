"""What holds for every text whatever: it is read without a fault, and what is read stands in it."""

from __future__ import annotations

import pytest
from checked_statements import check_statements
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dissensus.annotating.language import LanguageStep
from dissensus.annotating.pipeline import default_pipeline
from dissensus.annotating.statements import StatementsStep
from dissensus.annotating.steps import Draft
from dissensus.annotating.stream import annotate_document
from dissensus.model.annotations import Statement
from dissensus.model.documents import Document, Problem
from dissensus.model.errors import EvidenceError
from dissensus.model.spans import Span

PLAIN = ["said", "told", "Quill", "Ada", "he", "that", "according to", "the mayor", "we stay", "must", "added", "who"]
MARKS = [
    "“",
    "”",
    "‘",
    "’",
    '"',
    "'",
    "''",
    "``",
    "«",
    "»",
    "„",
    "‹",
    ",",
    ".",
    "?",
    "…",
    ":",
    "—",
    "- ",
    "> ",
    "(",
    "*",
]
ODD = [
    "e\u0301", "\u0301\u0316", "a" + "\u0323" * 40,  # combining marks, alone and piled up
    "אמר", "قالت", "\u202e", "\u2067we go\u2069",  # right to left, and the marks that turn the line
    "\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060",  # of no width
    "\x00", "\x07", "\x1b[0m", "\x7f", "\x85", "\ufffe", "\ue000", "\U0010ffff",  # controls, private, not assigned
    "\u00a0", "\u2028", "\u2029", "\r", "\r\n", "\n\n", "\v", "\f", "\x1c", "\u3000",  # spaces and breaks
    "他说", "「我们走」", "ａｂ", "ﬁ", "İ", "ß", "ǆ", "٣", "½", "𝔰𝔞𝔦𝔡", "👩\u200d👩\u200d👧", "🇺🇦",
    "w" * 150, "x\u0301" * 300, "na-" * 200, "“" * 40, "’" * 40,  # longer than any word, and than any row of marks
]  # fmt: skip
PARTS = st.one_of(st.sampled_from(PLAIN), st.sampled_from(MARKS), st.sampled_from(ODD), st.text(max_size=8))
SENTENCES = [
    "“We will stay,” said Ada Quill. ",
    "The mayor told us that “the minister said the dam was safe, and ‘we believed him’”. ",
    "QUILL: We stay.\nBRAND: You go.\nQUILL: No.\n",
    "The union wrote:\n\n> We must stay.\n\n",
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Texts of words of reporting, marks and whatever Unicode has; some in the middle of sentences that are read."""
    joiner = draw(st.sampled_from([" ", "", "\n"]))
    odd = joiner.join(draw(st.lists(PARTS, max_size=30)))
    before, after = draw(st.sampled_from(["", *SENTENCES])), draw(st.sampled_from(["", *SENTENCES]))
    at = draw(st.integers(0, len(before)))
    return before[:at] + odd + before[at:] + after


@pytest.fixture(scope="module")
def step() -> StatementsStep:
    return StatementsStep("accurate", nested=True)


@given(texts())
@example("\u0301")
@example("“")
@example("said")
@settings(max_examples=120, deadline=None)
def test_any_text_is_read_without_a_parse(step: StatementsStep, text: str) -> None:
    draft = step(Draft(Document("d", text)))
    check_statements(text, draft.statements, draft.mentions)


@given(texts())
@example("\u0301")
@example("“")
@example("said")
@example("saidtold\r0QUILL: We stay.\n")
@settings(max_examples=120, deadline=None)
def test_any_text_is_read_with_a_parse(step: StatementsStep, language: LanguageStep, text: str) -> None:
    parsed = language(Draft(Document("d", text)))
    assert parsed.parsed.text == text
    draft = step(parsed)
    check_statements(text, draft.statements, draft.mentions)


def test_half_a_character_is_read_without_a_parse_and_a_problem_for_the_pipeline() -> None:
    """Reading refuses files with lone surrogates; a document that was made by hand may hold one."""
    document = Document("d", "“We \ud800 stay,” said Ada Quill.")
    draft = StatementsStep()(Draft(document))
    check_statements(document.text, draft.statements, draft.mentions)
    assert len(draft.statements) == 1
    outcome = annotate_document(default_pipeline(), document)
    assert isinstance(outcome, Problem)
    assert outcome.code == "ANN001"


TEXT = "“We go,” said Quill.\nIt rained."
QUILL, SAID, CONTENT = (Span(14, 19),), (Span(9, 13),), (Span(0, 8),)


def test_the_check_lets_a_statement_pass() -> None:
    check_statements(TEXT, (Statement(QUILL, SAID, CONTENT, "direct", 0.5),), ())


@pytest.mark.parametrize(
    "statement",
    [
        Statement(QUILL, SAID, (Span(0, 99),), "direct", 0.5),
        Statement(QUILL, SAID, (), "direct", 0.5),
        Statement(QUILL, SAID, (Span(1, 3), Span(0, 1)), "direct", 0.5),
        Statement(QUILL, SAID, (Span(0, 9),), "direct", 0.5),
        Statement(QUILL, SAID, (Span(0, 5),), "direct", 0.5),
        Statement(QUILL, SAID, (Span(6, 8),), "direct", 0.5),
        Statement(QUILL, SAID, (Span(14, 23),), "direct", 0.5),
        Statement((Span(7, 8),), SAID, CONTENT, "direct", 0.5),
        Statement(QUILL, (Span(10, 13),), CONTENT, "direct", 0.5),
        Statement(QUILL, SAID, CONTENT, "direct", 1.0),
        Statement(QUILL, (), CONTENT, "own_voice", 0.5),
        Statement(QUILL, SAID, CONTENT, "direct", 0.5, parent=0),
    ],
)
def test_the_check_refuses(statement: Statement) -> None:
    with pytest.raises((AssertionError, EvidenceError)):
        check_statements(TEXT, (statement,), ())
