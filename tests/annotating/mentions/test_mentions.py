"""What is found as a mention, and what is told about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dissensus.annotating.mentions import EntitiesStep, MentionsStep
from dissensus.annotating.mentions._words import plural_of
from dissensus.annotating.steps import Draft
from dissensus.model.annotations import Mention
from dissensus.model.states import state_facts

Mentioned = Callable[[str], Draft]
Find = Callable[[Draft, str], Mention]


def test_title_and_name_are_one_mention(mentioned: Mentioned, mention_of: Find) -> None:
    """A title before a comma belongs to the name: one mention with name and role."""
    draft = mentioned("Norwegian president, Anders Holmgren, spoke in Bergen on Monday.")
    mention = mention_of(draft, "Norwegian president, Anders Holmgren")
    assert (mention.kind, mention.name, mention.role) == ("person", "Anders Holmgren", "Norwegian president")


def test_title_without_comma_is_a_role(mentioned: Mentioned, mention_of: Find) -> None:
    """A title directly before the name is its role."""
    draft = mentioned("The fish were counted by harbour minister Robert Kellaway in the morning.")
    mention = next(m for m in draft.mentions if m.name == "Robert Kellaway")
    assert mention.role is not None
    assert "minister" in mention.role


def test_apposition_after_the_name_is_a_role(mentioned: Mentioned) -> None:
    """An apposition behind the name is its role and belongs to the mention."""
    draft = mentioned("Maria Delgado, the chairwoman of the port council, refused to resign.")
    mention = next(m for m in draft.mentions if m.name == "Maria Delgado")
    assert mention.role == "the chairwoman of the port council"


def test_head_of_a_name_is_the_name(mentioned: Mentioned) -> None:
    """The head of a mention by name covers the name without title."""
    text = "President Laura Bennett arrived late."
    mention = next(m for m in mentioned(text).mentions if m.name == "Laura Bennett")
    assert text[mention.head.start : mention.head.end] == "Laura Bennett"


def test_article_is_part_of_the_span_but_not_of_the_name(mentioned: Mentioned, mention_of: Find) -> None:
    """ "The Ukraine" keeps its article, as it may be loaded; the name does not have it."""
    assert mention_of(mentioned("They drove to the Ukraine in winter."), "the Ukraine").name == "Ukraine"


def test_union_of_two_trades_is_one_name(mentioned: Mentioned) -> None:
    """ "And" and a possessive inside a union's name do not cut it."""
    draft = mentioned("Members of the Mill and Dock Workers’ Union (MDWU) met on Friday evening.")
    assert "Mill and Dock Workers’ Union" in {m.name for m in draft.mentions}


def test_long_organisation_name_with_its_acronym_is_one_mention(mentioned: Mentioned, mention_of: Find) -> None:
    """A name that goes on after "for" and the acronym in brackets are one mention."""
    draft = mentioned("The Organisation for Fisheries and Harbours (OFH) sent three boats.")
    mention = mention_of(draft, "The Organisation for Fisheries and Harbours (OFH)")
    assert mention.name == "Organisation for Fisheries and Harbours"
    assert [m for m in draft.mentions if m.name == "OFH"] == []


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("The striking dockers and the angry miners met.", "the angry miners", "group"),
        ("The illegal Danish government fell.", "The illegal Danish government", "state"),
        ("He blamed the company for the flood.", "the company", "organisation"),
        ("A stranger met the mayor of the town.", "the mayor of the town", "person"),
        ("They fought against imperialism for years.", "imperialism", "movement"),
        ("The resistance in Norway grew.", "The resistance in Norway", "movement"),
        ("The village was flooded.", "The village", "place"),
        ("Everybody praised the British working class.", "the British working class", "group"),
    ],
)
def test_nominal_phrases_have_a_kind(mentioned: Mentioned, mention_of: Find, text: str, words: str, kind: str) -> None:
    """Nouns for actors are mentions with their whole phrase."""
    mention = mention_of(mentioned(text), words)
    assert (mention.form, mention.kind) == ("nominal", kind)


def test_those_with_a_clause_is_a_mention(mentioned: Mentioned, mention_of: Find) -> None:
    """A light head counts with the clause that tells who is meant."""
    draft = mentioned("We thank those who opposed the dam.")
    assert mention_of(draft, "those who opposed the dam").kind == "group"


def test_those_without_a_clause_is_none(mentioned: Mentioned) -> None:
    """A light head alone tells nothing."""
    assert mentioned("Those were the days.").mentions == ()


@pytest.mark.parametrize(
    "text",
    [
        "The agreement was a success and the weather improved.",
        "Constitutional powers were debated at length.",
        "A state of emergency lasted a week.",
        "No company car was needed.",
        "On Monday in January the rain stopped.",
    ],
)
def test_abstract_nouns_and_dates_are_no_mentions(mentioned: Mentioned, text: str) -> None:
    """Agreements, powers of office, emergencies, compounds and dates are no actors."""
    assert mentioned(text).mentions == ()


