"""Which mentions of one document get the same number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dissensus.annotating.mentions import EntitiesStep, MentionsStep
from dissensus.annotating.mentions._name_keys import Names, plain_name
from dissensus.annotating.steps import Draft
from dissensus.model.annotations import Mention, Statement
from dissensus.model.spans import Span
from dissensus.model.states import state_facts

Mentioned = Callable[[str], Draft]
Together = Callable[[Draft], list[list[str]]]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Robert Kellaway spoke first. Later Kellaway left the hall.", {"Robert Kellaway", "Kellaway"}),
        (
            "The European Fisheries Council (EFC) met. On Friday the EFC voted.",
            {"The European Fisheries Council (EFC)", "the EFC"},
        ),
        ("The European Union met on Friday. The EU voted.", {"The European Union", "The EU"}),
        ("Angry miners blocked a road. Later the angry miners went home.", {"Angry miners", "the angry miners"}),
        (
            "The new Danish government fell. The government in Copenhagen had few friends.",
            {"The new Danish government", "The government in Copenhagen"},
        ),
        ("The illegal regime sent tanks. Then the regime denied it.", {"The illegal regime", "the regime"}),
        ("They left Norway by boat. Few people had ever loved the country.", {"Norway", "the country"}),
        (
            "Harbour minister Robert Kellaway came. Nobody cheered the minister.",
            {"Harbour minister Robert Kellaway", "the minister"},
        ),
        ("The ferry belongs to Norcom Shipping Company. Norcom denied it.", {"Norcom Shipping Company", "Norcom"}),
        ("The Norwegian people voted. Most Norwegians agreed.", {"The Norwegian people", "Norwegians"}),
        ("Her father Robert Kellaway was a smith. He rowed.", {"Her father", "Robert Kellaway"}),
        (
            "The Harbour Workers Union met in Bergen. Later the harbour workers union paid.",
            {"The Harbour Workers Union", "the harbour workers union"},
        ),
        (
            "The Varnholm Fishing Board met in Bergen. On Friday the Fishing Board voted.",
            {"The Varnholm Fishing Board", "the Fishing Board"},
        ),
        (
            "Robert Kellaway led Robert Kellaway’s union. Anna Kellaway sang. Kellaway left.",
            {"Robert Kellaway", "Kellaway"},
        ),
        (
            "Robert Kellaway came. Robert Kellaway spoke. Anna Kellaway sang. Mrs Kellaway left.",
            {"Anna Kellaway", "Mrs Kellaway"},
        ),
        ("The U.S. Senate met on Friday. The Senate voted late.", {"The U.S. Senate", "The Senate"}),
        ("The House of Deputies met on Friday. The House voted late.", {"The House of Deputies", "The House"}),
        ("The Church of Orrin owns it. Nobody trusts the church.", {"The Church of Orrin", "the church"}),
    ],
)
def test_mentions_of_one_actor_share_a_number(
    mentioned: Mentioned, words_together: Together, text: str, same: set[str]
) -> None:
    """Names, short names, acronyms and repeated phrases refer to the same actor."""
    together = words_together(mentioned(text))
    assert any(same <= set(words) for words in together), together


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Anna Lund met Peter Lund. Later Anna Lund left.", "Anna Lund", "Peter Lund"),
        ("A shipping company sued the town. A rival company paid.", "A shipping company", "A rival company"),
        ("The Danish miners met the Polish miners.", "The Danish miners", "the Polish miners"),
        ("Norway signed the treaty and Sweden did not.", "Norway", "Sweden"),
        ("Mr Quill came. Mrs Quill left.", "Mr Quill", "Mrs Quill"),
        ("Anna Lund met Peter Lund. Later Lund left.", "Anna Lund", "Lund"),
        ("Anna Lund met Peter Lund. Later Lund left.", "Peter Lund", "Lund"),
        ("The House of Deputies met the House of Elders. The House voted.", "The House of Deputies", "The House"),
        ("Martin Lund preached. Later Martin Lund Kingsley sang.", "Martin Lund", "Martin Lund Kingsley"),
    ],
)
def test_mentions_of_two_actors_do_not(
    mentioned: Mentioned, words_together: Together, text: str, one: str, other: str
) -> None:
    """Different first names, indefinite phrases and different peoples stay apart."""
    numbers = {words: number for number, group in enumerate(words_together(mentioned(text))) for words in group}
    assert numbers[one] != numbers[other]


def test_numbers_follow_the_first_mention(mentioned: Mentioned) -> None:
    """Entities are numbered from 0 in order of first mention."""
    seen: list[int] = []
    for mention in mentioned("Norway met Sweden. Sweden met Denmark. Norway met Denmark.").mentions:
        if mention.entity not in seen:
            seen.append(mention.entity)
    assert seen == list(range(len(seen)))


def test_pronoun_refers_to_the_person_of_its_gender(mentioned: Mentioned, words_together: Together) -> None:
    """ "She" is the woman, though the man was named later."""
    together = words_together(mentioned("Maria Delgado met Robert Kellaway. Then she left."))
    assert ["Maria Delgado", "she"] in together


def _draft_with_speakers(parsed: Mentioned, text: str, parts: list[tuple[str, str, str]]) -> Draft:
    """A draft whose statements are (speaker words, mode, content words), speakers added as the statements step does."""
    draft = MentionsStep()(parsed(text))
    mentions, statements, reached = list(draft.mentions), [], 0
    for speaker, mode, content in parts:
        at = text.index(content, reached)
        start = text.rindex(speaker, 0, at) if speaker in text[:at] else text.index(speaker, at)
        span = Span(start, start + len(speaker))
        known = [i for i, m in enumerate(mentions) if m.span == span]
        if not known:
            form = "pronoun" if speaker.lower() in {"he", "she", "they", "we", "i"} else "nominal"
            mentions.append(Mention(span, span, "person", form, speaker_only=True))
            known = [len(mentions) - 1]
        statements.append(
            Statement((span,), (), (Span(at, at + len(content)),), mode, 1.0, speaker_mention=known[0])  # type: ignore[arg-type]
        )
        reached = at + len(content)
    return draft.with_parts(mentions=tuple(mentions), statements=tuple(statements))


def _speakers(draft: Draft) -> list[int]:
    return [draft.mentions[s.speaker_mention].entity for s in draft.statements if s.speaker_mention is not None]


def test_he_added_is_the_speaker_before(parsed: Mentioned) -> None:
    """The pronoun of a following statement is the speaker of the one before, not a man whom that one mentions."""
    text = "Robert Kellaway said: “Peter Lund lies.” He added: “I saw it.”"
    draft = _draft_with_speakers(
        parsed, text, [("Robert Kellaway", "direct", "“Peter Lund lies.”"), ("He", "direct", "“I saw it.”")]
    )
    first, second = _speakers(EntitiesStep(trained=False)(draft))
    assert first == second


def test_speaker_phrase_of_a_name_and_himself_is_that_person(parsed: Mentioned) -> None:
    """ "Kellaway himself" is Kellaway."""
    text = "Robert Kellaway rows. Kellaway himself said: “It leaks.”"
    draft = _draft_with_speakers(parsed, text, [("Kellaway himself", "direct", "“It leaks.”")])
    done = EntitiesStep(trained=False)(draft)
    speaker = done.statements[0].speaker_mention
    assert speaker is not None
    assert done.mentions[speaker].entity == next(m.entity for m in done.mentions if m.name == "Robert Kellaway")


def test_speaker_phrase_that_ends_with_a_name_is_that_person(parsed: Mentioned) -> None:
    """ "One of the ferrymen, Robert Kellaway" is Robert Kellaway."""
    text = "Robert Kellaway rows. One of the old ferrymen, Robert Kellaway, said: “It leaks.”"
    draft = _draft_with_speakers(parsed, text, [("One of the old ferrymen, Robert Kellaway", "direct", "“It leaks.”")])
    done = EntitiesStep(trained=False)(draft)
    named = next(m.entity for m in done.mentions if m.name == "Robert Kellaway")
    assert _speakers(done) == [named]


def test_added_speakers_are_put_into_text_order_and_statements_follow(parsed: Mentioned) -> None:
    """Mentions end in text order, and a statement still refers to its speaker's words."""
    text = "The deal says: “All boats stay.” Norway agreed."
    draft = _draft_with_speakers(parsed, text, [("The deal", "direct", "“All boats stay.”")])
    done = EntitiesStep(trained=False)(draft)
    starts = [m.span.start for m in done.mentions]
    number = done.statements[0].speaker_mention
    assert starts == sorted(starts)
    assert number is not None
    assert text[slice(*done.mentions[number].span)] == "The deal"


