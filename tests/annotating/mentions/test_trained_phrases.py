"""Which names and phrases the trained step leaves as mentions, and where they begin and end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dissensus.annotating.mentions import EntitiesStep, MentionsStep
from dissensus.annotating.mentions._segments import is_initials
from dissensus.annotating.mentions._speakers import speaker_kind
from dissensus.annotating.mentions._tokens import tokens_of
from dissensus.annotating.mentions._words import words
from dissensus.annotating.steps import Draft
from dissensus.model.annotations import Mention, Statement
from dissensus.model.spans import Span

Mentioned = Callable[[str], Draft]


@pytest.fixture(scope="session")
def phrases(parsed: Mentioned) -> Callable[[str], list[str]]:
    """A text to the words of the mentions that the trained step leaves."""
    mentions, entities = MentionsStep(), EntitiesStep()

    def find(text: str) -> list[str]:
        draft = entities(mentions(parsed(text)))
        return [text[slice(*m.span)] for m in draft.mentions]

    return find


@pytest.fixture(scope="session")
def names(parsed: Mentioned) -> Callable[[str], list[tuple[str, str]]]:
    """A text to name and kind of the mentions by name that the trained step leaves."""
    mentions, entities = MentionsStep(), EntitiesStep()
    return lambda text: [(m.name, m.kind) for m in entities(mentions(parsed(text))).mentions if m.name]


ACRONYMS = [
    ("Envoys of the Organisation for Trade and Co-operation (OTC) arrived in Lindau. The OTC said no.", "OTC"),
    ("The Harbour and Dock Workers’ Union (HDWU) called a strike. The HDWU will vote on Friday.", "HDWU"),
    ("The Federation of Northern Miners (FNM) met in Varnholm. Members of the FNM stayed.", "FNM"),
    ("The Workers’ Unity Party (WUP) met in Varnholm on Friday. The WUP refused.", "WUP"),
]


@pytest.mark.parametrize(("text", "acronym"), ACRONYMS)
def test_acronym_in_brackets_is_no_mention_beside_the_name(
    phrases: Callable[[str], list[str]], text: str, acronym: str
) -> None:
    """It stands in the name's mention."""
    assert acronym not in phrases(text)


@pytest.mark.parametrize(("text", "acronym"), ACRONYMS)
def test_acronym_is_no_person(names: Callable[[str], list[tuple[str, str]]], text: str, acronym: str) -> None:
    """Wherever it stands."""
    assert {kind for name, kind in names(text) if name == acronym} == {"organisation"}


@pytest.mark.parametrize(
    ("text", "word", "initials"),
    [
        ("The RPL won.", "RPL", True),
        ("AJ won.", "AJ", False),
        ("Orlova won.", "Orlova", False),
        ("ORLOVA WINS. Orlova smiled.", "ORLOVA", False),
    ],
)
def test_initials_are_three_capitals_that_are_no_name_in_small_letters(
    parsed: Mentioned, text: str, word: str, *, initials: bool
) -> None:
    """A surname may stand in capitals, two letters may be a person."""
    tokens = tokens_of(parsed(text).parsed)
    assert is_initials(tokens, tokens.text.index(word)) is initials


@pytest.mark.parametrize("mark", ["'", "’"])
@pytest.mark.parametrize("union", ["Miners{} Union", "Boatmen and Stokers{} League", "Dockers{} League"])
def test_apostrophe_does_not_cut_an_apposition(parsed: Mentioned, mark: str, union: str) -> None:
    """A straight one and a typographic one tell the same affiliation."""
    whole = f"head of the {union.format(mark)}"
    draft = MentionsStep()(parsed(f"Anna Pell, {whole}, said that the pit was shut."))
    assert [m.role for m in draft.mentions if m.name == "Anna Pell"] == [whole]


@pytest.mark.parametrize("mark", ["'", "’"])
def test_apostrophe_does_not_cut_a_title_before_the_name(parsed: Mentioned, mark: str) -> None:
    """The same before the name."""
    draft = MentionsStep()(parsed(f"They met Miners{mark} Union secretary Anna Pell in Lindau."))
    assert [m.role for m in draft.mentions if m.name == "Anna Pell"] == [f"Miners{mark} Union secretary"]


def test_closing_quotation_mark_is_no_possessive(parsed: Mentioned) -> None:
    """ "’" after a word in "s" closes a quotation that is open."""
    tokens = tokens_of(parsed("They called the ‘striking dockers’ leaders of nothing.").parsed)
    assert tokens.tag[tokens.text.index("’")] != "POS"


def test_first_part_of_a_hyphenated_word_belongs_to_the_phrase(phrases: Callable[[str], list[str]]) -> None:
    """ "So-called" is not cut at its hyphen."""
    found = phrases("The so-called President left for Lindau.")
    assert "The so-called President" in found
    assert "called President" not in found


