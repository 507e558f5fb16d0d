"""The act of a cue: each act, each way in which the words around it change it, and what holds for any string."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dissensus.annotating.statements.acts import act_of, is_listed
from dissensus.model.annotations import ACTS

COMMON = [
    "did", "not", "n't", "refused", "to", "would", "say", "said", "call",
    "for", "the", "a", "support", "deny", "of", "no", "'s", '"', ",", "in",
]  # fmt: skip
OF_EACH_ACT = {
    "says": ["said", "according to", "per", "made it clear", "points to", "tells", "'s statement", "maintains", ":"],
    "asks": ["asked", "wondered aloud", "the question of", "want to know", "is asking"],
    "thinks": ["thinks", "in the eyes of", "in the view of", "'s belief that", "is convinced", "are sure", "sees"],
    "knows": ["knows", "is aware", "found out", "has come to understand", "remembered"],
    "shows": ["show", "finds", "the finding that", "bears out", "has proven"],
    "wants": ["wants", "would like", "is seeking", "'s plan to", "are eager"],
    "hopes": ["hopes", "is hopeful", "in the hope", "look forward to", "voiced hope"],
    "fears": ["fears", "are worried", "is afraid", "concerns about", "expressed concern"],
    "demands": ["urges", "is calling for", "called on", "insisted on", "'s demand that", "appeals for"],
    "promises": ["vowed", "'s pledge to", "agreed to", "is committed to", "made a promise"],
    "warns": ["warned", "threatened to", "sounded the alarm", "the warning that"],
    "admits": ["admits", "conceded", "owned up", "apologised for", "'s admission that"],
    "denies": ["has repeatedly denied", "disputes", "pushed back on", "played down", "issued a denial"],
    "doubts": ["doubts", "is skeptical", "questioned", "cast doubt on", "raised new questions about", "is unsure"],
    "accuses": ["was accused of", "blames", "alleged", "charged", "the accusation that", "pointed the finger at"],
    "criticises": ["condemned", "spoke out against", "lashed out at", "criticism of", "is critical of", "mocked"],
    "supports": ["supports", "threw her weight behind", "praised", "voted for", "in favour of", "agrees with"],
    "rejects": ["rejected", "ruled out", "turned down", "are opposed to", "backed down", "declined", "refused"],
    "decides": ["decided", "ruled", "its decision to", "allowed", "appointed", "agreed on"],
}


@pytest.mark.parametrize(("act", "cue"), [(act, cue) for act, cues in OF_EACH_ACT.items() for cue in cues])
def test_a_cue_names_its_act(act: str, cue: str) -> None:
    assert act_of(cue) == act


def test_every_act_has_examples() -> None:
    assert set(OF_EACH_ACT) == set(ACTS)


@pytest.mark.parametrize("cue", ["", "   ", "zorbled", "quibbix of", "\x00", "…"])
def test_an_unknown_or_empty_cue_says(cue: str) -> None:
    assert act_of(cue) == "says"


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("did not support", "rejects"),
        ("does not want", "rejects"),
        ("has not admitted", "denies"),
        ("doesn't think", "doubts"),
        ("did not know", "doubts"),
        ("does not show", "doubts"),
        ("is not hopeful", "doubts"),
        ("isn't worried", "doubts"),
        ("does not doubt", "thinks"),
        ("did not say", "says"),
        ("did not deny", "says"),
        ("does not rule out", "says"),
        ("never criticised", "says"),
        ("never accused", "says"),
        ("has not promised", "says"),
        ("has not decided", "says"),
        ("did not warn", "says"),
        ("did not ask", "says"),
        ("did not demand", "says"),
        ("no longer supports", "rejects"),
        ("failed to support", "rejects"),
        ("stopped short of endorsing", "rejects"),
        ("there is no evidence", "doubts"),
        ("hardly believes", "doubts"),
    ],
)
def test_a_negated_act_becomes_what_the_table_says(cue: str, act: str) -> None:
    assert act_of(cue) == act


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("refused to say", "rejects"),
        ("declined to endorse", "rejects"),
        ("is unwilling to accept", "rejects"),
        ("refuses to believe", "rejects"),
        ("refused to admit", "denies"),
        ("refused to deny", "says"),
        ("refused to rule out", "says"),
        ("is reluctant to criticise", "says"),
        ("declined to blame", "says"),
        ("refused to question", "says"),
        ("declined to warn", "says"),
    ],
)
def test_a_refused_act_becomes_what_the_table_says(cue: str, act: str) -> None:
    assert act_of(cue) == act


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("would not comment", "rejects"),
        ("won't promise", "rejects"),
        ("wouldn't endorse", "rejects"),
        ("will not ask", "rejects"),
        ("would not concede", "denies"),
        ("wouldn't think", "doubts"),
    ],
)
def test_will_not_and_would_not_refuse(cue: str, act: str) -> None:
    assert act_of(cue) == act


@pytest.mark.parametrize(
    ("before", "cue", "act"),
    [
        ("The miners did not ", "support", "rejects"),
        ("The board doesn’t really ", "believe", "doubts"),
        ("The mayor refused to ", "admit", "denies"),
        ("The mayor has failed to ", "endorse", "rejects"),
        ("Nobody ", "doubts", "thinks"),
        ("They did not come. The miners ", "support", "supports"),
        ("Not the board but the miners ", "support", "supports"),
    ],
)
def test_words_directly_before_the_cue_turn_it_and_distant_ones_do_not(before: str, cue: str, act: str) -> None:
    assert act_of(cue, before=before) == act


def test_not_only_does_not_negate() -> None:
    assert act_of("not only criticised") == "criticises"


@pytest.mark.parametrize(
    ("cue", "after", "act"),
    [
        ("called", " for a strike", "demands"),
        ("called", " the mayor a liar", "criticises"),
        ("called", " her a hero of the valley", "supports"),
        ("called", " the dam Old Bessie", "says"),
        ("described", " the plan as a disaster", "criticises"),
        ("described", " how the disaster came about", "says"),
        ("told", " the crowd to go home", "demands"),
        ("told", " the crowd that it should go home", "says"),
        ("told", " the crowd to the left of him a story", "says"),
        ("asked", " them to leave", "demands"),
        ("asked", " whether to leave", "asks"),
        ("asked", " for help", "demands"),
        ("suggested", " waiting", "demands"),
        ("suggested", " nothing of the kind", "says"),
        ("threw", " her weight behind the plan", "supports"),
        ("expressed", " deep concern over the dam", "fears"),
        ("refuses", " to disavow the firm", "says"),
        ("refuses", " to endorse the firm", "rejects"),
        ("called", ". For years it stood", "says"),
    ],
)
def test_words_directly_after_the_cue_complete_it(cue: str, after: str, act: str) -> None:
    assert act_of(cue, after=after) == act


@pytest.mark.parametrize(
    ("before", "cue", "act"),
    [
        ("A new survey ", "suggests", "shows"),
        ("The mayor ", "suggests", "says"),
        ("The count ", "gives", "shows"),
        ("the ", "question", "asks"),
        ("Many ", "question", "doubts"),
        ("She is ", "determined", "wants"),
        ("The court ", "determined", "decides"),
    ],
)
def test_the_words_before_decide_between_the_readings_of_a_word(before: str, cue: str, act: str) -> None:
    assert act_of(cue, before=before) == act


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("voiced criticism of", "criticises"),
        ("responded to criticism", "says"),
        ("issued a statement condemning", "criticises"),
        ("seemed to say", "says"),
        ("seemed", "thinks"),
        ("signed a letter urging", "demands"),
        ("said at a heated hearing", "says"),
        ("shouted back", "says"),
        ("to back", "supports"),
        ("is known for", "says"),
        ("spoke out forcefully against", "criticises"),
    ],
)
def test_of_several_words_the_one_that_governs_counts(cue: str, act: str) -> None:
    assert act_of(cue) == act


@given(cue=st.text(), before=st.text(), after=st.text())
def test_any_text_has_an_act(cue: str, before: str, after: str) -> None:
    assert act_of(cue, before=before, after=after) in ACTS


@given(
    words=st.lists(
        st.sampled_from(COMMON),
        max_size=12,
    ),
    cut=st.integers(0, 12),
)
def test_any_order_of_common_words_has_an_act(words: list[str], cut: int) -> None:
    assert act_of(" ".join(words[:cut]), before=" ".join(words[cut:]), after=" ".join(words)) in ACTS


@pytest.mark.parametrize("cue", ["didn't deny", "doesn't think", "called for", "'s pledge to"])
def test_case_and_curly_apostrophes_change_nothing(cue: str) -> None:
    assert act_of(cue.upper().replace("'", "’")) == act_of(cue)


def test_a_very_long_cue_is_read_in_bounded_time() -> None:
    assert act_of("said " + "call " * 200_000, before="not " * 100_000, after="for " * 100_000) in ACTS


@pytest.mark.parametrize(
    ("cue", "listed"), [("said", True), ("in", True), (":", True), ("zorbled", False), ("", False)]
)
def test_whether_a_cue_is_listed_is_told(cue: str, listed: bool) -> None:
    assert is_listed(cue) is listed


@pytest.fixture(scope="module")
def lists() -> dict[str, dict[str, object]]:
    file = resources.files("dissensus.annotating.statements.acts").joinpath("acts.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", [("verbs", "weak"), ("nouns",), ("words",), ("phrases", "fixed")])
def test_no_entry_stands_in_two_acts(lists: dict[str, dict[str, object]], part: tuple[str, ...]) -> None:
    entries: list[str] = []
    for act in ACTS:
        for key in part:
            listed = lists[act].get(key, [])
            entries += listed.split() if isinstance(listed, str) else listed  # type: ignore[misc]
    assert sorted(entries) == sorted(set(entries))


def test_the_tables_name_acts_only(lists: dict[str, dict[str, object]]) -> None:
    for table in ("negated", "refused", "withheld"):
        assert set(lists[table]) | set(lists[table].values()) <= set(ACTS)


@pytest.mark.parametrize(
    ("cue", "after", "act"),
    [
        ("says", " no danger", "says"),
        ("said", " no one would lose out", "says"),
        ("said", " no to the plan", "rejects"),
        ("said", " no.", "rejects"),
        ("said", " no, but stayed", "rejects"),
        ("said no", " to the plan", "rejects"),
    ],
)
def test_to_say_that_there_is_no_such_thing_is_not_to_say_no(cue: str, after: str, act: str) -> None:
    assert act_of(cue, after=after) == act