def test_every_mention_gets_a_number(parsed: Mentioned) -> None:
    """Even a pronoun that nothing explains has an entity of its own."""
    draft = _draft_with_speakers(parsed, "They said: “Go.” Norway left.", [("They", "direct", "“Go.”")])
    assert all(m.entity >= 0 for m in EntitiesStep(trained=False)(draft).mentions)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Norway voted. The ports of Norway are old. Sweden was silent. Nobody left the country.", "Norway"),
        ("Norway voted. Sweden was silent. Nobody left the country.", "Sweden"),
        ("Norway voted. The ports of Norway are old. Sweden was silent. Nobody left the nation.", "Norway"),
        ("Finland voted. Norway is big. Finland's war on the country went on.", "Norway"),
        ("Sweden is big. Sweden is old. Denmark is small. Sweden attacked the country.", "Denmark"),
        ("Norwegian miners marched. Norwegian dockers sang. Norway and Sweden met. Few left the country.", "Norway"),
    ],
)
def test_the_country_is_the_state_spoken_of_most(
    mentioned: Mentioned, words_together: Together, text: str, state: str
) -> None:
    """The state mentioned most so far, on a tie the nearest, and never one with another role in the phrase."""
    together = words_together(mentioned(text))
    assert any(state in words and {"the country", "the nation"} & set(words) for words in together), together


