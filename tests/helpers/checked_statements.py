"""What holds for the statements of any text, whoever read them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dissensus.model.annotations import ACTS, MODES, Mention, Statement
from dissensus.model.spans import Evidence, Spans

WORD = re.compile(r"\w")
INSIDE = re.compile(r"[A-Za-z0-9]{2}")
"""Two signs between which no word ends."""
BREAK = re.compile(r"[\r\n]")


def check_statements(text: str, statements: Sequence[Statement], mentions: Sequence[Mention]) -> None:
    """Fail on what does not stand in the text, says nothing, or contradicts itself."""
    for statement in statements:
        assert WORD.search(_evidence(text, statement.content).words)
        if statement.speaker:
            assert WORD.search(_evidence(text, statement.speaker).words)
        if statement.cue:
            _evidence(text, statement.cue)  # a colon may be one
        assert not any(BREAK.search(text, start, end) for start, end in statement.content)
        assert statement.mode in MODES
        assert statement.act in ACTS
        assert 0 < statement.confidence < 1
        if statement.speaker_mention is not None:
            _evidence(text, (mentions[statement.speaker_mention].span,))
        if statement.mode == "own_voice":
            assert not statement.speaker
            assert statement.parent is None
        if statement.parent is not None:  # strictly longer, so there is no cycle
            around = statements[statement.parent]
            assert length(around.content) > length(statement.content)
            assert around.content[0].start <= statement.content[0].start
            assert around.content[-1].end >= statement.content[-1].end
    assert [s.content[0].start for s in statements] == sorted(s.content[0].start for s in statements)


def length(spans: Spans) -> int:
    """Characters of some spans."""
    return sum(end - start for start, end in spans)


def _evidence(text: str, spans: Spans) -> Evidence:
    """Evidence of spans that lie in the text, in order and apart; they begin and end neither blank nor in a word."""
    taken = Evidence.take("d", text, spans)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip()
        assert not INSIDE.fullmatch(text[start - 1 : start + 1])
        assert not INSIDE.fullmatch(text[end - 1 : end + 1])
    return taken