def test_word_for_a_people_before_a_noun_is_no_mention(mentioned: Mentioned) -> None:
    """An adjective such as "Danish" is part of the phrase and no mention of its own."""
    assert "Danish" not in {m.name for m in mentioned("Danish dockers went on strike.").mentions}


def test_word_for_a_people_alone_is_a_group(mentioned: Mentioned, mention_of: Find) -> None:
    """The noun for a people is a mention."""
    assert mention_of(mentioned("Many Canadians voted against the plan."), "Canadians").kind == "group"


def test_capital_that_acts_stands_for_its_government(mentioned: Mentioned, mention_of: Find) -> None:
    """A capital as subject of a verb is the state, after "in" the city."""
    draft = mentioned("Madrid rejected the offer. The envoys met in Lisbon.")
    assert mention_of(draft, "Madrid").kind == "state"
    assert mention_of(draft, "Lisbon").kind == "place"


@pytest.mark.parametrize(
    "text",
    [
        "Drunk Driver Charged In Bergen\nA drunk driver was charged on Monday, police said.",
        "Fired Accountant Goes Home\nAn accountant who had been fired went home on Monday.",
    ],
)
def test_noun_in_a_headline_is_no_name(mentioned: Mentioned, text: str) -> None:
    """A line in capitals ends with its line, and its nouns stand in small letters below."""
    assert not [
        m.name for m in mentioned(text).mentions if m.name and m.span.end < text.index("\n") and m.name != "Bergen"
    ]


@pytest.mark.parametrize("office", ["Surgeon General", "Norwegian Foreign Minister", "Prime Minister"])
def test_office_in_capitals_is_no_name(mentioned: Mentioned, office: str) -> None:
    """Who holds the office is another question."""
    draft = mentioned(f"The {office} resigned on Friday in Bergen.")
    assert office not in {m.name for m in draft.mentions}


def test_capitals_before_a_full_name_are_a_title(mentioned: Mentioned) -> None:
    """ "MP" is what she is, not who."""
    assert "Laura Bennett" in {m.name for m in mentioned("Yesterday MP Laura Bennett arrived late.").mentions}


def test_name_in_a_headline_needs_another_place(mentioned: Mentioned, mention_of: Find) -> None:
    """Capitals of a headline make no name; a name that stands in the text is found in it."""
    draft = mentioned("Kellaway Rejects Harbour Plan\n\nRobert Kellaway said no. Kellaway left.")
    assert mention_of(draft, "Kellaway").kind == "person"
    assert not any(m.name == "Harbour Plan" for m in draft.mentions)


def test_pronoun_before_any_person_is_left_out(mentioned: Mentioned) -> None:
    """ "He" is no mention where nobody was named."""
    assert mentioned("He went home and it rained.").mentions == ()


def test_no_two_mentions_have_the_same_span(mentioned: Mentioned) -> None:
    """A span is a mention once."""
    draft = mentioned("The Danish government of Denmark met Danes. Minister Ole Lund met the Danes in Denmark.")
    spans = [m.span for m in draft.mentions]
    assert len(spans) == len(set(spans))


def test_mentions_are_in_text_order(mentioned: Mentioned) -> None:
    """Mentions are sorted by start, longer ones first."""
    spans = [m.span for m in mentioned("The mayor of Lyon and dockers of Lyon met France's president.").mentions]
    assert spans == sorted(spans, key=lambda s: (s.start, -s.end))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=120))
def test_any_text_gives_mentions_inside_it(parsed: Mentioned, text: str) -> None:
    """No text crashes the steps, and each mention lies in the text with its head inside it."""
    draft = EntitiesStep(trained=False)(MentionsStep()(parsed(text)))
    for mention in draft.mentions:
        assert 0 <= mention.span.start <= mention.head.start < mention.head.end <= mention.span.end <= len(text)


_RULE_WORDS = (
    "the miners of Oslo ’s ‘ ’ who President Anna Lund , (OFH) said - government people and US “ working class in"
    " those he . Ministry for by Danish powers That 's"
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pieces=st.lists(
        st.sampled_from([*_RULE_WORDS.split(), "\n"]),
        max_size=30,
    )
)
def test_any_order_of_rule_words_gives_numbered_entities(parsed: Mentioned, pieces: list[str]) -> None:
    """Words that the rules look for do not crash them in any order; entities are numbered without gaps from 0."""
    draft = EntitiesStep(trained=False)(MentionsStep()(parsed(" ".join(pieces))))
    numbers = [m.entity for m in draft.mentions]
    assert set(numbers) == set(range(len(set(numbers))))


def test_empty_text_has_no_mentions(mentioned: Mentioned) -> None:
    """An empty document is no error."""
    assert mentioned("").mentions == ()


@pytest.mark.parametrize(
    ("noun", "plural"), [("party", "parties"), ("chairman", "chairmen"), ("church", "churches"), ("boy", "boys")]
)
def test_plurals_follow_the_rules_of_english(noun: str, plural: str) -> None:
    """Plurals of listed nouns are formed, not listed."""
    assert plural_of(noun) == plural