@pytest.mark.parametrize("clause", ["who imposed them", "that imposed them"])
def test_rulers_with_a_clause_are_no_government_named_before(
    mentioned: Mentioned, words_together: Together, clause: str
) -> None:
    """A shared adjective does not make rulers of nobody knows which state the government of one."""
    text = f"Norway's capitalist government fell. The strikes hurt the capitalist rulers {clause}."
    assert ["the capitalist rulers"] in words_together(mentioned(text))


def test_speaker_that_is_a_share_of_a_group_is_a_group(parsed: Mentioned) -> None:
    """ "Much of the press" is no person, though the statements step cannot know."""
    text = "Much of the local press said: “It leaks.”"
    draft = _draft_with_speakers(parsed, text, [("Much of the local press", "direct", "“It leaks.”")])
    done = EntitiesStep(trained=False)(draft)
    assert [m.kind for m in done.mentions if m.speaker_only] == ["group"]


def test_acronym_of_a_hyphenated_name_joins_it(mentioned: Mentioned, words_together: Together) -> None:
    """The second part of "Co-operation" may give no letter."""
    text = "The Organisation for Trade and Co-operation met. On Friday the OTC voted."
    together = words_together(mentioned(text))
    assert ["The Organisation for Trade and Co-operation", "the OTC"] in together


def test_names_are_compared_without_their_dashes() -> None:
    """A long dash or a hyphen."""
    assert len({plain_name(f"the Varnholm{dash}Bergen Line") for dash in "-–—"}) == 1


def named(text: str, *names: str) -> list[object]:
    """Keys of organisations by name in a text, each found after the one before."""
    mentions, at = [], 0
    for name in names:
        at = text.index(name, at)
        span = Span(at, at + len(name))
        mentions.append(Mention(span, span, "organisation", "name", name=name))
        at += len(name)
    keys = Names(text, mentions, state_facts())
    return [keys.key(i) for i in range(len(names))]


def test_an_institution_of_one_state_is_meant_by_its_name_alone() -> None:
    """Of two states' it is neither, also where the state stands before the name."""
    one, alone = named("The U.S. Senate met. Then Senate doors closed.", "U.S. Senate", "Senate")
    assert one == alone
    keys = named("U.S. Senate met. The Mexican Senate met. A Senate voted.", "U.S. Senate", "Senate", "Senate")
    assert len(set(keys)) == 3
    keys = named("The Norwegian Senate met. The U.S. Senate met.", "Senate", "U.S. Senate")
    assert len(set(keys)) == 2


def test_only_institutions_are_told_by_the_state_before_them() -> None:
    """An alliance is one whoever's envoy it is; a place, an airline and a newspaper are not what their last word is."""
    keys = named("Swedish NATO talks. Turkish NATO talks. NATO left.", "NATO", "NATO", "NATO")
    assert len(set(keys)) == 1
    for one, other in (("American West", "West"), ("American Airlines", "US Airlines"), ("Japan Times", "Times")):
        assert len(set(named(f"{one} came. Then the {other} left.", one, other))) == 2, one


def test_a_lone_surname_is_looked_up_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the time of a text with many namesakes would grow with the square of them."""
    looked = []
    bearer = Names._bearer
    monkeypatch.setattr(Names, "_bearer", lambda self, *asked: looked.append(asked) or bearer(self, *asked))
    text = "Anna Lund. Peter Lund. " + "Lund. " * 50
    spans = [Span(0, 9), Span(11, 21), *(Span(at, at + 4) for at in range(23, len(text), 6))]
    mentions = [Mention(span, span, "person", "name", name=text[slice(*span)]) for span in spans]
    keys = Names(text, mentions, state_facts())
    assert {keys.key(i) for i in range(2, len(mentions))} == {("person", "lund")}
    assert looked == [("lund", None)]


def test_a_name_with_a_word_more_is_that_persons(mentioned: Mentioned, words_together: Together) -> None:
    """The parse takes acts and laws that bear a name for persons."""
    draft = mentioned("Peter Lund wrote it. Nobody read the Peter Lund Safety Act. Lund smiled.")
    together = next(group for group in words_together(draft) if "Peter Lund" in group)
    assert "Lund" in together
