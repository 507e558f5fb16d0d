"""The language model once a session, and a document taken through the steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dissensus.annotating.language import LanguageStep
from dissensus.annotating.mentions import EntitiesStep, MentionsStep
from dissensus.annotating.steps import Draft
from dissensus.model.annotations import Mention
from dissensus.model.documents import Document


@pytest.fixture(scope="session")
def parsed() -> Callable[[str], Draft]:
    """A text to its parsed draft."""
    language = LanguageStep()
    return lambda text: language(Draft(Document(id="d", text=text)))


@pytest.fixture(scope="session")
def mentioned(parsed: Callable[[str], Draft]) -> Callable[[str], Draft]:
    """A text to its draft with numbered mentions."""
    mentions, entities = MentionsStep(), EntitiesStep(trained=False)
    return lambda text: entities(mentions(parsed(text)))


@pytest.fixture(scope="session")
def mention_of() -> Callable[[Draft, str], Mention]:
    """The mention whose words are the given ones; the test fails when there is none."""

    def find(draft: Draft, words: str) -> Mention:
        text = draft.document.text
        found = {text[m.span.start : m.span.end]: m for m in reversed(draft.mentions)}
        assert words in found, sorted(found)
        return found[words]

    return find


@pytest.fixture(scope="session")
def words_together() -> Callable[[Draft], list[list[str]]]:
    """Words of the mentions of each entity, in order of the entities."""

    def gather(draft: Draft) -> list[list[str]]:
        text = draft.document.text
        entities: dict[int, list[str]] = {}
        for mention in draft.mentions:
            entities.setdefault(mention.entity, []).append(text[mention.span.start : mention.span.end])
        return [entities[number] for number in sorted(entities)]

    return gather
