"""Number and gender of mentions, as far as the words show them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dissensus.annotating.mentions import EntitiesStep, MentionsStep
from dissensus.annotating.mentions._traits import gender_of
from dissensus.annotating.mentions._words import words
from dissensus.annotating.steps import Draft
from dissensus.model.annotations import Mention, Statement
from dissensus.model.spans import Span

Mentioned = Callable[[str], Draft]
Find = Callable[[Draft, str], Mention]


@pytest.fixture(scope="session")
def trained(parsed: Mentioned) -> Mentioned:
    """A text to its draft with mentions as the trained step leaves them."""
    mentions, entities = MentionsStep(), EntitiesStep()
    return lambda text: entities(mentions(parsed(text)))


@pytest.mark.parametrize(
    ("text", "phrase", "number"),
    [
        ("The angry miners met in Lindau.", "The angry miners", "plural"),
        ("The union met in Lindau.", "The union", "singular"),
        ("The police came at night.", "The police", "plural"),
        ("We thank those who opposed the dam.", "those who opposed the dam", "plural"),
        ("Anna Pell left Lindau.", "Anna Pell", "singular"),
        ("They live in the United States.", "the United States", "singular"),
        ("He joined the Federation of Northern Miners.", "the Federation of Northern Miners", "singular"),
        ("Many Canadians voted against the plan.", "Canadians", "plural"),
    ],
)
def test_number_follows_the_noun(mentioned: Mentioned, mention_of: Find, text: str, phrase: str, number: str) -> None:
    """The head noun tells the number; names of states and of an organisation of many are singular."""
    assert mention_of(mentioned(text), phrase).number == number


@pytest.mark.parametrize(
    ("text", "name", "gender"),
    [
        ("Anna Pell left Lindau.", "Anna Pell", "feminine"),
        ("Mr Oland left Lindau.", "Oland", "masculine"),
        ("The letter came from spokeswoman Ilvy Brandow.", "Ilvy Brandow", "feminine"),
        ("Rurik Tolvan, the widow's lawyer, left Lindau.", "Rurik Tolvan", None),
    ],
)
def test_title_noun_or_given_name_shows_the_gender_of_a_name(
    mentioned: Mentioned, text: str, name: str, gender: str | None
) -> None:
    """Where neither tells, none is told."""
    assert [m.gender for m in mentioned(text).mentions if m.name == name] == [gender]


def person(role: str | None, name: str) -> Mention:
    return Mention(Span(0, 40), Span(0, 40), "person", "name", name, role)


@pytest.mark.parametrize(
    ("role", "gender"),
    [("the widow of Colonel Brand", "f"), ("son of Queen Ilvy", "m"), ("head of the Sister Union", "")],
)
def test_words_after_of_are_somebody_else(role: str, gender: str) -> None:
    """A role's gender is that of who has it, not of those it is held for."""
    assert gender_of(person(role, "Rurik Tolvan"), "", words()) == gender


def test_a_given_name_of_both_lists_tells_no_gender() -> None:
    """ "Jean" may be either."""
    both = words().female & words().male
    assert "jean" in both
    assert gender_of(person(None, "Jean Tolvan"), "", words()) == ""


@pytest.mark.parametrize(
    ("text", "phrase", "gender"),
    [
        ("The widow left Lindau.", "The widow", "feminine"),
        ("His uncle and the mayor left Lindau.", "His uncle", "masculine"),
        ("The mayor left Lindau.", "The mayor", None),
        ("The female mayor left Lindau.", "The female mayor", "feminine"),
        ("The angry wives came to Lindau.", "The angry wives", "feminine"),
        ("The union met in Lindau.", "The union", None),
    ],
)
def test_noun_of_a_phrase_shows_its_gender(
    trained: Mentioned, mention_of: Find, text: str, phrase: str, gender: str | None
) -> None:
    """Nouns for women or men do, others do not."""
    assert mention_of(trained(text), phrase).gender == gender


@pytest.mark.parametrize(
    ("pronoun", "number", "gender"),
    [("She", "singular", "feminine"), ("He", "singular", "masculine"), ("I", "singular", None)],
)
def test_pronoun_shows_number_and_gender(
    trained: Mentioned, mention_of: Find, pronoun: str, number: str, gender: str | None
) -> None:
    """By the word itself, whomever it means."""
    found = mention_of(trained(f"The mayor came to Lindau. {pronoun} wept."), pronoun)
    assert (found.number, found.gender) == (number, gender)


@pytest.mark.parametrize("by_rules", [True, False])
def test_a_speaker_whom_only_the_statements_saw_has_a_number(parsed: Mentioned, *, by_rules: bool) -> None:
    """The entities step fills what the mentions step could not see."""
    draft = MentionsStep()(parsed("A flunkey said that the mine was shut."))
    speaker = Mention(Span(0, 9), Span(2, 9), "person", "nominal", speaker_only=True)
    said = Statement((speaker.span,), (Span(10, 14),), (Span(15, 37),), "indirect", 0.9, speaker_mention=0)
    draft = EntitiesStep(trained=not by_rules)(draft.with_parts(mentions=(speaker,), statements=(said,)))
    assert draft.mentions[draft.statements[0].speaker_mention or 0].number == "singular"


def test_the_mentions_step_alone_tells_number_and_gender(parsed: Mentioned) -> None:
    """Without the entities step too."""
    (found,) = (m for m in MentionsStep()(parsed("Anna Pell left.")).mentions if m.name)
    assert (found.number, found.gender) == ("singular", "feminine")