def test_us_counts_as_a_state_only_in_capitals() -> None:
    """The pronoun "us" is no state."""
    facts = state_facts()
    assert facts.of("us") is None
    found = facts.of("the US")
    assert found is not None
    assert found.code == "US"


def test_steps_tell_their_word_lists_digest() -> None:
    """Both steps depend on the same lists, and say so."""
    assert MentionsStep().digest == EntitiesStep(trained=False).digest != ""


def test_a_name_that_who_follows_is_a_person(mentioned: Mentioned, mention_of: Find) -> None:
    """Whatever the parse takes a foreign name for, "who" tells a person."""
    found = mentioned("Irina Belogorskaya, who ran the harbour in Crimea until May, left. Talks went on.")
    assert mention_of(found, "Irina Belogorskaya").kind == "person"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Envoys of the Organisation for Trade and Co-operation in Norway (OTCN) arrived.",
            "the Organisation for Trade and Co-operation in Norway (OTCN)",
            "Organisation for Trade and Co-operation in Norway",
        ),
        (
            "They joined the Bureau of Mines and Sub-surface Water in Finland (BMSW) in May.",
            "the Bureau of Mines and Sub-surface Water in Finland (BMSW)",
            "Bureau of Mines and Sub-surface Water in Finland",
        ),
    ],
)
def test_hyphen_and_country_do_not_cut_a_long_name(
    mentioned: Mentioned, mention_of: Find, text: str, words: str, name: str
) -> None:
    """A hyphenated part, "in" and a country at the end belong to the organisation's name, and so does its acronym."""
    draft = mentioned(text)
    assert mention_of(draft, words).name == name
    assert {m.name for m in draft.mentions if m.name} == {name}


def test_acronym_that_does_not_fit_is_not_a_countrys(mentioned: Mentioned) -> None:
    """Letters that the country's name does not have are no short form of it."""
    text = "Boats came from Norway (OFH) in May."
    assert "Norway (OFH)" not in {text[m.span.start : m.span.end] for m in mentioned(text).mentions}


@pytest.mark.parametrize("text", ["Miners rose against the Riga Junta.", "Then the Tallinn Regime fell."])
def test_capital_and_government_in_capitals_are_a_phrase(mentioned: Mentioned, text: str) -> None:
    """ "The Riga Junta" is a phrase for a state's government, not the name of an organisation."""
    found = [m for m in mentioned(text).mentions if text[m.head.start : m.head.end] in {"Junta", "Regime"}]
    assert [(m.kind, m.form) for m in found] == [("state", "nominal")]


@pytest.mark.parametrize("town", ["Varnholm", "Orlovka", "Bruckau", "Tessin"])
def test_mayor_of_a_town_before_the_name_is_a_role(mentioned: Mentioned, town: str) -> None:
    """A role with a town before the comma belongs to the person, whatever the town."""
    text = f"The mayor of {town}, Helen Brand, spoke on Friday."
    found = [m for m in mentioned(text).mentions if m.name == "Helen Brand"]
    assert [(m.kind, m.role) for m in found] == [("person", f"The mayor of {town}")]


@pytest.mark.parametrize("text", ["Rifts between the boatmen grew.", "Solidarity is the key."])
def test_ordinary_noun_at_the_start_of_a_sentence_is_no_mention(mentioned: Mentioned, text: str) -> None:
    """The capital of a first word makes no name of an ordinary noun."""
    assert text.split(maxsplit=1)[0] not in {m.name for m in mentioned(text).mentions}


def test_first_adjective_is_no_part_of_a_states_name(mentioned: Mentioned) -> None:
    """An adjective that has its capital from the sentence is cut from the state's name."""
    assert [m.name for m in mentioned("Hypocritical US claims were heard.").mentions] == ["US"]


def test_enemy_without_a_name_is_no_single_person(mentioned: Mentioned, mention_of: Find) -> None:
    """ "Our main enemy" may be a state or a class."""
    assert mention_of(mentioned("Our main enemy is at home."), "Our main enemy").kind == "group"


@pytest.mark.parametrize("thing", ["chemical plant", "steel works", "oil refinery"])
def test_name_of_a_plant_is_a_place(mentioned: Mentioned, thing: str) -> None:
    """The noun at the end of the compound tells the kind, though other words stand between."""
    found = [m for m in mentioned(f"They hid underneath the Norvik {thing} for weeks.").mentions if m.name == "Norvik"]
    assert [m.kind for m in found] == ["place"]


@pytest.mark.parametrize(
    "text",
    [
        "The receiver of the San Diego Chargers was arrested on Sunday. He was released by the Chargers on Monday.",
        "The Lindau Chargers cut the receiver on Monday. He was arrested four times while with the Chargers.",
    ],
)
def test_a_name_that_the_parse_takes_for_a_product_is_known_from_elsewhere(parsed, text: str) -> None:
    """The parse labels "the Chargers" a product; the longer name tells that they are an organisation."""
    draft = parsed(text)
    assert "PRODUCT" in {entity.label_ for entity in draft.parsed.ents}
    names = {m.name: m.kind for m in MentionsStep()(draft).mentions if m.name}
    assert names["Chargers"] == "organisation"
