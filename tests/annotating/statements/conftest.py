"""The language model, loaded once, and the step as a function from text to readable rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from dissensus.annotating.language import LanguageStep
from dissensus.annotating.statements import RuleStatementsStep
from dissensus.annotating.steps import Draft
from dissensus.model.annotations import Statement
from dissensus.model.documents import Document
from dissensus.model.spans import words_at


class Row(NamedTuple):
    speaker: str
    cue: str
    content: str
    mode: str
    statement: Statement


class Read:
    """Annotates a text; ``rows`` are the statements with their words."""

    def __init__(self, language: LanguageStep) -> None:
        self.language = language

    def draft(self, text: str, *, own_voice: bool = False) -> Draft:
        parsed = self.language(Draft(Document("d", text)))
        return RuleStatementsStep(own_voice=own_voice)(parsed)

    def __call__(self, text: str, *, own_voice: bool = False) -> list[Row]:
        return [
            Row(words_at(text, s.speaker), words_at(text, s.cue), words_at(text, s.content), s.mode, s)
            for s in self.draft(text, own_voice=own_voice).statements
        ]


@pytest.fixture(scope="session")
def language() -> LanguageStep:
    return LanguageStep()


@pytest.fixture(scope="session")
def read(language: LanguageStep) -> Callable[..., list[Row]]:
    return Read(language)