@pytest.mark.parametrize("mark", ["'", "’"])
@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("They called for a workers{} government.", "workers"),
        ("They wanted a new farmers{} party in Lindau.", "farmers"),
        ("They went to that miners{} meeting.", "miners"),
    ],
)
def test_article_before_owners_belongs_to_what_they_own(
    phrases: Callable[[str], list[str]], mark: str, text: str, owner: str
) -> None:
    """The owners' phrase has no article for one."""
    found = [phrase for phrase in phrases(text.format(mark)) if phrase.endswith(owner)]
    assert found in ([owner], [])


def test_article_before_an_irregular_plural_belongs_to_what_is_owned(phrases: Callable[[str], list[str]]) -> None:
    """ "Women" is a plural too."""
    found = phrases("A women's group marched in Lindau.")
    assert "A women's group" in found
    assert "A women" not in found


def test_owners_in_quotation_marks_end_before_the_mark(phrases: Callable[[str], list[str]]) -> None:
    """What stands before the mark belongs to the whole, which ends with its mark."""
    found = phrases('The so-called "workers\' state" fell.')
    assert 'The so-called "workers\' state"' in found
    assert [phrase for phrase in found if phrase.endswith("workers")] in (["workers"], [])


def test_first_part_of_a_compound_with_a_hyphen_is_no_mention(phrases: Callable[[str], list[str]]) -> None:
    """ "State" in "state-owned" is nobody."""
    assert phrases("The state-owned company failed.") == ["The state-owned company"]


def test_article_of_the_owners_stays(phrases: Callable[[str], list[str]]) -> None:
    """ "The" may be the owners' own."""
    assert "the striking miners" in phrases("She read the striking miners' letter in Lindau.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nobody came to Lindau.", "Nobody"),
        ("No one came to Lindau.", "No one"),
        ("No miner went down.", "No miner"),
        ("The miners met. None of them went down.", "None"),
        ("Every business shut its doors.", "Every business"),
        ("Any worker can join.", "Any worker"),
        ("Each of the delegates voted.", "Each"),
        ("The miners met. Not all of them agreed.", "all"),
        ("Everybody left Lindau.", "Everybody"),
    ],
)
def test_nobody_and_whoever_there_is_are_no_mentions(
    phrases: Callable[[str], list[str]], text: str, words: str
) -> None:
    """Negated and universal phrases refer to no actor."""
    assert not [phrase for phrase in phrases(text) if phrase.startswith(words)]


def test_a_pronoun_that_means_whoever_there_is_goes_with_it(phrases: Callable[[str], list[str]]) -> None:
    """ "Its" has nobody left to mean."""
    assert phrases("Every business shut its doors.") == []


def test_phrases_that_name_somebody_beside_stay(phrases: Callable[[str], list[str]]) -> None:
    """ "Each of the delegates" leaves the delegates."""
    assert "the delegates" in phrases("Each of the delegates voted.")


def test_whoever_speaks_stays_a_mention(parsed: Mentioned) -> None:
    """A statement's speaker is a mention always."""
    text = "No miner said that the pit was safe."
    draft = MentionsStep()(parsed(text))
    speaker = Mention(Span(0, 8), Span(3, 8), "person", "nominal", speaker_only=True)
    said = Statement((speaker.span,), (Span(9, 13),), (Span(14, 35),), "indirect", 0.9, speaker_mention=0)
    draft = EntitiesStep()(draft.with_parts(mentions=(speaker, *draft.mentions), statements=(said,)))
    assert draft.mentions[draft.statements[0].speaker_mention or 0].span == speaker.span


@pytest.mark.parametrize(("noun", "kind"), [("policeman", "person"), ("nobody", "person"), ("gazette", "organisation")])
def test_a_speaker_by_a_noun_for_a_person_is_a_person(noun: str, kind: str) -> None:
    """Whom only the statements step saw it calls an organisation, whatever the noun."""
    text = f"The {noun} said so."
    head = Span(4, 4 + len(noun))
    speaker = Mention(Span(0, head.end), head, "organisation", "nominal", speaker_only=True)
    assert speaker_kind(text, speaker, words()) == kind


def test_two_given_names_before_one_surname_are_two_people(parsed: Mentioned) -> None:
    """Whatever the network thinks of them and of the lone surname between."""
    text = (
        "The mayor Jane Smith of Orrin spoke on Monday. “The dam will stay,” Smith said. John Smith, the engineer,"
        " denied it. “The dam will break,” Smith told reporters."
    )
    draft = EntitiesStep()(MentionsStep()(parsed(text)))
    entities = {m.name: m.entity for m in draft.mentions if m.name in {"Jane Smith", "John Smith"}}
    assert len(set(entities.values())) == len(entities) == 2
