"""What is known of states: names, words for people, capitals, seats."""

from __future__ import annotations

import string
import tomllib
from importlib import resources

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dissensus.model.states import StateFact, folded, state_facts


@pytest.mark.parametrize(
    ("words", "code", "how"),
    [
        ("Norway", "NO", "name"),
        ("the Netherlands", "NL", "name"),
        ("Danish", "DK", "people"),
        ("Kyiv", "UA", "capital"),
        ("Kiev", "UA", "capital"),
        ("Wellington", "NZ", "capital"),
        ("the Kremlin", "RU", "seat"),
        ("Downing Street", "GB", "seat"),
        ("Brussels", "EU", "capital"),
        ("European Union", "EU", "name"),
        ("East Germany", "DD", "name"),
        ("west germany", "DE", "name"),
        ("Côte d’Ivoire", "CI", "name"),
        ("the Gabonese Republic", "GA", "name"),
        ("Bolivarian Republic of Venezuela", "VE", "name"),
        ("Sao Tome and Principe", "ST", "name"),
        ("Kiribati", "KI", "name"),
    ],
)
def test_word_tells_its_state(words: str, code: str, how: str) -> None:
    """Names, words for people, capitals and seats are told apart."""
    assert state_facts().of(words) == StateFact(code, how)  # type: ignore[arg-type]


def test_no_name_is_that_of_two_states() -> None:
    table = tomllib.loads(resources.files("dissensus.model").joinpath("states.toml").read_text(encoding="utf-8"))
    names = [name for state in table["states"].values() for name in {folded(name) for name in state["names"]}]
    assert len(table["states"]) > 195
    assert [name for name in names if names.count(name) > 1] == []


@pytest.mark.parametrize("words", ["us", "Us", "Varnholm", "", "the"])
def test_other_words_tell_no_state(words: str) -> None:
    """A pronoun is no state, nor is an unknown name."""
    assert state_facts().of(words) is None


def test_us_in_capitals_is_a_state() -> None:
    """Only capitals tell the state from the pronoun."""
    assert state_facts().of("US") == StateFact("US", "name")


def test_european_union_is_an_organisation_of_states() -> None:
    """It is named like a state and is none; all others are states."""
    assert state_facts().organisations == {"EU"}


def test_every_code_has_a_name_that_tells_it() -> None:
    """The canonical name of a state is a name of that state and no other's."""
    facts = state_facts()
    assert {facts.by_word[folded(name)].code for name in facts.names.values()} == set(facts.names)


def test_no_capital_is_another_states_name() -> None:
    """A word tells one state only, as its name before all else."""
    facts = state_facts()
    names = {folded(name) for name in facts.names.values()}
    assert all(facts.by_word[word].how == "name" for word in names)


@given(st.text(alphabet=string.printable + "\x00\x1c\x1f\x7f", max_size=40))
@example("The  `Kremlin's`\x1cGuard\t")
def test_plain_letters_fold_as_all_others_do(words: str) -> None:
    """The short way for ASCII gives what the long one does: with a letter that is not, that goes away again."""
    long_way = folded(f"{words} é")
    assert folded(f"{words} e") == long_way
